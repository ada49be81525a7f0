// A text in blocks of whole lines, for as many threads as there are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"

namespace tertius::io {

/// Bytes of a line that states a connection: what is longer was not meant for a network.
inline constexpr std::size_t longest_line = std::size_t{1} << 20;

[[noreturn]] inline void refuse_long_line(const std::string& file) {
  throw Error(ErrorKey::too_large, "a line longer than 1 MiB; expected a connection on each line", {file});
}

/// The lines that begin within the given block of `block_bytes` bytes; the first block begins at `skip`.
/// Throws Error{bad_data} that names `file` for a line beyond longest_line.
inline std::string_view lines_of_block(std::string_view text, std::size_t skip, std::size_t block,
                                       std::size_t block_bytes, const std::string& file) {
  const auto boundary = [&](std::size_t at) {
    if (at <= skip) return skip;
    if (at >= text.size()) return text.size();
    const std::size_t most = std::min(text.size() - at + 1, longest_line);
    const void* newline = std::memchr(text.data() + at - 1, '\n', most);
    if (newline != nullptr)
      return static_cast<std::size_t>(static_cast<const char*>(newline) - text.data()) + 1;
    if (most == longest_line) refuse_long_line(file);
    return text.size();
  };
  const std::size_t begin = boundary(skip + block * block_bytes);
  return text.substr(begin, boundary(skip + (block + 1) * block_bytes) - begin);
}

}  // namespace tertius::io
