// The gate: what an answer may show of the members. Every name, id and attribute of a person in an answer
// comes from a network that went through here; only data outputs (a converted network, a snapshot, a member's
// own record) are written from the complete one.
//
// A member who did not agree stays in the graph, so that counts add up, under a pseudonym such as
// "opted-out-3" and without a single attribute of their own: values that somebody who agreed has, too, still
// count in groups, all others are gone from the network, as are groups and events that no other member takes
// part in. These members stand after all others, in an order that only somebody who has the whole table can
// repeat, so that a row's place does not give its member away.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/consent.hpp"
#include "engine/graph/network.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::graph {

struct GateOptions {
  bool reveal = false;  ///< members who did not agree keep their names and attributes (never in suggestions)
  bool share = false;   ///< no member is named: all bear pseudonyms, and of attributes only `keep` stays
  std::string keep{};   ///< with `share`: the attribute that makes the groups; may be empty
  std::uint32_t least_group = 5;  ///< with `share`: smaller groups are joined
};

/// The network without the members who are out: their connections and affiliations are not computed with.
/// Returns the network itself where no member is out. O(m log d).
Network without_out(Network complete, const ConsentRecord& record, const RunContext& context = {});

/// The network as answers may show it; `record` is that of its members, none of whom is out. The network
/// itself where all members agreed and nothing is shared. Pseudonyms depend on the members alone (with
/// `share` also on `keep`), and are the same whatever is asked. O(m log d) when it does anything.
Network gated(Network complete, const ConsentRecord& record, const GateOptions& options = {},
              const RunContext& context = {});

/// Groups of fewer than `least` members joined in one, which takes in the next larger ones until it is no
/// smaller itself; numbered anew. O(n log n).
Partition with_joined_groups(const Partition& groups, std::uint32_t least);
/// Clusters as an answer may tell them apart: small ones joined where no member is named, else as they are.
Partition clusters_shown(const Network& network, Partition clusters);

/// The record of those members who are not out, in their order.
ConsentRecord without_out(const ConsentRecord& record);

/// Messages about the input (rows that were refused, notes) as an answer may show them.
class Redaction {
 public:
  /// Everything is safe where all members of `complete` agreed, unless none is to be named (`share`).
  /// O(members * attributes).
  Redaction(const Network& complete, const ConsentRecord& record, bool share = false);

  /// "place: what was found; what was expected" without what was found where that is not the id or name of
  /// somebody who agreed: cells of a refused row may be anybody's.
  std::string safe_refusal(std::string_view message) const;
  /// The note, or what stands for one that names somebody who did not agree.
  std::string safe_note(std::string_view note) const;

 private:
  bool concerns_somebody(std::string_view text) const;

  bool all_is_safe_;
  std::unordered_set<std::string> shown_;  // ids and names of those who may be named
  std::vector<std::string> private_;       // what only the others have
};

}  // namespace tertius::graph
