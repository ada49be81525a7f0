#include "engine/core/error.hpp"

#include <fmt/format.h>

namespace tertius {

std::string column_letters(std::uint64_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

std::string Location::text() const {
  std::string out = file;
  const auto& [line, column, cell] = place;
  if (cell && line > 0) return fmt::format("{}:{}{}", out, column_letters(column), line);
  if (line > 0) out += fmt::format(":{}", line);
  if (line > 0 && column > 0) out += fmt::format(":{}", column);
  return out;
}

namespace {
std::string with_place(const std::string& message, const Location& where) {
  const std::string place = where.text();
  return place.empty() ? message : fmt::format("{}: {}", place, message);
}
}  // namespace

Error::Error(ErrorKey key, const std::string& message, Location where)
    : std::runtime_error(with_place(message, where)), key_(key), where_(std::move(where)) {}

}  // namespace tertius
