// The JSON of Graphology (graphology.github.io/serialization), which Gephi exports too: nodes with "key" and
// "attributes", edges with "source" and "target". Edges are directed unless they or the options say
// otherwise.
#include <fmt/format.h>

#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/json_records.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  const JsonSketch sketch = sketch_json(head);
  if (!sketch.has("nodes") && !sketch.has("edges")) return false;
  return (sketch.has_field("nodes", "key") && !sketch.has_field("nodes", "id")) ||
         sketch.settings.find("options.type") != sketch.settings.end() ||
         sketch.settings.find("options.multi") != sketch.settings.end();
}

/// "x" of "attributes.x".
std::string_view plain(std::string_view name) {
  constexpr std::string_view attributes = "attributes.";
  return name.starts_with(attributes) ? name.substr(attributes.size()) : name;
}

class GraphologyReader : public JsonNetworkReader {
 public:
  using JsonNetworkReader::JsonNetworkReader;

 protected:
  void setting(std::string_view path, std::string_view value) override {
    if (path != "options.type") return;
    connections_.set_directed(value != "undirected");
    knows_direction_ = true;
  }

  void record(std::string_view path, std::string_view, const std::vector<JsonField>& fields) override {
    if (path == "nodes") {
      node(fields);
    } else if (path == "edges") {
      edge(fields);
    }
  }

 private:
  void node(const std::vector<JsonField>& fields) {
    const auto member = add_member(text_of(fields, "key"));
    if (!member) return;
    const bool has_name = find(fields, "attributes.name") != nullptr;
    for (const JsonField& field : fields) {
      if (field.name == "key") continue;
      set_field(*member, field.name == "attributes.label" && !has_name ? "name" : plain(field.name), field);
    }
  }

  void edge(const std::vector<JsonField>& fields) {
    ConnectionText connection;
    connection.place = place();
    connection.directed = text_of(fields, "undirected") != "true";
    if (!knows_direction_) connections_.set_directed(*connection.directed);
    knows_direction_ = true;
    if (!connections_.directed()) connection.directed.reset();
    for (const JsonField& field : fields) {
      if (field.name == "source") {
        connection.source = field.value;
      } else if (field.name == "target") {
        connection.target = field.value;
      } else if (field.name != "key" && field.name != "undirected") {
        connections_.attribute(connection, plain(field.name), field.value);
      }
    }
    connections_.add(connection);
  }

  bool knows_direction_ = false;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return GraphologyReader("Graphology JSON", source, options, context).read();
}

}  // namespace

Format graphology_format() {
  return {.name = "graphology",
          .title = "Graphology JSON",
          .suffixes = {".graphology"},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
