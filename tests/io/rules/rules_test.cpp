// The rules that are the same for every reader (docs/formats.md), each put through all of them.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/setting_name.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/text/lexing.hpp"
#include "tests/io/rules/readers.hpp"
#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

LoadedNetwork read_rule(const RuleReader& reader, std::string_view text, bool add_unknown = false) {
  LoadOptions options;
  options.format = reader.format;
  options.add_unknown = add_unknown;
  try {
    return load_text(text, options);
  } catch (const Error& error) {
    ADD_FAILURE() << reader.format << ": " << error.what();
    return {};
  }
}

/// "Bo-Cy": who is connected, by their names.
std::string pairs_of(const graph::Network& network) {
  std::vector<std::string> pairs;
  for (graph::VertexId u = 0; u < network.graph.vertex_count(); ++u) {
    for (const graph::VertexId v : network.graph.neighbours(u)) {
      std::string a = network.members.name(u), b = network.members.name(v);
      if (u < v) pairs.push_back(std::min(a, b) + "-" + std::max(a, b));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::string all;
  for (const std::string& pair : pairs) all += (all.empty() ? "" : " ") + pair;
  return all;
}

/// What each connection is dated, in the order a-b, b-c, c-d.
std::vector<std::string> dates_of(const graph::Network& network) {
  std::vector<std::string> dates;
  for (const auto& [from, to] : {std::pair("a", "b"), {"b", "c"}, {"c", "d"}}) {
    auto u = network.members.ids.find(from), v = network.members.ids.find(to);
    if (!u) {  // numbers instead
      const auto number = [](const char* id) { return std::to_string(id[0] - 'a' + 1); };
      u = network.members.ids.find(number(from));
      v = network.members.ids.find(number(to));
    }
    const graph::ArcIndex arc = u && v ? network.graph.find_arc(*u, *v) : network.graph.arc_count();
    if (arc == network.graph.arc_count()) {
      dates.emplace_back("no connection");
    } else {
      const graph::Day day = network.connections.since_of(arc);
      dates.push_back(day == graph::no_day ? "" : day_text(day));
    }
  }
  return dates;
}

std::string as_utf16(std::string_view text, bool little) {
  std::string result = little ? "\xFF\xFE" : "\xFE\xFF";
  const auto put = [&](unsigned unit) {
    const char low = static_cast<char>(unit & 0xFFU), high = static_cast<char>(unit >> 8U);
    result += little ? low : high;
    result += little ? high : low;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      put(byte);
    } else {  // the texts here have letters of two bytes
      put((byte & 0x1FU) << 6U | (static_cast<unsigned char>(text[++i]) & 0x3FU));
    }
  }
  return result;
}

const std::vector<RuleReader>& readers() {
  static const std::vector<RuleReader> all = rule_readers();
  return all;
}

TEST(Rules, EveryReaderHasARow) {
  for (const Format& format : formats()) {
    if (format.read == nullptr) continue;
    const auto rows = std::count_if(readers().begin(), readers().end(),
                                    [&](const RuleReader& row) { return row.format == format.name; });
    EXPECT_EQ(rows, 1) << format.name;
  }
  for (const RuleReader& row : readers()) {
    EXPECT_NE(find_format(row.format), nullptr) << row.format;
    for (const RuleInput* input :
         {&row.dates, &row.decimals, &row.graphs, &row.undeclared, &row.blanks, &row.columns})
      EXPECT_NE(input->text.empty(), input->why_not.empty()) << row.format;
  }
}

TEST(Rules, LinesEndWithLfCrlfOrCr) {
  for (const RuleReader& row : readers()) {
    if (row.plain.empty()) continue;
    const LoadedNetwork plain = read_rule(row, row.plain);
    EXPECT_EQ(plain.network.members.size(), 3U) << row.format;
    EXPECT_EQ(plain.report.refused + plain.report.refused_others, 0U) << row.format;
    for (const std::string_view end : {"\r\n", "\r", "\r\r\n"}) {
      const LoadedNetwork other = read_rule(row, replaced(row.plain, "\n", end));
      EXPECT_EQ(pairs_of(other.network), pairs_of(plain.network)) << row.format << " " << end.size();
      EXPECT_EQ(ids_of(other.network), ids_of(plain.network)) << row.format << " " << end.size();
      EXPECT_EQ(other.report.notes, plain.report.notes) << row.format << " " << end.size();
    }
  }
}

TEST(Rules, LettersAreUtf8Utf16OrWindows1252) {
  for (const RuleReader& row : readers()) {
    if (row.plain.empty()) continue;
    const LoadedNetwork plain = read_rule(row, row.plain);
    for (const std::string& text :
         {"\xEF\xBB\xBF" + row.plain, as_utf16(row.plain, true), as_utf16(row.plain, false)}) {
      const LoadedNetwork other = read_rule(row, text);
      EXPECT_EQ(ids_of(other.network), ids_of(plain.network)) << row.format;
      EXPECT_EQ(names_of(other.network), names_of(plain.network)) << row.format;
      EXPECT_EQ(pairs_of(other.network), pairs_of(plain.network)) << row.format;
      EXPECT_EQ(other.report.notes, plain.report.notes) << row.format;
    }
    const LoadedNetwork windows = read_rule(row, replaced(row.plain, "ë", "\xEB"));
    EXPECT_EQ(ids_of(windows.network), ids_of(plain.network)) << row.format;
    EXPECT_EQ(names_of(windows.network), names_of(plain.network)) << row.format;
    EXPECT_THAT(windows.report.notes, Contains(HasSubstr("taken as Windows-1252"))) << row.format;
    // What it does not know is no text; what a person sees is where.
    EXPECT_THAT(error_of(replaced(row.plain, "ë", "\x81"), std::string(row.format)),
                HasSubstr("byte 0x81, which is not UTF-8"))
        << row.format;
  }
}

TEST(Rules, SignaturesAreRecognisedInEveryEncoding) {
  for (const RuleReader& row : readers()) {
    if (row.plain.empty() || find_format(row.format)->recognises == nullptr) continue;
    for (const std::string& text : {as_utf16(row.plain, true), replaced(row.plain, "\n", "\r"),
                                    replaced(row.plain, "ë", "\xEB"), "\xEF\xBB\xBF" + row.plain})
      EXPECT_EQ(load_text(text).report.format, find_format(row.format)->title) << row.format;
  }
}

TEST(Rules, XmlIsInTheEncodingThatItDeclares) {
  const auto declared = [](std::string_view encoding, std::string_view letter) {
    return "<?xml version=\"1.0\" encoding=\"" + std::string(encoding) + "\"?>\n<graphml><graph><node id=\"" +
           std::string(letter) + "\"/><node id=\"b\"/><edge source=\"" + std::string(letter) +
           "\" target=\"b\"/></graph></graphml>";
  };
  for (const auto& [encoding, letter, id] : {std::tuple("windows-1252", "\x80", "€"),
                                             {"ISO-8859-15", "\xA4", "€"},
                                             {"iso-8859-1", "\xE4", "ä"},
                                             {"ISO-8859-1", "\x80", "€"},
                                             {"UTF-8", "ä", "ä"},
                                             {"UTF-8", "\xE4", "ä"},
                                             {"windows-1251", "\xE4", "д"}})
    EXPECT_EQ(ids_of(load_text(declared(encoding, letter)).network).front(), id) << encoding;
  EXPECT_EQ(ids_of(load_text(as_utf16(declared("UTF-16", "ä"), true)).network).front(), "ä");
  EXPECT_EQ(ids_of(load_text(declared("utf-16", "ä")).network).front(), "ä") << "which it is not";
  EXPECT_THAT(error_of(declared("klingon", "a")),
              HasSubstr("declares the encoding KLINGON, which is not known"));
}

TEST(Rules, ABrokenLetterDoesNotSpoilTheOthers) {
  const LoadedNetwork loaded = load_as("csv", "source,target\nZoë,Jörg\nJörg,Chlo\xE9\n");
  EXPECT_EQ(pairs_of(loaded.network), "Chloé-Jörg Jörg-Zoë");
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("is UTF-8 but for 1 byte")));
}

