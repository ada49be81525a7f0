// The words and marks of DOT, the language of Graphviz.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "engine/io/text/lexing.hpp"

namespace tertius::io {

/// Tokens of a text, one at a time. Throws Error{bad_data} with its place at what is none.
class DotTokens {
 public:
  enum class Kind { id, text, mark, undirected, directed, end };

  DotTokens(std::string_view text, std::string file)
      : text_(without_mark(text)), file_(std::move(file)), places_(text_) {
    advance();
  }

  Kind kind() const { return kind_; }
  const std::string& value() const { return value_; }
  bool is(char mark) const { return kind_ == Kind::mark && value_[0] == mark; }
  bool is_id() const { return kind_ == Kind::id || kind_ == Kind::text; }
  /// A keyword is not quoted.
  bool is_word(std::string_view word) const { return kind_ == Kind::id && same_word(value_, word); }
  Place place() { return places_.at(begin_); }
  [[noreturn]] void fail(std::string_view expected);
  /// Goes to the next token.
  void advance();

 private:
  bool begins_line() const;
  void skip_blanks();
  // "a" + "b" is one text. A quote is written \", a backslash before the end of a line joins lines.
  void quoted();
  // <b>Anna</b> without what is between its brackets: the words that people see.
  void html();

  std::string_view text_;
  std::string file_;
  Places places_;
  std::size_t position_ = 0;
  std::size_t begin_ = 0;
  Kind kind_ = Kind::end;
  std::string value_;
};

}  // namespace tertius::io
