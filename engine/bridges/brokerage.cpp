#include "engine/bridges/brokerage.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <type_traits>
#include <unordered_map>

#include "engine/bridges/closed_triads.hpp"
#include "engine/bridges/common_contacts.hpp"
#include "engine/graph/building/builder.hpp"

namespace tertius::bridges {
namespace {

using Roles = std::array<std::uint64_t, brokerage_roles>;

BrokerageRole role_of(std::uint32_t from, std::uint32_t broker, std::uint32_t to) {
  if (from == to) return from == broker ? BrokerageRole::coordinator : BrokerageRole::consultant;
  if (from == broker) return BrokerageRole::representative;
  return to == broker ? BrokerageRole::gatekeeper : BrokerageRole::liaison;
}

// Directions of an arc of the undirected graph v -> u.
constexpr std::uint8_t outward = 1;  // v -> u was read
constexpr std::uint8_t inward = 2;   // u -> v was read
constexpr std::uint8_t mutual = outward | inward;

/// Contacts of one broker, in all or in one group.
struct Tally {
  std::uint64_t in = 0, out = 0, both = 0;

  Tally& operator+=(const Tally& more) {
    in += more.in;
    out += more.out;
    both += more.both;
    return *this;
  }
};

/// Ordered couples of its open pairs that share a member.
struct Overlaps {
  double same_tail = 0;  // (i,k), (i,l)
  double same_head = 0;  // (i,k), (j,k)
  double chained = 0;    // (i,j), (j,k); of them i = k where a pair is open both ways
};

// What the closed triads take off. Pairs are ordered: an undirected connection runs both ways. Both kinds say
//   roles(b)    closed pairs of broker b by role
//   mutuals(b)  twice the adjacent pairs of contacts of b with connections both ways
//   overlaps(b) how many couples of open pairs share a member

std::uint64_t& of(Roles& roles, BrokerageRole role) {
  return roles[static_cast<std::size_t>(role)];
}

/// Undirected connections: each runs both ways.
class ClosedUndirected {
 public:
  ClosedUndirected(const graph::Graph& graph, const graph::Partition& groups, const RunContext& context)
      : triads_(closed_triads(graph, groups.label, "brokerage", context)) {}

  static Tally direction(graph::ArcIndex) { return {1, 1, 1}; }
  Roles roles(graph::VertexId b) const {
    const ClosedTriads& t = triads_[b];
    const std::uint64_t mixed = t.own_connection - t.inside;  // x in b's group, y not
    Roles roles{};
    of(roles, BrokerageRole::coordinator) = t.inside;
    of(roles, BrokerageRole::consultant) = t.alike - t.inside;
    of(roles, BrokerageRole::representative) = of(roles, BrokerageRole::gatekeeper) = mixed;
    of(roles, BrokerageRole::liaison) = t.all - t.alike - 2 * mixed;
    return roles;
  }
  std::uint64_t mutuals(graph::VertexId b) const { return triads_[b].all; }
  /// Contact j stands in o_j = d - 1 - C(b,j) open pairs, and in as many the other way round.
  Overlaps overlaps(graph::VertexId b, const Tally& total) const {
    const auto contacts = static_cast<double>(total.both), others = contacts - 1;
    const auto closed = static_cast<double>(triads_[b].all);
    const double open = contacts * others - closed;  // sum of o_j, then of its square
    const double squares =
        contacts * others * others - 2 * others * closed + static_cast<double>(triads_[b].squares);
    return contacts == 0 ? Overlaps{} : Overlaps{squares - open, squares - open, squares};
  }

 private:
  std::vector<ClosedTriads> triads_;
};

class ClosedDirected {
 public:
  ClosedDirected(const graph::Graph& graph, std::span<const std::uint8_t> directions,
                 const graph::Partition& groups, const RunContext& context)
      : graph_(graph),
        directions_(directions),
        label_(groups.label),
        roles_(graph.vertex_count()),
        mutuals_(graph.vertex_count(), 0),
        as_tail_(graph.arc_count()),
        as_head_(graph.arc_count()) {
    bridges::for_each_connection_with_common(graph, context, "brokerage", [&] {
      return Visitor{*this, Buffer<std::uint8_t>(graph.vertex_count())};
    });
  }

