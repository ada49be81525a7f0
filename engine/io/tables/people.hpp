// Whom the rows of a workbook mean: members by their id or by a name that one of them alone bears, in any case,
// "Ada Kern" as well as "Kern, Ada".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/io/assembly/assembler.hpp"

namespace tertius::io {

/// A name as it is compared: case and blanks do not count, and "Kern, Ada" is "ada kern".
std::string folded_name(std::string_view name);

class People {
 public:
  /// `add`: whoever is not known becomes a member, called as the row says.
  People(Assembler& assembler, bool add) : assembler_(assembler), add_(add) {}

  /// The member has that name, too.
  void name(std::string_view name, graph::VertexId member);
  /// The member; no_vertex for nobody, and for a name of several.
  graph::VertexId find(std::string_view text) const;
  graph::VertexId find_or_add(std::string_view text);
  /// Why there is none, and what was expected.
  bool is_name_of_several(std::string_view text) const;
  std::string expected(std::string_view text) const;

 private:
  graph::VertexId named(std::string_view text) const;

  Assembler& assembler_;
  bool add_;
  static constexpr graph::VertexId several = graph::no_vertex - 1;
  std::unordered_map<std::string, graph::VertexId> by_name_;  // folded
};

}  // namespace tertius::io
