#include "engine/generators/barabasi_albert.hpp"

#include "engine/core/random.hpp"
#include "engine/generators/edge_list.hpp"

namespace tertius::generators {

graph::Network generate_barabasi_albert(const BarabasiAlbertOptions& options, const RunContext& context) {
  if (options.members < 2) generators::refuse("members", options.members, "at least 2");
  if (options.connections < 1 || options.connections >= options.members) {
    generators::refuse("ties", options.connections, "1 to one less than the members");
  }
  return with_threads(context, [&] {
    // Member v makes the connections (v - 1) each to v each - 1; connection e has the ends 2 e (its maker) and
    // 2 e + 1.
    const std::uint64_t each = options.connections;
    generators::EdgeList edges((options.members - std::uint64_t{1}) * each);
    {
      const Phase phase(context, "generate");
      const auto maker = [&](std::uint64_t connection) {
        return static_cast<graph::VertexId>(connection / each + 1);
      };
      parallel_each(edges.size(), std::size_t{1} << 15, [&](std::size_t e) {
        // Ends of connections of earlier members, and the first member once, so that the second has somebody
        // to meet.
        std::uint64_t connection = e;
        while (true) {
          const std::uint64_t earlier = 2 * (connection / each * each);
          const std::uint64_t end = RandomStream(context.seed, connection).below(earlier + 1);
          if (end == earlier) {
            edges.targets[e] = 0;
            break;
          }
          connection = end / 2;
          if (end % 2 == 0) {
            edges.targets[e] = maker(connection);
            break;
          }
        }
        edges.sources[e] = maker(e);
      });
    }
    return generators::network_of(options.members, std::move(edges), {}, context);
  });
}

}  // namespace tertius::generators
