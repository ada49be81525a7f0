// Who is meant: members by their names as people write them down, in lists of attendance and on the command line.
//
// A name is compared by its words, without case, titles ("Dr.", "Frau"), remarks in brackets and the order in which
// first and last name stand ("Kern, Ada"). Letters with marks count as those without and as they are spelled out: "Müller"
// is "Mueller" and "Muller". Initials stand for names, and a word may have a typing error. What is certain:
//
//   exact    the name but for case and blanks, of one member alone
//   certain  the same words of one member alone; or their last name and initials; or a typing error in a word of at
//            least four letters which no real name has: names that people bear, and those of other members, are no errors
//
// All else is doubtful, with the closest member and a score from 0 to 1. Jan and Jana, Meier and Meyer are two people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// A name as it is compared at first: case and blanks do not count, and "Kern, Ada" is "ada kern".
std::string folded_name(std::string_view name);

struct NameMatch {
  enum class Kind : std::uint8_t { nobody, exact, certain, doubtful, several };
  Kind kind = Kind::nobody;     ///< several: more than one member has that very name
  VertexId member = no_vertex;  ///< who is meant, or the closest
  double score = 0;
  bool sure() const { return kind == Kind::exact || kind == Kind::certain; }
};

class NameIndex {
 public:
  /// The member has that name.
  void add(VertexId member, std::string_view name);
  /// All have been added, and find() may be asked. O(letters).
  void complete();
  /// Whom the text names, but for case and blanks; no_vertex for nobody and for several.
  NameMatch exact(std::string_view text) const;
  /// Whom it means, after complete(). O(members that share a word with it, or nearly).
  NameMatch find(std::string_view text) const;
  /// Those with the closest names in any of these, by letters; a part of a name is as close as can be.
  /// O(names * letters^2).
  static std::vector<VertexId> closest(std::initializer_list<const NameIndex*> indexes, std::string_view text,
                                       std::size_t count);

 private:
  struct Word {
    std::string plain, spelled;  ///< "muller", "mueller"
    bool initial() const { return plain.size() == 1; }
  };
  struct Name {
    VertexId member = no_vertex;
    std::vector<Word> words{};
  };
  struct Comparison;

  static std::vector<Word> words_of(std::string_view name);
  Comparison compared(const std::vector<Word>& text, const Name& name) const;
  bool is_real(const Word& word) const;
  std::vector<std::uint32_t> candidates(const std::vector<Word>& text) const;

  std::vector<Name> names_;
  std::vector<std::string> folded_;                                      // of each
  std::unordered_map<std::string, VertexId> by_name_;                    // folded; several_ for more than one
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_word_;  // and by words with a letter less
  std::unordered_map<std::string, std::uint32_t> words_;                 // as names have them, how often
};

}  // namespace tertius::graph
