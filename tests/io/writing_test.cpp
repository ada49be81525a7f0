// What is written comes back as it was, whole or not at all.
#include <gmock/gmock.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/io/bytes/output.hpp"
#include "engine/io/formats/formats.hpp"
#include "tests/io/tables.hpp"

namespace tertius::io {
namespace {

graph::Network small_network() {
  Tables tables;
  tables.put("members.csv", "id,name,age\n1,\"A, B\",3\n2,\"say \"\"hi\"\"\",\n4,new,7\nlone,Lone,1\n")
      .put("connections.csv", "source,target,weight,kind,since\n1,2,2.5,friend,2024-03-01\n2,4,1,,\n")
      .put("affiliations.csv", "member,group\nlone,Choir\n");
  return tables.load().network;
}

TEST(Writing, CsvFolderComesBackAsItWas) {
  const Folder folder;
  const graph::Network network = small_network();
  save_network(network, folder.path("out"));
  const graph::Network back = load_network(folder.path("out")).network;
  EXPECT_EQ(ids_of(back), ids_of(network));
  EXPECT_EQ(names_of(back), names_of(network));
  EXPECT_EQ(column_of(back, "age"), column_of(network, "age"));
  EXPECT_EQ(connections_of(back), connections_of(network));
  EXPECT_EQ(kind_between(back, "1", "2"), "friend");
  EXPECT_EQ(back.connections.since, network.connections.since);
  EXPECT_EQ(back.affiliations.groups, network.affiliations.groups);
}

TEST(Writing, EdgeListsComeBackAsTheyWere) {
  const graph::Network network = small_network();
  for (const std::string name : {"out.el", "out.tsv", "out.csv", "out.txt"}) {
    const Folder folder;
    save_network(network, folder.path(name));
    const graph::Network back = load_network(folder.path(name)).network;
    EXPECT_EQ(connections_of(back), connections_of(network)) << name;
    EXPECT_EQ(back.members.size(), network.members.size()) << name;
  }
}

TEST(Writing, AFolderThatHoldsMoreIsLeftAlone) {
  const Folder folder;
  std::filesystem::create_directory(folder.path("out"));
  folder.put("out/affiliations.csv", "member,group\n");
  graph::Network network = small_network();
  network.affiliations = {};
  EXPECT_THROW(save_network(network, folder.path("out")), Error);
  EXPECT_FALSE(std::filesystem::exists(folder.path("out/members.csv")));
}

/// What a folder says of names that take their place in it, or go.
class Moves {
 public:
  explicit Moves(const std::string& folder) : descriptor_(inotify_init1(IN_NONBLOCK)) {
    EXPECT_GE(inotify_add_watch(descriptor_, folder.c_str(), IN_MOVED_TO | IN_DELETE), 0);
  }
  ~Moves() { close(descriptor_); }
  Moves(const Moves&) = delete;
  Moves& operator=(const Moves&) = delete;

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    alignas(inotify_event) std::array<char, 1 << 16> events{};
    const ssize_t size = read(descriptor_, events.data(), events.size());
    for (ssize_t at = 0; at < size;) {
      inotify_event event{};
      std::memcpy(&event, events.data() + at, sizeof event);
      const std::string name = events.data() + at + sizeof event;
      if (!name.ends_with(".lock")) names.push_back(((event.mask & IN_DELETE) != 0 ? "-" : "+") + name);
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
    return names;
  }

