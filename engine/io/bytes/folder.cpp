#include "engine/io/bytes/folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"

namespace tertius::io {
namespace {

namespace fs = std::filesystem;

/// Puts those of the list in their places that are not there yet. A list says nothing of other files than those
/// that lie beside it and were left over.
void finish(const std::string& folder) {
  const std::string list = commit_list(folder);
  std::ifstream names(list);
  if (!names) return;
  for (std::string name; std::getline(names, name);) {
    const std::string_view finished = unfinished_name(name);
    if (finished.empty() || name.find('/') != name.npos) continue;
    const fs::path from = fs::path(folder) / name, to = fs::path(folder) / finished;
    if (std::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT)
      throw Error(ErrorKey::output_failed, std::string("could not be put in place: ") + std::strerror(errno),
                  {to.string()});
  }
  std::remove(list.c_str());
}

}  // namespace

std::vector<std::string> files_in(const std::string& folder, std::string_view part) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.find(part) == name.npos || entry.is_other() || !unfinished_name(name).empty()) continue;
    files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string commit_list(const std::string& folder) {
  return (fs::path(folder) / ".tertius.commit").string();
}

CommitLock::CommitLock(const std::string& folder) : lock_((fs::path(folder) / "tertius").string(), {}, {}) {
  finish(folder);
}

void finish_commit(const std::string& folder) {
  std::error_code problem;
  if (!fs::exists(commit_list(folder), problem)) return;
  try {
    const CommitLock lock(folder);
  } catch (const Error& error) {
    throw Error(
        ErrorKey::input_damaged,
        fmt::format("a run was killed while it put its files here, and the rest cannot be done now ({}); "
                    "expected a folder that may be written, once",
                    error.what()),
        {folder});
  }
}

}  // namespace tertius::io
