#include "cli/discretion.hpp"

#include <fmt/format.h>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/member_pairs.hpp"

namespace tertius::cli {
namespace {

std::string score_names() {
  std::string names;
  for (const ScoreInfo& info : score_register())
    names += fmt::format("{}{}", names.empty() ? "" : ", ", info.name);
  return names;
}

}  // namespace

void add_discretion_options(po::options_description& options) {
  options.add_options()("avoid", po::value<std::string>()->value_name("FILE"),
                        "CSV of pairs a,b who are not to meet, or of single members to leave out");
}

Discretion discretion(Session& session) {
  const Network& network = session.network();
  Discretion discretion(network.members);
  if (!session.has("avoid")) return discretion;
  const MemberPairs list =
      read_member_pairs(session.get<std::string>("avoid"), network, false, session.context());
  discretion.avoid(list.pairs);
  for (const VertexId v : list.single) discretion.block(v);
  return discretion;
}

std::string score_help() {
  return "one score, as it is, instead of all terms: " + score_names();
}

Score named_score(const std::string& name) {
  if (const auto score = parse_score(name)) return *score;
  throw Error(ErrorCode::usage, fmt::format("--score {}: expected one of {}", name, score_names()));
}

}  // namespace tertius::cli
