// How far clusters can be trusted: what stays the same when only the seed changes, at which resolution, and
// what would be found where there is nothing but chance.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/clusters/leiden/leiden.hpp"

namespace tertius::clusters {

/// Partitions of `count` independent runs with the seeds after the context's own (seed + 1, seed + 2, ...).
/// Small graphs are run side by side.
std::vector<graph::Partition> other_runs(const graph::Graph& graph, const LeidenOptions& options,
                                         unsigned count, const RunContext& context = {});

/// How many other runs there are unless somebody asks for a number: 10 where they take a second or so (up to
/// 20,000 connections), else none.
unsigned usual_runs(const graph::Graph& graph);

/// What Leiden finds where there is nothing to find: in networks rewired at random, in which every member
/// keeps their number of connections. Clusters of the network itself were fitted to its connections, so that
/// only clusters that were fitted, too, tell what of them is chance (Guimera, Sales-Pardo & Amaral 2004,
/// doi:10.1103/PhysRevE.70.025101).
struct RewiredClusters {
  unsigned networks = 0;
  double inside_share = 0;  ///< of all connections, those inside the clusters of their own network: mean
  double modularity = 0;    ///< at resolution 1: mean
};

/// `count` networks, each rewired from `graph` by ten attempted swaps a connection; weights go with their
/// connections. NaN for no networks. O(count * m) and `count` runs of Leiden.
RewiredClusters clusters_of_rewired(const graph::Graph& graph, const LeidenOptions& options, unsigned count,
                                    const RunContext& context = {});

/// What other runs say about the members of one partition.
struct Consensus {
  /// Of each member: which share of the others of their cluster is with them in other runs too, on average; 0
  /// to 1. Members on the fence are low. NaN for who is alone.
  std::vector<double> member;
  std::vector<double> cluster;  ///< mean over the members of each cluster
  double mean_ami = 0;  ///< mean AMI of all pairs of runs (and of the partition with each): 1 when all agree
};

/// O(runs * n log n + runs^2 comparisons).
Consensus consensus(const graph::Partition& partition, std::span<const graph::Partition> others,
                    const RunContext& context = {});

/// Mean AMI over all pairs of partitions; NaN for fewer than two.
double mean_agreement(std::span<const graph::Partition> partitions, const RunContext& context = {});

struct ResolutionPoint {
  double resolution = 0;
  double stability = 0;        ///< mean pairwise AMI over seeds: 1 when every seed finds the same
  std::uint32_t clusters = 0;  ///< of two members or more, median over seeds
  std::uint32_t largest = 0;   ///< members of the largest, median over seeds
  double modularity = 0;       ///< at resolution 1, median over seeds
  bool trivial = false;        ///< nearly all members in one cluster, or most connected members alone
};

struct ResolutionSweep {
  std::vector<ResolutionPoint> points;  ///< by ascending resolution
  std::size_t chosen = 0;  ///< the most stable that is not trivial; of equals the one nearest to 1
};

/// Resolutions to try: powers of sqrt(2) from 1/4 to 32 for modularity; for cpm from the density of the graph
/// up to 1 in units of its mean weight.
std::vector<double> resolutions_to_try(const graph::Graph& graph, Objective objective);

/// Stability of the clusters over `seeds` seeds at each resolution. Clusters that depend on the seed are not
/// there (Lambiotte, Delvenne & Barahona 2014, doi:10.1109/TNSE.2015.2391998). Phase "resolutions".
ResolutionSweep sweep_resolutions(const graph::Graph& graph, const LeidenOptions& options,
                                  std::span<const double> resolutions, unsigned seeds,
                                  const RunContext& context = {});

}  // namespace tertius::clusters
