// Progress that never goes back, phases that add up, and a run that ends when it is asked to.
#include "engine/core/context.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace tertius::test {
namespace {

struct Recorder final : ProgressSink {
  void report(std::string_view phase, double fraction) override {
    reports.emplace_back(std::string(phase), fraction);
  }
  std::vector<std::pair<std::string, double>> reports;
};

TEST(Phase, ReportsFromNothingToAllAndNeverBack) {
  Recorder recorder;
  RunContext context;
  context.progress = &recorder;
  {
    Phase phase(context, "leiden", 100'000);
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 25'000; ++i) phase.advance();
      });
    }
  }
  ASSERT_GE(recorder.reports.size(), 2u);
  EXPECT_LE(recorder.reports.size(), 102u) << "a report a percent is enough";
  EXPECT_EQ(recorder.reports.front().second, 0);
  EXPECT_EQ(recorder.reports.back().second, 1);
  for (std::size_t i = 1; i < recorder.reports.size(); ++i) {
    EXPECT_EQ(recorder.reports[i].first, "leiden");
    EXPECT_LE(recorder.reports[i - 1].second, recorder.reports[i].second);
  }
}

TEST(Phase, OutlivesTheContextThatItWasBuiltWith) {
  PhaseTimes times;
  std::optional<Phase> phase;
  phase.emplace(RunContext{.times = &times}, "x");
  phase->advance();
  phase.reset();
  EXPECT_EQ(times.seconds().size(), 1u);
}

TEST(Phase, OfMoreStepsThanWereAnnouncedStaysAtAll) {
  Recorder recorder;
  RunContext context;
  context.progress = &recorder;
  Phase phase(context, "x", 10);
  phase.advance(1000);
  EXPECT_EQ(recorder.reports.back().second, 1);
}

TEST(Phase, EndsWhereTheCallerStopsAndIsNotSaidToBeDone) {
  Recorder recorder;
  std::stop_source source;
  RunContext context;
  context.progress = &recorder;
  context.stop = source.get_token();
  {
    Phase phase(context, "x", 10);
    phase.advance();
    source.request_stop();
    try {
      phase.advance();
      FAIL() << "went on";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
  }
  EXPECT_LT(recorder.reports.back().second, 1);
  EXPECT_THROW(Phase(context, "the next", 1), Error) << "nothing begins after a stop";
}

TEST(PhaseTimes, AddUpInTheOrderOfTheirFirstStart) {
  PhaseTimes times;
  times.add("read", 1);
  times.add("leiden", 2);
  times.add("read", 3);
  EXPECT_EQ(times.seconds(), (std::vector<std::pair<std::string, double>>{{"read", 4}, {"leiden", 2}}));
}

TEST(RunContext, HasAThreadAtLeast) {
  EXPECT_GE(RunContext{}.thread_count(), 1u);
  EXPECT_EQ((RunContext{.threads = 3}).thread_count(), 3u);
}

}  // namespace
}  // namespace tertius::test
