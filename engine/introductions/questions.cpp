#include "engine/introductions/questions.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

#include "engine/core/parallel.hpp"
#include "engine/graph/star.hpp"

namespace tertius::introductions {
namespace {

constexpr graph::Day year = 365;

double saturating(std::uint32_t count) {
  return count / (count + 3.0);
}

}  // namespace

std::string_view to_string(Question question) {
  constexpr std::array<std::string_view, 6> names = {"goal",    "goals",   "giving",
                                                     "horizon", "welcome", "familiar"};
  return names[static_cast<std::size_t>(question)];
}

bool is_nameless(std::string_view group) {
  return group.find("(none)") != std::string_view::npos;
}

std::vector<bool> nameless_groups(const graph::Grouping& grouping) {
  std::vector<bool> nameless;
  for (const std::string& name : grouping.names) nameless.push_back(is_nameless(name));
  return nameless;
}

Questions::Questions(const graph::Network& network, const Recommender& recommender,
                     std::vector<bool> nameless)
    : network_(network),
      recommender_(recommender),
      nameless_(std::move(nameless)),
      sizes_(recommender.bubbles().sizes()),
      star_(graph::star_centre(network.graph).has_value()) {
  const std::string& goal = recommender.options().goal;
  if (goal.empty()) return;
  for (const Fits& fits : recommender.needs().who_helps(std::string_view(goal)))
    goal_offers_.push_back(fits.member);
}

bool Questions::offers_goal(graph::VertexId v) const {
  return std::binary_search(goal_offers_.begin(), goal_offers_.end(), v);
}

bool Questions::foreign(graph::VertexId member, const Suggestion& s) const {
  const std::uint32_t bubble = recommender_.bubbles().label[s.id];
  const std::uint64_t contacts = network_.graph.degree(member);
  if (contacts == 0 || sizes_.size() < 2 || (!nameless_.empty() && nameless_[bubble])) return false;
  return 2 * std::uint64_t{s.contacts_there} * network_.members.size() <= contacts * sizes_[bubble];
}

Question Questions::of(graph::VertexId member, const Suggestion& s) const {
  if (offers_goal(s.id)) return Question::goal;
  if (!s.gets.met.empty()) return Question::goals;
  if (!s.gives.met.empty()) return Question::giving;
  if (network_.graph.degree(member) == 0) return Question::welcome;
  const auto& label = recommender_.bubbles().label;
  return label[s.id] != label[member] && foreign(member, s) ? Question::horizon : Question::familiar;
}

std::vector<Suggestion> Questions::suggest(graph::VertexId member, std::size_t top) const {
  if (recommender_.options().score || (!star_ && goal_offers_.empty()))
    return recommender_.suggest(member, top);
  if (star_ && recommender_.needs().empty()) return {};
  // What is wanted may stand anywhere among what is only close.
  const std::size_t before = star_ ? 1000 : goal_offers_.size();
  std::vector<Suggestion> found = recommender_.suggest(member, top + before);
  if (star_) {
    std::erase_if(found, [](const Suggestion& s) { return s.gets.met.empty() && s.gives.met.empty(); });
  }
  std::stable_partition(found.begin(), found.end(), [&](const Suggestion& s) { return offers_goal(s.id); });
  if (found.size() > top) found.resize(top);
  return found;
}

std::vector<Suggestion> Questions::best_answers(graph::VertexId member, std::size_t top) const {
  std::vector<Suggestion> all = suggest(member, 6 * top);
  if (all.size() <= top) return all;
  std::vector<bool> chosen(all.size(), false);
  std::size_t count = 0;
  const auto choose = [&](std::size_t i) {
    if (!chosen[i]) ++count;
    chosen[i] = true;
  };
  for (std::size_t i = 0; i < all.size() && count < top && offers_goal(all[i].id); ++i) choose(i);
  double best_score = 0.0;
  for (const Suggestion& s : all) best_score = std::max(best_score, s.score);
  for (const Question question : {Question::goals, Question::giving, Question::horizon}) {
    for (std::size_t i = 0; i < all.size() && count < top; ++i) {
      if (of(member, all[i]) != question) continue;
      // Exactly a quarter counts, whatever the rounding at this openness.
      if (all[i].score * 4.0 >= best_score * (1.0 - 1e-9)) choose(i);
      break;
    }
  }
  for (std::size_t i = 0; i < all.size() && count < top; ++i) choose(i);
  std::vector<Suggestion> best;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (chosen[i]) best.push_back(std::move(all[i]));
  }
  return best;
}

