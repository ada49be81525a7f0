#include "engine/introductions/needs/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/introductions/needs/words_data.hpp"

namespace tertius::introductions {
namespace {

/// A word of a file, as it is found again.
struct Entry {
  std::string text;  ///< folded words, one blank between them
  IdeaId idea = no_idea;
};

/// How a word of the vocabulary may stand in a compound before its last part.
struct JoinedForm {
  Part part;
  bool silent = false;
  unsigned cost = 0;  ///< 0: the word itself; more, the more it was changed
};

std::string in_a_row(std::span<const std::string> words) {
  std::string row;
  for (const std::string& word : words) {
    if (!row.empty()) row += ' ';
    row += word;
  }
  return row;
}

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> list;
  for (Word& word : words(text)) {
    if (!word.mark) list.push_back(std::move(word.text));
  }
  return list;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> separated(std::string_view text, char by) {
  std::vector<std::string_view> list;
  for (;;) {
    const std::size_t end = text.find(by);
    list.push_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return list;
    text.remove_prefix(end + 1);
  }
}

std::size_t common_prefix(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

constexpr std::size_t shortest_part = 3;
constexpr std::size_t shortest_compound = 6;
/// After something unknown a part must be longer to be believed.
constexpr std::size_t shortest_known_head = 5;

}  // namespace

struct Vocabulary::Data {
  struct OfLanguage {
    std::unordered_map<std::string, IdeaId> exact;
    std::unordered_map<std::string, std::vector<Entry>> by_stem;
    std::unordered_set<std::string> silent, joints;
  };
  std::vector<Idea> ideas;
  std::map<std::string, IdeaId, std::less<>> by_name;
  std::array<OfLanguage, 2> languages;
  std::unordered_set<std::string> ands, bys, before_verbs, whole;
  std::vector<std::string> links;
  std::unordered_map<std::string, JoinedForm> joined;
  std::unordered_map<std::string, std::string> part_stems;  ///< words without an idea that may end a compound
  std::vector<IdeaId> composed;                             ///< ideas that are made of others
  std::size_t longest_row = 1;

  // --- reading ---

  struct Line {
    std::string file;
    std::uint64_t number = 0;
    std::string_view text;
    /// Throws Error{bad_data} that points at `part` of the line.
    [[noreturn]] void fail(std::string_view part, const std::string& message) const {
      const auto column = static_cast<std::uint64_t>(part.data() - text.data()) + 1;
      throw Error(ErrorKey::syntax, message, {file, {number, column}});
    }
  };
  struct Pending {
    Line line;
    IdeaId idea;
    std::string_view broader, made_of;
  };
  struct OwnWord {
    Language language;
    std::string text;
    IdeaId idea;
    bool verb;  ///< German, written with a small letter, and ending in n
  };
  std::vector<OwnWord> own_words;
  std::vector<std::string> own_parts;

  static std::string sections() {
    return "[frames], [actions], [makings], [crafts], [things], [qualities], [silent en], [silent de], "
           "[joints en], "
           "[joints de], [and en], [and de], [by en], [by de], [verb follows en], [links de], [parts de] or "
           "[whole de]";
  }

