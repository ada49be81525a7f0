#include "engine/graph/names.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/graph/real_names.hpp"

namespace tertius::graph {
namespace {

constexpr VertexId several = no_vertex - 1;
constexpr double least_score = 0.5;        // of what is suggested
constexpr std::size_t most_words = 8;      // of a name
constexpr std::size_t longest_name = 200;  // bytes; longer texts are none

/// Always titles, and those that may be names where nothing else is left.
constexpr std::string_view titles[] = {
    "dr",           "drs",    "prof",  "professor", "professorin", "dipl",   "diplom",  "dipling",
    "dring",        "drmed",  "phd",   "msc",       "bsc",         "mba",    "llm",     "herr",
    "frau",         "hr",     "fr",    "mr",        "mrs",         "ms",     "mag",     "magister",
    "magistra",     "univ",   "habil", "hc",        "mult",        "inform", "päd",     "rer",
    "nat",          "phil",   "theol", "jur",       "iur",         "oec",    "med",     "dent",
    "vet",          "pol",    "ing",   "ma",        "ba",          "pd",     "privdoz", "doz",
    "sir",          "madame", "mme",   "miss",      "beng",        "meng",   "bed",     "med",
    "staatsexamen", "fh",     "em",    "dipl-ing"};

bool is_title(std::string_view word) {
  return std::find(std::begin(titles), std::end(titles), word) != std::end(titles);
}

/// The words of `text` between any of these signs.
std::vector<std::string_view> split(std::string_view text, std::string_view signs) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find_first_not_of(signs, at), text.size());
    const std::size_t end = std::min(text.find_first_of(signs, begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    at = end;
  }
  return parts;
}

std::string without(std::string_view text, std::string_view signs) {
  std::string kept;
  for (const char c : text)
    if (signs.find(c) == signs.npos) kept += c;
  return kept;
}

/// "Dr.-Ing.", "M.A.": what stands between blanks is a title as a whole.
bool is_whole_title(std::string_view word) {
  return is_title(without(word, ".-"));
}

constexpr std::string_view blanks = " \t\r\n";

using Names = std::unordered_set<std::string_view>;

Names names_in(std::string_view list) {
  const auto names = split(list, blanks);
  return {names.begin(), names.end()};
}

bool is_given_name(std::string_view word) {
  static const Names names = names_in(given_names);
  return names.contains(word);
}

bool is_real_name(std::string_view word) {
  static const Names names = names_in(last_names);
  return is_given_name(word) || names.contains(word);
}

/// Brackets and what stands in them, and titles alone after a comma, gone; "Kern, Ada" turned.
std::string in_order(std::string_view name) {
  std::string open;
  int depth = 0;
  for (const char c : name) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) open += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  std::vector<std::string> parts;
  for (const std::string_view part : split(open, ",;")) {
    const auto words = split(part, blanks);
    const bool titled =
        std::all_of(words.begin(), words.end(), [](auto word) { return is_whole_title(word); });
    if (!titled || parts.empty()) parts.emplace_back(part);
  }
  std::erase_if(parts, [](const std::string& part) { return split(part, blanks).empty(); });
  if (parts.empty()) return {};
  std::string text;
  for (std::size_t i = 1; i < parts.size(); ++i) text += parts[i] + " ";
  return text + parts[0];
}

bool vowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

/// Keys side by side or above each other, on German and English keyboards.
bool neighbours(char a, char b) {
  constexpr std::string_view rows[] = {"qwertzuiop", "asdfghjkl", "yxcvbnm", "qwertyuiop", "zxcvbnm"};
  const auto place = [&](std::string_view row, char c) { return row.find(c); };
  for (const std::string_view row : rows) {
    const auto x = place(row, a), y = place(row, b);
    if (x != row.npos && y != row.npos && (x + 1 == y || y + 1 == x)) return true;
  }
  return false;
}

