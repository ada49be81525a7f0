#include "engine/io/recognition/strangers.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

struct Signature {
  std::string_view begins;  ///< in any case
  std::string_view what, advice;
  bool binary = false;  ///< exactly these bytes, before others that are no text
};

constexpr std::string_view as_text =
    "export its tables as CSV, or its network as GraphML, GEXF or an edge list";
constexpr std::string_view as_other = "save the network as GraphML, GEXF, Pajek or an edge list";

// What begins so is nothing else. Formats that are read come before these.
constexpr Signature signatures[] = {
    {"version https://git-lfs.github.com/spec/", "a git-lfs pointer, which stands for the file",
     "fetch the file itself (git lfs pull)"},
    {"%PDF-", "a PDF", "ask for the tables that it was made of, as CSV"},
    {"\x89PNG", "a picture (PNG)", as_text, true},
    {"\xff\xd8\xff", "a picture (JPEG)", as_text, true},
    {"GIF8", "a picture (GIF)", as_text, true},
    {"PK\x03\x04", "a ZIP archive, as workbooks, .gephi and exports of platforms are", as_text, true},
    {"\xd0\xcf\x11\xe0", "an old Office file (.xls, .doc)", "save it as .xlsx or as CSV", true},
    {"SQLite format 3", "an SQLite database", as_text, true},
    {"Rar!", "a RAR archive", "unpack it", true},
    {"7z\xbc\xaf", "a 7z archive", "unpack it", true},
    {"\x80\x02", "a Python pickle", as_other, true},
    {"\x80\x03", "a Python pickle", as_other, true},
    {"\x80\x04", "a Python pickle", as_other, true},
    {"\x80\x05", "a Python pickle", as_other, true},
    {"PAR1", "a Parquet file", "export it as CSV", true},
    {"ARROW1", "an Arrow file", "export it as CSV", true},
    {"{\\rtf", "a text of a word processor (RTF)", as_text},
    {"<!doctype html", "a web page", as_text},
    {"<html", "a web page", as_text},
    {"BEGIN:VCARD", "an address book (vCard)",
     "export the contacts as CSV, and say who knows whom in a second table"},
    {"BEGIN:VCALENDAR", "a calendar (iCalendar)", "export who took part in what as CSV: member, group"},
    {"---\n", "YAML", as_text},
    {"---\r\n", "YAML", as_text},
    {"%YAML", "YAML", as_text},
    {"#!/", "a script", "run what it prepares, and read that"},
    {"(tlp ", "Tulip", as_other},
    {"p edge ", "DIMACS", as_other},
    {"p col ", "DIMACS", as_other},
    {"p sp ", "DIMACS", as_other},
    {"\\documentclass", "LaTeX", as_text},
    {"From ", "a mailbox", "export who wrote to whom as CSV: source, target, date"},
};

std::vector<std::string_view> lines_of(std::string_view head, std::size_t most) {
  std::vector<std::string_view> lines;
  Lines all(head, {});
  while (lines.size() < most && all.next())
    if (const std::string_view line = trimmed(all.line()); !line.empty()) lines.push_back(line);
  return lines;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "[12.03.24, 10:11:12] Ada: Hi", "12/03/24, 10:11 - Ada: Hi", "2024-03-12 10:11:12 INFO ..."
bool begins_with_a_time(std::string_view line) {
  std::string_view rest = line.substr(0, 40);
  while (!rest.empty() && !is_digit(rest.front()) &&
         (rest.front() == '[' || static_cast<unsigned char>(rest.front()) >= 0x80))
    rest.remove_prefix(1);
  std::size_t i = 0, digits = 0, marks = 0;
  for (; i < rest.size() && (is_digit(rest[i]) || rest[i] == '.' || rest[i] == '/' || rest[i] == '-'); ++i)
    is_digit(rest[i]) ? ++digits : ++marks;
  if (digits < 3 || digits > 8 || marks < 2) return false;
  while (i < rest.size() && (rest[i] == ',' || rest[i] == ' ' || rest[i] == 'T')) ++i;
  std::size_t hour = 0;
  while (i < rest.size() && is_digit(rest[i])) ++i, ++hour;
  return (hour == 1 || hour == 2) && i < rest.size() && (rest[i] == ':' || rest[i] == '.');
}

/// What a line of prose has: several words, most of letters.
bool is_sentence(std::string_view line) {
  std::size_t words = 0, letters = 0, others = 0;
  bool inside = false;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') inside = false;
    if (c != ' ' && !inside) ++words, inside = true;
    if (std::isalpha(byte) != 0 || byte >= 0x80) {
      ++letters;
    } else if (c != ' ') {
      ++others;
    }
  }
  return words >= 4 && letters > 4 * others;
}

