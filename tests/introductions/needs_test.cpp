// Free text in two languages: what counts as the same thing, and who can help whom.
#include "engine/introductions/needs.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>

#include "engine/core/text.hpp"
#include "engine/introductions/words.hpp"

namespace tertius {
namespace {

using namespace introductions;
using testing::ElementsAre;
using testing::IsEmpty;

struct Person {
  std::string offers, needs;
};

MemberTable people(const std::vector<Person>& list) {
  MemberTable table;
  Column offers("offers"), needs("needs");
  for (const Person& p : list) {
    table.ids.add(std::to_string(table.size()));
    offers.push_back(p.offers);
    needs.push_back(p.needs);
  }
  table.columns.push_back(std::move(offers));
  table.columns.push_back(std::move(needs));
  return table;
}

std::vector<VertexId> members_of(const std::vector<Fits>& fits) {
  std::vector<VertexId> members;
  for (const Fits& f : fits) members.push_back(f.member);
  return members;
}

TEST(Phrases, AreParted) {
  EXPECT_THAT(phrases("photography; Workshops für Kinder,logo design | maps"),
              ElementsAre("photography", "Workshops für Kinder", "logo design", "maps"));
  EXPECT_THAT(phrases(""), IsEmpty());
  EXPECT_THAT(phrases(" ; ,, "), IsEmpty());
  EXPECT_THAT(phrases("none; - ; Keine"), IsEmpty());
}

TEST(Words, AreFolded) {
  EXPECT_THAT(words("Führung für Kinder"), ElementsAre("fuhrung", "kinder"));
  EXPECT_THAT(words("Fuehrung"), ElementsAre("fuhrung"));
  EXPECT_THAT(words("STRASSE straße"), ElementsAre("strasse", "strasse"));
  EXPECT_THAT(words("children's books – “old” ones"), ElementsAre("childrens", "books", "old", "ones"));
  EXPECT_THAT(words("photography"), ElementsAre("fotografy"));
  EXPECT_THAT(words("neue Quelle"), ElementsAre("neue", "quelle"));
  EXPECT_THAT(words("for the"), ElementsAre("for", "the")) << "nothing else is there";
  EXPECT_THAT(words("ترجمة"), ElementsAre("ترجمة")) << "other scripts are words too";
}

TEST(Stems, JoinFormsOfAWordInBothLanguages) {
  const auto same = [](std::initializer_list<const char*> forms) {
    std::string first;
    for (const char* form : forms) {
      const std::string s = stem(words(form).front());
      if (first.empty()) first = s;
      EXPECT_EQ(s, first) << form;
    }
  };
  same({"Fotograf", "Fotografie", "Fotografin", "Fotografinnen", "photography", "photographer",
        "photographers"});
  same({"Übersetzung", "Übersetzungen", "Übersetzer", "übersetzen"});
  same({"translation", "translations", "translator"});
  same({"Kurs", "Kurse", "Kursen"});
  same({"garden", "gardens", "gardening"});
  same({"party", "parties"});
  EXPECT_EQ(stem("foto"), "foto");
  EXPECT_EQ(stem("pr"), "pr");
}

TEST(Ideas, HaveNoWordTwice) {
  std::map<std::string, std::string_view> owner;
  for (const Idea& idea : ideas()) {
    const auto list = words(idea.words);
    EXPECT_FALSE(list.empty()) << idea.name;
    for (const std::string& word : list) {
      const auto [at, added] = owner.emplace(stem(word), idea.name);
      EXPECT_EQ(at->second, idea.name) << word;
    }
  }
}

TEST(Ideas, AreFoundInCompounds) {
  const auto named = [](std::string_view word) {
    std::vector<std::string_view> names;
    for (const auto i : ideas_within(stem(words(word).front()))) names.push_back(ideas()[i].name);
    return names;
  };
  EXPECT_THAT(named("Produktfotos"), ElementsAre("photo"));
  EXPECT_THAT(named("Nähkurse"), ElementsAre("course"));
  EXPECT_THAT(named("photo"), IsEmpty()) << "a word is no part of itself";
}

TEST(Needs, NobodyOffersAnything) {
  EXPECT_TRUE(Needs().empty());
  EXPECT_TRUE(Needs(MemberTable{}).empty());
  EXPECT_TRUE(Needs(people({{"", ""}, {"", ""}})).empty());
  const Needs needs(people({{"", "photos"}, {"", ""}}));
  EXPECT_THAT(needs.who_helps(VertexId{0}), IsEmpty());
  EXPECT_THAT(needs.whom_to_help(0), IsEmpty());
  EXPECT_THAT(needs.whom_to_help(1), IsEmpty());
}

TEST(Needs, AreMetToTheLetterOrInTheOtherLanguage) {
  const Needs needs(people({{"", "Übersetzung; logo design"},
                            {"translation", ""},
                            {"Logo Design", "pottery"},
                            {"guided tours", ""}}));
  const auto helpers = needs.who_helps(VertexId{0});
  ASSERT_THAT(members_of(helpers), ElementsAre(1, 2));
  EXPECT_EQ(helpers[0].met.front().wanted, "Übersetzung");
  EXPECT_EQ(helpers[0].met.front().offered, "translation");
  EXPECT_GE(helpers[0].value(), 0.45);
  EXPECT_NEAR(helpers[1].value(), 1.0, 1e-9);
  const auto helped = needs.whom_to_help(2);
  ASSERT_THAT(members_of(helped), ElementsAre(0));
  EXPECT_EQ(fold_case(helped[0].met.front().wanted), "logo design");
}

TEST(Needs, SimilarityIsSymmetricAndBetweenZeroAndOne) {
  const std::vector<std::string> texts = {"event photography", "portrait photography", "Produktfotos",
                                          "Fotokurse",         "web design",           "Buchhaltung erklären",
                                          "accounting",        "choir direction",      "live music",
                                          "Musik für Feiern",  "O'Reilly æther",       "ترجمة"};
  std::vector<Person> list;
  for (const auto& t : texts) list.push_back({t, t});
  const Needs needs(people(list));
  for (const auto& a : texts) {
    for (const auto& b : texts) {
      const double s = needs.similarity(a, b);
      EXPECT_GE(s, 0.0);
      EXPECT_LE(s, 1.0);
      EXPECT_NEAR(s, needs.similarity(b, a), 1e-12);
      if (a == b) {
        EXPECT_NEAR(s, 1.0, 1e-9) << a;
      }
    }
  }
  EXPECT_GT(needs.similarity("Buchhaltung erklären", "accounting"),
            needs.similarity("Buchhaltung erklären", "live music"));
  EXPECT_GT(needs.similarity("live music", "Musik für Feiern"), needs.similarity("live music", "web design"));
  EXPECT_GT(needs.similarity("Produktfotos", "event photography"), 0.2);
}

TEST(Needs, ManyPhrasesGiveMoreThanOneAndNeverMoreThanOne) {
  const Needs needs(people({{"", "pottery; translation; maps"},
                            {"pottery", ""},
                            {"pottery; maps", ""},
                            {"pottery, pottery", ""}}));
  const auto helpers = needs.who_helps(VertexId{0});
  ASSERT_EQ(helpers.size(), 3u);
  EXPECT_EQ(helpers[1].met.size(), 2u);
  EXPECT_EQ(helpers[2].met.size(), 1u);
  for (const Fits& f : helpers) EXPECT_LE(f.value(), 1.0);
}

TEST(Needs, AGoalNeedNotBeAnybodysNeed) {
  const Needs needs(
      people({{"", ""}, {"exhibition design", ""}, {"Ausstellungen gestalten", ""}, {"piano lessons", ""}}));
  const std::string goal = "exhibition design";
  EXPECT_THAT(members_of(needs.who_helps(std::string_view(goal))), ElementsAre(1, 2));
  EXPECT_THAT(needs.who_helps(std::string_view("quantum gravity")), IsEmpty());
  EXPECT_THAT(needs.who_helps(std::string_view("")), IsEmpty());
}

}  // namespace
}  // namespace tertius
