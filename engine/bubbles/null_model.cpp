#include "engine/bubbles/null_model.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/parallel.hpp"
#include "engine/graph/kernels/rewiring.hpp"

namespace tertius::bubbles {
namespace {

/// Attempted swaps, and ends shuffled, that take a second or two.
constexpr double affordable_swaps = 2e7, affordable_ends = 2e8;
constexpr std::uint32_t least_permutations = 99;  // p-values of one percent

/// Numbers of connections that are tested, in one row: all inside groups, inside each group, between each
/// pair.
struct Layout {
  std::uint32_t groups, paired;

  explicit Layout(std::uint32_t count)
      : groups(std::min(count, PermutationTest::most_groups)),
        paired(std::min(count, PermutationTest::most_paired)) {}
  std::size_t inside(std::uint32_t g) const { return 1 + g; }
  std::size_t between(std::uint32_t a, std::uint32_t b) const {
    const auto [low, high] = std::minmax(a, b);
    return 1 + groups + std::size_t{high} * (high - 1) / 2 + low;
  }
  std::size_t size() const { return 1 + groups + std::size_t{paired} * (paired - 1) / 2; }

  void count(std::uint32_t a, std::uint32_t b, std::uint64_t connections,
             std::vector<std::uint64_t>& row) const {
    if (a == b) {
      row[0] += connections;
      if (a < groups) row[inside(a)] += connections;
    } else if (a < paired && b < paired) {
      row[between(a, b)] += connections;
    }
  }
};

using Row = std::vector<std::uint64_t>;

/// Random networks seen so far, held against the observed row.
struct Tally {
  struct Entry {
    double sum = 0, squares = 0;  // of differences from what was observed
    std::uint32_t fewer = 0, more = 0;
  };
  std::vector<Entry> entries;

