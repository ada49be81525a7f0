// The member table: ids as they stand in the input, names, and typed attributes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/array.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::graph {

/// Strings one behind the other in one block of memory. A text that an altered file places outside that block
/// is empty.
class StringPool {
 public:
  StringPool() : begin_(std::vector<std::uint64_t>{0}) {}
  StringPool(std::initializer_list<std::string_view> texts) : StringPool() {
    for (const std::string_view text : texts) push_back(text);
  }
  /// The texts whose bytes these are; begin has one more entry than there are texts.
  StringPool(Array<char> bytes, Array<std::uint64_t> begin)
      : bytes_(std::move(bytes)), begin_(std::move(begin)) {}

  void push_back(std::string_view text);
  std::string_view operator[](std::size_t i) const {
    const std::uint64_t first = begin_[i], last = begin_[i + 1];
    if (first > last || last > bytes_.size()) return {};
    return {bytes_.data() + first, static_cast<std::size_t>(last - first)};
  }
  /// Asks for the text before it is needed.
  void prefetch(std::size_t i) const { __builtin_prefetch(bytes_.data() + begin_[i]); }
  void prefetch_place(std::size_t i) const { __builtin_prefetch(begin_.data() + i); }
  std::size_t size() const { return begin_.size() - 1; }
  bool empty() const { return size() == 0; }
  std::size_t bytes() const { return bytes_.bytes() + begin_.bytes(); }
  std::span<const char> text() const { return bytes_.view(); }
  /// Where each text begins among the bytes, and where the last one ends.
  std::span<const std::uint64_t> offsets() const { return begin_.view(); }
  friend bool operator==(const StringPool&, const StringPool&) = default;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = std::string_view;
    Iterator() = default;
    Iterator(const StringPool* pool, std::size_t at) : pool_(pool), at_(at) {}
    std::string_view operator*() const { return (*pool_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++at_;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const StringPool* pool_ = nullptr;
    std::size_t at_ = 0;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  Array<char> bytes_;
  Array<std::uint64_t> begin_;
};

/// Ids outside (any text) and inside (0..n-1), both ways. An input whose ids are the numbers 0..n-1 costs no
/// memory, other whole numbers cost 8 bytes a member and an index, text its bytes and an index.
class Ids {
 public:
  Ids() = default;
  /// Ids "0", "1", ..., "n-1".
  static Ids dense(VertexId n);
  /// Ids that are whole numbers, all different. In ascending order they need no index.
  static Ids numbers(std::vector<std::uint64_t> numbers);
  /// The parts that ids consist of, to be kept in a file and mapped back; index may be empty for numbers in
  /// ascending order, and for texts, which then get one.
  struct Parts {
    Array<std::uint64_t> numbers;
    StringPool texts;
    Array<VertexId> index;
  };
  static Ids of_numbers(Parts parts);
  static Ids of_texts(Parts parts);
  std::span<const VertexId> index() const { return index_.view(); }
  const StringPool& texts() const { return texts_; }
  /// Takes the smallest form that keeps the ids: ids that are all numbers need not be text.
  void compact();

  VertexId size() const;
  std::string operator[](VertexId v) const;
  std::optional<VertexId> find(std::string_view id) const;
  /// The same of many ids, no_vertex where there is no such member. What texts need is asked for ahead, so
  /// that misses of the cache overlap.
  void find(std::span<const std::string_view> ids, std::span<VertexId> members) const;
  /// The member of that id, added when it is new (ids become text if they were numbers). Amortised O(1).
  VertexId add(std::string_view id);

  bool is_dense() const { return kind_ == Kind::dense; }
  bool is_numbers() const { return kind_ == Kind::numbers; }
  std::span<const std::uint64_t> as_numbers() const { return numbers_.view(); }
  std::size_t bytes() const;

 private:
  enum class Kind { dense, numbers, text };
  void become_text();
  void rebuild_index(std::size_t capacity);
  std::uint64_t hash_of(VertexId v) const;
  template <class Is>
  VertexId found(std::uint64_t hash, Is is) const;
  VertexId find_text(std::string_view id, std::uint64_t hash) const;

  Kind kind_ = Kind::text;
  VertexId count_ = 0;
  Array<std::uint64_t> numbers_;
  StringPool texts_;
  Array<VertexId> index_;  // open addressing, a power of two of slots, no_vertex where free
};

enum class ColumnType { text, integer, real, boolean };
std::string_view to_string(ColumnType type);

/// One attribute of all members, dictionary-coded: what was written stays as it was written. Codes and
/// dictionary may lie in a mapped file; a code outside the dictionary, as an altered file may have, is
/// missing.
class Column {
 public:
  static constexpr std::uint32_t missing = ~0u;

  explicit Column(std::string name) : name_(std::move(name)) {}
  /// Codes below the size of the dictionary, or `missing`. No value is looked at: O(1).
  Column(std::string name, ColumnType type, Array<std::uint32_t> codes, StringPool dictionary)
      : name_(std::move(name)), type_(type), codes_(std::move(codes)), dictionary_(std::move(dictionary)) {}

  const std::string& name() const { return name_; }
  ColumnType type() const { return type_; }
  std::size_t size() const { return codes_.size(); }

  /// Appends a value; an empty one is missing.
  void push_back(std::string_view value) { codes_.own().push_back(code_of(value)); }
  /// Sets the value of `v`; members between the last one and `v` get none.
  void set(VertexId v, std::string_view value);
  /// Gives members up to n no value where they have none yet.
  void pad(VertexId n);
  /// Sets the type to the narrowest that fits every value: boolean (true/false, yes/no), integer, real, text.
  void infer_type();
  /// Sets the type; values that do not fit it throw Error{bad_data}.
  void set_type(ColumnType type);

  bool has(VertexId v) const { return code(v) != missing; }
  /// The value as it was written; empty when missing.
  std::string_view text(VertexId v) const {
    const std::uint32_t code = codes_[v];
    return code < dictionary_.size() ? dictionary_[code] : std::string_view();
  }
  /// The value as a number, 0 and 1 for booleans; nullopt when missing or when the column is text.
  std::optional<double> number(VertexId v) const;

  /// Below the size of the dictionary, or `missing`.
  std::uint32_t code(VertexId v) const { return codes_[v] < dictionary_.size() ? codes_[v] : missing; }
  /// As they are kept, unchecked.
  std::span<const std::uint32_t> codes() const { return codes_.view(); }
  /// Distinct values in order of first appearance.
  const StringPool& dictionary() const { return dictionary_; }

 private:
  std::uint32_t code_of(std::string_view value);

  std::string name_;
  ColumnType type_ = ColumnType::text;
  Array<std::uint32_t> codes_;
  StringPool dictionary_;
  std::vector<std::uint32_t> index_;  // hash -> code, open addressing
};

struct MemberTable {
  Ids ids;
  std::optional<Column> names;  ///< the column `name`, where there is one
  std::vector<Column> columns;  ///< every other attribute, in input order

  VertexId size() const { return ids.size(); }
  /// The name, or the id where there is none.
  std::string name(VertexId v) const;
  /// The attribute of that name (case-insensitive), or nullptr.
  const Column* find_column(std::string_view name) const;
};

/// Members grouped by the value of an attribute, groups in order of size, then of first member. Members
/// without a value form the group "(none)".
Grouping group_by(const Column& column);

}  // namespace tertius::graph
