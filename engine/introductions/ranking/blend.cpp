#include "engine/introductions/ranking/blend.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/introductions/holdout.hpp"

namespace tertius::introductions {

namespace {

constexpr std::uint64_t enough = 60;        // hidden connections seen from both ends
constexpr std::size_t last_discovery = 50;  // nobody reads on to further ones
constexpr std::size_t fold_work = 400'000;  // examples looked at in all folds together, two folds at least
constexpr std::size_t most_folds = 10;

}  // namespace

/// From evidence to the numbers the model weighs: logarithms, products with popularity, standardised.
class Blend::Design {
 public:
  explicit Design(std::size_t groupings) : groupings_(groupings) {
    const auto add = [&](std::string name, double prior) {
      names_.push_back(std::move(name));
      prior_.push_back(prior);
    };
    add("log mutual contacts", 0.0);
    add("log Adamic-Adar", 0.2);
    add("log resource allocation", 0.4);
    add("log paths of three ties", 0.0);
    add("log resource allocation over three ties", 0.5);
    add("a mutual contact", 0.1);
    for (const char* name : {"spectrum", "spectrum of ties", "signs of the spectrum of ties"}) {
      add(name, 0.0);
      add(std::string("log ") + name, 0.1);
    }
    add("log contacts", 0.0);
    add("log contacts, squared", 0.0);
    for (const char* name : {"Adamic-Adar", "resource allocation", "paths of three ties", "spectrum"}) {
      add(std::string(name) + " x the candidate's contacts", 0.0);
      add(std::string(name) + " x the member's contacts", 0.0);
    }
    add("contacts of both, multiplied", 0.0);
    for (std::size_t g = 0; g < groupings; ++g) {
      for (const std::string& name : GroupConnections::names()) {
        add(g == 0 ? name : name + " (grouping " + std::to_string(g + 1) + ")", 0.0);
      }
    }
  }

  std::size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<double>& prior() const { return prior_; }

  /// Where logarithms start: a tenth of the positive values lie below; for spectra a third of the mean size.
  void set_floors(std::span<const PairEvidence> rows) {
    std::vector<float> positive;
    for (std::size_t kind = 0; kind < PairEvidence::kinds; ++kind) {
      if (kind >= PairEvidence::normalised) {
        double sum = 0.0;
        for (const PairEvidence& row : rows) sum += std::abs(static_cast<double>(row.values[kind]));
        floors_[kind] =
            std::max(1e-12, sum / 3.0 / static_cast<double>(std::max<std::size_t>(1, rows.size())));
        continue;
      }
      positive.clear();
      for (const PairEvidence& row : rows) {
        if (row.values[kind] > 0.0F) positive.push_back(row.values[kind]);
      }
      if (positive.empty()) continue;
      const auto tenth = positive.begin() + static_cast<std::ptrdiff_t>(positive.size() / 10);
      std::nth_element(positive.begin(), tenth, positive.end());
      floors_[kind] = static_cast<double>(*tenth);
    }
  }

  /// The features of one candidate before standardisation.
  void expand(const PairFeatures& features, graph::VertexId u, const PairEvidence& row, float* out) const {
    const graph::Graph& graph = features.graph();
    const double own = std::log(std::max<double>(1.0, graph.degree(u)));
    const double theirs = std::log(std::max<double>(1.0, graph.degree(row.candidate)));
    const auto put = [&](double value) { *out++ = static_cast<float>(value); };
    std::array<double, PairEvidence::kinds> logs;
    for (std::size_t kind = 0; kind < PairEvidence::kinds; ++kind) {
      const auto value = static_cast<double>(row.values[kind]);
      logs[kind] = kind >= PairEvidence::normalised
                       ? std::copysign(std::log1p(std::abs(value) / floors_[kind]), value)
                       : std::log(value + floors_[kind]);
    }
    for (std::size_t kind = 0; kind <= PairEvidence::allocation3; ++kind) put(logs[kind]);
    put(row.values[PairEvidence::common] > 0.0F ? 1.0 : 0.0);
    for (std::size_t kind = PairEvidence::normalised; kind < PairEvidence::kinds; ++kind) {
      put(static_cast<double>(row.values[kind]));
      put(logs[kind]);
    }
    put(theirs);
    put(theirs * theirs);
    for (const auto kind : {PairEvidence::adamic_adar, PairEvidence::allocation, PairEvidence::paths,
                            PairEvidence::normalised}) {
      put(logs[kind] * theirs);
      put(logs[kind] * own);
    }
    put(own * theirs);
    for (const GroupConnections& group : features.groups()) {
      group.describe(u, row.candidate, out);
      out += GroupConnections::features;
    }
  }

