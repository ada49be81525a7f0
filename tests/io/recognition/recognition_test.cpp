// What an input is taken for: every kind of it by example, tables with headings that nobody knows, and what
// is no network.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include "engine/core/random.hpp"
#include "tests/io/tables.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

LoadedNetwork load_file(const std::string& name, std::string_view text, LoadOptions options = {}) {
  const Folder folder;
  return load_network(folder.put(name, text), options);
}

/// "65: ..." for what is refused as bad data.
std::string refusal_of(const std::string& name, std::string_view text) {
  try {
    const LoadedNetwork loaded = load_file(name, text);
    return fmt::format("read as {}: {} {}", loaded.report.format, loaded.report.members,
                       loaded.report.connections);
  } catch (const Error& error) {
    return error.code() == ErrorCode::bad_data ? "65: " + std::string(error.what()) : "not 65";
  }
}

struct Example {
  const char* what;
  const char* file;
  const char* text;
  std::uint64_t members, connections;
  const char* format;
};

void PrintTo(const Example& example, std::ostream* out) {
  *out << example.what;
}

// The rows of the design that are read, with others of their kind.
const Example examples[] = {
    {"a bare matrix", "m.txt", "0 1 0\n1 0 1\n0 1 0\n", 3, 2, "adjacency matrix"},
    {"a bare matrix of a .csv", "m.csv", "0,1,0\n1,0,1\n0,1,0\n", 3, 2, "adjacency matrix"},
    {"a bare matrix of four", "m", "0;1;0;1\n1;0;0;0\n0;0;0;1\n1;0;1;0\n", 4, 3, "adjacency matrix"},
    {"a matrix under names", "m.txt", "ada bo cy\n0 1 0\n1 0 1\n0 1 0\n", 3, 2, "adjacency matrix"},
    {"a matrix of R", "m.txt", "\"a\" \"b\" \"c\"\n\"a\" 0 1 0\n\"b\" 1 0 1\n\"c\" 0 1 0\n", 3, 2,
     "adjacency matrix"},
    {"a labelled matrix", "m.csv", ";ada;bo;cy\nada;0;1;0\nbo;1;0;1\ncy;0;1;0\n", 3, 2, "adjacency matrix"},
    {"a corner with a word", "m.csv", "wer,ada,bo,cy\nada,0,1,0\nbo,1,0,1\ncy,0,1,0\n", 3, 2,
     "adjacency matrix"},
    {"rows in another order", "m.csv", ",ada,bo,cy\ncy,0,1,0\nada,0,1,0\nbo,1,0,1\n", 3, 2,
     "adjacency matrix"},
    {"blanks for 0", "m.csv", ",ada,bo,cy\nada,,1,\nbo,1,,1\ncy,,1,\n", 3, 2, "adjacency matrix"},
    {"hyphens for 0", "m.csv", ",ada,bo,cy\nada,-,1,-\nbo,1,-,1\ncy,-,1,-\n", 3, 2, "adjacency matrix"},
    {"marks", "m.csv", ",ada,bo,cy\nada,,x,\nbo,x,,x\ncy,,x,\n", 3, 2, "adjacency matrix"},
    {"weights above 0 alone", "m.txt", "1 2 3\n2 1 4\n3 4 1\n", 3, 3, "adjacency matrix"},
    {"weights with a decimal comma", "m.csv", ";ada;bo;cy\nada;0;0,5;0\nbo;0,5;0;2\ncy;0;2;0\n", 3, 2,
     "adjacency matrix"},
    {"names of rows alone", "m.txt", "ada 0 1 0\nbo 1 0 1\ncy 0 1 0\n", 3, 2, "adjacency matrix"},
    {"numbers as names", "m.csv", ",0,1,2\n0,0.0,1.0,0.0\n1,1.0,0.0,1.0\n2,0.0,1.0,0.0\n", 3, 2,
     "adjacency matrix"},
    {"an incidence matrix", "m.csv", ",Gala,Film\nAda,1,0\nBo,1,1\nCy,0,1\n", 3, 2, "incidence matrix"},
    {"attendance in columns", "m.csv", "Wer;Gala;Film;Kurs\nAda;x;;\nBo;x;x;\nCy;;x;\n", 3, 2,
     "incidence matrix"},
    {"attendance with ja", "m.csv", "Zorb;Quim;Flarb\nAda;ja;\nBo;ja;ja\nCy;;ja\n", 3, 2, "incidence matrix"},
    {"attendance with days", "m.csv",
     "Zorb;Quim;Flarb\nAda;2024-01-10;\nBo;2024-01-10;2024-02-01\nCy;;2024-02-01\n", 3, 2,
     "incidence matrix"},
    {"attendance with e-mail", "m.csv",
     "Name;E-Mail;1. Treffen;2. Treffen\nAda;a@x;x;\nBo;b@x;x;x\nCy;c@x;;x\n", 3, 2, "incidence matrix"},
    {"an adjacency list", "l.txt", "ada bo cy\nbo cy\ncy\n", 3, 3, "adjacency list"},
    {"an adjacency list of numbers", "l.txt", "1 2 3\n2 3\n3\n", 3, 3, "adjacency list"},
    {"an adjacency list of NetworkX", "l.adjlist",
     "#write.py\n# GMT Tue Dec  1 09:00:00 2026\n#\n0 1 2\n1 2\n2\n", 3, 3, "adjacency list"},
    {"an adjacency list of Gephi", "l.csv", "a;b;c\nb;c\nc\n", 3, 3, "adjacency list"},
    {"an adjacency list with colons", "l.txt", "ada: bo cy\nbo: ada cy\ncy: ada bo\n", 3, 3,
     "adjacency list"},
    {"an adjacency list both ways", "l.txt", "1 2 5\n2 1 3\n3 2 4\n4 3 5\n5 4 1\n", 5, 5, "adjacency list"},
    {"a multiline list", "l.txt", "# x\nada 2\nbo {}\ncy {}\nbo 1\ncy {}\ncy 0\n", 3, 3,
     "multiline adjacency list"},
    {"attributes of NetworkX", "e.txt",
     "ada bo {'kind': 'x', 'weight': 3}\nbo cy {'kind': 'y', 'weight': 1}\n", 3, 2, "edge list"},
    {"headings that count", "e.csv", "user1,user2\n1,2\n2,3\n1,3\n", 3, 3, "edge list"},
    {"headings that count, in words", "e.csv", "Vertex 1,Vertex 2\nada,bo\nbo,cy\nada,cy\n", 3, 3,
     "edge list"},
    {"headings that nobody knows", "e.csv", "zorb;quim;flarb\nada;bo;2\nbo;cy;3\nada;cy;1\n", 3, 3,
     "edge list"},
    {"ends in other columns", "e.csv", "zorb,quim,flarb\n0.5,ada,bo\n0.25,bo,cy\n1.5,ada,cy\n", 3, 3,
     "edge list"},
    {"who is where", "a.csv", "member,group\nAda,Gala\nBo,Gala\n", 2, 1, "attendance CSV"},
    {"who is where, in German", "a.csv", "Teilnehmer;Termin\nAda;Gala\nBo;Gala\nBo;Film\nCy;Film\n", 3, 2,
     "attendance CSV"},
    {"who is where, in any words", "a.csv", "zorb,quim\nAda,Gala\nBo,Gala\nBo,Film\nCy,Film\n", 3, 2,
     "attendance CSV"},
    {"hashtags", "t.csv", "#tax,#law\n#law,art\nart,#tax\n", 3, 3, "edge list"},
    {"bars", "e.txt", "ada|bo\nbo|cy\ncy|ada\n", 3, 3, "edge list"},
    {"times of SNAP", "e.txt", "1 2 1082040961\n2 3 1082155839\n3 1 1082414391\n", 3, 3, "edge list"},
    {"times of Konect", "e.tsv", "% sym weighted\n1 2 1 1082040961\n2 3 1 1082155839\n3 1 1 1082414391\n", 3,
     3, "edge list"},
};

