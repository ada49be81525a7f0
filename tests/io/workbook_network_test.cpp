// A workbook as a network: what each sheet is, whom its rows mean, what is said of what was left out.
#include <gmock/gmock.h>

#include <algorithm>

#include "engine/io/formats/workbook/sheet_kinds.hpp"
#include "engine/io/groups.hpp"
#include "engine/io/row_search.hpp"
#include "engine/io/text/lexing.hpp"
#include "tests/io/workbooks.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

const Rows members{{"Mitglieder 2026"},
                   {},
                   {"Nr", "Vorname", "Nachname", "Beruf", "Ich biete", "Ich suche", "Einwilligung"},
                   {"1", "Ada", "Kern", "Grafik", "Logo", "Steuer", "ja"},
                   {"2", "Bo", "Lind", "Recht", "Vertrag", "Website", "ja"},
                   {"3", "Cy", "Marx", "Web", "Website", "Vertrag", "ja"},
                   {"4", "Dana", "Noll", "Text", "Texte", "Logo", "ja"}};

/// An organiser's workbook.
std::string book_of_organiser() {
  return xlsx_of(
      {{"Mitglieder", xlsx_rows(members)},
       {"Treffen 12.3.2026", xlsx_rows({{"Name"}, {"Ada Kern"}, {"Lind, Bo"}, {"cy  marx"}, {"Eva"}})},
       {"Treffen April", xlsx_rows({{"Name", "anwesend"}, {"1", "x"}, {"Dana Noll", ""}, {"3", "ja"}})},
       {"Vermittelt", xlsx_rows({{"wer", "hat wen", "mit wem", "wann"},
                                 {"Ada Kern", "Bo Lind", "Cy Marx", "13.3.2026"},
                                 {"Ada Kern", "3", "4", "bald"}})},
       {"Kasse", xlsx_rows({{"Einnahme", "Betrag"}, {"Beitrag", "12"}})},
       {"Listen", xlsx_rows({{"Grafik"}}), "", "hidden"},
       {"Tabelle7", ""}});
}

LoadedNetwork load_book(std::string_view bytes, LoadOptions options = {}) {
  const Folder folder;
  options.allow_trivial = options.complete = true;
  return load_network(folder.put("book", bytes), options);
}

/// "member group date role", a row each.
std::vector<std::string> affiliations_of(const graph::Network& network) {
  const graph::Affiliations& all = network.affiliations;
  std::vector<std::string> rows;
  all.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    rows.push_back(network.members.ids[row.member] + " " + std::string(all.groups[row.group]) + " " +
                   (row.date == graph::no_day ? "-" : day_text(row.date)));
  });
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(Workbook, OfAnOrganiserIsANetwork) {
  const LoadedNetwork loaded = load_book(book_of_organiser());
  const graph::Network& network = loaded.network;
  EXPECT_THAT(ids_of(network), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(names_of(network), ElementsAre("Ada Kern", "Bo Lind", "Cy Marx", "Dana Noll"));
  EXPECT_EQ(column_of(network, "discipline"), "text: Grafik|Recht|Web|Text");
  EXPECT_EQ(column_of(network, "offers"), "text: Logo|Vertrag|Website|Texte");
  EXPECT_EQ(column_of(network, "needs"), "text: Steuer|Website|Vertrag|Logo");
  EXPECT_EQ(connections_of(network), (std::set<Connection>{{"2", "3", 1}, {"3", "4", 1}}));
  EXPECT_EQ(kind_between(network, "2", "3"), "introduced");
  EXPECT_THAT(affiliations_of(network), ElementsAre("1 Treffen 12.3.2026 2026-03-12", "1 Treffen April -",
                                                    "2 Treffen 12.3.2026 2026-03-12",
                                                    "3 Treffen 12.3.2026 2026-03-12", "3 Treffen April -"));
  const ImportReport& report = loaded.report;
  EXPECT_EQ(report.format, "Excel workbook");
  EXPECT_EQ(report.files.size(), 4U);
  EXPECT_EQ(report.refused_others, 1U);
  EXPECT_THAT(report.reasons, ElementsAre(HasSubstr("book#Treffen 12.3.2026:A5: member \"Eva\"; expected")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("book#Kasse was left out")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("book#Listen is hidden and was left out")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("offers is \"Ich biete\"")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("1 date was not understood")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("always connects them, too")));
}

TEST(Workbook, AttendanceMayBeAColumnOfMarksForEachMeeting) {
  const LoadedNetwork loaded =
      load_book(xlsx_of({{"Mitglieder", xlsx_rows(members)},
                         {"Anwesenheit", xlsx_rows({{"Name", "2026-03-12", "Sommerfest"},
                                                    {"Ada Kern", "x", "nein"},
                                                    {"Bo Lind", "-", "ja"},
                                                    {"Cy Marx", "x", "x"},
                                                    {"Dana Noll", "1", ""},
                                                    {"1", "", ""},
                                                    {"2", "x", "x"},
                                                    {"3", "", ""},
                                                    {"4", "", "vielleicht"},
                                                    {"4", "", "x"},
                                                    {"4", "", "x"},
                                                    {"4", "", "x"},
                                                    {"4", "", "x"}})}}));
  EXPECT_THAT(affiliations_of(loaded.network),
              ElementsAre("1 Anwesenheit 2026-03-12 2026-03-12", "2 Anwesenheit 2026-03-12 2026-03-12",
                          "2 Sommerfest -", "3 Anwesenheit 2026-03-12 2026-03-12", "3 Sommerfest -",
                          "4 Anwesenheit 2026-03-12 2026-03-12", "4 Sommerfest -"));
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("book#Anwesenheit:C9: mark \"vielleicht\"")));
}

