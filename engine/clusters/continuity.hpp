// Clusters of an earlier run found again in a later one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/graph/partition.hpp"

namespace tertius::clusters {

/// An earlier run: the number of each cluster, and the cluster of each member who was there.
struct EarlierClusters {
  std::vector<std::uint32_t> number;  ///< of each cluster as the earlier run called it, all different
  std::vector<std::uint32_t> label;   ///< of each member of today: index into number, none where unknown
  std::vector<std::uint32_t> size;    ///< of each cluster then, members who have left included
  static constexpr std::uint32_t none = ~0u;
};

enum class Origin {
  kept,   ///< the continuation of an earlier cluster, whose number it keeps
  split,  ///< most of those known from before came from one earlier cluster, which goes on elsewhere
  born,   ///< anything else: newcomers, or members of several earlier clusters
};
enum class Fate {
  kept,    ///< goes on under its number
  merged,  ///< most of those who are still there are in one cluster, which continues another
  gone,    ///< anything else: its members left or are scattered
};

struct Continuity {
  std::vector<std::uint32_t> number;  ///< of each cluster: the earlier number it keeps, or a new one
  std::vector<Origin> origin;         ///< of each cluster
  std::vector<std::uint32_t>
      from;                ///< of each cluster: index of the earlier one it continues or split from, or none
  std::vector<Fate> fate;  ///< of each earlier cluster
  std::vector<std::uint32_t> into;  ///< of each earlier cluster: the cluster it went into, or none
  std::uint32_t stayed = 0;         ///< members in a cluster that continues the one they were in
  std::uint32_t moved = 0;          ///< known members in another
  std::uint32_t joined = 0;         ///< members whom the earlier run did not know
  std::uint32_t left = 0;           ///< members of the earlier run who are not there any more
};

/// Matches clusters one to one by their overlap, most alike first (Jaccard index, at least `least`; Greene,
/// Doyle & Cunningham 2010, doi:10.1109/ASONAM.2010.17). New numbers begin after the highest earlier one. O(n
/// log n).
Continuity match_clusters(const EarlierClusters& earlier, const graph::Partition& now, double least = 0.3);

}  // namespace tertius::clusters
