#include "engine/introductions/needs/needs.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/introductions/needs/meaning.hpp"

namespace tertius::introductions {
namespace {

using PhraseId = std::uint32_t;

/// What a part is looked up by.
std::string key(const Part& part) {
  std::string name(1, part.idea == no_idea ? 'w' : '#');
  return name.append(part.idea == no_idea ? part.stem : std::to_string(part.idea));
}

static_assert(fit_threshold == least_fit);

}  // namespace

/// Phrases with their meanings, and who has which phrase.
class Needs::Index {
 public:
  /// The members who have each phrase, and the phrases of each member.
  struct Side {
    std::vector<std::uint32_t> begin{0};
    std::vector<PhraseId> phrases;
    std::vector<std::uint32_t> members_begin;
    std::vector<graph::VertexId> members;

    std::span<const PhraseId> row(graph::VertexId v) const {
      return std::span(phrases).subspan(begin[v], begin[v + 1] - begin[v]);
    }
    std::span<const graph::VertexId> who(PhraseId p) const {
      return std::span(members).subspan(members_begin[p], members_begin[p + 1] - members_begin[p]);
    }
  };

  Index(const graph::MemberTable& table, std::shared_ptr<const Vocabulary> vocabulary)
      : vocabulary_(std::move(vocabulary)) {
    read(table.find_column("offers"), table.size(), offers);
    read(table.find_column("needs"), table.size(), needs);
    for (Side* side : {&offers, &needs}) invert(*side);
    understand();
  }

  struct Asked {
    std::string_view text;
    PhraseId id;  ///< no_phrase for a text that nobody has
    const Meaning* meaning;
  };
  static constexpr PhraseId no_phrase = ~PhraseId{0};

  Asked asked(std::string_view text, const Meaning& meaning) const {
    const auto at = phrase_ids_.find(fold_case(text));
    return {text, at == phrase_ids_.end() ? no_phrase : at->second, &meaning};
  }

  const Vocabulary& vocabulary() const { return *vocabulary_; }

  /// Phrases that meet the one asked, or that it meets, with the similarity, in ascending order.
  std::vector<std::pair<PhraseId, double>> similar(const Asked& asked, bool asked_is_wanted) const {
    std::vector<PhraseId> candidates;
    const auto gather = [&](const Postings& postings, const std::string& name) {
      const auto at = postings.find(name);
      if (at != postings.end()) candidates.insert(candidates.end(), at->second.begin(), at->second.end());
    };
    for (const Reading& reading : *asked.meaning) {
      if (asked_is_wanted) {
        gather(having_, rarest(reading));
      } else {
        for_all_keys(reading, [&](const std::string& name) { gather(wanting_, name); });
      }
    }
    if (asked.id != no_phrase) candidates.push_back(asked.id);
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::vector<std::pair<PhraseId, double>> found;
    for (const PhraseId other : candidates) {
      const Meaning &own = *asked.meaning, &its = meanings_[other];
      const double s = other == asked.id ? 1.0
                       : asked_is_wanted ? fit(own, its, *vocabulary_)
                                         : fit(its, own, *vocabulary_);
      if (s > 0.0) found.emplace_back(other, s);
    }
    return found;
  }

