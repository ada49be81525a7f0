// meet, path and introduce as their users meet them: whoever asked not to be introduced stands in no output,
// hostile names do no harm, and a list of one's own contacts says what it cannot know.
#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::Scratch;
using test::tertius;

/// Twelve people: names with umlauts, an apostrophe, right-to-left script, a comma and a quote. Leo is
/// closed.
constexpr const char* members =
    "id,name,discipline,region,offers,needs,open\n"
    "a,Jürgen Müßig,art,Röbel,photos,web design,yes\n"
    "b,Niamh O'Dowd,art,Waren,pottery,photos,yes\n"
    "c,\"Doe, \"\"Dee\"\"\",art,Waren,choir,photos,yes\n"
    "d,ليلى حداد,music,Waren,web design,choir,yes\n"
    "e,Leo Closed,music,Waren,web design,photos,no\n"
    "f,שרה לוי,music,Plau,choir,pottery,yes\n"
    "g,Søren Skov,IT,Plau,web design,pottery,yes\n"
    "h,Ada,IT,Plau,Datenbanken,Fotos,yes\n"
    "i,Bo,IT,Plau,,,yes\n"
    "j,Anna Neu,IT,Röbel,,web design,yes\n"
    "k,Cem,art,Plau,Lektorat,,yes\n"
    "l,Dana,music,Röbel,,translation,yes\n";
constexpr const char* connections =
    "source,target,weight,since\n"
    "a,b,2,2020-01-01\na,c,1,2024-05-01\nb,d,3,\nb,e,5,\nc,f,1,\nd,g,2,\ne,g,1,\nc,e,4,\nf,h,1,\ng,i,1,\nb,f,"
    "1,\nh,k,1,\nk,l,1,\n";

rapidjson::Document answer_of(std::vector<std::string> words) {
  words.insert(words.end(), {"--format", "json"});
  return test::json_of(words);
}

class Introductions : public testing::Test {
 protected:
  Introductions() {
    scratch.file("net/members.csv", members);
    scratch.file("net/connections.csv", connections);
    network = (scratch.path() / "net").string();
  }
  std::string write(const std::string& name, const std::string& text) const {
    return scratch.file(name, text);
  }

  Scratch scratch;
  std::string network;
};

