// The buckets of a RowBuilder for one kind of key: partitioned, sorted, counted, copied out as rows.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/graph/building/bucket_sorter.hpp"
#include "engine/graph/building/bucket_writer.hpp"
#include "engine/graph/ranks.hpp"

namespace tertius::graph {

struct RowBuilder::Buckets {
  explicit Buckets(const RowShape& given) : shape(given), layout(given) {}
  virtual ~Buckets() = default;
  Buckets(const Buckets&) = delete;
  Buckets& operator=(const Buckets&) = delete;
  virtual void add(std::span<const VertexPair> pairs, const double* weights, std::uint64_t position) = 0;
  virtual void add_member(VertexId id) = 0;
  virtual void move_into(RowBuilder& other, const RunContext& context) = 0;
  virtual std::uint64_t rows() = 0;
  virtual std::uint64_t bytes() = 0;
  virtual Compacted finish(std::uint64_t n, bool compact, const BuildOptions& options,
                           const RunContext& context) = 0;

  const RowShape shape;
  const rows::KeyLayout layout;
};

namespace rows {

inline constexpr std::size_t member_block = std::size_t{1} << 15;

template <class Key, bool weighted>
class KeyBuckets final : public RowBuilder::Buckets {
 public:
  explicit KeyBuckets(const RowShape& given)
      : Buckets(given),
        low_bits_(layout.low_bits()),
        target_mask_((Key{1} << (low_bits_ - 1) << 1) - 1),
        memory_(given, layout, BucketWriter::entry_bytes),
        writers_([this] { return BucketWriter(layout.buckets, memory_); }) {}

  void add(std::span<const VertexPair> pairs, const double* weights, std::uint64_t position) override {
    BucketWriter& writer = writers_.local();
    writer.at_position(position);
    const bool many = layout.buckets > most_buckets;
    if (shape.directed_input) {
      many ? add_rows<true, true>(writer, pairs, weights) : add_rows<true, false>(writer, pairs, weights);
    } else {
      many ? add_rows<false, true>(writer, pairs, weights) : add_rows<false, false>(writer, pairs, weights);
    }
  }

  void add_member(VertexId id) override { writers_.local().members.push_back(id); }

  std::uint64_t rows() override {
    std::uint64_t total = 0;
    for (const BucketWriter& writer : writers_) total += writer.rows;
    return total;
  }

  std::uint64_t bytes() override { return memory_.bytes(); }

  void move_into(RowBuilder& other, const RunContext& context) override {
    gather();
    parallel_blocks(layout.buckets, 1, [&](std::size_t bucket, std::size_t) {
      context.poll();
      std::vector<VertexPair> pairs;
      std::vector<double> weights;
      for (const Chunk<Key>& chunk : chunks_of(bucket)) {
        pairs.clear();
        weights.clear();
        for (std::size_t i = 0; i < chunk.size; ++i) {
          const Key key = chunk.keys[i];
          const VertexId from = source_of(bucket, key);
          const VertexId to = target_of(key);
          // Each row was stored from both its ends.
          if (shape.directed_input ? (key & 1) != 0 : from > to) continue;
          pairs.push_back({from, to});
          if constexpr (weighted) weights.push_back(chunk.weights[i]);
        }
        other.add(pairs, weighted ? weights.data() : nullptr);
      }
    });
    for (const BucketWriter& writer : writers_) {
      for (const VertexId id : writer.members) other.add_member(id);
      for (const VertexId id : writer.loops) other.add({{{id, id}}});
    }
    writers_.clear();
  }

  RowBuilder::Compacted finish(std::uint64_t n, bool compact, const BuildOptions& options,
                               const RunContext& context) override;

 private:
  using BucketWriter = Writer<Key, weighted>;
  using Sorter = BucketSorter<Key, weighted>;

