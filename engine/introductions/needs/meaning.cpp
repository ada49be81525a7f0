#include "engine/introductions/needs/meaning.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/core/text.hpp"

namespace tertius::introductions {
namespace {

/// A word of a phrase with what it means; several parts when it is a compound, the last its head.
struct Group {
  std::vector<Part> parts;
  std::vector<IdeaId> qualities;
  bool gerund = false;  ///< English, ends in -ing, and is not the idea's own name
  bool verb = false;    ///< stands where English has a verb, or ends as German ones do
};
/// Words between two joints.
struct Segment {
  std::vector<Group> groups;
  bool by = false;  ///< after a joint that says who does it
};

Kind kind_of(const Part& part, const Vocabulary& vocabulary) {
  return part.idea == no_idea ? Kind::thing : vocabulary.idea(part.idea).kind;
}

bool is_work(Kind kind) {
  return kind != Kind::thing && kind != Kind::quality;
}

class Reader {
 public:
  Reader(const Vocabulary& vocabulary, Stemmer& stemmer) : vocabulary_(vocabulary), stemmer_(stemmer) {}

  Meaning read(std::string_view phrase) {
    const std::vector<Word> all = words(phrase);
    choose_language(phrase, all);
    Meaning meaning;
    for (const std::vector<Word>& part : conjuncts(all)) {
      Reading reading;
      if (read(part, reading)) meaning.push_back(std::move(reading));
    }
    return meaning;
  }

 private:
  using Words = std::vector<Word>;

  Language other() const { return language_ == Language::german ? Language::english : Language::german; }
  bool is_joint(const Word& w) const {
    return vocabulary_.is_joint(language_, w.text) ||
           (vocabulary_.is_joint(other(), w.text) && find(language_, w) == no_idea &&
            find(other(), w) == no_idea);
  }
  bool is_silent(const Word& w) const {
    return vocabulary_.is_silent(language_, w.text) ||
           (vocabulary_.is_silent(other(), w.text) && find(language_, w) == no_idea);
  }
  IdeaId find(Language language, const Word& w) const {
    return vocabulary_.find(language, std::span(&w.text, 1), stemmer_);
  }
  IdeaId find(const Word& w) const {
    const IdeaId id = find(language_, w);
    return id != no_idea ? id : find(other(), w);
  }
  Kind kind(const Word& w) const {
    const IdeaId id = find(w);
    return id == no_idea ? Kind::thing : vocabulary_.idea(id).kind;
  }

  /// The language in which more of the words are known. A capital letter tips the scales for German.
  void choose_language(std::string_view phrase, const Words& all) {
    int german = 0, english = 0;
    for (const Word& w : all) {
      const auto knows = [&](Language language) {
        return vocabulary_.is_silent(language, w.text) || vocabulary_.is_joint(language, w.text) ||
               find(language, w) != no_idea;
      };
      const bool in_english = knows(Language::english);
      english += in_english ? 2 : 0;
      german += knows(Language::german) ? 2 : 0;
      if (w.german) german += 2;
      if (!in_english && !vocabulary_.taken_apart(w.text, stemmer_).empty()) german += 1;
    }
    if (!phrase.empty() && phrase.front() >= 'A' && phrase.front() <= 'Z') german += 1;
    language_ = german > english ? Language::german : Language::english;
  }

  bool is_and(const Word& w) const { return w.mark || vocabulary_.is_and(w.text); }

  /// True when the "and" at `at` belongs to words that mean something together: "painting and decorating".
  bool in_one_row(const Words& all, std::size_t at) const {
    const std::size_t most = vocabulary_.longest_row();
    for (std::size_t from = at > most ? at - most : 0; from < at; ++from) {
      std::vector<std::string> row;
      for (std::size_t to = from; to < all.size() && row.size() < most; ++to) {
        row.push_back(all[to].text);
        if (to <= at) continue;
        for (const Language language : both_languages) {
          if (vocabulary_.find(language, row, stemmer_) != no_idea) return true;
        }
      }
    }
    return false;
  }

  /// What stands between "and": each by itself, with what they share given to each.
  std::vector<Words> conjuncts(const Words& all) {
    std::vector<Words> list(1);
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (!is_and(all[at]) || in_one_row(all, at)) {
        list.back().push_back(all[at]);
      } else {
        list.emplace_back();
      }
    }
    std::erase_if(list, [](const Words& part) { return part.empty(); });
    for (std::size_t i = list.size(); i-- > 1;) share(list[i - 1], list[i]);
    for (std::size_t i = 0; i + 1 < list.size(); ++i) carry_on(list[i], list[i + 1]);
    return list;
  }

