#include "engine/introductions/ranking/pair_features.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/parallel.hpp"

namespace tertius::introductions {

namespace {

constexpr std::size_t lanes = PairFeatures::lanes;
constexpr std::size_t width = 2 * lanes;  // two values per lane beside each other: one cache line per member

/// The largest values seen in ascending order of ids; equal ones stay with the lower id.
class Largest {
 public:
  explicit Largest(std::uint32_t count) : count_(count) {}
  float floor() const { return floor_; }
  void add(float value, graph::VertexId id) {
    entries_.emplace_back(value, id);
    if (entries_.size() < 2 * std::size_t{count_}) return;
    shrink();
    floor_ = entries_[count_ - 1].first;
  }
  void move_to(std::vector<graph::VertexId>& ids) {
    if (entries_.size() > count_) shrink();
    for (const auto& entry : entries_) ids.push_back(entry.second);
    entries_.clear();
    floor_ = 0.0F;
  }

 private:
  void shrink() {
    const auto last = entries_.begin() + static_cast<std::ptrdiff_t>(count_) - 1;
    std::nth_element(entries_.begin(), last, entries_.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    entries_.resize(count_);
  }

  std::uint32_t count_;
  float floor_ = 0.0F;
  std::vector<std::pair<float, graph::VertexId>> entries_;
};

float log_ratio(double part, double whole, double floor) {
  return static_cast<float>(std::log(part / std::max(whole, 1.0) + floor));
}

}  // namespace

const std::array<std::string, GroupConnections::features>& GroupConnections::names() {
  static const std::array<std::string, features> all = {"same group",
                                                        "ties to the candidate's group, per member",
                                                        "the candidate's ties to this group, per member",
                                                        "share of ties there",
                                                        "share of the candidate's ties here",
                                                        "ties between the groups"};
  return all;
}

GroupConnections::GroupConnections(const graph::Graph& graph, const graph::Partition& partition)
    : label_(partition.label), size_(partition.sizes()) {
  const graph::VertexId n = graph.vertex_count();
  std::vector<std::vector<Count>> between(partition.count);
  std::vector<std::uint32_t> labels;
  begin_.reserve(std::size_t{n} + 1);
  begin_.push_back(0);
  degree_.resize(n);
  for (graph::VertexId v = 0; v < n; ++v) {
    degree_[v] = graph.degree(v);
    labels.clear();
    for (const graph::VertexId w : graph.neighbours(v)) labels.push_back(label_[w]);
    std::sort(labels.begin(), labels.end());
    for (std::size_t i = 0; i < labels.size();) {
      std::size_t j = i;
      while (j < labels.size() && labels[j] == labels[i]) ++j;
      counts_.push_back({labels[i], static_cast<std::uint32_t>(j - i)});
      between[label_[v]].push_back(counts_.back());
      i = j;
    }
    begin_.push_back(counts_.size());
  }
  pair_begin_.push_back(0);
  for (auto& counts : between) {
    std::sort(counts.begin(), counts.end(), [](const Count& a, const Count& b) { return a.group < b.group; });
    for (std::size_t i = 0; i < counts.size();) {
      Count sum{counts[i].group, 0};
      for (; i < counts.size() && counts[i].group == sum.group; ++i) sum.connections += counts[i].connections;
      pairs_.push_back(sum);
    }
    pair_begin_.push_back(pairs_.size());
    counts = {};
  }
}

namespace {
template <class Count>
double find_connections(std::span<const Count> counts, std::uint32_t group) {
  const auto at = std::lower_bound(counts.begin(), counts.end(), group,
                                   [](const Count& count, std::uint32_t g) { return count.group < g; });
  return at != counts.end() && at->group == group ? at->connections : 0.0;
}
}  // namespace

double GroupConnections::connections_to(graph::VertexId v, std::uint32_t group) const {
  return find_connections(std::span(counts_).subspan(begin_[v], begin_[v + 1] - begin_[v]), group);
}

void GroupConnections::describe(graph::VertexId u, graph::VertexId v, float* out) const {
  const std::uint32_t a = label_[u], b = label_[v];
  const double there = connections_to(u, b), here = connections_to(v, a);
  const double between =
      find_connections(std::span(pairs_).subspan(pair_begin_[a], pair_begin_[a + 1] - pair_begin_[a]), b);
  out[0] = a == b ? 1.0F : 0.0F;
  out[1] = log_ratio(there, size_[b], 0.01);
  out[2] = log_ratio(here, size_[a], 0.01);
  out[3] = log_ratio(there, degree_[u], 0.01);
  out[4] = log_ratio(here, degree_[v], 0.01);
  out[5] = static_cast<float>(std::log((between + 0.5) / (static_cast<double>(size_[a]) * size_[b])));
}

PairFeatures::PairFeatures(const graph::Graph& graph, std::span<const graph::Partition> groupings,
                           const PairFeatureOptions& options, const RunContext& context)
    : graph_(graph), options_(options) {
  for (const graph::Partition& partition : groupings) groups_.emplace_back(graph, partition);
  normalised_ = spectrum(
      graph,
      {.matrix = Matrix::normalised, .dimensions = options.dimensions, .iterations = options.iterations},
      context);
  adjacency_ = spectrum(
      graph,
      {.matrix = Matrix::adjacency, .dimensions = options.dimensions, .iterations = options.iterations},
      context);
}

/// two_: per member y and lane, sum over x of 1 / sqrt(k(x) k(y)) and of 1 / (k(x) k(y)); three_: the sums of
/// these over the contacts of v; shared_: number of x and sum of 1 / ln k(x).
void PairFeatures::count_paths(std::span<const graph::VertexId> members, Scratch& scratch) const {
  const graph::VertexId n = graph_.vertex_count();
  const std::size_t size = std::size_t{n} * width;
  scratch.two_.assign(size, 0.0F);
  scratch.shared_.assign(size, 0.0F);
  scratch.three_.resize(size);
  float* const two = scratch.two_.data();
  float* const shared = scratch.shared_.data();
  float* const three = scratch.three_.data();
  for (std::size_t lane = 0; lane < members.size(); ++lane) {
    for (const graph::VertexId x : graph_.neighbours(members[lane])) {
      const auto k = static_cast<float>(graph_.degree(x));
      const float root = 1.0F / std::sqrt(k);
      const float inverse = 1.0F / k;
      const float adamic = k > 1.0F ? 1.0F / std::log(k) : 0.0F;
      for (const graph::VertexId y : graph_.neighbours(x)) {
        float* const at = two + std::size_t{y} * width + lane;
        at[0] += root;
        at[lanes] += inverse;
        float* const other = shared + std::size_t{y} * width + lane;
        other[0] += 1.0F;
        other[lanes] += adamic;
      }
    }
  }
  for (graph::VertexId y = 0; y < n; ++y) {
    const auto k = static_cast<float>(std::max<graph::VertexId>(1, graph_.degree(y)));
    const float root = 1.0F / std::sqrt(k), inverse = 1.0F / k;
    float* const at = two + std::size_t{y} * width;
    for (std::size_t lane = 0; lane < lanes; ++lane) at[lane] *= root;
    for (std::size_t lane = lanes; lane < width; ++lane) at[lane] *= inverse;
  }
  for (graph::VertexId v = 0; v < n; ++v) {
    std::array<float, width> sum{};
    for (const graph::VertexId y : graph_.neighbours(v)) {
      const float* const at = two + std::size_t{y} * width;
      for (std::size_t i = 0; i < width; ++i) sum[i] += at[i];
    }
    std::copy(sum.begin(), sum.end(), three + std::size_t{v} * width);
  }
  for (std::size_t lane = 0; lane < members.size(); ++lane) {
    const auto exclude = [&](graph::VertexId v) {
      for (float* const values : {two, shared, three}) {
        values[std::size_t{v} * width + lane] = values[std::size_t{v} * width + lane + lanes] = 0.0F;
      }
    };
    exclude(members[lane]);
    for (const graph::VertexId z : graph_.neighbours(members[lane])) exclude(z);
  }
}

void PairFeatures::choose(std::size_t lanes_used, Scratch& scratch,
                          std::array<std::vector<graph::VertexId>, lanes>& chosen) const {
  const graph::VertexId n = graph_.vertex_count();
  constexpr std::size_t lists = 5;
  std::vector<Largest> largest(lists * lanes, Largest(options_.per_list));
  std::array<float, lists * lanes> floors{};
  for (graph::VertexId v = 0; v < n; ++v) {
    const float* const two = scratch.two_.data() + std::size_t{v} * width + lanes;
    const float* const shared = scratch.shared_.data() + std::size_t{v} * width + lanes;
    const float* const three = scratch.three_.data() + std::size_t{v} * width;
    const auto k = static_cast<float>(graph_.degree(v));
    std::array<float, lists * lanes> values;
    for (std::size_t i = 0; i < lanes; ++i) values[i] = two[i] * k;
    for (std::size_t i = 0; i < lanes; ++i) values[lanes + i] = shared[i];
    for (std::size_t i = 0; i < width; ++i) values[2 * lanes + i] = three[i];
    for (std::size_t i = 0; i < lanes; ++i) values[4 * lanes + i] = two[i];
    int any = 0;
    for (std::size_t i = 0; i < values.size(); ++i) any |= static_cast<int>(values[i] > floors[i]);
    if (any == 0) continue;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] <= floors[i]) continue;
      largest[i].add(values[i], v);
      floors[i] = largest[i].floor();
    }
  }
  for (std::size_t lane = 0; lane < lanes_used; ++lane) {
    auto& ids = chosen[lane];
    ids.clear();
    for (std::size_t list = 0; list < lists; ++list) largest[list * lanes + lane].move_to(ids);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }
}

