// Every format, once: a line here declares the function that describes it and puts it in its place.
#pragma once

#include "engine/io/formats/formats.hpp"

/// In the order in which contents are tried; what is recognised by less comes later.
#define TERTIUS_FORMATS(FORMAT) \
  FORMAT(xlsx)                  \
  FORMAT(ods)                   \
  FORMAT(graphml)               \
  FORMAT(gexf)                  \
  FORMAT(gml)                   \
  FORMAT(pajek)                 \
  FORMAT(dot)                   \
  FORMAT(tgf)                   \
  FORMAT(gdf)                   \
  FORMAT(vna)                   \
  FORMAT(lgl)                   \
  FORMAT(ucinet)                \
  FORMAT(matrix_market)         \
  FORMAT(metis)                 \
  FORMAT(kumu)                  \
  FORMAT(apoc_json)             \
  FORMAT(cytoscape)             \
  FORMAT(json_graph)            \
  FORMAT(graphology)            \
  FORMAT(node_link)             \
  FORMAT(apoc_csv)              \
  FORMAT(neo4j)                 \
  FORMAT(gephi_csv)             \
  FORMAT(csv)                   \
  FORMAT(edge_list)             \
  FORMAT(adjacency_list)        \
  FORMAT(multiline_list)        \
  FORMAT(adjacency_matrix)      \
  FORMAT(incidence_matrix)      \
  FORMAT(gatherings)            \
  FORMAT(attendance)            \
  FORMAT(member_table)          \
  FORMAT(snapshot)

namespace tertius::io {

#define TERTIUS_DECLARE(name) Format name##_format();
TERTIUS_FORMATS(TERTIUS_DECLARE)
#undef TERTIUS_DECLARE

}  // namespace tertius::io
