#include "engine/io/formats/plain/python_dict.hpp"

#include <algorithm>
#include <functional>

#include "engine/io/text/lexing.hpp"

namespace tertius::io {

std::string_view PythonDict::value(std::string_view key) const {
  std::string_view rest = text_;
  while (!rest.empty()) {
    const auto open = rest.find_first_of("'\"");
    if (open == rest.npos) return {};
    const auto close = rest.find(rest[open], open + 1);
    if (close == rest.npos) return {};
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    rest = trimmed(rest.substr(close + 1));
    if (!rest.starts_with(':')) continue;
    rest = trimmed(rest.substr(1));
    std::string_view found;
    if (rest.starts_with('\'') || rest.starts_with('"')) {
      const auto end = rest.find(rest.front(), 1);
      if (end == rest.npos) return {};
      found = rest.substr(1, end - 1);
      rest.remove_prefix(end + 1);
    } else {
      // A dictionary within, as multigraphs have it, is looked through.
      const auto end = rest.starts_with('{') ? 1 : std::min(rest.find_first_of(",}"), rest.size());
      found = trimmed(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (same_word(name, key)) return found;
  }
  return {};
}

std::string_view PythonDict::first_of(std::initializer_list<std::string_view> keys) const {
  for (const std::string_view key : keys)
    if (const std::string_view found = value(key); !found.empty()) return found;
  return {};
}

std::string_view rest_of_row(std::string_view text, const std::vector<std::string_view>& cells,
                             std::size_t column) {
  if (column >= cells.size()) return {};
  constexpr std::less_equal<const char*> not_after;
  const auto stands_in_text = [&](std::string_view cell) {
    return not_after(text.data(), cell.data()) && not_after(cell.data(), text.data() + text.size());
  };
  const std::string_view cell = cells[column];
  if (!cell.starts_with('{') || !stands_in_text(cell)) return cell;
  std::size_t last = cells.size() - 1;
  while (!stands_in_text(cells[last])) --last;
  return {cell.data(), static_cast<std::size_t>(cells[last].data() + cells[last].size() - cell.data())};
}

}  // namespace tertius::io
