// Every kind of sentence with which meet says why somebody is suggested, held against the network by its
// definition. A sentence of a kind that is not known here fails: whoever adds one adds its test.
#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <set>

#include "engine/core/text.hpp"
#include "engine/introductions/questions.hpp"
#include "engine/report/introductions/meet.hpp"
#include "tests/pipeline/association.hpp"
#include "tests/support/english.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::pipeline {
namespace {

using namespace test;

/// Contacts of `member` in the bubble `group`, and what share of all members is in it.
struct Presence {
  std::size_t contacts = 0, there = 0;
  double share = 0.0;
  bool fewer_than_its_share() const {
    return there == 0 || static_cast<double>(there) / static_cast<double>(contacts) < share;
  }
};

Presence presence(const Association& in, graph::VertexId member, std::uint32_t group) {
  Presence p;
  const auto& label = in.grouping.partition.label;
  for (const graph::VertexId z : in.network.graph.neighbours(member)) {
    ++p.contacts;
    if (label[z] == group) ++p.there;
  }
  const auto size = std::count(label.begin(), label.end(), group);
  p.share = static_cast<double>(size) / static_cast<double>(label.size());
  return p;
}

/// "A", "A and B", "A, B and C", each of which is one of `phrases`. A phrase may hold an "and" itself.
bool is_list_of(std::string_view text, const std::vector<std::string>& phrases) {
  for (const std::string& phrase : phrases) {
    if (!text.starts_with(phrase)) continue;
    const std::string_view rest = text.substr(phrase.size());
    if (rest.empty()) return true;
    for (const std::string_view between : {", ", " and "}) {
      if (rest.starts_with(between) && is_list_of(rest.substr(between.size()), phrases)) return true;
    }
  }
  return false;
}

/// The words with which a bubble is spoken of.
std::string in_bubble(const Association& in, const std::string& group, bool one) {
  if (in.grouping.by == "discipline") return (one ? "works in " : "work in ") + group;
  if (in.grouping.by == "region") return (one ? "is in " : "are in ") + group;
  if (in.grouping.by == "discipline,region") return (one ? "belongs to " : "belong to ") + group;
  return (one ? "has " : "have ") + in.grouping.by + " " + group;
}

class Reasons {
 public:
  Reasons(const Association& in, const report::MeetContext& context, const std::string& goal)
      : in_(in), context_(context), goal_(goal) {}

  void check(graph::VertexId member, const introductions::Suggestion& s) {
    for (const std::string& reason : test::in_english(report::suggestion_reasons, context_, member, s)) {
      ++count_;
      const std::string where = in_.name + ": " + in_.network.members.ids[member] + " meets " +
                                in_.network.members.ids[s.id] + ": " + reason;
      EXPECT_TRUE(about_contacts(member, s, reason) || about_bubbles(member, s, reason) ||
                  about_wishes(member, s, reason))
          << "nobody knows what this claims, or it is false: " << where;
    }
  }
  std::size_t count() const { return count_; }

 private:
  /// The sentence is of one of these kinds, and true.
  bool about_contacts(graph::VertexId member, const introductions::Suggestion& s, const std::string& reason) {
    static const std::regex mutual_contacts("(\\d+) mutual contacts?");
    std::smatch found;
    const auto all = mutual(in_.network, member, s.id).size();
    const auto open = open_mutual(in_, member, s.id).size();
    if (std::regex_match(reason, found, mutual_contacts)) return std::stoul(found[1]) == open;
    if (reason == "moves in the same circles") return all > 0 && open == 0;
    if (reason == "moves in a circle that hardly overlaps with yours") {
      const auto fewest = std::min(in_.network.graph.degree(member), in_.network.graph.degree(s.id));
      return static_cast<double>(all) <= 0.1 * fewest;
    }
    return false;
  }

