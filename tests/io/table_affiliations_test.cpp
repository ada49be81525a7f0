// Affiliations read in blocks: whatever the size of the blocks and the number of threads, they are those that
// were written down, and what is refused is named in order and with its place.
#include <gmock/gmock.h>

#include <map>
#include <utility>

#include "engine/io/assembly/affiliation_rows.hpp"
#include "engine/io/tables/table_affiliations.hpp"
#include "engine/io/text/lexing.hpp"
#include "tests/io/blocks.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

LoadedNetwork read_affiliated(const TableTexts& texts, std::size_t block, unsigned threads) {
  return read_tables(texts, "a", block, threads, read_affiliations);
}

/// What a reader of one row after the other would know.
struct AffiliationModel {
  std::string text = "role,member,date,group,kind\n";
  std::vector<std::string> ids, groups, roles;
  std::map<std::string, std::string> kinds;
  std::map<std::pair<std::string, std::string>, std::pair<std::string, graph::Day>> rows;  // role and date
  std::uint64_t refused = 0;
};

void meet(std::vector<std::string>& all, const std::string& text) {
  if (!text.empty() && std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
}

AffiliationModel random_affiliations(std::uint64_t seed) {
  RandomStream random(seed);
  AffiliationModel model;
  for (int i = 0; i < 500; ++i) {
    const std::string id = random.below(30) == 0 ? "" : somebody(random);
    const std::string group =
        random.below(30) == 0 ? "" : "group, " + std::to_string(random.below(12) + (i > 250 ? 6 : 0));
    const std::string role = random.below(2) == 0 ? "" : "role " + std::to_string(random.below(4));
    const std::string kind = random.below(3) != 0 ? "" : "kind " + std::to_string(random.below(3));
    const bool bad_day = random.below(40) == 0;
    const graph::Day day =
        bad_day || random.below(3) == 0 ? graph::no_day : static_cast<graph::Day>(19000 + random.below(99));
    const bool too_long = random.below(40) == 0;
    std::vector<std::string> cells = {role, id,
                                      bad_day                ? "soon"
                                      : day == graph::no_day ? ""
                                                             : day_text(day),
                                      group, kind};
    if (too_long) cells.push_back("behind");
    model.text += row(cells, random);
    if (random.below(20) == 0) model.text += ",,,,\n";
    const bool blank = std::ranges::all_of(cells, [](const std::string& text) { return text.empty(); });
    if (blank) continue;
    const bool named = !too_long && !id.empty() && !group.empty();
    if (named) meet(model.ids, id);
    if (!named) {
      ++model.refused;
      continue;
    }
    meet(model.groups, group);
    meet(model.roles, role);
    if (std::string& known = model.kinds[group]; known.empty()) known = kind;
    auto& [known_role, known_day] = model.rows.try_emplace({id, group}, role, day).first->second;
    if (known_role.empty()) known_role = role;
    if (known_day == graph::no_day || (day != graph::no_day && day < known_day)) known_day = day;
  }
  return model;
}

TEST(TableAffiliations, AreWhatWasWrittenInBlocksOfAnySize) {
  for (std::uint64_t seed = 1; seed <= test::repeats(3U); ++seed) {
    const AffiliationModel model = random_affiliations(seed);
    const LoadedNetwork one = read_affiliated({.members = {}, .rows = model.text}, whole, 1);
    const graph::Affiliations& all = one.network.affiliations;
    EXPECT_EQ(ids_of(one.network), model.ids);
    EXPECT_THAT(std::vector<std::string>(all.groups.begin(), all.groups.end()), model.groups);
    EXPECT_THAT(std::vector<std::string>(all.roles.begin(), all.roles.end()), model.roles);
    EXPECT_EQ(one.report.refused_others, model.refused);
    EXPECT_EQ(one.report.rows, 0U);
    ASSERT_EQ(all.rows.size(), model.rows.size());
    for (const graph::Affiliations::Row& found : all.rows) {
      const std::string group(all.groups[found.group]);
      const auto& [role, day] = model.rows.at({one.network.members.ids[found.member], group});
      EXPECT_EQ(found.role == ~0U ? "" : all.roles[found.role], role);
      EXPECT_EQ(found.date, day);
      EXPECT_EQ(all.kinds[found.group], model.kinds.at(group));
    }
    for (const std::size_t block : block_sizes)
      for (const unsigned threads : thread_counts)
        expect_same(read_affiliated({.members = {}, .rows = model.text}, block, threads), one,
                    setting(block, threads));
  }
}

TEST(TableAffiliations, MayNameListedMembersOnlyOrAddOthers) {
  const AffiliationModel model = random_affiliations(4);
  RandomStream random(5);
  std::string members = "id\n";
  for (std::size_t i = 0; i < model.ids.size(); i += 2) members += cell(model.ids[i], random) + "\n";
  for (const bool add : {false, true}) {
    const TableTexts texts{.members = members, .rows = model.text, .add_unknown = add};
    const LoadedNetwork one = read_affiliated(texts, whole, 1);
    EXPECT_EQ(one.report.added, add ? model.ids.size() / 2 : 0);
    EXPECT_EQ(one.report.refused_others > model.refused, !add);
    for (const std::size_t block : block_sizes)
      for (const unsigned threads : thread_counts)
        expect_same(read_affiliated(texts, block, threads), one, setting(block, threads));
  }
}

// Fails where somebody who is marked absent takes part.
TEST(TableAffiliations, WhoDidNotComeIsNotCountedAsHavingCome) {
  const std::string head = "member;anwesend;Termin\nAda;ja;Gala\nBo;ja;Gala\n";
  EXPECT_EQ(load_text(head).report.members, 2U);
  EXPECT_THAT(error_of(head + "Cy;nein;Gala\n"), HasSubstr(":4:4: \"no\" in the column \"anwesend\""));
  EXPECT_THAT(error_of(head + "Cy;;Gala\n"), HasSubstr("nothing in the column \"anwesend\""));
}

TEST(TableAffiliations, RefusalsComeInOrderWithTheirPlaces) {
  const std::string text =
      "member,group,date\na,Choir,2024-01-02\n,Choir,\nb,,\n,,\na,Chess,soon\nc,Choir,,x\nz,Choir,\n"
      "b,\"Cho\nir\",2024-02-30\n";
  for (const std::size_t block : block_sizes) {
    const LoadedNetwork loaded = read_affiliated({.members = "id\na\nb\n", .rows = text}, block, 2);
    EXPECT_THAT(loaded.report.reasons,
                ElementsAre(HasSubstr("a:3:1: nothing; expected the id of a member"),
                            HasSubstr("a:4:3: nothing; expected a group"),
                            HasSubstr("a:7:10: 4 fields; expected 3 as in the header"),
                            HasSubstr("a:8:1: member \"z\"; expected an id that the table of members has")))
        << block;
    EXPECT_EQ(loaded.network.affiliations.groups, (StringPool{"Choir", "Chess", "Cho\nir"}));
  }
}

TEST(AffiliationRows, RepeatsAreMergedIntoTheFirst) {
  const auto none = ~0U;
  std::vector<graph::Affiliations::Row> rows = {{1, 0, none, graph::no_day},
                                                {0, 1, 3, 9},
                                                {1, 2, 4, graph::no_day},
                                                {1, 0, 2, 7},
                                                {1, 0, 1, 8},
                                                {0, 1, 5, 3},
                                                {2, 1, none, graph::no_day}};
  merge_repeats(rows, 3);
  ASSERT_EQ(rows.size(), 4U);
  const auto is = [&](std::size_t i, graph::VertexId member, std::uint32_t group, std::uint32_t role,
                      graph::Day date) {
    EXPECT_EQ(rows[i].member, member);
    EXPECT_EQ(rows[i].group, group);
    EXPECT_EQ(rows[i].role, role);
    EXPECT_EQ(rows[i].date, date);
  };
  is(0, 1, 0, 2, 7);
  is(1, 0, 1, 3, 3);
  is(2, 1, 2, 4, graph::no_day);
  is(3, 2, 1, none, graph::no_day);
}

}  // namespace
}  // namespace tertius::io
