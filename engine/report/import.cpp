#include "engine/report/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

std::string size_text(std::uint64_t bytes) {
  if (bytes < 10'000) return words::sentence({"bytes", {{"bytes", bytes}}}, words::Speaker(words::spoken()));
  double value = static_cast<double>(bytes);
  for (const char* unit : {"KB", "MB", "GB"}) {
    value /= 1000.0;
    if (value < 1000.0) return fmt::format("{} {}", rounded(value, 1), unit);
  }
  return fmt::format("{} TB", rounded(value / 1000.0, 1));
}

std::string count_said(std::uint64_t count) {
  return words::count_text(count, words::spoken());
}
std::string said(const words::Finding& finding) {
  return words::sentence(finding, words::Speaker(words::spoken()));
}
std::string all_said(const std::vector<words::Finding>& findings) {
  return words::joined(findings, words::Speaker(words::spoken()), " ");
}

/// What became of rows that are no connection of their own.
std::vector<words::Finding> merged(const io::ImportReport& report) {
  std::vector<words::Finding> parts;
  const auto add = [&](std::uint64_t count, words::Kind kind) {
    if (count > 0) parts.push_back({kind, {{"count", count}}});
  };
  add(report.duplicates, "repeats_merged");
  add(report.reciprocated, "arcs_joined");
  add(report.one_sided, "arcs_dropped");
  add(report.loops, "loops_dropped");
  add(report.repeated_affiliations, "affiliations_merged");
  add(report.refused + report.refused_others, "rows_refused");
  return parts;
}

/// What became of the rows; nothing where each is a connection.
std::optional<words::Finding> rows_finding(const io::ImportReport& report) {
  std::vector<words::Finding> what = merged(report);
  if (what.empty()) return std::nullopt;
  return words::Finding{"of_the_rows",
                        {{"rows", report.rows + report.other_rows}, {"what", std::move(what)}}};
}

words::Finding about_network(words::Kind kind, const io::ImportReport& report) {
  return {kind,
          {{"members", report.members},
           {"connections", report.connections},
           {"path", report.path},
           {"format", report.format}}};
}

/// What the members are known by, and what they are in.
std::vector<words::Finding> known_of_members(const graph::Network& network) {
  std::vector<words::Finding> attributes, all;
  for (const graph::Column& column : network.members.columns) {
    attributes.push_back({"attribute",
                          {{"name", column.name()},
                           {"type", graph::to_string(column.type())},
                           {"values", column.dictionary().size()}}});
  }
  if (!attributes.empty()) all.push_back({"attributes", {{"attributes", std::move(attributes)}}});
  if (!network.affiliations.rows.empty())
    all.push_back(
        {"affiliations",
         {{"rows", network.affiliations.rows.size()}, {"groups", network.affiliations.groups.size()}}});
  return all;
}

std::string_view purpose_name(io::Purpose purpose) {
  return name_in(io::purposes, purpose);
}

/// Which columns serve as what, and what is not found of what members may say.
std::vector<words::Finding> column_findings(const io::ImportReport& report) {
  std::vector<words::Finding> all, uses;
  for (const io::ColumnUse& use : report.columns)
    if (!purpose_name(use.purpose).empty())
      uses.push_back({"column_use", {{"purpose", purpose_name(use.purpose)}, {"heading", use.heading}}});
  if (!uses.empty()) all.push_back({"columns_used", {{"uses", std::move(uses)}}});
  std::vector<std::string> missing;
  for (const io::Purpose purpose : report.not_found) missing.emplace_back(purpose_name(purpose));
  if (!missing.empty() && report.described)
    all.push_back({"columns_not_found", {{"purposes", std::move(missing)}}});
  return all;
}

/// All that there is to say of what was read.
std::vector<words::Finding> findings(const graph::Network& network, const io::ImportReport& report) {
  std::vector<words::Finding> all{about_network("network_described", report)};
  if (report.isolated > 0) all.push_back({"without_connection", {{"members", report.isolated}}});
  if (report.added > 0) all.push_back({"known_from_connections", {{"members", report.added}}});
  if (const auto rows = rows_finding(report)) all.push_back(*rows);
  for (words::Finding& consent : consent_findings(report.consent, report.described))
    all.push_back(std::move(consent));
  if (const auto star = star_finding(network.graph)) all.push_back(*star);
  for (words::Finding& known : known_of_members(network)) all.push_back(std::move(known));
  for (words::Finding& column : column_findings(report)) all.push_back(std::move(column));
  return all;
}

struct Count {
  std::string_view key;
  std::string_view title;
  std::uint64_t value;
  bool always;  ///< shown even when it is 0
};

/// The counts of a load, as JSON and CSV name them and as a person reads them.
std::vector<Count> counts_of(const io::ImportReport& report) {
  return {{"rows", "rows that state a connection", report.rows, true},
          {"other_rows", "rows that state a member or an affiliation", report.other_rows, true},
          {"duplicates", "repeats, merged", report.duplicates, true},
          {"reciprocated", "arcs joined with their reverse", report.reciprocated, false},
          {"one_sided", "one-sided arcs, dropped", report.one_sided, false},
          {"loops", "ties of members to themselves, dropped", report.loops, true},
          {"repeated_affiliations", "repeated affiliations, merged", report.repeated_affiliations, false},
          {"refused", "rows refused", report.refused + report.refused_others, true},
          {"withdrawn", "connections of members who are out", report.withdrawn, false},
          {"projected", "connections by shared groups alone", report.projected, false},
          {"added", "members known from connections only", report.added, false}};
}

}  // namespace