  void add(const Row& drawn, const Row& observed) {
    if (entries.empty()) entries.resize(drawn.size());
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      const double difference = static_cast<double>(drawn[i]) - static_cast<double>(observed[i]);
      entries[i].sum += difference;
      entries[i].squares += difference * difference;
      entries[i].fewer += drawn[i] <= observed[i] ? 1 : 0;
      entries[i].more += drawn[i] >= observed[i] ? 1 : 0;
    }
  }
  static Tally merged(Tally a, const Tally& b) {
    if (a.entries.empty()) return b;
    for (std::size_t i = 0; i < b.entries.size(); ++i) {
      a.entries[i].sum += b.entries[i].sum;
      a.entries[i].squares += b.entries[i].squares;
      a.entries[i].fewer += b.entries[i].fewer;
      a.entries[i].more += b.entries[i].more;
    }
    return a;
  }
};

ChanceTest judged(double observed, double mean, double variance) {
  ChanceTest test;
  test.mean = mean;
  test.sd = std::sqrt(std::max(0.0, variance));
  if (test.sd > 1e-9 * std::max(1.0, mean)) test.z = (observed - mean) / test.sd;
  return test;
}

/// Sums over the ways in which `pairs` pairs of ends can be joined: E[X] and E[X(X-1)] when all ends are.
ChanceTest judged_by_moments(double observed, double mean, double second_factorial) {
  return judged(observed, mean, second_factorial + mean - mean * mean);
}

ChanceTest joined_inside_all(const MixingMatrix& mixing) {
  const double all = 2.0 * static_cast<double>(mixing.total_connections());
  if (all < 4) return {};
  // Pairs of ends inside one group; disjoint ones of two groups may be joined at the same time.
  double pairs = 0, squares = 0, twice = 0;
  for (std::uint32_t g = 0; g < mixing.groups(); ++g) {
    const double d = static_cast<double>(mixing.ends(g)), p = d * (d - 1) / 2;
    pairs += p;
    squares += p * p;
    twice += p * std::max(0.0, (d - 2) * (d - 3) / 2);
  }
  return judged_by_moments(static_cast<double>(mixing.total_internal()), pairs / (all - 1),
                           (twice + pairs * pairs - squares) / ((all - 1) * (all - 3)));
}

/// ln(k!) by Stirling's series, the same on every machine.
double log_factorial(std::uint64_t k) {
  double shift = 0;
  double x = static_cast<double>(k) + 1;
  for (; x < 16; x += 1) shift += std::log(x);
  const double inverse = 1 / x, square = inverse * inverse;
  return (x - 0.5) * std::log(x) - x + 0.91893853320467274178 +
         inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) - shift;
}
double log_choose(std::uint64_t n, std::uint64_t k) {
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

/// A mixing matrix of randomly joined ends: which ends are the first of a connection, then what they are
/// joined to.
class JoinedMatrix {
 public:
  JoinedMatrix(const MixingMatrix& mixing, Layout layout) : layout_(layout) {
    for (std::uint32_t g = 0; g < mixing.groups(); ++g) ends_.push_back(mixing.ends(g));
    connections_ = mixing.total_connections();
  }
  Row operator()(RandomStream random) const {
    Row row(layout_.size(), 0);
    std::vector<std::uint64_t> first = divided(random, ends_, 2 * connections_, connections_), second(ends_);
    for (std::size_t g = 0; g < ends_.size(); ++g) second[g] -= first[g];
    std::uint64_t left = connections_;
    for (std::uint32_t a = 0; a < ends_.size(); ++a) {
      const std::vector<std::uint64_t> to = divided(random, second, left, first[a]);
      left -= first[a];
      for (std::uint32_t b = 0; b < ends_.size(); ++b) {
        second[b] -= to[b];
        layout_.count(a, b, to[b], row);
      }
    }
    return row;
  }

 private:
  /// How many of `drawn` items come from each pool.
  static std::vector<std::uint64_t> divided(RandomStream& random, const std::vector<std::uint64_t>& pools,
                                            std::uint64_t total, std::uint64_t drawn) {
    std::vector<std::uint64_t> from(pools.size(), 0);
    for (std::size_t i = 0; i < pools.size() && drawn > 0; ++i) {
      from[i] = draw_marked(random, total, pools[i], drawn);
      total -= pools[i];
      drawn -= from[i];
    }
    return from;
  }

  Layout layout_;
  std::vector<std::uint64_t> ends_;
  std::uint64_t connections_;
};

/// The same for many groups: the ends themselves are shuffled.
class ShuffledEnds {
 public:
  ShuffledEnds(const MixingMatrix& mixing, Layout layout) : layout_(layout) {
    for (std::uint32_t g = 0; g < mixing.groups(); ++g) ends_.insert(ends_.end(), mixing.ends(g), g);
  }
  Row operator()(RandomStream random) const {
    Row row(layout_.size(), 0);
    std::vector<std::uint32_t> order(ends_);
    shuffle(order, random);
    for (std::size_t i = 0; i + 1 < order.size(); i += 2) layout_.count(order[i], order[i + 1], 1, row);
    return row;
  }

 private:
  Layout layout_;
  std::vector<std::uint32_t> ends_;
};

class RewiredNetwork {
 public:
  RewiredNetwork(const graph::Graph& graph, const graph::Partition& groups, Layout layout,
                 std::uint64_t attempts, RandomStream back)
      : groups_(groups), layout_(layout), attempts_(attempts), hidden_(graph) {
    hidden_.swap_ends(attempts_, back);
  }
  Row operator()(RandomStream random) const {
    graph::Rewiring network(hidden_);
    network.swap_ends(attempts_, random);
    Row row(layout_.size(), 0);
    for (const auto [u, v] : network.connections()) layout_.count(groups_.label[u], groups_.label[v], 1, row);
    return row;
  }

 private:
  const graph::Partition& groups_;
  Layout layout_;
  std::uint64_t attempts_;
  graph::Rewiring hidden_;
};

template <class Draw>
Tally drawn(const Draw& draw, const Row& observed, std::uint32_t permutations, Phase& phase,
            const RunContext& context) {
  return parallel_reduce(
      permutations, 16, Tally{},
      [&](std::size_t begin, std::size_t end) {
        Tally tally;
        for (std::size_t i = begin; i < end; ++i) {
          tally.add(draw(RandomStream(context.seed, 0x6e756c6c, i + 1)), observed);
          phase.advance();
        }
        return tally;
      },
      Tally::merged);
}

}  // namespace

std::string_view to_string(NullModel model) {
  return name_in(null_models, model);
}

const ChanceTest& PermutationTest::pair(std::uint32_t a, std::uint32_t b) const {
  const auto [low, high] = std::minmax(a, b);
  return pairs[std::size_t{high} * (high - 1) / 2 + low];
}

std::uint64_t draw_marked(RandomStream& random, std::uint64_t total, std::uint64_t marked,
                          std::uint64_t drawn) {
  const std::uint64_t least = drawn + marked > total ? drawn + marked - total : 0,
                      most = std::min(drawn, marked);
  if (least == most) return least;
  const double n = static_cast<double>(total), k = static_cast<double>(marked),
               d = static_cast<double>(drawn);
  const auto guess = static_cast<std::uint64_t>((d + 1) * (k + 1) / (n + 2));
  const std::uint64_t mode = std::clamp(guess, least, most);
  const double at_mode = std::exp(log_choose(marked, mode) + log_choose(total - marked, drawn - mode) -
                                  log_choose(total, drawn));
  double left = random.real() - at_mode;
  if (left < 0) return mode;
  // P(x+1) / P(x) = (k - x)(d - x) / ((x + 1)(n - k - d + x + 1))
  double above = at_mode, below = at_mode;
  std::uint64_t up = mode, down = mode;
  while (up < most || down > least) {
    if (up < most) {
      const double x = static_cast<double>(up++);
      above *= (k - x) * (d - x) / ((x + 1) * (n - k - d + x + 1));
      if ((left -= above) < 0) return up;
    }
    if (down > least) {
      const double x = static_cast<double>(--down);
      below *= (x + 1) * (n - k - d + x + 1) / ((k - x) * (d - x));
      if ((left -= below) < 0) return down;
    }
    if (above < 1e-300 && below < 1e-300) break;
  }
  return mode;  // the chances added up to a little less than 1
}