  /// Learns mean and deviation of every feature.
  void set_scale(const Examples& examples) {
    mean_.assign(size(), 0.0);
    deviation_.assign(size(), 1.0);
    if (examples.size() == 0) return;
    const auto sums = [&](auto&& term) {
      return parallel_reduce(
          examples.size(), 4096, std::vector<double>(size(), 0.0),
          [&](std::size_t begin, std::size_t end) {
            std::vector<double> part(size(), 0.0);
            for (std::size_t i = begin; i < end; ++i) {
              for (std::size_t f = 0; f < size(); ++f)
                part[f] += term(static_cast<double>(examples.row(i)[f]), f);
            }
            return part;
          },
          [](std::vector<double> a, const std::vector<double>& b) {
            for (std::size_t f = 0; f < a.size(); ++f) a[f] += b[f];
            return a;
          });
    };
    const auto count = static_cast<double>(examples.size());
    mean_ = sums([](double x, std::size_t) { return x; });
    for (double& mean : mean_) mean /= count;
    deviation_ = sums([&](double x, std::size_t f) { return (x - mean_[f]) * (x - mean_[f]); });
    for (double& deviation : deviation_) {
      deviation = std::sqrt(deviation / count);
      if (deviation < 1e-9) deviation = 1.0;
    }
  }
  void standardise(float* row) const {
    for (std::size_t f = 0; f < size(); ++f) {
      row[f] = static_cast<float>((static_cast<double>(row[f]) - mean_[f]) / deviation_[f]);
    }
  }

