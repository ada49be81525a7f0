// tertius analyze: the whole main job, its folder of files, and what they say of each other.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/io/bytes/checksum.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/schema.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::Scratch;
using test::tertius;

const std::vector<std::string> files{"analysis.json",     "bridges.csv",   "bubbles.csv", "clusters.csv",
                                     "introductions.csv", "manifest.json", "summary.txt"};

std::size_t rows_of(const std::filesystem::path& path) {
  const std::string text = test::text_of(path);
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Analyze, WritesItsFilesAndPrintsTheirSummary) {
  const Scratch scratch;
  const auto folder = scratch.path() / "answers";
  const auto run = tertius({"analyze", dataset("lakeside"), "-o", folder.string(), "--quiet"});
  ASSERT_EQ(run.status, 0) << run.err;
  for (const std::string& file : files) EXPECT_TRUE(std::filesystem::exists(folder / file)) << file;
  EXPECT_EQ(run.out.find(test::text_of(folder / "summary.txt")), 0u);
  EXPECT_NE(run.out.find("Next: tertius meet"), std::string::npos);
  EXPECT_LE(std::count(run.out.begin(), run.out.end(), '\n'), 45) << "more than a screen:\n" << run.out;
  for (const auto* built_in : {"There is no tie", "Jana Feld", "photography and IT"}) {
    EXPECT_NE(run.out.find(built_in), std::string::npos) << built_in << " in\n" << run.out;
  }
  EXPECT_EQ(rows_of(folder / "clusters.csv"), 301u);
  EXPECT_EQ(rows_of(folder / "bridges.csv"), 301u);
  EXPECT_EQ(rows_of(folder / "bubbles.csv"), 13u);
  test::expect_valid("analysis", test::text_of(folder / "analysis.json"));
  test::expect_valid("manifest", test::text_of(folder / "manifest.json"));
}

TEST(Analyze, TheManifestKnowsInputAndOutput) {
  const Scratch scratch;
  const auto folder = scratch.path() / "answers";
  ASSERT_EQ(tertius({"analyze", dataset("karate"), "-o", folder.string(), "--seed", "5"}).status, 0);
  rapidjson::Document manifest;
  manifest.Parse(test::text_of(folder / "manifest.json").c_str());
  ASSERT_FALSE(manifest.HasParseError());
  EXPECT_EQ(manifest["settings"]["seed"].GetInt(), 5);
  const auto& result = manifest["result"];
  for (const auto& input : result["inputs"].GetArray()) {
    EXPECT_EQ(io::checksum(test::text_of(input["file"].GetString())), input["checksum"].GetString());
  }
  EXPECT_EQ(result["inputs"].Size(), 2u);
  EXPECT_EQ(result["files"].Size(), files.size() - 1);
  for (const auto& file : result["files"].GetArray()) {
    EXPECT_EQ(io::checksum(test::text_of(folder / file["file"].GetString())), file["checksum"].GetString());
  }
  for (const auto* phase : {"read", "leiden", "betweenness", "suggestions"}) {
    EXPECT_TRUE(result["seconds"].HasMember(phase)) << phase;
  }
}

TEST(Analyze, IsTheSameForEveryNumberOfThreads) {
  const Scratch scratch;
  for (const char* threads : {"1", "2", "7"}) {
    const auto folder = scratch.path() / threads;
    ASSERT_EQ(tertius({"analyze", dataset("lakeside"), "-o", folder.string(), "--threads", threads}).status,
              0);
  }
  for (const std::string& file : files) {
    if (file == "manifest.json") continue;  // it holds seconds
    const std::string one = test::text_of(scratch.path() / "1" / file);
    EXPECT_EQ(test::text_of(scratch.path() / "2" / file), one) << file;
    EXPECT_EQ(test::text_of(scratch.path() / "7" / file), one) << file;
  }
}

TEST(Analyze, LeavesAnEarlierAnswerAloneWhenItFails) {
  const Scratch scratch;
  scratch.file("answers/summary.txt", "earlier\n");
  scratch.file("answers/notes.txt", "mine\n");
  const auto folder = (scratch.path() / "answers").string();
  EXPECT_EQ(tertius({"analyze", dataset("lakeside"), "-o", folder, "--by", "shoe size"}).status, 2);
  EXPECT_EQ(tertius({"analyze", "/no/such/network", "-o", folder}).status, 66);
  EXPECT_EQ(test::text_of(scratch.path() / "answers/summary.txt"), "earlier\n");
  EXPECT_EQ(tertius({"analyze", dataset("karate"), "-o", folder}).status, 0);
  EXPECT_NE(test::text_of(scratch.path() / "answers/summary.txt"), "earlier\n");
  EXPECT_EQ(test::text_of(scratch.path() / "answers/notes.txt"), "mine\n") << "a file that is not ours";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
}

