// The tables that Gephi exports: nodes under "Id,Label,...", edges under
// "Source,Target,Type,Id,Label,Weight", where Type is Directed or Undirected.
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/bytes/folder.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/tables/table_connections.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// ends: edges without a direction, which may be of another program.
enum class Kind { none, nodes, edges, ends };

bool is_direction(std::string_view text) {
  return same_word(text, "directed") || same_word(text, "undirected") || same_word(text, "mutual");
}

/// What the first two lines show. `csv` has not been read yet.
Kind kind_of(std::string_view head) {
  head = without_mark(head);
  const auto first = head.find('\n');
  const auto second = first == head.npos ? first : head.find('\n', first + 1);
  try {
    CsvReader csv(head.substr(0, second), {});
    if (!csv.next() || csv.fields().size() < 2) return Kind::none;
    CsvHeader header(csv.fields());
    const bool edges = header.take({"source"}) && header.take({"target"});
    const auto type = header.take({"type"});
    if (edges && type && csv.next() && csv.fields().size() > *type && is_direction(csv.fields()[*type]))
      return Kind::edges;
    if (edges) return Kind::ends;
    return header.take({"id"}) && header.take({"label"}) ? Kind::nodes : Kind::none;
  } catch (const Error&) {
    return Kind::none;
  }
}

bool recognises(std::string_view head) {
  const Kind kind = kind_of(head);
  return kind == Kind::nodes || kind == Kind::edges;
}

class GephiReader {
 public:
  GephiReader(const LoadOptions& options, const RunContext& context, std::size_t block)
      : assembler_("Gephi CSV", options),
        spaces_(assembler_),
        options_(options),
        context_(context),
        block_(block) {}

  Table open(Source source) { return {std::move(source), assembler_, context_}; }

  /// A table whose header says which it is.
  void read(Table table) {
    std::vector<Table> one;
    one.push_back(std::move(table));
    CsvHeader header = one[0].header;
    if (header.take({"source"}) && header.take({"target"})) return edges(one);
    if (header.take({"id"})) return nodes(one);
    throw Error(ErrorKey::columns_missing,
                fmt::format("the columns {}; expected Id, or Source and Target", header.list()),
                one[0].rows.where());
  }

  void nodes(std::vector<Table>& tables) {
    has_nodes_ = true;
    std::vector<MemberColumns> all;
    std::vector<std::optional<std::size_t>> labels;
    for (Table& table : tables) {
      MemberColumns& columns = all.emplace_back();
      columns.id = {table.header.take({"id"}).value_or(0)};
      labels.push_back(table.header.take({"label"}));
      for (const std::size_t column : table.header.rest())
        if (!table.header.names()[column].empty())
          columns.add({column, assembler_.attribute(table.header.own_name(column))});
    }
    const std::size_t others = assembler_.attribute_count(), name = assembler_.attribute("name");
    if (name == others) assembler_.leave_out_if_empty(name);
    for (std::size_t t = 0; t < tables.size(); ++t) {
      const auto is_name = [&](const MemberColumns::Attribute& each) { return each.attribute == name; };
      const bool has_name = std::any_of(all[t].attributes.begin(), all[t].attributes.end(), is_name);
      if (labels[t] && !has_name) all[t].add({.column = *labels[t], .attribute = name, .unless_id = true});
    }
    const MemberTableOptions how{.strict = false,
                                 .no_id = "a node without Id",
                                 .no_id_expected = "an Id of its own",
                                 .id = "node",
                                 .own_id_expected = "an Id of its own",
                                 .block = block_};
    read_members(tables, all, how, spaces_, assembler_, context_);
  }

  void edges(std::vector<Table>& tables) {
    std::vector<TableColumns> all;
    for (Table& table : tables) {
      CsvHeader& header = table.header;
      TableColumns& columns = all.emplace_back();
      columns.source = header.take({"source"}).value_or(0);
      columns.target = header.take({"target"}).value_or(0);
      columns.direction = header.take({"type"});
      header.take({"id"});
      header.take({"label"});
      header.take({"timeset"});
      for (const std::size_t column : header.rest())
        columns.attributes.push_back({column, header.names()[column]});
      if (const auto directed = is_directed(table, columns)) assembler_.set_directed(*directed);
      columns.directed = is_directed(table, columns).value_or(options_.directed);
    }
    const std::string expected = undeclared_member_expected();
    const ConnectionTableOptions how{.add_unknown = options_.add_unknown || !has_nodes_,
                                     .both_ends = true,
                                     .known_expected = expected,
                                     .block = block_};
    read_connection_tables(tables, all, how, spaces_, assembler_, context_);
  }

  LoadedNetwork finish() { return assembler_.finish(context_); }

 private:
  /// Whether the first connection of the table is directed; nothing where there is none.
  std::optional<bool> is_directed(const Table& table, const TableColumns& columns) const {
    CsvReader rows = table.rows;
    try {
      while (rows.next()) {
        const std::vector<std::string_view>& cells = rows.fields();
        if (cell_in(cells, columns.source).empty() || cell_in(cells, columns.target).empty()) continue;
        const bool says = columns.direction && *columns.direction < cells.size();
        return says ? same_word(cells[*columns.direction], "directed") : options_.directed;
      }
    } catch (const Error&) {
      // Whoever reads all rows says so.
    }
    return std::nullopt;
  }

  Assembler assembler_;
  IdSpaces spaces_;
  const LoadOptions& options_;
  const RunContext& context_;
  const std::size_t block_;
  bool has_nodes_ = false;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  GephiReader reader(options, context, largest_row_block);
  reader.read(reader.open(std::move(source)));
  return reader.finish();
}

}  // namespace

std::optional<LoadedNetwork> read_gephi_folder(const std::string& folder, const LoadOptions& options,
                                               const RunContext& context, std::size_t block) {
  std::vector<std::string> nodes, edges, ends;
  for (const std::string& path : files_in(folder, ".csv")) {
    const Kind kind = kind_of(Source(path, options.max_input).head());
    if (kind == Kind::nodes) nodes.push_back(path);
    if (kind == Kind::edges) edges.push_back(path);
    if (kind == Kind::ends) ends.push_back(path);
  }
  // Beside a table of nodes, that is the one of their edges.
  if (!nodes.empty()) edges.insert(edges.end(), ends.begin(), ends.end());
  if (nodes.empty() && edges.empty()) return std::nullopt;
  GephiReader reader(options, context, block);
  const auto open_all = [&](std::vector<std::string>& paths) {
    std::sort(paths.begin(), paths.end());
    std::vector<Table> tables;
    for (const std::string& path : paths) tables.push_back(reader.open(Source(path, options.max_input)));
    return tables;
  };
  if (std::vector<Table> tables = open_all(nodes); !tables.empty()) reader.nodes(tables);
  if (std::vector<Table> tables = open_all(edges); !tables.empty()) reader.edges(tables);
  return reader.finish();
}

Format gephi_csv_format() {
  return {.name = "gephi",
          .title = "Gephi CSV",
          .suffixes = {},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