 private:
  std::size_t groupings_;
  std::vector<std::string> names_;
  std::vector<double> prior_;
  std::array<double, PairEvidence::kinds> floors_ = [] {
    std::array<double, PairEvidence::kinds> floors;
    floors.fill(1e-6);
    return floors;
  }();
  std::vector<double> mean_, deviation_;
};

Blend::Blend(const graph::Graph& graph, const graph::ConnectionAttributes& connections,
             std::span<const graph::Partition> groupings, const BlendOptions& options,
             const RunContext& context)
    : options_(options),
      features_(graph, groupings, options.features, context),
      design_(std::make_unique<Design>(groupings.size())),
      seed_(context.seed) {
  with_threads(context, [&] { learn(graph, connections, groupings, context); });
}

Blend::~Blend() = default;

/// A member and its candidates: what is known of each pair, and whether their connection was hidden.
struct Blend::List {
  graph::VertexId member;
  std::vector<PairEvidence> rows;
  std::vector<std::uint8_t> outcomes;
};

/// The examples of all rounds, and whose candidate each one is.
struct Blend::Lesson {
  Examples examples;
  std::vector<graph::VertexId> whose;
};

void Blend::learn(const graph::Graph& graph, const graph::ConnectionAttributes& connections,
                  std::span<const graph::Partition> groupings, const RunContext& context) {
  std::vector<List> first;  // of the first round
  Lesson lesson;
  lesson.examples.features = design_->size();
  for (std::uint32_t round = 0; round < options_.rounds && positives_ < 2 * std::uint64_t{options_.examples};
       ++round) {
    const Holdout holdout = hold_out(graph, connections, {.share = options_.share, .round = round}, context);
    if (holdout.hidden.empty()) break;
    const PairFeatures features(holdout.train, groupings, options_.features, context);
    std::vector<List> lists = lists_of_round(round, HiddenConnections(holdout.hidden), features, context);
    if (round == 0) {
      std::vector<PairEvidence> all;
      for (const List& list : lists) all.insert(all.end(), list.rows.begin(), list.rows.end());
      design_->set_floors(all);
    }
    add_examples(lists, features, lesson);
    if (round == 0) first = std::move(lists);
    // The latest connections are the same in every round: seen again, they would only count as more than they
    // are.
    if (holdout.by_date) break;
  }
  fit(lesson, context);
  choose_discovery(graph, first, lesson.examples);
}

std::vector<Blend::List> Blend::lists_of_round(std::uint32_t round, const HiddenConnections& hidden,
                                               const PairFeatures& features, const RunContext& context) {
  std::vector<std::size_t> chosen(hidden.members.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  RandomStream lots(context.seed, 0x626c656e64, round);
  shuffle(chosen, lots);
  chosen.resize(std::min<std::size_t>(chosen.size(), options_.members_per_round));
  std::sort(chosen.begin(), chosen.end());
  std::vector<List> lists(chosen.size());
  PerThread<PairFeatures::Scratch> scratches;
  parallel_blocks(chosen.size(), PairFeatures::lanes, [&](std::size_t begin, std::size_t end) {
    context.poll();
    std::array<graph::VertexId, PairFeatures::lanes> members;
    for (std::size_t i = begin; i < end; ++i) members[i - begin] = hidden.members[chosen[i]];
    features.describe(std::span(members).first(end - begin), scratches.local(),
                      [&](std::size_t i, std::span<const PairEvidence> rows) {
                        List& list = lists[begin + i];
                        list.member = members[i];
                        list.rows.assign(rows.begin(), rows.end());
                        const auto partners = hidden.of(chosen[begin + i]);
                        for (const PairEvidence& row : rows) {
                          list.outcomes.push_back(static_cast<std::uint8_t>(
                              std::binary_search(partners.begin(), partners.end(), row.candidate)));
                        }
                      });
  });
  return lists;
}

void Blend::add_examples(std::span<const List> lists, const PairFeatures& features, Lesson& lesson) {
  Examples& examples = lesson.examples;
  std::vector<std::size_t> begin(lists.size() + 1, examples.size());
  for (std::size_t i = 0; i < lists.size(); ++i) begin[i + 1] = begin[i] + lists[i].rows.size();
  examples.values.resize(begin.back() * examples.features);
  for (const List& list : lists) {
    examples.outcomes.insert(examples.outcomes.end(), list.outcomes.begin(), list.outcomes.end());
    lesson.whose.insert(lesson.whose.end(), list.rows.size(), list.member);
    positives_ += static_cast<std::uint64_t>(std::count(list.outcomes.begin(), list.outcomes.end(), 1));
  }
  parallel_each(lists.size(), 8, [&](std::size_t i) {
    for (std::size_t r = 0; r < lists[i].rows.size(); ++r) {
      design_->expand(features, lists[i].member, lists[i].rows[r],
                      examples.values.data() + (begin[i] + r) * examples.features);
    }
  });
}

void Blend::fit(Lesson& lesson, const RunContext& context) {
  Examples& examples = lesson.examples;
  examples_ = examples.size();
  fitted_ = positives_ >= enough;
  design_->set_scale(examples);
  parallel_each(examples.size(), 1024,
                [&](std::size_t i) { design_->standardise(examples.values.data() + i * examples.features); });
  LogisticOptions options{.prior = design_->prior()};
  // Too little to learn weights from: keep those of the prior and learn the share of connections alone.
  if (!fitted_) options.precision = 1e9;
  model_ = fit_logistic(examples, options, context);
  if (fitted_) calibrate(examples, lesson.whose, context);
}

/// How many of the first ten places have to go to discoveries so that no fewer people are suggested to
/// somebody than by resource allocation: as few as will do.
void Blend::choose_discovery(const graph::Graph& graph, std::span<const List> first,
                             const Examples& examples) {
  const auto suggested = [&](auto&& rank_list) {
    std::vector<bool> seen(graph.vertex_count(), false);
    std::size_t example = 0;
    std::vector<Candidate> ranked;
    for (const List& list : first) {
      rank_list(list, example, ranked);
      for (std::size_t i = 0; i < std::min<std::size_t>(10, ranked.size()); ++i) seen[ranked[i].id] = true;
      example += list.rows.size();
    }
    return std::count(seen.begin(), seen.end(), true);
  };
  const auto wanted = suggested([](const List& list, std::size_t, std::vector<Candidate>& ranked) {
    ranked.clear();
    for (const PairEvidence& row : list.rows) {
      ranked.push_back({row.candidate, static_cast<double>(row.values[PairEvidence::allocation])});
    }
    rank_candidates(ranked, 10);
  });
  std::vector<Scored> scored;
  for (const std::uint32_t every : {0U, 80U, 40U, 20U, 10U, 5U, 3U}) {
    discovery_ = every;
    const auto reached =
        suggested([&](const List& list, std::size_t example, std::vector<Candidate>& ranked) {
          scored.clear();
          for (const PairEvidence& row : list.rows) {
            scored.push_back({row.candidate, model_.logit(examples.row(example++))});
          }
          order(list.member, graph, every, scored, ranked);
        });
    if (reached >= wanted) break;
  }
}

/// Models learnt without some of the members, asked about these: their logits against what happened.
void Blend::calibrate(const Examples& examples, std::span<const graph::VertexId> members,
                      const RunContext& context) {
  const std::size_t folds =
      std::clamp(fold_work / std::max<std::size_t>(1, examples.size()), std::size_t{2}, most_folds);
  const auto fold_of = [&](std::size_t i) { return hash64(seed_, 0x666f6c64, members[i]) % folds; };
  Examples judged{1, std::vector<float>(examples.size()), examples.outcomes};
  for (std::size_t fold = 0; fold < folds; ++fold) {
    Examples others;
    others.features = examples.features;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (fold_of(i) == fold) continue;
      const auto row = examples.row(i);
      others.values.insert(others.values.end(), row.begin(), row.end());
      others.outcomes.push_back(examples.outcomes[i]);
    }
    const LogisticModel model = fit_logistic(others, {.prior = design_->prior()}, context);
    parallel_each(examples.size(), 1024, [&](std::size_t i) {
      if (fold_of(i) == fold) judged.values[i] = static_cast<float>(model.logit(examples.row(i)));
    });
  }
  const LogisticModel line = fit_logistic(judged, {.prior = {1.0}, .precision = 1.0}, context);
  // Where what was learnt does not carry over at all, everybody is promised nearly the same.
  slope_ = std::max(line.weights[0], 0.01);
  shift_ = line.intercept;
}

void Blend::order(graph::VertexId member, const graph::Graph& graph, std::uint32_t discovery,
                  std::vector<Scored>& scored, std::vector<Candidate>& ranked) const {
  std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
    return ranks_before({a.id, probability(a.logit)}, {b.id, probability(b.logit)});
  });
  ranked.clear();
  for (const Scored& candidate : scored) {
    ranked.push_back({candidate.id, probability(slope_ * candidate.logit + shift_)});
  }
  if (discovery == 0) return;
  // Drawn without replacement in proportion to odds / contacts, by the largest of perturbed logarithms
  // (Gumbel).
  for (Scored& candidate : scored) {
    const double draw = RandomStream(seed_, member, candidate.id).real();
    candidate.logit -=
        std::log(std::max<double>(1.0, graph.degree(candidate.id))) + std::log(-std::log1p(-draw) + 1e-300);
  }
  std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
    return a.logit != b.logit ? a.logit > b.logit : a.id < b.id;
  });
  std::size_t next = 0;
  // With fewer than one in ten, not every member's first ten have one.
  const std::size_t lots = std::max<std::uint32_t>(1, discovery / 10);
  const std::size_t first = discovery <= 10 ? discovery : 10 * (1 + hash64(seed_, member) % lots);
  for (std::size_t place = first - 1; place < std::min(ranked.size(), last_discovery); place += discovery) {
    const auto rest = ranked.begin() + static_cast<std::ptrdiff_t>(place);
    auto at = ranked.end();
    while (at == ranked.end()) {
      const graph::VertexId id = scored[next++].id;
      at = std::find_if(rest, ranked.end(), [&](const Candidate& candidate) { return candidate.id == id; });
    }
    std::rotate(rest, at, at + 1);
  }
}

