#include "engine/report/round.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/text.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

/// What the messages are made of, once per language.
struct Wording {
  std::string_view greeting;  ///< to {0}
  std::string_view meet;      ///< {0} is introduced
  std::string_view offers;    ///< {0} offers {1}, which is needed
  std::string_view needs;     ///< {0} needs {1}, which is offered
  std::string_view similar;   ///< {0} offers {1}, wanted was {2}
  std::string_view similar_need;
  std::string_view circles;   ///< when there is no other reason
  std::string_view through;   ///< {0} knows both
  std::string_view newcomer;  ///< nobody between
  std::string_view to;
  std::string_view copy;
};
constexpr Wording english = {"Dear {0},",
                             "may I introduce you to {0}.",
                             " {0} offers what you need: {1}.",
                             " {0} needs what you offer: {1}.",
                             " {0} offers {1}; you look for {2}.",
                             " {0} looks for {2}; you offer {1}.",
                             " You know some of the same people and have not met yet.",
                             " {0} knows you both and can bring you together.",
                             " You have no contacts in common yet, so this comes from me.",
                             "To",
                             "Copy"};
constexpr Wording german = {"Guten Tag {0},",
                            "darf ich Ihnen {0} vorstellen.",
                            " {0} bietet, was Sie suchen: {1}.",
                            " {0} sucht, was Sie bieten: {1}.",
                            " {0} bietet {1}; Sie suchen {2}.",
                            " {0} sucht {2}; Sie bieten {1}.",
                            " Sie kennen einige derselben Leute und sind einander noch nicht begegnet.",
                            " {0} kennt Sie beide und kann Sie zusammenbringen.",
                            " Gemeinsame Kontakte gibt es noch nicht, deshalb schreibe ich.",
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
std::string fit_sentence(const Wording& w, const std::string& other, const Fits& fits, bool needs) {
  if (fits.met.empty()) return "";
  std::string exact;
  for (const Fit& fit : fits.met) {
    if (fold_case(fit.wanted) == fold_case(fit.offered))
      exact += (exact.empty() ? "" : ", ") + std::string(fit.offered);
  }
  if (!exact.empty()) return say(needs ? w.needs : w.offers, other, exact);
  const Fit& best = fits.met.front();
  return say(needs ? w.similar_need : w.similar, other, best.offered, best.wanted);
}

/// "Jana Feld (museum education, Röbel)"; a number of a cluster says nothing to its members.
std::string introduced(const MeetContext& in, VertexId v) {
  return in.grouping->by == "cluster" ? in.network->members.name(v) : member_title(in, v);
}

std::string half(const MeetContext& in, const Introduction& i, const Wording& w, bool to_a) {
  const MemberTable& members = in.network->members;
  const VertexId reader = to_a ? i.a : i.b, other = to_a ? i.b : i.a;
  const std::string name = members.name(other);
  std::string text = say(w.greeting, members.name(reader)) + "\n\n" + say(w.meet, introduced(in, other));
  const Fits& helps = to_a ? i.suggestion.gets : i.suggestion.gives;
  const Fits& helped = to_a ? i.suggestion.gives : i.suggestion.gets;
  const std::string reasons = fit_sentence(w, name, helps, false) + fit_sentence(w, name, helped, true);
  text += reasons.empty() && i.introducer != no_vertex ? std::string(w.circles) : reasons;
  text += i.introducer == no_vertex ? std::string(w.newcomer) : say(w.through, members.name(i.introducer));
  return text + "\n";
}

std::string introducer_name(const RoundReport& r, const Introduction& i) {
  return i.introducer == no_vertex ? "the organiser" : r.in.network->members.name(i.introducer);
}

std::string why(const RoundReport& r, const Introduction& i) {
  std::string reasons;
  for (const std::string& words : suggestion_reasons(r.in, i.a, i.suggestion))
    reasons += (reasons.empty() ? "" : "; ") + words;
  return reasons;
}

}  // namespace

std::string introduction_message(const MeetContext& in, const Introduction& introduction, Language language) {
  const Wording& w = wording(language);
  return half(in, introduction, w, true) + "\n" + half(in, introduction, w, false);
}

