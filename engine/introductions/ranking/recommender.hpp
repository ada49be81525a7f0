// Whom a member should meet, why, and through whom.
//
// The score of a suggestion is the sum of its terms, which are what the reasons are made of. With o the
// openness, k contacts, and the scores RA and AA of engine/introductions/ranking/scores.hpp:
//
//   closeness  0.6 c,  c = g / (largest g of this member's candidates),  g = (RA * AA * L)^(1/3).
//              L = RA / 100 + sum over contacts w of the candidate of RA(member, w) / k(w): ways one
//              connection longer, as in I. Kovacs et al. 2019, doi:10.1038/s41467-019-09177-y.
//   horizon    0.6 c b f,  f = 1 - share of the member's contacts who are in the candidate's bubble, b =
//   7/32;
//              and for a candidate in another bubble than the member's t - 1 times the sum of the terms other
//              than this and variety, 0.6 c b f included:  t = (o + 1/2)^2, so 1/4 at o = 0, 1 at 1/2, 2.25
//              at 1. This is the one place where openness enters.
//   freedom    0.6 c b r / 4;  r = how much the new connection lowers the member's constraint (R. Burt 1992,
//              doi:10.4159/9780674038714), as a share of what a connection to a stranger would do.
//   gets       s d,  s = what the candidate offers for the member's needs (Fits::value), d = 1 within two
//              connections, 0.8 within three, else 0.6.
//   gives      0.6 s d, the same the other way round.
//   welcome    0.5 (p + q) / 2, only for members without contacts: p = participation of the candidate's
//              contacts in the bubbles (R. Guimera & L. Amaral 2005, doi:10.1038/nature03288), q = 1 in the
//              member's own bubble, else 0.
//   popularity -0.06 c log10(k / 10 m) for candidates with more than ten times the mean m of contacts: the RA
//              that all members together give somebody adds up to about k, so these come up everywhere.
//   variety    taken off the sum so far: d/2 of it for a candidate in the bubble of somebody further up, and
//              3d/4 of what is left for one who comes for the same need as somebody further up on the same
//              side, d = diversity (after maximal marginal relevance, J. Carbonell & J. Goldstein 1998,
//              doi:10.1145/290941.291025). The sides are the member's own bubble, and all others.
//
// The number of suggestions across among the first n never falls as o grows, for any member and any n.
//   Proof. Who is looked at, all terms but the factor t, and what variety takes off as a share of a sum
//   depend neither on o nor on the other side. So each side is in the same order at any o. Let a(1), a(2),
//   ... be the values across where t = 1, and w(1), w(2), ... those within: the list is t a(i) and w(j),
//   merged. At least i of the first n are across where t a(i) comes before w(n + 1 - i), or there are fewer
//   within: if so for some t, then for any larger one. And how many suggestions there are does not depend on
//   o. Questions::best_answers() keeps this. It makes sure of the first of each question that reaches a
//   quarter of the best. Somebody within who is that at some o is so at any smaller one: those across, who
//   could be better or best, have shrunk. Somebody across who is that at some o is so at any larger one: the
//   best has grown by no larger a factor. Filling up with the first of the others is the merge above, those
//   who are sure being infinitely good.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/graph/partition.hpp"
#include "engine/introductions/exclusions.hpp"
#include "engine/introductions/introducers.hpp"
#include "engine/introductions/needs/needs.hpp"
#include "engine/introductions/ranking/scores.hpp"

