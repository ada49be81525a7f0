// tertius info --member: everything about one person. The networks are written by the test, which therefore
// knows every row that names somebody, those that are refused, merged and repeated included.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/words/sentence.hpp"
#include "tests/cli/program.hpp"
#include "tests/cli/schema.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::Scratch;
using test::tertius;

/// A row that was written: where, what, and whom it names (by number).
struct Written {
  std::string file;
  std::uint64_t line;
  std::string text;
  std::set<std::size_t> names;
};

/// Tables with every kind of mess, and a note of each row.
class MessyNetwork {
 public:
  MessyNetwork(const Scratch& scratch, std::uint64_t seed) : random_(seed) {
    separator_ = ",;\t"[pick(3)];
    crlf_ = pick(3) == 0;
    const bool numbers = pick(2) == 0;
    const std::size_t n = 8 + pick(20);
    for (std::size_t v = 0; v < n; ++v) {
      // Numbers up to 9 also stand as weights, roles and amounts, where they name nobody.
      ids_.push_back(numbers ? std::to_string(v + 1) : fmt::format("{}{}", v % 3 == 0 ? "x " : "m-", v));
      names_.push_back(v % 5 == 4 ? "Twin" : fmt::format("Person {}, Nr. {}", v, v));
    }
    write_members(scratch);
    write_connections(scratch);
    write_affiliations(scratch);
    folder_ = scratch.path().string();
    history_ = table("history.csv", {"a", "b", "introducer", "value", "outcome"});
    for (int i = 0; i < 12; ++i) {
      const std::size_t a = pick(n), b = pick(n), c = pick(n);
      row({ids_[a], pick(2) == 0 ? ids_[b] : called(b), ids_[c], std::to_string(1 + pick(9)), "introduced"},
          {a, b, c});
    }
    history_ = put(scratch, "history.csv");
  }

  const std::string& folder() const { return folder_; }
  const std::string& history() const { return history_; }
  const std::vector<std::string>& ids() const { return ids_; }
  const std::vector<Written>& rows() const { return rows_; }

 private:
  std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  /// What somebody is called in a list: by name where it is theirs alone.
  const std::string& called(std::size_t v) const { return names_[v] != "Twin" ? names_[v] : ids_[v]; }

  std::string quoted(const std::string& cell) {
    const bool must = cell.find_first_of("\"\r\n") != std::string::npos ||
                      cell.find(separator_) != std::string::npos || cell.find(',') != std::string::npos;
    if (!must && pick(4) != 0) return cell;
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
  }
  std::string joined(const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += (i > 0 ? std::string(1, separator_) : "") + quoted(cells[i]);
    return text;
  }

  std::string table(const std::string& file, const std::vector<std::string>& header) {
    file_ = file;
    content_ = joined(header) + end();
    line_ = 2;
    return file;
  }
  std::string end() const { return crlf_ ? "\r\n" : "\n"; }
  void row(const std::vector<std::string>& cells, std::set<std::size_t> names) {
    const std::string text = joined(cells);
    rows_.push_back({file_, line_, text, std::move(names)});
    content_ += text + end();
    line_ += 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    if (pick(10) == 0) content_ += end(), ++line_;  // a blank line
  }
  std::string put(const Scratch& scratch, const std::string& name) { return scratch.file(name, content_); }

  void write_members(const Scratch& scratch) {
    table("members.csv", {"id", "name", "discipline", "note", "mentor"});
    for (std::size_t v = 0; v < ids_.size(); ++v) {
      const std::size_t mentor = pick(ids_.size());
      std::set<std::size_t> names{v};
      const bool has = pick(3) == 0;
      if (has) names.insert(mentor);
      row({ids_[v], names_[v], fmt::format("craft {}", pick(3)), pick(4) == 0 ? "two\nlines \"here\"" : "",
           has ? ids_[mentor] : ""},
          names);
      if (pick(6) == 0)  // again: refused
        row({ids_[v], names_[v], "another craft", "", ""}, {v});
      if (pick(8) == 0)  // too long: refused
        row({ids_[v], names_[v], "a", "b", "", "too", "long"}, {v});
    }
    put(scratch, "members.csv");
  }

