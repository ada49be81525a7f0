#include "engine/clusters/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/core/parallel.hpp"

namespace tertius::clusters {
namespace {

/// Different sizes and how many groups have each.
using Sizes = std::vector<std::pair<double, double>>;

Sizes sizes_of(const graph::Partition& partition) {
  std::map<std::uint32_t, std::uint32_t> count;
  for (const std::uint32_t size : partition.sizes()) ++count[size];
  return {count.begin(), count.end()};
}

double entropy(const Sizes& sizes, double n) {
  double sum = 0;
  for (const auto& [size, count] : sizes) sum -= count * size / n * std::log(size / n);
  return sum;
}

double pairs(double members) {
  return members * (members - 1) / 2;
}

/// log(k!) for k = 0..n.
std::vector<double> log_factorials(std::size_t n) {
  std::vector<double> table(n + 1, 0.0);
  long double sum = 0;
  for (std::size_t k = 2; k <= n; ++k)
    table[k] = static_cast<double>(sum += std::log(static_cast<long double>(k)));
  return table;
}

/// What two groups of a and b members add to the mutual information on average, when members are dealt out at
/// random: the sum over the hypergeometric distribution of their overlap, from its mode outwards until
/// nothing is left to add.
double expected_term(double a, double b, double n, const std::vector<double>& log_factorial) {
  const auto lf = [&](double k) { return log_factorial[static_cast<std::size_t>(k)]; };
  const double low = std::max(1.0, a + b - n), high = std::min(a, b);
  if (low > high) return 0;
  const double mode = std::clamp(std::floor((a + 1) * (b + 1) / (n + 2)), low, high);
  const double at_mode = std::exp(lf(a) + lf(b) + lf(n - a) + lf(n - b) - lf(n) - lf(mode) - lf(a - mode) -
                                  lf(b - mode) - lf(n - a - b + mode));
  const auto term = [&](double k, double p) { return p * k / n * std::log(n * k / (a * b)); };
  constexpr double nothing = 1e-20;
  double sum = term(mode, at_mode);
  double p = at_mode;
  for (double k = mode; k < high && p > nothing; ++k) {
    p *= (a - k) * (b - k) / ((k + 1) * (n - a - b + k + 1));
    sum += term(k + 1, p);
  }
  p = at_mode;
  for (double k = mode; k > low && p > nothing; --k) {
    p *= k * (n - a - b + k) / ((a - k + 1) * (b - k + 1));
    sum += term(k - 1, p);
  }
  return sum;
}

double expected_mutual_information(const Sizes& a, const Sizes& b, double n, const RunContext& context) {
  const std::vector<double> log_factorial = log_factorials(static_cast<std::size_t>(n));
  return parallel_reduce(a.size(), 1, 0.0, [&](std::size_t begin, std::size_t) {
    context.poll();
    double sum = 0;
    for (const auto& [size, count] : b) sum += count * expected_term(a[begin].first, size, n, log_factorial);
    return a[begin].second * sum;
  });
}

}  // namespace

std::vector<Overlap> contingency(const graph::Partition& a, const graph::Partition& b) {
  const graph::GroupMembers groups = graph::members_by_group(a);
  std::vector<Overlap> table;
  std::vector<std::uint32_t> shared(b.count, 0), met;
  for (std::uint32_t g = 0; g < a.count; ++g) {
    for (const graph::VertexId v : groups.of(g)) {
      if (shared[b.label[v]]++ == 0) met.push_back(b.label[v]);
    }
    std::sort(met.begin(), met.end());
    for (const std::uint32_t h : met) table.push_back({g, h, std::exchange(shared[h], 0)});
    met.clear();
  }
  return table;
}

Comparison compare(const graph::Partition& a, const graph::Partition& b, const RunContext& context) {
  constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
  const auto n = static_cast<double>(a.label.size());
  if (a.label.empty()) return {undefined, undefined, undefined, undefined, undefined};
  const Sizes sizes_a = sizes_of(a), sizes_b = sizes_of(b);
  const std::vector<std::uint32_t> size_a = a.sizes(), size_b = b.sizes();
  double information = 0, together = 0, pairs_a = 0, pairs_b = 0;
  for (const Overlap& o : contingency(a, b)) {
    const double shared = o.shared;
    information += shared / n * std::log(shared * n / (static_cast<double>(size_a[o.a]) * size_b[o.b]));
    together += pairs(shared);
  }
  for (const auto& [size, count] : sizes_a) pairs_a += count * pairs(size);
  for (const auto& [size, count] : sizes_b) pairs_b += count * pairs(size);
  const double ha = entropy(sizes_a, n), hb = entropy(sizes_b, n), mean = (ha + hb) / 2;
  Comparison result;
  result.mutual_information = std::max(0.0, information);
  result.variation_of_information = std::max(0.0, ha + hb - 2 * result.mutual_information);
  const bool both_trivial = (a.count == 1 && b.count == 1) || (a.count == n && b.count == n);
  if (both_trivial) {
    result.nmi = result.ami = result.ari = 1;
    return result;
  }
  result.nmi = mean > 0 ? result.mutual_information / mean : 0;
  const double expected =
      with_threads(context, [&] { return expected_mutual_information(sizes_a, sizes_b, n, context); });
  const double room = mean - expected;
  result.ami = std::abs(room) > 1e-15 ? (result.mutual_information - expected) / room : 0;
  const double by_chance = pairs_a * pairs_b / pairs(n), most = (pairs_a + pairs_b) / 2;
  result.ari = most - by_chance != 0 ? (together - by_chance) / (most - by_chance) : 0;
  return result;
}

}  // namespace tertius::clusters
