#include "engine/report/introductions/path_fields.hpp"

#include <cstdint>
#include <string>
#include <utility>

#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

using enum FieldType;

/// Both ends of a connection.
struct Ends {
  graph::VertexId from, to;
};
Ends ends(const PathRow& row) {
  const auto chain = people_on(row.report, row.route);
  return {chain[row.connection], chain[row.connection + 1]};
}

struct BetweenRow {
  using Report = PathReport;
  const PathReport& report;
  graph::VertexId member;
};

const Fields<BetweenRow>& between_fields() {
  using Row = BetweenRow;
  static const Fields<Row> fields{
      member_id<Row>(),
      member_name<Row>(),
  };
  return fields;
}

Value between(const PathRow& row) {
  std::vector<BetweenRow> rows;
  for (unsigned i = 0; i < row.way().between(); ++i) rows.push_back({row.report, row.way().via[i]});
  return records_of(between_fields(), std::move(rows));
}

Value connections(const PathRow& row) {
  std::vector<PathRow> rows;
  for (std::size_t connection = 0; connection <= row.way().between(); ++connection)
    rows.push_back({row.report, row.route, connection});
  return records_of(path_connection_fields(), std::move(rows));
}

Fields<PathRow> all_fields() {
  using Row = PathRow;
  Fields<Row> fields{
      count<Row>({.key = "route", .meaning = "which way: 1 the best.", .least = 1, .json = false},
                 [](const Row& row) { return row.route + 1; }),
      {{.key = "reliability",
        .meaning = "how much can be relied on the way: the product over its ties.",
        .least = 0,
        .most = 1},
       [](const Row& row) { return row.way().reliability; }},
      {{.key = "between",
        .type = objects,
        .meaning = "the one or two who introduce, in order.",
        .csv = false,
        .items = infos(between_fields())},
       between},
      {{.key = "ties",
        .type = objects,
        .meaning = "of the way, in order.",
        .csv = false,
        .items = infos(path_connection_fields())},
       connections},
  };
  for (Field<Row> field : path_connection_fields()) {
    field.info.json = false;
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace

/// In CSV a connection stands in one row with its way, which has a reliability, too.
const Fields<PathRow>& path_connection_fields() {
  using Row = PathRow;
  static const Fields<Row> fields{
      count<Row>({.key = "step", .meaning = "which tie of the way: 1 the first.", .least = 1, .json = false},
                 [](const Row& row) { return row.connection + 1; }),
      {{.key = "from",
        .type = text,
        .meaning = "the end of the tie nearer to the one who asks, as in the input."},
       [](const Row& row) { return row.report.network->members.ids[ends(row).from]; },
       {},
       [](const Row& row) { return "   " + (*row.names)(ends(row).from); }},
      {{.key = "from_name", .type = text, .meaning = "of that member.", .json = false},
       [](const Row& row) { return row.report.network->members.name(ends(row).from); }},
      {{.key = "to", .type = text, .meaning = "its other end, as in the input."},
       [](const Row& row) { return row.report.network->members.ids[ends(row).to]; },
       {},
       [](const Row& row) { return (*row.names)(ends(row).to); }},
      {{.key = "to_name", .type = text, .meaning = "of that member.", .json = false},
       [](const Row& row) { return row.report.network->members.name(ends(row).to); }},
      {{.key = "reliability",
        .csv_key = "tie_reliability",
        .meaning = "how much can be relied on the tie: more for strong and for recent ones.",
        .least = 0,
        .most = 1},
       [](const Row& row) { return row.way().connections[row.connection]; }},
      {{.key = "facts",
        .type = text,
        .meaning = "what is known of the tie: strength, kind and date.",
        .json = false,
        .csv = false},
       [](const Row& row) { return connection_words(*row.report.network, ends(row).from, ends(row).to); }},
  };
  return fields;
}

const Fields<PathRow>& path_fields() {
  static const Fields<PathRow> fields = all_fields();
  return fields;
}

std::vector<Shown> path_layout() {
  return {{"from", 9, "   between", true},
          {"to", 9, "and", true},
          {"reliability", 8, "reliable"},
          {"facts", 5, "tie", true}};
}

std::vector<graph::VertexId> people_on(const PathReport& report, std::size_t route) {
  const introductions::Route& way = report.routes[route];
  std::vector<graph::VertexId> all = {report.from, way.via[0]};
  if (way.between() == 2) all.push_back(way.via[1]);
  all.push_back(report.to);
  return all;
}

std::string connection_words(const graph::Network& network, graph::VertexId u, graph::VertexId v) {
  const graph::ArcIndex arc = network.graph.find_arc(u, v);
  std::vector<words::Finding> facts;
  if (network.graph.weighted()) facts.push_back({"tie_strength", {{"strength", network.graph.weight(arc)}}});
  if (const std::uint32_t kind = network.connections.kind_of(arc); kind != no_code)
    facts.push_back({"tie_kind", {{"kind", network.connections.kinds[kind]}}});
  if (const graph::Day since = network.connections.since_of(arc); since != graph::no_day)
    facts.push_back({"tie_since", {{"since", words::Day{since}}}});
  return words::joined(facts, words::Speaker(network.members, words::spoken()), ", ");
}

std::vector<FieldList> path_columns() {
  return {{"routes", infos(path_fields())}};
}

}  // namespace tertius::report
