#include "cli/session.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "cli/printable.hpp"
#include "cli/process/memory_limit.hpp"
#include "cli/process/standard_streams.hpp"
#include "cli/progress.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/names.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/bytes/windows_path.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/import.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {
namespace {

/// Options that say where and how the answer is shown, not what it is.
constexpr std::string_view presentation[] = {"format", "output", "threads", "timings",
                                             "quiet",  "help",   "version", "explain",
                                             "chart",  "today",  "columns", "refused"};

OutputFormat format_of(WrittenFormat written) {
  switch (written) {
    case WrittenFormat::table:
      return OutputFormat::table;
    case WrittenFormat::json:
      return OutputFormat::json;
    case WrittenFormat::csv:
    case WrittenFormat::xlsx:
      break;
  }
  return OutputFormat::csv;
}

std::string number_of_arguments(std::size_t count) {
  return counted(count, "argument", "arguments");
}

/// Whether both are there and the same; of devices and pipes that means nothing.
bool same_file(const std::string& one, const std::string& other) {
  std::error_code problem;
  return !std::filesystem::is_other(one, problem) && std::filesystem::equivalent(one, other, problem);
}

/// Whether what is written into both would be in one file.
bool one_file(const std::string& one, const std::string& other) {
  std::error_code problem;
  return one != "-" && !std::filesystem::is_other(one, problem) && (one == other || same_file(one, other));
}

/// Whether `path` is one of the tables of the network that a folder holds.
bool is_table_in(const std::string& folder, const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const auto begins = [&](std::string_view table) { return name.starts_with(table); };
  return (begins("members.csv") || begins("connections.csv") || begins("affiliations.csv")) &&
         same_file(folder, path.has_parent_path() ? path.parent_path().string() : ".");
}

}  // namespace

RowStream::RowStream(const std::string& path, std::optional<std::string_view> sheet) : out_(path) {
  if (sheet) book_.emplace(*sheet, [this](std::string_view bytes) { out_.write(bytes); });
}

void RowStream::write(std::string_view csv) {
  if (book_) return book_->write(csv);
  out_.write(csv);
}

void RowStream::complete() {
  if (book_) book_->finish();
  book_.reset();
  out_.complete();
}

void RowStream::commit() {
  complete();
  out_.commit();
}

Session::Session(const Command& command, CommandLine line, const std::stop_token& stop)
    : command_(command), line_(std::move(line)), arguments_(line_.arguments) {
  if (command_.reads_network && !has("connections")) {
    if (has("members")) {
      throw Error(ErrorKey::option_conflict, "--members was given without --connections; they go together");
    }
    if (arguments_.empty()) {
      throw Error(ErrorKey::option_missing,
                  fmt::format("which network? Usage: tertius {} {}; a folder with members.csv and "
                              "connections.csv, a graph file, or -",
                              command_.name, command_.arguments));
    }
    network_path_ = arguments_.front();
    arguments_.erase(arguments_.begin());
  }
  if (arguments_.size() < command_.min_arguments || arguments_.size() > command_.max_arguments) {
    const std::string found = arguments_.empty() ? "none" : "'" + arguments_.back() + "' last";
    throw Error(
        ErrorKey::option_unknown,
        fmt::format("found {}{}; usage: tertius {} {}", number_of_arguments(arguments_.size()),
                    command_.reads_network ? " after the network" : "", command_.name, command_.arguments));
  }
  if (const auto here = io::path_in_wsl(output()); here && output().find(':') == 1)
    throw Error(
        ErrorKey::option_value,
        fmt::format("--output {}: this is a path of Windows, which is called {} here", output(), *here));
  check_gate();
  check_outputs();
  const auto written = get<WrittenFormat>("format");
  format_ = format_of(written);
  workbook_ = written == WrittenFormat::xlsx;
  if (workbook_ && output() == "-" && isatty(STDOUT_FILENO) != 0)
    throw Error(ErrorKey::option_conflict,
                "a workbook is nothing for a terminal; say where it goes: --output FILE.xlsx");
  context_.threads = get<unsigned>("threads");
  context_.seed = get<std::uint64_t>("seed");
  context_.stop = stop;
  context_.times = &times_;
  // Names of people who did not agree to be shown to anybody are for the owner of the files alone.
  if (gives_data() || flag("reveal-opted-out")) mask_ = ::umask(0077);
  progress_ = std::make_unique<Progress>(!flag("quiet") && isatty(STDERR_FILENO) != 0);
  context_.progress = progress_.get();
  if (has("memory-limit")) memory_limit_ = std::make_unique<MemoryLimit>(get<std::uint64_t>("memory-limit"));
}