  /// Gives `a` what only `b`, after it, says of both.
  void share(Words& a, const Words& b) {
    const Words head = first_segment(b);
    if (head.empty()) return;
    if (a.back().opens) {  // "Web- und Grafikdesign"
      const std::string& whole = head.back().text;
      const std::size_t cut = vocabulary_.last_part(whole, stemmer_);
      a.back().text += whole.substr(cut);
      a.back().opens = false;
      return;
    }
    const bool works = std::any_of(a.begin(), a.end(), [&](const Word& w) { return is_work(kind(w)); });
    if (!works && head.size() > 1 && is_work(kind(head.back())) && !is_silent(head.front())) {
      a.push_back(head.back());  // "web and graphic design"
    } else if (b.size() > head.size() && std::all_of(a.begin(), a.end(), [&](const Word& w) {
                 return is_work(kind(w)) || is_silent(w);
               })) {
      a.insert(a.end(), b.begin() + static_cast<std::ptrdiff_t>(head.size()),
               b.end());  // "planning and care of gardens"
    }
  }

  /// Gives `b` what only `a`, before it, says of both.
  void carry_on(const Words& a, Words& b) {
    if (b.front().closes) {  // "Webgestaltung und -programmierung"
      const std::size_t cut = vocabulary_.last_part(a.back().text, stemmer_);
      b.front().text = a.back().text.substr(0, cut) + b.front().text;
      b.front().closes = false;
      return;
    }
    const auto joint = [&](const Word& w) { return is_joint(w); };
    const auto last = std::find_if(a.rbegin(), a.rend(), joint);
    const bool works = std::any_of(b.begin(), b.end(), [&](const Word& w) { return is_work(kind(w)); });
    if (last == a.rend() || works || std::any_of(b.begin(), b.end(), joint)) return;
    b.insert(b.begin(), a.begin(), last.base());  // "Workshops für Kinder und Jugendliche"
  }

  Words first_segment(const Words& list) const {
    Words first;
    for (const Word& w : list) {
      if (is_joint(w)) break;
      first.push_back(w);
    }
    return first;
  }

  void add(Group& group, IdeaId id) const {
    if (vocabulary_.idea(id).kind == Kind::quality) {
      group.qualities.push_back(id);
    } else {
      group.parts.push_back({id, {}});
    }
  }

  /// Takes words from `at` on that mean something together, and moves on.
  Group take(const Words& list, std::size_t& at) {
    Group group;
    const std::size_t most = std::min(vocabulary_.longest_row(), list.size() - at);
    for (std::size_t n = most; n > 1; --n) {
      std::vector<std::string> row;
      for (std::size_t i = 0; i < n; ++i) row.push_back(list[at + i].text);
      for (const Language language : {language_, other()}) {
        const IdeaId id = vocabulary_.find(language, row, stemmer_);
        if (id == no_idea) continue;
        add(group, id);
        at += n;
        return group;
      }
    }
    const Word& w = list[at++];
    if (const IdeaId id = find(w); id != no_idea) {
      add(group, id);
      // "repairing bicycles" is what somebody does, "climbing shoes" and "training videos" are things.
      group.gerund =
          language_ == Language::english && w.text.ends_with("ing") &&
          vocabulary_.idea(id).kind != Kind::frame &&
          (vocabulary_.idea(id).kind != Kind::craft || fold_case(vocabulary_.idea(id).name) != w.text);
      return group;
    }
    for (Part& part : vocabulary_.taken_apart(w.text, stemmer_)) {
      if (part.idea != no_idea)
        add(group, part.idea);
      else
        group.parts.push_back(std::move(part));
    }
    if (group.parts.empty() && group.qualities.empty())
      group.parts.push_back({no_idea, vocabulary_.unknown_stem(w.text, stemmer_)});
    return group;
  }

  /// The words in groups, separated at joints; what says nothing is left out.
  std::vector<Segment> segments(const Words& list) {
    std::vector<Segment> found(1);
    bool verb = false;
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t before = at;
      std::size_t after = at;
      Group group = take(list, after);
      std::vector<Group>& groups = found.back().groups;
      if (after - before == 1) {  // several words in a row mean what they mean, joints or not
        const bool joint = is_joint(list[at]);
        if (joint || is_silent(list[at])) {
          if (joint && !groups.empty()) {
            found.emplace_back();
            found.back().by = vocabulary_.is_by(list[at].text);
          }
          verb = language_ == Language::english && vocabulary_.verb_follows(list[at].text);
          ++at;
          continue;
        }
      }
      at = after;
      group.verb = std::exchange(verb, false);
      if (language_ == Language::german) group.verb = list[before].small && list[before].text.ends_with('n');
      if (list[before].after_hyphen && !groups.empty()) {  // "Foto-Kurs" is one word
        Group& whole = groups.back();
        whole.parts.insert(whole.parts.end(), group.parts.begin(), group.parts.end());
        whole.qualities.insert(whole.qualities.end(), group.qualities.begin(), group.qualities.end());
      } else {
        groups.push_back(std::move(group));
      }
    }
    std::erase_if(found, [](const Segment& segment) { return segment.groups.empty(); });
    return found;
  }

