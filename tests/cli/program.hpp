// The program as its users meet it: started with arguments, given some input, judged by its exit status and
// by what it says on both streams.
#pragma once

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tertius::test {

struct Run {
  int status = -1;
  std::string out;
  std::string err;
};

/// Runs tertius with these arguments, `input` on its standard input; in `folder`, or where the test runs.
Run tertius(const std::vector<std::string>& arguments, std::string_view input = {},
            const std::filesystem::path& folder = {});

/// Runs a script of the shell, in which "$0" is tertius: for what only a shell does with streams and limits.
Run shell(const std::string& script, const std::filesystem::path& folder = {});

/// Parsed standard output of a run that must succeed.
rapidjson::Document json_of(const std::vector<std::string>& arguments, std::string_view input = {});

/// A member of the committed networks.
std::string dataset(std::string_view name);

/// A folder that vanishes with the test.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file, making the folders above it, and returns its path.
  std::string file(std::string_view name, std::string_view content) const;
  /// What lies directly in the folder, sorted.
  std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

std::string text_of(const std::filesystem::path& path);

}  // namespace tertius::test