/// The row of a format whose dates are asked for.
std::string dated(const RuleReader& row, std::string_view a, std::string_view b, std::string_view c) {
  return replaced(replaced(replaced(row.dates.text, "{0}", a), "{1}", b), "{2}", c);
}

TEST(Rules, ADateNeverCostsAConnection) {
  using Dates = std::vector<std::string>;
  struct Case {
    const char *a, *b, *c;
    Dates dates;
    std::string_view note;
  };
  const std::vector<Case> cases{
      {"2024-03-01", "31.12.2025", "1.2.24", {"2024-03-01", "2025-12-31", "2024-02-01"}, ""},
      {"20 Jan 2022", "04-oct-09", "3. März 2024", {"2022-01-20", "2009-10-04", "2024-03-03"}, ""},
      {"December 5, 2021",
       "Mi, 1. Mai 2024",
       "2024-03-01T10:00:00Z",
       {"2021-12-05", "2024-05-01", "2024-03-01"},
       ""},
      {"12/31/2025", "1/2/2025", "2025-03-04", {"2025-12-31", "2025-01-02", "2025-03-04"}, "month first"},
      {"31/12/2025", "1/2/2025", "", {"2025-12-31", "2025-02-01", ""}, ""},
      {"1/2/2025", "3/4/2025", "2024-01-01", {"", "", "2024-01-01"}, "2 dates such as \"1/2/2025\""},
      {"31/12/2025", "12/31/2025", "2024-01-01", {"", "", "2024-01-01"}, "one with the month first"},
      {"45292",
       "2023",
       "1700000000",
       {"2024-01-01", "2023-01-01", "2023-11-14"},
       "as spreadsheets count them"},
      {"soon", "2024-02-30", "2024-01-01", {"", "", "2024-01-01"}, "2 dates were not understood"},
  };
  for (const RuleReader& row : readers()) {
    if (row.dates.text.empty()) continue;
    for (const Case& one : cases) {
      const LoadedNetwork loaded = read_rule(row, dated(row, one.a, one.b, one.c));
      EXPECT_EQ(dates_of(loaded.network), one.dates) << row.format << ": " << one.a;
      EXPECT_EQ(loaded.report.refused, 0U) << row.format << ": " << one.a;
      if (!one.note.empty()) {
        EXPECT_THAT(loaded.report.notes, Contains(HasSubstr(std::string(one.note)))) << row.format;
      }
    }
  }
}

