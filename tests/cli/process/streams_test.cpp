// Pipes are read once and whole, whatever they are called; streams may be closed, full or left by their reader.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::tertius;
using testing::HasSubstr;

constexpr int members = 3000;

/// 200 KB: more than is read to recognise it, and than a pipe holds.
std::string words() {
  std::string text;
  for (int round = 1; round <= 3; ++round)
    for (int i = 0; i < members; ++i)
      text += fmt::format("member{:04} member{:04}\n", i, (i * 7 + round) % members);
  return text;
}

/// Members and connections.
std::pair<int, int> found_in(const test::Run& run) {
  EXPECT_EQ(run.status, 0) << run.err;
  rapidjson::Document document;
  document.Parse(run.out.c_str());
  if (document.HasParseError()) return {};
  return {document["result"]["members"].GetInt(), document["result"]["connections"].GetInt()};
}

/// A pipe with a name, into which somebody writes once.
class NamedPipe {
 public:
  NamedPipe(std::string path, std::string text) : path_(std::move(path)) {
    EXPECT_EQ(mkfifo(path_.c_str(), 0600), 0);
    writer_ = std::thread([this, text = std::move(text)] { std::ofstream(path_, std::ios::binary) << text; });
  }
  ~NamedPipe() { writer_.join(); }
  NamedPipe(const NamedPipe&) = delete;
  NamedPipe& operator=(const NamedPipe&) = delete;

 private:
  std::string path_;
  std::thread writer_;
};

TEST(Pipes, AreReadWholeWhateverTheyAreCalled) {
  const std::string edges = words(), table = "source,target\n" + words();
  const std::vector<std::string> json{"--format", "json", "--quiet"};
  const test::Scratch scratch;
  const auto whole = found_in(tertius({"info", scratch.file("net.el", edges), "--format", "json", "-q"}));
  EXPECT_EQ(whole.first, members);
  for (const std::vector<std::string>& network : std::vector<std::vector<std::string>>{
           {"-"}, {"/dev/stdin"}, {"/proc/self/fd/0"}, {"--connections", "/dev/stdin"}}) {
    SCOPED_TRACE(network.back());
    std::vector<std::string> arguments{"info"};
    arguments.insert(arguments.end(), network.begin(), network.end());
    arguments.insert(arguments.end(), json.begin(), json.end());
    const bool is_table = network.size() > 1;
    std::string text = is_table ? table : edges;
    if (is_table)
      for (std::size_t at = 0; (at = text.find(' ', at)) != text.npos;) text[at] = ',';
    EXPECT_EQ(found_in(tertius(arguments, text)), whole);
  }
}

TEST(Pipes, WithNamesAreReadOnceAndHoldNobodyUp) {
  const test::Scratch scratch;
  const std::string path = (scratch.path() / "network").string();
  {
    const NamedPipe pipe(path, words());
    const auto file = found_in(tertius({"info", scratch.file("net.el", words()), "--format", "json", "-q"}));
    EXPECT_EQ(found_in(tertius({"info", path, "--format", "json", "--quiet"})), file);
  }
  // Nobody writes into this one.
  ASSERT_EQ(mkfifo((scratch.path() / "waiting.csv").c_str(), 0600), 0);
  scratch.file("friends.csv", "Source,Target,Type\na,b,Undirected\nb,c,Undirected\n");
  const auto run = tertius({"info", scratch.path().string(), "--format", "json", "--quiet"});
  EXPECT_EQ(found_in(run), std::pair(3, 2));
}

TEST(Pipes, CannotBeLookedThroughOnceMore) {
  const test::Scratch scratch;
  const std::string out = (scratch.path() / "out").string();
  const auto record = tertius({"info", "/dev/stdin", "--member", "a", "-o", out}, "a b\nb c\n");
  EXPECT_EQ(record.status, 2);
  EXPECT_THAT(record.err, HasSubstr("[input-once]"));
  const auto all = tertius({"analyze", "/dev/stdin", "-o", out, "-q"}, "a b\nb c\nc d\nd a\n");
  EXPECT_EQ(all.status, 0) << all.err;
  EXPECT_THAT(test::text_of(out + "/manifest.json"), HasSubstr("\"checksum\": null"));
}

// Nobody hears what goes wrong there, and nothing else goes wrong for it.
TEST(StandardError, MayBeClosedFullOrLeft) {
  const test::Scratch scratch;
  scratch.file("net.el", "a b\nb c\nc a\nc d\n");
  const std::string whole = tertius({"clusters", "net.el", "-q"}, {}, scratch.path()).out;
  const std::pair<const char*, const char*> nobodies[] = {
      {"", " 2>&-"}, {"", " 2>/dev/full"}, {"{ sleep 0.2; ", "; } 2>&1 >out | true"}};
  for (const auto& [before, after] : nobodies) {
    const auto status_of = [&, begin = before, end = after](const std::string& words) {
      test::shell(std::string(begin) + "{ \"$0\" " + words + " >out; echo $? >status; }" + end,
                  scratch.path());
      return test::text_of(scratch.path() / "status");
    };
    EXPECT_EQ(status_of("clusters net.el"), "0\n") << after;
    EXPECT_EQ(test::text_of(scratch.path() / "out"), whole) << after;
    EXPECT_EQ(status_of("info nowhere -q"), "66\n") << after;
    EXPECT_EQ(status_of("convert net.el net.gml"), "0\n") << after;
  }
}

TEST(StandardError, ThatIsClosedIsNoFileThatIsWritten) {
  const test::Scratch scratch;
  scratch.file("net.el", "a b\nb c\nc a\nc d\n");
  ASSERT_EQ(tertius({"convert", "net.el", "loud.gml"}, {}, scratch.path()).status, 0);
  ASSERT_EQ(test::shell("\"$0\" convert net.el silent.gml 2>&- <&-", scratch.path()).status, 0);
  EXPECT_EQ(test::text_of(scratch.path() / "silent.gml"), test::text_of(scratch.path() / "loud.gml"));
}

TEST(StandardStreams, ThatAreClosedFail) {
  EXPECT_EQ(test::shell("echo 'a b' | \"$0\" info - <&-").status, 66);
  EXPECT_EQ(test::shell("\"$0\" info '" + test::dataset("lakeside") + "' -q >&-").status, 1);
}

// The shortest answers, too.
TEST(StandardOutput, ThatIsFullIsAFailure) {
  for (const std::string words : {"-h", "--version", "help --all", "bridges --columns", ""})
    EXPECT_EQ(test::shell("\"$0\" " + words + " >/dev/full").status, 1) << words;
}

}  // namespace
}  // namespace tertius::cli
