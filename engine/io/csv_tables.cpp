// members.csv, connections.csv and affiliations.csv: the form a person keeps by hand or exports from a
// spreadsheet.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>

#include "engine/core/text.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/fields.hpp"
#include "engine/io/native_formats.hpp"
#include "engine/io/number_edges.hpp"
#include "engine/io/word_edges.hpp"

namespace tertius {
namespace {

constexpr std::size_t rows_per_poll = std::size_t{1} << 14;

std::string shown(std::string_view text) {
  return fmt::format("\"{}\"", fit_to_width(text.substr(0, 200), 60));
}

/// Opens a table and reads its header.
struct Table {
  Source source;
  CsvReader rows;
  CsvHeader header;

  Table(const std::string& path, const LoadOptions& options, Assembler& assembler)
      : Table(Source(path, options.max_input), assembler) {}
  Table(Source opened, Assembler& assembler)
      : source(std::move(opened)), rows(checked(source), source.name()), header(first(rows)) {
    assembler.read_file(source.name(), source.file_bytes());
  }

  static std::string_view checked(Source& source) {
    const std::string_view text = source.text();
    check_text(text, source.name());
    if (trimmed(without_mark(text)).empty()) {
      throw Error(ErrorCode::bad_data, "is empty; expected a header line and rows", {source.name()});
    }
    return text;
  }
  static const std::vector<std::string_view>& first(CsvReader& rows) {
    rows.next();
    return rows.fields();
  }

  /// False for a row of empty cells, and (refused) for one with more cells than the header.
  bool well_formed(Assembler& assembler, bool connection) const {
    const auto& fields = rows.fields();
    const bool any = std::any_of(fields.begin(), fields.end(), [](auto field) { return !field.empty(); });
    if (!any) return false;
    const std::size_t columns = header.names().size();
    for (std::size_t i = columns; i < fields.size(); ++i) {
      if (fields[i].empty()) continue;
      assembler.refuse(rows.where(columns), counted(fields.size(), "field", "fields"),
                       fmt::format("{} as in the header", columns), connection);
      return false;
    }
    return true;
  }

