#include "engine/io/bytes/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"

namespace tertius::io {
namespace {

std::string lock_of(const std::string& path) {
  const std::filesystem::path target(target_of(path));
  return (target.parent_path() / ("." + target.filename().string() + ".lock")).string();
}

}  // namespace

bool FileState::operator==(const FileState& other) const {
  return device == other.device && number == other.number && size == other.size &&
         changed.tv_sec == other.changed.tv_sec && changed.tv_nsec == other.changed.tv_nsec;
}

std::optional<FileState> state_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileState{status.st_dev, status.st_ino, status.st_size, status.st_mtim};
}

FileLock::FileLock(const std::string& path, const std::function<void()>& waits, const RunContext& context)
    : path_(lock_of(path)) {
  bool waited = false;
  for (;;) {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
      throw Error(ErrorKey::output_failed, std::string("cannot write: ") + std::strerror(errno), {path});
    while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) {
      if (!waited && waits) waits();
      waited = true;
      try {
        context.poll();
      } catch (...) {
        ::close(descriptor_);
        throw;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    // Whoever had it may have removed it meanwhile.
    struct stat ours {};
    const auto there = state_of(path_);
    if (::fstat(descriptor_, &ours) == 0 && there && there->number == ours.st_ino) break;
    ::close(descriptor_);
  }
  note_unfinished(path_);
}

FileLock::~FileLock() {
  ::unlink(path_.c_str());
  forget_unfinished(path_);
  ::close(descriptor_);
}

}  // namespace tertius::io
