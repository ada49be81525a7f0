// Words of free text in German and English, brought to a form in which the same thing looks the same:
// "Fotografie", "Photographer" and "Produktfotos" all carry the idea "photo".
//
// Three steps, all of them small and fixed: fold (case, umlauts, ph as f), stem (endings of both languages
// come off, after the light stemmers of J. Savoy 2006, doi:10.1145/1141277.1141523), look up (a table of
// ideas that have words in both languages, engine/introductions/synonyms.cpp). Nothing leaves the program.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tertius::introductions {

/// What is written between semicolons, commas, slashes, bars and line ends, without blanks around it; "none",
/// "-" and the like are nothing.
std::vector<std::string_view> phrases(std::string_view text);

/// Words in order, folded; those that say nothing ("for", "und") are left out unless there is nothing else.
std::vector<std::string> words(std::string_view phrase);

/// The word without the endings of inflection and of the most common derivations; at least four letters stay.
std::string stem(std::string_view folded_word);

/// An idea of the table of synonyms.
struct Idea {
  std::string_view name;   ///< the English word for it
  std::string_view words;  ///< words of both languages that stand for it, as people write them
};
std::span<const Idea> ideas();

inline constexpr std::uint32_t no_idea = ~0u;
/// The idea that has this very stem, or no_idea.
std::uint32_t idea_of(std::string_view stem);
/// Ideas whose stems begin or end the stem of a compound word, such as "photo" in "produktfoto".
std::vector<std::uint32_t> ideas_within(std::string_view stem);

}  // namespace tertius::introductions
