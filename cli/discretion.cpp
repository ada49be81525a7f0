#include "cli/discretion.hpp"

#include "cli/session.hpp"
#include "engine/pipeline/introductions/member_pairs.hpp"

namespace tertius::cli {

void add_discretion_options(Options& options) {
  options.text("avoid", "FILE", "CSV of pairs a,b who are not to meet, or of single members to leave out");
}

introductions::Exclusions discretion(Session& session) {
  const graph::Network& network = session.network();
  introductions::Exclusions discretion(network);
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

}  // namespace tertius::cli