TEST(Workbook, AListOfMembersAgainSaysWhoCame) {
  Rows came = members;
  came.erase(came.begin(), came.begin() + 2);
  came.erase(came.begin() + 2);
  const LoadedNetwork loaded =
      load_book(xlsx_of({{"Treffen Mai", xlsx_rows(came)}, {"Mitglieder", xlsx_rows(members)}}));
  EXPECT_EQ(loaded.report.members, 4U);
  EXPECT_THAT(affiliations_of(loaded.network),
              ElementsAre("1 Treffen Mai -", "3 Treffen Mai -", "4 Treffen Mai -"));
  EXPECT_EQ(loaded.report.refused_others, 0U);
}

TEST(Workbook, ListsOfMembersThatSayNothingOfAMeetingAreNoMeeting) {
  const LoadedNetwork loaded = load_book(xlsx_of(
      {{"Mitglieder", xlsx_rows(members)},
       {"Kasse", xlsx_rows({{"Name", "Betrag"}, {"Ada Kern", "12"}, {"Bo Lind", "0"}})},
       {"Beitrag", xlsx_rows({{"Name", "Bezahlt"}, {"Ada Kern", "ja"}, {"Bo Lind", "ja"}})},
       {"Absagen Treffen Mai", xlsx_rows({{"Ada Kern"}, {"Bo Lind"}})},
       {"Matrix", xlsx_rows({{"", "Ada Kern", "Bo Lind"}, {"Ada Kern", "", "1"}, {"Bo Lind", "1", ""}})},
       {"Treffen Mai", xlsx_rows({{"Cy Marx"}, {"Bo Lind"}})}}));
  EXPECT_THAT(affiliations_of(loaded.network), ElementsAre("2 Treffen Mai -", "3 Treffen Mai -"));
  for (const char* sheet : {"Kasse", "Beitrag", "Absagen Treffen Mai", "Matrix"})
    EXPECT_THAT(loaded.report.notes, Contains(HasSubstr(std::string("book#") + sheet + " was left out")));
  EXPECT_THAT(loaded.report.notes,
              Contains(HasSubstr("book#Treffen Mai says who came to a meeting of that name.")));
}

/// Whoever said no there would be named, were it passed over.
TEST(Workbook, ConsentOnASheetOfItsOwnIsRefused) {
  Rows silent = members;
  for (auto& row : silent)
    if (row.size() > 6) row.pop_back();
  const auto error_with = [&](XlsxSheet sheet) {
    return book_error(xlsx_of({{"Mitglieder", xlsx_rows(silent)}, std::move(sheet)}));
  };
  const Rows names{{"Bo Lind"}, {"Cy Marx"}};
  EXPECT_THAT(error_with({"Liste", xlsx_rows({{"Name", "Einwilligung"},
                                              {"Ada Kern", "ja"},
                                              {"Bo Lind", "nein"},
                                              {"Cy Marx", "ja"}})}),
              HasSubstr("#Liste: \"Einwilligung\" speaks of consent"));
  EXPECT_THAT(error_with({"Widersprüche", xlsx_rows(names)}),
              HasSubstr("\"Widersprüche\" speaks of consent"));
  EXPECT_THAT(error_with({"Zustimmung", xlsx_rows(names), "", "hidden"}), HasSubstr("speaks of consent"));
  EXPECT_NO_THROW(
      load_book(xlsx_of({{"Mitglieder", xlsx_rows(members)}, {"Workshop Datenschutz", xlsx_rows(names)}})));
}