  template <bool directed, bool many>
  void add_rows(BucketWriter& writer, std::span<const VertexPair> pairs, const double* weights) {
    const unsigned source_bits = layout.source_bits;
    const unsigned low_bits = low_bits_;
    const Key source_mask = (Key{1} << source_bits) - 1;
    const auto put = [&](VertexId from, VertexId to, bool back, double weight) {
      Key key = static_cast<Key>(static_cast<Key>(from & source_mask) << low_bits);
      key |= directed ? static_cast<Key>(static_cast<Key>(to) << 1 | Key{back}) : static_cast<Key>(to);
      if constexpr (many) {
        writer.put_later(from >> source_bits, key, weight);
      } else {
        writer.put(from >> source_bits, key, weight);
      }
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto [u, v] = pairs[i];
      double weight = 1.0;
      if (u == v) {
        writer.loops.push_back(u);
        continue;
      }
      if constexpr (weighted) {
        if (weights != nullptr) weight = weights[i];
        if (weight != 1.0) writer.unit_weights = false;
      }
      put(u, v, false, weight);
      put(v, u, true, weight);
    }
    writer.rows += pairs.size();
  }

  VertexId source_of(std::size_t bucket, Key key) const {
    return static_cast<VertexId>((std::uint64_t{bucket} << layout.source_bits) +
                                 (std::uint64_t{key} >> low_bits_));
  }
  VertexId target_of(Key key) const {
    return static_cast<VertexId>((key & target_mask_) >> layout.direction_bits);
  }

  /// Writes what is still in open lines and puts the chunks of all threads in order of bucket.
  void gather() {
    chunk_begin_.assign(layout.buckets + 1, 0);
    for (BucketWriter& writer : writers_) {
      writer.close();
      for (const Chunk<Key>& chunk : writer.chunks()) ++chunk_begin_[chunk.bucket];
    }
    chunks_.resize(exclusive_prefix_sum(chunk_begin_));
    std::vector<std::uint32_t> next = chunk_begin_;
    for (const BucketWriter& writer : writers_) {
      for (const Chunk<Key>& chunk : writer.chunks()) chunks_[next[chunk.bucket]++] = chunk;
    }
#if defined(__AVX512F__)
    _mm_sfence();
#endif
  }

  std::span<Chunk<Key>> chunks_of(std::size_t bucket) {
    return std::span(chunks_).subspan(chunk_begin_[bucket], chunk_begin_[bucket + 1] - chunk_begin_[bucket]);
  }

  /// Rows on their way: first their lengths by id, then where they lie.
  struct RowSet {
    Buffer<VertexId> degrees;
    OwnedRows rows;
  };

  static bool joined(const BuildOptions& options, bool out, bool in) {
    return options.rule == ConnectionRule::mutual ? out && in : out || in;
  }

  void sort_all(const BuildOptions& options, const RunContext& context);
  void count_rows(std::size_t bucket, Sorter& sorter);
  void find_members(Ranks& occurring, const BuildOptions& options);
  template <class Rename>
  void copy_out(std::size_t bucket, VertexId first_row, const BuildOptions& options, Rename rename);
  template <class Rename>
  void copy_all(const Ranks* ranks, VertexId members, const BuildOptions& options, const RunContext& context,
                Rename rename);
  template <class Visit>
  void for_each_pair(std::size_t bucket, Visit visit);
  void lay_out(RowSet& set, const Ranks* ranks, VertexId n, bool with_weights) const;