  /// The group that says what is done.
  std::size_t head_of(const std::vector<Group>& segment) const {
    std::vector<std::size_t> spoken;  // groups that are more than qualities
    for (std::size_t i = 0; i < segment.size(); ++i) {
      if (!segment[i].parts.empty()) spoken.push_back(i);
    }
    if (spoken.empty()) return segment.size();
    const std::size_t last = spoken.back();
    const auto kind = [&](std::size_t i) { return kind_of(segment[i].parts.back(), vocabulary_); };
    if (language_ == Language::german) {
      // "Kurs Webdesign", "Übersetzung Polnisch", "Umbau alter Höfe": what is done may come first.
      if (kind(last) != Kind::frame) {
        for (const std::size_t i : spoken) {
          if (kind(i) == Kind::frame) return i;
        }
      }
      if (!is_work(kind(last))) {
        for (auto i = spoken.rbegin(); i != spoken.rend(); ++i) {
          if (is_work(kind(*i))) return *i;
        }
      }
      return last;
    }
    // "repairing bicycles"
    const std::size_t first = spoken.front();
    const bool does = segment[first].verb || segment[first].gerund;
    if (does && first != last && is_work(kind(first)) && !is_work(kind(last))) return first;
    return last;
  }

  bool read(const Words& list, Reading& reading) {
    const std::vector<Segment> separated = segments(list);
    const auto kind = [&](const Segment& segment) {
      const std::size_t head = head_of(segment.groups);
      return head == segment.groups.size() ? Kind::quality
                                           : kind_of(segment.groups[head].parts.back(), vocabulary_);
    };
    std::size_t first = 0;  // the segment with the head
    while (first < separated.size() && kind(separated[first]) == Kind::quality) ++first;
    if (first + 1 < separated.size() && !is_work(kind(separated[first])) && separated[first + 1].by &&
        kind(separated[first + 1]) == Kind::craft)
      ++first;
    // "Texte auf Englisch schreiben": a German verb stands at the end.
    if (language_ == Language::german && first < separated.size() && !is_work(kind(separated[first])) &&
        separated.back().groups.back().verb && is_work(kind(separated.back())))
      first = separated.size() - 1;
    for (std::size_t s = 0; s < separated.size(); ++s) {
      const std::vector<Group>& groups = separated[s].groups;
      const std::size_t head = s == first ? head_of(groups) : groups.size();
      for (std::size_t i = 0; i < groups.size(); ++i) {
        const Group& group = groups[i];
        reading.qualities.insert(reading.qualities.end(), group.qualities.begin(), group.qualities.end());
        for (std::size_t p = 0; p < group.parts.size(); ++p) {
          if (i == head && p + 1 == group.parts.size())
            reading.head = group.parts[p];
          else
            reading.rest.push_back(group.parts[p]);
        }
      }
    }
    if (first == separated.size()) {
      if (reading.qualities.empty()) return false;
      reading.head = {reading.qualities.back(), {}};
      reading.qualities.pop_back();
    }
    compose(reading);
    return true;
  }

  static void tidy(Reading& reading) {
    std::vector<Part> once;
    for (Part& part : reading.rest) {
      if (part != reading.head && std::find(once.begin(), once.end(), part) == once.end())
        once.push_back(std::move(part));
    }
    reading.rest = std::move(once);
  }

  /// Puts the idea that is made of others in their place: "film editing" for film and editing.
  void compose(Reading& reading) const {
    tidy(reading);
    const auto among_rest = [&](IdeaId id) {
      return std::find(reading.rest.begin(), reading.rest.end(), Part{id, {}}) != reading.rest.end();
    };
    for (bool changed = true; changed;) {
      changed = false;
      for (const IdeaId id : vocabulary_.composed()) {
        if (changed) break;
        for (const std::vector<IdeaId>& parts : vocabulary_.idea(id).made_of) {
          const bool heads = reading.head.idea == parts.back();
          if (!heads && !among_rest(parts.back())) continue;
          if (!std::all_of(parts.begin(), parts.end() - 1, among_rest)) continue;
          std::erase_if(reading.rest, [&](const Part& part) {
            return part.idea != no_idea && std::find(parts.begin(), parts.end(), part.idea) != parts.end();
          });
          if (heads)
            reading.head = {id, {}};
          else
            reading.rest.push_back({id, {}});
          tidy(reading);
          changed = true;
          break;
        }
      }
    }
  }