TEST(Workbook, UnderstandsDaysAndNamesAsPeopleWriteThem) {
  const LoadedNetwork loaded = load_book(
      xlsx_of({{"Mitglieder", xlsx_rows({{"Nachname, Vorname"}, {"Kern, Ada"}, {"Lind, Bo"}, {"Cy Marx"}})},
               {"Kennt", xlsx_rows({{"von", "mit", "seit", "Laune"},
                                    {"Ada Kern", "bo lind", "45352"},
                                    {"Marx, Cy", "Kern, Ada", "2.3.24"}})}}));
  EXPECT_EQ(loaded.report.refused, 0U);
  EXPECT_EQ(connections_of(loaded.network),
            (std::set<Connection>{{"Cy Marx", "Kern, Ada", 1}, {"Kern, Ada", "Lind, Bo", 1}}));
  std::set<std::string> days;
  for (const graph::Day day : loaded.network.connections.since) days.insert(day_text(day));
  EXPECT_THAT(days, ElementsAre("2024-03-01", "2024-03-02"));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("The column \"Laune\" of")));
}

TEST(Workbook, SheetsOfOtherMembersAreMembersToo) {
  const LoadedNetwork loaded = load_book(xlsx_of(
      {{"Mitglieder Bonn", xlsx_rows({{"ID", "Name"}, {"a", "Ada"}, {"b", "Bo"}})},
       {"Mitglieder Ulm", xlsx_rows({{"Name", "ID", "Ort"}, {"Cy", "c", "Ulm"}, {"Again", "a", "Ulm"}})}}));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("a", "b", "c"));
  EXPECT_EQ(column_of(loaded.network, "region"), "text: ||Ulm");
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("book#Mitglieder Ulm:B3: id \"a\" again")));
}

TEST(Workbook, NamesOfSeveralMembersAreRefused) {
  const LoadedNetwork loaded =
      load_book(xlsx_of({{"Members", xlsx_rows({{"id", "name"}, {"a", "Ada"}, {"b", "Ada"}, {"c", "Cy"}})},
                         {"Knows", xlsx_rows({{"from", "to"}, {"Ada", "Cy"}, {"a", "Cy"}})}}));
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"a", "c", 1}}));
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr("book#Knows:A2: member \"Ada\"; expected the id")));
}

TEST(Workbook, WithoutAListOfMembersHasThoseThatItNames) {
  const LoadedNetwork loaded = load_book(
      xlsx_of({{"Teams", xlsx_rows({{"Name", "Team", "Rolle"}, {"Ada", "Web", "Leitung"}, {"Bo", "Web"}})}}));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("Ada", "Bo"));
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"Ada", "Bo", 1}}));
}

TEST(Workbook, AnOdsIsReadAsAnXlsxIs) {
  const auto row = [](const std::vector<std::string>& texts) {
    std::string xml = "<table:table-row>";
    for (const std::string& text : texts)
      xml +=
          "<table:table-cell office:value-type=\"string\"><text:p>" + text + "</text:p></table:table-cell>";
    return xml + "</table:table-row>";
  };
  const LoadedNetwork loaded =
      load_book(ods_of("<table:table table:name=\"Kontakte\">" + row({"Person A", "Person B", "Gewicht"}) +
                       row({"Ada", "Bo", "1,5"}) + row({"Bo", "Cy", "-1"}) + "</table:table>"));
  EXPECT_EQ(loaded.report.format, "OpenDocument workbook");
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"Ada", "Bo", 1.5}}));
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("book#Kontakte:C3: weight \"-1\"")));
}

TEST(Workbook, ASheetIsAnInputOfItsOwn) {
  const Folder folder;
  const std::string book = folder.put("book#1.xlsx", book_of_organiser());
  LoadOptions options;
  options.allow_trivial = options.complete = true;
  const LoadedNetwork came = load_network(book + "#Treffen April", options);
  EXPECT_THAT(ids_of(came.network), ElementsAre("1", "3"));
  EXPECT_THAT(came.report.files, ElementsAre(HasSubstr("book#1.xlsx#Treffen April")));
  try {
    load_network(book + "#Treffen Mai", options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::no_input);
    EXPECT_THAT(error.what(),
                HasSubstr("has no sheet Treffen Mai; expected one of Mitglieder, Treffen 12.3.2026"));
  }
}