TEST_F(Introductions, AnswersStandForThemselves) {
  const auto run = tertius({"meet", network, "Jürgen Müßig", "-q"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_NE(run.out.find("Who brings you closer to your goals"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("offers what you need: web design"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("ليلى حداد"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("1 member has not agreed to be introduced and is not shown."), std::string::npos)
      << run.out;
  EXPECT_EQ(tertius({"meet", network, "jürgen müssig", "-q"}).out, run.out)
      << "names are found without regard to case";
}

TEST_F(Introductions, NobodyWhoIsClosedOrAvoidedLeaksIntoAnyOutput) {
  const std::string avoid = write("avoid.csv", "a,b\na,d\n\"Ada\",\n");
  const std::string messages = (scratch.path() / "messages.txt").string();
  const std::string history = (scratch.path() / "history.csv").string();
  const std::vector<std::vector<std::string>> commands = {
      {"meet", network, "a"},
      {"meet", network, "a", "--explain"},
      {"meet", network, "b", "--top", "20", "--openness", "1"},
      {"meet", network, "j", "--top", "20"},
      {"meet", network, "c", "--goal", "web design", "--top", "20"},
      {"meet", network, "a", "--score", "resource-allocation", "--top", "20"},
      {"meet", network, "--all", "--top", "20"},
      {"meet", network, "--all", "--score", "common-neighbours", "--top", "20"},
      {"path", network, "a", "g"},
      {"path", network, "c", "g"},
      {"path", network, "a", "h"},
      {"introduce", network, "--messages", messages, "--history", history},
      {"introduce", network, "--language", "de"},
  };
  std::size_t turn = 0;
  for (const auto& command : commands) {
    ++turn;
    for (const std::size_t kind : {0UL, 1UL, 2UL}) {
      if (test::sanitized && kind != turn % 3) continue;  // in turn
      const char* format = std::array{"table", "csv", "json"}[kind];
      auto words = command;
      words.insert(words.end(), {"--avoid", avoid, "--format", format});
      const auto run = tertius(words);
      ASSERT_EQ(run.status, 0) << command[0] << ": " << run.err;
      for (const std::string& said : {run.out, run.err}) {
        EXPECT_EQ(said.find("Leo Closed"), std::string::npos) << command[0] << " " << format << "\n" << said;
        EXPECT_EQ(said.find("\"e\""), std::string::npos) << command[0] << " " << format << "\n" << said;
        EXPECT_EQ(said.find("\ne,"), std::string::npos) << command[0] << " " << format << "\n" << said;
        EXPECT_EQ(said.find(",e,"), std::string::npos) << command[0] << " " << format << "\n" << said;
        EXPECT_EQ(said.find("Ada"), std::string::npos) << command[0] << " " << format << "\n" << said;
      }
      if (command[0] == "meet" && command[2] == "a") {
        EXPECT_EQ(run.out.find("ليلى حداد"), std::string::npos) << run.out;
      }
    }
  }
  for (const auto& file : {messages, history}) {
    const std::string text = test::text_of(file);
    EXPECT_FALSE(text.empty());
    for (const char* name : {"Leo", "Ada", ",e,", "\ne,", "(e)", "(h)", "\nh,"})
      EXPECT_EQ(text.find(name), std::string::npos) << text;
    EXPECT_EQ(text.find("\na,d,"), std::string::npos);
    EXPECT_EQ(text.find("\nd,a,"), std::string::npos);
  }
}

TEST_F(Introductions, WhoeverIsClosedGetsNoAnswerAndIsNotNamed) {
  for (const char* format : {"table", "csv", "json"}) {
    for (const std::string whom : {"e", "Leo Closed"}) {
      if (test::sanitized && (whom == "e") != (format == std::string_view("csv"))) continue;
      const auto run = tertius({"meet", network, whom, "--format", format, "-q"});
      const auto nobody = tertius({"meet", network, "nobody", "--format", format, "-q"});
      EXPECT_EQ(run.status, 2) << run.err;
      EXPECT_EQ(nobody.status, 2) << nobody.err;
      EXPECT_TRUE(run.out.empty()) << run.out;
      const auto said = [](const std::string& text) { return text.substr(0, text.find('\'')); };
      EXPECT_EQ(said(run.err), said(nobody.err)) << "the same as of somebody who is not there";
    }
  }
}

TEST_F(Introductions, TermsAddUpInTheOutput) {
  for (const std::string member : {"a", "b", "c", "d", "f", "g", "j"}) {
    if (test::sanitized && member > "b") break;
    const auto answer = answer_of({"meet", network, member, "--top", "20"});
    const auto& suggestions = answer["result"]["suggestions"];
    EXPECT_GT(suggestions.Size(), 0u) << member;
    double last = 1e9;
    for (const auto& s : suggestions.GetArray()) {
      double sum = 0.0;
      for (const auto& term : s["terms"].GetObject()) sum += term.value.GetDouble();
      EXPECT_NEAR(sum, s["score"].GetDouble(), 1e-9);
      EXPECT_LE(s["score"].GetDouble(), last + 1e-9);
      last = s["score"].GetDouble();
      const auto& strongest = s["without_strongest"];
      EXPECT_NEAR(s["score"].GetDouble() - s["terms"][strongest["term"].GetString()].GetDouble(),
                  strongest["score"].GetDouble(), 1e-9);
      EXPECT_GT(s["reasons"].Size(), 0u) << member << " " << s["id"].GetString();
    }
  }
}

TEST_F(Introductions, OptionsNarrowTheAnswer) {
  const auto near = answer_of({"meet", network, "a", "--near", "plau", "--top", "20"});
  for (const auto& s : near["result"]["suggestions"].GetArray()) {
    EXPECT_NE(std::string("fghik").find(s["id"].GetString()), std::string::npos);
  }
  const auto without = answer_of({"meet", network, "a", "--not", "g", "d", "--top", "20"});
  for (const auto& s : without["result"]["suggestions"].GetArray()) {
    EXPECT_STRNE(s["id"].GetString(), "g");
    EXPECT_STRNE(s["id"].GetString(), "d");
  }
  const auto via = answer_of({"meet", network, "a", "--via", "Niamh O'Dowd", "--top", "20"});
  EXPECT_GT(via["result"]["suggestions"].Size(), 0u);
  for (const auto& s : via["result"]["suggestions"].GetArray())
    EXPECT_STREQ(s["introducers"][0]["id"].GetString(), "b");
  const auto goal = answer_of({"meet", network, "a", "--goal", "Datenbank", "--top", "20"});
  const auto& found = goal["result"]["suggestions"].GetArray();
  EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                          [](const auto& s) { return std::string(s["id"].GetString()) == "h"; }));
}

TEST_F(Introductions, UsageErrorsSayWhatToDo) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"meet", network}, "--all"},
      {{"meet", network, "a", "--all"}, "--all"},
      {{"meet", network, "Jürgen Müssik"}, "Jürgen Müßig"},
      {{"meet", network, "a", "--openness", "2"}, "openness"},
      {{"meet", network, "a", "--score", "magic"}, "adamic-adar"},
      {{"meet", network, "a", "--near", "Atlantis"}, "Waren"},
      {{"meet", network, "a", "--via", "g"}, "contact"},
      {{"meet", network, "a", "--max-degree", "3"}, "--max-degree"},
      {{"path", network, "a", "a"}, "different"},
      {{"introduce", network, "--per-member", "0"}, "--per-member"},
      {{"introduce", network, "--language", "fr"}, "en or de"},
  };
  for (const auto& [words, says] : cases) {
    const auto run = tertius(words);
    EXPECT_EQ(run.status, 2) << says << run.err;
    EXPECT_TRUE(run.out.empty());
    EXPECT_NE(run.err.find(says), std::string::npos) << run.err;
  }
  EXPECT_EQ(tertius({"meet", network, "a", "--avoid", "/no/such/file"}).status, 66);
  const auto unknown = tertius({"meet", network, "a", "--avoid", write("x.csv", "a,b\na,nobody\n")});
  EXPECT_EQ(unknown.status, 65);
  EXPECT_NE(unknown.err.find("x.csv:2"), std::string::npos) << unknown.err;
  EXPECT_EQ(tertius({"meet", network, "a", "--avoid", write("y.csv", "colour\nred\n")}).status, 65);
}

