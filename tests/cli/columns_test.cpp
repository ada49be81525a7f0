// Which columns serve as what, and whom names mean, as options say it.
#include <gmock/gmock.h>

#include "tests/cli/program.hpp"

namespace tertius::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view members =
    "Nr;Name;Talente;Gesucht wird;Beruf;Einwilligung\n1;Ada Kern;web design;-;Grafik;ja\n2;Bo Lind;text;web "
    "design;Recht;ja\n"
    "3;Cy Marx;law;text;Recht;ja\n4;Dana Noll;music;law;Ton;nein\n";

std::string network_in(const Scratch& scratch) {
  scratch.file("members.csv", members);
  scratch.file("connections.csv", "von;zu\n1;3\n3;4\n");
  scratch.file("affiliations.csv", "Name;Termin\nDr. Bo Lind;Gala\nDana Nolle;Gala\nAda K.;Gala\n");
  return scratch.path().string();
}

TEST(Columns, AreNamedByOptions) {
  const Scratch scratch;
  const std::string network = network_in(scratch);
  const auto info = json_of(
      {"info", network, "--column", "offers=Talente", "--column", "needs=Gesucht wird", "--format", "json"});
  std::string uses;
  for (const auto& use : info["result"]["columns"].GetArray())
    uses += std::string(use["serves_as"].GetString()) + "=" + use["heading"].GetString() + " ";
  EXPECT_EQ(uses,
            "id=Nr name=Name source=von target=zu group=Termin name=Name discipline=Beruf offers=Talente "
            "needs=Gesucht wird open=Einwilligung ");
  EXPECT_EQ(info["result"]["not_found"].Size(), 0U);
  EXPECT_EQ(json_of({"info", network, "--format", "json"})["result"]["not_found"].Size(), 2U);
  const auto text = tertius({"info", network});
  EXPECT_THAT(text.out, HasSubstr("discipline is \"Beruf\""));
  EXPECT_THAT(text.out, HasSubstr("No column was found that says"));
  const auto meet =
      tertius({"meet", network, "2", "--column", "offers=Talente", "--column", "needs=Gesucht wird"});
  EXPECT_THAT(meet.out, HasSubstr("Ada Kern"));
  EXPECT_EQ(tertius({"bubbles", network, "--by", "Beruf"}).status, 0);
}

TEST(Columns, ThatAreNotThereOrContradictAreRefused) {
  const Scratch scratch;
  const std::string network = network_in(scratch);
  const auto run = tertius({"info", network, "--column", "offers=Angebote"});
  EXPECT_EQ(run.status, 2) << run.err;
  EXPECT_THAT(
      run.err,
      HasSubstr("--column offers=\"Angebote\": no such column serves as that; there are Nr, Name, Talente"));
  EXPECT_EQ(tertius({"info", network, "--column", "colour=Beruf"}).status, 2);
  EXPECT_EQ(tertius({"info", network, "--column", "offers=Beruf", "--column", "needs=Beruf"}).status, 2);
}

TEST(Columns, NamesAreDecidedInAFileAndNotInMessages) {
  const Scratch scratch;
  const std::string network = network_in(scratch), names = (scratch.path() / "names.csv").string();
  const auto run = tertius({"info", network, "--names", names});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(text_of(names), HasSubstr("Dana Nolle,4,Dana Noll,"));
  EXPECT_THAT(text_of(names), HasSubstr("Ada K.,1,Ada Kern,"));
  EXPECT_THAT(run.err + run.out, Not(HasSubstr("Noll")));  // she did not agree
  scratch.file(
      "names.csv",
      "found,suggestion,name,score,decision\nAda K.,1,Ada Kern,0.85,yes\nDana Nolle,4,Dana Noll,0.9,yes\n");
  const auto again = json_of({"info", network, "--names", names, "--format", "json"});
  EXPECT_EQ(again["result"]["affiliations"].GetInt(), 3);
}

}  // namespace
}  // namespace tertius::test
