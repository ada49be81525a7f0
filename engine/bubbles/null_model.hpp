// Is it chance? The mixing matrix held against networks in which every member keeps their number of
// connections.
//
// Two null models:
//   rewired  random simple networks with the same degrees, by double-edge swaps: connections a-b and c-d
//            become a-d and c-b where that makes neither a loop nor a repeat. The observed network is first
//            walked back to a hidden one, and every permutation walks forward from there: the observed
//            network and its permutations are then exchangeable, so that p-values hold for any number of
//            swaps (Besag & Clifford 1989).
//   joined   the ends of all connections are joined at random, loops and repeats allowed (configuration
//            model). Only the groups of the ends matter: a whole mixing matrix is drawn from hypergeometric
//            distributions, in time that does not depend on the network's size. Mean and deviation are known
//            exactly. Loops stay inside groups, so that a network with large hubs looks a little more open
//            than it is.
//
// J. Besag & P. Clifford (1989), Generalized Monte Carlo significance tests, doi:10.1093/biomet/76.4.633
// B. K. Fosdick et al. (2018), Configuring random graph models with fixed degree sequences,
//   doi:10.1137/16M1087175
// D. Krackhardt & R. N. Stern (1988), doi:10.2307/2786835: the permutation test of the E-I index.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/bubbles/mixing.hpp"
#include "engine/core/choice.hpp"
#include "engine/core/random.hpp"

namespace tertius::bubbles {

enum class NullModel { rewired, joined };
inline constexpr Choice<NullModel> null_models[] = {
    {NullModel::rewired, "rewired", "every member keeps their number of ties"},
    {NullModel::joined, "joined", "the ends of all ties are joined at random: faster, for large networks"},
};
std::string_view to_string(NullModel model);

struct PermutationOptions {
  std::uint32_t permutations = 1000;  ///< at most; exactly so many where the model is given
  /// By default rewired where at least 99 networks take no more than two seconds (about 100,000 connections),
  /// else joined.
  std::optional<NullModel> model{};
  double swaps_per_connection = 2;  ///< rewired: attempted on the way back, and again on the way forward
};

/// A number of connections held against the same number in random networks. NaN where nothing varies or was
/// drawn.
struct ChanceTest {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = std::numeric_limits<double>::quiet_NaN();
  double z = std::numeric_limits<double>::quiet_NaN();        ///< (observed - mean) / sd
  double p_fewer = std::numeric_limits<double>::quiet_NaN();  ///< chance of as few connections or fewer
  double p_more = std::numeric_limits<double>::quiet_NaN();   ///< chance of as many connections or more
};

struct PermutationTest {
  /// Groups and pairs are tested for the largest of them.
  static constexpr std::uint32_t most_groups = 4096, most_paired = 256;

  NullModel model = NullModel::rewired;
  /// Drawn; 0 where 99 of so many groups would take more than two seconds: mean and deviation, which are
  /// exact then, stand alone.
  std::uint32_t permutations = 0;
  ChanceTest internal;             ///< connections inside groups, all together
  std::vector<ChanceTest> groups;  ///< connections inside each of the first most_groups groups
  std::uint32_t paired = 0;        ///< pairs among the first so many groups were tested
  std::vector<ChanceTest> pairs;   ///< connections between them: see pair()

  const ChanceTest& pair(std::uint32_t a, std::uint32_t b) const;
};

/// Mean and deviation of the connections between a and b (or inside a) when ends are joined at random. O(log
/// groups).
ChanceTest joined_at_random(const MixingMatrix& mixing, std::uint32_t a, std::uint32_t b);

/// p-values are (1 + networks at least as extreme) / (1 + permutations). The same for any number of threads.
/// rewired: O(permutations * m); joined: O(permutations * min(groups^2, m)) or less.
PermutationTest permutation_test(const graph::Graph& graph, const graph::Partition& groups,
                                 const MixingMatrix& mixing, const PermutationOptions& options = {},
                                 const RunContext& context = {});

/// Marked items among `drawn` of `total` of which `marked` are marked (hypergeometric), by inversion from the
/// mode outwards: O(standard deviation).
std::uint64_t draw_marked(RandomStream& random, std::uint64_t total, std::uint64_t marked,
                          std::uint64_t drawn);

}  // namespace tertius::bubbles
