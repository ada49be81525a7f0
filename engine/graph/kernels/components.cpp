// Connected components in two steps. The giant component search from a hub finds most of it by looking at a
// bit per member (engine/graph/kernels/giant_component.hpp). The rest is joined as in Afforest: M. Sutton, T.
// Ben-Nun & A. Barak (2018), Optimizing parallel graph connectivity computation via subgraph sampling,
// doi:10.1109/IPDPS.2018.00012.
//
// Whoever is in the giant component need not look at their row, because every tie has another end that does.
// Where no giant component is found, two ties of each member join most of one. Rows are sorted: the
// first tie leads to the smallest contact, and putting everybody under theirs makes trees without a look at
// anybody else.
#include <algorithm>
#include <array>
#include <atomic>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/kernels/forest.hpp"
#include "engine/graph/kernels/giant_component.hpp"
#include "engine/graph/kernels/traversal.hpp"

namespace tertius::graph {
namespace {

constexpr std::size_t width = MemberBits::width;

/// Components while they are being found. Labels are a forest of those the search did not reach, and its
/// head, until they become the numbers of components.
class Components {
 public:
  Components(const Graph& graph, const RunContext& context)
      : graph_(graph),
        context_(context),
        block_(member_block(graph.vertex_count())),
        search_(graph, context),
        label_(graph.vertex_count()),
        forest_(label_),
        giant_(search_.head()) {}

  Partition find() {
    if (search_.left() > label_.size() / 16) {
      sample();
    } else {
      for_rest([&](VertexId v) { forest_.plant(v); });
    }
    context_.poll();
    join_rest();
    return number();
  }

 private:
  /// Calls visit(begin, end) for words of one block each.
  template <class Visit>
  void for_words(Visit&& visit) const {
    parallel_blocks(label_.size(), block_, [&](std::size_t begin, std::size_t end) {
      visit(begin / width, (end + width - 1) / width);
    });
  }

  template <class Visit>
  void for_rest(Visit&& visit) const {
    for_words([&](std::size_t begin, std::size_t end) {
      for (std::size_t w = begin; w < end; ++w) each_member(w, search_.rest_word(w), visit);
    });
  }

  bool reached(VertexId v) const { return search_.head() != no_vertex && search_.reached(v); }
  void join(VertexId v, VertexId contact) { forest_.join(v, reached(contact) ? search_.head() : contact); }

  /// Joins the rest to two contacts each. Where nobody is reached, what most then belong to is taken for the
  /// giant component.
  void sample() {
    for_rest([&](VertexId v) {
      const VertexId first = graph_.degree(v) > 0 ? graph_.target(graph_.arcs_begin(v)) : v;
      forest_.plant(v, reached(first) ? v : std::min(v, first));
    });
    for_rest([&](VertexId v) { forest_.flatten(v); });
    context_.poll();
    const auto n = static_cast<VertexId>(label_.size());
    for_rest([&](VertexId v) {  // the second ones; and the first ones, where they are not above already
      constexpr VertexId ahead = 16;
      const auto has_second = [&](VertexId u) { return graph_.degree(u) > 1; };
      if (n - v > ahead && has_second(v + ahead)) {
        forest_.prefetch(graph_.target(graph_.arcs_begin(v + ahead) + 1));
      }
      if (graph_.degree(v) == 0) return;
      const ArcIndex arc = graph_.arcs_begin(v);
      const VertexId first = graph_.target(arc);
      if (first > v || reached(first)) join(v, first);
      if (has_second(v)) join(v, graph_.target(arc + 1));
    });
    for_rest([&](VertexId v) { forest_.flatten(v); });
    sampled_ = 2;
    if (giant_ == no_vertex) giant_ = frequent_root();
  }

  /// The root that most of some random members have; no_vertex when all of these are without ties.
  VertexId frequent_root() const {
    const std::size_t n = label_.size();
    std::vector<VertexId> sample;
    RandomStream random(1);
    for (std::size_t left = std::min<std::size_t>(1024, n / 256 + 64); left > 0; --left) {
      const auto v = static_cast<VertexId>(random.below(n));
      if (!search_.alone(v)) sample.push_back(forest_.parent(v));
    }
    std::sort(sample.begin(), sample.end());
    VertexId best = no_vertex;
    std::ptrdiff_t most = 0;
    for (auto at = sample.begin(); at != sample.end();) {
      const auto end = std::find_if(at, sample.end(), [&](VertexId root) { return root != *at; });
      if (end - at > most) {
        most = end - at;
        best = *at;
      }
      at = end;
    }
    return best;
  }

  /// Joins the rest to all of their contacts, or until they are found to be in the giant component.
  void join_rest() {
    const auto join_all = [&](VertexId v, std::span<const VertexId> contacts) {
      for (const VertexId u : contacts) {
        if (forest_.parent(v) == giant_) return;
        join(v, u);
      }
    };
    const auto must_look = [&](VertexId v) {
      return forest_.parent(v) != giant_ && (graph_.directed() || graph_.degree(v) > sampled_);
    };
    constexpr std::size_t words = 8, ahead = 16;
    for_words([&](std::size_t begin, std::size_t end) {
      context_.poll();
      for (; begin < end; begin += words) {
        std::array<VertexId, words * width> left;
        std::size_t count = 0;
        for (std::size_t w = begin; w < std::min(end, begin + words); ++w) {
          each_member(w, search_.rest_word(w), [&](VertexId v) {
            left[count] = v;
            count += must_look(v) ? 1 : 0;
          });
        }
        for (std::size_t i = 0; i < std::min(count, ahead); ++i) search_.prefetch_row(left[i]);
        for (std::size_t i = 0; i < count; ++i) {
          if (i + ahead < count) search_.prefetch_row(left[i + ahead]);
          const auto contacts = graph_.neighbours(left[i]);
          join_all(left[i], contacts.subspan(std::min<std::size_t>(sampled_, contacts.size())));
          // The other end may have stopped looking.
          if (graph_.directed()) join_all(left[i], graph_.in_neighbours(left[i]));
        }
      }
    });
  }

