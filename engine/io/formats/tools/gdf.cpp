// GDF, the format of GUESS (Adar 2006, "GUESS: a language and interface for graph exploration"), which Gephi and exports
// of social media write: "nodedef>name VARCHAR,age INT", a member a line; "edgedef>node1,node2,weight DOUBLE", a
// connection a line.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view node_header = "nodedef>";
constexpr std::array<std::string_view, 2> edge_headers{"edgedef>", "arcdef>"};

/// What the line says after the word that begins a section.
std::optional<std::string_view> after(std::string_view line, std::string_view header) {
  line = trimmed(line);
  if (!starts_with_word(line, header)) return std::nullopt;
  return line.substr(header.size());
}

std::optional<std::string_view> after_edge_header(std::string_view line) {
  for (const std::string_view header : edge_headers)
    if (const auto columns = after(line, header)) return columns;
  return std::nullopt;
}

bool recognises(std::string_view head) {
  const std::string_view text = trimmed(without_mark(head));
  return after(text, node_header) || after_edge_header(text);
}

/// Cuts the cells of a line at its commas. Quotes of either kind keep a cell together where they are closed in front of a
/// comma or the end; within it they are doubled.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (bool more = true; more;) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    std::string cell;
    std::size_t end = line.npos;
    if (!line.empty() && (line.front() == '"' || line.front() == '\'')) {
      const char quote = line.front();
      for (std::size_t at = 1; at < line.size(); ++at) {
        if (line[at] == quote && at + 1 < line.size() && line[at + 1] == quote) {
          ++at;
        } else if (line[at] == quote) {
          const std::size_t next = line.find_first_not_of(" \t\r", at + 1);
          if (next == line.npos || line[next] == ',') end = next == line.npos ? line.size() : next;
          break;
        }
        cell += line[at];
      }
    }
    if (end == line.npos) {
      end = std::min(line.find(','), line.size());
      cell = trimmed(line.substr(0, end));
    }
    cells.push_back(std::move(cell));
    more = end < line.size();
    line.remove_prefix(more ? end + 1 : end);
  }
  return cells;
}

/// What GUESS calls the types of a database, and Gephi those of Java; none where the header names none.
std::optional<graph::ColumnType> type_of(std::string_view name) {
  name = name.substr(0, name.find('('));
  if (name.empty()) return std::nullopt;
  for (const std::string_view integer : {"tinyint", "smallint", "bigint"})
    if (same_word(name, integer)) return graph::ColumnType::integer;
  for (const std::string_view real : {"real", "numeric", "decimal"})
    if (same_word(name, real)) return graph::ColumnType::real;
  return same_word(name, "bool") ? graph::ColumnType::boolean : declared_type(name);
}

/// Attributes that GUESS reserves for how a network is drawn.
bool is_drawing(std::string_view name) {
  constexpr std::array<std::string_view, 14> names{
      "x",     "y",      "z",     "visible",      "color",      "fixed",     "style",
      "width", "height", "image", "labelvisible", "labelcolor", "labelsize", "strokecolor"};
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return same_word(name, known); });
}

struct GdfColumn {
  std::string name;
  std::optional<graph::ColumnType> type{};
  std::string standard{};  ///< the value of cells that are empty
};

/// "name VARCHAR(32), age INT default 0"
std::vector<GdfColumn> columns_of(std::string_view header) {
  std::vector<GdfColumn> columns;
  for (const std::string& cell : cells_of(header)) {
    GdfColumn column;
    std::string_view rest = cell;
    std::string_view word;
    if (next_word(rest, word)) column.name = word;
    if (next_word(rest, word) && !same_word(word, "default")) {
      column.type = type_of(word);
      next_word(rest, word);
    }
    if (same_word(word, "default")) column.standard = cells_of(rest).front();
    columns.push_back(std::move(column));
  }
  return columns;
}

