#include "engine/report/analyses/bubbles_fields.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

using enum FieldType;

const bubbles::ChanceTest& test_of(const BubblesReport& r, std::uint32_t a, std::uint32_t b) {
  static const bubbles::ChanceTest unknown{};
  const bubbles::PermutationTest& chance = r.result.chance;
  if (a == b) return a < chance.groups.size() ? chance.groups[a] : unknown;
  return std::max(a, b) < chance.paired ? chance.pair(a, b) : unknown;
}
const bubbles::ChanceTest& test_of(const BubbleRow& row) {
  return test_of(row.report, row.group, row.group);
}
const bubbles::ChanceTest& test_of(const BubblePairRow& row) {
  return test_of(row.report, row.a, row.b);
}

const bubbles::GroupSegregation& segregation(const BubbleRow& row) {
  return row.report.result.segregation.groups[row.group];
}
const bubbles::ExposureSpread& spread(const BubbleRow& row) {
  return row.report.result.exposure.groups[row.group];
}
const bubbles::MixingMatrix& mixing(const BubblePairRow& row) {
  return row.report.result.mixing;
}
const std::string& name_of(const BubblesReport& r, std::uint32_t group) {
  return r.grouping->names[group];
}

/// Several groupings share one CSV; in JSON each is an object of its own that says so.
template <class Row>
Field<Row> by() {
  return {{.key = "by", .type = text, .meaning = "what the groups are made by.", .json = false},
          [](const Row& row) { return row.report.grouping->by; }};
}

struct ClosestRow {
  using Report = BubblesReport;
  const BubblesReport& report;
  const bubbles::ClosestMember* closest;
};

const Fields<ClosestRow>& closest_fields() {
  using Row = ClosestRow;
  static const Fields<Row> fields{
      {{.key = "id", .type = text, .meaning = "of the member, as in the input."},
       [](const Row& row) { return row.report.network->members.ids[row.closest->member]; }},
      {{.key = "name", .type = text, .meaning = "of the member."},
       [](const Row& row) { return row.report.network->members.name(row.closest->member); }},
      count<Row>({.key = "steps", .meaning = "to the nearest member of the other group.", .unit = "steps"},
                 [](const Row& row) { return row.closest->steps; }),
      count<Row>({.key = "ways", .meaning = "contacts that lead there in so many steps.", .unit = "contacts"},
                 [](const Row& row) { return row.closest->ways; }),
  };
  return fields;
}

using Side = std::vector<bubbles::ClosestMember> bubbles::MissingBridge::*;

Field<MissingBridgeRow> closest(std::string_view key, std::string_view title, std::string_view meaning,
                                Side side) {
  return {{.key = key,
           .type = FieldType::objects,
           .title = title,
           .meaning = meaning,
           .csv = false,
           .items = infos(closest_fields())},
          [side](const MissingBridgeRow& row) {
            std::vector<ClosestRow> rows;
            for (const bubbles::ClosestMember& one : row.gap.*side) rows.push_back({row.report, &one});
            return Value(records_of(closest_fields(), std::move(rows)));
          },
          {},
          [side](const MissingBridgeRow& row) {
            const auto& members = row.gap.*side;
            return members.empty() ? std::string("-")
                                   : row.report.network->members.name(members.front().member);
          }};
}

}  // namespace

std::string p_cell(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<" + rounded(0.001, 3) : rounded(std::ceil(p * 1000 - 1e-9) / 1000, 3);
}

