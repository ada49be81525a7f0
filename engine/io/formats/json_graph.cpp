// JSON Graph Format, versions 1 and 2 (jsongraphformat.info): "graph" or "graphs", with "nodes" as a list (1)
// or as an object (2), and "edges". Graphs are directed unless they say otherwise.
#include <fmt/format.h>

#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/json_records.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  const JsonSketch sketch = sketch_json(head);
  for (const auto& [path, fields] : sketch.lists)
    if (path.starts_with("graph.") || path.starts_with("graphs.")) return true;
  return false;
}

/// "x" of "metadata.x".
std::string_view plain(std::string_view name) {
  constexpr std::string_view metadata = "metadata.";
  return name.starts_with(metadata) ? name.substr(metadata.size()) : name;
}

class JsonGraphReader : public JsonNetworkReader {
 public:
  JsonGraphReader(Source& source, const LoadOptions& options, const RunContext& context)
      : JsonNetworkReader("JSON Graph Format", source, options, context) {
    connections_.set_directed(true);
  }

 protected:
  void list(std::string_view path) override {
    JsonNetworkReader::list(path);
    if (path == "graphs.nodes") members_.begin_graph();
  }

  void setting(std::string_view path, std::string_view value) override {
    if (path == "graph.directed" || (path == "graphs.directed" && !std::exchange(knows_direction_, true)))
      connections_.set_directed(value == "true");
    if (path.find(".metadata.") != path.npos)
      assembler_.note("Attributes of the graph as a whole were left out.");
  }

  void record(std::string_view path, std::string_view key, const std::vector<JsonField>& fields) override {
    if (path.ends_with(".nodes")) {
      node(key, fields);
    } else if (path.ends_with(".edges")) {
      edge(fields);
    } else if (path.ends_with(".hyperedges")) {
      assembler_.refuse(where(), "a hyperedge", "edges of two nodes");
    }
  }

 private:
  void node(std::string_view key, const std::vector<JsonField>& fields) {
    const auto member = add_member(key.empty() ? text_of(fields, "id") : key);
    if (!member) return;
    for (const JsonField& field : fields) {
      if (field.name == "id") continue;
      set_field(*member, field.name == "label" ? "name" : plain(field.name), field);
    }
  }

  void edge(const std::vector<JsonField>& fields) {
    ConnectionText connection;
    connection.place = place();
    for (const JsonField& field : fields) {
      if (field.name == "source") {
        connection.source = field.value;
      } else if (field.name == "target") {
        connection.target = field.value;
      } else if (field.name == "directed") {
        connection.directed = field.value == "true";
      } else {
        connections_.attribute(connection, plain(field.name), field.value);
      }
    }
    connections_.add(connection);
  }

  bool knows_direction_ = false;  // of the first of several graphs
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return JsonGraphReader(source, options, context).read();
}

}  // namespace

Format json_graph_format() {
  return {.name = "json-graph",
          .title = "JSON Graph Format",
          .suffixes = {".jgf"},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
