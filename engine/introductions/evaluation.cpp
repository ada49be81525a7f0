#include "engine/introductions/evaluation.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <memory>

#include "engine/core/parallel.hpp"
#include "engine/introductions/mutual_contacts.hpp"
#include "engine/introductions/ranking/walks.hpp"

namespace tertius::introductions {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t shown = 10;    // suggestions that a person looks at
constexpr std::size_t longest = 20;  // for recall@20

/// What one member contributes.
struct Contribution {
  double recall5 = 0, recall10 = 0, recall20 = 0, hit = 0, reciprocal = 0, gain = 0;
  std::uint32_t suggested = 0, across = 0;
};

/// Promised and kept, by tenths of the probability.
struct Calibration {
  static constexpr std::size_t bins = 10;
  std::array<double, bins> promised{};
  std::array<std::uint64_t, bins> kept{};
  std::array<std::uint64_t, bins> count{};
};

double gini(std::vector<std::uint32_t> loads) {
  std::erase(loads, 0U);
  if (loads.empty()) return nan;
  std::sort(loads.begin(), loads.end());
  double weighted = 0.0, total = 0.0;
  const auto n = static_cast<double>(loads.size());
  for (std::size_t i = 0; i < loads.size(); ++i) {
    weighted += (2.0 * static_cast<double>(i + 1) - n - 1.0) * loads[i];
    total += loads[i];
  }
  return weighted / (n * total);
}

/// Judges listings as they come, from any thread.
class Judge {
 public:
  Judge(const Ranker& ranker, const Holdout& holdout, const graph::Partition& bubbles)
      : ranker_(ranker),
        hidden_(holdout.hidden),
        bubbles_(bubbles),
        n_(holdout.train.vertex_count()),
        contributions_(hidden_.members.size()),
        promises_(ranker.probabilities ? hidden_.members.size() : 0),
        suggested_(std::make_unique<std::atomic<std::uint32_t>[]>(n_)),
        asked_(std::make_unique<std::atomic<std::uint32_t>[]>(n_)) {}

  std::span<const graph::VertexId> members() const { return hidden_.members; }

  void look_at(std::size_t index, const Listing& listing) {
    const graph::VertexId member = hidden_.members[index];
    const auto partners = hidden_.of(index);
    const auto is_hidden = [&](graph::VertexId v) {
      return std::binary_search(partners.begin(), partners.end(), v);
    };
    const auto all = listing.candidates;
    std::vector<Candidate> first(std::min(longest, all.size()));
    if (listing.ranked) {
      std::copy_n(all.begin(), first.size(), first.begin());
    } else {
      std::partial_sort_copy(all.begin(), all.end(), first.begin(), first.end(), ranks_before);
    }
    Contribution& c = contributions_[index];
    const double wanted = static_cast<double>(partners.size());
    double ideal = 0.0;
    for (std::size_t i = 0; i < std::min(shown, partners.size()); ++i) {
      ideal += 1.0 / std::log2(static_cast<double>(i) + 2.0);
    }
    for (std::size_t i = 0; i < first.size(); ++i) {
      const double hit = is_hidden(first[i].id) ? 1.0 : 0.0;
      c.recall20 += hit / wanted;
      if (i < shown) {
        c.recall10 += hit / wanted;
        c.hit = std::max(c.hit, hit);
        c.gain += hit / std::log2(static_cast<double>(i) + 2.0) / ideal;
        ++c.suggested;
        c.across += static_cast<std::uint32_t>(bubbles_.label[member] != bubbles_.label[first[i].id]);
        suggested_[first[i].id].fetch_add(1, std::memory_order_relaxed);
        if (ranker_.probabilities) promises_[index].emplace_back(first[i].score, hit > 0.0);
      }
      if (i < 5) c.recall5 += hit / wanted;
    }
    c.reciprocal = reciprocal_rank(listing, is_hidden);
    for (std::size_t i = 0; i < std::min(shown, listing.introducers.size()); ++i) {
      if (listing.introducers[i] != graph::no_vertex)
        asked_[listing.introducers[i]].fetch_add(1, std::memory_order_relaxed);
    }
  }

