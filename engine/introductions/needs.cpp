#include "engine/introductions/needs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/introductions/words.hpp"

namespace tertius {
namespace {

using PhraseId = std::uint32_t;
using Named = std::pair<std::string, double>;      ///< a feature and how often it occurs
using Feature = std::pair<std::uint32_t, double>;  ///< its id and its weight
using Vector = std::vector<Feature>;               ///< ascending ids

constexpr double word_share = 0.7;
/// A compound is half itself ("Produktfotos") and wholly what it is made of ("photo").
constexpr double compound_share = 0.5;
constexpr std::size_t run_length = 4;

/// "w:..." for words and ideas, "r:..." for runs of letters.
std::vector<Named> features_of(std::string_view phrase) {
  std::map<std::string, double> count;
  for (const std::string& word : introductions::words(phrase)) {
    const std::string stem = introductions::stem(word);
    const auto idea = introductions::idea_of(stem);
    const auto name = [](std::uint32_t i) { return "w:#" + std::to_string(i); };
    if (idea != introductions::no_idea) {
      count[name(idea)] += 1.0;
    } else {
      const auto parts = introductions::ideas_within(stem);
      count["w:" + stem] += parts.empty() ? 1.0 : compound_share;
      for (const std::uint32_t part : parts) count[name(part)] += 1.0;
    }
    const std::string framed = "_" + stem + "_";
    for (std::size_t at = 0; at + run_length <= std::max(framed.size(), run_length); ++at) {
      count["r:" + framed.substr(at, run_length)] += 1.0;
    }
  }
  return {count.begin(), count.end()};
}

bool is_run(std::string_view feature) {
  return feature.starts_with("r:");
}

}  // namespace

/// Phrases with their vectors, and who has which phrase.
class Needs::Index {
 public:
  /// The members who have each phrase, and the phrases of each member.
  struct Side {
    std::vector<std::uint32_t> begin{0};
    std::vector<PhraseId> phrases;
    std::vector<std::uint32_t> members_begin;
    std::vector<VertexId> members;

    std::span<const PhraseId> row(VertexId v) const {
      return std::span(phrases).subspan(begin[v], begin[v + 1] - begin[v]);
    }
    std::span<const VertexId> who(PhraseId p) const {
      return std::span(members).subspan(members_begin[p], members_begin[p + 1] - members_begin[p]);
    }
  };

  explicit Index(const MemberTable& table) {
    read(table.find_column("offers"), table.size(), offers);
    read(table.find_column("needs"), table.size(), needs);
    for (Side* side : {&offers, &needs}) invert(*side);
    weigh();
  }

  /// Phrases that are similar enough, with their similarity, in ascending order.
  std::vector<std::pair<PhraseId, double>> similar(const Vector& vector) const {
    std::map<PhraseId, double> sums;
    for (const auto& [feature, weight] : vector) {
      for (std::uint32_t at = postings_begin_[feature]; at < postings_begin_[feature + 1]; ++at) {
        sums[postings_[at].first] += weight * postings_[at].second;
      }
    }
    std::vector<std::pair<PhraseId, double>> found;
    for (const auto& [phrase, sum] : sums) {
      if (sum >= fit_threshold) found.emplace_back(phrase, std::min(1.0, sum));
    }
    return found;
  }

  /// Words and runs each scaled to length 1, then mixed: a scalar product of two vectors is their similarity.
  Vector vector_of(std::string_view phrase) const {
    Vector vector;
    double words = 0.0, runs = 0.0;
    for (const auto& [name, count] : features_of(phrase)) {
      const auto id = feature_ids_.find(name);
      // What no phrase of the network has can meet nothing, but it makes the rest of the phrase count less.
      const double rare = id == feature_ids_.end() ? unknown_rarity_ : rarity_[id->second];
      const double weight = count * rare;
      (is_run(name) ? runs : words) += weight * weight;
      if (id != feature_ids_.end()) vector.emplace_back(id->second, is_run(name) ? -weight : weight);
    }
    for (auto& [id, weight] : vector) {
      weight = weight < 0 ? -weight * std::sqrt((1.0 - word_share) / runs)
                          : weight * std::sqrt(word_share / words);
    }
    std::sort(vector.begin(), vector.end());
    return vector;
  }

  struct Asked {
    std::string_view text;
    const Vector* vector;
  };

  /// Members of `having` with phrases that meet what is asked. Asked phrases are needs, or else offers.
  std::vector<Fits> meet(std::span<const Asked> asked, const Side& having, bool needs_are_asked) const {
    struct Hit {
      VertexId member;
      std::uint32_t asked;
      PhraseId phrase;
      double similarity;
    };
    std::vector<Hit> hits;
    for (std::uint32_t a = 0; a < asked.size(); ++a) {
      for (const auto& [phrase, similarity] : similar(*asked[a].vector)) {
        for (const VertexId member : having.who(phrase)) hits.push_back({member, a, phrase, similarity});
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
          {needs_are_asked ? own : other, needs_are_asked ? other : own, hit.similarity});
    }
    return found;
  }

