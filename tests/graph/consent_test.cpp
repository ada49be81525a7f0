// Consent in words, and the gate: what a network for answers still knows of its members.
#include "engine/graph/consent.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

#include "engine/core/error.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/gate.hpp"

namespace tertius::graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ConsentWords, AreUnderstoodInGermanAndEnglishInAnyCase) {
  for (const char* word : {"yes", "TRUE", "wahr", "Ja", "j", "Y", "1", "x", "X", "on", "open",
                           "Einverstanden", " ja ", "\u00a0ja \u00a0"})
    EXPECT_EQ(parse_consent(word), graph::Consent::yes) << word;
  for (const char* word :
       {"no", "False", "FALSCH", "nein", "n", "0", "off", "closed", "widersprochen", "\tNein"})
    EXPECT_EQ(parse_consent(word), graph::Consent::no) << word;
  for (const char* word : {"out", "RAUS", "gelöscht", "Gelöscht", "deleted"})
    EXPECT_EQ(parse_consent(word), graph::Consent::out) << word;
  for (const char* word : {"unasked", "Ungefragt"})
    EXPECT_EQ(parse_consent(word), graph::Consent::unasked) << word;
  for (const char* word : {"", "  ", "maybe", "vielleicht", "2", "yes please ask first", "nur Kunst", "?"})
    EXPECT_EQ(parse_consent(word), std::nullopt) << word;
}

MemberTable table(const std::vector<std::pair<std::string, std::vector<std::string>>>& columns) {
  MemberTable members;
  for (std::size_t v = 0; v < columns.front().second.size(); ++v) members.ids.add("m" + std::to_string(v));
  for (const auto& [name, cells] : columns) {
    Column column(name);
    for (const std::string& cell : cells) column.push_back(cell);
    members.columns.push_back(std::move(column));
  }
  return members;
}

TEST(ConsentRecord, WithoutAColumnEverybodyAgreed) {
  const auto record = read_consent(table({{"region", {"Waren", "Plau"}}}));
  EXPECT_THAT(record.columns, IsEmpty());
  EXPECT_FALSE(record.restricts());
  EXPECT_EQ(record.yes, 2u);
}

TEST(ConsentRecord, IsFoundUnderItsHeadings) {
  for (const char* heading : {"open", "Offen", "EINWILLIGUNG", "Vermittlung", "consent",
                              "Open to introductions", "open:boolean", "offen (j/n)", "Vermittlung ja/nein",
                              "Open? [yes/no]", "consent_given", "is_open", "Einwilligung liegt vor"}) {
    const auto record = read_consent(table({{heading, {"ja", "nein"}}}));
    EXPECT_THAT(record.columns, ElementsAre(heading));
    EXPECT_EQ(record.no, 1u) << heading;
  }
}

TEST(ConsentRecord, WhatIsEmptyOrNotUnderstoodCountsAsNoAndIsCounted) {
  const auto record = read_consent(table({{"open", {"ja", "", "perhaps", "nein", "raus", "ungefragt"}}}));
  EXPECT_EQ(record.yes, 1u);
  EXPECT_EQ(record.no, 3u);
  EXPECT_EQ(record.empty, 1u);
  EXPECT_EQ(record.not_understood, 1u);
  EXPECT_EQ(record.out, 1u);
  EXPECT_EQ(record.unasked, 1u);
}

TEST(ConsentRecord, OfSeveralColumnsTheStrictestWordCounts) {
  const auto record = read_consent(
      table({{"open", {"ja", "ja", "nein", "ja"}}, {"Einwilligung", {"ja", "nein", "ja", "raus"}}}));
  EXPECT_THAT(record.states, ElementsAre(Consent::yes, Consent::no, Consent::no, Consent::out));
}

TEST(ConsentRecord, ColumnsThatOnlyLookLikeItAreNamed) {
  const auto record = read_consent(table({{"DSGVO", {"x", "x"}},
                                          {"opt-out", {"yes", "no"}},
                                          {"offers", {"", ""}},
                                          {"Opted out", {"yes", "no"}},
                                          {"Vermittlung widersprochen?", {"ja", "nein"}},
                                          {"Do not contact", {"x", ""}},
                                          {"Contact", {"a@b.example", "c@d.example"}},
                                          {"Darf genannt werden", {"ja", "nein"}}}));
  EXPECT_THAT(record.columns, IsEmpty());
  EXPECT_THAT(record.unused, ElementsAre("DSGVO", "opt-out", "Opted out", "Vermittlung widersprochen?",
                                         "Do not contact", "Darf genannt werden"))
      << "what may mean the opposite is not read";
  EXPECT_THAT(read_consent(table({{"DSGVO", {"x", "nein"}}}), "dsgvo").states,
              ElementsAre(Consent::yes, Consent::no));
  EXPECT_THROW(read_consent(table({{"DSGVO", {"x", "nein"}}}), "offen"), Error);
}

