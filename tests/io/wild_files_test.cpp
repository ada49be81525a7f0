// Real files of other tools, where the shared folder has them: counts as independent readers give them, and no file
// that is read as something it is not.
#include <gtest/gtest.h>

#include <map>
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

std::string counts_of(const std::filesystem::path& file) {
  LoadOptions options;
  options.allow_trivial = true;
  options.projecting = Projecting::never;
  try {
    const ImportReport report = load_network(file.string(), options).report;
    return std::to_string(report.members) + " " + std::to_string(report.connections);
  } catch (const Error& error) {
    return "refused: " + std::string(error.what());
  }
}

TEST(WildFiles, AreCountedAsOtherReadersCountThem) {
  TERTIUS_NEEDS_WILD();
  // Where a difference is right, and why.
  const std::map<std::string, std::string> different{};
  const Csv expected(shared_folder() / "wild" / "expected.csv");
  for (std::size_t row = 0; row < expected.rows(); ++row) {
    const std::string& file = expected.text(row, "file");
    if (expected.text(row, "members").empty()) continue;
    const std::string counts = expected.text(row, "members") + " " + expected.text(row, "connections");
    const auto other = different.find(file);
    const std::string found = counts_of(shared_folder() / "wild" / file);
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
