// tertius info: what was read, and how the network looks; or everything about one member.
#include <array>

#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/info.hpp"
#include "engine/pipeline/member_record.hpp"
#include "engine/report/import.hpp"
#include "engine/report/introductions/member_record.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  options.flag("explain", "say what the input was taken for, and what else it may be");
  options.text(
      "member", "MEMBER",
      "everything held and computed about one member, as a letter and as JSON, into the folder -o DIR");
  Option& history = options.texts(
      "history", "FILE", "with --member: look through this list, too, such as the history of introductions");
  history.greedy = false;
  add_words_option(options);
}

void check(const Session& session) {
  if (!session.has("member")) {
    for (const std::string_view option : {"history", "words"})
      if (session.has(option))
        throw Error(ErrorKey::option_conflict, fmt::format("--{} goes with --member", option));
    return;
  }
  if (!session.has("output")) {
    throw Error(ErrorKey::option_missing,
                "--member writes a letter and a JSON file: give a folder for them, -o DIR");
  }
  if (session.format() != OutputFormat::table) {
    throw Error(ErrorKey::option_conflict,
                "--format does not go with --member, which writes both letter.txt and member.json");
  }
}

/// The whole record of a member: what a right of access asks for, so nothing is left out.
void about_member(Session& session) {
  const words::Language language = session.language_of_letters();
  const io::LoadedNetwork& loaded = session.loaded();
  pipeline::MemberRecordOptions options;
  if (session.has("by")) options.by = session.get<std::string>("by");
  if (session.has("history")) options.histories = session.get<std::vector<std::string>>("history");
  options.words = own_words(session);
  options.max_input = session.load_options().max_input;
  const report::MemberRecord record = pipeline::member_record(
      loaded, session.member(session.get<std::string>("member")), options, session.context());
  const auto folder = session.get<std::string>("output");
  const std::array<io::NamedContent, 2> files{
      {{"letter.txt", report::member_letter(record, language)},
       {"member.json",
        report::json_report("member", loaded.network, session.settings(),
                            [&](report::JsonWriter& json) { report::write_member_json(json, record); })}}};
  io::write_folder_atomically(folder, files);
  const words::Finding written{"rows_about_member",
                               {{"rows", record.rows()},
                                {"files", record.files.size()},
                                {"path", folder},
                                {"written", std::vector<std::string>{files[0].name, files[1].name}}}};
  io::write_atomically("-", words::sentence(written, words::Speaker(words::spoken())) + "\n");
}

void run(Session& session) {
  if (session.has("member")) return about_member(session);
  const graph::Network& network = session.network();
  const io::ImportReport& report = session.import_report();
  const report::NetworkFacts facts = pipeline::network_facts(network, session.context());
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json(
          "info", [&](report::JsonWriter& json) { report::write_info_json(json, network, report, facts); });
      break;
    case OutputFormat::csv:
      session.put_rows(report::info_csv(report, facts));
      break;
    case OutputFormat::table:
      session.put(report::info_text(network, report, facts, session.width()));
      if (session.flag("explain")) session.put(report::recognition_text(report, session.width()));
      break;
  }
}

}  // namespace

extern const Command info_command;
const Command info_command{
    .name = "info",
    .group = Group::start,
    .question = "What was read, and what does the network look like?",
    .arguments = "NETWORK",
    .gives = Gives::analysis,
    .examples = {{"info datasets/lakeside", "counts, degrees, attributes"},
                 {"info datasets/lakeside --member \"Jana Feld\" -o jana", "all that is held about her"},
                 {"info friends.csv --explain", "what the file was taken for, and why"},
                 {"info friends.txt.gz --format json", "the same for a program"}},
    .common = {"member", "explain", "input-format", "format", "output"},
    .data_option = "member",
    .takes_members_alone = true,
    .writes_letters = true,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
