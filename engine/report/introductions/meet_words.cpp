// Why somebody is suggested, in words: each reason a fact, there only when its term lifted the suggestion.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "engine/core/text.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/graph/star.hpp"
#include "engine/report/introductions/meet.hpp"

namespace tertius::report {
namespace {

bool is_place(std::string_view by) {
  const std::string word = fold_case(by);
  return word == "region" || word == "city" || word == "ort" || word == "stadt";
}

/// "works in music", "is in Waren", "has party left".
std::string belongs(const MeetContext& in, const std::string& group, bool one) {
  const std::string& by = in.grouping->by;
  if (by == "discipline") return fmt::format("{} in {}", one ? "works" : "work", group);
  if (is_place(by)) return fmt::format("{} in {}", one ? "is" : "are", group);
  if (by.find(',') != std::string::npos) return fmt::format("{} to {}", one ? "belongs" : "belong", group);
  return fmt::format("{} {} {}", one ? "has" : "have", by, group);
}

bool same_phrase(std::string_view a, std::string_view b) {
  return fold_case(a) == fold_case(b);
}

/// Phrases that are the same on both sides speak for themselves; of others both sides are named. `goal` is
/// what was asked for: it is spoken of, whatever else there is to say.
std::string fit_words(const introductions::Fits& fits, bool gets, bool goal) {
  std::vector<std::string> exact;
  for (const introductions::Fit& fit : fits.met) {
    const std::string phrase(fit.offered);
    if (same_phrase(fit.wanted, fit.offered) && std::find(exact.begin(), exact.end(), phrase) == exact.end())
      exact.push_back(phrase);
  }
  std::string text;
  if (!exact.empty())
    text = (gets ? "offers what you need: " : "needs what you offer: ") + listed(exact, "and");
  if (fits.met.empty() || (!exact.empty() && (!goal || same_phrase(fits.met[0].wanted, fits.met[0].offered))))
    return text;
  const introductions::Fit& best = fits.met.front();
  const std::string both = gets ? fmt::format("offers {} (you look for {})", best.offered, best.wanted)
                                : fmt::format("looks for {} (you offer {})", best.wanted, best.offered);
  return text.empty() ? both : both + "; " + text;
}

std::string horizon_words(const MeetContext& in, graph::VertexId member, const introductions::Suggestion& s) {
  if (!in.questions->foreign(member, s)) return "";
  const graph::VertexId contacts = in.network->graph.degree(member);
  if (in.grouping->by == "cluster") {  // its number says nothing to its members
    return s.contacts_there == 0 ? "is in a cluster where you know nobody"
                                 : fmt::format("is in a cluster where you know only {} of your {} contacts",
                                               s.contacts_there, contacts);
  }
  const std::string& there = bubble_name(in, s.id);
  if (s.contacts_there > 0) {
    return fmt::format("only {} of your {} contacts {}", s.contacts_there, contacts,
                       belongs(in, there, s.contacts_there == 1));
  }
  if (contacts == 1) return fmt::format("you know nobody yet who {}", belongs(in, there, true));
  return fmt::format("none of your {} contacts {}", contacts, belongs(in, there, true));
}

/// "6 disciplines"; attributes whose plural is not known are called bubbles.
std::string bubbles_of(const MeetContext& in, std::size_t count) {
  constexpr std::array<std::string_view, 4> known = {"discipline", "cluster", "region", "department"};
  const std::string& by = in.grouping->by;
  const bool plural = std::find(known.begin(), known.end(), by) != known.end();
  return fmt::format("{} {}s", count, plural ? by : "bubble");
}

std::string welcome_words(const MeetContext& in, graph::VertexId member, const introductions::Suggestion& s) {
  std::set<std::uint32_t> bubbles;
  for (const graph::VertexId z : in.network->graph.neighbours(s.id)) {
    const std::uint32_t bubble = in.grouping->partition.label[z];
    if (!introductions::is_nameless(in.grouping->names[bubble])) bubbles.insert(bubble);
  }
  const bool same = in.grouping->partition.label[s.id] == in.grouping->partition.label[member];
  std::string own;
  if (same && in.grouping->partition.count > 1 && in.grouping->by != "cluster" &&
      !introductions::is_nameless(bubble_name(in, member)))
    own = fmt::format("{} like you", belongs(in, bubble_name(in, member), true));
  const std::string spread =
      bubbles.size() > 1 ? fmt::format("knows people in {}", bubbles_of(in, bubbles.size())) : std::string();
  return own + (own.empty() || spread.empty() ? "" : " and ") + spread;
}

/// At most a tenth of the contacts of either of them are contacts of both.
bool hardly_overlap(const graph::Graph& graph, graph::VertexId a, graph::VertexId b) {
  std::uint64_t shared = 0;
  graph::for_each_common(graph.neighbours(a), graph.neighbours(b), [&](auto&&...) { ++shared; });
  return 10 * shared <= std::min(graph.degree(a), graph.degree(b));
}

std::string closeness_words(const introductions::Suggestion& s) {
  if (s.mutual_contacts > 0) return counted(s.mutual_contacts, "mutual contact", "mutual contacts");
  return s.steps == 2 ? "moves in the same circles" : "";
}

std::string reason(const MeetContext& in, graph::VertexId member, const introductions::Suggestion& s,
                   introductions::Term term) {
  switch (term) {
    case introductions::Term::closeness:
      return closeness_words(s);
    case introductions::Term::horizon:
      return horizon_words(in, member, s);
    case introductions::Term::gets:
      return fit_words(s.gets, true, in.questions->offers_goal(s.id));
    case introductions::Term::gives:
      return fit_words(s.gives, false, false);
    case introductions::Term::welcome:
      return welcome_words(in, member, s);
    case introductions::Term::freedom:
      return hardly_overlap(in.network->graph, member, s.id)
                 ? "moves in a circle that hardly overlaps with yours"
                 : "";
    case introductions::Term::popularity:
    case introductions::Term::variety:
      return "";
  }
  return "";
}

}  // namespace

MeetContext::MeetContext(const graph::Network& of, const graph::Grouping& by,
                         const introductions::Questions& answers)
    : network(&of),
      grouping(&by),
      questions(&answers),
      recommender(&answers.recommender()),
      names(std::make_shared<const MemberNames>(of.members)) {}

const std::string& bubble_name(const MeetContext& in, graph::VertexId v) {
  return in.grouping->names[in.grouping->partition.label[v]];
}

std::vector<std::string> suggestion_reasons(const MeetContext& in, graph::VertexId member,
                                            const introductions::Suggestion& s) {
  std::vector<introductions::Term> order(introductions::all_terms.begin(), introductions::all_terms.end());
  std::stable_sort(order.begin(), order.end(),
                   [&](introductions::Term a, introductions::Term b) { return s.term(a) > s.term(b); });
  std::vector<std::string> reasons;
  for (const introductions::Term term : order) {
    if (!(s.term(term) > 0.0)) continue;
    if (std::string words = reason(in, member, s, term); !words.empty()) reasons.push_back(std::move(words));
  }
  return reasons;
}

std::string introduction_words(const MeetContext& in, const introductions::Suggestion& s) {
  const MemberNames& name = *in.names;
  const std::string who = name(s.id);
  if (s.introducers.empty()) {
    return s.steps == 0 ? fmt::format(
                              "Nobody within three steps can introduce you: ask the organisers, or write to "
                              "{} yourself",
                              who)
                        : fmt::format("None of those between you may be asked: write to {} yourself", who);
  }
  // Others who would need somebody more are left to `tertius path`.
  std::string text;
  for (std::size_t i = 0; i < s.introducers.size(); ++i) {
    const introductions::Route& route = s.introducers[i];
    if (i > 0 && route.between() == 2) continue;
    text += (i == 0 ? "Ask " : "; or ") + name(route.via[0]);
    if (route.between() == 2)
      text += fmt::format(", who knows {}, who knows {}", name(route.via[1]), who);
    else if (i == 0 || text.find("who knows you both") == std::string::npos)
      text += ", who knows you both";
  }
  return text;
}

std::string meet_note(const MeetContext& in, graph::VertexId member) {
  const graph::Graph& graph = in.network->graph;
  if (graph.edge_count() == 0) {
    return "This network has no connections, so nothing is known of who is close to whom.";
  }
  if (graph.degree(member) == 0) {
    return "No contacts are known yet, so nobody can introduce: ask the organisers, or write yourself. "
           "Suggestions go by offers and needs, and by who has contacts in many bubbles.";
  }
  if (const auto centre = graph::star_centre(graph)) {
    return centre == member
               ? "Every connection here is your own: this is one person's list of contacts. Which of them "
                 "know each other is not in it, so nobody is two steps away, and it shows neither bubbles "
                 "nor bridges. Add the lists of a few contacts to see further."
               : "Every connection here leads to one person: this is one person's list of contacts. Which "
                 "others know each other is not in it, so everybody on it looks equally close: only those "
                 "are suggested for whom offers and needs speak.";
  }
  return "";
}

std::string goal_note(const MeetReport& r) {
  const introductions::RecommenderOptions& options = r.in.recommender->options();
  const introductions::Exclusions& exclusions = options.exclusions;
  if (options.goal.empty() || !exclusions.open(r.member)) return "";
  std::vector<std::string> contacts;
  bool others = false;
  for (const graph::VertexId v : r.in.questions->goal_offers()) {
    if (v == r.member || !exclusions.may_meet(r.member, v)) continue;
    if (r.in.network->graph.has_arc(r.member, v))
      contacts.push_back((*r.in.names)(v));
    else
      others = true;
  }
  const std::string known = contacts.empty()      ? ""
                            : contacts.size() > 5 ? fmt::format("{} of your contacts", contacts.size())
                                                  : listed(contacts, "and");
  const std::string_view offer = contacts.size() == 1 ? "offers" : "offer";
  const bool suggested =
      std::any_of(r.suggestions.begin(), r.suggestions.end(),
                  [&](const introductions::Suggestion& s) { return r.in.questions->offers_goal(s.id); });
  if (suggested) {
    return known.empty() ? "" : fmt::format("Among your contacts, {} {} it already.", known, offer);
  }
  const std::string who = others                          ? " who fits your other wishes"
                          : exclusions.closed_count() > 0 ? " who is open to introductions"
                                                          : "";
  if (known.empty())
    return fmt::format("Nobody{} offers \"{}\" or anything like it.", who.empty() ? " here" : who,
                       options.goal);
  return fmt::format("Among your contacts, {} {} \"{}\" or something like it; nobody else{} does.", known,
                     offer, options.goal, who);
}

std::string goal_note(const MeetContext& in) {
  const introductions::RecommenderOptions& options = in.recommender->options();
  if (options.goal.empty()) return "";
  const auto& offers = in.questions->goal_offers();
  const auto open = std::count_if(offers.begin(), offers.end(),
                                  [&](graph::VertexId v) { return options.exclusions.open(v); });
  if (open > 0)
    return fmt::format("{} \"{}\" or something like it.",
                       counted(static_cast<unsigned long long>(open), "member offers", "members offer"),
                       options.goal);
  return fmt::format("Nobody{} offers \"{}\" or anything like it.",
                     options.exclusions.closed_count() > 0 ? " who is open to introductions" : " here",
                     options.goal);
}

std::string listed(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    text += words[i];
  }
  return text;
}

std::string opted_out_words(graph::VertexId count) {
  return count == 0 ? ""
                    : fmt::format("{} not agreed to be introduced and {} not shown.",
                                  counted(count, "member has", "members have"), count == 1 ? "is" : "are");
}

}  // namespace tertius::report