  void write_connections(const Scratch& scratch) {
    table("connections.csv", {"source", "target", "weight", "kind"});
    const std::size_t n = ids_.size();
    const auto connection = [&](std::size_t a, std::size_t b, const std::string& weight) {
      row({ids_[a], ids_[b], weight, "friend"}, {a, b});
    };
    for (std::size_t v = 0; v < n; ++v) {
      connection(v, (v + 1) % n, std::to_string(1 + pick(9)));
      if (pick(2) == 0) connection(v, (v + 2) % n, std::to_string(1 + pick(9)));
      if (pick(6) == 0) connection((v + 1) % n, v, "2");                              // merged
      if (pick(8) == 0) connection(v, v, "1");                                        // a loop
      if (pick(8) == 0) connection(v, (v + 3) % n, "-1");                             // refused
      if (pick(8) == 0) row({ids_[v], "stranger", "1", ""}, {v});                     // refused
      if (pick(8) == 0) row({ids_[v]}, {v});                                          // too short
      if (pick(8) == 0) row({"stranger", "another", std::to_string(v + 1), ""}, {});  // a figure
    }
    put(scratch, "connections.csv");
  }

  void write_affiliations(const Scratch& scratch) {
    table("affiliations.csv", {"member", "group", "kind", "role"});
    for (std::size_t v = 0; v < ids_.size(); ++v) {
      if (pick(2) == 0)
        row({ids_[v], fmt::format("table {}", pick(4)), "table", std::to_string(pick(9))}, {v});
      if (pick(6) == 0) row({ids_[v], "", "", ""}, {v});  // refused
    }
    put(scratch, "affiliations.csv");
  }

  std::mt19937_64 random_;
  char separator_ = ',';
  bool crlf_ = false;
  std::vector<std::string> ids_, names_;
  std::vector<Written> rows_;
  std::string folder_, history_, file_, content_;
  std::uint64_t line_ = 1;
};