Session::~Session() {
  if (mask_) ::umask(static_cast<mode_t>(*mask_));
}

void Session::check_gate() const {
  if (command_.gives != Gives::analysis || !flag("share")) return;
  if (flag("reveal-opted-out"))
    throw Error(ErrorKey::option_conflict, "--share names nobody, so --reveal-opted-out does not go with it");
  if (has("by") && get<std::string>("by").find(',') != std::string::npos) {
    throw Error(ErrorKey::option_conflict,
                "--share takes one attribute in --by: tables of several could be subtracted from each other");
  }
}

void Session::check_output(std::string_view what, const std::string& path) const {
  if (path == "-") return;
  const auto refuse = [&](const std::string& input) {
    throw Error(ErrorKey::option_conflict,
                fmt::format("{} {}: would be written into what is read ({}); expected another place", what,
                            path, input));
  };
  const auto check = [&](const std::string& given) {
    const auto sheet = io::parse_sheet_path(given);
    const std::string& input = sheet ? sheet->workbook : given;
    const bool becomes_table = command_.gives == Gives::data && is_table_in(path, input);
    if (same_file(path, input) || is_table_in(input, path) || becomes_table) refuse(given);
  };
  if (command_.reads_network && !network_path_.empty()) check(network_path_);
  const Options options = options_of(command_);
  for (const Given& given : line_.given)
    if (options.find(given.name)->reads)
      for (const std::string& file : given.words) check(file);
}

void Session::check_outputs() const {
  const Options options = options_of(command_);
  std::vector<const Given*> outputs;
  for (const Given& given : line_.given)
    if (options.find(given.name)->writes) outputs.push_back(&given);
  for (const Given* output : outputs) {
    const std::string& path = output->words.back();
    check_output("--" + output->name, path);
    for (const Given* other : outputs)
      if (other != output && one_file(other->words.back(), path))
        throw Error(ErrorKey::option_conflict, fmt::format("--{} and --{} name one file, {}; expected two",
                                                           output->name, other->name, path));
  }
}

bool Session::gives_data() const {
  return command_.gives == Gives::data ||
         (!command_.data_option.empty() && has(std::string(command_.data_option)));
}

bool Session::typed(std::string_view option) const {
  return std::any_of(line_.given.begin(), line_.given.end(),
                     [&](const Given& given) { return given.name == option; });
}

std::size_t Session::top(std::size_t fallback) const {
  return has("top") ? get<std::size_t>("top") : fallback;
}

std::size_t Session::width() const {
  winsize size{};
  if (!has("output") && isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0) {
    return size.ws_col;
  }
  return 100;
}

io::LoadOptions Session::load_options() const {
  io::LoadOptions load;
  load.directed = flag("directed");
  load.keep_arcs = load.directed && command_.reads_directions;
  if (has("refused")) load.refused = get<std::string>("refused");
  load.members_alone = command_.takes_members_alone;
  load.allow_trivial = command_.takes_nobody;
  load.explain = flag("explain") && command_.name == "info";
  load.rule = get<graph::ConnectionRule>("ties");
  load.merge = get<graph::Merge>("merge");
  load.add_unknown = flag("add-unknown");
  load.projecting = get<io::Projecting>("two-mode");
  load.projection.weight = get<graph::ProjectionWeight>("shared-weight");
  load.projection.largest_group = get<std::uint32_t>("largest-group");
  if (has("members")) load.members = get<std::string>("members");
  if (has("connections")) load.connections = get<std::string>("connections");
  if (has("affiliations")) load.affiliations = get<std::string>("affiliations");
  if (has("input-format")) load.format = get<const io::Format*>("input-format")->name;
  if (has("column")) load.columns = get<io::ColumnChoices>("column");
  if (has("names")) load.names = get<std::string>("names");
  load.as_written = command_.name == "convert";
  if (has("max-input")) load.max_input = get<std::uint64_t>("max-input");
  load.verify = flag("verify");
  load.complete = gives_data();
  if (has("consent")) load.consent = get<std::string>("consent");
  if (command_.gives == Gives::analysis) {
    load.gate.reveal = flag("reveal-opted-out");
    load.gate.share = flag("share");
  }
  if (load.gate.share) load.gate.keep = has("by") ? get<std::string>("by") : "discipline";
  if (has("memory-limit")) load.memory_limit = get<std::uint64_t>("memory-limit");
  return load;
}

