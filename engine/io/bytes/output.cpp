#include "engine/io/bytes/output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "engine/core/error.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 20;

std::mutex unfinished_mutex;
std::set<std::string>& unfinished() {
  static std::set<std::string> files;
  return files;
}
/// Made for files that are not in place yet.
std::set<std::string>& unfinished_folders() {
  static std::set<std::string> folders;
  return folders;
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

std::atomic<OutputStage> output_stage{OutputStage::not_begun};

/// Nothing may go out before this. Throws Error{cancelled} after an interrupt.
void begin_output(OutputStage stage = OutputStage::begun) {
  OutputStage now = output_stage;
  do {
    if (now == OutputStage::interrupted) throw Error(ErrorKey::interrupted, "interrupted");
  } while (!output_stage.compare_exchange_weak(now, stage));
}

/// Writes all that give(put) puts to standard output.
template <class Give>
void write_standard_output(const Give& give) {
  begin_output(::isatty(STDOUT_FILENO) != 0 ? OutputStage::on_terminal : OutputStage::begun);
  give([&](std::string_view bytes) {
    if (!write_all(STDOUT_FILENO, bytes))
      throw Error(ErrorKey::output_failed, std::string("could not be written: ") + std::strerror(errno),
                  {"standard output"});
  });
  begin_output();
}

/// A file that nobody else sees, or -1 with errno set.
int open_nameless() {
  for (const char* folder : {static_cast<const char*>(std::getenv("TMPDIR")), "/var/tmp", "/tmp"}) {
    if (folder == nullptr || *folder == '\0') continue;
    std::string path = std::string(folder) + "/tertius.XXXXXX";
    const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
    if (descriptor < 0) continue;
    ::unlink(path.c_str());
    return descriptor;
  }
  return -1;
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
  throw Error(ErrorKey::output_failed, std::string(what) + ": " + std::strerror(errno), {path_});
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
  begin_output();
  const std::lock_guard lock(unfinished_mutex);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("could not be put in place");
  unfinished().erase(temporary_);
}

OutputFolder::File::File(const std::string& folder, std::string name)
    : name_(std::move(name)), file_(folder + "/" + name_) {}

void OutputFolder::File::write(std::string_view bytes) {
  file_.write(bytes);
  checksum_.add(bytes);
  bytes_ += bytes.size();
}

OutputFolder::OutputFolder(std::string folder) : folder_(std::move(folder)) {
  const std::lock_guard lock(unfinished_mutex);
  made_ = ::mkdir(folder_.c_str(), 0777) == 0;
  if (made_) {
    unfinished_folders().insert(folder_);
  } else if (errno != EEXIST) {
    throw Error(ErrorKey::output_failed, std::string("the folder cannot be made: ") + std::strerror(errno),
                {folder_});
  }
}

OutputFolder::~OutputFolder() {
  files_.clear();
  if (!made_) return;
  const std::lock_guard lock(unfinished_mutex);
  if (unfinished_folders().erase(folder_) > 0) ::rmdir(folder_.c_str());
}

OutputFolder::File& OutputFolder::add(std::string name) {
  return *files_.emplace_back(std::make_unique<File>(folder_, std::move(name)));
}

void OutputFolder::commit() {
  for (const auto& file : files_) file->file_.complete();
  for (const auto& file : files_) file->file_.commit();
  const std::lock_guard lock(unfinished_mutex);
  unfinished_folders().erase(folder_);
}

void write_folder_atomically(const std::string& folder, std::span<const NamedContent> files) {
  OutputFolder output(folder);
  for (const NamedContent& file : files) output.add(file.name).write(file.content);
  output.commit();
}

void write_atomically(const std::string& path, std::string_view content) {
  if (path == "-") return write_standard_output([&](const auto& put) { put(content); });
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

AnswerStream::AnswerStream(const std::string& path) {
  if (path != "-") file_.emplace(path);
}

AnswerStream::~AnswerStream() {
  if (kept_ >= 0) ::close(kept_);
}

void AnswerStream::write(std::string_view bytes) {
  if (file_) return file_->write(bytes);
  buffer_ += bytes;
  if (buffer_.size() >= buffer_size) keep();
}

void AnswerStream::keep() {
  if (kept_ < 0) kept_ = open_nameless();
  if (kept_ < 0 || !write_all(kept_, buffer_)) {
    throw Error(ErrorKey::output_failed,
                std::string("a temporary file for what is to come could not be written: ") +
                    std::strerror(errno) + "; set TMPDIR to a folder with more room",
                {"standard output"});
  }
  buffer_.clear();
}

void AnswerStream::commit() {
  if (file_) return file_->commit();
  write_standard_output([&](const auto& put) {
    std::string part(kept_ < 0 ? 0 : buffer_size, '\0');
    for (off_t at = 0; kept_ >= 0;) {
      const ssize_t got = ::pread(kept_, part.data(), part.size(), at);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0)
        throw Error(ErrorKey::output_failed,
                    std::string("its temporary file could not be read: ") + std::strerror(errno),
                    {"standard output"});
      if (got == 0) break;
      put(std::string_view(part).substr(0, static_cast<std::size_t>(got)));
      at += got;
    }
    put(buffer_);
  });
  buffer_.clear();
}

OutputStage interrupt_output() noexcept {
  OutputStage found = OutputStage::not_begun;
  output_stage.compare_exchange_strong(found, OutputStage::interrupted);
  return found;
}

void remove_unfinished_files() noexcept {
  // Not waiting for the lock: the holder may be the one that does not finish.
  const bool locked = unfinished_mutex.try_lock();
  for (const std::string& file : unfinished()) ::unlink(file.c_str());
  for (const std::string& folder : unfinished_folders()) ::rmdir(folder.c_str());
  if (locked) unfinished_mutex.unlock();
}

}  // namespace tertius::io
