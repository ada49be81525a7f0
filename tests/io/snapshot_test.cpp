// The snapshot: everything comes back, and what was cut off or altered is named as such.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>

#include "engine/core/random.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/formats/snapshot/layout.hpp"
#include "tests/io/texts.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using namespace test;

using testing::HasSubstr;

graph::Network network_of(std::uint64_t seed) {
  RandomStream random(seed);
  const auto n = static_cast<graph::VertexId>(random.below(12));
  graph::Network network;
  network.graph = random_graph(n, 0.4, seed, seed % 2 == 0);
  switch (seed % 3) {
    case 0:
      network.members.ids = graph::Ids::dense(n);
      break;
    case 1: {
      std::vector<std::uint64_t> numbers;
      for (graph::VertexId v = 0; v < n; ++v)
        numbers.push_back(seed % 2 == 0 ? 10 + 7 * v : 1'000'000'000'000 - v);
      network.members.ids = graph::Ids::numbers(numbers);
      break;
    }
    default:
      for (graph::VertexId v = 0; v < n; ++v) network.members.ids.add("member " + std::to_string(v));
  }
  if (seed % 4 == 1) {
    graph::Column names("name"), ages("age");
    for (graph::VertexId v = 0; v < n; ++v) {
      names.push_back(random.below(3) == 0 ? "" : "Zoë " + std::to_string(v));
      ages.push_back(std::to_string(random.below(90)));
    }
    ages.infer_type();
    network.members.names = names;
    network.members.columns.push_back(ages);
  }
  if (seed % 5 == 2) {
    network.connections.since.own().assign(network.graph.arc_count(), 19'000);
    network.connections.kind.own().assign(network.graph.arc_count(), 0);
    network.connections.kinds = {"friend"};
  }
  if (n > 0 && seed % 2 == 0) {
    network.affiliations.groups = {"Choir"};
    network.affiliations.kinds = {""};
    network.affiliations.rows.own() = {{0, 0, ~0U, graph::no_day}};
  }
  return network;
}

LoadedNetwork load(const std::string& path) {
  LoadOptions options;
  options.allow_trivial = true;
  options.verify = true;
  options.projecting = Projecting::never;
  return load_network(path, options);
}

TEST(Snapshot, EverythingComesBack) {
  const Folder folder;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const graph::Network network = network_of(seed);
    const std::string path = folder.path("network.tertius");
    save_network(network, path);
    const LoadedNetwork loaded = load(path);
    const graph::Network& back = loaded.network;
    ASSERT_TRUE(std::ranges::equal(back.graph.out_rows().offsets, network.graph.out_rows().offsets)) << seed;
    ASSERT_TRUE(std::ranges::equal(back.graph.out_rows().targets, network.graph.out_rows().targets)) << seed;
    ASSERT_TRUE(std::ranges::equal(back.graph.out_rows().weights, network.graph.out_rows().weights)) << seed;
    ASSERT_EQ(ids_of(back), ids_of(network)) << seed;
    ASSERT_EQ(names_of(back), names_of(network)) << seed;
    ASSERT_EQ(column_of(back, "age"), column_of(network, "age")) << seed;
    ASSERT_EQ(back.connections.since, network.connections.since) << seed;
    ASSERT_EQ(back.connections.kinds, network.connections.kinds) << seed;
    ASSERT_EQ(back.affiliations.groups, network.affiliations.groups) << seed;
    ASSERT_EQ(back.affiliations.rows.size(), network.affiliations.rows.size()) << seed;
    for (graph::VertexId v = 0; v < back.members.size(); ++v)
      ASSERT_EQ(back.members.ids.find(network.members.ids[v]), v) << seed;
    ASSERT_FALSE(back.members.ids.find("nobody")) << seed;
    std::uint64_t isolated = 0;
    for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v)
      isolated += network.graph.degree(v) == 0;
    ASSERT_EQ(loaded.report.isolated, isolated) << seed;
  }
}

TEST(Snapshot, IdsOfAMappedFileCanGrow) {
  const Folder folder;
  graph::Network network = network_of(2);
  save_network(network, folder.path("n.tertius"));
  graph::Network back = load(folder.path("n.tertius")).network;
  const graph::VertexId before = back.members.size();
  EXPECT_EQ(back.members.ids.add("somebody new"), before);
  EXPECT_EQ(back.members.ids.find("somebody new"), before);
}

