// Words of free text: how they are taken apart, and what they mean.
#include "engine/introductions/needs/words.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/introductions/needs/meaning.hpp"

namespace tertius::introductions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Phrases, AreSeparated) {
  EXPECT_THAT(phrases("photography; Workshops für Kinder,logo design | maps"),
              ElementsAre("photography", "Workshops für Kinder", "logo design", "maps"));
  EXPECT_THAT(phrases(""), IsEmpty());
  EXPECT_THAT(phrases(" ; ,, "), IsEmpty());
  EXPECT_THAT(phrases("none; - ; Keine"), IsEmpty());
}

TEST(Phrases, KeepTheSlashOfGenderedForms) {
  EXPECT_THAT(phrases("Fotograf/in, Übersetzer/-innen"), ElementsAre("Fotograf/in", "Übersetzer/-innen"));
  EXPECT_THAT(phrases("Foto/Film"), ElementsAre("Foto", "Film"));
  EXPECT_THAT(phrases("n/a"), IsEmpty());
}

std::vector<std::string> texts(std::string_view phrase) {
  std::vector<std::string> list;
  for (const Word& word : words(phrase)) list.push_back(word.text);
  return list;
}

TEST(Words, AreFolded) {
  EXPECT_THAT(texts("Führung für Kinder"), ElementsAre("fuhrung", "fur", "kinder"));
  EXPECT_THAT(texts("Fuehrung"), ElementsAre("fuhrung"));
  EXPECT_THAT(texts("STRASSE straße"), ElementsAre("strasse", "strasse"));
  EXPECT_THAT(texts("children's books – “old” ones"), ElementsAre("childrens", "books", "old", "ones"));
  EXPECT_THAT(texts("tenants’ rights"), ElementsAre("tenants", "rights"));
  EXPECT_THAT(texts("photography"), ElementsAre("fotografy"));
  EXPECT_THAT(texts("neue Quelle"), ElementsAre("neue", "quelle"));
  EXPECT_THAT(texts("for the"), ElementsAre("for", "the"));
  EXPECT_THAT(texts("ترجمة"), ElementsAre("ترجمة")) << "other scripts are words too";
}

TEST(Words, LoseTheSignsOfGender) {
  for (const char* form :
       {"Fotograf*in", "Fotograf:in", "Fotograf_in", "Fotograf/in", "Fotograf/-in", "Fotograf(in)",
        "FotografIn", "Fotograf*innen", "FotografInnen", "Fotograf·in", "Fotograf:innen"})
    EXPECT_THAT(texts(form), ElementsAre("fotograf")) << form;
  EXPECT_THAT(texts("photos (indoor)"), ElementsAre("fotos", "indoor"));
  EXPECT_THAT(texts("LinkedIn"), ElementsAre("linked")) << "looks like one";
}

TEST(Words, KnowTheirHyphens) {
  const auto list = words("Web- und Foto-Kurse");
  ASSERT_EQ(list.size(), 4u);
  EXPECT_TRUE(list[0].opens);
  EXPECT_FALSE(list[2].after_hyphen);
  EXPECT_TRUE(list[3].after_hyphen);
  const auto closing = words("Webgestaltung und -pflege");
  ASSERT_EQ(closing.size(), 3u);
  EXPECT_TRUE(closing[2].closes);
  EXPECT_FALSE(words("photos - films")[1].after_hyphen) << "a dash";
}

/// The ideas of a phrase by name, the head first; what no file knows as its stem in quotes.
std::vector<std::string> meaning(std::string_view phrase,
                                 const Vocabulary& vocabulary = *Vocabulary::built_in()) {
  Stemmer stemmer;
  std::vector<std::string> names;
  const auto add = [&](const Part& part) {
    names.push_back(part.idea == no_idea ? "'" + part.stem + "'" : vocabulary.idea(part.idea).name);
  };
  for (const Reading& reading : meaning_of(phrase, vocabulary, stemmer)) {
    add(reading.head);
    for (const Part& part : reading.rest) add(part);
  }
  return names;
}

