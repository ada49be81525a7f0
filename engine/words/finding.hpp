// A finding: what an answer has to say, as data. Its kind is one of the register in kinds.hpp, its arguments
// are the members, groups and figures that it speaks of. Analyses and reports make findings; JSON writes them
// as they are, and sentence() (sentence.hpp) says them in a language. Nothing reads a sentence to learn what
// it says.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/words/kinds.hpp"

namespace tertius::words {

struct Finding;

struct Member {
  graph::VertexId id;
};
/// From 0 to 1.
struct Share {
  double value;
};
struct Day {
  graph::Day value;
};
/// One of the values that the register lists for the argument.
struct Choice {
  std::string_view value;
};

/// What an argument may be; in the order of Type.
using Value = std::variant<Member, std::vector<Member>, std::string, std::vector<std::string>, std::uint64_t,
                           double, Share, Day, bool, Choice, std::vector<Finding>>;

// Defined below: a value may hold findings, which hold arguments.
struct Argument {
  Argument(std::string_view called, Value is);
  Argument(std::string_view called, std::string text);
  Argument(std::string_view called, std::string_view text);
  Argument(std::string_view called, const char* text);
  template <std::integral T>
  requires(!std::same_as<T, bool>) Argument(std::string_view called, T count);

  std::string_view name;
  Value value;
};

struct Finding {
  /// Throws Error{failure} where an argument is not one of the kind's, or one that the kind needs is missing.
  Finding(Kind what, std::vector<Argument> of = {});

  /// Null where the argument is not given.
  const Value* find(std::string_view name) const;

  Kind kind;
  std::vector<Argument> arguments;
};

inline Argument::Argument(std::string_view called, Value is) : name(called), value(std::move(is)) {}
inline Argument::Argument(std::string_view called, std::string text) : name(called), value(std::move(text)) {}
inline Argument::Argument(std::string_view called, std::string_view text)
    : name(called), value(std::string(text)) {}
inline Argument::Argument(std::string_view called, const char* text)
    : name(called), value(std::string(text)) {}
template <std::integral T>
requires(!std::same_as<T, bool>) Argument::Argument(std::string_view called, T count)
    : name(called), value(static_cast<std::uint64_t>(count)) {}

}  // namespace tertius::words
