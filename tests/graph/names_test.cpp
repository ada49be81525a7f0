// Names as people write them: who is certain, who is doubtful, and that nobody is taken for somebody else. The labelled
// spellings are of made-up members; a cell without a label means nobody for certain: somebody else may be meant.
#include "engine/graph/names.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/graph/real_names.hpp"

namespace tertius::graph {
namespace {

using Kind = NameMatch::Kind;

/// The two cells of each row after the header; the first may be in quotes.
std::vector<std::pair<std::string, std::string>> rows_of(const std::string& file) {
  std::ifstream in(std::string(TERTIUS_SOURCE) + "/tests/graph/" + file);
  EXPECT_TRUE(in.good()) << file;
  std::vector<std::pair<std::string, std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto comma = line.rfind(',');
    std::string first = line.substr(0, comma);
    if (first.starts_with('"')) first = first.substr(1, first.size() - 2);
    rows.emplace_back(first, line.substr(comma + 1));
  }
  return rows;
}

NameIndex index_of(const std::vector<std::string>& names) {
  NameIndex index;
  for (std::size_t v = 0; v < names.size(); ++v) index.add(static_cast<VertexId>(v), names[v]);
  index.complete();
  return index;
}

TEST(Names, LabelledSpellingsAreNeverTakenForSomebodyElse) {
  std::vector<std::string> names;
  for (const auto& [id, rest] : rows_of("name_members.csv")) names.push_back(rest);
  ASSERT_EQ(names.size(), 50U);
  const NameIndex index = index_of(names);
  std::size_t meant = 0, found = 0, close = 0;
  for (const auto& [text, label] : rows_of("name_spellings.csv")) {
    const NameMatch match = index.find(text);
    const std::string who = match.member < names.size() ? names[match.member] : "nobody";
    meant += label.empty() ? 0 : 1;
    if (match.sure()) {
      EXPECT_EQ(label.empty() ? "" : names[std::stoul(label) - 1], who) << text;
      ++found;
    } else if (!label.empty()) {
      const bool suggested = match.kind == Kind::doubtful && names[std::stoul(label) - 1] == who;
      close += suggested ? 1 : 0;
      RecordProperty(text, match.score > 0 ? who : "nobody");
    }
  }
  EXPECT_GE(meant, 180U);
  EXPECT_GE(static_cast<double>(found), 0.9 * static_cast<double>(meant)) << found << " of " << meant;
  EXPECT_GE(found + close + 2, meant);  // whoever is not certain is at least suggested
}

TEST(Names, OfSeveralMembersAreNobodys) {
  const NameIndex index =
      index_of({"Ada Kern", "ada  kern", "Adam Lind", "Anton Lind", "Jan Noll", "Jana Noll"});
  EXPECT_EQ(index.find("Ada Kern").kind, Kind::several);
  EXPECT_EQ(index.find("A. Lind").kind, Kind::doubtful);
  EXPECT_EQ(index.find("Jna Noll").kind, Kind::doubtful);
  EXPECT_EQ(index.find("Jan Noll").member, 4U);
  EXPECT_EQ(index.find("Dr. Jan Noll").kind, Kind::certain);
}

TEST(Names, AWordThatAnotherMemberBearsIsNoTypingError) {
  EXPECT_EQ(index_of({"Ada Kessler"}).find("Ada Kesler").kind, Kind::certain);
  EXPECT_EQ(index_of({"Ada Kessler", "Bo Kesler"}).find("Ada Kesler").kind, Kind::doubtful);
}

TEST(Names, APartOfANameIsDoubtful) {
  const NameIndex index = index_of({"Ada Kern", "Bo Lind"});
  for (const char* text : {"Ada", "Kern", "Frau Kern", "Ada K.", "Ada Kern-Lind"})
    EXPECT_EQ(index.find(text).kind, Kind::doubtful) << text;
  for (const char* text : {"", "   ", "Dr.", "Mia Sonntag", "x", "12"})
    EXPECT_EQ(index.find(text).kind, Kind::nobody) << text;
}

std::vector<std::string> words_in(std::string_view list) {
  std::istringstream in{std::string(list)};
  return {std::istream_iterator<std::string>(in), {}};
}

/// Whoever is called nearly like a member, by a name that people have, is somebody else.
TEST(Names, ARealNameIsNeverTakenForAnother) {
  const std::vector<std::string> given = words_in(given_names), last = words_in(last_names);
  std::mt19937 random(7);
  const auto one_of = [&](const std::vector<std::string>& names) { return names[random() % names.size()]; };
  std::vector<std::pair<std::string, std::string>> people;
  NameIndex index;
  std::set<std::string> taken;
  for (VertexId v = 0; v < 200; ++v) {
    people.emplace_back(one_of(given), one_of(last));
    const std::string name = people.back().first + " " + people.back().second;
    taken.insert(name);
    index.add(v, name);
  }
  index.complete();
  std::size_t tried = 0;
  const auto try_it = [&](const std::string& name) {
    if (taken.contains(name)) return;
    ++tried;
    EXPECT_FALSE(index.find(name).sure()) << name;
  };
  for (const auto& [first, second] : people) {
    for (const std::string& other : given)
      if (edit_distance(first, other) == 1) try_it(other + " " + second);
    for (const std::string& other : last)
      if (edit_distance(second, other) == 1) try_it(first + " " + other);
  }
  EXPECT_GT(tried, 500U);
}

TEST(Names, TheOrderOfMembersChangesNothing) {
  std::vector<std::string> names;
  for (const auto& [id, rest] : rows_of("name_members.csv")) names.push_back(rest);
  const NameIndex forward = index_of(names);
  const NameIndex backward = index_of({names.rbegin(), names.rend()});
  for (const auto& [text, label] : rows_of("name_spellings.csv")) {
    const NameMatch one = forward.find(text), other = backward.find(text);
    EXPECT_EQ(one.sure(), other.sure()) << text;
    if (!one.sure()) continue;
    EXPECT_EQ(one.member, names.size() - 1 - other.member) << text;
  }
}

TEST(Names, TheClosestAreThoseWithTheFewestEdits) {
  const NameIndex names = index_of({"Ada Kern", "Bo Lind", "Cy Marx"});
  const NameIndex ids = index_of({"m1", "m2", "m3"});
  EXPECT_THAT(NameIndex::closest({&names, &ids}, "Bo Lint", 1), testing::ElementsAre(1U));
  EXPECT_THAT(NameIndex::closest({&names, &ids}, "m3", 1), testing::ElementsAre(2U));
  EXPECT_EQ(NameIndex::closest({&names, &ids}, "Kern", 5).size(), 3U);
}

}  // namespace
}  // namespace tertius::graph
