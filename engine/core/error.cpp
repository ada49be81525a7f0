#include "engine/core/error.hpp"

#include <fmt/format.h>

namespace tertius {

std::string Location::text() const {
  std::string out = file;
  const auto& [line, column] = place;
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

Error::Error(ErrorCode code, const std::string& message, Location where)
    : std::runtime_error(with_place(message, where)), code_(code), where_(std::move(where)) {}

}  // namespace tertius
