// The optional folder ../shared: real networks and results computed with independent libraries. Tests that
// need it call TERTIUS_NEEDS_SHARED() first and skip, saying so, where it is absent.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"

namespace tertius::test {

#ifdef TERTIUS_SANITIZED
/// A sanitizer makes everything ten times as long: what repeats itself is done fewer times then.
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
/// How often a check is repeated on other random inputs. Sanitizers look for what happens on the way, at ten to twenty
/// times the cost, and not for a rare answer: an eighth is enough for them.
template <typename T>
constexpr T repeats(T usual) {
  return sanitized ? (usual + 7) / 8 : usual;
}

std::filesystem::path shared_folder();
bool has_shared();

#define TERTIUS_NEEDS_SHARED()                                                                            \
  do {                                                                                                    \
    if (!::tertius::test::has_shared())                                                                   \
      GTEST_SKIP() << "no shared data at " << ::tertius::test::shared_folder() << "; set TERTIUS_SHARED"; \
  } while (false)

/// A CSV file (or its .gz) read by the simplest means, independent of the engine's readers: columns by name.
/// Quoted fields are understood; line breaks inside quotes are not.
class Csv {
 public:
  explicit Csv(const std::filesystem::path& path);
  std::size_t rows() const { return cells_.size(); }
  bool has(std::string_view column) const;
  const std::string& text(std::size_t row, std::string_view column) const;
  double number(std::size_t row, std::string_view column) const;
  std::uint32_t id(std::size_t row, std::string_view column) const;

 private:
  std::size_t index(std::string_view column) const;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> cells_;
};

/// The networks of ../shared/data; under a sanitizer without the large ones.
const std::vector<std::string>& shared_networks();
bool is_large(std::string_view name);  ///< github-musae and email-enron: minutes rather than seconds
bool is_weighted(std::string_view name);

/// Members 0..n-1 with their columns and the simple undirected graph (weights read only when asked for),
/// built without the engine's readers.
graph::Network shared_network(std::string_view name, bool weights = false);
/// Path of ../shared/oracle/NAME/FILE, or of FILE.gz; empty when neither is there.
std::optional<std::filesystem::path> oracle_file(std::string_view name, std::string_view file);
/// A number of ../shared/oracle/NAME/summary.json. Throws when there is none of that name.
double summary_number(std::string_view name, std::string_view key);

}  // namespace tertius::test
