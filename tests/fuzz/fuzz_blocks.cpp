// Tables and edge lists that all threads read in blocks: of any bytes, blocks of any size and any number of
// threads make what one block makes, or the same Error.
//
// An input is a byte that holds options, then the tables, separated by the byte 0x1E.
#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/io/edges/number_edges.hpp"
#include "engine/io/edges/word_edges.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/import.hpp"
#include "engine/io/tables/table_affiliations.hpp"
#include "engine/io/tables/table_connections.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/csv.hpp"

namespace {

using namespace tertius;
using namespace tertius::graph;
using namespace tertius::io;

constexpr unsigned many = 7;  // threads
constexpr std::size_t whole = std::size_t{1} << 30;

/// A way to read.
struct Way {
  std::size_t block;
  unsigned threads;
  bool portable = false;
};

/// The tables as files of a folder that exists in memory only.
class Folder {
 public:
  Folder() : path_("/dev/shm/tertius-fuzz-" + std::to_string(::getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  /// Only these files, as many as there are texts.
  void put(const std::vector<std::string>& names, const std::vector<std::string_view>& texts) const {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i < texts.size()) {
        std::ofstream(file(names[i]), std::ios::binary) << texts[i];
      } else {
        std::filesystem::remove(file(names[i]));
      }
    }
  }

 private:
  std::string path_;
};

void describe(std::string& text, const Network& network, const Graph& graph) {
  for (VertexId v = 0; v < graph.vertex_count(); ++v) {
    text += fmt::format("\n{}:", network.members.ids[v]);
    for (ArcIndex arc = graph.arcs_begin(v); arc < graph.arcs_end(v); ++arc)
      text += fmt::format(" {} ({})", graph.target(arc), graph.weight(arc));
  }
}

void describe(std::string& text, const Column& column) {
  text += fmt::format("\n{} ({}):", column.name(), to_string(column.type()));
  for (const std::uint32_t code : column.codes()) text += fmt::format(" {}", code);
  for (const std::string_view one : column.dictionary()) text += fmt::format("\n- {}", one);
}

/// All that a network and its report say of it.
std::string described(const LoadedNetwork& loaded) {
  const auto& [network, report] = loaded;
  std::string text = fmt::format(
      "{} of {} bytes: {} rows, {} members, {} isolated, {} added, {} connections, {} projected, {} loops, "
      "{} "
      "duplicates, {} reciprocated, {} one-sided, {} + {} refused",
      report.format, report.bytes, report.rows, report.members, report.isolated, report.added,
      report.connections, report.projected, report.loops, report.duplicates, report.reciprocated,
      report.one_sided, report.refused, report.refused_others);
  for (const auto* lines : {&report.files, &report.reasons, &report.notes})
    for (const std::string& line : *lines) text += "\n" + line;
  describe(text, network, network.graph);
  describe(text, network, network.arcs);
  if (network.members.names) describe(text, *network.members.names);
  for (const Column& column : network.members.columns) describe(text, column);
  for (const std::uint32_t kind : network.connections.kind) text += fmt::format(" {}", kind);
  for (const Day day : network.connections.since) text += fmt::format(" {}", day);
  const Affiliations& groups = network.affiliations;
  for (const Affiliations::Row& row : groups.rows)
    text += fmt::format("\n{} {} {} {}", row.member, row.group, row.role, row.date);
  for (const StringPool* texts : {&network.connections.kinds, &groups.groups, &groups.kinds, &groups.roles})
    for (const std::string_view one : *texts) text += fmt::format("\n- {}", one);
  return text;
}

/// What `read` makes of the tables that way, in words.
template <class Read>
std::string outcome(const Read& read, const LoadOptions& options, const Way& way) {
  // Threads that are there already: making them takes longer than reading.
  static const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, many);
  static tbb::task_arena alone(1), together(many);
  try {
    const std::optional<LoadedNetwork> loaded =
        (way.threads == 1 ? alone : together).execute([&] { return read(options, way); });
    if (!loaded) return "nothing";
    const ImportReport& report = loaded->report;
    if (report.rows != report.connections + report.withdrawn - report.projected + report.loops +
                           report.duplicates + report.reciprocated + report.one_sided + report.refused)
      std::abort();
    return described(*loaded);
  } catch (const Error& error) {
    return std::string("Error: ") + error.what();
  }
}

