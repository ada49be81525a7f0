// The buckets of a RowBuilder for one kind of key: sorting, merging, counting, copying out.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/graph/bucket_writer.hpp"

namespace tertius {

struct RowBuilder::Buckets {
  explicit Buckets(const RowShape& given) : shape(given), layout(given) {}
  virtual ~Buckets() = default;
  Buckets(const Buckets&) = delete;
  Buckets& operator=(const Buckets&) = delete;
  virtual void add(std::span<const VertexPair> pairs, const double* weights) = 0;
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

template <class Key, bool weighted>
class KeyBuckets final : public RowBuilder::Buckets {
 public:
  explicit KeyBuckets(const RowShape& given)
      : Buckets(given),
        low_bits_(layout.low_bits()),
        target_mask_((Key{1} << (low_bits_ - 1) << 1) - 1),
        plan_(given, layout, Writer<Key, weighted>::entry_bytes),
        writers_([buckets = layout.buckets, plan = plan_] { return Writer<Key, weighted>(buckets, plan); }) {}

  void add(std::span<const VertexPair> pairs, const double* weights) override {
    if (shape.directed_input) {
      add_rows<true>(pairs, weights);
    } else {
      add_rows<false>(pairs, weights);
    }
  }

  void add_member(VertexId id) override { writers_.local().members.push_back(id); }

  std::uint64_t rows() override {
    return sum([](const auto& writer) { return writer.rows; });
  }

  std::uint64_t bytes() override {
    return sum([](const auto& writer) {
      std::uint64_t bytes = 0;
      for (const Slabs& slabs : writer.slabs) bytes += slabs.bytes();
      return bytes;
    });
  }

  void move_into(RowBuilder& other, const RunContext& context) override {
    gather();
    parallel_blocks(layout.buckets, 1, [&](std::size_t bucket, std::size_t) {
      context.poll();
      std::vector<VertexPair> pairs;
      std::vector<double> weights;
      for_each_part(bucket, [&](const char* keys, const char* part_weights, std::size_t count) {
        pairs.clear();
        weights.clear();
        for (std::size_t i = 0; i < count; ++i) {
          const Key key = reinterpret_cast<const Key*>(keys)[i];
          const VertexId from = source_of(bucket, key);
          const VertexId to = target_of(key);
          // Each row was stored from both its ends.
          if (shape.directed_input ? (key & 1) != 0 : from > to) continue;
          pairs.push_back({from, to});
          if constexpr (weighted) weights.push_back(reinterpret_cast<const double*>(part_weights)[i]);
        }
        other.add(pairs, weighted ? weights.data() : nullptr);
      });
    });
    for (const Writer<Key, weighted>& writer : writers_) {
      for (const VertexId id : writer.members) other.add_member(id);
      for (const VertexId id : writer.loops) other.add({{{id, id}}});
    }
    writers_.clear();
  }

  RowBuilder::Compacted finish(std::uint64_t n, bool compact, const BuildOptions& options,
                               const RunContext& context) override;

 private:
  struct Part {
    char* data;
    std::uint32_t capacity;
    std::uint32_t used;
  };

