// members.csv, connections.csv and affiliations.csv: the form a person keeps by hand or exports from a
// spreadsheet.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/bytes/folder.hpp"
#include "engine/io/edges/number_edges.hpp"
#include "engine/io/edges/word_edges.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/recognition/contact_tables.hpp"
#include "engine/io/recognition/edges.hpp"
#include "engine/io/tables/people.hpp"
#include "engine/io/tables/table.hpp"
#include "engine/io/tables/table_affiliations.hpp"
#include "engine/io/tables/table_connections.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t rows_per_poll = std::size_t{1} << 14;

/// The fast way where the table holds nothing but two ids a row and perhaps a weight, without quotes.
void read_connections(Source source, bool listed, People* people, const LoadOptions& options,
                      Assembler& assembler, const RunContext& context) {
  const char separator = find_separator(source.head());
  const auto plain = find_plain_connections(source.head(), {.separator = separator}, options.columns);
  const bool fast = !source.sheet();  // else places would be those of the text
  const auto read_columns = [&](std::string_view head, const std::string& name) {
    CsvReader rows(head, name, {.separator = separator});
    if (!rows.next()) return;
    CsvHeader header(rows.fields(), options.columns);
    const ConnectionColumns columns(header);
    assembler.read_columns(header, name);
  };
  const bool known = fast && (!listed || (assembler.ids().is_dense() && !options.add_unknown));
  if (plain && plain->header && known) {
    const NumberEdgeOptions how{.separator = separator,
                                .skip = plain->skip,
                                .may_be_weighted = plain->may_be_weighted,
                                .table = true,
                                .listed = listed,
                                .memory_limit = options.memory_limit};
    const std::string first(source.head().substr(0, plain->skip));
    if (read_number_edges(source, how, assembler, context)) {
      read_columns(first, source.name());
      assembler.read_file(source);
      return;
    }
    if (!source.mapped()) source.reopen();
  }
  check_memory(4 * source.expected_bytes(), options.memory_limit, source.name());
  if (plain && plain->header && !listed && fast) {
    const WordEdgeOptions words{
        .separator = separator, .skip = plain->skip, .weighted = plain->may_be_weighted, .table = true};
    const std::string first(source.head().substr(0, plain->skip));
    if (read_word_edges(source.bytes(), source.name(), words, assembler, context)) {
      read_columns(first, source.name());
      assembler.read_file(source);
      return;
    }
  }
  Table table(std::move(source), assembler, context);
  read_connections(table, {.people = people, .listed = listed, .add_unknown = options.add_unknown}, assembler,
                   context);
}

/// One file whose first line names its columns.
bool recognises(std::string_view head) {
  CsvReader rows(head.substr(0, head.find_first_of("\r\n")), "");
  const auto quotes = std::count(head.begin(), std::find(head.begin(), head.end(), '\n'), '"');
  if (quotes % 2 != 0 || !rows.next()) return false;
  CsvHeader header(rows.fields());
  const ConnectionColumns columns(header);
  if (!columns.complete()) return false;
  // "Name;kennt" may head the names of several in a cell.
  if (serves_as(header.names()[*columns.target], Purpose::target)) return true;
  return contact_table(Sample(head, head.size() < Source::usual_head, false)).evidence.score < 0.8;
}

/// Whether headings in words that are not known stand over connections, or times where weights are expected.
bool is_headed_otherwise(Source& source) {
  const Sample sample(source);
  const EdgeShape shape = edge_shape(sample, true);
  return shape.known_words ? shape.unix_times || shape.fractions : shape.evidence.score > 0.2;
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  const bool chosen =
      std::any_of(options.columns.begin(), options.columns.end(), [](const ColumnChoice& choice) {
        return choice.purpose == Purpose::source || choice.purpose == Purpose::target;
      });
  if (!chosen && is_headed_otherwise(source)) return read_headed_edges(source, options, context);
  Assembler assembler("CSV", options);
  read_connections(std::move(source), false, nullptr, options, assembler, context);
  return assembler.finish(context);
}

// --- Writing ---

