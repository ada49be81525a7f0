// Edge lists whose ids are text: the parallel reader against a model of the rows that were written, and
// against the reader of tables, which a quote anywhere calls in.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "engine/core/random.hpp"
#include "engine/io/edges/word_edges.hpp"
#include "tests/io/texts.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Reads with these options; nothing when the reader leaves the text to others.
std::optional<LoadedNetwork> read_words(const std::string& text, const WordEdgeOptions& how,
                                        unsigned threads = 2, const LoadOptions& options = {}) {
  Assembler assembler("edge list", options);
  const RunContext context{.threads = threads};
  if (!read_word_edges(text, "edges", how, assembler, context)) return std::nullopt;
  return assembler.finish(context);
}

/// What a text says, as it is being written.
struct Model {
  std::string text;
  std::vector<std::string> ids;                                       // in order of first appearance
  std::map<std::pair<std::string, std::string>, double> connections;  // smaller id first
  std::uint64_t rows = 0, loops = 0, duplicates = 0, refused = 0;

  void meet(const std::string& id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  void connection(const std::string& a, const std::string& b, double weight) {
    meet(a);
    meet(b);
    ++rows;
    if (a == b) {
      ++loops;
    } else {
      const auto [at, added] = connections.try_emplace(std::minmax(a, b), 0.0);
      at->second += weight;
      duplicates += !added;
    }
  }
};

/// Rows as people and tools write them, with all that may stand between them.
Model random_words(std::uint64_t seed, char separator, bool weighted) {
  const std::vector<std::string> people = {"ada", "Grace Hopper", "émile", "7", "user-12",
                                           "x",   "o'neil",       "李"};
  RandomStream random(seed);
  Model model;
  const auto somebody = [&] {
    std::string id = people[random.below(people.size())] + std::to_string(random.below(40));
    if (separator == ' ') std::replace(id.begin(), id.end(), ' ', '_');
    return id;
  };
  for (int row = 0; row < 600; ++row) {
    const std::uint64_t shape = random.below(30);
    if (shape == 0) model.text += "# comment a b\n% another\n";
    if (shape == 1) model.text += "\n\r\n";
    if (shape == 2) {
      const std::string id = somebody();
      model.text += "# member " + id + "\n";
      model.meet(id);
    }
    if (shape == 3) {
      model.text += somebody() + "\n";
      ++model.rows;
      ++model.refused;
    }
    const std::string a = somebody(), b = shape == 4 ? a : somebody();
    const std::string gap = shape == 5 && separator != '\t' ? "  " : "";
    model.text += a + gap + separator + gap + b;
    double weight = 1.0;
    if (weighted && shape == 6) {
      model.text += std::string(1, separator) + "-2\n";
      ++model.rows;
      ++model.refused;
      continue;
    }
    if (weighted && shape > 15) {
      weight = static_cast<double>(1 + random.below(8)) / 4;
      model.text += separator + std::to_string(weight);
    }
    model.text += shape == 7 ? "\r\n" : "\n";
    model.connection(a, b, weight);
  }
  if (seed % 2 == 0) model.text.pop_back();
  return model;
}

void expect_model(const LoadedNetwork& loaded, const Model& model, const std::string& what) {
  const graph::Network& network = loaded.network;
  ASSERT_EQ(ids_of(network), model.ids) << what;
  EXPECT_EQ(loaded.report.rows, model.rows) << what;
  EXPECT_EQ(loaded.report.loops, model.loops) << what;
  EXPECT_EQ(loaded.report.duplicates, model.duplicates) << what;
  EXPECT_EQ(loaded.report.refused, model.refused) << what;
  ASSERT_EQ(network.graph.edge_count(), model.connections.size()) << what;
  for (const auto& [ends, weight] : model.connections) {
    const auto u = network.members.ids.find(ends.first), v = network.members.ids.find(ends.second);
    ASSERT_TRUE(u && v) << what;
    const graph::ArcIndex arc = network.graph.find_arc(*u, *v);
    ASSERT_NE(arc, network.graph.arc_count()) << what << ": " << ends.first << " " << ends.second;
    // Without a weight anywhere, repeats do not add up.
    EXPECT_DOUBLE_EQ(network.graph.weight(arc), network.graph.weighted() ? weight : 1.0) << what;
  }
}

TEST(WordEdges, EveryBlockSizeAndNumberOfThreadsGivesWhatWasWritten) {
  std::uint64_t seed = 0;
  for (const char separator : {' ', ',', '\t', ';'}) {
    if (tertius::test::sanitized && separator == '\t') continue;
    for (const bool weighted : {false, true}) {
      const Model model = random_words(++seed, separator, weighted);
      for (const std::size_t block : {1UL, 100UL, 4096UL, 1UL << 20}) {
        for (const unsigned threads : {1U, 2U, 7U}) {
          if (tertius::test::sanitized && weighted && threads != 2) continue;
          const auto loaded = read_words(model.text, {.separator = separator, .block = block}, threads);
          ASSERT_TRUE(loaded);
          expect_model(*loaded, model,
                       std::string("separator '") + separator + "' block " + std::to_string(block) +
                           " threads " + std::to_string(threads));
        }
      }
    }
  }
}

TEST(WordEdges, TheReaderOfTablesSaysTheSame) {
  for (const std::uint64_t seed : {11, 12}) {
    const Model model = random_words(seed, ',', true);
    const LoadedNetwork fast = load_as("edgelist", model.text);
    const LoadedNetwork slow = load_as("edgelist", model.text + "\n# member \"" + model.ids.front() + "\"\n");
    expect_model(fast, model, "fast");
    expect_model(slow, model, "slow");
    EXPECT_EQ(fast.report.reasons.size(), slow.report.reasons.size());
    const auto place = [](const std::string& reason) { return reason.substr(reason.find(':')); };
    for (std::size_t i = 0; i < fast.report.reasons.size(); ++i)
      EXPECT_EQ(place(fast.report.reasons[i]), place(slow.report.reasons[i]));
    EXPECT_EQ(fast.report.notes, slow.report.notes);
  }
}

TEST(WordEdges, ManyRefusedRowsAreCountedAndTheFirstOnesPlaced) {
  std::string text = "a b\n";
  for (int i = 0; i < 50; ++i) text += "  lonely\n";
  text += "b c 0\nc d x\n";
  for (const std::size_t block : {1UL, 1UL << 20}) {
    const auto loaded = read_words(text, {.block = block});
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->report.refused, 52U);
    EXPECT_EQ(loaded->report.rows, 53U);
    ASSERT_EQ(loaded->report.reasons.size(), 10U);
    EXPECT_THAT(loaded->report.reasons[0], HasSubstr("edges:2:3: \"lonely\"; expected two ids"));
    EXPECT_THAT(loaded->report.reasons[9], HasSubstr("edges:11:3"));
  }
  const auto weights = read_words("b c 0\nc d x\n", {});
  EXPECT_THAT(weights->report.reasons,
              ElementsAre(HasSubstr("edges:1:5: weight \"0\"; expected a positive number"),
                          HasSubstr("edges:2:5: weight \"x\"")));
}