bool is_key_of_yaml(std::string_view line) {
  if (line.starts_with("- ")) return true;
  std::size_t i = 0;
  while (i < line.size() &&
         (std::isalnum(static_cast<unsigned char>(line[i])) != 0 || line[i] == '_' || line[i] == '-'))
    ++i;
  return i > 0 && i < line.size() && line[i] == ':' && (i + 1 == line.size() || line[i + 1] == ' ');
}

bool is_setting(std::string_view line) {
  if (line.starts_with('[') && line.ends_with(']')) return true;
  std::size_t i = 0;
  while (i < line.size() && (std::isalnum(static_cast<unsigned char>(line[i])) != 0 || line[i] == '_' ||
                             line[i] == '.' || line[i] == ' '))
    ++i;
  return i > 0 && i < line.size() && line[i] == '=';
}

template <class Is>
double share_of(const std::vector<std::string_view>& lines, Is is) {
  const auto good = std::count_if(lines.begin(), lines.end(), is);
  return lines.empty() ? 0 : static_cast<double>(good) / static_cast<double>(lines.size());
}

}  // namespace

std::optional<Stranger> signed_stranger(std::string_view head) {
  const std::string_view text = without_mark(head);
  const std::string_view plain = trimmed(text);
  const bool is_text = head.find('\0') == head.npos && find_invalid_utf8(head.substr(0, 512)) > 500;
  for (const Signature& each : signatures) {
    const bool lines = each.begins.ends_with('\n');
    if (each.binary && is_text) continue;
    if (each.binary || lines ? text.starts_with(each.begins) : starts_with_word(plain, each.begins)) {
      if (each.begins == "From " && plain.substr(0, plain.find('\n')).find('@') == plain.npos) continue;
      return Stranger{std::string(each.what), std::string(each.advice)};
    }
  }
  const auto is_message = [](std::string_view line) {
    const auto colon = line.find(": ", 12);
    return begins_with_a_time(line) && colon < 80 && (line.starts_with('[') || line.find(" - ") < colon);
  };
  if (share_of(lines_of(head, 400), is_message) >= 0.5)
    return Stranger{"a chat", "write who answered whom as a table: source, target"};
  return std::nullopt;
}

std::optional<Stranger> shapeless_stranger(std::string_view head) {
  const std::vector<std::string_view> lines = lines_of(head, 400);
  if (lines.empty()) return std::nullopt;
  const std::string_view text = trimmed(without_mark(head));
  const auto stranger = [](std::string_view what, std::string_view advice) {
    return Stranger{std::string(what), std::string(advice)};
  };
  if (share_of(lines, begins_with_a_time) >= 0.5)
    return stranger("a log", "write who was connected with whom as a table: source, target");
  if (text.starts_with('{') || text.starts_with('['))
    return stranger("JSON without nodes and links that are known", as_other);
  if (text.starts_with('<')) return stranger("XML that is neither GraphML nor GEXF", as_other);
  if (share_of(lines, is_key_of_yaml) >= 0.7) return stranger("YAML, or lines of settings", as_text);
  if (share_of(lines, is_setting) >= 0.7) return stranger("lines of settings", as_text);
  const std::string_view first = lines.front();
  const auto is_mail = [](std::string_view line) {
    for (const std::string_view field : {"from:", "to:", "subject:", "date:", "received:", "message-id:"})
      if (starts_with_word(line, field)) return true;
    return false;
  };
  if (lines.size() >= 3 && is_mail(first) && std::count_if(lines.begin(), lines.end(), is_mail) >= 3)
    return stranger("an e-mail", "write who wrote to whom as a table: source, target");
  constexpr std::string_view table =
      "write down who is connected with whom, two ids a line, or a table with the columns source and target";
  for (std::string_view word : {"licence", "license", "copyright"}) {
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 5); ++i) {
      std::string lower(lines[i].substr(0, 200));
      std::transform(lower.begin(), lower.end(), lower.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      if (lower.find(word) != lower.npos && share_of(lines, is_sentence) >= 0.3)
        return stranger("a licence", table);
    }
  }
  if (share_of(lines, is_sentence) >= 0.4) return stranger("prose, such as a letter", table);
  const bool single = share_of(lines, [](std::string_view line) {
                        return line.find_first_of(" \t,;|") == line.npos;
                      }) >= 0.95;
  if (single) return stranger("a list with one value a line", table);
  return std::nullopt;
}

}  // namespace tertius::io