  bool about_bubbles(graph::VertexId member, const introductions::Suggestion& s, const std::string& reason) {
    const std::uint32_t group = in_.grouping.partition.label[s.id];
    const std::string& name = in_.grouping.names[group];
    const Presence p = presence(in_, member, group);
    const std::string contacts = std::to_string(p.contacts), there = std::to_string(p.there);
    if (name.find("(none)") == std::string::npos && p.contacts > 0 && p.fewer_than_its_share()) {
      if (in_.grouping.by == "cluster") {
        if (reason == "is in a cluster where you know nobody") return p.there == 0;
        if (reason == "is in a cluster where you know only " + there + " of your " + contacts + " contacts")
          return p.there > 0;
      } else {
        if (reason == "you know nobody yet who " + in_bubble(in_, name, true)) return p.there == 0;
        if (reason == "none of your " + contacts + " contacts " + in_bubble(in_, name, true))
          return p.there == 0;
        if (reason ==
            "only " + there + " of your " + contacts + " contacts " + in_bubble(in_, name, p.there == 1))
          return p.there > 0;
      }
    }
    if (p.contacts > 0) return false;
    // Newcomers: the same bubble, and people in how many.
    std::set<std::uint32_t> bubbles;
    for (const graph::VertexId z : in_.network.graph.neighbours(s.id)) {
      const std::uint32_t bubble = in_.grouping.partition.label[z];
      if (in_.grouping.names[bubble].find("(none)") == std::string::npos) bubbles.insert(bubble);
    }
    const std::string own =
        in_.grouping.partition.label[member] == group ? in_bubble(in_, name, true) + " like you" : "";
    const bool known_plural =
        std::set<std::string>{"discipline", "region", "cluster"}.contains(in_.grouping.by);
    const std::string spread = "knows people in " + std::to_string(bubbles.size()) + " " +
                               (known_plural ? in_.grouping.by : "bubble") + "s";
    if (name.find("(none)") == std::string::npos && in_.grouping.by != "cluster" && !own.empty()) {
      if (reason == own || (bubbles.size() > 1 && reason == own + " and " + spread)) return true;
    }
    return bubbles.size() > 1 && reason == spread;
  }

  bool about_wishes(graph::VertexId member, const introductions::Suggestion& s, const std::string& reason) {
    std::smatch found;
    const graph::Network& network = in_.network;
    const auto all_on_both = [&](const std::string& list, graph::VertexId offers, graph::VertexId needs) {
      std::vector<std::string> on_both = phrases_of(network, "offers", offers);
      std::erase_if(on_both, [&](const std::string& phrase) {
        return !has_phrase(network, "needs", needs, phrase) &&
               !(needs == member && fold_case(goal_) == fold_case(phrase));
      });
      // A phrase is shown as it was first written in the network, whatever its case.
      for (std::string& phrase : on_both) phrase = fold_case(phrase);
      return is_list_of(fold_case(list), on_both);
    };
    const auto differ = [&](const std::string& offered, graph::VertexId offers, const std::string& wanted,
                            graph::VertexId needs) {
      const bool is_wanted =
          has_phrase(network, "needs", needs, wanted) || (needs == member && goal_ == wanted);
      return has_phrase(network, "offers", offers, offered) && is_wanted &&
             fold_case(offered) != fold_case(wanted);
    };
    static const std::regex gets("offers what you need: (.*)"), gives("needs what you offer: (.*)");
    static const std::regex like_gets("offers (.*) \\(you look for (.*)\\)(; offers what you need: (.*))?");
    static const std::regex like_gives("looks for (.*) \\(you offer (.*)\\)");
    if (std::regex_match(reason, found, gets)) return all_on_both(found[1], s.id, member);
    if (std::regex_match(reason, found, gives)) return all_on_both(found[1], member, s.id);
    if (std::regex_match(reason, found, like_gets))
      return differ(found[1], s.id, found[2], member) &&
             (!found[4].matched || all_on_both(found[4], s.id, member));
    if (std::regex_match(reason, found, like_gives)) return differ(found[2], member, found[1], s.id);
    return false;
  }

