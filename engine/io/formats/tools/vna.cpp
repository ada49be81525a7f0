// VNA, the format of NetDraw (Borgatti 2002), which NetLogo models write and Gephi reads: sections "*node
// data", "*node properties" (how to draw) and "*tie data", each with a header and a row a line.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

enum class Section { none, members, drawing, connections, other };

/// The section that a line begins, or nothing.
std::optional<Section> section_of(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with('*')) return std::nullopt;
  std::string_view first, second;
  line.remove_prefix(1);
  if (!next_word(line, first) || !next_word(line, second)) return std::nullopt;
  if (same_word(first, "node") && same_word(second, "data")) return Section::members;
  if (same_word(first, "node") && same_word(second, "properties")) return Section::drawing;
  if (same_word(first, "tie") && same_word(second, "data")) return Section::connections;
  if (same_word(first, "tie") && same_word(second, "properties")) return Section::other;
  return std::nullopt;
}

bool recognises(std::string_view head) {
  const std::string_view text = trimmed(without_mark(head));
  return section_of(text.substr(0, text.find_first_of("\r\n"))).has_value();
}

/// Blanks separate cells, or commas where the header has some.
std::vector<std::string> cells_of(std::string_view line, std::string_view separators) {
  std::vector<std::string> cells;
  for (std::string_view word; next_word(line, word, separators);) cells.push_back(decode_entities(word));
  return cells;
}

std::string_view separators_of(std::string_view header) {
  return header.find(',') == header.npos ? " \t\r" : ", \t\r";  // the first one says whether a comma is one
}

bool is_strength(std::string_view name) {
  return same_word(name, "strength") || same_word(name, "weight") || same_word(name, "value");
}

/// A text that another tool leaves where it has none.
bool is_missing(std::string_view cell) {
  return cell.empty() || same_word(cell, "NA");
}

/// What has to be known before the first row.
struct Outline {
  bool lists_members = false;
  bool relations =
      false;  ///< columns of connections are relations: none is the strength, and all hold numbers
};

Outline outline_of(std::string_view text, const std::string& file) {
  Outline outline;
  Section section = Section::none;
  std::string_view separators;
  bool header = false, numbers = true;
  for (Lines lines(text, file); lines.next();) {
    if (trimmed(lines.line()).empty()) continue;
    if (const auto begun = section_of(lines.line())) {
      section = *begun;
      header = true;
    } else if (section == Section::members || section == Section::drawing) {
      outline.lists_members = outline.lists_members || !header;
      header = false;
    } else if (section == Section::connections && header) {
      separators = separators_of(lines.line());
      const auto names = cells_of(lines.line(), separators);
      for (std::size_t i = 2; i < names.size(); ++i) numbers = numbers && !is_strength(names[i]);
      header = false;
    } else if (section == Section::connections && numbers) {
      const auto cells = cells_of(lines.line(), separators);
      for (std::size_t i = 2; i < cells.size(); ++i)
        numbers = numbers && (is_missing(cells[i]) || number_in(cells[i], separators.front()));
    }
  }
  outline.relations = numbers;
  return outline;
}

class VnaReader {
 public:
  VnaReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        outline_(outline_of(text_, source.name())),
        lines_(text_, source.name()),
        assembler_("VNA", options),
        connections_(assembler_, source.name(), with_members(options, outline_.lists_members), context),
        context_(context) {
    assembler_.read_file(source);
    connections_.set_directed(true);
  }

  LoadedNetwork read() {
    for (std::uint64_t row = 0; lines_.next(); ++row) {
      if ((row & 0xFFFF) == 0) context_.poll();
      if (trimmed(lines_.line()).empty()) continue;
      if (const auto begun = section_of(lines_.line())) {
        section_ = *begun;
        names_.clear();
      } else if (section_ == Section::none) {
        throw Error(ErrorKey::syntax,
                    "text in front of the first section; expected \"*node data\" or \"*tie data\"",
                    lines_.where());
      } else if (names_.empty()) {
        header();
      } else {
        add(cells_of(lines_.line(), separators_));
      }
    }
    if (outline_.lists_members) assembler_.members_are_listed();
    connections_.finish();
    return assembler_.finish(context_);
  }

