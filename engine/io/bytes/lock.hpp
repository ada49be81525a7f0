// Files that one run of tertius at a time reads and then writes.
#pragma once

#include <sys/stat.h>

#include <functional>
#include <optional>
#include <string>

#include "engine/core/context.hpp"

namespace tertius::io {

/// What tells whether a file is still the one that was looked at: which one it is, its size and its last change.
struct FileState {
  dev_t device{};
  ino_t number{};
  off_t size{};
  timespec changed{};

  bool operator==(const FileState& other) const;
};
/// Nothing where there is no file.
std::optional<FileState> state_of(const std::string& path);

/// A lock on the file at `path`, which need not be there: ".NAME.lock" beside it, gone with the lock. One that a
/// run left which was killed is no hindrance. Where the system has no locks, there is none.
class FileLock {
 public:
  /// Waits for others; `waits` is called once where there are any. Throws Error{cancelled}, or Error{output} where
  /// the folder cannot be written.
  FileLock(const std::string& path, const std::function<void()>& waits, const RunContext& context);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace tertius::io
