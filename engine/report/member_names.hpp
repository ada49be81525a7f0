// Members as sentences name them: by name, and by id as well where several share one name.
#pragma once

#include <string>
#include <vector>

#include "engine/graph/members.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::report {

class MemberNames {
 public:
  /// Keeps a reference. O(members).
  explicit MemberNames(const graph::MemberTable& members);

  /// "Jana Feld"; "Jana Feld (m042)" where somebody else is called the same.
  std::string operator()(graph::VertexId v) const;
  /// "Jana Feld (museum education, Röbel)", "Jana Feld (m042, Röbel)": with the bubble, where `v` has one,
  /// and the region.
  std::string title(graph::VertexId v, const graph::Grouping& grouping) const;

 private:
  bool shared(graph::VertexId v) const;

  const graph::MemberTable& members_;
  std::vector<bool> several_;  ///< by code of the name: more than one member has it
};

}  // namespace tertius::report
