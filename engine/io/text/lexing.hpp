// The small grammar that text formats share: words, numbers, days, lines and their places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"
#include "engine/graph/network.hpp"

namespace tertius::io {

/// No id, name or value of a file is longer (bytes): what is longer was not meant for a network.
inline constexpr std::size_t longest_text = std::size_t{64} << 20;
constexpr std::string_view longest_text_words = "a text of at most 64 MiB";

std::string_view without_blanks(std::string_view text);
/// `text` without blanks, tabs and line ends around it. Mostly there are none, which costs no call.
inline std::string_view trimmed(std::string_view text) {
  const auto graphic = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  return !text.empty() && graphic(text.front()) && graphic(text.back()) ? text : without_blanks(text);
}
/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
bool starts_with_word(std::string_view text, std::string_view word);
/// `text` without a byte order mark.
std::string_view without_mark(std::string_view text);
std::optional<std::uint64_t> parse_natural(std::string_view text);
std::optional<double> parse_real(std::string_view text);
/// Whether a number may be the weight of a connection: positive, and of a size that its reciprocal, and sums and
/// squares of very many, are numbers, too.
inline bool is_weight(std::optional<double> number) {
  return number && *number >= 1e-100 && *number <= 1e100;
}
constexpr std::string_view weight_expected = "a positive number (from 1e-100 to 1e100)";
/// "2024-03-01", with or without a time after it.
std::optional<graph::Day> parse_day(std::string_view text);
std::string day_text(graph::Day day);
/// The text of "&lt;", "&#228;", "&auml;" and the like; what is not known stays as it is.
std::string decode_entities(std::string_view text);

/// The place of the byte at `offset`. O(offset): for messages only.
Location location_at(std::string_view text, std::size_t offset, const std::string& file);

/// The places of offsets in a text. Asked for in ascending order, all together cost one pass over the text.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}
  Place at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t counted_ = 0;
  std::size_t line_begin_ = 0;
  std::uint64_t line_ = 1;
};

/// The lines of a text, without their ends. next() throws Error{bad_data} for a line that holds a text longer
/// than longest_text; one of many numbers may be of any length.
class Lines {
 public:
  Lines(std::string_view text, std::string file) : rest_(without_mark(text)), file_(std::move(file)) {}
  bool next();
  std::string_view line() const { return line_; }
  const std::string& file() const { return file_; }
  /// Of a part of the present line.
  Place place(std::string_view part) const;
  Location where(std::string_view part) const { return {file_, place(part)}; }
  Location where() const { return {file_, {number_, 1}}; }

 private:
  void check_length() const;

  std::string_view rest_;
  std::string_view line_;
  std::string file_;
  std::uint64_t number_ = 0;
};

/// The next word of `rest`, which loses it: blanks separate words, double quotes keep them together (and go).
/// False at the end. `separators` do as blanks do.
bool next_word(std::string_view& rest, std::string_view& word, std::string_view separators = " \t\r");

/// "7" of "7.0" and "7,0", as spreadsheets and pandas write whole numbers beside empty cells.
std::string_view without_fraction(std::string_view cell);

}  // namespace tertius::io
