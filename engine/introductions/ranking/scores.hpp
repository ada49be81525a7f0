// Closeness of two members who are not connected yet: the register of scores that can be chosen by name.
//
// All of them look at the shape of the network alone and ignore the weights of ties; the reference for the
// first four is D. Liben-Nowell & J. Kleinberg (2007), The link-prediction problem for social networks,
// doi:10.1002/asi.20591. In the formulas N(u) are u's contacts, k(u) their number, A the adjacency matrix.
#pragma once

#include <string_view>

#include "engine/core/choice.hpp"

namespace tertius::introductions {

enum class Score {
  common_neighbours,      ///< |N(u) ^ N(v)|
  jaccard,                ///< |N(u) ^ N(v)| / |N(u) v N(v)|, in [0,1]
  adamic_adar,            ///< sum over common contacts z of 1 / ln k(z)
  resource_allocation,    ///< sum over common contacts z of 1 / k(z)
  local_path,             ///< A^2[u,v] + epsilon A^3[u,v]
  katz,                   ///< sum over l = 2..length of beta^l A^l[u,v]
  personalized_pagerank,  ///< where a walk that keeps returning to u is found at v
};

inline constexpr Choice<Score> all_scores[] = {
    {Score::common_neighbours, "common-neighbours", "number of mutual contacts"},
    {Score::jaccard, "jaccard", "mutual contacts as a share of all contacts of the two"},
    {Score::adamic_adar, "adamic-adar",
     "mutual contacts, each counted as 1 / log of how many contacts it has"},
    {Score::resource_allocation, "resource-allocation",
     "mutual contacts, each counted as 1 / how many contacts it has"},
    {Score::local_path, "local-path", "mutual contacts, and a little for every path of three ties"},
    {Score::katz, "katz", "walks of two, three and four ties, longer ones counting less"},
    {Score::personalized_pagerank, "personalized-pagerank",
     "how often a walk that keeps returning to the member comes by"},
};
std::string_view to_string(Score score);

/// Parameters of the scores that have some.
struct ScoreOptions {
  /// local_path: weight of paths of three ties. L. Lu, C.-H. Jin & T. Zhou (2009),
  /// doi:10.1103/PhysRevE.80.046122
  double local_path_epsilon = 0.01;
  /// katz: weight per tie. L. Katz (1953), doi:10.1007/BF02289026
  double katz_beta = 0.005;
  /// katz: longest walk counted, at least 2.
  unsigned katz_length = 4;
  /// personalized_pagerank: probability to walk on, in (0,1).
  double pagerank_damping = 0.85;
  /// personalized_pagerank: what may be left lying at a member, per contact of that member. The score of v is
  /// too low by at most this times k(v). R. Andersen, F. Chung & K. Lang (2006), doi:10.1109/FOCS.2006.44
  double pagerank_epsilon = 1e-6;
};

}  // namespace tertius::introductions
