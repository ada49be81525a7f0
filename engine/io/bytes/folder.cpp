#include "engine/io/bytes/folder.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/io/bytes/output.hpp"

namespace tertius::io {

namespace fs = std::filesystem;

std::vector<std::string> files_in(const std::string& folder, std::string_view part) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.find(part) == name.npos || entry.is_other() || is_left_over(name)) continue;
    files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace tertius::io