class Recognised : public testing::TestWithParam<Example> {};

TEST_P(Recognised, AsWhatItIs) {
  const Example& example = GetParam();
  const ImportReport report = load_file(example.file, example.text).report;
  EXPECT_EQ(report.format, example.format) << testing::PrintToString(report.candidates.size());
  EXPECT_EQ(report.members, example.members);
  EXPECT_EQ(report.connections, example.connections);
  EXPECT_EQ(report.refused + report.refused_others, 0u);
}

INSTANTIATE_TEST_SUITE_P(Examples, Recognised, testing::ValuesIn(examples), [](const auto& which) {
  std::string name = which.param.what;
  std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  return name;
});

TEST(Recognition, NamesWhatIsNoNetwork) {
  const std::pair<std::string, std::string> strangers[] = {
      {"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "git-lfs pointer"},
      {"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "a PDF"},
      {"---\nname: ada\nfriends:\n  - bo\n  - cy\n", "YAML"},
      {"name: ada\nage: 4\nfriends: bo\ncity: Ulm\n", "YAML"},
      {"MIT License\n\nCopyright (c) 2026 Somebody Else\n\nPermission is hereby granted, free of charge, to "
       "any\nperson "
       "obtaining a copy of this software and associated\ndocumentation files, to deal in the Software.\n",
       "a licence"},
      {"Dear Ada,\n\nit was a pleasure to meet you last week at the gala,\nand I hope to see you again soon. "
       "Bo would "
       "like\nto know you as well.\n\nYours,\nCy\n",
       "prose"},
      {"[12.03.24, 10:11:12] Ada: Hi all\n[12.03.24, 10:12:02] Bo: hello, who comes\n[12.03.24, 10:12:44] "
       "Ada: me\n",
       "a chat"},
      {"12/03/24, 10:11 - Ada: Hi\n12/03/24, 10:12 - Bo: hello\n12/03/24, 10:13 - Ada: tomorrow?\n",
       "a chat"},
      {"2024-03-12 10:11:12 INFO started\n2024-03-12 10:11:13 WARN slow\n2024-03-12 10:11:14 INFO ended\n",
       "a log"},
      {"<!DOCTYPE html><html><body>Ada</body></html>\n", "web page"},
      {"(tlp \"2.3\"\n(nb_nodes 2)\n(nodes 0..1)\n(edge 0 0 1)\n)\n", "Tulip"},
      {"p edge 3 2\ne 1 2\ne 2 3\n", "DIMACS"},
      {"124\n54\n7\n15\n", "one value a line"},
  };
  for (const auto& [text, looks] : strangers)
    for (const std::string file : {"x.txt", "x.csv", "x"})
      EXPECT_THAT(refusal_of(file, text), testing::AllOf(testing::StartsWith("65: "), HasSubstr(looks)))
          << text;
  EXPECT_THAT(refusal_of("x.gml", strangers[0].first), HasSubstr("git-lfs pointer"));
}

TEST(Recognition, RefusesWhatNothingSpeaksFor) {
  for (const std::string text :
       {"Ada Lovelace\nBo Hopper\nCy Babbage\n", "Berlin;3500000\nHamburg;1800000\nUlm;126000\n",
        "date,open,close\n2024-01-02,1.5,1.7\n2024-01-03,1.7,1.6\n", "0.1 0.7\n0.3 0.2\n0.9 0.4\n",
        "Zorb,Quim,Flarb\nAda,web,yes\nBo,text,no\nCy,law,no\n", "a,b\nc,d\ne,f\n"})
    EXPECT_THAT(refusal_of("x.csv", text), testing::StartsWith("65: ")) << text;
}

TEST(Recognition, SaysWhatComesNearestAndHowToOverrule) {
  EXPECT_THAT(refusal_of("x.csv", "a,b\nc,d\ne,f\n"), HasSubstr("input_format edgelist reads it as that"));
  LoadOptions edges;
  edges.format = "edgelist";
  EXPECT_EQ(load_file("x.csv", "a,b\nc,d\ne,f\n", edges).report.connections, 3u);
  LoadOptions headed;
  headed.format = "csv";
  EXPECT_EQ(load_file("x.csv", "zorb,quim\nada,bo\nbo,cy\ncy,dan\neve,fay\n", headed).report.connections, 4u);
}

TEST(Recognition, TellsWhatIsClose) {
  const LoadedNetwork loaded = load_file("m.txt", "1 2 3\n2 1 4\n3 4 1\n");
  EXPECT_THAT(loaded.report.notes,
              Contains(testing::AllOf(HasSubstr("read as adjacency matrix"), HasSubstr("edge list"),
                                      HasSubstr("input_format edgelist"))));
  LoadOptions edges;
  edges.format = "edgelist";
  EXPECT_EQ(load_file("m.txt", "1 2 3\n2 1 4\n3 4 1\n", edges).report.format, "edge list");
  EXPECT_THAT(load_file("e.txt", "1 2\n2 3\n3 1\n3 4\n").report.notes, testing::IsEmpty());
}

TEST(Recognition, SaysWhatWasGuessed) {
  const ImportReport headed = load_file("e.csv", "zorb;quim;flarb\nada;bo;2\nbo;cy;3\nada;cy;1\n").report;
  EXPECT_THAT(headed.notes, Contains(HasSubstr("column \"zorb\" and column \"quim\" as the two ends")));
  EXPECT_THAT(headed.notes, Contains(HasSubstr("The numbers of column \"flarb\" were taken as weights")));
  EXPECT_THAT(load_file("a.csv", "zorb,quim\nAda,Gala\nBo,Gala\nBo,Film\nCy,Film\n").report.notes,
              Contains(HasSubstr("Column \"zorb\" was taken as members, column \"quim\" as groups")));
}

TEST(Recognition, KeepsWeightsAndAttributesOfNetworkX) {
  const LoadedNetwork loaded =
      load_text("ada bo {'kind': 'x', 'weight': 3}\nbo cy {'weight': 0.5, 'kind': 'y, z'}\n");
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"ada", "bo", 3}, {"bo", "cy", 0.5}}));
  EXPECT_EQ(kind_between(loaded.network, "ada", "bo"), "x");
  EXPECT_EQ(kind_between(loaded.network, "bo", "cy"), "y, z");
  const LoadedNetwork lines = load_text("ada 1\nbo {'weight': 3, 'kind': 'x'}\nbo 1\ncy {}\ncy 0\n");
  EXPECT_EQ(connections_of(lines.network), (std::set<Connection>{{"ada", "bo", 3}, {"bo", "cy", 1}}));
  EXPECT_EQ(kind_between(lines.network, "ada", "bo"), "x");
}

