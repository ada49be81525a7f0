// The promise of docs/privacy.md, over the register of commands: a member who did not agree is named in no
// answer, in no format, by no option, in no message; one who is out is in nothing at all. A new command or
// option is in this test by existing; one whose values are not known here makes it fail.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "cli/command.hpp"
#include "cli/common_options.hpp"
#include "cli/run.hpp"
#include "tests/consent/hostile_network.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

namespace fs = std::filesystem;
using test::HostileNetwork;

/// What goes to a descriptor while this lives.
class Captured {
 public:
  explicit Captured(int descriptor)
      : descriptor_(descriptor), kept_(dup(descriptor)), memory_(memfd_create("captured", 0)) {
    dup2(memory_, descriptor_);
  }
  ~Captured() {
    dup2(kept_, descriptor_);
    close(kept_);
    close(memory_);
  }
  std::string text() const {
    std::fflush(nullptr);
    std::string text(static_cast<std::size_t>(lseek(memory_, 0, SEEK_END)), '\0');
    if (pread(memory_, text.data(), text.size(), 0) < 0) text.clear();
    return text;
  }

 private:
  int descriptor_, kept_, memory_;
};

struct Answer {
  int status = 0;
  std::string out, err, files;
  std::string all() const { return out + err + files; }
};

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Runs the command as main() does; what it writes into `folder` is part of the answer.
Answer run(const std::vector<std::string>& words, const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  Answer answer;
  {
    const Captured out(1), err(2);
    answer.status = cli::run(words);
    answer.out = out.text();
    answer.err = err.text();
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) answer.files += content_of(entry.path());
  return answer;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text = "tertius";
  for (const std::string& word : words) text += " '" + word + "'";
  return text;
}

/// A folder in memory that vanishes with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) +
                          std::string("/tertius-consent-XXXXXX");
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

/// One network, and random runs of every command on it.
class Trial {
 public:
  Trial(const Folder& folder, std::uint64_t seed) : folder_(folder), random_(seed * 7919 + 17) {
    const fs::path network = folder / "network";
    fs::remove_all(network);
    fs::create_directories(network);
    who_ = test::write_hostile_network(network, seed);
    network_ = network.string();
    lists_ = (folder / "lists").string();
    fs::create_directories(lists_);
    write("avoid.csv", "a,b\n" + somebody() + "," + who_.closed.front() + "\n");
    write("history.csv", "a,b,outcome\n" + who_.open[0] + "," + who_.closed.front() + ",introduced\n");
    std::string groups = "id,cluster\n";
    for (const auto* ids : {&who_.open, &who_.closed, &who_.out})
      for (const std::string& id : *ids) groups += fmt::format("{},{}\n", id, below(3));
    write("groups.csv", groups);
    write("pairs.csv", "source,target\n" + who_.open[0] + "," + who_.open[1] + "\n");
  }

  const HostileNetwork& who() const { return who_; }
  std::string network() const { return network_; }
  std::string somebody() {
    return who_.open[static_cast<std::size_t>(below(static_cast<int>(who_.open.size())))];
  }
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }

  /// Words that run the command with some of its options on the network, or on `instead`.
  std::vector<std::string> words_of(const cli::Command& command, const std::string& instead = {}) {
    std::vector<std::string> words = {std::string(command.name)};
    const bool files =
        instead.empty() && command.min_arguments == 0 && command.name != "meet" && below(6) == 0;
    if (files)
      words.insert(words.end(),
                   {"--members", network_ + "/members.csv", "--connections", network_ + "/connections.csv"});
    else if (command.reads_network)
      words.push_back(instead.empty() ? network_ : instead);
    const bool everybody = command.name == "meet" && below(3) == 0;
    std::size_t arguments = command.min_arguments;
    if (command.name == "meet" && !everybody) arguments = 1;
    for (std::size_t i = 0; i < arguments; ++i) words.push_back(who_.open[i]);
    if (everybody) words.push_back("--all");
    if (command.name == "whatif") words.insert(words.end(), {"--without", somebody()});
    Options options = own_options(command);
    options.append(input_options(command));
    for (const Option& option : options.all()) {
      const std::string& name = option.name;
      if (name == "all" || name == "without" || name == command.data_option || name == "columns" ||
          below(7) != 0)
        continue;
      if (option.placeholder.empty()) {
        words.push_back("--" + name);
      } else if (const auto value = value_of(option); !value.empty()) {
        words.push_back("--" + name);
        words.insert(words.end(), value.begin(), value.end());
      }
    }
    // On networks this small a second thread only waits.
    if (below(8) != 0) words.insert(words.end(), {"--threads", "1"});
    constexpr const char* formats[] = {"table", "csv", "json"};
    words.insert(words.end(), {"--format", formats[below(3)]});
    if (command.name == "analyze") words.insert(words.end(), {"-o", out()});
    if (command.name == "report")
      words.insert(words.end(), {"-o", out() + (below(3) == 0 ? "/map.svg" : "/report.html")});
    if (command.name == "bubbles") words.insert(words.end(), {"--permutations", "19"});
    if (command.name == "evaluate") words.insert(words.end(), {"--rounds", "1"});
    return words;
  }

  std::string out() const { return (folder_ / "out").string(); }
  Answer answer(const std::vector<std::string>& words) const { return run(words, folder_ / "out"); }

 private:
  /// A value that the option may have; none where another one decides, and a failure for one nobody thought
  /// of.
  std::vector<std::string> value_of(const Option& option);
  /// The same of what the declaration of the option tells alone: choices, numbers, members.
  std::vector<std::string> declared_value_of(const Option& option);

  void write(const char* name, const std::string& text) const {
    std::ofstream(fs::path(lists_) / name) << text;
  }
  std::string list(const char* name) const { return (fs::path(lists_) / name).string(); }

  const Folder& folder_;
  std::mt19937_64 random_;
  HostileNetwork who_;
  std::string network_, lists_;
};

