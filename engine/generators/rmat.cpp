#include "engine/generators/rmat.hpp"

#include <array>
#include <vector>

#include "engine/generators/edge_list.hpp"
#include "engine/generators/permutation.hpp"

namespace tertius::generators {
namespace {

/// Draws several levels of quadrants with one look-up: a random number of 32 bits picks a slot (its lower
/// bits) and decides between the two outcomes that share it (Walker 1977, doi:10.1145/355744.355749).
/// Outcomes hold the rows' bits above the columns' bits.
class QuadrantTable {
 public:
  QuadrantTable(unsigned levels, const RmatOptions& options)
      : levels_(levels), slots_(std::size_t{1} << (2 * levels)) {
    const std::array<double, 4> quadrant{options.a, options.b, options.c,
                                         1.0 - options.a - options.b - options.c};
    const std::size_t outcomes = slots_.size();
    std::vector<double> share(outcomes, static_cast<double>(outcomes));
    for (std::size_t outcome = 0; outcome < outcomes; ++outcome) {
      for (unsigned level = 0; level < levels; ++level) {
        const std::size_t row = outcome >> (levels + level) & 1, column = outcome >> level & 1;
        share[outcome] *= quadrant[2 * row + column];
      }
    }
    std::vector<std::size_t> rare, frequent;
    for (std::size_t outcome = 0; outcome < outcomes; ++outcome) {
      slots_[outcome] = {1u << fraction_bits, static_cast<std::uint16_t>(outcome),
                         static_cast<std::uint16_t>(outcome)};
      (share[outcome] < 1.0 ? rare : frequent).push_back(outcome);
    }
    while (!rare.empty() && !frequent.empty()) {
      const std::size_t small = rare.back(), large = frequent.back();
      rare.pop_back();
      slots_[small].limit = static_cast<std::uint32_t>(share[small] * (1u << fraction_bits));
      slots_[small].other = static_cast<std::uint16_t>(large);
      share[large] -= 1.0 - share[small];
      if (share[large] < 1.0) {
        frequent.pop_back();
        rare.push_back(large);
      }
    }
  }

  unsigned levels() const { return levels_; }
  void descend(std::uint32_t random, std::uint32_t& row, std::uint32_t& column) const {
    const Slot& slot = slots_[random & (slots_.size() - 1)];
    const std::uint32_t outcome = random >> (32 - fraction_bits) < slot.limit ? slot.own : slot.other;
    row = row << levels_ | outcome >> levels_;
    column = column << levels_ | (outcome & ((1u << levels_) - 1));
  }

 private:
  static constexpr unsigned fraction_bits = 24;
  struct Slot {
    std::uint32_t limit;
    std::uint16_t own, other;
  };
  unsigned levels_;
  std::vector<Slot> slots_;
};

}  // namespace

graph::Network generate_rmat(const RmatOptions& options, const RunContext& context) {
  if (options.scale < 1 || options.scale > 31) refuse("scale", options.scale, "1 to 31");
  if (options.edge_factor < 1 || options.edge_factor > 4096)
    refuse("edge-factor", options.edge_factor, "1 to 4096");
  for (const double share : {options.a, options.b, options.c, 1.0 - options.a - options.b - options.c}) {
    if (!(share >= 0.0 && share <= 1.0)) refuse("quadrant", share, "four probabilities that sum to 1");
  }
  return with_threads(context, [&] {
    const auto n = static_cast<graph::VertexId>(1u << options.scale);
    EdgeList edges(std::size_t{n} * options.edge_factor);
    {
      constexpr std::size_t block = std::size_t{1} << 16;
      Phase phase(context, "generate", (edges.size() + block - 1) / block);
      const QuadrantTable four(4, options), rest(options.scale % 4 == 0 ? 4 : options.scale % 4, options);
      const unsigned draws = (options.scale + 3) / 4;
      const Permutation order(n, hash64(context.seed, 0));
      parallel_blocks(edges.size(), block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t e = begin; e < end; ++e) {
          RandomStream random(context.seed, 1, e);
          std::uint32_t row = 0, column = 0;
          std::uint64_t bits = 0;
          for (unsigned draw = 0; draw < draws; ++draw) {
            bits = draw % 2 == 0 ? random() : bits >> 32;
            (draw == 0 ? rest : four).descend(static_cast<std::uint32_t>(bits), row, column);
          }
          edges.sources[e] = static_cast<graph::VertexId>(order(row));
          edges.targets[e] = static_cast<graph::VertexId>(order(column));
        }
        phase.advance();
      });
    }
    return generators::network_of(n, std::move(edges), {}, context);
  });
}

}  // namespace tertius::generators
