// What any writer writes, its reader reads as the same network, up to what the format can hold.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "engine/core/random.hpp"
#include "engine/io/formats/formats.hpp"
#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

/// A way to write a network and to read it back.
struct Way {
  std::string format;
  Kept kept;                   ///< as the format says
  bool order = true;           ///< of members
  bool says_direction = true;  ///< else it is read back as it was asked for
  std::string suffix;          ///< "" for a folder
  std::string read_as;         ///< the format by which it is read back
};

/// Every format that is written, by its register; edge lists under the suffixes of tables too.
const std::vector<Way>& ways() {
  static const std::vector<Way> all = [] {
    std::vector<Way> list;
    for (const Format& format : formats()) {
      if (format.write == nullptr) continue;
      Way way;
      way.format = way.read_as = format.name;
      way.kept = format.kept;
      if (format.name != "csv") way.suffix = format.suffixes.front();
      way.says_direction = format.name != "csv" && format.name != "edgelist";
      way.order = format.name != "edgelist";
      list.push_back(way);
      if (format.name != "edgelist") continue;
      for (const char* suffix : {".csv", ".tsv"}) {
        way.suffix = suffix;
        way.read_as = "csv";
        list.push_back(way);
      }
    }
    return list;
  }();
  return all;
}

/// Texts that tools trip over: letters of other alphabets, quotes, brackets, line breaks, what looks like
/// markup.
std::string odd_text(RandomStream& random) {
  static const std::vector<std::string> parts{
      "Ä",      "ö", "ß",     "é",   "Ł",   "漢", "😀", "\"", "'", ",", ";",   "\n",   "\t",  " ",
      "\\",     "&", "&amp;", "<b>", "]]>", "[",  "]", "{",  "}", "#", "%",   "//",   "--",  "->",
      "*Edges", "a", "B",     "7",   ".",   "-",  "+", "=",  ":", "|", "\\n", "\r\n", "null"};
  if (random.below(40) == 0) return "x" + std::string(20'000, 'y');
  if (random.below(10) == 0) return "שלום \"עולם\"، مرحبا";  // from right to left
  std::string text = "x";
  for (std::uint64_t i = 0; i < random.below(6); ++i) text += parts[random.below(parts.size())];
  // Blanks at the ends are not what a name consists of.
  return text + "y";
}

/// A random network, made by the engine's own builder.
graph::Network random_network(std::uint64_t seed, const Kept& kept, bool directed) {
  RandomStream random(seed);
  const auto n = static_cast<graph::VertexId>(random.below(9));
  graph::Network network;
  graph::Column names("name"), whole("Zahl der Kinder"), real("größe"), flag("active"), text("note \"x\"");
  if (!kept.types) whole = graph::Column("count");
  for (graph::VertexId v = 0; v < n; ++v) {
    std::string id = odd_text(random) + std::to_string(v);
    if (!kept.ids) id = std::to_string(v + 1);
    network.members.ids.add(id);
    const bool has = random.below(4) > 0;
    names.push_back(has ? odd_text(random) : "");
    whole.push_back(has ? std::to_string(static_cast<std::int64_t>(random.below(100)) - 50) : "");
    real.push_back(random.below(3) > 0 ? std::to_string(static_cast<double>(random.below(100)) / 8 + 0.0625)
                                       : "");
    flag.push_back(has ? (random.below(2) > 0 ? "true" : "false") : "");
    text.push_back(random.below(3) == 0 ? "00" + std::to_string(random.below(10))
                   : has                ? odd_text(random)
                                        : "");
  }
  if (kept.attributes) {
    names.set_type(graph::ColumnType::text);
    network.members.names = names;
    whole.set_type(graph::ColumnType::integer);
    real.set_type(graph::ColumnType::real);
    flag.set_type(graph::ColumnType::boolean);
    text.set_type(graph::ColumnType::text);
    network.members.columns = {whole, real, flag, text};
  }
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = 0; v < n; ++v) {
      if (u == v || random.below(3) > 0 || (!directed && u > v)) continue;
      sources.push_back(u);
      targets.push_back(v);
      weights.push_back(kept.real_weights ? random.real() * 10 + 0.001
                                          : 1 + static_cast<double>(random.below(9)));
    }
  }
  const bool weighted = seed % 2 == 0 && !sources.empty();
  const auto built = graph::build_graph(n, {sources, targets, weighted ? weights : std::vector<double>()},
                                        {.directed_input = directed, .keep_arcs = directed});
  network.graph = built.graph;
  network.arcs = built.arcs;
  if (kept.kinds) {
    network.connections.kinds = {"works & laughs", "knows \"well\""};
    network.connections.kind.own().resize(network.graph.arc_count());
    network.connections.since.own().resize(network.graph.arc_count());
    for (graph::VertexId u = 0; u < n; ++u) {
      for (graph::ArcIndex arc = network.graph.arcs_begin(u); arc < network.graph.arcs_end(u); ++arc) {
        const std::uint64_t pair = std::uint64_t{std::min(u, network.graph.target(arc))} * 31 +
                                   std::max(u, network.graph.target(arc));
        network.connections.kind.own()[arc] = pair % 3 == 2 ? ~0U : static_cast<std::uint32_t>(pair % 3);
        network.connections.since.own()[arc] =
            pair % 2 == 0 ? graph::no_day : static_cast<graph::Day>(pair % 20000);
      }
    }
  }
  if (kept.affiliations && n > 0) {
    graph::Affiliations& all = network.affiliations;
    all.groups = {"choir, \"the\" loud one", "Gemeinde\nrat", "Kunst; Musik"};
    all.kinds = {"group", "", "event"};
    all.roles = {"chair", "first, violin"};
    for (graph::VertexId v = 0; v < n; ++v)
      for (std::uint32_t g = 0; g < 3; ++g)
        if (random.below(2) == 0)
          all.rows.own().push_back(
              {v, g, random.below(2) == 0 ? ~0U : static_cast<std::uint32_t>(random.below(2)),
               random.below(2) == 0 ? graph::no_day : static_cast<graph::Day>(random.below(20000))});
  }
  return network;
}

