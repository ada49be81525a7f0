// The members that rows of tables name, found by many threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/assembly/id_spaces.hpp"
#include "engine/io/interning/concurrent_interner.hpp"

namespace tertius::io {

/// Bytes of a table of connections or affiliations for each id that it is the first to name, at a guess.
inline constexpr std::size_t text_per_id = 64;

/// Finds members by their ids. Ids that no member has yet get provisional ids, and when all rows have been
/// read, members in the order in which the ids came up: the members that a reader of one row after the other
/// would add.
class RowMembers {
 public:
  struct Options {
    bool add = true;                    ///< ids that no member has become members
    std::vector<std::size_t> expected;  ///< about how many new ids there will be in each space; a guess
  };
  RowMembers(IdSpaces& spaces, const Options& options);

  /// For each id of a space: its member, or one after these that stands for it until finish(), or no_vertex
  /// for an empty one and for one that no member has where none are added. positions: of the ids in the
  /// input. The bytes of ids stay where they are until finish(). Safe from any thread.
  void find(std::size_t space, std::span<const std::string_view> ids,
            std::span<const std::uint64_t> positions, std::vector<graph::VertexId>& members);

  /// When all have been found: who is new. Some may be members already, but finish() must follow.
  void settle(const RunContext& context);
  /// Whether the id that was found at that position came up there first and names a new member. Only between
  /// settle() and finish().
  bool is_new(std::size_t space, graph::VertexId found, std::uint64_t position) const;
  /// The id of somebody who was not there before. As is_new().
  std::string_view text(std::size_t space, graph::VertexId found) const {
    return new_ids_[space].text(found - known_);
  }
  /// Makes members of all that are new.
  void finish(const RunContext& context);
  /// The member for what find() gave. Only after finish().
  graph::VertexId member(std::size_t space, graph::VertexId found) const {
    if (found < known_) return found;
    return numbers_.empty() ? new_ids_[space].number(found - known_) : numbers_[space][found - known_];
  }

 private:
  IdSpaces& spaces_;
  const graph::VertexId known_;  // how many members there are
  const bool add_;
  std::deque<ConcurrentInterner> new_ids_;  // of each space
  // Of the provisional ids of each space; empty when all are in one space and no member was there before.
  std::vector<std::vector<graph::VertexId>> numbers_;
  std::vector<std::vector<bool>> added_;
  std::size_t only_space_ = 0;
};

}  // namespace tertius::io
