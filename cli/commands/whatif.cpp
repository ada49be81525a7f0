// tertius whatif: what breaks when members leave, and what new connections would mend.
#include <fmt/format.h>

#include <algorithm>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/whatif.hpp"
#include "engine/report/analyses/whatif.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  options.texts("without", "MEMBER...", "members who leave (ids or names)");
  options.texts("with", "A,B...", "new ties");
  options.number<unsigned>("sources", "N", 2000, at_least(1),
                           "read distances from at most this many members");
}

/// "A,B"; names may hold commas themselves, so every comma is tried.
std::pair<graph::VertexId, graph::VertexId> connection_named(Session& session, const std::string& text) {
  for (std::size_t comma = text.find(','); comma != std::string::npos; comma = text.find(',', comma + 1)) {
    try {
      return {session.member(text.substr(0, comma)), session.member(text.substr(comma + 1))};
    } catch (const Error&) {
      if (text.find(',', comma + 1) == std::string::npos) throw;
    }
  }
  throw Error(ErrorKey::option_value, fmt::format("--with {}: expected two members as A,B", text));
}

void check(const Session& session) {
  if (!session.has("without") && !session.has("with"))
    throw Error(ErrorKey::option_missing, "whatif needs --without MEMBER or --with A,B");
  if (!session.has("with")) return;
  for (const auto& text : session.get<std::vector<std::string>>("with"))
    if (text.find(',') == std::string::npos)
      throw Error(ErrorKey::option_value, fmt::format("--with {}: expected two members as A,B", text));
}

void run(Session& session) {
  const graph::Network& network = session.network();
  pipeline::Change change;
  if (session.has("without")) {
    for (const auto& name : session.get<std::vector<std::string>>("without")) {
      const graph::VertexId v = session.member(name);
      if (std::find(change.without.begin(), change.without.end(), v) == change.without.end())
        change.without.push_back(v);
    }
  }
  if (session.has("with")) {
    for (const auto& text : session.get<std::vector<std::string>>("with"))
      change.with.push_back(connection_named(session, text));
  }
  const graph::Grouping& grouping = session.grouping();
  const report::WhatIfReport report =
      pipeline::what_if(network, grouping, change, session.get<unsigned>("sources"), session.context());
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("whatif", [&](report::JsonWriter& json) { report::write_whatif_json(json, report); });
      break;
    case OutputFormat::csv:
      session.put_rows(report::whatif_csv(report));
      break;
    case OutputFormat::table:
      session.put(report::whatif_text(report, session.width()));
      session.put(next_line(session, {.command = "bridges",
                                      .options = {{"critical"}},
                                      .explanation = "whose leaving would break most"}));
      break;
  }
}

}  // namespace

extern const Command whatif_command;
const Command whatif_command{
    .name = "whatif",
    .group = Group::understand,
    .question = "What breaks when members leave, and what do new ties mend?",
    .arguments = "NETWORK",
    .gives = Gives::analysis,
    .examples = {{"whatif datasets/lakeside --without \"Jana Feld\"", "before and after she leaves"},
                 {"whatif datasets/lakeside --with m012,m200", "before and after two members meet"}},
    .common = {"without", "with", "by", "format", "output"},
    .columns = pipeline::whatif_columns,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
