// Tables as people write them: with titles, totals and legends, days as headings, lists in cells, headings that nobody
// knows. Whatever is read has the right counts, and most is read; what is no network is refused.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/random.hpp"
#include "engine/core/text.hpp"
#include "tests/io/tables.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::HasSubstr;

using Row = std::vector<std::string>;

/// Made-up people, who know each other and meet.
class Club {
 public:
  Club(std::uint64_t seed, std::string_view separator) : random_(seed), separator_(separator) {
    static constexpr std::string_view first[] = {"Ada",     "Bodo",   "Cilla",   "Dorit", "Egon",
                                                 "Fritzi",  "Gesine", "Imke",    "Jost",  "Lutz",
                                                 "Marlene", "Nils",   "Ottilie", "Piet"};
    static constexpr std::string_view last[] = {"Aalborg", "Br\xC3\xB6mmel", "Dierks",
                                                "Ehlers",  "Ivers",          "Jessen"};
    const std::size_t n = 7 + random_.below(6), style = seed % 5;
    for (std::size_t i = 0; i < n; ++i) {
      const std::string_view family = last[random_.below(std::size(last))];
      people.push_back(style == 0   ? std::string(first[i])
                       : style == 1 ? fmt::format("{} {}", first[i], family)
                       : style == 2 ? fmt::format("{}, {}", family, first[i])
                       : style == 3 ? fmt::format("{}@post.example", fold_case(first[i]))
                                    : std::to_string(100 + 3 * i));
    }
    for (std::size_t i = 1; i < n; ++i) edges.emplace(random_.below(i), i);
    for (std::size_t i = 0; i < n / 2; ++i) {
      const std::size_t a = random_.below(n), b = random_.below(n);
      if (a != b) edges.emplace(std::min(a, b), std::max(a, b));
    }
    const std::size_t meetings = 3 + random_.below(3);
    for (std::size_t m = 0; m < meetings; ++m) {
      static constexpr std::string_view names[] = {"Sommerfest", "Radtour", "Lesekreis", "Klausur",
                                                   "Gartentag"};
      events.emplace_back(names[m]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      came.emplace_back(meetings, false);
      for (std::size_t k = 1 + random_.below(3); k > 0; --k) came.back()[random_.below(meetings)] = true;
    }
  }

  std::string row(const Row& cells) const {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) text += separator_;
      const bool quoted = cells[i].find_first_of(separator_) != std::string::npos;
      text += quoted ? '"' + cells[i] + '"' : cells[i];
    }
    return text + "\n";
  }
  std::string day(std::size_t m, std::size_t style) const {
    const std::size_t d = 3 + 7 * m % 25, month = 1 + m;
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May"};
    return style == 0   ? fmt::format("2024-{:02}-{:02}", month, d)
           : style == 1 ? fmt::format("{:02}.{:02}.2024", d, month)
           : style == 2 ? fmt::format("{}.{}.", d, month)
                        : fmt::format("{:02} {} 2024", d, months[m]);
  }
  bool knows(std::size_t a, std::size_t b) const { return edges.contains({std::min(a, b), std::max(a, b)}); }
  Row contacts(std::size_t a) const {
    Row all;
    for (std::size_t b = 0; b < people.size(); ++b)
      if (knows(a, b)) all.push_back(people[b]);
    return all;
  }
  Row guests(std::size_t m) const {
    Row all;
    for (std::size_t i = 0; i < people.size(); ++i)
      if (came[i][m]) all.push_back(people[i]);
    return all;
  }
  std::size_t together() const {
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < people.size(); ++i)
      for (std::size_t j = i + 1; j < people.size(); ++j) {
        bool met = false;
        for (std::size_t m = 0; m < events.size(); ++m) met = met || (came[i][m] && came[j][m]);
        pairs += met ? 1U : 0U;
      }
    return pairs;
  }

  std::vector<std::string> people, events;
  std::set<std::pair<std::size_t, std::size_t>> edges;
  std::vector<std::vector<bool>> came;

 private:
  RandomStream random_;
  std::string separator_;
};

