// Real files of other tools, where the shared folder has them: counts as independent readers give them, and no file
// that is read as something it is not.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "engine/io/import.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using namespace test;

#define TERTIUS_NEEDS_WILD()                                                 \
  do {                                                                       \
    if (!std::filesystem::exists(shared_folder() / "wild" / "expected.csv")) \
      GTEST_SKIP() << "no real files at " << shared_folder() / "wild"        \
                   << "; set TERTIUS_SHARED";                                \
  } while (false)

std::string counts_of(const std::filesystem::path& file, bool add_unknown = false) {
  LoadOptions options;
  options.add_unknown = add_unknown;
  options.allow_trivial = options.allow_mostly_refused = true;
  options.projecting = Projecting::never;
  try {
    const LoadedNetwork loaded = load_network(file.string(), options);
    const ImportReport& report = loaded.report;
    // Other readers have groups as members of a second kind.
    const graph::Affiliations& two_mode = loaded.network.affiliations;
    if (!two_mode.rows.empty() && report.connections == 0)
      return std::to_string(report.members + two_mode.groups.size()) + " " +
             std::to_string(two_mode.rows.size());
    return std::to_string(report.members) + " " + std::to_string(report.connections);
  } catch (const Error& error) {
    return error.code() == ErrorCode::bad_data ? "refused" : error.what();
  }
}

TEST(WildFiles, AreCountedAsOtherReadersCountThem) {
  TERTIUS_NEEDS_WILD();
  // Where a difference is right, and why.
  const std::map<std::string, std::string> different{
      // Weights below 0, or none: refused, as more means closer.
      {"igraph/edgelist4.dl", "5 3"},
      {"igraph/graph1.gml", "3 1"},
      {"igraph/links.net", "4 3"},
      {"igraph/pajek_signed.net", "10 28"},
      {"igraph/wa7.graphml", "5 0"},
      {"igraph/weighted.gml", "2 0"},
      {"orange/networks-leu_by_genesets.net", "72 46"},
      {"orange/networks-leu_huttenhower_a.net", "240 193"},
      // Nodes without an id are nobody.
      {"igraph/graph2.gml", "0 0"},
      // Both relations are read as one network.
      {"socnetv/data-TinyDir_N3_REL2.graphml", "3 3"},
  };
  EXPECT_LE(different.size(), 10u);
  // Ends of edges that no node declares are members where that is asked for, as other readers have it always.
  const std::set<std::string> undeclared{"graphology/missing_nodes.gexf", "graphology/missing_nodes.graphml"};
  const Csv expected(shared_folder() / "wild" / "expected.csv");
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const std::string& file = expected.text(row, "file");
    if (expected.text(row, "members").empty()) continue;
    const std::string counts = expected.text(row, "members") + " " + expected.text(row, "connections");
    const auto other = different.find(file);
    const std::string found = counts_of(shared_folder() / "wild" / file, undeclared.contains(file));
    EXPECT_EQ(found, other == different.end() ? counts : other->second) << file;
  }
}

TEST(WildFiles, WithoutASignatureAreTakenForWhatTheyAre) {
  TERTIUS_NEEDS_WILD();
  // Judged by looking.
  const std::pair<const char*, const char*> files[] = {
      {"socnetv/data-TinyAdj_Undir_N3.adj", "3 2"},
  };
  for (const auto& [file, counts] : files)
    EXPECT_EQ(counts_of(shared_folder() / "wild" / file), counts) << file;
}

}  // namespace
}  // namespace tertius::io
