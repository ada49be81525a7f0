#include "engine/io/text/dot_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace tertius::io {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_bare(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

void DotTokens::fail(std::string_view expected) {
  const Place at = place();
  const std::string found = kind_ == Kind::end
                                ? "the end of the file"
                                : fmt::format("\"{}\"", fit_to_width(value_.substr(0, 40), 40));
  throw Error(ErrorKey::syntax, fmt::format("{}; expected {}", found, expected), {file_, at});
}

void DotTokens::advance() {
  skip_blanks();
  begin_ = position_;
  value_.clear();
  kind_ = Kind::end;
  if (position_ >= text_.size()) return;
  const char c = text_[position_];
  if (c == '"') {
    kind_ = Kind::text;
    quoted();
  } else if (c == '<') {
    kind_ = Kind::text;
    html();
  } else if (text_.substr(position_, 2) == "--" || text_.substr(position_, 2) == "->") {
    kind_ = text_[position_ + 1] == '>' ? Kind::directed : Kind::undirected;
    value_ = text_.substr(position_, 2);
    position_ += 2;
  } else if (is_bare(c) || c == '-' || c == '.') {
    kind_ = Kind::id;
    std::size_t end = position_ + 1;
    const bool numeral = !(c == '_' || static_cast<unsigned char>(c) >= 0x80 || is_letter(c));
    while (end < text_.size() && (is_bare(text_[end]) || (numeral && text_[end] == '.'))) ++end;
    value_ = text_.substr(position_, std::min(end - position_, longest_text + 1));
    if (value_.size() > longest_text) fail(longest_text_words);
    position_ = end;
  } else {
    kind_ = Kind::mark;
    value_ = c;
    ++position_;
  }
}

bool DotTokens::begins_line() const {
  const auto last = text_.substr(0, position_).find_last_not_of(" \t");
  return last == text_.npos || text_[last] == '\n';
}

void DotTokens::skip_blanks() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    const std::string_view rest = text_.substr(position_);
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++position_;
    } else if (rest.starts_with("//") || (c == '#' && begins_line())) {
      position_ = std::min(text_.find('\n', position_), text_.size());
    } else if (rest.starts_with("/*")) {
      const auto end = text_.find("*/", position_ + 2);
      position_ = end == text_.npos ? text_.size() : end + 2;
    } else {
      return;
    }
  }
}

void DotTokens::quoted() {
  while (true) {
    std::size_t i = position_ + 1;
    for (; i < text_.size() && text_[i] != '"'; ++i) {
      const char next = text_[i] == '\\' && i + 1 < text_.size() ? text_[i + 1] : '\0';
      if (next == '"' || next == '\\') ++i;
      if (next == '\n') {
        ++i;
        continue;
      }
      value_ += text_[i];
      if (value_.size() > longest_text) fail(longest_text_words);
    }
    if (i >= text_.size()) fail("a closing quote");
    position_ = i + 1;
    const std::size_t after = position_;
    skip_blanks();
    if (position_ >= text_.size() || text_[position_] != '+') {
      position_ = after;
      return;
    }
    ++position_;
    skip_blanks();
    if (position_ >= text_.size() || text_[position_] != '"') fail("a quoted text after +");
  }
}

void DotTokens::html() {
  int depth = 0;
  for (; position_ < text_.size(); ++position_) {
    const char c = text_[position_];
    if (c == '<') {
      ++depth;
    } else if (c == '>') {
      if (--depth == 0) {
        ++position_;
        value_ = decode_entities(trimmed(value_));
        return;
      }
    } else if (depth == 1) {
      value_ += c;
      if (value_.size() > longest_text) fail(longest_text_words);
    }
  }
  fail("a closing >");
}

}  // namespace tertius::io