TEST(Recognition, TakesTimesAsDatesAndSaysSo) {
  for (const std::string text : {"1 2 1082040961\n2 3 1082155839\n3 1 1082414391\n",
                                 "1,2,4,1082040961\n2,3,1,1082155839\n3,1,2,1082414391\n",
                                 "zorb,quim,flarb\nada,bo,1082040961\nbo,cy,1082155839\nada,cy,1082414391\n",
                                 "source,target,weight\n1,2,1082040961\n2,3,1082155839\n3,1,1082414391\n"}) {
    const LoadedNetwork loaded = load_text(text);
    EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("times since 1970"))) << text;
    ASSERT_FALSE(loaded.network.connections.since.empty()) << text;
    EXPECT_EQ(loaded.network.connections.since[0], 12523) << text;  // 2004-04-15
  }
  EXPECT_FALSE(load_text("1 2 1082040961\n2 3 1082155839\n3 1 1082414391\n").network.graph.weighted());
  EXPECT_TRUE(load_text("1 2 4 1082040961\n2 3 1 1082155839\n3 1 2 1082414391\n").network.graph.weighted());
}

TEST(Recognition, AMatrixThatIsSymmetricStatesEachConnectionTwice) {
  EXPECT_EQ(connections_of(load_text(",a,b,c\na,0,2,0\nb,2,0,3\nc,0,3,0\n").network),
            (std::set<Connection>{{"a", "b", 2}, {"b", "c", 3}}));
  const LoadedNetwork arcs = load_as("", ",a,b,c\na,0,2,0\nb,0,0,3\nc,0,0,0\n", true);
  EXPECT_EQ(connections_of(arcs.network, arcs.network.arcs),
            (std::set<Connection>{{"a", "b", 2}, {"b", "c", 3}}));
}

