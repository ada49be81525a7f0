// Files that are written: never the input, with the rights that they had, and nothing beside them.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::Scratch;
using test::tertius;
using testing::HasSubstr;

using Words = std::vector<std::string>;

/// k.csv, and the folder net.
void put_networks(const Scratch& scratch) {
  scratch.file("k.csv", "source,target\na,b\nb,c\nc,a\nc,d\n");
  scratch.file("net/members.csv", "id,name\na,Ada\nb,Bo\nc,Cy\n");
  scratch.file("net/connections.csv", "source,target\na,b\nb,c\n");
  scratch.file("avoid.csv", "a,b\na,b\n");
}

TEST(OwnInput, IsNotWrittenInto) {
  const Scratch scratch;
  put_networks(scratch);
  std::filesystem::create_symlink("k.csv", scratch.path() / "link.csv");
  for (const Words& words : std::vector<Words>{
           {"clusters", "k.csv", "-o", "k.csv"},
           {"clusters", "k.csv", "-o", "./net/../k.csv"},
           {"clusters", "k.csv", "-o", "link.csv"},
           {"introduce", "k.csv", "--history", "k.csv"},
           {"introduce", "k.csv", "--messages", "k.csv"},
           {"introduce", "net", "--avoid", "avoid.csv", "--messages", "avoid.csv"},
           {"info", "k.csv", "--refused", "k.csv"},
           {"info", "--connections", "k.csv", "-o", "k.csv"},
           {"bubbles", "net", "--chart", "net/members.csv"},
           {"info", "net", "-o", "net/connections.csv"},
           {"analyze", "net", "-o", "net"},
           {"convert", "k.csv", "k.csv", "--output-format", "gml"},
           {"convert", "net", "net"},
           {"convert", "net/connections.csv", "net"},
       }) {
    const auto run = tertius(words, {}, scratch.path());
    EXPECT_EQ(run.status, 2) << testing::PrintToString(words) << run.err;
    EXPECT_THAT(run.err, HasSubstr("would be written into what is read")) << testing::PrintToString(words);
  }
  const auto twice =
      tertius({"introduce", "k.csv", "--messages", "out", "--history", "out"}, {}, scratch.path());
  EXPECT_EQ(twice.status, 2);
  EXPECT_THAT(twice.err, HasSubstr("name one file"));
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "out"));
}

TEST(OwnInput, IsNotWhatLiesBesideIt) {
  const Scratch scratch;
  put_networks(scratch);
  for (const Words& words : std::vector<Words>{
           {"introduce", "net", "--history", "net/history.csv", "--messages", "net/letters.txt", "-q"},
           {"introduce", "net", "--history", "net/history.csv", "-q"},
           {"clusters", "k.csv", "-o", "members.csv", "-q"},
           {"info", "k.csv", "-o", "/dev/null", "--refused", "/dev/null", "-q"},
       })
    EXPECT_EQ(tertius(words, {}, scratch.path()).status, 0) << testing::PrintToString(words);
}

TEST(Links, LeadToTheFileThatIsWritten) {
  const Scratch scratch;
  put_networks(scratch);
  std::filesystem::create_directory(scratch.path() / "far");
  for (const char* target : {"far/answer", "far/history"}) {
    const std::string link = std::string("link to ") + (target + 4);
    std::filesystem::create_symlink(target, scratch.path() / link);
    for (int time = 0; time < 2; ++time)  // while there is none, and when there is
      EXPECT_EQ(
          tertius({"introduce", "net", "-q", target[4] == 'a' ? "-o" : "--history", link}, {}, scratch.path())
              .status,
          0);
    EXPECT_TRUE(std::filesystem::is_symlink(scratch.path() / link));
    EXPECT_TRUE(std::filesystem::is_regular_file(scratch.path() / target));
  }
}

TEST(Options, ThatWouldBeIgnoredAreRefused) {
  const Scratch scratch;
  put_networks(scratch);
  for (const Words& words : std::vector<Words>{{"info", "net", "--input-format", "gml"},
                                               {"info", "--connections", "k.csv", "--input-format", "gml"},
                                               {"introduce", "net", "--history", "/dev/zero"}}) {
    const auto run = tertius(words, {}, scratch.path());
    EXPECT_EQ(run.status, 2) << testing::PrintToString(words) << run.err;
  }
}

TEST(Convert, RefusesWhatInfoRefuses) {
  const Scratch scratch;
  for (const char* text : {"source,target\n", "source,target\na,a\n", "id,name\na,Ada\n"}) {
    const std::string input = scratch.file("input.csv", text), output = (scratch.path() / "out.gml").string();
    const auto asked = tertius({"info", input, "-q"}), converted = tertius({"convert", input, output, "-q"});
    EXPECT_EQ(asked.status, 65) << text;
    EXPECT_EQ(converted.status, 65) << text;
    EXPECT_EQ(converted.err, asked.err);
    EXPECT_FALSE(std::filesystem::exists(output)) << text;
  }
}

std::string mode_of(const std::filesystem::path& path) {
  return fmt::format("{:o}", static_cast<unsigned>(std::filesystem::status(path).permissions()));
}

TEST(Modes, StayAsTheyWere) {
  const Scratch scratch;
  put_networks(scratch);
  const auto run = [&](const Words& words, const std::string& file, const std::string& mode) {
    scratch.file(file, "a,b\n");
    test::shell("chmod " + mode + " " + file, scratch.path());
    const auto ran = tertius(words, {}, scratch.path());
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(mode_of(scratch.path() / file), mode) << file;
  };
  run({"introduce", "net", "--history", "history.csv", "-q"}, "history.csv", "600");
  run({"introduce", "net", "--history", "history.csv", "-q"}, "history.csv", "664");
  run({"introduce", "net", "--messages", "letters", "-q"}, "letters", "640");
  run({"clusters", "net", "-o", "answer", "-q"}, "answer", "600");
  run({"generate", "ba", "--members", "10", "-o", "made.el", "-q"}, "made.el", "400");
}