TEST(WordEdges, HeadersAndColumnsBehindTheWeight) {
  const LoadedNetwork headed = load_as("edgelist", "source,target,weight\nann,bob,2\nbob,cem,\n");
  EXPECT_THAT(ids_of(headed.network), ElementsAre("ann", "bob", "cem"));
  EXPECT_EQ(headed.network.graph.weight(0), 2.0);
  const auto wide = read_words("ann bob 2 x\n", {});
  EXPECT_THAT(wide->report.notes, ElementsAre("Columns after the weight were left out."));
  const auto unweighted = read_words("ann,bob,zzz\n", {.separator = ',', .weighted = false});
  EXPECT_EQ(unweighted->report.refused, 0U);
  EXPECT_FALSE(unweighted->network.graph.weighted());
}

TEST(WordEdges, DirectedRowsKeepTheirDirection) {
  LoadOptions options;
  options.directed = options.keep_arcs = true;
  const auto loaded = read_words("b a\na b\nb c\n", {}, 2, options);
  ASSERT_TRUE(loaded);
  EXPECT_THAT(ids_of(loaded->network), ElementsAre("b", "a", "c"));
  EXPECT_EQ(loaded->network.arcs.edge_count(), 3U);
  EXPECT_EQ(loaded->report.reciprocated, 1U);
  EXPECT_TRUE(loaded->network.arcs.has_arc(0, 2));
  EXPECT_FALSE(loaded->network.arcs.has_arc(2, 0));
}

TEST(WordEdges, TextsOfAnotherKindAreLeftToOtherReaders) {
  for (const std::string text : {"a \"b\"\n", "a b {'weight': 2}\n", "a b\rc d\n", "a b\n\xff\xfe d\n"}) {
    EXPECT_FALSE(read_words(text, {})) << text;
  }
  EXPECT_FALSE(read_words(std::string("a b\0c\n", 6), {}));
  const LoadedNetwork braces = load_as("edgelist", "a b {'weight': 2}\nb c {}\n");
  EXPECT_EQ(braces.network.graph.weight(0), 2.0);
  EXPECT_THROW(load_as("edgelist", std::string("a b\n\x81 d\n")), Error);
}

