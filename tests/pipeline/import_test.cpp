// Month after month into the same network: ids stay with their people, consent is not loosened, and the same source
// twice changes nothing; on random months, as workbooks and as CSV.
#include "engine/pipeline/import/import.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

#include "engine/core/text.hpp"
#include "engine/pipeline/import/same_people.hpp"
#include "tests/io/workbooks.hpp"

namespace tertius::pipeline {
namespace {

using io::Folder;
using testing::ElementsAre;
using testing::IsEmpty;
using Rows = std::vector<std::vector<std::string>>;

io::LoadedNetwork members_csv(const std::string& text) {
  const Folder folder;
  folder.put("members.csv", text);
  return io::load_network(folder.path(""), {.allow_trivial = true, .complete = true});
}

/// Who of `before` each of `now` was taken for, as "id by" or "new".
std::vector<std::string> matched(const std::string& before, const std::string& now, bool given = false) {
  const io::LoadedNetwork known = members_csv(before), found = members_csv(now);
  const SamePeople same =
      same_people(known.network.members, found.network.members, [&](std::string_view) { return given; });
  std::vector<std::string> all;
  for (std::size_t v = 0; v < same.known.size(); ++v) {
    constexpr const char* by[] = {"", " id", " mail", " name"};
    all.push_back(same.known[v] == graph::no_vertex
                      ? "new"
                      : known.network.members.ids[same.known[v]] + by[static_cast<std::size_t>(same.by[v])]);
  }
  return all;
}

constexpr const char* head = "id,name,email\n";

TEST(SamePeople, AreKnownByIdThenAddressThenName) {
  const std::string before = std::string(head) + "1,Ada Kern,ada@x.org\n2,Bo Lind,bo@x.org\n3,Cy Roth,\n";
  EXPECT_THAT(matched(before, std::string(head) + "1,Ada Wolf,new@x.org\nBo Lindner,Bo Lindner,BO@x.org\n"
                                                  "Cy Roth,Cy Roth,cy@x.org\n"),
              ElementsAre("1 id", "2 mail", "3 name"));
  EXPECT_THAT(matched(before, std::string(head) + "\"Kern, Ada\",\"Kern, Ada\",\n"), ElementsAre("1 name"));
}

TEST(SamePeople, WhoStatesAnotherIdIsSomebodyElse) {
  const std::string before = std::string(head) + "17,Ada Kern,ada@x.org\n";
  EXPECT_THAT(matched(before, std::string(head) + "18,Ada Kern,ada@x.org\n"), ElementsAre("new"));
  // But for ids that an import made up: the list may have numbers of its own.
  EXPECT_THAT(matched(before, std::string(head) + "18,Ada Kern,ada@x.org\n", true), ElementsAre("17 mail"));
}

TEST(SamePeople, AFamilyMayShareAnAddress) {
  const std::string before = std::string(head) + "1,Bernd Kern,kern@x.org\n";
  for (const char* other : {"Anna Kern", "Britta Kern"}) {
    EXPECT_THAT(matched(before, fmt::format("{}{},{},kern@x.org\n", head, other, other)), ElementsAre("new"))
        << other;
  }
  for (const char* same : {"B. Kern", "Dr. Bernd Kern", "Bernd Maria Wolf", "Kern Bernd"}) {
    EXPECT_THAT(matched(before, fmt::format("{}{},{},kern@x.org\n", head, same, same)), ElementsAre("1 mail"))
        << same;
  }
}

TEST(SamePeople, ANameOfSeveralIsNobodys) {
  const std::string two = std::string(head) + "1,Ada Kern,a@x.org\n2,Ada Kern,b@x.org\n";
  EXPECT_THAT(matched(two, std::string(head) + "Ada Kern,Ada Kern,\n"), ElementsAre("new"));
  EXPECT_THAT(matched(std::string(head) + "1,Ada Kern,\n",
                      std::string(head) + "Ada Kern,Ada Kern,\nada  KERN,ada  KERN,\n"),
              ElementsAre("new", "new"));
}

/// A month: what the list says of each person, by a word of their own that nobody else bears.
struct Person {
  std::string token, number, name, mail, consent;
};
using Month = std::vector<Person>;

/// How the list is kept.
struct Keeping {
  bool workbook, numbers, consent;
};

std::string write_month(const Folder& folder, const Month& month, const Keeping& keeping) {
  Rows rows{{"Name", "E-Mail", "token"}};
  if (keeping.numbers) rows[0].insert(rows[0].begin(), "id");
  if (keeping.consent) rows[0].push_back("open");
  for (const Person& person : month) {
    std::vector<std::string> row{person.name, person.mail, person.token};
    if (keeping.numbers) row.insert(row.begin(), person.number);
    if (keeping.consent) row.push_back(person.consent);
    rows.push_back(row);
  }
  if (keeping.workbook)
    return folder.put("month.xlsx", io::xlsx_of({{.name = "Members", .rows = io::xlsx_rows(rows)}}));
  std::string text;
  for (const auto& row : rows) text += csv_row(row);
  std::filesystem::create_directories(folder.path("month"));
  return folder.put("month/members.csv", text), folder.path("month");
}

/// "token" of every member to id and consent, as the folder says.
std::map<std::string, std::pair<std::string, std::string>> kept(const Folder& folder) {
  const io::LoadedNetwork network =
      io::load_network(folder.path("net"), {.allow_trivial = true, .complete = true});
  const graph::MemberTable& members = network.network.members;
  const graph::Column* const tokens = members.find_column("token");
  std::map<std::string, std::pair<std::string, std::string>> all;
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    const bool fresh =
        all.emplace(tokens->text(v),
                    std::pair(members.ids[v], std::string(graph::to_string(network.report.consent.of(v)))))
            .second;
    EXPECT_TRUE(fresh) << tokens->text(v) << " stands twice";
  }
  return all;
}

std::string texts(const Folder& folder) {
  std::string all;
  for (const char* name : {"net/members.csv", "net/connections.csv", "net/affiliations.csv", "net/next_id"})
    all += folder.text(name) + "\n--\n";
  return all;
}

int rank(const std::string& consent) {
  return consent == "yes" ? 0 : consent == "unasked" ? 1 : consent == "no" ? 2 : 3;
}

/// The rule in other words: yes opens, anything stricter closes, everything else leaves it as it is.
std::string expected(const std::string& was, const std::string& cell) {
  const std::string says = cell.empty() || cell == "perhaps" ? "no" : cell;
  return says == "yes" || rank(says) > rank(was) ? says : was;
}

class Months : public testing::TestWithParam<unsigned> {};

TEST_P(Months, KeepIdsAndConsent) {
  std::mt19937 random(GetParam());
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const bool workbook = below(2) == 0;
  const Keeping keeping{.workbook = workbook, .numbers = !workbook || below(2) == 0, .consent = true};
  const std::vector<std::string> words{"yes", "yes", "no", "out", "unasked", "", "perhaps"};
  std::size_t people = 0;
  const auto somebody = [&] {
    const std::string n = std::to_string(people++);
    return Person{.token = "token" + n,
                  .number = "N" + n,
                  .name = fmt::format("First{} Last{}", n, below(40)),
                  .mail = below(3) == 0 ? "" : fmt::format("p{}@example.org", n),
                  .consent = words[below(words.size())]};
  };
  Month month;
  for (std::size_t i = 5 + below(20); i > 0; --i) month.push_back(somebody());
  const Folder folder;
  ASSERT_NO_THROW(
      import_network(write_month(folder, month, keeping), folder.path("net"), {.load = {.complete = true}}));
  auto before = kept(folder);
  std::map<std::string, std::string> owner;  // of every id that there ever was
  for (int turn = 0; turn < 4; ++turn) {
    const bool says = below(4) != 0;
    std::erase_if(month, [&](const Person&) { return below(8) == 0; });
    for (Person& person : month) {
      if (below(3) == 0) person.consent = words[below(words.size())];
      // Whoever has an address may marry; whoever keeps the name may get another address.
      if (!person.mail.empty() && below(5) == 0) {
        person.name += "son";
      } else if (!person.mail.empty() && below(5) == 0) {
        person.mail = fmt::format("new{}", person.mail);
      }
    }
    for (std::size_t i = below(5); i > 0; --i) month.push_back(somebody());
    std::shuffle(month.begin(), month.end(), random);
    if (month.empty()) month.push_back(somebody());
    const std::string source = write_month(
        folder, month, {.workbook = keeping.workbook, .numbers = keeping.numbers, .consent = says});
    const ImportResult result =
        import_network(source, folder.path("net"), {.load = {.complete = true}, .update = true});
    const std::string after = texts(folder);
    const auto now = kept(folder);
    for (const auto& [token, was] : before) {
      ASSERT_TRUE(now.contains(token)) << token << " is gone";
      const auto& [id, consent] = now.at(token);
      EXPECT_EQ(id, was.first) << token;
      const auto at = std::find_if(month.begin(), month.end(),
                                   [&, &wanted = token](const Person& p) { return p.token == wanted; });
      const bool stated = at != month.end() && says;
      EXPECT_EQ(consent, stated ? expected(was.second, at->consent) : was.second)
          << token << (stated ? " says '" + at->consent + "'" : " says nothing");
    }
    for (const auto& [token, is] : now) {
      const auto [at, fresh] = owner.emplace(is.first, token);
      EXPECT_TRUE(fresh || at->second == token) << is.first << " was " << at->second << ", is " << token;
      const auto who = std::find_if(month.begin(), month.end(),
                                    [&, &wanted = token](const Person& p) { return p.token == wanted; });
      if (!before.contains(token)) {
        EXPECT_EQ(is.second, expected("yes", says ? who->consent : "")) << token << " is new";
      }
    }
    EXPECT_EQ(result.report.fresh.size(), now.size() - before.size());
    EXPECT_EQ(result.report.stayed.size() + month.size(), now.size());
    import_network(source, folder.path("net"), {.load = {.complete = true}, .update = true});
    EXPECT_EQ(texts(folder), after) << "the same source twice";
    before = now;
  }
}

INSTANTIATE_TEST_SUITE_P(Random, Months, testing::Range(0U, 60U));

struct Taken : report::Imported {
  std::vector<std::string> fresh_ids, opened_ids, closed_ids;
};

/// Imports a book of these sheets.
Taken take(const Folder& folder, const std::vector<std::pair<std::string, Rows>>& sheets,
           bool update = false) {
  std::vector<io::XlsxSheet> book;
  for (const auto& [name, rows] : sheets) book.push_back({.name = name, .rows = io::xlsx_rows(rows)});
  const ImportResult result = import_network(folder.put("book.xlsx", io::xlsx_of(book)), folder.path("net"),
                                             {.load = {.complete = true}, .update = update});
  const auto ids = [&](const std::vector<graph::VertexId>& members) {
    std::vector<std::string> all;
    for (const graph::VertexId v : members) all.push_back(result.network.members.ids[v]);
    return all;
  };
  return {result.report, ids(result.report.fresh), ids(result.report.opened), ids(result.report.closed)};
}

const Rows three{{"Name", "Beruf", "Einwilligung"},
                 {"Ada Kern", "film", "ja"},
                 {"Bo Lind", "law", "ja"},
                 {"Cy Roth", "IT", "nein"}};

TEST(Import, AnIdThatWasGivenIsNeverGivenAgain) {
  const Folder folder;
  take(folder, {{"Mitglieder", three}});
  EXPECT_EQ(folder.text("net/members.csv"),
            "id,name,discipline,Einwilligung\nm1,Ada Kern,film,ja\nm2,Bo Lind,law,ja\nm3,Cy Roth,IT,nein\n");
  // Cy asked to be deleted, and was.
  folder.put("net/members.csv", "id,name,discipline,Einwilligung\nm1,Ada Kern,film,ja\nm2,Bo Lind,law,ja\n");
  Rows rows{three.begin(), three.begin() + 3};
  rows.push_back({"Di Mai", "IT", "ja"});
  EXPECT_THAT(take(folder, {{"Mitglieder", rows}}, true).fresh_ids, ElementsAre("m4"));
  // A folder that somebody made by hand.
  folder.put("net/members.csv", "id,name\nm1,Ada Kern\nm7,Bo Lind\n");
  std::filesystem::remove(folder.path("net/next_id"));
  EXPECT_THAT(take(folder, {{"Mitglieder", rows}}, true).fresh_ids, ElementsAre("m8"));
}

TEST(Import, ConnectionsOfAKindThatTheSourceHasAreReplacedAndOthersStay) {
  const Folder folder;
  const Rows known{
      {"Person A", "Person B", "seit"}, {"Ada Kern", "Bo Lind", "2024-01-02"}, {"Bo Lind", "Cy Roth", ""}};
  const Rows introduced{{"wer", "hat wen", "mit wem"}, {"Bo Lind", "Ada Kern", "Cy Roth"}};
  take(folder, {{"Mitglieder", three}, {"Kontakte", known}, {"Vermittelt", introduced}});
  const std::string all = "source,target,kind,since\nm1,m2,,2024-01-02\nm1,m3,introduced,\nm2,m3,,\n";
  EXPECT_EQ(folder.text("net/connections.csv"), all);
  // No table of connections at all.
  EXPECT_EQ(take(folder, {{"Mitglieder", three}}, true).gone_connections, 0U);
  EXPECT_EQ(folder.text("net/connections.csv"), all);
  // A table of contacts without one of them, and no introductions: these stay, and so does the day.
  const Taken less =
      take(folder, {{"Mitglieder", three}, {"Kontakte", {known[0], {"Bo Lind", "Ada Kern", ""}}}}, true);
  EXPECT_EQ(less.gone_connections, 1U);
  EXPECT_EQ(folder.text("net/connections.csv"),
            "source,target,kind,since\nm1,m2,,2024-01-02\nm1,m3,introduced,\n");
}

TEST(Import, MeetingsAddUp) {
  const Folder folder;
  take(folder, {{"Mitglieder", three}, {"Treffen März", {{"Name"}, {"Ada Kern"}, {"Bo Lind"}}}});
  // Shared meetings connect when the network is read: no connection is written for them.
  EXPECT_EQ(folder.text("net/connections.csv"), "source,target\n");
  EXPECT_EQ(io::load_network(folder.path("net")).network.graph.edge_count(), 1U);
  const Taken april =
      take(folder, {{"Mitglieder", three}, {"Treffen April", {{"Name"}, {"Bo Lind"}, {"Cy Roth"}}}}, true);
  EXPECT_EQ(april.new_affiliations, 2U);
  EXPECT_EQ(folder.text("net/affiliations.csv"),
            "member,group,kind,role,date\nm1,Treffen März,,,\nm2,Treffen März,,,\nm2,Treffen "
            "April,,,\nm3,Treffen April,,,\n");
}

TEST(Import, RowsMayNameMembersOfBeforeWhomTheSourceDoesNotList) {
  const Folder folder;
  take(folder, {{"Mitglieder", three}});
  const Rows fewer{three[0], three[1], three[2]};
  const Taken result = take(folder,
                            {{"Mitglieder", fewer},
                             {"Vermittelt",
                              {{"wer", "hat wen", "mit wem"},
                               {"Bo Lind", "Ada Kern", "Roth, Cy"},
                               {"Bo Lind", "Ada Kern", "Nobody Known"}}}},
                            true);
  EXPECT_EQ(folder.text("net/connections.csv"), "source,target,kind\nm1,m3,introduced\n");
  EXPECT_EQ(result.read.refused, 1U);
  EXPECT_THAT(result.read.reasons, ElementsAre(testing::HasSubstr("#Vermittelt:C3")));
  EXPECT_THAT(result.fresh, IsEmpty());
  // What the table does not say of them is not taken away.
  EXPECT_THAT(folder.text("net/members.csv"), testing::HasSubstr("m3,Cy Roth,IT,nein\n"));
}

TEST(Import, AnEmptyCellTakesAValueAwayButNoNameNoAddressAndNoRefusal) {
  const Folder folder;
  const Rows before{{"Nr", "Name", "E-Mail", "sucht", "offen"},
                    {"1", "Ada Kern", "a@x.org", "a website", "ja"},
                    {"2", "Bo Lind", "b@x.org", "", "nein"}};
  take(folder, {{"Mitglieder", before}});
  const Rows now{before[0], {"1", "", "", "", ""}, {"2", "Bo Lind", "", "", "vielleicht"}};
  const Taken result = take(folder, {{"Mitglieder", now}}, true);
  EXPECT_EQ(folder.text("net/members.csv"),
            "id,name,E-Mail,needs,offen\n1,Ada Kern,a@x.org,,\n2,Bo Lind,b@x.org,,nein\n");
  EXPECT_EQ(result.emptied, 1U);
  EXPECT_THAT(result.closed_ids, ElementsAre("1"));
  EXPECT_EQ(result.undecided, 1U);
}

TEST(Import, ConsentUnderAnotherHeadingGoesUnderTheOneOfBefore) {
  const Folder folder;
  take(folder, {{"Mitglieder", three}});
  const Rows now{{"Name", "Beruf", "Consent"},
                 {"Ada Kern", "film", "no"},
                 {"Bo Lind", "law", "yes"},
                 {"Cy Roth", "IT", "yes"}};
  const Taken result = take(folder, {{"Mitglieder", now}}, true);
  EXPECT_EQ(folder.text("net/members.csv"),
            "id,name,discipline,Einwilligung\nm1,Ada Kern,film,no\nm2,Bo Lind,law,ja\nm3,Cy Roth,IT,yes\n");
  EXPECT_THAT(result.opened_ids, ElementsAre("m3"));
  EXPECT_THAT(result.closed_ids, ElementsAre("m1"));
}

TEST(Import, AColumnOfConsentThatIsNewCountsForThoseWhoAreNotInIt) {
  const Folder folder;
  take(folder, {{"Mitglieder", {{"Name", "Beruf"}, {"Ada Kern", "film"}, {"Bo Lind", "law"}}}});
  const Taken result = take(folder, {{"Mitglieder", {three[0], three[1]}}}, true);
  EXPECT_EQ(folder.text("net/members.csv"),
            "id,name,discipline,Einwilligung\nm1,Ada Kern,film,ja\nm2,Bo Lind,law,\n");
  EXPECT_THAT(result.closed_ids, ElementsAre("m2"));
}

TEST(Import, WhoIsLikeSomebodyOfBeforeIsSaid) {
  const Folder folder;
  const Rows before{{"Name", "E-Mail", "Beruf"}, {"Bernd Kern", "kern@x.org", "film"}};
  take(folder, {{"Mitglieder", before}});
  const Taken result = take(folder, {{"Mitglieder", {before[0], {"Anna Kern", "kern@x.org", "law"}}}}, true);
  ASSERT_EQ(result.alike.size(), 1U);
  EXPECT_EQ(result.alike[0].found, 1U);
  EXPECT_EQ(result.alike[0].known, 0U);
}

TEST(Import, ARowOfBeforeThatIsNotUnderstoodIsNotLost) {
  const Folder folder;
  take(folder, {{"Mitglieder", three}});
  const std::string connections = folder.put("net/connections.csv", "source,target\nm1,m2\nm1,m9\n");
  try {
    take(folder, {{"Mitglieder", three}}, true);
    ADD_FAILURE() << "the second row is gone";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_data);
    EXPECT_THAT(error.what(), testing::HasSubstr("net/connections.csv:3:4: "));
  }
  EXPECT_EQ(folder.text("net/connections.csv"), "source,target\nm1,m2\nm1,m9\n");
}

}  // namespace
}  // namespace tertius::pipeline
