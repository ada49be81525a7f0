// Suggestions as JSON and as CSV.
#include <fmt/format.h>

#include <iterator>

#include "engine/core/text.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

void write_fits(JsonWriter& json, std::string_view key, const introductions::Fits& fits) {
  json.key(key).begin_array();
  for (const introductions::Fit& fit : fits.met) {
    json.begin_object()
        .member("wanted", fit.wanted)
        .member("offered", fit.offered)
        .member("similarity", fit.similarity)
        .end_object();
  }
  json.end_array();
}

void write_suggestion(JsonWriter& json, const MeetContext& in, graph::VertexId member, std::size_t rank,
                      const introductions::Suggestion& s) {
  const graph::MemberTable& members = in.network->members;
  json.begin_object()
      .member("rank", rank)
      .member("id", members.ids[s.id])
      .member("name", members.name(s.id))
      .member("group", bubble_name(in, s.id))
      .member("question", introductions::to_string(in.questions->of(member, s)))
      .member("score", s.score);
  json.key("terms").begin_object();
  for (const introductions::Term term : introductions::all_terms)
    json.member(introductions::to_string(term), s.term(term));
  json.end_object();
  json.key("without_strongest")
      .begin_object()
      .member("term", introductions::to_string(s.strongest()))
      .member("score", s.score - s.term(s.strongest()))
      .member("rank", s.rank_without_strongest)
      .end_object();
  json.key("steps");
  s.steps == 0 ? json.value(nullptr) : json.value(s.steps);
  json.member("mutual_contacts", s.mutual_contacts).member("foreignness", s.foreignness);
  write_fits(json, "gets", s.gets);
  write_fits(json, "gives", s.gives);
  write_with_texts(json, "reasons", suggestion_reasons(in, member, s), members);
  json.key("introducers").begin_array();
  for (const introductions::Route& route : s.introducers) {
    json.begin_object()
        .member("id", members.ids[route.via[0]])
        .member("name", members.name(route.via[0]))
        .member("reliability", route.reliability);
    json.key("then");
    route.between() == 2 ? json.value(members.ids[route.via[1]]) : json.value(nullptr);
    json.end_object();
  }
  json.end_array().end_object();
}

/// The goal and what is to be said of it, or null without one.
void write_goal(JsonWriter& json, const MeetContext& in, const std::string& note) {
  const std::string& goal = in.recommender->options().goal;
  json.key("goal");
  if (goal.empty()) {
    json.value(nullptr);
  } else {
    json.begin_object().member("text", goal).member("note", note).end_object();
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
    text += csv_field(ids[v]);
  }
}

}  // namespace

void write_meet_json(JsonWriter& json, const MeetReport& r) {
  const introductions::Discretion& discretion = r.in.recommender->options().discretion;
  const graph::MemberTable& members = r.in.network->members;
  const bool open = discretion.open(r.member);
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
  json.member("by", r.in.grouping->by).member("closed", discretion.closed_count());
  write_goal(json, r.in, open ? goal_note(r) : "");
  json.member("note", open ? meet_note(r.in, r.member) : std::string("not to be introduced"));
  write_findings(json,
                 open ? remarks(meet_remark(r.in, r.member), goal_remark(r))
                      : std::vector{words::Finding{"does_not_want_introductions"}},
                 members);
  json.key("suggestions").begin_array();
  for (std::size_t i = 0; i < r.suggestions.size(); ++i)
    write_suggestion(json, r.in, r.member, i + 1, r.suggestions[i]);
  json.end_array();
  json.key("contributions").begin_array();
  for (const introductions::Contribution& c : r.contributions) {
    const graph::Affiliations& all = r.in.network->affiliations;
    json.begin_object().member("group", all.groups[c.group]);
    json.key("kind");
    all.kinds[c.group].empty() ? json.value(nullptr) : json.value(all.kinds[c.group]);
    json.member("members", c.members).member("contacts", c.contacts).member("in_need", c.in_need);
    json.key("missing").begin_array();
    for (const std::string_view offer : c.missing) json.value(offer);
    json.end_array();
    json.member("past", c.tense == introductions::Tense::past);
    for (const auto& [key, day] : {std::pair("last", c.last), std::pair("next", c.next)}) {
      json.key(key);
      day == graph::no_day ? json.value(nullptr) : json.value(io::day_text(day));
    }
    json.member("value", c.value).end_object();
  }
  json.end_array().end_object();
}

void write_meet_head(JsonWriter& json, const MeetContext& in) {
  json.member("by", in.grouping->by).member("closed", in.recommender->options().discretion.closed_count());
  write_goal(json, in, goal_note(in));
  json.member("note", star_note(in.network->graph));
  write_findings(json, remarks(star_finding(in.network->graph), goal_remark(in)), in.network->members);
}

void write_meet_member_json(JsonWriter& json, const MeetContext& in, graph::VertexId member,
                            std::span<const introductions::Suggestion> suggestions) {
  json.begin_object()
      .member("id", in.network->members.ids[member])
      .member("name", in.network->members.name(member));
  json.key("suggestions").begin_array();
  for (std::size_t i = 0; i < suggestions.size(); ++i)
    write_suggestion(json, in, member, i + 1, suggestions[i]);
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
  std::vector<std::string> header = {"member",      "rank",           "candidate", "score",
                                     "member_name", "candidate_name", "group",     "question"};
  for (const introductions::Term term : introductions::all_terms)
    header.emplace_back(introductions::to_string(term));
  for (const char* name : {"mutual_contacts", "steps", "reasons", "introducer", "introducer_name", "then"})
    header.emplace_back(name);
  return csv_row(header);
}

std::string meet_csv_rows(const MeetContext& in, graph::VertexId member,
                          std::span<const introductions::Suggestion> suggestions) {
  const graph::MemberTable& members = in.network->members;
  std::string text;
  for (std::size_t i = 0; i < suggestions.size(); ++i) {
    const introductions::Suggestion& s = suggestions[i];
    std::vector<std::string> row = {
        members.ids[member],   std::to_string(i + 1),
        members.ids[s.id],     number_text(s.score),
        members.name(member),  members.name(s.id),
        bubble_name(in, s.id), std::string(introductions::to_string(in.questions->of(member, s)))};
    for (const introductions::Term term : introductions::all_terms)
      row.push_back(number_text(s.term(term) == 0.0 ? 0.0 : s.term(term)));
    row.push_back(std::to_string(s.mutual_contacts));
    row.push_back(s.steps == 0 ? "" : std::to_string(s.steps));
    row.push_back(suggestion_words(in, member, s));
    const bool introduced = !s.introducers.empty();
    row.push_back(introduced ? members.ids[s.introducers[0].via[0]] : "");
    row.push_back(introduced ? members.name(s.introducers[0].via[0]) : "");
    row.push_back(introduced && s.introducers[0].between() == 2 ? members.ids[s.introducers[0].via[1]] : "");
    text += csv_row(row);
  }
  return text;
}

void append_score_row(std::string& text, const graph::Ids& ids, graph::VertexId member, std::size_t rank,
                      graph::VertexId candidate, double score) {
  append_id(text, ids, member);
  fmt::format_to(std::back_inserter(text), ",{},", rank);
  append_id(text, ids, candidate);
  fmt::format_to(std::back_inserter(text), ",{}\n", score);
}

}  // namespace tertius::report
