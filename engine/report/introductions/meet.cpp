// Suggestions for a person to read.
#include "engine/report/introductions/meet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/introductions/meet_fields.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

/// Wrapped, every line after `indent` blanks, all but the first after `more` further ones.
std::string indented(const std::string& words, std::size_t width, std::size_t indent, std::size_t more = 0) {
  const std::string lines = wrapped(words, std::max<std::size_t>(width, indent + 20) - indent, more);
  std::string text(indent, ' ');
  for (const char c : lines) {
    text += c;
    if (c == '\n') text.append(indent, ' ');
  }
  return text + "\n";
}

/// Thousandths that add up to the rounded score: what rounding loses goes to the largest term.
std::array<long, introductions::term_count> thousandths(const introductions::Suggestion& s) {
  std::array<long, introductions::term_count> parts{};
  long sum = 0;
  for (std::size_t t = 0; t < introductions::term_count; ++t)
    sum += parts[t] = std::lround(s.terms[t] * 1000.0);
  parts[static_cast<std::size_t>(s.strongest())] += std::lround(s.score * 1000.0) - sum;
  return parts;
}

/// What the score is made of, and what would be left of it without its strongest term.
std::vector<words::Finding> score_findings(const introductions::Suggestion& s) {
  const auto points = thousandths(s);
  std::vector<words::Finding> parts;
  for (std::size_t t = 0; t < introductions::term_count; ++t) {
    if (points[t] == 0) continue;
    parts.push_back({"score_part",
                     {{"term", introductions::to_string(introductions::all_terms[t])},
                      {"points", static_cast<double>(std::labs(points[t])) / 1000.0},
                      {"sign", words::Choice{points[t] < 0   ? "minus"
                                             : parts.empty() ? "first"
                                                             : "plus"}}}});
  }
  return {
      {"score_made_of",
       {{"score", static_cast<double>(std::lround(s.score * 1000.0)) / 1000.0}, {"parts", std::move(parts)}}},
      {"without_strongest",
       {{"term", introductions::to_string(s.strongest())},
        {"score", s.score - s.term(s.strongest())},
        {"place", s.rank_without_strongest}}}};
}

std::optional<words::Finding> routes_finding(const introductions::Suggestion& s) {
  if (s.introducers.empty()) return std::nullopt;
  std::vector<words::Finding> routes;
  for (const introductions::Route& route : s.introducers) {
    std::vector<words::Argument> arguments{{"introducer", words::Member{route.via[0]}},
                                           {"reliability", route.reliability},
                                           {"first_tie", route.connections[0]},
                                           {"second_tie", route.connections[1]}};
    if (route.between() == 2) {
      arguments.emplace_back("second", words::Member{route.via[1]});
      arguments.emplace_back("third_tie", route.connections[2]);
    }
    routes.push_back({"reliability", std::move(arguments)});
  }
  return words::Finding{"reliabilities", {{"routes", std::move(routes)}}};
}

words::Choice tense_of(const introductions::Contribution& c) {
  switch (c.tense) {
    case introductions::Tense::lasting:
      return {"lasting"};
    case introductions::Tense::undated:
      return {"undated"};
    case introductions::Tense::coming:
      return {"coming"};
    case introductions::Tense::past:
      break;
  }
  return {"past"};
}

/// "Sommerfest 2026 (event, 2026-07-14): 4 of your contacts take part."
words::Finding contribution(const graph::Affiliations& all, const introductions::Contribution& c) {
  constexpr std::size_t most_missing = 2;
  std::vector<std::string> missing(
      c.missing.begin(),
      c.missing.begin() + static_cast<std::ptrdiff_t>(std::min(most_missing, c.missing.size())));
  std::vector<words::Argument> arguments{{"group", all.groups[c.group]},
                                         {"contacts", c.contacts},
                                         {"in_need", c.in_need},
                                         {"tense", tense_of(c)},
                                         {"missing", std::move(missing)}};
  const std::string_view kind = c.group < all.kinds.size() ? all.kinds[c.group] : std::string_view();
  const bool has_kind = !kind.empty() && kind != "group";
  if (has_kind) arguments.emplace_back("kind", kind);
  const bool last = c.last != graph::no_day, next = c.next != graph::no_day;
  if (c.tense == introductions::Tense::lasting) {
    if (has_kind && last) arguments.emplace_back("last", words::Day{c.last});
  } else if (last && next) {
    arguments.emplace_back("last", words::Day{c.last});
    arguments.emplace_back("next", words::Day{c.next});
  } else if (last || next) {
    arguments.emplace_back("on", words::Day{last ? c.last : c.next});
  }
  return {"contribution", std::move(arguments)};
}

words::Finding heading(introductions::Question question, const introductions::RecommenderOptions& options) {
  switch (question) {
    case introductions::Question::goal:
      return {"heading_goal", {{"goal", options.goal}}};
    case introductions::Question::goals:
      return {"heading_goals"};
    case introductions::Question::giving:
      return {"heading_giving"};
    case introductions::Question::horizon:
      return {"heading_horizon"};
    case introductions::Question::welcome:
      return {"heading_welcome"};
    case introductions::Question::familiar:
      break;
  }
  return {"heading_familiar"};
}

