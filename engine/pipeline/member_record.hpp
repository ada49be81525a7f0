// Collects what is held and computed about one member: the files are read once more for rows that name them,
// and everything is computed that the commands would say of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/introductions/needs/vocabulary.hpp"
#include "engine/io/import.hpp"
#include "engine/report/introductions/member_record.hpp"

namespace tertius::pipeline {

struct MemberRecordOptions {
  std::optional<std::string> by{};       ///< the bubbles, as choose_grouping() takes them
  std::vector<std::string> histories{};  ///< further files to look through: earlier rounds, lists
  std::size_t top = 5;                   ///< suggestions per member that count as made
  double patience = 60;                  ///< exact betweenness that would take longer (seconds) is estimated
  std::uint64_t max_input = 0;           ///< as LoadOptions has it
  std::shared_ptr<const introductions::Vocabulary> words{};  ///< as RecommenderOptions has it
};

/// `loaded` is the network as read, with all members, and must outlive the record. Suggestions are those that
/// `meet` and `analyze` make by default. Throws Error{usage} for input that cannot be read twice, and as the
/// single analyses and readers do.
report::MemberRecord member_record(const io::LoadedNetwork& loaded, graph::VertexId member,
                                   const MemberRecordOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::pipeline