TEST(Workbook, SheetsMayBeGivenInsteadOfTables) {
  const Folder folder;
  const std::string book = folder.put(
      "b.xlsx", xlsx_of({{"People", xlsx_rows({{"id", "name"}, {"1", "Ada"}, {"2", "Bo"}, {"2", "Cy"}}, 3)},
                         {"Ties", xlsx_rows({{"x"}, {"source", "target", "weight"}}) +
                                      xlsx_rows({{"1", "2", "3"}, {"1", "7", "1"}}, 3)}}));
  folder.put("ties.csv", "source,target,weight\n1,2,3\n");
  LoadOptions options;
  options.allow_trivial = options.complete = true;
  options.members = book + "#people";
  options.connections = folder.path("ties.csv");
  const LoadedNetwork loaded = load_network("", options);
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"1", "2", 3}}));
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("b.xlsx#People:A6: id \"2\" again")));
  options.members = {};
  options.connections = book;
  EXPECT_THROW(load_network("", options), Error);  // which of its sheets?
}

TEST(Workbook, RowsOfAMemberAreFoundInItsSheets) {
  const Folder folder;
  const std::string book = folder.put("b.xlsx", book_of_organiser());
  LoadOptions options;
  options.complete = true;
  const LoadedNetwork loaded = load_network(book, options);
  const RowSearch wanted = search_for(loaded.network.members, 1);
  std::vector<std::string> found;
  std::string headings;  // of the first cells
  for (const std::string& file : loaded.report.files) {
    const RowsOf kind = rows_of_file(file, loaded.report.format);
    EXPECT_NE(kind, RowsOf::text) << file;
    for (const NamingRow& row : rows_naming(wanted, file, kind, loaded.network.members)) {
      found.push_back(file.substr(file.rfind('#')) + " " + std::to_string(row.line));
      headings += row.cells.front().first + " ";
    }
  }
  EXPECT_THAT(found, ElementsAre("#Mitglieder 5", "#Treffen 12.3.2026 3", "#Vermittelt 2"));
  EXPECT_EQ(headings, "Nr Name wer ");
}

TEST(Workbook, GroupsMayStandInASheet) {
  const Folder folder;
  const std::string book =
      folder.put("g.xlsx", xlsx_of({{"clusters", xlsx_rows({{"id", "cluster"}, {"2", "b"}, {"1", "a"}})}}));
  const LoadedNetwork loaded = load_book(book_of_organiser());
  const GroupFile groups = read_groups(book, loaded.network.members);
  EXPECT_THAT(groups.names, ElementsAre("b", "a"));
  EXPECT_EQ(groups.unknown, 0U);
}

TEST(Workbook, OfTablesThatNobodyKnowsIsRefused) {
  EXPECT_THAT(book_error(xlsx_of({{"A", xlsx_rows({{"Soll", "Haben"}})}, {"B", xlsx_rows({{"x"}})}})),
              HasSubstr("no sheet of A, B has the headings of a table"));
  EXPECT_THAT(book_error(xlsx_of({{"A", ""}})), HasSubstr("is a workbook without a cell"));
}

/// The words of the headings tell members alone: the marks would be lost.
TEST(Workbook, ASheetOfMembersWithMarksSaysWhoCame) {
  const LoadedNetwork loaded =
      load_book(xlsx_of({{"Tabelle1", xlsx_rows({{"Name", "Ort", "Chor", "Yoga", "Garten", "Summe"},
                                                 {"Ada", "Waren", "x", "", "x", "2"},
                                                 {"Bo", "Plau", "x", "x", "", "2"},
                                                 {"Cy", "Waren", "", "x", "x", "2"},
                                                 {"Di", "Plau", "x", "", "x", "2"},
                                                 {"Summe", "", "3", "2", "3", "8"}})}}));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("Ada", "Bo", "Cy", "Di"));
  EXPECT_THAT(affiliations_of(loaded.network),
              ElementsAre("Ada Chor -", "Ada Garten -", "Bo Chor -", "Bo Yoga -", "Cy Garten -", "Cy Yoga -",
                          "Di Chor -", "Di Garten -"));
  EXPECT_EQ(column_of(loaded.network, "region"), "text: Waren|Plau|Waren|Plau");
}

