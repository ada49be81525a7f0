// Node-link JSON: NetworkX writes "nodes" and "links", or "edges" since 3.4; D3 reads "nodes" and "links",
// whose ends are ids, or positions in the list of nodes where these have no ids. NetworkX's adjacency_data
// has "nodes" and "adjacency": of each node, in the same order, an array of neighbours.
#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/json_records.hpp"
#include "engine/io/formats/writing.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  const JsonSketch sketch = sketch_json(head);
  return sketch.has("nodes") || sketch.has("links") || sketch.has("edges") || sketch.has("adjacency");
}

class NodeLinkReader : public JsonNetworkReader {
 public:
  using JsonNetworkReader::JsonNetworkReader;

 protected:
  void setting(std::string_view path, std::string_view value) override {
    if (path == "directed") connections_.set_directed(value == "true");
    if (path == "directed") directed_ = value == "true";
    if (path.starts_with("graph.")) assembler_.note("Attributes of the graph as a whole were left out.");
  }

  void record(std::string_view path, std::string_view key, const std::vector<JsonField>& fields) override {
    if (path == "nodes") {
      node(key, fields);
    } else if (path == "links" || path == "edges") {
      link(fields);
    } else if (path == "adjacency") {
      neighbour(key, fields);
    } else {
      assembler_.note(fmt::format("The list \"{}\" was left out.", path));
    }
  }

  void finish_connections() override {
    for (EarlyLink& link : early_) connect(link);
    connections_.finish();
  }

 private:
  struct EarlyLink {
    ConnectionText connection;
    bool numbers = false;
    bool of_row = false;  ///< the source is a position, whatever ids there are
  };

  void node(std::string_view key, const std::vector<JsonField>& fields) {
    std::string id(text_of(fields, "id"));
    if (id.empty() && fields.size() == 1 && fields[0].name.empty()) id = fields[0].value;
    if (id.empty()) id = key;
    has_ids_ = has_ids_ || !id.empty();
    std::string_view id_field = "id";
    if (id.empty()) {
      for (const std::string_view name : {"name", "label", "key"})
        if (id.empty() && !(id = text_of(fields, name)).empty()) id_field = name;
      if (id.empty()) id = fmt::to_string(nodes_.size());
      if (assembler_.find_member(id)) {
        id = fmt::format("{} #{}", id, nodes_.size());
        id_field = "id";
      }
    }
    const auto member = add_member(id);
    nodes_.push_back(member.value_or(graph::no_vertex));
    if (!member) return;
    const bool has_name = find(fields, "name") != nullptr;
    for (const JsonField& field : fields) {
      if (field.name == "id" || field.name == id_field || field.name.empty()) continue;
      set_field(*member, field.name == "label" && !has_name ? "name" : std::string_view(field.name), field);
    }
  }

  void link(const std::vector<JsonField>& fields) {
    EarlyLink link;
    link.connection.place = place();
    bool whole = true;
    for (const JsonField& field : fields) {
      const std::string_view name = field.name;
      if (name == "source" || name == "source.id" || name == "from" || name == "0") {
        link.connection.source = field.value;
        whole = whole && field.type == graph::ColumnType::integer;
      } else if (name == "target" || name == "target.id" || name == "to" || name == "1") {
        link.connection.target = field.value;
        whole = whole && field.type == graph::ColumnType::integer;
      } else if (name == "2") {
        connections_.attribute(link.connection, "weight", field.value);
      } else if (!name.starts_with("source.") && !name.starts_with("target.")) {
        connections_.attribute(link.connection, name, field.value);
      }
    }
    link.numbers = whole;
    take(std::move(link));
  }

  void neighbour(std::string_view row, const std::vector<JsonField>& fields) {
    EarlyLink link;
    link.of_row = true;
    link.connection.place = place();
    link.connection.source = row;
    for (const JsonField& field : fields) {
      if (field.name == "id" || field.name.empty()) {
        link.connection.target = field.value;
      } else {
        connections_.attribute(link.connection, field.name, field.value);
      }
    }
    take(std::move(link));
  }

  void take(EarlyLink link) {
    if (nodes_.empty()) {
      early_.push_back(std::move(link));
    } else {
      connect(link);
    }
  }

  void connect(EarlyLink& link) {
    if (link.of_row) return connect_row(link.connection);
    connect(link.connection, link.numbers);
  }