// Fails where a part that is left out is worked on, written, or missing without a word.
TEST(Analyze, LeavesOutWhatItIsToldTo) {
  const Scratch scratch;
  const auto folder = scratch.path() / "answers";
  const auto there = [&](const char* file) { return std::filesystem::exists(folder / file); };
  const auto analysis = [&] {
    const std::string text = test::text_of(folder / "analysis.json");
    test::expect_valid("analysis", text);
    rapidjson::Document document;
    document.Parse(text.c_str());
    return document;
  };
  auto run = tertius({"analyze", dataset("lakeside"), "-o", folder.string(), "--timings", "--quiet",
                      "--without", "introductions,permutations", "betweenness"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_FALSE(there("introductions.csv"));
  EXPECT_TRUE(there("bubbles.csv"));
  EXPECT_NE(run.out.find("Left out, as asked: introductions, permutations, betweenness."), std::string::npos)
      << run.out;
  EXPECT_EQ(run.out.find("Introductions:"), std::string::npos);
  for (const char* phase : {"\"suggestions\"", "\"betweenness\""})
    EXPECT_EQ(run.err.find(phase), std::string::npos) << phase;
  auto document = analysis();
  EXPECT_TRUE(document["result"]["introductions"].IsNull());
  EXPECT_EQ(document["result"]["bubbles"]["chance"]["permutations"].GetInt(), 0);
  for (const auto& member : document["result"]["bridges"]["members"].GetArray()) {
    EXPECT_TRUE(member["betweenness"].IsNull());
    EXPECT_TRUE(member["betweenness_normalised"].IsNull());
    EXPECT_TRUE(member["participation"].IsNumber());
  }
  EXPECT_FALSE(document["result"]["bridges"]["exact"].GetBool());

  std::filesystem::remove_all(folder);
  run = tertius({"analyze", dataset("lakeside"), "-o", folder.string(), "--only", "permutations"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_TRUE(there("bubbles.csv"));
  for (const char* file : {"bridges.csv", "introductions.csv"}) EXPECT_FALSE(there(file)) << file;
  document = analysis();
  EXPECT_GT(document["result"]["bubbles"]["chance"]["permutations"].GetInt(), 0);
  EXPECT_TRUE(document["result"]["bridges"].IsNull());

  EXPECT_EQ(tertius({"analyze", dataset("lakeside"), "-o", folder.string(), "--only", "everything"}).status,
            2);
  EXPECT_EQ(tertius({"analyze", dataset("lakeside"), "-o", folder.string(), "--only", "bridges", "--without",
                     "bubbles"})
                .status,
            2);
}

/// One blank for every run of blanks and line feeds.
std::string unwrapped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || out.empty() || out.back() != ' ') out += blank ? ' ' : c;
  }
  return out;
}

// Fails where the summary leaves out what `clusters` knows, or tests clusters on the connections they were
// found in.
TEST(Analyze, RepeatsThatClustersAreNotStableAndTestsNoneOfThem) {
  const Scratch scratch;
  const graph::Graph graph = test::random_graph(150, 0.03, 3);
  std::string connections;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) {
      if (u < v) connections += "n" + std::to_string(u) + " n" + std::to_string(v) + "\n";
    }
  }
  const std::string path = scratch.file("random.txt", connections);
  const auto folder = scratch.path() / "answers";
  ASSERT_EQ(tertius({"analyze", path, "-o", folder.string()}).status, 0);
  const std::string summary = unwrapped(test::text_of(folder / "summary.txt"));
  const std::string clusters = unwrapped(tertius({"clusters", path}).out);
  const std::size_t begin = clusters.find("The clusters are not stable: "),
                    end = clusters.find("The core is");
  ASSERT_NE(begin, std::string::npos) << clusters;
  EXPECT_NE(summary.find(clusters.substr(begin, end - begin)), std::string::npos) << summary;
  for (const char* claim : {"chance would give", "p < 0", "p = 0"}) {
    EXPECT_EQ(summary.find(claim), std::string::npos) << summary;
    EXPECT_EQ(tertius({"bubbles", path}).out.find(claim), std::string::npos) << claim;
  }
  const std::string rows = test::text_of(folder / "bubbles.csv");
  for (std::size_t at = rows.find('\n') + 1; at < rows.size(); at = rows.find('\n', at) + 1) {
    const std::string row = rows.substr(at, rows.find('\n', at) - at);
    std::vector<std::string> cells(1);
    for (const char c : row) {
      if (c == ',') {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    ASSERT_EQ(cells.size(), 16U) << row;
    for (const std::size_t tested : {12, 13, 14}) EXPECT_EQ(cells[tested], "") << row;
  }
}

TEST(Analyze, NeedsAFolderThatCanBeMade) {
  EXPECT_EQ(tertius({"analyze", dataset("karate")}).status, 2);
  const Scratch scratch;
  const std::string file = scratch.file("a-file", "");
  const auto run = tertius({"analyze", dataset("karate"), "-o", file});
  EXPECT_EQ(run.status, 1);
  EXPECT_NE(run.err.find("a-file"), std::string::npos) << run.err;
}

TEST(Analyze, WorksWithoutAttributesAndWithoutBridges) {
  const Scratch scratch;
  const std::string path = scratch.file("edges.txt", "a b\nc d\n");
  const auto folder = (scratch.path() / "answers").string();
  const auto run = tertius({"analyze", path, "-o", folder});
  EXPECT_EQ(run.status, 0) << run.err;
  test::expect_valid("analysis", test::text_of(folder + "/analysis.json"));
}

TEST(Analyze, AnswersOnARealNetwork) {
  TERTIUS_NEEDS_SHARED();
  const Scratch scratch;
  const auto folder = scratch.path() / "answers";
  const auto run = tertius(
      {"analyze", (test::shared_folder() / "data/email-eu-core").string(), "-o", folder.string(), "--quiet"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(rows_of(folder / "clusters.csv"), 1006u);
  EXPECT_EQ(rows_of(folder / "bridges.csv"), 1006u);
  EXPECT_EQ(rows_of(folder / "bubbles.csv"), 43u);
  EXPECT_GT(rows_of(folder / "introductions.csv"), 4000u);
}

/// "Where both gain most": of the pairs in which each is among the other's five, those in which the one who
/// gains less gains most, nobody twice. "X of N members have somebody to meet": X stand in the rows.
TEST(Analyze, BothGainMostWhereItSaysSo) {
  for (const char* name : {"lakeside", "karate", "florentine"}) {
    const Scratch scratch;
    const auto folder = scratch.path() / "answers";
    ASSERT_EQ(tertius({"analyze", dataset(name), "-o", folder.string(), "-q"}).status, 0);
    const test::Csv rows(folder / "introductions.csv");
    std::map<std::pair<std::string, std::string>, double> score;
    std::map<std::string, std::string> called;
    std::map<std::string, std::size_t> place;  // ties go to who comes first
    for (std::size_t r = 0; r < rows.rows(); ++r) {
      score[{rows.text(r, "member"), rows.text(r, "candidate")}] = rows.number(r, "score");
      called[rows.text(r, "member")] = rows.text(r, "member_name");
      place.emplace(rows.text(r, "member"), r);
    }
    std::vector<std::tuple<double, std::size_t, std::size_t, std::string, std::string>> pairs;
    for (const auto& [pair, value] : score) {
      const auto back = score.find({pair.second, pair.first});
      const auto& [a, b] = pair;
      if (back != score.end() && place[a] < place[b])
        pairs.emplace_back(-std::min(value, back->second), place[a], place[b], a, b);
    }
    std::sort(pairs.begin(), pairs.end());
    std::string summary = test::text_of(folder / "summary.txt");
    summary = summary.substr(summary.find("Introductions: who should meet"));
    EXPECT_NE(summary.find(std::to_string(called.size()) + " of "), std::string::npos) << summary;
    std::set<std::string> in_a_pair;
    std::size_t expected = 0;
    for (const auto& [value, first, second, a, b] : pairs) {
      if (in_a_pair.contains(a) || in_a_pair.contains(b) || in_a_pair.size() == 8) continue;
      in_a_pair.insert({a, b});
      ++expected;
      const bool said = summary.find("To " + called[a] + ": meet " + called[b]) != std::string::npos ||
                        summary.find("To " + called[b] + ": meet " + called[a]) != std::string::npos;
      EXPECT_TRUE(said) << a << " and " << b << " in\n" << summary;
    }
    std::size_t shown = 0;
    for (std::size_t at = summary.find("  To "); at != std::string::npos; at = summary.find("  To ", at + 1))
      ++shown;
    EXPECT_EQ(shown, expected) << summary;
  }
}

}  // namespace
}  // namespace tertius::cli
