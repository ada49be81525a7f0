// Who in a list of members is whom in a network that is kept from month to month. An id that the list states decides;
// else an e-mail address that one member alone has on either side, where the names do not speak against it (families
// share an address); else a name that one member alone has on either side. Whoever is left is new.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"

namespace tertius::pipeline {

struct SamePeople {
  enum class By { nothing, id, mail, name };
  std::vector<graph::VertexId> known;  ///< of each member of the list; no_vertex of those who are new
  std::vector<By> by;                  ///< how they were known
  /// New members who bear the name or the address of somebody known and were not taken for them, with one of these.
  struct Doubt {
    graph::VertexId found, known;
  };
  std::vector<Doubt> doubts;
};

/// `given`: whether an id of the network was made up by an earlier import: whoever bears one may have an id in the
/// list as well. O(n) expected.
SamePeople same_people(const graph::MemberTable& known, const graph::MemberTable& found,
                       const std::function<bool(std::string_view id)>& given);

/// The column of e-mail addresses, or nullptr.
const graph::Column* mail_column(const graph::MemberTable& members);
/// The address of the member, in that column or where it serves as the id; empty where none is known.
std::string mail_of(const graph::MemberTable& members, const graph::Column* mails, graph::VertexId v);
/// Whether the id tells the member from others and is no mere name or address of theirs.
bool states_id(const graph::MemberTable& members, graph::VertexId v);
/// What the member is called; the id where that is a name.
std::string called(const graph::MemberTable& members, graph::VertexId v);

}  // namespace tertius::pipeline
