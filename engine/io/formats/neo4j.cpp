// The CSV of neo4j-admin database import: nodes under a header such as
// "personId:ID(Person),name,age:int,:LABEL", relationships under
// ":START_ID(Person),:END_ID(Person),since:date,:TYPE". A file alone, or a folder of them, where a header may
// stand in a file of its own. Relationships are directed.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/bytes/folder.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/tables/table_connections.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

struct HeaderCell {
  enum class Role { id, start, end, kind, label, ignored, property };
  Role role = Role::property;
  std::string name;
  std::string space;  // "Person" of ":ID(Person)"
  graph::ColumnType type = graph::ColumnType::text;
};

HeaderCell parse_cell(std::string_view text) {
  HeaderCell cell;
  text = trimmed(text);
  const auto colon = text.rfind(':', text.find('('));
  cell.name = trimmed(text.substr(0, colon));
  if (colon == text.npos) return cell;
  std::string_view type = text.substr(colon + 1);
  type = type.substr(0, type.find('{'));
  if (const auto open = type.find('('); open != type.npos) {
    cell.space = type.substr(open + 1, type.find(')', open) - open - 1);
    type = type.substr(0, open);
  }
  using Role = HeaderCell::Role;
  constexpr std::pair<std::string_view, Role> roles[] = {{"ID", Role::id},       {"START_ID", Role::start},
                                                         {"END_ID", Role::end},  {"TYPE", Role::kind},
                                                         {"LABEL", Role::label}, {"IGNORE", Role::ignored}};
  for (const auto& [word, role] : roles)
    if (same_word(type, word)) cell.role = role;
  for (const std::string_view integer : {"int", "long", "short", "byte"})
    if (same_word(type, integer)) cell.type = graph::ColumnType::integer;
  if (same_word(type, "float") || same_word(type, "double")) cell.type = graph::ColumnType::real;
  if (same_word(type, "boolean")) cell.type = graph::ColumnType::boolean;
  if (cell.role == Role::label && cell.name.empty()) cell.name = "label";
  if (cell.role == Role::property && same_word(cell.name, "id")) cell.name = "original_id";
  return cell;
}

using Header = std::vector<HeaderCell>;

bool has_role(const Header& header, HeaderCell::Role role) {
  return std::any_of(header.begin(), header.end(), [&](const HeaderCell& cell) { return cell.role == role; });
}
bool is_nodes(const Header& header) {
  return has_role(header, HeaderCell::Role::id);
}
bool is_relationships(const Header& header) {
  return has_role(header, HeaderCell::Role::start) && has_role(header, HeaderCell::Role::end);
}

Header parse_header(const std::vector<std::string_view>& cells) {
  Header header;
  std::vector<std::string> names;
  for (const std::string_view cell : cells) {
    header.push_back(parse_cell(cell));
    names.push_back(header.back().role == HeaderCell::Role::property ? header.back().name : std::string());
  }
  tell_apart(names);
  for (std::size_t i = 0; i < header.size(); ++i)
    if (!names[i].empty()) header[i].name = names[i];
  return header;
}

Header header_of(std::string_view head) {
  head = without_mark(head);
  const std::string_view line = head.substr(0, std::min(head.find('\n'), std::size_t{1} << 14));
  if (line.find(':') == line.npos) return {};
  try {
    CsvReader csv(line, {});
    return csv.next() ? parse_header(csv.fields()) : Header();
  } catch (const Error&) {
    return {};
  }
}

bool recognises(std::string_view head) {
  const Header header = header_of(head);
  return is_nodes(header) || is_relationships(header);
}

class Neo4jReader {
 public:
  Neo4jReader(const LoadOptions& options, const RunContext& context, std::size_t block)
      : assembler_("Neo4j CSV", options),
        spaces_(assembler_),
        options_(options),
        context_(context),
        block_(block) {
    assembler_.set_directed(true);
  }

  /// A table and what its columns are.
  struct Headed {
    Table table;
    Header header;
  };
  /// The table begins with its header, unless one is given.
  Headed open(Source source, Header header) {
    Table table(std::move(source), assembler_, context_,
                {.header = header.empty() ? HeaderPlace::first_line : HeaderPlace::elsewhere});
    if (header.empty()) {
      const auto& names = table.header.names();
      header = parse_header({names.begin(), names.end()});
    }
    return {std::move(table), std::move(header)};
  }

  /// Reads tables of one sort.
  void read(std::vector<Headed> all) {
    std::vector<Table> tables;
    std::vector<Header> headers;
    for (Headed& one : all) {
      tables.push_back(std::move(one.table));
      headers.push_back(std::move(one.header));
    }
    if (all.empty()) return;
    if (is_relationships(headers.front())) return relationships(tables, headers);
    if (is_nodes(headers.front())) return nodes(tables, headers);
    throw Error(ErrorKey::columns_missing,
                "no column :ID, nor :START_ID and :END_ID; expected the header of a Neo4j table",
                tables.front().rows.where());
  }