  unsigned low_bits_;
  Key target_mask_;
  BucketMemory memory_;
  PerThread<BucketWriter> writers_;
  std::vector<Chunk<Key>> chunks_;          // by bucket
  std::vector<std::uint32_t> chunk_begin_;  // of a bucket
  RowSet all_;
  RowSet out_, in_;  // only when arcs are kept
  std::vector<std::uint64_t> bucket_arcs_;
  std::atomic<bool> adds_up_{false};  // some weight is the sum of several
};

/// Lengths of the rows of a sorted bucket of undirected input.
template <class Key, bool weighted>
void KeyBuckets<Key, weighted>::count_rows(std::size_t bucket, Sorter& sorter) {
  const std::span<const std::uint32_t> ends = sorter.row_ends(chunks_of(bucket));
  const std::uint64_t first = std::uint64_t{bucket} << layout.source_bits;
  const std::uint64_t last = std::min<std::uint64_t>(all_.degrees.size(), first + ends.size());
  std::uint32_t begin = 0;
  for (std::uint64_t v = first; v < last; ++v) {
    all_.degrees[v] = ends[v - first] - begin;
    begin = ends[v - first];
  }
}

/// Calls visit(from, to, out, in, out weight, in weight) for the pairs of a sorted bucket of directed input.
template <class Key, bool weighted>
template <class Visit>
void KeyBuckets<Key, weighted>::for_each_pair(std::size_t bucket, Visit visit) {
  bool there[2] = {false, false};
  double weight[2] = {1.0, 1.0};
  Key last = 0;
  const auto end_pair = [&] {
    if (there[0] || there[1]) {
      visit(source_of(bucket, last), target_of(last), there[0], there[1], weight[0], weight[1]);
    }
    there[0] = there[1] = false;
  };
  for (const Chunk<Key>& chunk : chunks_of(bucket)) {
    for (std::size_t i = 0; i < chunk.size; ++i) {
      if (chunk.keys[i] >> 1 != last >> 1) end_pair();
      last = chunk.keys[i];
      there[last & 1] = true;
      if constexpr (weighted) weight[last & 1] = chunk.weights[i];
    }
  }
  end_pair();
}

/// Makes room for rows of these lengths.
template <class Key, bool weighted>
void KeyBuckets<Key, weighted>::lay_out(RowSet& set, const Ranks* ranks, VertexId n,
                                        bool with_weights) const {
  set.rows.offsets = Buffer<ArcIndex>(n + std::size_t{1});
  set.rows.offsets[n] = 0;
  parallel_blocks(ranks != nullptr ? set.degrees.size() : n, member_block,
                  [&](std::size_t begin, std::size_t end) {
                    if (ranks == nullptr) {
                      for (std::size_t v = begin; v < end; ++v) set.rows.offsets[v] = set.degrees[v];
                      return;
                    }
                    std::size_t at = (*ranks)(static_cast<VertexId>(begin));
                    for (std::size_t v = begin; v < end; ++v) {
                      if (ranks->has(static_cast<VertexId>(v))) set.rows.offsets[at++] = set.degrees[v];
                    }
                  });
  set.degrees = {};
  const ArcIndex arcs = exclusive_prefix_sum(set.rows.offsets);
  set.rows.targets = Buffer<VertexId>(arcs);
  if (with_weights) set.rows.weights = Buffer<double>(arcs);
}

/// Sorts and merges every bucket in place and counts the rows.
template <class Key, bool weighted>
void KeyBuckets<Key, weighted>::sort_all(const BuildOptions& options, const RunContext& context) {
  PerThread<Sorter> sorters([this] { return Sorter(layout); });
  bucket_arcs_.assign(layout.buckets, 0);
  parallel_blocks(layout.buckets, 1, [&](std::size_t bucket, std::size_t) {
    context.poll();
    Sorter& sorter = sorters.local();
    const std::size_t repeats = sorter.sort(chunks_of(bucket), options.merge);
    if (repeats > 0 && options.merge == Merge::sum) adds_up_ = true;
    if (!shape.directed_input) return count_rows(bucket, sorter);
    const std::uint64_t first = std::uint64_t{bucket} << layout.source_bits;
    const std::uint64_t last =
        std::min<std::uint64_t>(all_.degrees.size(), first + (std::uint64_t{1} << layout.source_bits));
    for (std::uint64_t v = first; v < last; ++v) all_.degrees[v] = 0;
    bool reciprocated = false;
    for_each_pair(bucket, [&](VertexId from, VertexId, bool is_out, bool is_in, double, double) {
      all_.degrees[from] += joined(options, is_out, is_in);
      reciprocated = reciprocated || (is_out && is_in);
      bucket_arcs_[bucket] += is_out;
      if (out_.degrees.empty()) return;
      out_.degrees[from] += is_out;
      in_.degrees[from] += is_in;
    });
    if (reciprocated && options.merge == Merge::sum) adds_up_ = true;
  });
}

/// Which ids occur.
template <class Key, bool weighted>
void KeyBuckets<Key, weighted>::find_members(Ranks& occurring, const BuildOptions& options) {
  parallel_blocks(all_.degrees.size(), member_block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t v = begin; v < end; ++v) {
      if (all_.degrees[v] > 0) occurring.set(static_cast<VertexId>(v));
    }
  });
  // One-sided connections make no row, and yet their ends are there.
  if (shape.directed_input && options.rule == ConnectionRule::mutual) {
    // Blocks of buckets whose members share no word.
    const std::size_t block = std::size_t{64} >> std::min(6U, layout.source_bits);
    parallel_blocks(layout.buckets, std::max<std::size_t>(1, block), [&](std::size_t begin, std::size_t end) {
      for (std::size_t bucket = begin; bucket < end; ++bucket) {
        for_each_pair(bucket,
                      [&](VertexId from, VertexId, bool, bool, double, double) { occurring.set(from); });
      }
    });
  }
  for (const BucketWriter& writer : writers_) {
    for (const VertexId id : writer.loops) occurring.set(id);
    for (const VertexId id : writer.members) occurring.set(id);
  }
}