const Fields<BubbleRow>& bubble_fields() {
  using Row = BubbleRow;
  static const Fields<Row> fields{
      by<Row>(),
      count<Row>(
          {.key = "number", .meaning = "place by size.", .json = false, .csv = false, .grouped = false},
          [](const Row& row) { return row.group + 1; }),
      {{.key = "name", .csv_key = "group", .type = text, .meaning = "of the group."},
       [](const Row& row) { return name_of(row.report, row.group); }},
      count<Row>(
          {.key = "size", .title = "members", .meaning = "how many are in the bubble.", .unit = "members"},
          [](const Row& row) { return segregation(row).size; }),
      count<Row>({.key = "internal_ties",
                  .title = "inside",
                  .meaning = "ties between two members of the bubble.",
                  .unit = "connections"},
                 [](const Row& row) { return segregation(row).internal_connections; }),
      count<Row>({.key = "external_ties",
                  .title = "outside",
                  .meaning = "ties to other bubbles, each once.",
                  .unit = "connections"},
                 [](const Row& row) { return segregation(row).external_connections; }),
      share<Row>(
          {.key = "inside_share",
           .title = "% inside",
           .meaning =
               "of the ties of the bubble (or, in the list of members, of the member), the share inside "
               "the bubble: inside / (inside + outside).",
           .decimals = 0,
           .percent = true},
          [](const Row& row) { return segregation(row).inside_share; }),
      share<Row>(
          {.key = "expected_inside_share",
           .meaning =
               "the same share of the ties that chance would give: D / (4m - D) for D ends of ties that "
               "the bubble holds."},
          [](const Row& row) { return segregation(row).expected_share; }),
      {{.key = "inside_ratio",
        .title = "x chance",
        .meaning =
            "the share inside, divided by what it would be if everybody kept their number of ties, but "
            "not their choice.",
        .nullable = true,
        .decimals = 1},
       [](const Row& row) { return segregation(row).ratio; }},
      {{.key = "ei_edges",
        .title = "E-I",
        .meaning = "ties outside minus ties inside, divided by both: -1 closed, 1 open.",
        .least = -1,
        .most = 1,
        .nullable = true},
       [](const Row& row) { return segregation(row).ei_edges; }},
      {{.key = "ei_ends",
        .meaning = "the same where a tie inside counts for both its members: (external - 2 internal) / "
                   "(external + 2 internal).",
        .least = -1,
        .most = 1,
        .nullable = true},
       [](const Row& row) { return segregation(row).ei_ends; }},
      {{.key = "coleman",
        .title = "homophily",
        .meaning = "Coleman's index: 1 only their own, 0 as if all members were equally likely, -1 never "
                   "their own. It counts choices of members, so that a tie inside counts for both.",
        .least = -1,
        .most = 1,
        .nullable = true},
       [](const Row& row) { return segregation(row).coleman; }},
      {{.key = "conductance",
        .title = "conduct.",
        .meaning = "conductance: ties that leave, for each end of a tie that the bubble (or, where they hold "
                   "fewer, all others) holds. 0: sealed off.",
        .nullable = true},
       [](const Row& row) { return segregation(row).conductance; }},
      {{.key = "z",
        .meaning = "ties inside, against those of random networks.",
        .unit = "standard deviations",
        .nullable = true},
       [](const Row& row) { return test_of(row).z; }},
      {{.key = "p_closed",
        .title = "p",
        .meaning = "how often networks rewired at random keep at least as many ties inside. Small: hardly "
                   "chance. Neither this nor x chance is given for clusters, which were found in the same "
                   "ties.",
        .least = 0,
        .most = 1,
        .nullable = true},
       [](const Row& row) { return test_of(row).p_more; },
       {},
       [](const Row& row) { return p_cell(test_of(row).p_more); }},
      fraction<Row>({.key = "p_open",
                     .meaning = "how often networks rewired at random keep at most as many ties inside."},
                    [](const Row& row) { return test_of(row).p_fewer; }),
      count<Row>({.key = "members",
                  .within = "exposure",
                  .meaning = "of the bubble who have contacts.",
                  .unit = "members",
                  .csv = false},
                 [](const Row& row) { return spread(row).members; }),
      share<Row>({.key = "mean",
                  .within = "exposure",
                  .meaning = "of the shares of their own ties that lead outside.",
                  .csv = false},
                 [](const Row& row) { return spread(row).mean; }),
      share<Row>({.key = "lower_quartile", .within = "exposure", .meaning = "of these shares.", .csv = false},
                 [](const Row& row) { return spread(row).lower_quartile; }),
      share<Row>(
          {.key = "median",
           .csv_key = "median_exposure",
           .within = "exposure",
           .meaning = "of these shares: of the own ties of a member, those that lead outside the bubble."},
          [](const Row& row) { return spread(row).median; }),
      share<Row>({.key = "upper_quartile", .within = "exposure", .meaning = "of these shares.", .csv = false},
                 [](const Row& row) { return spread(row).upper_quartile; }),
      {{.key = "histogram",
        .within = "exposure",
        .type = naturals,
        .meaning = "members by these shares: 0 to 0.1, 0.1 to 0.2, ..., 0.9 to 1.",
        .unit = "members",
        .csv = false},
       [](const Row& row) {
         return std::vector<std::uint64_t>(spread(row).histogram.begin(), spread(row).histogram.end());
       }},
  };
  return fields;
}

