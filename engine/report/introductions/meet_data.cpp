// Suggestions as JSON and as CSV.
#include <fmt/format.h>

#include <iterator>

#include "engine/core/text.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/report/field.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

using enum FieldType;

struct FitRow {
  using Report = MeetContext;
  const MeetContext& report;
  const introductions::Fit& fit;
};

const Fields<FitRow>& fit_fields() {
  using Row = FitRow;
  static const Fields<Row> fields{
      {{.key = "wanted", .type = text, .meaning = "what the one needs."},
       [](const Row& row) { return std::string(row.fit.wanted); }},
      {{.key = "offered", .type = text, .meaning = "what the other offers."},
       [](const Row& row) { return std::string(row.fit.offered); }},
      {{.key = "similarity", .meaning = "of the two: 1 the same.", .least = 0, .most = 1},
       [](const Row& row) { return row.fit.similarity; }},
  };
  return fields;
}

struct IntroducerRow {
  using Report = MeetContext;
  const MeetContext& report;
  const introductions::Route& route;
};

const Fields<IntroducerRow>& introducer_fields() {
  using Row = IntroducerRow;
  static const Fields<Row> fields{
      {{.key = "id", .type = text, .meaning = "of the contact who introduces, as in the input."},
       [](const Row& row) { return row.report.network->members.ids[row.route.via[0]]; }},
      {{.key = "name", .type = text, .meaning = "of that contact."},
       [](const Row& row) { return row.report.network->members.name(row.route.via[0]); }},
      {{.key = "reliability",
        .meaning = "how much can be relied on the connections on the way.",
        .least = 0,
        .most = 1},
       [](const Row& row) { return row.route.reliability; }},
      {{.key = "then",
        .type = text,
        .meaning = "the second one on the way; nothing where the first knows both.",
        .nullable = true},
       [](const Row& row) {
         return row.route.between() == 2 ? Value(row.report.network->members.ids[row.route.via[1]]) : Value();
       }},
  };
  return fields;
}

/// A suggestion for `member`, in their list from 1.
struct MeetRow {
  using Report = MeetContext;
  const MeetContext& report;
  graph::VertexId member;
  std::size_t rank;
  const introductions::Suggestion& suggestion;

  const graph::MemberTable& members() const { return report.network->members; }
};

Field<MeetRow> fits(std::string_view key, std::string_view meaning,
                    introductions::Fits introductions::Suggestion::*side) {
  return {{.key = key,
           .type = FieldType::objects,
           .meaning = meaning,
           .csv = false,
           .items = infos(fit_fields())},
          [side](const MeetRow& row) {
            std::vector<FitRow> rows;
            for (const introductions::Fit& fit : (row.suggestion.*side).met)
              rows.push_back({row.report, fit});
            return Value(records_of(fit_fields(), std::move(rows)));
          }};
}

constexpr std::string_view term_meaning(introductions::Term term) {
  switch (term) {
    case introductions::Term::closeness:
      return "what connections say: how close the two are.";
    case introductions::Term::horizon:
      return "for a bubble in which few of the member's contacts are.";
    case introductions::Term::freedom:
      return "for how much the new connection lowers the member's constraint.";
    case introductions::Term::gets:
      return "for what the candidate offers and the member needs.";
    case introductions::Term::gives:
      return "for what the member offers and the candidate needs.";
    case introductions::Term::welcome:
      return "for members without contacts: whom to begin with.";
    case introductions::Term::popularity:
      return "taken off candidates with very many contacts, who come up everywhere.";
    case introductions::Term::variety:
      return "taken off those who are like somebody higher on the list.";
  }
  return "";
}

