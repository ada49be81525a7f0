// The columns of ways to be introduced. In JSON a row is a way, which holds its connections; in CSV a row is
// a connection, and says of which way.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/report/field.hpp"
#include "engine/report/introductions/path.hpp"
#include "engine/report/member_names.hpp"

namespace tertius::report {

struct PathRow {
  using Report = PathReport;
  const PathReport& report;
  std::size_t route;
  /// Of those on the way, in CSV and in the table.
  std::size_t connection = 0;
  /// As the table calls members.
  const MemberNames* names = nullptr;

  const introductions::Route& way() const { return report.routes[route]; }
};
const Fields<PathRow>& path_fields();
/// Those of the connections alone.
const Fields<PathRow>& path_connection_fields();
/// Connections as the table shows them.
std::vector<Shown> path_layout();

/// The members on a way, in order, both ends included.
std::vector<graph::VertexId> people_on(const PathReport& report, std::size_t route);
/// "strength 4, project, since 2020-11-12": what is known of a connection.
std::string connection_words(const graph::Network& network, graph::VertexId u, graph::VertexId v);

}  // namespace tertius::report
