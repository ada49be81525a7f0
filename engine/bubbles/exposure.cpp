#include "engine/bubbles/exposure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/parallel.hpp"

namespace tertius::bubbles {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t most_compared = 1024;

/// Cosines of the rows of the mixing matrix, for the first groups.
class Likeness {
 public:
  Likeness(const MixingMatrix& mixing, const RunContext& context)
      : count_(std::min(mixing.groups(), most_compared)), cosine_(std::size_t{count_} * count_, 0.0) {
    std::vector<double> length(count_, 0.0);
    for (std::uint32_t g = 0; g < count_; ++g) {
      for (const auto& cell : mixing.row(g)) length[g] += square(cell.ends);
      length[g] = std::sqrt(length[g]);
    }
    PerThread<std::vector<double>> rows([&] { return std::vector<double>(mixing.groups(), 0.0); });
    parallel_each(count_, 4, [&](std::size_t a) {
      context.poll();
      std::vector<double>& row = rows.local();
      for (const auto& cell : mixing.row(static_cast<std::uint32_t>(a)))
        row[cell.group] = static_cast<double>(cell.ends);
      for (std::uint32_t b = 0; b < count_; ++b) {
        double product = 0;
        for (const auto& cell : mixing.row(b)) product += row[cell.group] * static_cast<double>(cell.ends);
        if (length[a] > 0 && length[b] > 0) cosine_[a * count_ + b] = product / (length[a] * length[b]);
      }
      for (const auto& cell : mixing.row(static_cast<std::uint32_t>(a))) row[cell.group] = 0;
    });
  }
  double operator()(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return 1;
    return a < count_ && b < count_ ? cosine_[std::size_t{a} * count_ + b] : 0;
  }

 private:
  static double square(std::uint64_t x) { return static_cast<double>(x) * static_cast<double>(x); }
  std::uint32_t count_;
  std::vector<double> cosine_;
};

struct Counter {
  std::vector<std::uint32_t> connections;  // all 0 between members
  std::vector<std::uint32_t> touched;
};

ExposureSpread spread_of(std::vector<double> shares) {
  ExposureSpread spread;
  spread.members = static_cast<std::uint32_t>(shares.size());
  if (shares.empty()) {
    spread.mean = spread.lower_quartile = spread.median = spread.upper_quartile = undefined;
    return spread;
  }
  std::sort(shares.begin(), shares.end());
  for (const double share : shares) {
    spread.mean += share / static_cast<double>(shares.size());
    ++spread.histogram[std::min<std::size_t>(9, static_cast<std::size_t>(share * 10 + 1e-9))];
  }
  // Linear between the two nearest members (R's type 7).
  const auto quantile = [&](double q) {
    const double at = q * static_cast<double>(shares.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, shares.size() - 1);
    return shares[low] + (at - static_cast<double>(low)) * (shares[high] - shares[low]);
  };
  spread.lower_quartile = quantile(0.25);
  spread.median = quantile(0.5);
  spread.upper_quartile = quantile(0.75);
  return spread;
}

}  // namespace

Exposure exposure(const graph::Graph& graph, const graph::Partition& groups, const MixingMatrix& mixing,
                  const RunContext& context) {
  const graph::VertexId n = graph.vertex_count();
  if (groups.label.size() != n || mixing.groups() != groups.count)
    throw Error(ErrorKey::argument_missing, "exposure needs one group per member and their mixing matrix");
  return with_threads(context, [&] {
    const Phase phase(context, "exposure");
    Exposure result;
    result.own_share.assign(n, undefined);
    result.entropy.assign(n, undefined);
    result.diversity.assign(n, undefined);
    result.foreign_groups.assign(n, 0);
    const Likeness likeness(mixing, context);
    PerThread<Counter> counters([&] { return Counter{std::vector<std::uint32_t>(groups.count, 0), {}}; });
    parallel_blocks(n, 1024, [&](std::size_t begin, std::size_t end) {
      context.poll();
      auto& [connections, touched] = counters.local();
      for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v) {
        if (graph.degree(v) == 0) continue;
        for (const graph::VertexId u : graph.neighbours(v)) {
          if (connections[groups.label[u]]++ == 0) touched.push_back(groups.label[u]);
        }
        std::sort(touched.begin(), touched.end());  // sums do not depend on who is called what
        const std::uint32_t own = groups.label[v];
        const double degree = graph.degree(v);
        double entropy = 0, alike = 0;
        for (std::size_t i = 0; i < touched.size(); ++i) {
          const double share = connections[touched[i]] / degree;
          entropy -= share * std::log2(share);
          alike += share * share;
          for (std::size_t j = 0; j < i; ++j)
            alike += 2 * share * (connections[touched[j]] / degree) * likeness(touched[i], touched[j]);
        }
        result.own_share[v] = connections[own] / degree;
        result.foreign_groups[v] =
            static_cast<std::uint32_t>(touched.size()) - (connections[own] > 0 ? 1 : 0);
        result.entropy[v] = touched.size() == 1 ? 0 : entropy;
        result.diversity[v] = touched.size() == 1 ? 0 : std::max(0.0, 1 - alike);
        for (const std::uint32_t g : touched) connections[g] = 0;
        touched.clear();
      }
    });
    std::vector<std::vector<double>> shares(groups.count);
    for (graph::VertexId v = 0; v < n; ++v) {
      if (graph.degree(v) > 0) shares[groups.label[v]].push_back(1 - result.own_share[v]);
    }
    for (auto& group : shares) result.groups.push_back(spread_of(std::move(group)));
    return result;
  });
}

}  // namespace tertius::bubbles
