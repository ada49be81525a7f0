// What a phrase means: what is done (the head), to what or for whom (the rest), and whether one phrase is met
// by another.
//
// The head of "film editing", "Filmschnitt" and "editing of films" is the same, and so is the rest. A phrase
// that is wanted is met by one that is offered when the heads agree and all the rest of the wanted one is in
// the offered one, each as the same idea or a narrower one; at least one of them must say what about
// ("design" alone says nothing).
#pragma once

#include <string_view>
#include <vector>

#include "engine/introductions/needs/vocabulary.hpp"

namespace tertius::introductions {

/// One thing that a phrase says. "Maps and plans" has two.
struct Reading {
  Part head;
  std::vector<Part> rest;         ///< no two the same, none the head
  std::vector<IdeaId> qualities;  ///< what may be missing
};
using Meaning = std::vector<Reading>;

/// Empty for a phrase in which nothing says anything ("somebody who can help"). Depends on nothing but its
/// arguments.
Meaning meaning_of(std::string_view phrase, const Vocabulary& vocabulary, Stemmer& stemmer);

/// Similarities from here to 1 are those of phrases that meet.
inline constexpr double least_fit = 0.5;
/// Of phrases that say the same in other words.
inline constexpr double same_meaning = 0.95;

/// How well what is wanted is met: 0, or from least_fit to same_meaning. O(parts^2).
double fit(const Meaning& wanted, const Meaning& offered, const Vocabulary& vocabulary);

/// True when this part does not say what about.
bool is_generic(const Part& part, const Vocabulary& vocabulary);

}  // namespace tertius::introductions
