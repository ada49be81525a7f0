#include "tests/pipeline/association.hpp"

#include <algorithm>
#include <array>
#include <iostream>

#include "engine/core/text.hpp"
#include "engine/io/import.hpp"
#include "engine/pipeline/grouping.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::pipeline {
namespace {

using namespace test;

void add_affiliations(graph::Network& network, RandomStream& random) {
  graph::Affiliations& all = network.affiliations;
  const std::array<std::string_view, 4> kinds = {"group", "event", "", "Veranstaltung"};
  for (std::uint32_t g = 0; g < 12; ++g) {
    all.groups.push_back("Gathering " + std::to_string(g));
    all.kinds.push_back(kinds[g % kinds.size()]);
  }
  const auto n = network.members.size();
  for (std::uint32_t g = 0; g < 12; ++g) {
    // Some have one day, some several, some none; days before, on and after the midst, some long ago.
    const auto style = random.below(4);
    std::array<graph::Day, 3> days{};
    for (graph::Day& day : days) day = midst - 500 + static_cast<graph::Day>(random.below(700));
    if (random.below(3) == 0) days[0] = midst;
    const auto rows = 4 + random.below(12);
    for (std::uint64_t i = 0; i < rows; ++i) {
      const auto v = static_cast<graph::VertexId>(random.below(n));
      const graph::Day day = style == 0 ? graph::no_day : style == 1 ? days[0] : days[random.below(3)];
      all.rows.own().push_back({v, g, no_code, style == 3 && random.below(2) == 0 ? graph::no_day : day});
    }
  }
}

}  // namespace

Association random_association(std::uint64_t seed) {
  RandomStream random(seed, 77);
  Association in;
  in.name = "random " + std::to_string(seed);
  const auto n = static_cast<graph::VertexId>(20 + random.below(50));
  in.network.graph = random_graph(n, 2.0 / n + random.real() * 0.15, seed, seed % 2 == 0);
  std::vector<std::uint64_t> numbers(n);
  for (graph::VertexId v = 0; v < n; ++v) numbers[v] = 100 + v;
  in.network.members.ids = graph::Ids::numbers(numbers);
  in.network.members.names = graph::Column("name");
  const std::array<std::string_view, 4> fields = {"art", "music", "IT", ""};
  const std::array<std::string_view, 3> regions = {"Waren", "Plau", ""};
  const std::array<std::string_view, 9> wishes = {"photos",      "Web Design", "web design",
                                                  "choir",       "pottery",    "translation of contracts",
                                                  "bookkeeping", "Fotos",      "film scores"};
  graph::Column discipline("discipline"), region("region"), offers("offers"), needs("needs");
  const auto wish = [&] {
    std::string cell;
    for (auto left = random.below(3); left > 0; --left)
      cell += (cell.empty() ? "" : "; ") + std::string(wishes[random.below(wishes.size())]);
    return cell;
  };
  for (graph::VertexId v = 0; v < n; ++v) {
    const auto same = random.below(4) == 0 ? random.below(3) : v;  // a quarter share three names
    in.network.members.names->push_back(random.below(20) == 0 ? "" : "Person " + std::to_string(same));
    discipline.push_back(fields[std::min<std::uint64_t>(random.below(10) / 2, 3)]);
    region.push_back(regions[random.below(3)]);
    offers.push_back(wish());
    needs.push_back(wish());
  }
  for (graph::Column* column : {&discipline, &region, &offers, &needs})
    in.network.members.columns.push_back(std::move(*column));
  add_affiliations(in.network, random);
  const std::array<std::string, 4> by = {"discipline", "cluster", "region", "discipline,region"};
  in.grouping = choose_grouping(in.network, by[seed % by.size()]);
  in.exclusions = introductions::Exclusions(in.network);
  for (int i = 0; i < 3; ++i) in.exclusions.block(static_cast<graph::VertexId>(random.below(n)));
  in.exclusions.avoid({{0, 3}, {2, 5}});
  return in;
}

void for_each_association(const std::function<void(const Association&)>& check) {
  for (const char* by : {"discipline", "region", "cluster", "discipline,region"}) {
    Association in;
    in.name = std::string("lakeside by ") + by;
    in.network = io::load_network(TERTIUS_SOURCE "/datasets/lakeside").network;
    in.grouping = choose_grouping(in.network, by);
    in.exclusions = introductions::Exclusions(in.network);
    check(in);
  }
  for (std::uint64_t seed = 1; seed <= (sanitized ? 10U : 40U); ++seed) check(random_association(seed));
  if (!has_shared()) {
    std::cout << "no shared data at " << shared_folder() << ": not on real networks\n";
    return;
  }
  for (const std::string& name : shared_networks()) {
    if (is_large(name)) continue;
    Association in;
    in.name = name;
    in.network = shared_network(name);
    if (sanitized && in.network.members.size() > 150) continue;
    std::string by = "cluster";
    for (const graph::Column& column : in.network.members.columns) {
      if (column.name() == "discipline" || column.name() == "label") by = column.name();
    }
    in.grouping = choose_grouping(in.network, by);
    in.exclusions = introductions::Exclusions(in.network);
    check(in);
  }
}

std::vector<graph::VertexId> some_members(const graph::Network& network, std::size_t count) {
  std::vector<graph::VertexId> members;
  const graph::VertexId n = network.members.size();
  const auto step = static_cast<graph::VertexId>(std::max<std::size_t>(1, n / count));
  for (graph::VertexId v = 0; v < n && members.size() < count; v += step) members.push_back(v);
  return members;
}

std::vector<std::string> phrases_of(const graph::Network& network, std::string_view column,
                                    graph::VertexId v) {
  std::vector<std::string> phrases(1);
  const graph::Column* cells = network.members.find_column(column);
  if (cells == nullptr || !cells->has(v)) return {};
  for (const char c : cells->text(v)) {
    if (std::string_view(";,/|").find(c) != std::string_view::npos)
      phrases.emplace_back();
    else if (c != ' ' || !phrases.back().empty())
      phrases.back() += c;
  }
  for (std::string& phrase : phrases)
    while (!phrase.empty() && phrase.back() == ' ') phrase.pop_back();
  return phrases;
}

bool has_phrase(const graph::Network& network, std::string_view column, graph::VertexId v,
                std::string_view phrase) {
  const std::vector<std::string> phrases = phrases_of(network, column, v);
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](const std::string& p) { return fold_case(p) == fold_case(phrase); });
}

std::vector<graph::VertexId> mutual(const graph::Network& network, graph::VertexId a, graph::VertexId b) {
  std::vector<graph::VertexId> both;
  for (const graph::VertexId z : network.graph.neighbours(a)) {
    if (network.graph.has_arc(z, b)) both.push_back(z);
  }
  return both;
}

std::vector<graph::VertexId> open_mutual(const Association& in, graph::VertexId a, graph::VertexId b) {
  std::vector<graph::VertexId> both = mutual(in.network, a, b);
  std::erase_if(both, [&](graph::VertexId z) {
    return !in.exclusions.may_meet(a, z) || !in.exclusions.may_meet(b, z);
  });
  return both;
}

}  // namespace tertius::pipeline