struct Written {
  std::string kind, text;
  std::size_t connections;
};

/// The club in every form of this page.
std::vector<Written> tables_of(const Club& club, std::uint64_t seed) {
  const auto& people = club.people;
  const std::size_t n = people.size(), meetings = club.events.size();
  std::vector<Written> all;
  std::vector<Row> edges;
  for (const auto& [a, b] : club.edges) edges.push_back({people[a], people[b]});
  const auto edge_table = [&](Row head, auto more) {
    std::string text = club.row(head);
    for (std::size_t i = 0; i < edges.size(); ++i) text += club.row(more(i));
    return text;
  };
  const std::size_t known = edges.size(), together = club.together();
  const auto plain = [&](std::size_t i) { return edges[i]; };
  all.push_back({"edges below a title",
                 "Wer wen kennt, Stand Mai 2024\n\n" + edge_table({"Zwirbel", "Gnarz"}, plain), known});
  all.push_back({"edges over a total",
                 edge_table({"Zwirbel", "Gnarz", "Wumms"},
                            [&](std::size_t i) {
                              return Row{edges[i][0], edges[i][1], std::to_string(1 + i % 4)};
                            }) +
                     club.row({"Summe", "", "99"}),
                 known});
  all.push_back({"edges among empty columns",
                 edge_table({"", "Zwirbel", "Gnarz", "", ""},
                            [&](std::size_t i) {
                              return Row{"", edges[i][0], edges[i][1], "", ""};
                            }),
                 known});
  all.push_back({"edges over a legend",
                 edge_table({"Zwirbel", "Gnarz", "Wumms"},
                            [&](std::size_t i) {
                              return Row{edges[i][0], edges[i][1], i % 2 == 0 ? "Beruf" : "Verein"};
                            }) +
                     "\nStand: letzte Woche\n",
                 known});
  const auto matrix = [&](bool totals, std::string_view own) {
    Row head = people;
    head.insert(head.begin(), seed % 2 == 0 ? "" : "Wer / Wen");
    if (totals) head.emplace_back("Summe");
    std::string text = club.row(head);
    for (std::size_t a = 0; a < n; ++a) {
      Row cells{people[a]};
      for (std::size_t b = 0; b < n; ++b) cells.emplace_back(club.knows(a, b) ? "1" : a == b ? own : "0");
      if (totals) cells.push_back(std::to_string(club.contacts(a).size()));
      text += club.row(cells);
    }
    if (!totals) return text;
    Row last{"Summe"};
    for (std::size_t a = 0; a < n; ++a) last.push_back(std::to_string(club.contacts(a).size()));
    last.push_back(std::to_string(2 * known));
    return text + club.row(last);
  };
  all.push_back({"a matrix with totals", matrix(true, "0"), known});
  all.push_back({"a matrix with strokes", matrix(false, "\\"), known});
  all.push_back({"a matrix below a title", "Kontakte im Verein\n\n" + matrix(false, "0"), known});
  static constexpr std::pair<std::string_view, std::string_view> marks[] = {
      {"x", ""}, {"ja", "nein"}, {"1", "0"}, {"\xE2\x9C\x93", ""}, {"da", "-"}};
  const std::string_view yes = marks[seed % std::size(marks)].first,
                         no = marks[seed % std::size(marks)].second;
  const auto attendance = [&](bool days, bool totals, bool described, bool turned) {
    Row head{"Knautsch"};
    if (described) head.insert(head.end(), {"Fumpel", "Schrubb"});
    std::string text;
    if (turned) {
      head.insert(head.end(), people.begin(), people.end());
      text = club.row(head);
      for (std::size_t m = 0; m < meetings; ++m) {
        Row cells{club.day(m, seed % 4)};
        for (std::size_t i = 0; i < n; ++i) cells.emplace_back(club.came[i][m] ? yes : no);
        text += club.row(cells);
      }
      return text;
    }
    for (std::size_t m = 0; m < meetings; ++m) head.push_back(days ? club.day(m, seed % 4) : club.events[m]);
    if (totals) head.emplace_back("gesamt");
    text = club.row(head);
    Row last{"gesamt"};
    last.resize(head.size());
    for (std::size_t i = 0; i < n; ++i) {
      Row cells{people[i]};
      if (described)
        cells.insert(cells.end(), {i % 3 == 0 ? "Tischler" : "Optikerin", i % 2 == 0 ? "Husum" : "Emden"});
      for (std::size_t m = 0; m < meetings; ++m) cells.emplace_back(club.came[i][m] ? yes : no);
      if (totals) cells.push_back(std::to_string(std::count(club.came[i].begin(), club.came[i].end(), true)));
      text += club.row(cells);
    }
    for (std::size_t m = 0; m < meetings; ++m) last[m + 1] = std::to_string(club.guests(m).size());
    return totals ? text + club.row(last) : text;
  };
  all.push_back({"attendance by days", attendance(true, false, false, false), together});
  all.push_back({"attendance with totals", attendance(false, true, false, false), together});
  all.push_back({"attendance of people described", attendance(true, false, true, false), together});
  all.push_back({"attendance, a row a day", attendance(true, false, false, true), together});
  all.push_back(
      {"attendance below a title", "Anwesenheit 2024\n\n" + attendance(true, false, false, false), together});
  std::string by_day = club.row({"Torkl", "Murkel"}), by_event = by_day;
  for (std::size_t m = 0; m < meetings; ++m)
    for (const std::string& guest : club.guests(m)) {
      by_day += club.row({club.day(m, seed % 2), guest});
      by_event += club.row({club.events[m], guest});
    }
  all.push_back({"days and people", by_day, together});
  if (seed % 5 != 0) all.push_back({"events and people", by_event, together});
  std::string colons, cells = club.row({"Torkl", "Murkel"}), gatherings;
  std::size_t widest = 0;
  for (std::size_t a = 0; a < n; ++a) {
    colons += fmt::format("{}: {}\n", people[a], fmt::join(club.contacts(a), ", "));
    widest = std::max(widest, club.contacts(a).size());
  }
  for (std::size_t a = 0; a < n; ++a)
    cells += people[a] + ";" + fmt::format("{}\n", fmt::join(club.contacts(a), ", "));
  for (std::size_t m = 0; m < meetings; ++m)
    gatherings += fmt::format("{}: {}\n", club.events[m], fmt::join(club.guests(m), ", "));
  if (seed % 5 != 2) {  // commas are in the names
    all.push_back({"contacts after colons", colons, known});
    all.push_back({"contacts in a cell", "Torkl;Murkel\n" + cells.substr(cells.find('\n') + 1), known});
    if (seed % 5 != 0) all.push_back({"guests after colons", gatherings, together});
  }
  Row head{"Zausel"};
  for (std::size_t i = 1; i <= widest; ++i) head.push_back(fmt::format("Kniffel {}", i));
  std::string wide = club.row(head);
  for (std::size_t a = 0; a < n; ++a) {
    Row line = club.contacts(a);
    line.insert(line.begin(), people[a]);
    line.resize(widest + 1);
    wide += club.row(line);
  }
  all.push_back({"contacts in columns", wide, known});
  std::string columns = club.row(club.events);
  std::size_t longest = 0, shortest = n;
  for (std::size_t m = 0; m < meetings; ++m) {
    longest = std::max(longest, club.guests(m).size());
    shortest = std::min(shortest, club.guests(m).size());
  }
  for (std::size_t i = 0; i < longest; ++i) {
    Row line;
    for (std::size_t m = 0; m < meetings; ++m)
      line.push_back(i < club.guests(m).size() ? club.guests(m)[i] : std::string());
    columns += club.row(line);
  }
  if (shortest > 0 && shortest < longest) all.push_back({"guests in columns", columns, together});
  return all;
}

