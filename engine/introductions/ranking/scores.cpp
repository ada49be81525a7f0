#include "engine/introductions/ranking/scores.hpp"

#include <algorithm>
#include <array>

namespace tertius::introductions {

namespace {

constexpr std::array<ScoreInfo, 7> entries = {{
    {Score::common_neighbours, "common-neighbours", "number of mutual contacts"},
    {Score::jaccard, "jaccard", "mutual contacts as a share of all contacts of the two"},
    {Score::adamic_adar, "adamic-adar",
     "mutual contacts, each counted as 1 / log of how many contacts it has"},
    {Score::resource_allocation, "resource-allocation",
     "mutual contacts, each counted as 1 / how many contacts it has"},
    {Score::local_path, "local-path", "mutual contacts, and a little for every path of three ties"},
    {Score::katz, "katz", "walks of two, three and four ties, longer ones counting less"},
    {Score::personalized_pagerank, "personalized-pagerank",
     "how often a walk that keeps returning to the member comes by"},
}};

}  // namespace

std::span<const ScoreInfo> score_register() {
  return entries;
}

std::string_view to_string(Score score) {
  return entries[static_cast<std::size_t>(score)].name;
}

std::optional<Score> parse_score(std::string_view name) {
  const auto same = [](char a, char b) { return a == b || (a == '-' && b == '_'); };
  for (const ScoreInfo& entry : entries) {
    if (std::equal(entry.name.begin(), entry.name.end(), name.begin(), name.end(), same)) return entry.score;
  }
  return std::nullopt;
}

}  // namespace tertius::introductions
