#include "engine/report/analyses/clusters_fields.hpp"

#include <cmath>

#include "engine/report/findings.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

using enum FieldType;

struct TraitRow {
  using Report = ClustersReport;
  const ClustersReport& report;
  const clusters::Trait* trait;
};

const Fields<TraitRow>& trait_fields() {
  using Row = TraitRow;
  static const Fields<Row> fields{
      {{.key = "attribute", .type = text, .meaning = "of the members."},
       [](const Row& row) { return row.trait->attribute; }},
      {{.key = "value", .type = text, .meaning = "that is frequent in the cluster."},
       [](const Row& row) { return row.trait->value; }},
      count<Row>({.key = "inside", .meaning = "members of the cluster who have it.", .unit = "members"},
                 [](const Row& row) { return row.trait->inside; }),
      count<Row>({.key = "overall", .meaning = "members of the network who have it.", .unit = "members"},
                 [](const Row& row) { return row.trait->overall; }),
      {{.key = "ratio",
        .meaning = "its share in the cluster, as times its share overall, of those with any value.",
        .nullable = true},
       [](const Row& row) { return row.trait->ratio; }},
      {{.key = "z",
        .meaning = "its log-odds inside against outside.",
        .unit = "standard deviations",
        .nullable = true},
       [](const Row& row) { return row.trait->z; }},
      {{.key = "p",
        .meaning =
            "chance of such a value of the attribute in this cluster, were values dealt out to members "
            "at random. Of the value, not of the cluster.",
        .nullable = true},
       [](const Row& row) { return row.trait->p; }},
  };
  return fields;
}

const clusters::ClusterProfile& profile(const ClusterRow& row) {
  return row.report.profiles[row.cluster];
}

Value traits(const ClusterRow& row) {
  std::vector<TraitRow> rows;
  if (row.cluster < row.report.traits.size())
    for (const clusters::Trait& trait : row.report.traits[row.cluster]) rows.push_back({row.report, &trait});
  return records_of(trait_fields(), std::move(rows));
}

}  // namespace

const Fields<ClusterRow>& cluster_fields() {
  using Row = ClusterRow;
  static const Fields<Row> fields{
      count<Row>({.key = "cluster",
                  .meaning = "its number: 1 the largest, or the number it had in an earlier run.",
                  .grouped = false},
                 [](const Row& row) { return row.report.number(row.cluster); }),
      {{.key = "words", .type = text, .meaning = "what sets it apart, in words."},
       [](const Row& row) { return cluster_in_words(row.report, row.cluster); }},
      {{.key = "findings", .type = FieldType::findings, .meaning = "the same as data.", .csv = false},
       [](const Row& row) {
         return findings_value({cluster_finding(row.report, row.cluster)}, row.report.network->members);
       }},
      count<Row>({.key = "size",
                  .title = "members",
                  .meaning = "how many belong to the cluster.",
                  .unit = "members",
                  .least = 1},
                 [](const Row& row) { return profile(row).size; }),
      count<Row>({.key = "inside_ties",
                  .title = "ties inside",
                  .meaning = "connections between two of its members.",
                  .unit = "connections"},
                 [](const Row& row) { return profile(row).inside_connections; }),
      count<Row>({.key = "outside_ties", .meaning = "connections that leave it.", .unit = "connections"},
                 [](const Row& row) { return profile(row).outside_connections; }),
      share<Row>(
          {.key = "outside_share",
           .title = "% outside",
           .meaning = "of the ties of the cluster, the share that leaves it: outside / (inside + outside), "
                      "whatever they weigh. Low: closed; high: open, or hardly a cluster.",
           .decimals = 0,
           .percent = true},
          [](const Row& row) { return profile(row).outside_share; }),
      share<Row>({.key = "density",
                  .title = "density",
                  .meaning = "connections inside, as a share of all pairs of its members.",
                  .decimals = 3},
                 [](const Row& row) { return profile(row).density; }),
      {{.key = "conductance",
        .title = "conductance",
        .meaning = "weight of the ties that leave, against that of all ties of its members: 0 closed, 1 all "
                   "leave.",
        .nullable = true},
       [](const Row& row) { return profile(row).conductance; }},
      {{.key = "coverage",
        .meaning = "weight inside, as a share of the weight of all connections.",
        .unit = "share",
        .nullable = true},
       [](const Row& row) { return profile(row).coverage; }},
      {{.key = "modularity",
        .meaning = "its term of modularity at resolution 1; the terms add up to it.",
        .nullable = true},
       [](const Row& row) { return profile(row).modularity; }},
      {{.key = "cohesion",
        .title = "cohesion",
        .meaning = "mean weight per pair inside against per pair across its border: 50 means fifty times as "
                   "dense.",
        .nullable = true,
        .decimals = 1},
       [](const Row& row) { return profile(row).cohesion; }},
      {{.key = "consensus",
        .title = "stays",
        .meaning = "how much of the cluster is together in runs with other seeds too. Below a half it is an "
                   "accident of the run.",
        .unit = "share",
        .nullable = true},
       [](const Row& row) -> Value {
         return row.report.consensus ? Value(row.report.consensus->cluster[row.cluster]) : Value();
       },
       {},
       [](const Row& row) {
         return row.report.consensus ? percent(row.report.consensus->cluster[row.cluster]) : std::string("-");
       }},
      {{.key = "central",
        .type = texts,
        .title = "centre",
        .meaning = "the members with the most weight of ties inside the cluster."},
       [](const Row& row) {
         std::vector<std::string> ids;
         for (const graph::VertexId v : row.report.centres[row.cluster])
           ids.push_back(row.report.network->members.ids[v]);
         return ids;
       },
       {},
       [](const Row& row) { return members_listed(row.report, row.report.centres[row.cluster], 3); }},
      {{.key = "traits",
        .type = FieldType::objects,
        .meaning = "values of attributes that set the cluster apart, the most telling first.",
        .csv = false,
        .items = infos(trait_fields())},
       traits},
  };
  return fields;
}