TEST(Rules, DatesOfAffiliationsAreReadAlike) {
  const LoadedNetwork loaded =
      load_as("attendance", "member,group,date\na,Gala,12/31/2025\nb,Gala,1/2/2025\nc,Gala,soon\n");
  std::vector<std::string> dates;
  for (const auto& row : loaded.network.affiliations.rows.view())
    dates.push_back(row.date == graph::no_day ? "" : day_text(row.date));
  EXPECT_EQ(dates, (std::vector<std::string>{"2025-12-31", "2025-01-02", ""}));
  EXPECT_EQ(loaded.report.refused_others, 0U);
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("1 date was not understood")));
}

TEST(Rules, ACommaMaySeparateDecimals) {
  for (const RuleReader& row : readers()) {
    if (row.decimals.text.empty()) continue;
    const LoadedNetwork loaded = read_rule(row, row.decimals.text);
    EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"a", "b", 2.5}, {"b", "c", 1}}))
        << row.format;
    EXPECT_EQ(loaded.report.refused, 0U) << row.format;
  }
  EXPECT_EQ(column_of(load_as("members", "id;hours\na;1,5\nb;20\n").network, "hours"), "real: 1.5|20");
  EXPECT_EQ(column_of(load_as("members", "id,hours\na,\"1,5\"\nb,20\n").network, "hours"), "text: 1,5|20");
  EXPECT_EQ(connections_of(load_as("csv", "source;target;weight\na;b;1.234,5\n").network),
            (std::set<Connection>{{"a", "b", 1234.5}}));
}

