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
#include "engine/io/csv.hpp"
#include "engine/io/fields.hpp"
#include "engine/io/graph_formats.hpp"
#include "engine/io/values.hpp"

namespace tertius {
namespace {

struct HeaderCell {
  enum class Role { id, start, end, kind, label, ignored, property };
  Role role = Role::property;
  std::string name;
  std::string space;  // "Person" of ":ID(Person)"
  ColumnType type = ColumnType::text;
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
    if (same_word(type, integer)) cell.type = ColumnType::integer;
  if (same_word(type, "float") || same_word(type, "double")) cell.type = ColumnType::real;
  if (same_word(type, "boolean")) cell.type = ColumnType::boolean;
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
  for (const std::string_view cell : cells) header.push_back(parse_cell(cell));
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
  Neo4jReader(const LoadOptions& options, const RunContext& context)
      : assembler_("Neo4j CSV", options), attributes_(assembler_), options_(options), context_(context) {
    assembler_.set_directed(true);
  }

  /// Reads a table; its first record is the header unless `header` is given.
  void table(Source& source, Header header) {
    const std::string_view text = source.text();
    check_text(text, source.name());
    assembler_.read_file(source.name(), source.file_bytes());
    CsvReader csv(text, source.name());
    if (header.empty() && csv.next()) header = parse_header(csv.fields());
    if (is_relationships(header)) {
      relationships(csv, header);
    } else if (is_nodes(header)) {
      nodes(csv, header);
    } else {
      throw Error(ErrorCode::bad_data,
                  "no column :ID, nor :START_ID and :END_ID; expected the header of a Neo4j table",
                  csv.where());
    }
  }

  Loaded finish() {
    attributes_.finish();
    return assembler_.finish(context_);
  }

 private:
  using Role = HeaderCell::Role;

  void nodes(CsvReader& csv, Header& header) {
    has_nodes_ = true;
    for (HeaderCell& cell : header)
      if ((cell.role == Role::property && !cell.name.empty()) || cell.role == Role::label)
        attributes_.declare(cell.name, cell.type);
    for (std::uint64_t row = 1; csv.next(); ++row) {
      if (row % 0x10000 == 0) context_.poll();
      const auto& fields = csv.fields();
      std::string id;
      std::string space;
      for (std::size_t i = 0; i < std::min(fields.size(), header.size()); ++i) {
        if (header[i].role != Role::id) continue;
        id += id.empty() ? std::string(fields[i]) : fmt::format("|{}", fields[i]);
        space = header[i].space;
      }
      if (id.empty() || find(space, id)) {
        assembler_.refuse(csv.where(),
                          id.empty() ? "a node without id" : fmt::format("node \"{}\" again", id),
                          "an id of its own", false);
        continue;
      }
      const VertexId member = add(space, id);
      for (std::size_t i = 0; i < std::min(fields.size(), header.size()); ++i)
        if ((header[i].role == Role::property && !header[i].name.empty()) || header[i].role == Role::label)
          set(member, header[i], fields[i], csv.where(i));
    }
  }

  void set(VertexId member, const HeaderCell& cell, std::string_view text, const Location& where) {
    if (typed_value(cell.type, text)) {
      attributes_.set(member, cell.name, text, cell.type);
    } else {
      assembler_.refuse(where, fmt::format("{} \"{}\"", cell.name, text.substr(0, 40)),
                        fmt::format("{}, as the header says", to_string(cell.type)), false);
    }
  }

  void relationships(CsvReader& csv, const Header& header) {
    TieReader ties(assembler_, csv.file(), options_, context_);
    ties.set_directed(true);
    while (csv.next()) {
      const auto& fields = csv.fields();
      TieText tie;
      const Location where = csv.where();
      tie.place = {where.line, where.column};
      std::optional<VertexId> from;
      std::optional<VertexId> to;
      for (std::size_t i = 0; i < std::min(fields.size(), header.size()); ++i) {
        const HeaderCell& cell = header[i];
        if (cell.role == Role::start || cell.role == Role::end) {
          auto& end = cell.role == Role::start ? from : to;
          (cell.role == Role::start ? tie.source : tie.target) = fields[i];
          end = find(cell.space, fields[i]);
          if (!end && !fields[i].empty() && (!has_nodes_ || options_.add_unknown))
            end = add(cell.space, fields[i]);
        } else if (cell.role == Role::kind) {
          tie.kind = fields[i];
        } else if (cell.role == Role::property && !fields[i].empty()) {
          ties.attribute(tie, cell.name, fields[i]);
        }
      }
      if (from && to) {
        ties.tie(*from, *to, tie);
      } else {
        assembler_.refuse(where, fmt::format("node \"{}\"", from ? tie.target : tie.source),
                          "a node that the tables of nodes declare");
      }
    }
  }

  // Ids count within their space. Where two spaces have the same id, the later one is called "Space:id".
  static std::string spaced(std::string_view space, std::string_view id) {
    return fmt::format("{}:{}", space, id);
  }
  std::optional<VertexId> find(std::string_view space, std::string_view id) const {
    const auto plain = assembler_.find_member(id);
    if (plain && (space.empty() || spaces_[space_of_[*plain]] == space)) return plain;
    return space.empty() ? std::nullopt : assembler_.find_member(spaced(space, id));
  }
  VertexId add(std::string_view space, std::string_view id) {
    const bool taken = assembler_.find_member(id).has_value();
    const VertexId member = taken ? assembler_.member(spaced(space, id)) : assembler_.member(id);
    auto at = std::find(spaces_.begin(), spaces_.end(), space);
    if (at == spaces_.end()) at = spaces_.insert(at, std::string(space));
    space_of_.resize(std::max(space_of_.size(), std::size_t{member} + 1));
    space_of_[member] = static_cast<std::uint32_t>(at - spaces_.begin());
    return member;
  }

  Assembler assembler_;
  LooseAttributes attributes_;
  const LoadOptions& options_;
  const RunContext& context_;
  std::vector<std::string> spaces_;
  std::vector<std::uint32_t> space_of_;  // of every member
  bool has_nodes_ = false;
};

Loaded read(Source& source, const LoadOptions& options, const RunContext& context) {
  Neo4jReader reader(options, context);
  reader.table(source, {});
  return reader.finish();
}

}  // namespace

std::optional<Loaded> read_neo4j_folder(const std::string& folder, const LoadOptions& options,
                                        const RunContext& context) {
  struct Table {
    std::string path, stem;
    Header header;
  };
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().find(".csv") != std::string::npos)
      paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  std::vector<Table> tables;
  std::vector<Table> headers;  // of files that hold nothing else
  for (const std::string& path : paths) {
    Source source(path, options.max_input);
    Table table{path, std::filesystem::path(path).filename().string(), header_of(source.head())};
    const auto word = fold_case(table.stem).find("header");
    if (!table.header.empty() && word != std::string::npos) {
      table.stem.resize(word);
      headers.push_back(std::move(table));
    } else {
      tables.push_back(std::move(table));
    }
  }
  std::vector<Table> known;
  for (Table& table : tables) {
    const bool own = is_nodes(table.header) || is_relationships(table.header);
    const auto shared = std::find_if(headers.begin(), headers.end(), [&](const Table& header) {
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
  Neo4jReader reader(options, context);
  for (const bool nodes : {true, false}) {
    for (const Table& table : known) {
      Source source(table.path, options.max_input);
      const Header header = table.header.empty() ? header_of(source.head()) : table.header;
      if (is_relationships(header) != nodes) reader.table(source, table.header);
    }
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

}  // namespace tertius
