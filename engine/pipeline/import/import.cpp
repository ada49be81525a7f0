#include "engine/pipeline/import/import.hpp"
#include "engine/graph/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <filesystem>
#include <functional>
#include <unordered_set>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/bytes/folder.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/pipeline/import/merging.hpp"
#include "engine/pipeline/import/same_people.hpp"

namespace tertius::pipeline {
namespace {

namespace fs = std::filesystem;

/// Decisions that people made about the network, and that an import leaves alone.
constexpr std::array<std::string_view, 1> decisions = {"names.csv"};

bool holds_network(const std::string& folder) {
  if (std::error_code problem; !fs::is_directory(folder, problem)) return false;
  for (const std::string& file : io::files_in(folder, ".csv")) {
    const std::string name = fs::path(file).filename().string();
    for (const char* const table : {"members.csv", "connections.csv", "affiliations.csv"})
      if (name.starts_with(table)) return true;
  }
  return false;
}

void check_folder(const std::string& folder, bool update) {
  const bool holds = holds_network(folder);
  if (holds && !update) {
    throw Error(
        ErrorKey::option_conflict,
        fmt::format(
            "holds a network, which would be overwritten; {} reads the source into it, or choose another "
            "folder",
            setting_name("update")),
        {folder});
  }
  if (!holds && update) {
    throw Error(
        ErrorKey::folder_without_tables,
        fmt::format("holds no network to be updated (members.csv, connections.csv); without {} it is made",
                    setting_name("update")),
        {folder});
  }
}

std::string next_id_file(const std::string& folder) {
  return (fs::path(folder) / "next_id").string();
}

/// The ids that were made up before; where no file says so, new ones go on from the largest of that form.
NewIds new_ids(const std::string& folder, const graph::MemberTable& members) {
  const std::string path = next_id_file(folder);
  std::error_code problem;
  if (!fs::exists(path, problem)) {
    NewIds ids;
    for (graph::VertexId v = 0; v < members.size(); ++v) ids.skip(members.ids[v]);
    return ids;
  }
  io::Source source(path);
  const std::string_view text = io::trimmed(source.text());
  const auto next = io::parse_natural(text);
  if (!next || *next == 0) {
    throw Error(ErrorKey::syntax,
                fmt::format("found \"{}\"; expected the number of the next new member (remove the file, and "
                            "it is found from the members)",
                            text.substr(0, 40)),
                {path, {1, 1}});
  }
  return NewIds(*next);
}

/// Whom the rows of a workbook may name although it does not list them.
std::function<bool(std::string_view)> knows(const graph::MemberTable& members) {
  std::unordered_set<std::string> texts;
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    texts.insert(members.ids[v]);
    texts.insert(graph::folded_name(called(members, v)));
  }
  texts.erase("");
  return [texts = std::move(texts)](std::string_view text) {
    return texts.contains(std::string(text)) || texts.contains(graph::folded_name(text));
  };
}

/// What the folder holds, all of it: a row that is not understood would be lost when it is written again.
io::LoadedNetwork load_known(const std::string& folder, io::LoadOptions load, const RunContext& context) {
  load.format = load.members = load.connections = load.affiliations = load.refused = {};
  load.keep_arcs = load.directed;
  load.allow_trivial = load.allow_mostly_refused = true;
  load.add_unknown = false;
  load.projecting = io::Projecting::never;
  io::LoadedNetwork known = io::load_network(folder, load, context);
  const io::ImportReport& report = known.report;
  if (report.refused + report.refused_others > 0) {
    throw Error(
        ErrorKey::value,
        fmt::format("holds {} that would be lost; expected a network without (mend it first, nothing was "
                    "written):\n  {}",
                    report.refused + report.refused_others == 1 ? "a row" : "rows",
                    fmt::join(report.reasons, "\n  ")),
        {folder});
  }
  return known;
}

}  // namespace

ImportResult import_network(const std::string& source, const std::string& folder,
                            const ImportOptions& options, const RunContext& context) {
  if (!options.load.complete)
    throw Error(ErrorKey::internal, "what is imported is everybody, or some would be lost");
  check_folder(folder, options.update);
  io::LoadOptions load = options.load;
  load.keep_arcs = true;
  load.allow_trivial = true;
  // Meetings connect their members when the network is read, and then as it is told to.
  if (load.projecting == io::Projecting::always) load.projecting = io::Projecting::alone;
  io::LoadedNetwork known;
  NewIds ids;
  if (options.update) {
    known = load_known(folder, options.load, context);
    ids = new_ids(folder, known.network.members);
    load.knows = knows(known.network.members);
  }
  io::LoadedNetwork found = io::load_network(source, load, context);
  if (found.network.members.size() == 0)
    throw Error(ErrorKey::network_empty, "holds no members; expected at least one", {found.report.path});
  ImportResult result;
  result.report.folder = folder;
  result.report.updated = options.update;
  const bool directed = load.directed || (!options.update && found.network.arcs.arc_count() > 0);
  {
    const Phase phase(context, "merge");
    result.network = merged(known, found, directed, ids, result.report, context);
  }
  if (found.report.projected > 0) {
    found.report.isolated = found.report.members;
    found.report.connections = found.report.projected = 0;
  }
  result.report.read = std::move(found.report);
  const Phase phase(context, "write");
  // Before the tables, or a run that is killed between them would give an id twice. Where there are none yet, the
  // largest id says the same.
  const auto note_next = [&] { io::write_atomically(next_id_file(folder), fmt::format("{}\n", ids.next())); };
  if (ids.made() && options.update) note_next();
  io::find_format("csv")->write(result.network, folder, {}, context);
  if (ids.made() && !options.update) note_next();
  for (const std::string_view name : decisions) {
    std::error_code problem;
    if (fs::exists(fs::path(folder) / name, problem)) result.report.kept_files.emplace_back(name);
  }
  return result;
}

}  // namespace tertius::pipeline
