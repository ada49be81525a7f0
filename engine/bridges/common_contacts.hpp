// The shared kernel of everything that looks at triangles: for each tie, the contacts that both ends have.
//
// The contacts of the end with more of them are marked in a bit set that stays in the cache; the shorter row
// is read against it. The work is the sum of min(d_u, d_v) over ties, O(m a) for arboricity a. N. Chiba & T.
// Nishizeki (1985), Arboricity and subgraph listing algorithms, doi:10.1137/0214017
#pragma once

#include <cstdint>
#include <tuple>

#include "engine/core/buffer.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

/// Bits over members, kept clean by those who set them.
class MemberBits {
 public:
  explicit MemberBits(VertexId n) : words_(n / 64 + 1, 0) {}
  void set(VertexId v) { words_[v / 64] |= std::uint64_t{1} << (v % 64); }
  void clear(VertexId v) { words_[v / 64] = 0; }
  bool operator[](VertexId v) const { return (words_[v / 64] >> (v % 64) & 1) != 0; }

 private:
  Buffer<std::uint64_t> words_;
};

/// For every tie {u,v} of an undirected graph, in parallel: `Visitor visitor = make()` once a thread, then
///   visitor.enter(v)                     v's contacts are marked; ties to contacts with fewer contacts
///   follow visitor.begin(v, u, arc_vu) visitor.common(q, arc_uq)            for each common contact q,
///   ascending visitor.end(v, u, arc_vu, arc_uv) visitor.leave(v)
/// Every tie is visited exactly once, by one thread.
template <class Make>
void for_each_tie_with_common(const Graph& graph, const RunContext& context, std::string_view name,
                              Make&& make) {
  const VertexId n = graph.vertex_count();
  const auto below = [&](VertexId u, VertexId v) {
    return std::tuple(graph.degree(u), u) < std::tuple(graph.degree(v), v);
  };
  using Visitor = decltype(make());
  struct Worker {
    MemberBits marked;
    Visitor visitor;
  };
  PerThread<Worker> workers([&] { return Worker{MemberBits(n), make()}; });
  constexpr std::size_t block = 64;
  Phase phase(context, name, (n + block - 1) / block);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    auto& [marked, visitor] = workers.local();
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
      const auto row = graph.neighbors(v);
      bool entered = false;
      for (ArcIndex a = graph.arcs_begin(v); a < graph.arcs_end(v); ++a) {
        const VertexId u = graph.target(a);
        if (!below(u, v)) continue;
        if (!entered) {
          for (const VertexId q : row) marked.set(q);
          visitor.enter(v);
          entered = true;
        }
        visitor.begin(v, u, a);
        ArcIndex back = 0;
        for (ArcIndex b = graph.arcs_begin(u); b < graph.arcs_end(u); ++b) {
          const VertexId q = graph.target(b);
          if (marked[q]) {
            visitor.common(q, b);
          } else if (q == v) {
            back = b;
          }
        }
        visitor.end(v, u, a, back);
      }
      if (entered) {
        for (const VertexId q : row) marked.clear(q);
        visitor.leave(v);
      }
    }
    phase.advance();
  });
}

}  // namespace tertius::bridges
