#include "cli/session.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "cli/progress.hpp"
#include "engine/core/text.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/import.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {
namespace {

/// Options that say where and how the answer is shown, not what it is.
constexpr std::string_view presentation[] = {"arguments", "format",  "output",  "threads", "timings", "quiet",
                                             "help",      "version", "explain", "chart",   "today"};

OutputFormat parse_format(const std::string& name) {
  if (name == "table") return OutputFormat::table;
  if (name == "json") return OutputFormat::json;
  if (name == "csv") return OutputFormat::csv;
  throw Error(ErrorCode::usage, "--format " + name + ": expected table, json or csv");
}

std::string number_of_arguments(std::size_t count) {
  return counted(count, "argument", "arguments");
}

}  // namespace

void add_today_option(po::options_description& options) {
  options.add_options()("today", po::value<std::string>()->value_name("DATE"),
                        "which events are over: those before this day; the date of the system, if not given");
}

po::options_description common_options() {
  po::options_description options("Options of every command");
  auto add = options.add_options();
  add("format", po::value<std::string>()->default_value("table")->value_name("FORMAT"), "table, json or csv");
  add("output,o", po::value<std::string>()->value_name("FILE"),
      "where the answer goes; - is standard output");
  add("top", po::value<std::size_t>()->value_name("N"), "how many rows to show");
  add("threads", po::value<unsigned>()->default_value(0)->value_name("N"), "worker threads; 0 means all");
  add("seed", po::value<std::uint64_t>()->default_value(1)->value_name("N"), "same seed, same answer");
  add("timings", po::bool_switch(), "seconds per phase and peak memory, as one JSON line on stderr");
  add("quiet,q", po::bool_switch(), "nothing on stderr but errors");
  add("help,h", "show this help");
  add("version", "show the version");
  return options;
}

po::options_description input_options(const Command& command) {
  po::options_description options("Options of the input");
  auto add = options.add_options();
  add("by", po::value<std::string>()->value_name("ATTRIBUTE"),
      "what makes a bubble: an attribute of the members (several: A,B), or cluster; discipline where members "
      "have it");
  add("members", po::value<std::string>()->value_name("FILE"), "members.csv, instead of NETWORK");
  add("connections", po::value<std::string>()->value_name("FILE"), "connections.csv, instead of NETWORK");
  add("affiliations", po::value<std::string>()->value_name("FILE"), "affiliations.csv");
  add("input-format", po::value<std::string>()->value_name("NAME"),
      "the format of NETWORK, if it is not recognised");
  add("directed", po::bool_switch(), "rows are directed: source names target");
  add("ties", po::value<std::string>()->default_value("any")->value_name("RULE"),
      "directed rows: any direction makes a connection, or only mutual ones do");
  add("merge", po::value<std::string>()->default_value("sum")->value_name("RULE"),
      "weights of repeated connections, where weights are stated: sum or maximum");
  add("add-unknown", po::bool_switch(), "connections may name members that members.csv does not");
  add("two-mode", po::value<std::string>()->default_value("alone")->value_name("WHEN"),
      "connect members who share a group or event: alone (when no connection is stated), always or never");
  add("shared-weight", po::value<std::string>()->default_value("discounted")->value_name("RULE"),
      "what a shared group adds: discounted (1 / (its size - 1)) or count (1)");
  add("largest-group", po::value<std::uint32_t>()->default_value(500)->value_name("N"),
      "larger groups connect nobody");
  add("max-input", po::value<std::string>()->value_name("SIZE"),
      "refuse larger input, such as 20G (after decompression)");
  add("memory-limit", po::value<std::string>()->value_name("SIZE"),
      "refuse early what needs more memory, such as 8G");
  add("verify", po::bool_switch(), "check every byte of a snapshot against its checksums");
  if (command.gives == Gives::data) return options;
  add("consent", po::value<std::string>()->value_name("ATTRIBUTE"),
      "another attribute that says who may be named and introduced, beside open, offen, consent, "
      "Einwilligung "
      "and the like");
  if (command.gives != Gives::analysis) return options;
  add("reveal-opted-out", po::bool_switch(),
      "show the names of members who did not agree to be named, in analyses (never in suggestions)");
  add("share", po::bool_switch(),
      "name nobody, join groups of fewer than 5, leave out free text: pseudonymous, not anonymous");
  return options;
}

namespace {

std::uint64_t parse_size(const std::string& option, const std::string& text) {
  std::size_t used = 0;
  double value = -1.0;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception&) {
  }
  const std::string unit = used < text.size() ? text.substr(used) : "";
  double factor = 1.0;
  bool known = unit.empty() || unit == "B";
  for (const char* units = "KMGT"; *units != '\0'; ++units) {
    factor *= 1024.0;
    if (unit.size() <= 3 && !unit.empty() && std::toupper(static_cast<unsigned char>(unit[0])) == *units &&
        (unit.size() == 1 || unit.substr(1) == "B" || unit.substr(1) == "iB")) {
      known = true;
      break;
    }
  }
  if (unit.empty() || unit == "B") factor = 1.0;
  if (!known || !(value >= 0.0) || value * factor > 1e18) {
    throw Error(ErrorCode::usage, "--" + option + " " + text + ": expected a size such as 500M or 20G");
  }
  return static_cast<std::uint64_t>(value * factor);
}

