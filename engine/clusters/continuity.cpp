#include "engine/clusters/continuity.hpp"

#include <algorithm>
#include <map>

namespace tertius::clusters {
namespace {

struct Pair {
  std::uint32_t then, now, shared;
  double alike;
};

}  // namespace

Continuity match_clusters(const EarlierClusters& earlier, const graph::Partition& now, double least) {
  constexpr std::uint32_t none = EarlierClusters::none;
  const std::size_t before = earlier.number.size();
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> overlap;
  std::vector<std::uint32_t> known(now.count, 0), still(before, 0);
  const std::vector<std::uint32_t> sizes = now.sizes();
  Continuity result{std::vector<std::uint32_t>(now.count, none), std::vector<Origin>(now.count, Origin::born),
                    std::vector<std::uint32_t>(now.count, none), std::vector<Fate>(before, Fate::gone),
                    std::vector<std::uint32_t>(before, none)};
  for (std::size_t v = 0; v < now.label.size(); ++v) {
    const std::uint32_t then = earlier.label[v];
    if (then == none) {
      ++result.joined;
      continue;
    }
    ++overlap[{then, now.label[v]}];
    ++known[now.label[v]];
    ++still[then];
  }
  std::vector<Pair> pairs;
  for (const auto& [key, shared] : overlap) {
    const auto [then, here] = key;
    pairs.push_back(
        {then, here, shared, shared / (static_cast<double>(earlier.size[then]) + sizes[here] - shared)});
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return a.alike != b.alike ? a.alike > b.alike : a.shared > b.shared;
  });
  for (const Pair& pair : pairs) {
    if (pair.alike < least || result.into[pair.then] != none || result.from[pair.now] != none) continue;
    result.into[pair.then] = pair.now;
    result.from[pair.now] = pair.then;
    result.fate[pair.then] = Fate::kept;
    result.origin[pair.now] = Origin::kept;
    result.number[pair.now] = earlier.number[pair.then];
  }
  for (const Pair& pair : pairs) {  // what was not matched, by where most came from and went to
    if (result.origin[pair.now] == Origin::born && 2 * pair.shared > sizes[pair.now] &&
        result.fate[pair.then] == Fate::kept) {
      result.origin[pair.now] = Origin::split;
      result.from[pair.now] = pair.then;
    }
    if (result.fate[pair.then] == Fate::gone && 2 * pair.shared > still[pair.then] &&
        result.origin[pair.now] == Origin::kept) {
      result.fate[pair.then] = Fate::merged;
      result.into[pair.then] = pair.now;
    }
    if (result.origin[pair.now] == Origin::kept && result.from[pair.now] == pair.then)
      result.stayed += pair.shared;
  }
  for (const std::uint32_t k : known) result.moved += k;
  result.moved -= result.stayed;
  for (std::size_t e = 0; e < before; ++e) result.left += earlier.size[e] - still[e];
  std::uint32_t next = 0;
  for (const std::uint32_t number : earlier.number) next = std::max(next, number);
  for (std::uint32_t& number : result.number) {
    if (number == none) number = ++next;
  }
  return result;
}

}  // namespace tertius::clusters
