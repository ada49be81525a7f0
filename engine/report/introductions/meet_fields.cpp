#include "engine/report/introductions/meet_fields.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "engine/io/text/lexing.hpp"
#include "engine/report/findings.hpp"
#include "engine/words/sentence.hpp"

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

Fields<MeetRow> suggestion_fields() {
  using Row = MeetRow;
  Fields<Row> fields{
      {{.key = "member",
        .type = text,
        .meaning = "for whom the suggestion is, as in the input.",
        .json = false},
       [](const Row& row) { return row.members().ids[row.member]; },
       {},
       [](const Row& row) { return (*row.report.names)(row.member); }},
      {{.key = "member_name", .type = text, .meaning = "of that member.", .json = false},
       [](const Row& row) { return row.members().name(row.member); }},
      count<Row>({.key = "rank", .meaning = "place in the list.", .least = 1, .grouped = false},
                 [](const Row& row) { return row.rank; }),
      {{.key = "id", .csv_key = "candidate", .type = text, .meaning = "who is suggested, as in the input."},
       [](const Row& row) { return row.members().ids[row.suggestion.id]; },
       {},
       [](const Row& row) { return (*row.report.names)(row.suggestion.id); }},
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
      {{.key = "score", .meaning = "the sum of the terms.", .decimals = 3},
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
      count<Row>({.key = "rank",
                  .within = "without_strongest",
                  .meaning = "the place in the list without it.",
                  .least = 1,
                  .csv = false},
                 [](const Row& row) { return row.suggestion.rank_without_strongest; }),
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
      count<Row>({.key = "mutual_contacts", .meaning = "whom both know.", .unit = "contacts"},
                 [](const Row& row) { return row.suggestion.mutual_contacts; }),
      {{.key = "foreignness",
        .meaning = "of the contacts of this member, the share outside the bubble of who is suggested.",
        .least = 0,
        .most = 1,
        .csv = false},
       [](const Row& row) { return row.suggestion.outside_share; }},
      fits("gets", "needs of this member that the other's offers meet.", &introductions::Suggestion::gets),
      fits("gives", "needs of the other that this member's offers meet.", &introductions::Suggestion::gives),
      {{.key = "reasons", .type = texts, .meaning = "why they should meet, from facts alone."},
       [](const Row& row) { return words::sentences(row.reasons, words::Speaker(row.members())); },
       {},
       [](const Row& row) { return words::joined(row.reasons, row.report.speaker(), "; "); }},
      {{.key = "findings", .type = FieldType::findings, .meaning = "the same as data.", .csv = false},
       [](const Row& row) { return findings_value(row.reasons, row.members()); }},
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
    if (field.info.key == "id") field.info.key = "introducer";
    if (field.info.key == "name") field.info.key = "introducer_name";
    field.info.json = false;
    fields.push_back({field.info,
                      [value = field.value](const Row& row) {
                        const auto& routes = row.suggestion.introducers;
                        return routes.empty() ? Value() : value({row.report, routes.front()});
                      },
                      {},
                      [](const Row& row) {
                        const auto& routes = row.suggestion.introducers;
                        return routes.empty() ? "-" : (*row.report.names)(routes.front().via[0]);
                      }});
  }
  return fields;
}

/// "2026-07-14", or nothing.
Value day(graph::Day day) {
  return day == graph::no_day ? Value() : Value(io::day_text(day));
}

}  // namespace

const Fields<MeetRow>& meet_fields() {
  static const Fields<MeetRow> fields = suggestion_fields();
  return fields;
}

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

std::vector<Shown> meet_layout() {
  return {{"member", 9, "who", true},         {"rank", 8},
          {"id", 9, "meets", true},           {"score", 7, "score"},
          {"introducer", 6, "through", true}, {"reasons", 5, "why", true}};
}

const Fields<ContributionRow>& contribution_fields() {
  using Row = ContributionRow;
  static constexpr auto affiliations = [](const Row& row) -> const graph::Affiliations& {
    return row.report.network->affiliations;
  };
  static const Fields<Row> fields{
      {{.key = "group", .type = text, .meaning = "the group or event, in which the member is not."},
       [](const Row& row) { return std::string(affiliations(row).groups[row.contribution.group]); }},
      {{.key = "kind",
        .type = text,
        .meaning = "of the group, such as event, as in the input.",
        .nullable = true},
       [](const Row& row) {
         const std::string_view kind = affiliations(row).kinds[row.contribution.group];
         return kind.empty() ? Value() : Value(std::string(kind));
       }},
      count<Row>({.key = "members",
                  .meaning = "who take part: of an event that is to come, in what is to come.",
                  .unit = "members"},
                 [](const Row& row) { return row.contribution.members; }),
      count<Row>({.key = "contacts", .meaning = "contacts of the member among them.", .unit = "contacts"},
                 [](const Row& row) { return row.contribution.contacts; }),
      count<Row>({.key = "in_need",
                  .meaning = "those of them who need something that the member offers.",
                  .unit = "members"},
                 [](const Row& row) { return row.contribution.in_need; }),
      {{.key = "missing",
        .type = texts,
        .meaning = "offers of the member that are needed there and that none of them has."},
       [](const Row& row) {
         return std::vector<std::string>(row.contribution.missing.begin(), row.contribution.missing.end());
       }},
      {{.key = "past", .type = flag, .meaning = "an event that is over."},
       [](const Row& row) { return row.contribution.tense == introductions::Tense::past; }},
      {{.key = "last",
        .type = text,
        .meaning = "latest date of a participation; of events, before today.",
        .nullable = true},
       [](const Row& row) { return day(row.contribution.last); }},
      {{.key = "next",
        .type = text,
        .meaning = "of events, the earliest date from today on.",
        .nullable = true},
       [](const Row& row) { return day(row.contribution.next); }},
      {{.key = "value",
        .meaning = "c / (c + 3) + n / (n + 3) for c contacts and n members in need, and 1/2 more where an "
                   "offer is missing; the list is sorted by it, what is over last."},
       [](const Row& row) { return row.contribution.value; }},
  };
  return fields;
}

words::Finding term_finding(introductions::Term term) {
  return {"term_means", {{"term", words::Choice{introductions::to_string(term)}}}};
}

std::string_view term_meaning(introductions::Term term) {
  static const auto meanings = [] {
    std::array<std::string, introductions::term_count> all;
    for (const introductions::Term one : introductions::all_terms)
      all[static_cast<std::size_t>(one)] =
          words::sentence(term_finding(one), words::Speaker(words::Language::english));
    return all;
  }();
  return meanings[static_cast<std::size_t>(term)];
}

MeetRow meet_row(const MeetContext& in, graph::VertexId member, std::size_t rank,
                 const introductions::Suggestion& suggestion) {
  return {in, member, rank, suggestion, suggestion_reasons(in, member, suggestion)};
}

std::vector<FieldList> meet_columns() {
  return {{"suggestions", infos(meet_fields())}, {"contributions", infos(contribution_fields()), false}};
}

}  // namespace tertius::report
