// Bubbles as data: CSV for spreadsheets, JSON for programs.
#include <algorithm>
#include <limits>

#include "engine/report/analyses/bubbles_fields.hpp"
#include "engine/report/findings.hpp"

namespace tertius::report {
namespace {

template <class Row>
void write_line(JsonWriter& json, const Fields<Row>& fields, const Row& row) {
  json.begin_object();
  write_row(json, fields, row);
  json.end_object();
}

void write_chance(JsonWriter& json, const BubblesReport& r) {
  const bubbles::PermutationTest& chance = r.result.chance;
  // The E-I index is 1 - 2 internal / all.
  const double all = static_cast<double>(r.result.mixing.total_connections());
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
      .member("external_ties", b.mixing.total_connections() - b.mixing.total_internal());
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
  for (std::uint32_t g = 0; g < b.mixing.groups(); ++g) write_line(json, bubble_fields(), {r, g});
  json.end_array().key("mixing").begin_array();
  for (const BubblePairRow& pair : bubble_pairs(r)) write_line(json, bubble_pair_fields(), pair);
  json.end_array().key("missing_bridges").begin_array();
  for (const bubbles::MissingBridge& gap : b.missing) write_line(json, missing_bridge_fields(), {r, gap});
  json.end_array().key("members").begin_array();
  for (graph::VertexId v = 0; v < std::min<std::size_t>(top, r.network->members.size()); ++v)
    write_line(json, bubble_member_fields(), {r, v});
  json.end_array();
}

}  // namespace

std::string bubbles_csv(std::span<const BubblesReport> reports, BubbleRows rows) {
  std::string text;
  switch (rows) {
    case BubbleRows::groups:
      text = csv_header(bubble_fields(), reports.front());
      for (const BubblesReport& r : reports)
        for (std::uint32_t g = 0; g < r.result.mixing.groups(); ++g)
          text += csv_row_of(bubble_fields(), {r, g});
      break;
    case BubbleRows::pairs:
      text = csv_header(bubble_pair_fields(), reports.front());
      for (const BubblesReport& r : reports)
        for (const BubblePairRow& pair : bubble_pairs(r)) text += csv_row_of(bubble_pair_fields(), pair);
      break;
    case BubbleRows::members:
      text = csv_header(bubble_member_fields(), reports.front());
      for (const BubblesReport& r : reports)
        for (graph::VertexId v = 0; v < r.network->members.size(); ++v)
          text += csv_row_of(bubble_member_fields(), {r, v});
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
