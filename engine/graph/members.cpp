#include "engine/graph/members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"

namespace tertius::graph {
namespace {

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
    ids.number_index_.rebuild(ids.count_, ids.numbers_.size() * 2 + 16,
                              [&](VertexId v) { return mix64(ids.numbers_[v]); });
  }
  return ids;
}

Ids Ids::of_numbers(Parts parts) {
  Ids ids;
  ids.kind_ = Kind::numbers;
  ids.count_ = static_cast<VertexId>(parts.numbers.size());
  ids.numbers_ = std::move(parts.numbers);
  ids.number_index_ = CodeIndex(std::move(parts.index));
  return ids;
}

Ids Ids::of_texts(Parts parts) {
  Ids ids;
  ids.kind_ = Kind::text;
  ids.count_ = static_cast<VertexId>(parts.texts.size());
  ids.texts_ = Interner<>(std::move(parts.texts), CodeIndex(std::move(parts.index)));
  if (ids.texts_.index().empty()) ids.texts_.make_index(2 * std::size_t{ids.count_} + 16);
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

std::optional<VertexId> Ids::find(std::string_view id) const {
  VertexId v = no_vertex;
  if (kind_ == Kind::text) {
    v = texts_.find(id);
  } else if (const auto number = canonical_number(id)) {
    if (kind_ == Kind::dense) {
      if (*number < count_) v = static_cast<VertexId>(*number);
    } else if (!number_index_.empty()) {
      v = number_index_.find(mix64(*number), count_, [&](VertexId u) { return numbers_[u] == *number; });
    } else {
      const auto at = std::lower_bound(numbers_.begin(), numbers_.end(), *number);
      if (at != numbers_.end() && *at == *number) v = static_cast<VertexId>(at - numbers_.begin());
    }
  }
  return v == no_vertex ? std::nullopt : std::optional(v);
}

void Ids::find(std::span<const std::string_view> ids, std::span<VertexId> members) const {
  if (kind_ == Kind::text && !texts_.index().empty()) return texts_.find(ids, members);
  for (std::size_t i = 0; i < ids.size(); ++i) members[i] = find(ids[i]).value_or(no_vertex);
}

VertexId Ids::add(std::string_view id) {
  if (const auto known = find(id)) return *known;
  if (kind_ != Kind::text) become_text();
  if (count_ == no_vertex)
    throw Error(ErrorKey::too_large, "more than 4,294,967,294 members; that is the limit");
  ++count_;
  return texts_.find_or_add(id, hash_text(id));
}

void Ids::become_text() {
  StringPool texts;
  for (VertexId v = 0; v < count_; ++v) texts.push_back((*this)[v]);
  numbers_ = {};
  number_index_ = {};
  kind_ = Kind::text;
  texts_ = Interner<>(std::move(texts));
  texts_.make_index(2 * std::size_t{count_} + 16);
}

std::size_t Ids::bytes() const {
  return numbers_.size() * sizeof(std::uint64_t) + texts().bytes() + index().size() * sizeof(VertexId);
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
  const std::uint32_t code = values_.code(value);
  if (v >= codes_.size()) pad(v + 1);
  codes_.own()[v] = code;
}

void Column::rename(std::string name) {
  heading_ = heading();
  name_ = std::move(name);
}

Column Column::like() const {
  Column result(name_);
  result.heading_ = heading_;
  return result;
}

void Column::pad(VertexId n) {
  if (codes_.size() < n) codes_.own().resize(n, missing);
}

void Column::infer_type() {
  for (const ColumnType type : {ColumnType::boolean, ColumnType::integer, ColumnType::real}) {
    const bool fits = !dictionary().empty() &&
                      std::all_of(dictionary().begin(), dictionary().end(),
                                  [&](std::string_view s) { return parse_as(type, s).has_value(); });
    if (fits) return set_type(type);
  }
  set_type(ColumnType::text);
}

void Column::set_type(ColumnType type) {
  type_ = type;
  if (type == ColumnType::text) return;
  for (const std::string_view value : dictionary()) {
    if (!parse_as(type, value)) {
      throw Error(ErrorKey::value, "column '" + name_ + "': found '" + std::string(value) + "'; expected " +
                                       std::string(to_string(type)));
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
  if (at != columns.end()) return &*at;
  const auto written = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& c) { return equal_ignoring_case(c.heading(), name); });
  return written == columns.end() ? nullptr : &*written;
}

std::string MemberTable::column_names() const {
  std::vector<std::string_view> known;
  for (const Column& column : columns) known.push_back(column.name());
  return known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "));
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