TEST(WordEdges, ManyWordsOfAnyLengthByManyThreads) {
  RandomStream random(21);
  std::vector<std::string> people;
  for (int i = 0; i < 20000; ++i) {
    people.push_back("p" + std::to_string(i) + std::string(random.below(40), 'x'));
  }
  std::string text;
  std::vector<std::string> order;
  std::vector<bool> met(people.size(), false);
  for (int row = 0; row < 60000; ++row) {
    for (const char end : {' ', '\n'}) {
      const std::size_t who = random.below(people.size());
      if (!met[who]) order.push_back(people[who]);
      met[who] = true;
      text += people[who] + end;
    }
  }
  std::optional<graph::Network> first;
  for (const unsigned threads : {1U, 2U, 7U}) {
    const auto loaded = read_words(text, {.block = std::size_t{1} << 17}, threads);
    ASSERT_TRUE(loaded);
    ASSERT_EQ(ids_of(loaded->network), order) << threads;
    if (!first) first = loaded->network;
    EXPECT_EQ(connections_of(loaded->network), connections_of(*first)) << threads;
  }
}

TEST(WordEdges, RowsInOrderOfTheirEnds) {
  // The same text comes again and again, two texts apart and one, with members that have no connection
  // between.
  std::string text;
  std::vector<std::string> order{"a"};
  for (int row = 0; row < 300; ++row) {
    const std::string id = "b" + std::to_string(row);
    if (row % 7 == 0) text += "# member m" + std::to_string(row) + "\n";
    if (row % 7 == 0) order.push_back("m" + std::to_string(row));
    text += row < 150 ? "a " + id + "\n" : id + " a\n";
    order.push_back(id);
  }
  order.erase(order.begin());
  order.insert(order.begin() + 1, "a");
  for (const std::size_t block : {1UL, 100UL, 1UL << 20}) {
    const auto loaded = read_words(text, {.block = block}, 2);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(ids_of(loaded->network), order) << block;
    EXPECT_EQ(loaded->network.graph.degree(1), 300U) << block;
    EXPECT_EQ(loaded->report.isolated, 43U) << block;
  }
}

TEST(WordEdges, TablesOfTextIdsAreTheSameWithAndWithoutQuotes) {
  for (const std::string header : {"source,target\n", "from;to\n", "source,target,weight\n"}) {
    const char separator = header.find(';') != header.npos ? ';' : ',';
    std::string plain = header;
    for (int row = 0; row < 500; ++row) {
      plain += (row % 7 == 0 ? "#tag" : "ann ") + std::to_string(row % 40) + separator + "bob" +
               std::to_string(row * 13 % 60);
      if (header.ends_with("weight\n")) plain += row % 3 == 0 ? "," : ",2.5";
      plain += row % 5 == 0 ? "\n\n" : "\n";
    }
    for (const std::string rest : {"", "cem\n", "cem,dan,1,2\n", ",\n", "cem,dan,none\n", " x , y \n"}) {
      const std::string text = plain + rest;
      const LoadedNetwork fast = load_as("csv", text);
      std::string quoted = text;
      quoted.replace(quoted.find("#tag0"), 5, "\"#tag0\"");
      const LoadedNetwork slow = load_as("csv", quoted);
      EXPECT_EQ(ids_of(fast.network), ids_of(slow.network)) << text;
      EXPECT_EQ(connections_of(fast.network), connections_of(slow.network)) << text;
      EXPECT_EQ(fast.report.rows, slow.report.rows) << rest;
      EXPECT_EQ(fast.report.refused, slow.report.refused) << rest;
      EXPECT_EQ(fast.report.duplicates, slow.report.duplicates) << rest;
      EXPECT_EQ(fast.report.reasons.size(), slow.report.reasons.size()) << rest;
    }
  }
}

TEST(WordEdges, NothingAndNearlyNothing) {
  for (const std::string text : {"", "\n", "# only words\n", "\r\n\n"}) {
    const auto loaded = read_words(text, {});
    ASSERT_TRUE(loaded) << text;
    EXPECT_EQ(loaded->network.members.size(), 0U) << text;
  }
  const auto alone = read_words("# member x\n", {});
  EXPECT_THAT(ids_of(alone->network), ElementsAre("x"));
  EXPECT_EQ(alone->report.isolated, 1U);
}

}  // namespace
}  // namespace tertius::io
