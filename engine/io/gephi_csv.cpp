// The tables that Gephi exports: nodes under "Id,Label,...", edges under
// "Source,Target,Type,Id,Label,Weight", where Type is Directed or Undirected, and the adjacency matrix
// ";Anna;Bela" with a row for each member.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "engine/io/csv.hpp"
#include "engine/io/fields.hpp"
#include "engine/io/graph_formats.hpp"

namespace tertius {
namespace {

enum class Table { none, nodes, edges, matrix };

bool is_direction(std::string_view text) {
  return same_word(text, "directed") || same_word(text, "undirected") || same_word(text, "mutual");
}

/// What the first two lines show. `csv` has not been read yet.
Table table_of(std::string_view head) {
  head = without_mark(head);
  const auto first = head.find('\n');
  const auto second = first == head.npos ? first : head.find('\n', first + 1);
  try {
    CsvReader csv(head.substr(0, second), {});
    if (!csv.next() || csv.fields().size() < 2) return Table::none;
    const std::vector<std::string> names(csv.fields().begin(), csv.fields().end());
    CsvHeader header(csv.fields());
    if (names[0].empty()) {
      const bool row = csv.next() && csv.fields().size() == names.size() && csv.fields()[0] == names[1];
      return row ? Table::matrix : Table::none;
    }
    const bool edges = header.take({"source"}) && header.take({"target"});
    const auto type = header.take({"type"});
    if (edges && type && csv.next() && csv.fields().size() > *type && is_direction(csv.fields()[*type]))
      return Table::edges;
    return !edges && header.take({"id"}) && header.take({"label"}) ? Table::nodes : Table::none;
  } catch (const Error&) {
    return Table::none;
  }
}

bool recognises(std::string_view head) {
  return table_of(head) != Table::none;
}

class GephiReader {
 public:
  GephiReader(const LoadOptions& options, const RunContext& context)
      : assembler_("Gephi CSV", options), options_(options), context_(context) {}

  void table(Source& source) {
    const std::string_view text = source.text();
    check_text(text, source.name());
    assembler_.read_file(source.name(), source.file_bytes());
    CsvReader csv(text, source.name());
    const Table table = table_of(source.head());
    if (!csv.next())
      throw Error(ErrorCode::bad_data, "an empty file; expected a table of Gephi", {source.name()});
    if (table == Table::matrix) return matrix(csv);
    CsvHeader header(csv.fields());
    const auto source_column = header.take({"source"});
    const auto target_column = header.take({"target"});
    if (source_column && target_column) return edges(csv, header, *source_column, *target_column);
    const auto id = header.take({"id"});
    if (!id)
      throw Error(ErrorCode::bad_data,
                  fmt::format("the columns {}; expected Id, or Source and Target", header.list()),
                  csv.where());
    nodes(csv, header, *id);
  }

  Loaded finish() { return assembler_.finish(context_); }

 private:
  void nodes(CsvReader& csv, CsvHeader& header, std::size_t id) {
    has_nodes_ = true;
    const auto label = header.take({"label"});
    std::vector<std::pair<std::size_t, std::size_t>> attributes;
    for (const std::size_t column : header.rest())
      if (!header.names()[column].empty())
        attributes.emplace_back(column, assembler_.attribute(header.names()[column]));
    for (std::uint64_t row = 1; csv.next(); ++row) {
      if (row % 0x10000 == 0) context_.poll();
      const auto& fields = csv.fields();
      const std::string_view name = fields.size() > id ? fields[id] : std::string_view();
      if (name.empty() || assembler_.find_member(name)) {
        assembler_.refuse(csv.where(),
                          name.empty() ? "a node without Id" : fmt::format("node \"{}\" again", name),
                          "an Id of its own", false);
        continue;
      }
      const VertexId member = assembler_.member(name);
      if (label && *label < fields.size() && fields[*label] != name)
        assembler_.set(member, assembler_.attribute("name"), fields[*label]);
      for (const auto& [column, attribute] : attributes)
        if (column < fields.size()) assembler_.set(member, attribute, fields[column]);
    }
  }

  void edges(CsvReader& csv, CsvHeader& header, std::size_t source, std::size_t target) {
    LoadOptions options = options_;
    options.add_unknown = options.add_unknown || !has_nodes_;
    TieReader ties(assembler_, csv.file(), options, context_);
    const auto type = header.take({"type"});
    header.take({"id"});
    header.take({"label"});
    header.take({"timeset"});
    const std::vector<std::size_t> rest = header.rest();
    bool first = true;
    while (csv.next()) {
      const auto& fields = csv.fields();
      TieText tie;
      const Location where = csv.where();
      tie.place = {where.line, where.column};
      if (std::max(source, target) >= fields.size() || fields[source].empty() || fields[target].empty()) {
        assembler_.refuse(where, "a row without Source or Target", "the Ids of two nodes");
        continue;
      }
      tie.source = fields[source];
      tie.target = fields[target];
      if (type && *type < fields.size()) tie.directed = same_word(fields[*type], "directed");
      if (std::exchange(first, false)) ties.set_directed(tie.directed.value_or(options_.directed));
      for (const std::size_t column : rest)
        if (column < fields.size() && !fields[column].empty())
          ties.attribute(tie, header.names()[column], fields[column]);
      if (options.add_unknown) {
        ties.tie(assembler_.member(tie.source), assembler_.member(tie.target), tie);
      } else {
        ties.tie(tie);
      }
    }
    ties.finish();
  }

  void matrix(CsvReader& csv) {
    TieReader ties(assembler_, csv.file(), options_, context_);
    ties.set_directed(true);
    std::vector<VertexId> columns;
    for (std::size_t i = 1; i < csv.fields().size(); ++i)
      columns.push_back(csv.fields()[i].empty() ? no_vertex : assembler_.member(csv.fields()[i]));
    while (csv.next()) {
      const auto& fields = csv.fields();
      const auto from = assembler_.find_member(fields[0]);
      if (!from || fields.size() > columns.size() + 1) {
        assembler_.refuse(csv.where(),
                          from ? "more values than columns" : fmt::format("row \"{}\"", fields[0]),
                          "a member of the first row with a value for each");
        continue;
      }
      for (std::size_t i = 1; i < fields.size(); ++i) {
        if (fields[i].empty() || parse_real(fields[i]) == 0.0 || columns[i - 1] == no_vertex) continue;
        TieText tie;
        const Location where = csv.where(i);
        tie.place = {where.line, where.column};
        tie.weight = entry_weight(fields[i]);
        ties.tie(*from, columns[i - 1], tie);
      }
    }
  }

  Assembler assembler_;
  const LoadOptions& options_;
  const RunContext& context_;
  bool has_nodes_ = false;
};

Loaded read(Source& source, const LoadOptions& options, const RunContext& context) {
  GephiReader reader(options, context);
  reader.table(source);
  return reader.finish();
}

}  // namespace

std::optional<Loaded> read_gephi_folder(const std::string& folder, const LoadOptions& options,
                                        const RunContext& context) {
  std::vector<std::pair<Table, std::string>> tables;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().find(".csv") == std::string::npos) continue;
    Source source(entry.path().string(), options.max_input);
    const Table table = table_of(source.head());
    if (table == Table::nodes || table == Table::edges) tables.emplace_back(table, entry.path().string());
  }
  if (tables.empty()) return std::nullopt;
  std::sort(tables.begin(), tables.end());  // nodes first
  GephiReader reader(options, context);
  for (const auto& [table, path] : tables) {
    Source source(path, options.max_input);
    reader.table(source);
  }
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

}  // namespace tertius
