// Where every reader puts what it finds: members, attributes, connections, affiliations, refusals. It keeps
// the counts, and finish() makes the network of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"
#include "engine/graph/network.hpp"
#include "engine/io/assembly/connection_rows.hpp"
#include "engine/io/assembly/loading.hpp"
#include "engine/io/bytes/source.hpp"

namespace tertius::io {

class Assembler {
 public:
  /// `format` is the title of the format.
  Assembler(std::string format, const LoadOptions& options);
  ~Assembler();

  /// The member of that id, added when it is new.
  graph::VertexId member(std::string_view id);
  std::optional<graph::VertexId> find_member(std::string_view id) const;
  graph::VertexId member_count() const { return ids().size(); }
  const graph::Ids& ids() const;
  /// What the member is called: the name, else the id.
  std::string name_of(graph::VertexId member) const;
  /// The members there are now are all that were listed: later ones are reported as added.
  void members_are_listed();
  /// All members so far, at once and before anybody else. After members_are_listed(), attributes may follow
  /// by take_attribute().
  void take_ids(graph::Ids ids);
  /// Throws Error{bad_data} when that many members would give the attributes more cells than a file of that
  /// size can fill.
  void check_cells(std::uint64_t members) const;

  /// The attribute of that name, added when it is new. "name" (any case) is what members are called by.
  /// Without a type it is inferred from the values.
  std::size_t attribute(std::string_view name, std::optional<graph::ColumnType> type = {});
  std::size_t attribute_count() const;
  const std::string& attribute_name(std::size_t attribute) const;
  /// The attribute is none unless somebody has a value.
  void leave_out_if_empty(std::size_t attribute);
  /// Sets an attribute; an empty value is missing.
  void set(graph::VertexId member, std::size_t attribute, std::string_view value);
  /// Sets an attribute of all members: codes are places in `values`, which are all different and in order of
  /// first appearance, or no_code.
  void take_attribute(std::size_t attribute, std::vector<std::uint32_t> codes, StringPool values);

  /// Weight must be positive and finite: the reader refuses others, or maps them, saying so. Where none is
  /// stated it is 1; where none is stated for any connection, repeats merge without adding up.
  void connect(graph::VertexId from, graph::VertexId to, std::optional<double> weight = {},
               std::string_view kind = {}, graph::Day since = graph::no_day);
  /// The same of a date as it is written, by the rule of DateColumn. `again`: of the row before it.
  void connect(graph::VertexId from, graph::VertexId to, std::optional<double> weight, std::string_view kind,
               std::string_view since, bool again = false);
  /// Whether connections are arcs. LoadOptions::directed decides where the format does not say.
  void set_directed(bool directed);
  /// Whether the graph is built of arcs, and how.
  graph::BuildOptions build_options() const;
  /// The graph and, unless members were named before, the ids of its members: from a reader that builds as it
  /// reads. `rows` are those that went into it. Nothing may have been connected otherwise.
  void set_graph(graph::BuildResult built, graph::Ids ids, std::uint64_t rows);

  /// Rows that remain to be built, of members who are there: from a reader of many rows at once. Nothing may
  /// have been connected otherwise.
  void add_connections(ConnectionRows rows);

  void affiliate(graph::VertexId member, std::string_view group, std::string_view kind = {},
                 std::string_view role = {}, graph::Day date = graph::no_day);
  void affiliate(graph::VertexId member, std::string_view group, std::string_view kind, std::string_view role,
                 std::string_view date);
  /// All affiliations: from a reader of many rows at once. Repeats are merged later.
  void add_affiliations(graph::Affiliations affiliations);

  /// Counts a row that was not understood; `connection` when it stated a connection.
  void refuse(const Location& where, std::string_view found, std::string_view expected,
              bool connection = true);
  /// How many refused rows are kept with their reasons: a few, or all where they are listed.
  std::size_t most_reasons() const;
  /// Of what was refused, that many were values alone: the rest of their rows was taken.
  void only_values(std::uint64_t count);
  /// Counts more such rows, without a reason.
  void refuse_more(std::uint64_t rows, bool connection = true);
  /// Something guessed or left out that the person should know. Once per text.
  void note(std::string text);
  void read_file(std::string path, std::uint64_t bytes);
  /// The same, with what was guessed to decode it.
  void read_file(const Source& source);
  /// Which columns of a table serve as what; noted where their headings are other words than ours.
  void read_columns(const CsvHeader& header, const std::string& file);
  const ColumnChoices& column_choices() const;

  /// The names that rows have are compared with those of members, so that LoadOptions::names is used.
  void matches_names();

  LoadedNetwork finish(const RunContext& context);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tertius::io