/// A weighted network with names, attributes and affiliations; consents drawn at random.
Network random_network(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  const VertexId n = 5 + below(12);
  Network network;
  Column name("name"), open("open"), field("field"), secret("secret");
  for (VertexId v = 0; v < n; ++v) {
    network.members.ids.add("id" + std::to_string(v));
    name.push_back("Name " + std::to_string(v));
    constexpr const char* words[] = {"ja", "ja", "nein", "", "raus", "ungefragt"};
    open.push_back(v == 0 ? "ja" : words[below(6)]);
    field.push_back(below(2) == 0 ? "film" : "crafts");
    secret.push_back("secret" + std::to_string(v));
  }
  network.members.names = std::move(name);
  network.members.columns = {std::move(open), std::move(field), std::move(secret)};
  std::vector<VertexId> sources, targets;
  std::vector<double> weights;
  for (VertexId u = 0; u < n; ++u) {
    for (VertexId v = 0; v < u; ++v) {
      if (below(3) > 0) continue;
      sources.push_back(u);
      targets.push_back(v);
      weights.push_back(1 + u + 100 * v);
    }
  }
  network.graph = build_graph(n, {sources, targets, weights}).graph;
  std::vector<Day> since;
  for (VertexId u = 0; u < n; ++u)
    for (const VertexId v : network.graph.neighbours(u)) since.push_back(static_cast<Day>(u + v));
  network.connections.since = std::move(since);
  network.affiliations.groups = {"shared", "private"};
  network.affiliations.kinds = {"", ""};
  network.affiliations.rows.own() = {{0, 0, ~0U, no_day}, {n - 1, 0, ~0U, no_day}, {n - 1, 1, ~0U, no_day}};
  return network;
}

/// Connections by the members' ids, with weight and date.
std::map<std::pair<std::string, std::string>, std::pair<double, Day>> connections_by_id(
    const Network& network) {
  std::map<std::pair<std::string, std::string>, std::pair<double, Day>> connections;
  for (VertexId u = 0; u < network.graph.vertex_count(); ++u)
    for (ArcIndex arc = network.graph.arcs_begin(u); arc < network.graph.arcs_end(u); ++arc)
      connections[{network.members.ids[u], network.members.ids[network.graph.target(arc)]}] = {
          network.graph.weight(arc), network.connections.since_of(arc)};
  return connections;
}

TEST(Gate, RevealedItOnlyPutsMembersInAnotherOrder) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Network complete = random_network(seed);
    const ConsentRecord record = read_consent(complete.members);
    const Network inside = without_out(complete, record);
    const Network shown = gated(inside, without_out(record), {.reveal = true});
    EXPECT_EQ(connections_by_id(shown), connections_by_id(inside)) << seed;
    VertexId members = 0;
    for (VertexId v = 0; v < shown.members.size(); ++v) {
      const auto was = complete.members.ids.find(shown.members.ids[v]);
      ASSERT_TRUE(was);
      EXPECT_EQ(shown.members.name(v), complete.members.name(*was));
      EXPECT_EQ(shown.consent.of(v), record.of(*was));
      for (std::size_t c = 0; c < complete.members.columns.size(); ++c)
        EXPECT_EQ(shown.members.columns[c].text(v), complete.members.columns[c].text(*was));
      if (v > 0 && shown.consent.open(v)) {
        EXPECT_TRUE(shown.consent.open(v - 1)) << "who agreed comes first";
      }
      ++members;
    }
    EXPECT_EQ(members + record.out, complete.members.size());
  }
}

TEST(Gate, OutIsAsIfTheyHadNeverBeenListed) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Network complete = random_network(seed);
    const ConsentRecord record = read_consent(complete.members);
    auto expected = connections_by_id(complete);
    std::erase_if(expected, [&](const auto& connection) {
      return record.of(*complete.members.ids.find(connection.first.first)) == Consent::out ||
             record.of(*complete.members.ids.find(connection.first.second)) == Consent::out;
    });
    const Network inside = without_out(complete, record);
    EXPECT_EQ(connections_by_id(inside), expected) << seed;
    inside.affiliations.for_each_row(inside.members.size(), [&](const auto& row) {
      EXPECT_NE(record.of(*complete.members.ids.find(inside.members.ids[row.member])), Consent::out);
    });
  }
}

TEST(Gate, WhoDidNotAgreeBearsAPseudonymAndNothingOfTheirOwn) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Network complete = random_network(seed);
    const ConsentRecord record = without_out(read_consent(complete.members));
    const Network inside = without_out(complete, read_consent(complete.members));
    const Network shown = gated(inside, record);
    const Network revealed = gated(inside, record, {.reveal = true});
    for (VertexId v = 0; v < shown.members.size(); ++v) {
      EXPECT_EQ(shown.graph.degree(v), revealed.graph.degree(v)) << "the same member in the same place";
      if (shown.consent.open(v)) {
        EXPECT_EQ(shown.members.ids[v], revealed.members.ids[v]);
        continue;
      }
      EXPECT_TRUE(shown.members.ids[v].starts_with("opted-out-") ||
                  shown.members.ids[v].starts_with("not-asked-"));
      EXPECT_EQ(shown.members.name(v), shown.members.ids[v]);
      EXPECT_FALSE(shown.members.find_column("secret")->has(v));
      EXPECT_TRUE(shown.consent.remembers(revealed.members.ids[v])) << "lists may still name them";
    }
    for (const Column& column : shown.members.columns)
      for (const std::string_view value : column.dictionary())
        EXPECT_FALSE(value.starts_with("secret") &&
                     record.of(*inside.members.ids.find("id" + std::string(value.substr(6)))) != Consent::yes)
            << "a dictionary still holds " << value;
  }
}