TEST(Snapshot, DirectedRowsComeBack) {
  const Folder folder;
  LoadOptions directed;
  directed.directed = directed.keep_arcs = true;
  const graph::Network network = load_network(folder.put("edges", "1 2\n2 1\n2 3\n"), directed).network;
  save_network(network, folder.path("n.tertius"));
  const graph::Network back = load(folder.path("n.tertius")).network;
  EXPECT_TRUE(back.arcs.directed());
  EXPECT_EQ(connections_of(back, back.arcs), connections_of(network, network.arcs));
}

TEST(Snapshot, EveryCutAndEveryAlteredByteIsNoticed) {
  const Folder folder;
  save_network(network_of(10), folder.path("n.tertius"));
  const std::string whole = folder.text("n.tertius");
  for (std::size_t size = 8; size < whole.size(); size += 7) {
    const std::string cut = folder.put("cut.tertius", whole.substr(0, size));
    try {
      load(cut);
      FAIL() << size;
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::bad_data);
      ASSERT_THAT(error.what(), HasSubstr("cut off")) << size;
    }
  }
  std::size_t unnoticed = 0;
  for (std::size_t at = 0; at < whole.size(); at += 5) {
    std::string altered = whole;
    altered[at] = static_cast<char>(altered[at] ^ 0x40);
    try {
      load(folder.put("altered.tertius", altered));
      ++unnoticed;  // only the bytes between sections do not matter
      ASSERT_EQ(whole[at], '\0') << at;
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::bad_data);
    }
  }
  EXPECT_LT(unnoticed, whole.size() / 2);
}

using snapshot::Kind;

struct Alteration {
  Kind kind;
  std::uint32_t index;  // of the section
  std::size_t at;       // which value of it
  std::string bytes;    // becomes this one
};

template <class T>
Alteration alteration(Kind kind, std::uint32_t index, std::size_t at, T value) {
  return {kind, index, at, std::string(reinterpret_cast<const char*>(&value), sizeof value)};
}

/// Somebody altered the snapshot, and with `mended` saw to it that the checksums fit what it holds now.
std::string altered(std::string file, const std::vector<Alteration>& alterations, bool mended) {
  snapshot::Header header;
  std::memcpy(&header, file.data(), sizeof header);
  std::vector<snapshot::Section> table(header.sections);
  std::memcpy(table.data(), file.data() + sizeof header, table.size() * sizeof table[0]);
  for (const Alteration& one : alterations) {
    const auto section = std::ranges::find_if(
        table, [&](const auto& s) { return s.kind == one.kind && s.index == one.index; });
    file.replace(section->offset + one.at * one.bytes.size(), one.bytes.size(), one.bytes);
    if (mended)
      section->checksum =
          snapshot::checksum_of(std::string_view(file).substr(section->offset, section->bytes));
  }
  header.checksum = snapshot::header_checksum(header, table);
  std::memcpy(file.data(), &header, sizeof header);
  std::memcpy(file.data() + sizeof header, table.data(), table.size() * sizeof table[0]);
  return file;
}

std::string error_of_loading(const std::string& path) {
  try {
    load_network(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_data);
    return error.what();
  }
  return "no error";
}

TEST(Snapshot, OfEightyMegabytesIsVerified) {
  const Folder folder;
  graph::Network network;
  const graph::VertexId n = 10'000'000;  // of 8 bytes each in the graph alone
  network.graph = graph_of(n, {{0, 1}, {1, 2}});
  network.members.ids = graph::Ids::dense(n);
  save_network(network, folder.path("n.tertius"));
  const auto path = folder.put(
      "altered.tertius",
      altered(folder.text("n.tertius"), {alteration(Kind::offsets, 0, 5, ~std::uint64_t{0})}, false));
  EXPECT_THAT(error_of_loading(path), HasSubstr("its content was altered"));
}