std::vector<std::string> Trial::declared_value_of(const Option& option) {
  if (!option.choices.empty())
    return {std::string(
        option.choices[static_cast<std::size_t>(below(static_cast<int>(option.choices.size())))].first)};
  if (option.placeholder.starts_with("MEMBER")) return {somebody()};
  const double least = std::isfinite(option.range.least) ? option.range.least : 0;
  if (option.expected.starts_with("a whole number"))
    return {fmt::format("{}", std::max(1.0, least) + below(3))};
  if (option.expected.starts_with("a number")) {
    const double most = std::isfinite(option.range.most) ? option.range.most : least + 2;
    const double part = option.range.with_ends ? below(3) / 2.0 : (1 + below(3)) / 10.0;
    return {fmt::format("{}", least + part * (most - least))};
  }
  return {};
}

std::vector<std::string> Trial::value_of(const Option& option) {
  const std::map<std::string, std::vector<std::vector<std::string>>> values = {
      {"by",
       {{"discipline"}, {"region"}, {"cluster"}, {"discipline,region"}, {"offers"}, {"age"}, {"e-mail"}}},
      {"members", {}},
      {"connections", {}},
      {"affiliations", {}},
      {"input-format", {}},
      {"consent", {{"region"}}},
      {"column", {{"offers=needs"}, {"region=e-mail"}, {"discipline=REGION"}}},
      {"names", {{list("names.csv")}}},  // the organiser's own
      {"max-input", {{"1G"}}},
      {"memory-limit", {{"1G"}}},
      {"refused", {{out() + "/refused.csv"}}},
      // of members
      {"with", {{who_.open[0] + "," + who_.open[1]}}},
      {"avoid", {{list("avoid.csv")}}},
      {"history", {{list("history.csv")}}},
      {"previous", {{list("groups.csv")}}},
      {"compare", {{"discipline"}, {"offers"}, {list("groups.csv")}}},
      {"train", {}},
      {"hidden", {}},
      {"words", {}},
      {"near", {{"Waren"}}},
      {"goal", {{"pottery"}, {"something else"}}},
      {"between", {{"film,crafts"}}},
      // of files that are written
      {"messages", {{out() + "/messages.txt"}}},
      {"chart", {{out() + "/chart.svg"}}},
      {"title", {{"Our network"}}},
      {"refused", {{out() + "/refused.csv"}}},
      // of numbers and names
      {"score", {{"resource-allocation"}, {"common-neighbours"}}},
      {"max-degree", {}},
      {"today", {{"2026-11-30"}}},
      {"resolution", {{"0.5"}, {"2"}}},
      {"iterations", {{"1"}}},
      {"permutations", {}},
      {"share", {{"0.2"}}},
      {"rounds", {}},
  };
  const auto known = values.find(option.name);
  if (known == values.end()) {
    auto declared = declared_value_of(option);
    if (declared.empty()) ADD_FAILURE() << "--" << option.name << " is new: say here which values it takes";
    return declared;
  }
  if (known->second.empty()) return {};
  return known->second[static_cast<std::size_t>(below(static_cast<int>(known->second.size())))];
}