std::string round_text(const RoundReport& r, std::size_t top, std::size_t width) {
  const Round& round = *r.round;
  const VertexId closed = r.in.recommender->options().discretion.closed_count();
  std::string text =
      fmt::format("{} for {}; nobody receives more than {}, nobody makes more than {} (the most is {}).",
                  counted(round.introductions.size(), "introduction", "introductions"),
                  counted(round.reached, "member", "members"), r.limits.per_member, r.limits.per_introducer,
                  round.largest_load);
  if (round.left > 0)
    text += fmt::format(" {} none this time.", counted(round.left, "member receives", "members receive"));
  if (round.past > 0)
    text +=
        fmt::format(" {} left out, made or refused before.", counted(round.past, "pair was", "pairs were"));
  if (closed > 0)
    text += fmt::format(" {} not to be introduced.", counted(closed, "member asked", "members asked"));
  text = wrapped(text, width) + "\n\n";
  Table table({{"who", false, true, 9},
               {"meets", false, true, 9},
               {"through", false, true, 8},
               {"value", true, false, 6},
               {"why (for the first)", false, true, 7}});
  const MemberTable& members = r.in.network->members;
  for (std::size_t n = 0; n < std::min(top, round.introductions.size()); ++n) {
    const Introduction& i = round.introductions[n];
    table.add_row(
        {members.name(i.a), members.name(i.b), introducer_name(r, i), rounded(i.value, 3), why(r, i)});
  }
  if (table.rows() > 0) text += table.text(width);
  if (table.rows() < round.introductions.size()) {
    text += fmt::format("... and {} more; --top N shows more.\n",
                        grouped_digits(round.introductions.size() - table.rows()));
  }
  return text;
}

std::string round_csv(const RoundReport& r, std::size_t top) {
  const MemberTable& members = r.in.network->members;
  std::string text =
      csv_row({"a", "b", "introducer", "value", "a_name", "b_name", "introducer_name", "reasons", "message"});
  for (std::size_t n = 0; n < std::min(top, r.round->introductions.size()); ++n) {
    const Introduction& i = r.round->introductions[n];
    const bool somebody = i.introducer != no_vertex;
    text += csv_row({members.ids[i.a], members.ids[i.b], somebody ? members.ids[i.introducer] : "",
                     number_text(i.value), members.name(i.a), members.name(i.b),
                     somebody ? members.name(i.introducer) : "", why(r, i),
                     introduction_message(r.in, i, r.language)});
  }
  return text;
}

void write_round_json(JsonWriter& json, const RoundReport& r, std::size_t top) {
  const MemberTable& members = r.in.network->members;
  const Round& round = *r.round;
  json.begin_object()
      .member("by", r.in.grouping->by)
      .member("per_member", r.limits.per_member)
      .member("per_introducer", r.limits.per_introducer)
      .member("closed", r.in.recommender->options().discretion.closed_count())
      .member("value", round.value)
      .member("candidates", round.candidates)
      .member("left_out_by_history", round.past)
      .member("members_reached", round.reached)
      .member("without_introduction", round.left)
      .member("largest_load", round.largest_load);
  json.key("introductions").begin_array();
  for (std::size_t n = 0; n < std::min(top, round.introductions.size()); ++n) {
    const Introduction& i = round.introductions[n];
    json.begin_object().member("a", members.ids[i.a]).member("b", members.ids[i.b]);
    json.key("introducer");
    i.introducer == no_vertex ? json.value(nullptr) : json.value(members.ids[i.introducer]);
    json.member("value", i.value).member("a_name", members.name(i.a)).member("b_name", members.name(i.b));
    json.key("introducer_name");
    i.introducer == no_vertex ? json.value(nullptr) : json.value(members.name(i.introducer));
    json.member("reasons", suggestion_reasons(r.in, i.a, i.suggestion))
        .member("message", introduction_message(r.in, i, r.language))
        .end_object();
  }
  json.end_array().end_object();
}

std::string round_messages(const RoundReport& r) {
  const MemberTable& members = r.in.network->members;
  const Wording& w = wording(r.language);
  std::string text;
  for (const Introduction& i : r.round->introductions) {
    if (!text.empty()) text += "\n" + std::string(72, '-') + "\n\n";
    text += fmt::format("{}: {} ({}), {} ({})\n", w.to, members.name(i.a), members.ids[i.a],
                        members.name(i.b), members.ids[i.b]);
    if (i.introducer != no_vertex)
      text += fmt::format("{}: {} ({})\n", w.copy, members.name(i.introducer), members.ids[i.introducer]);
    text += "\n" + introduction_message(r.in, i, r.language);
  }
  return text;
}

}  // namespace tertius
