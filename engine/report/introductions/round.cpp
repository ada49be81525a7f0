#include "engine/report/introductions/round.hpp"

#include <fmt/format.h>

#include <vector>

#include "engine/report/findings.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

std::string introducer_name(const RoundReport& r, const introductions::Introduction& i) {
  return i.introducer == graph::no_vertex ? words::sentence({"the_organiser"}, r.in.speaker())
                                          : (*r.in.names)(i.introducer);
}

struct RoundRow {
  using Report = RoundReport;
  const RoundReport& report;
  const introductions::Introduction& introduction;
  std::vector<words::Finding> reasons;
};

const Fields<RoundRow>& round_fields() {
  using Row = RoundRow;
  using enum FieldType;
  static constexpr auto id = [](const Row& row, graph::VertexId v) {
    return v == graph::no_vertex ? Value() : Value(row.report.in.network->members.ids[v]);
  };
  static constexpr auto name = [](const Row& row, graph::VertexId v) {
    return v == graph::no_vertex ? Value() : Value(row.report.in.network->members.name(v));
  };
  static const Fields<Row> fields{
      {{.key = "a", .type = text, .title = "who", .meaning = "who is introduced, as in the input."},
       [](const Row& row) { return id(row, row.introduction.a); },
       {},
       [](const Row& row) { return (*row.report.in.names)(row.introduction.a); }},
      {{.key = "b", .type = text, .title = "meets", .meaning = "to whom."},
       [](const Row& row) { return id(row, row.introduction.b); },
       {},
       [](const Row& row) { return (*row.report.in.names)(row.introduction.b); }},
      {{.key = "introducer",
        .type = text,
        .title = "through",
        .meaning = "who knows both and brings them together; nothing: the organiser.",
        .nullable = true},
       [](const Row& row) { return id(row, row.introduction.introducer); },
       {},
       [](const Row& row) { return introducer_name(row.report, row.introduction); }},
      {{.key = "value",
        .title = "value",
        .meaning = "what the introduction is worth to both; the round makes the sum as large as it can.",
        .decimals = 3},
       [](const Row& row) { return row.introduction.value; }},
      {{.key = "a_name", .type = text, .meaning = "of a."},
       [](const Row& row) { return name(row, row.introduction.a); }},
      {{.key = "b_name", .type = text, .meaning = "of b."},
       [](const Row& row) { return name(row, row.introduction.b); }},
      {{.key = "introducer_name", .type = text, .meaning = "of the introducer.", .nullable = true},
       [](const Row& row) { return name(row, row.introduction.introducer); }},
      {{.key = "reasons",
        .type = texts,
        .title = "why (for the first)",
        .meaning = "why a should meet b, from facts alone."},
       [](const Row& row) {
         return words::sentences(row.reasons, words::Speaker(row.report.in.network->members));
       },
       {},
       [](const Row& row) {
         return words::joined(row.reasons, words::Speaker(row.report.in.network->members, words::spoken()),
                              "; ");
       }},
      {{.key = "findings", .type = FieldType::findings, .meaning = "the same as data.", .csv = false},
       [](const Row& row) { return findings_value(row.reasons, row.report.in.network->members); }},
      {{.key = "message", .type = text, .meaning = "to both, in the language asked for."},
       [](const Row& row) { return introduction_message(row.report, row.introduction); }},
  };
  return fields;
}

/// The first `top` introductions.
std::vector<RoundRow> rows_of(const RoundReport& r, std::size_t top) {
  std::vector<RoundRow> rows;
  for (const introductions::Introduction& one : r.round->introductions)
    if (rows.size() < top) rows.push_back({r, one, suggestion_reasons(r.in, one.a, one.suggestion)});
  return rows;
}

/// How many introductions there are, who receives none, and who is left out.
std::vector<words::Finding> findings(const RoundReport& r) {
  const introductions::Round& round = *r.round;
  std::vector<words::Finding> all{{"no_introductions"}};
  if (!round.introductions.empty()) {
    all = {{"introductions_made",
            {{"introductions", round.introductions.size()},
             {"members", round.reached},
             {"per_member", r.limits.per_member},
             {"per_introducer", r.limits.per_introducer},
             {"most", round.largest_load}}}};
  }
  if (round.left > 0) all.push_back({"without_introduction", {{"members", round.left}}});
  if (round.past > 0) all.push_back({"left_out_by_history", {{"pairs", round.past}}});
  if (const auto closed = opted_out(r.in.recommender->options().exclusions.closed_count()))
    all.push_back(*closed);
  return all;
}

}  // namespace

std::string round_text(const RoundReport& r, std::size_t top, std::size_t width) {
  const introductions::Round& round = *r.round;
  const words::Speaker speaker = r.in.speaker();
  std::string text;
  if (const auto star = star_finding(r.in.network->graph)) {
    text = wrapped(words::joined({*star, {"only_offers_and_needs_speak"}}, speaker, " "), width) + "\n\n";
  }
  text += wrapped(words::joined(findings(r), speaker, " "), width) + "\n";
  static constexpr Shown layout[] = {{"a", 9, {}, true},
                                     {"b", 9, {}, true},
                                     {"introducer", 8, {}, true},
                                     {"value", 6},
                                     {"reasons", 7, {}, true}};
  const Table table = table_of<RoundRow>(round_fields(), layout, rows_of(r, top));
  if (table.rows() > 0) text += "\n" + table.text(width);
  if (table.rows() < round.introductions.size()) {
    const words::Finding more{"more_with_top", {{"more", round.introductions.size() - table.rows()}}};
    text += words::sentence(more, speaker) + "\n";
  }
  return text;
}

std::string round_csv(const RoundReport& r, std::size_t top) {
  std::string text = csv_header(round_fields(), r);
  for (const RoundRow& row : rows_of(r, top)) text += csv_row_of(round_fields(), row);
  return text;
}

std::vector<FieldList> round_columns() {
  return {{"introductions", infos(round_fields())}};
}

void write_round_json(JsonWriter& json, const RoundReport& r, std::size_t top) {
  const introductions::Round& round = *r.round;
  json.begin_object()
      .member("by", r.in.grouping->by)
      .member("per_member", r.limits.per_member)
      .member("per_introducer", r.limits.per_introducer)
      .member("closed", r.in.recommender->options().exclusions.closed_count())
      .member("note",
              words::sentence(star_finding(r.in.network->graph), words::Speaker(r.in.network->members)))
      .member("value", round.value)
      .member("candidates", round.candidates)
      .member("left_out_by_history", round.past)
      .member("members_reached", round.reached)
      .member("without_introduction", round.left)
      .member("largest_load", round.largest_load);
  write_findings(json, findings(r), r.in.network->members);
  json.key("introductions");
  records_of(round_fields(), rows_of(r, top))(json);
  json.end_object();
}

}  // namespace tertius::report