TEST(Recognition, AMatrixSaysWhatItDoesNotUnderstand) {
  const ImportReport report = load_text(",a,b,c,d\na,0,2,0,1\nb,2,0,-3,1\nc,0,-3,0,1\nd,1,1,1,0\n").report;
  EXPECT_EQ(report.refused, 2u);
  EXPECT_THAT(report.reasons,
              ElementsAre(HasSubstr(":3:7: weight \"-3\""), HasSubstr(":4:5: weight \"-3\"")));
}

TEST(Recognition, AttendanceIsATwoModeNetwork) {
  const LoadedNetwork loaded =
      load_file("m.csv", "Name;Beruf;2024-01-10;2024-02-14\nAda;Film;x;\nBo;Text;x;x\nCy;Web;;x\n");
  ASSERT_EQ(loaded.network.affiliations.groups.size(), 2u);
  EXPECT_EQ(loaded.network.affiliations.groups[0], "2024-01-10");
  EXPECT_EQ(loaded.network.affiliations.rows[0].date, 19732);
  EXPECT_EQ(column_of(loaded.network, "Beruf"), "text: Film|Text|Web");
  EXPECT_EQ(loaded.report.projected, 2u);
}

TEST(Recognition, AFolderNeedsOneOfItsTables) {
  Tables tables;
  tables.put("members.csv", three_members).put("affiliations.csv", "member,group\na,Gala\nb,Gala\n");
  EXPECT_EQ(tables.load().report.connections, 1u);
  EXPECT_EQ(tables.load().report.isolated, 1u);
  Tables attendance;
  attendance.put("affiliations.csv", "member,group\na,Gala\nb,Gala\n");
  EXPECT_EQ(attendance.load().report.members, 2u);
  Tables members;
  members.put("members.csv", three_members);
  EXPECT_THAT(members.failure().second, HasSubstr("holds 3 members and no connection between them"));
  EXPECT_THAT(members.failure().second, HasSubstr("add a table of connections"));
  members.options.members_alone = true;
  EXPECT_EQ(members.load().report.members, 3u);
}