std::string import_summary(const io::ImportReport& report) {
  std::string text = said(about_network("network_read", report));
  if (report.isolated > 0) text += " " + said({"without_connection", {{"members", report.isolated}}});
  if (report.added > 0) text += " " + said({"known_from_connections", {{"members", report.added}}});
  if (const std::string consent = all_said(consent_findings(report.consent, report.described));
      !consent.empty())
    text += "\n" + consent;
  if (const auto rows = rows_finding(report)) text += "\n" + said(*rows);
  for (const std::string& reason : report.reasons) text += "\n  " + reason;
  const std::uint64_t refused = report.refused + report.refused_others;
  if (refused > report.reasons.size()) {
    text += "\n  " + said({"and_more", {{"more", refused - report.reasons.size()}}});
  }
  for (const std::string& note : report.notes) text += "\n" + note;
  return text;
}

std::string missing_words(const io::ImportReport& report) {
  const std::uint64_t refused = report.refused + report.refused_others;
  if (refused == 0) return {};
  return said({"rows_missing",
               {{"refused", refused},
                {"rows", report.rows + report.other_rows},
                {"setting", setting_name("refused")}}});
}

std::string info_text(const graph::Network& network, const io::ImportReport& report,
                      const NetworkFacts& facts, std::size_t width) {
  Table table({{heading("figure"), false, true, 9}, {heading("value"), true, true, 9}});
  const auto row = [&](std::string_view title, std::string value) {
    table.add_row({heading(title), std::move(value)});
  };
  row("members", count_said(report.members));
  row("connections", facts.weighted ? said({"connections_weighted", {{"connections", report.connections}}})
                                    : count_said(report.connections));
  row("members without any connection", count_said(report.isolated));
  row("separate parts", count_said(facts.components));
  row("members of the largest part", count_said(facts.largest_component));
  row("contacts of a member, mean", rounded(facts.mean_degree, 2));
  row("contacts of a member, median", rounded(facts.median_degree, 1));
  if (facts.best_connected != graph::no_vertex) {
    row("contacts, most",
        fmt::format("{} ({})", count_said(facts.max_degree), network.members.name(facts.best_connected)));
  }
  for (const Count& count : counts_of(report)) {
    if (count.always || count.value > 0) row(count.title, count_said(count.value));
  }
  row("memory of the graph", size_text(facts.graph_bytes));
  row("size of the input", report.bytes > 0 ? size_text(report.bytes) : "-");
  std::string text =
      wrapped(said(about_network("network_described", report)), width) + "\n\n" + table.text(width);
  const std::optional<words::Finding> star = star_finding(network.graph);
  for (const std::string& words : {all_said(consent_findings(report.consent, report.described)),
                                   words::sentence(star, words::Speaker(words::spoken()))})
    if (!words.empty()) text += "\n" + wrapped(words, width) + "\n";
  if (const std::vector<words::Finding> known = known_of_members(network); !known.empty()) {
    text += "\n";
    for (const words::Finding& one : known) text += wrapped(said(one), width, 2) + "\n";
  }
  if (const std::string columns = all_said(column_findings(report)); !columns.empty())
    text += "\n" + wrapped(columns, width, 2) + "\n";
  return text;
}