std::optional<graph::Day> stated_today(const Session& session) {
  if (!session.has("today")) return std::nullopt;
  const auto text = session.get<std::string>("today");
  const auto day = io::parse_day(text);
  if (!day) throw Error(ErrorCode::usage, "--today " + text + ": expected a date such as 2026-11-30");
  return day;
}

}  // namespace

Session::Session(const Command& command, std::vector<po::option> given, po::variables_map options,
                 const std::stop_token& stop)
    : command_(command), given_(std::move(given)), options_(std::move(options)) {
  if (has("arguments")) arguments_ = get<std::vector<std::string>>("arguments");
  if (command_.reads_network && !has("connections")) {
    if (has("members")) {
      throw Error(ErrorCode::usage, "--members was given without --connections; they go together");
    }
    if (arguments_.empty()) {
      throw Error(ErrorCode::usage,
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
        ErrorCode::usage,
        fmt::format("found {}{}; usage: tertius {} {}", number_of_arguments(arguments_.size()),
                    command_.reads_network ? " after the network" : "", command_.name, command_.arguments));
  }
  format_ = parse_format(get<std::string>("format"));
  stated_today(*this);  // a mistake is told before anything is read
  context_.threads = get<unsigned>("threads");
  if (context_.threads > 1024) throw Error(ErrorCode::usage, "--threads: expected 0 to 1024");
  context_.seed = get<std::uint64_t>("seed");
  context_.stop = stop;
  context_.times = &times_;
  // Names of people who did not agree to be shown to anybody are for the owner of the files alone.
  if (gives_data() || flag("reveal-opted-out")) mask_ = ::umask(0077);
  progress_ = std::make_unique<Progress>(!flag("quiet") && isatty(STDERR_FILENO) != 0);
  context_.progress = progress_.get();
}

Session::~Session() {
  if (mask_) ::umask(static_cast<mode_t>(*mask_));
}

bool Session::gives_data() const {
  return command_.gives == Gives::data ||
         (!command_.data_option.empty() && has(std::string(command_.data_option)));
}

std::size_t Session::top(std::size_t fallback) const {
  if (!has("top")) return fallback;
  const auto top = get<std::size_t>("top");
  if (top == 0) throw Error(ErrorCode::usage, "--top 0: expected at least 1");
  return top;
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
  const auto ties = get<std::string>("ties");
  const auto merge = get<std::string>("merge");
  if (ties != "any" && ties != "mutual")
    throw Error(ErrorCode::usage, "--ties " + ties + ": expected any or mutual");
  if (merge != "sum" && merge != "maximum" && merge != "max") {
    throw Error(ErrorCode::usage, "--merge " + merge + ": expected sum or maximum");
  }
  load.directed = flag("directed");
  load.keep_arcs = load.directed && command_.reads_directions;
  load.ties = ties == "mutual" ? graph::Ties::mutual : graph::Ties::any;
  load.merge = merge == "sum" ? graph::Merge::sum : graph::Merge::maximum;
  load.add_unknown = flag("add-unknown");
  const auto two_mode = get<std::string>("two-mode");
  const auto shared = get<std::string>("shared-weight");
  if (two_mode != "alone" && two_mode != "always" && two_mode != "never") {
    throw Error(ErrorCode::usage, "--two-mode " + two_mode + ": expected alone, always or never");
  }
  if (shared != "discounted" && shared != "count") {
    throw Error(ErrorCode::usage, "--shared-weight " + shared + ": expected discounted or count");
  }
  load.projecting = two_mode == "alone"    ? io::Projecting::alone
                    : two_mode == "always" ? io::Projecting::always
                                           : io::Projecting::never;
  load.projection.weight =
      shared == "count" ? graph::ProjectionWeight::count : graph::ProjectionWeight::discounted;
  load.projection.largest_group = get<std::uint32_t>("largest-group");
  if (has("members")) load.members = get<std::string>("members");
  if (has("connections")) load.connections = get<std::string>("connections");
  if (has("affiliations")) load.affiliations = get<std::string>("affiliations");
  if (has("input-format")) load.format = get<std::string>("input-format");
  if (has("max-input")) load.max_input = parse_size("max-input", get<std::string>("max-input"));
  load.verify = flag("verify");
  load.complete = gives_data();
  if (has("consent")) load.consent = get<std::string>("consent");
  if (command_.gives == Gives::analysis) {
    load.gate.reveal = flag("reveal-opted-out");
    load.gate.share = flag("share");
  }
  if (load.gate.reveal && load.gate.share)
    throw Error(ErrorCode::usage, "--share names nobody, so --reveal-opted-out does not go with it");
  if (load.gate.share && has("by") && get<std::string>("by").find(',') != std::string::npos) {
    throw Error(ErrorCode::usage,
                "--share takes one attribute in --by: tables of several could be subtracted from each other");
  }
  if (load.gate.share) load.gate.keep = has("by") ? get<std::string>("by") : "discipline";
  if (has("memory-limit")) load.memory_limit = parse_size("memory-limit", get<std::string>("memory-limit"));
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

const io::Loaded& Session::loaded() {
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

graph::VertexId Session::member(std::string_view id_or_name) {
  const graph::MemberTable& members = network().members;
  const graph::Consents& consent = network().consent;
  const bool introduces = command_.gives == Gives::suggestions;
  if (const auto found = members.ids.find(id_or_name); found && !(introduces && !consent.open(*found)))
    return *found;
  struct Near {
    std::size_t distance;
    graph::VertexId member;
  };
  const std::string wanted = fold_case(id_or_name);
  std::vector<graph::VertexId> same;
  std::vector<Near> near;
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    if (consent.hidden(v) || (introduces && !consent.open(v))) continue;
    const std::string name = fold_case(members.name(v));
    if (name == wanted) same.push_back(v);
    if (members.size() > 100'000) continue;  // too many to compare letter by letter
    const bool part = wanted.size() >= 3 && name.find(wanted) != std::string::npos;
    near.push_back(
        {part ? 0 : std::min(edit_distance(name, wanted), edit_distance(fold_case(members.ids[v]), wanted)),
         v});
  }
  if (same.size() == 1) return same.front();
  const auto described = [&](graph::VertexId v) {
    return members.names ? members.name(v) + " (id " + members.ids[v] + ")" : members.ids[v];
  };
  std::string list;
  if (same.size() > 1) {
    for (std::size_t i = 0; i < std::min<std::size_t>(same.size(), 10); ++i)
      list += "\n  " + described(same[i]);
    throw Error(ErrorCode::usage,
                fmt::format("{} members are called '{}'; give the id:{}", same.size(), id_or_name, list));
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const Near& a, const Near& b) { return a.distance < b.distance; });
  for (std::size_t i = 0; i < std::min<std::size_t>(near.size(), 5); ++i)
    list += "\n  " + described(near[i].member);
  // The same words whether there is nobody of that name or somebody who did not agree.
  const std::string_view who = consent.unrestricted() ? "member" : "member who may be named";
  throw Error(ErrorCode::usage, fmt::format("no {} has the id or name '{}'{}{}", who, id_or_name,
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
  fmt::print(stderr, "{}\n", line);
}

report::Settings Session::settings() const {
  report::Settings settings;
  for (const auto& [name, option] : options_) {
    if (std::find(std::begin(presentation), std::end(presentation), name) != std::end(presentation)) continue;
    const boost::any& value = option.value();
    if (const auto* text = boost::any_cast<std::string>(&value))
      settings.emplace_back(name, *text);
    else if (const auto* list = boost::any_cast<std::vector<std::string>>(&value))
      settings.emplace_back(name, *list);
    else if (const auto* yes = boost::any_cast<bool>(&value))
      settings.emplace_back(name, *yes);
    else if (const auto* real = boost::any_cast<double>(&value))
      settings.emplace_back(name, *real);
    else if (const auto* natural = boost::any_cast<std::uint64_t>(&value))
      settings.emplace_back(name, static_cast<std::int64_t>(*natural));
    else if (const auto* small = boost::any_cast<unsigned>(&value))
      settings.emplace_back(name, std::int64_t{*small});
    else if (const auto* whole = boost::any_cast<int>(&value))
      settings.emplace_back(name, std::int64_t{*whole});
  }
  if (today_) settings.emplace_back("today", io::day_text(*today_));
  return settings;
}

graph::Day Session::today() {
  if (today_) return *today_;
  today_ = stated_today(*this);
  if (!today_) {
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

void Session::finish() {
  progress_.reset();
  context_.progress = nullptr;
  // A command without an answer has written --output itself.
  if (format_ == OutputFormat::table && loaded_ && !answer_.empty())
    if (const std::string_view words = report::naming_words(loaded_->network.consent.naming());
        !words.empty())
      answer_ += fmt::format("\n{}\n", report::wrapped(std::string(words), width()));
  if (!answer_.empty()) io::write_atomically(output(), answer_);
  if (json_) json_->commit();
  if (then_) then_();
  if (!flag("timings")) return;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::string phases;
  for (const auto& [name, seconds] : times_.seconds()) {
    phases += fmt::format("{}\"{}\": {:.6f}", phases.empty() ? "" : ", ", name, seconds);
  }
  fmt::print(stderr, "{{\"phases\": {{{}}}, \"peak_bytes\": {}}}\n", phases, usage.ru_maxrss * 1024L);
}

}  // namespace tertius::cli
