// A text in blocks of whole lines, for as many threads as there are.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace tertius {

/// The lines that begin within the given block of `block_bytes` bytes; the first block begins at `skip`.
inline std::string_view lines_of_block(std::string_view text, std::size_t skip, std::size_t block,
                                       std::size_t block_bytes) {
  const auto boundary = [&](std::size_t at) {
    if (at <= skip) return skip;
    if (at >= text.size()) return text.size();
    const void* newline = std::memchr(text.data() + at - 1, '\n', text.size() - at + 1);
    return newline == nullptr ? text.size()
                              : static_cast<std::size_t>(static_cast<const char*>(newline) - text.data()) + 1;
  };
  const std::size_t begin = boundary(skip + block * block_bytes);
  return text.substr(begin, boundary(skip + (block + 1) * block_bytes) - begin);
}

}  // namespace tertius
