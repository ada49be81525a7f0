// The languages of the program: nothing that people read is left in another, and nothing that programs read
// depends on it.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "cli/command.hpp"
#include "cli/common_options.hpp"
#include "engine/core/error_kinds.hpp"
#include "engine/words/sentence.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::tertius;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

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

}  // namespace
}  // namespace tertius::cli
