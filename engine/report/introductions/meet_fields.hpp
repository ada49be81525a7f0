// The columns of suggestions, and of what a member could bring to groups and events.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/introductions/questions.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/report/field.hpp"
#include "engine/report/introductions/meet.hpp"

namespace tertius::report {

/// A suggestion for `member`, in their list from 1.
struct MeetRow {
  using Report = MeetContext;
  const MeetContext& report;
  graph::VertexId member;
  std::size_t rank;
  const introductions::Suggestion& suggestion;
  std::vector<words::Finding> reasons;

  const graph::MemberTable& members() const { return report.network->members; }
};
/// `rank` from 1.
MeetRow meet_row(const MeetContext& in, graph::VertexId member, std::size_t rank,
                 const introductions::Suggestion& suggestion);
const Fields<MeetRow>& meet_fields();
/// Those of CSV, in its order: what others rely on stands first, as it has from the beginning.
const Fields<MeetRow>& meet_csv_fields();
/// The suggestions of all members as a table shows them.
std::vector<Shown> meet_layout();

struct ContributionRow {
  using Report = MeetContext;
  const MeetContext& report;
  const introductions::Contribution& contribution;
};
const Fields<ContributionRow>& contribution_fields();

/// What a term adds to a score, and for what; openness as the caller calls it.
words::Finding term_finding(introductions::Term term);
std::string_view term_meaning(introductions::Term term);

}  // namespace tertius::report
