// Why somebody is suggested, in words: each reason a fact, there only when its term lifted the suggestion.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/core/text.hpp"
#include "engine/graph/star.hpp"
#include "engine/report/meet.hpp"

namespace tertius {
namespace {

/// "works in music", "is in cluster 3", "has region Waren".
std::string belongs(const MeetContext& in, const std::string& group, bool one) {
  const std::string& by = in.grouping->by;
  if (group == "(none)") return fmt::format("{} no {}", one ? "has" : "have", by);
  if (by == "discipline") return fmt::format("{} in {}", one ? "works" : "work", group);
  if (by == "cluster") return fmt::format("{} in {}", one ? "is" : "are", group);
  return fmt::format("{} {} {}", one ? "has" : "have", by, group);
}

bool same_phrase(std::string_view a, std::string_view b) {
  return fold_case(a) == fold_case(b);
}

/// "photography and pottery": what was offered, each once.
std::string listed(const std::vector<Fit>& fits) {
  std::vector<std::string_view> phrases;
  for (const Fit& fit : fits) {
    if (std::find(phrases.begin(), phrases.end(), fit.offered) == phrases.end())
      phrases.push_back(fit.offered);
  }
  std::string text;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == phrases.size() ? " and " : ", ", phrases[i]);
  }
  return text;
}

/// Fits to the letter speak for themselves; for others both sides are named.
std::string fit_words(const Fits& fits, bool gets) {
  std::vector<Fit> exact;
  for (const Fit& fit : fits.met) {
    if (same_phrase(fit.wanted, fit.offered)) exact.push_back(fit);
  }
  if (!exact.empty()) {
    const std::string list = listed(exact);
    return gets ? "offers what you need: " + list : "needs what you offer: " + list;
  }
  if (fits.met.empty()) return "";
  const Fit& best = fits.met.front();
  return gets ? fmt::format("offers {} (you look for {})", best.offered, best.wanted)
              : fmt::format("looks for {} (you offer {})", best.wanted, best.offered);
}

std::string horizon_words(const MeetContext& in, VertexId member, const Suggestion& s) {
  const VertexId contacts = in.network->graph.degree(member);
  const std::string& there = bubble_name(in, s.id);
  const bool one = in.grouping->partition.count == 1;
  if (contacts == 0 || one) return "";
  if (s.contacts_there == 0) {
    if (contacts == 1) return fmt::format("you know nobody yet who {}", belongs(in, there, true));
    return fmt::format("none of your {} contacts {}", contacts, belongs(in, there, true));
  }
  if (s.foreignness < 0.8) return "";
  return fmt::format("only {} of your {} contacts {}", s.contacts_there, contacts,
                     belongs(in, there, s.contacts_there == 1));
}

std::string welcome_words(const MeetContext& in, VertexId member, const Suggestion& s) {
  std::set<std::uint32_t> bubbles;
  for (const VertexId z : in.network->graph.neighbors(s.id)) bubbles.insert(in.grouping->partition.label[z]);
  const std::string& by = in.grouping->by;
  const bool same = in.grouping->partition.label[s.id] == in.grouping->partition.label[member];
  const std::string own = same && bubble_name(in, member) != "(none)"
                              ? fmt::format("{} like you", belongs(in, bubble_name(in, member), true))
                              : std::string();
  const std::string spread =
      bubbles.size() > 1 ? fmt::format("knows people in {} {}s", bubbles.size(), by) : std::string();
  return own + (own.empty() || spread.empty() ? "" : " and ") + spread;
}

std::string closeness_words(const Suggestion& s) {
  if (s.mutual_contacts > 0) return counted(s.mutual_contacts, "mutual contact", "mutual contacts");
  return s.steps == 2 ? "moves in the same circles" : "";
}

std::string reason(const MeetContext& in, VertexId member, const Suggestion& s, Term term) {
  switch (term) {
    case Term::closeness:
      return closeness_words(s);
    case Term::horizon:
      return horizon_words(in, member, s);
    case Term::gets:
      return fit_words(s.gets, true);
    case Term::gives:
      return fit_words(s.gives, false);
    case Term::welcome:
      return welcome_words(in, member, s);
    case Term::freedom:
      return s.relief >= 0.8 ? "moves in a circle that hardly overlaps with yours" : "";
    case Term::popularity:
    case Term::variety:
      return "";
  }
  return "";
}

}  // namespace

const std::string& bubble_name(const MeetContext& in, VertexId v) {
  return in.grouping->names[in.grouping->partition.label[v]];
}

std::string member_description(const MeetContext& in, VertexId v) {
  std::string text = bubble_name(in, v);
  const Column* region = in.network->members.find_column("region");
  if (region != nullptr && region->has(v) && in.grouping->by != region->name()) {
    text += (text.empty() ? "" : ", ") + std::string(region->text(v));
  }
  return text;
}

std::string member_title(const MeetContext& in, VertexId v) {
  const std::string description = member_description(in, v);
  const std::string name = in.network->members.name(v);
  return description.empty() ? name : fmt::format("{} ({})", name, description);
}

std::vector<std::string> suggestion_reasons(const MeetContext& in, VertexId member, const Suggestion& s) {
  std::vector<Term> order(all_terms.begin(), all_terms.end());
  std::stable_sort(order.begin(), order.end(), [&](Term a, Term b) { return s.term(a) > s.term(b); });
  std::vector<std::string> reasons;
  for (const Term term : order) {
    if (!(s.term(term) > 0.0)) continue;
    if (std::string words = reason(in, member, s, term); !words.empty()) reasons.push_back(std::move(words));
  }
  return reasons;
}

std::string introduction_words(const MeetContext& in, const Suggestion& s) {
  const MemberTable& members = in.network->members;
  const std::string who = members.name(s.id);
  if (s.introducers.empty()) {
    return s.steps == 0 ? fmt::format(
                              "Nobody within three ties can introduce you: ask the organisers, or write to "
                              "{} yourself",
                              who)
                        : fmt::format("Nobody between you can be asked: write to {} yourself", who);
  }
  const Route& best = s.introducers.front();
  std::string text = best.between() == 1
                         ? fmt::format("Ask {}, who knows you both", members.name(best.via[0]))
                         : fmt::format("Ask {}, who knows {}, who knows {}", members.name(best.via[0]),
                                       members.name(best.via[1]), who);
  for (std::size_t i = 1; i < s.introducers.size(); ++i) {
    text += fmt::format("{}{}", i == 1 ? "; or " : ", ", members.name(s.introducers[i].via[0]));
  }
  return text;
}

std::string meet_note(const MeetContext& in, VertexId member) {
  const Graph& graph = in.network->graph;
  if (graph.edge_count() == 0) {
    return "This network has no connections, so nothing is known of who is close to whom.";
  }
  const VertexId k = graph.degree(member);
  if (k == 0) {
    return "No contacts are known yet, so nobody can introduce: ask the organisers, or write yourself. "
           "Suggestions go "
           "by offers and needs, and by who knows people in many bubbles.";
  }
  if (const auto centre = star_centre(graph)) {
    return centre == member
               ? "Every connection here is your own: this is one person's list of contacts. Who of "
                 "them know each "
                 "other is not in it, so nobody is two steps away, and neither bubbles nor bridges "
                 "can be told. Add "
                 "the lists of a few contacts to see further."
               : "Every connection here leads to one person: this is one person's list of "
                 "contacts. Who else know "
                 "each other is not in it, so everybody on it looks equally close.";
  }
  return "";
}

}  // namespace tertius
