#include "cli/discretion.hpp"

#include <fmt/format.h>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/member_pairs.hpp"

namespace tertius::cli {
namespace {

std::string score_names() {
  std::string names;
  for (const introductions::ScoreInfo& info : introductions::score_register())
    names += fmt::format("{}{}", names.empty() ? "" : ", ", info.name);
  return names;
}

}  // namespace

void add_discretion_options(po::options_description& options) {
  options.add_options()("avoid", po::value<std::string>()->value_name("FILE"),
                        "CSV of pairs a,b who are not to meet, or of single members to leave out");
}

introductions::Discretion discretion(Session& session) {
  const graph::Network& network = session.network();
  introductions::Discretion discretion(network);
  if (!session.has("avoid")) return discretion;
  const pipeline::MemberPairs list =
      pipeline::read_member_pairs(session.get<std::string>("avoid"), network, false, session.context());
  discretion.avoid(list.pairs);
  for (const graph::VertexId v : list.single) discretion.block(v);
  return discretion;
}

const graph::Grouping& quick_grouping(Session& session, std::uint64_t connections) {
  const graph::Network& network = session.network();
  if (session.has("by") || network.members.find_column("discipline") != nullptr ||
      network.graph.edge_count() <= connections) {
    return session.grouping();
  }
  static const graph::Grouping everybody{
      "", {std::vector<std::uint32_t>(network.graph.vertex_count(), 0), 1}, {""}};
  session.say("clusters are not looked for in a network of this size; --by cluster does, and takes longer");
  return everybody;
}

std::string score_help() {
  return "one score, as it is, instead of all terms: " + score_names();
}

introductions::Score named_score(const std::string& name) {
  if (const auto score = introductions::parse_score(name)) return *score;
  throw Error(ErrorCode::usage, fmt::format("--score {}: expected one of {}", name, score_names()));
}

}  // namespace tertius::cli