  const Association& in_;
  const report::MeetContext& context_;
  const std::string& goal_;
  std::size_t count_ = 0;
};

TEST(MeetClaims, EachReasonIsTrueByDefinition) {
  for (const std::string goal : {"", "film scores"}) {
    for_each_association([&](const Association& in) {
      if (!goal.empty() && in.network.members.find_column("offers") == nullptr) return;
      for (const double openness : {0.5, 1.0}) {
        const introductions::Recommender recommender(
            in.network, in.grouping.partition,
            {.openness = openness, .goal = goal, .exclusions = in.exclusions});
        const introductions::Questions questions(in.network, recommender,
                                                 introductions::nameless_groups(in.grouping));
        const report::MeetContext context(in.network, in.grouping, questions);
        Reasons reasons(in, context, goal);
        for (const graph::VertexId member : some_members(in.network, test::repeats(60U))) {
          for (const introductions::Suggestion& s : questions.suggest(member, 12)) reasons.check(member, s);
        }
        if (in.network.graph.edge_count() > 20) {
          EXPECT_GT(reasons.count(), 0u) << in.name;
        }
      }
    });
  }
}

/// "widens your horizon" was said of somebody in the reader's own department with 137 mutual contacts.
TEST(MeetClaims, OnlyForeignBubblesWidenTheHorizon) {
  std::size_t widened = 0;
  for_each_association([&](const Association& in) {
    const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                 {.exclusions = in.exclusions});
    const introductions::Questions questions(in.network, recommender,
                                             introductions::nameless_groups(in.grouping));
    for (const graph::VertexId member : some_members(in.network, 100)) {
      for (const introductions::Suggestion& s : questions.suggest(member, 12)) {
        const std::uint32_t group = in.grouping.partition.label[s.id];
        const Presence p = presence(in, member, group);
        switch (questions.of(member, s)) {
          case introductions::Question::horizon:
            ++widened;
            EXPECT_NE(group, in.grouping.partition.label[member]) << in.name;
            EXPECT_EQ(in.grouping.names[group].find("(none)"), std::string::npos) << in.name;
            EXPECT_TRUE(p.there == 0 || static_cast<double>(p.there) <=
                                            0.5 * p.share * static_cast<double>(p.contacts) + 1e-9)
                << in.name << ": " << p.there << " of " << p.contacts << ", share " << p.share;
            break;
          case introductions::Question::familiar:
            EXPECT_FALSE(mutual(in.network, member, s.id).empty()) << in.name << ": close already";
            break;
          case introductions::Question::welcome:
            EXPECT_EQ(p.contacts, 0u) << in.name;
            break;
          case introductions::Question::goal:
            ADD_FAILURE() << "nobody asked for anything";
            break;
          case introductions::Question::goals:
            EXPECT_FALSE(phrases_of(in.network, "offers", s.id).empty());
            EXPECT_FALSE(phrases_of(in.network, "needs", member).empty());
            break;
          case introductions::Question::giving:
            EXPECT_FALSE(phrases_of(in.network, "offers", member).empty());
            EXPECT_FALSE(phrases_of(in.network, "needs", s.id).empty());
            break;
        }
      }
    }
  });
  EXPECT_GT(widened, 0u);
}