 private:
  int descriptor_;
};

TEST(Writing, AListStandsInAFolderWhileItsTablesTakeTheirPlaces) {
  const Folder folder;
  std::filesystem::create_directory(folder.path("out"));
  const Moves moves(folder.path("out"));
  save_network(small_network(), folder.path("out"));
  EXPECT_THAT(moves.names(), testing::ElementsAre("+.tertius.commit", "+members.csv", "+connections.csv",
                                                  "+affiliations.csv", "-.tertius.commit"));
}

// As a kill leaves it between the first table and the second.
TEST(Writing, WhatAKilledRunBeganIsFinished) {
  const Folder folder;
  const auto killed = [&] {
    save_network(small_network(), folder.path("out"));
    folder.put("out/connections.csv", "source,target\nlone,4\n");
    folder.put("out/members.csv", "id,name\na,Ada\nb,Bo\n");
    folder.put("out/connections.csv.aB3xYz.tertius.tmp", "source,target\na,b\n");
    folder.put("out/.tertius.commit",
               "members.csv.000000.tertius.tmp\nconnections.csv.aB3xYz.tertius.tmp\n../out/"
               "a.aB3xYz.tertius.tmp\nx\n");
  };
  killed();
  LoadOptions options;
  options.affiliations = folder.put("none.csv", "member,group\n");
  EXPECT_EQ(connections_of(load_network(folder.path("out"), options).network),
            (std::set<Connection>{{"a", "b", 1.0}}));
  EXPECT_FALSE(std::filesystem::exists(folder.path("out/.tertius.commit")));
  EXPECT_FALSE(std::filesystem::exists(folder.path("out/connections.csv.aB3xYz.tertius.tmp")));
  killed();
  save_network(small_network(), folder.path("out"));
  EXPECT_EQ(ids_of(load_network(folder.path("out")).network), ids_of(small_network()));
}

TEST(Writing, TwoAnswersInOneFolderDoNotMix) {
  const Folder folder;
  for (int round = 0; round < 40; ++round) {
    const auto write = [&](const std::string& content) {
      std::vector<NamedContent> files;
      for (const char* name : {"a", "b", "c", "d", "e", "f"}) files.push_back({name, content});
      write_folder_atomically(folder.path("out"), files);
    };
    std::thread one(write, "one"), other(write, "other");
    one.join(), other.join();
    const std::string first = folder.text("out/a");
    for (const char* name : {"b", "c", "d", "e", "f"})
      ASSERT_EQ(folder.text(std::string("out/") + name), first);
  }
}

TEST(Writing, TablesThatAreReplacedWhileTheyAreReadAreNotMixed) {
  const Folder folder;
  save_network(small_network(), folder.path("out"));
  save_network(small_network(), folder.path("other"));
  // A pipe, which is opened when members and connections have been read.
  LoadOptions options;
  options.affiliations = folder.path("affiliations");
  ASSERT_EQ(::mkfifo(options.affiliations.c_str(), 0600), 0);
  std::thread writer([&] {
    std::ofstream pipe(options.affiliations);
    std::filesystem::rename(folder.path("other/members.csv"), folder.path("out/members.csv"));
    pipe << "member,group\n";
  });
  try {
    load_network(folder.path("out"), options);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("members.csv: changed while it was read"));
  }
  writer.join();
}

TEST(Writing, AFullDiskLeavesNothingBehind) {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + ' ' + std::to_string(i + 1) + '\n';
  const graph::Network network = load_text(text).network;
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  for (const std::string name : {"out.el", "out.tertius", "out"}) {
    const rlimit small{100'000, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    ErrorCode code = ErrorCode::failure;
    try {
      save_network(network, folder.path(name));
    } catch (const Error& error) {
      code = error.code();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(code, ErrorCode::output) << name;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path(""))) << name;
  }
  std::signal(SIGXFSZ, handler);
}

TEST(Writing, AnInterruptLeavesNothingBehind) {
  const Folder folder;
  const graph::Network network = small_network();
  std::stop_source stop;
  stop.request_stop();
  const RunContext context{.stop = stop.get_token()};
  for (const std::string name : {"out.el", "out.tertius", "out"}) {
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + ' ' + std::to_string(i + 1) + '\n';
    EXPECT_THROW(save_network(load_text(text).network, folder.path(name), {}, context), Error) << name;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path(""))) << name;
  }
}

TEST(Writing, AnAnswerIsOutWhenItIsCommitted) {
  const std::string line(1000, 'x');
  for (const int lines : {1, 5000}) {  // a part of a megabyte, and some of them
    for (const bool well : {true, false}) {
      testing::internal::CaptureStdout();
      std::string expected;
      try {
        AnswerStream answer("-");
        for (int i = 0; i < lines; ++i) answer.write(line), expected += line;
        if (!well) throw Error(ErrorKey::internal, "something went wrong");
        answer.commit();
      } catch (const Error&) {
        expected.clear();
      }
      EXPECT_TRUE(testing::internal::GetCapturedStdout() == expected) << lines << ' ' << well;
    }
  }
}

TEST(Writing, AnAnswerWithoutRoomToWaitSaysWhatToDo) {
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{100'000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  std::string says;
  ErrorCode code = ErrorCode::failure;
  try {
    AnswerStream("-").write(std::string(std::size_t{3} << 20, 'x'));
  } catch (const Error& error) {
    code = error.code();
    says = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(code, ErrorCode::output);
  EXPECT_THAT(says, testing::HasSubstr("set TMPDIR"));
}

}  // namespace
}  // namespace tertius::io