/// Where a mark stands, with what is around it; empty where it does not.
std::string betrayal(const std::string& text, const char* mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return "";
  return text.substr(at > 200 ? at - 200 : 0, 400);
}

/// Whether the word stands in the row as a whole: "Qzno4" is not in "Qzno41".
bool mentions(const std::string& row, const std::string& word) {
  for (std::size_t at = row.find(word); at != std::string::npos; at = row.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (end == row.size() || row[end] < '0' || row[end] > '9') return true;
  }
  return false;
}

bool has(const std::vector<std::string>& words, const char* word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Nothing of those who did not agree, whatever is asked; nothing of those who are out even where names are
/// revealed, and nothing of anybody where the answer is to be shared.
void expect_silence(const std::vector<std::string>& words, const Answer& answer) {
  EXPECT_EQ(betrayal(answer.all(), test::out_mark), "") << joined(words);
  if (!has(words, "--reveal-opted-out")) {
    EXPECT_EQ(betrayal(answer.all(), test::no_mark), "") << joined(words);
  }
  if (has(words, "--share") && words.front() != "evaluate") {
    std::string typed = answer.all();
    for (const std::string& word : words)  // what the user typed is theirs
      for (std::size_t at = typed.find(word); word.starts_with(test::open_mark) && at != std::string::npos;
           at = typed.find(word))
        typed.erase(at, word.size());
    EXPECT_EQ(betrayal(typed, test::open_mark), "") << joined(words);
  }
}

bool answers(const cli::Command& command) {
  return command.reads_network && command.gives != cli::Gives::data;
}

std::uint64_t networks() {
  const char* wanted = std::getenv("TERTIUS_CONSENT_NETWORKS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 10'000;
}

/// A share of the networks each, so that several run side by side.
class Consent : public testing::TestWithParam<std::uint64_t> {};
constexpr std::uint64_t shares = 4;

TEST_P(Consent, NobodyWhoDidNotAgreeIsNamedByAnyCommand) {
  const Folder folder;
  std::uint64_t asked = 0, answered = 0;
  for (std::uint64_t seed = GetParam(); seed < networks() && !HasFailure(); seed += shares) {
    Trial trial(folder, seed);
    // Two of the commands for each network, in turn: each is run on thousands of networks.
    const auto& all = cli::commands();
    std::uint64_t turn = seed / shares;
    for (int runs = 0; runs < 2; ++turn) {
      const cli::Command& command = *all[turn % all.size()];
      if (!answers(command) || (command.name == "evaluate" && seed % 16 != 0)) continue;
      ++runs;
      const auto words = trial.words_of(command);
      const Answer answer = trial.answer(words);
      expect_silence(words, answer);
      ++asked;
      answered += answer.status == 0 ? 1 : 0;
    }
  }
  EXPECT_GT(2 * answered, asked) << "whoever only refuses names nobody";
}

TEST_P(Consent, NorIsWhatWasConverted) {
  const Folder folder;
  constexpr const char* formats[] = {"net.graphml", "net.gexf", "net.gml",
                                     "net.tertius", "net.json", "net.dot"};
  for (std::uint64_t seed = GetParam(); seed < networks() / 10 && !HasFailure(); seed += shares) {
    Trial trial(folder, seed);
    const std::string converted = (folder / formats[seed / shares % std::size(formats)]).string();
    ASSERT_EQ(trial.answer({"convert", trial.network(), converted, "-q"}).status, 0) << converted;
    struct stat status {};
    ASSERT_EQ(stat(converted.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << "data are for their owner alone: " << converted;
    const auto& all = cli::commands();
    for (const cli::Command* command : all) {
      if (!answers(*command) || command->name == "evaluate" || trial.below(4) != 0) continue;
      const auto words = trial.words_of(*command, converted);
      expect_silence(words, trial.answer(words));
    }
    fs::remove(converted);
  }
}

TEST_P(Consent, NorIsWhatWasImported) {
  const Folder folder;
  for (std::uint64_t seed = GetParam(); seed < networks() / 40 && !HasFailure(); seed += shares) {
    Trial trial(folder, seed);
    const std::string imported = (folder / "imported").string();
    fs::remove_all(imported);
    ASSERT_EQ(trial.answer({"import", trial.network(), "-o", imported}).status, 0);
    ASSERT_EQ(trial.answer({"import", trial.network(), "-o", imported, "--update"}).status, 0);
    for (const cli::Command* command : cli::commands()) {
      if (!answers(*command) || command->name == "evaluate" || trial.below(4) != 0) continue;
      const auto words = trial.words_of(*command, imported);
      expect_silence(words, trial.answer(words));
    }
  }
}

TEST_P(Consent, NoMessageTellsSomebodyWhoDidNotAgreeFromNobody) {
  const Folder folder;
  for (std::uint64_t seed = GetParam(); seed < networks() / 20 && !HasFailure(); seed += shares) {
    Trial trial(folder, seed);
    std::vector<std::string> asked = trial.who().closed_names;
    asked.insert(asked.end(), trial.who().closed.begin(), trial.who().closed.end());
    asked.insert(asked.end(), trial.who().out.begin(), trial.who().out.end());
    const std::string name = asked[static_cast<std::size_t>(trial.below(static_cast<int>(asked.size())))];
    const std::string nobody = std::string(name.size(), '7');
    const std::string friend_ = trial.who().open.front();
    const auto outcome = [&](const std::string& whom, int which) {
      const std::vector<std::vector<std::string>> cases = {
          {"meet", trial.network(), whom},
          {"meet", trial.network(), friend_, "--via", whom},
          {"meet", trial.network(), friend_, "--not", whom},
          {"path", trial.network(), friend_, whom},
          {"path", trial.network(), whom, friend_},
          {"whatif", trial.network(), "--without", whom},
          {"whatif", trial.network(), "--with", friend_ + "," + whom},
          {"measure", trial.network(), "pagerank", "--from", whom},
      };
      Answer answer = trial.answer(cases[static_cast<std::size_t>(which)]);
      // The closest names depend on what was typed; what is said of it does not.
      std::string said = answer.err.substr(0, answer.err.find("; the closest"));
      for (std::size_t at = said.find(whom); at != std::string::npos; at = said.find(whom))
        said.replace(at, whom.size(), "X");
      std::string all = answer.all();
      for (std::size_t at = all.find(whom); at != std::string::npos; at = all.find(whom))
        all.erase(at, whom.size());
      EXPECT_EQ(betrayal(all, test::no_mark), "") << joined(cases[static_cast<std::size_t>(which)]);
      EXPECT_EQ(betrayal(all, test::out_mark), "") << joined(cases[static_cast<std::size_t>(which)]);
      return std::pair(answer.status, said);
    };
    const int which = trial.below(8);
    EXPECT_EQ(outcome(name, which), outcome(nobody, which)) << which << " " << name;
  }
}

TEST_P(Consent, NoDifferenceOfTwoAnswersNamesAMember) {
  // Two answers, with and without the connections of somebody who did not agree: pseudonyms are the same in
  // both, so that their difference is about a pseudonym, and it holds none of that member's words.
  const Folder folder;
  for (std::uint64_t seed = GetParam(); seed < networks() / 20 && !HasFailure(); seed += shares) {
    Trial trial(folder, seed);
    const std::vector<std::string> words = {"measure", trial.network(), "degree", "--format", "csv", "-q"};
    const Answer with = trial.answer(words);
    const std::string gone = trial.who().closed.front();
    const fs::path connections = fs::path(trial.network()) / "connections.csv";
    std::istringstream rows(content_of(connections));
    std::string row, kept;
    while (std::getline(rows, row))
      if (!mentions(row, gone)) kept += row + "\n";
    std::ofstream(connections) << kept;
    const Answer without = trial.answer(words);
    if (without.status != 0) continue;  // nobody is connected any more
    std::istringstream a(with.out), b(without.out);
    std::string x, y;
    while (std::getline(a, x) && std::getline(b, y))
      EXPECT_EQ(x.substr(0, x.find(',')), y.substr(0, y.find(','))) << "pseudonyms moved";
    EXPECT_EQ(betrayal(with.all() + without.all(), test::no_mark), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Shares, Consent, testing::Range(std::uint64_t{0}, shares));

rapidjson::Document parsed(const Answer& answer) {
  rapidjson::Document document;
  document.Parse(answer.out.c_str());
  EXPECT_FALSE(document.HasParseError()) << answer.out.substr(0, 300) << answer.err;
  return document;
}

/// Every id below `value`, whatever it belongs to.
void collect_ids(const rapidjson::Value& value, std::set<std::string>& ids) {
  if (value.IsString()) ids.insert(value.GetString());
  if (value.IsArray())
    for (const auto& item : value.GetArray()) collect_ids(item, ids);
  if (value.IsObject())
    for (const auto& [key, item] : value.GetObject()) collect_ids(item, ids);
}

TEST(Proposals, AreOfMembersWhoAgreedAlone) {
  // New connections, members closest to a gap, centres of clusters: what somebody may act on is about people
  // who want it, not about pseudonyms, and not even where the organisers see the names.
  const Folder folder;
  std::size_t proposals = 0;
  for (std::uint64_t seed = 0; seed < test::repeats(300U) && !testing::Test::HasFailure(); ++seed) {
    Trial trial(folder, seed);
    std::set<std::string> proposed;
    for (const bool reveal : {false, true}) {
      const auto ask = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--format", "json", "-q"});
        if (reveal) words.push_back("--reveal-opted-out");
        return trial.answer(words);
      };
      const Answer bridges = ask({"bridges", trial.network(), "--open", "4", "--by", "discipline"});
      if (bridges.status == 0) collect_ids(parsed(bridges)["result"]["openings"]["ties"], proposed);
      const Answer clusters = ask({"clusters", trial.network(), "--seeds", "0"});
      if (clusters.status == 0) {
        const auto document = parsed(clusters);
        for (const auto& cluster : document["result"]["clusters"].GetArray())
          collect_ids(cluster["central"], proposed);
      }
      const Answer bubbles = ask({"bubbles", trial.network(), "--by", "discipline", "--permutations", "0"});
      if (bubbles.status == 0) collect_ids(parsed(bubbles)["result"]["missing_bridges"], proposed);
    }
    proposals += proposed.size();
    for (const std::string& id : proposed) {
      EXPECT_FALSE(id.starts_with("opted-out-") || id.starts_with("not-asked-"))
          << id << " of network " << seed;
      for (const std::string& closed : trial.who().closed) EXPECT_NE(id, closed) << "network " << seed;
    }
  }
  EXPECT_GT(proposals, test::repeats(1000U)) << "hardly anything was proposed";
}

TEST(Out, IsAsIfTheyHadNeverBeenListed) {
  const Folder folder;
  for (std::uint64_t seed = 0; seed < test::repeats(200U) && !testing::Test::HasFailure(); ++seed) {
    Trial trial(folder, seed);
    const std::vector<std::vector<std::string>> questions = {
        {"measure", trial.network(), "--format", "csv", "-q"},
        {"bridges", trial.network(), "--format", "csv", "-q", "--by", "discipline"},
        {"clusters", trial.network(), "--format", "csv", "-q"},
        {"meet", trial.network(), "--all", "--format", "csv", "-q"}};
    std::vector<Answer> with;
    for (const auto& words : questions) with.push_back(trial.answer(words));
    for (const char* name : {"members.csv", "connections.csv", "affiliations.csv"}) {
      const fs::path file = fs::path(trial.network()) / name;
      if (!fs::exists(file)) continue;
      std::istringstream rows(content_of(file));
      std::string row, kept;
      while (std::getline(rows, row))
        if (row.find(test::out_mark) == std::string::npos) kept += row + "\n";
      std::ofstream(file) << kept;
    }
    for (std::size_t q = 0; q < questions.size(); ++q)
      EXPECT_EQ(with[q].out, trial.answer(questions[q]).out)
          << joined(questions[q]) << " of network " << seed;
  }
}

std::string lakeside() {
  return std::string(TERTIUS_SOURCE) + "/datasets/lakeside";
}

TEST(Share, NoTableTellsAGroupOfFewerThanFiveApartOrLeavesItToSubtraction) {
  const Folder folder;
  for (const char* by : {"discipline", "region", "cluster", "offers"}) {
    const auto ask = [&](std::vector<std::string> words) {
      words.insert(words.end(), {"--by", by, "--share", "--format", "json", "-q"});
      return parsed(run(words, folder / "out"));
    };
    const auto bubbles = ask({"bubbles", lakeside(), "--permutations", "19"});
    EXPECT_STREQ(bubbles["network"]["names"].GetString(), "nobody");
    const auto members = bubbles["network"]["members"].GetUint64();
    std::uint64_t sum = 0;
    for (const auto& group : bubbles["result"]["groups"].GetArray()) {
      EXPECT_GE(group["size"].GetUint64(), 5u) << by << " " << group["name"].GetString();
      sum += group["size"].GetUint64();
    }
    EXPECT_EQ(sum, members) << "what is missing in the sum is a group of its own, by " << by;
    const auto bridges = ask({"bridges", lakeside()});
    for (const auto* rows : {&bubbles, &bridges})
      for (const auto& member : (*rows)["result"]["members"].GetArray())
        EXPECT_TRUE(member["group"].IsNull()) << "rows of two tables could be put side by side";
    for (const auto& member : bridges["result"]["members"].GetArray())
      EXPECT_EQ(member["reasons"].Size(), 0u) << "reasons name the group";
  }
  const auto clusters =
      parsed(run({"clusters", lakeside(), "--share", "--format", "json", "-q"}, folder / "out"));
  for (const auto& cluster : clusters["result"]["clusters"].GetArray()) {
    EXPECT_GE(cluster["size"].GetUint64(), 5u);
    EXPECT_EQ(cluster["traits"].Size(), 0u) << "a trait counts members who share a value";
  }
  EXPECT_EQ(run({"bubbles", lakeside(), "--share", "--by", "discipline,region"}, folder / "out").status, 2)
      << "tables of two attributes and of each alone could be subtracted";
  const Answer text = run({"bridges", lakeside(), "--share"}, folder / "out");
  EXPECT_NE(text.out.find("pseudonymous, not anonymous"), std::string::npos);
  EXPECT_EQ(run({"meet", lakeside(), "m042", "--share"}, folder / "out").status, 2);
  EXPECT_EQ(run({"clusters", lakeside(), "--share", "--compare", "discipline"}, folder / "out").status, 2);
  run({"analyze", lakeside(), "--share", "-o", (folder / "out").string(), "-q"}, folder / "out");
  const std::string introductions = content_of(folder / "out" / "introductions.csv");
  EXPECT_EQ(introductions.find('\n') + 1, introductions.size()) << "only the header";
}

TEST(Share, AnotherAttributeHasOtherPseudonyms) {
  const Folder folder;
  const auto row_of = [&](const char* by) {
    std::istringstream rows(
        run({"bridges", lakeside(), "--share", "--by", by, "--format", "csv", "-q"}, folder / "out").out);
    std::string header, first, second, third;
    std::getline(rows, header), std::getline(rows, first), std::getline(rows, second),
        std::getline(rows, third);
    const auto id = [](const std::string& row) { return row.substr(2, row.find(',', 2) - 2); };
    return id(first) + id(second) + id(third);
  };
  EXPECT_NE(row_of("discipline"), row_of("region"));
}

TEST(Modes, WhatRevealsNamesIsForItsOwnerAlone) {
  const Folder folder;
  const auto mode_of = [&](const std::vector<std::string>& words, const char* name) {
    run(words, folder / "out");
    struct stat status {};
    EXPECT_EQ(stat((folder / "out" / name).c_str(), &status), 0) << joined(words);
    return status.st_mode & 0777U;
  };
  umask(0022);
  const std::string answer = (folder / "out" / "a.csv").string();
  EXPECT_EQ(mode_of({"measure", lakeside(), "degree", "--format", "csv", "-o", answer, "-q"}, "a.csv"),
            0644U);
  EXPECT_EQ(
      mode_of({"measure", lakeside(), "degree", "--format", "csv", "-o", answer, "-q", "--reveal-opted-out"},
              "a.csv"),
      0600U);
  umask(0022);
}

TEST(Revealed, NamesAreShownInAnalysesAndNeverSuggested) {
  const Folder folder;
  for (std::uint64_t seed = 0; seed < test::repeats(100U); ++seed) {
    Trial trial(folder, seed);
    const Answer plain = trial.answer({"clusters", trial.network(), "--format", "csv", "-q"});
    const Answer revealed =
        trial.answer({"clusters", trial.network(), "--format", "csv", "-q", "--reveal-opted-out"});
    EXPECT_EQ(betrayal(plain.all(), test::no_mark), "");
    for (const std::string& id : trial.who().closed) EXPECT_NE(revealed.out.find(id), std::string::npos);
    trial.answer({"analyze", trial.network(), "-o", trial.out(), "-q", "--reveal-opted-out"});
    const fs::path out = trial.out();
    EXPECT_EQ(betrayal(content_of(out / "introductions.csv"), test::no_mark), "");
    EXPECT_NE(content_of(out / "bridges.csv").find(trial.who().closed.front()), std::string::npos);
    EXPECT_NE(content_of(out / "summary.txt").find("did not agree to be named are named here"),
              std::string::npos);
    const Answer meet = trial.answer({"meet", trial.network(), trial.who().open[0], "--reveal-opted-out"});
    EXPECT_EQ(meet.status, 2) << "suggestions never reveal anybody";
  }
}

}  // namespace
}  // namespace tertius::cli
