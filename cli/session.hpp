// One run of a subcommand: its options, the network it works on, and where its answer goes.
//
// Commands collect their answer with put(); nothing reaches --output (or stdout) before the command has ended
// well. Everything that is not the answer goes to stderr through say().
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/common_options.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/io/books/xlsx_writer.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/import.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::cli {

class MemoryLimit;
class Progress;

/// Rows of an answer that are written as they come: CSV, or a workbook of them.
class RowStream {
 public:
  /// `sheet`: what the workbook's one sheet is called; nothing for CSV.
  RowStream(const std::string& path, std::optional<std::string_view> sheet);
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;

  /// Whole rows as CSV, the header before all others. Throws Error{output}.
  void write(std::string_view csv);
  /// Nothing can be written afterwards; a file is on the disk then, and not yet in place. Throws Error{output}.
  void complete();
  /// Puts all of it out. Throws as AnswerStream does.
  void commit();

 private:
  io::AnswerStream out_;
  std::optional<io::XlsxWriter> book_;
};

class Session {
 public:
  Session(const Command& command, CommandLine line, const std::stop_token& stop);
  ~Session();

  /// True when the option was given or has a default.
  bool has(std::string_view option) const { return line_.values.contains(option); }
  /// Of the type with which the option was declared; only where it has().
  template <class T>
  T get(std::string_view option) const {
    return std::any_cast<T>(line_.values.find(option)->second.value);
  }
  /// The same where it has(), else nullopt.
  template <class T>
  std::optional<T> maybe(std::string_view option) const {
    return has(option) ? std::optional(get<T>(option)) : std::nullopt;
  }
  bool flag(std::string_view option) const { return has(option) && get<bool>(option); }
  /// As they were typed.
  const std::vector<Given>& given() const { return line_.given; }
  bool typed(std::string_view option) const;

  /// Arguments without the network.
  const std::vector<std::string>& arguments() const { return arguments_; }
  const RunContext& context() const { return context_; }
  OutputFormat format() const { return format_; }
  /// --top, or `fallback` where it was not given.
  std::size_t top(std::size_t fallback) const;
  /// Columns of the terminal; 100 where the answer does not go to one.
  std::size_t width() const;

  /// The network, loaded (and reported on stderr) at the first call: what answers may show of it, or all of
  /// it where the output is data.
  const graph::Network& network();
  const io::ImportReport& import_report();
  const io::LoadedNetwork& loaded();
  io::LoadOptions load_options() const;
  const std::string& network_path() const { return network_path_; }
  /// --by ATTRIBUTE, else discipline where members have it, else the clusters found. "cluster" asks for
  /// these. Of several attributes (--by A,B) their combination.
  const graph::Grouping& grouping();
  /// One grouping for each attribute of --by A,B and, where there are several, their combination.
  const std::vector<graph::Grouping>& groupings();
  /// grouping() where it costs little (pipeline::grouping_is_quick), else all members in one bubble without a
  /// name, which says nothing of horizons, and a line on stderr that tells how to ask for more.
  const graph::Grouping& quick_grouping(std::uint64_t connections);
  /// --today, else the day of the system's clock. An answer that asks for it depends on it: from then on it
  /// is among the settings.
  graph::Day today();
  /// The member of that id or name. Throws Error{usage} that lists the closest ones who may be named. Where
  /// the output introduces people there are no others: whoever did not agree is as unknown as whoever is not
  /// there.
  graph::VertexId member(std::string_view id_or_name);
  /// What member() knows them by: their name where no other member bears it, else their id.
  std::string called(graph::VertexId member);

  /// Appends to the answer.
  void put(std::string_view text) { answer_ += text; }
  /// Appends rows to the answer: CSV, the header before all others. Nothing else may be put then.
  void put_rows(std::string_view csv) {
    answer_ += csv;
    rows_ = true;
  }
  /// For rows too long to collect, instead of put_rows(): they go where the answer goes.
  RowStream rows() const { return {output(), sheet()}; }
  /// The answer is this JSON report: the envelope of tertius.NAME/VERSION around what write_result writes.
  /// However long it is, a megabyte of it is kept.
  void put_json(std::string_view name, const std::function<void(report::JsonWriter&)>& write_result);
  /// A file that belongs to the answer: with it, or not at all. It takes its place right before an answer that goes
  /// to a file, and right after one that is printed, in the order of the calls; `kept` is kept until then.
  void write_too(std::unique_ptr<io::AtomicFile> file, std::shared_ptr<const void> kept = {});
  /// A line on stderr, unless --quiet.
  void say(std::string_view line) const;
  /// The same for a finding that names nobody.
  void say(const words::Finding& finding) const;
  /// In which language letters are written: the one asked for, by an option or, where the answer is for
  /// people, by the locale.
  words::Language language_of_letters() const;
  /// Effective options that can change the answer.
  report::Settings settings() const;

  /// Writes the answer, the files that belong to it, and the timings. Called by main when the command has ended
  /// well.
  void finish();

  /// Throws Error{usage} where `path`, which `what` names, is what the network or one of the options is read from.
  void check_output(std::string_view what, const std::string& path) const;

  /// What comes out is data: complete, in files that only their owner may read.
  bool gives_data() const;

 private:
  /// Puts the answer and what is written too in their places.
  void put_out();
  /// Throws Error{usage} where --share does not go with other options.
  void check_gate() const;
  /// The same where an option writes into what is read, or two of them into one file.
  void check_outputs() const;
  void load();
  /// The name of the sheet where rows are written as a workbook.
  std::optional<std::string_view> sheet() const {
    return workbook_ ? std::optional(command_.name) : std::nullopt;
  }
  std::string output() const { return has("output") ? get<std::string>("output") : "-"; }

  const Command& command_;
  CommandLine line_;
  std::vector<std::string> arguments_;
  std::string network_path_;
  RunContext context_;
  PhaseTimes times_;
  std::unique_ptr<Progress> progress_;
  std::unique_ptr<MemoryLimit> memory_limit_;
  OutputFormat format_ = OutputFormat::table;
  std::optional<unsigned> mask_;  // of the process, where this run's files are for their owner alone
  std::optional<io::LoadedNetwork> loaded_;
  std::vector<graph::Grouping> groupings_;
  std::optional<graph::Day> today_;
  std::string answer_;
  bool rows_ = false;      // the answer consists of rows
  bool workbook_ = false;  // rows are written as one
  std::optional<io::AnswerStream> json_;
  std::vector<std::pair<std::shared_ptr<const void>, std::unique_ptr<io::AtomicFile>>> written_too_;
};

}  // namespace tertius::cli
