// Texts and their codes: as a map gives them, however many there are, whoever keeps the texts.
#include "engine/core/interner.hpp"

#include <gtest/gtest.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/core/random.hpp"

namespace tertius {
namespace {

TEST(Interner, NumbersTextsInOrderOfFirstAppearance) {
  RandomStream random(5);
  std::vector<std::string> texts;
  for (int i = 0; i < 20'000; ++i) texts.push_back("text " + std::to_string(random.below(3000)));
  std::unordered_map<std::string, std::uint32_t> expected;
  Interner<> copies;
  Interner<TextViews> views;
  for (const std::string& text : texts) {
    const auto known = expected.try_emplace(text, static_cast<std::uint32_t>(expected.size())).first;
    EXPECT_EQ(copies.code(text), known->second);
    EXPECT_EQ(views.code(text), known->second);
    EXPECT_EQ(copies[known->second], text);
  }
  EXPECT_EQ(copies.size(), expected.size());
  const std::vector<std::string_view> asked{texts[7], "nobody", texts[19'999], ""};
  std::vector<std::uint32_t> found(asked.size());
  copies.find(asked, found);
  EXPECT_EQ(found, (std::vector<std::uint32_t>{expected.at(texts[7]), no_code, expected.at(texts[19'999]),
                                               no_code}));
}

TEST(Interner, AnEmptyTextHasNoCodeUnlessItIsAskedFor) {
  Interner<> interner;
  EXPECT_EQ(interner.code(""), no_code);
  EXPECT_EQ(interner[no_code], "");
  EXPECT_EQ(interner.find_or_add("", hash_text("")), 0u);
  EXPECT_EQ(interner.code("a"), 1u);
}

TEST(Interner, GoesOnWithTextsThatHaveNoIndexYet) {
  Interner<> interner(StringPool{"a", "b"});
  EXPECT_EQ(interner.code("b"), 1u);
  EXPECT_EQ(interner.code("c"), 2u);
  EXPECT_EQ(interner.take(), (StringPool{"a", "b", "c"}));
  EXPECT_EQ(interner.size(), 0u);
  EXPECT_EQ(interner.code("c"), 0u);
}

TEST(Interner, AnAlteredIndexFindsNothingThatIsNotThere) {
  // Codes beyond the texts, and no free slot at all.
  const std::vector<std::uint32_t> slots(4, 1000);
  const Interner<> interner(StringPool{"a"}, CodeIndex(Array<std::uint32_t>(slots)));
  EXPECT_EQ(interner.find("a"), no_code);
  EXPECT_EQ(interner.find("b"), no_code);
  // Every slot leads to the one text.
  const Interner<> round(StringPool{"a"}, CodeIndex(Array<std::uint32_t>(std::vector<std::uint32_t>(4, 0))));
  EXPECT_EQ(round.find("a"), 0u);
  EXPECT_EQ(round.find("b"), no_code);
}

}  // namespace
}  // namespace tertius
