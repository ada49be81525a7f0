#include "engine/introductions/ranking/scores.hpp"

#include <algorithm>
#include <iterator>

namespace tertius::introductions {

std::string_view to_string(Score score) {
  return name_in(all_scores, score);
}

const MutualContactScore* mutual_contact_score(Score score) {
  const auto* const at = std::find_if(std::begin(mutual_contact_scores), std::end(mutual_contact_scores),
                                      [&](const MutualContactScore& row) { return row.score == score; });
  return at == std::end(mutual_contact_scores) ? nullptr : at;
}

}  // namespace tertius::introductions
