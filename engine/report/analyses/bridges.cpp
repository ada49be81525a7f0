#include "engine/report/analyses/bridges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/graph/star.hpp"
#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {

namespace {

words::Speaker speaker_of(const BridgesReport& r) {
  return words::Speaker(r.network->members, words::spoken());
}

std::string openings_text(const BridgesReport& r, std::size_t width) {
  const bridges::Openings& o = *r.openings;
  const words::Speaker speaker = speaker_of(r);
  const auto say = [&](const words::Finding& finding) { return words::sentence(finding, speaker) + "\n"; };
  if (graph::star_centre(r.network->graph)) return "\n" + say({"no_openings_of_one_person"});
  if (std::isnan(o.before)) return "\n" + say({"no_openings_in_one_group"});
  const bool steps = o.separation == bridges::Separation::distance;
  std::string text = "\n" + say({"openings",
                                 {{"separation", words::Choice{steps ? "distance" : "controversy"}},
                                  {"before", o.before},
                                  {"sampled", o.sampled}}});
  if (o.candidates == 0)
    return text + wrapped(words::sentence({"no_opening_allowed"}, speaker), width) + "\n";
  if (o.connections.empty()) return text + say({"no_opening_helps", {{"candidates", o.candidates}}});
  const auto who = [&](graph::VertexId v) {
    std::vector<words::Argument> arguments{{"member", words::Member{v}}};
    if (const auto group = group_said(r, v)) arguments.emplace_back("group", *group);
    return words::sentence({"member_of_group", std::move(arguments)}, speaker);
  };
  Table table({{"", true},
               {heading("who"), false, true},
               {heading("with"), false, true},
               {heading("gains"), true},
               {heading("leaves"), true}});
  for (std::size_t i = 0; i < o.connections.size(); ++i) {
    table.add_row({std::to_string(i + 1), who(o.connections[i].a), who(o.connections[i].b),
                   rounded(o.connections[i].gain), rounded(o.connections[i].separation)});
  }
  text += table.text(width);
  if (o.connections.size() < o.wanted)
    text += say({"fewer_openings", {{"found", o.connections.size()}, {"wanted", o.wanted}}});
  return text;
}

}  // namespace

std::string bridges_text(const BridgesReport& r, std::size_t top, std::size_t width) {
  std::string text;
  const words::Speaker speaker = speaker_of(r);
  for (const std::string& sentence : words::sentences(bridges_findings(r), speaker))
    text += wrapped(sentence, width) + "\n";
  if (!has_ranking(r)) return r.openings ? text + openings_text(r, width) : text;
  if (const auto precision = bridges_precision(r))
    text += wrapped(words::sentence(*precision, speaker), width) + "\n";
  if (const std::size_t shown = rows_shown(r, top); shown > 0) {
    RowTable<BridgesRow> rows(bridges_fields(), bridges_layout(r));
    std::string why;
    for (std::size_t rank = 1; rank <= shown; ++rank) {
      BridgesRow row = bridges_row(r, rank);
      rows.add(row);
      if (rank > 5 || row.reasons.empty()) continue;
      const words::Finding finding{
          "why_bridge", {{"member", words::Member{row.member}}, {"reasons", std::move(row.reasons)}}};
      why += wrapped("  " + words::sentence(finding, speaker), width, 4) + "\n";
    }
    text += '\n' + rows.table().text(width);
    if (!why.empty()) text += fmt::format("\n{}\n{}", words::sentence({"heading_why"}, speaker), why);
  }
  if (r.openings) text += openings_text(r, width);
  return text;
}

std::string bridges_explained(const BridgesReport& r, std::size_t width) {
  const words::Finding paths{"paths_counted", with_pairs(r)};
  return explained(bridges_columns(), width) +
         wrapped("  " + words::sentence(paths, speaker_of(r)), width, 4) + "\n";
}

}  // namespace tertius::report
