// The work of `meet`: whom a member should meet and through whom; or everybody at once.
#pragma once

#include <cstddef>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/questions.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/report/introductions/meet.hpp"

namespace tertius::pipeline {

/// What suggestions are made with. Keeps references to the network and the grouping; reports keep references
/// to it, so that it is not copied. O(n + m), and what the options ask for. Errors as Recommender.
class Suggesting {
 public:
  Suggesting(const graph::Network& network, const graph::Grouping& grouping,
             introductions::RecommenderOptions options, const RunContext& context = {});
  Suggesting(const Suggesting&) = delete;
  Suggesting& operator=(const Suggesting&) = delete;

  const introductions::Recommender& recommender() const { return recommender_; }
  const introductions::Questions& questions() const { return questions_; }
  const report::MeetContext& in() const { return in_; }

  /// The `top` suggestions for one member and, unless they come from one score alone, what this member could
  /// bring to the groups they are in, as of `today`. Phase "suggestions".
  report::MeetReport for_member(graph::VertexId member, std::size_t top, graph::Day today,
                                const RunContext& context = {}) const;
  /// As introductions::suggest_everybody().
  void for_everybody(std::size_t top, const introductions::SuggestionSink& sink,
                     const RunContext& context = {}) const {
    introductions::suggest_everybody(questions_, top, sink, context);
  }

 private:
  introductions::Recommender recommender_;
  introductions::Questions questions_;
  report::MeetContext in_;
};

}  // namespace tertius::pipeline
