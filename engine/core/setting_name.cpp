#include "engine/core/setting_name.hpp"

#include <atomic>

namespace tertius {
namespace {

std::atomic<SettingSpelling> spelling_of_caller{nullptr};

}  // namespace

std::string setting_name(std::string_view field) {
  const SettingSpelling spelling = spelling_of_caller.load();
  return spelling != nullptr ? spelling(field) : std::string(field);
}

SettingSpelling spell_settings(SettingSpelling spelling) {
  return spelling_of_caller.exchange(spelling);
}

}  // namespace tertius
