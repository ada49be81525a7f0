// The languages of the program: nothing that people read is left in another, and nothing that programs read
// depends on it.
#include <gmock/gmock.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <set>

#include "cli/command.hpp"
#include "cli/common_options.hpp"
#include "engine/core/error_kinds.hpp"
#include "engine/words/sentence.hpp"
#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::tertius;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Variables of the environment, as they were again afterwards.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& values) {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG", "TZ"}) {
      const char* was = std::getenv(name);
      before_[name] = was == nullptr ? std::nullopt : std::optional<std::string>(was);
      unsetenv(name);
    }
    for (const auto& [name, value] : values) setenv(name.c_str(), value.c_str(), 1);
  }
  ~Environment() {
    for (const auto& [name, value] : before_)
      value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str());
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::map<std::string, std::optional<std::string>> before_;
};

/// What the registers say in English: questions, examples, options, columns, errors.
std::set<std::string> registered() {
  std::set<std::string> all;
  const auto add = [&](std::string_view text) {
    if (!text.empty()) all.emplace(text);
  };
  for (const Command* command : commands()) {
    add(command->question);
    for (const Example& example : command->examples) add(example.meaning);
    const Options options = options_of(*command);
    for (const Option& option : options.all()) {
      add(option.help);
      if (option.name == "input-format") continue;  // names of formats
      for (const auto& [name, meaning] : option.choices) add(meaning);
    }
    if (command->columns == nullptr) continue;
    for (const report::FieldList& list : command->columns()) {
      for (const report::FieldInfo& field : list.fields) {
        if (field.title.empty()) continue;  // in no table: --columns, which describes files for programs
        add(field.title);
        add(field.meaning);
      }
    }
  }
  for (const ErrorKind& kind : error_kinds()) {
    add(kind.meaning);
    add(kind.remedy);
  }
  return all;
}

TEST(Language, EveryTextOfTheRegistersHasAGermanForm) {
  const words::Templates& german = words::templates_of(words::language_of("de").value());
  std::vector<std::string> missing;
  for (const std::string& text : registered())
    if (!german.has_label(text)) missing.push_back(text);
  EXPECT_THAT(missing, IsEmpty());
}

/// Every answer for people about the committed network, as it comes without --language.
const std::vector<std::vector<std::string>> questions{
    {"bridges", dataset("lakeside"), "--explain", "--open", "3"},
    {"bridges", dataset("lakeside"), "--critical"},
    {"bubbles", dataset("lakeside"), "--explain", "--rows", "members"},
    {"clusters", dataset("lakeside"), "--explain", "--compare", "discipline"},
    {"meet", dataset("lakeside"), "Jana Feld", "--explain", "--today", "2026-11-30"},
    {"path", dataset("lakeside"), "Jana Feld", "Götz Grünwald"},
    {"introduce", dataset("lakeside"), "--today", "2026-11-30"},
    {"whatif", dataset("lakeside"), "--without", "Jana Feld"},
    {"whatif", dataset("lakeside"), "--with", "m001,m002"},
    {"measure", dataset("lakeside")},
    {"info", dataset("lakeside")},
    {"help"},
    {"help", "meet"},
};

/// The words without which hardly an English sentence is made, and which no name in lakeside has.
TEST(Language, NoGermanAnswerHasEnglishWords) {
  const Environment german(std::map<std::string, std::string>{{"LC_ALL", "de_DE.UTF-8"}});
  for (const std::vector<std::string>& question : questions) {
    const test::Run run = tertius(question);
    EXPECT_EQ(run.status, 0) << run.err;
    for (const char* word : {" the ", " of ", " is ", " are ", " with ", " members ", " ties ", " who ",
                             " have ", " their ", "Next:", "default "}) {
      EXPECT_THAT(run.out + run.err, Not(HasSubstr(word))) << question.front();
    }
  }
}