  const Vocabulary& vocabulary_;
  Stemmer& stemmer_;
  Language language_ = Language::english;
};

/// 1 for the same, 1/2 for a narrower one, 0 for anything else.
double meets(const Part& wanted, const Part& offered, const Vocabulary& vocabulary) {
  if (wanted == offered) return 1.0;
  if (wanted.idea == no_idea || offered.idea == no_idea) return 0.0;
  const auto& broader = vocabulary.idea(offered.idea).broader;
  return std::binary_search(broader.begin(), broader.end(), wanted.idea) ? 0.5 : 0.0;
}

bool is_making(const Part& part, const Vocabulary& vocabulary) {
  return kind_of(part, vocabulary) == Kind::making;
}

/// Both want something to be excluded: lessons for beginners, lessons for the advanced.
bool exclude(const Reading& wanted, const Reading& offered, const Vocabulary& vocabulary) {
  const auto has = [](const Reading& reading, IdeaId id) {
    return std::find(reading.qualities.begin(), reading.qualities.end(), id) != reading.qualities.end();
  };
  for (const IdeaId a : wanted.qualities) {
    if (has(offered, a)) continue;
    for (const IdeaId b : offered.qualities) {
      const auto &of_a = vocabulary.idea(a).parents, &of_b = vocabulary.idea(b).parents;
      if (!has(wanted, b) &&
          std::find_first_of(of_a.begin(), of_a.end(), of_b.begin(), of_b.end()) != of_a.end())
        return true;
    }
  }
  return false;
}

double fit_of_heads(const Reading& wanted, const Reading& offered, const Vocabulary& vocabulary) {
  const double head = meets(wanted.head, offered.head, vocabulary);
  if (head == 0.0) return 0.0;
  double agreed = head;
  bool specific = !is_generic(wanted.head, vocabulary);
  for (const Part& part : wanted.rest) {
    double best = meets(part, offered.head, vocabulary);
    for (const Part& other : offered.rest) best = std::max(best, meets(part, other, vocabulary));
    if (best == 0.0) return 0.0;
    agreed += best;
    specific = specific || !is_generic(part, vocabulary);
  }
  const auto parts = static_cast<double>(std::max(wanted.rest.size(), offered.rest.size()) + 1);
  const bool same = agreed == parts;
  if (!specific && !same) return 0.0;
  if (same && wanted.qualities == offered.qualities) return same_meaning;
  constexpr double least = 0.6, span = 0.3;
  return least + span * agreed / parts;
}

/// The reading without its making: "logo" for "logo design". False when nothing else is there.
bool without_making(const Reading& reading, const Part& head, Reading& found, const Vocabulary& vocabulary) {
  if (!is_making(reading.head, vocabulary)) return false;
  const auto at = std::find(reading.rest.begin(), reading.rest.end(), head);
  if (at == reading.rest.end()) return false;
  found = reading;
  found.head = head;
  std::erase(found.rest, head);
  return true;
}

double fit(const Reading& wanted, const Reading& offered, const Vocabulary& vocabulary) {
  if (exclude(wanted, offered, vocabulary)) return 0.0;
  double best = fit_of_heads(wanted, offered, vocabulary);
  constexpr double other_way = 0.9;  // the thing for its making
  Reading plain;
  if (!is_generic(wanted.head, vocabulary)) {
    for (const Part& part : offered.rest) {
      if (meets(wanted.head, part, vocabulary) > 0.0 && without_making(offered, part, plain, vocabulary))
        best = std::max(best, other_way * fit_of_heads(wanted, plain, vocabulary));
    }
  }
  if (!is_generic(offered.head, vocabulary)) {
    for (const Part& part : wanted.rest) {
      if (meets(part, offered.head, vocabulary) > 0.0 && without_making(wanted, part, plain, vocabulary))
        best = std::max(best, other_way * fit_of_heads(plain, offered, vocabulary));
    }
  }
  return best;
}

}  // namespace

bool is_generic(const Part& part, const Vocabulary& vocabulary) {
  const Kind kind = kind_of(part, vocabulary);
  return kind != Kind::thing && kind != Kind::craft;
}

Meaning meaning_of(std::string_view phrase, const Vocabulary& vocabulary, Stemmer& stemmer) {
  return Reader(vocabulary, stemmer).read(phrase);
}

double fit(const Meaning& wanted, const Meaning& offered, const Vocabulary& vocabulary) {
  double best = 0.0;
  bool all = true;
  for (const Reading& w : wanted) {
    double here = 0.0;
    for (const Reading& o : offered) here = std::max(here, fit(w, o, vocabulary));
    all = all && here > 0.0;
    best = std::max(best, here);
  }
  if (best == 0.0) return 0.0;
  return std::max(least_fit, all ? best : 0.9 * best);
}

}  // namespace tertius::introductions