std::vector<Contribution> contributions(const graph::Network& network, const Needs& needs,
                                        const Exclusions& exclusions, graph::VertexId member, std::size_t top,
                                        graph::Day today) {
  const graph::Affiliations& affiliations = network.affiliations;
  if (affiliations.rows.empty() || !exclusions.open(member)) return {};
  const std::vector<bool> events = which_are_events(network);
  std::vector<Contribution> groups(affiliations.groups.size());
  std::vector<std::pair<std::uint32_t, graph::VertexId>>
      present;  // of what is to come, where there is something
  affiliations.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    if (row.date == graph::no_day) return;
    Contribution& group = groups[row.group];
    if (!events[row.group] || row.date < today) {
      group.last = std::max(group.last, row.date);
    } else {
      group.next = group.next == graph::no_day ? row.date : std::min(group.next, row.date);
    }
  });
  for (std::uint32_t g = 0; g < groups.size(); ++g) {
    groups[g].group = g;
    groups[g].tense = !events[g]                        ? Tense::lasting
                      : groups[g].next != graph::no_day ? Tense::coming
                      : groups[g].last != graph::no_day ? Tense::past
                                                        : Tense::undated;
  }
  affiliations.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    const bool gone_by = row.date != graph::no_day && row.date < today;
    if (groups[row.group].tense != Tense::coming || !gone_by) present.emplace_back(row.group, row.member);
  });
  // Members may stand in several rows of a group, with different dates or roles.
  std::sort(present.begin(), present.end());
  present.erase(std::unique(present.begin(), present.end()), present.end());

  std::vector<bool> joined(groups.size(), false);
  std::vector<std::vector<std::string_view>> needed(groups.size()), offered(groups.size());
  const std::vector<Fits> helped = needs.whom_to_help(member);
  const std::vector<Fits> alike = needs.who_offers_alike(member);
  const auto of = [](const std::vector<Fits>& list, graph::VertexId v) {
    const auto at = std::lower_bound(list.begin(), list.end(), v,
                                     [](const Fits& f, graph::VertexId m) { return f.member < m; });
    return at != list.end() && at->member == v ? &*at : nullptr;
  };
  const auto note = [](std::vector<std::string_view>& list, std::string_view text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  };
  for (const auto& [g, v] : present) {
    Contribution& group = groups[g];
    if (v == member) {
      joined[g] = true;
      continue;
    }
    ++group.members;
    if (network.graph.has_arc(member, v)) ++group.contacts;
    if (const Fits* fits = of(helped, v); fits != nullptr && exclusions.may_meet(member, v)) {
      ++group.in_need;
      for (const Fit& fit : fits->met) note(needed[g], fit.offered);
    }
    if (const Fits* fits = of(alike, v)) {
      for (const Fit& fit : fits->met) note(offered[g], fit.wanted);
    }
  }
  std::vector<Contribution> found;
  for (std::uint32_t g = 0; g < groups.size(); ++g) {
    Contribution& group = groups[g];
    if (joined[g] || group.contacts + group.in_need == 0) continue;
    if (group.tense == Tense::past) {
      if (std::int64_t{today} - group.last > year) continue;
    } else {
      for (const std::string_view offer : needed[g]) {
        if (std::find(offered[g].begin(), offered[g].end(), offer) == offered[g].end())
          group.missing.push_back(offer);
      }
    }
    group.value =
        saturating(group.contacts) + saturating(group.in_need) + (group.missing.empty() ? 0.0 : 0.5);
    found.push_back(std::move(group));
  }
  std::sort(found.begin(), found.end(), [](const Contribution& a, const Contribution& b) {
    const auto key = [](const Contribution& c) {
      return std::tuple(c.tense == Tense::past, -c.value, c.group);
    };
    return key(a) < key(b);
  });
  if (found.size() > top) found.resize(top);
  return found;
}

void suggest_everybody(const Questions& questions, std::size_t top, const SuggestionTexts& texts,
                       const SuggestionTextSink& sink, const RunContext& context) {
  constexpr std::size_t wave = 4096, block = 16;
  const std::size_t members = questions.network().members.size();
  const Exclusions& exclusions = questions.recommender().options().exclusions;
  Phase phase(context, "suggestions", members);
  struct Answer {
    std::vector<Suggestion> suggestions;
    std::vector<std::string> texts;
  };
  std::vector<Answer> found;
  with_threads(context, [&] {
    for (std::size_t first = 0; first < members; first += wave) {
      const std::size_t count = std::min<std::size_t>(wave, members - first);
      found.assign(count, {});
      parallel_blocks(count, block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          const auto member = static_cast<graph::VertexId>(first + i);
          if (!exclusions.open(member)) continue;
          found[i].suggestions = questions.suggest(member, top);
          found[i].texts = texts(member, found[i].suggestions);
        }
        phase.advance(end - begin);
      });
      for (std::size_t i = 0; i < count; ++i) {
        const auto member = static_cast<graph::VertexId>(first + i);
        if (exclusions.open(member)) sink(member, found[i].suggestions, found[i].texts);
      }
    }
  });
}

void suggest_everybody(const Questions& questions, std::size_t top, const SuggestionSink& sink,
                       const RunContext& context) {
  suggest_everybody(
      questions, top, [](graph::VertexId, std::span<const Suggestion>) { return std::vector<std::string>{}; },
      [&](graph::VertexId member, std::span<const Suggestion> suggestions, std::span<const std::string>) {
        sink(member, suggestions);
      },
      context);
}

}  // namespace tertius::introductions