Fields<MeetRow> suggestion_fields() {
  using Row = MeetRow;
  Fields<Row> fields{
      {{.key = "member",
        .type = text,
        .meaning = "for whom the suggestion is, as in the input.",
        .json = false},
       [](const Row& row) { return row.members().ids[row.member]; }},
      {{.key = "member_name", .type = text, .meaning = "of that member.", .json = false},
       [](const Row& row) { return row.members().name(row.member); }},
      {{.key = "rank", .type = natural, .meaning = "place in the list.", .least = 1},
       [](const Row& row) { return std::uint64_t{row.rank}; }},
      {{.key = "id", .csv_key = "candidate", .type = text, .meaning = "who is suggested, as in the input."},
       [](const Row& row) { return row.members().ids[row.suggestion.id]; }},
      {{.key = "name", .csv_key = "candidate_name", .type = text, .meaning = "of who is suggested."},
       [](const Row& row) { return row.members().name(row.suggestion.id); }},
      {{.key = "group", .type = text, .meaning = "the bubble of who is suggested."},
       [](const Row& row) { return bubble_name(row.report, row.suggestion.id); }},
      {{.key = "question",
        .type = text,
        .meaning = "that the suggestion answers: goal, goals, giving, horizon, welcome or familiar."},
       [](const Row& row) {
         return std::string(introductions::to_string(row.report.questions->of(row.member, row.suggestion)));
       }},
      {{.key = "score", .meaning = "the sum of the terms."},
       [](const Row& row) { return row.suggestion.score; }},
  };
  for (const introductions::Term term : introductions::all_terms)
    fields.push_back(
        {{.key = introductions::to_string(term), .within = "terms", .meaning = term_meaning(term)},
         [term](const Row& row) {
           const double value = row.suggestion.term(term);
           return value == 0.0 ? 0.0 : value;  // no "-0"
         }});
  const Fields<Row> others{
      {{.key = "term",
        .within = "without_strongest",
        .type = text,
        .meaning = "the largest term.",
        .csv = false},
       [](const Row& row) { return std::string(introductions::to_string(row.suggestion.strongest())); }},
      {{.key = "score", .within = "without_strongest", .meaning = "the score without it.", .csv = false},
       [](const Row& row) { return row.suggestion.score - row.suggestion.term(row.suggestion.strongest()); }},
      {{.key = "rank",
        .within = "without_strongest",
        .type = natural,
        .meaning = "the place in the list without it.",
        .least = 1,
        .csv = false},
       [](const Row& row) { return std::uint64_t{row.suggestion.rank_without_strongest}; }},
      {{.key = "steps",
        .type = natural,
        .meaning = "between the two; nothing where they are further apart than was looked.",
        .unit = "steps",
        .least = 2,
        .most = 3,
        .nullable = true},
       [](const Row& row) {
         return row.suggestion.steps == 0 ? Value() : Value(std::uint64_t{row.suggestion.steps});
       }},
      {{.key = "mutual_contacts", .type = natural, .meaning = "whom both know.", .unit = "contacts"},
       [](const Row& row) { return std::uint64_t{row.suggestion.mutual_contacts}; }},
      {{.key = "foreignness",
        .meaning = "of the contacts of this member, the share outside the bubble of who is suggested.",
        .least = 0,
        .most = 1,
        .csv = false},
       [](const Row& row) { return row.suggestion.outside_share; }},
      fits("gets", "needs of this member that the other's offers meet.", &introductions::Suggestion::gets),
      fits("gives", "needs of the other that this member's offers meet.", &introductions::Suggestion::gives),
      {{.key = "reasons", .type = texts, .meaning = "why they should meet, from facts alone."},
       [](const Row& row) {
         return words::sentences(suggestion_reasons(row.report, row.member, row.suggestion),
                                 words::Speaker(row.members()));
       }},
      {{.key = "findings", .type = FieldType::findings, .meaning = "the same as data.", .csv = false},
       [](const Row& row) {
         return findings_value(suggestion_reasons(row.report, row.member, row.suggestion), row.members());
       }},
      {{.key = "introducers",
        .type = FieldType::objects,
        .meaning = "contacts who can introduce, the most reliable first.",
        .csv = false,
        .items = infos(introducer_fields())},
       [](const Row& row) {
         std::vector<IntroducerRow> rows;
         for (const introductions::Route& route : row.suggestion.introducers)
           rows.push_back({row.report, route});
         return records_of(introducer_fields(), std::move(rows));
       }},
  };
  fields.insert(fields.end(), others.begin(), others.end());
  // Of the introducers a row of CSV has the first.
  for (Field<IntroducerRow> field : introducer_fields()) {
    if (field.info.key == "reliability") continue;
    field.info.csv_key = field.info.key == "id"     ? "introducer"
                         : field.info.key == "name" ? "introducer_name"
                                                    : "then";
    field.info.json = false;
    fields.push_back({field.info, [value = field.value](const Row& row) {
                        const auto& routes = row.suggestion.introducers;
                        return routes.empty() ? Value() : value({row.report, routes.front()});
                      }});
  }
  return fields;
}

const Fields<MeetRow>& meet_fields() {
  static const Fields<MeetRow> fields = suggestion_fields();
  return fields;
}

/// What others rely on stands first, as it has from the beginning.
const Fields<MeetRow>& meet_csv_fields() {
  static const Fields<MeetRow> fields = [] {
    Fields<MeetRow> csv;
    for (const Field<MeetRow>& field : meet_fields())
      if (field.info.csv) csv.push_back(field);
    return in_order(csv, {"member", "rank", "candidate", "score", "member_name", "candidate_name", "group",
                          "question", "closeness", "horizon", "freedom", "gets", "gives", "welcome",
                          "popularity", "variety", "mutual_contacts", "steps"});
  }();
  return fields;
}

void write_suggestions(JsonWriter& json, const MeetContext& in, graph::VertexId member,
                       std::span<const introductions::Suggestion> suggestions) {
  std::vector<MeetRow> rows;
  for (const introductions::Suggestion& s : suggestions) rows.push_back({in, member, rows.size() + 1, s});
  json.key("suggestions");
  records_of(meet_fields(), std::move(rows))(json);
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
    text += csv_field(with_formula_mark(ids[v]));
  }
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
  write_goal(json, r.in, open ? goal_note(r) : "");
  json.member("note", open ? meet_note(r.in, r.member) : std::string("not to be introduced"));
  write_findings(json,
                 open ? remarks(meet_remark(r.in, r.member), goal_remark(r))
                      : std::vector{words::Finding{"does_not_want_introductions"}},
                 members);
  write_suggestions(json, r.in, r.member, r.suggestions);
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
  json.member("by", in.grouping->by).member("closed", in.recommender->options().exclusions.closed_count());
  write_goal(json, in, goal_note(in));
  json.member("note", star_note(in.network->graph));
  write_findings(json, remarks(star_finding(in.network->graph), goal_remark(in)), in.network->members);
}

void write_meet_member_json(JsonWriter& json, const MeetContext& in, graph::VertexId member,
                            std::span<const introductions::Suggestion> suggestions) {
  json.begin_object()
      .member("id", in.network->members.ids[member])
      .member("name", in.network->members.name(member));
  write_suggestions(json, in, member, suggestions);
  json.end_object();
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
    text += csv_row_of(meet_csv_fields(), {in, member, i + 1, suggestions[i]});
  return text;
}

std::vector<FieldList> meet_columns() {
  return {{"suggestions", infos(meet_fields())}};
}

void append_score_row(std::string& text, const graph::Ids& ids, graph::VertexId member, std::size_t rank,
                      graph::VertexId candidate, double score) {
  append_id(text, ids, member);
  fmt::format_to(std::back_inserter(text), ",{},", rank);
  append_id(text, ids, candidate);
  fmt::format_to(std::back_inserter(text), ",{}\n", score);
}

}  // namespace tertius::report