  Quality result() const {
    Quality quality;
    quality.values.fill(nan);
    if (contributions_.empty()) return quality;
    Contribution sum;
    std::uint64_t suggested = 0, across = 0;
    for (const Contribution& c : contributions_) {
      sum.recall5 += c.recall5;
      sum.recall10 += c.recall10;
      sum.recall20 += c.recall20;
      sum.hit += c.hit;
      sum.reciprocal += c.reciprocal;
      sum.gain += c.gain;
      suggested += c.suggested;
      across += c.across;
    }
    const auto members = static_cast<double>(contributions_.size());
    quality[Metric::recall_at_5] = sum.recall5 / members;
    quality[Metric::recall_at_10] = sum.recall10 / members;
    quality[Metric::recall_at_20] = sum.recall20 / members;
    quality[Metric::hit_at_10] = sum.hit / members;
    quality[Metric::mrr] = sum.reciprocal / members;
    quality[Metric::ndcg_at_10] = sum.gain / members;
    const std::vector<std::uint32_t> loads(suggested_.get(), suggested_.get() + n_);
    const auto seen =
        static_cast<double>(n_ - static_cast<std::size_t>(std::count(loads.begin(), loads.end(), 0U)));
    quality[Metric::coverage] = seen / static_cast<double>(n_);
    if (suggested > 0) {
      quality[Metric::cross_bubble_share] = static_cast<double>(across) / static_cast<double>(suggested);
    }
    quality[Metric::suggestion_gini] = gini(loads);
    quality[Metric::introducer_gini] = gini({asked_.get(), asked_.get() + n_});
    if (ranker_.probabilities) quality[Metric::calibration_error] = calibration_error();
    return quality;
  }

 private:
  template <class IsHidden>
  double reciprocal_rank(const Listing& listing, IsHidden&& is_hidden) const {
    const auto all = listing.candidates;
    if (listing.ranked) {
      const auto at =
          std::find_if(all.begin(), all.end(), [&](const Candidate& c) { return is_hidden(c.id); });
      return at == all.end() ? 0.0 : 1.0 / (1.0 + static_cast<double>(at - all.begin()));
    }
    const Candidate* first = nullptr;
    for (const Candidate& c : all) {
      if ((first == nullptr || ranks_before(c, *first)) && is_hidden(c.id)) first = &c;
    }
    if (first == nullptr) return 0.0;
    const auto before =
        std::count_if(all.begin(), all.end(), [&](const Candidate& c) { return ranks_before(c, *first); });
    return 1.0 / (1.0 + static_cast<double>(before));
  }

  double calibration_error() const {
    Calibration bins;
    std::uint64_t total = 0;
    for (const auto& list : promises_) {
      for (const auto& [promised, kept] : list) {
        const auto bin =
            std::min(Calibration::bins - 1, static_cast<std::size_t>(promised * Calibration::bins));
        bins.promised[bin] += promised;
        bins.kept[bin] += static_cast<std::uint64_t>(kept);
        ++bins.count[bin];
        ++total;
      }
    }
    if (total == 0) return nan;
    double error = 0.0;
    for (std::size_t bin = 0; bin < Calibration::bins; ++bin) {
      error += std::abs(bins.promised[bin] - static_cast<double>(bins.kept[bin]));
    }
    return error / static_cast<double>(total);
  }

