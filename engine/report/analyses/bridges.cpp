#include "engine/report/analyses/bridges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {

namespace {

std::string openings_text(const BridgesReport& r, std::size_t width) {
  const bridges::Openings& o = *r.openings;
  const bool steps = o.separation == bridges::Separation::distance;
  const std::string what =
      steps ? "mean steps between members of different groups" : "random-walk controversy between groups";
  if (!star_note(r.network->graph).empty())
    return "\nOpenings: none are proposed, as these contacts may know each other already.\n";
  if (std::isnan(o.before))
    return "\nOpenings: all members are in one group, so there are no groups to bring closer.\n";
  std::string text = fmt::format("\nOpenings: new ties that lower the {} ({} now{}).\n", what,
                                 rounded(o.before), o.sampled ? ", read from a sample of members" : "");
  if (o.candidates == 0) {
    return text +
           wrapped(
               "No new tie is proposed: no two members of different groups who do not know each other yet "
               "may be proposed.",
               width) +
           "\n";
  }
  if (o.ties.empty()) {
    return text + fmt::format("None of the {} looked at would lower it.\n",
                              counted(o.candidates, "new tie", "new ties"));
  }
  Table table({{"", true}, {"who", false, true}, {"with", false, true}, {"gains", true}, {"leaves", true}});
  for (std::size_t i = 0; i < o.ties.size(); ++i) {
    table.add_row({std::to_string(i + 1), who(r, o.ties[i].a), who(r, o.ties[i].b), rounded(o.ties[i].gain),
                   rounded(o.ties[i].separation)});
  }
  text += table.text(width);
  if (o.ties.size() < o.wanted) {
    text += fmt::format(
        "Only {} of {} asked for: each member is proposed once, and no pair that is left would lower it.\n",
        o.ties.size(), o.wanted);
  }
  return text;
}

}  // namespace

std::string bridges_text(const BridgesReport& r, std::size_t top, std::size_t width) {
  const bridges::Bridging& b = *r.bridging;
  std::string text;
  for (const std::string& sentence : bridges_findings(r)) text += wrapped(sentence, width) + "\n";
  if (!has_ranking(r)) return r.openings ? text + openings_text(r, width) : text;
  if (const std::string words = bridges_precision(r); !words.empty()) text += wrapped(words, width) + "\n";
  const std::size_t shown = std::min(top, b.order.size());
  if (shown > 0) {
    const std::vector<BridgesRow> rows = bridges_rows(r, top);
    const Table table = table_of<BridgesRow>(bridges_fields(), bridges_layout(r), rows);
    text += '\n' + table.text(width);
    std::string why;
    for (std::size_t i = 0; i < std::min<std::size_t>(shown, 5); ++i) {
      std::string reasons;
      for (const std::string& reason : bridge_reasons(r, b.order[i]))
        reasons += (reasons.empty() ? "" : "; ") + reason;
      if (reasons.empty()) continue;
      why += wrapped(fmt::format("  {}: {}.", r.network->members.name(b.order[i]), reasons), width, 4) + "\n";
    }
    if (!why.empty()) text += "\nWhy:\n" + why;
  }
  if (r.openings) text += openings_text(r, width);
  return text;
}

std::string bridges_explained(const BridgesReport& r, std::size_t width) {
  return explained(bridges_columns(), width) +
         wrapped(fmt::format("  Paths are those {}.", counted_paths(r)), width, 4) + "\n";
}

}  // namespace tertius::report
