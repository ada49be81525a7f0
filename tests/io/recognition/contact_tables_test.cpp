// Registers whose rows list contacts, and what looks like them.
#include "engine/io/recognition/contact_tables.hpp"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"
#include "tests/io/tables.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::HasSubstr;

LoadedNetwork read(std::string_view text, const std::string& name = "club.csv") {
  const Folder folder;
  return load_network(folder.put(name, std::string(text)));
}

bool is_read(std::string_view text) {
  try {
    read(text);
    return true;
  } catch (const Error&) {
    return false;
  }
}

const std::set<Connection> triangle_and_tail{{"Ada Kern", "Bo Lind", 1},
                                             {"Ada Kern", "Cy Falk", 1},
                                             {"Bo Lind", "Cy Falk", 1},
                                             {"Cy Falk", "Di Moos", 1}};

// Fails where a whole cell becomes one member, or towns become people.
TEST(ContactTable, ListsStandInOneCell) {
  for (const char* const between : {", ", "; ", " / ", " | ", "\n"}) {
    const std::string b = between;
    const std::string text = "Wer;Wohnort;Bekannte\nAda Kern;Waren;\"Bo Lind" + b +
                             "Cy Falk\"\nBo Lind;Plau;\"Cy Falk\"\n" + "Cy Falk;Waren;\"Di Moos" + b +
                             "Ada Kern\"\nDi Moos;Plau;\n";
    const LoadedNetwork loaded = read(text);
    EXPECT_EQ(connections_of(loaded.network), triangle_and_tail) << between;
    EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("contacts of \"Wer\""))) << between;
    ASSERT_NE(loaded.network.members.find_column("Wohnort"), nullptr);
    EXPECT_EQ(loaded.network.members.find_column("Wohnort")->text(1), "Plau");
  }
}

TEST(ContactTable, ContactsStandInColumns) {
  const LoadedNetwork loaded = read(
      "person,town,friend 1,friend 2\nAda Kern,Waren,Bo Lind,Cy Falk\nBo Lind,Plau,Cy Falk,\n"
      "Cy Falk,Waren,Di Moos,\nDi Moos,Plau,,\n");
  EXPECT_EQ(connections_of(loaded.network), triangle_and_tail);
}

TEST(ContactTable, KnownHeadingsOfAPairMayHeadLists) {
  EXPECT_EQ(
      connections_of(read("Name,kennt\nAda Kern,\"Bo Lind,Cy Falk\"\nBo Lind,Cy Falk\nCy Falk,\"Di Moos\"\n"
                          "Di Moos,Cy Falk\n")
                         .network),
      triangle_and_tail);
}

// Fails where the table is read for its connections alone: whoever said no would be named.
TEST(ContactTable, ConsentIsKept) {
  const LoadedNetwork loaded = read(
      "Nr;Name;offen;Kontakte\n1;Ada Kern;ja;Bo Lind, Cy Falk\n2;Bo Lind;nein;Cy Falk\n3;Cy Falk;raus;Di "
      "Moos\n4;Di "
      "Moos;ja;Cy Falk\n");
  ASSERT_EQ(loaded.network.members.size(), 3U) << "whoever is out is not there";
  EXPECT_GT(loaded.report.withdrawn, 0U);
  const graph::Column* const open = loaded.network.members.find_column("open");
  EXPECT_TRUE(open != nullptr || loaded.network.members.find_column("offen") != nullptr);
}

// Fails where answers, axes and decimal commas count as contacts.
TEST(ContactTable, MeasurementsAreNone) {
  EXPECT_FALSE(is_read("Probe;Masse;pH\n1;3,2;4\n2;2,5;1\n3;1,4;5\n4;5,1;2\n5;4,3;3\n6;2,2;1\n"));
  EXPECT_FALSE(is_read(
      "Bogen;F1;F2;F3;F4\n1;2;5;1;3\n2;1;4;4;4\n3;4;2;1;4\n4;1;4;4;5\n5;1;4;3;2\n6;5;1;3;1\n7;1;1;5;1\n"));
  EXPECT_FALSE(is_read("Datum;Wert\n2024-01-01;7,4\n2024-01-02;4,7\n2024-01-03;7,7\n2024-01-04;4,4\n"));
}

}  // namespace
}  // namespace tertius::io