TEST(UntidyTables, AreReadWithTheRightCounts) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_kind;
  std::size_t read = 0, all = 0;
  std::vector<std::string> refused;
  for (std::uint64_t seed = 0; seed < (test::sanitized ? 5U : 20U); ++seed) {
    const std::string_view separator = std::vector<std::string_view>{";", ",", "\t", "|"}[seed % 4];
    const Club club(seed, separator);
    for (const Written& written : tables_of(club, seed)) {
      const Folder folder;
      ++all;
      ++by_kind[written.kind].second;
      try {
        const ImportReport report =
            load_network(folder.put(seed % 3 == 0 ? "x.csv" : "x.txt", written.text)).report;
        EXPECT_EQ(report.members, club.people.size()) << seed << ' ' << report.format << '\n' << written.text;
        EXPECT_EQ(report.connections, written.connections) << seed << ' ' << report.format << '\n'
                                                           << written.text;
        EXPECT_EQ(report.refused + report.refused_others, 0u) << written.text;
        ++read;
        ++by_kind[written.kind].first;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_data);
        refused.push_back(
            fmt::format("{} {}: {}", seed, written.kind, std::string_view(error.what()).substr(0, 300)));
      }
    }
  }
  EXPECT_GE(100 * read, 95 * all) << testing::PrintToString(refused);
  // Of five of a kind one more may be missing by chance.
  for (const auto& [kind, counts] : by_kind)
    EXPECT_GE(100 * counts.first, (test::sanitized ? 60 : 75) * counts.second) << kind;
}

