// Writing results: a file is complete or absent. What is written goes to a temporary file beside the target,
// which takes the target's place in one step when everything has been written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/bytes/checksum.hpp"

namespace tertius::io {

class AtomicFile {
 public:
  /// Opens a temporary file beside `path`; a pipe or a device that is there already takes the bytes as they
  /// come. Throws Error{output} when that is not possible.
  explicit AtomicFile(std::string path);
  /// Removes the temporary file unless commit() was called.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Throws Error{output} that names the path and the system's reason (a full disk, say).
  void write(std::string_view bytes);
  /// Flushes to the disk; nothing can be written afterwards, and nothing but the rename can fail.
  void complete();
  /// Completes the file and puts it in place. Throws Error{cancelled} after an interrupt.
  void commit();

 private:
  void flush();
  [[noreturn]] void fail(const char* what) const;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
  std::string buffer_;
};

/// Several files in one folder, written as they come: all are on the disk before the first one is put in
/// place, so that a failure leaves what was there before. Other files of the folder stay.
class OutputFolder {
 public:
  class File {
   public:
    File(const std::string& folder, std::string name);
    /// Throws Error{output}.
    void write(std::string_view bytes);

    const std::string& name() const { return name_; }
    std::uint64_t bytes() const { return bytes_; }
    std::string checksum() const { return checksum_.text(); }

   private:
    friend class OutputFolder;
    std::string name_;
    AtomicFile file_;
    Checksum checksum_;
    std::uint64_t bytes_ = 0;
  };

  /// The folder is made where it is missing. Throws Error{output}.
  explicit OutputFolder(std::string folder);
  /// Removes a folder that it made unless commit() was called.
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// A file that is empty so far; it lives as long as the folder.
  File& add(std::string name);
  /// In the order of add().
  const std::vector<std::unique_ptr<File>>& files() const { return files_; }
  /// Puts all files in place, in that order. Throws as AtomicFile does.
  void commit();

 private:
  std::string folder_;
  bool made_ = false;
  std::vector<std::unique_ptr<File>> files_;
};

struct NamedContent {
  std::string name;  ///< of a file, without a folder
  std::string content;
};

/// The same of files that are there already. Throws Error{output}.
void write_folder_atomically(const std::string& folder, std::span<const NamedContent> files);

/// The whole content at once. "-" writes to standard output. Throws Error{output}, or Error{cancelled} after
/// an interrupt.
void write_atomically(const std::string& path, std::string_view content);

/// An answer too long to keep in memory: nothing of it is out before commit(). It goes to a file, or ("-") to
/// standard output; what is longer than a megabyte waits for that in a file without a name, in the folder
/// that TMPDIR names or else in /var/tmp or /tmp, which is gone with the stream or the process.
class AnswerStream {
 public:
  explicit AnswerStream(const std::string& path);
  ~AnswerStream();
  AnswerStream(const AnswerStream&) = delete;
  AnswerStream& operator=(const AnswerStream&) = delete;

  /// Throws Error{output}.
  void write(std::string_view bytes);
  /// Puts the file in place, or writes all to standard output. Throws Error{output}, or Error{cancelled}
  /// after an interrupt.
  void commit();

 private:
  void keep();

  std::optional<AtomicFile> file_;
  std::string buffer_;
  int kept_ = -1;  // what was written before the buffer
};

/// How far output has come, for an interrupt: before the first byte it means that there shall be none, after
/// it that what has begun shall become whole.
enum class OutputStage {
  not_begun,
  begun,        ///< a file takes its place, or standard output is being written
  on_terminal,  ///< standard output is being written for somebody who sees what is missing
  interrupted   ///< nothing goes out any more
};

/// What an interrupt finds. Before output has begun, it never will: it throws Error{cancelled} from now on.
OutputStage interrupt_output() noexcept;

/// Removes the temporary files of every AtomicFile that is still open and the folders made for them: for an interrupt that cannot wait.
void remove_unfinished_files() noexcept;

}  // namespace tertius::io