  /// Numbers the trees by size, largest first, then by root. Members without ties are counted, never listed:
  /// they come last, in their own order.
  Partition number() {
    find_roots();
    count_members();
    Partition partition;
    partition.count = number_trees();
    for (std::uint32_t& before : alone_) before = std::exchange(partition.count, partition.count + before);
    const std::uint32_t giant = search_.head() == no_vertex ? 0 : tree_[label_[search_.head()]];
    for_words([&](std::size_t begin, std::size_t end) {
      std::uint32_t next_alone = alone_[begin * width / block_];
      for (std::size_t w = begin; w < end; ++w) {
        each_member(w, search_.rest_word(w), [&](VertexId v) { label_[v] = tree_[label_[v]]; });
        each_member(w, search_.alone_word(w), [&](VertexId v) { label_[v] = next_alone++; });
        // Labels are zero from the start.
        if (giant != 0) each_member(w, search_.reached_word(w), [&](VertexId v) { label_[v] = giant; });
      }
    });
    partition.label = std::move(label_);
    return partition;
  }

  /// Flattens the trees. Roots get their place among all roots for a label.
  void find_roots() {
    roots_.resize((label_.size() + block_ - 1) / block_);
    for_words([&](std::size_t begin, std::size_t end) {
      auto& roots = roots_[begin * width / block_];
      for (std::size_t w = begin; w < end; ++w) {
        each_member(w, search_.rest_word(w), [&](VertexId v) {
          if (forest_.flatten(v) == v) roots.push_back(v);
        });
      }
    });
    if (giant_ != no_vertex) giant_ = forest_.parent(giant_);
    VertexId place = 0;
    for (const auto& roots : roots_) {
      for (const VertexId root : roots) label_[root] = place++;
    }
    tree_.assign(place, 0);
  }

  /// Labels everybody with the place of their root; counts each tree's members, and each block's members
  /// without ties.
  void count_members() {
    alone_.assign(roots_.size(), 0);
    const VertexId giant = giant_ == no_vertex ? no_vertex : label_[giant_];
    for_words([&](std::size_t begin, std::size_t end) {
      const std::size_t block = begin * width / block_;
      std::uint32_t in_giant = 0, alone = 0;
      const auto add = [&](VertexId place, std::uint32_t members) {
        std::atomic_ref(tree_[place]).fetch_add(members, std::memory_order_relaxed);
      };
      auto root = roots_[block].begin();
      for (std::size_t w = begin; w < end; ++w) {
        in_giant += static_cast<std::uint32_t>(std::popcount(search_.reached_word(w)));
        alone += static_cast<std::uint32_t>(std::popcount(search_.alone_word(w)));
        each_member(w, search_.rest_word(w), [&](VertexId v) {
          if (root != roots_[block].end() && *root == v) {
            ++root;
          } else {
            label_[v] = label_[label_[v]];
          }
          if (label_[v] == giant) {
            ++in_giant;
          } else {
            add(label_[v], 1);
          }
        });
      }
      if (in_giant > 0) add(giant, in_giant);
      alone_[block] = alone;
    });
  }

  /// Puts each tree's number in the place of its size; returns how many trees there are. Trees come in the
  /// order of their roots, so that sorting by size alone, keeping that order, is enough.
  std::uint32_t number_trees() {
    constexpr std::uint32_t small = 1u << 12;
    std::vector<std::uint32_t> with_size(small, 0);
    std::vector<std::uint32_t> large;
    for (std::uint32_t place = 0; place < tree_.size(); ++place) {
      if (tree_[place] < small) {
        ++with_size[tree_[place]];
      } else {
        large.push_back(place);
      }
    }
    std::stable_sort(large.begin(), large.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return tree_[a] > tree_[b]; });
    auto next = static_cast<std::uint32_t>(large.size());
    for (std::uint32_t s = small; s-- > 1;) next += std::exchange(with_size[s], next);
    for (std::uint32_t& tree : tree_) {
      if (tree < small) tree = with_size[tree]++;
    }
    for (std::uint32_t rank = 0; rank < large.size(); ++rank) tree_[large[rank]] = rank;
    return next;
  }

  const Graph& graph_;
  const RunContext& context_;
  std::size_t block_;
  GiantComponentSearch search_;
  std::vector<VertexId> label_;
  Forest forest_;
  VertexId sampled_ = 0;                      ///< how many of everybody's first contacts are joined already
  VertexId giant_;                            ///< somebody in the giant component, as far as there is one
  std::vector<std::vector<VertexId>> roots_;  ///< per block
  std::vector<std::uint32_t> alone_;          ///< per block
  std::vector<std::uint32_t> tree_;           ///< per tree, in the order of roots: its size, then its number
};

}  // namespace

Partition connected_components(const Graph& graph, const RunContext& context) {
  const Phase phase(context, "components");
  if (graph.vertex_count() == 0) return {};
  return with_threads(context, [&] { return Components(graph, context).find(); });
}

}  // namespace tertius::graph
