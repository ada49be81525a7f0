// Free text taken apart: phrases, their words, and the forms in which the same word looks the same.
//
// Two steps, neither of which knows any word: fold (case, umlauts, ph as f, gendered forms) and stem (the
// Snowball stemmers of libstemmer, M. Porter 2001, snowballstem.org). What words mean is in
// engine/introductions/needs/vocabulary.hpp.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sb_stemmer;

namespace tertius::introductions {

enum class Language { english, german };
inline constexpr std::array<Language, 2> both_languages = {Language::english, Language::german};

/// What is written between semicolons, commas, slashes, bars and line ends, without blanks around it; "none",
/// "-" and the like are nothing. The slash of "Fotograf/in" parts nothing.
std::vector<std::string_view> phrases(std::string_view text);

/// A word of a phrase.
struct Word {
  std::string
      text;  ///< folded: lower case, "fuhrung" for "Führung" and "Fuehrung", "fotograf" for "Fotograf:in"
  bool after_hyphen = false;  ///< belongs to the word before: "Kurs" in "Foto-Kurs"
  bool opens = false;   ///< ends in a hyphen that leaves out what follows: "Web-" in "Web- und Grafikdesign"
  bool closes = false;  ///< begins with such a hyphen: "-design" in "Webgestaltung und -design"
  bool german = false;  ///< written with an umlaut or ß
  bool small = false;   ///< begins with a small letter
  bool mark = false;    ///< "&" or "+" between blanks, which is no word
};

/// Words in order, all of them. O(text).
std::vector<Word> words(std::string_view phrase);

/// Stems of both languages. Not for two threads at once: each has its own.
class Stemmer {
 public:
  Stemmer();
  /// The stem of a folded word; valid for ASCII and everything else, which keeps its letters.
  std::string stem(Language language, std::string_view folded_word);

 private:
  struct Close {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::array<std::unique_ptr<sb_stemmer, Close>, 2> stemmers_;
};

}  // namespace tertius::introductions
