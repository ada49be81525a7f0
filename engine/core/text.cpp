#include "engine/core/text.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <numeric>

namespace tertius {
namespace {

/// Calls visit(code point, bytes) for each character; bytes that are no UTF-8 come as U+FFFD, one at a time.
template <class Visit>
void for_each_character(std::string_view text, Visit&& visit) {
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (used <= 0) {
      code = 0xFFFD;
      used = 1;
    }
    visit(code, text.substr(0, static_cast<std::size_t>(used)));
    text.remove_prefix(static_cast<std::size_t>(used));
  }
}

bool is_control(utf8proc_int32_t code) {
  const auto category = utf8proc_category(code);
  // Bidirectional overrides and isolates (format characters) would reorder the rest of the row.
  return category == UTF8PROC_CATEGORY_CC || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

std::size_t width_of(utf8proc_int32_t code) {
  return is_control(code) ? 1 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code)));
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    if (bytes[at] < 0x80) {
      // Most text is ASCII, many bytes of it at a time.
      constexpr std::size_t stride = 64;
      for (; at + stride <= text.size(); at += stride) {
        unsigned any = 0;
        for (std::size_t i = 0; i < stride; ++i) any |= bytes[at + i];
        if (any >= 0x80) break;
      }
      while (at < text.size() && bytes[at] < 0x80) ++at;
      continue;
    }
    utf8proc_int32_t code = 0;
    const auto used = utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (used <= 0) return at;
    at += static_cast<std::size_t>(used);
  }
  return std::string_view::npos;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
  text.append(bytes.begin(), bytes.begin() + size);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for_each_character(text, [&](utf8proc_int32_t code, std::string_view) { width += width_of(code); });
  return width;
}

std::string fit_to_width(std::string_view text, std::size_t width) {
  std::string whole, cut;
  std::size_t used = 0;
  bool open = true;  // while `cut` may still grow
  for_each_character(text, [&](utf8proc_int32_t code, std::string_view bytes) {
    const std::string_view shown = is_control(code) ? std::string_view(" ") : bytes;
    used += width_of(code);
    whole += shown;
    open = open && used + 1 <= width;  // leave a column for the ellipsis
    if (open) cut += shown;
  });
  if (used <= width) return whole;
  return width == 0 ? std::string() : cut + "…";
}

std::string fold_case(std::string_view text) {
  // Most texts are plain, and Unicode costs twenty times as much.
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string folded(text);
    for (char& c : folded)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return folded;
  }
  utf8proc_uint8_t* out = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &out,
                                 static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                                UTF8PROC_CASEFOLD | UTF8PROC_STABLE));
  if (size < 0) return std::string(text);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
  return std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
}

std::string plain_letters(std::string_view word, bool spelled) {
  struct Letter {
    utf8proc_int32_t code;
    std::string_view plain, spelled;
  };
  constexpr Letter letters[] = {{U'ä', "a", "ae"}, {U'ö', "o", "oe"}, {U'ü', "u", "ue"},  {U'ß', "ss", "ss"},
                                {U'å', "a", "aa"}, {U'ø', "o", "oe"}, {U'æ', "ae", "ae"}, {U'œ', "oe", "oe"},
                                {U'ł', "l", "l"},  {U'đ', "d", "dj"}, {U'ð', "d", "d"},   {U'þ', "th", "th"},
                                {U'ı', "i", "i"},  {U'ħ', "h", "h"},  {U'ŧ', "t", "t"}};
  std::string text;
  for_each_character(fold_case(word), [&](utf8proc_int32_t code, std::string_view bytes) {
    const auto* const letter = std::find_if(std::begin(letters), std::end(letters),
                                            [&](const Letter& one) { return one.code == code; });
    if (letter != std::end(letters)) {
      text += spelled ? letter->spelled : letter->plain;
    } else {
      text += bytes;
    }
  });
  utf8proc_uint8_t* out = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &out,
                                 static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                                UTF8PROC_STRIPMARK | UTF8PROC_STABLE));
  if (size < 0) return text;
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

std::string bare_heading(std::string_view heading) {
  constexpr std::string_view owners[] = {"ihr",  "ihre",  "ihren",  "dein", "deine", "deinen",
                                         "mein", "meine", "meinen", "your", "my"};
  constexpr std::string_view remarks[] = {"pflichtfeld", "pflichtangabe", "required",
                                          "optional",    "mandatory",     "freiwillig"};
  const auto is_one_of = [](const auto& list, std::string_view word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
  };
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
  };
  const auto letters = [&](std::string_view part) {
    std::string kept;
    for (const char c : part)
      if (plain(c)) kept += c;
    return kept;
  };
  const std::string folded = fold_case(heading);
  std::string_view rest = folded;
  const auto skip_to_word = [&] {
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(" \t\r\n")));
  };
  skip_to_word();
  // "3. Ort", "4) Beruf"
  if (const std::size_t end = rest.find_first_not_of("0123456789");
      end > 0 && end != rest.npos && end + 1 < rest.size() && (rest[end] == '.' || rest[end] == ')') &&
      rest[end + 1] == ' ')
    rest.remove_prefix(end + 1);
  skip_to_word();
  if (const std::size_t blank = rest.find(' ');
      blank != rest.npos && is_one_of(owners, rest.substr(0, blank)) && !letters(rest.substr(blank)).empty())
    rest.remove_prefix(blank);
  if (const std::size_t bracket = rest.find_last_of("([");
      bracket != rest.npos && bracket > 0 && is_one_of(remarks, letters(rest.substr(bracket))))
    rest = rest.substr(0, bracket);
  return letters(rest);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<utf8proc_int32_t> x, y;
  for_each_character(a, [&](utf8proc_int32_t code, std::string_view) { x.push_back(code); });
  for_each_character(b, [&](utf8proc_int32_t code, std::string_view) { y.push_back(code); });
  std::vector<std::size_t> row(y.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= x.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= y.size(); ++j) {
      const std::size_t replaced = diagonal + (x[i - 1] == y[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string csv_field(std::string_view text) {
  // Readers cut blanks off at the ends of cells that are not quoted.
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  const bool blanks = !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
  if (!blanks && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

bool looks_like_formula(std::string_view text) {
  if (text.size() < 2 || std::string_view("=+-@\t\r\n").find(text.front()) == text.npos) return false;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error != std::errc() || end != text.data() + text.size();
}

namespace {

/// The text from where its first apostrophes end.
std::string_view after_apostrophes(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of('\''), text.size()));
}

}  // namespace

std::string with_formula_mark(std::string text) {
  if (looks_like_formula(after_apostrophes(text))) text.insert(text.begin(), '\'');
  return text;
}

std::string_view without_formula_mark(std::string_view cell) {
  return cell.starts_with('\'') && looks_like_formula(after_apostrophes(cell)) ? cell.substr(1) : cell;
}

std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) row += ',';
    row += csv_field(fields[i]);
  }
  return row + '\n';
}

std::string number_text(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string grouped_digits(unsigned long long value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string counted(unsigned long long count, std::string_view one, std::string_view many) {
  return grouped_digits(count) + ' ' + std::string(count == 1 ? one : many);
}

}  // namespace tertius
