// The words that people write over columns: every table understands the same ones, what a caller says overrules them,
// and the report says what serves as what.
#include "engine/io/text/headings.hpp"

#include <gmock/gmock.h>

#include "tests/io/tables.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// "purpose=heading" of each column that serves as something.
std::vector<std::string> uses_of(const ImportReport& report) {
  std::vector<std::string> all;
  for (const ColumnUse& use : report.columns)
    all.push_back(std::string(name_in(purposes, use.purpose)) + "=" + use.heading);
  return all;
}

/// A folder of these two tables.
struct TablesOf : Tables {
  explicit TablesOf(std::string_view members, std::string_view connections = "source,target\n1,2\n2,3\n") {
    put("members.csv", members).put("connections.csv", connections);
  }
};

TEST(Headings, OfMembersAreUnderstoodInEnglishAndGerman) {
  const TablesOf folder(
      "Mitgliedsnummer;Vorname;Nachname;Ihr Beruf*;Ort:;Ich biete (Stichworte);Was suchst du?;Einwilligung "
      "(Pflichtfeld)\n"
      "1;Ada;Kern;Grafik;Waren;Logo;Steuer;ja\n2;Bo;Lind;Recht;Ulm;Vertrag;Web;ja\n3;Cy;Marx;Web;Ulm;Web;"
      "Logo;ja\n");
  const LoadedNetwork loaded = folder.load();
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Ada Kern", "Bo Lind", "Cy Marx"));
  EXPECT_EQ(column_of(loaded.network, "discipline"), "text: Grafik|Recht|Web");
  EXPECT_EQ(column_of(loaded.network, "region"), "text: Waren|Ulm|Ulm");
  EXPECT_EQ(column_of(loaded.network, "offers"), "text: Logo|Vertrag|Web");
  EXPECT_EQ(column_of(loaded.network, "needs"), "text: Steuer|Web|Logo");
  EXPECT_THAT(
      uses_of(loaded.report),
      ElementsAre("id=Mitgliedsnummer", "first-name=Vorname", "last-name=Nachname", "source=source",
                  "target=target", "discipline=Ihr Beruf*", "region=Ort:", "offers=Ich biete (Stichworte)",
                  "needs=Was suchst du?", "open=Einwilligung (Pflichtfeld)"));
  EXPECT_THAT(loaded.report.not_found, IsEmpty());
  EXPECT_EQ(loaded.report.consent.yes, 3U);
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("discipline is \"Ihr Beruf*\"")));
  // Whoever knows the column by its heading finds it, too.
  EXPECT_EQ(loaded.network.members.find_column("Ort:"), loaded.network.members.find_column("region"));
}

TEST(Headings, WhatIsNotFoundIsSaid) {
  const LoadedNetwork loaded = TablesOf("id,name,Sparte\n1,Ada,Film\n2,Bo,Ton\n3,Cy,Ton\n").load();
  EXPECT_THAT(loaded.report.not_found, ElementsAre(Purpose::offers, Purpose::needs, Purpose::open));
}

TEST(Headings, WithoutAnIdNamesIdentifyWhereAllDifferElseEMails) {
  EXPECT_THAT(ids_of(TablesOf("Name,E-Mail-Adresse\nAda,a@x.org\nBo,b@x.org\n", "source,target\nAda,Bo\n")
                         .load()
                         .network),
              ElementsAre("Ada", "Bo"));
  EXPECT_THAT(ids_of(TablesOf("Name,E-Mail\nAda,a@x.org\nAda,b@x.org\n", "source,target\na@x.org,b@x.org\n")
                         .load()
                         .network),
              ElementsAre("a@x.org", "b@x.org"));
  EXPECT_THAT(ids_of(TablesOf("Vorname;Nachname\nAda;Kern\nBo;Lind\n", "source;target\nAda Kern;Bo Lind\n")
                         .load()
                         .network),
              ElementsAre("Ada Kern", "Bo Lind"));
}

TEST(Headings, LastNamesFirstAreTurned) {
  const LoadedNetwork loaded =
      TablesOf("Nr;\"Nachname, Vorname\"\n1;Kern, Ada\n2;\"Lind, Bo\"\n3;Cy Marx\n").load();
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Ada Kern", "Bo Lind", "Cy Marx"));
}

TEST(Headings, OfConnectionsAreUnderstood) {
  const std::string members = "id,name\n1,Ada\n2,Bo\n3,Cy\n";
  for (const char* header : {"Person A;Person B", "Name 1;Name 2", "Quelle;Ziel", "Mitglied 1;Mitglied 2",
                             "von;zu", "Member A;Member B", "wer;kennt", "VON*;AN*", "From;To"}) {
    const LoadedNetwork loaded = TablesOf(members, std::string(header) + "\n1;2\n2;3\n").load();
    EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"1", "2", 1}, {"2", "3", 1}})) << header;
  }
}

TEST(Headings, AnIntroductionConnectsTheTwoWhoWereIntroduced) {
  const LoadedNetwork loaded =
      TablesOf("id,name\n1,Ada Kern\n2,Bo Lind\n3,Cy Marx\n",
               "wer;hat wen;mit wem;wann\nAda Kern;Dr. Bo Lind;\"Marx, Cy\";2026-03-01\n")
          .load();
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"2", "3", 1}}));
  EXPECT_EQ(kind_between(loaded.network, "2", "3"), "introduced");
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("who introduced them was left out")));
}

