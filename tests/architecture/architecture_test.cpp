// The shape of the code, held by reading its sources: which module may include which, which header alone may
// include a heavy library, and that the engine neither prints nor exits.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/words/kinds.hpp"

namespace tertius {
namespace {

namespace fs = std::filesystem;

const fs::path root = TERTIUS_SOURCE;

/// Which modules each module may include, beside itself. The arrows of docs/architecture.md.
const std::map<std::string, std::set<std::string>> allowed{
    {"core", {}},
    {"graph", {"core"}},
    {"io", {"core", "graph"}},
    {"generators", {"core", "graph"}},
    {"clusters", {"core", "graph"}},
    {"bubbles", {"core", "graph"}},
    {"bridges", {"core", "graph"}},
    {"introductions", {"core", "graph"}},
    {"layout", {"core", "graph"}},
    {"words", {"core", "graph"}},
    {"report",
     {"core", "graph", "io", "generators", "clusters", "bubbles", "bridges", "introductions", "layout",
      "words"}},
    {"pipeline",
     {"core", "graph", "io", "generators", "clusters", "bubbles", "bridges", "introductions", "layout",
      "words", "report"}},
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A literal, those that follow it at once joined to it as the compiler does, and the code before it.
struct Literal {
  std::string text, before;
};

/// A source taken apart: code without comments and literals, so that prose may speak of what code may not do,
/// and the literals.
struct Parts {
  std::string code;
  std::vector<Literal> literals;
};

Parts parts_of(const fs::path& path) {
  const std::string text = text_of(path);
  std::string code;
  std::vector<Literal> literals;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
      code += '\n';
    } else if (text.compare(i, 2, "/*") == 0) {
      i = std::min(text.find("*/", i + 2), text.size() - 2) + 1;
    } else if (text.compare(i, 3, "R\"(") == 0) {
      i = std::min(text.find(")\"", i), text.size() - 2) + 1;
    } else if (text[i] == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1])))) {
      for (++i; i < text.size() && text[i] != '\''; ++i) i += text[i] == '\\';
    } else if (text[i] == '"') {
      const std::size_t begin = i + 1;
      for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\';
      const std::size_t end = code.find_last_not_of(" \n") + 1;
      if (!literals.empty() && std::string_view(code).substr(0, end).ends_with("\"\"")) {
        literals.back().text += text.substr(begin, i - begin);
      } else {
        const std::size_t from = end - std::min<std::size_t>(end, 40);
        literals.push_back({text.substr(begin, i - begin), code.substr(from, end - from)});
        code += "\"\"";
      }
    } else {
      code += text[i];
    }
  }
  return {code, literals};
}

std::string code_of(const fs::path& path) {
  return parts_of(path).code;
}

std::vector<fs::path> sources(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> includes_of(const fs::path& path) {
  static const std::regex include("#include [<\"]([^>\"]+)[>\"]");
  const std::string text = text_of(path);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at)
    found.push_back((*at)[1]);
  return found;
}

TEST(Architecture, EveryModuleIsKnown) {
  for (const auto& entry : fs::directory_iterator(root / "engine")) {
    if (!entry.is_directory()) continue;
    EXPECT_EQ(allowed.count(entry.path().filename().string()), 1u) << entry.path();
  }
}

TEST(Architecture, ArrowsPointDownOnly) {
  for (const auto& [module, below] : allowed) {
    for (const fs::path& source : sources(root / "engine" / module)) {
      for (const std::string& include : includes_of(source)) {
        EXPECT_FALSE(include.starts_with("cli/") || include.starts_with("tests/") ||
                     include.starts_with("bench/"))
            << source << " includes " << include;
        if (!include.starts_with("engine/")) continue;
        const std::string other = include.substr(7, include.find('/', 7) - 7);
        EXPECT_TRUE(other == module || below.count(other) > 0) << source << " includes " << include;
      }
    }
  }
}

/// The rooms of engine/io, from the ground up: each may include itself and those before it. What stands in no
/// room (import, groups, the search of rows) may include all.
const std::vector<std::string> rooms_of_io{"bytes", "text",   "books",       "assembly", "interning",
                                           "edges", "tables", "recognition", "formats"};

TEST(Architecture, ArrowsBetweenTheRoomsOfIoPointDownOnly) {
  const std::string io = "engine/io/";
  const auto floor_of = [&](const std::string& path) {  // of a file below engine/io
    const std::string room = path.substr(io.size(), path.find('/', io.size()) - io.size());
    return std::find(rooms_of_io.begin(), rooms_of_io.end(), room) - rooms_of_io.begin();
  };
  for (const fs::path& source : sources(root / "engine/io")) {
    const std::string name = source.lexically_relative(root).generic_string();
    for (const std::string& include : includes_of(source))
      if (include.starts_with(io)) {
        EXPECT_LE(floor_of(include), floor_of(name)) << name << " includes " << include;
      }
  }
  for (const auto& entry : fs::directory_iterator(root / "engine/io")) {
    const std::string name = entry.path().filename().string();
    const bool known = std::count(rooms_of_io.begin(), rooms_of_io.end(), name) > 0;
    EXPECT_TRUE(known || !entry.is_directory()) << name << " is on no floor";
  }
}

