#include "engine/report/star_finding.hpp"

#include "engine/graph/star.hpp"

namespace tertius::report {

std::optional<words::Finding> star_finding(const graph::Graph& graph) {
  if (!graph::star_centre(graph)) return std::nullopt;
  return words::Finding{"one_persons_contacts"};
}

}  // namespace tertius::report
