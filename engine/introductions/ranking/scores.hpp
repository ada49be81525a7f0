// Closeness of two members who are not connected yet: the register of scores that can be chosen by name.
//
// All of them look at the shape of the network alone and ignore the weights of connections. In the formulas
// N(u) are u's contacts, k(u) their number, c how many contacts two members have in common, A the adjacency
// matrix.
#pragma once

#include <cmath>
#include <string_view>

#include "engine/core/choice.hpp"

namespace tertius::introductions {

enum class Score {
  common_neighbours,      ///< M. E. J. Newman (2001), doi:10.1103/PhysRevE.64.025102
  jaccard,                ///< D. Liben-Nowell & J. Kleinberg (2007), doi:10.1002/asi.20591
  adamic_adar,            ///< L. Adamic & E. Adar (2003), doi:10.1016/S0378-8733(03)00009-1
  hub_promoted,           ///< E. Ravasz et al. (2002), doi:10.1126/science.1073374
  resource_allocation,    ///< T. Zhou, L. Lu & Y.-C. Zhang (2009), doi:10.1140/epjb/e2009-00335-8
  local_path,             ///< L. Lu, C.-H. Jin & T. Zhou (2009), doi:10.1103/PhysRevE.80.046122
  katz,                   ///< L. Katz (1953), doi:10.1007/BF02289026
  personalized_pagerank,  ///< R. Andersen, F. Chung & K. Lang (2006), doi:10.1109/FOCS.2006.44
};

inline constexpr Choice<Score> all_scores[] = {
    {Score::common_neighbours, "common-neighbours", "number of mutual contacts: c"},
    {Score::jaccard, "jaccard",
     "mutual contacts as a share of all contacts of the two: c / (k(u) + k(v) - c)"},
    {Score::adamic_adar, "adamic-adar",
     "mutual contacts z, each counted as 1 / log of how many contacts it has: sum of 1 / ln k(z)"},
    {Score::hub_promoted, "hub-promoted",
     "mutual contacts as a share of the contacts of whoever has fewer: c / min(k(u), k(v))"},
    {Score::resource_allocation, "resource-allocation",
     "mutual contacts z, each counted as 1 / how many contacts it has: sum of 1 / k(z)"},
    {Score::local_path, "local-path",
     "mutual contacts, and a little for every path of three ties: (A^2 + 0.01 A^3)[u,v]"},
    {Score::katz, "katz",
     "walks of two, three and four ties, longer ones counting less: sum over l of 0.005^l A^l[u,v]"},
    {Score::personalized_pagerank, "personalized-pagerank",
     "how often a walk that follows a tie with probability 0.85, and else returns to the member, comes by"},
};
std::string_view to_string(Score score);

/// A score that is a sum over mutual contacts, perhaps divided by what follows from how many contacts the two
/// have. What is null counts as 1.
struct MutualContactScore {
  Score score;
  /// What a mutual contact with k contacts counts, in (0, 1.5].
  double (*weight)(double k) = nullptr;
  /// From k(u), k(v) and the sum.
  double (*divisor)(double ku, double kv, double sum) = nullptr;
  /// The least that can be, whoever v is.
  double (*least_divisor)(double ku) = nullptr;
};

inline constexpr MutualContactScore mutual_contact_scores[] = {
    {Score::common_neighbours},
    {.score = Score::jaccard,
     .divisor = [](double ku, double kv, double sum) { return ku + kv - sum; },
     .least_divisor = [](double ku) { return ku; }},
    {Score::adamic_adar, [](double k) { return 1.0 / std::log(k); }},
    {.score = Score::hub_promoted, .divisor = [](double ku, double kv, double) { return ku < kv ? ku : kv; }},
    {Score::resource_allocation, [](double k) { return 1.0 / k; }},
};
/// Its row of the table; null for scores that look further than mutual contacts.
const MutualContactScore* mutual_contact_score(Score score);

/// Parameters of the scores that have some.
struct ScoreOptions {
  /// local_path: weight of paths of three connections.
  double local_path_epsilon = 0.01;
  /// katz: weight per connection.
  double katz_beta = 0.005;
  /// katz: longest walk counted, at least 2.
  unsigned katz_length = 4;
  /// personalized_pagerank: probability to walk on, in (0,1).
  double pagerank_damping = 0.85;
  /// personalized_pagerank: what may be left lying at a member, per contact of that member. The score of v is
  /// too low by at most this times k(v).
  double pagerank_epsilon = 1e-6;
};

}  // namespace tertius::introductions
