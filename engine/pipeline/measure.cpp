#include "engine/pipeline/measure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/graph/kernels/closeness.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/graph/kernels/pagerank.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/graph/kernels/triangles.hpp"
#include "engine/report/star_finding.hpp"

namespace tertius::pipeline {
namespace {

template <class Values>
std::vector<double> as_doubles(const Values& values) {
  return {values.begin(), values.end()};
}

using enum report::FieldType;
using report::FieldInfo;

const FieldInfo& info_of(std::string_view key) {
  return *std::find_if(measure_fields().begin(), measure_fields().end(),
                       [&](const FieldInfo& info) { return info.key == key; });
}

class Measuring {
 public:
  Measuring(const graph::Network& network, std::optional<graph::VertexId> from, const RunContext& context)
      : graph_(network.graph), from_(from), context_(context) {
    report_.network = &network;
  }

  void add(const std::string& name) {
    if (name == "degree") return degree();
    if (name == "component") return component();
    if (name == "core") return core();
    if (name == "triangles") return triangles();
    if (name == "clustering") return clustering();
    if (name == "pagerank") return rank();
    if (name == "harmonic") return harmonic();
    throw Error(ErrorKey::name_unknown,
                fmt::format("no measure '{}'; expected one of {}", name, fmt::join(measure_names(), ", ")));
  }

  /// Findings only where the network answers anything.
  report::MeasureReport take() {
    const graph::VertexId n = graph_.vertex_count();
    if (graph_.edge_count() == 0) {
      report_.findings = {n == 0   ? words::Finding{"no_members"}
                          : n == 1 ? words::Finding{"one_member"}
                                   : words::Finding{"nobody_connected"}};
    } else if (const auto star = report::star_finding(graph_)) {
      report_.findings = {*star};
    }
    return std::move(report_);
  }

 private:
  void degree() {
    std::vector<double> values(graph_.vertex_count());
    for (graph::VertexId v = 0; v < graph_.vertex_count(); ++v) values[v] = graph_.degree(v);
    report_.columns.push_back({info_of("degree"), false, std::move(values)});
  }

  void component() {
    const graph::Partition parts = graph::connected_components(graph_, context_);
    std::vector<double> values(parts.label.begin(), parts.label.end());
    for (double& value : values) value += 1;
    const std::vector<std::uint32_t> sizes = parts.sizes();
    const std::uint32_t largest = sizes.empty() ? 0 : sizes[0];
    report_.columns.push_back({info_of("component"), true, std::move(values)});
    report_.figures.emplace_back("components", parts.count);
    report_.figures.emplace_back("largest_component", largest);
    if (parts.count < 2) {
      report_.findings.push_back({"everybody_connected"});
      return;
    }
    report_.findings.push_back({"separate_parts",
                                {{"parts", parts.count},
                                 {"alone", std::count(sizes.begin(), sizes.end(), 1U)},
                                 {"as_large", std::count(sizes.begin(), sizes.end(), largest)},
                                 {"largest", largest},
                                 {"members", graph_.vertex_count()}}});
  }

  void core() {
    const std::vector<graph::VertexId> numbers = graph::core_numbers(graph_, context_);
    const graph::VertexId deepest = numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
    const auto inside = std::count(numbers.begin(), numbers.end(), deepest);
    report_.columns.push_back({info_of("core"), false, as_doubles(numbers)});
    report_.figures.emplace_back("degeneracy", deepest);
    report_.figures.emplace_back("innermost_core", static_cast<double>(inside));
    report_.findings.push_back(deepest < 2
                                   ? words::Finding{"no_core"}
                                   : words::Finding{"core", {{"members", inside}, {"others", deepest}}});
  }

  /// Triangles of each, counted when first asked for.
  const std::vector<std::uint64_t>& counted_triangles() {
    if (!triangles_) {
      triangles_ = graph::triangles_per_member(graph_, context_);
      double total = 0.0, pairs = 0.0;
      for (graph::VertexId v = 0; v < graph_.vertex_count(); ++v) {
        const double d = graph_.degree(v);
        total += static_cast<double>((*triangles_)[v]);
        pairs += d * (d - 1) / 2;
      }
      report_.figures.emplace_back("triangles", total / 3);
      report_.figures.emplace_back("transitivity", total / pairs);
      report_.findings.push_back(pairs == 0 ? words::Finding{"no_pairs_of_contacts"}
                                 : total == 0
                                     ? words::Finding{"no_triangles"}
                                     : words::Finding{"triangles",
                                                      {{"triangles", static_cast<std::uint64_t>(total / 3)},
                                                       {"share", words::Share{total / pairs}}}});
    }
    return *triangles_;
  }

  void triangles() {
    report_.columns.push_back({info_of("triangles"), false, as_doubles(counted_triangles())});
  }

  void clustering() {
    const auto& count = counted_triangles();
    std::vector<double> values(count.size());
    for (graph::VertexId v = 0; v < values.size(); ++v)
      values[v] = graph::local_clustering(count[v], graph_.degree(v));
    report_.columns.push_back({info_of("clustering"), false, std::move(values)});
  }