/// "or X" after "who knows you both" means that X does too; every name is one person.
TEST(MeetClaims, WhoeverIsAskedKnowsWhomTheyAreToIntroduce) {
  for_each_association([&](const Association& in) {
    const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                 {.exclusions = in.exclusions});
    const introductions::Questions questions(in.network, recommender,
                                             introductions::nameless_groups(in.grouping));
    const report::MeetContext context(in.network, in.grouping, questions);
    std::map<std::string, graph::VertexId> called;
    for (graph::VertexId v = 0; v < in.network.members.size(); ++v)
      EXPECT_TRUE(called.emplace((*context.names)(v), v).second) << in.name << ": two are called alike";
    const auto knows = [&](graph::VertexId a, const std::string& b) {
      return called.contains(b) && in.network.graph.has_arc(a, called.at(b)) &&
             in.exclusions.open(called.at(b));
    };
    for (const graph::VertexId member : some_members(in.network, 60)) {
      for (const introductions::Suggestion& s : questions.suggest(member, 8)) {
        std::string text = words::sentence(report::introduction(s), context.speaker());
        EXPECT_EQ(text.back(), '.') << text;
        text.pop_back();
        if (!text.starts_with("Ask ")) {
          EXPECT_TRUE(open_mutual(in, member, s.id).empty()) << in.name << ": " << text;
          continue;
        }
        const std::string who = (*context.names)(s.id);
        bool both = false;
        for (std::size_t at = 4; at < text.size();) {
          const std::size_t end = std::min(text.find("; or ", at), text.size());
          const std::string part = text.substr(at, end - at);
          at = end + 5;
          std::smatch found;
          if (std::regex_match(part, found, std::regex("(.*), who knows (.*), who knows (.*)"))) {
            both = false;
            EXPECT_EQ(found[3], who);
            EXPECT_TRUE(knows(member, found[1]) && knows(s.id, found[2]) &&
                        knows(called.at(found[1]), found[2]))
                << in.name << ": " << text;
          } else {
            const std::size_t said = part.find(", who knows you both");
            both = both || said != std::string::npos;
            EXPECT_TRUE(both) << text;
            const std::string name = part.substr(0, said);
            EXPECT_TRUE(knows(member, name) && knows(s.id, name)) << in.name << ": " << text;
          }
        }
      }
    }
  });
}

TEST(MeetClaims, AGoalComesFirstOrNobodyOffersIt) {
  for_each_association([&](const Association& in) {
    if (in.network.members.find_column("offers") == nullptr) return;
    for (const std::string goal : {"film scores", "quantum chromodynamics"}) {
      const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                   {.goal = goal, .exclusions = in.exclusions});
      const introductions::Questions questions(in.network, recommender,
                                               introductions::nameless_groups(in.grouping));
      const report::MeetContext context(in.network, in.grouping, questions);
      for (const graph::VertexId member : some_members(in.network, 40)) {
        if (!in.exclusions.open(member)) continue;
        // Who offers it, word for word or as the matcher of needs has it.
        std::set<graph::VertexId> known, others;
        for (const introductions::Fits& fits : recommender.needs().who_helps(std::string_view(goal))) {
          if (fits.member == member || !in.exclusions.may_meet(member, fits.member)) continue;
          (in.network.graph.has_arc(member, fits.member) ? known : others).insert(fits.member);
        }
        for (graph::VertexId v = 0; v < in.network.members.size(); ++v) {
          if (v == member || !in.exclusions.may_meet(member, v) || !has_phrase(in.network, "offers", v, goal))
            continue;
          EXPECT_TRUE(known.contains(v) || others.contains(v)) << in.name;
        }
        report::MeetReport report{context, member, questions.best_answers(member, 5), {}};
        std::size_t first = 0;
        for (const introductions::Suggestion& s : report.suggestions) {
          if (!others.contains(s.id)) break;
          ++first;
          EXPECT_EQ(questions.of(member, s), introductions::Question::goal);
        }
        EXPECT_EQ(first, std::min<std::size_t>(5, others.size())) << in.name << ", member " << member;
        const std::string text = report::meet_text(report, 100),
                          note = words::sentence(report::goal_remark(report), context.speaker());
        if (!others.empty()) {
          const auto heading = text.find("1. Who offers \"" + goal + "\"");
          EXPECT_NE(heading, std::string::npos) << text;
        } else {
          const std::string nobody = known.empty() ? "Nobody" : "nobody else";
          EXPECT_NE(note.find(nobody), std::string::npos) << note;
          EXPECT_LT(text.find(nobody), text.find("1. ")) << text;
        }
        for (const graph::VertexId v : known) {
          if (known.size() <= 5) {
            EXPECT_NE(note.find((*context.names)(v)), std::string::npos) << note;
          }
        }
      }
    }
  });
}