  /// Members of `having` with phrases that meet what is asked, or that it meets.
  std::vector<Fits> meet(std::span<const Asked> asked, const Side& having, bool asked_is_wanted) const {
    struct Hit {
      graph::VertexId member;
      std::uint32_t asked;
      PhraseId phrase;
      double similarity;
    };
    std::vector<Hit> hits;
    for (std::uint32_t a = 0; a < asked.size(); ++a) {
      for (const auto& [phrase, similarity] : similar(asked[a], asked_is_wanted)) {
        for (const graph::VertexId member : having.who(phrase))
          hits.push_back({member, a, phrase, similarity});
      }
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& x, const Hit& y) {
      if (x.member != y.member) return x.member < y.member;
      if (x.similarity != y.similarity) return x.similarity > y.similarity;
      return std::pair(x.asked, x.phrase) < std::pair(y.asked, y.phrase);
    });
    // Each need counts once, with its best offer; so does each offer.
    std::vector<Fits> found;
    std::vector<std::uint32_t> used_asked;
    std::vector<PhraseId> used_phrases;
    for (const Hit& hit : hits) {
      if (found.empty() || found.back().member != hit.member) {
        found.push_back({hit.member, {}});
        used_asked.clear();
        used_phrases.clear();
      }
      if (std::find(used_asked.begin(), used_asked.end(), hit.asked) != used_asked.end()) continue;
      if (std::find(used_phrases.begin(), used_phrases.end(), hit.phrase) != used_phrases.end()) continue;
      used_asked.push_back(hit.asked);
      used_phrases.push_back(hit.phrase);
      const std::string_view own = asked[hit.asked].text, other = texts_[hit.phrase];
      found.back().met.push_back(
          {asked_is_wanted ? own : other, asked_is_wanted ? other : own, hit.similarity});
    }
    return found;
  }

  std::vector<Asked> asked(const Side& side, graph::VertexId v) const {
    std::vector<Asked> list;
    for (const PhraseId p : side.row(v)) list.push_back({texts_[p], p, &meanings_[p]});
    return list;
  }
  std::vector<std::string_view> written(const Side& side, graph::VertexId v) const {
    std::vector<std::string_view> list;
    for (const PhraseId p : side.row(v)) list.emplace_back(texts_[p]);
    return list;
  }

  Side offers, needs;

 private:
  PhraseId phrase_id(std::string_view phrase) {
    const auto [at, added] = phrase_ids_.emplace(fold_case(phrase), static_cast<PhraseId>(texts_.size()));
    if (added) texts_.emplace_back(phrase);
    return at->second;
  }

  void read(const graph::Column* column, graph::VertexId n, Side& side) {
    std::vector<std::vector<PhraseId>> of_text;  // a text that many members share is taken apart once
    if (column != nullptr) {
      for (const std::string_view text : column->dictionary()) {
        auto& ids = of_text.emplace_back();
        for (const std::string_view phrase : introductions::phrases(text)) {
          const PhraseId id = phrase_id(phrase);
          if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
        }
      }
    }
    for (graph::VertexId v = 0; v < n; ++v) {
      if (column != nullptr && column->has(v)) {
        const auto& ids = of_text[column->code(v)];
        side.phrases.insert(side.phrases.end(), ids.begin(), ids.end());
      }
      side.begin.push_back(static_cast<std::uint32_t>(side.phrases.size()));
    }
  }

  void invert(Side& side) const {
    side.members_begin.assign(texts_.size() + 1, 0);
    for (const PhraseId p : side.phrases) ++side.members_begin[p + 1];
    for (std::size_t p = 0; p < texts_.size(); ++p) side.members_begin[p + 1] += side.members_begin[p];
    side.members.resize(side.phrases.size());
    auto free = side.members_begin;
    for (graph::VertexId v = 0; v + 1 < side.begin.size(); ++v) {
      for (const PhraseId p : side.row(v)) side.members[free[p]++] = v;
    }
  }

  using Postings = std::unordered_map<std::string, std::vector<PhraseId>>;

  /// Calls `use` with the key of every part of the reading and of every idea that is broader.
  template <class Use>
  void for_all_keys(const Reading& reading, const Use& use) const {
    const auto each = [&](const Part& part) {
      use(key(part));
      if (part.idea == no_idea) return;
      for (const IdeaId broader : vocabulary_->idea(part.idea).broader) use(key({broader, {}}));
    };
    each(reading.head);
    for (const Part& part : reading.rest) each(part);
  }

  /// The key of the part that the fewest phrases have, of those without which no phrase meets this reading:
  /// all but a making that could be left out.
  std::string rarest(const Reading& reading) const {
    std::string best;
    std::size_t fewest = ~std::size_t{0};
    const auto consider = [&](const Part& part) {
      std::string name = key(part);
      const auto at = having_.find(name);
      const std::size_t count = at == having_.end() ? 0 : at->second.size();
      if (count >= fewest) return;
      fewest = count;
      best = std::move(name);
    };
    const bool making =
        reading.head.idea != no_idea && vocabulary_->idea(reading.head.idea).kind == Kind::making;
    if (!making || reading.rest.empty()) consider(reading.head);
    for (const Part& part : reading.rest) consider(part);
    return best;
  }

