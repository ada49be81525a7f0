// Suggestions for a person to read.
#include "engine/report/introductions/meet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

struct Meaning {
  introductions::Term term;
  /// {} stands for openness, as the caller calls it.
  std::string_view text;
};
constexpr std::array<Meaning, introductions::term_count> meanings = {
    {{introductions::Term::closeness,
      "how many paths over contacts lead there; 0.6 for the closest of all candidates."},
     {introductions::Term::horizon,
      "closeness once more, as far as the bubble is foreign to your contacts; and for everybody outside your "
      "bubble, {} puts on or takes off a share of the other terms."},
     {introductions::Term::freedom,
      "how far the new tie would make you less dependent on contacts who know each other."},
     {introductions::Term::gets, "what they offer for your needs; 1 for a need met to the letter."},
     {introductions::Term::gives, "what you offer for their needs; at most 0.6."},
     {introductions::Term::welcome,
      "for those who know nobody yet: contacts in many bubbles, and the same bubble as yours."},
     {introductions::Term::popularity, "taken off for people who are suggested to everybody."},
     {introductions::Term::variety, "taken off for being like somebody further up."}}};

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

std::string explained(const introductions::Suggestion& s) {
  const auto parts = thousandths(s);
  std::string text =
      fmt::format("score {:.3f} =", static_cast<double>(std::lround(s.score * 1000.0)) / 1000.0);
  bool first = true;
  for (std::size_t t = 0; t < introductions::term_count; ++t) {
    if (parts[t] == 0) continue;
    const std::string sign = parts[t] < 0 ? " - " : first ? " " : " + ";
    text += fmt::format("{}{} {:.3f}", sign, introductions::to_string(introductions::all_terms[t]),
                        static_cast<double>(std::labs(parts[t])) / 1000.0);
    first = false;
  }
  return text + fmt::format(". Without {}, the strongest, {:.3f} would be left: place {}.",
                            introductions::to_string(s.strongest()), s.score - s.term(s.strongest()),
                            s.rank_without_strongest);
}

std::string routes_explained(const MeetContext& in, const introductions::Suggestion& s) {
  std::string text;
  for (const introductions::Route& route : s.introducers) {
    text += fmt::format("{}{}", text.empty() ? "Reliability: " : "; ", (*in.names)(route.via[0]));
    if (route.between() == 2) text += fmt::format(" and {}", (*in.names)(route.via[1]));
    text += fmt::format(" {:.2f} = {:.2f} x {:.2f}", route.reliability, route.ties[0], route.ties[1]);
    if (route.between() == 2) text += fmt::format(" x {:.2f}", route.ties[2]);
  }
  return text;
}

/// "4 of your contacts take part", "... took part", "... are on its list".
std::string taking_part(const introductions::Contribution& c) {
  const std::string_view one = c.tense == introductions::Tense::past      ? "of your contacts took part"
                               : c.tense == introductions::Tense::undated ? "of your contacts is on its list"
                                                                          : "of your contacts takes part";
  const std::string_view many = c.tense == introductions::Tense::past ? "of your contacts took part"
                                : c.tense == introductions::Tense::undated
                                    ? "of your contacts are on its list"
                                    : "of your contacts take part";
  return counted(c.contacts, one, many);
}

std::string contribution_words(const introductions::Contribution& c) {
  const bool past = c.tense == introductions::Tense::past;
  std::string text = c.contacts > 0 ? taking_part(c) : "";
  if (c.in_need == 0) return text;
  text += fmt::format("{}{} {} something you offer", text.empty() ? "" : "; ",
                      counted(c.in_need, past ? "member who was there" : "member there",
                              past ? "members who were there" : "members there"),
                      c.in_need == 1 ? "needs" : "need");
  for (std::size_t i = 0; i < std::min<std::size_t>(c.missing.size(), 2); ++i)
    text += fmt::format("{}{}", i == 0 ? "; nobody there offers " : " or ", c.missing[i]);
  return text;
}

/// "Sommerfest 2026 (event, 14 July 2026)", "Round table IT".
std::string gathering_title(const graph::Affiliations& all, const introductions::Contribution& c) {
  std::string text(all.groups[c.group]);
  const std::string_view kind = c.group < all.kinds.size() ? all.kinds[c.group] : std::string_view();
  std::string facts(kind == "group" ? "" : kind);
  const auto add = [&](std::string_view words, graph::Day day) {
    if (day != graph::no_day)
      (facts += facts.empty() ? "" : ", ") += fmt::format("{}{}", words, io::day_text(day));
  };
  if (c.tense == introductions::Tense::lasting) {
    if (!facts.empty()) add("last ", c.last);
  } else {
    add(c.next == graph::no_day ? "" : "last ", c.last);
    add(c.last == graph::no_day ? "" : "next ", c.next);
  }
  return facts.empty() ? text : fmt::format("{} ({})", text, facts);
}

