#include "engine/io/text/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/bytes/decoding.hpp"
#include "engine/io/bytes/scan.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view separators = ",;\t";
constexpr std::size_t most_fields = 1'000'000;

}  // namespace

std::optional<char> stated_separator(std::string_view text) {
  if (!starts_with_word(text, "sep=") || text.size() < 5 || separators.find(text[4]) == separators.npos)
    return {};
  const std::string_view rest = text.substr(5);
  return rest.empty() || rest[0] == '\n' || rest.starts_with("\r\n") ? std::optional(text[4]) : std::nullopt;
}

char find_separator(std::string_view text) {
  text = without_mark(text);
  if (const auto stated = stated_separator(text)) return *stated;
  std::size_t counts[separators.size()] = {};
  bool quoted = false;
  for (const char c : text.substr(0, std::size_t{1} << 20)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (const auto which = separators.find(c); which != separators.npos) ++counts[which];
  }
  return separators[static_cast<std::size_t>(std::max_element(std::begin(counts), std::end(counts)) -
                                             counts)];
}

CsvOptions csv_options(const Source& source) {
  if (!source.sheet()) return {};
  return {.separator = ';', .part = true, .line = source.sheet()->row, .sheet = source.sheet()};
}

std::optional<double> number_in(std::string_view text, char separator) {
  const auto comma = separator == ',' ? text.npos : text.find(',');
  if (comma == text.npos) return parse_real(text);
  std::string dotted(text);
  dotted[comma] = '.';
  // 1.234.567,8: points between thousands.
  const std::string_view whole = text.substr(0, comma);
  for (auto point = whole.rfind('.'), end = whole.size(); point != whole.npos;
       point = whole.rfind('.', point - 1)) {
    if (end - point != 4 || point == 0) return std::nullopt;
    end = point;
    dotted.erase(point, 1);
  }
  return parse_real(dotted);
}

CsvReader::CsvReader(std::string_view text, std::string file, const CsvOptions& options)
    : text_(text),
      file_(std::move(file)),
      options_(options),
      separator_(options.separator != 0 ? options.separator : find_separator(text)),
      line_(options.line) {
  if (options.part) return;
  position_ = text.size() - without_mark(text).size();
  if (stated_separator(text.substr(position_))) {
    position_ = std::min(text.find('\n', position_), text.size() - 1) + 1;
    ++line_;
  }
  line_begin_ = position_;
}

Place CsvReader::place(std::size_t i) const {
  if (places_.empty())
    return {line_, options_.sheet ? options_.sheet->column : 1, options_.sheet.has_value()};
  return places_[i < places_.size() ? i : 0];
}

Location CsvReader::where(std::size_t i) const {
  return {file_, place(i)};
}

std::string_view CsvReader::quoted_field() {
  const std::size_t begin = ++position_;
  bool doubled = false;
  while (true) {
    const auto quote = text_.find('"', position_);
    if (quote == text_.npos) {
      throw Error(ErrorKey::syntax, "a quoted field that never ends; expected a closing \"",
                  where(places_.size() - 1));
    }
    position_ = quote + 1;
    if (position_ >= text_.size() || text_[position_] != '"') break;
    doubled = true;
    ++position_;
  }
  const std::string_view raw = text_.substr(begin, position_ - 1 - begin);
  for (auto end = raw.find('\n'); end != raw.npos && !options_.sheet; end = raw.find('\n', end + 1)) {
    ++line_;
    line_begin_ = begin + end + 1;
  }
  if (!doubled || checked(raw).empty()) return raw;
  std::string& text = unescaped().emplace_back();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    text += raw[i];
    if (raw[i] == '"') ++i;
  }
  return text;
}

/// `text`, unless it is too long for a cell.
std::string_view CsvReader::checked(std::string_view text) const {
  if (text.size() <= longest_text) return text;
  throw Error(ErrorKey::too_large,
              fmt::format("a cell of {} bytes; expected {}", text.size(), longest_text_words),
              where(places_.size() - 1));
}

/// Where the cell ends that begins before or at `from`.
std::size_t CsvReader::find_end(std::size_t from) const {
  return separator_ == ' ' ? find_stop(text_, from, ' ', '\t', '\n', '\r')
                           : find_stop(text_, from, separator_, '\n', '\r');
}

std::string_view CsvReader::field() {
  // Blanks in front of a quote change nothing.
  if (separator_ != ' ' && position_ < text_.size() &&
      (text_[position_] == ' ' || text_[position_] == '\t')) {
    const auto begin = text_.find_first_not_of(separator_ == '\t' ? " " : " \t", position_);
    if (begin != text_.npos && text_[begin] == '"') position_ = begin;
  }
  if (position_ < text_.size() && text_[position_] == '"') {
    const std::string_view quoted = quoted_field();
    // What stands between the closing quote and the separator belongs to the field, as other readers have it.
    const auto end = find_end(position_);
    const std::string_view rest = trimmed(text_.substr(position_, end - position_));
    position_ = end;
    checked(rest);
    return checked(rest.empty() ? quoted : unescaped().emplace_back(std::string(quoted).append(rest)));
  }
  const auto begin = position_;
  position_ = find_end(position_);
  return checked(trimmed(text_.substr(begin, position_ - begin)));
}

void CsvReader::skip_blanks() {
  while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t')) ++position_;
}

void CsvReader::end_line() {
  if (position_ >= text_.size()) return;
  if (text_[position_] == '\r' && position_ + 1 < text_.size() && text_[position_ + 1] == '\n') ++position_;
  ++position_;
  ++line_;
  line_begin_ = position_;
}

void CsvReader::begin_cell() {
  if (options_.sheet) {
    places_.push_back({line_, options_.sheet->column + fields_.size(), true});
  } else {
    places_.push_back({line_, position_ - line_begin_ + 1});
  }
}

bool CsvReader::next() {
  fields_.clear();
  places_.clear();
  unescaped_.clear();
  const bool blanks = separator_ == ' ';
  while (true) {
    if (blanks) skip_blanks();
    if (position_ >= text_.size()) return false;
    if (text_[position_] != '\n' && text_[position_] != '\r') break;
    end_line();
  }
  is_comment_ = options_.comments && (text_[position_] == '#' || text_[position_] == '%');
  if (is_comment_) {
    places_.push_back({line_, position_ - line_begin_ + 1});
    const auto end = std::min(text_.find_first_of("\r\n", position_), text_.size());
    fields_.push_back(text_.substr(position_, end - position_));
    position_ = end;
    end_line();
    return true;
  }
  while (true) {
    begin_cell();
    fields_.push_back(field());
    if (fields_.size() > most_fields) {
      throw Error(ErrorKey::too_large, "a row of more than a million cells; expected a table", where());
    }
    if (blanks) {
      skip_blanks();
      if (position_ < text_.size() && text_[position_] != '\n' && text_[position_] != '\r') continue;
    } else if (position_ < text_.size() && text_[position_] == separator_) {
      ++position_;
      continue;
    }
    end_line();
    return true;
  }
}

void tell_apart(std::vector<std::string>& names) {
  const auto lower = [](std::string name) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return name;
  };
  std::unordered_map<std::string, std::size_t> last;  // the number of the last one of each name
  for (std::string& name : names) {
    const std::string base = lower(name);
    if (name.empty() || last.try_emplace(base, 1).second) continue;
    std::string other;
    do other = fmt::format("{} {}", name, ++last[base]);
    while (!last.try_emplace(lower(other), 1).second);
    name = std::move(other);
  }
}

}  // namespace tertius::io