TEST(Modes, OfNewFilesWithPersonalDataAreForTheirOwnerAlone) {
  const Scratch scratch;
  put_networks(scratch);
  const std::string words =
      "; umask 022; \"$0\" introduce net --history f/history.csv --messages f/letters -q -o f/answer";
  const std::pair<const char*, const char*> folders[] = {
      {"755", "600"}, {"700", "600"}, {"1777", "600"}, {"775", "644"}, {"2755", "644"}};
  for (const auto& [folder, file] : folders) {
    SCOPED_TRACE(folder);
    EXPECT_EQ(
        test::shell("rm -rf f; mkdir f; chmod " + std::string(folder) + " f" + words, scratch.path()).status,
        0);
    EXPECT_EQ(mode_of(scratch.path() / "f/history.csv"), file);
    EXPECT_EQ(mode_of(scratch.path() / "f/letters"), file);
    EXPECT_EQ(mode_of(scratch.path() / "f/answer"), "644");
  }
}

/// The names in a folder that killed runs left, and all others.
std::vector<std::string> left_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".tmp") names.push_back(entry.path().filename().string());
  return names;
}

TEST(LeftOver, FilesOfKilledRunsAreRemovedWhenTheyAreOld) {
  const Scratch scratch;
  put_networks(scratch);
  const auto net = scratch.path() / "net";
  const auto hour_old = [&](const std::string& name) {
    scratch.file("net/" + name, "id\n");
    std::filesystem::last_write_time(net / name,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  };
  hour_old("members.csv.aB3xYz.tertius.tmp");
  hour_old("connections.csv.000000.tertius.tmp");
  scratch.file("net/affiliations.csv.q1w2e3.tertius.tmp", "member,group\n");
  // Of somebody else.
  for (const char* name :
       {"members.csv.backup.tmp", "other.csv.aB3xYz.tertius.tmp", "members.csv.aB3-Yz.tertius.tmp"})
    hour_old(name);
  EXPECT_EQ(tertius({"info", "net", "-q"}, {}, scratch.path()).status, 0);
  std::filesystem::remove(net / "members.csv.backup.tmp");
  std::filesystem::remove(net / "members.csv.aB3-Yz.tertius.tmp");
  const auto run = tertius({"convert", "k.csv", "net", "-q"}, {}, scratch.path());
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(left_in(net), testing::UnorderedElementsAre("affiliations.csv.q1w2e3.tertius.tmp",
                                                          "other.csv.aB3xYz.tertius.tmp"));
}

TEST(LeftOver, FilesAreNoNetwork) {
  const Scratch scratch;
  scratch.file("new/members.csv.aB3xYz.tertius.tmp", "id\n");
  const auto import =
      tertius({"import", test::dataset("lakeside"), "-o", (scratch.path() / "new").string(), "-q"});
  EXPECT_EQ(import.status, 0) << import.err;
  scratch.file("neo/nodes.csv.aB3xYz.tertius.tmp", ":ID\na\n");
  EXPECT_EQ(tertius({"info", (scratch.path() / "neo").string()}).status, 66);
}

TEST(LeftOver, AFileThatIsStillWrittenStays) {
  const Scratch scratch;
  put_networks(scratch);
  const std::string written = scratch.file("out.gml.aB3xYz.tertius.tmp", "graph [\n");
  std::filesystem::last_write_time(written,
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  const int writer = open(written.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(flock(writer, LOCK_EX), 0);
  EXPECT_EQ(tertius({"convert", "k.csv", "out.gml", "-q"}, {}, scratch.path()).status, 0);
  EXPECT_TRUE(std::filesystem::exists(written));
  close(writer);
  EXPECT_EQ(tertius({"convert", "k.csv", "out.gml", "-q"}, {}, scratch.path()).status, 0);
  EXPECT_FALSE(std::filesystem::exists(written));
}

// As a terminal that is closed, a time limit or a limit of the shell end it.
TEST(LeftOver, NothingIsByASignalOrALimit) {
  const Scratch scratch;
  ASSERT_EQ(
      tertius({"generate", "rmat", "--scale", "17", "-o", "hubs.tertius", "-q"}, {}, scratch.path()).status,
      0);
  for (const std::string signal : {"HUP", "QUIT", "TERM", "INT"}) {
    const auto run = test::shell(
        "ulimit -c 0; \"$0\" convert hubs.tertius hubs.gml -q & "
        "for i in $(seq 3000); do ls *.tmp >list 2>&1 && break; sleep 0.01; done; kill -" +
            signal + " $!; wait $!",
        scratch.path());
    // A shell without job control lets what it starts in the background ignore two of them.
    const bool ignored = signal == "INT" || signal == "QUIT";
    EXPECT_EQ(run.status, ignored ? 0 : 130) << signal << run.err;
    EXPECT_EQ(std::filesystem::exists(scratch.path() / "hubs.gml"), ignored) << signal;
    EXPECT_TRUE(left_in(scratch.path()).empty()) << signal;
    std::filesystem::remove(scratch.path() / "hubs.gml");
  }
  const auto limited =
      test::shell("ulimit -c 0; ulimit -f 100; \"$0\" convert hubs.tertius hubs.gml -q", scratch.path());
  EXPECT_EQ(limited.status, 1);
  EXPECT_THAT(limited.err, HasSubstr("hubs.gml: could not be written: File too large"));
  EXPECT_TRUE(left_in(scratch.path()).empty());
}

}  // namespace
}  // namespace tertius::cli
