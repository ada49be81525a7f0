// The documentation, held against the program: every command line in README.md and docs/ is run, and what is
// shown beneath a command is what the program says. A line "..." stands for lines that are left out.
//
// TERTIUS_DOCS_UPDATE=1 puts the present output in place of what is shown, as many lines of it as there are
// between the dots.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/run.hpp"
#include "engine/core/error_kinds.hpp"
#include "engine/core/text.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// Commands that are not run, by a part of them, and why.
struct NotRun {
  std::string_view part, why;
};
constexpr NotRun not_run[] = {
    {"my-folder", "the reader's own network"},
    {"verein.xlsx", "a workbook of the reader's"},
    {"big.txt.gz", "a large file of the reader's"},
    {"github-musae", "takes minutes"},
    {" ... ", "shortened"},
};

/// Placeholders of commands in sentences and tables, and what a reader might put there.
struct Placeholder {
  std::string_view name, value;
};
constexpr Placeholder placeholders[] = {
    {"[", ""},
    {"]", ""},
    {"--by A,B", "--by discipline,region"},
    {"--by ATTRIBUTE", "--by region"},
    {"--with B,C", "--with m001,m012"},
    {"--with A,B", "--with m001,m012"},
    {"--without A B C", "--without m126 m001 m012"},
    {"--without A", "--without m126"},
    {"\"NAME\"", "\"Jana Feld\""},
    {"../shared/data/", ""},
    {" A B", " m126 m293"},
    {" IN OUT", " datasets/karate karate.gexf"},
    {" FILE --explain", " datasets/karate/connections.csv --explain"},
    {" SOURCE -o DIR", " datasets/club/march.xlsx -o imported"},
    {"MODEL -o PATH", "ba --members 50 -o made-up.txt"},
    {" NETWORK", " datasets/lakeside"},
    {" MEMBER", " m126"},
    {" M ", " m126 "},
    {" DIR", " answers"},
    {" OUT", " out.gexf"},
    {"COMMAND", "clusters"},
};

/// Commands that stand for another one, and a file that must hold that one for it to be true.
struct Script {
  std::string_view shown, runs, file;
};
constexpr Script scripts[] = {{"./dev demo", "tertius analyze datasets/lakeside -o build/answers", "dev"}};

/// A command that a document shows.
struct Shown {
  fs::path file;
  std::size_t line = 0;  ///< from 0, of the command
  std::string command;
  bool has_output = false;
  Lines output{};  ///< without its indentation
  std::string indentation{};
};

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    lines.push_back(line);
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::vector<fs::path> documents() {
  const fs::path source(TERTIUS_SOURCE);
  std::vector<fs::path> files{source / "README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(source / "docs"))
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string replaced(std::string text, std::string_view part, std::string_view by) {
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + by.size()))
    text.replace(at, part.size(), by);
  return text;
}

/// The command without a comment beside it, which three blanks or " # " part from it.
std::string without_comment(std::string command) {
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (command.compare(i, 3, "   ") == 0 || command.compare(i, 3, " # ") == 0)) {
      return command.substr(0, i);
    }
  }
  return command;
}

bool is_tertius(std::string_view line) {
  return line.starts_with("tertius ") || line.starts_with("build/release/cli/tertius ");
}

bool is_script(std::string_view line) {
  return std::any_of(std::begin(scripts), std::end(scripts),
                     [&](const Script& script) { return line == script.shown; });
}

/// Commands in code spans: "`tertius clusters NETWORK`".
void add_spans(const fs::path& file, std::size_t number, const std::string& line, std::vector<Shown>& all) {
  for (auto at = line.find('`'); at != line.npos;) {
    const auto end = line.find('`', at + 1);
    if (end == line.npos) break;
    const std::string span = line.substr(at + 1, end - at - 1);
    if (is_tertius(span)) all.push_back({.file = file, .line = number, .command = span});
    at = line.find('`', end + 1);
  }
}

std::vector<Shown> shown_in(const fs::path& file) {
  const Lines lines = lines_of(test::text_of(file));
  std::vector<Shown> all;
  bool fenced = false, output = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with("```")) {
      fenced = !fenced;
      output = false;
      continue;
    }
    const bool code = fenced || lines[i].starts_with("    ") || (output && lines[i].empty());
    if (!code) {
      output = false;
      add_spans(file, i, lines[i], all);
      continue;
    }
    const std::string indentation = fenced ? "" : "    ";
    const std::string line = lines[i].empty() ? "" : lines[i].substr(indentation.size());
    const bool prompt = line.starts_with("$ ");
    if (prompt || (!output && is_tertius(line))) {
      const std::string command = without_comment(prompt ? line.substr(2) : line);
      output = prompt && (is_tertius(command) || is_script(command));
      if (is_tertius(command) || is_script(command))
        all.push_back({.file = file, .line = i, .command = command, .indentation = indentation});
    } else if (output) {
      all.back().has_output = true;
      all.back().output.push_back(line);
    }
  }
  for (Shown& shown : all) {
    while (!shown.output.empty() && shown.output.back().empty()) shown.output.pop_back();
    shown.has_output = !shown.output.empty();
  }
  return all;
}