  void understand() {
    Stemmer stemmer;
    for (const std::string& text : texts_) meanings_.push_back(meaning_of(text, *vocabulary_, stemmer));
    const auto enter = [](Postings& postings, const std::string& name, PhraseId p) {
      std::vector<PhraseId>& list = postings[name];
      if (list.empty() || list.back() != p) list.push_back(p);
    };
    for (PhraseId p = 0; p < texts_.size(); ++p) {
      for (const Reading& reading : meanings_[p])
        for_all_keys(reading, [&](const std::string& name) { enter(having_, name, p); });
    }
    for (PhraseId p = 0; p < texts_.size(); ++p) {
      for (const Reading& reading : meanings_[p]) enter(wanting_, rarest(reading), p);
    }
  }

  std::shared_ptr<const Vocabulary> vocabulary_;
  std::vector<std::string> texts_;  ///< of each phrase, as first written
  std::unordered_map<std::string, PhraseId> phrase_ids_;
  std::vector<Meaning> meanings_;  ///< per phrase
  Postings having_;                ///< per part: phrases that have it, or a narrower one
  Postings wanting_;  ///< per part: phrases that nothing meets without it, each under one of its parts
};

double Fits::value() const {
  double missed = 1.0;
  for (const Fit& fit : met) missed *= 1.0 - fit.similarity * fit.similarity;
  return 1.0 - missed;
}

Needs::Needs(const graph::MemberTable& members, const std::shared_ptr<const Vocabulary>& vocabulary) {
  const auto has_text = [](const graph::Column* column) {
    return column != nullptr && !column->dictionary().empty();
  };
  if (!has_text(members.find_column("offers")) && !has_text(members.find_column("needs"))) return;
  index_ =
      std::make_shared<const Index>(members, vocabulary != nullptr ? vocabulary : Vocabulary::built_in());
}

std::vector<std::string_view> Needs::offers(graph::VertexId v) const {
  return empty() ? std::vector<std::string_view>() : index_->written(index_->offers, v);
}

std::vector<std::string_view> Needs::needs(graph::VertexId v) const {
  return empty() ? std::vector<std::string_view>() : index_->written(index_->needs, v);
}

std::vector<Fits> Needs::who_helps(graph::VertexId v) const {
  if (empty()) return {};
  return index_->meet(index_->asked(index_->needs, v), index_->offers, true);
}

std::vector<Fits> Needs::who_helps(std::string_view goal) const {
  if (empty()) return {};
  Stemmer stemmer;
  const std::vector<std::string_view> wanted = introductions::phrases(goal);
  std::vector<Meaning> meanings;
  for (const std::string_view phrase : wanted)
    meanings.push_back(meaning_of(phrase, index_->vocabulary(), stemmer));
  std::vector<Index::Asked> asked;
  for (std::size_t i = 0; i < wanted.size(); ++i) asked.push_back(index_->asked(wanted[i], meanings[i]));
  return index_->meet(asked, index_->offers, true);
}

std::vector<Fits> Needs::whom_to_help(graph::VertexId v) const {
  if (empty()) return {};
  return index_->meet(index_->asked(index_->offers, v), index_->needs, false);
}

std::vector<Fits> Needs::who_offers_alike(graph::VertexId v) const {
  if (empty()) return {};
  return index_->meet(index_->asked(index_->offers, v), index_->offers, true);
}

double Needs::similarity(std::string_view wanted, std::string_view offered) const {
  if (fold_case(wanted) == fold_case(offered)) return 1.0;
  const Vocabulary& vocabulary = empty() ? *Vocabulary::built_in() : index_->vocabulary();
  Stemmer stemmer;
  return fit(meaning_of(wanted, vocabulary, stemmer), meaning_of(offered, vocabulary, stemmer), vocabulary);
}

}  // namespace tertius::introductions