// A row that lacks a cell is of the table, and nobody is named by what is left out.
TEST(UntidyTables, MembersBelowABlankLineAreMembersAndNotQuoted) {
  const std::string table =
      "name;beruf;ort;open\nAda Kern;Maler;Plau;ja\nBo Lind;Maler;Plau;ja\nCy Falk;Dichter;Waren;ja\nDi "
      "Moos;Dichter;Waren;ja\n";
  const Folder folder;
  LoadOptions options;
  options.members_alone = true;
  const LoadedNetwork kept =
      load_network(folder.put("a.csv", table + ";;;\nUte Geheim;Maler;;nein\n"), options);
  EXPECT_EQ(kept.network.members.size(), 5U);
  const LoadedNetwork alone = load_network(folder.put("b.csv", table + ";;;\nUte Geheim;;;\n"), options);
  EXPECT_THAT(alone.report.notes, Contains(HasSubstr("below the table, from line 7 on, was left out")));
  for (const std::string& note : alone.report.notes) EXPECT_EQ(note.find("Geheim"), note.npos) << note;
}

TEST(UntidyTables, SayWhatWasLeftOut) {
  const Folder folder;
  const auto notes = [&](std::string_view text) {
    return load_network(folder.put("x.csv", text)).report.notes;
  };
  const auto all =
      notes("Kontakte im Verein\n\nzorb;quim;flarb\nada;bo;2\nbo;cy;3\nada;cy;1\nSumme;;6\n\nStand: Mai\n");
  EXPECT_THAT(all, Contains(HasSubstr("above the table was left out: \"Kontakte im Verein\"")));
  EXPECT_THAT(all, Contains(HasSubstr("below the table was left out: \"Stand: Mai\"")));
  EXPECT_THAT(all, Contains(HasSubstr("The last row, \"Summe\", holds totals and was left out.")));
  // Lines keep their numbers.
  std::string text = "Kontakte im Verein\n\nzorb;quim;flarb\nada;bo;2\nbo;;3\n";
  for (int i = 0; i < 12; ++i) text += fmt::format("p{};p{};1\n", i, (i * 5 + 1) % 12);
  const ImportReport report = load_network(folder.put("y.csv", text + "ada;p1;1\nbo;p1;1\n")).report;
  ASSERT_EQ(report.reasons.size(), 1u);
  EXPECT_THAT(report.reasons[0], HasSubstr("y.csv:5:1: \"bo\"; expected two ids"));
}

/// What counts is no person: a gap among the ends does not make meetings of a list of connections.
TEST(UntidyTables, TakeNoNumbersForPeople) {
  const Folder folder;
  for (const std::string_view text :
       {"zorb;quim;flarb\nada;bo;2\nbo;;3\nada;cy;1\nbo;cy;1\n",
        "zorb;quim;flarb\nada;bo;2\nbo;dan;3\nada;cy;1\nbo;cy;1\nada;;2\ncy;;1\n",
        "zorb;quim\nMiete;3\nMiete;4\nStrom;3\nStrom;5\nMiete;5\n"}) {
    try {
      const ImportReport report = load_network(folder.put("x.csv", text)).report;
      EXPECT_EQ(report.format, "edge list") << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::bad_data);
    }
  }
}

