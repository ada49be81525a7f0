// The names of settings: the engine's own, until a caller spells them otherwise.
#include "engine/core/setting_name.hpp"

#include <gtest/gtest.h>

namespace tertius {
namespace {

TEST(SettingName, IsTheFieldUntilACallerSpellsIt) {
  EXPECT_EQ(setting_name("largest_group"), "largest_group");
  const SettingSpelling before =
      spell_settings([](std::string_view field) { return "<" + std::string(field) + ">"; });
  EXPECT_EQ(before, nullptr);
  EXPECT_EQ(setting_name("largest_group"), "<largest_group>");
  EXPECT_NE(spell_settings(before), nullptr);
  EXPECT_EQ(setting_name("largest_group"), "largest_group");
}

}  // namespace
}  // namespace tertius
