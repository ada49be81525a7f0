#include "engine/io/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/assembly/columns.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/assembly/two_mode.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/bytes/folder.hpp"
#include "engine/io/bytes/inputs.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/native_formats.hpp"

namespace tertius::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view packings[] = {"", ".gz", ".zst", ".bz2", ".xz"};

/// "members.csv" or a compressed form of it in `folder`; empty when there is none.
std::string table_in(const fs::path& folder, std::string_view name) {
  for (const std::string_view packing : packings) {
    const fs::path path = folder / (std::string(name) + std::string(packing));
    std::error_code problem;
    if (fs::exists(path, problem)) return path.string();
  }
  return {};
}

/// "a.txt, b.txt and 3 more"
std::string contents_of(const fs::path& folder) {
  constexpr std::size_t shown = 5;
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::string list =
      fmt::format("{}", fmt::join(std::span(names).first(std::min(shown, names.size())), ", "));
  if (names.size() > shown) list += fmt::format(" and {} more", names.size() - shown);
  return list.empty() ? "nothing" : list;
}

LoadedNetwork load_tables(const std::string& path, const LoadOptions& options, const RunContext& context) {
  const fs::path folder(path);
  const std::string connections = table_in(folder, "connections.csv");
  const auto chosen = [&](const std::string& given, std::string_view name) {
    return given.empty() ? table_in(folder, name) : given;
  };
  const std::string members = chosen(options.members, "members.csv"),
                    affiliations = chosen(options.affiliations, "affiliations.csv");
  if (connections.empty()) {
    if (auto loaded = read_neo4j_folder(path, options, context)) return std::move(*loaded);
    if (auto loaded = read_gephi_folder(path, options, context)) return std::move(*loaded);
  }
  if (connections.empty() && members.empty() && affiliations.empty()) {
    throw Error(
        ErrorKey::folder_without_tables,
        fmt::format("holds no connections.csv; it holds {}. A network folder has connections.csv and mostly "
                    "members.csv, perhaps affiliations.csv; one of them is enough",
                    contents_of(folder)),
        {path});
  }
  return load_csv(members, connections, affiliations, options, context);
}

/// Its tables are of one time: none took the place of another while they were read.
LoadedNetwork load_folder(const std::string& path, const LoadOptions& options, const RunContext& context) {
  try {
    finish_commit(path);
    std::map<std::string, std::optional<FileState>> before;
    for (const std::string& file : files_in(path, ".csv")) before.emplace(file, state_of(file));
    LoadedNetwork loaded = load_tables(path, options, context);
    for (const std::string& file : loaded.report.files) {
      const auto at = before.find(file);
      if (fs::exists(commit_list(path)) || (at != before.end() && state_of(file) != at->second))
        throw Error(ErrorKey::input_damaged, std::string(changed_words), {file});
    }
    return loaded;
  } catch (const fs::filesystem_error& problem) {
    throw Error(ErrorKey::input_unreadable, "cannot be read: " + problem.code().message(), {path});
  }
}

/// The table that the chosen columns are those of, where they say it.
std::string format_of_choices(const ColumnChoices& choices) {
  const auto has = [&](Purpose purpose) {
    return std::any_of(choices.begin(), choices.end(),
                       [&](const ColumnChoice& choice) { return choice.purpose == purpose; });
  };
  if (has(Purpose::source) || has(Purpose::target)) return "csv";
  if (has(Purpose::group) || has(Purpose::member)) return "attendance";
  return has(Purpose::id) ? "members" : "";
}

Recognition recognition_of(Source& source, const LoadOptions& options) {
  const std::string& name = options.format;
  if (name.empty()) return recognise(source, options.explain);
  const Format* format = find_format(name);
  if (format != nullptr && format->read != nullptr) return {format};
  std::vector<std::string_view> known;
  for (const Format& one : formats())
    if (one.read != nullptr) known.push_back(one.name);
  throw Error(ErrorKey::option_value, fmt::format("{} {}: expected one of {}", setting_name("input_format"),
                                                  name, fmt::join(known, ", ")));
}