TEST(Architecture, NoFolderHoldsMoreFilesThanOneCanOverlook) {
  std::map<fs::path, int> files;
  for (const char* top : {"engine", "cli", "tests", "bench"})
    for (const fs::path& source : sources(root / top)) ++files[source.parent_path()];
  for (const auto& [folder, count] : files) EXPECT_LE(count, 25) << folder;
}

/// A class, and the namespaces around it.
struct Declared {
  std::string space, name;
};

/// Classes, structs and enumerations that the source defines outside functions, classes and unnamed
/// namespaces.
std::vector<Declared> classes_of(const fs::path& path) {
  static const std::regex token(
      R"(namespace\s*([\w:]*)\s*\{|(?:class|struct|enum class|enum)\s+(\w+)\s*(?:final\s*)?(?::(?!:)[^;{()]*)?\{|\{|\})");
  const std::string code = code_of(path);
  std::vector<Declared> found;
  std::vector<std::string> around;  // names of namespaces; "{" for any other block
  for (std::sregex_iterator at(code.begin(), code.end(), token), end; at != end; ++at) {
    const std::string text = at->str();
    if (text == "}") {
      if (!around.empty()) around.pop_back();
    } else if (text.starts_with("namespace")) {
      around.push_back((*at)[1].length() > 0 ? (*at)[1].str() : "{");
    } else {
      const bool at_large = std::find(around.begin(), around.end(), "{") == around.end();
      if ((*at)[2].matched && at_large && !around.empty()) {
        std::string space = around.front();
        for (std::size_t i = 1; i < around.size(); ++i) space += "::" + around[i];
        found.push_back({space, (*at)[2]});
      }
      around.push_back("{");
    }
  }
  return found;
}

TEST(Architecture, OneNamespaceAModuleAndNoClassTwiceInOne) {
  // Two classes of one name are one to the linker, which takes the destructor of either.
  std::map<std::string, fs::path> owners;
  for (const fs::path& source : sources(root / "engine")) {
    const std::string name = source.lexically_relative(root).generic_string();
    const std::string module = name.substr(7, name.find('/', 7) - 7);
    const std::string expected = module == "core" ? "tertius" : "tertius::" + module;
    for (const Declared& one : classes_of(source)) {
      EXPECT_TRUE(one.space == expected || one.space.starts_with(expected + "::") || one.space == "boost")
          << name << ": " << one.name << " is in " << one.space;
      const auto [owner, added] = owners.emplace(one.space + "::" + one.name, source);
      // One file may have it twice, for one kind of processor each.
      EXPECT_TRUE(added || owner->second == source || one.space == "boost")
          << one.name << " is in " << owner->second << " and in " << source;
    }
  }
  EXPECT_GT(owners.size(), 200u) << "classes are not recognised any more";
}

TEST(Architecture, OneHeaderForEachHeavyLibrary) {
  const std::map<std::string, std::vector<std::string>> only{
      {"oneapi/tbb", {"engine/core/parallel.cpp", "engine/core/parallel_sort.hpp"}},
      {"tbb/", {}},
      {"boost/program_options", {"cli/options.cpp"}},
      {"boost/graph", {"engine/graph/bgl.hpp"}}};
  std::vector<fs::path> read = sources(root / "engine");
  for (const fs::path& source : sources(root / "cli")) read.push_back(source);
  for (const fs::path& source : read) {
    const std::string name = source.lexically_relative(root).generic_string();
    for (const std::string& include : includes_of(source)) {
      for (const auto& [library, owners] : only) {
        if (!include.starts_with(library)) continue;
        // Algorithms of Boost.Graph are included where they are used, beside the adapter.
        const auto all = includes_of(source);
        const bool owned = std::count(owners.begin(), owners.end(), name) > 0;
        const bool beside =
            library == "boost/graph" && std::count(all.begin(), all.end(), owners.front()) > 0;
        EXPECT_TRUE(owned || beside) << name << " includes " << include;
      }
    }
  }
}

TEST(Architecture, WhatIsNotGatedIsLoadedByDataOutputsAlone) {
  // LoadOptions::complete leaves the gate open: the command line sets it where a command says that it gives
  // data, and nobody else does.
  for (const char* folder : {"engine", "cli"}) {
    for (const fs::path& source : sources(root / folder)) {
      const std::string name = source.lexically_relative(root).generic_string();
      const bool sets = std::regex_search(code_of(source), std::regex(R"(\bcomplete = (?!false))"));
      EXPECT_EQ(sets, name == "cli/session.cpp") << name;
    }
  }
}

