// From two modes to one: who shares groups or events with whom.
#pragma once

#include <cstdint>

#include "engine/core/choice.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::graph {

enum class ProjectionWeight {
  discounted,  ///< sum over shared groups of 1 / (size - 1): in a small group one meets more
  count,       ///< the number of shared groups
};

inline constexpr Choice<ProjectionWeight> projection_weights[] = {
    {ProjectionWeight::discounted, "discounted", "1 / (its size - 1): in a small group one meets more"},
    {ProjectionWeight::count, "count", "1"},
};

struct ProjectionOptions {
  ProjectionWeight weight = ProjectionWeight::discounted;
  /// Groups of more members than this say little about who meets whom and make very many connections: they
  /// are left out, and counted.
  std::uint32_t largest_group = 500;
  std::uint64_t memory_limit = 0;  ///< bytes; 0: no limit
};

struct Projection {
  Graph graph;                         ///< undirected, weighted
  std::uint64_t groups_used = 0;       ///< groups of two members or more
  std::uint64_t groups_too_large = 0;  ///< left out by ProjectionOptions::largest_group
  std::uint64_t largest_left_out = 0;  ///< members of the largest of these
};

/// Connects members who share a group. By default each shared group adds 1 / (size - 1), so that a member's
/// strength is the number of groups in which somebody else takes part (Newman 2001,
/// doi:10.1103/PhysRevE.64.016132, equation 2). `affiliations` must hold no row twice.
/// O(sum of the squares of group sizes) work. Throws Error{memory} when the connections do not fit the limit.
Projection project(const Affiliations& affiliations, VertexId member_count,
                   const ProjectionOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::graph