TEST(Stems, JoinFormsOfAWordInBothLanguages) {
  const auto same = [](std::initializer_list<const char*> forms) {
    for (const char* form : forms) EXPECT_EQ(meaning(form), meaning(*forms.begin())) << form;
  };
  same({"Fotograf", "Fotografie", "Fotografin", "Fotografinnen", "photography", "photographer",
        "photographers"});
  same({"Übersetzung", "Übersetzungen", "Übersetzer", "übersetzen", "Uebersetzerinnen"});
  same({"translation", "translations", "translator"});
  same({"Kurs", "Kurse", "Kursen"});
  same({"garden", "gardens"});
  same({"party", "parties"});
  same({"Gärten", "Garten", "Gaerten"});
  same({"Zwirbler", "Zwirblern"});  // in no file
}

TEST(Vocabulary, TakesCompoundsApart) {
  EXPECT_THAT(meaning("Produktfotos"), ElementsAre("photography", "product"));
  EXPECT_THAT(meaning("Nähkurse"), ElementsAre("course", "sewing"));
  EXPECT_THAT(meaning("Hochzeitsfotografie"), ElementsAre("photography", "wedding")) << "with s";
  EXPECT_THAT(meaning("Blumenfotografie"), ElementsAre("photography", "flower")) << "with n";
  EXPECT_THAT(meaning("Kinderkurs"), ElementsAre("course", "children"));
  EXPECT_THAT(meaning("Hundefotos"), ElementsAre("photography", "dog")) << "with e";
  EXPECT_THAT(meaning("Schulkonzert"), ElementsAre("concert", "school")) << "without e";
  EXPECT_THAT(meaning("Mietrechtsseminar"), ElementsAre("course", "tenancy law"));
  EXPECT_THAT(meaning("Zwirbelkurs"), ElementsAre("course", "'zwirbel'")) << "what is not known stays apart";
  EXPECT_THAT(meaning("Kindergarten"), ElementsAre("kindergarten")) << "no garden";
  EXPECT_THAT(meaning("Pressearbeit"), ElementsAre("press work"));
}

TEST(Vocabulary, FindsTheHead) {
  EXPECT_EQ(meaning("workshops for children").front(), "course");
  EXPECT_EQ(meaning("Kurs Webdesign").front(), "course");
  EXPECT_EQ(meaning("Umbau alter Höfe").front(), "conversion");
  EXPECT_EQ(meaning("Bücher auf Englisch schreiben").front(), "writing");
  EXPECT_EQ(meaning("film scores"), meaning("Filmmusik"));
  EXPECT_EQ(meaning("Regale vom Schreiner").front(), "carpentry");
  EXPECT_EQ(meaning("repairing tables").front(), "repair");
  EXPECT_EQ(meaning("climbing shoes").front(), "shoe");
  EXPECT_EQ(meaning("painting and decorating"), meaning("Malerarbeiten"));
  EXPECT_THAT(meaning("somebody who can help"), IsEmpty());
}

TEST(Vocabulary, HasNoLoopAndNoNameThatIsNotThere) {
  for (IdeaId id = 0; id < Vocabulary::built_in()->ideas().size(); ++id) {
    const Idea& idea = Vocabulary::built_in()->idea(id);
    EXPECT_FALSE(std::binary_search(idea.broader.begin(), idea.broader.end(), id)) << idea.name;
    EXPECT_TRUE(std::is_sorted(idea.broader.begin(), idea.broader.end()));
  }
  EXPECT_GT(Vocabulary::built_in()->ideas().size(), 900u);
}

