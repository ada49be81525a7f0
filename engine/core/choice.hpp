// Choices by name: one table for each enumeration, in which the command line, its help, error messages and
// files find what its values are called. A row without help is another name of a value that stands above:
// accepted, and never shown.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tertius {

template <class T>
struct Choice {
  T value;
  std::string_view name;    ///< as it stands on the command line and in files: "resource-allocation"
  std::string_view help{};  ///< one line
};

/// The type of the values that a table lists.
template <class Table>
using Chosen = std::remove_cvref_t<decltype(std::begin(std::declval<const Table&>())->value)>;

/// The value of that name (underscores count as hyphens), or nullopt.
template <class Table>
std::optional<Chosen<Table>> chosen(const Table& choices, std::string_view name) {
  const auto same = [](char a, char b) { return a == b || (a == '-' && b == '_'); };
  for (const auto& choice : choices)
    if (std::equal(choice.name.begin(), choice.name.end(), name.begin(), name.end(), same))
      return choice.value;
  return std::nullopt;
}

/// What the value is called; empty where the table does not have it.
template <class Table>
std::string_view name_in(const Table& choices, const Chosen<Table>& value) {
  for (const auto& choice : choices)
    if (choice.value == value) return choice.name;
  return {};
}

/// "any or mutual"; "table, json or csv".
template <class Table>
std::string names_in(const Table& choices) {
  std::size_t left = 0;
  for (const auto& choice : choices) left += choice.help.empty() ? 0 : 1;
  std::string names;
  for (const auto& choice : choices) {
    if (choice.help.empty()) continue;
    names += choice.name;
    if (--left > 0) names += left == 1 ? " or " : ", ";
  }
  return names;
}

}  // namespace tertius
