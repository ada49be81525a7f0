// Groups and events: which of them are over, and where two members may have met.
//
// A group lasts: the date of a row says since when somebody is in it. An event has its day, or several: it is
// over when all of them are before today. What a group is called in the input (kind) decides; where that is
// left empty, a group all of whose rows bear the same date is an event.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph/network.hpp"

namespace tertius::introductions {

enum class Tense {
  lasting,  ///< a group
  undated,  ///< an event of which no date is known
  coming,   ///< an event with a date of today or later
  past,     ///< an event all of whose dates are before today
};

/// Which groups are events. O(affiliations).
std::vector<bool> which_are_events(const graph::Network& network);
/// Some event has a date, so that answers about groups depend on what day it is. O(affiliations).
bool events_have_dates(const graph::Network& network);

/// A group or an event that two members share.
struct Meeting {
  std::uint32_t group = 0;  ///< index into Affiliations::groups
  Tense tense = Tense::lasting;
  graph::Day date = graph::no_day;  ///< of the event; of several the next one, or else the last
  friend bool operator==(const Meeting&, const Meeting&) = default;
};

/// Who is where, to look up what two members share.
class Gatherings {
 public:
  /// O(affiliations log affiliations).
  Gatherings(const graph::Network& network, graph::Day today);

  /// The groups that both are in, and the events where both are or were on the same day; an event without a
  /// date on either side counts as undated. Ascending by group. O(rows of both).
  std::vector<Meeting> shared(graph::VertexId a, graph::VertexId b) const;

 private:
  struct Attendance {
    std::uint32_t group;
    graph::Day date;
  };
  std::span<const Attendance> of(graph::VertexId v) const;

  graph::Day today_;
  std::vector<bool> event_;
  std::vector<std::size_t> begin_;       ///< per member, into attendances_
  std::vector<Attendance> attendances_;  ///< by member, then by group and date
};

}  // namespace tertius::introductions
