// What apoc.export.json of Neo4j writes (neo4j.com/docs/apoc, "Export to JSON"): a node or a relationship a line, or an
// array of them, or "nodes" and "rels".
#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/json_records.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view properties = "properties.";

/// "type": "node" or "relationship", which other lists of nodes do not say.
bool names_type(std::string_view head) {
  constexpr std::string_view key = "\"type\"";
  for (std::size_t at = head.find(key); at != head.npos; at = head.find(key, at + 1)) {
    std::string_view rest = trimmed(head.substr(at + key.size()));
    if (!rest.starts_with(':')) continue;
    rest = trimmed(rest.substr(1));
    if (rest.starts_with("\"node\"") || rest.starts_with("\"relationship\"")) return true;
  }
  return false;
}

/// A line of its own is all settings; in an array or a list it is a record.
bool recognises(std::string_view head) {
  const JsonSketch sketch = sketch_json(head);
  const auto& settings = sketch.settings;
  const bool lines = sketch.lists.empty() && settings.contains("type") && settings.contains("id");
  bool records = false;
  for (const std::string_view list : {"", "nodes", "rels"})
    records = records || (sketch.has_field(list, "type") && sketch.has_field(list, "id"));
  return (lines || records) && names_type(head);
}

/// "x" of "properties.x".
std::string_view plain(std::string_view name) {
  return name.starts_with(properties) ? name.substr(properties.size()) : name;
}

class ApocReader : public JsonNetworkReader {
 public:
  ApocReader(Source& source, const LoadOptions& options, const RunContext& context)
      : JsonNetworkReader("Neo4j APOC JSON", source, options, context) {
    connections_.set_directed(true);
  }

 protected:
  void setting(std::string_view, std::string_view) override {}

  void record(std::string_view, std::string_view, const std::vector<JsonField>& fields) override {
    const std::string_view type = text_of(fields, "type");
    if (type == "node") {
      node(fields);
    } else if (type == "relationship") {
      relationship(fields);
    } else {
      assembler_.refuse(where(), fmt::format("the type \"{}\"", fit_to_width(type.substr(0, 200), 60)),
                        "node or relationship", false);
    }
  }

 private:
  void node(const std::vector<JsonField>& fields) {
    const auto member = add_member(text_of(fields, "id"));
    if (!member) return;
    const bool has_label = find(fields, "properties.label") != nullptr;
    for (const JsonField& field : fields) {
      if (field.name == "id" || field.name == "type") continue;
      const std::string_view name = field.name == "labels" && !has_label ? "label" : plain(field.name);
      attributes_.set(*member, same_word(name, "id") ? "original_id" : name, field.value, field.type);
    }
  }

  void relationship(const std::vector<JsonField>& fields) {
    ConnectionText connection;
    connection.place = place();
    for (const JsonField& field : fields) {
      if (field.name == "start.id" || field.name == "start") {
        connection.source = field.value;
      } else if (field.name == "end.id" || field.name == "end") {
        connection.target = field.value;
      } else if (field.name.starts_with(properties) && plain(field.name) != "type" &&
                 plain(field.name) != "kind" && plain(field.name) != "relation") {
        connections_.attribute(connection, plain(field.name), field.value);
      } else if (field.name.starts_with(properties)) {
        assembler_.note(attribute_left_out(plain(field.name)));
      }
    }
    connection.kind = text_of(fields, "label");
    connections_.add(connection);
  }
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  const JsonSketch sketch = sketch_json(source.head());
  ApocReader reader(source, options, context);
  return sketch.lists.empty() ? reader.read_lines() : reader.read();
}

}  // namespace

Format apoc_json_format() {
  return {.name = "apoc-json",
          .title = "Neo4j APOC JSON",
          .suffixes = {},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
