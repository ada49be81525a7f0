// Connections as graph formats state them: by the names of their ends, with attributes in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/assembly/assembler.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {

/// A connection as a file states it. Empty: not stated.
struct ConnectionText {
  std::string source, target, weight, kind, since;
  std::optional<bool> directed{};
  Place place{};
};

/// What an attribute of a connection says of it, by its name.
enum class ConnectionPart { weight, value, kind, since, identity, none };
ConnectionPart connection_part(std::string_view name);
/// Options of a reader whose members, where none are listed, are those of the connections.
LoadOptions with_members(LoadOptions options, bool listed);
/// The note on what connections have and the network does not keep.
std::string attribute_left_out(std::string_view name);

/// What is expected of an end that a table of members does not list, and of one that a file does not declare.
std::string unlisted_member_expected();
std::string undeclared_member_expected();

/// What an entry of a matrix says of a weight: 1 says no more than that there is a connection.
std::string_view entry_weight(std::string_view entry);

/// Connections by the names of their ends, which may be declared later in the file.
class ConnectionReader {
 public:
  ConnectionReader(Assembler& assembler, std::string file, const LoadOptions& options,
                   const RunContext& context);
  void set_directed(bool directed);
  bool directed() const { return directed_; }
  /// What separates cells: where that is no comma, a comma may separate the decimals of a weight.
  void set_separator(char separator) { separator_ = separator; }
  void add(const ConnectionText& connection);
  /// The same, of ends that are known.
  void add(graph::VertexId from, graph::VertexId to, const ConnectionText& connection);
  /// Whether attribute() takes it.
  static bool knows(std::string_view name) { return connection_part(name) != ConnectionPart::none; }
  /// Takes one attribute of a connection: weight, kind, day, or a note that it is left out.
  void attribute(ConnectionText& connection, std::string_view name, std::string_view value);
  /// Connects what waited for its ends and refuses what names no member.
  void finish();

 private:
  Location where(const ConnectionText& connection) const { return {file_, connection.place}; }

  Assembler& assembler_;
  std::string file_;
  const RunContext& context_;
  bool add_unknown_;
  bool directed_;
  char separator_ = ',';
  std::uint64_t seen_ = 0;
  std::vector<ConnectionText> waiting_;
};

}  // namespace tertius::io