TEST(Recognition, MembersAreEnoughWhereAskedFor) {
  constexpr std::string_view text = "id,name,needs,offers\n1,Ada,web,text\n2,Bo,text,web\n3,Cy,law,\n";
  LoadOptions options;
  options.members_alone = true;
  const LoadedNetwork loaded = load_file("people.csv", text, options);
  EXPECT_EQ(loaded.report.format, "member CSV");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Ada", "Bo", "Cy"));
  EXPECT_THAT(refusal_of("people.csv", text), HasSubstr("holds 3 members and no connection between them"));
  // Connections that were all refused are not none.
  EXPECT_THROW(load_file("e.csv", "source,target\na,\nb,\n", options), Error);
}

TEST(Recognition, ACsvKnowsNoComments) {
  EXPECT_EQ(load_file("t.csv", "#a,#b\n#b,#c\n#c,#a\n").report.members, 3u);
  EXPECT_EQ(load_file("t.txt", "#a,#b\na,b\nb,c\n").report.members, 3u);
  EXPECT_EQ(load_file("t.csv", "# made on Monday, by Ada\n1,2\n2,3\n3,1\n").report.members, 3u);
  EXPECT_EQ(load_file("t.csv", "# made on Monday\nzorb,quim\n1,2\n2,3\n3,1\n").report.members, 3u);
}

TEST(Recognition, WeighsTheSameHoweverTheInputComes) {
  for (const Example& example : examples) {
    const std::string crlf = [&] {
      std::string text;
      for (const char c : std::string_view(example.text)) (c == '\n' ? text += '\r' : text) += c;
      return text;
    }();
    const ImportReport report = load_file(example.file, "\xEF\xBB\xBF" + crlf).report;
    EXPECT_EQ(report.format, example.format) << example.what;
    EXPECT_EQ(report.connections, example.connections) << example.what;
  }
}

// --- Tables that nobody has seen ---