std::optional<std::size_t> find_column(const std::vector<GdfColumn>& columns, std::string_view name) {
  const auto at = std::find_if(columns.begin(), columns.end(),
                               [&](const GdfColumn& column) { return same_word(column.name, name); });
  if (at == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(at - columns.begin());
}

bool says_yes(const std::string& cell) {
  return typed_value(graph::ColumnType::boolean, cell) == "true";
}

/// What has to be known before the first row.
struct Outline {
  bool lists_members = false;
  bool directed = false;           ///< an edge is
  std::vector<GdfColumn> typed{};  ///< the columns of members of which a header names the type
};

Outline outline_of(std::string_view text, const std::string& file) {
  constexpr std::size_t none = std::string_view::npos;
  Outline outline;
  std::size_t directed = none;
  for (Lines lines(text, file); lines.next();) {
    if (const auto members = after(lines.line(), node_header)) {
      outline.lists_members = true;
      directed = none;
      for (GdfColumn& column : columns_of(*members))
        if (column.type && !find_column(outline.typed, column.name))
          outline.typed.push_back(std::move(column));
    } else if (const auto header = after_edge_header(lines.line())) {
      const auto columns = columns_of(*header);
      directed = find_column(columns, "directed").value_or(none);
      outline.directed =
          outline.directed || (directed < columns.size() && says_yes(columns[directed].standard));
    } else if (directed != none && !outline.directed) {
      const auto cells = cells_of(lines.line());
      outline.directed = directed < cells.size() && says_yes(cells[directed]);
    }
  }
  return outline;
}

class GdfReader {
 public:
  GdfReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        outline_(outline_of(text_, source.name())),
        lines_(text_, source.name()),
        assembler_("GDF", options),
        connections_(assembler_, source.name(), with_members(options, outline_.lists_members), context),
        attributes_(assembler_),
        context_(context) {
    assembler_.read_file(source);
    connections_.set_directed(outline_.directed || options.directed);
  }

  LoadedNetwork read() {
    enum class Section { none, members, connections } section = Section::none;
    for (std::uint64_t row = 0; lines_.next(); ++row) {
      if ((row & 0xFFFF) == 0) context_.poll();
      if (const auto members = after(lines_.line(), node_header)) {
        section = Section::members;
        begin_members(*members);
      } else if (const auto connections = after_edge_header(lines_.line())) {
        section = Section::connections;
        begin_connections(*connections);
      } else if (trimmed(lines_.line()).empty()) {
        continue;
      } else if (section == Section::members) {
        member();
      } else if (section == Section::connections) {
        connection();
      } else {
        throw Error(ErrorKey::syntax,
                    "text in front of the first section; expected \"nodedef>\" or \"edgedef>\"",
                    lines_.where());
      }
    }
    if (outline_.lists_members) assembler_.members_are_listed();
    connections_.finish();
    attributes_.finish();
    return assembler_.finish(context_);
  }

 private:
  void begin_members(std::string_view header) {
    columns_ = columns_of(header);
    const auto name = find_column(columns_, "name");
    if (!name)
      throw Error(ErrorKey::columns_missing,
                  "members without a column \"name\"; expected \"nodedef>name VARCHAR\"", lines_.where());
    source_ = *name;
    // "name" is what GDF calls the id, and "label" what members are called.
    for (GdfColumn& column : columns_) {
      const auto typed = find_column(outline_.typed, column.name);
      if (typed) column.type = outline_.typed[*typed].type;
      if (same_word(column.name, "label")) column.name = "name";
      if (same_word(column.name, "id")) column.name = "original_id";
    }
    columns_[source_].name.clear();
    std::vector<std::string> names;
    for (const GdfColumn& column : columns_) names.push_back(column.name);
    tell_apart(names);
    for (std::size_t i = 0; i < names.size(); ++i) columns_[i].name = names[i];
    for (const GdfColumn& column : columns_) {
      if (column.name.empty()) continue;
      if (is_drawing(column.name)) {
        note_drawing(column.name);
      } else if (column.type) {
        attributes_.declare(column.name, held_type(column.name, *column.type));
      }
    }
  }

  void begin_connections(std::string_view header) {
    columns_ = columns_of(header);
    const auto from = find_column(columns_, "node1");
    const auto to = find_column(columns_, "node2");
    if (!from || !to)
      throw Error(ErrorKey::syntax,
                  "connections without their two columns; expected \"edgedef>node1 VARCHAR,node2 VARCHAR\"",
                  lines_.where());
    source_ = *from;
    target_ = *to;
    directed_ = find_column(columns_, "directed");
    for (const GdfColumn& column : columns_)
      if (is_drawing(column.name)) note_drawing(column.name);
  }

  void note_drawing(std::string_view name) {
    assembler_.note(fmt::format("The column \"{}\" says how to draw and was left out.", name));
  }

  /// The cells of the present line, of which none may be left over.
  std::optional<std::vector<std::string>> cells(bool connection) {
    auto cells = cells_of(lines_.line());
    while (cells.size() > columns_.size() && cells.back().empty()) cells.pop_back();
    if (cells.size() > columns_.size()) {
      assembler_.refuse(lines_.where(), fmt::format("{} cells", cells.size()),
                        fmt::format("at most {}; quotes keep a text with commas together", columns_.size()),
                        connection);
      return std::nullopt;
    }
    cells.resize(columns_.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = decode_entities(cells[i].empty() ? columns_[i].standard : cells[i]);
    }
    return cells;
  }

  void member() {
    const auto row = cells(false);
    if (!row) return;
    const std::string& id = (*row)[source_];
    if (id.empty() || assembler_.find_member(id)) {
      assembler_.refuse(lines_.where(),
                        id.empty() ? "a member without name" : fmt::format("member \"{}\" again", id),
                        "a name of its own", false);
      return;
    }
    const graph::VertexId member = assembler_.member(id);
    for (std::size_t i = 0; i < row->size(); ++i) {
      const GdfColumn& column = columns_[i];
      if (column.name.empty() || (*row)[i].empty() || is_drawing(column.name)) continue;
      set(member, column, (*row)[i]);
    }
  }

  void set(graph::VertexId member, const GdfColumn& column, const std::string& value) {
    if (!column.type) return assembler_.set(member, assembler_.attribute(column.name), value);
    const graph::ColumnType type = held_type(column.name, *column.type);
    if (typed_value(type, value)) return attributes_.set(member, column.name, value, type);
    assembler_.refuse(lines_.where(),
                      fmt::format("\"{}\" of {}", fit_to_width(value.substr(0, 200), 60), column.name),
                      fmt::format("a value of the type {}", graph::to_string(type)), false);
    assembler_.only_values(1);
  }

  void connection() {
    const auto row = cells(true);
    if (!row) return;
    ConnectionText connection;
    connection.place = lines_.place(trimmed(lines_.line()));
    for (std::size_t i = 0; i < row->size(); ++i) {
      if (i == source_) {
        connection.source = (*row)[i];
      } else if (i == target_) {
        connection.target = (*row)[i];
      } else if (i == directed_) {
        if (outline_.directed) connection.directed = says_yes((*row)[i]);
      } else if (!(*row)[i].empty() && !is_drawing(columns_[i].name)) {
        connections_.attribute(connection, columns_[i].name, (*row)[i]);
      }
    }
    if (connection.source.empty() || connection.target.empty()) {
      assembler_.refuse(lines_.where(), "a connection of one member", "two names");
      return;
    }
    connections_.add(connection);
  }

  std::string_view text_;
  Outline outline_;
  Lines lines_;
  Assembler assembler_;
  ConnectionReader connections_;
  LooseAttributes attributes_;
  const RunContext& context_;
  std::vector<GdfColumn> columns_;  // of the present section
  std::size_t source_ = 0;          // the column of ids, or of the first end
  std::size_t target_ = 1;
  std::optional<std::size_t> directed_;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return GdfReader(source, options, context).read();
}

}  // namespace

Format gdf_format() {
  return {.name = "gdf",
          .title = "GDF",
          .suffixes = {".gdf"},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