TEST_F(Introductions, RowsOfEverybodyAndBareScores) {
  const auto all = tertius({"meet", network, "--all", "--format", "csv", "-q"});
  EXPECT_EQ(all.out.rfind("member,rank,candidate,score,", 0), 0u) << all.out;
  const auto bare = tertius(
      {"meet", network, "--all", "--score", "resource-allocation", "--top", "3", "--format", "csv", "-q"});
  EXPECT_EQ(bare.out.rfind("member,rank,candidate,score\n", 0), 0u) << bare.out;
  const std::string path = (scratch.path() / "rows.csv").string();
  EXPECT_EQ(tertius({"meet", network, "--all", "--score", "resource-allocation", "--top", "3", "--format",
                     "csv", "-o", path, "-q"})
                .status,
            0);
  EXPECT_EQ(test::text_of(path), bare.out);
  // Without anybody closed the rows come from another kernel; they must say the same.
  const std::string karate = dataset("karate");
  const std::vector<std::string> words = {"meet",  karate, "--all",    "--score", "adamic-adar",
                                          "--top", "4",    "--format", "csv",     "-q"};
  auto filtered = words;
  filtered.insert(filtered.end(), {"--avoid", write("none.csv", "a,b\n")});
  EXPECT_EQ(tertius(words).out, tertius(filtered).out);
}