/// Words that stand in no source: of syllables that no language has in this order.
class Words {
 public:
  explicit Words(RandomStream& random) : random_(random) {}
  std::string word(std::size_t syllables) {
    static constexpr std::string_view begins[] = {"zw", "fl", "kn", "v", "gr", "pl",
                                                  "qu", "x",  "tr", "b", "m",  "s"};
    static constexpr std::string_view vowels[] = {"a", "e", "i", "o", "u", "ee", "oa", "\xC3\xBC"};
    std::string text;
    for (std::size_t i = 0; i < syllables; ++i) {
      text += begins[random_.below(std::size(begins))];
      text += vowels[random_.below(std::size(vowels))];
    }
    return text;
  }
  std::string heading() {
    std::string text = word(2 + random_.below(2)) + "k";
    if (random_.below(2) == 0) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    if (random_.below(4) == 0) text += " " + word(2);
    return text;
  }

 private:
  RandomStream& random_;
};

/// A made-up network, and how a tool might write it.
struct MadeUp {
  std::vector<std::string> ids;
  std::set<std::pair<std::size_t, std::size_t>> edges;  // smaller number first

  MadeUp(RandomStream& random, Words& words, std::size_t style, bool spaces) {
    const std::size_t n = 5 + random.below(60);
    std::set<std::string> used;
    for (std::size_t i = 0; i < n; ++i) {
      std::string id = style == 0   ? std::to_string(i + random.below(2) * 0)
                       : style == 1 ? std::to_string(1000 + 7 * i)
                       : style == 2 ? "u" + std::to_string(100 + i)
                                    : words.word(3);
      if (style == 3 && spaces) id += " " + words.word(2);
      if (style == 3) id[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(id[0])));
      if (!used.insert(id).second) id += std::to_string(i);
      used.insert(id);
      ids.push_back(id);
    }
    // Everybody has a connection, most have several.
    for (std::size_t i = 1; i < n; ++i) connect(i, random.below(i));
    for (std::size_t k = random.below(3 * n); k > 0; --k) connect(random.below(n), random.below(n));
  }
  void connect(std::size_t a, std::size_t b) {
    if (a != b) edges.emplace(std::min(a, b), std::max(a, b));
  }
  bool has(std::size_t a, std::size_t b) const { return edges.contains({std::min(a, b), std::max(a, b)}); }
};

std::string joined_cells(const std::vector<std::string>& cells, std::string_view separator) {
  return fmt::format("{}\n", fmt::join(cells, separator));
}

