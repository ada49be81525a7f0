#include "engine/introductions/ranking/recommender.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/introductions/ranking/candidates.hpp"
#include "engine/introductions/ranking/hub_index.hpp"

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
/// Scores that differ by less are the same, see ranks_before().
constexpr double rounding = 1.5e-9;
/// Of each bubble so many members are looked at who could show newcomers around.
constexpr std::size_t doors_of_bubble = 32;

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

/// A candidate two connections away, and the most that closer looking could find.
struct Possible {
  graph::VertexId id;
  double cubed;  ///< no less than the cube of Considered::raw
  double value;  ///< no less than the cube of that times what the terms make of it
};

double cube(double x) {
  return x * x * x;
}

bool is_better(const Possible& a, const Possible& b) {
  return a.value != b.value ? a.value > b.value : a.id < b.id;
}

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
    bool listed = false;  ///< a candidate already
  };
  std::vector<Reached> reached;          ///< per member
  std::vector<graph::VertexId> touched;  ///< where reached is not zero
  std::vector<graph::VertexId> listed;   ///< where `listed` is set
  /// Per hub: as a contact, what it gives to each of its contacts, 0 for others; as a candidate, what hubs
  /// give it, paths of three connections to it, and what of such a path to a contact of it leads over it.
  std::vector<double> gives_ra, gives_aa, ra, aa, paths, passes;
  std::vector<std::uint32_t> mutual;
  std::vector<double> through;  ///< of each in `touched`: paths of three over hubs in the second place
  std::vector<HubIndex::Hub> hub_contacts;
  std::vector<Possible> possible;
  std::vector<std::uint32_t> there;  ///< per bubble: contacts of the member in it
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
  if (!options_.places && !options_.score) {
    index_ = std::make_unique<const HubIndex>(network_.graph, options_.hubs_from, context);
    with_threads(context, [&] { find_doors(); });
  }
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

void Recommender::find_doors() {
  const graph::Graph& graph = network_.graph;
  const graph::VertexId n = graph.vertex_count();
  bool anybody_alone = false;
  for (graph::VertexId v = 0; v < n && !anybody_alone; ++v) anybody_alone = graph.degree(v) == 0;
  if (!anybody_alone) return;
  spread_.resize(n);
  PerThread<std::vector<std::uint32_t>> there([&] { return std::vector<std::uint32_t>(bubbles_.count, 0); });
  parallel_each(n, 1024,
                [&](std::size_t v) { spread_[v] = spread(static_cast<graph::VertexId>(v), there.local()); });
  const auto before = [&](graph::VertexId a, graph::VertexId b) {
    return ranks_higher(spread_[a], a, spread_[b], b);
  };
  const graph::GroupMembers groups = graph::members_by_group(bubbles_);
  doors_begin_.push_back(0);
  std::vector<graph::VertexId> here;
  for (std::uint32_t bubble = 0; bubble < bubbles_.count; ++bubble) {
    here.clear();
    for (const graph::VertexId v : groups.of(bubble))
      if (graph.degree(v) > 0 && options_.exclusions.open(v)) here.push_back(v);
    const std::size_t kept = std::min(doors_of_bubble, here.size());
    std::partial_sort(here.begin(), here.begin() + static_cast<std::ptrdiff_t>(kept), here.end(), before);
    doors_of_.insert(doors_of_.end(), here.begin(), here.begin() + static_cast<std::ptrdiff_t>(kept));
    doors_begin_.push_back(doors_of_.size());
  }
  doors_ = doors_of_;
  std::sort(doors_.begin(), doors_.end(), before);
}