 private:
  void header() {
    separators_ = separators_of(lines_.line());
    names_ = cells_of(lines_.line(), separators_);
    connections_.set_separator(separators_.front());
    if (section_ == Section::members) tell_apart(names_);
    if (section_ == Section::connections && names_.size() < 2)
      throw Error(ErrorKey::syntax, "ties with one column; expected \"from to\"", lines_.where());
    if (section_ == Section::drawing && names_.size() > 1)
      assembler_.note("Node properties say how to draw and were left out.");
    if (section_ == Section::other) assembler_.note("Tie properties say how to draw and were left out.");
  }

  void add(const std::vector<std::string>& cells) {
    if (section_ == Section::other) return;
    if (cells.empty()) return;
    const bool connection = section_ == Section::connections;
    if (cells.size() > names_.size()) {
      assembler_.refuse(lines_.where(), fmt::format("{} cells", cells.size()),
                        fmt::format("at most {}; quotes keep a text with blanks together", names_.size()),
                        connection);
    } else if (connection) {
      add_connection(cells);
    } else {
      add_member(cells);
    }
  }

  void add_member(const std::vector<std::string>& cells) {
    if (cells.front().empty()) {
      assembler_.refuse(lines_.where(), "a node without id", "an id of its own", false);
      return;
    }
    const graph::VertexId member = assembler_.member(cells.front());
    if (section_ == Section::drawing) return;
    described_.resize(assembler_.member_count());
    if (described_[member]) {
      assembler_.refuse(lines_.where(), fmt::format("node \"{}\" again", cells.front()), "an id of its own",
                        false);
      return;
    }
    described_[member] = true;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (is_missing(cells[i])) continue;
      assembler_.set(member, assembler_.attribute(name_of(i)), cells[i]);
    }
  }

  std::string_view name_of(std::size_t column) const {
    if (same_word(names_[column], "id")) return "original_id";
    if (!same_word(names_[column], "label")) return names_[column];
    const bool named = std::any_of(names_.begin() + 1, names_.end(),
                                   [](const std::string& name) { return same_word(name, "name"); });
    return named ? std::string_view(names_[column]) : "name";
  }

  void add_connection(const std::vector<std::string>& cells) {
    ConnectionText connection;
    connection.place = lines_.place(trimmed(lines_.line()));
    connection.source = cells[0];
    if (cells.size() > 1) connection.target = cells[1];
    if (connection.source.empty() || connection.target.empty()) {
      assembler_.refuse(lines_.where(), fmt::format("\"{}\" alone", connection.source), "two ids");
    } else if (!outline_.relations || names_.size() == 2) {
      for (std::size_t i = 2; i < cells.size(); ++i)
        if (!is_missing(cells[i]))
          connections_.attribute(connection,
                                 same_word(names_[i], "strength") ? "weight" : std::string_view(names_[i]),
                                 cells[i]);
      connections_.add(connection);
    } else {
      for (std::size_t i = 2; i < cells.size(); ++i) {
        if (is_missing(cells[i]) || number_in(cells[i], separators_.front()) == 0.0) continue;
        connection.kind = names_[i];
        connection.weight = entry_weight(cells[i]);
        connections_.add(connection);
      }
    }
  }

  std::string_view text_;
  Outline outline_;
  Lines lines_;
  Assembler assembler_;
  ConnectionReader connections_;
  const RunContext& context_;
  Section section_ = Section::none;
  std::vector<std::string> names_;  // of the columns of the present section
  std::string_view separators_;
  std::vector<bool> described_;  // by member: has a row of node data
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return VnaReader(source, options, context).read();
}

}  // namespace

Format vna_format() {
  return {.name = "vna",
          .title = "VNA",
          .suffixes = {".vna"},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
