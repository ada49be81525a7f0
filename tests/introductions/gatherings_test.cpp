// Which groups are events, and what two members share, by looking at every pair of rows.
#include "engine/introductions/gatherings.hpp"

#include <gmock/gmock.h>

#include "tests/support/graphs.hpp"

namespace tertius::introductions {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr graph::Day today = 20'000;

/// Rows {member, group, day}; group g is of kind kinds[g].
graph::Network network_of(graph::VertexId members, std::vector<std::string_view> kinds,
                          const std::vector<std::tuple<graph::VertexId, std::uint32_t, graph::Day>>& rows) {
  graph::Network network;
  network.graph = empty_graph(members);
  network.members.ids = graph::Ids::dense(members);
  for (std::size_t g = 0; g < kinds.size(); ++g) {
    network.affiliations.groups.push_back("g" + std::to_string(g));
    network.affiliations.kinds.push_back(kinds[g]);
  }
  for (const auto& [member, group, day] : rows)
    network.affiliations.rows.own().push_back({member, group, no_code, day});
  return network;
}

TEST(Gatherings, EventsAreCalledSoOrHaveOneDay) {
  const graph::Network network = network_of(2, {"event", "Veranstaltung", "group", "table", "", "", "", ""},
                                            {{0, 2, 5},
                                             {1, 2, 5},  // a group stays one whatever its dates
                                             {0, 4, 5},
                                             {1, 4, 5},  // no kind, one day: an event
                                             {0, 5, 5},
                                             {1, 5, 6},  // two days: since when somebody is in it
                                             {0, 6, 5},  // one row says nothing
                                             {0, 7, 5},
                                             {1, 7, graph::no_day}});  // not every row has a day
  EXPECT_THAT(which_are_events(network), ElementsAre(true, true, false, false, true, false, false, false));
  EXPECT_TRUE(events_have_dates(network));
  EXPECT_FALSE(events_have_dates(network_of(1, {"event", "group"}, {{0, 0, graph::no_day}, {0, 1, 5}})));
  EXPECT_FALSE(events_have_dates(network_of(1, {}, {})));
}

TEST(Gatherings, SharedOnesAreOverOnlyWhenAllDaysAre) {
  const graph::Network network = network_of(3, {"event", "event", "event", "event", "group", "event"},
                                            {{0, 0, today - 1},
                                             {1, 0, today - 1},  // over
                                             {0, 1, today},
                                             {1, 1, today},  // today is not over
                                             {0, 2, today - 9},
                                             {1, 2, today - 9},
                                             {0, 2, today + 7},
                                             {1, 2, today + 7},  // again and again
                                             {0, 3, today - 5},
                                             {1, 3, today - 4},  // never on the same day
                                             {0, 4, 1},
                                             {1, 4, graph::no_day},  // a group
                                             {0, 5, graph::no_day},
                                             {1, 5, today - 3}});  // one of the days unknown
  const Gatherings gatherings(network, today);
  EXPECT_THAT(gatherings.shared(0, 1),
              ElementsAre(Meeting{0, Tense::past, today - 1}, Meeting{1, Tense::coming, today},
                          Meeting{2, Tense::coming, today + 7}, Meeting{4, Tense::lasting, graph::no_day},
                          Meeting{5, Tense::undated, graph::no_day}));
  EXPECT_EQ(gatherings.shared(0, 1), gatherings.shared(1, 0));
  EXPECT_THAT(gatherings.shared(0, 2), IsEmpty());
  EXPECT_THAT(Gatherings(network, today + 8).shared(0, 1)[2], (Meeting{2, Tense::past, today + 7}));
}

}  // namespace
}  // namespace tertius::introductions
