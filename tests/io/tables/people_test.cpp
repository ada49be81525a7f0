// Whom rows mean: ids that nearly match, names of members, and the file in which doubtful ones are decided.
#include "engine/io/tables/people.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/io/tables.hpp"

namespace tertius::io {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view members =
    "id,name\n1,Ada Kern\n2,Bo Lindemann\n3,Jörg Müller\n4,Jan Noll\n5,Jana Noll\n6,Cy Marx\n7,Cy Marx\n";

/// A folder in which these rows say who came.
struct Attendance : Tables {
  explicit Attendance(std::string_view rows) {
    put("members.csv", members)
        .put("connections.csv", "source,target\n1,2\n2,3\n")
        .put("affiliations.csv", "Name;Termin\n" + std::string(rows));
  }
};

std::vector<std::string> who_came(const graph::Network& network) {
  std::vector<std::string> ids;
  network.affiliations.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    ids.push_back(network.members.ids[row.member]);
  });
  return ids;
}

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(People, OfAttendanceAreFoundByNamesAsTheyAreWritten) {
  const LoadedNetwork loaded = Attendance(
                                   "Ada Kern;Gala\n\"Lindemann, Dr. Bo\";Gala\nJoerg Mueller;Gala\nJ. "
                                   "Müller;Fest\nBo Lindeamnn;Fest\n")
                                   .load();
  EXPECT_THAT(who_came(loaded.network), testing::UnorderedElementsAre("1", "2", "3", "3", "2"));
  EXPECT_EQ(loaded.report.refused_others, 0U);
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("4 other spellings of names are certain")));
}

TEST(People, WhatIsDoubtfulIsDecidedInAFile) {
  Attendance tables("Ada Korn;Gala\nJna Noll;Gala\nMia Sonntag;Gala\nAda Kern;Gala\n");
  LoadedNetwork loaded = tables.load();
  EXPECT_THAT(who_came(loaded.network), ElementsAre("1"));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("2 names are close to that of a member")));
  EXPECT_THAT(loaded.report.reasons,
              Contains(AllOf(HasSubstr("member \"Ada Korn\""), HasSubstr("names FILE"))));
  EXPECT_THAT(loaded.report.reasons,
              Not(Contains(HasSubstr("Ada Kern"))));  // no suggestion outside of the file

  tables.options.names = tables.folder.path("names.csv");
  loaded = tables.load();
  EXPECT_EQ(text_of(tables.options.names),
            "found,suggestion,name,score,decision\nAda Korn,1,Ada Kern,0.88,\nJna Noll,5,Jana Noll,0.88,\n");
  struct stat status {};
  ASSERT_EQ(::stat(tables.options.names.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077U, 0U);

  tables.folder.put(
      "names.csv",
      "found;suggestion;name;score;decision\nAda Korn;1;Ada Kern;0,88;ja\nJna Noll;5;Jana Noll;0,88;4\n"
      "Mia Sonntag;;;0;nein\n");
  loaded = tables.load();
  EXPECT_THAT(who_came(loaded.network), testing::UnorderedElementsAre("1", "4"));
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(AllOf(HasSubstr("Mia Sonntag"), HasSubstr("says that it is none"))));
  EXPECT_THAT(text_of(tables.options.names), HasSubstr("Jna Noll,5,Jana Noll,"));  // decisions stay
}

TEST(People, ADecisionThatIsNoneIsAnErrorWithItsPlace) {
  Attendance tables("Ada Korn;Gala\n");
  tables.options.names = tables.folder.path("names.csv");
  tables.folder.put("names.csv", "found,suggestion,name,score,decision\nAda Korn,1,Ada Kern,0.88,perhaps\n");
  const auto [code, what] = tables.failure();
  EXPECT_EQ(code, ErrorCode::bad_data);
  EXPECT_THAT(what,
              HasSubstr("names.csv:2:26: decision \"perhaps\"; expected yes, no or the id of a member"));
}

TEST(People, OfConnectionsMayBeNamedByTheVeryNameOfOneAlone) {
  Tables tables;
  tables.put("members.csv", members)
      .put("connections.csv", "from,to\nada  kern,\"Noll, Jan\"\n1,Bo Lindeamnn\n1,Cy Marx\n");
  const LoadedNetwork loaded = tables.load();
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"1", "4", 1}}));
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("or the name of one of them"),
                                                 HasSubstr("the id, as several members have that name")));
}

TEST(People, WhyAnIdDoesNotMatchIsSaid) {
  const auto reason = [](const std::string& id, const std::string& used) {
    Tables tables;
    tables.put("members.csv", "id,name\n\"" + id + "\",Ada\nx,Bo\ny,Cy\n")
        .put("connections.csv", "source,target\nx,y\n\"" + used + "\",x\n");
    const LoadedNetwork loaded = tables.load();
    return loaded.report.reasons.empty() ? std::string("none") : loaded.report.reasons.front();
  };
  EXPECT_THAT(reason("7", "007"), HasSubstr("nothing but leading zeros"));
  EXPECT_THAT(reason("7", "7.0"), HasSubstr("a fraction: 7.0 is not 7"));
  EXPECT_THAT(reason("m7", "M7"), HasSubstr("nothing but case"));
  EXPECT_THAT(reason("m 7", "m7"), HasSubstr("nothing but blanks"));
  EXPECT_THAT(reason("m7", "m\u200b7"), HasSubstr("a sign that is not seen"));
  EXPECT_THAT(reason("\u00fc7", "u\u03087"), HasSubstr("NFC"));
  EXPECT_THAT(reason("m7", "q8"), HasSubstr("or the name of one of them"));
}

TEST(People, WhoAreAddedAreNotThoseWhoAreThere) {
  Attendance tables("Dr. Ada Kern;Gala\nMia Sonntag;Gala\n");
  tables.options.add_unknown = true;
  const LoadedNetwork loaded = tables.load();
  EXPECT_EQ(loaded.report.added, 1U);
  EXPECT_THAT(who_came(loaded.network), ElementsAre("1", "Mia Sonntag"));
}

TEST(People, DecisionsThatNobodyReadsAreNoted) {
  const Folder folder;
  LoadOptions options;
  options.names = folder.path("names.csv");
  const LoadedNetwork loaded =
      load_network(folder.put("friends.csv", "source,target\nada,bo\nbo,cy\n"), options);
  EXPECT_THAT(loaded.report.notes, testing::Contains(HasSubstr("was not used")));
}

// Who withdrew would come back as a new member under a name that is nearly theirs.
TEST(People, NobodyIsAddedUnderANameThatMayBeAMembers) {
  const std::string written[] = {"Ada Krnn", "M 1", "Jan Noll", "Mia Sonntag",
                                 "m1",       "m2",  "m3",       "Mia Sonntag"};
  for (const bool introduced : {false, true}) {
    Tables tables;
    tables.put("members.csv",
               "id,name,open\nm1,Ada Kern,yes\nm2,Jan Noll,yes\nm3,Jan Noll,yes\nm4,Ute Horn,yes\n");
    std::string rows = introduced ? "wer;hat wen;mit wem\n" : "Name;Treffen\n";
    for (const std::string& name : written) rows += introduced ? "m4;" + name + ";m4\n" : name + ";Gala\n";
    tables.put(introduced ? "connections.csv" : "affiliations.csv", rows);
    tables.options.add_unknown = true;
    const LoadedNetwork loaded = tables.load();
    EXPECT_EQ(loaded.report.added, 1U) << introduced;
    EXPECT_EQ(loaded.report.refused + loaded.report.refused_others, 3U) << introduced;
  }
}

}  // namespace
}  // namespace tertius::io
