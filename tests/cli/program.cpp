#include "tests/cli/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tertius::test {
namespace {

/// What the tests read is English, wherever they run, but for those that say otherwise.
const bool speaks_english = setenv("LC_ALL", "C", 1) == 0;

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    read = ends[0], write = ends[1];
  }
};

void finish(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

/// words[0] is the program.
Run run_program(std::vector<std::string> program, std::string_view input,
                const std::filesystem::path& folder) {
  std::signal(SIGPIPE, SIG_IGN);  // a program that refuses its input early closes it
  Pipe in, out, err;
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> words;
    for (std::string& word : program) words.push_back(word.data());
    words.push_back(nullptr);
    dup2(in.read, 0), dup2(out.write, 1), dup2(err.write, 2);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE}) std::signal(signal, SIG_DFL);
    if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(127);
    execv(words[0], words.data());
    _exit(127);
  }
  finish(in.read), finish(out.write), finish(err.write);
  fcntl(in.write, F_SETFL, O_NONBLOCK);
  Run run;
  while (out.read >= 0 || err.read >= 0) {
    if (input.empty()) finish(in.write);
    std::array<pollfd, 3> wait{{{in.write, POLLOUT, 0}, {out.read, POLLIN, 0}, {err.read, POLLIN, 0}}};
    poll(wait.data(), wait.size(), -1);
    if (in.write >= 0 && wait[0].revents != 0) {
      const ssize_t sent = write(in.write, input.data(), std::min<std::size_t>(input.size(), 1 << 16));
      if (sent < 0) finish(in.write);
      if (sent > 0) input.remove_prefix(static_cast<std::size_t>(sent));
    }
    const auto take = [](int& from, short events, std::string& to) {
      if (from < 0 || events == 0) return;
      std::array<char, 1 << 14> block{};
      const ssize_t got = read(from, block.data(), block.size());
      if (got > 0) return void(to.append(block.data(), static_cast<std::size_t>(got)));
      finish(from);
    };
    take(out.read, wait[1].revents, run.out);
    take(err.read, wait[2].revents, run.err);
  }
  finish(in.write);
  int status = 0;
  waitpid(child, &status, 0);
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

}  // namespace

Run tertius(const std::vector<std::string>& arguments, std::string_view input,
            const std::filesystem::path& folder) {
  std::vector<std::string> program{TERTIUS_BINARY};
  program.insert(program.end(), arguments.begin(), arguments.end());
  return run_program(std::move(program), input, folder);
}

Run shell(const std::string& script, const std::filesystem::path& folder) {
  return run_program({"/bin/sh", "-c", script, TERTIUS_BINARY}, {}, folder);
}

rapidjson::Document json_of(const std::vector<std::string>& arguments, std::string_view input) {
  const Run run = tertius(arguments, input);
  EXPECT_EQ(run.status, 0) << run.err;
  rapidjson::Document document;
  document.Parse(run.out.c_str());
  EXPECT_FALSE(document.HasParseError()) << run.out.substr(0, 400);
  return document;
}

std::string dataset(std::string_view name) {
  return std::string(TERTIUS_SOURCE) + "/datasets/" + std::string(name);
}

Scratch::Scratch() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tertius-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Scratch::file(std::string_view name, std::string_view content) const {
  const auto path = path_ / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

std::vector<std::string> Scratch::names() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace tertius::test