std::string members_text(const graph::Network& network, const WriteOptions& options,
                         const RunContext& context) {
  const graph::MemberTable& members = network.members;
  const auto columns = written_columns(network, options);
  std::vector<std::string> row{"id"};
  for (const graph::Column* column : columns) row.push_back(column->name());
  std::string text = csv_row(row);
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    if (v % rows_per_poll == 0) context.poll();
    row.assign(1, members.ids[v]);
    for (const graph::Column* column : columns) row.emplace_back(column->text(v));
    text += csv_row(row);
  }
  return text;
}

void write_connections(const graph::Network& network, AtomicFile& file, const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  const bool kinds = !network.connections.kind.empty();
  const bool days = !network.connections.since.empty();
  file.write(fmt::format("source,target{}{}{}\n", graph.weighted() ? ",weight" : "", kinds ? ",kind" : "",
                         days ? ",since" : ""));
  std::string text;
  std::size_t count = 0;
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
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
      const graph::Day day = since_of(network, u, v);
      text += day == graph::no_day ? "," : ',' + day_text(day);
    }
    file.write(text += '\n');
    if (++count % rows_per_poll == 0) context.poll();
  });
}

std::string affiliations_text(const graph::Network& network) {
  const graph::Affiliations& all = network.affiliations;
  std::string text = "member,group,kind,role,date\n";
  all.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    text += csv_row({network.members.ids[row.member], std::string(all.groups[row.group]),
                     std::string(all.kinds[row.group]),
                     std::string(row.role == no_code ? std::string_view() : all.roles[row.role]),
                     row.date == graph::no_day ? "" : day_text(row.date)});
  });
  return text;
}

/// A folder with the tables, all or nothing.
void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  namespace fs = std::filesystem;
  std::error_code problem;
  const bool made = fs::create_directory(path, problem);
  if (problem || !fs::is_directory(path)) {
    throw Error(ErrorKey::output_failed,
                "cannot be made a folder: " + (problem ? problem.message() : "it is a file"), {path});
  }
  const bool affiliated = !network.affiliations.rows.empty();
  try {
    finish_commit(path);
    for (const std::string& file : files_in(path, ".csv")) {
      const std::string name = fs::path(file).filename().string();
      const bool ours =
          name == "members.csv" || name == "connections.csv" || (affiliated && name == "affiliations.csv");
      const bool table = name.starts_with("members.csv") || name.starts_with("connections.csv") ||
                         name.starts_with("affiliations.csv");
      if (table && !ours) {
        throw Error(ErrorKey::output_occupied,
                    fmt::format("holds {}, which would become part of the network; expected a folder "
                                "without it",
                                name),
                    {path});
      }
    }
    std::vector<std::unique_ptr<AtomicFile>> files;
    const auto open = [&](const char* name) -> AtomicFile& {
      return *files.emplace_back(std::make_unique<AtomicFile>((fs::path(path) / name).string()));
    };
    open("members.csv").write(members_text(network, options, context));
    write_connections(network, open("connections.csv"), context);
    if (affiliated) open("affiliations.csv").write(affiliations_text(network));
    AtomicFile::commit_together(path, files);
  } catch (...) {
    if (made) fs::remove(path, problem);  // only when it is empty again
    throw;
  }
}

}  // namespace

LoadedNetwork load_csv(const std::string& members, const std::string& connections,
                       const std::string& affiliations, const LoadOptions& options,
                       const RunContext& context) {
  Assembler assembler("CSV", options);
  const bool listed = !members.empty();
  if (listed) {
    Table table(open_table(members, options.max_input, context), assembler, context);
    read_members(table, assembler, context);
  }
  std::optional<People> people;
  if (listed) people.emplace(assembler, options.add_unknown, options.names, options.knows);
  People* const named = people ? &*people : nullptr;
  if (!connections.empty())
    read_connections(open_table(connections, options.max_input, context), listed, named, options, assembler,
                     context);
  if (!affiliations.empty()) {
    Table table(open_table(affiliations, options.max_input, context), assembler, context);
    read_affiliations(table, {.people = named, .listed = listed, .add_unknown = options.add_unknown},
                      assembler, context);
  }
  if (people) people->finish();
  return assembler.finish(context);
}

Format csv_format() {
  return {.name = "csv",
          .title = "CSV",
          .suffixes = {},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps = "everything; read directed networks back as directed",
          .kept = {.affiliations = true}};
}

}  // namespace tertius::io
