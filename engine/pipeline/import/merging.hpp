// One network of two: what a folder holds, and what a newer list says of the same people.
//
//   members       keep their ids; those whom the list does not name stay. The list's values win, an empty cell, too,
//                 but for names and addresses.
//   consent       is never loosened but by a plain yes for that very member. A stricter word counts at once, and an
//                 empty cell is a no for somebody who had agreed.
//   connections   of a kind that the list has are those of the list; kinds that it has none of stay.
//   affiliations  add up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/context.hpp"
#include "engine/io/assembly/loading.hpp"
#include "engine/report/analyses/imported.hpp"

namespace tertius::pipeline {

/// The ids that an import makes up for members who have none: m1, m2, ... Never one that was given before.
class NewIds {
 public:
  /// `next`: the number of the next one; whoever has a smaller one may have left.
  explicit NewIds(std::uint64_t next = 1) : next_(next) {}
  /// Whether an earlier import made up the id.
  bool given(std::string_view id) const;
  /// The next one that is none of `taken`.
  template <class Taken>
  std::string make(const Taken& taken) {
    std::string id;
    made_ = true;
    do id = "m" + std::to_string(next_++);
    while (taken(id));
    return id;
  }
  std::uint64_t next() const { return next_; }
  bool made() const { return made_; }
  /// The next one comes after `id`, where that is of their form.
  void skip(std::string_view id);

 private:
  std::uint64_t next_;
  bool made_ = false;
};

/// `known` may be empty: then members only get ids. `directed`: rows of both are arcs. Fills in what became of members, connections and affiliations.
/// O((n + m) log n). Errors as io::Assembler.
graph::Network merged(const io::LoadedNetwork& known, const io::LoadedNetwork& found, bool directed,
                      NewIds& ids, report::Imported& report, const RunContext& context);

}  // namespace tertius::pipeline
