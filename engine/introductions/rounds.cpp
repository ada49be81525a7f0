#include "engine/introductions/rounds.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <tuple>

#include "engine/core/error.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/introductions/questions.hpp"

namespace tertius::introductions {
namespace {

constexpr std::size_t none = ~std::size_t{0};
constexpr std::size_t most_introducers = 20;
constexpr unsigned most_passes = 20;
constexpr std::size_t many_pairs = 200'000;  ///< from here on one pass of exchanges must do
constexpr double gain_at_least = 1e-9;

/// Pair indices from the most to the least valuable; equal ones by their members.
class Order {
 public:
  explicit Order(std::span<const RoundPair> pairs) : rank_(pairs.size()), by_rank_(pairs.size()) {
    std::iota(by_rank_.begin(), by_rank_.end(), std::size_t{0});
    const auto key = [&](std::size_t i) {
      const RoundPair& p = pairs[i];
      return std::tuple(-std::nearbyint(p.value * 1e9), std::min(p.a, p.b), std::max(p.a, p.b), i);
    };
    std::sort(by_rank_.begin(), by_rank_.end(),
              [&](std::size_t x, std::size_t y) { return key(x) < key(y); });
    for (std::size_t r = 0; r < by_rank_.size(); ++r) rank_[by_rank_[r]] = r;
  }
  std::size_t rank(std::size_t pair) const { return rank_[pair]; }
  const std::vector<std::size_t>& best_first() const { return by_rank_; }

 private:
  std::vector<std::size_t> rank_, by_rank_;
};

/// The pairs of each member, best first.
std::vector<std::vector<std::size_t>> pairs_of_members(graph::VertexId members,
                                                       std::span<const RoundPair> pairs, const Order& order) {
  std::vector<std::vector<std::size_t>> of(members);
  for (const std::size_t p : order.best_first()) {
    of[pairs[p].a].push_back(p);
    of[pairs[p].b].push_back(p);
  }
  return of;
}

/// A set of pairs within the limits, with an introducer each, that can grow and shrink.
class Selection {
 public:
  Selection(graph::VertexId members, std::span<const RoundPair> pairs, const RoundLimits& limits)
      : pairs_(pairs),
        limits_(limits),
        received_(members, 0),
        made_(members),
        chosen_(pairs.size(), false),
        introducer_(pairs.size(), graph::no_vertex),
        visited_(members, 0) {}

  bool has(std::size_t p) const { return chosen_[p]; }
  graph::VertexId introducer(std::size_t p) const { return introducer_[p]; }
  bool full(graph::VertexId v) const { return received_[v] >= limits_.per_member; }

  /// Adds the pair when there is room for it, if need be by asking other introducers for other pairs.
  bool add(std::size_t p) {
    const RoundPair& pair = pairs_[p];
    if (chosen_[p] || pair.a == pair.b || full(pair.a) || full(pair.b)) return false;
    if (!pair.by_organiser) {
      ++search_;
      if (!assign(p)) return false;
    }
    chosen_[p] = true;
    ++received_[pair.a];
    ++received_[pair.b];
    return true;
  }

  void remove(std::size_t p) {
    chosen_[p] = false;
    --received_[pairs_[p].a];
    --received_[pairs_[p].b];
    if (introducer_[p] == graph::no_vertex) return;
    auto& list = made_[introducer_[p]];
    list.erase(std::find(list.begin(), list.end(), p));
    introducer_[p] = graph::no_vertex;
  }

  /// Pairs that `introducer` makes.
  std::span<const std::size_t> made_by(graph::VertexId introducer) const { return made_[introducer]; }

 private:
  /// An augmenting path: a free introducer, or one who can hand a pair over.
  bool assign(std::size_t p) {
    for (const graph::VertexId z : pairs_[p].introducers) {
      if (made_[z].size() < limits_.per_introducer) return give(p, z);
    }
    for (const graph::VertexId z : pairs_[p].introducers) {
      if (visited_[z] == search_) continue;
      visited_[z] = search_;
      const std::vector<std::size_t> held = made_[z];
      for (const std::size_t other : held) {
        if (!assign(other)) continue;
        // assign(other) has put it elsewhere; its place here is free now.
        return give(p, z);
      }
    }
    return false;
  }

