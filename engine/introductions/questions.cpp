#include "engine/introductions/questions.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/core/parallel.hpp"

namespace tertius {
namespace {

constexpr double foreign_enough = 0.8;
constexpr Day year = 365;

double saturating(std::uint32_t count) {
  return count / (count + 3.0);
}

}  // namespace

std::string_view to_string(Question question) {
  constexpr std::array<std::string_view, 4> names = {"goals", "giving", "horizon", "familiar"};
  return names[static_cast<std::size_t>(question)];
}

Question question_of(const Suggestion& s) {
  if (!s.gets.met.empty()) return Question::goals;
  if (!s.gives.met.empty()) return Question::giving;
  return s.foreignness >= foreign_enough ? Question::horizon : Question::familiar;
}

std::vector<Suggestion> best_answers(const Recommender& recommender, VertexId member, std::size_t top) {
  std::vector<Suggestion> all = recommender.suggest(member, 6 * top);
  if (all.size() <= top) return all;
  std::vector<bool> chosen(all.size(), false);
  std::size_t count = 0;
  for (const Question question : {Question::goals, Question::giving, Question::horizon}) {
    for (std::size_t i = 0; i < all.size() && count < top; ++i) {
      if (question_of(all[i]) != question) continue;
      if (all[i].score >= all.front().score / 4.0) {
        chosen[i] = true;
        ++count;
      }
      break;
    }
  }
  for (std::size_t i = 0; i < all.size() && count < top; ++i) {
    if (!chosen[i]) ++count;
    chosen[i] = true;
  }
  std::vector<Suggestion> best;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (chosen[i]) best.push_back(std::move(all[i]));
  }
  return best;
}

std::vector<Contribution> contributions(const Network& network, const Needs& needs,
                                        const Discretion& discretion, VertexId member, std::size_t top) {
  const Affiliations& affiliations = network.affiliations;
  if (affiliations.rows.empty() || !discretion.open(member)) return {};
  std::vector<Contribution> groups(affiliations.groups.size());
  std::vector<bool> joined(groups.size(), false);
  std::vector<std::vector<std::string_view>> needed(groups.size()), present(groups.size());
  const std::vector<Fits> helped = needs.whom_to_help(member);
  const std::vector<Fits> alike = needs.who_offers_alike(member);
  const auto of = [](const std::vector<Fits>& list, VertexId v) {
    const auto at =
        std::lower_bound(list.begin(), list.end(), v, [](const Fits& f, VertexId m) { return f.member < m; });
    return at != list.end() && at->member == v ? &*at : nullptr;
  };
  const auto note = [](std::vector<std::string_view>& list, std::string_view text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  };
  Day latest = no_day;
  affiliations.for_each_row(network.members.size(), [&](const Affiliations::Row& row) {
    Contribution& group = groups[row.group];
    group.last = std::max(group.last, row.date);
    latest = std::max(latest, row.date);
    if (row.member == member) {
      joined[row.group] = true;
      return;
    }
    ++group.members;
    if (network.graph.has_arc(member, row.member)) ++group.contacts;
    if (const Fits* fits = of(helped, row.member);
        fits != nullptr && discretion.may_meet(member, row.member)) {
      ++group.in_need;
      for (const Fit& fit : fits->met) note(needed[row.group], fit.offered);
    }
    if (const Fits* fits = of(alike, row.member)) {
      for (const Fit& fit : fits->met) note(present[row.group], fit.wanted);
    }
  });
  std::vector<Contribution> found;
  for (std::uint32_t g = 0; g < groups.size(); ++g) {
    Contribution& group = groups[g];
    group.group = g;
    if (joined[g] || group.contacts + group.in_need == 0) continue;
    const bool event = affiliations.kinds[g] == "event";
    if (event && group.last != no_day && std::int64_t{latest} - group.last > year) continue;
    for (const std::string_view offer : needed[g]) {
      if (std::find(present[g].begin(), present[g].end(), offer) == present[g].end())
        group.missing.push_back(offer);
    }
    group.value =
        saturating(group.contacts) + saturating(group.in_need) + (group.missing.empty() ? 0.0 : 0.5);
    found.push_back(std::move(group));
  }
  std::sort(found.begin(), found.end(), [](const Contribution& a, const Contribution& b) {
    return a.value != b.value ? a.value > b.value : a.group < b.group;
  });
  if (found.size() > top) found.resize(top);
  return found;
}

void suggest_everybody(const Recommender& recommender, VertexId members, std::size_t top,
                       const SuggestionSink& sink, const RunContext& context) {
  constexpr std::size_t wave = 4096, block = 16;
  Phase phase(context, "suggestions", members);
  std::vector<std::vector<Suggestion>> found;
  with_threads(context, [&] {
    for (std::size_t first = 0; first < members; first += wave) {
      const std::size_t count = std::min<std::size_t>(wave, members - first);
      found.assign(count, {});
      parallel_blocks(count, block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
          found[i] = recommender.suggest(static_cast<VertexId>(first + i), top);
        phase.advance(end - begin);
      });
      for (std::size_t i = 0; i < count; ++i) {
        const auto member = static_cast<VertexId>(first + i);
        if (recommender.options().discretion.open(member)) sink(member, found[i]);
      }
    }
  });
}

}  // namespace tertius
