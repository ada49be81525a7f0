// The blend: how likely two members who are not connected are to be, learnt from this very network.
//
// Some of its own connections are hidden; a logistic model learns to tell the hidden ones from the other
// candidates by mutual contacts, paths of three connections, spectra, popularity and what groups the two
// belong to. Then nothing is hidden and the model ranks the real candidates. The score reads as a
// probability: of being one of the connections that hiding that share would have hidden. A model that fits
// its examples closely promises too much, so the promise is scaled by what models that had not seen a member
// said of that member's candidates (J. Platt 1999, Probabilistic outputs for support vector machines). That
// changes no order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/graph/partition.hpp"
#include "engine/introductions/ranking/candidates.hpp"
#include "engine/introductions/ranking/logistic.hpp"
#include "engine/introductions/ranking/pair_features.hpp"

namespace tertius::introductions {

struct HiddenConnections;

struct BlendOptions {
  double share = 0.1;  ///< of the connections is hidden to learn from
  std::uint32_t examples =
      2000;                  ///< hidden connections to learn from, over several rounds of hiding if need be
  std::uint32_t rounds = 8;  ///< at most
  std::uint32_t members_per_round = 2000;
  PairFeatureOptions features = {};
};

/// One feature and its weight, per standard deviation of the feature.
struct BlendWeight {
  std::string feature;
  double weight = 0.0;
};

class Blend {
 public:
  struct Scored {
    graph::VertexId id;
    double logit;
  };
  /// One thread's memory, see PairFeatures::Scratch.
  struct Scratch {
    PairFeatures::Scratch pairs;
    std::vector<float> row;
    std::vector<Scored> scored;
    std::vector<Candidate> ranked;
  };
  using Sink = std::function<void(std::size_t index, std::span<const Candidate> ranked)>;

  /// Learns from `graph` (dates in `connections` decide what is hidden where there are dates) and prepares to
  /// rank its candidates. `graph` must outlive this. Deterministic in the seed, independent of threads. With
  /// fewer than 30 hidden connections to learn from, weights are the documented default, fitted() is false.
  /// Phases: spectrum, logistic.
  Blend(const graph::Graph& graph, const graph::ConnectionAttributes& connections,
        std::span<const graph::Partition> groupings, const BlendOptions& options = {},
        const RunContext& context = {});
  ~Blend();
  Blend(const Blend&) = delete;
  Blend& operator=(const Blend&) = delete;

  /// The candidates of up to PairFeatures::lanes members in the order of suggestion, scores being
  /// probabilities; sink(i, ...) for every member in order. Safe from any number of threads.
  void rank(std::span<const graph::VertexId> members, Scratch& scratch, const Sink& sink) const;

  /// Weights are learnt, and probabilities are calibrated; else neither is.
  bool fitted() const { return fitted_; }
  std::uint64_t learnt_from() const { return positives_; }  ///< hidden connections, seen from both ends
  std::uint64_t example_count() const {
    return examples_;
  }  ///< candidates looked at, hidden connections among them
  /// Every so many places, one goes to somebody drawn in proportion to odds / contacts, so that not the same
  /// few are suggested to all; 0: none. As few as it takes to reach as many people as resource
  /// allocation does.
  std::uint32_t discovery() const { return discovery_; }
  /// Strongest first.
  std::vector<BlendWeight> weights() const;

 private:
  class Design;
  struct List;
  struct Lesson;

  void order(graph::VertexId member, const graph::Graph& graph, std::uint32_t discovery,
             std::vector<Scored>& scored, std::vector<Candidate>& ranked) const;
  void calibrate(const Examples& examples, std::span<const graph::VertexId> members,
                 const RunContext& context);
  void learn(const graph::Graph& graph, const graph::ConnectionAttributes& connections,
             std::span<const graph::Partition> groupings, const RunContext& context);
  std::vector<List> lists_of_round(std::uint32_t round, const HiddenConnections& hidden,
                                   const PairFeatures& features, const RunContext& context);
  void add_examples(std::span<const List> lists, const PairFeatures& features, Lesson& lesson);
  void fit(Lesson& lesson, const RunContext& context);
  void choose_discovery(const graph::Graph& graph, std::span<const List> first, const Examples& examples);

  BlendOptions options_;
  PairFeatures features_;
  std::unique_ptr<Design> design_;
  LogisticModel model_;
  double slope_ = 1.0, shift_ = 0.0;  ///< from the model's logit to that of the probability promised
  std::uint64_t seed_;
  std::uint32_t discovery_ = 0;
  bool fitted_ = false;
  std::uint64_t positives_ = 0;
  std::uint64_t examples_ = 0;
};

/// Groupings worth learning from: columns of text with 2 to 256 values that at least half of the members
/// have, and not more than four of them.
std::vector<graph::Partition> attribute_groupings(const graph::MemberTable& members);

}  // namespace tertius::introductions