/// The members of a text who are not the one it is about.
TEST(MeetClaims, GatheringsAreSpokenOfAsTheyAre) {
  std::size_t past_ones = 0, coming_ones = 0, needy = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Association in = random_association(seed);
    const introductions::Needs needs(in.network.members);
    const graph::Affiliations& all = in.network.affiliations;
    const std::vector<bool> events = introductions::which_are_events(in.network);
    const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                 {.exclusions = in.exclusions});
    const introductions::Questions questions(in.network, recommender,
                                             introductions::nameless_groups(in.grouping));
    const report::MeetContext context(in.network, in.grouping, questions);
    for (const graph::VertexId member : some_members(in.network, 25)) {
      report::MeetReport report{
          context,
          member,
          {},
          introductions::contributions(in.network, needs, in.exclusions, member, 20, midst)};
      const std::string text = report::meet_text(report, 1000);
      for (const introductions::Contribution& c : report.contributions) {
        // By the definition: an event is over when it has days and all of them are before today.
        bool dated = false, to_come = false;
        for (const graph::Affiliations::Row& row : all.rows) {
          if (row.group != c.group || row.date == graph::no_day) continue;
          dated = true;
          to_come = to_come || row.date >= midst;
        }
        const bool event = events[c.group], over = event && dated && !to_come;
        EXPECT_EQ(c.tense == introductions::Tense::past, over) << in.name;
        std::set<graph::VertexId> there;
        for (const graph::Affiliations::Row& row : all.rows) {
          const bool gone_by = row.date != graph::no_day && row.date < midst;
          if (row.group == c.group && !(event && to_come && gone_by)) there.insert(row.member);
        }
        EXPECT_FALSE(there.contains(member)) << in.name;
        std::size_t contacts = 0;
        for (const graph::VertexId v : there) contacts += in.network.graph.has_arc(member, v) ? 1 : 0;
        EXPECT_EQ(contacts, c.contacts);
        EXPECT_EQ(there.size(), c.members);
        const std::string name = "  " + std::string(all.groups[c.group]);
        const std::size_t begin = std::min(text.find(name + ":"), text.find(name + " ("));
        ASSERT_NE(begin, std::string::npos) << text;
        const std::string line = text.substr(begin, text.find('\n', begin) - begin);
        const std::string one =
            contacts == 1 ? "1 of your contacts " : std::to_string(contacts) + " of your contacts ";
        const std::string verb = over                ? "took part"
                                 : event && !to_come ? (contacts == 1 ? "is on its list" : "are on its list")
                                                     : (contacts == 1 ? "takes part" : "take part");
        EXPECT_EQ(line.find(one + verb) != std::string::npos, contacts > 0) << line;
        past_ones += over ? 1 : 0;
        coming_ones += to_come && event ? 1 : 0;
        const std::size_t invitation = text.find("Where you could contribute");
        if (over) {
          EXPECT_EQ(line.find("nobody there offers"), std::string::npos) << line;
          EXPECT_LT(text.find("Events that are over"), begin) << text;
        } else {
          EXPECT_LT(invitation, begin) << text;
        }
        // Nobody there offers it: no cell of those there says so.
        for (const std::string_view offer : c.missing) {
          ++needy;
          EXPECT_TRUE(has_phrase(in.network, "offers", member, offer));
          for (const graph::VertexId v : there)
            EXPECT_FALSE(has_phrase(in.network, "offers", v, offer)) << in.name << line;
        }
        std::size_t in_need = 0;
        for (const introductions::Fits& fits : needs.whom_to_help(member))
          in_need += there.contains(fits.member) && in.exclusions.may_meet(member, fits.member) ? 1 : 0;
        EXPECT_EQ(in_need, c.in_need);
        if (in_need > 0) {
          const std::string who = std::to_string(in_need) + (in_need == 1 ? " member" : " members");
          EXPECT_NE(line.find(who), std::string::npos) << line;
        }
      }
    }
  }
  EXPECT_GT(past_ones, 0u);
  EXPECT_GT(coming_ones, 0u);
  EXPECT_GT(needy, 0u);
}

