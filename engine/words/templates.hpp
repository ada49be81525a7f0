// What findings are called in one language: a file of templates such as en.txt, read.
//
//   kind = text            the template of a kind of the register
//   @term = text           a part that several templates share
//   @plural = 1|other      forms of a number: which numbers take which; also @language (what it is called in
//                          English), @own_name, @and, @decimal and the like
//   "word" = text          what a word of the program, which English has where it is declared, is called: a
//                          heading of a table, the meaning of a column, a line of help
//
// A line that begins with a blank goes on with the one before it. In a text
//
//   {name}                 is an argument
//   {name:how}             ... in another way: a number with so many decimals, a share in whole percent (:0),
//                          a day in words (:long), a list with these characters between its items
//   {name|one|many}        a choice of form by a count, # being the count
//   {name?given|else}      a choice by whether it is given, and is not 0, false or empty; {name?given} too
//   {name=this:text|that:text}   a choice by value, with each value once
//   {@term}                is a term
//   {$setting}             is what the caller calls a field of the options (core/setting_name.hpp)
//
// and ^ at its beginning makes the first letter a capital one. Choices may hold any of these again, so that a
// template is a whole sentence and the language decides on the order of its words.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/words/finding.hpp"

namespace tertius::words {

/// A part of a template.
struct Piece {
  enum class What : std::uint8_t { literal, number_sign, value, plural, given, choice, term, setting };
  struct Branch {
    std::string value;  ///< of a choice
    std::vector<Piece> pieces;
  };

  What what = What::literal;
  std::string text{};  ///< of a literal; the name of an argument, a term or a setting
  std::string how{};
  std::vector<Branch> branches{};
};

class Templates {
 public:
  /// Throws Error{failure} with the place of what is no template.
  Templates(std::string_view file, std::string_view text) : Templates(file, text, Templates()) {}
  /// The same, with what `text` leaves out as `base` has it.
  Templates(std::string_view file, std::string_view text, Templates base);

  /// Without a template: empty.
  const std::optional<std::vector<Piece>>& of(Kind kind) const { return of_kind_[kind.index()]; }
  /// Null where there is none.
  const std::vector<Piece>* term(std::string_view name) const;
  /// A term that is one text without placeholders; empty where there is none.
  std::string_view word(std::string_view name) const;
  /// What a word of the program is called; itself where nothing else stands here.
  std::string_view label(std::string_view english) const;
  bool has_label(std::string_view english) const { return labels_.contains(english); }
  /// Which form a number takes, from 0.
  std::size_t form_of(std::uint64_t count) const;
  std::size_t forms() const { return forms_.size(); }

  /// What is wrong with the templates of these kinds, a line each: one that is missing, that speaks of
  /// arguments or terms that there are not, that leaves out one of the kind's, or some value of a choice.
  std::vector<std::string> problems(const std::function<bool(Kind)>& spoken) const;

 private:
  Templates() : of_kind_(Kind::all().size()) {}

  std::string file_;
  std::vector<std::optional<std::vector<Piece>>> of_kind_;
  std::map<std::string, std::vector<Piece>, std::less<>> terms_;
  std::map<std::string, std::string, std::less<>> labels_;
  std::vector<std::string> forms_;  // numbers that take each form, separated by blanks; "other" for the rest
};

}  // namespace tertius::words