void expect_same(std::string_view expected, std::string_view found, std::string_view how) {
  if (expected == found) return;
  fmt::print(stderr, "--- {}\n{}\n--- expected\n{}\n", how, found, expected);
  std::abort();
}

/// Reads in one block by one thread, and in many by many.
template <class Read>
std::string read_both_ways(const Read& read, const LoadOptions& options, std::size_t block) {
  std::string expected = outcome(read, options, {.block = whole, .threads = 1, .portable = true});
  expect_same(expected, outcome(read, options, {.block = block, .threads = many}),
              fmt::format("in blocks of {} bytes", block));
  return expected;
}

[[maybe_unused]] void exported(const Folder& folder, const std::vector<std::string_view>& texts,
                               const LoadOptions& options, std::size_t block) {
  const bool neo4j = std::string_view(TERTIUS_FUZZ_TABLES) == "neo4j";
  const auto read_folder = neo4j ? read_neo4j_folder : read_gephi_folder;
  folder.put({"a.csv", "b.csv", "c-header.csv", "c.csv"}, texts);
  read_both_ways(
      [&](const LoadOptions& how, const Way& way) {
        return read_folder(folder.path(), how, {.threads = way.threads}, way.block);
      },
      options, block);
}

/// What a file is counted to be, however members are numbered. `refused`: rows at its end that are left out.
std::string counted(const ImportReport& report, std::uint64_t refused) {
  std::string text = fmt::format(
      "{} rows, {} members, {} connections, {} loops, {} duplicates, {} reciprocated, {} one-sided, {} "
      "refused",
      report.rows - refused, report.members, report.connections, report.loops, report.duplicates,
      report.reciprocated, report.one_sided, report.refused - refused);
  // Lines and columns; the words may be others.
  for (std::size_t i = 0; i < report.reasons.size() && i < report.refused - refused; ++i) {
    const std::string& reason = report.reasons[i];
    const auto line = reason.find(':');
    text += "\nat " + reason.substr(line + 1, reason.find(' ', line) - line - 1);
  }
  return text;
}

/// The report of the file, by the fastest way that takes it.
ImportReport report_of(const std::string& path, const char* format, LoadOptions options) {
  options.format = format;
  options.allow_trivial = true;
  return load_network(path, options, {.threads = 1}).report;
}

/// Members, connections and affiliations; a table alone is one of connections.
[[maybe_unused]] void kept(const Folder& folder, const std::vector<std::string_view>& texts,
                           const LoadOptions& options, std::size_t block) {
  const bool listed = texts.size() > 1;
  folder.put({listed ? "members" : "connections", listed ? "connections" : "members", "affiliations"}, texts);
  const auto read = [&](const LoadOptions& load, const Way& way) -> std::optional<LoadedNetwork> {
    const RunContext context{.threads = way.threads};
    const TableConnectionOptions how{.listed = listed, .add_unknown = load.add_unknown, .block = way.block};
    Assembler assembler("CSV", load);
    const auto open = [&](const char* name) { return Table(Source(folder.file(name)), assembler, context); };
    if (listed) {
      Table members = open("members");
      read_members(members, assembler, context, way.block);
    }
    Table connections = open("connections");
    read_connections(connections, how, assembler, context);
    if (texts.size() > 2) {
      Table affiliations = open("affiliations");
      read_affiliations(affiliations, how, assembler, context);
    }
    return assembler.finish(context);
  };
  const std::string expected = read_both_ways(read, options, block);
  if (listed) return;
  // Where the fast way with plain tables takes one, it is the same.
  const auto read_fast = [&](const LoadOptions& load, const Way& way) -> std::optional<LoadedNetwork> {
    const RunContext context{.threads = way.threads};
    Source source(folder.file("connections"));
    const char separator = find_separator(source.head());
    const auto plain = find_plain_connections(source.head(), {.separator = separator});
    if (!plain || !plain->header) return std::nullopt;
    Assembler assembler("CSV", load);
    const WordEdgeOptions how{.separator = separator,
                              .skip = plain->skip,
                              .weighted = plain->may_be_weighted,
                              .table = true,
                              .block = way.block};
    if (!read_word_edges(source.text(), source.name(), how, assembler, context)) return std::nullopt;
    assembler.read_file(source.name(), source.file_bytes());
    return assembler.finish(context);
  };
  const std::string fast = read_both_ways(read_fast, options, block);
  if (fast != "nothing") expect_same(expected, fast, "the fast way");
  if (expected.starts_with("Error")) return;
  const ImportReport slow = read(options, {.block = whole, .threads = 1}).value().report;
  const ImportReport plain = report_of(folder.file("connections"), "csv", options);
  expect_same(counted(slow, 0), counted(plain, 0), "counted the fast way");
}