const Fields<BubblePairRow>& bubble_pair_fields() {
  using Row = BubblePairRow;
  static const Fields<Row> fields{
      by<Row>(),
      {{.key = "a", .type = text, .meaning = "the one group."},
       [](const Row& row) { return name_of(row.report, row.a); }},
      {{.key = "b", .type = text, .meaning = "the other, or the same."},
       [](const Row& row) { return name_of(row.report, row.b); }},
      count<Row>({.key = "ties", .meaning = "between the two.", .unit = "connections"},
                 [](const Row& row) { return mixing(row).connections(row.a, row.b); }),
      {{.key = "expected",
        .meaning = "ties between the two if everybody kept their number of ties and chose at random.",
        .unit = "connections",
        .nullable = true},
       [](const Row& row) { return mixing(row).expected(row.a, row.b); }},
      {{.key = "ratio",
        .title = "who mixes with whom",
        .meaning = "ties divided by what chance would give: 1 chance, above more, a dot none at all. For "
                   "clusters: ties.",
        .nullable = true},
       [](const Row& row) { return mixing(row).ratio(row.a, row.b); }},
      {{.key = "z",
        .meaning = "ties, against those of random networks.",
        .unit = "standard deviations",
        .nullable = true},
       [](const Row& row) { return test_of(row).z; }},
      fraction<Row>(
          {.key = "p_fewer",
           .meaning = "how often networks rewired at random have at most as many ties between the two."},
          [](const Row& row) { return test_of(row).p_fewer; }),
      fraction<Row>(
          {.key = "p_more",
           .meaning = "how often networks rewired at random have at least as many ties between the two."},
          [](const Row& row) { return test_of(row).p_more; }),
      {{.key = "controversy",
        .meaning = "random-walk controversy of the two: 0 mixed, 1 apart.",
        .nullable = true},
       [](const Row& row) {
         const bool walked = row.a != row.b && std::max(row.a, row.b) < row.report.result.walks.groups;
         return walked ? row.report.result.walks.controversy(row.a, row.b)
                       : std::numeric_limits<double>::quiet_NaN();
       }},
  };
  return fields;
}

std::vector<BubblePairRow> bubble_pairs(const BubblesReport& r) {
  constexpr std::uint32_t most_listed = bubbles::PermutationTest::most_paired;
  const bubbles::MixingMatrix& mixing = r.result.mixing;
  std::vector<BubblePairRow> rows;
  for (std::uint32_t a = 0; a < mixing.groups(); ++a) {
    for (std::uint32_t b = a; b < std::min(mixing.groups(), most_listed); ++b) rows.push_back({r, a, b});
    for (const bubbles::MixingMatrix::Cell& cell : mixing.row(a)) {
      if (cell.group >= std::max(a, most_listed)) rows.push_back({r, a, cell.group});
    }
  }
  return rows;
}