TEST_F(Introductions, RoundsKeepTheirHistory) {
  const std::string history = (scratch.path() / "history.csv").string();
  std::vector<std::string> seen;
  for (int round = 0; round < 3; ++round) {
    const auto answer = answer_of({"introduce", network, "--history", history});
    for (const auto& i : answer["result"]["introductions"].GetArray()) {
      std::string pair = std::string(i["a"].GetString()) + i["b"].GetString();
      std::sort(pair.begin(), pair.end());
      EXPECT_EQ(std::count(seen.begin(), seen.end(), pair), 0) << pair;
      seen.push_back(pair);
      EXPECT_NE(std::string(i["message"].GetString()).find("May I introduce you to"), std::string::npos);
    }
  }
  EXPECT_FALSE(seen.empty());
  const std::string text = test::text_of(history);
  EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), seen.size() + 1);
  // A file of one's own, with semicolons and further columns, keeps its form.
  const std::string own = write("own.csv", "a;note;b\nAnna Neu;said no;g");
  EXPECT_EQ(tertius({"introduce", network, "--history", own, "-q"}).status, 0);
  const std::string kept = test::text_of(own);
  EXPECT_EQ(kept.rfind("a;note;b\nAnna Neu;said no;g\n", 0), 0u) << kept;
  EXPECT_EQ(kept.find("j;;g"), std::string::npos);
  EXPECT_GT(std::count(kept.begin(), kept.end(), '\n'), 2);
}

TEST_F(Introductions, ARoundThatCannotBeWrittenIsNotKeptAsMade) {
  const std::string history = write("history.csv", "a,b\nAnna Neu,g\n");
  const std::string before = test::text_of(history);
  const std::string nowhere = (scratch.path() / "no such folder" / "round.txt").string();
  for (const std::string& output : {nowhere, std::string("/dev/full")}) {
    const auto run = tertius({"introduce", network, "--history", history, "-o", output});
    EXPECT_EQ(run.status, 1) << run.err;
    EXPECT_EQ(test::text_of(history), before) << output;
  }
  EXPECT_EQ(tertius({"introduce", network, "--history", history, "-q"}).status, 0);
  EXPECT_NE(test::text_of(history), before);
}

TEST_F(Introductions, MessagesCanBeSentInEitherLanguage) {
  const std::string messages = (scratch.path() / "m.txt").string();
  EXPECT_EQ(tertius({"introduce", network, "--messages", messages, "-q"}).status, 0);
  EXPECT_NE(test::text_of(messages).find("Dear "), std::string::npos);
  EXPECT_EQ(tertius({"introduce", network, "--messages", messages, "--language", "de", "-q"}).status, 0);
  EXPECT_NE(test::text_of(messages).find("darf ich Ihnen"), std::string::npos);
}

TEST_F(Introductions, ASinglePersonsListSaysWhatItCannotKnow) {
  const std::string star = write("star.txt", "me x\nme y\nme z\n");
  const auto own = tertius({"meet", star, "me", "-q"});
  EXPECT_NE(own.out.find("one person's list of contacts"), std::string::npos) << own.out;
  EXPECT_NE(own.out.find("Nobody to suggest"), std::string::npos) << own.out;
  EXPECT_NE(tertius({"meet", star, "x", "-q"}).out.find("one person's list of contacts"), std::string::npos);
}

TEST_F(Introductions, DegenerateNetworksHaveAnswers) {
  const std::string complete = write("complete.txt", "p q\nq r\np r\n");
  EXPECT_NE(tertius({"meet", complete, "p", "-q"}).out.find("everybody here is a contact already"),
            std::string::npos);
  const std::string apart = write("apart.txt", "p q\nr s\n");
  EXPECT_NE(tertius({"path", apart, "p", "s", "-q"}).out.find("separate parts"), std::string::npos);
  const std::string line = write("line.txt", "p q\nq r\nr s\ns t\n");
  const auto far = answer_of({"path", line, "p", "t"});
  EXPECT_EQ(far["result"]["distance"].GetInt(), 4);
  EXPECT_EQ(far["result"]["routes"].Size(), 0u);
  const auto near = answer_of({"path", line, "p", "s"});
  EXPECT_EQ(near["result"]["routes"][0]["between"].Size(), 2u);
  EXPECT_TRUE(answer_of({"path", line, "p", "q"})["result"]["connected"].GetBool());
  for (const auto& words :
       {std::vector<std::string>{"introduce", complete}, {"introduce", apart}, {"meet", complete, "--all"}}) {
    for (const char* format : {"table", "csv", "json"}) {
      auto with = words;
      with.insert(with.end(), {"--format", format});
      EXPECT_EQ(tertius(with).status, 0);
    }
  }
}

