// Coordinates of members such that near means connected alike: the leading eigenvectors of the adjacency
// matrix and of the normalised one, D^-1/2 A D^-1/2.
//
// Subspace iteration from a seeded random start, with Rayleigh-Ritz at the end. N. Halko, P. G. Martinsson &
// J. A. Tropp (2011), Finding structure with randomness, doi:10.1137/090771806. As much as a feature needs:
// leading eigenpairs come out to many digits, the last ones span roughly the right space.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::introductions {

enum class Matrix {
  adjacency,   ///< A, eigenvalues largest in magnitude; hubs and the dense core
  normalised,  ///< D^-1/2 A D^-1/2, largest eigenvalues; groups, whatever the degrees
};

struct SpectralOptions {
  Matrix matrix = Matrix::normalised;
  unsigned dimensions = 64;  ///< at most; never more than half the members
  unsigned iterations = 36;
};

/// values[i] belongs to column i of `vectors`, row-major n x values.size(), columns orthonormal. Isolated
/// members have zero rows in the normalised matrix's leading vectors up to noise.
struct Spectrum {
  std::vector<double> values;
  std::vector<float> vectors;

  std::size_t dimensions() const { return values.size(); }
  std::span<const float> of(graph::VertexId v) const {
    return std::span(vectors).subspan(v * dimensions(), dimensions());
  }
};

/// Weights are ignored. O(iterations (m + n d) d) for d dimensions. The same on any number of threads.
Spectrum spectrum(const graph::Graph& graph, const SpectralOptions& options = {},
                  const RunContext& context = {});

}  // namespace tertius::introductions