TEST(Headings, OfAffiliationsAreUnderstood) {
  for (const char* header :
       {"Name;Veranstaltung", "Teilnehmer;Termin", "person;event", "Teilnehmer*in;Treffen"}) {
    TablesOf tables("id,name\n1,Ada\n2,Bo\n3,Cy\n");
    tables.put("affiliations.csv", std::string(header) + "\nAda;Gala\n2;Gala\n");
    EXPECT_EQ(tables.load().network.affiliations.rows.size(), 2U) << header;
  }
}

TEST(Headings, ColumnsOfOneNameAreBothKept) {
  const LoadedNetwork loaded =
      TablesOf(
          "id,discipline,discipline,open,open\n1,Film,Ton,yes,no\n2,Ton,Bild,yes,yes\n"
          "3,Ton,Bild,yes,yes\n")
          .load();
  EXPECT_EQ(column_of(loaded.network, "discipline 2"), "text: Bild|Bild|");
  EXPECT_EQ(loaded.report.consent.no, 1U);  // the second column counts as well
}

TEST(Headings, WhatIsChosenOverrulesTheWords) {
  TablesOf tables("id,offers,Talente,Freigabe\n1,a,Logo,ja\n2,b,Web,nein\n3,c,Text,ja\n");
  tables.options.columns = {{Purpose::offers, "talente"}, {Purpose::open, "Freigabe"}};
  tables.options.complete = true;
  const LoadedNetwork loaded = tables.load();
  EXPECT_EQ(column_of(loaded.network, "offers"), "text: Logo|Web|Text");
  EXPECT_EQ(column_of(loaded.network, "offers 2"), "text: a|b|c");
  EXPECT_EQ(loaded.report.consent.no, 1U);
}

TEST(Headings, ChosenEndsMakeAnyTableOneOfConnections) {
  TablesOf tables("id,name\n1,Ada\n2,Bo\n3,Cy\n", "Datum,Geber,Nehmer\n2024-03-01,1,2\n2024-03-02,2,3\n");
  tables.options.columns = {{Purpose::source, "Geber"}, {Purpose::target, "Nehmer"}};
  EXPECT_EQ(connections_of(tables.load().network), (std::set<Connection>{{"1", "2", 1}, {"2", "3", 1}}));
}

TEST(Headings, WhatIsChosenMustBeThereAndNotContradictItself) {
  const auto failure = [](ColumnChoices columns) {
    TablesOf tables("id,Talente\n1,a\n2,b\n3,c\n");
    tables.options.columns = std::move(columns);
    return tables.failure();
  };
  const auto [code, what] = failure({{Purpose::offers, "Angebote"}});
  EXPECT_EQ(code, ErrorCode::usage);
  EXPECT_THAT(what, HasSubstr("there are id, Talente, source, target"));
  EXPECT_THAT(failure({{Purpose::offers, "Talente"}, {Purpose::needs, "Talente"}}).second,
              HasSubstr("serves as one thing"));
  EXPECT_THAT(failure({{Purpose::offers, "a"}, {Purpose::offers, "b"}}).second,
              HasSubstr("one column serves as that"));
}

TEST(Headings, AChoiceIsWrittenWithAnEqualsSign) {
  const auto choice = parse_column_choice("offers=Ich biete = gern");
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->purpose, Purpose::offers);
  EXPECT_EQ(choice->heading, "Ich biete = gern");
  EXPECT_FALSE(parse_column_choice("offers"));
  EXPECT_FALSE(parse_column_choice("offers="));
  EXPECT_FALSE(parse_column_choice("colour=x"));
}

TEST(Headings, ConvertingKeepsThem) {
  TablesOf tables("id,Beruf\n1,Film\n2,film\n3,-\n");
  tables.options.as_written = true;
  EXPECT_EQ(column_of(tables.load().network, "Beruf"), "text: Film|film|-");
}

TEST(Spellings, ThatDifferInCaseOrBlanksAreOneValue) {
  const LoadedNetwork loaded =
      TablesOf(
          "id,discipline,offers,open\n1,Film,-,yes\n2,film,keine,yes\n3,\"Film \",Logo,yes\n4,n/a,k.A.,yes\n"
          "5,Ton,,yes\n")
          .load();
  EXPECT_EQ(column_of(loaded.network, "discipline"), "text: Film|Film|Film||Ton");
  EXPECT_EQ(column_of(loaded.network, "offers"), "text: ||Logo||");
  EXPECT_THAT(loaded.report.notes,
              Contains(HasSubstr("Of discipline, 2 values differ from another in case or blanks")));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("Of offers, 3 cells such as \"-\"")));
}

TEST(Spellings, OfConsentStay) {
  const LoadedNetwork loaded = TablesOf("id,open\n1,-\n2,YES\n3,yes\n").load();
  EXPECT_EQ(loaded.report.consent.no, 1U);
  EXPECT_EQ(loaded.report.consent.empty, 0U);
}

}  // namespace
}  // namespace tertius::io
