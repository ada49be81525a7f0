// Bridging contacts as data: CSV for spreadsheets, JSON for programs.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/text.hpp"
#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/star_note.hpp"

namespace tertius::report {

namespace {

void write_member(JsonWriter& json, const BridgesReport& r, std::size_t rank, graph::VertexId v) {
  const bridges::Bridging& b = *r.bridging;
  const graph::MemberTable& members = r.network->members;
  json.begin_line()
      .member("rank", rank)
      .member("id", members.ids[v])
      .member("name", members.name(v))
      .key("group");
  r.network->consent.hidden(v) ? json.value(nullptr) : json.value(group_name(r, group_of(r, v)));
  json.member("contacts", r.network->graph.degree(v))
      .member("betweenness", b.betweenness[v])
      .member("betweenness_normalised", b.path_share(v));
  if (b.sampled) json.member("betweenness_error", b.sampled->error[v]);
  json.member("bridging_centrality", b.bridging_centrality[v])
      .member("constraint", b.holes.constraint[v])
      .member("effective_size", b.holes.effective_size[v])
      .member("efficiency", b.holes.efficiency[v])
      .member("hierarchy", b.holes.hierarchy[v])
      .member("participation", b.map.participation[v])
      .member("within_module_z", b.map.within_module_z[v])
      .member("role", bridges::to_string(b.map.role[v]))
      .member("foreign_groups", b.map.foreign_groups[v])
      .member("foreign_ties", b.map.foreign_ties[v]);
  json.key("brokerage").begin_object();
  for (const bridges::BrokerageRole role : all_roles)
    json.member(bridges::to_string(role), brokered(r, v, role));
  json.end_object();
  json.key("brokerage_z").begin_object();
  for (const bridges::BrokerageRole role : all_roles)
    json.member(bridges::to_string(role), b.brokerage.z[v][static_cast<std::size_t>(role)]);
  json.end_object();
  json.member("parts_without", b.removal.parts[v])
      .member("cut_off", b.removal.cut_off[v])
      .member("lost_pairs", b.removal.lost_pairs[v])
      .member("lost_cross_pairs", b.removal.lost_cross_pairs[v])
      .member("reasons", bridge_reasons(r, v))
      .end_object();
}

}  // namespace

void write_bridges_json(JsonWriter& json, const BridgesReport& r, std::size_t top) {
  const bridges::Bridging& b = *r.bridging;
  const bridges::BlockCutTree tree = bridges::block_cut_tree(r.network->graph);
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
      .member("exact", !b.sampled || b.sampled->exact)
      .member("estimated_seconds", r.estimated_seconds)
      .member("note", star_note(r.network->graph));
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
      .member("blocks", tree.blocks())
      .member("cut_members", tree.cut_members.size());
  json.key("cut_ties").begin_array();
  for (const auto& [u, v] : tree.cut_ties) {
    json.begin_array().value(r.network->members.ids[u]).value(r.network->members.ids[v]).end_array();
  }
  json.end_array().end_object();
  json.key("openings");
  if (r.openings != nullptr) {
    const bridges::Openings& o = *r.openings;
    json.begin_object()
        .member("separation", o.separation == bridges::Separation::distance ? "distance" : "controversy")
        .member("before", o.before)
        .member("candidates", o.candidates)
        .member("sampled", o.sampled);
    json.key("ties").begin_array();
    for (const bridges::Opening& tie : o.ties) {
      json.begin_object()
          .member("a", r.network->members.ids[tie.a])
          .member("b", r.network->members.ids[tie.b])
          .member("a_name", r.network->members.name(tie.a))
          .member("b_name", r.network->members.name(tie.b))
          .member("gain", tie.gain)
          .member("separation", tie.separation)
          .end_object();
    }
    json.end_array().end_object();
  } else {
    json.value(nullptr);
  }
  json.key("members").begin_array();
  for (std::size_t i = 0; i < std::min(top, b.order.size()); ++i) write_member(json, r, i + 1, b.order[i]);
  json.end_array().end_object();
}

std::string bridges_csv(const BridgesReport& r, std::size_t top) {
  const bridges::Bridging& b = *r.bridging;
  const graph::MemberTable& members = r.network->members;
  std::vector<std::string> header = {"rank",
                                     "id",
                                     "name",
                                     "group",
                                     "contacts",
                                     "betweenness",
                                     "betweenness_normalised",
                                     "bridging_centrality",
                                     "constraint",
                                     "effective_size",
                                     "efficiency",
                                     "hierarchy",
                                     "participation",
                                     "within_module_z",
                                     "role",
                                     "foreign_groups",
                                     "foreign_ties"};
  for (const bridges::BrokerageRole role : all_roles) header.emplace_back(bridges::to_string(role));
  for (const bridges::BrokerageRole role : all_roles)
    header.push_back(fmt::format("{}_z", bridges::to_string(role)));
  for (const char* name : {"parts_without", "cut_off", "lost_pairs", "lost_cross_pairs", "reasons"})
    header.emplace_back(name);
  std::string text = csv_row(header);
  for (std::size_t i = 0; i < std::min(top, b.order.size()); ++i) {
    const graph::VertexId v = b.order[i];
    std::vector<std::string> row = {std::to_string(i + 1),
                                    members.ids[v],
                                    members.name(v),
                                    std::string(group_shown(*r.network, *r.grouping, v)),
                                    std::to_string(r.network->graph.degree(v)),
                                    number_text(b.betweenness[v]),
                                    number_text(b.path_share(v)),
                                    number_text(b.bridging_centrality[v]),
                                    number_text(b.holes.constraint[v]),
                                    number_text(b.holes.effective_size[v]),
                                    number_text(b.holes.efficiency[v]),
                                    number_text(b.holes.hierarchy[v]),
                                    number_text(b.map.participation[v]),
                                    number_text(b.map.within_module_z[v]),
                                    std::string(bridges::to_string(b.map.role[v])),
                                    std::to_string(b.map.foreign_groups[v]),
                                    std::to_string(b.map.foreign_ties[v])};
    for (const bridges::BrokerageRole role : all_roles) row.push_back(std::to_string(brokered(r, v, role)));
    for (const bridges::BrokerageRole role : all_roles)
      row.push_back(number_text(b.brokerage.z[v][static_cast<std::size_t>(role)]));
    row.push_back(std::to_string(b.removal.parts[v]));
    row.push_back(std::to_string(b.removal.cut_off[v]));
    row.push_back(std::to_string(b.removal.lost_pairs[v]));
    row.push_back(std::to_string(b.removal.lost_cross_pairs[v]));
    std::string reasons;
    for (const std::string& reason : bridge_reasons(r, v)) reasons += (reasons.empty() ? "" : "; ") + reason;
    row.push_back(std::move(reasons));
    text += csv_row(row);
  }
  return text;
}

}  // namespace tertius::report