  /// Where nothing is directed, each of two neighbours has the other in its array: the second time is no
  /// other connection.
  void connect_row(ConnectionText& connection) {
    const auto from = at(connection.source);
    if (!from) {
      assembler_.refuse({source_.name(), connection.place},
                        fmt::format("neighbours of node {}", connection.source),
                        fmt::format("an array for each of the {} nodes", nodes_.size()));
      return;
    }
    const auto to = assembler_.find_member(connection.target);
    if (to && !directed_ && *from != *to) {
      const std::pair<graph::VertexId, graph::VertexId> pair = std::minmax(*from, *to);
      if (*from > *to) {
        const auto seen = one_way_.find(pair);
        if (seen != one_way_.end() && seen->second > 0) {
          --seen->second;
          return;
        }
      } else {
        ++one_way_[pair];
      }
    }
    if (to) return connections_.add(*from, *to, connection);
    connection.source = assembler_.ids()[*from];
    connections_.add(connection);
  }

  void connect(ConnectionText& connection, bool numbers) {
    if (!numbers || has_ids_) return connections_.add(connection);
    const auto from = at(connection.source);
    const auto to = at(connection.target);
    if (from && to) return connections_.add(*from, *to, connection);
    assembler_.refuse({source_.name(), connection.place},
                      fmt::format("node {}", from ? connection.target : connection.source),
                      fmt::format("a position among the {} nodes, from 0", nodes_.size()));
  }

  std::optional<graph::VertexId> at(std::string_view number) const {
    const auto index = parse_natural(number);
    if (!index || *index >= nodes_.size() || nodes_[*index] == graph::no_vertex) return std::nullopt;
    return nodes_[*index];
  }

  std::vector<graph::VertexId> nodes_;  // in the order of the file
  std::vector<EarlyLink> early_;
  bool has_ids_ = false;
  bool directed_ = false;
  std::map<std::pair<graph::VertexId, graph::VertexId>, std::size_t>
      one_way_;  // stated by the earlier node alone
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return NodeLinkReader("node-link JSON", source, options, context).read();
}

class JsonFile {
 public:
  JsonFile(const std::string& path, const RunContext& context) : file_(path, context), writer_(buffer_) {}
  rapidjson::Writer<rapidjson::StringBuffer>& operator*() { return writer_; }
  rapidjson::Writer<rapidjson::StringBuffer>* operator->() { return &writer_; }
  void text(std::string_view text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void raw(std::string_view text) { writer_.RawValue(text.data(), text.size(), rapidjson::kNumberType); }
  /// Ends a line, which keeps the file readable for people, too.
  void line() {
    buffer_.Put('\n');
    file_.write({buffer_.GetString(), buffer_.GetSize()});
    buffer_.Clear();
  }
  void commit() {
    line();
    file_.commit();
  }

 private:
  GraphFile file_;
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  const auto columns = written_columns(network, options);
  JsonFile json(path, context);
  json->StartObject();
  json->Key("directed");
  json->Bool(graph.directed());
  json->Key("multigraph");
  json->Bool(false);
  json->Key("graph");
  json->StartObject();
  json->EndObject();
  json->Key("nodes");
  json->StartArray();
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    json.line();
    json->StartObject();
    json->Key("id");
    json.text(network.members.ids[v]);
    for (const graph::Column* column : columns) {
      if (!column->has(v)) continue;
      json.text(column->name());
      const std::string value = typed_text(*column, v);
      if (column->type() == graph::ColumnType::text) {
        json.text(value);
      } else {
        json.raw(value);
      }
    }
    json->EndObject();
  }
  json->EndArray();
  json->Key("edges");
  json->StartArray();
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    json.line();
    json->StartObject();
    json->Key("source");
    json.text(network.members.ids[u]);
    json->Key("target");
    json.text(network.members.ids[v]);
    if (graph.weighted()) {
      json->Key("weight");
      json.raw(number_text(weight));
    }
    if (const auto kind = kind_of(network, u, v); !kind.empty()) {
      json->Key("kind");
      json.text(kind);
    }
    if (const graph::Day day = since_of(network, u, v); day != graph::no_day) {
      json->Key("since");
      json.text(day_text(day));
    }
    json->EndObject();
  });
  json->EndArray();
  json->EndObject();
  json.commit();
}

}  // namespace

Format node_link_format() {
  return {.name = "node-link",
          .title = "node-link JSON",
          .suffixes = {".json"},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps = all_but_affiliations};
}

}  // namespace tertius::io
