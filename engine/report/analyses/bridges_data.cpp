// Bridging contacts as data: CSV for spreadsheets, JSON for programs.
#include <algorithm>

#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {

BridgesRow bridges_row(const BridgesReport& r, std::size_t rank) {
  const graph::VertexId member = r.bridging->order[rank - 1];
  return {r, rank, member, bridge_reasons(r, member)};
}

void write_bridges_json(JsonWriter& json, const BridgesReport& r, std::size_t top) {
  const bridges::Bridging& b = *r.bridging;
  json.begin_object()
      .member("by", r.grouping->by)
      .member("order", to_string(r.options.order))
      .member("betweenness_pairs", r.options.pairs == bridges::PairsOf::all ? "all"
                                   : r.options.pairs == bridges::PairsOf::different_groups
                                       ? "different groups"
                                       : "two groups");
  json.key("between").begin_array();
  if (r.options.pairs == bridges::PairsOf::two_groups)
    json.value(group_name(r, r.options.from)).value(group_name(r, r.options.to));
  json.end_array()
      .member("counted_pairs", b.pairs.all)
      .member("exact", r.options.betweenness && (!b.sampled || b.sampled->exact))
      .member("estimated_seconds", r.estimated_seconds)
      .member("note", words::sentence(star_finding(r.network->graph), words::Speaker(r.network->members)));
  json.key("approximation");
  if (b.sampled) {  // what holds: wider than asked for when sampling stopped at a certain order
    json.begin_object()
        .member("epsilon", std::min(1.0, std::max(r.options.sampling->epsilon, b.sampled->epsilon)))
        .member("delta", b.sampled->delta)
        .member("samples", b.sampled->samples)
        .member("error_bound", b.sampled->epsilon)
        .member("certain_top", b.sampled->certain_top)
        .end_object();
  } else {
    json.value(nullptr);
  }
  json.key("cut")
      .begin_object()
      .member("blocks", r.cut.blocks())
      .member("cut_members", r.cut.cut_members.size());
  json.key("cut_ties").begin_array();
  for (const auto& [u, v] : r.cut.cut_connections) {
    json.begin_array().value(r.network->members.ids[u]).value(r.network->members.ids[v]).end_array();
  }
  json.end_array().end_object();
  json.key("openings");
  if (r.openings) {
    const bridges::Openings& o = *r.openings;
    json.begin_object()
        .member("separation", o.separation == bridges::Separation::distance ? "distance" : "controversy")
        .member("before", o.before)
        .member("candidates", o.candidates)
        .member("sampled", o.sampled);
    json.key("ties").begin_array();
    for (const bridges::Opening& connection : o.connections) {
      json.begin_object()
          .member("a", r.network->members.ids[connection.a])
          .member("b", r.network->members.ids[connection.b])
          .member("a_name", r.network->members.name(connection.a))
          .member("b_name", r.network->members.name(connection.b))
          .member("gain", connection.gain)
          .member("separation", connection.separation)
          .end_object();
    }
    json.end_array().end_object();
  } else {
    json.value(nullptr);
  }
  write_findings(json, bridges_findings(r), r.network->members);
  json.key("members").begin_array();
  const Fields<BridgesRow> fields = present(bridges_fields(), r);
  for (std::size_t rank = 1; rank <= rows_shown(r, top); ++rank) {
    json.begin_line();
    write_row(json, fields, bridges_row(r, rank));
    json.end_object();
  }
  json.end_array().end_object();
}

void write_bridges_csv(const BridgesReport& r, std::size_t top, const TextSink& sink) {
  const Fields<BridgesRow> fields = present(bridges_fields(), r);
  sink(csv_header(fields, r));
  for (std::size_t rank = 1; rank <= rows_shown(r, top); ++rank)
    sink(csv_row_of(fields, bridges_row(r, rank)));
}

std::string bridges_csv(const BridgesReport& r, std::size_t top) {
  std::string text;
  write_bridges_csv(r, top, [&](std::string_view part) { text += part; });
  return text;
}

}  // namespace tertius::report
