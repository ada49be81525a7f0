// The graphs that benchmarks run on, made once a program.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "engine/generators/barabasi_albert.hpp"
#include "engine/generators/lfr.hpp"
#include "engine/generators/rmat.hpp"
#include "engine/io/import.hpp"

namespace tertius::bench {

/// ../shared/data/NAME (or $TERTIUS_SHARED/data/NAME), where it is there.
inline std::filesystem::path shared_network(const std::string& name) {
  const char* set = std::getenv("TERTIUS_SHARED");
  return std::filesystem::path(set != nullptr ? set : "../shared") / "data" / name;
}

/// By name: "github" (github-musae of ../shared, else a network of that size with hubs), "kron18" (R-MAT of
/// that scale with Graph500's parameters and edge factor 16), "lfr" (a million members, as papers on clusters
/// use it).
inline const graph::Graph& subject(const std::string& name) {
  static std::map<std::string, graph::Graph> made;
  const auto known = made.find(name);
  if (known != made.end()) return known->second;
  const auto make = [&] {
    if (name == "github") {
      const auto path = shared_network("github-musae");
      if (std::filesystem::exists(path)) return io::load_network(path.string()).network.graph;
      return generators::generate_barabasi_albert({.members = 37'700, .connections = 8}).graph;
    }
    if (name == "lfr") {
      return generators::generate_lfr({.members = 1'000'000,
                                       .degree = 20,
                                       .max_degree = 1000,
                                       .mixing = 0.4,
                                       .min_group = 20,
                                       .max_group = 1000},
                                      {.seed = 42})
          .graph;
    }
    const auto scale = static_cast<unsigned>(std::stoul(name.substr(4)));
    return generators::generate_rmat({.scale = scale, .edge_factor = 16}, {.seed = 42}).graph;
  };
  return made.emplace(name, make()).first->second;
}

}  // namespace tertius::bench