/// Text that is read as a whole, and what is made of it, against the limit.
void check_memory_of(Source& source, const Format& format, const LoadOptions& options) {
  if (format.name == "snapshot" || format.name == "edgelist" || format.name == "csv")
    return;  // they know better
  constexpr std::uint64_t made_of_it = 3;
  check_memory(made_of_it * source.expected_bytes(), options.memory_limit, source.name());
}

/// A workbook is one input, unless one of its sheets is named or read in some format.
Source open_input(const std::string& path, const LoadOptions& options, const RunContext& context) {
  const bool whole = options.format.empty() || options.format == "xlsx" || options.format == "ods";
  if (whole && !parse_sheet_path(path)) return Source(path, options.max_input);
  return open_table(path, options.max_input, context);
}

LoadedNetwork load(const std::string& path, const LoadOptions& options, const RunContext& context) {
  std::error_code problem;
  const bool folder = path != "-" && fs::is_directory(path, problem);
  if (!options.format.empty() && (folder || !options.connections.empty()))
    throw Error(ErrorKey::option_conflict,
                fmt::format("{} says what a file is; of {} the tables are told by their names and headings",
                            setting_name("input_format"), folder ? "a folder" : setting_name("connections")));
  if (!options.connections.empty()) {
    return load_csv(options.members, options.connections, options.affiliations, options, context);
  }
  if (folder) return load_folder(path, options, context);
  Source source = open_input(path, options, context);
  if (source.sheet() && options.format.empty()) return load_sheet(source, options, context);
  LoadOptions told = options;
  if (told.format.empty() && source.workbook() == Workbook::none)
    told.format = format_of_choices(options.columns);
  Recognition recognition = recognition_of(source, told);
  check_memory_of(source, *recognition.format, options);
  LoadedNetwork loaded = recognition.format->read(source, options, context);
  loaded.report.candidates = std::move(recognition.candidates);
  if (!recognition.note.empty())
    loaded.report.notes.insert(loaded.report.notes.begin(), std::move(recognition.note));
  return loaded;
}

/// load(), of files that stay as they are meanwhile. What else is wrong with one that does not is no news.
LoadedNetwork load_steady(const std::string& path, const LoadOptions& options, const RunContext& context) {
  try {
    LoadedNetwork loaded = load(path, options, context);
    check_inputs();
    return loaded;
  } catch (const Error&) {
    check_inputs();
    throw;
  }
}

/// All refused rows, as CSV, into the file that was asked for.
void write_refused(const ImportReport& report, const std::string& path) {
  const auto figure = [](std::uint64_t number) {
    return number == 0 ? std::string() : fmt::to_string(number);
  };
  std::string text = csv_row({"file", "line", "column", "found", "expected"});
  for (const RefusedRow& row : report.refusals)
    text += csv_row({row.where.file, figure(row.where.place.line), figure(row.where.place.column), row.found,
                     row.expected});
  write_atomically(path, text);
}

/// What most of the input is not in is no answer about it. Connections are counted apart from other rows.
void check_refusals(const ImportReport& report) {
  // Only tables of members and affiliations count their rows: elsewhere each member is one.
  const std::uint64_t refused_others = report.refused_others - report.refused_values;
  const std::uint64_t others =
      std::max(report.other_rows - report.refused_values, report.members + refused_others);
  const bool connections = 2 * report.refused > report.rows;
  if (!connections && 2 * refused_others <= others) return;
  const std::uint64_t refused = connections ? report.refused : refused_others;
  std::string why =
      fmt::format("{} of {} {} refused; expected at least half of them to be understood ({} FILE lists all):",
                  grouped_digits(refused), counted(connections ? report.rows : others, "row", "rows"),
                  refused == 1 ? "was" : "were", setting_name("refused"));
  for (const std::string& reason : report.reasons) why += "\n  " + reason;
  throw Error(ErrorKey::mostly_refused, why, {report.path});
}