rapidjson::Document parsed(const std::filesystem::path& path) {
  rapidjson::Document document;
  document.Parse(test::text_of(path).c_str());
  EXPECT_FALSE(document.HasParseError()) << path;
  return document;
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

TEST(MemberRecord, HoldsEveryRowThatNamesTheMemberAndNoOther) {
  for (std::uint64_t seed = 1; seed <= test::repeats(12U); ++seed) {
    const Scratch scratch;
    const MessyNetwork network(scratch, seed);
    for (std::size_t v = 0; v < network.ids().size(); v += 3) {
      SCOPED_TRACE(fmt::format("seed {}, member {}", seed, network.ids()[v]));
      const auto folder = scratch.path() / "record";
      const auto run = tertius({"info", network.folder(), "--member=" + network.ids()[v], "--history",
                                network.history(), "-o", folder.string()});
      ASSERT_EQ(run.status, 0) << run.err;
      const std::string text = test::text_of(folder / "member.json");
      test::expect_valid("member", text);
      const auto document = parsed(folder / "member.json");
      std::map<std::pair<std::string, std::uint64_t>, std::pair<std::string, bool>> found;
      for (const auto& file : document["result"]["files"].GetArray()) {
        const std::string name = std::filesystem::path(file["file"].GetString()).filename().string();
        for (const auto& row : file["rows"].GetArray())
          found[{name, row["line"].GetUint64()}] = {row["text"].GetString(), row["whole"].GetBool()};
      }
      std::size_t expected = 0;
      for (const Written& row : network.rows()) {
        const auto at = found.find({row.file, row.line});
        if (row.names.count(v) == 0) {
          EXPECT_EQ(at, found.end()) << row.file << ":" << row.line << " names somebody else: " << row.text;
          continue;
        }
        ++expected;
        ASSERT_NE(at, found.end()) << row.file << ":" << row.line << " is missing: " << row.text;
        if (at->second.second) {
          EXPECT_EQ(at->second.first, row.text) << row.file << ":" << row.line;
        } else {
          EXPECT_EQ(row.file, "members.csv") << "only data about others are left out";
          EXPECT_EQ(at->second.first, network.ids()[v]);
        }
      }
      EXPECT_EQ(found.size(), expected);
    }
  }
}

TEST(MemberRecord, IsForItsOwnerAlone) {
  const Scratch scratch;
  const auto folder = scratch.path() / "record";
  const auto run = tertius({"info", dataset("lakeside"), "--member", "Jana Feld", "-o", folder.string()});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(mode_of(folder), 0700U);
  for (const char* file : {"letter.txt", "member.json"}) EXPECT_EQ(mode_of(folder / file), 0600U) << file;
  // A file that lay there for everybody to read is not filled, but replaced.
  std::filesystem::permissions(folder / "letter.txt", std::filesystem::perms(0644));
  ASSERT_EQ(tertius({"info", dataset("lakeside"), "--member", "m126", "-o", folder.string()}).status, 0);
  EXPECT_EQ(mode_of(folder / "letter.txt"), 0600U);
}

TEST(MemberRecord, AgreesWithTheOtherCommands) {
  const Scratch scratch;
  const auto folder = scratch.path() / "record";
  ASSERT_EQ(tertius({"info", dataset("lakeside"), "--member", "Jana Feld", "-o", folder.string()}).status, 0);
  const auto record = parsed(folder / "member.json");
  const auto& computed = record["result"]["computed"];
  const auto meet = test::json_of({"meet", dataset("lakeside"), "Jana Feld", "--format", "json"});
  std::set<std::string> suggested;
  for (const auto& s : computed["suggested"].GetArray()) suggested.insert(s["id"].GetString());
  ASSERT_GT(meet["result"]["suggestions"].Size(), 0U);
  for (const auto& s : meet["result"]["suggestions"].GetArray())
    EXPECT_EQ(suggested.count(s["id"].GetString()), 1U) << s["id"].GetString();
  // Whoever `meet` suggests her to knows of it, and nobody else.
  std::set<std::string> to;
  for (const auto& s : computed["suggested_to"].GetArray()) to.insert(s["id"].GetString());
  const auto all = test::json_of({"meet", dataset("lakeside"), "--all", "--format", "json"});
  const auto names_her = [](const rapidjson::Value& suggestions) {
    const auto list = suggestions.GetArray();
    return std::any_of(list.begin(), list.end(),
                       [](const auto& s) { return std::string(s["id"].GetString()) == "m126"; });
  };
  std::set<std::string> told;
  for (const auto& member : all["result"]["members"].GetArray())
    if (names_her(member["suggestions"])) told.insert(member["id"].GetString());
  EXPECT_GT(told.size(), 3U);
  EXPECT_TRUE(std::includes(to.begin(), to.end(), told.begin(), told.end()));
  std::size_t asked = 0;
  for (const std::string& id : to) {
    if (test::sanitized && ++asked > 3) break;
    const auto theirs = test::json_of({"meet", dataset("lakeside"), id, "--format", "json"});
    EXPECT_TRUE(told.count(id) > 0 || names_her(theirs["result"]["suggestions"])) << id;
  }
  const auto bridges = test::json_of({"bridges", dataset("lakeside"), "--format", "json"});
  for (const auto& member : bridges["result"]["members"].GetArray()) {
    if (std::string(member["id"].GetString()) != "m126") continue;
    for (const char* name : {"constraint", "participation", "effective_size", "cut_off"})
      EXPECT_EQ(computed["figures"][name].GetDouble(), member[name].GetDouble()) << name;
  }
  const auto measures = test::json_of({"measure", dataset("lakeside"), "--format", "json"});
  for (const auto& member : measures["result"]["members"].GetArray()) {
    if (std::string(member["id"].GetString()) != "m126") continue;
    for (const auto& name : measures["result"]["measures"].GetArray()) {
      EXPECT_EQ(computed["figures"][name.GetString()].GetDouble(), member[name.GetString()].GetDouble());
    }
  }
}

TEST(MemberRecord, ExplainsEveryFigureInEveryLanguage) {
  for (const words::Language language : words::languages()) {
    const Scratch scratch;
    const auto folder = scratch.path() / "record";
    const std::string code(words::code_of(language));
    const auto run =
        tertius({"info", dataset("karate"), "--member", "1", "-o", folder.string(), "--language", code});
    ASSERT_EQ(run.status, 0) << run.err;
    const auto document = parsed(folder / "member.json");
    const auto figures = document["result"]["computed"]["figures"].GetObject();
    std::istringstream letter(test::text_of(folder / "letter.txt"));
    std::size_t explained = 0;
    // "  - core number: 4 (you belong to a group in which ..."
    const std::regex figure("  - [^:]+: ([0-9.,]+|[a-z ]+) \\([^ ].*");
    for (std::string line; std::getline(letter, line);) explained += std::regex_match(line, figure) ? 1 : 0;
    EXPECT_EQ(explained, figures.MemberCount()) << letter.str();
  }
}

TEST(MemberRecord, LetterNamesNobodyElseWhoDidNotAgree) {
  const Scratch scratch;
  const std::string folder = scratch.path().string();
  scratch.file("members.csv",
               "id,name,discipline,open\nada,Ada Canary,law,no\nbo,Bo Open,law,yes\ncy,Cy Sparrow,law,no\n"
               "di,Di Open,IT,yes\n");
  scratch.file("connections.csv", "source,target,kind\nbo,ada,friend\nbo,cy,friend\ndi,bo,friend\nada,di,\n");
  const auto run = tertius({"info", folder, "--member", "bo", "-o", folder + "/record"});
  ASSERT_EQ(run.status, 0) << run.err;
  const std::string letter = test::text_of(folder + "/record/letter.txt");
  for (const char* hidden : {"Ada", "Canary", "ada", "cy;", "Sparrow"})
    EXPECT_EQ(letter.find(hidden), std::string::npos) << hidden << " in\n" << letter;
  EXPECT_NE(letter.find("target: another member"), std::string::npos) << letter;
  EXPECT_NE(letter.find("Di Open"), std::string::npos) << letter;
  EXPECT_NE(letter.find("by discipline: law, of 3 members"), std::string::npos) << letter;
  ASSERT_EQ(tertius({"info", folder, "--member", "di", "-o", folder + "/di", "--language", "deutsch"}).status,
            0);
  EXPECT_NE(test::text_of(folder + "/di/letter.txt").find("nach Disziplin: IT, 1 Mitglied\n"),
            std::string::npos);
  // In the rows themselves they stand as they do in the files.
  const auto document = parsed(folder + "/record/member.json");
  EXPECT_EQ(document["result"]["connections"].Size(), 3U);
  for (const auto& connection : document["result"]["connections"].GetArray())
    EXPECT_EQ(connection["id"].IsNull(), connection["name"].IsNull());
  EXPECT_NE(test::text_of(folder + "/record/member.json").find("bo,ada,friend"), std::string::npos);

  // Who did not agree has the right, too; nobody is suggested to them.
  ASSERT_EQ(
      tertius({"info", folder, "--member", "Ada Canary", "-o", folder + "/ada", "--language", "de"}).status,
      0);
  const auto ada = parsed(folder + "/ada/member.json");
  EXPECT_STREQ(ada["result"]["consent"].GetString(), "no");
  EXPECT_FALSE(ada["result"]["computed"]["introduced"].GetBool());
  EXPECT_EQ(ada["result"]["connections"].Size(), 2U);
  EXPECT_NE(test::text_of(folder + "/ada/letter.txt").find("nicht einverstanden"), std::string::npos);
  EXPECT_EQ(test::text_of(folder + "/ada/letter.txt").find("Sparrow"), std::string::npos);
}

TEST(MemberRecord, ComputesNothingWithWhoeverIsOut) {
  const Scratch scratch;
  const std::string folder = scratch.path().string();
  scratch.file("members.csv",
               "Nr,id,Einwilligung\n1,ada,ja\n2,bo,raus\n3,cy,ja\n4,di,\n5,ed,vielleicht\n6,fe,ungefragt\n");
  scratch.file("connections.csv", "source,target\nada,bo\nbo,cy\ncy,di\ndi,ada\ned,fe\nfe,cy\n");
  const auto record_of = [&](const std::string& member) {
    const auto run = tertius({"info", folder, "--member", member, "-o", folder + "/record"});
    EXPECT_EQ(run.status, 0) << run.err;
    test::expect_valid("member", test::text_of(folder + "/record/member.json"));
    return parsed(folder + "/record/member.json");
  };
  const auto out = record_of("bo");
  EXPECT_STREQ(out["result"]["consent"].GetString(), "out");
  EXPECT_TRUE(out["result"]["computed"].IsNull());
  EXPECT_EQ(out["result"]["connections"].Size(), 2U) << "what is held is shown all the same";
  EXPECT_NE(test::text_of(folder + "/record/letter.txt").find("nothing is computed"), std::string::npos);
  const auto ada = record_of("ada");
  EXPECT_EQ(ada["result"]["connections"].Size(), 2U);
  EXPECT_EQ(ada["result"]["computed"]["figures"]["degree"].GetInt(), 1) << "the tie to bo does not count";
  for (const auto& [member, state] :
       std::map<std::string, std::string>{{"di", "no"}, {"ed", "no"}, {"fe", "unasked"}}) {
    const auto document = record_of(member);
    EXPECT_EQ(document["result"]["consent"].GetString(), state) << member;
    EXPECT_FALSE(document["result"]["computed"]["introduced"].GetBool()) << member;
  }
}

TEST(MemberRecord, FindsLinesOfOtherFormatsByTheWholeWord) {
  const Scratch scratch;
  const std::string graph = scratch.file(
      "friends.dot",
      "graph {\n  ada [label=\"Ada, m017\"];\n  ada--bo;\n  bo--cy;\n  cy--ada-2;\n ada -- cy\n}\n");
  const auto lines_of = [&](const std::string& path, const std::string& member) {
    const auto folder = scratch.path() / "record";
    const auto run = tertius({"info", path, "--member", member, "-o", folder.string()});
    EXPECT_EQ(run.status, 0) << run.err;
    test::expect_valid("member", test::text_of(folder / "member.json"));
    const auto document = parsed(folder / "member.json");
    std::vector<std::uint64_t> lines;
    for (const auto& row : document["result"]["files"][0]["rows"].GetArray())
      lines.push_back(row["line"].GetUint64());
    return lines;
  };
  EXPECT_EQ(lines_of(graph, "bo"), (std::vector<std::uint64_t>{3, 4}));
  EXPECT_EQ(lines_of(graph, "cy"), (std::vector<std::uint64_t>{4, 5, 6}));
  const std::string edges = scratch.file("edges.txt", "# a comment\n1 2 3\n2 3 1\n\n3 1 2\n3 17 1\n17 2 7\n");
  EXPECT_EQ(lines_of(edges, "1"), (std::vector<std::uint64_t>{2, 5})) << "a weight is no name";
  EXPECT_EQ(lines_of(edges, "17"), (std::vector<std::uint64_t>{6, 7}));
  const std::string xml = scratch.file(
      "friends.graphml",
      "<graphml><graph edgedefault=\"undirected\">\n<node id=\"O&apos;Brien\"/><node id=\"b\"/>\n<node "
      "id=\"c\"/>\n"
      "<edge source=\"O&#39;Brien\" target=\"b\"/>\n<edge source=\"b\" target=\"c\"/></graph></graphml>\n");
  EXPECT_EQ(lines_of(xml, "O'Brien"), (std::vector<std::uint64_t>{2, 4}));
  // One long line: the objects of the member, and no others.
  std::string nodes, links;
  for (int v = 0; v < 60; ++v) {
    nodes += fmt::format("{}{{\"id\": \"p{}\", \"secret\": \"s{}s\"}}", v > 0 ? ", " : "", v, v);
    links +=
        fmt::format("{}{{\"source\": \"p{}\", \"target\": \"p{}\"}}", v > 0 ? ", " : "", v, (v + 1) % 60);
  }
  const std::string json =
      scratch.file("friends.json", fmt::format("{{\"nodes\": [{}], \"links\": [{}]}}\n", nodes, links));
  EXPECT_EQ(lines_of(json, "p7"), (std::vector<std::uint64_t>{1, 1, 1}));
  const std::string record = test::text_of(scratch.path() / "record/member.json");
  EXPECT_NE(record.find("s7s"), std::string::npos);
  EXPECT_EQ(record.find("s8s"), std::string::npos) << "data of somebody else";
}

TEST(MemberRecord, SaysWhatASnapshotHolds) {
  const Scratch scratch;
  const std::string snapshot = (scratch.path() / "lakeside.tertius").string();
  ASSERT_EQ(tertius({"convert", dataset("lakeside"), snapshot}).status, 0);
  const auto folder = scratch.path() / "record";
  const auto run = tertius({"info", snapshot, "--member", "Jana Feld", "-o", folder.string()});
  ASSERT_EQ(run.status, 0) << run.err;
  const auto document = parsed(folder / "member.json");
  EXPECT_FALSE(document["result"]["files"][0]["searched"].GetBool());
  EXPECT_STREQ(document["result"]["attributes"]["discipline"].GetString(), "museum education");
  EXPECT_EQ(document["result"]["connections"].Size(), 19U);
  EXPECT_EQ(document["result"]["affiliations"].Size(), 2U);
  EXPECT_NE(test::text_of(folder / "letter.txt").find("discipline: museum education"), std::string::npos);
}

TEST(MemberRecord, RefusesWhatItCannotDo) {
  const std::string lakeside = dataset("lakeside");
  const Scratch scratch;
  const std::string folder = (scratch.path() / "record").string();
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"info", lakeside, "--member", "Jana Feld"},
           {"info", lakeside, "--member", "Jana Feld", "-o", folder, "--format", "json"},
           {"info", lakeside, "--member", "Jana Feld", "-o", folder, "--language", "fr"},
           {"info", lakeside, "--member", "Nobody Atall", "-o", folder},
           {"info", lakeside, "--history", "x.csv"},
           {"info", "-", "--member", "b", "-o", folder}}) {
    const auto run = tertius(words, "a b\nb c\nc a\n");
    EXPECT_EQ(run.status, 2) << words.back() << "\n" << run.err;
    EXPECT_FALSE(std::filesystem::exists(folder)) << words.back();
  }
}

}  // namespace
}  // namespace tertius::cli
