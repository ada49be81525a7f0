// Clusters for machines: JSON and CSV.
#include <algorithm>
#include <cmath>

#include "engine/report/analyses/clusters_fields.hpp"
#include "engine/report/findings.hpp"

namespace tertius::report {
namespace {

void write_comparison(JsonWriter& json, const ClustersReport& r) {
  const ComparedClusters& c = *r.compared;
  json.key("comparison")
      .begin_object()
      .member("with", c.with.by)
      .member("nmi", c.figures.nmi)
      .member("ami", c.figures.ami)
      .member("ari", c.figures.ari)
      .member("variation_of_information", c.figures.variation_of_information);
  json.key("contingency").begin_array();
  for (const clusters::Overlap& o : clusters::contingency(r.result.partition, c.with.partition)) {
    json.begin_object()
        .member("cluster", r.number(o.a))
        .member("group", c.with.names[o.b])
        .member("members", o.shared)
        .end_object();
  }
  json.end_array().end_object();
}

void write_continuity(JsonWriter& json, const ClustersReport& r) {
  const auto& [file, earlier, c] = *r.followed;
  json.key("continuity")
      .begin_object()
      .member("stayed", c.stayed)
      .member("moved", c.moved)
      .member("joined", c.joined)
      .member("left", c.left);
  json.key("clusters").begin_array();
  for (std::size_t g = 0; g < c.number.size(); ++g) {
    json.begin_object().member("cluster", c.number[g]).member("origin", to_string(c.origin[g])).key("from");
    if (c.from[g] == clusters::EarlierClusters::none) {
      json.value(nullptr);
    } else {
      json.value(earlier.number[c.from[g]]);
    }
    json.end_object();
  }
  json.end_array().key("earlier").begin_array();
  for (std::size_t e = 0; e < c.fate.size(); ++e) {
    json.begin_object().member("cluster", earlier.number[e]).member("fate", to_string(c.fate[e])).key("into");
    if (c.into[e] == clusters::EarlierClusters::none) {
      json.value(nullptr);
    } else {
      json.value(c.number[c.into[e]]);
    }
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void write_clusters_json(JsonWriter& json, const ClustersReport& r) {
  json.begin_object()
      .member("method", r.preview ? "label propagation" : "leiden")
      .member("objective", r.directed ? "directed" : to_string(r.options.objective))
      .member("resolution", r.options.resolution)
      .member("modularity", r.result.modularity)
      .member("quality", r.result.quality)
      .member("levels", r.result.hierarchy.size())
      .member("iterations", r.result.iterations)
      .member("disconnected", r.result.disconnected);
  json.key("level");
  if (r.level > 0) {
    json.value(r.level);
  } else {
    json.value(nullptr);
  }
  json.key("hierarchy").begin_array();
  for (const graph::Partition& level : r.result.hierarchy) json.value(level.count);
  json.end_array();
  json.member("seeds", r.seeds).key("agreement");
  if (r.consensus) {
    json.value(r.consensus->mean_ami);
  } else {
    json.value(nullptr);
  }
  json.key("rewired");
  if (r.rewired) {
    json.begin_object()
        .member("networks", r.rewired->networks)
        .member("inside_share", r.rewired->inside_share)
        .member("modularity", r.rewired->modularity)
        .end_object();
  } else {
    json.value(nullptr);
  }
  if (r.sweep) {
    std::vector<ResolutionRow> points;
    for (std::size_t i = 0; i < r.sweep->points.size(); ++i) points.push_back({r, i});
    json.key("resolutions");
    records_of(resolution_fields(), std::move(points))(json);
  }
  if (r.compared) write_comparison(json, r);
  if (r.followed) write_continuity(json, r);
  write_findings(json, clusters_findings(r), r.network->members);
  json.key("clusters").begin_array();
  for (std::uint32_t g = 0; g < r.profiles.size(); ++g) {
    json.begin_object();
    write_row(json, cluster_fields(), {r, g});
    json.end_object();
  }
  json.end_array().key("members").begin_array();
  for (graph::VertexId v = 0; v < r.network->members.size(); ++v) {
    json.begin_line();
    write_row(json, cluster_member_fields(), {r, v});
    json.end_object();
  }
  json.end_array().end_object();
}

void write_clusters_csv(const ClustersReport& r, const TextSink& sink) {
  sink(csv_header(cluster_member_fields(), r));
  for (graph::VertexId v = 0; v < r.network->members.size(); ++v)
    sink(csv_row_of(cluster_member_fields(), {r, v}));
}

std::string clusters_csv(const ClustersReport& r) {
  std::string text;
  write_clusters_csv(r, [&](std::string_view part) { text += part; });
  return text;
}

std::string_view to_string(clusters::Objective objective) {
  return name_in(clusters::objectives, objective);
}

std::string_view to_string(clusters::Origin origin) {
  switch (origin) {
    case clusters::Origin::kept:
      return "kept";
    case clusters::Origin::split:
      return "split";
    case clusters::Origin::born:
      return "born";
  }
  return "";
}

std::string_view to_string(clusters::Fate fate) {
  switch (fate) {
    case clusters::Fate::kept:
      return "kept";
    case clusters::Fate::merged:
      return "merged";
    case clusters::Fate::gone:
      return "gone";
  }
  return "";
}

}  // namespace tertius::report