const Fields<MissingBridgeRow>& missing_bridge_fields() {
  using Row = MissingBridgeRow;
  static const Fields<Row> fields{
      {{.key = "a", .type = text, .meaning = "the one group."},
       [](const Row& row) { return name_of(row.report, row.gap.a); }},
      {{.key = "b", .type = text, .meaning = "the other."},
       [](const Row& row) { return name_of(row.report, row.gap.b); }},
      count<Row>({.key = "ties", .meaning = "between the two.", .unit = "connections"},
                 [](const Row& row) { return row.gap.connections; }),
      {{.key = "expected",
        .title = "expected",
        .meaning = "ties between the two if everybody kept their number of ties and chose at random.",
        .unit = "connections",
        .nullable = true,
        .decimals = 1},
       [](const Row& row) { return row.gap.expected; }},
      {{.key = "z",
        .meaning = "how far that is below chance.",
        .unit = "standard deviations",
        .nullable = true},
       [](const Row& row) { return row.gap.z; }},
      {{.key = "surprise",
        .meaning = "grows with the number of ties missing and with their share; the list is sorted by it.",
        .nullable = true},
       [](const Row& row) { return row.gap.surprise; }},
      closest("from_a", "closest here",
              "the members of a with the shortest path to b; the table names the first.",
              &bubbles::MissingBridge::from_a),
      closest("from_b", "closest there", "the members of b with the shortest path to a.",
              &bubbles::MissingBridge::from_b),
      {{.key = "steps",
        .type = natural,
        .title = "steps",
        .meaning = "how many steps that path takes.",
        .unit = "steps",
        .json = false,
        .csv = false,
        .grouped = false},
       [](const Row& row) {
         return row.gap.from_a.empty() ? Value() : Value(std::uint64_t{row.gap.from_a.front().steps});
       }},
  };
  return fields;
}

const Fields<BubbleMemberRow>& bubble_member_fields() {
  using Row = BubbleMemberRow;
  static constexpr auto exposure = [](const Row& row) -> const bubbles::Exposure& {
    return row.report.result.exposure;
  };
  static const Fields<Row> fields{
      by<Row>(),
      count<Row>({.key = "place",
                  .meaning = "by the share of ties outside.",
                  .json = false,
                  .csv = false,
                  .grouped = false},
                 [](const Row& row) { return row.place; }),
      member_id<Row>(),
      member_name<Row>(),
      {{.key = "group",
        .type = text,
        .meaning = "the bubble the member belongs to; nothing for members under a pseudonym.",
        .nullable = true},
       [](const Row& row) -> Value {
         if (row.report.network->consent.hidden(row.member)) return {};
         return name_of(row.report, row.report.grouping->partition.label[row.member]);
       }},
      count<Row>({.key = "contacts", .meaning = "how many members this one is connected with."},
                 [](const Row& row) { return row.report.network->graph.degree(row.member); }),
      share<Row>({.key = "own_share",
                  .title = "% inside",
                  .meaning = "of the member's ties, those inside their own group.",
                  .decimals = 0,
                  .percent = true},
                 [](const Row& row) { return exposure(row).own_share[row.member]; }),
      count<Row>({.key = "foreign_groups",
                  .title = "bubbles",
                  .meaning = "how many other bubbles this member has a contact in.",
                  .unit = "groups"},
                 [](const Row& row) { return exposure(row).foreign_groups[row.member]; }),
      {{.key = "entropy",
        .title = "entropy",
        .meaning = "how widely contacts spread over bubbles, in bits: 0 one bubble, 1 as if evenly over two, "
                   "2 over four.",
        .unit = "bits",
        .nullable = true},
       [](const Row& row) { return exposure(row).entropy[row.member]; }},
      fraction<Row>(
          {.key = "diversity",
           .title = "diversity",
           .meaning =
               "Rao-Stirling: how different, by whom they mix with, the bubbles of two of this member's "
               "ties are."},
          [](const Row& row) { return exposure(row).diversity[row.member]; }),
  };
  return fields;
}

std::vector<FieldList> bubbles_columns() {
  return {{"groups", infos(bubble_fields())},
          {"mixing", infos(bubble_pair_fields())},
          {"members", infos(bubble_member_fields())},
          {"missing_bridges", infos(missing_bridge_fields()), false}};
}

}  // namespace tertius::report
