#include "engine/io/bytes/output.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/bytes/folder.hpp"
#include "engine/io/bytes/inputs.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 20;
constexpr std::string_view temporary_end = ".tertius.tmp";

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
  check_inputs();
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

mode_t present_mask() {
  static std::mutex asking;  // it can only be set to be known
  const std::lock_guard lock(asking);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return mask;
}

/// A file keeps its mode, but where this run's are for their owner alone.
mode_t kept_mode(const struct stat& status) {
  constexpr mode_t others = 0077;
  return status.st_mode & 0777 & ((present_mask() & others) == others ? ~others : ~mode_t{0});
}

mode_t new_mode(const std::filesystem::path& path, Readers readers) {
  const mode_t usual = 0666 & ~present_mask();
  if (readers == Readers::usual) return usual;
  struct stat folder {};
  const std::string above = path.has_parent_path() ? path.parent_path().string() : ".";
  const bool shared = ::stat(above.c_str(), &folder) == 0 && (folder.st_mode & S_IWOTH) == 0 &&
                      (folder.st_mode & (S_IWGRP | S_ISGID)) != 0;
  return shared ? usual : usual & 0600;
}

/// Removes what killed runs left beside `path`. Who is still writing has a lock on it.
void remove_left_over(const std::filesystem::path& path) {
  constexpr std::time_t young = 60;  // seconds in which one may be made, and not locked yet
  std::error_code problem;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    if (unfinished_name(entry.path().filename().native()) != path.filename().native()) continue;
    const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) continue;
    struct stat status {};
    const bool old = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
                     status.st_mtim.tv_sec + young < std::time(nullptr);
    if (old && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
    ::close(descriptor);
  }
}

}  // namespace

std::string_view unfinished_name(std::string_view name) {
  constexpr std::size_t made_up = 7;  // ".XXXXXX"
  if (!name.ends_with(temporary_end) || name.size() <= temporary_end.size() + made_up) return {};
  name.remove_suffix(temporary_end.size());
  const std::string_view end = name.substr(name.size() - made_up);
  const bool ours = end[0] == '.' && std::all_of(end.begin() + 1, end.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                    });
  return ours ? name.substr(0, name.size() - made_up) : std::string_view();
}

std::string target_of(std::string path) {
  std::error_code problem;
  const std::filesystem::path whole = std::filesystem::canonical(path, problem);
  if (!problem) return whole.string();
  // Behind a link to what is not there yet; what is there and has no path is a pipe.
  for (int links = 0; links < 40 && !std::filesystem::exists(path, problem); ++links) {
    const std::filesystem::path link(path), target = std::filesystem::read_symlink(link, problem);
    if (problem) break;
    path = (link.parent_path() / target).string();
  }
  return path;
}

// Through a symbolic link the file it names is replaced, not the link.
AtomicFile::AtomicFile(std::string path, Readers readers) : path_(target_of(std::move(path))) {
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
  remove_left_over(path_);
  temporary_ = path_ + ".XXXXXX" + std::string(temporary_end);
  {
    const std::lock_guard lock(unfinished_mutex);
    descriptor_ = ::mkostemps(temporary_.data(), static_cast<int>(temporary_end.size()), O_CLOEXEC);
    if (descriptor_ >= 0) unfinished().insert(temporary_);
  }
  if (descriptor_ < 0) fail("cannot write");
  ::flock(descriptor_, LOCK_EX | LOCK_NB);
  // The owner first, as a change of it takes bits of the mode away.
  [[maybe_unused]] const int kept = exists ? ::fchown(descriptor_, status.st_uid, status.st_gid) : 0;
  ::fchmod(descriptor_, exists ? kept_mode(status) : new_mode(path_, readers));
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
  check_inputs();
  begin_output();
  put_in_place();
}

void AtomicFile::put_in_place() {
  const std::lock_guard lock(unfinished_mutex);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("could not be put in place");
  unfinished().erase(temporary_);
}

void AtomicFile::commit_together(const std::string& folder,
                                 std::span<const std::unique_ptr<AtomicFile>> files) {
  for (const auto& file : files) file->complete();
  const CommitLock lock(folder);
  std::string list;
  for (const auto& file : files)
    if (!file->temporary_.empty()) list += std::filesystem::path(file->temporary_).filename().string() + "\n";
  AtomicFile marker(commit_list(folder));
  marker.write(list);
  marker.complete();
  check_inputs();
  begin_output();
  marker.put_in_place();
  // From here on the list speaks for them: an interrupt removes none.
  for (const auto& file : files) forget_unfinished(file->temporary_);
  for (const auto& file : files)
    if (!file->temporary_.empty()) file->put_in_place();
  ::unlink(marker.path_.c_str());
}

void write_folder_atomically(const std::string& folder, std::span<const NamedContent> files) {
  const bool made = ::mkdir(folder.c_str(), 0777) == 0;
  if (!made && errno != EEXIST) {
    throw Error(ErrorKey::output_failed, std::string("the folder cannot be made: ") + std::strerror(errno),
                {folder});
  }
  try {
    finish_commit(folder);
    std::vector<std::unique_ptr<AtomicFile>> open;
    for (const NamedContent& file : files) {
      open.push_back(std::make_unique<AtomicFile>(folder + "/" + file.name));
      open.back()->write(file.content);
    }
    AtomicFile::commit_together(folder, open);
  } catch (...) {
    if (made) ::rmdir(folder.c_str());
    throw;
  }
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

void AnswerStream::complete() {
  if (file_) file_->complete();
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

void note_unfinished(const std::string& path) {
  const std::lock_guard lock(unfinished_mutex);
  unfinished().insert(path);
}

void forget_unfinished(const std::string& path) {
  const std::lock_guard lock(unfinished_mutex);
  unfinished().erase(path);
}

void remove_unfinished_files() noexcept {
  // Not waiting for the lock: the holder may be the one that does not finish.
  const bool locked = unfinished_mutex.try_lock();
  for (const std::string& file : unfinished()) ::unlink(file.c_str());
  if (locked) unfinished_mutex.unlock();
}

}  // namespace tertius::io
