#include "engine/report/star_note.hpp"

#include "engine/graph/star.hpp"

namespace tertius::report {

std::string star_note(const graph::Graph& graph) {
  if (!graph::star_centre(graph)) return "";
  return "Every connection here leads to one person: this is one person's list of contacts. Which of them "
         "know "
         "each other is not in it, so it shows neither bubbles nor bridges. Add the lists of a few contacts "
         "to "
         "see further.";
}

}  // namespace tertius::report