TEST(Rules, SeveralGraphsAreReadAsOne) {
  for (const RuleReader& row : readers()) {
    if (row.graphs.text.empty()) continue;
    const LoadedNetwork loaded = read_rule(row, row.graphs.text);
    EXPECT_EQ(pairs_of(loaded.network), "a-b b-c") << row.format;
    EXPECT_EQ(loaded.report.refused_others, 0U) << row.format;
    EXPECT_THAT(loaded.report.notes,
                Contains(HasSubstr("The file holds several graphs; they were read as one")))
        << row.format;
  }
}

TEST(Rules, PajekProjectsMayBeginWithAnything) {
  const LoadedNetwork loaded = load_text(
      "Members of a made-up club\n\n*Partition role\n*Vertices 2\n1\n2\n*Permutation p\n*Vertices 2\n2\n1\n"
      "*Network club\n*Vertices 2\n1 \"a\"\n2 \"b\"\n*Edges\n1 2\n*Vector age\n*Vertices 2\n40\n41\n");
  EXPECT_EQ(loaded.report.format, "Pajek");
  EXPECT_EQ(pairs_of(loaded.network), "a-b");
  EXPECT_EQ(column_of(loaded.network, "role"), "integer: 1|2");
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 40|41");
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("in front of the first section")));
}

TEST(Rules, UndeclaredMembersNameTheSettingThatAddsThem) {
  for (const RuleReader& row : readers()) {
    if (row.undeclared.text.empty()) continue;
    const LoadedNetwork strict = read_rule(row, row.undeclared.text);
    EXPECT_EQ(pairs_of(strict.network), "a-b") << row.format;
    EXPECT_EQ(strict.report.refused, 1U) << row.format;
    EXPECT_THAT(strict.report.reasons, Contains(HasSubstr(setting_name("add_unknown")))) << row.format;
    const LoadedNetwork lenient = read_rule(row, row.undeclared.text, true);
    EXPECT_EQ(lenient.network.members.size(), 3U) << row.format;
    EXPECT_EQ(lenient.report.refused, 0U) << row.format;
  }
}

LoadedNetwork read_folder(const std::vector<std::pair<std::string, std::string>>& files,
                          bool add_unknown = false) {
  const Folder folder;
  for (const auto& [name, text] : files) folder.put(name, text);
  LoadOptions options;
  options.allow_trivial = options.allow_mostly_refused = true;
  options.add_unknown = add_unknown;
  return load_network(folder.path(""), options);
}

TEST(Rules, UndeclaredMembersOfFolders) {
  const std::vector<std::vector<std::pair<std::string, std::string>>> folders{
      {{"members.csv", "id\na\nb\n"}, {"connections.csv", "source,target\na,b\na,z\n"}},
      {{"n.csv", "Id,Label\na,a\nb,b\n"}, {"e.csv", "Source,Target\na,b\na,z\n"}},  // Gephi, without a Type
      {{"n.csv", "Id,Label\na,a\nb,b\n"}, {"e.csv", "Source,Target,Type\na,b,Directed\na,z,Directed\n"}},
      {{"n.csv", ":ID\na\nb\n"}, {"r.csv", ":START_ID,:END_ID\na,b\na,z\n"}}};
  for (const auto& folder : folders) {
    const LoadedNetwork strict = read_folder(folder);
    EXPECT_EQ(pairs_of(strict.network), "a-b") << folder[1].second;
    EXPECT_THAT(strict.report.reasons, Contains(HasSubstr(setting_name("add_unknown")))) << folder[1].second;
    EXPECT_EQ(read_folder(folder, true).network.members.size(), 3U) << folder[1].second;
  }
}

TEST(Rules, BlanksAroundQuotesChangeNothing) {
  for (const RuleReader& row : readers()) {
    if (row.blanks.text.empty()) continue;
    const LoadedNetwork loaded = read_rule(row, row.blanks.text);
    EXPECT_THAT(pairs_of(loaded.network), HasSubstr("ada-bo")) << row.format;
    for (const std::string& id : ids_of(loaded.network)) EXPECT_THAT(id, Not(HasSubstr("\""))) << row.format;
    EXPECT_EQ(loaded.report.refused + loaded.report.refused_others, 0U) << row.format;
  }
}