TEST(WordsFile, TeachesNewWords) {
  const auto mine = Vocabulary::with(
      "\xef\xbb\xbf# ours\r\n[crafts]\r\nzwirbling | zwirblers | Zwirbelei\n[silent de]\nquasi\n[things]\n"
      "photography | selfie | Knipsbild\nlark | larks | Lerche\nskylark < lark | | Feldlerche\n",
      "mine.txt");
  EXPECT_EQ(meaning("Zwirbelei", *mine), meaning("zwirblers", *mine));
  EXPECT_THAT(meaning("quasi Zwirbelei", *mine), ElementsAre("zwirbling"));
  EXPECT_EQ(meaning("Knipsbild", *mine), meaning("Fotografie", *mine))
      << "a name that is there gets more words";
  EXPECT_THAT(meaning("Zwirbeleikurs", *mine), ElementsAre("course", "zwirbling"));
  EXPECT_THAT(meaning("Zwirbelei"), ElementsAre("'zwirbelei'")) << "what is built in stays as it is";
  Stemmer stemmer;
  const auto met = [&](std::string_view w, std::string_view o) {
    return fit(meaning_of(w, *mine, stemmer), meaning_of(o, *mine, stemmer), *mine) > 0.0;
  };
  EXPECT_TRUE(met("larks", "Feldlerchen"));
  EXPECT_FALSE(met("Feldlerchen", "larks"));
  const auto moved = Vocabulary::with("[things]\nduck pond | | Ente, Teich\n", "mine.txt");
  EXPECT_THAT(meaning("Teich", *moved), ElementsAre("duck pond")) << "what a user says of a word comes first";
}

TEST(WordsFile, SaysWhereItIsWrongAndWhatWasExpected) {
  const auto error = [](std::string_view text) -> std::string {
    try {
      Vocabulary::with(text, "mine.txt");
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::bad_data);
      return e.what();
    }
    return "";
  };
  using testing::AllOf;
  using testing::HasSubstr;
  EXPECT_THAT(error("# c\nlark | larks | Lerche\n"),
              AllOf(HasSubstr("mine.txt:2:1"), HasSubstr("lark"), HasSubstr("[things]")));
  EXPECT_THAT(error("[birds]\n"),
              AllOf(HasSubstr("mine.txt:1:1"), HasSubstr("[birds]"), HasSubstr("expected [frames]")));
  EXPECT_THAT(error("[things]\n\nlark, larks\n"),
              AllOf(HasSubstr("mine.txt:3:1"), HasSubstr("0 bars"), HasSubstr("expected two")));
  EXPECT_THAT(error("[things]\nlark | a | b | c\n"), HasSubstr("3 bars"));
  EXPECT_THAT(error("[things]\nlark < fowls | | Lerche\n"),
              AllOf(HasSubstr("mine.txt:2:8"), HasSubstr("no idea \"fowls\"")));
  EXPECT_THAT(error("[things]\nlark < | | Lerche\n"), HasSubstr("expected the name of a broader idea"));
  EXPECT_THAT(error("[things]\nlark = music | | Lerche\n"),
              AllOf(HasSubstr("mine.txt:2:8"), HasSubstr("film + editing")));
  EXPECT_THAT(error("[things]\nlark = music + fowls | | Lerche\n"), HasSubstr("no idea \"fowls\""));
  EXPECT_THAT(error("[things]\n | a | b\n"),
              AllOf(HasSubstr("mine.txt:2:"), HasSubstr("expected a word before the first bar")));
  EXPECT_THAT(error("[things]\nlark | +, a | b\n"),
              AllOf(HasSubstr("mine.txt:2:8"), HasSubstr("has no letter")));
  EXPECT_THAT(error("[things]\nlark | singer2 | b\nowl | Singer2 | c\n"),
              AllOf(HasSubstr("mine.txt:3:7"), HasSubstr("\"lark\" in line 2"), HasSubstr("one idea only")));
  EXPECT_THAT(error("[things]\nlark | \xff | b\n"), AllOf(HasSubstr("mine.txt:2"), HasSubstr("UTF-8")));
  EXPECT_EQ(error(""), "");
}

}  // namespace
}  // namespace tertius::introductions
