// Folders of tables: which files in them are somebody's, and several that change together.
//
// While a run puts several files in their places, ".tertius.commit" lists those that are not there yet. Where the
// run is killed between two, it stays, and the next run that looks at the folder does the rest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/io/bytes/lock.hpp"

namespace tertius::io {

/// The paths of what lies in `folder` and bears `part` in its name, sorted. Pipes and devices are left out, as to
/// look into them is to take something away, and what killed runs left. Throws std::filesystem::filesystem_error.
std::vector<std::string> files_in(const std::string& folder, std::string_view part);

/// The path of that list.
std::string commit_list(const std::string& folder);

/// Held while several files are put in their places. What a killed run began is finished when it is there.
class CommitLock {
 public:
  explicit CommitLock(const std::string& folder);

 private:
  FileLock lock_;
};

/// Waits for a run that is putting files there, and does the rest of one that was killed at it. Throws
/// Error{bad_data} where that is needed and nothing can be written in the folder.
void finish_commit(const std::string& folder);

}  // namespace tertius::io