/// Who takes part in what, in words.
std::vector<std::string> affiliations_of(const graph::Network& network) {
  const graph::Affiliations& all = network.affiliations;
  std::vector<std::string> rows;
  for (const auto& [member, group, role, date] : all.rows)
    rows.push_back(network.members.ids[member] + " in " + std::string(all.groups[group]) + ", a \"" +
                   std::string(all.kinds[group]) + "\", as " +
                   std::string(role == ~0U ? "-" : all.roles[role]) + " from " + std::to_string(date));
  return rows;
}

std::map<std::string, std::string> connections_with_kinds(const graph::Network& network) {
  std::map<std::string, std::string> connections;
  for (graph::VertexId u = 0; u < network.graph.vertex_count(); ++u) {
    for (graph::ArcIndex arc = network.graph.arcs_begin(u); arc < network.graph.arcs_end(u); ++arc) {
      const std::string key =
          network.members.ids[u] + "\x1f" + network.members.ids[network.graph.target(arc)];
      const std::uint32_t kind = network.connections.kind.empty() ? ~0U : network.connections.kind[arc];
      const graph::Day since =
          network.connections.since.empty() ? graph::no_day : network.connections.since[arc];
      connections[key] =
          std::string(kind == ~0U ? "-" : network.connections.kinds[kind]) + " " + std::to_string(since);
    }
  }
  return connections;
}

void expect_same_column(const graph::Column& written, const graph::Column* read, bool types) {
  ASSERT_NE(read, nullptr) << written.name();
  if (types) {
    EXPECT_EQ(written.type(), read->type()) << written.name();
  }
  for (graph::VertexId v = 0; v < written.size(); ++v) {
    if (types && written.type() != graph::ColumnType::text) {
      EXPECT_EQ(written.number(v), read->number(v)) << written.name() << " of " << v;
    } else if (written.type() == graph::ColumnType::text) {
      EXPECT_EQ(written.text(v), read->text(v)) << written.name() << " of " << v;
    } else if (written.type() != graph::ColumnType::real) {
      EXPECT_EQ(written.text(v), read->text(v)) << written.name() << " of " << v;
    }
  }
}

bool has_any(const graph::Column& column) {
  return !column.dictionary().empty();
}

class RoundTrip : public testing::TestWithParam<Way> {};