  std::vector<Asked> asked(const Side& side, VertexId v) const {
    std::vector<Asked> list;
    for (const PhraseId p : side.row(v)) list.push_back({texts_[p], &vectors_[p]});
    return list;
  }
  std::vector<std::string_view> written(const Side& side, VertexId v) const {
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

  void read(const Column* column, VertexId n, Side& side) {
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
    for (VertexId v = 0; v < n; ++v) {
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
    for (VertexId v = 0; v + 1 < side.begin.size(); ++v) {
      for (const PhraseId p : side.row(v)) side.members[free[p]++] = v;
    }
  }

  void weigh() {
    std::vector<std::uint32_t> with;  // phrases that have each feature
    for (const std::string& text : texts_) {
      for (const auto& [name, count] : features_of(text)) {
        const auto [at, added] = feature_ids_.emplace(name, static_cast<std::uint32_t>(with.size()));
        if (added) with.push_back(0);
        ++with[at->second];
      }
    }
    const auto phrases = static_cast<double>(texts_.size());
    const auto rarity = [&](double having) { return std::log((1.0 + phrases) / (1.0 + having)) + 1.0; };
    for (const std::uint32_t having : with) rarity_.push_back(rarity(having));
    unknown_rarity_ = rarity(0.0);
    postings_begin_.assign(with.size() + 1, 0);
    for (std::size_t f = 0; f < with.size(); ++f) postings_begin_[f + 1] = postings_begin_[f] + with[f];
    postings_.resize(postings_begin_.back());
    auto free = postings_begin_;
    for (PhraseId p = 0; p < texts_.size(); ++p) {
      vectors_.push_back(vector_of(texts_[p]));
      for (const auto& [feature, weight] : vectors_[p]) postings_[free[feature]++] = {p, weight};
    }
  }

  std::vector<std::string> texts_;  ///< of each phrase, as first written
  std::unordered_map<std::string, PhraseId> phrase_ids_;
  std::unordered_map<std::string, std::uint32_t> feature_ids_;
  std::vector<double> rarity_;  ///< per feature: ln((1 + phrases) / (1 + phrases with it)) + 1
  double unknown_rarity_ = 1.0;
  std::vector<Vector> vectors_;  ///< per phrase
  std::vector<std::uint32_t> postings_begin_;
  std::vector<std::pair<PhraseId, double>> postings_;  ///< per feature: the phrases that have it
};

double Fits::value() const {
  double missed = 1.0;
  for (const Fit& fit : met) missed *= 1.0 - fit.similarity * fit.similarity;
  return 1.0 - missed;
}

Needs::Needs(const MemberTable& members) {
  const auto has_text = [](const Column* column) {
    return column != nullptr && !column->dictionary().empty();
  };
  if (!has_text(members.find_column("offers")) && !has_text(members.find_column("needs"))) return;
  index_ = std::make_shared<const Index>(members);
}

std::vector<std::string_view> Needs::offers(VertexId v) const {
  return empty() ? std::vector<std::string_view>() : index_->written(index_->offers, v);
}

std::vector<std::string_view> Needs::needs(VertexId v) const {
  return empty() ? std::vector<std::string_view>() : index_->written(index_->needs, v);
}

std::vector<Fits> Needs::who_helps(VertexId v) const {
  if (empty()) return {};
  return index_->meet(index_->asked(index_->needs, v), index_->offers, true);
}

std::vector<Fits> Needs::who_helps(std::string_view goal) const {
  if (empty()) return {};
  std::vector<std::pair<std::string_view, Vector>> wanted;
  for (const std::string_view phrase : introductions::phrases(goal))
    wanted.emplace_back(phrase, index_->vector_of(phrase));
  std::vector<Index::Asked> asked;
  for (const auto& [text, vector] : wanted) asked.push_back({text, &vector});
  return index_->meet(asked, index_->offers, true);
}

std::vector<Fits> Needs::whom_to_help(VertexId v) const {
  if (empty()) return {};
  return index_->meet(index_->asked(index_->offers, v), index_->needs, false);
}

std::vector<Fits> Needs::who_offers_alike(VertexId v) const {
  if (empty()) return {};
  return index_->meet(index_->asked(index_->offers, v), index_->offers, true);
}

double Needs::similarity(std::string_view a, std::string_view b) const {
  if (empty()) return fold_case(a) == fold_case(b) ? 1.0 : 0.0;
  const Vector x = index_->vector_of(a), y = index_->vector_of(b);
  double sum = 0.0;
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    if (x[i].first < y[j].first)
      ++i;
    else if (y[j].first < x[i].first)
      ++j;
    else
      sum += x[i++].second * y[j++].second;
  }
  return std::min(1.0, sum);
}

}  // namespace tertius