  /// A word may be in one idea of this text only, but may have been in another one of a text before.
  void read(std::string_view text, const std::string& file) {
    enum class Section {
      no_section,
      idea_lines,
      silent_words,
      joint_words,
      and_words,
      by_words,
      before_verb_words,
      link_letters,
      part_words,
      whole_words
    };
    Section section = Section::no_section;
    Kind kind = Kind::thing;
    Language language = Language::english;
    std::vector<Pending> pending;
    std::map<std::pair<Language, std::string>, std::pair<IdeaId, std::uint64_t>> seen;
    if (const std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
      const auto line =
          static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<long>(bad), '\n'));
      throw Error(ErrorKey::encoding, "a byte that is not UTF-8; expected a text file in UTF-8",
                  {file, {line + 1, 0}});
    }
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::uint64_t number = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const Line line{file, ++number, text.substr(0, end)};
      text.remove_prefix(std::min(text.size(), end + 1));
      const std::string_view content = trim(line.text);
      if (content.empty() || content.front() == '#') continue;
      if (content.front() == '[') {
        static constexpr std::array<std::pair<std::string_view, Kind>, 6> kinds = {
            {{"[things]", Kind::thing},
             {"[crafts]", Kind::craft},
             {"[actions]", Kind::action},
             {"[makings]", Kind::making},
             {"[frames]", Kind::frame},
             {"[qualities]", Kind::quality}}};
        static constexpr std::array<std::tuple<std::string_view, Section, Language>, 12> lists = {
            {{"[silent en]", Section::silent_words, Language::english},
             {"[silent de]", Section::silent_words, Language::german},
             {"[joints en]", Section::joint_words, Language::english},
             {"[joints de]", Section::joint_words, Language::german},
             {"[and en]", Section::and_words, Language::english},
             {"[and de]", Section::and_words, Language::german},
             {"[by en]", Section::by_words, Language::english},
             {"[by de]", Section::by_words, Language::german},
             {"[verb follows en]", Section::before_verb_words, Language::english},
             {"[links de]", Section::link_letters, Language::german},
             {"[parts de]", Section::part_words, Language::german},
             {"[whole de]", Section::whole_words, Language::german}}};
        section = Section::no_section;
        for (const auto& [name, of] : kinds) {
          if (content == name) section = Section::idea_lines, kind = of;
        }
        for (const auto& [name, of, in] : lists) {
          if (content == name) section = of, language = in;
        }
        if (section == Section::no_section)
          line.fail(content, fmt::format("section {}; expected {}", fit_to_width(content, 40), sections()));
        continue;
      }
      if (section == Section::no_section) {
        line.fail(content, fmt::format("\"{}\" before any section; expected a line such as [things]",
                                       fit_to_width(content, 40)));
      }
      if (section == Section::idea_lines) {
        pending.push_back(read_idea(line, content, kind, seen));
        continue;
      }
      for (const std::string_view word : separated(content, ',')) {
        if (word.empty()) continue;
        const std::string folded = in_a_row(folded_words(word));
        if (folded.empty()) line.fail(word, fmt::format("\"{}\" has no letter; expected a word", word));
        OfLanguage& of = languages[static_cast<std::size_t>(language)];
        switch (section) {
          case Section::silent_words:
            of.silent.insert(folded);
            break;
          case Section::joint_words:
            of.joints.insert(folded);
            break;
          case Section::and_words:
            ands.insert(folded);
            break;
          case Section::by_words:
            bys.insert(folded);
            break;
          case Section::before_verb_words:
            before_verbs.insert(folded);
            break;
          case Section::link_letters:
            links.push_back(folded);
            break;
          case Section::part_words:
            own_parts.push_back(folded);
            break;
          default:
            whole.insert(folded);
        }
      }
    }
    for (const Pending& idea : pending) relate(idea);
  }

  Pending read_idea(const Line& line, std::string_view content, Kind kind,
                    std::map<std::pair<Language, std::string>, std::pair<IdeaId, std::uint64_t>>& seen) {
    const std::vector<std::string_view> cells = separated(content, '|');
    if (cells.size() != 3) {
      line.fail(content, fmt::format("{} in \"{}\"; expected two: name | English words | German words",
                                     counted(cells.size() - 1, "bar", "bars"), fit_to_width(content, 40)));
    }
    std::string_view name = cells[0], broader, made_of;
    if (const std::size_t at = name.find('<'); at != std::string_view::npos) {
      broader = trim(name.substr(at + 1));
      name = trim(name.substr(0, at));
      if (broader.empty()) line.fail(broader, "nothing after <; expected the name of a broader idea");
    }
    if (const std::size_t at = name.find('='); at != std::string_view::npos) {
      made_of = trim(name.substr(at + 1));
      name = trim(name.substr(0, at));
      if (made_of.empty()) line.fail(made_of, "nothing after =; expected two ideas, as in: film + editing");
    }
    if (folded_words(name).empty())
      line.fail(content, fmt::format("name \"{}\"; expected a word before the first bar", name));
    auto at = by_name.find(name);
    if (at == by_name.end()) {
      at = by_name.emplace(std::string(name), static_cast<IdeaId>(ideas.size())).first;
      ideas.push_back({std::string(name), kind, {}, {}, {}});
    }
    const IdeaId id = at->second;
    const auto add = [&](Language language, std::string_view word) {
      const std::vector<std::string> list = folded_words(word);
      if (list.empty()) line.fail(word, fmt::format("\"{}\" has no letter; expected a word", word));
      const std::string text = in_a_row(list);
      const auto [before, added] = seen.emplace(std::pair(language, text), std::pair(id, line.number));
      if (!added && before->second.first != id) {
        line.fail(word,
                  fmt::format("\"{}\" is a word of \"{}\" in line {} already; expected it in one idea only",
                              word, ideas[before->second.first].name, before->second.second));
      }
      longest_row = std::max(longest_row, list.size());
      const bool verb =
          language == Language::german && word.front() >= 'a' && word.front() <= 'z' && word.ends_with('n');
      own_words.push_back({language, text, id, verb});
    };
    add(Language::english, name);
    for (const std::size_t cell : {1u, 2u}) {
      for (const std::string_view word : separated(cells[cell], ',')) {
        if (!word.empty()) add(cell == 1 ? Language::english : Language::german, word);
      }
    }
    return {line, id, broader, made_of};
  }

  void relate(const Pending& pending) {
    const auto named = [&](std::string_view name) {
      const auto at = by_name.find(name);
      if (at == by_name.end()) {
        pending.line.fail(
            name,
            fmt::format(
                "no idea \"{}\"; expected the name of an idea, as it stands before the first bar of its line",
                name));
      }
      return at->second;
    };
    Idea& idea = ideas[pending.idea];
    if (!pending.broader.empty()) {
      for (const std::string_view name : separated(pending.broader, ',')) idea.parents.push_back(named(name));
    }
    if (pending.made_of.empty()) return;
    for (const std::string_view alternative : separated(pending.made_of, ',')) {
      std::vector<IdeaId> parts;
      for (const std::string_view name : separated(alternative, '+')) parts.push_back(named(name));
      if (parts.size() < 2)
        pending.line.fail(alternative,
                          fmt::format("\"{}\"; expected two ideas, as in: film + editing", alternative));
      idea.made_of.push_back(std::move(parts));
    }
  }

  // --- once everything is read ---

  void finish() {
    for (IdeaId id = 0; id < ideas.size(); ++id) {
      std::vector<IdeaId> open = ideas[id].parents;
      auto& all = ideas[id].broader;
      while (!open.empty()) {
        const IdeaId next = open.back();
        open.pop_back();
        if (next == id || std::find(all.begin(), all.end(), next) != all.end()) continue;
        all.push_back(next);
        open.insert(open.end(), ideas[next].parents.begin(), ideas[next].parents.end());
      }
      std::sort(all.begin(), all.end());
    }
    Stemmer stemmer;
    // Later texts come first: what a user says of a word holds.
    std::reverse(own_words.begin(), own_words.end());
    std::stable_sort(own_words.begin(), own_words.end(),
                     [](const OwnWord& a, const OwnWord& b) { return a.text < b.text; });
    for (const OwnWord& word : own_words) {
      OfLanguage& of = languages[static_cast<std::size_t>(word.language)];
      if (!of.exact.emplace(word.text, word.idea).second) continue;
      of.by_stem[stem_row(word.language, word.text, stemmer)].push_back({word.text, word.idea});
    }
    for (const OwnWord& word : own_words) {
      if (word.text.find(' ') != std::string::npos) continue;
      if (word.language == Language::english && word.text.size() < 4) continue;
      join(word.text, {word.idea, {}}, false, word.verb, word.language == Language::english ? 1 : 0);
    }
    const auto& german = languages[static_cast<std::size_t>(Language::german)];
    std::sort(own_parts.begin(), own_parts.end());
    for (const std::string& word : own_parts) {
      if (german.exact.contains(word)) continue;
      const std::string stem = unknown_stem(word, stemmer);
      part_stems.emplace(word, stem);
      part_stems.emplace(Data::stem(Language::german, word, stemmer), stem);
      join(word, {no_idea, stem}, german.silent.contains(word), false, 0);
    }
    for (const OwnWord& word : own_words) compose(word, stemmer);
    for (IdeaId id = 0; id < ideas.size(); ++id) {
      if (!ideas[id].made_of.empty()) composed.push_back(id);
    }
    own_words.clear();
    own_parts.clear();
  }

  /// Enters the forms in which a word stands before another in a compound.
  void join(const std::string& word, const Part& part, bool silent, bool verb, unsigned cost) {
    if (word.size() < shortest_part) return;
    const auto enter = [&](const std::string& form, unsigned more) {
      if (form.size() < shortest_part) return;
      const auto [at, added] = joined.emplace(form, JoinedForm{part, silent, cost + more});
      if (!added && at->second.cost > cost + more) at->second = {part, silent, cost + more};
    };
    enter(word, 0);
    for (const std::string& link : links) enter(word + link, link == "s" ? 1 : 2);
    if (word.ends_with('e')) {
      const std::string shorter = word.substr(0, word.size() - 1);
      enter(shorter, 2);
      enter(shorter + "s", 4);
    }
    if (word.ends_with("en") && !verb) enter(word.substr(0, word.size() - 2), 6);
    if (verb && word.ends_with("en")) enter(word.substr(0, word.size() - 2), 4);
    if (verb && !word.ends_with("en")) enter(word.substr(0, word.size() - 1), 1);
  }

  /// What of a German word no step of the stemmer changes any more: one alone makes "kur" of "Kurs", "kurs"
  /// of "Kurse".
  static std::string stem(Language language, std::string_view word, Stemmer& stemmer) {
    std::string found = stemmer.stem(language, word);
    for (std::string before; language == Language::german && found != before;) {
      before = found;
      found = stemmer.stem(language, before);
    }
    return found;
  }

  static std::string stem_row(Language language, std::string_view row, Stemmer& stemmer) {
    std::string stems;
    for (const std::string_view word : separated(row, ' ')) {
      if (!stems.empty()) stems += ' ';
      stems += stem(language, word, stemmer);
    }
    return stems;
  }

  /// The same for both languages, because nothing says which an unknown word belongs to.
  static std::string unknown_stem(std::string_view word, Stemmer& stemmer) {
    return stem(Language::german, stemmer.stem(Language::english, word), stemmer);
  }

  /// Words that are made of others say what their idea is made of: "Hundetraining" of dog and course. Only
  /// where the head is work that says nothing by itself, or something broader; "Bühnenbild" is no picture.
  void compose(const OwnWord& word, Stemmer& stemmer) {
    std::vector<IdeaId> parts;
    if (word.text.find(' ') == std::string::npos) {
      if (word.language == Language::english) return;
      for (const Part& part : split(word.text, stemmer).parts) parts.push_back(part.idea);
    } else {
      for (const std::string_view single : separated(word.text, ' '))
        parts.push_back(find(word.language, std::string(single), stemmer));
    }
    if (parts.size() < 2) return;
    for (auto at = parts.begin(); at != parts.end(); ++at) {
      if (*at == no_idea || ideas[*at].kind == Kind::quality || std::find(parts.begin(), at, *at) != at)
        return;
    }
    Idea& idea = ideas[word.idea];
    const Kind head = ideas[parts.back()].kind;
    const bool wide = head == Kind::frame || head == Kind::action || head == Kind::making ||
                      std::binary_search(idea.broader.begin(), idea.broader.end(), parts.back());
    if (wide && std::find(idea.made_of.begin(), idea.made_of.end(), parts) == idea.made_of.end())
      idea.made_of.push_back(std::move(parts));
  }

  // --- looking up ---

  IdeaId exact(Language language, const std::string& row) const {
    const auto& of = languages[static_cast<std::size_t>(language)];
    const auto at = of.exact.find(row);
    return at == of.exact.end() ? no_idea : at->second;
  }

  /// Of several words with the same stem, the one that is most like this one.
  IdeaId by_stem(Language language, const std::string& row, Stemmer& stemmer) const {
    const auto& of = languages[static_cast<std::size_t>(language)];
    const auto at = of.by_stem.find(stem_row(language, row, stemmer));
    if (at == of.by_stem.end()) return no_idea;
    const Entry* best = nullptr;
    std::pair<std::size_t, std::size_t> best_fit;
    for (const Entry& entry : at->second) {
      const std::pair fit(common_prefix(entry.text, row),
                          1000 - std::min<std::size_t>(entry.text.size(), 1000));
      if (best == nullptr || fit > best_fit) {
        best = &entry;
        best_fit = fit;
      }
    }
    return best->idea;
  }

  IdeaId find(Language language, const std::string& row, Stemmer& stemmer) const {
    if (const IdeaId id = exact(language, row); id != no_idea) return id;
    if (const IdeaId id = by_stem(language, row, stemmer); id != no_idea) return id;
    if (language == Language::english || row.find(' ') != std::string::npos) return no_idea;
    for (const std::string_view ending : {"innen", "in"}) {  // "Fotografinnen"
      if (row.size() < ending.size() + 3 || !row.ends_with(ending)) continue;
      const std::string base = row.substr(0, row.size() - ending.size());
      for (const std::string& form : {base, base + "e"}) {
        if (const IdeaId id = exact(language, form); id != no_idea) return id;
      }
      if (const IdeaId id = by_stem(language, base, stemmer); id != no_idea) return id;
    }
    for (const std::string_view ending :
         {"n", "en", "e", "er", "s", "es"}) {  // what the stemmer leaves: "Feiern"
      if (row.size() < ending.size() + 4 || !row.ends_with(ending)) continue;
      if (const IdeaId id = exact(language, row.substr(0, row.size() - ending.size())); id != no_idea)
        return id;
    }
    for (const std::string_view ending : {"t", "et", "te"}) {  // "der Verträge prüft"
      if (row.size() < ending.size() + 3 || !row.ends_with(ending)) continue;
      if (const IdeaId id = exact(language, row.substr(0, row.size() - ending.size()) + "en"); id != no_idea)
        return id;
    }
    return no_idea;
  }

  struct Split {
    std::vector<Part> parts;
    std::size_t last = 0;  ///< where the last one begins
  };

  struct Ending {
    Part part;
    bool silent = false;
  };
  std::optional<Ending> ending(const std::string& word, Stemmer& stemmer) const {
    if (word.size() < shortest_part) return std::nullopt;
    const auto& german = languages[static_cast<std::size_t>(Language::german)];
    if (german.silent.contains(word) && word.size() > 3) return Ending{{}, true};
    for (const Language language : {Language::german, Language::english}) {
      if (const IdeaId id = exact(language, word); id != no_idea) return Ending{{id, {}}, false};
    }
    if (const auto at = part_stems.find(word); at != part_stems.end())
      return Ending{{no_idea, at->second}, false};
    if (word.size() <= shortest_part) return std::nullopt;
    for (const Language language : {Language::german, Language::english}) {
      if (const IdeaId id = find(language, word, stemmer); id != no_idea) return Ending{{id, {}}, false};
    }
    if (const auto at = part_stems.find(stem(Language::german, word, stemmer)); at != part_stems.end())
      return Ending{{no_idea, at->second}, german.silent.contains(word)};
    return std::nullopt;
  }

  /// The split into known parts that costs least: few parts, little changed. Else an unknown one and a known
  /// head.
  Split split(const std::string& word, Stemmer& stemmer) const {
    if (word.size() < shortest_compound || whole.contains(word)) return {};
    constexpr unsigned part_cost = 10, none = ~0u;
    struct Best {
      unsigned cost = none;
      std::size_t from = 0;
      const JoinedForm* form = nullptr;
    };
    std::vector<Best> before(word.size());  // ways to write the letters before each place with joined forms
    before[0].cost = 0;
    for (std::size_t end = shortest_part; end < word.size(); ++end) {
      for (std::size_t at = 0; at + shortest_part <= end; ++at) {
        if (before[at].cost == none) continue;
        const auto form = joined.find(word.substr(at, end - at));
        if (form == joined.end()) continue;
        const unsigned cost = before[at].cost + part_cost + form->second.cost;
        if (cost < before[end].cost) before[end] = {cost, at, &form->second};
      }
    }
    std::size_t cut = 0;
    unsigned least = none;
    for (std::size_t at = shortest_part; at + shortest_part <= word.size(); ++at) {
      if (before[at].cost == none || before[at].cost > least)
        continue;  // "Mietrechts-beratung", not "Miet-rechtsberatung"
      if (!ending(word.substr(at), stemmer)) continue;
      least = before[at].cost;
      cut = at;
    }
    Split found;
    if (cut > 0) {
      for (std::size_t at = cut; at > 0; at = before[at].from) {
        if (!before[at].form->silent) found.parts.insert(found.parts.begin(), before[at].form->part);
      }
    } else {
      for (std::size_t at = shortest_part; at + 4 <= word.size() && cut == 0; ++at) {
        const auto tail = ending(word.substr(at), stemmer);
        if (!tail || (!tail->silent && tail->part.idea == no_idea)) continue;
        const std::string rest = word.substr(at);
        const bool work = !tail->silent && ideas[tail->part.idea].kind != Kind::thing;
        const bool as_written = exact(Language::german, rest) != no_idea;
        const std::size_t enough = shortest_known_head + (as_written ? 0 : 1) - (work ? 1 : 0);
        if (rest.size() < enough) continue;
        cut = at;
      }
      if (cut == 0) return {};
      found.parts.push_back({no_idea, unknown_stem(word.substr(0, cut), stemmer)});
    }
    const auto tail = ending(word.substr(cut), stemmer);
    if (!tail->silent || found.parts.empty()) {
      found.parts.push_back(tail->silent ? Part{no_idea, unknown_stem(word.substr(cut), stemmer)}
                                         : tail->part);
    }
    found.last = cut;
    return found;
  }
};