TEST(Rules, ColumnsOfOneNameAreBothKept) {
  for (const RuleReader& row : readers()) {
    if (row.columns.text.empty()) continue;
    const LoadedNetwork loaded = read_rule(row, row.columns.text);
    EXPECT_EQ(column_of(loaded.network, "role"), "text: chair|chair") << row.format;
    EXPECT_EQ(column_of(loaded.network, "role 2"), "text: host|host") << row.format;
  }
  // Both say who consents, and the strictest word counts.
  EXPECT_EQ(load_as("members", "id,open,open\na,yes,no\nb,no,yes\nc,yes,yes\n").report.consent.no, 2U);
}

TEST(Rules, KindsOfRepeatsAreJoined) {
  const LoadedNetwork loaded =
      load_as("csv", "source,target,kind\na,b,friend\nb,a,colleague\na,b,friend\nb,c,friend\n");
  EXPECT_EQ(kind_between(loaded.network, "a", "b"), "friend;colleague");
  EXPECT_EQ(kind_between(loaded.network, "b", "a"), "friend;colleague");
  EXPECT_EQ(kind_between(loaded.network, "b", "c"), "friend");
}

TEST(Rules, NoArcHasAKindThatNobodyStated) {
  LoadOptions options;
  options.directed = options.keep_arcs = options.complete = true;
  options.format = "csv";
  const LoadedNetwork loaded =
      load_text("source,target,kind\na,b,mentor\nb,a,friend\nb,c,friend\nc,b,\nc,d,mentor\n", options);
  EXPECT_EQ(kind_between(loaded.network, "a", "b"), "mentor");
  EXPECT_EQ(kind_between(loaded.network, "b", "a"), "friend");
  EXPECT_EQ(kind_between(loaded.network, "c", "b"), "") << "stated without one";
  EXPECT_EQ(kind_between(loaded.network, "d", "c"), "mentor") << "seen from the other side";
}

TEST(Rules, WeightsThatNoSumHoldsAreRefused) {
  for (const char* weight : {"1e308", "1e101", "1e-300"}) {
    const LoadedNetwork loaded =
        load_as("csv", std::string("source,target,weight\na,b,1\nb,c,") + weight + "\n");
    EXPECT_EQ(loaded.report.refused, 1U) << weight;
    EXPECT_THAT(loaded.report.reasons, Contains(HasSubstr("from 1e-100 to 1e100"))) << weight;
  }
}

TEST(Rules, IdsWithBlanksAtTheEndsSurvive) {
  const LoadedNetwork loaded =
      load_as("csv", "source,target\n\" ada\",\"bo \"\n\"bo \",\"\tcy\"\nada,\" ada\"\n");
  const std::vector<std::string> ids{" ada", "bo ", "\tcy", "ada"};
  ASSERT_EQ(ids_of(loaded.network), ids);
  const Folder folder;
  for (const char* name : {"out", "out.csv"}) {
    save_network(loaded.network, folder.path(name));
    const LoadedNetwork again = load_network(folder.path(name));
    std::vector<std::string> found = ids_of(again.network);
    std::sort(found.begin(), found.end());
    std::vector<std::string> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(found, sorted) << name;
  }
}

TEST(Rules, GmlKeepsQuotesBehindBackslashes) {
  const LoadedNetwork loaded = load_text(
      "graph [\n  node [\n    id 1\n    label \"Ada \\\"Countess\\\" L.\"\n  ]\n  node [\n    id 2\n    "
      "label \"C:\\\"\n"
      "  ]\n  edge [ source 1 target 2 ]\n]\n");
  EXPECT_EQ(ids_of(loaded.network), (std::vector<std::string>{"Ada \"Countess\" L.", "C:\\"}));
}

}  // namespace
}  // namespace tertius::io
