#include "engine/io/output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "engine/core/error.hpp"

namespace tertius {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 20;

std::mutex unfinished_mutex;
std::set<std::string>& unfinished() {
  static std::set<std::string> files;
  return files;
}

/// Writes everything or returns false with errno set.
bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
  // Through a symbolic link the file it names is replaced, not the link.
  if (char* real = ::realpath(path_.c_str(), nullptr); real != nullptr) {
    path_ = real;
    std::free(real);
  }
  struct stat status {};
  const bool exists = ::stat(path_.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    fail("cannot write");
  }
  buffer_.reserve(buffer_size);
  if (exists && !S_ISREG(status.st_mode)) {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail("cannot write");
    return;
  }
  temporary_ = path_ + ".XXXXXX.tmp";
  {
    const std::lock_guard lock(unfinished_mutex);
    descriptor_ = ::mkostemps(temporary_.data(), 4, O_CLOEXEC);
    if (descriptor_ >= 0) unfinished().insert(temporary_);
  }
  if (descriptor_ < 0) fail("cannot write");
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor_, 0666 & ~mask);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  const std::lock_guard lock(unfinished_mutex);
  if (unfinished().erase(temporary_) > 0) ::unlink(temporary_.c_str());
}

void AtomicFile::fail(const char* what) const {
  throw Error(ErrorCode::output, std::string(what) + ": " + std::strerror(errno), {path_});
}

void AtomicFile::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > buffer_size) flush();
  if (bytes.size() < buffer_size) {
    buffer_ += bytes;
  } else if (!write_all(descriptor_, bytes)) {
    fail("could not be written");
  }
}

void AtomicFile::flush() {
  if (!write_all(descriptor_, buffer_)) fail("could not be written");
  buffer_.clear();
}

void AtomicFile::complete() {
  if (descriptor_ < 0) return;
  flush();
  // Some systems report a full disk only here.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) fail("could not be written");
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0) fail("could not be written");
}

void AtomicFile::commit() {
  complete();
  if (temporary_.empty()) return;
  const std::lock_guard lock(unfinished_mutex);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("could not be put in place");
  unfinished().erase(temporary_);
}

void write_folder_atomically(const std::string& folder, std::span<const NamedContent> files) {
  const bool made = ::mkdir(folder.c_str(), 0777) == 0;
  if (!made && errno != EEXIST) {
    throw Error(ErrorCode::output, std::string("the folder cannot be made: ") + std::strerror(errno),
                {folder});
  }
  try {
    std::vector<std::unique_ptr<AtomicFile>> open;
    for (const NamedContent& file : files) {
      open.push_back(std::make_unique<AtomicFile>(folder + "/" + file.name));
      open.back()->write(file.content);
      open.back()->complete();
    }
    for (const auto& file : open) file->commit();
  } catch (...) {
    if (made) ::rmdir(folder.c_str());
    throw;
  }
}

void write_atomically(const std::string& path, std::string_view content) {
  if (path == "-") {
    if (!write_all(STDOUT_FILENO, content)) {
      throw Error(ErrorCode::output, std::string("could not be written: ") + std::strerror(errno),
                  {"standard output"});
    }
    return;
  }
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

AnswerStream::AnswerStream(const std::string& path) {
  if (path != "-") file_.emplace(path);
}

void AnswerStream::write(std::string_view bytes) {
  if (file_) return file_->write(bytes);
  buffer_ += bytes;
  if (buffer_.size() >= buffer_size) flush();
}

void AnswerStream::flush() {
  write_atomically("-", buffer_);
  buffer_.clear();
}

void AnswerStream::commit() {
  if (file_) return file_->commit();
  flush();
}

void remove_unfinished_files() noexcept {
  // Not waiting for the lock: the holder may be the one that does not finish.
  const bool locked = unfinished_mutex.try_lock();
  for (const std::string& file : unfinished()) ::unlink(file.c_str());
  if (locked) unfinished_mutex.unlock();
}

}  // namespace tertius
