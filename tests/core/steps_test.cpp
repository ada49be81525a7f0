// Steps: every block of every step once, one step after the other, whatever the number of threads.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

#include "engine/core/steps.hpp"

namespace tertius::test {
namespace {

class Steps : public testing::TestWithParam<unsigned> {
 protected:
  RunContext context{.threads = GetParam()};
};

TEST_P(Steps, BlocksAreDoneOnceAndBeforeTheNextStepBegins) {
  constexpr std::size_t steps = 2000;
  std::vector<std::atomic<int>> done(9);
  std::size_t step = 0, blocks = 0;
  with_threads(context, [&] {
    parallel_steps(
        context,
        [&]() -> std::size_t {
          for (std::size_t b = 0; b < done.size(); ++b) {
            EXPECT_EQ(done[b].exchange(0), b < blocks ? 1 : 0) << "step " << step << ", block " << b;
          }
          blocks = step == steps ? 0 : 1 + step * 7 % done.size();
          ++step;
          return blocks;
        },
        [&](std::size_t block) { ++done[block]; });
  });
  EXPECT_EQ(step, steps + 1);
}

TEST_P(Steps, WithoutAnyThereIsNothingToDo) {
  with_threads(context, [&] {
    parallel_steps(
        context, [] { return std::size_t{0}; }, [](std::size_t) { FAIL(); });
  });
}

TEST_P(Steps, AnErrorInABlockEndsThem) {
  int begun = 0;
  const auto run = [&] {
    parallel_steps(
        context, [&] { return ++begun, std::size_t{40}; },
        [&](std::size_t block) {
          if (begun == 3 && block == 20) throw std::runtime_error("block");
        });
  };
  EXPECT_THROW(with_threads(context, run), std::runtime_error);
  EXPECT_EQ(begun, 3);
}

TEST_P(Steps, AnErrorBetweenThemEndsThem) {
  int begun = 0;
  const auto run = [&] {
    parallel_steps(
        context,
        [&]() -> std::size_t {
          if (++begun == 3) throw std::runtime_error("between");
          return 40;
        },
        [](std::size_t) {});
  };
  EXPECT_THROW(with_threads(context, run), std::runtime_error);
  EXPECT_EQ(begun, 3);
}

INSTANTIATE_TEST_SUITE_P(Threads, Steps, testing::Values(1u, 2u, 7u, 64u));

}  // namespace
}  // namespace tertius::test
