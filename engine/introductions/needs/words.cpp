#include "engine/introductions/needs/words.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

#include "engine/core/text.hpp"

namespace tertius::introductions {
namespace {

constexpr std::string_view separators = ";,/|\n\r\t";
constexpr std::array nothing = {"-", "--", "none", "nothing", "n/a", "na", "keine", "keins", "nichts"};

bool is_nothing(std::string_view phrase) {
  const std::string lower = fold_case(phrase);
  return std::find(nothing.begin(), nothing.end(), lower) != nothing.end();
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_letter(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u >= 0x80;
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

bool word_ends(std::string_view rest) {
  return rest.empty() || !is_letter(rest.front()) || wide_mark(rest) > 0;
}

/// Length of the ending at the start of `text` that only says that all genders are meant: "*in", ":innen",
/// "/-in", "(in)"; else 0.
std::size_t gender_mark(std::string_view text) {
  constexpr std::string_view signs = "*:_/(";
  constexpr std::string_view middle_dot = "\xc2\xb7";
  std::size_t at = 0;
  if (text.starts_with(middle_dot)) {
    at = middle_dot.size();
  } else if (!text.empty() && signs.find(text[0]) != std::string_view::npos) {
    at = 1;
    if (text.substr(at).starts_with('-')) ++at;
  } else {
    return 0;
  }
  const bool bracket = text[0] == '(';
  for (const std::string_view ending : {"innen", "in", "r", "n", "e"}) {
    if (!text.substr(at).starts_with(ending)) continue;
    std::size_t end = at + ending.size();
    if (bracket) {
      if (!text.substr(end).starts_with(')')) continue;
      ++end;
    }
    // "Text/e-mail" is no such form: a single letter counts after the signs that have no other use.
    if (ending.size() == 1 && text[0] == '/') continue;
    if (word_ends(text.substr(end)) && !text.substr(end).starts_with('-')) return end;
  }
  return 0;
}

/// Length of "In" or "Innen" at the end of a word that writes it so ("FotografInnen"), else 0.
std::size_t inner_capital(std::string_view text) {
  for (const std::string_view ending : {"Innen", "In"}) {
    if (text.starts_with(ending) && word_ends(text.substr(ending.size()))) return ending.size();
  }
  return 0;
}

/// Spellings that differ in nothing but habit: ä, ae and a; ph and f.
std::string folded(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> same = {
      {{"ä", "a"}, {"ö", "o"}, {"ü", "u"},  {"é", "e"},  {"è", "e"},  {"ê", "e"}, {"ë", "e"},
       {"à", "a"}, {"á", "a"}, {"â", "a"},  {"ç", "c"},  {"ñ", "n"},  {"í", "i"}, {"ó", "o"},
       {"ô", "o"}, {"ú", "u"}, {"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {"ph", "f"}}};
  const std::string lower = fold_case(text);
  std::string out;
  for (std::size_t at = 0; at < lower.size();) {
    const std::string_view rest = std::string_view(lower).substr(at);
    const auto* const found = std::find_if(same.begin(), same.end(),
                                           [&](const auto& pair) { return rest.starts_with(pair.first); });
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

/// An apostrophe inside a word ("children's", "tenants’"), else 0.
std::size_t apostrophe(std::string_view text) {
  if (text.starts_with('\'')) return 1;
  return text.starts_with("\xe2\x80\x99") ? 3 : 0;
}

}  // namespace

std::vector<std::string_view> phrases(std::string_view text) {
  std::vector<std::string_view> found;
  if (is_nothing(without_blanks(text))) return found;
  while (!text.empty()) {
    std::size_t end = text.find_first_of(separators);
    while (end != std::string_view::npos && end > 0 && text[end] == '/' && is_letter(text[end - 1]) &&
           gender_mark(text.substr(end)) > 0) {
      end = text.find_first_of(separators, end + 1);
    }
    end = std::min(end, text.size());
    const std::string_view phrase = without_blanks(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
    if (!phrase.empty() && !is_nothing(phrase)) found.push_back(phrase);
  }
  return found;
}

std::vector<Word> words(std::string_view phrase) {
  std::vector<Word> found;
  std::string raw;
  bool joined = false;  // a hyphen stands before, and a word before that
  bool closes = false;  // a hyphen stands before, and a blank before that
  const auto end_word = [&] {
    if (raw.empty()) return;
    Word word;
    word.text = folded(raw);
    word.small = raw.front() >= 'a' && raw.front() <= 'z';
    word.after_hyphen = joined;
    word.closes = closes;
    for (const std::string_view sign : {"ä", "ö", "ü", "ß", "Ä", "Ö", "Ü"})
      word.german = word.german || raw.find(sign) != std::string::npos;
    found.push_back(std::move(word));
    raw.clear();
  };
  for (std::size_t at = 0; at < phrase.size();) {
    const std::string_view rest = phrase.substr(at);
    if (!raw.empty()) {
      if (const std::size_t mark = gender_mark(rest); mark > 0) {
        at += mark;
        continue;
      }
      const char before = raw.back();
      if (const std::size_t mark = inner_capital(rest); mark > 0 && before >= 'a' && before <= 'z') {
        at += mark;
        continue;
      }
      if (const std::size_t mark = apostrophe(rest); mark > 0) {
        at += mark;
        continue;
      }
    }
    const std::size_t wide = wide_mark(rest);
    if (wide == 0 && is_letter(rest.front())) {
      raw += rest.front();
      ++at;
      continue;
    }
    const bool wrote = !raw.empty();
    end_word();
    joined = closes = false;
    if (rest.front() == '-') {
      const bool more = at + 1 < phrase.size() && is_letter(phrase[at + 1]);
      joined = wrote && more;
      if (wrote && !more) found.back().opens = true;
      closes = more && !found.empty() && phrase[at - 1] == ' ';
    } else if ((rest.front() == '&' || rest.front() == '+') && !wrote) {
      found.emplace_back();
      found.back().mark = true;
    }
    at += std::max<std::size_t>(1, wide);
  }
  end_word();
  return found;
}

void Stemmer::Close::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

Stemmer::Stemmer() {
  stemmers_[0].reset(sb_stemmer_new("english", "UTF_8"));
  stemmers_[1].reset(sb_stemmer_new("german", "UTF_8"));
  if (stemmers_[0] == nullptr || stemmers_[1] == nullptr) throw std::bad_alloc();
}

std::string Stemmer::stem(Language language, std::string_view word) {
  const auto* const symbols = reinterpret_cast<const sb_symbol*>(word.data());
  sb_stemmer* const stemmer = stemmers_[static_cast<std::size_t>(language)].get();
  const sb_symbol* const found = sb_stemmer_stem(stemmer, symbols, static_cast<int>(word.size()));
  if (found == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(found), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

}  // namespace tertius::introductions