Vocabulary::Vocabulary(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Vocabulary::~Vocabulary() = default;

const std::shared_ptr<const Vocabulary>& Vocabulary::built_in() {
  static const std::shared_ptr<const Vocabulary> made = [] {
    auto data = std::make_unique<Data>();
    for (const WordsFile& file : words_files()) data->read(file.text, std::string(file.name));
    data->finish();
    return std::shared_ptr<const Vocabulary>(new Vocabulary(std::move(data)));
  }();
  return made;
}

std::shared_ptr<const Vocabulary> Vocabulary::with(std::string_view text, const std::string& name) {
  auto data = std::make_unique<Data>();
  for (const WordsFile& file : words_files()) data->read(file.text, std::string(file.name));
  data->read(text, name);
  data->finish();
  return std::shared_ptr<const Vocabulary>(new Vocabulary(std::move(data)));
}

std::span<const Idea> Vocabulary::ideas() const {
  return data_->ideas;
}

std::span<const IdeaId> Vocabulary::composed() const {
  return data_->composed;
}

std::string Vocabulary::unknown_stem(std::string_view word, Stemmer& stemmer) const {
  return Data::unknown_stem(word, stemmer);
}

std::size_t Vocabulary::longest_row() const {
  return data_->longest_row;
}

IdeaId Vocabulary::find(Language language, std::span<const std::string> folded, Stemmer& stemmer) const {
  if (const IdeaId id = data_->find(language, in_a_row(folded), stemmer); id != no_idea || folded.size() == 1)
    return id;
  // "book keeping" for "bookkeeping"
  std::string together;
  for (const std::string& word : folded) together += word;
  return data_->exact(language, together);
}

bool Vocabulary::is_silent(Language language, std::string_view word) const {
  return data_->languages[static_cast<std::size_t>(language)].silent.contains(std::string(word));
}

bool Vocabulary::is_joint(Language language, std::string_view word) const {
  return data_->languages[static_cast<std::size_t>(language)].joints.contains(std::string(word));
}

bool Vocabulary::is_and(std::string_view word) const {
  return data_->ands.contains(std::string(word));
}

bool Vocabulary::is_by(std::string_view word) const {
  return data_->bys.contains(std::string(word));
}

bool Vocabulary::verb_follows(std::string_view word) const {
  return data_->before_verbs.contains(std::string(word));
}

std::vector<Part> Vocabulary::taken_apart(std::string_view word, Stemmer& stemmer) const {
  return data_->split(std::string(word), stemmer).parts;
}

std::size_t Vocabulary::last_part(std::string_view word, Stemmer& stemmer) const {
  return data_->split(std::string(word), stemmer).last;
}

}  // namespace tertius::introductions
