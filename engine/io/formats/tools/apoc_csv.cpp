// What apoc.export.csv of Neo4j writes (neo4j.com/docs/apoc, "Export to CSV"): one table of nodes, which have an "_id", and
// relationships, which have "_start" and "_end". Columns in front of "_start" are properties of nodes, those after
// "_type" of relationships.
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

struct ApocColumns {
  std::size_t id, labels, start, end, kind;

  static std::optional<ApocColumns> of(const std::vector<std::string_view>& header) {
    const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
      for (std::size_t i = 0; i < header.size(); ++i)
        if (header[i] == name) return i;
      return std::nullopt;
    };
    const auto id = find("_id"), labels = find("_labels"), start = find("_start"), end = find("_end"),
               kind = find("_type");
    if (!id || !labels || !start || !end || !kind) return std::nullopt;
    return ApocColumns{*id, *labels, *start, *end, *kind};
  }
};

bool recognises(std::string_view head) {
  const std::string_view text = trimmed(without_mark(head));
  CsvReader rows(text.substr(0, text.find_first_of("\r\n")), {});
  try {
    return rows.next() && ApocColumns::of(rows.fields());
  } catch (const Error&) {
    return false;  // quotes that never end
  }
}

/// ":Person:Chair" as a list.
std::string labels_of(std::string_view cell) {
  if (cell.starts_with(':')) cell.remove_prefix(1);
  std::string list(cell);
  for (char& c : list)
    if (c == ':') c = ';';
  return list;
}

class ApocTable {
 public:
  ApocTable(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        rows_(text_, source.name()),
        assembler_("Neo4j APOC CSV", options),
        connections_(assembler_, source.name(), options, context),
        context_(context) {
    assembler_.read_file(source);
    connections_.set_directed(true);
    connections_.set_separator(rows_.separator());
  }

  LoadedNetwork read() {
    const auto columns = rows_.next() ? ApocColumns::of(rows_.fields()) : std::nullopt;
    if (!columns)
      throw Error(ErrorKey::syntax,
                  "no header of apoc.export.csv; expected _id, _labels, _start, _end and _type",
                  {rows_.file(), {1, 1}});
    columns_ = *columns;
    names_.assign(rows_.fields().begin(), rows_.fields().end());
    std::vector<std::string> of_nodes(names_.begin(),
                                      names_.begin() + static_cast<std::ptrdiff_t>(columns_.start));
    tell_apart(of_nodes);
    std::copy(of_nodes.begin(), of_nodes.end(), names_.begin());
    for (std::uint64_t row = 0; rows_.next(); ++row) {
      if ((row & 0xFFFF) == 0) context_.poll();
      if (!cell(columns_.start).empty() || !cell(columns_.end).empty()) {
        relationship();
      } else {
        node();
      }
    }
    assembler_.members_are_listed();
    connections_.finish();
    return assembler_.finish(context_);
  }

 private:
  std::string_view cell(std::size_t column) const {
    return column < rows_.fields().size() ? rows_.fields()[column] : std::string_view();
  }

  void node() {
    const std::string_view id = cell(columns_.id);
    if (id.empty() || assembler_.find_member(id)) {
      assembler_.refuse(rows_.where(),
                        id.empty() ? "a node without _id" : fmt::format("node \"{}\" again", id),
                        "an id of its own", false);
      return;
    }
    const graph::VertexId member = assembler_.member(id);
    for (std::size_t i = 0; i < columns_.start; ++i) {
      if (i == columns_.id || cell(i).empty()) continue;
      if (i == columns_.labels) {
        assembler_.set(member, assembler_.attribute("label"), labels_of(cell(i)));
      } else {
        const bool id_again = same_word(names_[i], "id");
        assembler_.set(member, assembler_.attribute(id_again ? "original_id" : names_[i]), cell(i));
      }
    }
  }

  void relationship() {
    ConnectionText connection;
    connection.place = rows_.place();
    connection.source = cell(columns_.start);
    connection.target = cell(columns_.end);
    if (connection.source.empty() || connection.target.empty()) {
      assembler_.refuse(rows_.where(), "a relationship of one node", "_start and _end");
      return;
    }
    for (std::size_t i = columns_.kind + 1; i < names_.size(); ++i)
      if (!cell(i).empty()) connections_.attribute(connection, names_[i], cell(i));
    if (!cell(columns_.kind).empty()) connection.kind = cell(columns_.kind);
    connections_.add(connection);
  }

  std::string_view text_;
  CsvReader rows_;
  Assembler assembler_;
  ConnectionReader connections_;
  const RunContext& context_;
  ApocColumns columns_{};
  std::vector<std::string> names_;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return ApocTable(source, options, context).read();
}

}  // namespace

Format apoc_csv_format() {
  return {.name = "apoc-csv",
          .title = "Neo4j APOC CSV",
          .suffixes = {},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