  void rank() {
    graph::PageRankOptions options;
    if (from_) options.reset = std::span<const graph::VertexId>(&*from_, 1);
    graph::PageRankResult found = graph::pagerank(graph_, options, context_);
    report_.columns.push_back({info_of("pagerank"), false, std::move(found.score)});
    report_.figures.emplace_back("pagerank_iterations", found.iterations);
    report_.figures.emplace_back("pagerank_error", found.error);
    std::vector<words::Argument> arguments{{"weighted", graph_.weighted()}};
    if (from_) arguments.emplace_back("from", words::Member{*from_});
    report_.findings.push_back({"pagerank_means", std::move(arguments)});
  }

  void harmonic() {
    graph::Closeness found = graph::harmonic_closeness(graph_, {}, context_);
    report_.columns.push_back({info_of("harmonic"), false, std::move(found.harmonic)});
    report_.figures.emplace_back("harmonic_searches", found.searches);
    report_.figures.emplace_back("harmonic_error", found.error);
    if (!found.exact)
      report_.findings.push_back(
          {"nearness_estimated", {{"searches", found.searches}, {"error", found.error}}});
  }

  const graph::Graph& graph_;
  std::optional<graph::VertexId> from_;
  const RunContext& context_;
  std::optional<std::vector<std::uint64_t>> triangles_;
  report::MeasureReport report_;
};

}  // namespace

const std::vector<FieldInfo>& measure_fields() {
  static const std::vector<FieldInfo> fields{
      {.key = "degree",
       .type = natural,
       .title = "contacts",
       .meaning = "how many members this one is connected with.",
       .optional = true},
      {.key = "core",
       .type = natural,
       .title = "core",
       .meaning = "the largest k for which they are in a group whose members each know k others of it.",
       .optional = true},
      {.key = "triangles",
       .type = natural,
       .title = "triangles",
       .meaning = "pairs of their contacts who know each other.",
       .unit = "pairs",
       .optional = true},
      {.key = "clustering",
       .title = "clustering",
       .meaning = "of the pairs of their contacts, those who know each other.",
       .unit = "share",
       .least = 0,
       .most = 1,
       .nullable = true,
       .optional = true,
       .decimals = 4},
      {.key = "pagerank",
       .title = "PageRank",
       .meaning = "share of its time that a walk along connections spends with them.",
       .unit = "share",
       .least = 0,
       .most = 1,
       .optional = true,
       .decimals = 4},
      {.key = "harmonic",
       .title = "nearness",
       .meaning =
           "harmonic closeness: the mean of 1 / steps to every other member; 0 for those out of reach. "
           "In large networks an estimate; harmonic_error says how far it may be off.",
       .unit = "share",
       .least = 0,
       .most = 1,
       .optional = true,
       .decimals = 4},
      {.key = "component",
       .type = natural,
       .title = "part",
       .meaning = "number of the separate part they are in: 1 the largest.",
       .least = 1,
       .optional = true}};
  return fields;
}

/// What there is to say of the network as a whole, each with the measure that brings it.
const std::vector<FieldInfo>& measure_figures() {
  static const std::vector<FieldInfo> figures{
      {.key = "components", .type = natural, .meaning = "separate parts.", .optional = true},
      {.key = "largest_component",
       .type = natural,
       .meaning = "how many are in the largest part.",
       .unit = "members",
       .optional = true},
      {.key = "degeneracy", .type = natural, .meaning = "the largest core number.", .optional = true},
      {.key = "innermost_core",
       .type = natural,
       .meaning = "how many have the largest core number.",
       .unit = "members",
       .optional = true},
      {.key = "triangles", .type = natural, .meaning = "each counted once.", .optional = true},
      {.key = "transitivity",
       .meaning = "of the pairs of contacts that members have, those who know each other.",
       .unit = "share",
       .least = 0,
       .most = 1,
       .nullable = true,
       .optional = true},
      {.key = "pagerank_iterations",
       .type = natural,
       .meaning = "passes over the connections.",
       .optional = true},
      {.key = "pagerank_error",
       .meaning = "the sum over members of how far their PageRank may be off.",
       .least = 0,
       .optional = true},
      {.key = "harmonic_searches",
       .type = natural,
       .meaning = "from how many members all others were searched for; fewer than all make an estimate.",
       .unit = "members",
       .optional = true},
      {.key = "harmonic_error",
       .meaning = "how far harmonic closeness may be off for any member, with a probability of 95 %; 0 when "
                  "exact.",
       .least = 0,
       .optional = true}};
  return figures;
}

const std::vector<std::string>& measure_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const FieldInfo& info : measure_fields()) all.emplace_back(info.key);
    return all;
  }();
  return names;
}

std::vector<report::FieldList> measure_columns() {
  report::FieldList list{"members",
                         {{.key = "id", .type = text, .meaning = "of the member, as in the input."},
                          {.key = "name", .type = text, .meaning = "of the member."}}};
  list.fields.insert(list.fields.end(), measure_fields().begin(), measure_fields().end());
  return {list, {.rows = "figures", .fields = measure_figures(), .csv = false}};
}

report::MeasureReport measure(const graph::Network& network, std::vector<std::string> names,
                              std::optional<graph::VertexId> from, const RunContext& context) {
  if (names.empty()) names = measure_names();
  Measuring measuring(network, from, context);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) ==
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      measuring.add(names[i]);
    }
  }
  return measuring.take();
}

}  // namespace tertius::pipeline
