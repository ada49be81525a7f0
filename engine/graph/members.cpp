#include "engine/graph/members.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "engine/core/error.hpp"
#include "engine/core/probe.hpp"
#include "engine/core/random.hpp"

namespace tertius::graph {
namespace {

/// The same on every machine: indexes are kept in files.
std::uint64_t hash_text(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

/// Whether a slot of an index is free: no_vertex, and Column::missing as well.
bool is_free(std::uint32_t slot) {
  return slot == ~0u;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// A whole number in its one canonical spelling: "7" but not "07", "+7" or "7.0".
std::optional<std::uint64_t> canonical_number(std::string_view text) {
  if (text.empty() || text.size() > 20 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_as(ColumnType type, std::string_view text) {
  const char* const last = text.data() + text.size();
  switch (type) {
    case ColumnType::boolean:
      for (const std::string_view yes : {"true", "yes", "ja"}) {
        if (equal_ignoring_case(text, yes)) return 1.0;
      }
      for (const std::string_view no : {"false", "no", "nein"}) {
        if (equal_ignoring_case(text, no)) return 0.0;
      }
      return std::nullopt;
    case ColumnType::integer: {
      // "007" is a code and not a number: taking it for one would lose its zeros.
      const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
      if (digits.size() > 1 && digits[0] == '0') return std::nullopt;
      std::int64_t value = 0;
      const auto [end, error] = std::from_chars(text.data(), last, value);
      if (error != std::errc() || end != last) return std::nullopt;
      return static_cast<double>(value);
    }
    case ColumnType::real: {
      const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
      if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') return std::nullopt;
      double value = 0;
      const auto [end, error] = std::from_chars(text.data(), last, value);
      if (error != std::errc() || end != last || !(value - value == 0))
        return std::nullopt;  // no NaN, no infinity
      return value;
    }
    case ColumnType::text:
      break;
  }
  return std::nullopt;
}

}  // namespace

void StringPool::push_back(std::string_view text) {
  auto& bytes = bytes_.own();
  bytes.insert(bytes.end(), text.begin(), text.end());
  begin_.own().push_back(bytes.size());
}

Ids Ids::dense(VertexId n) {
  Ids ids;
  ids.kind_ = Kind::dense;
  ids.count_ = n;
  return ids;
}

Ids Ids::numbers(std::vector<std::uint64_t> numbers) {
  Ids ids;
  ids.kind_ = Kind::numbers;
  ids.count_ = static_cast<VertexId>(numbers.size());
  ids.numbers_ = Array<std::uint64_t>(std::move(numbers));
  if (!std::is_sorted(ids.numbers_.begin(), ids.numbers_.end())) {
    ids.rebuild_index(std::bit_ceil(ids.numbers_.size() * 2 + 16));
  }
  return ids;
}

Ids Ids::of_numbers(Parts parts) {
  Ids ids;
  ids.kind_ = Kind::numbers;
  ids.count_ = static_cast<VertexId>(parts.numbers.size());
  ids.numbers_ = std::move(parts.numbers);
  ids.index_ = std::move(parts.index);
  return ids;
}

Ids Ids::of_texts(Parts parts) {
  Ids ids;
  ids.kind_ = Kind::text;
  ids.count_ = static_cast<VertexId>(parts.texts.size());
  ids.texts_ = std::move(parts.texts);
  ids.index_ = std::move(parts.index);
  if (ids.index_.size() == 0) ids.rebuild_index(std::bit_ceil(2 * std::size_t{ids.count_} + 16));
  return ids;
}

void Ids::compact() {
  if (kind_ != Kind::text) return;
  std::vector<std::uint64_t> numbers;
  bool are_dense = true;
  for (VertexId v = 0; v < count_; ++v) {
    const auto number = canonical_number(texts_[v]);
    if (!number) return;
    if (numbers.empty()) numbers.reserve(count_);
    numbers.push_back(*number);
    are_dense = are_dense && *number == v;
  }
  *this = are_dense ? dense(count_) : Ids::numbers(std::move(numbers));
}

VertexId Ids::size() const {
  return count_;
}

std::string Ids::operator[](VertexId v) const {
  switch (kind_) {
    case Kind::dense:
      return std::to_string(v);
    case Kind::numbers:
      return std::to_string(numbers_[v]);
    case Kind::text:
      return std::string(texts_[v]);
  }
  return {};
}

std::uint64_t Ids::hash_of(VertexId v) const {
  return kind_ == Kind::numbers ? mix64(numbers_[v]) : hash_text(texts_[v]);
}

std::optional<VertexId> Ids::find(std::string_view id) const {
  std::optional<std::uint64_t> number;
  if (kind_ != Kind::text && !(number = canonical_number(id))) return std::nullopt;
  if (kind_ == Kind::dense) {
    return *number < count_ ? std::optional(static_cast<VertexId>(*number)) : std::nullopt;
  }
  if (index_.empty()) {
    const auto at = std::lower_bound(numbers_.begin(), numbers_.end(), number.value_or(0));
    if (!number || at == numbers_.end() || *at != *number) return std::nullopt;
    return static_cast<VertexId>(at - numbers_.begin());
  }
  const VertexId v = number ? found(mix64(*number), [&](VertexId u) { return numbers_[u] == *number; })
                            : find_text(id, hash_text(id));
  return v == no_vertex ? std::nullopt : std::optional(v);
}

/// The member at whose slot is() says true, or no_vertex.
template <class Is>
VertexId Ids::found(std::uint64_t hash, Is is) const {
  // Beyond count_: free, or of an altered file.
  const std::size_t slot = probe(index_, hash, [&](VertexId v) { return v >= count_ || is(v); });
  return slot < index_.size() && index_[slot] < count_ ? index_[slot] : no_vertex;
}

VertexId Ids::find_text(std::string_view id, std::uint64_t hash) const {
  return found(hash, [&](VertexId v) { return texts_[v] == id; });
}

void Ids::find(std::span<const std::string_view> ids, std::span<VertexId> members) const {
  if (kind_ != Kind::text || index_.empty()) {
    for (std::size_t i = 0; i < ids.size(); ++i) members[i] = find(ids[i]).value_or(no_vertex);
    return;
  }
  std::array<std::uint64_t, 32> hashes{};
  const std::size_t mask = index_.size() - 1;
  for (std::size_t begin = 0; begin < ids.size(); begin += hashes.size()) {
    const std::size_t size = std::min(hashes.size(), ids.size() - begin);
    for (std::size_t i = 0; i < size; ++i) {
      hashes[i] = hash_text(ids[begin + i]);
      __builtin_prefetch(index_.data() + (hashes[i] & mask));
    }
    for (std::size_t i = 0; i < size; ++i)
      if (const VertexId v = index_[hashes[i] & mask]; v < count_) texts_.prefetch_place(v);
    for (std::size_t i = 0; i < size; ++i)
      if (const VertexId v = index_[hashes[i] & mask]; v < count_) texts_.prefetch(v);
    for (std::size_t i = 0; i < size; ++i) members[begin + i] = find_text(ids[begin + i], hashes[i]);
  }
}

VertexId Ids::add(std::string_view id) {
  if (const auto known = find(id)) return *known;
  if (kind_ != Kind::text) become_text();
  if (count_ == no_vertex)
    throw Error(ErrorCode::bad_data, "more than 4,294,967,294 members; that is the limit");
  texts_.push_back(id);
  const VertexId v = count_++;
  if (index_.size() < 2 * std::size_t{count_}) {
    rebuild_index(std::bit_ceil(4 * std::size_t{count_} + 16));
    return v;
  }
  index_.own()[probe(index_, hash_text(id), is_free)] = v;
  return v;
}

void Ids::become_text() {
  StringPool texts;
  for (VertexId v = 0; v < count_; ++v) texts.push_back((*this)[v]);
  texts_ = std::move(texts);
  numbers_ = {};
  kind_ = Kind::text;
  rebuild_index(std::bit_ceil(2 * std::size_t{count_} + 16));
}

void Ids::rebuild_index(std::size_t capacity) {
  std::vector<VertexId> index(capacity, no_vertex);
  std::array<std::uint64_t, 256> hashes{};  // looked for together, so that their cache misses overlap
  for (std::size_t begin = 0; begin < count_; begin += hashes.size()) {
    const std::size_t size = std::min<std::size_t>(hashes.size(), count_ - begin);
    for (std::size_t i = 0; i < size; ++i) {
      hashes[i] = hash_of(static_cast<VertexId>(begin + i));
      __builtin_prefetch(index.data() + (hashes[i] & (capacity - 1)), 1);
    }
    for (std::size_t i = 0; i < size; ++i)
      index[probe(index, hashes[i], is_free)] = static_cast<VertexId>(begin + i);
  }
  index_ = Array<VertexId>(std::move(index));
}

std::size_t Ids::bytes() const {
  return numbers_.size() * sizeof(std::uint64_t) + texts_.bytes() + index_.size() * sizeof(VertexId);
}

std::string_view to_string(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return "text";
    case ColumnType::integer:
      return "integer";
    case ColumnType::real:
      return "real";
    case ColumnType::boolean:
      return "boolean";
  }
  return "text";
}

void Column::set(VertexId v, std::string_view value) {
  const std::uint32_t code = code_of(value);
  if (v >= codes_.size()) pad(v + 1);
  codes_.own()[v] = code;
}

void Column::pad(VertexId n) {
  if (codes_.size() < n) codes_.own().resize(n, missing);
}

std::uint32_t Column::code_of(std::string_view value) {
  if (value.empty()) return missing;
  if (index_.size() < 2 * (dictionary_.size() + 1)) {
    index_.assign(std::bit_ceil(4 * dictionary_.size() + 16), missing);
    for (std::uint32_t code = 0; code < dictionary_.size(); ++code)
      index_[probe(index_, hash_text(dictionary_[code]), is_free)] = code;
  }
  std::uint32_t& code = index_[probe(index_, hash_text(value), [&](std::uint32_t known) {
    return known == missing || dictionary_[known] == value;
  })];
  if (code == missing) {
    code = static_cast<std::uint32_t>(dictionary_.size());
    dictionary_.push_back(value);
  }
  return code;
}

void Column::infer_type() {
  for (const ColumnType type : {ColumnType::boolean, ColumnType::integer, ColumnType::real}) {
    const bool fits = !dictionary_.empty() &&
                      std::all_of(dictionary_.begin(), dictionary_.end(),
                                  [&](std::string_view s) { return parse_as(type, s).has_value(); });
    if (fits) return set_type(type);
  }
  set_type(ColumnType::text);
}

void Column::set_type(ColumnType type) {
  type_ = type;
  if (type == ColumnType::text) return;
  for (const std::string_view value : dictionary_) {
    if (!parse_as(type, value)) {
      throw Error(ErrorCode::bad_data, "column '" + name_ + "': found '" + std::string(value) +
                                           "'; expected " + std::string(to_string(type)));
    }
  }
}

std::optional<double> Column::number(VertexId v) const {
  return parse_as(type_, text(v));
}

std::string MemberTable::name(VertexId v) const {
  return names && names->has(v) ? std::string(names->text(v)) : ids[v];
}

const Column* MemberTable::find_column(std::string_view name) const {
  const auto at = std::find_if(columns.begin(), columns.end(),
                               [&](const Column& c) { return equal_ignoring_case(c.name(), name); });
  return at == columns.end() ? nullptr : &*at;
}

Grouping group_by(const Column& column) {
  const auto none = static_cast<std::uint32_t>(column.dictionary().size());
  std::vector<std::uint32_t> labels(column.size());
  for (std::size_t v = 0; v < labels.size(); ++v) {
    const std::uint32_t code = column.code(static_cast<VertexId>(v));
    labels[v] = code == Column::missing ? none : code;
  }
  Grouping grouping{column.name(), canonical(labels), {}};
  grouping.names.resize(grouping.partition.count);
  for (std::size_t v = 0; v < labels.size(); ++v) {
    std::string& name = grouping.names[grouping.partition.label[v]];
    if (name.empty()) name = labels[v] == none ? "(none)" : column.dictionary()[labels[v]];
  }
  return grouping;
}

}  // namespace tertius::graph
