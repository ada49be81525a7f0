// Files made to fill the memory or the time of whoever reads them.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "engine/graph/building/builder.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/formats/formats.hpp"
#include "tests/io/texts.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::HasSubstr;

TEST(HostileInput, CannotNameAttributesWithoutEnd) {
  std::string nodes = "{\"nodes\":[";
  for (int i = 0; i < 11000; ++i)
    nodes += (i > 0 ? "," : "") + std::string("{\"id\":") + std::to_string(i) + ",\"a" + std::to_string(i) +
             "\":1}";
  EXPECT_THAT(error_of(nodes + "]}"), HasSubstr("more than 10000 attributes"));
}

TEST(HostileInput, CannotMakeATableLargerThanItsFile) {
  std::string keys = "<graphml>";
  for (int i = 0; i < 9000; ++i)
    keys += "<key id=\"k" + std::to_string(i) + "\" attr.name=\"k" + std::to_string(i) + "\"/>";
  keys += "<graph>";
  for (int i = 0; i < 50000; ++i) keys += "<node id=\"" + std::to_string(i) + "\"/>";
  EXPECT_THAT(error_of(keys + "</graph></graphml>"), HasSubstr("expected a table that the file can fill"));
}

TEST(HostileInput, GetsAFewNotesAndNotMillions) {
  std::string connections = "{\"nodes\":[{\"id\":1},{\"id\":2}],\"links\":[";
  for (int i = 0; i < 20000; ++i)
    connections +=
        (i > 0 ? "," : "") + std::string("{\"source\":1,\"target\":2,\"x") + std::to_string(i) + "\":1}";
  const LoadedNetwork loaded = load_text(connections + "]}");
  EXPECT_EQ(loaded.report.notes.size(), 50U);
  EXPECT_EQ(loaded.report.notes.back(), "There is more like this.");
}

/// A cell in which quotes are doubled is put together elsewhere than in the text, an empty one stands
/// nowhere.
TEST(HostileInput, CannotMakeABracedWeightRunOutOfItsText) {
  const LoadedNetwork loaded = load_as("edgelist",
                                       "a,b,\"{\"\"weight\"\": 3}\",x\n"
                                       "b,c,{'weight': 2},\n"
                                       "c,d,{'since': 1, 'weight': 5},\"\"\"\"\n"
                                       "d,e,\"{\"\"since\"\": 3}\",x\n");
  EXPECT_EQ(loaded.report.refused, 0U);
  EXPECT_EQ(connections_of(loaded.network),
            (std::set<Connection>{{"a", "b", 3}, {"b", "c", 2}, {"c", "d", 5}, {"d", "e", 1}}));
}

/// What the fuzzers begin with, and what they found: a folder per format.
std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(TERTIUS_SOURCE "/tests/fuzz/corpus"))
    if (entry.is_regular_file()) files.push_back(entry.path());
  return files;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(HostileInput, IsReadOrRefusedWhereverItBreaksOff) {
  const Folder folder;
  std::set<std::string> tried;
  for (const auto& path : corpus()) {
    const std::string whole = content_of(path);
    LoadOptions options;
    options.allow_trivial = true;
    options.format = path.parent_path().filename().string();
    tried.insert(options.format);
    const std::size_t step = whole.size() / test::repeats(300U) + 1;
    for (std::size_t size = 0; size <= whole.size(); size += step) {
      const std::string input = folder.put("input", std::string_view(whole).substr(0, size));
      try {
        const LoadedNetwork loaded = load_network(input, options);
        EXPECT_EQ(loaded.network.graph.vertex_count(), loaded.network.members.size());
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_data) << path << " of " << size << " bytes: " << error.what();
        EXPECT_THAT(error.what(), HasSubstr("input")) << path << " of " << size << " bytes";
      }
    }
  }
  for (const Format& format : formats()) EXPECT_TRUE(tried.contains(std::string(format.name))) << format.name;
}