/// In November the festival of July is over; what day it is stands among the settings where it matters.
TEST_F(Introductions, WhatIsOverIsToldAsOver) {
  const std::string rows =
      "member,group,kind,date\nb,Festival,event,2026-07-14\nc,Festival,event,2026-07-14\n"
      "b,Fair,event,2026-12-20\nc,Choir,group,2020-01-01\n";
  const std::string affiliations = write("affiliations.csv", rows);
  const auto meet = [&](const char* today) {
    return tertius({"meet", network, "a", "--affiliations", affiliations, "--today", today, "-q"}).out;
  };
  const std::string july = meet("2026-07-14"), november = meet("2026-11-30"), later = meet("2027-08-01");
  EXPECT_NE(july.find("Festival (event, 2026-07-14): 2 of your contacts take part"), std::string::npos)
      << july;
  EXPECT_NE(
      november.find("Events that are over\n  Festival (event, 2026-07-14): 2 of your contacts took part"),
      std::string::npos)
      << november;
  EXPECT_NE(november.find("Fair (event, 2026-12-20): 1 of your contacts takes part"), std::string::npos)
      << november;
  EXPECT_EQ(later.find("Festival"), std::string::npos) << later;
  EXPECT_NE(later.find("Fair (event, 2026-12-20): 1 of your contacts took part"), std::string::npos) << later;
  EXPECT_NE(later.find("Choir: 1 of your contacts takes part"), std::string::npos) << later;
  const auto answer =
      answer_of({"meet", network, "a", "--affiliations", affiliations, "--today", "2026-11-30"});
  EXPECT_STREQ(answer["settings"]["today"].GetString(), "2026-11-30");
  for (const auto& c : answer["result"]["contributions"].GetArray())
    EXPECT_EQ(c["past"].GetBool(), std::string(c["group"].GetString()) == "Festival");
  const auto by_clock = answer_of({"introduce", network, "--affiliations", affiliations});
  EXPECT_EQ(std::string(by_clock["settings"]["today"].GetString()).size(), 10u);
  // Without dates of events the day changes nothing, not even the settings.
  for (const char* command : {"meet", "introduce"}) {
    std::vector<std::string> words = {command, network, "--format", "json", "-q"};
    if (words[0] == "meet") words.emplace_back("a");
    const std::string plain = tertius(words).out;
    words.insert(words.end(), {"--today", "1999-01-01"});
    EXPECT_EQ(tertius(words).out, plain) << command;
  }
  const auto wrong = tertius({"meet", network, "a", "--today", "soon"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("2026-11-30"), std::string::npos) << wrong.err;
}

/// The same bytes came with --goal and without it.
TEST_F(Introductions, AGoalChangesTheAnswerInEveryFormat) {
  for (const char* format : {"table", "json"}) {
    for (const std::string& who : {std::string("a"), std::string("--all")}) {
      const std::vector<std::string> plain = {"meet", network, who, "--format", format, "-q"};
      for (const std::string goal : {"Lektorat", "welding"}) {
        if (test::sanitized && (goal == "welding") != (who == "a")) continue;
        auto with = plain;
        with.insert(with.end(), {"--goal", goal});
        const auto answer = tertius(with);
        EXPECT_EQ(answer.status, 0) << answer.err;
        EXPECT_NE(answer.out, tertius(plain).out) << who << " " << goal;
        EXPECT_NE(answer.out.find(goal), std::string::npos) << answer.out;
      }
    }
  }
  const auto found = answer_of({"meet", network, "a", "--goal", "Lektorat"});
  EXPECT_STREQ(found["result"]["goal"]["text"].GetString(), "Lektorat");
  EXPECT_STREQ(found["result"]["suggestions"][0]["id"].GetString(), "k");
  EXPECT_STREQ(found["result"]["suggestions"][0]["question"].GetString(), "goal");
  const auto none = answer_of({"meet", network, "a", "--goal", "welding"});
  EXPECT_NE(std::string(none["result"]["goal"]["note"].GetString())
                .find("Nobody who is open to introductions offers"),
            std::string::npos);
  for (const std::string& who : {std::string("a"), std::string("--all")}) {
    EXPECT_NE(tertius({"meet", network, who, "--goal", "welding", "--format", "csv"})
                  .err.find("Nobody who is open"),
              std::string::npos);
  }
  const auto all = answer_of({"meet", network, "--all", "--goal", "Lektorat"});
  for (const auto& member : all["result"]["members"].GetArray()) {
    const auto& suggestions = member["suggestions"];
    for (rapidjson::SizeType i = 1; i < suggestions.Size(); ++i)
      EXPECT_STRNE(suggestions[i]["id"].GetString(), "k") << "whoever offers the goal comes first";
  }
  const auto both = tertius({"meet", network, "a", "--goal", "Lektorat", "--score", "katz"});
  EXPECT_EQ(both.status, 2);
}

/// meet declined to rank the contacts of one person, round and analyze ranked them.
TEST_F(Introductions, AStarIsCalledOneByEveryCommand) {
  const std::string star = write("star.txt", "me x\nme y\nme z\nme w\n");
  const std::string folder = (scratch.path() / "answers").string();
  const std::vector<std::vector<std::string>> commands = {{"meet", star, "x"},
                                                          {"meet", star, "--all"},
                                                          {"meet", star, "--all", "--format", "json"},
                                                          {"introduce", star},
                                                          {"introduce", star, "--format", "json"},
                                                          {"analyze", star, "-o", folder},
                                                          {"info", star},
                                                          {"measure", star},
                                                          {"clusters", star},
                                                          {"bubbles", star, "--by", "cluster"},
                                                          {"bridges", star},
                                                          {"path", star, "x", "y"},
                                                          {"whatif", star, "--without", "me"}};
  for (const auto& command : commands) {
    const auto run = tertius(command);
    std::string text = run.out;
    for (char& c : text) c = c == '\n' ? ' ' : c;
    EXPECT_NE(text.find("one person's list of contacts"), std::string::npos) << command[0] << "\n" << run.out;
  }
  EXPECT_EQ(answer_of({"introduce", star})["result"]["introductions"].Size(), 0u);
  EXPECT_NE(test::text_of(folder + "/summary.txt").find("0 of 5 members have somebody to meet."),
            std::string::npos);
  const auto meet = answer_of({"meet", star, "--all"});
  for (const auto& member : meet["result"]["members"].GetArray()) EXPECT_EQ(member["suggestions"].Size(), 0u);
}

/// Two who are called the same are told apart in every sentence.
TEST_F(Introductions, TheIdStandsBesideASharedName) {
  scratch.file(
      "same/members.csv",
      "id,name,discipline,offers,needs\nm1,Anna Brandt,art,photos,choir\nm2,Anna Brandt,music,choir,photos\n"
      "m3,Bo,IT,,\nm4,Bo,art,,\nm5,Cem,art,,\n");
  scratch.file("same/connections.csv", "source,target\nm1,m3\nm3,m2\nm2,m5\nm4,m5\nm1,m4\n");
  const std::string same = (scratch.path() / "same").string();
  const auto all_told = [](const std::string& text) {
    for (const char* name : {"Anna Brandt", "Bo"}) {
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
        const std::string after = text.substr(at + std::string(name).size(), 3);
        if (after != " (m") return false;
      }
    }
    return true;
  };
  for (const auto& words : {std::vector<std::string>{"meet", same, "m1"},
                            {"meet", same, "m1", "--explain"},
                            {"meet", same, "--all"},
                            {"path", same, "m1", "m2"},
                            {"path", same, "m1", "m5"},
                            {"introduce", same}}) {
    auto with = words;
    with.emplace_back("-q");
    const std::string out = tertius(with).out;
    EXPECT_TRUE(all_told(out)) << out;
    EXPECT_NE(out.find("Bo (m"), std::string::npos) << out;
    EXPECT_EQ(out.find("Cem (m"), std::string::npos) << out;
  }
  const std::string messages = (scratch.path() / "m.txt").string();
  EXPECT_EQ(tertius({"introduce", same, "--messages", messages, "-q"}).status, 0);
  const std::string letters = test::text_of(messages);
  EXPECT_NE(letters.find("introduce you to Anna Brandt (m2, music)?"), std::string::npos) << letters;
  EXPECT_NE(letters.find("Bo (m3) knows you both"), std::string::npos) << letters;
}

