#include "engine/graph/kernels/giant_component.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius::graph {
namespace {

constexpr std::size_t width = MemberBits::width;

/// Members of a word whose rows are empty.
std::uint64_t empty_rows(std::span<const ArcIndex> offsets, std::size_t word) {
  const std::size_t begin = word * width, count = std::min(width, offsets.size() - 1 - begin);
  const ArcIndex* const at = offsets.data() + begin;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < count; ++i) bits |= static_cast<std::uint64_t>(at[i] == at[i + 1]) << i;
  return bits;
}

std::uint64_t members(std::uint64_t word) {
  return static_cast<std::uint64_t>(std::popcount(word));
}

}  // namespace

GiantComponentSearch::GiantComponentSearch(const Graph& graph, const RunContext& context)
    : n_(graph.vertex_count()),
      out_(graph.out_rows()),
      in_(graph.in_rows()),
      directed_(graph.directed()),
      reached_(n_),
      alone_(n_) {
  if (n_ == 0) return;
  reach_contacts_of(hubs());
  bool promises = promising();
  for (unsigned step = 0; step < 3 && !promises; ++step) {
    context.poll();
    reach_contacts_of(reached_so_far());
    promises = promising();
  }
  if (promises && sweep_while_it_pays(context)) {
    choose_head();
    return;
  }
  reached_ = MemberBits(n_);
  left_ = n_;
  parallel_blocks(n_, member_block(n_), [&](std::size_t begin, std::size_t end) { mark_alone(begin, end); });
}

std::uint64_t GiantComponentSearch::ties(VertexId v) const {
  return row(out_, v).size() + (directed_ ? row(in_, v).size() : 0);
}

void GiantComponentSearch::mark_alone(std::size_t begin, std::size_t end) {
  for (std::size_t w = begin / width; w * width < end; ++w) {
    std::uint64_t alone = empty_rows(out_.offsets, w);
    if (directed_) alone &= empty_rows(in_.offsets, w);
    alone_.set_word(w, alone);
  }
}

/// A well-known member among some, and those of their contacts whose rows reach most members at the least
/// cost: where there are hubs, well-known members know them.
std::vector<VertexId> GiantComponentSearch::hubs() const {
  const VertexId asked = std::min({n_, n_ / 128 + 64, VertexId{1024}});
  VertexId known = 0;
  for (VertexId i = 0; i < asked; ++i) {
    const auto v = static_cast<VertexId>(std::uint64_t{i} * n_ / asked);
    if (ties(v) > ties(known)) known = v;
  }
  std::vector<std::pair<std::uint64_t, VertexId>> contacts;
  const auto consider = [&](std::span<const VertexId> row) {
    const std::size_t step = row.size() / (std::size_t{1} << 14) + 1;
    for (std::size_t i = 0; i < row.size(); i += step) contacts.emplace_back(ties(row[i]), row[i]);
  };
  consider(row(out_, known));
  if (directed_) consider(row(in_, known));
  std::vector<VertexId> hubs{known};
  std::uint64_t budget = n_ / 2;  // more ties lead to too many who are reached already
  std::make_heap(contacts.begin(), contacts.end());
  while (!contacts.empty() && budget > 0) {
    budget -= std::min(budget, contacts.front().first);
    hubs.push_back(contacts.front().second);
    std::pop_heap(contacts.begin(), contacts.end());
    contacts.pop_back();
  }
  return hubs;
}

/// Those reached, as far as they are few.
std::vector<VertexId> GiantComponentSearch::reached_so_far() const {
  std::vector<VertexId> reached;
  for (std::size_t w = 0; w < words() && reached.size() < n_ / 32; ++w) {
    each_member(w, reached_.word(w), [&](VertexId v) { reached.push_back(v); });
  }
  return reached;
}