TEST(HostileInput, IsRefusedWhereATextHasNoEnd) {
  const std::string endless(std::size_t{test::sanitized ? 66 : 130} << 20, '7');
  const std::pair<const char*, const char*> begins[] = {{"csv", "source,target\na,"},
                                                        {"edgelist", "1 2\n"},
                                                        {"edgelist", "a b\n"},
                                                        {"gephi", "Source,Target\na,"},
                                                        {"node-link", "{\"nodes\":[{\"id\":\""},
                                                        {"graphml", "<graphml><graph><node id=\""},
                                                        {"gexf", "<gexf><graph><node id=\""},
                                                        {"gml", "graph [ node [ id "},
                                                        {"dot", "graph { \""},
                                                        {"dot", "graph { a"},
                                                        {"pajek", "*Vertices 1\n1 "},
                                                        {"metis", "1 0\n"}};
  for (const auto& [format, begin] : begins) {
    // A connection needs no such line, a text may.
    const bool lines =
        std::string_view(format) == "edgelist" || std::string_view(begin) == "source,target\na,";
    EXPECT_THAT(error_of(begin + endless, format), HasSubstr(lines ? " 1 MiB" : "64 MiB"))
        << format << ": " << begin;
  }
}

// What never ends is refused before it is kept: by a pipe that holds no more than the first megabytes.
TEST(HostileInput, IsRefusedAtTheFirstMegabyteOfALineWithoutEnd) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  ::signal(SIGPIPE, SIG_IGN);
  std::atomic<std::size_t> sent = 0;
  std::thread writer([&] {
    const std::string part(std::size_t{1} << 16, '7');
    for (ssize_t n = 0; sent < std::size_t{64} << 20 && (n = write(ends[1], part.data(), part.size())) > 0;)
      sent += static_cast<std::size_t>(n);
    close(ends[1]);
  });
  LoadOptions options;
  options.format = "edgelist";
  try {
    load_network("/proc/self/fd/" + std::to_string(ends[0]), options);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("a line longer than 1 MiB"));
  }
  close(ends[0]);
  writer.join();
  EXPECT_LT(sent, std::size_t{4} << 20);
}

TEST(HostileInput, OfAnyFormatHoldsNoNulBytes) {
  for (const std::string_view format : {"csv", "edgelist", "neo4j", "gephi", "node-link", "graphml"}) {
    const std::string text = std::string("source,target\na,b\0c\n", 21);
    EXPECT_THAT(error_of(text, std::string(format)), testing::Not(HasSubstr("no error"))) << format;
  }
}

TEST(AFullDisk, IsSaidAndAPipeOrDeviceStays) {
  const graph::Network network = load_text("a b\nb c\n").network;
  for (const Format& format : formats()) {
    if (format.write == nullptr || format.name == "csv") continue;
    try {
      format.write(network, "/dev/full", {}, {});
      ADD_FAILURE() << format.name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::output) << format.name;
      EXPECT_THAT(error.what(), HasSubstr("/dev/full: could not be written: No space left")) << format.name;
    }
    format.write(network, "/dev/null", {}, {});
  }
  for (const char* device : {"/dev/full", "/dev/null"}) {
    struct stat status {};
    ASSERT_EQ(::stat(device, &status), 0);
    EXPECT_TRUE(S_ISCHR(status.st_mode)) << device;
  }
}

TEST(AnAlteredSnapshot, LeavesNoPartOfAFile) {
  graph::Network network;
  network.graph = graph::build_graph(2, {}).graph;
  network.members.ids = graph::Ids::dense(2);
  network.affiliations.groups = {"Choir"};
  network.affiliations.kinds = {"group"};
  network.affiliations.rows.own() = {{0, 0, ~0U, graph::no_day}, {1, 0, 7, graph::no_day}};  // no such role
  const Folder folder;
  for (const char* format : {"csv", "pajek"}) {
    EXPECT_THROW(find_format(format)->write(network, folder.path("network"), {}, {}), Error) << format;
    EXPECT_FALSE(std::filesystem::exists(folder.path("network"))) << format;
  }
}

TEST(AFullDisk, LeavesNoPartOfAFolder) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i % 300) + " " + std::to_string(i / 300 + 1) + "\n";
  const graph::Network network = load_text(text).network;
  const Folder folder;
  // A file larger than this cannot be written: members.csv is smaller, connections.csv is not.
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 8192;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  std::string what = "no error";
  try {
    find_format("csv")->write(network, folder.path("network"), {}, {});
  } catch (const Error& error) {
    what = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  EXPECT_THAT(what, HasSubstr("connections.csv: could not be written"));
  EXPECT_FALSE(std::filesystem::exists(folder.path("network")));
}

}  // namespace
}  // namespace tertius::io
