#include "engine/introductions/ranking/scores.hpp"

namespace tertius::introductions {

std::string_view to_string(Score score) {
  return name_in(all_scores, score);
}

}  // namespace tertius::introductions
