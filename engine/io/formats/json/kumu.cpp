// Kumu's JSON (docs.kumu.io, "JSON / Blueprints"): "elements" with labels, "connections" from one to another.
// What Kumu exports of a project has the same lists, with ids and "attributes".
#include <fmt/format.h>

#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/json_records.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  const JsonSketch sketch = sketch_json(head);
  for (const std::string_view field : {"label", "attributes.label"})
    if (sketch.has_field("elements", field)) return true;
  return sketch.has_field("connections", "from") && sketch.has_field("connections", "to");
}

/// "x" of "attributes.x".
std::string_view plain(std::string_view name) {
  constexpr std::string_view attributes = "attributes.";
  return name.starts_with(attributes) ? name.substr(attributes.size()) : name;
}

class KumuReader : public JsonNetworkReader {
 public:
  KumuReader(Source& source, const LoadOptions& options, const RunContext& context)
      : JsonNetworkReader("Kumu JSON", source, options, context), directed_(options.directed) {}

 protected:
  void setting(std::string_view, std::string_view) override {}

  void record(std::string_view path, std::string_view, const std::vector<JsonField>& fields) override {
    if (path == "elements") {
      element(fields);
    } else if (path == "connections") {
      connection(fields);
    } else {
      assembler_.note(fmt::format("The list \"{}\" was left out.", path));
    }
  }

  /// Some connection may say that there is direction, and ends may be known by their labels.
  void finish_connections() override {
    connections_.set_directed(directed_);
    for (ConnectionText& connection : waiting_) {
      if (!directed_) connection.directed.reset();
      resolve(connection.source);
      resolve(connection.target);
      connections_.add(connection);
    }
    connections_.finish();
  }

 private:
  static bool is_id(std::string_view name) { return name == "_id" || name == "id"; }
  static bool is_label(std::string_view name) { return name == "label" || name == "attributes.label"; }

  void element(const std::vector<JsonField>& fields) {
    std::string_view id, label;
    for (const JsonField& field : fields) {
      if (is_id(field.name)) id = field.value;
      if (is_label(field.name)) label = field.value;
    }
    const auto member = add_member(id.empty() ? label : id);
    if (!member) return;
    if (!label.empty()) {
      const auto [known, added] = labels_.emplace(label, *member);
      if (!added) known->second = graph::no_vertex;  // it names two
    }
    for (const JsonField& field : fields) {
      if (is_id(field.name) || (is_label(field.name) && id.empty())) continue;
      const std::string_view name = is_label(field.name) ? "name" : plain(field.name);
      set_field(*member, same_word(name, "id") ? "original_id" : name, field);
    }
  }

  void connection(const std::vector<JsonField>& fields) {
    ConnectionText connection;
    connection.place = place();
    for (const JsonField& field : fields) {
      const std::string_view name = plain(field.name);
      if (field.name == "from") {
        connection.source = field.value;
      } else if (field.name == "to") {
        connection.target = field.value;
      } else if (field.name == "direction") {
        connection.directed = field.value == "directed";
        directed_ = directed_ || *connection.directed;
      } else if (same_word(name, "strength")) {
        connections_.attribute(connection, "weight", field.value);
      } else if (same_word(name, "connection type")) {
        connections_.attribute(connection, "kind", field.value);
      } else if (name != "_id") {
        connections_.attribute(connection, name, field.value);
      }
    }
    waiting_.push_back(std::move(connection));
  }

  void resolve(std::string& end) const {
    if (assembler_.find_member(end)) return;
    const auto known = labels_.find(end);
    if (known != labels_.end() && known->second != graph::no_vertex) end = assembler_.ids()[known->second];
  }

  bool directed_;
  std::unordered_map<std::string, graph::VertexId> labels_;
  std::vector<ConnectionText> waiting_;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return KumuReader(source, options, context).read();
}

}  // namespace

Format kumu_format() {
  return {.name = "kumu",
          .title = "Kumu JSON",
          .suffixes = {},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
