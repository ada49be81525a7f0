// Tables as other programs and other languages write them, each once in its smallest form.
#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "engine/core/error.hpp"
#include "tests/io/tables.hpp"

namespace tertius::io {
namespace {

struct Counts {
  std::uint64_t members = 0, connections = 0, groups = 0, affiliations = 0;
  bool operator==(const Counts&) const = default;
};
void PrintTo(const Counts& counts, std::ostream* out) {
  *out << counts.members << ' ' << counts.connections << ' ' << counts.groups << ' ' << counts.affiliations;
}

/// Of no network, all are 0.
Counts counts_of(std::string_view text, const std::string& name = "table.csv") {
  const Folder folder;
  try {
    const graph::Network network = load_network(folder.put(name, std::string(text))).network;
    const bool groups = !network.affiliations.groups.empty();  // which connect those who share one
    return {network.members.size(), groups ? 0 : network.graph.edge_count(),
            network.affiliations.groups.size(), network.affiliations.rows.size()};
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_data) << error.what();
    return {};
  }
}

// pandas writes whole numbers beside an empty cell as 2.0.
TEST(ForeignTables, WholeNumbersMayHaveAFraction) {
  EXPECT_EQ(counts_of("Kimden,Kime\n1,2.0\n2,3.0\n3,1.0\n4,1.0\n2,4.0\n5,2.0\n"), (Counts{5, 6, 0, 0}));
  EXPECT_EQ(counts_of("from,to\n1,2.0\n2,\n2,3.0\n3,1.0\n4,1.0\n2,4.0\n5,2.0\n"), (Counts{5, 6, 0, 0}));
  EXPECT_EQ(counts_of(",Kimden,Kime\n0,1.0,2.0\n1,2.0,3.0\n2,3.0,1.0\n3,4.0,1.0\n4,2.0,4.0\n5,5.0,2.0\n"),
            (Counts{5, 6, 0, 0}));
}

TEST(ForeignTables, TitlesMayStandStraightAboveHeadings) {
  EXPECT_EQ(counts_of("Wer kennt wen,\n12.03.2024,\nvon,zu\nAda,Bo\nBo,Cy\nCy,Ada\nDi,Ada\nDi,Bo\n"),
            (Counts{4, 5, 0, 0}));
  EXPECT_EQ(counts_of("Fuente: "
                      "propia;;;\nfl\u00f6k;f\u00fczek;Gyd;flak\nAda;Bo;2024-03-19;9\nBo;Cy;2022-12-30;8\nCy;"
                      "Ada;2024-10-23;5\n"
                      "Di;Bo;2023-01-08;2\n;;;\nFuente: propia;;;\n"),
            (Counts{4, 4, 0, 0}));
}

TEST(ForeignTables, AnInitialEndsNoSentence) {
  EXPECT_EQ(counts_of("Kimden;Kime\nUwe A.;Ida\nIda;Bo M.\nBo M.;Uwe A.\nKai;Uwe A.\nIda;Kai\nKai;Bo M.\n"),
            (Counts{4, 6, 0, 0}));
}

TEST(ForeignTables, WhereItIsKnownFromIsNoEnd) {
  EXPECT_EQ(counts_of("von,zu,Quelle\nP1,P2,imp\nP2,P3,imp\nP3,P1,imp\nP4,P1,imp\nP2,P4,imp\n"),
            (Counts{4, 5, 0, 0}));
}

TEST(ForeignTables, MeetingsMayComeFirstAndPeopleAfterThem) {
  EXPECT_EQ(counts_of("Chor;Ada Kern;Bo Lind;Cy Falk\nYoga;Bo Lind;Di Moos;\nGarten;Ada Kern;Di Moos;Ed Nau\n"
                      "Schach;Cy Falk;Ed Nau;\n"),
            (Counts{5, 0, 4, 10}));
  EXPECT_EQ(counts_of("Treffen\tTeilnehmer\nChor\tAda, Bo, Cy\nYoga\tBo, Di\nGarten\tAda, Di\n", "t.tsv"),
            (Counts{4, 0, 3, 7}));
}

TEST(ForeignTables, MarksAreWordsOfOtherLanguages) {
  EXPECT_EQ(
      counts_of(
          "imi\u0119,Ch\u00f3r,Joga,Ogr\u00f3d,Szachy\nAda Kern,tak,nie,tak,nie\nBo Lind,nie,tak,tak,nie\n"
          "Cy Falk,tak,tak,nie,tak\nDi Moos,nie,nie,tak,tak\n"),
      (Counts{4, 0, 4, 9}));
}

TEST(ForeignTables, NetworkXMayWriteACommentedCsv) {
  EXPECT_EQ(counts_of("#make.py\n# GMT Tue Dec  1 16:46:50 2026\n# \nAda Kern\nBo Lind,Ada Kern\nCy Falk,Ada "
                      "Kern,Bo Lind\n"
                      "Di Moos,Ada Kern\n"),
            (Counts{4, 4, 0, 0}));
}

// Fails where any two columns of numbers are the ends of connections.
TEST(ForeignTables, CurvesGridsAndSurveysAreNoNetworks) {
  EXPECT_EQ(counts_of("t,a,b\n0,0,100\n5,1,99\n10,4,98\n15,9,97\n20,16,96\n25,8,95\n30,2,94\n"), Counts{});
  EXPECT_EQ(
      counts_of(
          "alpha,beta,score\n1,1,0.05\n1,2,0.35\n1,4,0.95\n1,8,0.15\n2,1,0.75\n2,2,0.05\n2,4,0.65\n2,8,0.1\n"
          "4,1,0.75\n4,2,0.05\n4,4,0.65\n4,8,0.1\n"),
      Counts{});
  EXPECT_EQ(counts_of("Zeit\tName\tRichtung\tDauer\n09:01\tAda Kern\tein\t31\n09:07\tBo "
                      "Lind\taus\t12\n10:01\tAda Kern\taus\t4\n"
                      "11:00\tCy Falk\tein\t31\n11:02\tBo Lind\tein\t7\n12:00\tAda Kern\tein\t1\n",
                      "t.tsv"),
            Counts{});
}

}  // namespace
}  // namespace tertius::io