words::Finding contacts_of(const MeetReport& r) {
  const graph::Graph& graph = r.in.network->graph;
  const auto& label = r.in.grouping->partition.label;
  const graph::VertexId k = graph.degree(r.member);
  const auto row = graph.neighbours(r.member);
  const auto inside =
      std::count_if(row.begin(), row.end(), [&](graph::VertexId z) { return label[z] == label[r.member]; });
  std::vector<words::Argument> arguments{{"member", words::Member{r.member}}, {"contacts", k}};
  if (k > 0 && r.in.grouping->partition.count > 1 &&
      !introductions::is_nameless(bubble_name(r.in, r.member))) {
    arguments.emplace_back("inside", inside);
    arguments.emplace_back("by", r.in.grouping->by);
  }
  return {"contacts_of", std::move(arguments)};
}

}  // namespace

std::string meet_text(const MeetReport& r, std::size_t width) {
  const introductions::Exclusions& exclusions = r.in.recommender->options().exclusions;
  const words::Speaker speaker = r.in.speaker();
  const auto say = [&](const words::Finding& finding) {
    return wrapped(words::sentence(finding, speaker), width) + "\n";
  };
  if (!exclusions.open(r.member)) return say({"does_not_want_introductions"});
  const words::Speaker with_groups([&](graph::VertexId v) { return r.in.names->title(v, *r.in.grouping); },
                                   speaker.language);
  std::string text = wrapped(words::sentence(contacts_of(r), with_groups), width) + "\n";
  if (const auto remark = meet_remark(r.in, r.member)) text += say(*remark);
  const bool introduced =
      r.in.recommender->options().introducers > 0 && r.in.network->graph.degree(r.member) > 0;
  unsigned number = 0;
  const auto line = [&](const std::string& words, std::size_t indent, std::size_t more = 0) {
    text += indented(words, width, indent, more);
  };
  const introductions::RecommenderOptions& options = r.in.recommender->options();
  const auto section = [&](const words::Finding& title) {
    text += fmt::format("\n{}. {}\n", ++number, words::sentence(title, speaker));
  };
  const auto suggest = [&](const introductions::Suggestion& s) {
    text += fmt::format("  {}\n",
                        fit_to_width(r.in.names->title(s.id, *r.in.grouping), width > 2 ? width - 2 : 0));
    if (std::vector<words::Finding> reasons = suggestion_reasons(r.in, r.member, s); !reasons.empty())
      line(words::sentence({"for_reasons", {{"reasons", std::move(reasons)}}}, speaker), 4);
    if (introduced) line(words::sentence(introduction(s), speaker), 4);
    if (!r.explain) return;
    line(words::joined(score_findings(s), speaker, " "), 4);
    if (const auto ways = routes_finding(s)) line(words::sentence(*ways, speaker), 4);
  };
  if (const auto remark = goal_remark(r)) text += "\n" + say(*remark);
  if (options.score) {
    // One score knows nothing of goals or horizons.
    if (!r.suggestions.empty())
      section({"heading_score", {{"score", introductions::to_string(*options.score)}}});
    for (const introductions::Suggestion& s : r.suggestions) suggest(s);
  } else {
    for (const introductions::Question question :
         {introductions::Question::goal, introductions::Question::goals, introductions::Question::giving,
          introductions::Question::horizon, introductions::Question::welcome,
          introductions::Question::familiar}) {
      bool first = true;
      for (const introductions::Suggestion& s : r.suggestions) {
        if (r.in.questions->of(r.member, s) != question) continue;
        if (first) section(heading(question, options));
        first = false;
        suggest(s);
      }
    }
  }
  for (const bool past : {false, true}) {
    bool first = true;
    for (const introductions::Contribution& c : r.contributions) {
      if ((c.tense == introductions::Tense::past) != past) continue;
      if (first)
        section(past ? words::Finding{"heading_past_events"} : words::Finding{"heading_contributions"});
      first = false;
      line(words::sentence(contribution(r.in.network->affiliations, c), speaker), 2, 2);
    }
  }
  if (r.suggestions.empty()) {
    const graph::Graph& graph = r.in.network->graph;
    const bool knows_all = graph.degree(r.member) + 1 == graph.vertex_count();
    const words::Finding none =
        knows_all ? words::Finding{"everybody_is_a_contact"} : words::Finding{"nobody_fits"};
    text += "\n" + words::sentence(none, speaker) + "\n";
  }
  if (const auto closed = opted_out(exclusions.closed_count())) text += "\n" + say(*closed);
  if (r.explain) text += meet_explained(width);
  return text;
}

std::string meet_all_text(const MeetContext& in, const EverySuggestion& each, std::size_t width) {
  RowTable<MeetRow> table(meet_fields(), meet_layout());
  each([&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
    for (std::size_t i = 0; i < suggestions.size(); ++i)
      table.add(meet_row(in, member, i + 1, suggestions[i]));
  });
  std::string text;
  for (const auto& remark : {star_finding(in.network->graph), goal_remark(in)})
    if (remark) text += wrapped(words::sentence(*remark, in.speaker()), width) + "\n\n";
  return text + (table.table().rows() > 0
                     ? table.table().text(width)
                     : words::sentence({"nobody_to_suggest_to_anybody"}, in.speaker()) + "\n");
}

std::string meet_explained(std::size_t width) {
  const words::Speaker speaker(words::spoken());
  std::string text = fmt::format("\n{}\n", words::sentence({"heading_terms"}, speaker));
  for (const introductions::Term term : introductions::all_terms)
    text += indented(fmt::format("{}: {}", heading(introductions::to_string(term)),
                                 words::sentence(term_finding(term), speaker)),
                     width, 2, 2);
  return text;
}

}  // namespace tertius::report
