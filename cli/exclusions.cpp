#include "cli/exclusions.hpp"

#include "cli/session.hpp"
#include "engine/pipeline/introductions/member_pairs.hpp"

namespace tertius::cli {

void add_exclusions_option(Options& options) {
  options.text("avoid", "FILE", "CSV of pairs a,b who are not to meet, or of single members to leave out")
      .reads = true;
}

introductions::Exclusions exclusions_of(Session& session) {
  const graph::Network& network = session.network();
  introductions::Exclusions exclusions(network);
  if (!session.has("avoid")) return exclusions;
  const pipeline::MemberPairs list =
      pipeline::read_member_pairs(session.get<std::string>("avoid"), network, false, session.context());
  exclusions.avoid(list.pairs);
  for (const graph::VertexId v : list.single) exclusions.block(v);
  return exclusions;
}

}  // namespace tertius::cli
