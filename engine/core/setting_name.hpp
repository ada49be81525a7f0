// What a setting is called in messages and answers. The engine knows the fields of its options alone
// ("largest_group"); a caller who offers them under other names, such as the flags of a command line, says
// once for the process how they are spelled.
#pragma once

#include <string>
#include <string_view>

namespace tertius {

/// The field as the caller spells it; as it is where nobody said how.
std::string setting_name(std::string_view field);

using SettingSpelling = std::string (*)(std::string_view field);
/// From now on setting_name() answers with this; nullptr takes it back. Returns what it was before.
SettingSpelling spell_settings(SettingSpelling spelling);

}  // namespace tertius