/// Reaches them and whom they know. Every thread has members of its own, whose words nobody else writes.
void GiantComponentSearch::reach_contacts_of(const std::vector<VertexId>& known) {
  constexpr std::size_t least = std::size_t{1} << 18, parts = 8;
  for (const VertexId v : known) reached_.add(v);
  const std::size_t part = std::max(least, (n_ / parts + width) / width * width);
  parallel_blocks(n_, part, [&](std::size_t begin, std::size_t end) {
    const auto reach = [&](std::span<const VertexId> contacts) {
      const auto from = std::lower_bound(contacts.begin(), contacts.end(), static_cast<VertexId>(begin));
      for (auto u = from; u != contacts.end() && *u < end; ++u) reached_.add(*u);
    };
    for (const VertexId v : known) {
      reach(row(out_, v));
      if (directed_) reach(row(in_, v));
    }
  });
}

/// Whether some random members would be reached next. Where paths are long, hardly any are.
bool GiantComponentSearch::promising() const {
  RandomStream random(1);
  unsigned asked = 0, met = 0;
  for (unsigned i = 0; i < 64; ++i) {
    const auto v = static_cast<VertexId>(random.below(n_));
    asked += ties(v) > 0 ? 1 : 0;
    met += meets_reached(v) ? 1 : 0;
  }
  return met > 0 && met * 8 >= asked;
}

/// Everybody of the rest who knows somebody reached is reached, those before them in this sweep included.
GiantComponentSearch::Sweep GiantComponentSearch::sweep(bool first, const RunContext& context) {
  return parallel_reduce(n_, member_block(n_), Sweep{}, [&](std::size_t begin, std::size_t end) {
    context.poll();
    if (first) mark_alone(begin, end);
    const std::size_t last = (end + width - 1) / width;
    Sweep done;
    for (std::size_t w = begin / width; w < last; ++w) {
      const std::uint64_t before = reached_.word(w), found = who_meet_reached(w, w + 1 < last);
      reached_.set_word(w, before | found);
      done.gained += members(found);
      done.reached += members(before | found);
      done.left += members(rest_word(w));
    }
    return done;
  });
}

/// Those of the rest in a word who know somebody reached. A member's first ties are asked one by one, but
/// those of all members together: which tie tells cannot be foretold, and a loop per member would stumble
/// over its end.
std::uint64_t GiantComponentSearch::who_meet_reached(std::size_t word, bool more) const {
  constexpr unsigned rounds = 4;
  const std::uint64_t rest = rest_word(word);
  std::uint64_t asked = rest & ~empty_rows(out_.offsets, word), found = 0;
  std::uint64_t next = more ? rest_word(word + 1) : 0;
  for (unsigned round = 0; round < rounds && asked != 0; ++round) {
    std::uint64_t met = 0, over = 0;
    each_member(word, asked, [&](VertexId v) {
      const ArcIndex tie = out_.offsets[v] + round;
      met |= static_cast<std::uint64_t>(reached_.has(out_.targets[tie])) << (v % width);
      over |= static_cast<std::uint64_t>(tie + 1 == out_.offsets[v + 1]) << (v % width);
      if (round == 0 && next != 0) {
        prefetch_row(static_cast<VertexId>((word + 1) * width) +
                     static_cast<VertexId>(std::countr_zero(next)));
        next &= next - 1;
      }
    });
    found |= met;
    asked &= ~(met | over);
  }
  each_member(word, directed_ ? rest & ~found : asked,
              [&](VertexId v) { found |= static_cast<std::uint64_t>(meets_reached(v)) << (v % width); });
  return found;
}

/// Another sweep follows one that halved the rest, until few are left. False when reaching gained too little.
bool GiantComponentSearch::sweep_while_it_pays(const RunContext& context) {
  Sweep done = sweep(true, context);
  while (done.left > n_ / 16 && done.gained >= done.left) done = sweep(false, context);
  left_ = done.left;
  return 2 * done.reached >= done.left;
}

void GiantComponentSearch::choose_head() {
  std::size_t w = 0;
  while (reached_.word(w) == 0) ++w;
  head_ = static_cast<VertexId>(w * width + static_cast<unsigned>(std::countr_zero(reached_.word(w))));
  reached_.remove(head_);
}

}  // namespace tertius::graph