TEST(Architecture, EngineNeitherPrintsNorExits) {
  static const std::regex forbidden(
      R"(std::(cout|cerr|clog)\b|\b(printf|puts|perror|abort|_exit|exit|quick_exit|terminate|signal|sigaction)\s*\(|fmt::print\b|\bassert\s*\()");
  for (const fs::path& source : sources(root / "engine")) {
    const std::string code = code_of(source);
    std::smatch found;
    EXPECT_FALSE(std::regex_search(code, found, forbidden)) << source << " says " << found.str();
  }
}

/// The engine knows its fields; whoever calls it knows how they are spelled (core/setting_name.hpp).
TEST(Architecture, EngineNamesNoFlag) {
  static const std::regex flag("--[a-z][a-z-]*");
  for (const fs::path& source : sources(root / "engine")) {
    for (const Literal& literal : parts_of(source).literals) {
      std::smatch found;
      EXPECT_FALSE(std::regex_search(literal.text, found, flag)) << source << " says " << found.str();
    }
  }
}

/// Whether a literal is a sentence, or a part that others are glued to. Meanings of columns and the questions
/// of commands, which help prints, are none of an answer; an error does not end with a full stop.
bool is_said(const Literal& literal) {
  for (const char* help : {".meaning =", ".question ="})
    if (literal.before.ends_with(help)) return false;
  static const std::regex line_feed(R"(\\n)"), part(R"([,;:.]? \(?[A-Za-z]{2,}[^=]*|[^=]*[a-z]{2,} )");
  if (std::regex_match(literal.text, part)) return true;
  std::string text = std::regex_replace(literal.text, line_feed, " ");
  text.erase(text.find_last_not_of(' ') + 1);
  text.erase(0, text.find_first_not_of(' '));
  if (text.find(' ') == std::string::npos) return false;
  const auto first = static_cast<unsigned char>(text.front());
  return (first >= 'A' && first <= 'Z') || first == '{' || first > 127
             ? std::string_view(".?!:").find(text.back()) != std::string_view::npos
             : false;
}

/// What an answer says stands in engine/words, a template a language. What help says is left where it is.
TEST(Architecture, AnswersAreSaidInTemplatesAlone) {
  const std::set<std::string> help{
      "engine/report/field.cpp",    // the list of columns
      "cli/commands/generate.cpp",  // the list of models
      "cli/commands/measure.cpp",   // the list of measures
  };
  for (const char* folder : {"engine/report", "engine/pipeline", "cli/commands"}) {
    for (const fs::path& source : sources(root / folder)) {
      const std::string name = source.lexically_relative(root).generic_string();
      if (help.contains(name)) continue;
      const Parts parts = parts_of(source);
      for (const Literal& literal : parts.literals)
        EXPECT_FALSE(is_said(literal)) << name << " says \"" << literal.text << '"';
      EXPECT_EQ(parts.code.find("counted("), std::string::npos) << name << " has a plural of its own";
    }
  }
}

/// Letters are written in every language: what they say is of the kinds that every language has (tests/words).
TEST(Architecture, LettersSayNoKindButTheirs) {
  std::set<std::string_view> kinds, arguments;
  for (std::size_t k = 0; k < words::Kind::all().size(); ++k) {
    kinds.insert(words::Kind::at(k).name());
    for (const words::Parameter& parameter : words::Kind::at(k).parameters())
      arguments.insert(parameter.name);
  }
  std::size_t said = 0;
  for (const char* letter : {"introduction_letter.cpp", "member_letter.cpp"}) {
    for (const Literal& literal : parts_of(root / "engine/report/introductions" / letter).literals) {
      const bool is_kind = kinds.contains(literal.text) && !arguments.contains(literal.text);
      said += is_kind ? 1 : 0;
      EXPECT_TRUE(!is_kind || literal.text.starts_with("letter_")) << letter << " says " << literal.text;
    }
  }
  EXPECT_GT(said, 40U);
}

TEST(Architecture, ReportComputesNothing) {
  // Whatever takes long enough to be watched or interrupted is work, and belongs below engine/pipeline.
  for (const fs::path& source : sources(root / "engine/report")) {
    EXPECT_EQ(code_of(source).find("RunContext"), std::string::npos) << source << " does work";
    for (const std::string& include : includes_of(source))
      EXPECT_FALSE(include == "engine/core/parallel.hpp" || include.starts_with("engine/graph/kernels/comp"))
          << source << " includes " << include;
  }
}

TEST(Architecture, CommandLineComputesNothing) {
  for (const fs::path& source : sources(root / "cli")) {
    for (const std::string& include : includes_of(source)) {
      EXPECT_FALSE(include.starts_with("oneapi/") || include.starts_with("tbb/") ||
                   include.starts_with("boost/graph") || include == "engine/core/parallel.hpp")
          << source << " includes " << include;
    }
  }
}

TEST(Architecture, HeadersSayWhatTheyAreFor) {
  for (const fs::path& source : sources(root / "engine")) {
    if (source.extension() != ".hpp") continue;
    EXPECT_TRUE(text_of(source).starts_with("// ")) << source << " does not open with prose";
    EXPECT_NE(text_of(source).find("#pragma once"), std::string::npos) << source;
  }
}

}  // namespace
}  // namespace tertius