/// A member without a contact, and parts of a network apart from each other, are no titles and no legends.
TEST(UntidyTables, KeepWhatIsOfTheTable) {
  const Folder folder;
  const auto members = [&](std::string_view text) {
    return load_network(folder.put("x.txt", text)).report.members;
  };
  EXPECT_EQ(members("ada;bo\nbo;cy\ncy;ada\n\ndan;eve\neve;fay\nfay;dan\n"), 6u);
  EXPECT_EQ(members("ada;bo\n\nbo;cy\ncy;ada\n"), 3u);
  EXPECT_EQ(members("gus\nada bo cy\nbo ada\ncy ada\n"), 4u);
  EXPECT_EQ(members("ada bo cy\nbo ada\ncy ada\ngus\n"), 4u);
}

TEST(UntidyTables, AreNotMadeOfWhatIsNoNetwork) {
  const std::pair<const char*, const char*> others[] = {
      {"a protocol",
       "Protokoll vom 3. Mai\n\nAnwesend: Ada, Bodo, Cilla\n\nTOP 1: Kasse\nBodo berichtet. Alles gut.\n"},
      {"things to do", "Milch kaufen\nBrot kaufen\nAda anrufen\nBodo anrufen\nAuto waschen\n"},
      {"a recipe", "Zutaten:\n200 g Mehl\n2 Eier\n1 Prise Salz\n\nZubereitung:\nAlles verr\xC3\xBChren.\n"},
      {"a chat", "Ada: Hallo zusammen\nBodo: Hallo\nAda: wer kommt?\nCilla: ich komme\nBodo: ich auch\n"},
      {"the weather", "Tag,Temp,Regen\n2024-05-01,11,1\n2024-05-02,12,2\n2024-05-03,11,0\n2024-05-04,14,1\n"},
      {"hours", "Stunde,Temp\n0,10\n1,11\n2,12\n3,13\n4,14\n5,10\n6,11\n7,3\n"},
      {"grades", "Name;Mathe;Deutsch;Sport\nAda;1;2;3\nBodo;2;1;2\nCilla;3;3;1\nDorit;1;2;2\n"},
      {"a survey", "Nr;Frage 1;Frage 2;Frage 3\n1;2;3;4\n2;3;5;2\n3;4;2;5\n4;5;4;3\n"},
      {"songs", "Titel;Interpret\nLied 1;Ulf\nLied 2;Veit\nLied 3;Ulf\nLied 4;Veit\nLied 5;Ulf\n"},
      {"professions", "Wer;Was\nAda;Tischler\nBodo;Optiker\nCilla;Tischler\nDorit;Optiker\n"},
      {"prices", "Artikel;Preis\nZwirbel;1\nGnarz;2\nWumms;3\nHutzel;4\n"},
      {"a timetable",
       "Zeit;Mo;Di;Mi\n8:00;Mathe;Deutsch;Sport\n9:00;Deutsch;Mathe;Kunst\n10:00;Sport;Kunst;Mathe\n"},
      {"LinkedIn",
       "Notes:\n\"When exporting, some e-mail addresses may be missing, as not all allow it.\"\n\n"
       "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
       "Ada,Aal,https://a.example/1,,ACME,Lead,02 Jan 2024\nBo,Bom,https://a.example/2,,ACME,Head,03 Jan "
       "2024\n"},
  };
  for (const auto& [what, text] : others)
    for (const char* name : {"x.csv", "x.txt"}) {
      const Folder folder;
      try {
        const ImportReport report = load_network(folder.put(name, text)).report;
        ADD_FAILURE() << what << " was read as " << report.format << ": " << report.members << ' '
                      << report.connections;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_data) << what;
      }
    }
}

}  // namespace
}  // namespace tertius::io