void Blend::rank(std::span<const graph::VertexId> members, Scratch& scratch, const Sink& sink) const {
  scratch.row.resize(design_->size());
  features_.describe(members, scratch.pairs, [&](std::size_t index, std::span<const PairEvidence> rows) {
    scratch.scored.clear();
    for (const PairEvidence& row : rows) {
      design_->expand(features_, members[index], row, scratch.row.data());
      design_->standardise(scratch.row.data());
      scratch.scored.push_back({row.candidate, model_.logit(scratch.row)});
    }
    order(members[index], features_.graph(), discovery_, scratch.scored, scratch.ranked);
    sink(index, scratch.ranked);
  });
}

std::vector<BlendWeight> Blend::weights() const {
  std::vector<BlendWeight> weights;
  for (std::size_t f = 0; f < design_->size(); ++f)
    weights.push_back({design_->names()[f], model_.weights[f]});
  std::stable_sort(weights.begin(), weights.end(), [](const BlendWeight& a, const BlendWeight& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  return weights;
}

std::vector<graph::Partition> attribute_groupings(const graph::MemberTable& members) {
  std::vector<graph::Partition> groupings;
  for (const graph::Column& column : members.columns) {
    if (groupings.size() == 4) break;
    const std::size_t values = column.dictionary().size();
    if (values < 2 || values > 256 || 2 * values > members.size()) continue;
    std::size_t known = 0;
    for (graph::VertexId v = 0; v < members.size(); ++v) known += static_cast<std::size_t>(column.has(v));
    if (2 * known >= members.size()) groupings.push_back(graph::group_by(column).partition);
  }
  return groupings;
}

}  // namespace tertius::introductions
