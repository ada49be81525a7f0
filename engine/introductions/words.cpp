#include "engine/introductions/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "engine/core/text.hpp"

namespace tertius::introductions {
namespace {

constexpr std::string_view separators = ";,/|\n\r\t";

/// Words that carry no meaning of their own in an offer or a need.
constexpr std::array silent = {
    "a",     "all",     "aller",   "alles", "als",  "am",    "an",     "and",      "any", "art",
    "auch",  "auf",     "aus",     "bei",   "das",  "dem",   "den",    "der",      "des", "die",
    "ein",   "eine",    "fur",     "for",   "from", "help",  "hilfe",  "ich",      "im",  "in",
    "kinds", "looking", "mit",     "my",    "need", "of",    "offer",  "on",       "or",  "oder",
    "our",   "some",    "someone", "suche", "the",  "to",    "und",    "unser",    "vom", "von",
    "with",  "work",    "zu",      "zum",   "zur",  "biete", "jemand", "jemanden", "i",   "we"};

constexpr std::array nothing = {"-", "--", "none", "nothing", "n/a", "na", "keine", "keins", "nichts"};

bool is_silent(std::string_view word) {
  return std::find(silent.begin(), silent.end(), word) != silent.end();
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/// Length of a punctuation mark beyond ASCII at the start of `text` (dashes, quotes, bullets), else 0.
std::size_t wide_mark(std::string_view text) {
  if (text.substr(0, 2) == "\xe2\x80" || text.substr(0, 2) == "\xe2\x81")
    return std::min<std::size_t>(3, text.size());
  for (const std::string_view mark : {"\xc2\xab", "\xc2\xbb", "\xc2\xb7", "\xc2\xa0"}) {
    if (text.substr(0, 2) == mark) return 2;
  }
  return 0;
}

/// Spellings that differ in nothing but habit: ä, ae and a; ph and f.
std::string folded(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> same = {{{"ä", "a"},
                                                                                         {"ö", "o"},
                                                                                         {"ü", "u"},
                                                                                         {"é", "e"},
                                                                                         {"è", "e"},
                                                                                         {"ae", "a"},
                                                                                         {"oe", "o"},
                                                                                         {"ue", "u"},
                                                                                         {"ph", "f"}}};
  const std::string lower = fold_case(text);
  std::string out;
  for (std::size_t at = 0; at < lower.size();) {
    const std::string_view rest = std::string_view(lower).substr(at);
    const auto* const found = std::find_if(same.begin(), same.end(), [&](const auto& pair) {
      return rest.substr(0, pair.first.size()) == pair.first;
    });
    // "que" and "neue" keep their letters: after q, a and e the u belongs to what stands before.
    const bool kept = found != same.end() && found->first == "ue" && !out.empty() &&
                      (out.back() == 'q' || out.back() == 'a' || out.back() == 'e');
    if (found == same.end() || kept) {
      out += lower[at++];
    } else {
      out += found->second;
      at += found->first.size();
    }
  }
  return out;
}

bool drop(std::string& word, std::string_view ending, std::size_t left) {
  if (!word.ends_with(ending) || word.size() < ending.size() + left) return false;
  word.resize(word.size() - ending.size());
  return true;
}

/// Stem -> idea.
const std::unordered_map<std::string, std::uint32_t>& stem_index() {
  static const auto index = [] {
    std::unordered_map<std::string, std::uint32_t> map;
    for (std::uint32_t i = 0; i < ideas().size(); ++i) {
      for (const std::string& word : words(ideas()[i].words)) map.emplace(stem(word), i);
    }
    return map;
  }();
  return index;
}

}  // namespace

std::vector<std::string_view> phrases(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    const std::string_view phrase = without_blanks(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
    if (phrase.empty()) continue;
    const std::string lower = fold_case(phrase);
    if (std::find(nothing.begin(), nothing.end(), lower) == nothing.end()) found.push_back(phrase);
  }
  return found;
}

std::vector<std::string> words(std::string_view phrase) {
  const std::string text = folded(phrase);
  std::vector<std::string> all;
  std::string word;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t mark = at < text.size() ? wide_mark(std::string_view(text).substr(at)) : 0;
    if (at < text.size() && mark == 0 && is_letter(static_cast<unsigned char>(text[at]))) {
      word += text[at++];
      continue;
    }
    if (at < text.size() && text[at] == '\'') {  // "children's"
      ++at;
      continue;
    }
    if (!word.empty()) all.push_back(std::move(word));
    word.clear();
    at += std::max<std::size_t>(1, mark);
  }
  std::vector<std::string> meaningful;
  std::copy_if(all.begin(), all.end(), std::back_inserter(meaningful),
               [](const std::string& w) { return !is_silent(w); });
  return meaningful.empty() ? all : meaningful;
}

std::string stem(std::string_view folded_word) {
  std::string word(folded_word);
  if (word.size() < 4) return word;
  if (drop(word, "ies", 3)) {
    word += 'y';
  } else if (!word.ends_with("ss") && !word.ends_with("us")) {
    drop(word, "s", 4);
  }
  // Endings, the longest first, and how much must stay; again until none fits: "fotografinnen" ->
  // "fotografin" -> "fotograf". What ends in -ung keeps it when little else is there: "Schulung" is no
  // "Schule".
  struct Ending {
    std::string_view letters;
    std::size_t stays;
  };
  static constexpr std::array<Ending, 22> endings = {
      {{"ierung", 5}, {"innen", 5}, {"ungen", 6}, {"ional", 5}, {"ieren", 5}, {"ionen", 5},
       {"ment", 5},   {"isch", 5},  {"ung", 6},   {"ing", 4},   {"ion", 5},   {"ern", 5},
       {"ist", 5},    {"ie", 5},    {"en", 4},    {"er", 4},    {"es", 5},    {"em", 5},
       {"or", 5},     {"in", 5},    {"ed", 5},    {"e", 4}}};
  constexpr std::array<Ending, 2> letters = {{{"n", 4}, {"y", 4}}};
  for (bool changed = true; changed;) {
    const auto fits = [&](const Ending& ending) { return drop(word, ending.letters, ending.stays); };
    changed = std::any_of(endings.begin(), endings.end(), fits) ||
              std::any_of(letters.begin(), letters.end(), fits);
  }
  return word;
}

std::uint32_t idea_of(std::string_view stem) {
  const auto found = stem_index().find(std::string(stem));
  return found == stem_index().end() ? no_idea : found->second;
}

std::vector<std::uint32_t> ideas_within(std::string_view stem) {
  std::vector<std::uint32_t> found;
  // Short stems hide in too many words ("art" in "start").
  for (std::size_t length = 4; length + 3 <= stem.size(); ++length) {
    for (const std::string_view part : {stem.substr(0, length), stem.substr(stem.size() - length)}) {
      const std::uint32_t idea = idea_of(part);
      if (idea != no_idea && std::find(found.begin(), found.end(), idea) == found.end())
        found.push_back(idea);
    }
  }
  return found;
}

}  // namespace tertius::introductions
