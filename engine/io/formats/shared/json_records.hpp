// JSON as a stream of records: what the JSON formats for graphs have in common. A list is what stands under
// "nodes", "links", "edges", "hyperedges", "elements", "connections" or "rels"; each of its items is a
// record, its nested values flattened to fields such as "data.id". The items of "adjacency" are arrays of
// records. Everything outside of lists is a setting.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/declared_members.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {

struct JsonField {
  std::string name;   ///< "id", "data.id"; of the values of an array their index
  std::string value;  ///< numbers as they are written; the values of an array within a record joined by ";"
  graph::ColumnType type = graph::ColumnType::text;
};

class JsonRecords {
 public:
  JsonRecords() = default;
  virtual ~JsonRecords() = default;
  JsonRecords(const JsonRecords&) = delete;
  JsonRecords& operator=(const JsonRecords&) = delete;

  /// Throws Error{bad_data} with the place of what is not JSON, or is nested too deeply.
  void read_json(Source& source, const RunContext& context);
  /// The same of JSON lines: values one after another, the records of a list without a name.
  void read_json_lines(Source& source, const RunContext& context);
  /// The same of the beginning of a text: ends without a word where that breaks off.
  void read_json_head(std::string_view head);

 protected:
  friend struct JsonHandler;

  /// A list begins; `path` is "nodes", "graph.nodes", or empty for a document that is an array.
  virtual void list(std::string_view path) { (void)path; }
  /// One item of a list; `key` is its name where the list is an object, the number of its array, from 0,
  /// where the list holds arrays.
  virtual void record(std::string_view path, std::string_view key, const std::vector<JsonField>& fields) = 0;
  virtual void setting(std::string_view path, std::string_view value) = 0;

  /// Where the present record begins.
  Place place() const { return place_; }

 private:
  Place place_;
};

/// What the beginning of a JSON file shows: lists with the fields of their first record, and settings.
struct JsonSketch {
  std::map<std::string, std::set<std::string>, std::less<>> lists;
  std::set<std::string, std::less<>> settings;

  bool has(std::string_view list) const { return lists.find(list) != lists.end(); }
  bool has_field(std::string_view list, std::string_view field) const;
};
JsonSketch sketch_json(std::string_view head);

/// What the readers of the JSON formats share: members with attributes, connections, and the report.
class JsonNetworkReader : public JsonRecords {
 public:
  JsonNetworkReader(std::string title, Source& source, const LoadOptions& options, const RunContext& context);
  LoadedNetwork read();
  LoadedNetwork read_lines();

 protected:
  /// The field of that name, or nullptr.
  static const JsonField* find(const std::vector<JsonField>& fields, std::string_view name);
  static std::string_view text_of(const std::vector<JsonField>& fields, std::string_view name);

  void list(std::string_view path) override;
  /// The member of that id; nothing where it is empty or the graph has it already, which is refused.
  std::optional<graph::VertexId> add_member(std::string_view id);
  /// "label" is the name of those who have no field "name"; every other field is an attribute.
  void set_field(graph::VertexId member, std::string_view name, const JsonField& field);
  /// Called before the network is finished.
  virtual void finish_connections() { connections_.finish(); }
  Location where() const { return {source_.name(), place()}; }

  Source& source_;
  Assembler assembler_;
  DeclaredMembers members_;
  ConnectionReader connections_;
  LooseAttributes attributes_;

 private:
  LoadedNetwork finish();

  const RunContext& context_;
  bool found_list_ = false;
};

}  // namespace tertius::io