  Tally direction(graph::ArcIndex a) const {
    const std::uint8_t read = directions_[a];
    return {(read & inward) != 0 ? 1U : 0U, (read & outward) != 0 ? 1U : 0U, read == mutual ? 1U : 0U};
  }
  const Roles& roles(graph::VertexId b) const { return roles_[b]; }
  std::uint64_t mutuals(graph::VertexId b) const { return mutuals_[b]; }
  Overlaps overlaps(graph::VertexId b, const Tally& total) const {
    Overlaps sum;
    for (graph::ArcIndex a = graph_.arcs_begin(b); a < graph_.arcs_end(b); ++a) {
      const bool goes_in = (directions_[a] & inward) != 0, goes_out = (directions_[a] & outward) != 0;
      const double tails = goes_in ? static_cast<double>(total.out - (goes_out ? 1 : 0) - as_tail_[a]) : 0.0;
      const double heads = goes_out ? static_cast<double>(total.in - (goes_in ? 1 : 0) - as_head_[a]) : 0.0;
      sum.same_tail += tails * (tails - 1);
      sum.same_head += heads * (heads - 1);
      sum.chained += tails * heads;
    }
    return sum;
  }

 private:
  struct End {
    Roles roles{};
    std::uint64_t mutuals = 0;
    std::uint32_t as_tail = 0, as_head = 0;
  };

  struct Visitor {
    ClosedDirected& closed;
    Buffer<std::uint8_t> direction_to;  // of the member entered

    void enter(graph::VertexId member) {
      const graph::Graph& graph = closed.graph_;
      for (graph::ArcIndex a = graph.arcs_begin(member); a < graph.arcs_end(member); ++a)
        direction_to[graph.target(a)] = closed.directions_[a];
    }
    void connection(const bridges::ConnectionWithCommon& connection) {
      const std::span<const std::uint32_t> label = closed.label_;
      const std::uint8_t vu = closed.directions_[connection.there], uv = closed.directions_[connection.back];
      End of_v, of_u;
      for (const std::uint32_t position : connection.positions) {
        const graph::VertexId q = connection.row[position];
        const std::uint8_t uq = closed.directions_[connection.row_begin + position], vq = direction_to[q];
        count(of_v, label[connection.v], label[connection.u], label[q], vu, vq, uq);
        count(of_u, label[connection.u], label[connection.v], label[q], uv, uq, vq);
      }
      closed.store(of_v, connection.v, connection.there);
      closed.store(of_u, connection.u, connection.back);
    }
    /// Broker b, its contact j (this connection) and the common contact q: j before b before q, and the other
    /// way round.
    static void count(End& end, std::uint32_t b, std::uint32_t j, std::uint32_t q, std::uint8_t bj,
                      std::uint8_t bq, std::uint8_t jq) {
      if ((bj & inward) != 0 && (bq & outward) != 0 && (jq & outward) != 0) {
        ++end.as_tail;
        ++of(end.roles, role_of(j, b, q));
      }
      if ((bq & inward) != 0 && (bj & outward) != 0 && (jq & inward) != 0) ++end.as_head;
      if (bj == mutual && bq == mutual) ++end.mutuals;
    }
  };

  void store(const End& end, graph::VertexId broker, graph::ArcIndex arc) {
    const auto add = [](std::uint64_t& sum, std::uint64_t what) {
      if (what != 0) std::atomic_ref(sum).fetch_add(what, std::memory_order_relaxed);
    };
    as_tail_[arc] = end.as_tail;
    as_head_[arc] = end.as_head;
    for (std::size_t r = 0; r < brokerage_roles; ++r) add(roles_[broker][r], end.roles[r]);
    add(mutuals_[broker], end.mutuals);
  }

  const graph::Graph& graph_;
  std::span<const std::uint8_t> directions_;  // per arc
  std::span<const std::uint32_t> label_;
  std::vector<Roles> roles_;
  std::vector<std::uint64_t> mutuals_;
  // Per arc b -> j: contacts k of b with j -> b -> k and j -> k; contacts i with i -> b -> j and i -> j.
  Buffer<std::uint32_t> as_tail_, as_head_;
};

/// x (x-1) ... (x-k+1), 0 where a factor is.
double falling(double x, int k) {
  double product = 1;
  for (int i = 0; i < k; ++i) product *= std::max(0.0, x - i);
  return product;
}

/// Sums over groups that the null model needs; those over the other groups are had by taking the own one off.
struct GroupSums {
  double square = 0, cube = 0;  // of sizes
  double f2 = 0, f2_squared = 0, f3 = 0, f4 = 0;