namespace tertius::introductions {

class HubIndex;

enum class Term { closeness, horizon, freedom, gets, gives, welcome, popularity, variety };
inline constexpr std::size_t term_count = 8;
inline constexpr std::array<Term, term_count> all_terms = {Term::closeness,  Term::horizon, Term::freedom,
                                                           Term::gets,       Term::gives,   Term::welcome,
                                                           Term::popularity, Term::variety};
std::string_view to_string(Term term);

struct RecommenderOptions {
  double openness = 0.5;   ///< 0: rather the own bubble; 1: rather other ones
  double diversity = 0.2;  ///< 0: by score alone; 1: as different from each other as possible
  /// A single score, as it is: no other term, no re-ranking.
  std::optional<Score> score{};
  ScoreOptions score_options{};
  std::string goal{};                      ///< free text that stands beside the member's needs
  std::optional<graph::VertexId> via{};    ///< only candidates whom this contact can introduce
  std::vector<graph::VertexId> without{};  ///< none of these
  /// Only members with this value in the column `region` (case does not matter); empty: all members.
  std::string near{};
  unsigned introducers = 3;  ///< ways per suggestion; 0 saves looking for them
  /// Suggestion::rank_without_strongest, which is of interest where there is one member to look at. Without
  /// it only those are looked at closely who could be among the first: for all members of a network.
  bool places = true;
  /// Without places: members with more contacts are hubs (HubIndex); changes the time only. For tests.
  std::optional<graph::VertexId> hubs_from{};
  Exclusions exclusions{};  ///< who is closed and who avoids whom
  /// By which needs and offers are compared; null: what is built in.
  std::shared_ptr<const introductions::Vocabulary> words{};
};

struct Suggestion {
  graph::VertexId id = graph::no_vertex;
  double score = 0.0;  ///< the sum of the terms
  std::array<double, term_count> terms{};

  std::uint32_t mutual_contacts = 0;  ///< that may be named
  std::uint32_t steps = 0;            ///< connections to the candidate: 2, 3, or 0 for more or none
  double outside_share = 0.0;         ///< f above
  double constraint_drop = 0.0;       ///< r above; may be negative
  std::uint32_t contacts_there = 0;   ///< of the member, in the candidate's bubble
  Fits gets, gives;                   ///< what the candidate offers and needs
  std::vector<Route> introducers;     ///< best first
  /// The place this would have without its largest term, by sums before variety; 0 without places.
  std::uint32_t rank_without_strongest = 0;

  double term(Term t) const { return terms[static_cast<std::size_t>(t)]; }
  Term strongest() const;
};

class Recommender {
 public:
  /// Keeps references: `network` and `bubbles` must outlive it. Reads offers, needs, regions and dates where
  /// there are any (O(text + members)); nothing that grows with the number of connections alone.
  /// Throws Error{usage} for options out of range, a region without members, a score option that makes no
  /// sense.
  Recommender(const graph::Network& network, const graph::Partition& bubbles, RecommenderOptions options = {},
              const RunContext& context = {});
  ~Recommender();
  Recommender(const Recommender&) = delete;
  Recommender& operator=(const Recommender&) = delete;

  /// At most `top` suggestions, best first; fewer where there are no more to suggest, none for closed
  /// members. Safe from any number of threads; each needs 24 bytes per member, reused. Looks at the sum of
  /// k(z) over contacts z, and at the contacts of the best 1000 candidates, or without places of those who
  /// could be among the first. `asked` counts how often members
  /// have been chosen as introducers.
  std::vector<Suggestion> suggest(graph::VertexId member, std::size_t top, AskedCounts asked = {}) const;

  const RecommenderOptions& options() const { return options_; }
  const Needs& needs() const { return needs_; }
  const Introducers& introducers() const { return introducers_; }
  const graph::Partition& bubbles() const { return bubbles_; }

 private:
  struct Scratch;
  struct Workspace;
  class Query;

  void find_doors();
  /// Chance that two contacts of v, drawn with replacement, are in different bubbles; `there` holds zeros.
  double spread(graph::VertexId v, std::vector<std::uint32_t>& there) const;

  const graph::Network& network_;
  const graph::Partition& bubbles_;
  RecommenderOptions options_;
  Needs needs_;
  Introducers introducers_;
  std::vector<bool> near_;  ///< members of that region; empty: all
  double mean_contacts_ = 0.0;
  std::unique_ptr<const HubIndex> index_;  ///< without places
  /// Without places and where somebody has no contacts: spread() of all members, and those where it is
  /// highest, of each bubble and together, best first.
  std::vector<double> spread_;
  std::vector<std::size_t> doors_begin_;
  std::vector<graph::VertexId> doors_of_, doors_;
  std::unique_ptr<Workspace> workspace_;
};

}  // namespace tertius::introductions
