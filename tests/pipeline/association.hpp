// Networks on which the sentences about introductions are held against what they claim: the lakeside
// association by several bubbles, the shared networks that are not large, and random associations in which
// names are shared, cells are empty, people are closed, and events lie before, on and after a day.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/graph/partition.hpp"
#include "engine/introductions/exclusions.hpp"

namespace tertius::pipeline {

/// A day in the midst of the dates of random associations.
inline constexpr graph::Day midst = 20'000;

struct Association {
  std::string name;
  graph::Network network;
  graph::Grouping grouping;
  introductions::Exclusions exclusions;
};

Association random_association(std::uint64_t seed);

/// Calls check() with each network in turn.
void for_each_association(const std::function<void(const Association&)>& check);

/// At most `count` members, spread over the network.
std::vector<graph::VertexId> some_members(const graph::Network& network, std::size_t count);

/// The phrases of a cell, as the input defines them: separated by ; , / or |.
std::vector<std::string> phrases_of(const graph::Network& network, std::string_view column,
                                    graph::VertexId v);
/// One of the phrases, whatever its case.
bool has_phrase(const graph::Network& network, std::string_view column, graph::VertexId v,
                std::string_view phrase);

/// Contacts of both.
std::vector<graph::VertexId> mutual(const graph::Network& network, graph::VertexId a, graph::VertexId b);
/// Those of them who may be named to both.
std::vector<graph::VertexId> open_mutual(const Association& in, graph::VertexId a, graph::VertexId b);

}  // namespace tertius::pipeline
