// Checksums that tell whether a file is the one that was read: XXH3 with 64 bits, as `xxhsum -H3` prints it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tertius::io {

/// "xxh3:0123456789abcdef" of the bytes.
std::string checksum(std::string_view bytes);
/// The same of bytes that come in parts.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;

  void add(std::string_view bytes);
  /// Of all bytes so far.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};
/// The same of a file as it lies on the disk, still compressed. Throws Error{no_input} when it cannot be
/// read.
std::string file_checksum(const std::string& path);

}  // namespace tertius::io
