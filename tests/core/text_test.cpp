// Text as people write it: what is UTF-8, how wide it is, when two words are the same, how CSV quotes it.
#include "engine/core/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "engine/core/random.hpp"

namespace tertius::test {
namespace {

TEST(Utf8, InvalidBytesAreFoundWhereTheyStand) {
  EXPECT_EQ(find_invalid_utf8(""), std::string::npos);
  EXPECT_EQ(find_invalid_utf8("Zühlke, Öztürk, 山田, 🙂"), std::string::npos);
  EXPECT_EQ(find_invalid_utf8("Z\xFCHLKE"), 1u) << "Latin 1";
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0u) << "an overlong form";
  EXPECT_EQ(find_invalid_utf8("a\xED\xA0\x80"), 1u) << "a surrogate";
  EXPECT_EQ(find_invalid_utf8("abc\xE2\x82"), 3u) << "cut off";
}

TEST(Utf8, IsFoundAtEveryDistanceFromTheBlocksOfAsciiThatAreSkipped) {
  for (std::size_t before = 0; before < 200; ++before) {
    std::string text(before, 'a');
    EXPECT_EQ(find_invalid_utf8(text + "é" + std::string(100, 'b')), std::string::npos);
    EXPECT_EQ(find_invalid_utf8(text + "\xFF" + std::string(100, 'b')), before);
  }
}

TEST(Width, CountsColumnsAndNotBytes) {
  EXPECT_EQ(display_width("Zühlke"), 6u);
  EXPECT_EQ(display_width("u\u0308"), 1u) << "a combining mark takes no column";
  EXPECT_EQ(display_width("山田"), 4u);
  EXPECT_EQ(display_width(""), 0u);
}

TEST(Width, WhatDoesNotFitIsCutWithAnEllipsis) {
  EXPECT_EQ(fit_to_width("Zühlke", 6), "Zühlke");
  EXPECT_EQ(fit_to_width("Zühlke", 5), "Zühl…");
  EXPECT_EQ(fit_to_width("Zühlke", 1), "…");
  EXPECT_EQ(fit_to_width("Zühlke", 0), "");
  EXPECT_EQ(fit_to_width("山田太郎", 5), "山田…") << "half a character is none";
  for (std::size_t width = 0; width < 12; ++width)
    EXPECT_LE(display_width(fit_to_width("山a田b太c郎", width)), width);
}

TEST(Width, AHostileNameCannotDriveTheTerminal) {
  EXPECT_EQ(fit_to_width("a\x1B[2Jb", 20), "a [2Jb");
  EXPECT_EQ(fit_to_width("a\nb\tc", 20), "a b c");
  EXPECT_EQ(fit_to_width("a\u202Eb", 20), "a b") << "it would turn the rest of the row round";
}

TEST(FoldCase, MakesEqualWhatPeopleTakeForEqual) {
  EXPECT_EQ(fold_case("STRASSE"), fold_case("straße"));
  EXPECT_EQ(fold_case("Zu\u0308hlke"), fold_case("ZÜHLKE"));
  EXPECT_EQ(fold_case("ﬁlm"), "film");
  EXPECT_NE(fold_case("Muller"), fold_case("Müller"));
}

TEST(BareHeading, LeavesLettersAndDigits) {
  EXPECT_EQ(bare_heading("E-Mail"), "email");
  EXPECT_EQ(bare_heading(" Offen (ja/nein)? "), "offenjanein");
  EXPECT_EQ(bare_heading("Straße 2"), "strasse2");
}

TEST(EditDistance, IsThatOfLevenshteinInCodePoints) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("Zühlke", "Zuhlke"), 1u) << "an umlaut is one letter";
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
}

TEST(EditDistance, IsAMetric) {
  RandomStream random(5);
  const auto word = [&] {
    std::string text;
    for (std::uint64_t i = random.below(6); i > 0; --i) text += static_cast<char>('a' + random.below(3));
    return text;
  };
  for (int i = 0; i < 500; ++i) {
    const std::string a = word(), b = word(), c = word();
    EXPECT_EQ(edit_distance(a, b), edit_distance(b, a));
    EXPECT_EQ(edit_distance(a, b) == 0, a == b);
    EXPECT_LE(edit_distance(a, c), edit_distance(a, b) + edit_distance(b, c));
    EXPECT_GE(edit_distance(a, b), std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
  }
}

TEST(CsvField, IsQuotedWhereTheStandardAsksForIt) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_row({"a", "", "b,c"}), "a,,\"b,c\"\n");
}

TEST(NumberText, ReadsBackAsTheSameNumber) {
  RandomStream random(9);
  for (int i = 0; i < 2000; ++i) {
    const double value = (random.real() - 0.5) * std::pow(10.0, static_cast<double>(random.below(40)) - 20);
    EXPECT_EQ(std::stod(number_text(value)), value);
  }
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(std::nan("")), "");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "");
}

TEST(Digits, AreGroupedByThrees) {
  EXPECT_EQ(grouped_digits(0), "0");
  EXPECT_EQ(grouped_digits(999), "999");
  EXPECT_EQ(grouped_digits(1000), "1,000");
  EXPECT_EQ(grouped_digits(1234567), "1,234,567");
}

TEST(Counted, TakesOneForOneAlone) {
  EXPECT_EQ(counted(0, "tie", "ties"), "0 ties");
  EXPECT_EQ(counted(1, "tie", "ties"), "1 tie");
  EXPECT_EQ(counted(1200, "tie", "ties"), "1,200 ties");
}

}  // namespace
}  // namespace tertius::test