/// "none of your 14 contacts works in (none)".
TEST_F(Introductions, WhoHasNoBubbleIsInNone) {
  scratch.file("part/members.csv", "id,discipline\na,art\nb,art\nc,\nd,\ne,\nf,IT\n");
  scratch.file("part/connections.csv", "source,target\na,b\nb,c\nb,d\nd,e\nb,f\ne,f\n");
  const std::string part = (scratch.path() / "part").string();
  for (const char* member : {"a", "b", "c", "d", "e", "f"}) {
    for (const char* by : {"discipline", "cluster"}) {
      const std::string out = tertius({"meet", part, member, "--by", by, "--openness", "1", "-q"}).out;
      EXPECT_EQ(out.find("(none)"), std::string::npos) << out;
      EXPECT_EQ(out.find("contacts is in cluster"), std::string::npos) << out;
    }
  }
}

/// Every kind of note that path has, on all pairs of a small network, by a search of the test's own.
TEST_F(Introductions, PathSaysHowFarApartTwoAre) {
  const std::string edges = "p q\nq r\nr s\ns t\nu v\n", names = "pqrstuv";
  const std::string line = write("line.txt", edges);
  std::map<std::string, std::size_t> kinds;
  for (const char a : names) {
    std::map<char, int> steps = {{a, 0}};
    for (std::size_t round = 0; round < names.size(); ++round) {
      for (std::size_t e = 0; e + 3 <= edges.size(); e += 4) {
        for (const auto& [x, y] : {std::pair(edges[e], edges[e + 2]), std::pair(edges[e + 2], edges[e])}) {
          if (steps.contains(x) && (!steps.contains(y) || steps[y] > steps[x] + 1)) steps[y] = steps[x] + 1;
        }
      }
    }
    for (const char b : names) {
      if (b <= a) continue;
      const auto answer = answer_of({"path", line, std::string(1, a), std::string(1, b)});
      const auto& result = answer["result"];
      const std::string note = result["note"].GetString();
      const std::string expected =
          !steps.contains(b)
              ? "They are in separate parts of the network: no chain of contacts leads from one to the other."
          : steps[b] == 1 ? "They know each other already."
          : steps[b] <= 3 ? ""
                          : "They are " + std::to_string(steps[b]) +
                                " steps apart, and introductions are looked for over at most two people: "
                                "meet somebody in "
                                "between first.";
      EXPECT_EQ(note, expected) << a << b;
      ++kinds[note];
      EXPECT_EQ(result["distance"].IsNull(), !steps.contains(b));
      if (steps.contains(b)) {
        EXPECT_EQ(result["distance"].GetInt(), steps[b]);
      }
      EXPECT_EQ(result["routes"].Size() > 0, steps.contains(b) && steps[b] > 1 && steps[b] < 4) << a << b;
    }
  }
  EXPECT_EQ(kinds.size(), 4u);
  // q alone stands between p and r.
  const std::string avoid = write("avoid.csv", "a,b\nq,\n");
  const auto closed = answer_of({"path", line, "p", "r", "--avoid", avoid});
  EXPECT_STREQ(closed["result"]["note"].GetString(), "None of those who could introduce them may be asked.");
}

}  // namespace
}  // namespace tertius::cli
