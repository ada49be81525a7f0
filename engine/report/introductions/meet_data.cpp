// Suggestions as JSON and as CSV.
#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/introductions/meet_fields.hpp"
#include "engine/report/star_finding.hpp"

namespace tertius::report {
namespace {

void write_suggestions(JsonWriter& json, const MeetContext& in, graph::VertexId member,
                       std::span<const introductions::Suggestion> suggestions) {
  std::vector<MeetRow> rows;
  for (const introductions::Suggestion& s : suggestions)
    rows.push_back(meet_row(in, member, rows.size() + 1, s));
  json.key("suggestions");
  records_of(meet_fields(), std::move(rows))(json);
}

/// The goal and what is to be said of it, or null without one.
void write_goal(JsonWriter& json, const MeetContext& in, const std::optional<words::Finding>& remark) {
  const std::string& goal = in.recommender->options().goal;
  json.key("goal");
  if (goal.empty()) {
    json.value(nullptr);
  } else {
    json.begin_object()
        .member("text", goal)
        .member("note", words::sentence(remark, in.speaker()))
        .end_object();
  }
}

/// Those of them that there are.
std::vector<words::Finding> remarks(const std::optional<words::Finding>& first,
                                    const std::optional<words::Finding>& second) {
  std::vector<words::Finding> all;
  for (const auto& remark : {first, second})
    if (remark) all.push_back(*remark);
  return all;
}

void append_id(std::string& text, const graph::Ids& ids, graph::VertexId v) {
  if (ids.is_dense()) {
    fmt::format_to(std::back_inserter(text), "{}", v);
  } else if (ids.is_numbers()) {
    fmt::format_to(std::back_inserter(text), "{}", ids.as_numbers()[v]);
  } else {
    text += csv_field(with_formula_mark(ids[v]));
  }
}

/// One row of bare scores, as meet_csv_rows() begins its own; by the million, so that no field is asked.
void append_score_row(std::string& text, const graph::Ids& ids, graph::VertexId member, std::size_t rank,
                      graph::VertexId candidate, double score) {
  append_id(text, ids, member);
  fmt::format_to(std::back_inserter(text), ",{},", rank);
  append_id(text, ids, candidate);
  fmt::format_to(std::back_inserter(text), ",{}\n", score);
}

}  // namespace

void write_meet_json(JsonWriter& json, const MeetReport& r) {
  const introductions::Exclusions& exclusions = r.in.recommender->options().exclusions;
  const graph::MemberTable& members = r.in.network->members;
  const bool open = exclusions.open(r.member);
  json.begin_object();
  json.key("member");
  if (open) {
    json.begin_object()
        .member("id", members.ids[r.member])
        .member("name", members.name(r.member))
        .member("group", bubble_name(r.in, r.member))
        .member("contacts", r.in.network->graph.degree(r.member))
        .end_object();
  } else {
    json.value(nullptr);
  }
  json.member("by", r.in.grouping->by).member("closed", exclusions.closed_count());
  const std::optional<words::Finding> goal = open ? goal_remark(r) : std::nullopt;
  const std::optional<words::Finding> remark =
      open ? meet_remark(r.in, r.member) : words::Finding{"does_not_want_introductions"};
  write_goal(json, r.in, goal);
  json.member("note", words::sentence(remark, r.in.speaker()));
  write_findings(json, remarks(remark, goal), members);
  write_suggestions(json, r.in, r.member, r.suggestions);
  std::vector<ContributionRow> rows;
  for (const introductions::Contribution& c : r.contributions) rows.push_back({r.in, c});
  json.key("contributions");
  records_of(contribution_fields(), std::move(rows))(json);
  json.end_object();
}

void write_meet_all_json(JsonWriter& json, const MeetContext& in, const EverySuggestion& each) {
  const graph::MemberTable& members = in.network->members;
  json.begin_object()
      .member("by", in.grouping->by)
      .member("closed", in.recommender->options().exclusions.closed_count());
  const std::optional<words::Finding> star = star_finding(in.network->graph), goal = goal_remark(in);
  write_goal(json, in, goal);
  json.member("note", words::sentence(star, in.speaker()));
  write_findings(json, remarks(star, goal), members);
  json.key("members").begin_array();
  each([&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
    json.begin_object().member("id", members.ids[member]).member("name", members.name(member));
    write_suggestions(json, in, member, suggestions);
    json.end_object();
  });
  json.end_array().end_object();
}

void write_introductions_json(JsonWriter& json, const MeetContext& in, graph::VertexId member,
                              std::span<const introductions::Suggestion> suggestions) {
  const graph::MemberTable& members = in.network->members;
  json.begin_object().member("id", members.ids[member]).member("name", members.name(member));
  json.key("suggestions").begin_array();
  for (const introductions::Suggestion& s : suggestions) {
    json.begin_line()
        .member("id", members.ids[s.id])
        .member("name", members.name(s.id))
        .member("score", s.score);
    write_with_texts(json, "reasons", suggestion_reasons(in, member, s), members);
    json.key("introducers").begin_array();
    if (!s.introducers.empty()) {
      const graph::VertexId first = s.introducers.front().via[0];
      json.begin_object().member("id", members.ids[first]).member("name", members.name(first)).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

std::string meet_csv_header() {
  std::vector<std::string> names;
  for (const Field<MeetRow>& field : meet_csv_fields()) names.emplace_back(field.info.csv_name());
  return csv_row(names);
}

std::string meet_csv_rows(const MeetContext& in, graph::VertexId member,
                          std::span<const introductions::Suggestion> suggestions) {
  std::string text;
  for (std::size_t i = 0; i < suggestions.size(); ++i)
    text += csv_row_of(meet_csv_fields(), meet_row(in, member, i + 1, suggestions[i]));
  return text;
}

void write_meet_all_csv(const MeetContext& in, const EverySuggestion& each, const TextSink& sink) {
  if (!in.recommender->options().score) {
    sink(meet_csv_header());
    each([&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
      sink(meet_csv_rows(in, member, suggestions));
    });
    return;
  }
  sink(score_csv_header());
  std::string rows;
  each([&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
    rows.clear();
    for (std::size_t i = 0; i < suggestions.size(); ++i)
      append_score_row(rows, in.network->members.ids, member, i + 1, suggestions[i].id, suggestions[i].score);
    sink(rows);
  });
}

std::string score_csv_header() {
  constexpr std::size_t columns = 4;  // member, rank, candidate, score
  std::vector<std::string> names;
  for (const Field<MeetRow>& field : std::span(meet_csv_fields()).first(columns))
    names.emplace_back(field.info.csv_name());
  return csv_row(names);
}

std::string score_csv_rows(const graph::Ids& ids, graph::VertexId member,
                           std::span<const introductions::Candidate> ranked) {
  std::string rows;
  for (std::size_t i = 0; i < ranked.size(); ++i)
    append_score_row(rows, ids, member, i + 1, ranked[i].id, ranked[i].score);
  return rows;
}

}  // namespace tertius::report
