// An opened input: a file (mapped), a compressed file (decompressed as it is read), standard input, or a sheet of
// a workbook as text. Text comes out as UTF-8 whose lines end with LF or CRLF (bytes/decoding.hpp), however it was
// saved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/bytes/container.hpp"

namespace tertius::io {

/// Where in a sheet the first cell of its text stands: row and column, both from 1. The text is CSV with
/// semicolons; its records are the rows of the sheet, one after the other, blank ones as well.
struct SheetOrigin {
  std::uint64_t row = 1, column = 1;
};

class Source {
 public:
  static constexpr std::size_t usual_head = std::size_t{1} << 16;

  /// Opens `path`; "-" is standard input. Compression (gzip, zstd, bzip2, xz, or a zip archive of one file) is
  /// recognised by content. `max_input`: most bytes after decompression, 0 for a default that only stops
  /// compression bombs. Throws Error{no_input} when the file is missing, a folder, or may not be read,
  /// Error{bad_data} that says what to do when it is of a program whose files are not read.
  explicit Source(std::string path, std::uint64_t max_input = 0);
  /// A sheet that has been read from a workbook. `name`: "book.xlsx#Members". `file_bytes`: as file_bytes() is
  /// to say.
  Source(std::string name, std::string text, const SheetOrigin& origin, std::uint64_t file_bytes);
  ~Source();
  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;

  /// The path as it was given, "standard input" for "-".
  std::string name() const;
  /// The path without a compression suffix, for recognising a format by its suffix.
  std::string plain_name() const;
  bool compressed() const;
  /// True where all of the content is in memory or mapped: bytes() costs nothing then.
  bool mapped() const;
  /// True for a plain file as it lies on the disk, whose pages need not stay in memory.
  bool is_file_mapping() const;
  /// The kind of workbook it is. text() throws for one, because it holds several; head() gives what it begins
  /// with, and packed() all of it.
  Workbook workbook() const;
  std::string_view packed() const;
  /// Of a sheet; nothing for everything else.
  const std::optional<SheetOrigin>& sheet() const;
  /// Size of the file as it lies on the disk; 0 when not known.
  std::uint64_t file_bytes() const;
  /// Size of the content, a guess where it is compressed; 0 when not known.
  std::uint64_t expected_bytes() const;

  /// Begins anew with a file that was read_more() of; false for standard input, which cannot be read twice.
  bool reopen();

  /// The first `bytes` of content (or all of it), without consuming anything. Text that has to be decoded is, all of
  /// it, where the head shows that.
  std::string_view head(std::size_t bytes = usual_head);
  /// Whether head() is all of it.
  bool head_is_all();
  /// All of the content in memory: the mapped file, or what decompression gave. Valid while the Source lives.
  /// Throws Error{bad_data} when it is damaged or larger than max_input, or a workbook. Only what head() showed has
  /// been decoded.
  std::string_view bytes();
  /// The same of text, all of which is looked at, once, and decoded where that is needed. Throws Error{bad_data} with
  /// the place of what is no text. O(bytes), in parallel within with_threads().
  std::string_view text();
  /// What text() does, where all of it is in memory: what is streamed is as its head shows it.
  void decode();
  /// What was guessed to decode it, in words.
  const std::vector<std::string>& notes() const;
  /// Keeps what bytes() gave valid after the Source is gone.
  std::shared_ptr<const void> owner() const { return impl_; }
  /// Streaming, instead of text(): appends the next at most `bytes` bytes to `buffer`; false at the end.
  bool read_more(std::string& buffer, std::size_t bytes);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tertius::io
