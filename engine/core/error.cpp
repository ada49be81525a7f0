#include "engine/core/error.hpp"

namespace tertius {

std::string Location::text() const {
  std::string out = file;
  if (line > 0) out += ":" + std::to_string(line);
  if (line > 0 && column > 0) out += ":" + std::to_string(column);
  return out;
}

namespace {
std::string with_place(const std::string& message, const Location& where) {
  const std::string place = where.text();
  return place.empty() ? message : place + ": " + message;
}
}  // namespace

Error::Error(ErrorCode code, const std::string& message, Location where)
    : std::runtime_error(with_place(message, where)), code_(code), where_(std::move(where)) {}

}  // namespace tertius
