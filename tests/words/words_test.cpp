// Findings and the templates that say them.
#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::words {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Speaker speaking(Language language = Language::english) {
  return {[](graph::VertexId v) { return std::string(1, static_cast<char>('A' + v)); }, language};
}

const Language german = language_of("de").value();

/// Languages other than English are spoken in letters and on the page alone, so far.
bool speaks(Language language, Kind kind) {
  return language == Language::english || kind.name().starts_with("letter_") ||
         kind.name().starts_with("page_");
}

TEST(Words, EveryLanguageHasATemplateForEveryKindThatUsesItsArguments) {
  for (const Language language : languages()) {
    EXPECT_THAT(templates_of(language).problems([&](Kind kind) { return speaks(language, kind); }),
                IsEmpty());
  }
}

/// The English templates with one line changed.
std::vector<std::string> problems_with(const std::string& kind, const std::string& line) {
  std::string text(
      "@language = L\n@own_name = l\n@plural = 1|other\n@and = and\n@decimal = .\n@thousands = ,\n@months = "
      "M\n@percent = %\n"
      "@hardly_any = 0\n@nearly_all = 1\n@day = d\n");
  return Templates("file", text + line + "\n").problems([&](Kind of) { return of.name() == kind; });
}

TEST(Words, AMissingOrUnfitTemplateIsNoticed) {
  EXPECT_THAT(problems_with("only_link", ""), ElementsAre("file: only_link has no template"));
  EXPECT_THAT(problems_with("only_link", "only_link = {group} to {other}"), IsEmpty());
  EXPECT_THAT(problems_with("only_link", "only_link = {group} to others"),
              ElementsAre("file: only_link does not use other"));
  EXPECT_THAT(problems_with("only_link", "only_link = {group} to {other}, {more}"),
              ElementsAre("file: only_link has no argument more"));
  EXPECT_THAT(problems_with("only_link", "only_link = {group} to {other} {@there}"),
              ElementsAre("file: only_link has no term @there"));
  EXPECT_THAT(problems_with("cut_off_without", "cut_off_without = {members|#|#|#}"),
              ElementsAre("file: cut_off_without has 3 forms for members, not 2"));
  EXPECT_THAT(problems_with("openings", "openings = {separation=distance:a} {before} {sampled?b}"),
              ElementsAre("file: openings leaves out a value of separation"));
}

TEST(Words, LanguagesAreCalledAsTheirFiles) {
  EXPECT_EQ(code_of(languages().front()), "en");
  EXPECT_EQ(language_of("en"), Language::english);
  EXPECT_EQ(code_of(german), "de");
  EXPECT_EQ(language_of("tlh"), std::nullopt);
}

/// The sign that makes a letter a capital one is the template's alone.
TEST(Words, WhatTheDataSayIsLeftAsItIs) {
  EXPECT_EQ(sentence(Finding{"letter_cell", {{"value", "^caret"}}}, speaking()), "^caret");
  EXPECT_EQ(
      sentence(Finding{"few_ties_between", {{"a", "it"}, {"b", "music"}, {"ties", 1}, {"expected", 9.0}}},
               speaking()),
      "It and music share 1 tie where 9 would be expected.");
}

TEST(Words, AFileThatIsNoneIsRefusedWithItsPlace) {
  for (const char* line : {"only_link = {group", "only_link = {group}}", "no kind = x", "only_link",
                           "only_link = {}", "only_link = a\nonly_link = b", "@t = {@u:2}"}) {
    try {
      Templates("file", std::string("# first\n") + line);
      ADD_FAILURE() << line;
    } catch (const Error& error) {
      EXPECT_EQ(error.where().file, "file") << line;
      EXPECT_GE(error.where().place.line, 2u) << line;
    }
  }
}

TEST(Words, AFindingHasTheArgumentsOfItsKind) {
  EXPECT_NO_THROW((Finding{"only_link", {{"group", "a"}, {"other", "b"}}}));
  EXPECT_THROW((Finding{"only_link", {{"group", "a"}}}), Error);
  EXPECT_THROW((Finding{"only_link", {{"group", "a"}, {"other", 7}}}), Error);
  EXPECT_THROW((Finding{"only_link", {{"group", "a"}, {"other", "b"}, {"third", "c"}}}), Error);
  EXPECT_THROW((Finding{"openings", {{"separation", Choice{"near"}}, {"before", 1.0}, {"sampled", false}}}),
               Error);
}

TEST(Words, NumbersTakeTheirFormAndTheMarksOfTheLanguage) {
  const auto cut_off = [](std::uint64_t members) {
    return sentence(Finding{"cut_off_without", {{"members", members}}}, speaking());
  };
  EXPECT_EQ(cut_off(1), "without this member 1 member is cut off");
  EXPECT_EQ(cut_off(0), "without this member 0 members are cut off");
  EXPECT_EQ(cut_off(1234), "without this member 1,234 members are cut off");
  EXPECT_EQ(count_text(1234567, german), "1.234.567");
  EXPECT_EQ(number_text(1234.5678, german, 2), "1234,57");
  EXPECT_EQ(number_text(-0.0, Language::english), "0");
  EXPECT_EQ(number_text(std::nan(""), Language::english, 2), "-");
  for (const auto& [share, in_english, in_german] :
       {std::tuple(0.0, "0 %", "0 %"), std::tuple(1.0, "100 %", "100 %"), std::tuple(0.783, "78 %", "78 %"),
        std::tuple(0.0049, "0.49 %", "0,49 %"), std::tuple(0.00001, "less than 0.01 %", "weniger als 0,01 %"),
        std::tuple(0.99999, "more than 99.99 %", "mehr als 99,99 %")}) {
    EXPECT_EQ(share_text(share, Language::english), in_english);
    EXPECT_EQ(share_text(share, german), in_german);
  }
}

TEST(Words, ListsEndAsTheLanguageHasIt) {
  EXPECT_EQ(listed({}, Language::english), "");
  EXPECT_EQ(listed({"a"}, Language::english), "a");
  EXPECT_EQ(listed({"a", "b"}, Language::english), "a and b");
  EXPECT_EQ(listed({"a", "b", "c"}, german), "a, b und c");
}

TEST(Words, ASentenceIsMadeOfWhatIsKnown) {
  const auto critical = [](std::uint64_t alike, bool apart) {
    return sentence(Finding{"most_critical",
                            {{"member", Member{1}},
                             {"alike", alike},
                             {"cut_off", 1},
                             {"pairs", 2},
                             {"different_groups", apart}}},
                    speaking());
  };
  EXPECT_EQ(
      critical(0, true),
      "The network hangs most on B: without them 1 member is cut off, and 2 pairs of members in different "
      "groups lose each other.");
  EXPECT_EQ(critical(1, false),
            "The network hangs most on B, and as much on 1 other member: without B 1 member is cut off, and "
            "2 pairs "
            "of members in one group lose each other.");
  const Finding short_reason{"bridge_in_short",
                             {{"member", Member{0}},
                              {"group", "crafts"},
                              {"reasons", std::vector{Finding{"cut_off_without", {{"members", 3}}},
                                                      Finding{"contacts_in_groups", {{"groups", 2}}}}}}};
  EXPECT_EQ(sentence(short_reason, speaking()),
            "A (crafts): without this member 3 members are cut off; contacts in 2 other groups");
}

}  // namespace
}  // namespace tertius::words