  void add(double size, double sign) {
    square += sign * size * size;
    cube += sign * size * size * size;
    f2 += sign * falling(size, 2);
    f2_squared += sign * falling(size, 2) * falling(size, 2);
    f3 += sign * falling(size, 3);
    f4 += sign * falling(size, 4);
  }
};

/// Open ordered pairs of one broker, and how two of them overlap.
struct OpenPairs {
  double count = 0;     // T
  double reversed = 0;  // R: unordered pairs open both ways
  Overlaps overlaps{};
};

/// Chance that the labels of others, dealt out at random, put one open pair in a role, and two that overlap.
struct Chances {
  double one = 0, tail = 0, head = 0, chain = 0, reverse = 0, disjoint = 0;
};

std::array<Chances, brokerage_roles> chances(double members, double own, const GroupSums& all) {
  const double m = members - 1, a = own - 1, b = m - a;  // others, others in the own group, others outside
  GroupSums other = all;
  other.add(own, -1);
  const double two_pairs_alike = other.f2 * other.f2 - other.f2_squared + other.f4;
  std::array<Chances, brokerage_roles> c;
  const auto set = [&](BrokerageRole role, Chances ways) {
    const auto share = [&](double number, int k) { return falling(m, k) > 0 ? number / falling(m, k) : 0.0; };
    c[static_cast<std::size_t>(role)] = {share(ways.one, 2),     share(ways.tail, 3),
                                         share(ways.head, 3),    share(ways.chain, 3),
                                         share(ways.reverse, 2), share(ways.disjoint, 4)};
  };
  const auto symmetric = [&](BrokerageRole role, double one, double three, double four) {
    set(role, {one, three, three, three, one, four});
  };
  symmetric(BrokerageRole::coordinator, falling(a, 2), falling(a, 3), falling(a, 4));
  symmetric(BrokerageRole::consultant, other.f2, other.f3, two_pairs_alike);
  symmetric(BrokerageRole::liaison, falling(b, 2) - other.f2,
            (b * b - b) * b - (2 * b - 1) * other.square + other.cube,
            falling(b, 4) - 2 * other.f2 * falling(b - 2, 2) + two_pairs_alike);
  const double mixed = falling(a, 2) * falling(b, 2);
  set(BrokerageRole::representative, {a * b, a * falling(b, 2), falling(a, 2) * b, 0, 0, mixed});
  set(BrokerageRole::gatekeeper, {a * b, b * falling(a, 2), falling(b, 2) * a, 0, 0, mixed});
  return c;
}

double z_score(double count, const OpenPairs& pairs, const Chances& p) {
  const double disjoint = pairs.count * pairs.count - pairs.count - 2 * pairs.reversed -
                          pairs.overlaps.same_tail - pairs.overlaps.same_head - 2 * pairs.overlaps.chained;
  const double mean = pairs.count * p.one;
  const double square = mean + 2 * pairs.reversed * p.reverse + pairs.overlaps.same_tail * p.tail +
                        pairs.overlaps.same_head * p.head + 2 * pairs.overlaps.chained * p.chain +
                        disjoint * p.disjoint;
  const double variance = square - mean * mean;
  if (!(variance > 1e-10 * square)) return std::numeric_limits<double>::quiet_NaN();
  return (count - mean) / std::sqrt(variance);
}

/// The undirected graph of any connections, and which way each arc was read.
struct AnyDirection {
  graph::Graph graph;
  std::vector<std::uint8_t> directions;
};
AnyDirection any_direction(const graph::Graph& arcs, const RunContext& context) {
  std::vector<graph::VertexId> sources;
  sources.reserve(arcs.arc_count());
  for (graph::VertexId v = 0; v < arcs.vertex_count(); ++v) sources.insert(sources.end(), arcs.degree(v), v);
  AnyDirection any{
      graph::build_graph(arcs.vertex_count(), {sources, arcs.out_rows().targets}, {}, context).graph, {}};
  any.directions.assign(any.graph.arc_count(), 0);
  parallel_each(arcs.vertex_count(), 1024, [&](std::size_t i) {
    const auto v = static_cast<graph::VertexId>(i);
    const auto mark = [&](std::span<const graph::VertexId> row, std::uint8_t direction) {
      graph::ArcIndex a = any.graph.arcs_begin(v);
      for (const graph::VertexId u : row) {
        while (any.graph.target(a) < u) ++a;
        any.directions[a] |= direction;
      }
    };
    mark(arcs.neighbours(v), outward);
    mark(arcs.in_neighbours(v), inward);
  });
  return any;
}

template <class Closed>
Brokerage count_roles(const graph::Graph& graph, const Closed& closed, const graph::Partition& groups,
                      const RunContext& context) {
  constexpr bool undirected = std::is_same_v<Closed, ClosedUndirected>;
  const graph::VertexId n = graph.vertex_count();
  const Phase phase(context, "brokerage");
  const std::vector<std::uint32_t> sizes = groups.sizes();
  GroupSums sums;
  for (const std::uint32_t size : sizes) sums.add(size, 1);
  // By size: of a million groups most have one member.
  std::vector<std::uint32_t> distinct = sizes;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::unordered_map<std::uint32_t, std::array<Chances, brokerage_roles>> chance;
  for (const std::uint32_t size : distinct) chance.emplace(size, chances(n, size, sums));

  Brokerage result;
  result.count.assign(n, {});
  result.z.resize(n);
  struct Counter {
    std::vector<Tally> tally;
    std::vector<std::uint32_t> touched;
  };
  PerThread<Counter> counters([&] { return Counter{std::vector<Tally>(groups.count), {}}; });
  parallel_each(n, 512, [&](std::size_t i) {
    const auto b = static_cast<graph::VertexId>(i);
    auto& [tally, touched] = counters.local();
    const std::uint32_t own = groups.label[b];
    touched.clear();
    for (graph::ArcIndex a = graph.arcs_begin(b); a < graph.arcs_end(b); ++a) {
      Tally& t = tally[groups.label[graph.target(a)]];
      if (t.in + t.out == 0) touched.push_back(groups.label[graph.target(a)]);
      t += closed.direction(a);
    }
    Tally total;
    for (const std::uint32_t g : touched) total += tally[g];
    Roles& count = result.count[b];
    const auto at = [&](BrokerageRole role) -> std::uint64_t& { return of(count, role); };
    at(BrokerageRole::representative) = tally[own].in * (total.out - tally[own].out);
    at(BrokerageRole::gatekeeper) = (total.in - tally[own].in) * tally[own].out;
    at(BrokerageRole::coordinator) = tally[own].in * tally[own].out - tally[own].both;
    at(BrokerageRole::liaison) = (total.in - tally[own].in) * (total.out - tally[own].out);
    for (const std::uint32_t g : touched) {
      if (g != own) {
        at(BrokerageRole::consultant) += tally[g].in * tally[g].out - tally[g].both;
        at(BrokerageRole::liaison) -= tally[g].in * tally[g].out;
      }
      tally[g] = {};
    }
    const Roles& closed_pairs = closed.roles(b);
    for (std::size_t r = 0; r < brokerage_roles; ++r) count[r] -= closed_pairs[r];

    OpenPairs pairs;
    for (const std::uint64_t c : count) pairs.count += static_cast<double>(c);
    pairs.reversed =
        static_cast<double>(total.both * (total.both - (total.both > 0 ? 1 : 0)) - closed.mutuals(b)) / 2;
    pairs.overlaps = closed.overlaps(b, total);
    pairs.overlaps.chained -= 2 * pairs.reversed;
    const auto& chance_of_own = chance.at(sizes[own]);
    for (std::size_t r = 0; r < brokerage_roles; ++r) {
      result.z[b][r] = z_score(static_cast<double>(count[r]), pairs, chance_of_own[r]);
    }
    if (undirected) {  // every pair stood in both orders
      at(BrokerageRole::coordinator) /= 2;
      at(BrokerageRole::consultant) /= 2;
      at(BrokerageRole::liaison) /= 2;
      at(BrokerageRole::representative) = 0;
      result.z[b][static_cast<std::size_t>(BrokerageRole::representative)] =
          std::numeric_limits<double>::quiet_NaN();
    }
  });
  return result;
}

}  // namespace

std::string_view to_string(BrokerageRole role) {
  switch (role) {
    case BrokerageRole::coordinator:
      return "coordinator";
    case BrokerageRole::consultant:
      return "consultant";
    case BrokerageRole::gatekeeper:
      return "gatekeeper";
    case BrokerageRole::representative:
      return "representative";
    case BrokerageRole::liaison:
      return "liaison";
  }
  return "";
}

Brokerage brokerage(const graph::Graph& graph, const graph::Partition& groups, const RunContext& context) {
  if (groups.label.size() != graph.vertex_count())
    throw Error(ErrorKey::argument_missing, "brokerage needs one group per member");
  return with_threads(context, [&] {
    if (!graph.directed()) {
      return count_roles(graph, ClosedUndirected(graph, groups, context), groups, context);
    }
    const AnyDirection any = any_direction(graph, context);
    const ClosedDirected closed(any.graph, any.directions, groups, context);
    return count_roles(any.graph, closed, groups, context);
  });
}

}  // namespace tertius::bridges