/// "A or B" is what nobody offers, not "A and B".
TEST(MeetClaims, NobodyOffersThisOrThat) {
  bool seen = false;
  for (std::uint64_t seed = 1; seed <= 200 && !seen; ++seed) {
    const Association in = random_association(seed);
    const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                 {.exclusions = in.exclusions});
    const introductions::Questions questions(in.network, recommender,
                                             introductions::nameless_groups(in.grouping));
    const report::MeetContext context(in.network, in.grouping, questions);
    for (const graph::VertexId member : some_members(in.network, 60)) {
      const auto found =
          introductions::contributions(in.network, recommender.needs(), in.exclusions, member, 20, midst);
      for (const introductions::Contribution& c : found) {
        if (c.missing.size() < 2) continue;
        seen = true;
        const std::string text = report::meet_text({context, member, {}, found}, 1000);
        const std::string words =
            "nobody there offers " + std::string(c.missing[0]) + " or " + std::string(c.missing[1]);
        EXPECT_NE(text.find(words), std::string::npos) << text;
      }
    }
  }
  EXPECT_TRUE(seen);
}

/// In one person's list of contacts everybody is equally close: without offers and needs nobody is proposed.
TEST(MeetClaims, AStarProposesOnlyWhatOffersAndNeedsSay) {
  Association in = random_association(4);
  for (const bool words : {false, true}) {
    in.network.graph = star_graph(in.network.members.size());
    if (!words) in.network.members.columns.clear();
    if (words) in.network.members.columns = random_association(4).network.members.columns;
    const graph::Partition one{std::vector<std::uint32_t>(in.network.members.size(), 0), 1};
    const introductions::Recommender recommender(in.network, one);
    const introductions::Questions questions(in.network, recommender);
    std::size_t proposed = 0;
    for (graph::VertexId v = 0; v < in.network.members.size(); ++v) {
      for (const introductions::Suggestion& s : questions.suggest(v, 5)) {
        ++proposed;
        EXPECT_FALSE(s.gets.met.empty() && s.gives.met.empty());
      }
    }
    EXPECT_EQ(proposed > 0, words);
  }
}

/// "19 contacts, 9 of them in the same discipline."
TEST(MeetClaims, ContactsInTheSameBubbleAreCounted) {
  for_each_association([&](const Association& in) {
    const introductions::Recommender recommender(in.network, in.grouping.partition,
                                                 {.exclusions = in.exclusions});
    const introductions::Questions questions(in.network, recommender,
                                             introductions::nameless_groups(in.grouping));
    const report::MeetContext context(in.network, in.grouping, questions);
    for (const graph::VertexId member : some_members(in.network, 30)) {
      if (!in.exclusions.open(member)) continue;
      const std::string text = report::meet_text({context, member, {}, {}}, 1000),
                        line = text.substr(0, text.find('\n'));
      const std::uint32_t group = in.grouping.partition.label[member];
      const Presence p = presence(in, member, group);
      const bool named = in.grouping.names[group].find("(none)") == std::string::npos;
      std::string expected = ": " + std::to_string(p.contacts) + (p.contacts == 1 ? " contact" : " contacts");
      if (p.contacts > 0 && named && in.grouping.partition.count > 1)
        expected += ", " + std::to_string(p.there) + " of them in the same " + in.grouping.by;
      EXPECT_TRUE(line.ends_with(expected + ".")) << in.name << ": " << line;
    }
  });
}

TEST(MeetClaims, OptedOutMembersAreCounted) {
  const auto said = [](graph::VertexId count) {
    return words::sentence(*report::opted_out(count), words::Speaker(words::Language::english));
  };
  EXPECT_FALSE(report::opted_out(0));
  EXPECT_EQ(said(1), "1 member has not agreed to be introduced and is not shown.");
  EXPECT_EQ(said(20), "20 members have not agreed to be introduced and are not shown.");
}

}  // namespace
}  // namespace tertius::pipeline
