// Values of attributes whose type a file declares (GraphML, GEXF) or shows by how it writes them (JSON, GML).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/io/assembly/assembler.hpp"

namespace tertius::io {

/// The type that GraphML or GEXF calls by that name; text for names that are none of a type.
graph::ColumnType declared_type(std::string_view name);
/// The name under which both declare it.
std::string_view declared_name(graph::ColumnType type);

/// `text` as columns write a value of `type`: "007" is the integer 7, "1" the boolean true, NaN is missing
/// (an empty text). nullopt when it is no such value.
std::optional<std::string> typed_value(graph::ColumnType type, std::string_view text);

/// The type by which an attribute is held that was declared to be of that one: consent says more than yes or
/// no, so that it is text where it is declared to be boolean.
graph::ColumnType held_type(std::string_view attribute, graph::ColumnType declared);

/// integer or real for a number that is written without quotes, text for anything else.
graph::ColumnType type_of_bare(std::string_view text);

/// Sets attributes one by one and, at the end, gives each the narrowest type that holds all that was set:
/// numbers stay numbers, and a text of digits stays a text.
class LooseAttributes {
 public:
  explicit LooseAttributes(Assembler& assembler) : assembler_(assembler) {}
  /// The attribute is there even if no member has a value.
  void declare(std::string_view name, graph::ColumnType type) {
    entry(name).types |= 1U << static_cast<unsigned>(type);
  }
  /// `type`: how this value was written.
  void set(graph::VertexId member, std::string_view name, std::string_view value, graph::ColumnType type);
  void finish();

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  struct Seen {
    std::string name;
    unsigned types = 0;  ///< a bit per ColumnType
  };
  std::size_t index_of(std::string_view name);
  Seen& entry(std::string_view name) { return seen_[index_of(name)]; }

  Assembler& assembler_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>>
      indexes_;  // by every spelling of the name
  std::unordered_map<std::size_t, Seen> seen_;
};

}  // namespace tertius::io
