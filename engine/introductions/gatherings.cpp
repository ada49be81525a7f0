#include "engine/introductions/gatherings.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "engine/core/text.hpp"

namespace tertius::introductions {
namespace {

bool names_events(std::string_view kind) {
  constexpr std::array<std::string_view, 6> words = {"event",           "events", "veranstaltung",
                                                     "veranstaltungen", "termin", "termine"};
  return std::find(words.begin(), words.end(), fold_case(kind)) != words.end();
}

}  // namespace

std::vector<bool> which_are_events(const graph::Network& network) {
  const graph::Affiliations& all = network.affiliations;
  std::vector<bool> events(all.groups.size(), false);
  // Of groups without a kind: the date that all rows bear, or `differ`.
  constexpr graph::Day differ = graph::no_day + 1;
  struct Seen {
    std::uint32_t rows = 0;
    graph::Day date = graph::no_day;
  };
  std::vector<Seen> seen(events.size());
  all.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    Seen& s = seen[row.group];
    if (s.rows++ == 0) s.date = row.date;
    if (row.date != s.date) s.date = differ;
  });
  for (std::size_t g = 0; g < events.size(); ++g) {
    const std::string_view kind = g < all.kinds.size() ? all.kinds[g] : std::string_view();
    events[g] = kind.empty() ? seen[g].rows > 1 && seen[g].date != graph::no_day && seen[g].date != differ
                             : names_events(kind);
  }
  return events;
}

bool events_have_dates(const graph::Network& network) {
  if (network.affiliations.rows.empty()) return false;
  const std::vector<bool> events = which_are_events(network);
  bool any = false;
  network.affiliations.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    any = any || (row.date != graph::no_day && events[row.group]);
  });
  return any;
}

Gatherings::Gatherings(const graph::Network& network, graph::Day today)
    : today_(today), event_(which_are_events(network)), begin_(network.members.size() + std::size_t{1}, 0) {
  const graph::Affiliations& all = network.affiliations;
  all.for_each_row(network.members.size(),
                   [&](const graph::Affiliations::Row& row) { ++begin_[row.member + 1]; });
  for (std::size_t v = 1; v < begin_.size(); ++v) begin_[v] += begin_[v - 1];
  attendances_.resize(all.rows.size());
  std::vector<std::size_t> next = begin_;
  for (const graph::Affiliations::Row& row : all.rows)
    attendances_[next[row.member]++] = {row.group, row.date};
  for (std::size_t v = 0; v + 1 < begin_.size(); ++v) {
    const auto first = attendances_.begin();
    std::sort(first + static_cast<std::ptrdiff_t>(begin_[v]),
              first + static_cast<std::ptrdiff_t>(begin_[v + 1]),
              [](const Attendance& x, const Attendance& y) {
                return std::tie(x.group, x.date) < std::tie(y.group, y.date);
              });
  }
}

std::span<const Gatherings::Attendance> Gatherings::of(graph::VertexId v) const {
  return std::span(attendances_).subspan(begin_[v], begin_[v + 1] - begin_[v]);
}

std::vector<Meeting> Gatherings::shared(graph::VertexId a, graph::VertexId b) const {
  std::vector<Meeting> found;
  const auto note = [&](std::uint32_t group, Tense tense, graph::Day date) {
    if (found.empty() || found.back().group != group) {
      found.push_back({group, tense, date});
      return;
    }
    // Dates come in ascending order: the first of those to come stays, of those gone by the last. What has
    // no date says least.
    Meeting& known = found.back();
    if (known.tense == Tense::undated || known.tense == Tense::past) known = {group, tense, date};
  };
  const auto theirs = of(b);
  for (const Attendance& mine : of(a)) {
    const auto at = std::lower_bound(theirs.begin(), theirs.end(), mine.group,
                                     [](const Attendance& p, std::uint32_t g) { return p.group < g; });
    for (auto it = at; it != theirs.end() && it->group == mine.group; ++it) {
      if (!event_[mine.group]) {
        note(mine.group, Tense::lasting, graph::no_day);
      } else if (mine.date == graph::no_day || it->date == graph::no_day) {
        if (found.empty() || found.back().group != mine.group)
          note(mine.group, Tense::undated, graph::no_day);
      } else if (mine.date == it->date) {
        note(mine.group, mine.date < today_ ? Tense::past : Tense::coming, mine.date);
      }
    }
  }
  return found;
}

}  // namespace tertius::introductions
