#include "engine/report/introductions/path.hpp"

#include <fmt/format.h>

#include "engine/core/text.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/member_names.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

std::vector<graph::VertexId> people(const PathReport& r, const introductions::Route& route) {
  std::vector<graph::VertexId> all = {r.from, route.via[0]};
  if (route.between() == 2) all.push_back(route.via[1]);
  all.push_back(r.to);
  return all;
}

/// "strength 4, project, since 2020-11-12": what is known of a tie.
std::vector<words::Finding> tie_facts(const graph::Network& network, graph::VertexId u, graph::VertexId v) {
  const graph::ArcIndex arc = network.graph.find_arc(u, v);
  std::vector<words::Finding> facts;
  if (network.graph.weighted()) facts.push_back({"tie_strength", {{"strength", network.graph.weight(arc)}}});
  if (const std::uint32_t kind = network.ties.kind_of(arc); kind != no_code)
    facts.push_back({"tie_kind", {{"kind", network.ties.kinds[kind]}}});
  if (const graph::Day since = network.ties.since_of(arc); since != graph::no_day)
    facts.push_back({"tie_since", {{"since", words::Day{since}}}});
  return facts;
}

/// Why there is no way, or what is to be said of the network.
std::optional<words::Finding> remark(const PathReport& r) {
  if (r.closed) return words::Finding{"pair_not_introduced"};
  if (r.connected) return words::Finding{"know_each_other"};
  if (!r.routes.empty()) return star_finding(r.network->graph);
  if (!r.distance) return words::Finding{"in_separate_parts"};
  if (*r.distance <= 3) return words::Finding{"no_introducer_may_be_asked"};
  return words::Finding{"too_far_apart", {{"steps", *r.distance}}};
}

words::Finding route_finding(const PathReport& r, std::size_t i) {
  const introductions::Route& route = r.routes[i];
  std::vector<words::Argument> arguments{{"number", i + 1},
                                         {"another", i > 0},
                                         {"introducer", words::Member{route.via[0]}},
                                         {"member", words::Member{r.to}},
                                         {"reliability", route.reliability}};
  if (route.between() == 2) arguments.emplace_back("second", words::Member{route.via[1]});
  return {"route", std::move(arguments)};
}

void write_person(JsonWriter& json, const PathReport& r, std::string_view key, graph::VertexId v) {
  json.key(key);
  if (r.closed) {
    json.value(nullptr);
    return;
  }
  json.begin_object()
      .member("id", r.network->members.ids[v])
      .member("name", r.network->members.name(v))
      .end_object();
}

}  // namespace

std::string path_text(const PathReport& r, std::size_t width) {
  const MemberNames name(r.network->members);
  const words::Speaker speaker([&](graph::VertexId v) { return name(v); }, words::Language::english);
  const auto said = remark(r);
  if (r.closed) return wrapped(words::sentence(*said, speaker), width) + "\n";
  const words::Speaker with_groups([&](graph::VertexId v) { return name.title(v, *r.grouping); },
                                   speaker.language);
  const words::Finding between{"path_between",
                               {{"from", words::Member{r.from}}, {"to", words::Member{r.to}}}};
  std::string text = wrapped(words::sentence(between, with_groups), width) + "\n";
  if (said) text += wrapped(words::sentence(*said, speaker), width) + "\n";
  const auto facts = [&](graph::VertexId u, graph::VertexId v) {
    return words::joined(tie_facts(*r.network, u, v), speaker, ", ");
  };
  if (r.connected) {
    if (const std::string known = facts(r.from, r.to); !known.empty()) text += fmt::format("  {}\n", known);
  }
  for (std::size_t i = 0; i < r.routes.size(); ++i) {
    const introductions::Route& route = r.routes[i];
    const auto chain = people(r, route);
    text += "\n" + words::sentence(route_finding(r, i), speaker) + "\n";
    Table ties({{"   between", false, true, 9},
                {"and", false, true, 9},
                {"reliable", true, false, 8},
                {"tie", false, true, 5}});
    for (std::size_t t = 0; t + 1 < chain.size(); ++t) {
      ties.add_row({"   " + name(chain[t]), name(chain[t + 1]), rounded(route.ties[t], 2),
                    facts(chain[t], chain[t + 1])});
    }
    text += ties.text(width);
  }
  return text;
}

std::string path_csv(const PathReport& r) {
  const graph::MemberTable& members = r.network->members;
  std::string text =
      csv_row({"route", "reliability", "step", "from", "from_name", "to", "to_name", "tie_reliability"});
  for (std::size_t i = 0; i < r.routes.size(); ++i) {
    const auto chain = people(r, r.routes[i]);
    for (std::size_t t = 0; t + 1 < chain.size(); ++t) {
      text += csv_row({std::to_string(i + 1), number_text(r.routes[i].reliability), std::to_string(t + 1),
                       with_formula_mark(members.ids[chain[t]]), with_formula_mark(members.name(chain[t])),
                       with_formula_mark(members.ids[chain[t + 1]]),
                       with_formula_mark(members.name(chain[t + 1])), number_text(r.routes[i].ties[t])});
    }
  }
  return text;
}

void write_path_json(JsonWriter& json, const PathReport& r) {
  const graph::MemberTable& members = r.network->members;
  json.begin_object();
  write_person(json, r, "from", r.from);
  write_person(json, r, "to", r.to);
  json.member("connected", r.connected && !r.closed);
  json.key("distance");
  r.distance && !r.closed ? json.value(*r.distance) : json.value(nullptr);
  const auto said = remark(r);
  json.member("note", said ? words::sentence(*said, words::Speaker(members)) : std::string());
  write_findings(json, said ? std::vector{*said} : std::vector<words::Finding>(), members);
  json.key("routes").begin_array();
  for (const introductions::Route& route : r.routes) {
    const auto chain = people(r, route);
    json.begin_object().member("reliability", route.reliability);
    json.key("between").begin_array();
    for (std::size_t i = 1; i + 1 < chain.size(); ++i) {
      json.begin_object()
          .member("id", members.ids[chain[i]])
          .member("name", members.name(chain[i]))
          .end_object();
    }
    json.end_array();
    json.key("ties").begin_array();
    for (std::size_t t = 0; t + 1 < chain.size(); ++t) {
      json.begin_object()
          .member("from", members.ids[chain[t]])
          .member("to", members.ids[chain[t + 1]])
          .member("reliability", route.ties[t])
          .end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

}  // namespace tertius::report
