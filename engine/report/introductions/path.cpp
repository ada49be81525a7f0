#include "engine/report/introductions/path.hpp"

#include <fmt/format.h>

#include <utility>

#include "engine/report/findings.hpp"
#include "engine/report/introductions/path_fields.hpp"
#include "engine/report/member_names.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

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
  const words::Speaker speaker([&](graph::VertexId v) { return name(v); }, words::spoken());
  const auto said = remark(r);
  if (r.closed) return wrapped(words::sentence(*said, speaker), width) + "\n";
  const words::Speaker with_groups([&](graph::VertexId v) { return name.title(v, *r.grouping); },
                                   speaker.language);
  const words::Finding between{"path_between",
                               {{"from", words::Member{r.from}}, {"to", words::Member{r.to}}}};
  std::string text = wrapped(words::sentence(between, with_groups), width) + "\n";
  if (said) text += wrapped(words::sentence(*said, speaker), width) + "\n";
  if (r.connected) {
    if (const std::string known = connection_words(*r.network, r.from, r.to); !known.empty())
      text += fmt::format("  {}\n", known);
  }
  for (std::size_t i = 0; i < r.routes.size(); ++i) {
    text += "\n" + words::sentence(route_finding(r, i), speaker) + "\n";
    RowTable<PathRow> connections(path_connection_fields(), path_layout());
    for (std::size_t t = 0; t <= r.routes[i].between(); ++t) connections.add({r, i, t, &name});
    text += connections.table().text(width);
  }
  return text;
}

std::string path_csv(const PathReport& r) {
  std::string text = csv_header(path_fields(), r);
  for (std::size_t i = 0; i < r.routes.size(); ++i)
    for (std::size_t t = 0; t <= r.routes[i].between(); ++t) text += csv_row_of(path_fields(), {r, i, t});
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
  std::vector<PathRow> rows;
  for (std::size_t i = 0; i < r.routes.size(); ++i) rows.push_back({r, i});
  json.key("routes");
  records_of(path_fields(), std::move(rows))(json);
  json.end_object();
}

}  // namespace tertius::report