/// With everything that leads from one place of a snapshot to another.
graph::Network network_of_places() {
  graph::Network network;
  network.graph = graph_of(4, {{0, 1}, {1, 2}, {2, 3}});
  for (const char* id : {"Ada", "Bo", "Cy", "Dee"}) network.members.ids.add(id);
  graph::Column place("place");
  for (const char* name : {"Waren", "Plau", "Waren", ""}) place.push_back(name);
  network.members.columns.push_back(place);
  network.connections.kind.own().assign(6, 0);
  network.connections.kinds = {"friend", "mentor"};
  network.affiliations.groups = {"Choir", "Chess"};
  network.affiliations.kinds = {"", "group"};
  network.affiliations.roles = {"chair"};
  network.affiliations.rows.own() = {{0, 0, 0, graph::no_day}, {1, 1, ~0U, 19'000}};
  return network;
}

// As a file above a gigabyte is read, whose checksums are left to --verify: they say nothing here.
TEST(Snapshot, PlacesThatLeadNowhereAreRefusedWhateverTheChecksumsSay) {
  const Folder folder;
  save_network(network_of_places(), folder.path("n.tertius"));
  const std::string whole = folder.text("n.tertius");
  EXPECT_EQ(error_of_loading(folder.path("n.tertius")), "no error");
  const std::uint64_t far = std::uint64_t{1} << 60;
  const std::pair<Alteration, const char*> cases[] = {
      {alteration<std::uint32_t>(Kind::targets, 0, 0, ~0U), "rows"},
      {alteration<std::uint32_t>(Kind::targets, 0, 0, 4), "rows"},
      {alteration<std::uint32_t>(Kind::targets, 0, 0, 3), "rows"},  // which nobody leads back from
      {alteration<std::uint32_t>(Kind::targets, 0, 1, 3), "rows"},  // out of order
      {alteration(Kind::offsets, 0, 1, far), "rows"},
      {alteration(Kind::offsets, 0, 2, std::uint64_t{0}), "rows"},
      {alteration<std::uint32_t>(Kind::id_index, 0, 0, 4), "ids"},
      {alteration(Kind::id_begin, 0, 2, far), "texts"},
      {alteration<std::uint32_t>(Kind::column_codes, 1, 1, 7), "attributes"},
      {alteration(Kind::column_begin, 1, 1, far), "texts"},
      {alteration<std::uint32_t>(Kind::connection_kind, 0, 1, 7), "attributes of connections"},
      {alteration(Kind::connection_kinds_begin, 0, 1, far), "texts"},
      {alteration(Kind::affiliation_begin, 0, 1, far), "texts"},
      {alteration(Kind::affiliation_begin, 1, 1, far), "texts"},
      {alteration(Kind::affiliation_begin, 2, 0, far), "texts"},
      {alteration(Kind::affiliation_rows, 0, 1, graph::Affiliations::Row{~0U, 1, ~0U, 0}), "affiliations"},
      {alteration(Kind::affiliation_rows, 0, 1, graph::Affiliations::Row{1, 2, ~0U, 0}), "affiliations"},
      {alteration(Kind::affiliation_rows, 0, 1, graph::Affiliations::Row{1, 1, 1, 0}), "affiliations"}};
  for (const auto& [one, what] : cases)
    EXPECT_THAT(error_of_loading(folder.put("altered.tertius", altered(whole, {one}, true))),
                HasSubstr(fmt::format("its {} do not fit together", what)))
        << static_cast<unsigned>(one.kind) << " " << one.at;
}

TEST(Snapshot, ArcsThatDoNotFitTheirReverseAreRefused) {
  const Folder folder;
  LoadOptions directed;
  directed.directed = directed.keep_arcs = true;
  save_network(load_network(folder.put("edges", "0 1\n1 2\n2 3\n3 0\n"), directed).network,
               folder.path("n.tertius"));
  const auto path = folder.put(
      "altered.tertius",
      altered(folder.text("n.tertius"), {alteration<std::uint32_t>(Kind::targets, 2, 0, 1)}, true));
  EXPECT_THAT(error_of_loading(path), HasSubstr("its rows do not fit together"));
}

TEST(Snapshot, ALaterVersionIsNamed) {
  const Folder folder;
  save_network(network_of(4), folder.path("n.tertius"));
  std::string later = folder.text("n.tertius");
  later[8] = 9;
  try {
    load(folder.put("later.tertius", later));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("is a snapshot of version 9; this tertius reads version 1"));
  }
}

}  // namespace
}  // namespace tertius::io