/// Copies the rows of a bucket to where they belong, targets under their new names.
template <class Key, bool weighted>
template <class Rename>
void KeyBuckets<Key, weighted>::copy_out(std::size_t bucket, VertexId first_row, const BuildOptions& options,
                                         Rename rename) {
  ArcIndex at = all_.rows.offsets[first_row];
  if (!shape.directed_input) {
    for (const Chunk<Key>& chunk : chunks_of(bucket)) {
      const Key* const keys = chunk.keys;
      const std::size_t size = chunk.size;
      const Key target_mask = target_mask_;
      VertexId* const targets = all_.rows.targets.data() + at;
      for (std::size_t i = 0; i < size; ++i)
        targets[i] = rename(static_cast<VertexId>(keys[i] & target_mask));
      if (!all_.rows.weights.empty()) {
        std::memcpy(all_.rows.weights.data() + at, chunk.weights, chunk.size * sizeof(double));
      }
      at += chunk.size;
    }
    return;
  }
  const auto append = [](OwnedRows& to, ArcIndex& place, VertexId target, double weight) {
    to.targets[place] = target;
    if (!to.weights.empty()) to.weights[place] = weight;
    ++place;
  };
  const bool keep_arcs = !out_.rows.offsets.empty();
  ArcIndex out_at = keep_arcs ? out_.rows.offsets[first_row] : 0;
  ArcIndex in_at = keep_arcs ? in_.rows.offsets[first_row] : 0;
  for_each_pair(
      bucket, [&](VertexId, VertexId to, bool is_out, bool is_in, double out_weight, double in_weight) {
        const VertexId target = rename(to);
        if (joined(options, is_out, is_in)) {
          // The smaller weight first, so that both ends of the connection add up to the same sum.
          const double both =
              merged(options.merge, std::min(out_weight, in_weight), std::max(out_weight, in_weight));
          append(all_.rows, at, target, is_out && is_in ? both : is_out ? out_weight : in_weight);
        }
        if (keep_arcs && is_out) append(out_.rows, out_at, target, out_weight);
        if (keep_arcs && is_in) append(in_.rows, in_at, target, in_weight);
      });
}

