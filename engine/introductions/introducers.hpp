// Who can introduce two people: the most reliable ways between them over at most two others.
//
// A request travels along a connection with the reliability
//   r = w / (w + w0)  *  (3/4 + 1/4 * 2^(-age / 5 years))
// in (0,1]: w is the strength of the connection and w0 the mean strength of the connections of the one who
// asks, so that an average connection counts 1/2; age is how long ago the connection was made, before the
// latest of the network (1 where dates are not known). A way is as reliable as the product of its
// connections. Introducers who are asked too often are discounted for the choice, not for the reliability
// that is reported: by 1 / (1 + ln(k / 50)) from 50 contacts k on, and by 0.8 for each time that the caller
// has already chosen them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/introductions/exclusions.hpp"

namespace tertius::introductions {

/// A way from one member to another over one or two others.
struct Route {
  std::array<graph::VertexId, 2> via{
      graph::no_vertex, graph::no_vertex};  ///< in order; the second is no_vertex when one is enough
  double reliability = 0.0;                 ///< product over the connections, in (0,1)
  std::array<double, 3> connections{};      ///< reliability of each connection in order; unused ones are 0

  unsigned between() const { return via[1] == graph::no_vertex ? 1 : 2; }
};

struct RouteOptions {
  unsigned count = 3;        ///< ways that do not share a person
  unsigned max_between = 2;  ///< people between: 1 or 2
};

/// How often each member has been chosen as an introducer so far, or empty.
using AskedCounts = std::span<const std::uint32_t>;

class Introducers {
 public:
  /// O(connections with a date), else nothing.
  Introducers(const graph::Network& network, const Exclusions& exclusions);

  /// The best way first, then the best that shares no member with those before; ties in reliability go to the
  /// lower ids. A second person between is only taken when the way is better for it, so nearly never beside a
  /// mutual contact. No closed member and none whom either end avoids stands on a
  /// way, nor do two who avoid each other stand beside each other. None when the two avoid each other.
  /// O(sum of k over the contacts of `to`) with two between, O(k + k) with one.
  std::vector<Route> routes(graph::VertexId from, graph::VertexId to, const RouteOptions& options = {},
                            AskedCounts asked = {}) const;

  /// Of the connection on `arc`, for somebody whose connections have the mean strength `scale`.
  double reliability(graph::ArcIndex arc, double scale) const;
  /// Mean strength of the connections of `v`, 1 without any.
  double scale_of(graph::VertexId v) const;
  /// 1 for an introducer who is asked seldom, less for others.
  double discount(graph::VertexId introducer, AskedCounts asked) const;

 private:
  const graph::Network& network_;
  const Exclusions& exclusions_;
  graph::Day latest_ = graph::no_day;
};

}  // namespace tertius::introductions