/// What an analysis cannot work on is an error that says why.
void check_substance(const graph::Network& network, const ImportReport& report, const LoadOptions& options) {
  std::string why;
  if (network.members.size() < 2) {
    why = report.members == 0 ? "holds no members; expected at least two, and connections between them"
                              : "holds one member; expected at least two, and connections between them";
  } else if (network.graph.edge_count() == 0 && !(options.members_alone && report.rows == 0)) {
    why = fmt::format("holds {} and no connection between them; expected at least one",
                      counted(report.members, "member", "members"));
    if (report.rows == 0 && report.other_rows > 0)
      why += fmt::format(
          "; add a table of connections (source, target), or of who takes part in what (member, group)");
    if (report.loops > 0)
      why += fmt::format(" ({} of a member with itself)", counted(report.loops, "row", "rows"));
  }
  if (why.empty()) return;
  const std::uint64_t refused = report.refused + report.refused_others;
  if (refused > 0) why += fmt::format("; {} refused:", counted(refused, "row was", "rows were"));
  for (const std::string& reason : report.reasons) why += "\n  " + reason;
  throw Error(ErrorKey::network_empty, why, {report.path});
}

/// Who is out is not computed with; whoever did not agree is in no message.
void leave_out(LoadedNetwork& loaded, const graph::GateOptions& gate, const RunContext& context) {
  ImportReport& report = loaded.report;
  if ((report.consent.restricts() || gate.share) && !(report.reasons.empty() && report.notes.empty())) {
    const graph::Redaction redaction(loaded.network, report.consent, gate.share);
    for (std::string& reason : report.reasons) reason = redaction.safe_refusal(reason);
    for (std::string& note : report.notes) note = redaction.safe_note(note);
    for (RefusedRow& row : report.refusals) {
      const std::string place = row.where.text() + ": ";
      const std::string safe = redaction.safe_refusal(place + row.found + "; expected " + row.expected);
      const std::size_t end = std::min(safe.rfind("; expected "), safe.size());
      row.found = safe.substr(std::min(place.size(), end), end - std::min(place.size(), end));
    }
  }
  if (report.consent.out == 0) return;
  const std::uint64_t connections = loaded.network.graph.edge_count();
  loaded.network = graph::without_out(std::move(loaded.network), report.consent, context);
  const graph::Graph& graph = loaded.network.graph;
  report.members = loaded.network.members.size();
  report.connections = graph.edge_count();
  report.withdrawn = connections - report.connections;
  report.isolated = 0;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) report.isolated += graph.degree(v) == 0 ? 1 : 0;
}

}  // namespace

LoadedNetwork load_network(const std::string& path, const LoadOptions& options, const RunContext& context) {
  const Phase phase(context, "read");
  check_column_choices(options.columns);
  LoadedNetwork loaded = load_steady(path, options, context);
  loaded.report.path =
      options.connections.empty() ? (path == "-" ? "standard input" : path) : options.connections;
  separate_modes(loaded, options, context);
  ImportReport& report = loaded.report;
  report.described = loaded.network.members.names || !loaded.network.members.columns.empty();
  assign_columns(loaded, options);
  join_spellings(loaded, options);
  report.consent = graph::read_consent(loaded.network.members, options.consent);
  if (!options.complete) leave_out(loaded, options.gate, context);
  project_affiliations(loaded, options, context);
  if (!options.refused.empty()) write_refused(report, options.refused);
  if (!options.allow_trivial) check_substance(loaded.network, report, options);
  if (!options.allow_mostly_refused) check_refusals(report);
  if (options.complete) {
    if (report.consent.restricts())
      loaded.network.consent = graph::Consents(report.consent.states, graph::Naming::everybody);
  } else {
    loaded.network =
        graph::gated(std::move(loaded.network), graph::without_out(report.consent), options.gate, context);
  }
  return loaded;
}

}  // namespace tertius::io