  template <bool directed>
  void add_rows(std::span<const VertexPair> pairs, const double* weights) {
    Writer<Key, weighted>& writer = writers_.local();
    const unsigned source_bits = layout.source_bits;
    const Key source_mask = (Key{1} << source_bits) - 1;
    const auto put = [&](VertexId from, VertexId to, bool back, double weight) {
      Key key = static_cast<Key>(static_cast<Key>(from & source_mask) << low_bits_);
      key |= directed ? static_cast<Key>(static_cast<Key>(to) << 1 | Key{back}) : static_cast<Key>(to);
      writer.put(from >> source_bits, key, weight);
    };
    // So many open lines do not fit the second-level cache: they are asked for some rows ahead.
    const std::size_t ahead = layout.buckets > most_buckets ? 8 : pairs.size();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (i + ahead < pairs.size()) {
        writer.prefetch(pairs[i + ahead].from >> source_bits);
        writer.prefetch(pairs[i + ahead].to >> source_bits);
      }
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

  template <class Of>
  std::uint64_t sum(Of of) {
    std::uint64_t total = 0;
    for (const Writer<Key, weighted>& writer : writers_) total += of(writer);
    return total;
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
    std::vector<std::uint32_t> counts(layout.buckets + 1, 0);
    for (Writer<Key, weighted>& writer : writers_) {
      for (std::size_t b = 0; b < layout.buckets; ++b) {
        const std::size_t rest = writer.filled[b];
        if (rest == 0) continue;
        writer.flush(b);
        writer.open[b].used -= static_cast<std::uint32_t>(Writer<Key, weighted>::per_line - rest);
      }
      for (const Chunk& chunk : writer.chunks) ++counts[chunk.bucket];
    }
    exclusive_prefix_sum(counts);
    part_begin_ = counts;
    parts_.resize(counts.back());
    for (Writer<Key, weighted>& writer : writers_) {
      for (const Chunk& chunk : writer.chunks) {
        const auto& open = writer.open[chunk.bucket];
        const std::uint32_t used = open.data == chunk.data ? open.used : chunk.capacity;
        parts_[counts[chunk.bucket]++] = {chunk.data, chunk.capacity, used};
      }
    }
#if defined(__AVX512F__)
    _mm_sfence();
#endif
  }

  /// Calls visit(keys, weights, count) for the parts of a bucket.
  template <class Visit>
  void for_each_part(std::size_t bucket, Visit visit) const {
    for (std::size_t p = part_begin_[bucket]; p < part_begin_[bucket + 1]; ++p) {
      const Part& part = parts_[p];
      visit(part.data, part.data + part.capacity * sizeof(Key), std::size_t{part.used});
    }
  }

  struct Sorter {
    Scratch<Key> keys[2];
    Scratch<double> weights[2];
    std::vector<std::uint32_t> counts;
    std::vector<std::uint32_t> row_ends;
  };

  /// Rows on their way: first their lengths by id, then where they lie.
  struct RowSet {
    Buffer<VertexId> degrees;
    OwnedRows rows;
  };

  static bool joined(const BuildOptions& options, bool out, bool in) {
    return options.ties == Ties::mutual ? out && in : out || in;
  }

  void sort_all(const BuildOptions& options, const RunContext& context);
  void find_members(Ranks& occurring, const BuildOptions& options);
  template <class Rename>
  void copy_out(std::size_t bucket, VertexId first_row, const BuildOptions& options, Rename rename);
  template <class Rename>
  void copy_all(const Ranks* ranks, VertexId members, const BuildOptions& options, const RunContext& context,
                Rename rename);
  void sort_bucket(std::size_t bucket, Sorter& sorter, Merge merge);
  void radix_sort(std::size_t bucket, Sorter& sorter, std::size_t size, Key*& keys, double*& weights);
  static std::size_t merge_repeats(Key* keys, double* weights, std::size_t size, Merge merge);
  void count_rows(std::size_t bucket, Sorter& sorter, Buffer<VertexId>& degrees) const;
  template <class Visit>
  void for_each_pair(std::size_t bucket, Visit visit) const;
  void lay_out(RowSet& set, const Ranks* ranks, VertexId n, bool with_weights) const;

  unsigned low_bits_;
  Key target_mask_;
  SlabPlan plan_;
  PerThread<Writer<Key, weighted>> writers_;
  std::vector<std::uint32_t> part_begin_;
  std::vector<Part> parts_;
  RowSet all_;
  RowSet out_, in_;  // only when arcs are kept
  std::vector<std::uint64_t> bucket_arcs_;
  std::atomic<bool> adds_up_{false};  // some weight is the sum of several
};

/// Least significant digit first; the first pass reads the parts, the others go to and fro.
template <class Key, bool weighted>
void KeyBuckets<Key, weighted>::radix_sort(std::size_t bucket, Sorter& sorter, std::size_t size, Key*& keys,
                                           double*& weights) {
  const unsigned bits = layout.bits();
  const unsigned passes = (bits + most_digit_bits - 1) / most_digit_bits;
  const unsigned digit_bits = (bits + passes - 1) / passes;
  const std::size_t digits = std::size_t{1} << digit_bits;
  const auto digit = [&](Key key, unsigned pass) {
    return static_cast<std::size_t>(key >> (pass * digit_bits)) & (digits - 1);
  };
  sorter.counts.assign(passes * digits, 0);
  std::uint32_t* const counts = sorter.counts.data();
  for_each_part(bucket, [&](const char* part, const char*, std::size_t count) {
    const Key* from = reinterpret_cast<const Key*>(part);
    if (passes == 3) {  // by far the most common, worth its own loop
      for (std::size_t i = 0; i < count; ++i) {
        ++counts[digit(from[i], 0)];
        ++counts[digits + digit(from[i], 1)];
        ++counts[2 * digits + digit(from[i], 2)];
      }
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      for (unsigned pass = 0; pass < passes; ++pass) ++counts[pass * digits + digit(from[i], pass)];
    }
  });
  for (unsigned pass = 0; pass < passes; ++pass) {
    std::uint32_t sum = 0;
    for (std::size_t d = 0; d < digits; ++d) sum += std::exchange(counts[pass * digits + d], sum);
  }
  Key* to = sorter.keys[0].get(size);
  double* to_weights = weighted ? sorter.weights[0].get(size) : nullptr;
  const auto scatter = [&](const Key* from, const double* from_weights, std::size_t count, unsigned pass) {
    std::uint32_t* const at = counts + pass * digits;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t place = at[digit(from[i], pass)]++;
      to[place] = from[i];
      if constexpr (weighted) to_weights[place] = from_weights[i];
    }
  };
  for_each_part(bucket, [&](const char* part, const char* part_weights, std::size_t count) {
    scatter(reinterpret_cast<const Key*>(part), reinterpret_cast<const double*>(part_weights), count, 0);
  });
  for (unsigned pass = 1; pass < passes; ++pass) {
    const Key* const from = to;
    const double* const from_weights = to_weights;
    to = sorter.keys[pass % 2].get(size);
    if constexpr (weighted) to_weights = sorter.weights[pass % 2].get(size);
    scatter(from, from_weights, size, pass);
  }
  keys = to;
  weights = to_weights;
}

/// Keeps the first of equal keys; their weights are merged in ascending order, whatever order they came in.
template <class Key, bool weighted>
std::size_t KeyBuckets<Key, weighted>::merge_repeats(Key* keys, double* weights, std::size_t size,
                                                     Merge merge) {
  std::size_t kept = 0;
  if constexpr (!weighted) {
    for (std::size_t i = 0; i < size; ++i) {
      const Key key = keys[i];
      keys[kept] = key;
      kept += i + 1 == size || keys[i + 1] != key;
    }
    return kept;
  } else {
    for (std::size_t i = 0; i < size;) {
      std::size_t end = i + 1;
      while (end < size && keys[end] == keys[i]) ++end;
      if (end > i + 1) std::sort(weights + i, weights + end);
      double weight = weights[i];
      for (std::size_t j = i + 1; j < end; ++j) weight = merged(merge, weight, weights[j]);
      keys[kept] = keys[i];
      weights[kept] = weight;
      ++kept;
      i = end;
    }
    return kept;
  }
}

/// Sorts and merges a bucket in place.
template <class Key, bool weighted>
void KeyBuckets<Key, weighted>::sort_bucket(std::size_t bucket, Sorter& sorter, Merge merge) {
  std::size_t size = 0;
  for_each_part(bucket, [&](const char*, const char*, std::size_t count) { size += count; });
  if (size == 0) return;
  if (size > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::bad_data,
                "more than 4,294,967,295 rows among neighbouring ids; that is the limit");
  }
  Key* keys = nullptr;
  double* weights = nullptr;
  radix_sort(bucket, sorter, size, keys, weights);
  const std::size_t kept = merge_repeats(keys, weights, size, merge);
  if (kept < size && merge == Merge::sum) adds_up_ = true;
  std::size_t at = 0;
  for (std::size_t p = part_begin_[bucket]; p < part_begin_[bucket + 1]; ++p) {
    Part& part = parts_[p];
    const std::size_t count = std::min<std::size_t>(part.used, kept - at);
    part.used = static_cast<std::uint32_t>(count);
    if (count == 0) continue;
    std::memcpy(part.data, keys + at, count * sizeof(Key));
    if constexpr (weighted) {
      std::memcpy(part.data + part.capacity * sizeof(Key), weights + at, count * sizeof(double));
    }
    at += count;
  }
}

/// Lengths of the rows of a sorted bucket of undirected input.
template <class Key, bool weighted>
void KeyBuckets<Key, weighted>::count_rows(std::size_t bucket, Sorter& sorter,
                                           Buffer<VertexId>& degrees) const {
  // The last key of a row leaves the row's end; nothing has to be read back for that.
  sorter.row_ends.assign(std::size_t{1} << layout.source_bits, 0);
  std::uint32_t* const ends = sorter.row_ends.data();
  std::uint32_t at = 0;
  for_each_part(bucket, [&](const char* part, const char*, std::size_t count) {
    const Key* keys = reinterpret_cast<const Key*>(part);
    for (std::size_t i = 0; i < count; ++i) ends[keys[i] >> low_bits_] = ++at;
  });
  const std::uint64_t first = std::uint64_t{bucket} << layout.source_bits;
  const std::uint64_t last = std::min<std::uint64_t>(degrees.size(), first + sorter.row_ends.size());
  std::uint32_t begin = 0;
  for (std::uint64_t v = first; v < last; ++v) {
    const std::uint32_t end = std::max(begin, ends[v - first]);
    degrees[v] = end - std::exchange(begin, end);
  }
}

/// Calls visit(from, to, out, in, out weight, in weight) for the pairs of a sorted bucket of directed input.
template <class Key, bool weighted>
template <class Visit>
void KeyBuckets<Key, weighted>::for_each_pair(std::size_t bucket, Visit visit) const {
  bool there[2] = {false, false};
  double weight[2] = {1.0, 1.0};
  Key last = 0;
  const auto end_pair = [&] {
    if (there[0] || there[1]) {
      visit(source_of(bucket, last), target_of(last), there[0], there[1], weight[0], weight[1]);
    }
    there[0] = there[1] = false;
  };
  for_each_part(bucket, [&](const char* part, const char* part_weights, std::size_t count) {
    const Key* keys = reinterpret_cast<const Key*>(part);
    for (std::size_t i = 0; i < count; ++i) {
      if (keys[i] >> 1 != last >> 1) end_pair();
      last = keys[i];
      there[last & 1] = true;
      if constexpr (weighted) weight[last & 1] = reinterpret_cast<const double*>(part_weights)[i];
    }
  });
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
  PerThread<Sorter> sorters;
  bucket_arcs_.assign(layout.buckets, 0);
  parallel_blocks(layout.buckets, 1, [&](std::size_t bucket, std::size_t) {
    context.poll();
    Sorter& sorter = sorters.local();
    sort_bucket(bucket, sorter, options.merge);
    if (!shape.directed_input) return count_rows(bucket, sorter, all_.degrees);
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
  if (shape.directed_input &&
      options.ties == Ties::mutual) {  // one-sided ties make no row, and yet their ends are there
    // Blocks of buckets whose members share no word.
    const std::size_t block = std::size_t{64} >> std::min(6U, layout.source_bits);
    parallel_blocks(layout.buckets, std::max<std::size_t>(1, block), [&](std::size_t begin, std::size_t end) {
      for (std::size_t bucket = begin; bucket < end; ++bucket) {
        for_each_pair(bucket,
                      [&](VertexId from, VertexId, bool, bool, double, double) { occurring.set(from); });
      }
    });
  }
  for (const Writer<Key, weighted>& writer : writers_) {
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
    for_each_part(bucket, [&](const char* part, const char* part_weights, std::size_t count) {
      const Key* const keys = reinterpret_cast<const Key*>(part);
      VertexId* const targets = all_.rows.targets.data() + at;
      for (std::size_t i = 0; i < count; ++i)
        targets[i] = rename(static_cast<VertexId>(keys[i] & target_mask_));
      if (!all_.rows.weights.empty()) {
        std::memcpy(all_.rows.weights.data() + at, part_weights, count * sizeof(double));
      }
      at += count;
    });
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

/// Lays the rows out and copies them there; gives the memory of buckets back group by group.
template <class Key, bool weighted>
template <class Rename>
void KeyBuckets<Key, weighted>::copy_all(const Ranks* ranks, VertexId members, const BuildOptions& options,
                                         const RunContext& context, Rename rename) {
  bool unit_weights = options.drop_unit_weights && !adds_up_;
  for (const Writer<Key, weighted>& writer : writers_) unit_weights = unit_weights && writer.unit_weights;
  // Ids that keep their names end with the last member, however far buckets reach.
  const std::uint64_t n = ranks != nullptr ? all_.degrees.size() : members;
  const bool keep_arcs = !out_.degrees.empty();
  lay_out(all_, ranks, members, weighted && !unit_weights);
  if (keep_arcs) {
    lay_out(out_, ranks, members, weighted && !unit_weights);
    lay_out(in_, ranks, members, weighted && !unit_weights);
  }
  parallel_blocks(plan_.groups, 1, [&](std::size_t group, std::size_t) {
    // The buckets b with b * groups / buckets == group.
    const auto first_of = [&](std::size_t g) {
      return (g * layout.buckets + plan_.groups - 1) / plan_.groups;
    };
    for (std::size_t bucket = first_of(group); bucket < first_of(group + 1); ++bucket) {
      context.poll();
      const std::uint64_t first = std::uint64_t{bucket} << layout.source_bits;
      if (first >= n) continue;
      const auto first_id = static_cast<VertexId>(first);
      copy_out(bucket, ranks != nullptr ? (*ranks)(first_id) : first_id, options, rename);
    }
    for (Writer<Key, weighted>& writer : writers_) writer.slabs[group].release();
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
  for (const Writer<Key, weighted>& writer : writers_) loops += writer.loops.size();
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
  parts_.clear();
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
  const bool mutual = options.ties == Ties::mutual;
  built.duplicates = rows - loops - arcs;
  built.reciprocated = mutual ? connections : arcs - connections;
  built.one_sided = mutual ? arcs - 2 * connections : 0;
  if (keep_arcs) built.arcs = Graph(std::move(out_.rows), std::move(in_.rows));
  return result;
}

}  // namespace rows
}  // namespace tertius