TEST(Language, IsTheOneAskedForElseThatOfTheLocale) {
  const std::string english = "How well connected is each member?",
                    in_german = "Wie gut ist jedes Mitglied verbunden?";
  const auto said = [](const std::map<std::string, std::string>& environment,
                       std::vector<std::string> words = {"help"}) {
    const Environment as(environment);
    return tertius(words).out;
  };
  EXPECT_THAT(said({}), HasSubstr(english));
  EXPECT_THAT(said({{"LANG", "de_AT"}}), HasSubstr(in_german));
  EXPECT_THAT(said({{"LANG", "de_DE.UTF-8"}, {"LC_MESSAGES", "en_GB.UTF-8"}}), HasSubstr(english));
  EXPECT_THAT(said({{"LANG", "C"}, {"LC_MESSAGES", "en_GB"}, {"LC_ALL", "de"}}), HasSubstr(in_german));
  EXPECT_THAT(said({{"LANG", "tr_TR.UTF-8"}}), HasSubstr(english));
  EXPECT_THAT(said({}, {"help", "--language", "de"}), HasSubstr(in_german));
  EXPECT_THAT(said({{"LC_ALL", "de_DE"}}, {"help", "--language=en"}), HasSubstr(english));
}

TEST(Language, AddressesPeopleAsAskedFor) {
  const std::vector<std::string> meet{"meet", dataset("lakeside"), "Jana Feld", "--language", "de"};
  std::vector<std::string> familiar = meet;
  familiar.insert(familiar.end(), {"--address", "du"});
  EXPECT_THAT(tertius(meet).out, HasSubstr("bietet, was Sie suchen"));
  const std::string du = tertius(familiar).out;
  EXPECT_THAT(du, HasSubstr("bietet, was du suchst"));
  for (const char* word : {" Sie ", " Ihre", "Ihrer "}) EXPECT_THAT(du, Not(HasSubstr(word)));
}

TEST(Language, ErrorsSayInItWhatTheyMeanAndWhatToDo) {
  const test::Run run = tertius({"meet", dataset("lakeside"), "Nobody Of This Name", "--language", "de"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("heißt so."));
  EXPECT_THAT(run.err, HasSubstr("Bitte einen der genannten Namen wählen."));
  EXPECT_THAT(run.err, HasSubstr("[name-unknown]"));
}

/// What programs read depends on neither the locale nor the time zone.
TEST(Language, MachineFormatsAreTheSameBytesInEveryLocaleAndTimeZone) {
  const std::vector<std::vector<std::string>> calls{
      {"bridges", dataset("lakeside"), "--format", "json"},
      {"bubbles", dataset("lakeside"), "--format", "csv"},
      {"clusters", dataset("lakeside"), "--format", "json"},
      {"introduce", dataset("lakeside"), "--today", "2026-11-30", "--format", "json"},
      {"meet", dataset("lakeside"), "m017", "--today", "2026-11-30", "--format", "json"},
      {"meet", dataset("lakeside"), "m017", "--today", "2026-11-30", "--format", "csv"},
      {"info", dataset("lakeside"), "--format", "json"},
      {"whatif", dataset("lakeside"), "--without", "m017", "--format", "csv"},
  };
  const auto written = [&] {
    std::vector<std::string> all;
    for (const std::vector<std::string>& call : calls) all.push_back(tertius(call).out);
    const test::Scratch scratch;
    const std::filesystem::path snapshot = scratch.path() / "lakeside.tertius",
                                folder = scratch.path() / "all";
    EXPECT_EQ(tertius({"convert", dataset("lakeside"), snapshot.string()}).status, 0);
    EXPECT_EQ(tertius({"analyze", dataset("lakeside"), "-o", folder.string()}).status, 0);
    all.push_back(test::text_of(snapshot));
    for (const char* file :
         {"analysis.json", "bridges.csv", "bubbles.csv", "clusters.csv", "introductions.csv"})
      all.push_back(test::text_of(folder / file));
    return all;
  };
  const std::vector<std::string> plain = [&] {
    const Environment as({{"LC_ALL", "C"}, {"TZ", "UTC"}});
    return written();
  }();
  for (const char* locale : {"C", "de_DE.UTF-8", "tr_TR.UTF-8"}) {
    if (std::setlocale(LC_ALL, locale) == nullptr)
      std::cout << "no locale " << locale << " here: the program is only told of it\n";
    std::setlocale(LC_ALL, "C");
    for (const char* zone : {"Pacific/Kiritimati", "America/Los_Angeles"}) {
      const Environment as({{"LC_ALL", locale}, {"TZ", zone}});
      EXPECT_TRUE(written() == plain) << locale << " " << zone;
    }
  }
}

}  // namespace
}  // namespace tertius::cli
