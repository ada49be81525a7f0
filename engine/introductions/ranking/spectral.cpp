#include "engine/introductions/ranking/spectral.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius::introductions {

namespace {

/// A small dense matrix, row-major.
using Dense = std::vector<double>;

constexpr std::size_t row_block = 1024;
constexpr std::size_t spare = 16;      // more columns than asked for: those asked for converge sooner
constexpr unsigned between_turns = 6;  // multiplications before the columns must be told apart again

/// out = M in, for n x d blocks; `scale` holds D^-1/2, or is empty for the plain adjacency matrix. The
/// normalised matrix is shifted by the identity, so that the largest eigenvalues are the largest in
/// magnitude.
void multiply(const graph::Graph& graph, std::span<const double> scale, std::size_t d, const Dense& in,
              Dense& out) {
  parallel_blocks(graph.vertex_count(), row_block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t v = begin; v < end; ++v) {
      double* const row = out.data() + v * d;
      const double* const own = in.data() + v * d;
      std::fill_n(row, d, 0.0);
      for (const graph::VertexId w : graph.neighbours(static_cast<graph::VertexId>(v))) {
        const double* const other = in.data() + std::size_t{w} * d;
        const double factor = scale.empty() ? 1.0 : scale[w];
        for (std::size_t i = 0; i < d; ++i) row[i] += factor * other[i];
      }
      if (scale.empty()) continue;
      for (std::size_t i = 0; i < d; ++i) row[i] = scale[v] * row[i] + own[i];
    }
  });
}

/// a^T b, d x d, added up in the order of blocks.
Dense product(std::size_t n, std::size_t d, const Dense& a, const Dense& b) {
  return parallel_reduce(
      n, row_block * 4, Dense(d * d, 0.0),
      [&](std::size_t begin, std::size_t end) {
        Dense part(d * d, 0.0);
        for (std::size_t v = begin; v < end; ++v) {
          const double* const x = a.data() + v * d;
          const double* const y = b.data() + v * d;
          for (std::size_t i = 0; i < d; ++i) {
            for (std::size_t j = 0; j < d; ++j) part[i * d + j] += x[i] * y[j];
          }
        }
        return part;
      },
      [](Dense left, const Dense& right) {
        for (std::size_t i = 0; i < left.size(); ++i) left[i] += right[i];
        return left;
      });
}

/// in := in m, for a d x d matrix m.
void combine(std::size_t n, std::size_t d, const Dense& m, Dense& in) {
  parallel_blocks(n, row_block, [&](std::size_t begin, std::size_t end) {
    Dense row(d);
    for (std::size_t v = begin; v < end; ++v) {
      double* const x = in.data() + v * d;
      std::fill(row.begin(), row.end(), 0.0);
      for (std::size_t i = 0; i < d; ++i) {
        for (std::size_t j = 0; j < d; ++j) row[j] += x[i] * m[i * d + j];
      }
      std::copy(row.begin(), row.end(), x);
    }
  });
}

/// Eigenvalues and eigenvectors (columns) of a small symmetric matrix by Jacobi's rotations.
void jacobi(std::size_t d, Dense& a, Dense& vectors) {
  vectors.assign(d * d, 0.0);
  for (std::size_t i = 0; i < d; ++i) vectors[i * d + i] = 1.0;
  for (int sweep = 0; sweep < 60; ++sweep) {
    double off = 0.0, diagonal = 0.0;
    for (std::size_t i = 0; i < d; ++i) {
      diagonal += a[i * d + i] * a[i * d + i];
      for (std::size_t j = i + 1; j < d; ++j) off += a[i * d + j] * a[i * d + j];
    }
    if (off <= 1e-24 * diagonal) return;
    for (std::size_t p = 0; p < d; ++p) {
      for (std::size_t q = p + 1; q < d; ++q) {
        const double apq = a[p * d + q];
        if (apq == 0.0) continue;
        const double theta = (a[q * d + q] - a[p * d + p]) / (2.0 * apq);
        const double t = std::copysign(1.0, theta) / (std::abs(theta) + std::sqrt(theta * theta + 1.0));
        const double c = 1.0 / std::sqrt(t * t + 1.0);
        const double s = t * c;
        for (std::size_t k = 0; k < d; ++k) {
          const double x = a[k * d + p], y = a[k * d + q];
          a[k * d + p] = c * x - s * y;
          a[k * d + q] = s * x + c * y;
        }
        for (std::size_t k = 0; k < d; ++k) {
          const double x = a[p * d + k], y = a[q * d + k];
          a[p * d + k] = c * x - s * y;
          a[q * d + k] = s * x + c * y;
        }
        for (std::size_t k = 0; k < d; ++k) {
          const double x = vectors[k * d + p], y = vectors[k * d + q];
          vectors[k * d + p] = c * x - s * y;
          vectors[k * d + q] = s * x + c * y;
        }
      }
    }
  }
}