TEST(Recognition, ReadsTablesWithHeadingsThatNobodyKnowsAndNeverMiscounts) {
  std::size_t read = 0, all = 0;
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_kind;
  std::vector<std::string> refused;
  for (std::uint64_t seed = 0; seed < test::repeats(600U); ++seed) {
    RandomStream random(seed);
    Words words(random);
    const std::string_view separator =
        std::vector<std::string_view>{",", ";", "\t", "|", " "}[random.below(5)];
    const bool blank = separator == " ";
    const MadeUp made(random, words, random.below(4), !blank);
    const auto& ids = made.ids;
    const std::size_t n = ids.size();
    std::string text, kind;
    std::uint64_t members = n, connections = made.edges.size();
    const auto heading = [&] { return blank ? words.word(3) + "k" : words.heading(); };
    std::vector<std::pair<std::size_t, std::size_t>> edges(made.edges.begin(), made.edges.end());
    for (std::size_t i = edges.size(); i > 1; --i) std::swap(edges[i - 1], edges[random.below(i)]);
    switch (random.below(7)) {
      case 0:
      case 1: {  // a table of connections, as pandas writes it
        kind = "edges";
        const bool weights = random.below(2) == 0, index = !blank && random.below(3) == 0;
        std::vector<std::string> names{heading(), heading()};
        if (weights) names.push_back(heading());
        if (index) names.insert(names.begin(), "");
        text = joined_cells(names, separator);
        for (std::size_t i = 0; i < edges.size(); ++i) {
          auto [a, b] = edges[i];
          if (random.below(2) == 0) std::swap(a, b);
          std::vector<std::string> cells{ids[a], ids[b]};
          if (weights) cells.push_back(fmt::format("{}", 0.25 * static_cast<double>(1 + random.below(20))));
          if (index) cells.insert(cells.begin(), std::to_string(i));
          text += joined_cells(cells, separator);
        }
        break;
      }
      case 2: {  // a list of connections without headings
        kind = "bare edges";
        for (const auto& [a, b] : edges) text += joined_cells({ids[a], ids[b]}, separator);
        break;
      }
      case 3: {  // a matrix with names
        kind = "matrix";
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        if (random.below(2) == 0) std::reverse(order.begin(), order.end());
        std::vector<std::string> names = ids;
        if (!blank) names.insert(names.begin(), random.below(2) == 0 ? "" : heading());
        text = joined_cells(names, separator);
        const bool blanks = !blank && random.below(3) == 0, reals = random.below(3) == 0;
        for (const std::size_t i : order) {
          std::vector<std::string> cells{ids[i]};
          for (std::size_t j = 0; j < n; ++j)
            cells.push_back(made.has(i, j) ? (reals ? "1.0" : "1") : blanks ? "" : reals ? "0.0" : "0");
          text += joined_cells(cells, separator);
        }
        break;
      }
      case 4: {  // an adjacency list
        kind = "adjacency";
        for (std::size_t i = 0; i < n; ++i) {
          std::vector<std::string> cells{ids[i]};
          for (std::size_t j = i + 1; j < n; ++j)
            if (made.has(i, j)) cells.push_back(ids[j]);
          text += joined_cells(cells, separator);
        }
        break;
      }
      default: {  // who took part in what, in rows or in columns
        const std::size_t meetings = 3 + random.below(5);
        std::vector<std::string> names;
        for (std::size_t m = 0; m < meetings; ++m)
          names.push_back((blank ? words.word(4) : words.word(2) + " " + words.word(3)) + std::to_string(m));
        std::vector<std::vector<bool>> there(n, std::vector<bool>(meetings));
        for (auto& row : there) {
          row[random.below(meetings)] = true;
          for (std::size_t k = random.below(3); k > 0; --k) row[random.below(meetings)] = true;
        }
        connections = 0;
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = i + 1; j < n; ++j) {
            bool together = false;
            for (std::size_t m = 0; m < meetings; ++m) together = together || (there[i][m] && there[j][m]);
            connections += together ? 1U : 0U;
          }
        if (random.below(2) == 0) {
          kind = "attendance";
          if (blank) continue;  // a list of names is no list of attendance
          text = joined_cells({heading(), heading()}, separator);
          for (std::size_t i = 0; i < n; ++i)
            for (std::size_t m = 0; m < meetings; ++m)
              if (there[i][m]) text += joined_cells({ids[i], names[m]}, separator);
        } else {
          kind = "incidence";
          std::vector<std::string> cells = names;
          cells.insert(cells.begin(), heading());
          text = joined_cells(cells, separator);
          const std::string_view mark = std::vector<std::string_view>{"x", "1", "ja", "yes"}[random.below(4)];
          for (std::size_t i = 0; i < n; ++i) {
            cells.assign(1, ids[i]);
            for (std::size_t m = 0; m < meetings; ++m)
              cells.emplace_back(there[i][m] ? mark : blank || mark == "1" ? "0" : "");
            text += joined_cells(cells, separator);
          }
        }
      }
    }
    ++all;
    ++by_kind[kind].second;
    LoadOptions options;
    options.projection.largest_group = 1000;
    const std::string file = std::vector<std::string>{"x.csv", "x.txt", "x"}[random.below(3)];
    try {
      const ImportReport report = load_file(file, text, options).report;
      EXPECT_EQ(report.members, members) << seed << ' ' << kind << ' ' << report.format << '\n' << text;
      EXPECT_EQ(report.connections, connections) << seed << ' ' << kind << ' ' << report.format << '\n'
                                                 << text.substr(0, 400);
      ++read;
      ++by_kind[kind].first;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::bad_data);
      refused.push_back(
          fmt::format("{} {} {}: {}", seed, kind, separator, std::string_view(error.what()).substr(0, 500)));
    }
  }
  EXPECT_GE(100 * read, 95 * all) << testing::PrintToString(refused);
  for (const auto& [kind, counts] : by_kind) EXPECT_GE(100 * counts.first, 90 * counts.second) << kind;
}

}  // namespace
}  // namespace tertius::io
