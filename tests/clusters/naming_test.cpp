// What sets the members of a cluster apart: found where it is, silent where chance alone would do.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/clusters/naming.hpp"

namespace tertius::clusters {
namespace {

graph::MemberTable table_of(const std::vector<std::string>& values, std::string name) {
  graph::MemberTable members;
  members.ids = graph::Ids::dense(static_cast<graph::VertexId>(values.size()));
  graph::Column column(std::move(name));
  for (const std::string& value : values) column.push_back(value);
  column.infer_type();
  members.columns.push_back(std::move(column));
  return members;
}

TEST(GroupTraits, NameWhatIsOverRepresented) {
  std::vector<std::string> values;
  std::vector<std::uint32_t> labels;
  for (int i = 0; i < 60; ++i) {
    labels.push_back(i < 20 ? 0 : 1);
    values.push_back(i < 16 || i >= 58 ? "photography" : i % 2 == 0 ? "music" : "writing");
  }
  const auto traits = group_traits(table_of(values, "discipline"), graph::Partition{labels, 2});
  ASSERT_FALSE(traits[0].empty());
  EXPECT_EQ(traits[0][0].value, "photography");
  EXPECT_EQ(traits[0][0].inside, 16u);
  EXPECT_EQ(traits[0][0].overall, 18u);
  EXPECT_NEAR(traits[0][0].ratio, (16.0 / 20) / (18.0 / 60), 1e-12);
  // By hand: prior 10 members, dealt out as overall.
  const double prior = 10 * 18.0 / 60, inside = 16 + prior, outside = 2 + prior;
  const double z = (std::log(inside / (30 - inside)) - std::log(outside / (50 - outside))) /
                   std::sqrt(1 / inside + 1 / outside);
  EXPECT_NEAR(traits[0][0].z, z, 1e-12);
  for (const Trait& trait : traits[1]) EXPECT_NE(trait.value, "photography");
}

TEST(GroupTraits, SeeEachValueOfAList) {
  std::vector<std::string> values;
  std::vector<std::uint32_t> labels;
  for (int i = 0; i < 40; ++i) {
    labels.push_back(i < 15 ? 0 : 1);
    values.push_back(i < 15 ? "weaving; upcycling" : i % 3 == 0 ? "web design" : "murals; weaving");
  }
  const auto traits = group_traits(table_of(values, "offers"), graph::Partition{labels, 2});
  ASSERT_FALSE(traits[0].empty());
  EXPECT_EQ(traits[0][0].value, "upcycling");
}

TEST(GroupTraits, SayNothingOfChance) {
  std::vector<std::string> values, numbers, own;
  std::vector<std::uint32_t> labels;
  for (int i = 0; i < 60; ++i) {
    labels.push_back(static_cast<std::uint32_t>(i % 3));
    values.push_back(i / 3 % 2 == 0 ? "a" : "b");
    numbers.push_back(std::to_string(i % 3));
    own.push_back("somebody " + std::to_string(i));
  }
  const graph::Partition partition{labels, 3};
  for (const auto& table : {table_of(values, "x"), table_of(numbers, "age"), table_of(own, "address")}) {
    for (const auto& list : group_traits(table, partition)) EXPECT_TRUE(list.empty());
  }
  EXPECT_TRUE(group_traits(graph::MemberTable{}, graph::Partition{}).empty());
}

}  // namespace
}  // namespace tertius::clusters