const Fields<ClusterMemberRow>& cluster_member_fields() {
  using Row = ClusterMemberRow;
  static const Fields<Row> fields{
      member_id<Row>(),
      member_name<Row>(),
      count<Row>(
          {.key = "cluster", .meaning = "the number of the cluster they are in."},
          [](const Row& row) { return row.report.number(row.report.result.partition.label[row.member]); }),
      {{.key = "consensus",
        .meaning = "how much of their cluster they are with in runs with other seeds, on average.",
        .unit = "share",
        .nullable = true,
        .optional = true},
       [](const Row& row) { return row.report.consensus->member[row.member]; },
       [](const ClustersReport& report) { return report.consensus.has_value(); }},
      {{.key = "core",
        .type = natural,
        .meaning = "the largest k for which they are in a group whose members each know k others of it.",
        .optional = true},
       [](const Row& row) { return std::uint64_t{row.report.cores[row.member]}; },
       [](const ClustersReport& report) { return !report.cores.empty(); }},
  };
  return fields;
}

const Fields<ResolutionRow>& resolution_fields() {
  using Row = ResolutionRow;
  static constexpr auto point = [](const Row& row) -> const clusters::ResolutionPoint& {
    return row.report.sweep->points[row.point];
  };
  static const Fields<Row> fields{
      {{.key = "resolution", .title = "resolution", .meaning = "that was tried.", .least = 0, .decimals = 4},
       [](const Row& row) { return point(row).resolution; }},
      {{.key = "stability",
        .title = "stability",
        .meaning = "mean adjusted mutual information of all pairs of runs: 1 when every seed finds the same.",
        .nullable = true,
        .decimals = 3},
       [](const Row& row) { return point(row).stability; }},
      count<Row>({.key = "clusters",
                  .title = "clusters",
                  .meaning = "of two members or more, the median over seeds.",
                  .unit = "clusters"},
                 [](const Row& row) { return point(row).clusters; }),
      count<Row>({.key = "largest",
                  .title = "largest",
                  .meaning = "members of the largest, the median over seeds.",
                  .unit = "members"},
                 [](const Row& row) { return point(row).largest; }),
      {{.key = "modularity",
        .title = "modularity",
        .meaning = "at resolution 1, the median over seeds.",
        .nullable = true,
        .decimals = 4},
       [](const Row& row) { return point(row).modularity; }},
      {{.key = "trivial",
        .type = flag,
        .meaning = "nearly everybody is in one cluster, or most connected members are alone."},
       [](const Row& row) { return point(row).trivial; },
       {},
       [](const Row& row) {
         const double stability = std::isnan(point(row).stability) ? 0 : std::max(0.0, point(row).stability);
         return point(row).trivial ? std::string("trivial")
                                   : std::string(static_cast<std::size_t>(std::round(20 * stability)), '#');
       }},
      {{.key = "chosen", .type = flag, .meaning = "the most stable resolution that is not trivial."},
       [](const Row& row) { return row.point == row.report.sweep->chosen; },
       {},
       [](const Row& row) { return std::string(row.point == row.report.sweep->chosen ? ">" : ""); }},
  };
  return fields;
}

std::vector<FieldList> clusters_columns() {
  return {{"members", infos(cluster_member_fields())},
          {"clusters", infos(cluster_fields()), false},
          {"resolutions", infos(resolution_fields()), false}};
}

}  // namespace tertius::report
