#include "engine/io/assembly/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t most_values = std::size_t{1} << 16;

bool stands_for_nothing(std::string_view folded) {
  constexpr std::string_view words[] = {
      "n/a",    "n.a.",    "n. a.",         "-",      "–",    "—",     "--",  "---",          "keine",
      "keiner", "keines",  "kein",          "nichts", "k.a.", "k. a.", "k.a", "keine angabe", "keine angaben",
      "none",   "nothing", "not applicable"};
  return folded.empty() || std::find(std::begin(words), std::end(words), folded) != std::end(words);
}

/// Without case, and with single blanks.
std::string compared(std::string_view value) {
  std::string text;
  const std::string folded = fold_case(value);
  std::string_view rest = folded;
  for (std::string_view word; next_word(rest, word, " \t\r\n");) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

/// "offers 2", or with a higher number where that is taken.
std::string free_name(const graph::MemberTable& members, std::string_view name) {
  for (std::size_t number = 2;; ++number) {
    std::string other = fmt::format("{} {}", name, number);
    if (members.find_column(other) == nullptr) return other;
  }
}

void check_chosen(const ImportReport& report, const graph::MemberTable& members, const LoadOptions& options) {
  for (const ColumnChoice& choice : options.columns) {
    const bool used = std::any_of(report.columns.begin(), report.columns.end(), [&](const ColumnUse& use) {
      return use.purpose == choice.purpose && same_heading(use.heading, choice.heading);
    });
    if (used) continue;
    std::vector<std::string> there = report.headings;
    for (const graph::Column& column : members.columns)
      if (std::find(there.begin(), there.end(), column.name()) == there.end()) there.push_back(column.name());
    std::erase(there, "");
    throw Error(ErrorKey::option_value,
                fmt::format("{} {}=\"{}\": no such column serves as that; there are {}",
                            setting_name("column"), name_in(purposes, choice.purpose), choice.heading,
                            there.empty() ? std::string("none") : fmt::format("{}", fmt::join(there, ", "))));
  }
}

}  // namespace

void assign_columns(LoadedNetwork& loaded, const LoadOptions& options) {
  graph::MemberTable& members = loaded.network.members;
  ImportReport& report = loaded.report;
  std::vector<std::string_view> names;
  for (const graph::Column& column : members.columns) names.push_back(column.name());
  CsvHeader header(names, options.columns);
  std::vector<std::string> said;
  std::vector<std::pair<std::size_t, Purpose>> renamed;
  for (const Purpose purpose : member_purposes) {
    const std::string_view word = name_in(purposes, purpose);
    const auto column = header.take(purpose);
    if (purpose == Purpose::open) {
      for (const graph::Column& each : members.columns) {
        const bool chosen = column && &each == &members.columns[*column];
        if (chosen || graph::is_consent_heading(each.name()) || &each == members.find_column(options.consent))
          report.columns.push_back({purpose, each.name()});
      }
    } else if (column) {
      report.columns.push_back({purpose, header.names()[*column]});
    }
    const bool found = !report.columns.empty() && report.columns.back().purpose == purpose;
    if (!found && purpose != Purpose::region) report.not_found.push_back(purpose);
    if (!column || same_heading(header.names()[*column], word)) continue;
    if (options.as_written && !header.chooses(purpose)) continue;
    renamed.emplace_back(*column, purpose);
    said.push_back(fmt::format("{} is \"{}\"", word, header.names()[*column]));
  }
  check_chosen(report, members, options);
  for (const auto& [column, purpose] : renamed) {
    const std::string_view word = name_in(purposes, purpose);
    for (graph::Column& other : members.columns)
      if (same_word(other.name(), word)) other.rename(free_name(members, word));
    members.columns[column].rename(std::string(word));
  }
  if (!said.empty()) report.notes.push_back(fmt::format("Of the members, {}.", fmt::join(said, ", ")));
}

void join_spellings(LoadedNetwork& loaded, const LoadOptions& options) {
  if (options.as_written) return;
  for (graph::Column& column : loaded.network.members.columns) {
    const StringPool& values = column.dictionary();
    if (column.type() != graph::ColumnType::text || values.size() > most_values ||
        graph::is_consent_heading(column.name()) || graph::hints_at_consent(column.name()) ||
        same_word(column.name(), options.consent))
      continue;
    std::vector<std::size_t> times(values.size());
    std::unordered_map<std::string, std::uint32_t> best;  // of each value as it is compared
    std::vector<std::uint32_t> now(values.size());
    std::vector<std::string> folded;
    for (std::size_t i = 0; i < values.size(); ++i) folded.push_back(compared(values[i]));
    bool same = true;
    for (std::uint32_t i = 0; i < values.size() && same; ++i)
      same = !stands_for_nothing(folded[i]) && best.emplace(folded[i], i).second;
    if (same) continue;
    for (graph::VertexId v = 0; v < column.size(); ++v)
      if (const std::uint32_t code = column.code(v); code != graph::Column::missing) ++times[code];
    best.clear();
    for (std::uint32_t i = 0; i < values.size(); ++i) {
      const auto [at, added] = best.emplace(folded[i], i);
      if (!added && times[i] > times[at->second]) at->second = i;
    }
    std::size_t joined = 0, nothing = 0;
    std::string_view example;
    for (std::uint32_t i = 0; i < values.size(); ++i) {
      const bool none = stands_for_nothing(folded[i]);
      now[i] = none ? graph::Column::missing : best.at(folded[i]);
      if (none) nothing += times[i];
      if (none || now[i] == i) continue;
      ++joined;
      if (example.empty()) example = values[now[i]];
    }
    // Only spellings that stay are named, so that no note says what nobody may read.
    std::vector<std::string>& notes = loaded.report.notes;
    if (joined > 0)
      notes.push_back(
          fmt::format("Of {}, {} from another in case or blanks alone and {} joined with it, such as one "
                      "of \"{}\".",
                      column.name(), counted(joined, "value differs", "values differ"),
                      joined == 1 ? "was" : "were", example));
    if (nothing > 0)
      notes.push_back(fmt::format("Of {}, {} such as \"-\", \"n/a\" or \"keine\" {} no value.", column.name(),
                                  counted(nothing, "cell", "cells"), nothing == 1 ? "states" : "state"));
    graph::Column result = column.like();
    for (graph::VertexId v = 0; v < column.size(); ++v) {
      const std::uint32_t code = column.code(v);
      const std::uint32_t other = code == graph::Column::missing ? code : now[code];
      result.push_back(other == graph::Column::missing ? std::string_view() : values[other]);
    }
    if (nothing > 0) result.infer_type();
    column = std::move(result);
  }
}

}  // namespace tertius::io
