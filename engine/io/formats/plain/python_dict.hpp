// What NetworkX writes for the attributes of a connection in its text formats: "{'weight': 2.5, 'kind': 'x'}".
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace tertius::io {

class PythonDict {
 public:
  explicit PythonDict(std::string_view text) : text_(text) {}
  /// The value of that key in any case, without quotes; empty where there is none. O(bytes).
  std::string_view value(std::string_view key) const;
  /// Of the first of these keys that has one.
  std::string_view first_of(std::initializer_list<std::string_view> keys) const;

 private:
  std::string_view text_;
};

/// A cell of a row; with a brace in front, all that follows on the line, whatever separators it holds. Cells in
/// which quotes were doubled, and empty ones, need not stand in the `text` that the row is of.
std::string_view rest_of_row(std::string_view text, const std::vector<std::string_view>& cells,
                             std::size_t column);

}  // namespace tertius::io
