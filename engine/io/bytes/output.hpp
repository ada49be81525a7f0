// Writing results: a file is complete or absent. What is written goes to a temporary file beside the target,
// which takes the target's place in one step when everything has been written, and when all inputs are as they were
// when they were opened.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tertius::io {

/// The file that `path` names, through symbolic links, whether there is one or not.
std::string target_of(std::string path);

/// What a file would be called now that was being written when its run was killed, and is called
/// "NAME.XXXXXX.tertius.tmp"; empty where that is no such name. It is nobody's, and no reader looks at it.
std::string_view unfinished_name(std::string_view name);

/// Who may read a file that is new. One that is there already keeps its mode, and its owner where that is possible.
enum class Readers {
  usual,  ///< as the umask says
  owner,  ///< its owner alone, unless the folder is shared with a group: it may write there, or has the set-group-ID
};

class AtomicFile {
 public:
  /// Opens a temporary file beside `path`, and removes those that killed runs left there; a pipe or a device that is
  /// there already takes the bytes as they come. Throws Error{output} when that is not possible.
  explicit AtomicFile(std::string path, Readers readers = Readers::usual);
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

  /// The same of several files in one folder. Whatever happens between the first and the last, the next run that
  /// looks at the folder puts the others in their places (bytes/folder.hpp): a list of them stands there meanwhile.
  static void commit_together(const std::string& folder, std::span<const std::unique_ptr<AtomicFile>> files);

 private:
  void flush();
  void put_in_place();
  [[noreturn]] void fail(const char* what) const;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
  std::string buffer_;
};

struct NamedContent {
  std::string name;  ///< of a file, without a folder
  std::string content;
};

/// Several files in one folder, which is made where it is missing: all are on the disk before the first one
/// is put in place, so that a failure leaves what was there before, and they are put there together. Other files of
/// the folder stay. Throws Error{output}.
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
  /// As AtomicFile::complete(), where it goes to a file.
  void complete();
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

/// A file that is there for as long as the run needs it, and is removed with it.
void note_unfinished(const std::string& path);
void forget_unfinished(const std::string& path);

/// Removes these, and the temporary files of every AtomicFile that is still open: for an interrupt that cannot wait.
void remove_unfinished_files() noexcept;

}  // namespace tertius::io
