#include "engine/pipeline/measure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/cores.hpp"
#include "engine/graph/pagerank.hpp"
#include "engine/graph/traversal.hpp"
#include "engine/graph/triangles.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

template <class Values>
std::vector<double> as_doubles(const Values& values) {
  return {values.begin(), values.end()};
}

class Measuring {
 public:
  Measuring(const Network& network, std::optional<VertexId> from, const RunContext& context)
      : network_(network), graph_(network.graph), from_(from), context_(context) {
    report_.network = &network;
  }

  void add(const std::string& name) {
    if (name == "degree") return degree();
    if (name == "component") return component();
    if (name == "core") return core();
    if (name == "triangles") return triangles();
    if (name == "clustering") return clustering();
    if (name == "pagerank") return rank();
    throw Error(ErrorCode::usage,
                fmt::format("no measure '{}'; expected one of {}", name, fmt::join(measure_names(), ", ")));
  }

  MeasureReport take() { return std::move(report_); }

 private:
  void degree() {
    std::vector<double> values(graph_.vertex_count());
    for (VertexId v = 0; v < graph_.vertex_count(); ++v) values[v] = graph_.degree(v);
    report_.columns.push_back({"degree", "contacts", true, false, std::move(values)});
  }

  void component() {
    const Partition parts = connected_components(graph_, context_);
    std::vector<double> values(parts.label.begin(), parts.label.end());
    for (double& value : values) value += 1;
    const std::uint32_t largest = parts.count > 0 ? parts.sizes()[0] : 0;
    report_.columns.push_back({"component", "part", true, true, std::move(values)});
    report_.figures.emplace_back("components", parts.count);
    report_.figures.emplace_back("largest_component", largest);
    report_.findings.push_back(fmt::format("{}; the largest has {}.",
                                           counted(parts.count, "separate part", "separate parts"),
                                           counted(largest, "member", "members")));
  }

  void core() {
    const std::vector<VertexId> numbers = core_numbers(graph_, context_);
    const VertexId deepest = numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
    const auto inside = std::count(numbers.begin(), numbers.end(), deepest);
    report_.columns.push_back({"core", "core", true, false, as_doubles(numbers)});
    report_.figures.emplace_back("degeneracy", deepest);
    report_.figures.emplace_back("innermost_core", static_cast<double>(inside));
    report_.findings.push_back(fmt::format("The innermost core: {}, each with at least {} among them.",
                                           counted(static_cast<std::uint64_t>(inside), "member", "members"),
                                           counted(deepest, "contact", "contacts")));
  }

  /// Triangles of each, counted when first asked for.
  const std::vector<std::uint64_t>& counted_triangles() {
    if (!triangles_) {
      triangles_ = triangles_per_member(graph_, context_);
      double total = 0.0, pairs = 0.0;
      for (VertexId v = 0; v < graph_.vertex_count(); ++v) {
        const double d = graph_.degree(v);
        total += static_cast<double>((*triangles_)[v]);
        pairs += d * (d - 1) / 2;
      }
      report_.figures.emplace_back("triangles", total / 3);
      report_.figures.emplace_back("transitivity", total / pairs);
      report_.findings.push_back(fmt::format(
          "{}; of the pairs of contacts that members have, {} know each other.",
          counted(static_cast<std::uint64_t>(total / 3), "triangle", "triangles"), percent(total / pairs)));
    }
    return *triangles_;
  }

  void triangles() {
    report_.columns.push_back({"triangles", "triangles", true, false, as_doubles(counted_triangles())});
  }

  void clustering() {
    const auto& count = counted_triangles();
    std::vector<double> values(count.size());
    for (VertexId v = 0; v < values.size(); ++v) values[v] = local_clustering(count[v], graph_.degree(v));
    report_.columns.push_back({"clustering", "clustering", false, false, std::move(values)});
  }

  void rank() {
    PageRankOptions options;
    if (from_) options.reset = std::span<const VertexId>(&*from_, 1);
    PageRankResult found = pagerank(graph_, options, context_);
    report_.columns.push_back({"pagerank", "PageRank", false, false, std::move(found.score)});
    report_.figures.emplace_back("pagerank_iterations", found.iterations);
    report_.figures.emplace_back("pagerank_error", found.error);
    report_.findings.push_back(
        from_ ? fmt::format("PageRank: how much time a walk spends that starts again and again "
                            "from {}.",
                            network_.members.name(*from_))
              : std::string("PageRank: how much time an endless walk along the ties spends."));
  }

  const Network& network_;
  const Graph& graph_;
  std::optional<VertexId> from_;
  const RunContext& context_;
  std::optional<std::vector<std::uint64_t>> triangles_;
  MeasureReport report_;
};

}  // namespace

const std::vector<std::string>& measure_names() {
  static const std::vector<std::string> names{"degree",     "core",     "triangles",
                                              "clustering", "pagerank", "component"};
  return names;
}

MeasureReport measure(const Network& network, std::vector<std::string> names, std::optional<VertexId> from,
                      const RunContext& context) {
  if (names.empty()) names = measure_names();
  Measuring measuring(network, from, context);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) ==
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      measuring.add(names[i]);
    }
  }
  return measuring.take();
}

}  // namespace tertius
