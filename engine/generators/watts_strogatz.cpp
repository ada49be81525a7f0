#include "engine/generators/watts_strogatz.hpp"

#include "engine/core/random.hpp"
#include "engine/generators/edge_list.hpp"

namespace tertius::generators {

graph::Network generate_watts_strogatz(const WattsStrogatzOptions& options, const RunContext& context) {
  if (options.members < 3) generators::refuse("members", options.members, "at least 3");
  if (options.degree < 2 || options.degree % 2 != 0 || options.degree >= options.members) {
    generators::refuse("degree", options.degree, "an even number from 2 to one less than the members");
  }
  if (!(options.rewiring >= 0.0 && options.rewiring <= 1.0))
    generators::refuse("rewire", options.rewiring, "0 to 1");
  return with_threads(context, [&] {
    const std::uint64_t n = options.members, half = options.degree / 2;
    generators::EdgeList edges(n * half);
    {
      const Phase phase(context, "generate");
      parallel_each(edges.size(), std::size_t{1} << 15, [&](std::size_t e) {
        const std::uint64_t v = e / half, step = e % half + 1;
        RandomStream random(context.seed, e);
        // Anybody but v: a step around the ring of 1 to n - 1.
        const std::uint64_t led = random.real() < options.rewiring ? 1 + random.below(n - 1) : step;
        edges.sources[e] = static_cast<graph::VertexId>(v);
        edges.targets[e] = static_cast<graph::VertexId>((v + led) % n);
      });
    }
    return generators::network_of(options.members, std::move(edges), {}, context);
  });
}

}  // namespace tertius::generators
