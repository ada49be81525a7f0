// Interrupts: before anything is out they leave nothing, and what has begun to go out becomes whole.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::tertius;

std::string text_from(int descriptor) {
  std::string text;
  std::array<char, 1 << 14> block{};
  for (ssize_t got = 0; (got = read(descriptor, block.data(), block.size())) > 0;)
    text.append(block.data(), static_cast<std::size_t>(got));
  return text;
}

/// tertius, running; its standard output is a pipe that nobody has read yet, or what `out` says.
class Running {
 public:
  struct Ends {
    int read = -1, write = -1;
  };
  static Ends pipe_ends() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    return {ends[0], ends[1]};
  }

  explicit Running(const std::vector<std::string>& arguments, Ends out = pipe_ends()) : out_(out) {
    const Ends err = pipe_ends();
    err_ = err.read;
    child_ = fork();
    if (child_ == 0) {
      std::vector<char*> words{const_cast<char*>(TERTIUS_BINARY)};
      for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
      words.push_back(nullptr);
      dup2(out_.write, STDOUT_FILENO);
      dup2(err.write, STDERR_FILENO);
      std::signal(SIGPIPE, SIG_DFL);
      execv(TERTIUS_BINARY, words.data());
      _exit(127);
    }
    close(out_.write);
    close(err.write);
  }
  ~Running() {
    if (child_ > 0) kill(child_, SIGKILL), waitpid(child_, nullptr, 0);
    if (out_.read >= 0) close(out_.read);
    close(err_);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  pid_t id() const { return child_; }
  void interrupt() const { kill(child_, SIGINT); }
  /// Waits for the first byte on standard output.
  void wait_for_output() const {
    pollfd first{out_.read, POLLIN, 0};
    poll(&first, 1, 60'000);
  }
  /// Whether it is still there after so long.
  bool lasts(std::chrono::milliseconds time) const {
    siginfo_t info{};
    usleep(static_cast<useconds_t>(std::chrono::microseconds(time).count()));
    return waitid(P_PID, static_cast<id_t>(child_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == 0;
  }
  /// Nobody will read.
  void leave() {
    close(out_.read);
    out_.read = -1;
  }
  std::string rest() const { return text_from(out_.read); }
  std::string said() const { return text_from(err_); }
  /// The exit status, or 128 and the signal.
  int status() {
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  Ends out_;
  int err_ = -1;
  pid_t child_ = 0;
};

/// On standard output: a network whose answers are some megabytes long.
class LongAnswers : public testing::Test {
 protected:
  void SetUp() override {
    const std::string members = test::sanitized ? "8000" : "30000";
    ASSERT_EQ(tertius({"generate", "ba", "--members", members, "--attach", "3", "-o", network_, "-q"}).status,
              0);
    whole_ = tertius(measure_).out;
    ASSERT_GT(whole_.size(), std::size_t{test::sanitized ? 5 : 12} << 18)
        << "more than waits in memory or a pipe";
  }

  const test::Scratch scratch_;
  const std::string network_ = (scratch_.path() / "network.tertius").string();
  const std::vector<std::string> measure_{"measure", network_, "--format", "json", "--quiet"};
  std::string whole_;
};

TEST(Interrupt, EndsWithinSecondsAndLeavesNothing) {
  const test::Scratch scratch;
  const std::string target = (scratch.path() / "answer.txt").string();
  std::array<int, 2> ends{};  // a network that never arrives
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[0], 0);
    close(ends[1]);
    execl(TERTIUS_BINARY, TERTIUS_BINARY, "clusters", "-", "-o", target.c_str(), "--quiet", nullptr);
    _exit(127);
  }
  close(ends[0]);
  usleep(300'000);
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  close(ends[1]);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_TRUE(scratch.names().empty());
}

TEST(Interrupt, SaysWhatWasReached) {
  const test::Scratch scratch;
  const std::string network = (scratch.path() / "hubs.tertius").string();
  ASSERT_EQ(tertius({"generate", "rmat", "--scale", "16", "--output", network, "-q"}).status, 0);
  const std::string said = (scratch.path() / "said").string();
  const pid_t child = fork();
  if (child == 0) {
    const int file = open(said.c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(file, STDERR_FILENO);
    dup2(file, STDOUT_FILENO);
    execl(TERTIUS_BINARY, TERTIUS_BINARY, "clusters", network.c_str(), "--runs", "100", "--quiet", nullptr);
    _exit(127);
  }
  usleep(1'500'000);
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_THAT(test::text_of(said),
              testing::MatchesRegex(
                  "tertius: interrupted in leiden( at [0-9]+ %)?; nothing was written \\[interrupted\\]\n"));
}

TEST(Interrupt, OfWritingFilesLeavesNothing) {
  const test::Scratch scratch;
  const std::string network = (scratch.path() / "hubs.tertius").string();
  ASSERT_EQ(tertius({"generate", "rmat", "--scale", "17", "--output", network, "-q"}).status, 0);
  const auto before = scratch.names();
  for (const char* name : {"hubs.gml", "hubs.el", "folder"}) {
    const std::string target = (scratch.path() / name).string();
    const auto writes = [&] {  // a temporary file beside the target, or in the folder
      for (const auto& entry : std::filesystem::recursive_directory_iterator(scratch.path()))
        if (entry.path().extension() == ".tmp") return true;
      return false;
    };
    const pid_t child = fork();
    if (child == 0) {
      execl(TERTIUS_BINARY, TERTIUS_BINARY, "convert", network.c_str(), target.c_str(), "--quiet", nullptr);
      _exit(127);
    }
    for (int i = 0; i < 60'000 && !writes(); ++i) usleep(1000);
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << name;
    EXPECT_EQ(WEXITSTATUS(status), 130) << name;
    EXPECT_EQ(scratch.names(), before) << name;
  }
}

TEST_F(LongAnswers, AreWholeWhenTheFirstByteIsOut) {
  const std::vector<std::string> csv{"measure", network_, "--format", "csv", "--quiet"};
  std::vector<std::string> scores{"meet", network_, "--all", "--format", "csv", "--quiet"};
  if (test::sanitized) scores.insert(scores.end(), {"--score", "jaccard"});  // half a minute sooner
  const std::vector<std::string> graph{"convert", network_, "-", "--output-format", "gml", "--quiet"};
  for (const auto& arguments : {measure_, csv, scores, graph}) {
    Running run(arguments);
    run.wait_for_output();
    run.interrupt();
    EXPECT_TRUE(run.lasts(std::chrono::milliseconds(1500))) << arguments[0];
    EXPECT_TRUE(run.rest() == tertius(arguments).out) << arguments[0];
    EXPECT_EQ(run.status(), 0) << arguments[0] << run.said();
  }
}

TEST_F(LongAnswers, AreWholeOrMissingWheneverTheInterruptComes) {
  const auto begin = std::chrono::steady_clock::now();
  tertius(measure_);
  const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
  constexpr int times = test::repeats(24);
  for (int i = 0; i < times; ++i) {
    Running run(measure_);
    usleep(static_cast<useconds_t>(time.count() * i / times));
    run.interrupt();
    const std::string out = run.rest();
    const int status = run.status();
    EXPECT_TRUE((status == 130 && out.empty()) || (status == 0 && out == whole_))
        << status << " with " << out.size() << " of " << whole_.size() << " bytes";
  }
}

TEST_F(LongAnswers, AreGivenUpAtTheSecondInterrupt) {
  Running run(measure_);
  run.wait_for_output();
  run.interrupt();
  ASSERT_TRUE(run.lasts(std::chrono::milliseconds(100)));
  run.interrupt();
  EXPECT_EQ(run.status(), 130);
  EXPECT_THAT(run.said(), testing::HasSubstr("it may not be whole"));
}

TEST_F(LongAnswers, EndWhenNobodyReadsOn) {
  Running run(measure_);
  run.wait_for_output();
  run.interrupt();
  run.leave();
  EXPECT_EQ(run.status(), 128 + SIGPIPE);
}

TEST_F(LongAnswers, FallSilentAtOnceOnATerminal) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) GTEST_SKIP() << "no terminals here";
  Running run(measure_, {terminal, open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC)});
  run.wait_for_output();
  run.interrupt();
  EXPECT_FALSE(run.lasts(std::chrono::milliseconds(500)));
  EXPECT_EQ(run.status(), 130);
}

TEST_F(LongAnswers, WaitWhereTMPDIRSaysAndLeaveNothingThere) {
  const std::string folder = (scratch_.path() / "waiting").string();
  std::filesystem::create_directory(folder);
  setenv("TMPDIR", folder.c_str(), 1);
  {
    Running run(measure_);
    run.wait_for_output();
    std::vector<std::string> open;
    for (const auto& file : std::filesystem::directory_iterator("/proc/" + std::to_string(run.id()) + "/fd"))
      open.push_back(std::filesystem::read_symlink(file).string());
    EXPECT_THAT(open, testing::Contains(testing::StartsWith(folder + "/")));
    EXPECT_TRUE(std::filesystem::is_empty(folder)) << "the file has a name";
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  unsetenv("TMPDIR");
}

}  // namespace
}  // namespace tertius::cli