std::string recognition_text(const io::ImportReport& report, std::size_t width) {
  std::string text = "\n" + wrapped(said({"taken_for", {{"format", report.format}}}), width) + "\n";
  for (const io::Candidate& candidate : report.candidates)
    text += wrapped(fmt::format("{} {}: {}", rounded(candidate.score, 2), candidate.name, candidate.why),
                    width, 5) +
            "\n";
  return text;
}

std::string info_csv(const io::ImportReport& report, const NetworkFacts& facts) {
  std::string text = csv_row({"figure", "value"});
  const auto row = [&](std::string_view key, std::uint64_t value) {
    text += csv_row({std::string(key), std::to_string(value)});
  };
  row("members", report.members);
  row("connections", report.connections);
  row("isolated", report.isolated);
  row("components", facts.components);
  row("largest_component", facts.largest_component);
  text += csv_row({"mean_degree", number_text(facts.mean_degree)});
  text += csv_row({"median_degree", number_text(facts.median_degree)});
  row("max_degree", facts.max_degree);
  for (const Count& count : counts_of(report)) row(count.key, count.value);
  row("bytes", facts.graph_bytes);
  row("input_bytes", report.bytes);
  return text;
}

void write_info_json(JsonWriter& json, const graph::Network& network, const io::ImportReport& report,
                     const NetworkFacts& facts) {
  json.begin_object()
      .member("path", report.path)
      .member("format", report.format)
      .member("files", report.files)
      .member("members", report.members)
      .member("connections", report.connections)
      .member("isolated", report.isolated)
      .member("weighted", facts.weighted);
  for (const Count& count : counts_of(report)) json.member(count.key, count.value);
  json.member("bytes", facts.graph_bytes)
      .member("input_bytes", report.bytes)
      .member("components", facts.components)
      .member("largest_component", facts.largest_component)
      .member("mean_degree", facts.mean_degree)
      .member("median_degree", facts.median_degree)
      .member("max_degree", facts.max_degree);
  json.key("attributes").begin_array();
  for (const graph::Column& column : network.members.columns) {
    json.begin_object()
        .member("name", column.name())
        .member("type", graph::to_string(column.type()))
        .member("values", column.dictionary().size())
        .end_object();
  }
  json.end_array().key("columns").begin_array();
  for (const io::ColumnUse& use : report.columns) {
    json.begin_line().member("serves_as", purpose_name(use.purpose)).member("heading", use.heading);
    if (!use.file.empty()) json.member("file", use.file);
    json.end_object();
  }
  json.end_array().key("not_found").begin_array();
  for (const io::Purpose purpose : report.not_found) json.value(purpose_name(purpose));
  json.end_array().key("consent");
  write_consent_json(json, report.consent);
  json.member("affiliations", network.affiliations.rows.size())
      .member("groups", network.affiliations.groups.size())
      .member("reasons", report.reasons)
      .member("notes", report.notes)
      .key("candidates")
      .begin_array();
  for (const io::Candidate& candidate : report.candidates) {
    json.begin_line()
        .member("format", candidate.name)
        .member("score", candidate.score)
        .member("why", candidate.why)
        .end_object();
  }
  json.end_array();
  write_findings(json, findings(network, report), network.members);
  json.end_object();
}

}  // namespace tertius::report