void PairFeatures::describe(std::span<const graph::VertexId> members, Scratch& scratch,
                            const Sink& sink) const {
  count_paths(members, scratch);
  std::array<std::vector<graph::VertexId>, lanes> chosen;
  choose(members.size(), scratch, chosen);
  for (std::size_t lane = 0; lane < members.size(); ++lane) {
    const graph::VertexId u = members[lane];
    scratch.rows_.clear();
    for (const graph::VertexId v : chosen[lane]) {
      const std::size_t at = std::size_t{v} * width + lane;
      PairEvidence row{v, {}};
      row.values[PairEvidence::common] = scratch.shared_[at];
      row.values[PairEvidence::adamic_adar] = scratch.shared_[at + lanes];
      row.values[PairEvidence::allocation] = scratch.two_[at + lanes] * static_cast<float>(graph_.degree(v));
      row.values[PairEvidence::paths] = scratch.three_[at];
      row.values[PairEvidence::allocation3] = scratch.three_[at + lanes];
      const auto a = normalised_.of(u), b = normalised_.of(v);
      double similarity = 0.0;
      for (std::size_t i = 0; i < a.size(); ++i)
        similarity += normalised_.values[i] * static_cast<double>(a[i] * b[i]);
      row.values[PairEvidence::normalised] = static_cast<float>(similarity);
      const auto c = adjacency_.of(u), d = adjacency_.of(v);
      double weighted = 0.0, signs = 0.0;
      for (std::size_t i = 0; i < c.size(); ++i) {
        const double both = static_cast<double>(c[i] * d[i]);
        weighted += adjacency_.values[i] * both;
        signs += std::copysign(both, both * adjacency_.values[i]);
      }
      row.values[PairEvidence::adjacency] = static_cast<float>(weighted);
      row.values[PairEvidence::adjacency_sign] = static_cast<float>(signs);
      scratch.rows_.push_back(row);
    }
    sink(lane, scratch.rows_);
  }
}

}  // namespace tertius::introductions
