// Members as a format declares them, in one graph or in several of one file, which are read as one network: members
// of the same id are one member.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/io/assembly/assembler.hpp"

namespace tertius::io {

class DeclaredMembers {
 public:
  explicit DeclaredMembers(Assembler& assembler) : assembler_(assembler) {}

  /// A graph begins; says whether it is the first. The others are noted.
  bool begin_graph() {
    if (++graph_ > 1)
      assembler_.note(
          "The file holds several graphs; they were read as one, in which members of the same id are one.");
    return graph_ == 1;
  }
  bool several() const { return graph_ > 1; }
  /// Whether the present graph has declared it.
  bool has(graph::VertexId member) const { return member < declared_.size() && declared_[member] == mark(); }
  /// The member of that id; nothing where the present graph has one already.
  std::optional<graph::VertexId> declare(std::string_view id) {
    const graph::VertexId member = assembler_.member(id);
    if (has(member)) return std::nullopt;
    if (declared_.size() <= member) declared_.resize(std::size_t{member} + 1);
    declared_[member] = mark();
    return member;
  }

 private:
  std::uint32_t mark() const { return graph_ + 1; }

  Assembler& assembler_;
  std::uint32_t graph_ = 0;
  std::vector<std::uint32_t> declared_;  // by member: mark() of the graph that declared it last
};

}  // namespace tertius::io
