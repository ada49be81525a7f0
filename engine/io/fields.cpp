#include "engine/io/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include "engine/core/text.hpp"

namespace tertius {
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

std::optional<Day> parse_day(std::string_view text) {
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
  return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::string day_text(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

std::string decode_entities(std::string_view text) {
  std::string decoded;
  const bool latin = find_invalid_utf8(text) != std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '&') {
      const auto end = text.substr(0, std::min(text.size(), i + 12)).find(';', i);
      const auto code = end == text.npos ? std::nullopt : entity(text.substr(i + 1, end - i - 1));
      if (code) {
        append_utf8(decoded, *code);
        i = end;
        continue;
      }
    }
    if (latin) {
      append_utf8(decoded, byte);
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

void note_encoding(Assembler& assembler, std::string_view text) {
  if (find_invalid_utf8(text) != std::string_view::npos)
    assembler.note("The file is not UTF-8; its letters were taken as ISO-8859-1 (Latin 1).");
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
  const Place place = Places(text).at(offset);
  return {file, place.line, place.column};
}

void check_claim(std::uint64_t members, std::string_view text, const Location& where) {
  if (members >= no_vertex || members > 16 * text.size() + (1U << 16U))
    throw Error(ErrorCode::bad_data,
                fmt::format("{} members claimed by {} bytes; expected a size that the content can bear",
                            members, text.size()),
                where);
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
      throw Error(ErrorCode::bad_data,
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

std::string_view entry_weight(std::string_view entry) {
  return parse_real(trimmed(entry)) == 1.0 ? std::string_view() : entry;
}

TiePart tie_part(std::string_view name) {
  constexpr std::pair<std::string_view, TiePart> parts[] = {
      {"weight", TiePart::weight}, {"value", TiePart::value},   {"kind", TiePart::kind},
      {"type", TiePart::kind},     {"relation", TiePart::kind}, {"since", TiePart::since},
      {"date", TiePart::since},    {"id", TiePart::identity},   {"key", TiePart::identity}};
  for (const auto& [known, part] : parts)
    if (same_word(name, known)) return part;
  return TiePart::none;
}

std::string attribute_left_out(std::string_view name) {
  return fmt::format("The attribute \"{}\" of connections was left out.", name);
}

std::string date_left_out(std::string_view date) {
  return fmt::format("The date \"{}\" is not of the form 2024-03-01 and was left out.", date);
}

TieReader::TieReader(Assembler& assembler, std::string file, const LoadOptions& options,
                     const RunContext& context)
    : assembler_(assembler),
      file_(std::move(file)),
      context_(context),
      add_unknown_(options.add_unknown),
      directed_(options.directed) {}

void TieReader::set_directed(bool directed) {
  directed_ = directed;
  assembler_.set_directed(directed);
}

void TieReader::tie(const TieText& tie) {
  const auto from = assembler_.find_member(tie.source);
  const auto to = assembler_.find_member(tie.target);
  if (from && to) {
    this->tie(*from, *to, tie);
  } else {
    waiting_.push_back(tie);
  }
}

void TieReader::tie(VertexId from, VertexId to, const TieText& tie) {
  if ((++seen_ & 0xFFFF) == 0) context_.poll();
  std::optional<double> weight;
  if (!tie.weight.empty()) {
    const auto number = parse_real(trimmed(tie.weight));
    if (!number || !std::isfinite(*number) || *number <= 0) {
      assembler_.refuse(where(tie), fmt::format("weight \"{}\"", tie.weight), "a positive number");
      return;
    }
    weight = number;
  }
  const Day since = parse_day(tie.since).value_or(no_day);
  if (since == no_day && !tie.since.empty()) assembler_.note(date_left_out(tie.since));
  assembler_.connect(from, to, weight, tie.kind, since);
  if (directed_ && tie.directed == false) {
    assembler_.connect(to, from, weight, tie.kind, since);
    assembler_.note("Undirected connections of a directed network count as one arc in each direction.");
  } else if (!directed_ && tie.directed == true) {
    assembler_.note("The network is undirected; the direction of single connections was left out.");
  }
}

void TieReader::attribute(TieText& tie, std::string_view name, std::string_view value) {
  value = trimmed(value);
  switch (tie_part(name)) {
    case TiePart::weight:
      tie.weight = value;
      break;
    case TiePart::value:
      if (tie.weight.empty()) tie.weight = value;
      break;
    case TiePart::kind:
      tie.kind = value;
      break;
    case TiePart::since:
      tie.since = value;
      break;
    case TiePart::identity:
      break;
    case TiePart::none:
      assembler_.note(attribute_left_out(name));
  }
}

void TieReader::finish() {
  for (const TieText& tie : waiting_) {
    auto from = assembler_.find_member(tie.source);
    auto to = assembler_.find_member(tie.target);
    if (!add_unknown_ && (!from || !to)) {
      assembler_.refuse(where(tie), fmt::format("member \"{}\"", from ? tie.target : tie.source),
                        "a member that the file declares");
      continue;
    }
    if (!from) from = assembler_.member(tie.source);
    if (!to) to = assembler_.member(tie.target);
    this->tie(*from, *to, tie);
  }
  waiting_.clear();
}

GraphFile::GraphFile(const std::string& path, const RunContext& context) : file_(path), context_(context) {}

void GraphFile::write(std::string_view bytes) {
  if ((++writes_ & 0xFFF) == 0) context_.poll();
  file_.write(bytes);
}

void GraphFile::commit() {
  file_.commit();
}

const Graph& written_graph(const Network& network) {
  return network.arcs.directed() ? network.arcs : network.graph;
}

std::vector<const Column*> written_columns(const Network& network, const WriteOptions& options) {
  std::vector<const Column*> columns;
  if (network.members.names) columns.push_back(&*network.members.names);
  for (const Column& column : network.members.columns) columns.push_back(&column);
  for (const Column& column : options.extra) columns.push_back(&column);
  return columns;
}

std::string typed_text(const Column& column, VertexId v) {
  if (column.type() == ColumnType::boolean && column.has(v))
    return column.number(v).value_or(0) != 0 ? "true" : "false";
  if (column.type() == ColumnType::real && column.has(v)) {
    std::string text = number_text(column.number(v).value_or(0));
    return text.find_first_of(".e") == text.npos ? text + ".0" : text;
  }
  return std::string(column.text(v));
}

std::string_view kind_of(const Network& network, VertexId u, VertexId v) {
  if (network.ties.kind.empty()) return {};
  const ArcIndex arc = network.graph.find_arc(u, v);
  const std::uint32_t kind = arc < network.graph.arc_count() ? network.ties.kind_of(arc) : ~0u;
  return kind != ~0u ? network.ties.kinds[kind] : std::string_view();
}

Day since_of(const Network& network, VertexId u, VertexId v) {
  if (network.ties.since.empty()) return no_day;
  const ArcIndex arc = network.graph.find_arc(u, v);
  return arc < network.graph.arc_count() ? network.ties.since_of(arc) : no_day;
}

}  // namespace tertius
