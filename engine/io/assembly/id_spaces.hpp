// Ids that count within a space of theirs, as those of Neo4j do: two members may have the same one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/assembly/assembler.hpp"

namespace tertius::io {

/// Whom an id names that stands in a space. The one without a name, number 0, has all members in it. Where
/// two spaces have the same id, the later member is called "Space:id".
class IdSpaces {
 public:
  explicit IdSpaces(Assembler& assembler) : assembler_(assembler) {}

  /// The number of the space of that name, which is added when it is new.
  std::size_t number(std::string_view name);
  std::size_t size() const { return names_.size(); }

  graph::VertexId member_count() const { return assembler_.member_count(); }
  /// The members whom ids name, no_vertex where there is none. Safe from many threads at once.
  void find(std::size_t space, std::span<const std::string_view> ids,
            std::span<graph::VertexId> members) const;
  /// The member whom the id names, added when there is none.
  struct Named {
    graph::VertexId member;
    bool added;
  };
  Named find_or_add(std::size_t space, std::string_view id);
  /// The first members, all of one space, whose ids are all different. No member may be there yet.
  void take(std::size_t space, graph::Ids ids);

 private:
  bool has(std::size_t space, graph::VertexId v) const { return space == 0 || space_of_[v] == space; }

  Assembler& assembler_;
  std::vector<std::string> names_{""};
  std::vector<std::uint32_t> space_of_;  // of every member; none while there is but the one without a name
};

}  // namespace tertius::io
