#include "engine/io/bytes/decoding.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"

namespace tertius::io {
namespace {

/// What Windows-1252 has for the bytes 0x80 to 0x9F; 0 for those that it does not know.
constexpr std::array<std::uint16_t, 32> windows_letters{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::uint32_t windows_letter(unsigned char byte) {
  return byte >= 0x80 && byte < 0xA0 ? windows_letters[byte - 0x80U] : byte;
}

/// A control character that no text has.
bool is_strange(unsigned char byte) {
  return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != '\v' &&
         byte != 0x1A;
}

Location place_of(std::string_view text, std::size_t offset, const std::string& file) {
  const std::string_view before = text.substr(0, offset);
  const auto last = before.rfind('\n');
  const auto line = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return {file, {line, offset - (last == before.npos ? 0 : last + 1) + 1}};
}

/// The first CR, from `at` on, that ends a line alone or with others in front of an LF; npos when there is none.
std::size_t find_lone_return(std::string_view text, std::size_t at, bool part) {
  while ((at = text.find('\r', at)) != text.npos) {
    const std::size_t next = text.find_first_not_of('\r', at);
    if (next == text.npos) return part ? text.npos : at;
    if (text[next] != '\n' || next - at > 1) return at;
    at = next;
  }
  return text.npos;
}

/// Line ends LF in place of CR alone, and of several in front of an LF: everywhere where there is no LF, else
/// outside of quotes.
std::string with_line_ends(const std::string& text) {
  const bool everywhere = text.find('\n') == text.npos;
  std::string result;
  result.reserve(text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] != '\r' || (quoted && !everywhere)) {
      result += text[i];
      continue;
    }
    const std::size_t next = std::min(text.find_first_not_of('\r', i), text.size());
    const bool ends_line = next < text.size() && text[next] == '\n';
    result.append(ends_line ? 0 : next - i, '\n');
    i = next - 1;
  }
  return result;
}

/// The text without a last character that goes on after it.
std::string_view without_cut_character(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0U) == 0x80U) continue;
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return length > back ? text.substr(0, text.size() - back) : text;
  }
  return text;
}

enum class Order { none, little, big };

/// UTF-16 says its order with a mark, XML with its first character.
Order utf16_order(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE"sv) && !text.starts_with("\xFF\xFE\0\0"sv)) return Order::little;
  if (text.starts_with("\xFE\xFF"sv)) return Order::big;
  if (text.starts_with("<\0?\0"sv)) return Order::little;
  return text.starts_with("\0<\0?"sv) ? Order::big : Order::none;
}

std::string from_utf16(std::string_view text, Order order) {
  constexpr std::uint32_t replacement = 0xFFFD;
  std::string result;
  result.reserve(text.size());
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    const auto first = static_cast<unsigned char>(text[at]),
               second = static_cast<unsigned char>(text[at + 1]);
    return order == Order::little ? first | second << 8U : second | first << 8U;
  };
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (at == 0 && code == 0xFEFF) continue;
    if (code >= 0xD800 && code < 0xE000) {
      const std::uint32_t low = code < 0xDC00 && at + 3 < text.size() ? unit(at + 2) : 0;
      const bool pair = low >= 0xDC00 && low < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00) : replacement;
      if (pair) at += 2;
    }
    append_utf8(result, code);
  }
  return result;
}

/// The encoding that XML declares, in capitals; empty where it is none, or UTF-8.
std::string declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  const std::string_view declaration = text.substr(0, std::min(text.find("?>"), std::size_t{1000}));
  auto at = declaration.find("encoding");
  if (at == declaration.npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == declaration.npos) return {};
  std::string name(declaration.substr(at + 1, declaration.find(declaration[at], at + 1) - at - 1));
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name == "UTF-8" || name == "UTF8" || name.starts_with("UTF-16") ? std::string() : name;
}

/// A text in an encoding of the system's library.
std::string from_declared(std::string_view text, const std::string& encoding, const std::string& file) {
  const auto refuse = [&](std::string_view why) {
    throw Error(
        ErrorKey::encoding,
        fmt::format("declares the encoding {}, {}; expected UTF-8 (save the file as UTF-8)", encoding, why),
        {file, {1, 1}});
  };
  const iconv_t converter = ::iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) refuse("which is not known");
  std::string result, part(std::size_t{1} << 16, '\0');
  char* from = const_cast<char*>(text.data());
  std::size_t left = text.size();
  bool failed = false;
  while (left > 0 && !failed) {
    char* to = part.data();
    std::size_t room = part.size();
    const std::size_t done = ::iconv(converter, &from, &left, &to, &room);
    failed = done == static_cast<std::size_t>(-1) && errno != E2BIG;
    result.append(part.data(), part.size() - room);
  }
  ::iconv_close(converter);
  if (failed) refuse("in which not every byte makes sense");
  return result;
}