/// Consent would be a meeting there.
TEST(Workbook, ASheetOfMembersWithConsentStaysOne) {
  const LoadedNetwork loaded =
      load_book(xlsx_of({{"Tabelle1", xlsx_rows({{"Name", "Ort", "Einwilligung", "Chor", "Yoga", "Garten"},
                                                 {"Ada", "Waren", "x", "x", "", "x"},
                                                 {"Bo", "Plau", "", "x", "x", ""},
                                                 {"Cy", "Waren", "x", "", "x", "x"}})}}));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("Ada", "Bo", "Cy"));
  EXPECT_THAT(affiliations_of(loaded.network), ElementsAre());
}

/// "member" in the corner is no list of who came to the meetings P1, P2, P3.
TEST(Workbook, ASquareOfMarksConnectsItsMembers) {
  const LoadedNetwork loaded = load_book(xlsx_of({{"S", xlsx_rows({{"member", "P1", "P2", "P3", "P4"},
                                                                   {"P1", "", "x", "", "x"},
                                                                   {"P2", "x", "", "x", ""},
                                                                   {"P3", "", "x", "", ""},
                                                                   {"P4", "x", "", "", ""}})}}));
  EXPECT_EQ(loaded.report.format, "adjacency matrix");
  EXPECT_EQ(connections_of(loaded.network),
            (std::set<Connection>{{"P1", "P2", 1}, {"P1", "P4", 1}, {"P2", "P3", 1}}));
}

TEST(Workbook, WhatStandsBelowATableIsNoMember) {
  const LoadedNetwork met = load_book(xlsx_of({{"S", xlsx_rows({{"from", "to"},
                                                                {"P1", "P2"},
                                                                {"P2", "P3"},
                                                                {"P3", "P1"},
                                                                {},
                                                                {"Legend: 1 is seldom, 5 is often"}})}}));
  EXPECT_THAT(ids_of(met.network), ElementsAre("P1", "P2", "P3"));
  EXPECT_THAT(met.report.notes, Contains(HasSubstr("book#S: What stands below the table was left out")));
  const LoadedNetwork came = load_book(xlsx_of({{"S", xlsx_rows({{"Name", "Blorp", "Vonk", "Zwirk"},
                                                                 {"Ada", "X", "-", "X"},
                                                                 {"Bo", "-", "X", "X"},
                                                                 {"Cy", "X", "X", "-"},
                                                                 {"Di", "-", "X", "X"},
                                                                 {},
                                                                 {"Quelle: eigene Erhebung"}})}}));
  EXPECT_THAT(ids_of(came.network), ElementsAre("Ada", "Bo", "Cy", "Di"));
  // Whoever joined later is a member, even below a blank row.
  const LoadedNetwork joined = load_book(xlsx_of({{"Mitglieder", xlsx_rows({{"Nr", "Name", "Ort"},
                                                                            {"1", "Ada", "Ulm"},
                                                                            {"2", "Bo", "Ulm"},
                                                                            {"3", "Cy", "Ulm"},
                                                                            {},
                                                                            {"4", "Di"}})}}));
  EXPECT_THAT(ids_of(joined.network), ElementsAre("1", "2", "3", "4"));
}

TEST(Workbook, ABandAboveTheHeadingsIsATitle) {
  const LoadedNetwork loaded = load_book(xlsx_of({{"S",
                                                   xlsx_rows({{"", "Bijeen"},
                                                              {"Deelnemer", "Blorp", "Vonk", "Zwirk"},
                                                              {"Ada Kern", "x", "", "x"},
                                                              {"Bo Lind", "", "x", "x"},
                                                              {"Cy Falk", "x", "x"},
                                                              {"Di Moos", "", "x", "x"},
                                                              {"Ed Nau", "x"}}),
                                                   "<mergeCells><mergeCell ref=\"B1:D1\"/></mergeCells>"}}));
  EXPECT_EQ(loaded.report.format, "incidence matrix");
  EXPECT_EQ(loaded.report.members, 5U);
  EXPECT_EQ(loaded.network.affiliations.groups.size(), 3U);
}

