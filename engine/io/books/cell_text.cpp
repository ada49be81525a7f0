#include "engine/io/books/cell_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/graph/network.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

using Means = NumberFormat::Means;

constexpr double seconds_of_day = 86400;
constexpr std::int64_t days_to_1970 = 25569;   // from 30 December 1899
constexpr std::int64_t days_to_1904 = 1462;    // the same
constexpr std::int64_t beyond_9999 = 2958466;  // first day of the year 10000
constexpr std::int64_t day_that_was_not = 60;  // 29 February 1900

/// The part of a code that is for positive numbers, in lower case, without literal text, colours and
/// conditions; [h], [m] and [s] become "[".
std::string bare_code(std::string_view code) {
  std::string bare;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string within = fold_case(code.substr(i + 1, end - i - 1));
      if (!within.empty() && within.find_first_not_of(within[0]) == within.npos &&
          std::string_view("hms").find(within[0]) != std::string_view::npos)
        bare += '[';
      i = end;
    } else {
      bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return bare;
}

std::string time_text(std::int64_t seconds) {
  const std::int64_t hours = seconds / 3600, minutes = seconds / 60 % 60, rest = seconds % 60;
  return rest == 0 ? fmt::format("{:02}:{:02}", hours, minutes)
                   : fmt::format("{:02}:{:02}:{:02}", hours, minutes, rest);
}

std::string plain_number(double value) {
  constexpr double exact = 1e17;  // whole numbers below are written digit by digit
  if (value == std::floor(value) && std::abs(value) < exact)
    return fmt::format("{}", static_cast<std::int64_t>(value));
  return number_text(value);
}

}  // namespace

NumberFormat number_format(std::string_view code) {
  std::string bare = bare_code(code);
  for (const std::string_view half : {"am/pm", "a/p"})
    if (const auto at = bare.find(half); at != bare.npos) bare.erase(at, half.size());
  if (bare.find("general") != bare.npos) return {};
  if (bare.size() > 1 && bare.size() < 20 && bare.find_first_not_of('0') == bare.npos)
    return {Means::digits, static_cast<std::uint8_t>(bare.size())};
  const auto has = [&](char c) { return bare.find(c) != bare.npos; };
  if (has('[')) return {Means::duration};
  const bool time = has('h') || has('s');
  const bool date = has('y') || has('d') || (has('m') && (!time || bare.find("mmm") != bare.npos));
  if (date) return {time ? Means::date_time : Means::date};
  return {time ? Means::time : Means::number};
}

NumberFormat built_in_format(unsigned id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
      (id >= 57 && id <= 58))
    return {Means::date};
  if (id == 22) return {Means::date_time};
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56)
    return {Means::time};
  if (id == 46) return {Means::duration};
  return {};
}

std::string cell_text(double value, const NumberFormat& format, bool from_1904) {
  const double last = static_cast<double>(beyond_9999);
  const bool is_day = value >= 0 && value < last;
  if (format.means == Means::digits && value >= 0 && value == std::floor(value) && value < 1e15)
    return fmt::format("{:0{}}", static_cast<std::int64_t>(value), format.digits);
  if (format.means == Means::number || format.means == Means::digits || !is_day) return plain_number(value);
  const auto seconds = static_cast<std::int64_t>(std::llround(value * seconds_of_day));
  if (format.means == Means::duration) return time_text(seconds);
  const std::int64_t of_day = seconds % 86400;
  std::int64_t day = seconds / 86400;
  if (format.means == Means::time) return time_text(of_day);
  if (from_1904) {
    day += days_to_1904;
  } else if (day == 0) {
    return time_text(of_day);
  } else if (day < day_that_was_not) {
    ++day;
  }
  std::string text = day_text(static_cast<graph::Day>(day - days_to_1970));
  if (format.means == Means::date_time && of_day != 0)
    text += fmt::format("T{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
  return text;
}

std::string cell_text(std::string_view written, const NumberFormat& format, bool from_1904) {
  const bool whole = format.means == Means::number && !written.empty() && written.front() != '0' &&
                     written.find_first_not_of("0123456789") == written.npos;
  if (whole) return std::string(written);
  const auto value = parse_real(written);
  return value ? cell_text(*value, format, from_1904) : std::string(written);
}

std::optional<CellAddress> parse_cell(std::string_view text) {
  constexpr std::size_t most_letters = 6, most_digits = 12;
  CellAddress at{0, 0};
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && i <= most_letters; ++i)
    at.column = at.column * 26 + static_cast<std::uint64_t>(text[i] - 'A' + 1);
  if (i == 0 || i > most_letters || text.size() - i > most_digits) return std::nullopt;
  const auto row = parse_natural(text.substr(i));
  if (!row || *row == 0) return std::nullopt;
  at.row = *row;
  return at;
}

}  // namespace tertius::io
