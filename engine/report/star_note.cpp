#include "engine/report/star_note.hpp"

#include "engine/graph/star.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {

std::optional<words::Finding> star_finding(const graph::Graph& graph) {
  if (!graph::star_centre(graph)) return std::nullopt;
  return words::Finding{"one_persons_contacts"};
}

std::string star_note(const graph::Graph& graph) {
  const auto finding = star_finding(graph);
  return finding ? words::sentence(*finding, words::Speaker(words::Language::english)) : std::string();
}

}  // namespace tertius::report
