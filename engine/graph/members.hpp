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
#include "engine/core/interner.hpp"
#include "engine/core/string_pool.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::graph {

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
  std::span<const VertexId> index() const {
    return kind_ == Kind::text ? texts_.index().slots() : number_index_.slots();
  }
  const StringPool& texts() const { return texts_.texts(); }
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

  Kind kind_ = Kind::text;
  VertexId count_ = 0;
  Array<std::uint64_t> numbers_;
  CodeIndex number_index_;  // none of numbers in ascending order
  Interner<> texts_;
};

enum class ColumnType { text, integer, real, boolean };
std::string_view to_string(ColumnType type);

/// One attribute of all members, dictionary-coded: what was written stays as it was written. Codes and
/// dictionary may lie in a mapped file; a code outside the dictionary, as an altered file may have, is
/// missing.
class Column {
 public:
  static constexpr std::uint32_t missing = no_code;

  explicit Column(std::string name) : name_(std::move(name)) {}
  /// Codes below the size of the dictionary, or `missing`. No value is looked at: O(1).
  Column(std::string name, ColumnType type, Array<std::uint32_t> codes, StringPool dictionary)
      : name_(std::move(name)), type_(type), codes_(std::move(codes)), values_(std::move(dictionary)) {}

  const std::string& name() const { return name_; }
  /// What the input calls it, where that is another word.
  const std::string& heading() const { return heading_.empty() ? name_ : heading_; }
  /// From now on it has that name, and the former one as its heading.
  void rename(std::string name);
  /// Without a value, of the same name and heading.
  Column like() const;
  ColumnType type() const { return type_; }
  std::size_t size() const { return codes_.size(); }

  /// Appends a value; an empty one is missing.
  void push_back(std::string_view value) { codes_.own().push_back(values_.code(value)); }
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
  std::string_view text(VertexId v) const { return values_[code(v)]; }
  /// The value as a number, 0 and 1 for booleans; nullopt when missing or when the column is text.
  std::optional<double> number(VertexId v) const;

  /// Below the size of the dictionary, or `missing`.
  std::uint32_t code(VertexId v) const { return codes_[v] < values_.size() ? codes_[v] : missing; }
  /// As they are kept, unchecked.
  std::span<const std::uint32_t> codes() const { return codes_.view(); }
  /// Distinct values in order of first appearance.
  const StringPool& dictionary() const { return values_.texts(); }

 private:
  std::string name_, heading_;
  ColumnType type_ = ColumnType::text;
  Array<std::uint32_t> codes_;
  Interner<> values_;
};

struct MemberTable {
  Ids ids;
  std::optional<Column> names;  ///< the column `name`, where there is one
  std::vector<Column> columns;  ///< every other attribute, in input order

  VertexId size() const { return ids.size(); }
  /// The name, or the id where there is none.
  std::string name(VertexId v) const;
  /// The attribute of that name (case-insensitive), else the one of that heading, or nullptr.
  const Column* find_column(std::string_view name) const;
  /// The names of all attributes, "region, discipline", or "none".
  std::string column_names() const;
};

/// Members grouped by the value of an attribute, groups in order of size, then of first member. Members
/// without a value form the group "(none)".
Grouping group_by(const Column& column);

}  // namespace tertius::graph
