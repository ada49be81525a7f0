// What the number of a spreadsheet's cell means: a number, a day, a time, or digits with zeros in front of them,
// which only its format tells. Days are counted from 30 December 1899, so that 1 March 1900 is 61 (before it,
// programs count a 29 February 1900 that there was not), or from 1 January 1904.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tertius::io {

struct NumberFormat {
  enum class Means : std::uint8_t { number, date, date_time, time, duration, digits };
  Means means = Means::number;
  std::uint8_t digits = 0;  ///< at least so many, of `digits`: 1067 in the format 00000 is 01067
};

/// What a format code says: "dd.mm.yyyy", "[h]:mm", "00000", "0.00 %".
NumberFormat number_format(std::string_view code);
/// What a format says that has a number instead of a code (ECMA-376, 18.8.30).
NumberFormat built_in_format(unsigned id);

/// The number as a table in text would have it: the shortest text that reads back as the same number,
/// 2024-03-01, 2024-03-01T18:30:00, 18:30, 36:00, 01067.
std::string cell_text(double value, const NumberFormat& format, bool from_1904);
/// The same of a number as the workbook writes it: whole ones keep all of their digits. The text itself where it is
/// no number.
std::string cell_text(std::string_view written, const NumberFormat& format, bool from_1904);

/// "B12": row and column, both from 1. nullopt for what is no cell.
struct CellAddress {
  std::uint64_t row, column;
};
std::optional<CellAddress> parse_cell(std::string_view text);

}  // namespace tertius::io
