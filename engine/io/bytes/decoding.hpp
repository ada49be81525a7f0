// Text as people save it, as the readers want it: UTF-8, and lines that end with LF or CRLF. It may be UTF-16 with a
// byte order mark, XML in the encoding that it declares, or Windows-1252; its lines may end with CR alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tertius::io {

/// A text that was written otherwise, as it should be.
struct DecodedText {
  std::string text;
  std::string note{};  ///< what was guessed, in words; empty where the text said so itself
};

/// Whether the text is UTF-8 without a NUL byte, and its lines end with LF or CRLF. `part`: more may follow, so that
/// the last character and line end may be incomplete. O(bytes), in parallel within with_threads().
bool is_plain_text(std::string_view text, bool part = false);

/// Whether the beginning of something is text that has to be decoded; false for what is plain, and for what is no
/// text.
bool begins_to_decode(std::string_view head, bool part);

/// The text as it should be. Throws Error{bad_data} with the place of the first byte that makes no sense. O(bytes).
DecodedText decoded(std::string_view text, const std::string& file);

}  // namespace tertius::io
