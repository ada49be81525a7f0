#include "engine/introductions/ranking/recommender.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/introductions/ranking/candidates.hpp"

namespace tertius::introductions {
namespace {

constexpr double closeness_weight = 0.6;
constexpr double gives_weight = 0.6;
constexpr double welcome_weight = 0.5;
constexpr double horizon_weight = 7.0 / 32;
constexpr double freedom_weight = horizon_weight / 4.0;
constexpr double popularity_weight = 0.1;
constexpr double popular_from = 10.0;  ///< times the mean of contacts
constexpr double bubble_again = 0.5;   ///< of the diversity is taken off for a bubble that has come
constexpr double need_again = 0.75;    ///< and for a need
/// How many candidates are looked at closely, whatever `top` is.
constexpr std::size_t shortlist = 1000;

/// What is known of one candidate before it becomes a suggestion.
struct Considered {
  graph::VertexId id;
  std::uint32_t steps = 0;
  double raw = 0.0;  ///< closeness before it is scaled
  double outside_share = 1.0;
  double constraint_drop = 0.0;
  const Fits* gets = nullptr;
  const Fits* gives = nullptr;
  double sum = 0.0;
  std::array<double, term_count> terms{};

  double& term(Term t) { return terms[static_cast<std::size_t>(t)]; }
};

/// The factor t of the header.
double across_factor(double openness) {
  return (openness + 0.5) * (openness + 0.5);
}

bool ranks_higher(double a, graph::VertexId a_id, double b, graph::VertexId b_id) {
  return ranks_before({a_id, a}, {b_id, b});
}

}  // namespace

/// One thread's memory; every number is zero between queries.
struct Recommender::Scratch {
  struct Reached {
    double ra = 0.0, aa = 0.0;
    std::uint32_t mutual = 0;
    bool contact = false;
  };
  std::vector<Reached> reached;          ///< per member
  std::vector<graph::VertexId> touched;  ///< where reached is not zero
  std::vector<std::uint32_t> there;      ///< per bubble: contacts of the member in it
  CandidateScratch scores;
};

struct Recommender::Workspace {
  PerThread<Scratch> scratch;
};

std::string_view to_string(Term term) {
  constexpr std::array<std::string_view, term_count> names = {
      "closeness", "horizon", "freedom", "gets", "gives", "welcome", "popularity", "variety"};
  return names[static_cast<std::size_t>(term)];
}

Term Suggestion::strongest() const {
  return all_terms[static_cast<std::size_t>(std::max_element(terms.begin(), terms.end()) - terms.begin())];
}

Recommender::Recommender(const graph::Network& network, const graph::Partition& bubbles,
                         RecommenderOptions options, const RunContext& context)
    : network_(network),
      bubbles_(bubbles),
      options_(std::move(options)),
      introducers_(network, options_.exclusions),
      workspace_(std::make_unique<Workspace>()) {
  const auto in_range = [](double x) { return x >= 0.0 && x <= 1.0; };
  if (!in_range(options_.openness)) throw Error(ErrorKey::option_value, "openness: expected 0 to 1");
  if (!in_range(options_.diversity)) throw Error(ErrorKey::option_value, "diversity: expected 0 to 1");
  context.poll();
  const graph::VertexId n = network_.graph.vertex_count();
  if (n > 0) mean_contacts_ = static_cast<double>(network_.graph.arc_count()) / n;
  if (!options_.score) needs_ = Needs(network_.members, options_.words);
  if (options_.near.empty()) return;
  const graph::Column* region = network_.members.find_column("region");
  if (region == nullptr)
    throw Error(ErrorKey::name_unknown, "members have no attribute region to be near to");
  const std::string wanted = fold_case(options_.near);
  near_.assign(n, false);
  bool any = false;
  for (graph::VertexId v = 0; v < n; ++v) {
    near_[v] = region->has(v) && fold_case(region->text(v)) == wanted;
    any = any || near_[v];
  }
  if (any) return;
  std::vector<std::string_view> known(region->dictionary().begin(), region->dictionary().end());
  known.resize(std::min<std::size_t>(known.size(), 10));
  throw Error(ErrorKey::name_unknown, fmt::format("nobody is in the region '{}'; regions are: {}",
                                                  options_.near, fmt::join(known, ", ")));
}

Recommender::~Recommender() = default;

/// Everything that one call of suggest() does, step by step.
class Recommender::Query {
 public:
  Query(const Recommender& recommender, graph::VertexId member, Scratch& scratch)
      : r_(recommender),
        graph_(recommender.network_.graph),
        label_(recommender.bubbles_.label),
        u_(member),
        k_(graph_.degree(member)),
        across_factor_(across_factor(recommender.options_.openness)),
        s_(scratch) {
    if (s_.reached.size() < graph_.vertex_count()) s_.reached.resize(graph_.vertex_count());
    if (s_.there.size() < r_.bubbles_.count) s_.there.resize(r_.bubbles_.count, 0);
    walk();
  }
  ~Query() {
    for (const graph::VertexId v : s_.touched) s_.reached[v] = {};
    for (const graph::VertexId z : graph_.neighbours(u_)) {
      s_.reached[z] = {};
      s_.there[label_[z]] = 0;
    }
    s_.touched.clear();
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  std::vector<Suggestion> run(std::size_t top, AskedCounts asked) {
    if (r_.options_.score) {
      single_score(*r_.options_.score);
    } else {
      const std::size_t most = std::max(shortlist, 20 * top);
      collect(most);
      look_closely(most);
      add_up();
    }
    const auto before = [](const Considered& a, const Considered& b) {
      return ranks_higher(a.sum, a.id, b.sum, b.id);
    };
    std::sort(considered_.begin(), considered_.end(), before);
    const std::vector<Considered> chosen = choose(top);
    std::vector<Suggestion> suggestions;
    for (const Considered& c : chosen) suggestions.push_back(described(c));
    introduce(suggestions, asked);
    return suggestions;
  }

 private:
  bool may_be_suggested(graph::VertexId v) const {
    return v != u_ && !s_.reached[v].contact && (r_.near_.empty() || r_.near_[v]) &&
           r_.options_.exclusions.may_meet(u_, v) &&
           std::find(r_.options_.without.begin(), r_.options_.without.end(), v) ==
               r_.options_.without.end() &&
           (!r_.options_.via || graph_.has_arc(*r_.options_.via, v));
  }

  /// Mutual contacts with everybody two connections away, and with the contacts themselves.
  void walk() {
    for (const graph::VertexId z : graph_.neighbours(u_)) {
      s_.reached[z].contact = true;
      ++s_.there[label_[z]];
      const double k = graph_.degree(z);
      const double ra = 1.0 / k, aa = 1.0 / std::log(std::max(2.0, k));
      for (const graph::VertexId v : graph_.neighbours(z)) {
        Scratch::Reached& reached = s_.reached[v];
        if (reached.mutual++ == 0) s_.touched.push_back(v);
        reached.ra += ra;
        reached.aa += aa;
      }
    }
  }

  void single_score(Score score) {
    for (const Candidate& c : candidates(graph_, u_, score, s_.scores, r_.options_.score_options)) {
      if (!may_be_suggested(c.id)) continue;
      Considered& one = considered_.emplace_back(Considered{.id = c.id, .steps = steps_to(c.id)});
      one.outside_share = outside_share(c.id);
      one.term(Term::closeness) = one.sum = c.score;
    }
  }

  /// Whoever is two connections away, or has something to give or to get.
  void collect(std::size_t most) {
    // Where hubs are near, these are a good part of the network: the best are picked before more is kept of
    // each.
    std::vector<Candidate> near;
    for (const graph::VertexId v : s_.touched) {
      if (!may_be_suggested(v)) continue;
      const Scratch::Reached& reached = s_.reached[v];
      near.push_back({v, std::sqrt(reached.ra * reached.aa) * (1.0 + horizon_weight * outside_share(v))});
    }
    if (near.size() > most) {
      std::nth_element(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(most), near.end(),
                       ranks_before);
      near.resize(most);
    }
    for (const Candidate& c : near) {
      considered_.push_back({.id = c.id, .steps = 2, .outside_share = outside_share(c.id)});
    }
    helpers_ = r_.needs_.who_helps(u_);
    if (!r_.options_.goal.empty()) add_goal();
    helped_ = r_.needs_.whom_to_help(u_);
    if (k_ == 0) {
      for (graph::VertexId v = 0; v < graph_.vertex_count(); ++v) {
        if (graph_.degree(v) > 0) add_text_candidate(v);
      }
    }
    for (const auto* list : {&helpers_, &helped_}) {
      for (const Fits& fits : *list) add_text_candidate(fits.member);
    }
    std::sort(considered_.begin(), considered_.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
    considered_.erase(std::unique(considered_.begin(), considered_.end(), same), considered_.end());
    attach(helpers_, &Considered::gets);
    attach(helped_, &Considered::gives);
  }

  void add_text_candidate(graph::VertexId v) {
    if (may_be_suggested(v)) {
      considered_.push_back({.id = v, .steps = steps_to(v), .outside_share = outside_share(v)});
    }
  }

  /// The goal is one more need, and comes first.
  void add_goal() {
    std::vector<Fits> merged;
    const std::vector<Fits> wanted = r_.needs_.who_helps(std::string_view(r_.options_.goal));
    std::merge(wanted.begin(), wanted.end(), helpers_.begin(), helpers_.end(), std::back_inserter(merged),
               [](const Fits& a, const Fits& b) { return a.member < b.member; });
    helpers_.clear();
    for (Fits& fits : merged) {
      if (helpers_.empty() || helpers_.back().member != fits.member) {
        helpers_.push_back(std::move(fits));
        continue;
      }
      for (const Fit& fit : fits.met) {
        auto& met = helpers_.back().met;
        const bool known =
            std::any_of(met.begin(), met.end(), [&](const Fit& m) { return m.offered == fit.offered; });
        if (!known) met.push_back(fit);
      }
    }
  }

  void attach(const std::vector<Fits>& fits, const Fits* Considered::*where) {
    auto at = considered_.begin();
    for (const Fits& f : fits) {
      while (at != considered_.end() && at->id < f.member) ++at;
      if (at == considered_.end()) return;
      if (at->id == f.member) (*at).*where = &f;
    }
  }

  std::uint32_t steps_to(graph::VertexId v) const {
    if (s_.reached[v].mutual > 0) return 2;
    for (const graph::VertexId w : graph_.neighbours(v)) {
      if (s_.reached[w].mutual > 0) return 3;
    }
    return 0;
  }

  double outside_share(graph::VertexId v) const {
    return k_ == 0 ? 1.0 : 1.0 - static_cast<double>(s_.there[label_[v]]) / k_;
  }

  bool across(graph::VertexId v) const { return label_[v] != label_[u_]; }

  static double text_value(const Considered& c) {
    const double reach = c.steps == 2 ? 1.0 : c.steps == 3 ? 0.8 : 0.6;
    const double gets = c.gets != nullptr ? c.gets->value() : 0.0;
    const double gives = c.gives != nullptr ? c.gives->value() : 0.0;
    return reach * (gets + gives_weight * gives);
  }

  /// Keeps the best by mutual contacts and text, and looks at all contacts of those.
  void look_closely(std::size_t most) {
    double highest = 0.0;
    for (Considered& c : considered_) {
      const Scratch::Reached& reached = s_.reached[c.id];
      c.raw = std::sqrt(reached.ra * reached.aa);
      highest = std::max(highest, c.raw);
    }
    if (considered_.size() > most) {
      for (Considered& c : considered_) {
        const double closeness = highest > 0.0 ? c.raw / highest : 0.0;
        c.sum = closeness_weight * closeness * (1.0 + horizon_weight * c.outside_share) + text_value(c);
      }
      std::nth_element(
          considered_.begin(), considered_.begin() + static_cast<std::ptrdiff_t>(most), considered_.end(),
          [](const Considered& a, const Considered& b) { return ranks_higher(a.sum, a.id, b.sum, b.id); });
      considered_.resize(most);
    }
    // Constraint of the member now, and with a connection to somebody whom no contact knows (equal
    // connections; see Burt 1992): C = sum over contacts j of (1 + S_j)^2 / k^2, S_j = sum over mutual
    // contacts q of u and j of 1 / k_q.
    double squares = 0.0;
    for (const graph::VertexId j : graph_.neighbours(u_)) squares += std::pow(1.0 + s_.reached[j].ra, 2);
    const double k = k_;
    const double now = k_ == 0 ? 0.0 : squares / (k * k);
    const double best = (squares + 1.0) / ((k + 1) * (k + 1));
    for (Considered& c : considered_) {
      const Scratch::Reached& reached = s_.reached[c.id];
      if (reached.mutual == 0) continue;
      double further = 0.0, known = 0.0;
      for (const graph::VertexId w : graph_.neighbours(c.id)) {
        const Scratch::Reached& there = s_.reached[w];
        further += there.ra / graph_.degree(w);
        if (there.contact) known += 1.0 + there.ra;
      }
      c.raw = std::cbrt(reached.ra * reached.aa * (further + reached.ra / 100.0));
      const double share =
          1.0 / (graph_.degree(c.id) + 1.0);  // of the candidate's connections that the new one is
      const double then =
          (squares + 2.0 * share * known + reached.mutual * share * share + std::pow(1.0 + reached.ra, 2)) /
          ((k + 1) * (k + 1));
      c.constraint_drop = now > best ? (now - then) / (now - best) : 0.0;
    }
  }

  void add_up() {
    double highest = 0.0;
    for (const Considered& c : considered_) highest = std::max(highest, c.raw);
    for (Considered& c : considered_) {
      const double closeness = highest > 0.0 ? closeness_weight * c.raw / highest : 0.0;
      const double reach = c.steps == 2 ? 1.0 : c.steps == 3 ? 0.8 : 0.6;
      c.term(Term::closeness) = closeness;
      c.term(Term::horizon) = closeness * horizon_weight * c.outside_share;
      c.term(Term::freedom) = closeness * freedom_weight * c.constraint_drop;
      if (c.gets != nullptr) c.term(Term::gets) = reach * c.gets->value();
      if (c.gives != nullptr) c.term(Term::gives) = gives_weight * reach * c.gives->value();
      if (k_ == 0) c.term(Term::welcome) = welcome_weight * welcome(c.id);
      const double popular = graph_.degree(c.id) / std::max(1.0, popular_from * r_.mean_contacts_);
      if (popular > 1.0) c.term(Term::popularity) = -popularity_weight * closeness * std::log10(popular);
      c.sum = std::accumulate(c.terms.begin(), c.terms.end(), 0.0);
      if (!across(c.id)) continue;
      c.term(Term::horizon) += (across_factor_ - 1.0) * c.sum;
      c.sum *= across_factor_;
    }
  }

  /// How good a door into the network this candidate is for somebody who knows nobody yet.
  double welcome(graph::VertexId v) {
    const auto contacts = graph_.neighbours(v);
    for (const graph::VertexId z : contacts) ++s_.there[label_[z]];
    double squares = 0.0;
    const double k = static_cast<double>(contacts.size());
    for (const graph::VertexId z : contacts) {
      squares += std::pow(s_.there[label_[z]] / k, 2);
      s_.there[label_[z]] = 0;
    }
    const double spread = contacts.empty() ? 0.0 : 1.0 - squares;
    return (spread + (label_[v] == label_[u_] ? 1.0 : 0.0)) / 2.0;
  }

  /// The best, each after something has been taken off for being like those before on the same side: what is
  /// on the other side must not matter, see the proof in the header.
  std::vector<Considered> choose(std::size_t top) const {
    std::vector<Considered> chosen;
    const double diversity = r_.options_.score ? 0.0 : r_.options_.diversity;
    std::vector<bool> taken(considered_.size(), false);
    std::vector<std::uint32_t> bubbles;
    std::vector<std::pair<bool, std::string_view>> wants;
    const auto seen = [](const auto& list, const auto& what) {
      return std::find(list.begin(), list.end(), what) != list.end();
    };
    while (chosen.size() < std::min(top, considered_.size())) {
      std::size_t best = considered_.size();
      double best_value = 0.0;
      for (std::size_t i = 0; i < considered_.size(); ++i) {
        const Considered& c = considered_[i];
        // Sums fall from here on, and what is taken off only makes them smaller.
        if (best < considered_.size() && c.sum < best_value) break;
        if (taken[i]) continue;
        double value = c.sum;
        if (diversity > 0.0 && value > 0.0) {
          if (seen(bubbles, label_[c.id])) value *= 1.0 - bubble_again * diversity;
          if (!want(c).empty() && seen(wants, std::pair(across(c.id), want(c))))
            value *= 1.0 - need_again * diversity;
        }
        if (best == considered_.size() || ranks_higher(value, c.id, best_value, considered_[best].id)) {
          best = i;
          best_value = value;
        }
      }
      if (best == considered_.size() || !(best_value > 0.0)) break;
      taken[best] = true;
      const Considered& c = considered_[best];
      chosen.push_back(c);
      chosen.back().term(Term::variety) = best_value - c.sum;
      chosen.back().sum = best_value;
      bubbles.push_back(label_[c.id]);
      if (const auto w = want(c); !w.empty()) wants.emplace_back(across(c.id), w);
    }
    return chosen;
  }

  /// The need for which somebody comes, if any.
  static std::string_view want(const Considered& c) {
    return c.gets != nullptr && !c.gets->met.empty() ? c.gets->met.front().wanted : std::string_view();
  }

  Suggestion described(const Considered& c) const {
    Suggestion s;
    s.id = c.id;
    s.terms = c.terms;
    s.score = c.sum;
    s.steps = c.steps;
    s.outside_share = c.outside_share;
    s.constraint_drop = c.constraint_drop;
    s.contacts_there = s_.there[label_[c.id]];
    if (c.gets != nullptr) s.gets = *c.gets;
    if (c.gives != nullptr) s.gives = *c.gives;
    s.gets.member = s.gives.member = c.id;
    for (const graph::VertexId w : graph_.neighbours(c.id)) {
      if (s_.reached[w].contact && r_.options_.exclusions.may_meet(w, u_) &&
          r_.options_.exclusions.may_meet(w, c.id)) {
        ++s.mutual_contacts;
      }
    }
    const double without = s.score - s.term(Term::variety) - s.term(s.strongest());
    s.rank_without_strongest = 1;
    for (const Considered& other : considered_) {
      if (other.id != c.id && ranks_higher(other.sum, other.id, without, c.id)) ++s.rank_without_strongest;
    }
    return s;
  }

  /// Ways in, best suggestion first; whoever introduces once is asked less readily again.
  void introduce(std::vector<Suggestion>& suggestions, AskedCounts asked) const {
    if (r_.options_.introducers == 0) return;
    std::vector<graph::VertexId> again;
    for (Suggestion& s : suggestions) {
      if (s.steps == 0) continue;
      const RouteOptions options{.count = r_.options_.introducers, .max_between = s.steps - 1};
      s.introducers = r_.introducers_.routes(u_, s.id, options, asked);
      if (r_.options_.via) {
        const auto is_via = [&](const Route& route) { return route.via[0] == *r_.options_.via; };
        std::stable_partition(s.introducers.begin(), s.introducers.end(), is_via);
      }
      if (s.introducers.size() < 2 || r_.options_.via) continue;
      // One person need not make all introductions while others would do nearly as well.
      std::stable_sort(s.introducers.begin(), s.introducers.end(), [&](const Route& a, const Route& b) {
        const auto weight = [&](const Route& route) {
          const auto times = std::count(again.begin(), again.end(), route.via[0]);
          return route.reliability * r_.introducers_.discount(route.via[0], asked) * std::pow(0.8, times);
        };
        return weight(a) > weight(b);
      });
      again.push_back(s.introducers.front().via[0]);
    }
  }

  const Recommender& r_;
  const graph::Graph& graph_;
  std::span<const std::uint32_t> label_;
  graph::VertexId u_;
  graph::VertexId k_;
  double across_factor_;
  Scratch& s_;
  std::vector<Fits> helpers_, helped_;
  std::vector<Considered> considered_;
};

std::vector<Suggestion> Recommender::suggest(graph::VertexId member, std::size_t top,
                                             AskedCounts asked) const {
  if (top == 0 || !options_.exclusions.open(member)) return {};
  Query query(*this, member, workspace_->scratch.local());
  return query.run(top, asked);
}

}  // namespace tertius::introductions