TEST(Gate, PseudonymsDependOnTheMembersAndNotOnTheirOrder) {
  const Network complete = random_network(3);
  std::vector<VertexId> backwards(complete.members.size());
  for (std::size_t v = 0; v < backwards.size(); ++v)
    backwards[v] = static_cast<VertexId>(backwards.size() - 1 - v);
  const Network turned = rearranged(complete, backwards);
  const auto pseudonyms = [](const Network& network) {
    const ConsentRecord record = read_consent(network.members);
    const Network inside = without_out(network, record);
    const Network shown = gated(inside, without_out(record));
    const Network revealed = gated(inside, without_out(record), {.reveal = true});
    std::map<std::string, std::string> of;
    for (VertexId v = 0; v < shown.members.size(); ++v)
      if (!shown.consent.open(v)) of[revealed.members.ids[v]] = shown.members.ids[v];
    return of;
  };
  EXPECT_EQ(pseudonyms(complete), pseudonyms(turned));
  EXPECT_FALSE(pseudonyms(complete).empty());
}

TEST(Gate, APseudonymIsNobodyElsesName) {
  Network network = random_network(1);
  Ids ids;
  for (VertexId v = 0; v < network.members.size(); ++v)
    ids.add(v == 0 ? "opted-out-1" : network.members.ids[v]);
  network.members.ids = std::move(ids);
  const ConsentRecord record = read_consent(network.members);
  const Network shown = gated(without_out(network, record), without_out(record));
  EXPECT_EQ(shown.members.ids[0], "opted-out-1");
  EXPECT_EQ(shown.members.ids.size(), shown.graph.vertex_count()) << "two members became one";
}

TEST(Share, NamesNobodyAndTellsNoSmallGroupApart) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Network complete = random_network(seed);
    const ConsentRecord record = read_consent(complete.members);
    const Network shown =
        gated(without_out(complete, record), without_out(record), {.share = true, .keep = "field"});
    ASSERT_EQ(shown.members.columns.size(), 1u);
    EXPECT_FALSE(shown.members.names);
    EXPECT_TRUE(shown.affiliations.rows.empty());
    for (VertexId v = 0; v < shown.members.size(); ++v)
      EXPECT_TRUE(shown.members.ids[v].starts_with("member-"));
    const auto sizes = group_by(shown.members.columns[0]).partition.sizes();
    if (sizes.size() > 1) {
      EXPECT_GE(*std::min_element(sizes.begin(), sizes.end()), 5u) << seed;
    }
  }
}

TEST(Share, JoinsAsManyGroupsAsItTakes) {
  const auto sizes_joined = [](std::vector<std::uint32_t> sizes) {
    Partition groups;
    for (std::uint32_t g = 0; g < sizes.size(); ++g) groups.label.insert(groups.label.end(), sizes[g], g);
    groups.count = static_cast<std::uint32_t>(sizes.size());
    return with_joined_groups(groups, 5).sizes();
  };
  EXPECT_THAT(sizes_joined({10, 7, 3, 2}), ElementsAre(10, 7, 5));
  EXPECT_THAT(sizes_joined({10, 7, 3}), ElementsAre(10, 10)) << "one small group alone could be subtracted";
  EXPECT_THAT(sizes_joined({10, 7}), ElementsAre(10, 7));
  EXPECT_THAT(sizes_joined({2, 1}), ElementsAre(3));
}

TEST(Redaction, KeepsPlacesAndWhatWasExpected) {
  Network network;
  network.members = table({{"open", {"ja", "nein"}}});
  Column names("name");
  names.push_back("Ada Lang");
  names.push_back("Bo Kurz");
  network.members.names = std::move(names);
  network.graph = build_graph(2, {}).graph;
  const Redaction redaction(network, read_consent(network.members));
  EXPECT_EQ(redaction.safe_refusal("members.csv:3:1: id \"m0\" again; expected an id of its own"),
            "members.csv:3:1: id \"m0\" again; expected an id of its own");
  EXPECT_EQ(redaction.safe_refusal("members.csv:3:1: id \"m1\" again; expected an id of its own"),
            "members.csv:3:1: id \"...\" again; expected an id of its own");
  EXPECT_EQ(redaction.safe_refusal("members.csv:4:2: age \"of Bo\"; expected a number"),
            "members.csv:4:2: age \"...\"; expected a number");
  EXPECT_EQ(redaction.safe_note("Ada Lang and Bo Kurz are connected."),
            "A note about a member who is not named here is left out.");
  EXPECT_EQ(redaction.safe_note("Ada Lang is connected."), "Ada Lang is connected.");
}

}  // namespace
}  // namespace tertius::graph