/// What a reader would type for it. A command that is only named explains itself.
std::string typed(const std::string& shown) {
  for (const Script& script : scripts) {
    if (shown != script.shown) continue;
    EXPECT_NE(test::text_of(fs::path(TERTIUS_SOURCE) / script.file).find(script.runs), std::string::npos)
        << script.file << " no longer runs " << script.runs;
    return std::string(script.runs);
  }
  std::string command = replaced(shown, "build/release/cli/tertius ", "tertius ");
  for (const auto& [name, value] : placeholders) command = replaced(command + " ", name, value);
  while (!command.empty() && command.back() == ' ') command.pop_back();
  const std::size_t name_end = command.find(' ', 8);
  if (name_end == command.npos)
    return command == "tertius help" || command.find(" -") != command.npos ? command : command + " --help";
  if (command.compare(name_end, 3, " --") == 0) command.insert(name_end, " datasets/lakeside");
  return command;
}

std::string_view why_not_run(const std::string& command) {
  for (const auto& [part, why] : not_run)
    if (command.find(part) != command.npos) return why;
  return "";
}

/// Where the documents' commands run: files that they write stay in it.
class Workplace {
 public:
  Workplace() {
    fs::create_directory_symlink(fs::path(TERTIUS_SOURCE) / "datasets", scratch_.path() / "datasets");
    fs::create_directories(scratch_.path() / "bin");
    fs::create_directories(scratch_.path() / "build");
    fs::create_symlink(TERTIUS_BINARY, scratch_.path() / "bin/tertius");
    if (test::has_shared()) {
      for (const auto& entry : fs::directory_iterator(test::shared_folder() / "data"))
        if (entry.is_directory())
          fs::create_directory_symlink(entry.path(), scratch_.path() / entry.path().filename());
    }
  }

  test::Run run(const std::string& command) const {
    scratch_.file("command.sh", command + "\n");
    const std::string shell = fmt::format(
        "cd '{0}' && PATH=\"{0}/bin:$PATH\" sh command.sh >.out 2>.err </dev/null", scratch_.path().string());
    const int status = std::system(shell.c_str());
    test::Run run;
    run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    run.out = test::text_of(scratch_.path() / ".out");
    run.err = test::text_of(scratch_.path() / ".err");
    return run;
  }

 private:
  test::Scratch scratch_;
};

bool is_dots(const std::string& line) {
  return line.ends_with("...") && line.find_first_not_of(' ') == line.size() - 3;
}

/// What is shown between lines of dots.
std::vector<Lines> segments_of(const Lines& shown) {
  std::vector<Lines> segments(1);
  for (const std::string& line : shown) {
    if (is_dots(line)) {
      segments.emplace_back();
    } else {
      segments.back().push_back(line);
    }
  }
  return segments;
}

/// The first line that is not there where it should be; empty when all is.
std::string difference(const Lines& shown, const Lines& output) {
  const std::vector<Lines> segments = segments_of(shown);
  std::size_t at = 0;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const Lines& segment = segments[s];
    const bool begins = s == 0, ends = s + 1 == segments.size();
    if (segment.empty()) {
      if (ends && !begins) return "";
      continue;
    }
    std::size_t from = at;
    if (!begins) {
      if (ends) {
        from = output.size() >= segment.size() ? std::max(at, output.size() - segment.size()) : at;
      } else {
        while (from < output.size() && output[from] != segment.front()) ++from;
      }
    }
    for (std::size_t i = 0; i < segment.size(); ++i) {
      const bool there = from + i < output.size() && output[from + i] == segment[i];
      if (!there)
        return fmt::format("shown: {}\nsaid:  {}", segment[i],
                           from + i < output.size() ? output[from + i] : "(nothing there)");
    }
    at = from + segment.size();
    if (ends && at < output.size()) return "shown: (nothing more)\nsaid:  " + output[at];
  }
  return "";
}

/// The output in the form in which it is shown: as many lines of it between dots as there are.
Lines updated(const Lines& shown, const Lines& output) {
  const std::vector<Lines> segments = segments_of(shown);
  if (segments.size() == 1) return output;
  Lines text, dots;
  std::copy_if(shown.begin(), shown.end(), std::back_inserter(dots), is_dots);
  std::size_t at = 0;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const Lines& segment = segments[s];
    if (s > 0) text.push_back(dots[s - 1]);
    std::size_t from = at;
    if (s > 0 && s + 1 == segments.size()) {
      from = std::max(at, output.size() - std::min(output.size(), segment.size()));
    } else if (s > 0 && !segment.empty()) {
      std::size_t best = ~std::size_t{0};
      for (std::size_t i = at; i < output.size(); ++i) {
        const std::size_t distance = edit_distance(segment.front(), output[i]);
        if (distance < best) best = distance, from = i;
      }
    }
    for (std::size_t i = 0; i < segment.size() && from + i < output.size(); ++i)
      text.push_back(output[from + i]);
    at = from + segment.size();
  }
  return text;
}

