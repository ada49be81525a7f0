// What can be told of two members who are not connected, for the candidates worth a closer look.
//
// Walks are counted from eight members at once: each pass over the connections serves all of them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"
#include "engine/introductions/ranking/spectral.hpp"

namespace tertius::introductions {

struct PairFeatureOptions {
  /// Candidates are the best this many by each of: Adamic-Adar, resource allocation, and the two scores of
  /// paths of three connections.
  std::uint32_t per_list = 100;
  unsigned dimensions = 64;  ///< of each spectrum
  unsigned iterations = 36;  ///< towards each spectrum
};

/// A candidate and what the network says. All sums run over paths u-x-v or u-x-y-v.
struct PairEvidence {
  enum Kind : std::size_t {
    common,          ///< number of x
    adamic_adar,     ///< sum of 1 / ln k(x)
    allocation,      ///< sum of 1 / k(x)
    paths,           ///< sum of 1 / sqrt(k(x) k(y)): I. Kovacs et al. (2019), doi:10.1038/s41467-019-09177-y
    allocation3,     ///< sum of 1 / (k(x) k(y))
    normalised,      ///< similarity in the normalised spectrum, sum of lambda a_u a_v
    adjacency,       ///< the same in the spectrum of the adjacency matrix
    adjacency_sign,  ///< sum of sign(lambda) a_u a_v there
    kinds
  };
  graph::VertexId candidate;
  std::array<float, kinds> values;
};

/// Connections between groups, for one grouping.
class GroupConnections {
 public:
  static constexpr std::size_t features = 6;
  static const std::array<std::string, features>& names();

  GroupConnections(const graph::Graph& graph, const graph::Partition& partition);
  /// Same group or not; log density of u's connections to v's group and the reverse; log share of u's
  /// connections that go to v's group and the reverse; log density of connections between the groups.
  void describe(graph::VertexId u, graph::VertexId v, float* out) const;

 private:
  struct Count {
    std::uint32_t group;
    std::uint32_t connections;
  };
  double connections_to(graph::VertexId v, std::uint32_t group) const;

  std::vector<std::uint32_t> label_;
  std::vector<std::uint32_t> size_;
  std::vector<std::size_t> begin_;  // of v's counts, groups ascending
  std::vector<Count> counts_;
  std::vector<std::size_t> pair_begin_;
  std::vector<Count> pairs_;
  std::vector<graph::VertexId> degree_;
};

class PairFeatures {
 public:
  static constexpr std::size_t lanes = 8;  ///< members handled together

  /// One thread's memory: 192 bytes per member of the network.
  class Scratch {
    friend class PairFeatures;
    std::vector<float> two_, three_, shared_;
    std::vector<graph::VertexId> ids_;
    std::vector<PairEvidence> rows_;
  };
  using Sink = std::function<void(std::size_t index, std::span<const PairEvidence> candidates)>;

  /// Computes both spectra. `graph` must outlive this; groupings are read now.
  PairFeatures(const graph::Graph& graph, std::span<const graph::Partition> groupings,
               const PairFeatureOptions& options = {}, const RunContext& context = {});

  /// Candidates of up to `lanes` members, ascending by id; sink(i, ...) in order, for every member. Reads
  /// every connection of the network once per call, and those of contacts' contacts.
  void describe(std::span<const graph::VertexId> members, Scratch& scratch, const Sink& sink) const;

  const graph::Graph& graph() const { return graph_; }
  std::span<const GroupConnections> groups() const { return groups_; }

 private:
  void count_paths(std::span<const graph::VertexId> members, Scratch& scratch) const;
  void choose(std::size_t lanes_used, Scratch& scratch,
              std::array<std::vector<graph::VertexId>, lanes>& chosen) const;

  const graph::Graph& graph_;
  PairFeatureOptions options_;
  std::vector<GroupConnections> groups_;
  Spectrum normalised_;
  Spectrum adjacency_;
};

}  // namespace tertius::introductions