  bool give(std::size_t p, graph::VertexId z) {
    if (introducer_[p] != graph::no_vertex) {
      auto& list = made_[introducer_[p]];
      list.erase(std::find(list.begin(), list.end(), p));
    }
    made_[z].push_back(p);
    introducer_[p] = z;
    return true;
  }

  std::span<const RoundPair> pairs_;
  const RoundLimits& limits_;
  std::vector<unsigned> received_;
  std::vector<std::vector<std::size_t>> made_;
  std::vector<bool> chosen_;
  std::vector<graph::VertexId> introducer_;
  std::vector<std::uint64_t> visited_;
  std::uint64_t search_ = 0;
};

/// Exchanges chosen pairs for others as long as that gains.
class Improvement {
 public:
  Improvement(graph::VertexId members, std::span<const RoundPair> pairs, const Order& order,
              Selection& selection)
      : pairs_(pairs),
        order_(order),
        selection_(selection),
        of_(pairs_of_members(members, pairs, order)),
        could_make_(members) {
    for (const std::size_t p : order.best_first()) {
      for (const graph::VertexId z : pairs[p].introducers) could_make_[z].push_back(p);
    }
  }

  void run() {
    const unsigned passes = pairs_.size() > many_pairs ? 1 : most_passes;
    for (unsigned pass = 0; pass < passes; ++pass) {
      bool gained = false;
      for (const std::size_t p : order_.best_first())
        gained = (selection_.has(p) ? take_out(p) : put_in(p)) || gained;
      if (!gained) return;
    }
  }

 private:
  struct Removed {
    std::size_t pair;
    graph::VertexId introducer;
  };

  /// The least valuable chosen pair of a member.
  std::size_t worst_of(graph::VertexId v) const {
    std::size_t worst = none;
    for (const std::size_t p : of_[v]) {
      if (selection_.has(p)) worst = p;
    }
    return worst;
  }

  /// Puts `p` in the place of what stands in its way.
  bool put_in(std::size_t p) {
    const RoundPair& pair = pairs_[p];
    std::vector<Removed> removed;
    const auto remove = [&](std::size_t q) {
      removed.push_back({q, selection_.introducer(q)});
      selection_.remove(q);
    };
    for (const graph::VertexId v : {pair.a, pair.b}) {
      if (selection_.full(v)) remove(worst_of(v));
    }
    std::vector<std::size_t> added;
    if (selection_.add(p)) {
      added.push_back(p);
    } else if (!pair.by_organiser) {
      // Every introducer is taken: the least valuable of what they make gives way.
      std::size_t least = none;
      for (const graph::VertexId z : pair.introducers) {
        for (const std::size_t q : selection_.made_by(z)) {
          if (least == none || order_.rank(q) > order_.rank(least)) least = q;
        }
      }
      if (least != none) {
        remove(least);
        if (selection_.add(p)) added.push_back(p);
      }
    }
    if (!added.empty()) refill(removed, added);
    return settle(removed, added);
  }

  /// Takes `p` out for what can come instead.
  bool take_out(std::size_t p) {
    const std::vector<Removed> removed = {{p, selection_.introducer(p)}};
    std::vector<std::size_t> added;
    selection_.remove(p);
    refill(removed, added, p);
    return settle(removed, added);
  }

  /// Adds what has become possible where pairs were removed, best first.
  void refill(const std::vector<Removed>& removed, std::vector<std::size_t>& added,
              std::size_t except = none) {
    std::vector<std::size_t> near;
    const auto consider = [&](const std::vector<std::size_t>& list) {
      near.insert(near.end(), list.begin(), list.end());
    };
    for (const auto& [q, introducer] : removed) {
      consider(of_[pairs_[q].a]);
      consider(of_[pairs_[q].b]);
      if (introducer != graph::no_vertex) consider(could_make_[introducer]);
    }
    std::sort(near.begin(), near.end(),
              [&](std::size_t x, std::size_t y) { return order_.rank(x) < order_.rank(y); });
    near.erase(std::unique(near.begin(), near.end()), near.end());
    for (const std::size_t q : near) {
      if (q != except && selection_.add(q)) added.push_back(q);
    }
  }

