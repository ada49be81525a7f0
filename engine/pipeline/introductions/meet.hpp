// The work of `meet`: whom a member should meet and through whom; or of all members at once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/questions.hpp"
#include "engine/introductions/ranking/candidates.hpp"
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
  void for_everybody(std::size_t top, const introductions::SuggestionTexts& texts,
                     const introductions::SuggestionTextSink& sink, const RunContext& context = {}) const {
    introductions::suggest_everybody(questions_, top, texts, sink, context);
  }

 private:
  introductions::Recommender recommender_;
  introductions::Questions questions_;
  report::MeetContext in_;
};

/// One score of every member's candidates looks at connections alone, so that it needs no Suggesting: true
/// where the options ask for nothing else. O(1).
bool is_bare_score(const introductions::RecommenderOptions& options);

/// The `top` candidates of every member by that score alone. Of members in between, those with more contacts
/// than `max_degree` are left out, and what that skips is counted; 0 leaves out none.
/// As introductions::top_candidates().
introductions::TopResult score_everybody(const graph::Network& network,
                                         const introductions::RecommenderOptions& options, std::size_t top,
                                         std::uint64_t max_degree, const introductions::TopSink& sink,
                                         const RunContext& context = {});

}  // namespace tertius::pipeline
