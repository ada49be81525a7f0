// Clusters for machines: JSON and CSV.
#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/analyses/clusters.hpp"

namespace tertius::report {
namespace {

void write_cluster(JsonWriter& json, const ClustersReport& r, std::uint32_t g) {
  const clusters::ClusterProfile& c = r.profiles[g];
  json.begin_object()
      .member("cluster", r.number(g))
      .member("words", cluster_in_words(r, g))
      .member("size", c.size)
      .member("inside_ties", c.inside_ties)
      .member("outside_ties", c.outside_ties)
      .member("outside_share", c.outside_share)
      .member("density", c.density)
      .member("conductance", c.conductance)
      .member("coverage", c.coverage)
      .member("modularity", c.modularity)
      .member("cohesion", c.cohesion);
  json.key("consensus");
  if (r.consensus) {
    json.value(r.consensus->cluster[g]);
  } else {
    json.value(nullptr);
  }
  json.key("central").begin_array();
  for (const graph::VertexId v : r.centres[g]) json.value(r.network->members.ids[v]);
  json.end_array().key("traits").begin_array();
  if (g < r.traits.size()) {
    for (const clusters::Trait& t : r.traits[g]) {
      json.begin_object()
          .member("attribute", t.attribute)
          .member("value", t.value)
          .member("inside", t.inside)
          .member("overall", t.overall)
          .member("ratio", t.ratio)
          .member("z", t.z)
          .member("p", t.p)
          .end_object();
    }
  }
  json.end_array().end_object();
}

void write_sweep(JsonWriter& json, const ClustersReport& r) {
  json.key("resolutions").begin_array();
  for (std::size_t i = 0; i < r.sweep->points.size(); ++i) {
    const clusters::ResolutionPoint& p = r.sweep->points[i];
    json.begin_object()
        .member("resolution", p.resolution)
        .member("stability", p.stability)
        .member("clusters", p.clusters)
        .member("largest", p.largest)
        .member("modularity", p.modularity)
        .member("trivial", p.trivial)
        .member("chosen", i == r.sweep->chosen)
        .end_object();
  }
  json.end_array();
}

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
  const graph::MemberTable& members = r.network->members;
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
  if (r.sweep) write_sweep(json, r);
  if (r.compared) write_comparison(json, r);
  if (r.followed) write_continuity(json, r);
  json.key("clusters").begin_array();
  for (std::uint32_t g = 0; g < r.profiles.size(); ++g) write_cluster(json, r, g);
  json.end_array().key("members").begin_array();
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    json.begin_line()
        .member("id", members.ids[v])
        .member("name", members.name(v))
        .member("cluster", r.number(r.result.partition.label[v]));
    if (r.consensus) json.member("consensus", r.consensus->member[v]);
    if (!r.cores.empty()) json.member("core", r.cores[v]);
    json.end_object();
  }
  json.end_array().end_object();
}

std::string clusters_csv(const ClustersReport& r) {
  const graph::MemberTable& members = r.network->members;
  std::vector<std::string> header = {"id", "name", "cluster"};
  if (r.consensus) header.emplace_back("consensus");
  if (!r.cores.empty()) header.emplace_back("core");
  std::string text = csv_row(header);
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    std::vector<std::string> row = {members.ids[v], members.name(v),
                                    std::to_string(r.number(r.result.partition.label[v]))};
    if (r.consensus) row.push_back(number_text(r.consensus->member[v]));
    if (!r.cores.empty()) row.push_back(std::to_string(r.cores[v]));
    text += csv_row(row);
  }
  return text;
}

}  // namespace tertius::report
