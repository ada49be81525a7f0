#include "engine/report/bubbles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

/// The group whose members keep most of their ties inside, among those of at least `least` members.
const GroupSegregation* most_closed(const BubblesReport& r, std::uint32_t least) {
  const GroupSegregation* closed = nullptr;
  for (const GroupSegregation& g : r.segregation.groups) {
    if (g.size < least || std::isnan(g.own_share)) continue;
    if (closed == nullptr || g.own_share > closed->own_share) closed = &g;
  }
  return closed;
}

const std::string& name_of(const BubblesReport& r, const GroupSegregation& group) {
  return r.grouping->names[static_cast<std::size_t>(&group - r.segregation.groups.data())];
}

std::vector<std::string> findings(const BubblesReport& r) {
  if (r.network->graph.vertex_count() == 0) return {"The network has no members."};
  if (r.mixing.total_ties() == 0) return {"Nobody is connected, so there are no ties to read."};
  if (r.grouping->partition.count == 1)
    return {fmt::format("All members are in one {}: {}.", r.grouping->by, r.grouping->names.front())};
  std::vector<std::string> sentences;
  const double inside =
      static_cast<double>(r.mixing.total_internal()) / static_cast<double>(r.mixing.total_ties());
  sentences.push_back(
      fmt::format("{} of all ties stay inside one {}; assortativity {} (0 is chance, 1 sealed off).",
                  percent(inside), r.grouping->by, rounded(r.segregation.assortativity, 2)));
  if (const GroupSegregation* g = most_closed(r, 3)) {
    sentences.push_back(fmt::format(
        "{} is the most closed bubble: {} of its ties stay inside, {} times what chance would give.",
        name_of(r, *g), percent(g->own_share), rounded(g->ratio, 1)));
  }
  return sentences;
}

}  // namespace

void write_bubbles_json(JsonWriter& json, const BubblesReport& r) {
  json.begin_object()
      .member("by", r.grouping->by)
      .member("ei_index", r.segregation.ei_index)
      .member("assortativity", r.segregation.assortativity)
      .member("internal_ties", r.mixing.total_internal())
      .member("external_ties", r.mixing.total_ties() - r.mixing.total_internal());
  json.key("groups").begin_array();
  for (std::uint32_t g = 0; g < r.mixing.groups(); ++g) {
    const GroupSegregation& s = r.segregation.groups[g];
    json.begin_object()
        .member("name", r.grouping->names[g])
        .member("size", s.size)
        .member("internal_ties", s.internal_ties)
        .member("external_ties", s.external_ties)
        .member("own_share", s.own_share)
        .member("expected_share", s.expected_share)
        .member("ratio", s.ratio)
        .member("ei_index", s.ei_index)
        .member("ei_edges", s.ei_edges)
        .member("coleman", s.coleman)
        .member("conductance", s.conductance)
        .end_object();
  }
  json.end_array().key("mixing").begin_array();
  for (std::uint32_t a = 0; a < r.mixing.groups(); ++a) {
    for (const MixingMatrix::Cell& cell : r.mixing.row(a)) {
      if (cell.group < a) continue;
      json.begin_object()
          .member("a", r.grouping->names[a])
          .member("b", r.grouping->names[cell.group])
          .member("ties", r.mixing.ties(a, cell.group))
          .member("expected", r.mixing.expected(a, cell.group))
          .member("ratio", r.mixing.ratio(a, cell.group))
          .end_object();
    }
  }
  json.end_array().end_object();
}

std::string bubbles_csv(const BubblesReport& r) {
  std::string text = csv_row({"group", "size", "internal_ties", "external_ties", "own_share",
                              "expected_share", "ratio", "ei_index", "ei_edges", "coleman", "conductance"});
  for (std::uint32_t g = 0; g < r.mixing.groups(); ++g) {
    const GroupSegregation& s = r.segregation.groups[g];
    text += csv_row({r.grouping->names[g], std::to_string(s.size), std::to_string(s.internal_ties),
                     std::to_string(s.external_ties), number_text(s.own_share), number_text(s.expected_share),
                     number_text(s.ratio), number_text(s.ei_index), number_text(s.ei_edges),
                     number_text(s.coleman), number_text(s.conductance)});
  }
  return text;
}

std::string bubbles_text(const BubblesReport& r, std::size_t top, std::size_t width) {
  std::string text;
  for (const std::string& sentence : findings(r)) text += wrapped(sentence, width) + "\n";
  const std::size_t shown = std::min<std::size_t>(top, r.mixing.groups());
  if (shown == 0) return text;
  Table table({{r.grouping->by, false, true, 9},
               {"members", true, false, 7},
               {"ties inside", true, false, 5},
               {"outside", true, false, 5},
               {"% inside", true, false, 9},
               {"x chance", true, false, 8},
               {"E-I", true, false, 6}});
  for (std::size_t g = 0; g < shown; ++g) {
    const GroupSegregation& s = r.segregation.groups[g];
    table.add_row({r.grouping->names[g], grouped_digits(s.size), grouped_digits(s.internal_ties),
                   grouped_digits(s.external_ties), rounded(100 * s.own_share, 0), rounded(s.ratio, 1),
                   rounded(s.ei_index, 2)});
  }
  text += '\n' + table.text(width);
  if (shown < r.mixing.groups()) {
    text += fmt::format("{} not shown; --top {} shows all.\n",
                        counted(r.mixing.groups() - shown, "smaller bubble", "smaller bubbles"),
                        r.mixing.groups());
  }
  return text + fmt::format("\nNext: tertius bridges {} --by {}\n", r.path, r.grouping->by);
}

std::vector<std::string> bubbles_findings(const BubblesReport& r) {
  return findings(r);
}

}  // namespace tertius
