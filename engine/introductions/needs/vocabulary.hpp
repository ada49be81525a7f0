// What words mean: the ideas they stand for, in German and English, and which of them say nothing.
//
// The vocabulary is data (engine/introductions/needs/words/*.txt, compiled in) and can be extended with files
// of the same form. A word is looked up as it is written, then by its stem; a German compound that is not
// listed is taken apart into words that are ("Hochzeitsfotografie": wedding, photography).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/introductions/needs/words.hpp"

namespace tertius::introductions {

using IdeaId = std::uint32_t;
inline constexpr IdeaId no_idea = ~IdeaId{0};

/// What an idea is good for in a phrase.
enum class Kind : std::uint8_t {
  thing,    ///< a topic, a thing, people, a place: says what about
  craft,    ///< work that says enough by itself: translation
  action,   ///< work that does not say what about: repair
  making,   ///< work that brings about what it is about: design
  frame,    ///< work that can be about any other work: course
  quality,  ///< what may be missing: experienced
};

struct Idea {
  std::string name;
  Kind kind = Kind::thing;
  std::vector<IdeaId> broader;  ///< all of them, parents and theirs, in ascending order
  std::vector<IdeaId> parents;  ///< as written
  std::vector<std::vector<IdeaId>>
      made_of;  ///< modifiers and, last, the head: "film editing" of film and editing
};

/// A part of a word: an idea, or the stem of what no file knows.
struct Part {
  IdeaId idea = no_idea;
  std::string stem;  ///< empty when there is an idea
  bool operator==(const Part&) const = default;
};

class Vocabulary {
 public:
  /// What is compiled in. Made once, at the first call.
  static const std::shared_ptr<const Vocabulary>& built_in();
  /// What is compiled in and the text of a file beside it; what that says of a word comes before. Throws
  /// Error{bad_data} that says where, what is there, and what was expected.
  static std::shared_ptr<const Vocabulary> with(std::string_view text, const std::string& file);

  ~Vocabulary();

  std::span<const Idea> ideas() const;
  const Idea& idea(IdeaId id) const { return ideas()[id]; }
  /// Ideas that are made of others, in ascending order.
  std::span<const IdeaId> composed() const;

  /// The idea of a single word or of several in a row, in that language; no_idea if it has none.
  IdeaId find(Language language, std::span<const std::string> folded_words, Stemmer& stemmer) const;
  /// The longest row of words with an idea is no longer than this.
  std::size_t longest_row() const;

  bool is_silent(Language language, std::string_view folded_word) const;
  bool is_joint(Language language, std::string_view folded_word) const;
  bool is_and(std::string_view folded_word) const;
  /// A joint after which stands who does it: "by", "vom".
  bool is_by(std::string_view folded_word) const;
  /// A word after which an English word is what is done: "to", "can".
  bool verb_follows(std::string_view folded_word) const;

  /// A compound of known parts, or of an unknown modifier and a known head, from left to right; empty if it
  /// is none. What says nothing is left out ("Pressearbeit": press). O(letters^2).
  std::vector<Part> taken_apart(std::string_view folded_word, Stemmer& stemmer) const;
  /// The stem of a word that no file knows, the same whatever language it is of.
  std::string unknown_stem(std::string_view folded_word, Stemmer& stemmer) const;
  /// Where the last part of that compound begins; 0 if it is none.
  std::size_t last_part(std::string_view folded_word, Stemmer& stemmer) const;

 private:
  struct Data;
  explicit Vocabulary(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace tertius::introductions
