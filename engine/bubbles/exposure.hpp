// How much each member sees of other groups than their own.
//
// C. E. Shannon (1948), doi:10.1002/j.1538-7305.1948.tb01338.x: entropy.
// A. Stirling (2007), A general framework for analysing diversity, doi:10.1098/rsif.2007.0213: Rao-Stirling
// diversity; groups are as distant as their own mixing differs (one minus the cosine of their rows of the
// mixing matrix, as I. Rafols & M. Meyer (2010), doi:10.1007/s11192-009-0041-y, do for disciplines).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/bubbles/mixing.hpp"

namespace tertius::bubbles {

/// Members of one group (with contacts) by the share of their connections that lead outside.
struct ExposureSpread {
  std::uint32_t members = 0;  ///< with contacts
  double mean = 0;            ///< NaN without them
  double lower_quartile = 0, median = 0, upper_quartile = 0;
  std::array<std::uint32_t, 10> histogram{};  ///< shares 0 to 0.1, 0.1 to 0.2, ..., 0.9 to 1
};

struct Exposure {
  // One entry per member; NaN for members without contacts.
  std::vector<double> own_share;              ///< of their connections, those inside their own group
  std::vector<std::uint32_t> foreign_groups;  ///< other groups in which they have a contact
  std::vector<double> entropy;  ///< of their contacts' groups, in bits: 0 one group, h as if spread over 2^h
  std::vector<double>
      diversity;  ///< Rao-Stirling: mean distance of the groups of two of their connections, 0 to 1
  std::vector<ExposureSpread> groups;  ///< one per group
};

/// Beyond the 1,024 largest groups, two different groups count as entirely distant (1) without looking at
/// their rows. O(m + sum over members of (groups touched)^2).
Exposure exposure(const graph::Graph& graph, const graph::Partition& groups, const MixingMatrix& mixing,
                  const RunContext& context = {});

}  // namespace tertius::bubbles
