// Folders of tables: which files in them are somebody's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tertius::io {

/// The paths of what lies in `folder` and bears `part` in its name, sorted. Pipes and devices are left out, as to
/// look into them is to take something away, and what killed runs left. Throws std::filesystem::filesystem_error.
std::vector<std::string> files_in(const std::string& folder, std::string_view part);

}  // namespace tertius::io
