// Structural holes: how far a member's contacts know each other, and so how much the member is hemmed in by
// them.
//
// With z_ij = a_ij + a_ji the strength between i and j, p_ij = z_ij / sum_q z_iq and m_jq = z_jq / max_k
// z_jk, sums running over the contacts of i:
//   constraint      C_i = sum_j c_ij,  c_ij = (p_ij + sum_q p_iq p_qj)^2
//   effective size  E_i = sum_j (1 - sum_q p_iq m_jq)
//   efficiency      E_i / d_i
//   hierarchy       H_i = sum_j x_j ln x_j / (d_i ln d_i),  x_j = c_ij / (C_i / d_i)
//
// R. S. Burt (1992), Structural Holes, chapter 2, doi:10.4159/9780674038714
// S. P. Borgatti (1997), Structural holes: unpacking Burt's redundancy measures, Connections 20(1), 35-38
#pragma once

#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

/// One value per member each; NaN where the measure is not defined (no contacts).
struct StructuralHoles {
  std::vector<double>
      constraint;  ///< > 0 and at most 1.125 on unweighted connections; low means free to broker
  std::vector<double>
      effective_size;  ///< contacts less their redundancy, in [1, degree] on unweighted connections
  std::vector<double> efficiency;  ///< effective size per contact, in (0, 1]
  std::vector<double>
      hierarchy;  ///< 0: every contact constrains alike, 1: one does it all; 1 for one contact
};

/// Of every member, in one pass over the common contacts of each connection: O(sum of min(d_u, d_v) over
/// connections) time, O(m) memory. `weighted` reads weights where the graph has them. A directed graph counts
/// as Burt defines it, both directions added. Throws Error{cancelled}.
StructuralHoles structural_holes(const graph::Graph& graph, bool weighted = false,
                                 const RunContext& context = {});

}  // namespace tertius::bridges
