// Cytoscape JSON (.cyjs, and the elements of Cytoscape.js): "elements" with "nodes" and "edges", or one list
// of both, each with "data". It does not say whether edges are directed.
#include <fmt/format.h>

#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/json_records.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  const JsonSketch sketch = sketch_json(head);
  return sketch.has("elements") || sketch.has("elements.nodes") || sketch.has("elements.edges") ||
         sketch.has_field("", "data.id") || sketch.has_field("", "data.source");
}

constexpr std::string_view data = "data.";

class CytoscapeReader : public JsonNetworkReader {
 public:
  using JsonNetworkReader::JsonNetworkReader;

 protected:
  void setting(std::string_view path, std::string_view value) override {
    if (path == "directed") connections_.set_directed(value == "true");
  }

  void record(std::string_view path, std::string_view, const std::vector<JsonField>& fields) override {
    if (path == "elements.edges" || text_of(fields, "group") == "edges" ||
        find(fields, "data.source") != nullptr) {
      edge(fields);
    } else {
      node(fields);
    }
  }

 private:
  void node(const std::vector<JsonField>& fields) {
    const auto member = add_member(text_of(fields, "data.id"));
    if (!member) return;
    const bool has_name = find(fields, "data.name") != nullptr;
    for (const JsonField& field : fields) {
      const std::string_view name = field.name;
      if (!name.starts_with(data) || name == "data.id") continue;  // positions and what is selected
      set_field(*member, name == "data.label" && !has_name ? "name" : name.substr(data.size()), field);
    }
  }

  void edge(const std::vector<JsonField>& fields) {
    ConnectionText connection;
    connection.place = place();
    for (const JsonField& field : fields) {
      const std::string_view name = field.name;
      if (name == "data.source") {
        connection.source = field.value;
      } else if (name == "data.target") {
        connection.target = field.value;
      } else if (name == "data.interaction") {
        connection.kind = field.value;
      } else if (name.starts_with(data)) {
        connections_.attribute(connection, name.substr(data.size()), field.value);
      }
    }
    connections_.add(connection);
  }
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return CytoscapeReader("Cytoscape JSON", source, options, context).read();
}

}  // namespace

Format cytoscape_format() {
  return {.name = "cytoscape",
          .title = "Cytoscape JSON",
          .suffixes = {".cyjs"},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