  LoadedNetwork finish() { return assembler_.finish(context_); }

 private:
  using Role = HeaderCell::Role;

  void nodes(const std::vector<Table>& tables, const std::vector<Header>& headers) {
    has_nodes_ = true;
    LooseAttributes attributes(assembler_);
    std::vector<MemberColumns> all;
    for (const Header& header : headers) {
      MemberColumns& columns = all.emplace_back();
      for (std::size_t i = 0; i < header.size(); ++i) {
        const HeaderCell& cell = header[i];
        if (cell.role == Role::id) {
          columns.id.push_back(i);
          columns.space = spaces_.number(cell.space);
        } else if ((cell.role == Role::property && !cell.name.empty()) || cell.role == Role::label) {
          attributes.declare(cell.name, cell.type);
          columns.add({.column = i,
                       .attribute = assembler_.attribute(cell.name),
                       .type = held_type(cell.name, cell.type)});
        }
      }
    }
    attributes.finish();
    const MemberTableOptions how{.strict = false,
                                 .no_id = "a node without id",
                                 .no_id_expected = "an id of its own",
                                 .id = "node",
                                 .block = block_};
    read_members(tables, all, how, spaces_, assembler_, context_);
  }

  void relationships(const std::vector<Table>& tables, const std::vector<Header>& headers) {
    std::vector<TableColumns> all;
    for (const Header& header : headers) {
      TableColumns& columns = all.emplace_back();
      columns.directed = true;
      for (std::size_t i = 0; i < header.size(); ++i) {
        const HeaderCell& cell = header[i];
        if (cell.role == Role::start) {
          columns.source = i;
          columns.source_space = spaces_.number(cell.space);
        } else if (cell.role == Role::end) {
          columns.target = i;
          columns.target_space = spaces_.number(cell.space);
        } else if (cell.role == Role::kind) {
          columns.attributes.push_back({i, "kind"});
        } else if (cell.role == Role::property) {
          columns.attributes.push_back({i, cell.name});
        }
      }
    }
    const std::string expected = undeclared_member_expected();
    const ConnectionTableOptions how{.add_unknown = options_.add_unknown || !has_nodes_,
                                     .member = "node",
                                     .known_expected = expected,
                                     .block = block_};
    read_connection_tables(tables, all, how, spaces_, assembler_, context_);
  }

  Assembler assembler_;
  IdSpaces spaces_;
  const LoadOptions& options_;
  const RunContext& context_;
  const std::size_t block_;
  bool has_nodes_ = false;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  Neo4jReader reader(options, context, largest_row_block);
  std::vector<Neo4jReader::Headed> one;
  one.push_back(reader.open(std::move(source), {}));
  reader.read(std::move(one));
  return reader.finish();
}

}  // namespace

std::optional<LoadedNetwork> read_neo4j_folder(const std::string& folder, const LoadOptions& options,
                                               const RunContext& context, std::size_t block) {
  struct Named {
    std::string path, stem;
    Header header;
  };
  std::vector<Named> tables;
  std::vector<Named> headers;  // of files that hold nothing else
  for (const std::string& path : files_in(folder, ".csv")) {
    Source source(path, options.max_input);
    Named table{path, std::filesystem::path(path).filename().string(), header_of(source.head())};
    const auto word = fold_case(table.stem).find("header");
    if (!table.header.empty() && word != std::string::npos) {
      table.stem.resize(word);
      headers.push_back(std::move(table));
    } else {
      tables.push_back(std::move(table));
    }
  }
  std::vector<Named> known;
  for (Named& table : tables) {
    const bool own = is_nodes(table.header) || is_relationships(table.header);
    const auto shared = std::find_if(headers.begin(), headers.end(), [&](const Named& header) {
      const std::string_view prefix =
          std::string_view(header.stem).substr(0, header.stem.find_last_not_of("-_. ") + 1);
      return !prefix.empty() && table.stem.starts_with(prefix);
    });
    if (own) {
      table.header.clear();
    } else if (shared != headers.end()) {
      table.header = shared->header;
    } else {
      continue;
    }
    known.push_back(std::move(table));
  }
  if (known.empty()) return std::nullopt;
  Neo4jReader reader(options, context, block);
  for (const bool nodes : {true, false}) {
    std::vector<Neo4jReader::Headed> all;
    for (const Named& table : known) {
      Source source(table.path, options.max_input);
      const Header header = table.header.empty() ? header_of(source.head()) : table.header;
      if (is_relationships(header) != nodes) all.push_back(reader.open(std::move(source), table.header));
    }
    reader.read(std::move(all));
  }
  return reader.finish();
}

Format neo4j_format() {
  return {.name = "neo4j",
          .title = "Neo4j CSV",
          .suffixes = {},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