TEST_P(RoundTrip, OfRandomNetworksChangesNothing) {
  const Way& way = GetParam();
  const Format* format = find_format(way.format);
  ASSERT_NE(format, nullptr);
  const Folder folder;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const bool directed = way.kept.direction && seed % 3 == 0;
    const graph::Network network = random_network(seed, way.kept, directed);
    const std::string name = "network" + std::to_string(seed) + way.suffix;
    const std::string path = folder.path(name);
    format->write(network, path, {}, {});
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" +
                 folder.text(name + (way.suffix.empty() ? "/connections.csv" : "")).substr(0, 5000));
    LoadOptions options;
    options.allow_trivial = true;
    options.keep_arcs = true;
    options.as_written = true;  // as convert reads
    if (way.format == "metis") options.format = "metis";
    options.projecting = Projecting::never;
    if (!way.says_direction) options.directed = directed;
    const LoadedNetwork loaded = load_network(path, options);
    EXPECT_EQ(loaded.report.format, find_format(way.read_as)->title);
    EXPECT_EQ(loaded.report.refused + loaded.report.refused_others, 0U)
        << testing::PrintToString(loaded.report.reasons);
    EXPECT_THAT(ids_of(loaded.network), testing::UnorderedElementsAreArray(ids_of(network)));
    if (way.order) {
      EXPECT_EQ(ids_of(network), ids_of(loaded.network));
    }
    EXPECT_EQ(connections_of(network), connections_of(loaded.network));
    EXPECT_EQ(loaded.network.arcs.directed(), directed);
    if (way.kept.affiliations) {
      EXPECT_EQ(affiliations_of(network), affiliations_of(loaded.network));
    }
    if (directed) {
      EXPECT_EQ(connections_of(network, network.arcs), connections_of(loaded.network, loaded.network.arcs));
    }
    if (way.kept.attributes) {
      EXPECT_EQ(names_of(network), names_of(loaded.network));
      for (const graph::Column& column : network.members.columns) {
        if (!has_any(column)) continue;
        const std::string kept = way.format != "gml"             ? column.name()
                                 : column.name() == "größe"      ? "gre"
                                 : column.name() == "note \"x\"" ? "notex"
                                                                 : "ZahlderKinder";
        const std::string read_as = way.format == "gml" && column.name() == "active" ? "active" : kept;
        expect_same_column(column, loaded.network.members.find_column(read_as), way.kept.types);
      }
    }
    if (way.kept.kinds) {
      EXPECT_EQ(connections_with_kinds(network), connections_with_kinds(loaded.network));
    }
    if (testing::Test::HasFailure()) break;
  }
}

TEST_P(RoundTrip, WritesTheSameBytesTwice) {
  const Way& way = GetParam();
  const Format* format = find_format(way.format);
  const Folder folder;
  const graph::Network network = random_network(42, way.kept, false);
  const std::string file = way.suffix.empty() ? "/connections.csv" : "";
  format->write(network, folder.path("a"), {}, {});
  format->write(network, folder.path("b"), {}, {});
  EXPECT_FALSE(folder.text("a" + file).empty());
  EXPECT_EQ(folder.text("a" + file), folder.text("b" + file));
}

INSTANTIATE_TEST_SUITE_P(Formats, RoundTrip, testing::ValuesIn(ways()), [](const auto& test) {
  std::string name = test.param.format + test.param.suffix;
  std::erase_if(name, [](char c) { return c == '-' || c == '.'; });
  return name;
});

TEST(FuzzedFormats, AreAllThatAreRead) {
  for (const Format& format : formats()) {
    if (format.read == nullptr) continue;
    const auto corpus =
        std::filesystem::path(TERTIUS_SOURCE) / "tests/fuzz/corpus" / std::string(format.name);
    EXPECT_TRUE(std::filesystem::is_directory(corpus)) << corpus << " has files for the fuzzer to start from";
  }
}

TEST(GexfForGephi, HasColoursByClusterAndSizesByBridging) {
  const Folder folder;
  graph::Network network = load_text("source,target\na,b\nb,c\nc,d\n").network;
  graph::Column cluster("cluster"), bridging("bridging");
  for (const char* value : {"0", "0", "0", "1"}) cluster.push_back(value);
  for (const char* value : {"0", "4", "1", "0"}) bridging.push_back(value);
  cluster.infer_type();
  bridging.infer_type();
  save_network(network, folder.path("out.gexf"), {.extra = {cluster, bridging}});
  const std::string text = folder.text("out.gexf");
  EXPECT_THAT(text, testing::HasSubstr("xmlns:viz=\"http://gexf.net/1.3/viz\""));
  EXPECT_THAT(text, testing::HasSubstr(
                        "<node id=\"b\" label=\"b\"><attvalues><attvalue for=\"0\" value=\"0\"/><attvalue "
                        "for=\"1\" value=\"4\"/></attvalues><viz:color r=\"0\" g=\"114\" b=\"178\"/>"
                        "<viz:size value=\"30.000\"/></node>"));
  EXPECT_THAT(text,
              testing::HasSubstr("<viz:color r=\"230\" g=\"159\" b=\"0\"/><viz:size value=\"4.000\"/>"));
  const graph::Network back = load_network(folder.path("out.gexf")).network;
  EXPECT_EQ(column_of(back, "cluster"), "integer: 0|0|0|1");
  EXPECT_EQ(column_of(back, "bridging"), "integer: 0|4|1|0");
}

}  // namespace
}  // namespace tertius::io