/// Edits that make one word of the other, at most three: insertion, deletion, another letter, two letters exchanged.
std::size_t edits(std::string_view a, std::string_view b) {
  constexpr std::size_t many = 3;
  if (a.size() > b.size() + 2 || b.size() > a.size() + 2) return many;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U), last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], many);
}

/// One edit that is rather a typing error than another name: not at the ends, where "Jan" and "Jana" differ, and no
/// vowel for another one.
bool looks_mistyped(std::string_view found, std::string_view meant) {
  if (meant.size() < 4 || found.size() < 3 || edits(found, meant) != 1) return false;
  std::size_t begin = 0;
  while (begin < std::min(found.size(), meant.size()) && found[begin] == meant[begin]) ++begin;
  std::size_t end = 0;
  while (end < std::min(found.size(), meant.size()) - begin &&
         found[found.size() - 1 - end] == meant[meant.size() - 1 - end])
    ++end;
  const std::string_view here = found.substr(begin, found.size() - begin - end),
                         there = meant.substr(begin, meant.size() - begin - end);
  if (here.size() == 2 && there.size() == 2) return true;  // exchanged
  const bool repeated = begin > 0 && ((here.size() == 1 && there.empty() && here[0] == found[begin - 1]) ||
                                      (there.size() == 1 && here.empty() && there[0] == meant[begin - 1]));
  if (repeated && here.size() == 1) return true;
  if (begin == 0 || meant.size() < 5) return false;
  if (repeated) return true;
  if (end == 0) return false;
  if (here.size() == 1 && there.size() == 1) {
    if (vowel(here[0]) && vowel(there[0])) return false;
    return neighbours(here[0], there[0]) || meant.size() >= 7;
  }
  return true;
}

}  // namespace

std::string folded_name(std::string_view name) {
  const auto comma = name.find(',');
  std::string turned;
  if (comma != name.npos) turned.append(name.substr(comma + 1)).append(" ").append(name.substr(0, comma));
  std::string text;
  for (const std::string_view word : split(comma == name.npos ? name : std::string_view(turned), blanks)) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return fold_case(text);
}

/// How a text and a name go together.
struct NameIndex::Comparison {
  std::size_t same = 0, initials = 0, mistyped = 0, edits = 0;
  std::size_t left = 0;  ///< words of either that have none in the other, but for initials
  std::size_t left_initials = 0;
  bool turned = false;           ///< the words are in another order
  bool last_is_initial = false;  ///< only the initial of the last name is given
  bool hardly = false;           ///< an error that may as well be another name
  double score = 0;

  /// 1 the same words, 2 with initials, 3 with errors, 0 none of these.
  int level() const {
    if (left > 0 || hardly || same + mistyped < 1) return 0;
    if (mistyped == 0) {
      if (initials == 0 && left_initials == 0) return same >= 2 ? 1 : 0;
      if (last_is_initial) return 0;
      return same >= 2 || initials > 0 ? 2 : 0;
    }
    return initials == 0 && left_initials == 0 && same + mistyped >= 2 ? 3 : 0;
  }
};

std::vector<NameIndex::Word> NameIndex::words_of(std::string_view name) {
  std::vector<Word> words;
  if (name.size() > longest_name) return words;
  const std::string folded = fold_case(in_order(name));
  std::vector<std::string> kept;
  const std::string marks = without(folded, "'`\"");
  for (const std::string_view word : split(marks, blanks)) {
    if (is_whole_title(word)) {
      kept.emplace_back(word);
      continue;
    }
    for (const std::string_view part : split(word, ".-/_+")) kept.emplace_back(part);
  }
  const auto titled = static_cast<std::size_t>(
      std::count_if(kept.begin(), kept.end(), [](const std::string& word) { return is_whole_title(word); }));
  for (const std::string& word : kept) {
    if (kept.size() > titled && is_whole_title(word)) continue;
    Word one{plain_letters(word, false), plain_letters(word, true)};
    if (!one.plain.empty() && words.size() < most_words) words.push_back(std::move(one));
  }
  return words;
}

