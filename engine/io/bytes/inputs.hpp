// The files that are being read, which is once or more often, and watched: an answer is about what a file held at one time, so that one which is
// written meanwhile is refused. What is compared is its size and the time of its last change; a file that another
// one takes the place of stays what it was.
#pragma once

#include <sys/stat.h>

#include <string>
#include <string_view>

namespace tertius::io {

class Source;

/// Whether it is a file, which may be read once more: standard input and pipes, whatever they are called, are gone
/// when they were read.
bool rereadable(const Source& source);

/// A regular file while it is read.
class WatchedInput {
 public:
  /// `descriptor` stays open as long as this is.
  WatchedInput(std::string name, int descriptor, const struct stat& opened);
  ~WatchedInput();
  WatchedInput(const WatchedInput&) = delete;
  WatchedInput& operator=(const WatchedInput&) = delete;

  /// Where it is mapped.
  void is_mapped_at(std::string_view bytes);

 private:
  friend void check_inputs();
  friend std::string input_mapped_at(const void* address);
  bool changed() const;

  const std::string name_;
  const int descriptor_;
  const struct stat opened_;
  std::string_view mapping_;
};

/// Throws Error{bad_data} where a file that is being read, or was since the last call, has changed meanwhile.
/// Called at the end of each load, and before anything of an answer goes out.
void check_inputs();

/// The name of the file that is mapped there; empty where none is. For whoever handles SIGBUS, which comes when
/// such a file becomes shorter: no code that holds a lock reads from a mapping.
std::string input_mapped_at(const void* address);

/// What is said of an input that changed.
inline constexpr std::string_view changed_words =
    "changed while it was read; expected a file that stays as it is until the answer is out (ask again)";

}  // namespace tertius::io
