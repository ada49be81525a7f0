#include "engine/report/introductions/round.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

/// What the messages are made of, once per language.
struct Wording {
  std::string_view greeting;  ///< to {0}
  std::string_view meet;      ///< {0} is introduced
  std::string_view offers;    ///< {0} offers {1}, which is needed
  std::string_view needs;     ///< {0} needs {1}, which is offered
  std::string_view similar;   ///< {0} offers {1}, wanted was {2}
  std::string_view similar_need;
  std::string_view one_mutual;   ///< contact
  std::string_view many_mutual;  ///< {0} contacts
  std::string_view strangers;    ///< added where nothing else is known of the two
  std::string_view lasting;      ///< both are in {0}
  std::string_view past;         ///< both were at {0}
  std::string_view coming;       ///< both will be at {0}
  std::string_view undated;      ///< both are on the list of {0}
  std::string_view through;      ///< {0} knows both
  std::string_view newcomer;     ///< nobody between
  std::string_view conjunction;  ///< between the last two of a list
  std::string_view open_quote;   ///< around the name of a group
  std::string_view close_quote;
  std::string_view day;  ///< {0}. {1} {2}: 14 July 2026
  std::array<std::string_view, 12> months;
  std::string_view to;
  std::string_view copy;
};
constexpr Wording english = {"Dear {0},",
                             "May I introduce you to {0}?",
                             " {0} offers what you need: {1}.",
                             " {0} needs what you offer: {1}.",
                             " {0} offers {1}; you are looking for {2}.",
                             " {0} is looking for {2}; you offer {1}.",
                             " You have one contact in common",
                             " You have {0} contacts in common",
                             ", but may not know each other yet",
                             " You are both in {0}, so you may have met there.",
                             " You both took part in {0}, so you may have met there.",
                             " You will both take part in {0}, where you could meet.",
                             " You are both on the list of {0}, so you may have met there.",
                             " {0} knows you both and could bring you together.",
                             " You have no contacts in common yet, so I am writing to you myself.",
                             "and",
                             "",
                             "",
                             "{0} {1} {2}",
                             {"January", "February", "March", "April", "May", "June", "July", "August",
                              "September", "October", "November", "December"},
                             "To",
                             "Copy"};
constexpr Wording german = {
    "Guten Tag {0},",
    "darf ich Ihnen {0} vorstellen?",
    " {0} bietet, was Sie suchen: {1}.",
    " {0} sucht, was Sie bieten: {1}.",
    " {0} bietet {1}; Sie suchen {2}.",
    " {0} sucht {2}; Sie bieten {1}.",
    " Sie haben eine gemeinsame Bekanntschaft",
    " Sie haben {0} gemeinsame Bekannte",
    ", kennen sich aber vielleicht noch nicht",
    " Sie sind beide bei {0} dabei und haben sich dort vielleicht schon kennengelernt.",
    " Sie waren beide bei {0} und haben sich dort vielleicht schon kennengelernt.",
    " Sie sind beide bei {0} dabei und könnten sich dort treffen.",
    " Sie stehen beide auf der Liste von {0} und haben sich dort vielleicht schon "
    "kennengelernt.",
    " {0} kennt Sie beide und könnte Sie miteinander bekannt machen.",
    " Gemeinsame Bekannte haben Sie noch keine, deshalb schreibe ich Ihnen selbst.",
    "und",
    "„",
    "“",
    "{0}. {1} {2}",
    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
     "November", "Dezember"},
    "An",
    "Kopie"};

const Wording& wording(Language language) {
  return language == Language::german ? german : english;
}

template <class... Words>
std::string say(std::string_view pattern, const Words&... words) {
  return fmt::format(fmt::runtime(pattern), words...);
}

/// What the other offers for the reader's needs, or (`theirs`) needs of what the reader offers.
std::string fit_sentence(const Wording& w, const std::string& other, const introductions::Fits& fits,
                         bool needs) {
  if (fits.met.empty()) return "";
  std::string exact;
  for (const introductions::Fit& fit : fits.met) {
    if (fold_case(fit.wanted) == fold_case(fit.offered))
      exact += (exact.empty() ? "" : ", ") + std::string(fit.offered);
  }
  if (!exact.empty()) return say(needs ? w.needs : w.offers, other, exact);
  const introductions::Fit& best = fits.met.front();
  return say(needs ? w.similar_need : w.similar, other, best.offered, best.wanted);
}

/// "14 July 2026", "14. Juli 2026".
std::string day_in_words(const Wording& w, graph::Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return say(w.day, static_cast<unsigned>(date.day()), w.months[static_cast<unsigned>(date.month()) - 1],
             static_cast<int>(date.year()));
}

