// Checksums that tell whether a file is the one that was read: XXH3 with 64 bits, as `xxhsum -H3` prints it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tertius::io {

/// "xxh3:0123456789abcdef" of the bytes.
std::string checksum(std::string_view bytes);
/// The same of a file as it lies on the disk, still compressed; nothing of a pipe, which cannot be read once more.
/// Throws Error{no_input} when it cannot be read.
std::optional<std::string> file_checksum(const std::string& path);

}  // namespace tertius::io