/// A column that is nearly empty does not make its rows lists of contacts.
TEST(Workbook, ALastColumnMayBeMostlyEmpty) {
  const LoadedNetwork loaded = load_book(xlsx_of({{"S", xlsx_rows({{"blorp", "vonk", "zwirk"},
                                                                   {"Ada Kern", "Bo Lind"},
                                                                   {"Bo Lind", "Cy Falk", "see minutes"},
                                                                   {"Cy Falk", "Ada Kern"},
                                                                   {"Di Moos", "Ada Kern"},
                                                                   {"Bo Lind", "Di Moos", "met"},
                                                                   {"Ed Nau", "Bo Lind"}})}}));
  EXPECT_EQ(loaded.report.format, "edge list");
  EXPECT_EQ(loaded.report.members, 5U);
  EXPECT_EQ(loaded.report.connections, 6U);
}

/// A sheet has no comments: its first row may begin with "#".
TEST(Workbook, ANumberSignIsNoComment) {
  const LoadedNetwork loaded = load_book(xlsx_of(
      {{"S", xlsx_rows({{"blorp", "vonk"}, {"#1", "#2"}, {"#2", "#3"}, {"#3", "#1"}, {"#4", "#1"}})}}));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("#1", "#2", "#3", "#4"));
}

const Rows register_of_three{
    {"Nr", "Name", "Ort"}, {"1", "Ada Kern", "Ulm"}, {"2", "Bo Lind", "Ulm"}, {"3", "Cy Marx", "Bonn"}};

TEST(Workbook, ASheetWhoseCellsNameMembersConnectsThem) {
  const LoadedNetwork loaded =
      load_book(xlsx_of({{"Mitglieder", xlsx_rows(register_of_three)},
                         {"Verbindungen", xlsx_rows({{"Mentor", "Schützling", "Datum"},
                                                     {"Ada Kern", "Bo Lind", "2024-03-01"},
                                                     {"Bo Lind", "3", ""},
                                                     {"Cy Marx", "Ada Kern", ""}})}}));
  EXPECT_EQ(connections_of(loaded.network),
            (std::set<Connection>{{"1", "2", 1}, {"1", "3", 1}, {"2", "3", 1}}));
  EXPECT_THAT(
      loaded.report.notes,
      Contains(HasSubstr("book#Verbindungen connects \"Mentor\" and \"Schützling\", as its cells name "
                         "members; otherwise say column source=HEADING")));
}

TEST(Workbook, ASheetOfMembersAndWhatComesAgainSaysWhoTakesPart) {
  const LoadedNetwork loaded = load_book(xlsx_of({{"Mitglieder", xlsx_rows(register_of_three)},
                                                  {"Blorps", xlsx_rows({{"Wer", "Blorp"},
                                                                        {"Ada Kern", "Chor"},
                                                                        {"Bo Lind", "Chor"},
                                                                        {"Cy Marx", "Yoga"},
                                                                        {"Ada Kern", "Yoga"}})}}));
  EXPECT_THAT(affiliations_of(loaded.network), ElementsAre("1 Chor -", "1 Yoga -", "2 Chor -", "3 Yoga -"));
}

/// Answers from 1 to 3 are no ids, names beside their ids no connections, and what is known of each no group.
TEST(Workbook, NothingIsGuessedOfSheetsThatAreNotClear) {
  const auto name_of = [](int i) {
    std::string name(static_cast<std::size_t>(1 + i / 10), 'K');
    name.append(" ").append(static_cast<std::size_t>(1 + i % 10), 'n');
    return name;
  };
  Rows list{{"Nr", "Name", "Ort"}}, answers{{"F1", "F2"}}, again{{"Zahl", "Wer"}}, lodging{{"Wer", "Bett"}};
  constexpr int count = 30;
  for (int i = 1; i <= count; ++i) {
    list.push_back({std::to_string(i), name_of(i), "Ulm"});
    answers.push_back({std::to_string(1 + i % 3), std::to_string(1 + i * 7 % 5 % 3)});
    again.push_back({std::to_string(count + 1 - i), name_of(count + 1 - i)});
    lodging.push_back({name_of(i), i % 2 == 0 ? "unten" : "oben"});
  }
  for (const auto& [name, rows] :
       {std::pair("Umfrage", answers), std::pair("Liste", again), std::pair("Zimmer", lodging)})
    EXPECT_THAT(book_error(xlsx_of({{"Mitglieder", xlsx_rows(list)}, {name, xlsx_rows(rows)}})),
                HasSubstr("the sheet " + std::string(name) + " was left out"));
}