[[maybe_unused]] void listed_edges(const Folder& folder, const std::vector<std::string_view>& texts,
                                   const LoadOptions& options, std::size_t block, char separator) {
  folder.put({"edges"}, texts);
  const auto numbers = [&](const LoadOptions& load, const Way& way) -> std::optional<LoadedNetwork> {
    const RunContext context{.threads = way.threads};
    Source source(folder.file("edges"));
    Assembler assembler("edge list", load);
    if (!read_number_edges(source, {.separator = separator, .block = way.block, .portable = way.portable},
                           assembler, context))
      return std::nullopt;
    return assembler.finish(context);
  };
  const auto words = [&](const LoadOptions& load, const Way& way) -> std::optional<LoadedNetwork> {
    const RunContext context{.threads = way.threads};
    Source source(folder.file("edges"));
    Assembler assembler("edge list", load);
    if (!read_word_edges(source.text(), source.name(), {.separator = separator, .block = way.block},
                         assembler, context))
      return std::nullopt;
    return assembler.finish(context);
  };
  read_both_ways(numbers, options, block);
  read_both_ways(words, options, block);
  // A quoted cell at the end takes all rows to the reader of one after the other.
  if (texts[0].find('"') != texts[0].npos) return;
  const std::string quoted = std::string(texts[0]) + "\n\"\"\n";
  folder.put({"quoted"}, {quoted});
  ImportReport slow;
  try {
    if (Source(folder.file("edges")).compressed()) return;
    slow = report_of(folder.file("quoted"), "edgelist", options);
  } catch (const Error&) {
    return;
  }
  expect_same(counted(slow, 1), counted(report_of(folder.file("edges"), "edgelist", options), 0),
              "counted the fast way");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  if (size < 2) return 0;
  const unsigned bits = data[0];
  LoadOptions options;
  options.directed = (bits & 1) != 0;
  options.add_unknown = (bits & 2) != 0;
  options.keep_arcs = (bits & 4) != 0;
  options.rule = (bits & 8) != 0 ? ConnectionRule::mutual : ConnectionRule::any;
  constexpr std::size_t blocks[] = {1, 7, 32, 100};
  const std::size_t block = blocks[bits >> 4 & 3];
  std::vector<std::string_view> texts;
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (std::size_t end = 0; end != rest.npos && texts.size() < 4;
       rest.remove_prefix(end == rest.npos ? 0 : end + 1)) {
    end = rest.find('\x1E');
    texts.push_back(rest.substr(0, end));
  }
  constexpr std::string_view tables = TERTIUS_FUZZ_TABLES;
  if constexpr (tables == "csv") {
    kept(folder, texts, options, block);
  } else if constexpr (tables == "edges") {
    listed_edges(folder, texts, options, block, " \t,;"[bits >> 6 & 3]);
  } else {
    exported(folder, texts, options, block);
  }
  return 0;
}
