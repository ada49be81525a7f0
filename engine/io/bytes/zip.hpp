// A zip archive that lies in memory: which files it holds, and one of them after the other as a stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tertius::io {

/// What unpacks to more than this, and to more than that many times what it was packed in, is no data of
/// people: text compresses ten- to a hundredfold.
inline constexpr std::uint64_t bomb_size = std::uint64_t{256} << 20;
inline constexpr std::uint64_t bomb_factor = 250;

/// True where the content begins as a zip archive does.
inline bool is_zip(std::string_view head) {
  return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06");
}

class ZipArchive {
 public:
  /// Reads the directory of the archive. `bytes` must outlive it; `file` is what messages call it.
  /// `max_input`: most bytes of one file, 0 for a bound that only stops compression bombs. Throws
  /// Error{bad_data} when it is damaged, was cut off, is encrypted or lists very many files.
  ZipArchive(std::string_view bytes, std::string file, std::uint64_t max_input = 0);
  ~ZipArchive();
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;

  /// The files, without folders and without what systems add by themselves (__MACOSX/, .DS_Store).
  const std::vector<std::string>& names() const;
  bool has(std::string_view name) const;
  /// From now on read_more() reads that file, one of names(). Returns the bytes it claims to have, at most as many
  /// as may well come out of the archive. O(files).
  std::uint64_t open(std::string_view name);
  /// Appends the next at most `bytes` bytes to `buffer`; false at the end. Throws Error{bad_data} where the
  /// archive is damaged, or where more comes out of it than is allowed.
  bool read_more(std::string& buffer, std::size_t bytes);
  /// All of a file.
  std::string content(std::string_view name);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tertius::io
