#include "engine/pipeline/evaluate.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/pipeline/grouping.hpp"

namespace tertius::pipeline {

namespace {

/// Collects what every ranker achieved, round by round.
class Rounds {
 public:
  Rounds(const graph::Network& network, const EvaluateOptions& options, const RunContext& context)
      : options_(options), context_(context) {
    visible_.members = network.members;
    visible_.affiliations = network.affiliations;
  }

  void add(introductions::Holdout holdout) {
    if (holdout.hidden.empty()) {
      throw Error(
          ErrorKey::network_too_small,
          "no tie can be hidden without leaving somebody alone or a group apart; evaluation needs a network "
          "with more ties than a tree");
    }
    visible_.graph = holdout.train;
    visible_.connections = holdout.connections;
    const graph::Grouping grouping = choose_grouping(visible_, options_.by, context_);
    result_.bubbles_by = grouping.by;
    result_.hidden.push_back(holdout.hidden.size());
    result_.members.push_back(introductions::HiddenConnections(holdout.hidden).members.size());
    std::size_t next = 0;
    const auto judged = [&](const introductions::Ranker& ranker) {
      if (next == names_.size()) {
        names_.push_back(ranker.name);
        qualities_.emplace_back();
      }
      qualities_[next++].push_back(introductions::judge(ranker, holdout, grouping.partition, context_));
    };
    for (const introductions::Score score : options_.scores)
      judged(introductions::ranker_of(visible_.graph, score, options_.score_options));
    if (options_.blend) {
      const auto groupings = introductions::attribute_groupings(visible_.members);
      const introductions::Blend blend(visible_.graph, visible_.connections, groupings,
                                       options_.blend_options, context_);
      if (result_.blend.empty()) {
        result_.blend = blend.weights();
        result_.blend_fitted = blend.fitted();
        result_.blend_learnt_from = blend.learnt_from();
        result_.blend_discovery = blend.discovery();
      }
      judged(introductions::ranker_of(blend));
    }
    if (options_.suggested_by_default) {
      const introductions::Recommender recommender(visible_, grouping.partition, {.words = options_.words},
                                                   context_);
      judged(introductions::ranker_of(recommender));
    }
    for (const double openness : options_.openness) {
      const introductions::Recommender recommender(visible_, grouping.partition,
                                                   {.openness = openness, .words = options_.words}, context_);
      judged(introductions::ranker_of(recommender));
    }
  }

  introductions::Evaluation result(introductions::Evaluation::Split split) {
    result_.split = split;
    result_.share = options_.share;
    const std::size_t scores = names_.size() - options_.openness.size();
    for (std::size_t i = 0; i < scores; ++i)
      result_.scores.push_back(introductions::summarize(names_[i], qualities_[i]));
    for (std::size_t i = scores; i < names_.size(); ++i) {
      result_.openness.push_back(
          {options_.openness[i - scores], introductions::summarize(names_[i], qualities_[i])});
    }
    return std::move(result_);
  }

 private:
  const EvaluateOptions& options_;
  const RunContext& context_;
  graph::Network visible_;
  introductions::Evaluation result_;
  std::vector<std::string> names_;
  std::vector<std::vector<introductions::Quality>> qualities_;
};

}  // namespace

introductions::Evaluation evaluate(const graph::Network& network, const EvaluateOptions& options,
                                   const RunContext& context) {
  if (options.rounds == 0) throw Error(ErrorKey::option_value, "at least one round is needed");
  Rounds rounds(network, options, context);
  bool by_date = false;
  for (std::uint32_t round = 0; round < options.rounds && !by_date; ++round) {
    introductions::Holdout holdout = introductions::hold_out(
        network.graph, network.connections,
        {.share = options.share, .by_date = options.by_date, .round = round}, context);
    by_date = holdout.by_date;
    rounds.add(std::move(holdout));
  }
  return rounds.result(by_date ? introductions::Evaluation::Split::by_date
                               : introductions::Evaluation::Split::random);
}

introductions::Evaluation evaluate_split(const graph::Network& network,
                                         std::span<const introductions::Pair> train,
                                         std::span<const introductions::Pair> hidden,
                                         const EvaluateOptions& options, const RunContext& context) {
  std::vector<graph::VertexId> sources, targets;
  for (const auto& [u, v] : train) {
    sources.push_back(u);
    targets.push_back(v);
  }
  graph::Graph graph =
      graph::build_graph(network.graph.vertex_count(), {sources, targets}, {}, context).graph;
  Rounds rounds(network, options, context);
  rounds.add(introductions::given_holdout(std::move(graph), {}, hidden));
  return rounds.result(introductions::Evaluation::Split::given);
}

}  // namespace tertius::pipeline