/// Lays the rows out and copies them there. The memory of buckets is given back group by group, and where it
/// was, rows of the next groups are written.
template <class Key, bool weighted>
template <class Rename>
void KeyBuckets<Key, weighted>::copy_all(const Ranks* ranks, VertexId members, const BuildOptions& options,
                                         const RunContext& context, Rename rename) {
  bool unit_weights = options.drop_unit_weights && !adds_up_;
  for (const BucketWriter& writer : writers_) unit_weights = unit_weights && writer.unit_weights;
  // Ids that keep their names end with the last member, however far buckets reach.
  const std::uint64_t n = ranks != nullptr ? all_.degrees.size() : members;
  std::vector<RowSet*> sets{&all_};
  if (!out_.degrees.empty()) sets.insert(sets.end(), {&out_, &in_});
  for (RowSet* const set : sets) lay_out(*set, ranks, members, weighted && !unit_weights);
  const auto first_row = [&](std::size_t bucket) {
    const std::uint64_t id = std::min(n, std::uint64_t{bucket} << layout.source_bits);
    if (id == n) return members;
    return ranks != nullptr ? (*ranks)(static_cast<VertexId>(id)) : static_cast<VertexId>(id);
  };

  std::mutex in_turn;
  std::size_t next = 0;
  SparePages spare;
  const auto take_group = [&]() -> std::optional<std::size_t> {
    const std::lock_guard lock(in_turn);
    if (next == memory_.groups()) return std::nullopt;
    const VertexId first = first_row(memory_.first_bucket(next));
    const VertexId last = first_row(memory_.first_bucket(next + 1));
    for (RowSet* const set : sets) {
      const ArcIndex begin = set->rows.offsets[first], end = set->rows.offsets[last];
      spare.lay_under(set->rows.targets, begin, end);
      if (!set->rows.weights.empty()) spare.lay_under(set->rows.weights, begin, end);
    }
    return next++;
  };
  parallel_each(context.thread_count(), 1, [&](std::size_t) {
    while (const auto group = take_group()) {
      for (std::size_t bucket = memory_.first_bucket(*group); bucket < memory_.first_bucket(*group + 1);
           ++bucket) {
        context.poll();
        if (std::uint64_t{bucket} << layout.source_bits < n) {
          copy_out(bucket, first_row(bucket), options, rename);
        }
      }
      std::vector<Slab> slabs = memory_.release(*group);
      const std::lock_guard lock(in_turn);
      spare.keep(std::move(slabs));
    }
  });
}

template <class Key, bool weighted>
RowBuilder::Compacted KeyBuckets<Key, weighted>::finish(std::uint64_t n, bool compact,
                                                        const BuildOptions& options,
                                                        const RunContext& context) {
  gather();
  const bool directed = shape.directed_input;
  const bool keep_arcs = directed && options.keep_arcs;
  std::uint64_t loops = 0;
  for (const BucketWriter& writer : writers_) loops += writer.loops.size();
  const std::uint64_t rows = this->rows();
  all_.degrees = Buffer<VertexId>(n);
  if (keep_arcs) out_.degrees = Buffer<VertexId>(n, 0), in_.degrees = Buffer<VertexId>(n, 0);
  sort_all(options, context);

  RowBuilder::Compacted result;
  result.members = static_cast<VertexId>(n);
  std::optional<Ranks> occurring;
  if (compact) {
    occurring.emplace(n);
    find_members(*occurring, options);
    result.members = occurring->finish();
    if ((*occurring)(result.members) == result.members) {
      occurring.reset();  // 0..members-1: they keep their ids
    } else {
      result.ids.resize(result.members);
      parallel_blocks(n, member_block, [&](std::size_t begin, std::size_t end) {
        std::size_t at = (*occurring)(static_cast<VertexId>(begin));
        for (std::size_t v = begin; v < end; ++v) {
          if (occurring->has(static_cast<VertexId>(v))) result.ids[at++] = v;
        }
      });
    }
  }
  context.poll();
  if (occurring) {
    copy_all(&*occurring, result.members, options, context,
             [&ranks = *occurring](VertexId v) { return ranks(v); });
  } else {
    copy_all(nullptr, result.members, options, context, [](VertexId v) { return v; });
  }
  chunks_.clear();
  writers_.clear();

  BuildResult& built = result.built;
  built.loops = loops;
  built.graph = Graph(std::move(all_.rows));
  const std::uint64_t connections = built.graph.edge_count();
  if (!directed) {
    built.duplicates = rows - loops - connections;
    return result;
  }
  std::uint64_t arcs = 0;
  for (const std::uint64_t count : bucket_arcs_) arcs += count;
  const bool mutual = options.rule == ConnectionRule::mutual;
  built.duplicates = rows - loops - arcs;
  built.reciprocated = mutual ? connections : arcs - connections;
  built.one_sided = mutual ? arcs - 2 * connections : 0;
  if (keep_arcs) built.arcs = Graph(std::move(out_.rows), std::move(in_.rows));
  return result;
}

}  // namespace rows
}  // namespace tertius::graph