  const Ranker& ranker_;
  HiddenConnections hidden_;
  const graph::Partition& bubbles_;
  std::size_t n_;
  std::vector<Contribution> contributions_;
  std::vector<std::vector<std::pair<double, bool>>> promises_;
  std::unique_ptr<std::atomic<std::uint32_t>[]> suggested_, asked_;
};

/// Two-sided 95 % quantile of Student's t.
double student(std::size_t freedom) {
  constexpr double table[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
  if (freedom <= std::size(table)) return table[freedom - 1];
  return 1.96 + 2.5 / static_cast<double>(freedom);
}

}  // namespace

std::string_view to_string(Metric metric) {
  constexpr std::array<std::string_view, metric_count> names = {
      "recall_at_5",      "recall_at_10", "recall_at_20",       "hit_at_10",       "mrr",
      "ndcg_at_10",       "coverage",     "cross_bubble_share", "suggestion_gini", "introducer_gini",
      "calibration_error"};
  return names[static_cast<std::size_t>(metric)];
}

Ranker ranker_of(const graph::Graph& graph, Score score, const ScoreOptions& options) {
  if (mutual_contact_score(score) == nullptr) {
    using introductions::Walks;
    auto scratches = std::make_shared<PerThread<Walks::Scratch>>();
    return {std::string(to_string(score)), false,
            [walks = Walks(graph, score, options), scratches](std::span<const graph::VertexId> members,
                                                              const ListingSink& sink) {
              walks.candidates(
                  members, scratches->local(),
                  [&](std::size_t i, std::vector<Candidate>& found) { sink(i, {.candidates = found}); });
            }};
  }
  auto scratches = std::make_shared<PerThread<CandidateScratch>>();
  return {
      std::string(to_string(score)), false,
      [&graph, score, options, scratches](std::span<const graph::VertexId> members, const ListingSink& sink) {
        for (std::size_t i = 0; i < members.size(); ++i) {
          sink(i, {.candidates = candidates(graph, members[i], score, scratches->local(), options)});
        }
      }};
}

Ranker ranker_of(const Blend& blend) {
  auto scratches = std::make_shared<PerThread<Blend::Scratch>>();
  return {"blend", blend.fitted(),
          [&blend, scratches](std::span<const graph::VertexId> members, const ListingSink& sink) {
            blend.rank(members, scratches->local(), [&](std::size_t i, std::span<const Candidate> ranked) {
              sink(i, {.candidates = ranked, .ranked = true});
            });
          }};
}

Ranker ranker_of(const Recommender& recommender, std::size_t depth) {
  return {"default", false,
          [&recommender, depth](std::span<const graph::VertexId> members, const ListingSink& sink) {
            std::vector<Candidate> ranked;
            std::vector<graph::VertexId> introducers;
            for (std::size_t i = 0; i < members.size(); ++i) {
              ranked.clear();
              introducers.clear();
              for (const Suggestion& suggestion : recommender.suggest(members[i], depth)) {
                ranked.push_back({suggestion.id, suggestion.score});
                if (ranked.size() > shown) continue;
                const auto routes = recommender.introducers().routes(members[i], suggestion.id, {.count = 1});
                introducers.push_back(routes.empty() ? graph::no_vertex : routes.front().via[0]);
              }
              sink(i, {.candidates = ranked, .ranked = true, .introducers = introducers});
            }
          }};
}

Quality judge(const Ranker& ranker, const Holdout& holdout, const graph::Partition& bubbles,
              const RunContext& context) {
  return with_threads(context, [&] {
    Judge judge(ranker, holdout, bubbles);
    const auto members = judge.members();
    Phase phase(context, "evaluate", members.size());
    parallel_blocks(members.size(), PairFeatures::lanes, [&](std::size_t begin, std::size_t end) {
      ranker.list(members.subspan(begin, end - begin),
                  [&](std::size_t i, const Listing& listing) { judge.look_at(begin + i, listing); });
      phase.advance(end - begin);
    });
    return judge.result();
  });
}

ScoreQuality summarize(std::string name, std::span<const Quality> rounds) {
  ScoreQuality summary{std::move(name), {}, {}};
  const auto count = static_cast<double>(rounds.size());
  for (std::size_t m = 0; m < metric_count; ++m) {
    double mean = 0.0, squares = 0.0;
    for (const Quality& quality : rounds) mean += quality.values[m] / count;
    for (const Quality& quality : rounds) squares += (quality.values[m] - mean) * (quality.values[m] - mean);
    summary.mean.values[m] = rounds.empty() ? nan : mean;
    summary.half_width.values[m] =
        rounds.size() < 2 ? nan : student(rounds.size() - 1) * std::sqrt(squares / (count - 1.0) / count);
  }
  return summary;
}

}  // namespace tertius::introductions