void Session::load() {
  if (loaded_) return;
  loaded_ = io::load_network(network_path_, load_options(), context_);
  say(report::import_summary(loaded_->report));
}

const graph::Network& Session::network() {
  load();
  return loaded_->network;
}

const io::LoadedNetwork& Session::loaded() {
  load();
  return *loaded_;
}

const io::ImportReport& Session::import_report() {
  load();
  return loaded_->report;
}

const std::vector<graph::Grouping>& Session::groupings() {
  if (groupings_.empty()) {
    std::optional<std::string> by;
    if (has("by")) by = get<std::string>("by");
    groupings_ = pipeline::choose_groupings(network(), by, context_);
  }
  return groupings_;
}

const graph::Grouping& Session::grouping() {
  return groupings().back();
}

const graph::Grouping& Session::quick_grouping(std::uint64_t connections) {
  if (has("by") || pipeline::grouping_is_quick(network(), connections)) return grouping();
  say(report::heading(
      "clusters are not looked for in a network of this size; --by cluster does, and takes longer"));
  groupings_ = {pipeline::one_group(network())};
  return grouping();
}

graph::VertexId Session::member(std::string_view id_or_name) {
  const graph::MemberTable& members = network().members;
  const graph::Consents& consent = network().consent;
  const bool introduces = command_.gives == Gives::suggestions;
  if (const auto found = members.ids.find(id_or_name); found && !(introduces && !consent.open(*found)))
    return *found;
  const bool listed = members.size() <= 100'000;  // more are too many to compare letter by letter
  graph::NameIndex names, ids;
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    if (consent.hidden(v) || (introduces && !consent.open(v))) continue;
    names.add(v, members.name(v));
    if (listed && members.names && members.names->has(v)) ids.add(v, members.ids[v]);
  }
  const graph::NameMatch exact = names.exact(id_or_name);
  if (exact.kind == graph::NameMatch::Kind::exact) return exact.member;
  const auto described = [&](graph::VertexId v) {
    return members.names ? members.name(v) + " (id " + members.ids[v] + ")" : members.ids[v];
  };
  std::string list;
  if (exact.kind == graph::NameMatch::Kind::several) {
    std::size_t same = 0;
    const std::string wanted = graph::folded_name(id_or_name);
    for (graph::VertexId v = 0; v < members.size(); ++v) {
      if (consent.hidden(v) || (introduces && !consent.open(v)) ||
          graph::folded_name(members.name(v)) != wanted)
        continue;
      if (++same <= 10) list += "\n  " + described(v);
    }
    throw Error(ErrorKey::name_ambiguous,
                fmt::format("{} members are called '{}'; give the id:{}", same, id_or_name, list));
  }
  if (listed)
    for (const graph::VertexId v : graph::NameIndex::closest({&names, &ids}, id_or_name, 5))
      list += "\n  " + described(v);
  // The same words whether there is nobody of that name or somebody who did not agree.
  const std::string_view who = consent.unrestricted() ? "member" : "member who may be named";
  throw Error(ErrorKey::name_unknown, fmt::format("no {} has the id or name '{}'{}{}", who, id_or_name,
                                                  list.empty() ? "" : "; the closest are:", list));
}

std::string Session::called(graph::VertexId v) {
  const graph::MemberTable& members = network().members;
  if (!members.names || !members.names->has(v)) return members.ids[v];
  const std::string name = members.name(v), folded = fold_case(name);
  bool alone = !members.ids.find(name).has_value();
  for (graph::VertexId u = 0; u < members.size() && alone; ++u)
    alone = u == v || fold_case(members.name(u)) != folded;
  return alone ? name : members.ids[v];
}