bool NameIndex::is_real(const Word& word) const {
  return words_.contains(word.plain) || words_.contains(word.spelled) || is_real_name(word.plain) ||
         is_real_name(word.spelled);
}

void NameIndex::add(VertexId member, std::string_view name) {
  const std::string folded = folded_name(name);
  if (folded.empty()) return;
  const auto [at, added] = by_name_.emplace(folded, member);
  if (!added && at->second != member) at->second = several;
  names_.push_back({member});
  folded_.push_back(folded);
}

void NameIndex::complete() {
  for (std::uint32_t number = 0; number < names_.size(); ++number) {
    names_[number].words = words_of(folded_[number]);
    std::unordered_set<std::string> keys;
    for (const Word& word : names_[number].words) {
      for (const std::string* form : {&word.plain, &word.spelled}) {
        ++words_[*form];
        keys.insert(*form);
        for (std::size_t i = 0; i < form->size() && form->size() > 3; ++i)
          keys.insert(std::string(*form).erase(i, 1));
      }
    }
    for (const std::string& key : keys) by_word_[key].push_back(number);
  }
}

NameMatch NameIndex::exact(std::string_view text) const {
  const auto at = by_name_.find(folded_name(text));
  if (at == by_name_.end()) return {};
  if (at->second == several) return {NameMatch::Kind::several, no_vertex, 1};
  return {NameMatch::Kind::exact, at->second, 1};
}

std::vector<std::uint32_t> NameIndex::candidates(const std::vector<Word>& text) const {
  std::vector<std::uint32_t> found;
  const auto take = [&](const std::string& key) {
    const auto at = by_word_.find(key);
    if (at != by_word_.end()) found.insert(found.end(), at->second.begin(), at->second.end());
  };
  for (const Word& word : text) {
    for (const std::string* form : {&word.plain, &word.spelled}) {
      if (form == &word.spelled && word.spelled == word.plain) continue;
      take(*form);
      for (std::size_t i = 0; i < form->size() && form->size() > 3; ++i) take(std::string(*form).erase(i, 1));
    }
  }
  // Written as one word, or as several.
  if (text.size() == 2) take(text[0].plain + text[1].plain);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

NameIndex::Comparison NameIndex::compared(const std::vector<Word>& text, const Name& name) const {
  Comparison result;
  const auto whole = [](const std::vector<Word>& words, std::string Word::*form) {
    std::string all;
    for (const Word& word : words) all += word.*form;
    return all;
  };
  for (const auto form : {&Word::plain, &Word::spelled}) {
    if (text.size() < 2 || name.words.size() < 2 || whole(text, form) != whole(name.words, form)) continue;
    result.same = text.size();
    result.score = 1;
    return result;
  }
  constexpr std::size_t none = ~std::size_t{0};
  std::vector<std::size_t> other(text.size(), none);
  std::vector<bool> used(name.words.size(), false);
  const auto same = [](const Word& a, const Word& b) {
    return a.plain == b.plain || a.spelled == b.spelled || a.plain == b.spelled || a.spelled == b.plain;
  };
  const auto distance = [](const Word& a, const Word& b) {
    return std::min({edits(a.plain, b.plain), edits(a.spelled, b.spelled), edits(a.plain, b.spelled),
                     edits(a.spelled, b.plain)});
  };
  double alike = 0;
  const auto pair = [&](auto fits, auto take) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      for (std::size_t j = 0; j < name.words.size() && other[i] == none; ++j) {
        if (used[j] || !fits(text[i], name.words[j])) continue;
        other[i] = j;
        used[j] = true;
        take(text[i], name.words[j]);
      }
    }
  };
  pair(same, [&](const Word&, const Word&) {
    ++result.same;
    alike += 1;
  });
  for (const std::size_t count : {1, 2}) {
    pair(
        [&](const Word& a, const Word& b) { return !a.initial() && !b.initial() && distance(a, b) == count; },
        [&](const Word& a, const Word& b) {
          ++result.mistyped;
          result.edits += count;
          result.hardly = result.hardly || count > 1 || is_real(a) ||
                          !(looks_mistyped(a.plain, b.plain) || looks_mistyped(a.spelled, b.spelled) ||
                            looks_mistyped(a.plain, b.spelled));
          alike +=
              1 - static_cast<double>(count) / static_cast<double>(std::max(a.plain.size(), b.plain.size()));
        });
  }
  pair([](const Word& a, const Word& b) { return a.initial() != b.initial() && a.plain[0] == b.plain[0]; },
       [&](const Word&, const Word&) {
         ++result.initials;
         alike += 0.7;
       });
  std::size_t last = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (other[i] == none) {
      ++(text[i].initial() ? result.left_initials : result.left);
      continue;
    }
    if (other[i] < last) result.turned = true;
    last = other[i];
    const bool is_last = other[i] + 1 == name.words.size();
    if (is_last && text[i].initial() != name.words[other[i]].initial()) result.last_is_initial = true;
  }
  for (std::size_t j = 0; j < name.words.size(); ++j) {
    if (used[j]) continue;
    // "A. Kern" may be Ada Maria Kern; "Ada Kern" is another one.
    const bool given = result.initials > 0 && j > 0 && j + 1 < name.words.size();
    if (!given) ++(name.words[j].initial() ? result.left_initials : result.left);
  }
  // "Paul Simon" is not Simon Paul, but "Kern Ada" is Ada Kern.
  if (result.turned && (is_given_name(text.front().plain) || result.mistyped > 0)) result.hardly = true;
  result.score = alike / static_cast<double>(std::max(text.size(), name.words.size()));
  return result;
}

