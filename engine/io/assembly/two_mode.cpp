#include "engine/io/assembly/two_mode.hpp"

#include <fmt/format.h>

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"

namespace tertius::io {
namespace {

struct Edges {
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;

  void add(const graph::Graph& graph) {
    for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
      for (graph::ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc) {
        if (graph.target(arc) < u) continue;
        sources.push_back(u);
        targets.push_back(graph.target(arc));
        weights.push_back(graph.weight(arc));
      }
    }
  }
};

/// What was known of the connections of `before`, for the arcs of a graph that has more of them.
template <class T>
void carry_over(Array<T>& values, const graph::Graph& before, const graph::Graph& after, T unknown) {
  if (values.empty()) return;
  std::vector<T> carried(after.arc_count(), unknown);
  for (graph::VertexId u = 0; u < before.vertex_count(); ++u)
    for (graph::ArcIndex arc = before.arcs_begin(u); arc < before.arcs_end(u); ++arc)
      carried[after.find_arc(u, before.target(arc))] = values[arc];
  values = std::move(carried);
}

/// What says of everybody which of two modes they are of: the numbers `bipartite` of NetworkX or the booleans
/// `type` of igraph. nullptr where nothing does.
const graph::Column* column_of_modes(const graph::MemberTable& members) {
  const auto says = [&](const graph::Column* column) {
    if (column == nullptr) return false;
    for (graph::VertexId v = 0; v < members.size(); ++v)
      if (const auto mode = column->number(v); mode != 0.0 && mode != 1.0) return false;
    return true;
  };
  const graph::Column* const bipartite = members.find_column("bipartite");
  if (says(bipartite)) return bipartite;
  const graph::Column* const type = members.find_column("type");
  return type != nullptr && type->type() == graph::ColumnType::boolean && says(type) ? type : nullptr;
}

/// The members of the first mode with their attributes, the second mode as groups, in the order of the input.
class Modes {
 public:
  Modes(const graph::Network& network, const graph::Column& modes)
      : network_(network), modes_(modes), groups_(network.members.size()) {
    for (graph::VertexId v = 0; v < network.members.size(); ++v) groups_[v] = modes.number(v) == 1.0;
  }

  bool is_group(graph::VertexId v) const { return groups_[v]; }
  bool left_something_out() const { return left_out_; }

  graph::Network separated(const RunContext& context) {
    std::vector<std::uint32_t> number(network_.members.size());
    for (graph::VertexId v = 0; v < network_.members.size(); ++v)
      number[v] = is_group(v) ? add_group(v) : result_.members.ids.add(network_.members.ids[v]);
    result_.members.ids.compact();
    if (const auto& names = network_.members.names) result_.members.names = of_members(*names);
    for (const graph::Column& column : network_.members.columns)
      if (&column != &modes_) add_attribute(column);
    add_affiliations(number, context);
    result_.graph = graph::build_graph(result_.members.size(), {}).graph;
    return std::move(result_);
  }

 private:
  std::uint32_t add_group(graph::VertexId v) {
    std::string name = network_.members.name(v);
    if (!names_.insert(name).second) name += fmt::format(" ({})", network_.members.ids[v]);
    result_.affiliations.groups.push_back(name);
    result_.affiliations.kinds.push_back("");
    return static_cast<std::uint32_t>(result_.affiliations.groups.size() - 1);
  }

  graph::Column of_members(const graph::Column& column) const {
    graph::Column values(column.name());
    for (graph::VertexId v = 0; v < network_.members.size(); ++v)
      if (!is_group(v)) values.push_back(column.text(v));
    values.set_type(column.type());
    return values;
  }

  void add_attribute(const graph::Column& column) {
    for (graph::VertexId v = 0; v < network_.members.size(); ++v)
      left_out_ = left_out_ || (is_group(v) && column.has(v));
    graph::Column values = of_members(column);
    if (!values.dictionary().empty()) result_.members.columns.push_back(std::move(values));
  }

  void add_affiliations(const std::vector<std::uint32_t>& number, const RunContext& context) {
    const graph::Graph& graph = network_.graph;
    const graph::ConnectionAttributes& connections = network_.connections;
    left_out_ = left_out_ || graph.weighted();
    result_.affiliations.roles = connections.kinds;
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
      if (v % 0x10000 == 0) context.poll();
      if (is_group(v)) continue;
      for (graph::ArcIndex arc = graph.arcs_begin(v); arc < graph.arcs_end(v); ++arc)
        result_.affiliations.rows.own().push_back(
            {number[v], number[graph.target(arc)], connections.kind_of(arc), connections.since_of(arc)});
    }
  }