  std::string_view cell(std::optional<std::size_t> column) const {
    return column && *column < rows.fields().size() ? rows.fields()[*column] : std::string_view();
  }
  Location place(std::optional<std::size_t> column) const { return rows.where(column.value_or(0)); }
};

void read_members(const std::string& path, const LoadOptions& options, Assembler& assembler,
                  const RunContext& context) {
  Table table(path, options, assembler);
  const auto id = table.header.take(
      {"id", "memberid", "member", "personid", "userid", "nodeid", "node", "key", "mitglied", "kennung"});
  if (!id) {
    throw Error(ErrorCode::bad_data,
                fmt::format("columns {}; expected a column id, and any others (name, discipline, ...)",
                            table.header.list()),
                {table.rows.file(), 1});
  }
  const auto name = table.header.take({"name", "fullname", "displayname"});
  struct Attribute {
    std::size_t column, attribute;
  };
  std::vector<Attribute> attributes;
  if (name) attributes.push_back({*name, assembler.attribute("name")});
  for (const std::size_t column : table.header.rest()) {
    const std::string& title = table.header.names()[column];
    attributes.push_back(
        {column, assembler.attribute(title.empty() ? fmt::format("column {}", column + 1) : title)});
  }
  for (std::size_t count = 0; table.rows.next(); ++count) {
    if (count % rows_per_poll == 0) context.poll();
    if (!table.well_formed(assembler, false)) continue;
    const std::string_view text = table.cell(id);
    if (text.empty() || assembler.find_member(text)) {
      assembler.refuse(table.place(id), text.empty() ? "no id" : "id " + shown(text) + " again",
                       text.empty() ? "an id" : "an id of its own", false);
      continue;
    }
    const VertexId v = assembler.member(text);
    for (const auto& [column, attribute] : attributes) assembler.set(v, attribute, table.cell(column));
  }
  assembler.members_are_listed();
}

/// A number as the table's country writes it: where semicolons part the cells, a comma may part the decimals.
std::optional<double> number_of(std::string_view text, char separator) {
  if (separator != ',' && text.find('.') == text.npos) {
    if (const auto comma = text.find(','); comma != text.npos) {
      std::string dotted(text);
      dotted[comma] = '.';
      return parse_real(dotted);
    }
  }
  return parse_real(text);
}

void note_columns_left_out(const CsvHeader& header, const std::string& file, Assembler& assembler) {
  for (const std::size_t column : header.rest()) {
    if (header.names()[column].empty()) continue;
    assembler.note(fmt::format("The column \"{}\" of {} was left out.", header.names()[column], file));
  }
}

void read_connections(Table table, bool listed, const LoadOptions& options, Assembler& assembler,
                      const RunContext& context) {
  const ConnectionColumns columns(table.header);
  if (!columns.complete()) {
    throw Error(
        ErrorCode::bad_data,
        fmt::format("columns {}; expected columns source and target (or from and to), and perhaps weight, "
                    "kind and since",
                    table.header.list()),
        {table.rows.file(), 1});
  }
  note_columns_left_out(table.header, table.rows.file(), assembler);
  // The member that the cell names; refuses the row when there is none.
  const auto end_of = [&](std::optional<std::size_t> column) -> std::optional<VertexId> {
    const std::string_view id = table.cell(column);
    if (id.empty()) {
      assembler.refuse(table.place(column), "no id", "the id of a member");
      return std::nullopt;
    }
    if (const auto known = assembler.find_member(id)) return known;
    if (!listed || options.add_unknown) return assembler.member(id);
    assembler.refuse(table.place(column), "member " + shown(id),
                     "an id that the table of members has (--add-unknown adds others)");
    return std::nullopt;
  };
  for (std::size_t count = 0; table.rows.next(); ++count) {
    if (count % rows_per_poll == 0) context.poll();
    if (!table.well_formed(assembler, true)) continue;
    std::optional<double> weight;
    if (const std::string_view text = table.cell(columns.weight); !text.empty()) {
      const auto number = number_of(text, table.rows.separator());
      if (!number || !std::isfinite(*number) || *number <= 0) {
        assembler.refuse(table.place(columns.weight), "weight " + shown(text), "a positive number");
        continue;
      }
      weight = number;
    }
    const std::string_view since_text = table.cell(columns.since);
    const auto since = parse_day(since_text);
    if (!since && !since_text.empty()) {
      assembler.refuse(table.place(columns.since), "date " + shown(since_text), "a date such as 2024-03-01");
      continue;
    }
    const auto from = end_of(columns.source);
    if (!from) continue;
    const auto to = end_of(columns.target);
    if (!to) continue;
    assembler.connect(*from, *to, weight, table.cell(columns.kind), since.value_or(no_day));
  }
}

/// The same, the fast way where the table holds nothing but numbers.
void read_connections(Source source, bool listed, const LoadOptions& options, Assembler& assembler,
                      const RunContext& context) {
  const char separator = find_separator(source.head());
  const auto plain = find_plain_connections(source.head(), {.separator = separator});
  const bool known = !listed || (assembler.ids().is_dense() && !options.add_unknown);
  if (plain && plain->header && known) {
    const NumberEdgeOptions how{.separator = separator,
                                .comments = false,
                                .skip = plain->skip,
                                .may_be_weighted = plain->may_be_weighted,
                                .listed = listed,
                                .memory_limit = options.memory_limit};
    if (read_number_edges(source, how, assembler, context)) {
      assembler.read_file(source.name(), source.file_bytes());
      return;
    }
    if (!source.mapped()) source.reopen();
  }
  check_memory(4 * source.expected_bytes(), options.memory_limit, source.name());
  if (plain && plain->header && !listed) {
    const WordEdgeOptions words{
        .separator = separator, .skip = plain->skip, .weighted = plain->may_be_weighted, .table = true};
    if (read_word_edges(source.text(), source.name(), words, assembler, context)) {
      assembler.read_file(source.name(), source.file_bytes());
      return;
    }
  }
  read_connections(Table(std::move(source), assembler), listed, options, assembler, context);
}

void read_affiliations(const std::string& path, bool listed, const LoadOptions& options, Assembler& assembler,
                       const RunContext& context) {
  Table table(path, options, assembler);
  const auto member =
      table.header.take({"member", "memberid", "id", "person", "personid", "userid", "mitglied"});
  const auto group =
      table.header.take({"group", "event", "groupid", "organisation", "organization", "team", "gruppe"});
  if (!member || !group) {
    throw Error(ErrorCode::bad_data,
                fmt::format("columns {}; expected columns member and group, and perhaps kind, role and date",
                            table.header.list()),
                {table.rows.file(), 1});
  }
  const auto kind = table.header.take({"kind", "type", "art"});
  const auto role = table.header.take({"role", "function", "rolle"});
  const auto date = table.header.take({"date", "since", "datum"});
  note_columns_left_out(table.header, table.rows.file(), assembler);
  for (std::size_t count = 0; table.rows.next(); ++count) {
    if (count % rows_per_poll == 0) context.poll();
    if (!table.well_formed(assembler, false)) continue;
    const std::string_view id = table.cell(member);
    const std::string_view name = table.cell(group);
    if (id.empty() || name.empty()) {
      assembler.refuse(table.place(id.empty() ? member : group), "nothing",
                       id.empty() ? "the id of a member" : "a group", false);
      continue;
    }
    auto v = assembler.find_member(id);
    if (!v && (!listed || options.add_unknown)) v = assembler.member(id);
    if (!v) {
      assembler.refuse(table.place(member), "member " + shown(id),
                       "an id that the table of members has (--add-unknown adds others)", false);
      continue;
    }
    const auto day = parse_day(table.cell(date));
    if (!day && !table.cell(date).empty()) {
      assembler.refuse(table.place(date), "date " + shown(table.cell(date)), "a date such as 2024-03-01",
                       false);
      continue;
    }
    assembler.affiliate(*v, name, table.cell(kind), table.cell(role), day.value_or(no_day));
  }
}

/// One file whose first line names its columns.
bool recognises(std::string_view head) {
  CsvReader rows(head.substr(0, head.find_first_of("\r\n")), "");
  const auto quotes = std::count(head.begin(), std::find(head.begin(), head.end(), '\n'), '"');
  if (quotes % 2 != 0 || !rows.next()) return false;
  CsvHeader header(rows.fields());
  return ConnectionColumns(header).complete();
}

Loaded read(Source& source, const LoadOptions& options, const RunContext& context) {
  Assembler assembler("CSV", options);
  read_connections(std::move(source), false, options, assembler, context);
  return assembler.finish(context);
}

// --- Writing ---

std::string members_text(const Network& network, const WriteOptions& options, const RunContext& context) {
  const MemberTable& members = network.members;
  const auto columns = written_columns(network, options);
  std::vector<std::string> row{"id"};
  for (const Column* column : columns) row.push_back(column->name());
  std::string text = csv_row(row);
  for (VertexId v = 0; v < members.size(); ++v) {
    if (v % rows_per_poll == 0) context.poll();
    row.assign(1, members.ids[v]);
    for (const Column* column : columns) row.emplace_back(column->text(v));
    text += csv_row(row);
  }
  return text;
}

void write_connections(const Network& network, AtomicFile& file, const RunContext& context) {
  const Graph& graph = written_graph(network);
  const bool kinds = !network.ties.kind.empty();
  const bool days = !network.ties.since.empty();
  file.write(fmt::format("source,target{}{}{}\n", graph.weighted() ? ",weight" : "", kinds ? ",kind" : "",
                         days ? ",since" : ""));
  std::string text;
  std::size_t count = 0;
  for_each_tie(graph, [&](VertexId u, VertexId v, double weight) {
    text.clear();
    auto out = std::back_inserter(text);
    if (network.members.ids.is_dense()) {
      fmt::format_to(out, "{},{}", u, v);
    } else {
      fmt::format_to(out, "{},{}", csv_field(network.members.ids[u]), csv_field(network.members.ids[v]));
    }
    if (graph.weighted()) fmt::format_to(out, ",{}", weight);
    if (kinds) text += ',' + csv_field(kind_of(network, u, v));
    if (days) {
      const Day day = since_of(network, u, v);
      text += day == no_day ? "," : ',' + day_text(day);
    }
    file.write(text += '\n');
    if (++count % rows_per_poll == 0) context.poll();
  });
}

std::string affiliations_text(const Network& network) {
  const Affiliations& all = network.affiliations;
  std::string text = "member,group,kind,role,date\n";
  for (const Affiliations::Row& row : all.rows) {
    text +=
        csv_row({network.members.ids[row.member], all.groups[row.group], all.kinds[row.group],
                 row.role == ~0u ? "" : all.roles[row.role], row.date == no_day ? "" : day_text(row.date)});
  }
  return text;
}

/// A folder with the tables, all or nothing.
void write(const Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  namespace fs = std::filesystem;
  std::error_code problem;
  const bool made = fs::create_directory(path, problem);
  if (problem || !fs::is_directory(path)) {
    throw Error(ErrorCode::output,
                "cannot be made a folder: " + (problem ? problem.message() : "it is a file"), {path});
  }
  const bool affiliated = !network.affiliations.rows.empty();
  try {
    for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
      const std::string name = entry.path().filename().string();
      const bool ours =
          name == "members.csv" || name == "connections.csv" || (affiliated && name == "affiliations.csv");
      const bool table = name.starts_with("members.csv") || name.starts_with("connections.csv") ||
                         name.starts_with("affiliations.csv");
      if (table && !ours) {
        throw Error(ErrorCode::output,
                    fmt::format("holds {}, which would become part of the network; expected a folder "
                                "without it",
                                name),
                    {path});
      }
    }
    AtomicFile members((fs::path(path) / "members.csv").string());
    members.write(members_text(network, options, context));
    AtomicFile connections((fs::path(path) / "connections.csv").string());
    write_connections(network, connections, context);
    std::optional<AtomicFile> affiliations;
    if (affiliated)
      affiliations.emplace((fs::path(path) / "affiliations.csv").string()).write(affiliations_text(network));
    // What can fail does so before the first file takes its place.
    members.complete();
    connections.complete();
    if (affiliations) affiliations->complete();
    members.commit();
    connections.commit();
    if (affiliations) affiliations->commit();
  } catch (...) {
    if (made) fs::remove(path, problem);  // only when it is empty again
    throw;
  }
}

}  // namespace

Loaded load_csv(const std::string& members, const std::string& connections, const std::string& affiliations,
                const LoadOptions& options, const RunContext& context) {
  Assembler assembler("CSV", options);
  const bool listed = !members.empty();
  if (listed) read_members(members, options, assembler, context);
  read_connections(Source(connections, options.max_input), listed, options, assembler, context);
  if (!affiliations.empty()) read_affiliations(affiliations, listed, options, assembler, context);
  return assembler.finish(context);
}

Format csv_format() {
  return {.name = "csv",
          .title = "CSV",
          .suffixes = {},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps = "everything; read directed networks back with --directed",
          .attributes = true};
}

}  // namespace tertius