void write_updates(const fs::path& file, const std::vector<std::pair<Shown, Lines>>& updates) {
  Lines lines = lines_of(test::text_of(file));
  for (auto at = updates.rbegin(); at != updates.rend(); ++at) {
    const auto& [shown, output] = *at;
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(shown.line + 1);
    lines.erase(begin, begin + static_cast<std::ptrdiff_t>(shown.output.size()));
    Lines indented;
    for (const std::string& line : output) indented.push_back(line.empty() ? "" : shown.indentation + line);
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(shown.line + 1), indented.begin(),
                 indented.end());
  }
  std::ofstream out(file, std::ios::binary);
  for (const std::string& line : lines) out << line << "\n";
}

class Documentation : public testing::TestWithParam<fs::path> {};

TEST_P(Documentation, ShowsCommandsThatRunAndWhatTheySay) {
  const bool update = std::getenv("TERTIUS_DOCS_UPDATE") != nullptr;
  const Workplace place;
  std::vector<std::pair<Shown, Lines>> updates;
  std::set<std::string> tried;  // as far as that is enough for a sanitizer
  if (GetParam().stem() != "evaluation") tried.insert("tertius evaluate");
  for (const Shown& shown : shown_in(GetParam())) {
    SCOPED_TRACE(fmt::format("{}:{}: {}", shown.file.string(), shown.line + 1, shown.command));
    if (!why_not_run(shown.command).empty()) {
      EXPECT_FALSE(shown.has_output) << "what is shown of a command that is not run cannot be checked";
      continue;
    }
    const std::string command = typed(shown.command);
    // Each command once; others may need what it writes.
    const bool writes = command.find(" -o ") != command.npos && !command.starts_with("tertius evaluate ");
    const bool again = !tried.insert(command.substr(0, command.find(' ', 8))).second;
    if (test::sanitized && again && !writes) continue;
    const bool elsewhere = std::any_of(test::shared_networks().begin(), test::shared_networks().end(),
                                       [&](const std::string& network) {
                                         return (command + " ").find(" " + network + " ") != command.npos;
                                       });
    if (elsewhere && !test::has_shared()) {
      std::cout << "not run without the shared networks: " << command << "\n";
      continue;
    }
    const test::Run run = place.run(command);
    EXPECT_EQ(run.status, 0) << command << "\n" << run.err;
    if (!shown.has_output) continue;
    const Lines output = lines_of(run.out);
    const std::string found = difference(shown.output, output);
    if (update && !found.empty()) {
      updates.emplace_back(shown, updated(shown.output, output));
    } else {
      EXPECT_EQ(found, "") << run.err;
    }
  }
  if (!updates.empty()) write_updates(GetParam(), updates);
}

INSTANTIATE_TEST_SUITE_P(Every, Documentation, testing::ValuesIn(documents()), [](const auto& parameter) {
  std::string name = fs::relative(parameter.param, TERTIUS_SOURCE).replace_extension().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

/// The examples of --help: the first two of every command, and others as far as their network is there.
TEST(Help, ShowsExamplesThatRun) {
  const Workplace place;
  for (const cli::Command* command : cli::commands()) {
    std::size_t number = 0;
    for (const cli::Example& example : command->examples) {
      const bool has_network = example.command.find(" datasets/") != std::string_view::npos;
      if (number++ >= 2 && !has_network) continue;  // the reader's own file
      if (test::sanitized && number > 1) break;
      // Files of the reader's that an example also names.
      if (example.command.find("last-year.csv") != std::string_view::npos)
        place.run("tertius clusters datasets/lakeside --format csv -o last-year.csv");
      const test::Run result = place.run(fmt::format("tertius {}", example.command));
      EXPECT_EQ(result.status, 0) << example.command << "\n" << result.err;
    }
  }
}

// Fails where a kind of error is missing in docs/errors.md, or another one is left there.
TEST(Errors, AreListedAsTheyStandInTheRegister) {
  Lines listed, registered;
  for (const std::string& line : lines_of(test::text_of(TERTIUS_SOURCE "/docs/errors.md")))
    if (line.starts_with("| `")) listed.push_back(line);
  for (const ErrorKind& kind : error_kinds()) {
    const int status = cli::exit_status(kind.code);
    registered.push_back(
        fmt::format("| `{}` | {} | {} | {} |", kind.name, status, kind.meaning, kind.remedy));
  }
  EXPECT_EQ(listed, registered);
}

TEST(DocsTest, TellsLinesApart) {
  const Lines output{"a", "b", "c", "d"};
  EXPECT_EQ(difference({"a", "b", "c", "d"}, output), "");
  EXPECT_EQ(difference({"a", "...", "d"}, output), "");
  EXPECT_EQ(difference({"...", "c", "d"}, output), "");
  EXPECT_EQ(difference({"a", "..."}, output), "");
  EXPECT_EQ(difference({"a", "...", "c", "..."}, output), "");
  EXPECT_NE(difference({"a", "b"}, output), "") << "lines are missing";
  EXPECT_NE(difference({"a", "...", "b"}, output), "") << "more follows";
  EXPECT_NE(difference({"a", "x", "..."}, output), "");
  EXPECT_NE(difference({"b", "..."}, output), "") << "the beginning is missing";
}

}  // namespace
}  // namespace tertius