  const graph::Network& network_;
  const graph::Column& modes_;
  std::vector<bool> groups_;  // of every member: a number is parsed whenever it is asked for
  graph::Network result_;
  std::unordered_set<std::string> names_;  // of groups
  bool left_out_ = false;
};

std::string words(const graph::Projection& projection, const graph::ProjectionOptions& options) {
  std::string text = fmt::format("Members are connected who share one of {}; {}.",
                                 counted(projection.groups_used, "group or event", "groups or events"),
                                 options.weight == graph::ProjectionWeight::count
                                     ? "the weight is their number"
                                     : "each adds 1 / (its size - 1) to the weight (Newman 2001)");
  if (projection.groups_too_large > 0)
    text += fmt::format(" {} of more than {} members connected nobody (the largest has {}; {} N takes more).",
                        counted(projection.groups_too_large, "group", "groups"),
                        grouped_digits(options.largest_group), grouped_digits(projection.largest_left_out),
                        setting_name("largest_group"));
  return text;
}

}  // namespace

void separate_modes(LoadedNetwork& loaded, const LoadOptions& options, const RunContext& context) {
  const graph::Network& network = loaded.network;
  if (options.projecting == Projecting::never || !network.affiliations.rows.empty() ||
      network.graph.edge_count() == 0)
    return;
  const graph::Column* const column = column_of_modes(network.members);
  if (column == nullptr) return;
  ImportReport& report = loaded.report;
  Modes modes(network, *column);
  for (graph::VertexId v = 0; v < network.members.size(); ++v) {
    for (const graph::VertexId u : network.graph.neighbours(v)) {
      if (modes.is_group(u) != modes.is_group(v)) continue;
      if (column->type() == graph::ColumnType::boolean) return;  // `type` may mean anything
      report.notes.push_back(fmt::format(
          "\"{}\" says who is of which of two modes, but {} and {} of the same one are connected; "
          "it was read as an attribute like others.",
          column->name(), network.members.name(v), network.members.name(u)));
      return;
    }
  }
  graph::Network separated = modes.separated(context);
  report.notes.push_back(
      fmt::format("The {} whose \"{}\" is {} are groups or events; the others are members.",
                  counted(separated.affiliations.groups.size(), "node", "nodes"), column->name(),
                  column->type() == graph::ColumnType::boolean ? "true" : "1"));
  if (modes.left_something_out())
    report.notes.push_back("Attributes of groups and weights of two-mode connections were left out.");
  const std::uint64_t repeats = report.duplicates + report.reciprocated + report.one_sided;
  report.rows -= report.connections + repeats;
  report.other_rows += report.connections + repeats;
  report.repeated_affiliations += repeats;
  report.connections = report.duplicates = report.reciprocated = report.one_sided = 0;
  report.members = report.isolated = separated.members.size();
  loaded.network = std::move(separated);
}

void project_affiliations(LoadedNetwork& loaded, const LoadOptions& options, const RunContext& context) {
  graph::Network& network = loaded.network;
  const bool alone = network.graph.edge_count() == 0;
  if (network.affiliations.rows.empty() || options.projecting == Projecting::never ||
      (options.projecting == Projecting::alone && !alone))
    return;
  graph::ProjectionOptions how = options.projection;
  how.memory_limit = options.memory_limit;
  const graph::Projection projection =
      graph::project(network.affiliations, network.members.size(), how, context);
  const std::uint64_t before = network.graph.edge_count();
  if (alone) {
    network.graph = projection.graph;
    network.connections = {};
  } else {
    Edges edges;
    edges.add(network.graph);
    edges.add(projection.graph);
    const graph::Graph graph =
        graph::build_graph(network.members.size(), {edges.sources, edges.targets, edges.weights},
                           {.merge = options.merge}, context)
            .graph;
    carry_over(network.connections.kind, network.graph, graph, no_code);
    carry_over(network.connections.since, network.graph, graph, graph::no_day);
    network.graph = graph;
  }
  ImportReport& report = loaded.report;
  report.connections = network.graph.edge_count();
  report.projected = report.connections - before;
  report.isolated = 0;
  for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v)
    report.isolated += network.graph.degree(v) == 0;
  report.notes.push_back(words(projection, how));
}

}  // namespace tertius::io