/// No words are known, but the names of one sheet stand in the other.
TEST(Workbook, AListOfMembersIsToldByTheSheetThatNamesThem) {
  const XlsxSheet meetings{
      "Relaciones",
      xlsx_rows(
          {{"Origen", "Destino"}, {"Ada Kern", "Bo Lind"}, {"Bo Lind", "Cy Falk"}, {"Cy Falk", "Ada Kern"}})};
  const XlsxSheet list{"Socios", xlsx_rows({{"Núm.", "Nombre", "Ciudad"},
                                            {"1", "Ada Kern", "Ulm"},
                                            {"2", "Bo Lind", "Ulm"},
                                            {"3", "Cy Falk", "Bonn"},
                                            {"4", "Di Moos", "Bonn"}})};
  for (const auto& book : {xlsx_of({list, meetings}), xlsx_of({meetings, list})}) {
    const LoadedNetwork loaded = load_book(book);
    EXPECT_THAT(ids_of(loaded.network), ElementsAre("Ada Kern", "Bo Lind", "Cy Falk", "Di Moos"));
    EXPECT_EQ(loaded.report.connections, 3U);
    EXPECT_EQ(column_of(loaded.network, "Ciudad"), "text: Ulm|Ulm|Bonn|Bonn");
    EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("column \"Nombre\" as their names, which")));
  }
}

/// Two sheets that could both be the list are none.
TEST(Workbook, OfTwoPossibleListsOfMembersNoneIsTaken) {
  const Rows list{{"Foo", "Bar"}, {"Ada Kern", "12"}, {"Bo Lind", "13"}, {"Cy Falk", "15"}};
  EXPECT_THAT(book_error(xlsx_of({{"A", xlsx_rows(list)},
                                  {"B", xlsx_rows(list)},
                                  {"C", xlsx_rows({{"Baz", "Qux"},
                                                   {"Ada Kern", "Bo Lind"},
                                                   {"Bo Lind", "Cy Falk"},
                                                   {"Cy Falk", "Ada Kern"}})}})),
              HasSubstr("no sheet of A, B, C has the headings"));
}

TEST(SheetKinds, AreToldByTheirHeadings) {
  const auto kind = [](const std::string& name, const std::string& text) {
    Sheet sheet{.name = name, .read = true};
    sheet.text = text;
    return known_sheet(sheet).kind;
  };
  EXPECT_EQ(kind("Tabelle1", "Nr;Name;Beruf\n1;Ada;Grafik\n"), SheetKind::members);
  EXPECT_EQ(kind("Mitglieder", "Name\nAda\n"), SheetKind::members);
  EXPECT_EQ(kind("Tabelle1", "E-Mail;Beruf\na@x.org;Grafik\n"), SheetKind::members);
  EXPECT_EQ(kind("Tabelle1", "Name;Einwilligung\nAda;ja\n"), SheetKind::members);
  EXPECT_EQ(kind("Tabelle1", "Name\nAda\n"), SheetKind::attendance);
  EXPECT_EQ(kind("Tabelle1", "Name;E-Mail\nAda;a@x.org\n"), SheetKind::members);
  EXPECT_EQ(kind("Stammtisch", "Name;E-Mail\nAda;a@x.org\n"), SheetKind::attendance);
  EXPECT_EQ(kind("Tabelle1", "Quelle;Ziel\na;b\n"), SheetKind::connections);
  EXPECT_EQ(kind("Vermittlungen", "Person A;Person B\na;b\n"), SheetKind::introductions);
  EXPECT_EQ(kind("Tabelle1", "Name;Veranstaltung;Datum\nAda;Gala;1.2.2024\n"), SheetKind::affiliations);
  EXPECT_EQ(kind("Tabelle1", "Nr;Name;Team\n1;Ada;Web\n2;Bo;Web\n"), SheetKind::members);
  EXPECT_EQ(kind("Tabelle1", "Nr;Name;Team\n1;Ada;Web\n1;Ada;Text\n"), SheetKind::affiliations);
  EXPECT_EQ(kind("Tabelle1", "Datum;Betrag\n1.2.2024;5\n"), SheetKind::none);
  EXPECT_EQ(kind("Tabelle1", "A;B;C\n0;1;0\n"), SheetKind::none);
}

}  // namespace
}  // namespace tertius::io