void Session::put_json(std::string_view name, const std::function<void(report::JsonWriter&)>& write_result) {
  json_.emplace(output());
  report::json_report(name, network(), settings(), write_result,
                      [&](std::string_view part) { json_->write(part); });
}

void Session::say(std::string_view line) const {
  if (flag("quiet") || line.empty()) return;
  if (progress_) progress_->clear();
  write_standard_error(printable(line) + "\n");
}

void Session::say(const words::Finding& finding) const {
  say(words::sentence(finding, words::Speaker(words::spoken())));
}

words::Language Session::language_of_letters() const {
  return has("language") || format_ == OutputFormat::table ? words::spoken() : words::Language::english;
}

report::Settings Session::settings() const {
  report::Settings settings;
  for (const auto& [name, option] : line_.values)
    if (std::find(std::begin(presentation), std::end(presentation), name) == std::end(presentation))
      settings.emplace_back(name, option.setting);
  if (command_.writes_letters && !has("language")) {
    const auto at = std::find_if(settings.begin(), settings.end(),
                                 [](const auto& setting) { return setting.first > "language"; });
    settings.emplace(at, "language", std::string(words::code_of(language_of_letters()).substr(0, 2)));
  }
  if (today_) settings.emplace_back("today", io::day_text(*today_));
  return settings;
}

graph::Day Session::today() {
  if (today_) return *today_;
  if (has("today")) {
    today_ = get<graph::Day>("today");
  } else {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    const std::chrono::year_month_day date{std::chrono::year(local.tm_year + 1900),
                                           std::chrono::month(static_cast<unsigned>(local.tm_mon) + 1),
                                           std::chrono::day(static_cast<unsigned>(local.tm_mday))};
    today_ = static_cast<graph::Day>(std::chrono::sys_days(date).time_since_epoch().count());
  }
  return *today_;
}

void Session::write_too(std::unique_ptr<io::AtomicFile> file, std::shared_ptr<const void> kept) {
  file->complete();
  written_too_.emplace_back(std::move(kept), std::move(file));
}

void Session::put_out() {
  if (memory_limit_) memory_limit_->check();
  std::optional<RowStream> book;
  std::optional<io::AtomicFile> file;
  const bool printed = output() == "-";
  if (rows_ && workbook_) {
    book.emplace(output(), sheet());
    book->write(answer_);
    book->complete();
  } else if (!answer_.empty() && !printed) {
    file.emplace(output());
    file->write(answer_);
    file->complete();
  }
  if (json_) json_->complete();
  const auto put_answer = [&] {
    if (book)
      book->commit();
    else if (file)
      file->commit();
    else if (!answer_.empty())
      io::write_atomically("-", answer_);
    if (json_) json_->commit();
  };
  if (printed) put_answer();
  for (const auto& [kept, too] : written_too_) too->commit();
  written_too_.clear();
  if (!printed) put_answer();
}

void Session::finish() {
  progress_.reset();
  context_.progress = nullptr;
  // A command without an answer has written --output itself.
  if (format_ == OutputFormat::table && loaded_ && !answer_.empty())
    if (const auto naming = report::naming_finding(loaded_->network.consent.naming()))
      answer_ += fmt::format(
          "\n{}\n", report::wrapped(words::sentence(*naming, words::Speaker(words::spoken())), width()));
  // What is missing comes first; an answer for programs has it among its figures.
  if (format_ == OutputFormat::table && loaded_ && !answer_.empty())
    if (const std::string missing = report::missing_words(loaded_->report); !missing.empty())
      answer_ = report::wrapped(missing, width()) + "\n\n" + answer_;
  if (format_ == OutputFormat::table) answer_ = printable(answer_);
  put_out();
  if (!flag("timings")) return;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::vector<std::string> phases;
  for (const auto& [name, seconds] : times_.seconds())
    phases.push_back(fmt::format("\"{}\": {:.6f}", name, seconds));
  write_standard_error(fmt::format("{{\"phases\": {{{}}}, \"peak_bytes\": {}}}\n", fmt::join(phases, ", "),
                                   usage.ru_maxrss * 1024L));
}

}  // namespace tertius::cli
