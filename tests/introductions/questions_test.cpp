// The questions, the groups where one could contribute, and everybody at once.
#include "engine/introductions/questions.hpp"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/graphs.hpp"

namespace tertius::introductions {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

/// 0 knows 1 and 2, who know 3, 4, 5, 6, ...; some of these offer or need something.
struct Small {
  graph::Network network;
  graph::Partition groups{{0, 0, 0, 0, 1, 1, 2, 0}, 3};

  Small() {
    network.graph = graph_of(8, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {1, 4}, {2, 5}, {1, 6}, {3, 7}, {1, 2}});
    network.members.ids = graph::Ids::dense(8);
    graph::Column offers("offers"), needs("needs");
    const std::vector<std::pair<std::string, std::string>> texts = {
        {"photos", "pottery"}, {"", ""},       {"", ""}, {"choir", ""},
        {"pottery", ""},       {"", "photos"}, {"", ""}, {"", "photos"}};
    for (const auto& [offer, need] : texts) {
      offers.push_back(offer);
      needs.push_back(need);
    }
    network.members.columns.push_back(std::move(offers));
    network.members.columns.push_back(std::move(needs));
    auto& a = network.affiliations;
    a.groups = {"Round table", "Fair 2020", "Fair 2026", "Choir"};
    a.kinds = {"group", "event", "event", ""};
    const graph::Day recent = 20600, old = 18300;
    a.rows.own() = {{1, 0, no_code, recent}, {2, 0, no_code, recent}, {5, 0, no_code, recent},
                    {1, 1, no_code, old},    {1, 2, no_code, recent}, {6, 3, no_code, graph::no_day},
                    {0, 2, no_code, recent}};
  }
};

TEST(Questions, EachSuggestionAnswersOne) {
  const Small s;
  const Recommender recommender(s.network, s.groups);
  const Questions questions(s.network, recommender);
  std::set<std::pair<graph::VertexId, Question>> seen;
  for (const Suggestion& suggestion : questions.best_answers(0, 5))
    seen.emplace(suggestion.id, questions.of(0, suggestion));
  EXPECT_THAT(seen, testing::IsSupersetOf({std::pair(graph::VertexId{4}, Question::goals),
                                           std::pair(graph::VertexId{5}, Question::giving),
                                           std::pair(graph::VertexId{6}, Question::horizon),
                                           std::pair(graph::VertexId{3}, Question::familiar)}));
}

TEST(Questions, FewAnswersStillCoverWhatThereIsToSay) {
  const Small s;
  const Recommender recommender(s.network, s.groups);
  const Questions questions(s.network, recommender);
  const auto answers = questions.best_answers(0, 2);
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(questions.of(0, answers[0]), Question::goals);
  EXPECT_EQ(questions.of(0, answers[1]), Question::giving);
  EXPECT_THAT(questions.best_answers(0, 0), IsEmpty());
}

TEST(Contributions, AreGroupsWithContactsOrNeeds) {
  const Small s;
  const Needs needs(s.network.members);
  const auto found = contributions(s.network, needs, Exclusions(), 0, 5, 20700);
  ASSERT_EQ(found.size(), 1u)
      << "not the fair of long ago, not the one that 0 is at, not a choir of strangers";
  EXPECT_EQ(s.network.affiliations.groups[found[0].group], "Round table");
  EXPECT_EQ(found[0].members, 3u);
  EXPECT_EQ(found[0].contacts, 2u);
  EXPECT_EQ(found[0].in_need, 1u);
  EXPECT_THAT(found[0].missing, ElementsAre("photos"));
  Exclusions closed;
  closed.block(0);
  EXPECT_THAT(contributions(s.network, needs, closed, 0, 5, 20700), IsEmpty());
  graph::Network without = s.network;
  without.affiliations = {};
  EXPECT_THAT(contributions(without, needs, Exclusions(), 0, 5, 20700), IsEmpty());
  for (const graph::Affiliations::Row row :
       {graph::Affiliations::Row{8, 0, no_code, 0}, {1, 4, no_code, 0}, {1, 0, 0, 0}}) {
    graph::Network altered = s.network;
    altered.affiliations.rows.own().push_back(row);
    EXPECT_THROW(contributions(altered, needs, Exclusions(), 0, 5, 20700), Error);
  }
}

TEST(Everybody, ComesInOrderAndAsAlone) {
  const Small s;
  Exclusions exclusions;
  exclusions.block(3);
  const Recommender recommender(s.network, s.groups, {.exclusions = exclusions});
  const Questions questions(s.network, recommender);
  for (const unsigned threads : {1u, 2u, 7u}) {
    std::vector<graph::VertexId> members;
    suggest_everybody(
        questions, 3,
        [&](graph::VertexId member, std::span<const Suggestion> suggestions) {
          members.push_back(member);
          const auto alone = recommender.suggest(member, 3);
          ASSERT_EQ(suggestions.size(), alone.size());
          for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(suggestions[i].id, alone[i].id);
        },
        RunContext{.threads = threads});
    EXPECT_THAT(members, ElementsAre(0, 1, 2, 4, 5, 6, 7));
  }
}

}  // namespace
}  // namespace tertius::introductions