std::string heading(introductions::Question question, const introductions::RecommenderOptions& options) {
  switch (question) {
    case introductions::Question::goal:
      return fmt::format("Who offers \"{}\" or something like it", options.goal);
    case introductions::Question::goals:
      return "Who brings you closer to your goals";
    case introductions::Question::giving:
      return "To whom you can give something";
    case introductions::Question::horizon:
      return "Who widens your horizon";
    case introductions::Question::welcome:
      return "Who can show you around";
    case introductions::Question::familiar:
      return "Who is close to you already";
  }
  return "";
}

std::string first_line(const MeetReport& r) {
  const graph::Graph& graph = r.in.network->graph;
  const auto& label = r.in.grouping->partition.label;
  const graph::VertexId k = graph.degree(r.member);
  const auto row = graph.neighbours(r.member);
  const auto inside =
      std::count_if(row.begin(), row.end(), [&](graph::VertexId z) { return label[z] == label[r.member]; });
  std::string text =
      fmt::format("{}: {}", r.in.names->title(r.member, *r.in.grouping), counted(k, "contact", "contacts"));
  if (k > 0 && r.in.grouping->partition.count > 1 && !introductions::is_nameless(bubble_name(r.in, r.member)))
    text += fmt::format(", {} of them in the same {}", inside, r.in.grouping->by);
  return text + ".";
}

}  // namespace

std::string meet_text(const MeetReport& r, std::size_t width) {
  const introductions::Exclusions& exclusions = r.in.recommender->options().exclusions;
  if (!exclusions.open(r.member)) {
    return wrapped(fmt::format("This member does not want to be introduced (open=no, or on the list of {}), "
                               "so nothing is suggested.",
                               setting_name("avoid")),
                   width) +
           "\n";
  }
  std::string text = wrapped(first_line(r), width) + "\n";
  if (const std::string note = meet_note(r.in, r.member); !note.empty()) text += wrapped(note, width) + "\n";
  const bool introduced =
      r.in.recommender->options().introducers > 0 && r.in.network->graph.degree(r.member) > 0;
  unsigned number = 0;
  const auto line = [&](const std::string& words, std::size_t indent, std::size_t more = 0) {
    text += indented(words, width, indent, more);
  };
  const introductions::RecommenderOptions& options = r.in.recommender->options();
  const auto section = [&](const std::string& title) { text += fmt::format("\n{}. {}\n", ++number, title); };
  const auto suggest = [&](const introductions::Suggestion& s) {
    text += fmt::format("  {}\n",
                        fit_to_width(r.in.names->title(s.id, *r.in.grouping), width > 2 ? width - 2 : 0));
    std::string reasons;
    for (const std::string& words : suggestion_reasons(r.in, r.member, s))
      reasons += (reasons.empty() ? "" : "; ") + words;
    if (!reasons.empty()) line(reasons + ".", 4);
    if (introduced) line(introduction_words(r.in, s) + ".", 4);
    if (!r.explain) return;
    line(explained(s), 4);
    if (const std::string ways = routes_explained(r.in, s); !ways.empty()) line(ways + ".", 4);
  };
  if (const std::string note = goal_note(r); !note.empty()) text += "\n" + wrapped(note, width) + "\n";
  if (options.score) {
    // One score knows nothing of goals or horizons.
    if (!r.suggestions.empty()) section(fmt::format("Best by {}", introductions::to_string(*options.score)));
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
      if (first) section(past ? "Events that are over" : "Where you could contribute");
      first = false;
      line(gathering_title(r.in.network->affiliations, c) + ": " + contribution_words(c) + ".", 2, 2);
    }
  }
  if (r.suggestions.empty()) {
    const graph::Graph& graph = r.in.network->graph;
    text += graph.degree(r.member) + 1 == graph.vertex_count()
                ? "\nNobody to suggest: everybody here is a contact already.\n"
                : "\nNobody to suggest: nobody fits who is not a contact already.\n";
  }
  if (const std::string words = opted_out_words(exclusions.closed_count()); !words.empty())
    text += "\n" + wrapped(words, width) + "\n";
  if (r.explain) text += meet_explained(width);
  return text;
}

std::string meet_explained(std::size_t width) {
  std::string text = "\nWhat the terms mean:\n";
  for (const auto& [term, meaning] : meanings)
    text += indented(fmt::format("{}: {}", introductions::to_string(term),
                                 fmt::format(fmt::runtime(meaning), setting_name("openness"))),
                     width, 2, 2);
  return text;
}

}  // namespace tertius::report
