// The letters of a round, sentence by sentence: each is taken apart and held against the network, in both
// languages. A sentence of a kind that is not known here fails.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "engine/core/text.hpp"
#include "engine/introductions/rounds.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/report/introductions/round.hpp"
#include "tests/pipeline/association.hpp"
#include "tests/support/shared.hpp"

namespace tertius::pipeline {
namespace {

/// The sentences as they should read, written down once more: {a} the other, {z} the introducer, {x} {y}
/// phrases, {n} a number, {g} a list of gatherings.
struct Tongue {
  words::Language language;
  std::string greeting, meet_before, meet_after;
  std::map<std::string, std::string> sentences;  ///< kind -> pattern
};

const std::vector<Tongue>& languages() {
  static const std::vector<Tongue> all = {
      {words::Language::english,
       "Dear ",
       "May I introduce you to ",
       "?",
       {{"offers", "{a} offers what you need: {x}."},
        {"needs", "{a} needs what you offer: {x}."},
        {"similar", "{a} offers {x}; you are looking for {y}."},
        {"similar need", "{a} is looking for {x}; you offer {y}."},
        {"one", "You have one contact in common."},
        {"many", "You have {n} contacts in common."},
        {"one stranger", "You have one contact in common, but may not know each other yet."},
        {"strangers", "You have {n} contacts in common, but may not know each other yet."},
        {"lasting", "You are both in {g}, so you may have met there."},
        {"past", "You both took part in {g}, so you may have met there."},
        {"coming", "You will both take part in {g}, where you could meet."},
        {"undated", "You are both on the list of {g}, so you may have met there."},
        {"through", "{z} knows you both and could bring you together."},
        {"newcomer", "You have no contacts in common yet, so I am writing to you myself."}}},
      {words::language_of("de").value(),
       "Guten Tag ",
       "darf ich Ihnen ",
       " vorstellen?",
       {{"offers", "{a} bietet, was Sie suchen: {x}."},
        {"needs", "{a} sucht, was Sie bieten: {x}."},
        {"similar", "{a} bietet {x}; Sie suchen {y}."},
        {"similar need", "{a} sucht {x}; Sie bieten {y}."},
        {"one", "Sie haben eine gemeinsame Bekanntschaft."},
        {"many", "Sie haben {n} gemeinsame Bekannte."},
        {"one stranger", "Sie haben eine gemeinsame Bekanntschaft, kennen sich aber vielleicht noch nicht."},
        {"strangers", "Sie haben {n} gemeinsame Bekannte, kennen sich aber vielleicht noch nicht."},
        {"lasting", "Sie sind beide bei {g} dabei und haben sich dort vielleicht schon kennengelernt."},
        {"past", "Sie waren beide bei {g} und haben sich dort vielleicht schon kennengelernt."},
        {"coming", "Sie sind beide bei {g} dabei und könnten sich dort treffen."},
        {"undated",
         "Sie stehen beide auf der Liste von {g} und haben sich dort vielleicht schon kennengelernt."},
        {"through", "{z} kennt Sie beide und könnte Sie miteinander bekannt machen."},
        {"newcomer", "Gemeinsame Bekannte haben Sie noch keine, deshalb schreibe ich Ihnen selbst."}}}};
  return all;
}

/// How long the sentence is that `text` begins with if it follows the pattern, 0 if it does not; what stands
/// for {x}, {y}, {n} and {g} in it.
std::size_t follows(std::string_view text, std::string pattern, const std::string& other,
                    const std::string& introducer, std::vector<std::string>& parts) {
  for (const auto& [mark, name] : {std::pair("{a}", other), std::pair("{z}", introducer)}) {
    if (const std::size_t at = pattern.find(mark); at != std::string::npos) pattern.replace(at, 3, name);
  }
  parts.clear();
  std::size_t at = 0;
  for (std::size_t from = 0; from < pattern.size();) {
    std::size_t mark = from;
    while (mark < pattern.size() && !(pattern[mark] == '{' && pattern.substr(mark + 2, 1) == "}")) ++mark;
    const std::string literal = pattern.substr(from, mark - from);
    std::size_t found = text.find(literal, at);
    const auto ends = [&](std::size_t where) {
      const std::size_t after = where + literal.size();
      return mark < pattern.size() || after == text.size() || text[after] == ' ' || text[after] == '\n';
    };
    while (found != std::string_view::npos && !ends(found)) found = text.find(literal, found + 1);
    if (found == std::string_view::npos || (from == 0 && found != 0)) return 0;
    if (from > 0) parts.emplace_back(text.substr(at, found - at));
    at = found + literal.size();
    from = mark + 3;
  }
  return at;
}

/// The sentences of one half of a letter by kind, what stands for {x}, {y}, {n} and {g} in each.
struct Half {
  std::string reader, introduced;
  std::map<std::string, std::vector<std::string>> said;
  std::string unknown;  ///< what is left where no sentence fits
};

Half taken_apart(std::string text, const Tongue& l, const std::string& other, const std::string& introducer) {
  Half half;
  const std::size_t comma = text.find(",\n\n");
  half.reader = text.substr(l.greeting.size(), comma - l.greeting.size());
  if (!text.starts_with(l.greeting)) half.unknown = text;
  text = text.substr(comma + 3);
  const std::size_t end = text.find(l.meet_after);
  if (!text.starts_with(l.meet_before) || end == std::string::npos) half.unknown = text;
  half.introduced = text.substr(l.meet_before.size(), end - l.meet_before.size());
  text = text.substr(end + l.meet_after.size());
  while (!text.empty() && text != "\n" && half.unknown.empty()) {
    std::size_t shortest = 0;
    std::string best;
    std::vector<std::string> parts, best_parts;
    for (const auto& [kind, pattern] : l.sentences) {
      const std::size_t length = follows(text, " " + pattern, other, introducer, parts);
      if (length == 0 || (shortest > 0 && length >= shortest)) continue;
      shortest = length;
      best = kind;
      best_parts = parts;
    }
    if (shortest == 0) {
      half.unknown = text;
      break;
    }
    EXPECT_TRUE(half.said.emplace(best, best_parts).second) << "said twice: " << best;
    text = text.substr(shortest);
  }
  return half;
}

/// Where both are or were, by kind of sentence, from the rows themselves.
std::map<std::string, std::set<std::string>> places_by_hand(const Association& in, graph::VertexId a,
                                                            graph::VertexId b, graph::Day today) {
  const graph::Affiliations& all = in.network.affiliations;
  const std::vector<bool> events = introductions::which_are_events(in.network);
  std::map<std::string, std::set<std::string>> places;
  std::vector<graph::Affiliations::Row> of_a, of_b;
  for (const graph::Affiliations::Row& row : all.rows) {
    if (row.member == a) of_a.push_back(row);
    if (row.member == b) of_b.push_back(row);
  }
  for (std::uint32_t g = 0; g < all.groups.size(); ++g) {
    bool both = false, undated = false;
    graph::Day next = graph::no_day, last = graph::no_day;
    for (const auto& x : of_a) {
      for (const auto& y : of_b) {
        if (x.group != g || y.group != g) continue;
        both = true;
        undated = undated || x.date == graph::no_day || y.date == graph::no_day;
        if (x.date == graph::no_day || x.date != y.date) continue;
        if (x.date < today) last = std::max(last, x.date);
        if (x.date >= today) next = next == graph::no_day ? x.date : std::min(next, x.date);
      }
    }
    const std::string name(all.groups[g]);
    if (!both) continue;
    if (!events[g])
      places["lasting"].insert(name);
    else if (next != graph::no_day)
      places["coming"].insert(name);
    else if (last != graph::no_day)
      places["past"].insert(name);
    else if (undated)
      places["undated"].insert(name);
  }
  return places;
}

TEST(Letters, SayOnlyWhatTheDataSay) {
  std::map<std::string, std::size_t> kinds;
  for_each_association([&](const Association& in) {
    if (in.network.graph.edge_count() > 20'000) return;
    const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                 {.introducers = 0, .exclusions = in.exclusions});
    const introductions::Questions questions(in.network, recommender,
                                             introductions::nameless_groups(in.grouping));
    const report::MeetContext context(in.network, in.grouping, questions);
    const bool lakeside = in.name.starts_with("lakeside");
    const graph::Day today = lakeside ? io::parse_day("2026-06-01").value() : midst;
    const introductions::Gatherings gatherings(in.network, today);
    const introductions::Round round = introductions::plan_round(in.network, recommender);
    for (const Tongue& l : languages()) {
      const report::RoundReport report{context, &round, {}, &gatherings, l.language};
      std::size_t number = 0;
      for (const introductions::Introduction& i : round.introductions) {
        if (++number > test::repeats(150U)) break;
        const std::string message = report::introduction_message(report, i);
        const std::string name_a = (*context.names)(i.a), name_b = (*context.names)(i.b);
        const std::string by = i.introducer == graph::no_vertex ? "nobody" : (*context.names)(i.introducer);
        const std::size_t second = message.find("\n\n" + l.greeting);
        ASSERT_NE(second, std::string::npos) << message;
        for (const bool first : {true, false}) {
          const std::string text = first ? message.substr(0, second + 1) : message.substr(second + 2);
          const graph::VertexId reader = first ? i.a : i.b, other = first ? i.b : i.a;
          const std::string where = in.name + ":\n" + text;
          const Half half = taken_apart(text, l, first ? name_b : name_a, by);
          ASSERT_EQ(half.unknown, "") << where;
          EXPECT_EQ(half.reader, in.network.members.name(reader)) << where;
          EXPECT_TRUE(half.introduced.starts_with(in.network.members.name(other))) << where;
          EXPECT_EQ(half.introduced.find("(none)"), std::string::npos) << where;
          EXPECT_EQ(half.introduced.find("cluster"), std::string::npos) << where;
          for (const auto& [kind, parts] : half.said) ++kinds[kind];
          const auto says = [&](const std::string& kind) { return half.said.contains(kind); };
          // Wishes: every phrase stands in the cells of both, or each on its own side.
          const auto on_both = [&](const std::string& list, graph::VertexId offers, graph::VertexId needs) {
            std::string_view rest = list;
            while (!rest.empty()) {
              const std::size_t end = std::min(rest.find(", "), rest.size());
              const std::string_view phrase = rest.substr(0, end);
              EXPECT_TRUE(has_phrase(in.network, "offers", offers, phrase)) << where;
              EXPECT_TRUE(has_phrase(in.network, "needs", needs, phrase)) << where;
              rest.remove_prefix(std::min(end + 2, rest.size()));
            }
          };
          if (says("offers")) on_both(half.said.at("offers")[0], other, reader);
          if (says("needs")) on_both(half.said.at("needs")[0], reader, other);
          if (says("similar")) {
            EXPECT_TRUE(has_phrase(in.network, "offers", other, half.said.at("similar")[0])) << where;
            EXPECT_TRUE(has_phrase(in.network, "needs", reader, half.said.at("similar")[1])) << where;
          }
          if (says("similar need")) {
            EXPECT_TRUE(has_phrase(in.network, "needs", other, half.said.at("similar need")[0])) << where;
            EXPECT_TRUE(has_phrase(in.network, "offers", reader, half.said.at("similar need")[1])) << where;
          }
          // Contacts in common, who introduces, and whether they may not know each other.
          const auto open = open_mutual(in, i.a, i.b);
          const bool one = says("one") || says("one stranger"), many = says("many") || says("strangers");
          EXPECT_EQ(one, open.size() == 1) << where;
          EXPECT_EQ(many, open.size() > 1) << where;
          if (many) {
            const auto& parts = half.said.at(says("many") ? "many" : "strangers");
            EXPECT_EQ(parts[0], std::to_string(open.size())) << where;
          }
          EXPECT_EQ(says("newcomer"), open.empty()) << where;
          EXPECT_EQ(says("through"), !open.empty()) << where;
          if (says("through")) {
            EXPECT_TRUE(std::find(open.begin(), open.end(), i.introducer) != open.end()) << where;
          }
          EXPECT_FALSE(in.network.graph.has_arc(i.a, i.b)) << where;
          // Where they may have met: each place that both share is named, up to three of a kind.
          const auto places = places_by_hand(in, i.a, i.b, today);
          std::size_t shared = 0;
          for (const char* kind : {"lasting", "past", "coming", "undated"}) {
            const auto at = places.find(kind);
            EXPECT_EQ(says(kind), at != places.end()) << kind << " in " << where;
            if (at == places.end() || !says(kind)) continue;
            shared += at->second.size();
            std::size_t named = 0;
            for (const std::string& place : at->second) {
              const std::string& list = half.said.at(kind)[0];
              for (std::size_t p = list.find(place); p != std::string::npos; p = list.find(place, p + 1)) {
                // "Gathering 1" does not name "Gathering 10".
                const std::string after = list.substr(p + place.size(), 1);
                if (after.empty() || !std::isdigit(static_cast<unsigned char>(after[0]))) ++named;
              }
            }
            EXPECT_EQ(named, std::min<std::size_t>(3, at->second.size())) << kind << " in " << where;
          }
          const bool wishes = says("offers") || says("needs") || says("similar") || says("similar need");
          EXPECT_EQ(says("strangers") || says("one stranger"), !wishes && shared == 0 && !open.empty())
              << where;
        }
      }
    }
  });
  // The networks say all that a letter can say.
  for (const auto& [kind, pattern] : languages()[0].sentences) EXPECT_GT(kinds[kind], 0u) << kind;
}

/// "You know some of the same people and have not met yet" stood in 91 of 263 letters, whatever was known.
TEST(Letters, NeverSayThatTwoHaveNotMet) {
  for_each_association([&](const Association& in) {
    if (!in.name.starts_with("lakeside")) return;
    const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                 {.introducers = 0, .exclusions = in.exclusions});
    const introductions::Questions questions(in.network, recommender);
    const introductions::Gatherings gatherings(in.network, midst);
    const introductions::Round round = introductions::plan_round(in.network, recommender);
    for (const Tongue& l : languages()) {
      const std::string all =
          report::round_messages({{in.network, in.grouping, questions}, &round, {}, &gatherings, l.language});
      for (const char* words :
           {"not met", "never met", "some of the same people", "nicht begegnet", "derselben Leute"})
        EXPECT_EQ(all.find(words), std::string::npos) << words;
    }
  });
}

/// Dates in letters are days as people write them.
TEST(Letters, NameTheDayOfAnEvent) {
  Association in = random_association(1);
  in.network.affiliations = {};
  in.network.affiliations.groups = {"Sommerfest"};
  in.network.affiliations.kinds = {"event"};
  const graph::Day day = io::parse_day("2026-07-14").value();
  for (graph::VertexId v = 0; v < in.network.members.size(); ++v)
    in.network.affiliations.rows.own().push_back({v, 0, no_code, day});
  const introductions::Recommender recommender(in.network, in.grouping.partition, {.introducers = 0});
  const introductions::Questions questions(in.network, recommender);
  const introductions::Round round = introductions::plan_round(in.network, recommender);
  ASSERT_FALSE(round.introductions.empty());
  const auto letters = [&](graph::Day today, words::Language language) {
    const introductions::Gatherings gatherings(in.network, today);
    return report::round_messages({{in.network, in.grouping, questions}, &round, {}, &gatherings, language});
  };
  using testing::HasSubstr;
  EXPECT_THAT(letters(day + 1, words::Language::english),
              HasSubstr("You both took part in Sommerfest (14 July 2026), so"));
  EXPECT_THAT(letters(day, words::Language::english),
              HasSubstr("You will both take part in Sommerfest (14 July 2026), where"));
  EXPECT_THAT(letters(day + 1, words::language_of("de").value()),
              HasSubstr("Sie waren beide bei „Sommerfest“ (14. Juli 2026) und"));
}

}  // namespace
}  // namespace tertius::pipeline
