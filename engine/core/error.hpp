// The one exception of the engine. The library never prints and never exits: it throws Error, and the
// command line maps the code to an exit status.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "engine/core/error_kinds.hpp"

namespace tertius {

/// A place in a text. Lines and columns count from 1; 0 means "not known". Columns count bytes.
struct Place {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  bool cell = false;  ///< of a sheet: its row, and its column counted in cells
};

/// The letters of a column of a sheet: A, B, ..., Z, AA, ... Columns count from 1.
std::string column_letters(std::uint64_t column);

/// A place in an input.
struct Location {
  std::string file;
  Place place{};

  /// "file:line:column", leaving out what is not known; of a cell "book.xlsx#Sheet:E12".
  std::string text() const;
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKey key, const std::string& message, Location where = {});

  ErrorKey key() const noexcept { return key_; }
  ErrorCode code() const noexcept { return kind_of(key_).code; }
  const Location& where() const noexcept { return where_; }

 private:
  ErrorKey key_;
  Location where_;
};

}  // namespace tertius