  /// Keeps the exchange when it gains, else takes it back.
  bool settle(const std::vector<Removed>& removed, const std::vector<std::size_t>& added) {
    double gain = 0.0;
    for (const std::size_t q : added) gain += pairs_[q].value;
    for (const Removed& r : removed) gain -= pairs_[r.pair].value;
    if (gain > gain_at_least) return true;
    for (const std::size_t q : added) selection_.remove(q);
    for (const Removed& r : removed) selection_.add(r.pair);
    return false;
  }

  std::span<const RoundPair> pairs_;
  const Order& order_;
  Selection& selection_;
  std::vector<std::vector<std::size_t>> of_, could_make_;
};

/// Mutual contacts who may introduce the two, the most reliable first.
std::vector<graph::VertexId> possible_introducers(const graph::Network& network,
                                                  const Recommender& recommender, graph::VertexId a,
                                                  graph::VertexId b) {
  const graph::Graph& graph = network.graph;
  const Exclusions& exclusions = recommender.options().exclusions;
  const Introducers& introducers = recommender.introducers();
  const double scale = (introducers.scale_of(a) + introducers.scale_of(b)) / 2.0;
  std::vector<std::pair<double, graph::VertexId>> found;
  graph::for_each_common(graph.neighbours(a), graph.neighbours(b),
                         [&](graph::VertexId z, std::size_t i, std::size_t j) {
                           if (!exclusions.may_meet(a, z) || !exclusions.may_meet(b, z)) return;
                           const double r = introducers.reliability(graph.arcs_begin(a) + i, scale) *
                                            introducers.reliability(graph.arcs_begin(b) + j, scale) *
                                            introducers.discount(z, {});
                           found.emplace_back(-std::nearbyint(r * 1e12), z);
                         });
  std::sort(found.begin(), found.end());
  std::vector<graph::VertexId> best;
  for (std::size_t i = 0; i < std::min(most_introducers, found.size()); ++i) best.push_back(found[i].second);
  return best;
}

}  // namespace

std::vector<std::size_t> b_suitor(graph::VertexId members, std::span<const RoundPair> pairs,
                                  unsigned per_member) {
  const Order order(pairs);
  const auto of = pairs_of_members(members, pairs, order);
  // Pairs whose other member bids for this one, best first.
  std::vector<std::vector<std::size_t>> suitors(members);
  std::vector<std::size_t> next(members, 0);
  std::vector<unsigned> open_bids(members, per_member);
  std::deque<graph::VertexId> waiting;
  for (graph::VertexId v = 0; v < members; ++v) waiting.push_back(v);
  const auto better = [&](std::size_t x, std::size_t y) { return order.rank(x) < order.rank(y); };
  while (!waiting.empty()) {
    const graph::VertexId u = waiting.front();
    waiting.pop_front();
    while (open_bids[u] > 0 && next[u] < of[u].size()) {
      const std::size_t p = of[u][next[u]++];
      const graph::VertexId other = pairs[p].a == u ? pairs[p].b : pairs[p].a;
      auto& held = suitors[other];
      if (other == u || (held.size() >= per_member && !better(p, held.back()))) continue;
      held.insert(std::upper_bound(held.begin(), held.end(), p, better), p);
      --open_bids[u];
      if (held.size() <= per_member) continue;
      const std::size_t annulled = held.back();
      held.pop_back();
      const graph::VertexId bidder = pairs[annulled].a == other ? pairs[annulled].b : pairs[annulled].a;
      ++open_bids[bidder];
      waiting.push_back(bidder);
    }
  }
  std::vector<std::size_t> matched;
  for (graph::VertexId v = 0; v < members; ++v) {
    for (const std::size_t p : suitors[v]) {
      const graph::VertexId other = pairs[p].a == v ? pairs[p].b : pairs[p].a;
      const auto& back = suitors[other];
      if (v < other && std::find(back.begin(), back.end(), p) != back.end()) matched.push_back(p);
    }
  }
  std::sort(matched.begin(), matched.end());
  return matched;
}

std::vector<ChosenPair> choose_pairs(graph::VertexId members, std::span<const RoundPair> pairs,
                                     const RoundLimits& limits) {
  const Order order(pairs);
  Selection selection(members, pairs, limits);
  std::vector<std::size_t> first = b_suitor(members, pairs, limits.per_member);
  std::sort(first.begin(), first.end(),
            [&](std::size_t x, std::size_t y) { return order.rank(x) < order.rank(y); });
  for (const std::size_t p : first) selection.add(p);
  for (const std::size_t p : order.best_first()) selection.add(p);
  Improvement(members, pairs, order, selection).run();
  std::vector<ChosenPair> chosen;
  for (const std::size_t p : order.best_first()) {
    if (selection.has(p)) chosen.push_back({p, selection.introducer(p)});
  }
  return chosen;
}

Round plan_round(const graph::Network& network, const Recommender& recommender, const RoundLimits& limits,
                 std::span<const std::pair<graph::VertexId, graph::VertexId>> past,
                 const RunContext& context) {
  if (limits.per_member == 0 || limits.per_introducer == 0) {
    throw Error(ErrorKey::option_value, "a round needs limits of at least 1 per member and per introducer");
  }
  const graph::Graph& graph = network.graph;
  const graph::VertexId n = graph.vertex_count();
  const auto sorted_pair = [](graph::VertexId a, graph::VertexId b) {
    return std::pair(std::min(a, b), std::max(a, b));
  };
  std::vector<std::pair<graph::VertexId, graph::VertexId>> before;
  for (const auto& [a, b] : past) before.push_back(sorted_pair(a, b));
  std::sort(before.begin(), before.end());

  // Everybody's best, as pairs; what both find counts for both.
  struct Found {
    std::pair<graph::VertexId, graph::VertexId> pair;
    graph::VertexId seeker;
    Suggestion suggestion;
  };
  std::vector<Found> found;
  Round round;
  const std::size_t candidates = 10 + std::size_t{4} * limits.per_member;
  suggest_everybody(
      Questions(network, recommender), candidates,
      [&](graph::VertexId member, std::span<const Suggestion> suggestions) {
        for (const Suggestion& s : suggestions) found.push_back({sorted_pair(member, s.id), member, s});
      },
      context);
  const Phase phase(context, "round");
  std::sort(found.begin(), found.end(), [](const Found& x, const Found& y) {
    return std::tuple(x.pair, x.seeker) < std::tuple(y.pair, y.seeker);
  });
  std::vector<RoundPair> pairs;
  std::vector<std::size_t> source;  // into found: the better of the two directions
  for (std::size_t i = 0; i < found.size();) {
    std::size_t end = i, best = i;
    double value = 0.0;
    for (; end < found.size() && found[end].pair == found[i].pair; ++end) {
      value += found[end].suggestion.score / 2.0;
      if (found[end].suggestion.score > found[best].suggestion.score) best = end;
    }
    const auto [a, b] = found[i].pair;
    i = end;
    if (std::binary_search(before.begin(), before.end(), std::pair(a, b))) {
      ++round.past;
      continue;
    }
    const bool newcomer = graph.degree(a) == 0 || graph.degree(b) == 0;
    RoundPair pair{a, b, value, {}, newcomer};
    if (!newcomer) pair.introducers = possible_introducers(network, recommender, a, b);
    if (!newcomer && pair.introducers.empty()) continue;
    pairs.push_back(std::move(pair));
    source.push_back(best);
  }
  context.poll();
  round.candidates = pairs.size();
  std::vector<std::uint32_t> made(n, 0);
  std::vector<bool> receives(n, false);
  for (const auto& [p, introducer] : choose_pairs(n, pairs, limits)) {
    const Found& f = found[source[p]];
    round.introductions.push_back({f.seeker, f.suggestion.id, introducer, pairs[p].value, f.suggestion});
    round.value += pairs[p].value;
    receives[f.seeker] = receives[f.suggestion.id] = true;
    if (introducer != graph::no_vertex) round.largest_load = std::max(round.largest_load, ++made[introducer]);
  }
  for (graph::VertexId v = 0; v < n; ++v) {
    if (receives[v])
      ++round.reached;
    else if (recommender.options().exclusions.open(v))
      ++round.left;
  }
  return round;
}

}  // namespace tertius::introductions
