// The page: one file of HTML that opens in any browser without a network, with the map, whom each member
// should meet, clusters, bubbles and bridges (docs/page.md); and the map alone, as SVG.
//
// Everything that comes from outside is escaped. The policy of the page (Content-Security-Policy) allows its
// own script and style by their SHA-256 and nothing else: no request leaves it. The members' edition names
// those alone who agreed, and ranks nobody.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/choice.hpp"
#include "engine/graph/graph.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/io/import.hpp"
#include "engine/layout/layout.hpp"
#include "engine/report/analyses/bridges.hpp"
#include "engine/report/analyses/bubbles.hpp"
#include "engine/report/analyses/clusters.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {

/// More members than that are not drawn one by one, but as clusters.
inline constexpr graph::VertexId most_members_drawn = 5000;
/// So many clusters are drawn; the page says what is not.
inline constexpr std::uint32_t most_clusters_drawn = 400;

/// Whom a page is for.
enum class Audience { organiser, members };
inline constexpr Choice<Audience> audiences[] = {
    {Audience::organiser, "organiser", "who is a bridge, and what breaks without them"},
    {Audience::members, "members", "only who agreed to be named, and no ranking of people"},
};

struct PageOptions {
  Audience audience = Audience::organiser;
  std::string title{};  ///< empty: "Who is connected with whom"
  words::Language language = words::spoken();
};

/// What is on the map, as engine/pipeline/report.hpp fills it in.
struct MapDrawn {
  bool members = true;  ///< every mark is a member, by number; else a cluster, the first so many of them
  graph::Graph
      graph{};  ///< of clusters: a connection where two have more than their connections outside give by chance
  layout::Layout layout{};
};

/// What a page is written from. Keeps references.
struct PageReport {
  const io::LoadedNetwork* loaded = nullptr;
  const ClustersReport* clusters = nullptr;
  const graph::Grouping* grouping = nullptr;
  const BubblesReport* bubbles = nullptr;
  const BridgesReport* bridges = nullptr;
  const MeetContext* meeting = nullptr;
  /// Of each member, best first; empty where members are not drawn one by one.
  std::vector<std::vector<introductions::Suggestion>> suggestions{};
  MapDrawn map{};
  PageOptions options{};
};

/// Whether the map may show members one by one: not too many, and not where none is to be named.
bool draws_members(const graph::Network& network);

/// O(members + connections + suggestions).
std::string page_html(const PageReport& report);
std::string map_svg(const PageReport& report);

}  // namespace tertius::report
