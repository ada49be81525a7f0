// The history of introductions: a list of pairs that an organiser keeps, to which each round adds its own.
//
// From the first reading to the last byte it belongs to one run: another one waits, and what somebody else writes
// into it meanwhile ends the run, for its pairs may be among those that were just chosen.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/rounds.hpp"
#include "engine/io/bytes/lock.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/introductions/member_pairs.hpp"

namespace tertius::pipeline {

class History {
 public:
  /// Waits until no other run has the history; `waits` is called where that takes time. Throws Error{usage} where
  /// nothing can be appended to what stands at `path`, Error{output} where nothing can be written there.
  explicit History(std::string path, const std::function<void()>& waits = {}, const RunContext& context = {});

  /// As read_member_pairs(), rows of strangers counted; nothing where there is no file yet.
  MemberPairs pairs(const graph::Network& network, const RunContext& context = {}) const;
  /// The history with the introductions of a round behind it, complete and not yet in place: columns a, b,
  /// introducer, value and outcome ("introduced"; change it as you like, a pair that stands in the file comes in no
  /// later round). What stands in it stays, also its other columns. Throws Error{bad_data} where it is no longer
  /// what pairs() read.
  std::unique_ptr<io::AtomicFile> with(const graph::Network& network,
                                       const std::vector<introductions::Introduction>& introductions) const;

 private:
  std::string text(const graph::Network& network,
                   const std::vector<introductions::Introduction>& introductions) const;

  std::string path_;
  std::optional<io::FileLock> lock_;
  std::optional<io::FileState> found_;  // nothing where there was no file
};

}  // namespace tertius::pipeline