NameMatch NameIndex::find(std::string_view text) const {
  const NameMatch known = exact(text);
  if (known.kind != NameMatch::Kind::nobody) return known;
  const std::vector<Word> words = words_of(text);
  if (words.empty()) return {};
  NameMatch best;
  int level = 4;
  std::size_t as_good = 0, near = 0;
  std::vector<VertexId> seen;  // of those who are as good
  for (const std::uint32_t candidate : candidates(words)) {
    const Name& name = names_[candidate];
    const Comparison comparison = compared(words, name);
    const int here = comparison.level() == 0 ? 4 : comparison.level();
    if (comparison.left == 0 && comparison.mistyped > 0 && comparison.edits <= 2) ++near;
    if (here < level || (here == level && comparison.score > best.score)) {
      if (here < level) as_good = 0;
      if (here < level) seen.clear();
      best = {NameMatch::Kind::doubtful, name.member, comparison.score};
      level = here;
    }
    if (here == level && here < 4 && std::find(seen.begin(), seen.end(), name.member) == seen.end()) {
      ++as_good;
      seen.push_back(name.member);
    }
  }
  if (level < 4 && as_good == 1 && (level < 3 || near == 1)) {
    best.kind = NameMatch::Kind::certain;
    return best;
  }
  if (best.kind == NameMatch::Kind::doubtful && best.score < least_score) return {};
  return best;
}

std::vector<VertexId> NameIndex::closest(std::initializer_list<const NameIndex*> indexes,
                                         std::string_view text, std::size_t count) {
  const std::string wanted = folded_name(text);
  std::vector<std::pair<std::size_t, VertexId>> near;
  for (const NameIndex* index : indexes) {
    for (std::size_t i = 0; i < index->names_.size(); ++i) {
      const std::string& name = index->folded_[i];
      const bool part = wanted.size() >= 3 && name.find(wanted) != std::string::npos;
      near.emplace_back(part ? 0 : edit_distance(name, wanted), index->names_[i].member);
    }
  }
  std::sort(near.begin(), near.end());
  std::vector<VertexId> members;
  for (const auto& [distance, member] : near) {
    if (members.size() == count) break;
    if (std::find(members.begin(), members.end(), member) == members.end()) members.push_back(member);
  }
  return members;
}

}  // namespace tertius::graph
