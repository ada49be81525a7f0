// Bubbles as data: CSV for spreadsheets, JSON for programs.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/text.hpp"
#include "engine/report/analyses/bubbles.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/findings.hpp"

namespace tertius::report {
namespace {

/// Pairs of groups beyond these are listed only where they have a tie.
constexpr std::uint32_t most_listed = bubbles::PermutationTest::most_paired;

const bubbles::ChanceTest unknown{};

const bubbles::ChanceTest& test_of(const BubblesReport& r, std::uint32_t a, std::uint32_t b) {
  const bubbles::PermutationTest& chance = r.result.chance;
  if (a == b) return a < chance.groups.size() ? chance.groups[a] : unknown;
  return std::max(a, b) < chance.paired ? chance.pair(a, b) : unknown;
}

double controversy_of(const BubblesReport& r, std::uint32_t a, std::uint32_t b) {
  const bool walked = a != b && std::max(a, b) < r.result.walks.groups;
  return walked ? r.result.walks.controversy(a, b) : std::numeric_limits<double>::quiet_NaN();
}

/// Calls visit(a, b), a <= b, for every pair that is listed.
template <class Visit>
void for_each_pair(const BubblesReport& r, Visit&& visit) {
  const bubbles::MixingMatrix& mixing = r.result.mixing;
  for (std::uint32_t a = 0; a < mixing.groups(); ++a) {
    for (std::uint32_t b = a; b < std::min(mixing.groups(), most_listed); ++b) visit(a, b);
    for (const bubbles::MixingMatrix::Cell& cell : mixing.row(a)) {
      if (cell.group >= std::max(a, most_listed)) visit(a, cell.group);
    }
  }
}

void write_group(JsonWriter& json, const BubblesReport& r, std::uint32_t g) {
  const bubbles::GroupSegregation& s = r.result.segregation.groups[g];
  const bubbles::ChanceTest& test = test_of(r, g, g);
  const bubbles::ExposureSpread& spread = r.result.exposure.groups[g];
  json.begin_object()
      .member("name", r.grouping->names[g])
      .member("size", s.size)
      .member("internal_ties", s.internal_ties)
      .member("external_ties", s.external_ties)
      .member("inside_share", s.inside_share)
      .member("expected_inside_share", s.expected_share)
      .member("inside_ratio", s.ratio)
      .member("ei_edges", s.ei_edges)
      .member("ei_ends", s.ei_ends)
      .member("coleman", s.coleman)
      .member("conductance", s.conductance)
      .member("z", test.z)
      .member("p_closed", test.p_more)
      .member("p_open", test.p_fewer);
  json.key("exposure")
      .begin_object()
      .member("members", spread.members)
      .member("mean", spread.mean)
      .member("lower_quartile", spread.lower_quartile)
      .member("median", spread.median)
      .member("upper_quartile", spread.upper_quartile);
  json.key("histogram").begin_array();
  for (const std::uint32_t members : spread.histogram) json.value(members);
  json.end_array().end_object().end_object();
}

void write_closest(JsonWriter& json, const BubblesReport& r,
                   const std::vector<bubbles::ClosestMember>& side) {
  json.begin_array();
  for (const bubbles::ClosestMember& c : side) {
    json.begin_object()
        .member("id", r.network->members.ids[c.member])
        .member("name", r.network->members.name(c.member))
        .member("steps", c.steps)
        .member("ways", c.ways)
        .end_object();
  }
  json.end_array();
}

void write_chance(JsonWriter& json, const BubblesReport& r) {
  const bubbles::PermutationTest& chance = r.result.chance;
  // The E-I index is 1 - 2 internal / all.
  const double all = static_cast<double>(r.result.mixing.total_ties());
  json.begin_object()
      .member("model", bubbles::to_string(chance.model))
      .member("permutations", chance.permutations)
      .member("ei_index_mean", 1 - 2 * chance.internal.mean / all)
      .member("ei_index_sd", 2 * chance.internal.sd / all)
      .member("ei_index_z", -chance.internal.z)
      .member("p_closed", chance.internal.p_more)
      .member("p_open", chance.internal.p_fewer)
      .end_object();
}

/// The members of one report, without the braces around.
void write_report(JsonWriter& json, const BubblesReport& r, std::size_t top) {
  const bubbles::Bubbles& b = r.result;
  json.member("by", r.grouping->by)
      .member("fitted", r.fitted)
      .member("ei_index", b.segregation.ei_index)
      .member("assortativity", b.segregation.assortativity)
      .member("numeric_assortativity", r.numeric ? r.numeric->r : std::numeric_limits<double>::quiet_NaN())
      .member("internal_ties", b.mixing.total_internal())
      .member("external_ties", b.mixing.total_ties() - b.mixing.total_internal());
  write_findings(json, bubbles_findings(r), r.network->members);
  json.key("chance");
  write_chance(json, r);
  json.key("controversy")
      .begin_object()
      .member("groups", b.walks.groups)
      .member("mean", b.walks.mean_controversy())
      .member("passes", b.walks.passes)
      .member("converged", b.walks.converged)
      .end_object();
  json.key("groups").begin_array();
  for (std::uint32_t g = 0; g < b.mixing.groups(); ++g) write_group(json, r, g);
  json.end_array().key("mixing").begin_array();
  for_each_pair(r, [&](std::uint32_t x, std::uint32_t y) {
    const bubbles::ChanceTest& test = test_of(r, x, y);
    json.begin_object()
        .member("a", r.grouping->names[x])
        .member("b", r.grouping->names[y])
        .member("ties", b.mixing.ties(x, y))
        .member("expected", b.mixing.expected(x, y))
        .member("ratio", b.mixing.ratio(x, y))
        .member("z", test.z)
        .member("p_fewer", test.p_fewer)
        .member("p_more", test.p_more)
        .member("controversy", controversy_of(r, x, y))
        .end_object();
  });
  json.end_array().key("missing_bridges").begin_array();
  for (const bubbles::MissingBridge& gap : b.missing) {
    json.begin_object()
        .member("a", r.grouping->names[gap.a])
        .member("b", r.grouping->names[gap.b])
        .member("ties", gap.ties)
        .member("expected", gap.expected)
        .member("z", gap.z)
        .member("surprise", gap.surprise);
    json.key("from_a");
    write_closest(json, r, gap.from_a);
    json.key("from_b");
    write_closest(json, r, gap.from_b);
    json.end_object();
  }
  json.end_array().key("members").begin_array();
  for (graph::VertexId v = 0; v < std::min<std::size_t>(top, r.network->members.size()); ++v) {
    json.begin_object()
        .member("id", r.network->members.ids[v])
        .member("name", r.network->members.name(v))
        .key("group");
    r.network->consent.hidden(v) ? json.value(nullptr)
                                 : json.value(r.grouping->names[r.grouping->partition.label[v]]);
    json.member("contacts", r.network->graph.degree(v))
        .member("own_share", b.exposure.own_share[v])
        .member("foreign_groups", b.exposure.foreign_groups[v])
        .member("entropy", b.exposure.entropy[v])
        .member("diversity", b.exposure.diversity[v])
        .end_object();
  }
  json.end_array();
}

std::string group_rows(const BubblesReport& r) {
  std::string text;
  for (std::uint32_t g = 0; g < r.result.mixing.groups(); ++g) {
    const bubbles::GroupSegregation& s = r.result.segregation.groups[g];
    const bubbles::ChanceTest& test = test_of(r, g, g);
    text += csv_row({r.grouping->by, r.grouping->names[g], std::to_string(s.size),
                     std::to_string(s.internal_ties), std::to_string(s.external_ties),
                     number_text(s.inside_share), number_text(s.expected_share), number_text(s.ratio),
                     number_text(s.ei_edges), number_text(s.ei_ends), number_text(s.coleman),
                     number_text(s.conductance), number_text(test.z), number_text(test.p_more),
                     number_text(test.p_fewer), number_text(r.result.exposure.groups[g].median)});
  }
  return text;
}

std::string pair_rows(const BubblesReport& r) {
  std::string text;
  for_each_pair(r, [&](std::uint32_t a, std::uint32_t b) {
    const bubbles::ChanceTest& test = test_of(r, a, b);
    text += csv_row({r.grouping->by, r.grouping->names[a], r.grouping->names[b],
                     std::to_string(r.result.mixing.ties(a, b)), number_text(r.result.mixing.expected(a, b)),
                     number_text(r.result.mixing.ratio(a, b)), number_text(test.z), number_text(test.p_fewer),
                     number_text(test.p_more), number_text(controversy_of(r, a, b))});
  });
  return text;
}

std::string member_rows(const BubblesReport& r) {
  const bubbles::Exposure& e = r.result.exposure;
  std::string text;
  for (graph::VertexId v = 0; v < r.network->members.size(); ++v) {
    text += csv_row({r.grouping->by, r.network->members.ids[v], r.network->members.name(v),
                     std::string(group_shown(*r.network, *r.grouping, v)),
                     std::to_string(r.network->graph.degree(v)), number_text(e.own_share[v]),
                     std::to_string(e.foreign_groups[v]), number_text(e.entropy[v]),
                     number_text(e.diversity[v])});
  }
  return text;
}

}  // namespace

std::string bubbles_csv(std::span<const BubblesReport> reports, BubbleRows rows) {
  std::string text;
  switch (rows) {
    case BubbleRows::groups:
      text = csv_row({"by", "group", "size", "internal_ties", "external_ties", "inside_share",
                      "expected_inside_share", "inside_ratio", "ei_edges", "ei_ends", "coleman",
                      "conductance", "z", "p_closed", "p_open", "median_exposure"});
      for (const BubblesReport& r : reports) text += group_rows(r);
      break;
    case BubbleRows::pairs:
      text = csv_row({"by", "a", "b", "ties", "expected", "ratio", "z", "p_fewer", "p_more", "controversy"});
      for (const BubblesReport& r : reports) text += pair_rows(r);
      break;
    case BubbleRows::members:
      text = csv_row(
          {"by", "id", "name", "group", "contacts", "own_share", "foreign_groups", "entropy", "diversity"});
      for (const BubblesReport& r : reports) text += member_rows(r);
      break;
  }
  return text;
}

void write_bubbles_json(JsonWriter& json, std::span<const BubblesReport> reports, std::size_t top) {
  json.begin_object();
  write_report(json, reports.front(), top);
  json.key("also").begin_array();
  for (const BubblesReport& other : reports.subspan(1)) {
    json.begin_object();
    write_report(json, other, top);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace tertius::report
