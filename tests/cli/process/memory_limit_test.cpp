// --memory-limit: a run has no more than that, and one that needs less is not refused.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>

#include "engine/io/formats/formats.hpp"
#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::Run;
using test::tertius;
using testing::HasSubstr;

std::uint64_t peak_of(const Run& run) {
  EXPECT_EQ(run.status, 0) << run.err;
  rapidjson::Document document;
  document.Parse(run.err.c_str());
  return document.HasParseError() ? 0 : document["peak_bytes"].GetUint64();
}

constexpr double margin = 1.3;

/// Runs with and without a limit.
void expect_limit_near_peak(std::vector<std::string> words) {
  SCOPED_TRACE(testing::PrintToString(words));
  words.insert(words.end(), {"--quiet", "--threads", "1"});
  std::vector<std::string> timed = words;
  timed.emplace_back("--timings");
  const auto peak = static_cast<double>(peak_of(tertius(timed)));
  const auto with = [&](double limit) {
    std::vector<std::string> limited = words;
    limited.insert(limited.end(), {"--memory-limit", fmt::format("{:.0f}", limit)});
    return tertius(limited);
  };
  const Run enough = with(peak * margin), little = with(peak / margin);
  EXPECT_EQ(enough.status, 0) << enough.err;
  EXPECT_EQ(little.status, 1) << little.err;
  EXPECT_THAT(little.err, HasSubstr("--memory-limit"));
  EXPECT_THAT(little.err, HasSubstr("[memory]"));
  EXPECT_EQ(little.out, "");
}

TEST(MemoryLimit, IsNearThePeakForEveryFormat) {
  const test::Scratch scratch;
  const std::string made = (scratch.path() / "made.tertius").string();
  ASSERT_EQ(tertius({"generate", "rmat", "--scale", "14", "-o", made, "-q"}).status, 0);
  for (const io::Format& format : io::formats()) {
    if (format.write == nullptr || format.read == nullptr) continue;
    const std::string path = (scratch.path() / format.name).string();
    ASSERT_EQ(tertius({"convert", made, path, "--output-format", std::string(format.name), "-q"}).status, 0);
    std::vector<std::string> words{"info", path};
    if (!std::filesystem::is_directory(path))
      words.insert(words.end(), {"--input-format", std::string(format.name)});
    expect_limit_near_peak(words);
  }
}

TEST(MemoryLimit, HoldsWhileTheNetworkIsWorkedOn) {
  const test::Scratch scratch;
  const std::string made = (scratch.path() / "made.tertius").string();
  ASSERT_EQ(tertius({"generate", "rmat", "--scale", "13", "-o", made, "-q"}).status, 0);
  expect_limit_near_peak({"clusters", made});
}

}  // namespace
}  // namespace tertius::cli
