// tertius clusters from outside: every option answers, and says what is wrong with what it cannot do.
#include <set>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::json_of;
using test::Scratch;
using test::tertius;

std::string lakeside() {
  return dataset("lakeside");
}

TEST(ClustersCommand, ListsEveryMemberOnceInAConnectedCluster) {
  const auto json = json_of({"clusters", lakeside(), "--format", "json"});
  const auto& result = json["result"];
  std::set<std::string> ids;
  for (const auto& member : result["members"].GetArray()) ids.insert(member["id"].GetString());
  EXPECT_EQ(ids.size(), json["network"]["members"].GetUint());
  EXPECT_EQ(result["disconnected"].GetUint(), 0u);
  EXPECT_GT(result["modularity"].GetDouble(), 0.6);
  unsigned members = 0, last = ~0U;
  for (const auto& cluster : result["clusters"].GetArray()) {
    members += cluster["size"].GetUint();
    EXPECT_LE(cluster["size"].GetUint(), last);
    last = cluster["size"].GetUint();
  }
  EXPECT_EQ(members, ids.size());
}

TEST(ClustersCommand, SaysInWordsWhatSetsClustersApart) {
  const auto run = tertius({"clusters", lakeside()});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_NE(run.out.find("Cluster 1, "), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("times as often as overall)"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("centre: "), std::string::npos) << run.out;
}

TEST(ClustersCommand, ComparesWithAnAttributeAndWithAFile) {
  const Scratch scratch;
  const auto csv = tertius({"clusters", lakeside(), "--format", "csv"});
  const std::string file = scratch.file("clusters.csv", csv.out);
  const auto same = json_of({"clusters", lakeside(), "--compare", file, "--format", "json"});
  EXPECT_NEAR(same["result"]["comparison"]["ami"].GetDouble(), 1, 1e-9);
  const auto attribute = json_of({"clusters", lakeside(), "--compare", "discipline", "--format", "json"});
  EXPECT_GT(attribute["result"]["comparison"]["nmi"].GetDouble(), 0.5);
  const auto none = tertius({"clusters", lakeside(), "--compare", "shoe size"});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("discipline"), std::string::npos) << none.err;
}

TEST(ClustersCommand, FollowsAnEarlierRunInEitherFormat) {
  const Scratch scratch;
  for (const std::string format : {"csv", "json"}) {
    const auto before = tertius({"clusters", lakeside(), "--format", format});
    const std::string file = scratch.file("before." + format, before.out);
    const auto after =
        json_of({"clusters", lakeside(), "--seed", "2", "--previous", file, "--format", "json"});
    const auto& continuity = after["result"]["continuity"];
    EXPECT_GT(continuity["stayed"].GetUint(), 250u);
    EXPECT_EQ(continuity["joined"].GetUint(), 0u);
  }
  const std::string foreign = scratch.file("foreign.csv", "id,cluster\nnobody,1\n");
  const auto run = tertius({"clusters", lakeside(), "--previous", foreign});
  EXPECT_EQ(run.status, 65);
  EXPECT_NE(run.err.find("foreign.csv"), std::string::npos) << run.err;
  const auto damaged =
      tertius({"clusters", lakeside(), "--previous", scratch.file("bad.json", "{\"result\": [}")});
  EXPECT_EQ(damaged.status, 65) << damaged.err;
  EXPECT_EQ(tertius({"clusters", lakeside(), "--previous", "/no/such/file"}).status, 66);
}

TEST(ClustersCommand, ShowsLevelsFromFineToCoarse) {
  const auto all = json_of({"clusters", lakeside(), "--format", "json"});
  const auto& hierarchy = all["result"]["hierarchy"];
  ASSERT_GE(hierarchy.Size(), 2u);
  const auto fine = json_of({"clusters", lakeside(), "--level", "1", "--format", "json"});
  EXPECT_EQ(fine["result"]["clusters"].Size(), hierarchy[0].GetUint());
  EXPECT_EQ(tertius({"clusters", lakeside(), "--level", "99"}).status, 2);
}

TEST(ClustersCommand, ChoosesTheMostStableResolution) {
  const auto json =
      json_of({"clusters", lakeside(), "--resolution", "auto", "--seeds", "4", "--format", "json"});
  const auto& points = json["result"]["resolutions"];
  ASSERT_GT(points.Size(), 5u);
  double best = 0, chosen = -1;
  for (const auto& point : points.GetArray()) {
    if (point["trivial"].GetBool()) continue;
    best = std::max(best, point["stability"].GetDouble());
    if (point["chosen"].GetBool()) {
      chosen = point["stability"].GetDouble();
      EXPECT_EQ(point["resolution"].GetDouble(), json["result"]["resolution"].GetDouble());
    }
  }
  EXPECT_NEAR(chosen, best, 1e-9);
}

TEST(ClustersCommand, KnowsItsObjectives) {
  EXPECT_EQ(tertius({"clusters", lakeside(), "--objective", "cpm", "--resolution", "0.05"}).status, 0);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--directed", "--objective", "directed"}).status, 0);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--preview"}).status, 0);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--objective", "directed"}).status, 2);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--objective", "beauty"}).status, 2);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--resolution", "-1"}).status, 2);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--resolution", "much"}).status, 2);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--iterations", "0"}).status, 2);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--runs", "0"}).status, 2);
  EXPECT_EQ(tertius({"clusters", lakeside(), "--iterations", "until-stable", "--runs", "5"}).status, 0);
}

TEST(ClustersCommand, AnswersTheSameOnAnyNumberOfThreads) {
  const auto one = tertius({"clusters", lakeside(), "--threads", "1", "--format", "csv"});
  for (const std::string threads : {"2", "7", "64"}) {
    EXPECT_EQ(tertius({"clusters", lakeside(), "--threads", threads, "--format", "csv"}).out, one.out);
  }
}

}  // namespace
}  // namespace tertius::cli