/// Makes the columns orthonormal: twice by Cholesky's factor of the Gram matrix; columns that vanish become
/// zero.
void orthonormalise(std::size_t n, std::size_t d, Dense& x) {
  for (int round = 0; round < 2; ++round) {
    Dense gram = product(n, d, x, x);
    double trace = 0.0;
    for (std::size_t i = 0; i < d; ++i) trace += gram[i * d + i];
    // Upper factor R of gram = R^T R, then x := x R^-1.
    Dense factor(d * d, 0.0);
    std::vector<bool> gone(d, false);
    for (std::size_t j = 0; j < d; ++j) {
      for (std::size_t i = 0; i <= j; ++i) {
        double sum = gram[i * d + j];
        for (std::size_t k = 0; k < i; ++k) sum -= factor[k * d + i] * factor[k * d + j];
        if (i < j) {
          factor[i * d + j] = gone[i] ? 0.0 : sum / factor[i * d + i];
        } else {
          gone[j] = !(sum > 1e-14 * trace / static_cast<double>(d));
          factor[j * d + j] = gone[j] ? 1.0 : std::sqrt(sum);
        }
      }
    }
    Dense inverse(d * d, 0.0);
    for (std::size_t j = 0; j < d; ++j) {
      if (gone[j]) continue;
      inverse[j * d + j] = 1.0 / factor[j * d + j];
      for (std::size_t i = j; i-- > 0;) {
        if (gone[i]) continue;
        double sum = 0.0;
        for (std::size_t k = i + 1; k <= j; ++k) sum += factor[i * d + k] * inverse[k * d + j];
        inverse[i * d + j] = -sum / factor[i * d + i];
      }
    }
    combine(n, d, inverse, x);
  }
}

}  // namespace

Spectrum spectrum(const graph::Graph& graph, const SpectralOptions& options, const RunContext& context) {
  return with_threads(context, [&] {
    const std::size_t n = graph.vertex_count();
    const std::size_t kept = std::min<std::size_t>(options.dimensions, n / 2);
    Spectrum result;
    if (kept == 0) return result;
    const std::size_t d = std::min(n, kept + spare);
    Phase phase(context, "spectrum", options.iterations);
    std::vector<double> scale;
    if (options.matrix == Matrix::normalised) {
      scale.resize(n);
      for (std::size_t v = 0; v < n; ++v) {
        const graph::VertexId k = graph.degree(static_cast<graph::VertexId>(v));
        scale[v] = k == 0 ? 0.0 : 1.0 / std::sqrt(static_cast<double>(k));
      }
    }
    Dense x(n * d), y(n * d);
    parallel_each(n, row_block, [&](std::size_t v) {
      RandomStream random(context.seed, v);
      for (std::size_t i = 0; i < d; ++i) x[v * d + i] = random.real() - 0.5;
    });
    for (unsigned i = 0; i < options.iterations; ++i) {
      multiply(graph, scale, d, x, y);
      x.swap(y);
      if (i % between_turns == between_turns - 1 || i + 1 == options.iterations) orthonormalise(n, d, x);
      phase.advance();
    }
    multiply(graph, scale, d, x, y);
    Dense small = product(n, d, x, y);
    for (std::size_t i = 0; i < d; ++i) {
      for (std::size_t j = 0; j < i; ++j)
        small[i * d + j] = small[j * d + i] = (small[i * d + j] + small[j * d + i]) / 2;
    }
    Dense rotation;
    jacobi(d, small, rotation);
    combine(n, d, rotation, x);
    const double shift = scale.empty() ? 0.0 : 1.0;
    std::vector<std::size_t> order(d);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::abs(small[a * d + a]) > std::abs(small[b * d + b]);
    });
    result.values.resize(kept);
    result.vectors.resize(n * kept);
    for (std::size_t i = 0; i < kept; ++i) result.values[i] = small[order[i] * d + order[i]] - shift;
    parallel_each(n, row_block, [&](std::size_t v) {
      for (std::size_t i = 0; i < kept; ++i) {
        result.vectors[v * kept + i] = static_cast<float>(x[v * d + order[i]]);
      }
    });
    return result;
  });
}

}  // namespace tertius::introductions