/// UTF-8 as it is, and bytes that are none by Windows-1252. `lenient`: those that it does not know either are
/// control characters, as ISO-8859-1 has it.
DecodedText from_windows(std::string_view text, const std::string& file, bool lenient) {
  DecodedText result;
  std::size_t letters = 0, others = 0, first = text.npos;
  const bool strange = !lenient && std::any_of(text.begin(), text.end(), [](char c) {
    return is_strange(static_cast<unsigned char>(c));
  });
  // In a text of the one encoding, what looks like the other is chance.
  for (std::size_t at = 0; at < text.size();) {
    const auto bad = std::min(find_invalid_utf8(text.substr(at)), text.size() - at);
    for (const char c : text.substr(at, bad)) letters += (static_cast<unsigned char>(c) & 0xC0U) == 0xC0U;
    at += bad;
    if (at == text.size()) break;
    if (first == text.npos) first = at;
    if (strange || (!lenient && windows_letter(static_cast<unsigned char>(text[at])) == 0))
      throw Error(
          ErrorKey::encoding,
          fmt::format(
              "byte 0x{:02X}, which is not UTF-8, nor the text Windows-1252; expected UTF-8 text (save "
              "the file as \"CSV UTF-8\")",
              static_cast<unsigned char>(text[at])),
          place_of(text, at, file));
    ++others;
    ++at;
  }
  const bool mixed = !lenient && letters > others;
  for (std::size_t at = 0; at < text.size();) {
    const auto plain = mixed
                           ? std::min(find_invalid_utf8(text.substr(at)), text.size() - at)
                           : static_cast<std::size_t>(
                                 std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                                              [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) -
                                 text.begin()) -
                                 at;
    result.text += text.substr(at, plain);
    at += plain;
    if (at == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[at++]);
    const std::uint32_t letter = windows_letter(byte);
    append_utf8(result.text, letter == 0 ? byte : letter);
  }
  if (!lenient)
    result.note = mixed ? fmt::format("{} is UTF-8 but for {}, which {} taken as Windows-1252.",
                                      place_of(text, first, file).text(), counted(others, "byte", "bytes"),
                                      others == 1 ? "was" : "were")
                        : fmt::format("{} is not UTF-8; its letters were taken as Windows-1252.", file);
  return result;
}

}  // namespace

bool is_plain_text(std::string_view text, bool part) {
  constexpr std::size_t block = std::size_t{1} << 20;
  if (part) text = without_cut_character(text);
  std::atomic<bool> good{true};
  // A character that lies across the border belongs to the block in which it begins.
  const auto border = [&](std::size_t at) {
    const std::size_t last = std::min(text.size(), at + 3);
    while (at < last && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    return at;
  };
  parallel_blocks(text.size(), block, [&](std::size_t begin, std::size_t end) {
    if (!good) return;
    const std::size_t first = begin == 0 ? 0 : border(begin);
    const std::string_view bytes = text.substr(first, std::max(first, border(end)) - first);
    if (find_invalid_utf8(bytes) != bytes.npos || std::memchr(bytes.data(), 0, bytes.size()) != nullptr ||
        find_lone_return(text.substr(0, end), begin, true) != text.npos ||
        (text[end - 1] == '\r' && find_lone_return(text, end - 1, part) == end - 1))
      good = false;
  });
  return good;
}

bool begins_to_decode(std::string_view head, bool part) {
  if (utf16_order(head) != Order::none || !declared_encoding(head).empty()) return true;
  if (is_plain_text(head, part) || head.find('\0') != head.npos) return false;
  const std::size_t bad = find_invalid_utf8(head);
  if (bad == head.npos) return true;  // line ends
  return std::none_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return is_strange(byte);
  });
}

DecodedText decoded(std::string_view text, const std::string& file) {
  DecodedText result;
  if (const Order order = utf16_order(text); order != Order::none) {
    result.text = from_utf16(text, order);
  } else if (const std::string encoding = declared_encoding(text);
             encoding == "ISO-8859-1" || encoding == "LATIN1" || encoding == "LATIN-1") {
    // Whoever writes bytes that it has for control characters means those of Windows, as browsers know.
    result = from_windows(text, file, true);
  } else if (!encoding.empty()) {
    result.text = from_declared(text, encoding, file);
  } else if (text.find('\0') == text.npos && find_invalid_utf8(text) != text.npos) {
    result = from_windows(text, file, false);
  } else {
    result.text = text;
  }
  if (const auto nul = result.text.find('\0'); nul != std::string::npos)
    throw Error(ErrorKey::encoding, "a NUL byte; expected UTF-8 text", place_of(result.text, nul, file));
  if (find_lone_return(result.text, 0, false) != std::string::npos) result.text = with_line_ends(result.text);
  return result;
}

}  // namespace tertius::io