ChanceTest joined_at_random(const MixingMatrix& mixing, std::uint32_t a, std::uint32_t b) {
  const double all = 2.0 * static_cast<double>(mixing.total_connections());
  if (all < 4) return {};
  const double x = static_cast<double>(mixing.ends(a)), y = static_cast<double>(mixing.ends(b));
  const double observed = static_cast<double>(mixing.connections(a, b));
  if (a == b) {
    return judged_by_moments(observed, x * (x - 1) / (2 * (all - 1)),
                             x * (x - 1) * (x - 2) * (x - 3) / (4 * (all - 1) * (all - 3)));
  }
  return judged_by_moments(observed, x * y / (all - 1), x * (x - 1) * y * (y - 1) / ((all - 1) * (all - 3)));
}

PermutationTest permutation_test(const graph::Graph& graph, const graph::Partition& groups,
                                 const MixingMatrix& mixing, const PermutationOptions& options,
                                 const RunContext& context) {
  const Layout layout(groups.count);
  const double connections = static_cast<double>(mixing.total_connections());
  PermutationTest result;
  result.permutations = options.permutations;
  result.paired = layout.paired;
  const std::uint32_t least = std::min(least_permutations, options.permutations);
  const double attempts = std::max(1.0, options.swaps_per_connection * connections);
  const auto affordable = [&](double budget, double cost) {
    return static_cast<std::uint32_t>(std::min<double>(options.permutations, budget / std::max(1.0, cost)));
  };
  const std::uint32_t networks = affordable(affordable_swaps, attempts);
  result.model = options.model.value_or(networks >= least ? NullModel::rewired : NullModel::joined);
  const bool few_groups = groups.count <= PermutationTest::most_paired;
  if (result.model == NullModel::rewired) {
    if (!options.model) result.permutations = networks;
  } else if (!few_groups) {
    result.permutations = affordable(affordable_ends, 2 * connections);
    if (result.permutations < least) result.permutations = 0;
  }
  if (mixing.total_connections() < 2) result.permutations = 0;  // nothing to exchange

  return with_threads(context, [&] {
    Phase phase(context, "permutations", result.permutations);
    Row observed(layout.size(), 0);
    for (std::uint32_t a = 0; a < mixing.groups(); ++a) {
      for (const MixingMatrix::Cell& cell : mixing.row(a)) {
        if (cell.group >= a) layout.count(a, cell.group, mixing.connections(a, cell.group), observed);
      }
    }
    Tally tally;
    if (result.permutations > 0) {
      const auto count = result.permutations;
      if (result.model == NullModel::rewired) {
        const RandomStream back(context.seed, 0x6e756c6c, 0);
        const RewiredNetwork draw(graph, groups, layout, static_cast<std::uint64_t>(attempts), back);
        tally = drawn(draw, observed, count, phase, context);
      } else if (few_groups) {
        tally = drawn(JoinedMatrix(mixing, layout), observed, count, phase, context);
      } else {
        tally = drawn(ShuffledEnds(mixing, layout), observed, count, phase, context);
      }
    }
    const double count = result.permutations;
    const auto test = [&](std::size_t at, ChanceTest known) {
      if (tally.entries.empty()) return known;
      const Tally::Entry& entry = tally.entries[at];
      if (result.model == NullModel::rewired) {
        const double from = entry.sum / count;
        const double seen = static_cast<double>(observed[at]);
        known =
            judged(seen, seen + from, count > 1 ? (entry.squares - count * from * from) / (count - 1) : 0);
      }
      known.p_fewer = (1.0 + entry.fewer) / (1 + count);
      known.p_more = (1.0 + entry.more) / (1 + count);
      return known;
    };
    const bool joined = result.model == NullModel::joined;
    result.internal = test(0, joined ? joined_inside_all(mixing) : ChanceTest{});
    for (std::uint32_t g = 0; g < layout.groups; ++g)
      result.groups.push_back(test(layout.inside(g), joined ? joined_at_random(mixing, g, g) : ChanceTest{}));
    for (std::uint32_t b = 1; b < layout.paired; ++b) {
      for (std::uint32_t a = 0; a < b; ++a)
        result.pairs.push_back(
            test(layout.between(a, b), joined ? joined_at_random(mixing, a, b) : ChanceTest{}));
    }
    return result;
  });
}

}  // namespace tertius::bubbles
