// The marks of a map: whom or what each stands for, where it stands, how large it is and how it looks. The
// page and the picture draw the same ones.
//
// Groups are told apart by colour and by shape: seven colours that people with any colour vision tell apart
// (M. Okabe & K. Ito 2008, Color Universal Design) and six shapes, in turn, so that the first twelve groups
// share neither pair; all others are grey rings.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/report/page/page.hpp"

namespace tertius::report {

inline constexpr std::array<std::string_view, 7> map_colours = {"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                                                "#56b4e9", "#d55e00", "#f0e442"};
inline constexpr std::array<std::string_view, 6> map_shapes = {"circle",  "square",   "triangle",
                                                               "diamond", "pentagon", "wedge"};
inline constexpr std::uint32_t groups_told_apart = 12;
/// A mark of no group that is told apart.
inline constexpr std::uint32_t no_group = ~0U;

struct Mark {
  std::uint32_t id = 0;  ///< the member, or the cluster
  layout::Point place{};
  double radius = 0;                ///< pixels
  std::uint32_t bubble = no_group;  ///< no_group where it is not known or not to be shown
  std::uint32_t cluster = 0;
  std::string name{};
};

struct Marks {
  std::vector<Mark> marks;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ties;  ///< numbers of marks, each pair once
  std::vector<std::uint32_t> of_member;  ///< the mark of each member, no_group where there is none
  std::vector<std::uint32_t> labelled;   ///< marks whose names stand beside them, the most important first
};

Marks marks_of(const PageReport& report);

/// Whether the page shows a member at all.
bool page_shows(const PageReport& report, graph::VertexId v);
/// Members in this language, with their ids beside names that several have.
words::Speaker page_speaker(const PageReport& report);
/// A cluster as the page tells of it.
words::Finding cluster_words(const PageReport& report, std::uint32_t cluster);
/// What the map shows, and what it does not.
std::vector<words::Finding> map_findings(const PageReport& report);

}  // namespace tertius::report
