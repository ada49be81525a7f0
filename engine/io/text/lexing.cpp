#include "engine/io/text/lexing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "engine/core/text.hpp"

namespace tertius::io {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

template <class T>
std::optional<T> parse_all(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::pair<std::string_view, std::uint32_t> entities[] = {
    {"quot", '"'},    {"amp", '&'},     {"apos", '\''},   {"lt", '<'},      {"gt", '>'},
    {"nbsp", 0xA0},   {"Auml", 0xC4},   {"Ouml", 0xD6},   {"Uuml", 0xDC},   {"auml", 0xE4},
    {"ouml", 0xF6},   {"uuml", 0xFC},   {"szlig", 0xDF},  {"eacute", 0xE9}, {"egrave", 0xE8},
    {"agrave", 0xE0}, {"aacute", 0xE1}, {"ccedil", 0xE7}, {"ntilde", 0xF1}, {"oacute", 0xF3},
    {"uacute", 0xFA}, {"iacute", 0xED}, {"aring", 0xE5},  {"oslash", 0xF8}};

std::optional<std::uint32_t> entity(std::string_view name) {
  if (name.starts_with("#")) {
    name.remove_prefix(1);
    const bool hex = name.starts_with("x") || name.starts_with("X");
    if (hex) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    const bool valid = error == std::errc() && end == name.data() + name.size() && code != 0 &&
                       code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return valid ? std::optional(code) : std::nullopt;
  }
  for (const auto& [known, code] : entities)
    if (known == name) return code;
  return std::nullopt;
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && same_word(text.substr(0, word.size()), word);
}

std::string_view without_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

std::optional<std::uint64_t> parse_natural(std::string_view text) {
  return parse_all<std::uint64_t>(text);
}

std::optional<double> parse_real(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return parse_all<double>(text);
}

std::optional<graph::Day> parse_day(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return std::nullopt;
  const auto year = parse_natural(text.substr(0, 4));
  const auto month = parse_natural(text.substr(5, 2));
  const auto day = parse_natural(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<graph::Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::string day_text(graph::Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string decode_entities(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '&') {
      const auto end = text.substr(0, std::min(text.size(), i + 12)).find(';', i);
      const auto code = end == text.npos ? std::nullopt : entity(text.substr(i + 1, end - i - 1));
      if (code) {
        append_utf8(decoded, *code);
        i = end;
        continue;
      }
    }
    decoded += text[i];
  }
  return decoded;
}

Place Places::at(std::size_t offset) {
  offset = std::min(offset, text_.size());
  if (offset < counted_) *this = Places(text_);
  const std::string_view passed = text_.substr(counted_, offset - counted_);
  const auto last = passed.rfind('\n');
  if (last != passed.npos) {
    line_ += static_cast<std::uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
    line_begin_ = counted_ + last + 1;
  }
  counted_ = offset;
  return {line_, offset - line_begin_ + 1};
}

Location location_at(std::string_view text, std::size_t offset, const std::string& file) {
  return {file, Places(text).at(offset)};
}

bool Lines::next() {
  if (rest_.empty()) return false;
  const auto end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  ++number_;
  if (line_.size() > longest_text) check_length();
  return true;
}

void Lines::check_length() const {
  std::string_view rest = line_;
  for (std::string_view word; next_word(rest, word);) {
    if (word.size() > longest_text)
      throw Error(ErrorKey::too_large,
                  fmt::format("a text of {} bytes; expected {}", word.size(), longest_text_words),
                  where(word));
  }
}

Place Lines::place(std::string_view part) const {
  const bool inside = part.data() >= line_.data() && part.data() <= line_.data() + line_.size();
  return {number_, inside ? static_cast<std::uint64_t>(part.data() - line_.data()) + 1 : 1};
}

bool next_word(std::string_view& rest, std::string_view& word, std::string_view separators) {
  const auto begin = rest.find_first_not_of(separators);
  if (begin == rest.npos) {
    rest = {};
    return false;
  }
  rest.remove_prefix(begin);
  if (rest.front() == '"') {
    const auto end = rest.find('"', 1);
    word = rest.substr(1, end == rest.npos ? rest.npos : end - 1);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    return true;
  }
  const auto end = rest.find_first_of(separators);
  word = rest.substr(0, end);
  rest.remove_prefix(word.size());
  return true;
}

std::string_view without_fraction(std::string_view cell) {
  const std::size_t point = cell.find_first_of(".,");
  if (point == cell.npos || point == 0 || point + 1 == cell.size()) return cell;
  const bool zeros = cell.find_first_not_of('0', point + 1) == cell.npos;
  return zeros && cell.find_first_not_of("0123456789") == point ? cell.substr(0, point) : cell;
}

}  // namespace tertius::io
