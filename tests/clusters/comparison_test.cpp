#include "engine/clusters/comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>

#include "engine/core/random.hpp"
#include "tests/support/shared.hpp"

namespace tertius::clusters {
namespace {

using namespace test;

graph::Partition partition_of(std::vector<std::uint32_t> labels) {
  return graph::canonical(std::span<const std::uint32_t>(labels));
}

TEST(Comparison, OfAPartitionWithItselfIsPerfect) {
  const graph::Partition p = partition_of({0, 0, 1, 1, 2, 2, 2});
  const Comparison c = compare(p, p);
  EXPECT_NEAR(c.nmi, 1, 1e-12);
  EXPECT_NEAR(c.ami, 1, 1e-12);
  EXPECT_NEAR(c.ari, 1, 1e-12);
  EXPECT_NEAR(c.variation_of_information, 0, 1e-12);
}

TEST(Comparison, OfNobodyHasNoValue) {
  EXPECT_TRUE(std::isnan(compare({}, {}).ami));
}

TEST(Comparison, OfTrivialPartitions) {
  const graph::Partition one = partition_of({0, 0, 0}), alone = partition_of({0, 1, 2});
  EXPECT_EQ(compare(one, one).ami, 1);
  EXPECT_EQ(compare(alone, alone).ari, 1);
  EXPECT_EQ(compare(one, alone).nmi, 0);
  EXPECT_EQ(compare(one, alone).ari, 0);
}

TEST(Comparison, IsSymmetric) {
  const graph::Partition a = partition_of({0, 0, 1, 1, 2, 2, 0, 1}),
                         b = partition_of({0, 1, 1, 1, 2, 0, 0, 2});
  const Comparison x = compare(a, b), y = compare(b, a);
  EXPECT_NEAR(x.nmi, y.nmi, 1e-14);
  EXPECT_NEAR(x.ami, y.ami, 1e-14);
  EXPECT_NEAR(x.ari, y.ari, 1e-14);
  EXPECT_NEAR(x.variation_of_information, y.variation_of_information, 1e-14);
}

TEST(Comparison, AdjustedInformationTakesOffTheMeanOverAllRelabellings) {
  // The chance model, by going through every order of seven members.
  const graph::Partition a = partition_of({0, 0, 0, 1, 1, 2, 2}), b = partition_of({0, 0, 1, 1, 1, 1, 2});
  std::vector<graph::VertexId> order(7);
  std::iota(order.begin(), order.end(), graph::VertexId{0});
  double sum = 0, count = 0;
  do {
    graph::Partition shuffled = b;
    for (std::size_t v = 0; v < 7; ++v) shuffled.label[v] = b.label[order[v]];
    sum += compare(a, shuffled).mutual_information;
    ++count;
  } while (std::next_permutation(order.begin(), order.end()));
  const Comparison c = compare(a, b);
  const double mean_entropy = c.mutual_information / c.nmi, expected = sum / count;
  EXPECT_NEAR(c.ami, (c.mutual_information - expected) / (mean_entropy - expected), 1e-12);
}

TEST(Comparison, OfIndependentPartitionsIsAboutNothing) {
  RandomStream random(3);
  std::vector<std::uint32_t> a(3000), b(3000);
  for (auto& l : a) l = static_cast<std::uint32_t>(random.below(30));
  for (auto& l : b) l = static_cast<std::uint32_t>(random.below(30));
  const Comparison c = compare(partition_of(a), partition_of(b));
  EXPECT_GT(c.nmi, 0.03);  // not adjusted: many groups look alike by chance
  EXPECT_NEAR(c.ami, 0, 0.01);
  EXPECT_NEAR(c.ari, 0, 0.01);
}

TEST(Contingency, CountsEveryMemberOnce) {
  const graph::Partition a = partition_of({0, 0, 1, 1, 2}), b = partition_of({0, 1, 1, 1, 1});
  std::uint32_t sum = 0;
  for (const Overlap& o : contingency(a, b)) sum += o.shared;
  EXPECT_EQ(sum, 5u);
  EXPECT_EQ(contingency(a, b).size(), 4u);
}

/// The number that stands after "key": in the object called `object`.
double number_in(const std::string& json, const std::string& object, const std::string& key) {
  const std::size_t at = json.find('"' + key + '"', json.find('"' + object + '"'));
  return std::stod(json.substr(json.find(':', at) + 1));
}

TEST(Comparison, AgreesWithTheOracleOnSharedNetworks) {
  TERTIUS_NEEDS_SHARED();
  std::size_t compared = 0;
  for (const std::string& name : shared_networks()) {
    const auto best = oracle_file(name, "best_partition.csv"), summary = oracle_file(name, "summary.json");
    if (!best || !summary) continue;
    std::stringstream text;
    text << std::ifstream(*summary).rdbuf();
    if (text.str().find("\"partition_vs_labels\"") == std::string::npos) continue;
    const graph::Network network = shared_network(name);
    if (network.members.columns.empty()) continue;
    const Csv rows(*best);
    std::vector<std::uint32_t> labels(network.members.size());
    for (std::size_t row = 0; row < rows.rows(); ++row)
      labels[rows.id(row, "id")] = rows.id(row, "community");
    const Comparison c =
        compare(partition_of(labels), graph::group_by(network.members.columns.front()).partition);
    EXPECT_NEAR(c.nmi, number_in(text.str(), "partition_vs_labels", "nmi_arithmetic"), 1e-9) << name;
    EXPECT_NEAR(c.ami, number_in(text.str(), "partition_vs_labels", "ami_arithmetic"), 1e-9) << name;
    EXPECT_NEAR(c.ari, number_in(text.str(), "partition_vs_labels", "ari"), 1e-9) << name;
    ++compared;
  }
  EXPECT_GE(compared, 4u);
}

}  // namespace
}  // namespace tertius::clusters