double Recommender::spread(graph::VertexId v, std::vector<std::uint32_t>& there) const {
  const auto contacts = network_.graph.neighbours(v);
  for (const graph::VertexId z : contacts) ++there[bubbles_.label[z]];
  double squares = 0.0;
  const double k = static_cast<double>(contacts.size());
  for (const graph::VertexId z : contacts) {
    squares += std::pow(there[bubbles_.label[z]] / k, 2);
    there[bubbles_.label[z]] = 0;
  }
  return contacts.empty() ? 0.0 : 1.0 - squares;
}

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
    if (r_.index_ != nullptr) {
      for (auto* const values : {&s_.gives_ra, &s_.gives_aa}) values->resize(r_.index_->hubs(), 0.0);
    }
    walk();
  }
  ~Query() {
    for (const graph::VertexId v : s_.touched) s_.reached[v] = {};
    for (const graph::VertexId v : s_.listed) s_.reached[v] = {};
    for (const HubIndex::Hub hub : s_.hub_contacts) s_.gives_ra[hub] = s_.gives_aa[hub] = 0.0;
    for (const graph::VertexId z : graph_.neighbours(u_)) {
      s_.reached[z] = {};
      s_.there[label_[z]] = 0;
    }
    s_.touched.clear();
    s_.listed.clear();
    s_.hub_contacts.clear();
    s_.possible.clear();
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  std::vector<Suggestion> run(std::size_t top, AskedCounts asked) {
    if (r_.options_.score) {
      single_score(*r_.options_.score);
    } else if (r_.index_ != nullptr) {
      look_while_it_matters(top);
    } else {
      const std::size_t most = std::max(shortlist, 20 * top);
      collect(most);
      look_closely(most);
      add_up(0);
    }
    rank();
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
      if (const HubIndex::Hub hub = hub_of(z); hub != HubIndex::no_hub) {
        s_.gives_ra[hub] = ra;
        s_.gives_aa[hub] = aa;
        s_.hub_contacts.push_back(hub);
        continue;
      }
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
    if (has_mutual(v)) return 2;
    for (const graph::VertexId w : graph_.neighbours(v)) {
      if (has_mutual(w)) return 3;
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

  /// Keeps the best by mutual contacts and text.
  void keep_best(std::size_t most) {
    if (considered_.size() <= most) return;
    double highest = 0.0;
    for (Considered& c : considered_) {
      const Common common = common_with(c.id);
      c.raw = std::sqrt(common.ra * common.aa);
      highest = std::max(highest, c.raw);
    }
    for (Considered& c : considered_) {
      const double closeness = highest > 0.0 ? c.raw / highest : 0.0;
      c.sum = closeness_weight * closeness * (1.0 + horizon_weight * c.outside_share) + text_value(c);
      c.raw = 0.0;
    }
    std::nth_element(
        considered_.begin(), considered_.begin() + static_cast<std::ptrdiff_t>(most), considered_.end(),
        [](const Considered& a, const Considered& b) { return ranks_higher(a.sum, a.id, b.sum, b.id); });
    considered_.resize(most);
  }

  /// Keeps the best, and looks at all contacts of those.
  void look_closely(std::size_t most) {
    keep_best(most);
    measure_constraint();
    for (Considered& c : considered_)
      if (s_.reached[c.id].mutual > 0) look_closely(c);
  }

  /// Constraint of the member now, and with a connection to somebody whom no contact knows (equal
  /// connections; see Burt 1992): C = sum over contacts j of (1 + S_j)^2 / k^2, S_j = sum over mutual
  /// contacts q of u and j of 1 / k_q.
  void measure_constraint() {
    squares_ = 0.0;
    for (const graph::VertexId j : graph_.neighbours(u_)) squares_ += std::pow(1.0 + ra_of(j), 2);
    const double k = k_;
    constraint_ = k_ == 0 ? 0.0 : squares_ / (k * k);
    least_constraint_ = (squares_ + 1.0) / ((k + 1) * (k + 1));
  }

  /// Closeness, and what the connection would do to the constraint, of somebody with mutual contacts.
  void look_closely(Considered& c) {
    Common common = common_with(c.id);
    double further = 0.0, known = 0.0;
    if (const HubIndex::Hub hub = hub_of(c.id); hub != HubIndex::no_hub) {
      further = s_.paths[hub];
      graph::for_each_common(graph_.neighbours(u_), graph_.neighbours(c.id),
                             [&](graph::VertexId w, std::size_t, std::size_t) { known += 1.0 + ra_of(w); });
    } else {
      for (const graph::VertexId w : graph_.neighbours(c.id)) {
        const double ra = ra_of(w);
        further += ra / graph_.degree(w);
        if (s_.reached[w].contact) known += 1.0 + ra;
      }
    }
    c.raw = std::cbrt(common.ra * common.aa * (further + common.ra / 100.0));
    highest_ = std::max(highest_, c.raw);
    const double k = k_;
    const double share =
        1.0 / (graph_.degree(c.id) + 1.0);  // of the candidate's connections that the new one is
    const double then =
        (squares_ + 2.0 * share * known + common.mutual * share * share + std::pow(1.0 + common.ra, 2)) /
        ((k + 1) * (k + 1));
    c.constraint_drop =
        constraint_ > least_constraint_ ? (constraint_ - then) / (constraint_ - least_constraint_) : 0.0;
  }

  /// Terms and sums of those from `first` on.
  void add_up(std::size_t first) {
    for (std::size_t i = first; i < considered_.size(); ++i) {
      Considered& c = considered_[i];
      const double closeness = highest_ > 0.0 ? closeness_weight * c.raw / highest_ : 0.0;
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

  // The same with bounds in place of a shortlist.

  HubIndex::Hub hub_of(graph::VertexId v) const {
    return r_.index_ == nullptr ? HubIndex::no_hub : r_.index_->hub_of(v);
  }
  bool has_mutual(graph::VertexId v) const { return common_with(v).mutual > 0; }
  double ra_of(graph::VertexId v) const { return common_with(v).ra; }

  struct Common {
    double ra, aa;
    std::uint32_t mutual;
  };
  /// What somebody has in common with the member: for those who are known through hubs alone it is added up.
  Common common_with(graph::VertexId v) const {
    const Scratch::Reached& reached = s_.reached[v];
    Common common{reached.ra, reached.aa, reached.mutual};
    if (reached.mutual > 0 || s_.hub_contacts.empty() || hub_of(v) != HubIndex::no_hub) return common;
    for (const HubIndex::Hub hub : r_.index_->hubs_of(v)) {
      common.ra += s_.gives_ra[hub];
      common.aa += s_.gives_aa[hub];
      common.mutual += s_.gives_ra[hub] > 0.0 ? 1 : 0;
    }
    return common;
  }

  /// Looks closely at whoever could still be among the first `top`, best hopes first, until nobody can.
  void look_while_it_matters(std::size_t top) {
    add_up_hubs();
    measure_constraint();
    consider_texts(top);
    if (k_ == 0) return consider_doors(top);
    bound_everybody();
    // Some who look best say what the others would have to reach.
    auto& possible = s_.possible;
    const std::size_t first = std::min(possible.size(), std::max<std::size_t>(16, 2 * top));
    const auto rest = [&] { return possible.begin() + static_cast<std::ptrdiff_t>(first); };
    if (first < possible.size()) std::nth_element(possible.begin(), rest(), possible.end(), is_better);
    for (std::size_t i = 0; i < first; ++i) look_closely(possible[i]);
    // All sums are in terms of whoever is closest.
    read_hub_contacts(cube(highest_));
    for (auto p = rest(); p != possible.end(); ++p) {
      if (p->cubed < cube(highest_)) continue;
      look_closely(*p);
      p->value = -1.0;
    }
    add_up(0);
    demand(top);
    read_hub_contacts(least_ / cube(most_factor()));
    possible.erase(std::remove_if(rest(), possible.end(), [&](const Possible& p) { return !matters(p); }),
                   possible.end());
    std::sort(rest(), possible.end(), is_better);
    constexpr std::size_t at_once = 4;
    for (auto p = rest(); p != possible.end() && p->value >= least_;) {
      const std::size_t before = considered_.size();
      for (; p != possible.end() && p->value >= least_ && considered_.size() < before + at_once; ++p)
        if (matters(*p)) look_closely(*p);
      if (considered_.size() == before) break;
      add_up(before);
      demand(top);
    }
  }

  void look_closely(const Possible& p) {
    considered_.push_back({.id = p.id, .steps = 2, .outside_share = outside_share(p.id)});
    look_closely(considered_.back());
  }

  /// Sets what Possible::value must be for a place among the first `top`, given all who were looked at.
  void demand(std::size_t top) {
    rank();
    const std::vector<Considered> chosen = choose(top);
    least_ = 0.0;
    in_bubble_.clear();
    if (chosen.size() < top) return;
    const auto value = [&](double sum) {
      return cube(std::max(0.0, sum - rounding) * highest_ / closeness_weight);
    };
    least_ = value(chosen.back().sum);
    // In the bubble of somebody chosen: more than they have, or as much as the last after something is taken
    // off.
    const double left = 1.0 - bubble_again * r_.options_.diversity;
    for (const Considered& c : chosen) {
      const auto same = [&](const auto& bubble) { return bubble.first == label_[c.id]; };
      if (std::any_of(in_bubble_.begin(), in_bubble_.end(), same)) continue;
      const double after = left > 0.0 ? chosen.back().sum / left : c.sum;
      in_bubble_.emplace_back(label_[c.id], value(std::min(c.sum, after)));
    }
  }
  bool matters(const Possible& p) const {
    if (p.value < least_) return false;
    for (const auto& [bubble, least] : in_bubble_)
      if (bubble == label_[p.id]) return p.value >= least;
    return true;
  }

  /// The most that terms make of closeness, for anybody.
  double most_factor() const {
    return (1.0 + horizon_weight + freedom_weight) * std::max(1.0, across_factor_);
  }

  Possible bounded(graph::VertexId v, double ra, double aa, double paths) const {
    double factor = 1.0 + horizon_weight * outside_share(v) + freedom_weight;
    const double popular = graph_.degree(v) / std::max(1.0, popular_from * r_.mean_contacts_);
    if (popular > 1.0) factor -= popularity_weight * std::log10(popular);
    if (across(v)) factor *= across_factor_;
    constexpr double generous = 1.0 + 1e-9;  // for what rounding takes off
    const double cubed = ra * aa * (ra / 100.0 + paths) * generous;
    return {v, cubed, cubed * cube(std::max(0.0, factor))};
  }
  /// What hubs have in common with the member and give to others, and the paths of three connections to
  /// hubs.
  void add_up_hubs() {
    const HubIndex& index = *r_.index_;
    if (index.hubs() == 0) return;
    for (auto* const values : {&s_.ra, &s_.aa, &s_.paths, &s_.passes}) values->assign(index.hubs(), 0.0);
    s_.mutual.assign(index.hubs(), 0);
    for (const HubIndex::Hub contact : s_.hub_contacts) {
      const double ra = s_.gives_ra[contact], aa = s_.gives_aa[contact];
      hub_ra_ += ra;
      hub_aa_ += aa;
      for (const HubIndex::Hub hub : index.hubs_of(index.member(contact))) {
        s_.ra[hub] += ra;
        s_.aa[hub] += aa;
        ++s_.mutual[hub];
      }
      const std::span<const double> allocation = index.allocation(contact);
      for (std::size_t hub = 0; hub < allocation.size(); ++hub) s_.paths[hub] += ra * allocation[hub];
    }
    for (std::size_t hub = 0; hub < index.hubs(); ++hub) {
      const graph::VertexId v = index.member(static_cast<HubIndex::Hub>(hub));
      s_.passes[hub] = (s_.reached[v].ra + s_.ra[hub]) / graph_.degree(v);
    }
    s_.through.clear();
    for (const graph::VertexId w : s_.touched) {
      Scratch::Reached& reached = s_.reached[w];
      const double ra = reached.ra / graph_.degree(w);
      double through = 0.0;
      for (const HubIndex::Hub hub : index.hubs_of(w)) {
        s_.paths[hub] += ra;
        through += s_.passes[hub];
        reached.ra += s_.gives_ra[hub];
        reached.aa += s_.gives_aa[hub];
        reached.mutual += s_.gives_ra[hub] > 0.0 ? 1 : 0;
      }
      s_.through.push_back(through);
    }
    for (std::size_t hub = 0; hub < index.hubs(); ++hub) {
      const graph::VertexId v = index.member(static_cast<HubIndex::Hub>(hub));
      if (s_.mutual[hub] == 0 || s_.reached[v].mutual > 0) continue;
      Scratch::Reached& reached = s_.reached[v];
      reached.ra = s_.ra[hub];
      reached.aa = s_.aa[hub];
      reached.mutual = s_.mutual[hub];
      s_.touched.push_back(v);
      s_.through.push_back(0.0);
    }
  }

  /// Bounds for all who are two connections away over contacts who are no hubs, and for hubs.
  void bound_everybody() {
    const HubIndex& index = *r_.index_;
    for (const graph::VertexId z : graph_.neighbours(u_)) most_paths_ += index.reach(z) / graph_.degree(z);
    most_ra_ = most_other_ra_ = hub_ra_;
    for (const graph::VertexId w : s_.touched) {
      if (w == u_) continue;
      most_ra_ = std::max(most_ra_, s_.reached[w].ra);
      if (hub_of(w) == HubIndex::no_hub) most_other_ra_ = std::max(most_other_ra_, s_.reached[w].ra);
    }
    for (std::size_t i = 0; i < s_.touched.size(); ++i) {
      const graph::VertexId v = s_.touched[i];
      const Scratch::Reached& reached = s_.reached[v];
      if (reached.listed || !may_be_suggested(v)) continue;
      const HubIndex::Hub hub = hub_of(v);
      const double over_hubs = index.hubs() == 0 ? 0.0 : s_.through[i];
      const double paths = hub != HubIndex::no_hub
                               ? s_.paths[hub]
                               : std::min(most_paths_, over_hubs + most_other_ra_ * index.other_reach(v));
      s_.possible.push_back(bounded(v, reached.ra, reached.aa, paths));
    }
  }

  /// Whoever is known through hubs alone, as long as Possible::cubed could be as much as this.
  void read_hub_contacts(double least) {
    if (s_.hub_contacts.empty()) return;
    const HubIndex& index = *r_.index_;
    const std::span<const graph::VertexId> others = index.others_by_reach();
    const auto take = [&](graph::VertexId v) {
      Scratch::Reached& reached = s_.reached[v];
      if (reached.mutual > 0 || reached.listed || !may_be_suggested(v)) return;
      const Common common = common_with(v);
      if (common.mutual == 0) return;
      reached.listed = true;
      s_.listed.push_back(v);
      double over_hubs = 0.0;
      for (const HubIndex::Hub hub : index.hubs_of(v)) over_hubs += s_.passes[hub];
      const double paths = std::min(most_paths_, over_hubs + most_other_ra_ * index.other_reach(v));
      s_.possible.push_back(bounded(v, common.ra, common.aa, paths));
    };
    std::uint64_t in_rows = 0;
    for (const HubIndex::Hub hub : s_.hub_contacts) in_rows += graph_.degree(index.member(hub));
    while (others_read_ < others.size()) {
      const graph::VertexId v = others[others_read_];
      if (bounded(v, hub_ra_, hub_aa_, std::min(most_paths_, most_ra_ * index.reach(v))).cubed < least)
        return;
      if (others_read_ >= in_rows / 2) {
        // Their contacts are fewer than all that would have to be looked at.
        for (const HubIndex::Hub hub : s_.hub_contacts)
          for (const graph::VertexId w : graph_.neighbours(index.member(hub)))
            if (hub_of(w) == HubIndex::no_hub) take(w);
        others_read_ = others.size();
        return;
      }
      take(v);
      ++others_read_;
    }
  }

  /// All who have something to give or to get.
  void consider_texts(std::size_t top) {
    helpers_ = r_.needs_.who_helps(u_);
    if (!r_.options_.goal.empty()) add_goal();
    helped_ = r_.needs_.whom_to_help(u_);
    for (const auto* list : {&helpers_, &helped_}) {
      for (const Fits& fits : *list) {
        if (s_.reached[fits.member].listed) continue;
        add_text_candidate(fits.member);
        s_.reached[fits.member].listed = true;
        s_.listed.push_back(fits.member);
      }
    }
    std::sort(considered_.begin(), considered_.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    attach(helpers_, &Considered::gets);
    attach(helped_, &Considered::gives);
    keep_best(std::max(shortlist, 20 * top));
    for (Considered& c : considered_)
      if (c.steps == 2) look_closely(c);
  }

  /// For somebody who knows nobody: members whose contacts are spread over the bubbles, until nobody better
  /// can come.
  void consider_doors(std::size_t top) {
    const bool few = top <= doors_of_bubble && !r_.options_.exclusions.has_pairs() && r_.near_.empty() &&
                     !r_.options_.via && r_.options_.without.empty();
    const auto consider = [&](graph::VertexId v) {
      if (s_.reached[v].listed || !may_be_suggested(v)) return;
      considered_.push_back({.id = v});
      s_.reached[v].listed = true;
      s_.listed.push_back(v);
    };
    if (!few) {
      for (graph::VertexId v = 0; v < graph_.vertex_count(); ++v)
        if (graph_.degree(v) > 0) consider(v);
      return add_up(0);
    }
    for (std::size_t i = r_.doors_begin_[label_[u_]]; i < r_.doors_begin_[label_[u_] + 1]; ++i)
      consider(r_.doors_of_[i]);
    add_up(0);
    constexpr std::size_t at_once = 16;
    for (std::size_t i = 0; i < r_.doors_.size();) {
      const std::size_t before = considered_.size();
      for (; i < r_.doors_.size() && considered_.size() < before + at_once; ++i) consider(r_.doors_[i]);
      add_up(before);
      rank();
      const std::vector<Considered> chosen = choose(top);
      if (i == r_.doors_.size() || chosen.size() < top) continue;
      const double bound = welcome_weight * r_.spread_[r_.doors_[i]] / 2.0 * across_factor_;
      if (!ranks_higher(bound, r_.doors_[i], chosen.back().sum, chosen.back().id)) return;
    }
  }

  /// How good a door into the network this candidate is for somebody who knows nobody yet.
  double welcome(graph::VertexId v) {
    const double spread = r_.spread_.empty() ? r_.spread(v, s_.there) : r_.spread_[v];
    return (spread + (label_[v] == label_[u_] ? 1.0 : 0.0)) / 2.0;
  }

  void rank() {
    std::sort(considered_.begin(), considered_.end(), [](const Considered& a, const Considered& b) {
      return ranks_higher(a.sum, a.id, b.sum, b.id);
    });
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
    graph::for_each_common(
        graph_.neighbours(u_), graph_.neighbours(c.id), [&](graph::VertexId w, std::size_t, std::size_t) {
          if (r_.options_.exclusions.may_meet(w, u_) && r_.options_.exclusions.may_meet(w, c.id))
            ++s.mutual_contacts;
        });
    if (!r_.options_.places) return s;
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
  double squares_ = 0.0, constraint_ = 0.0, least_constraint_ = 0.0;
  double highest_ = 0.0;                     // raw closeness of anybody looked at closely
  double hub_ra_ = 0.0, hub_aa_ = 0.0;       // what all hubs among the contacts give together
  double most_ra_ = 0.0, most_paths_ = 0.0;  // no less than what anybody gets, and paths of three to anybody
  double most_other_ra_ = 0.0;               // the same of those who are no hubs
  double least_ = 0.0;                       // Possible::value of whoever could be among the first
  std::vector<std::pair<std::uint32_t, double>> in_bubble_;  // the same in bubbles of those chosen
  std::size_t others_read_ = 0;                              // of HubIndex::others_by_reach()
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