/// Where both may have met: up to three places of each kind.
std::string meeting_sentences(const RoundReport& r, const std::vector<introductions::Meeting>& shared,
                              const Wording& w) {
  constexpr std::size_t most = 3;
  std::string text;
  for (const auto& [tense, sentence] :
       {std::pair(introductions::Tense::lasting, w.lasting), std::pair(introductions::Tense::past, w.past),
        std::pair(introductions::Tense::coming, w.coming),
        std::pair(introductions::Tense::undated, w.undated)}) {
    std::vector<std::string> places;
    for (const introductions::Meeting& meeting : shared) {
      if (meeting.tense != tense || places.size() == most) continue;
      std::string place = fmt::format("{}{}{}", w.open_quote,
                                      r.in.network->affiliations.groups[meeting.group], w.close_quote);
      if (meeting.date != graph::no_day) place += fmt::format(" ({})", day_in_words(w, meeting.date));
      places.push_back(std::move(place));
    }
    if (!places.empty()) text += say(sentence, words::listed(places, r.language));
  }
  return text;
}

/// A letter does not speak of clusters: their numbers say nothing to its reader.
std::string introduced(const MeetContext& in, graph::VertexId v) {
  return in.grouping->by == "cluster" ? (*in.names)(v) : in.names->title(v, *in.grouping);
}

std::string half(const RoundReport& r, const introductions::Introduction& i, const Wording& w, bool to_a) {
  const MeetContext& in = r.in;
  const graph::VertexId reader = to_a ? i.a : i.b, other = to_a ? i.b : i.a;
  const std::string name = (*in.names)(other);
  std::string text =
      say(w.greeting, in.network->members.name(reader)) + "\n\n" + say(w.meet, introduced(in, other));
  const introductions::Fits& helps = to_a ? i.suggestion.gets : i.suggestion.gives;
  const introductions::Fits& helped = to_a ? i.suggestion.gives : i.suggestion.gets;
  const std::string reasons = fit_sentence(w, name, helps, false) + fit_sentence(w, name, helped, true);
  const std::string meetings = meeting_sentences(r, r.gatherings->shared(i.a, i.b), w);
  text += reasons;
  if (i.introducer == graph::no_vertex) {
    text += w.newcomer;
  } else {
    const std::uint32_t mutual = i.suggestion.mutual_contacts;
    text += mutual == 1 ? std::string(w.one_mutual) : say(w.many_mutual, mutual);
    if (reasons.empty() && meetings.empty()) text += w.strangers;
    text += '.';
  }
  text += meetings;
  if (i.introducer != graph::no_vertex) text += say(w.through, (*in.names)(i.introducer));
  return text + "\n";
}

std::string introducer_name(const RoundReport& r, const introductions::Introduction& i) {
  return i.introducer == graph::no_vertex ? words::sentence({"the_organiser"}, r.in.speaker())
                                          : (*r.in.names)(i.introducer);
}

struct RoundRow {
  using Report = RoundReport;
  const RoundReport& report;
  const introductions::Introduction& introduction;
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
         return words::sentences(
             suggestion_reasons(row.report.in, row.introduction.a, row.introduction.suggestion),
             words::Speaker(row.report.in.network->members));
       }},
      {{.key = "findings", .type = FieldType::findings, .meaning = "the same as data.", .csv = false},
       [](const Row& row) {
         return findings_value(
             suggestion_reasons(row.report.in, row.introduction.a, row.introduction.suggestion),
             row.report.in.network->members);
       }},
      {{.key = "message", .type = text, .meaning = "to both, in the language asked for."},
       [](const Row& row) { return introduction_message(row.report, row.introduction); }},
  };
  return fields;
}

/// The first `top` introductions.
std::vector<RoundRow> rows_of(const RoundReport& r, std::size_t top) {
  std::vector<RoundRow> rows;
  for (const introductions::Introduction& one : r.round->introductions)
    if (rows.size() < top) rows.push_back({r, one});
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

std::string introduction_message(const RoundReport& r, const introductions::Introduction& introduction) {
  const Wording& w = wording(r.language);
  return half(r, introduction, w, true) + "\n" + half(r, introduction, w, false);
}

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
      .member("note", star_note(r.in.network->graph))
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

std::string round_messages(const RoundReport& r) {
  const graph::MemberTable& members = r.in.network->members;
  const Wording& w = wording(r.language);
  std::string text;
  for (const introductions::Introduction& i : r.round->introductions) {
    if (!text.empty()) text += "\n" + std::string(72, '-') + "\n\n";
    text += fmt::format("{}: {} ({}), {} ({})\n", w.to, members.name(i.a), members.ids[i.a],
                        members.name(i.b), members.ids[i.b]);
    if (i.introducer != graph::no_vertex)
      text += fmt::format("{}: {} ({})\n", w.copy, members.name(i.introducer), members.ids[i.introducer]);
    text += "\n" + introduction_message(r, i);
  }
  return text;
}

}  // namespace tertius::report
