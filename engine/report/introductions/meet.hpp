// Suggestions in words, as CSV and as JSON (docs/schema/meet.json). A reason is a sentence made of facts; it
// is there only when the term it speaks of lifted the suggestion (docs/introductions.md).
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/questions.hpp"
#include "engine/introductions/ranking/candidates.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/report/field.hpp"
#include "engine/report/json.hpp"
#include "engine/report/member_names.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {

/// What every report on suggestions needs to know. Keeps references; copies are cheap.
struct MeetContext {
  MeetContext(const graph::Network& network, const graph::Grouping& grouping,
              const introductions::Questions& questions);

  /// In the language of answers for people, with members' ids beside names that several have.
  words::Speaker speaker() const;

  const graph::Network* network;
  const graph::Grouping* grouping;
  const introductions::Questions* questions;
  const introductions::Recommender* recommender;
  std::shared_ptr<const MemberNames> names;
};

/// The answer for one member.
struct MeetReport {
  MeetContext in;
  graph::VertexId member = graph::no_vertex;
  std::vector<introductions::Suggestion> suggestions;
  std::vector<introductions::Contribution> contributions;
  bool explain = false;
};

/// "music": the bubble that somebody is in.
const std::string& bubble_name(const MeetContext& in, graph::VertexId v);
/// Of needs that are met, those that are met to the letter: each offer once.
template <class Fit>
std::vector<std::string> met_to_the_letter(const std::vector<Fit>& met) {
  std::vector<std::string> offers;
  for (const Fit& fit : met) {
    const std::string offer(fit.offered);
    if (fold_case(fit.wanted) == fold_case(offer) &&
        std::find(offers.begin(), offers.end(), offer) == offers.end())
      offers.push_back(offer);
  }
  return offers;
}
/// "3 mutual contacts", "none of your 14 contacts is in museum education", ...: strongest term first.
std::vector<words::Finding> suggestion_reasons(const MeetContext& in, graph::VertexId member,
                                               const introductions::Suggestion& suggestion);
/// "Ask Anna Brandt, who knows you both."; what to do when no contact can introduce.
words::Finding introduction(const introductions::Suggestion& suggestion);
/// What cannot be known of this network or of this member's place in it; nothing when there is nothing to
/// say.
std::optional<words::Finding> meet_remark(const MeetContext& in, graph::VertexId member);
/// Who offers the goal besides the suggestions, or that no member does; nothing without a goal, or when there
/// is nothing to add to the suggestions.
std::optional<words::Finding> goal_remark(const MeetReport& report);
/// The same of a whole network: how many members offer the goal.
std::optional<words::Finding> goal_remark(const MeetContext& in);
/// That so many members have not agreed to be introduced and are not shown; nothing for 0.
std::optional<words::Finding> opted_out(graph::VertexId count);

std::string meet_text(const MeetReport& report, std::size_t width);
void write_meet_json(JsonWriter& json, const MeetReport& report);
/// Rows `member,rank,candidate,score,...`, the same for one member and for all.
std::string meet_csv_header();
std::string meet_csv_rows(const MeetContext& in, graph::VertexId member,
                          std::span<const introductions::Suggestion> suggestions);

/// Every column of CSV and JSON.
std::vector<FieldList> meet_columns();

/// Hands the suggestions of every member to a sink, in ascending order.
using EverySuggestion = std::function<void(const introductions::SuggestionSink& sink)>;

/// The answer for all members. Rows are written as they come: CSV to the sink, of one score alone the first
/// four columns.
std::string meet_all_text(const MeetContext& in, const EverySuggestion& each, std::size_t width);
void write_meet_all_json(JsonWriter& json, const MeetContext& in, const EverySuggestion& each);
void write_meet_all_csv(const MeetContext& in, const EverySuggestion& each, const TextSink& sink);

/// Candidates by one score alone, `member,rank,candidate,score`.
std::string score_csv_header();
std::string score_csv_rows(const graph::Ids& ids, graph::VertexId member,
                           std::span<const introductions::Candidate> ranked);

/// Suggestions of a member in short, a line each: who, how much, why, and through whom at best. What a
/// score is made of stands in the rows of meet_csv_rows.
void write_introductions_json(JsonWriter& json, const MeetContext& in, graph::VertexId member,
                              std::span<const introductions::Suggestion> suggestions);

/// What the terms mean that scores are made of.
std::string meet_explained(std::size_t width);

}  // namespace tertius::report
