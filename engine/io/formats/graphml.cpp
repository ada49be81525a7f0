// GraphML (Brandes, Eiglsperger, Herman, Himsolt & Marshall 2001, doi:10.1007/3-540-45848-4_59): keys declare
// attributes, nodes and edges carry data. Labels that yEd draws are names.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/xml_graph.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  return xml_root_is(head, "graphml");
}

class GraphMlReader : public XmlGraphReader {
 public:
  GraphMlReader(Source& source, const LoadOptions& options, const RunContext& context)
      : XmlGraphReader(source, {"GraphML", "graphml", "key", "its key says"}, options, context) {}

 private:
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (ignored_ > 0) {
      // yEd: <data key="d6"><y:ShapeNode><y:NodeLabel>Anna</y:NodeLabel>
      ++ignored_;
      in_drawing_ = true;
      if (element == "NodeLabel" && !node_.empty() && !in_edge_) collect_text();
      return;
    }
    if (element == "graph") {
      const auto directed = attributes.find("edgedefault");
      if (!node_.empty()) {
        assembler_.note("Graphs within nodes were read as part of the whole graph.");
      } else {
        begin_graph(directed ? std::optional(*directed == "directed") : std::nullopt);
      }
    } else if (element == "node") {
      node_.push_back(member_of(attributes));
    } else if (element == "edge") {
      begin_edge(attributes);
    } else if (element == "key") {
      begin_key(attributes);
    } else if (element == "data") {
      key_ = attributes["key"];
      ignored_ = 1;
      in_drawing_ = false;
      collect_text();
    } else if (element == "default") {
      ignored_ = 1;
      in_drawing_ = false;
      collect_text();
    } else if (element == "hyperedge") {
      assembler_.refuse(where(), "a hyperedge", "connections of two members");
      ignored_ = 1;
      key_.clear();
    } else if (element == "port" || element == "desc" || element == "locator") {
      ignored_ = 1;
      key_.clear();
    }
  }

  void end(std::string_view element) override {
    if (ignored_ > 1) {
      if (element == "NodeLabel" && !node_.empty() && !in_edge_) {
        const std::string label(trimmed(take_text()));
        if (!label.empty() && node_.back() != graph::no_vertex) set_name(node_.back(), label);
      }
      --ignored_;
    } else if (ignored_ == 1) {
      ignored_ = 0;
      const std::string text = take_text();
      if (element == "data" && !in_drawing_) data(text);
      if (element == "default" && key_of_default_ != nullptr && !in_drawing_) key_of_default_->value = text;
    } else if (element == "node" && !node_.empty()) {
      node_.pop_back();
    } else if (element == "edge" && in_edge_) {
      in_edge_ = false;
      end_edge();
    } else if (element == "key") {
      key_of_default_ = nullptr;
    }
  }

  void begin_key(const XmlAttributes& attributes) {
    Attribute key;
    const std::string_view target = attributes["for"];
    key.of_nodes = target == "node" || target == "all" || target.empty();
    key.of_edges = target == "edge" || target == "all" || target.empty();
    key.name = attributes["attr.name"];
    // A key without a name is yEd's, for shapes and positions.
    key.left_out = key.name.empty() && attributes.find("yfiles.type").has_value();
    if (key.name.empty()) key.name = attributes["id"];
    key.type = declared_type(attributes["attr.type"]);
    // igraph keeps ids as an attribute of that name, which would stand beside the id itself.
    if (same_word(key.name, "id")) key.name = "original_id";
    if (key.of_nodes && !key.left_out) attributes_.declare(key.name, key.type);
    key_of_default_ = &(declared_[std::string(attributes["id"])] = std::move(key));
  }

  void begin_edge(const XmlAttributes& attributes) {
    open_connection(attributes);
    if (const auto directed = attributes.find("directed"))
      connection_.directed = *directed == "true" || *directed == "1";
    edge_keys_.clear();
  }

  void end_edge() {
    for (const auto& [id, key] : declared_with_edge_default())
      if (std::find(edge_keys_.begin(), edge_keys_.end(), id) == edge_keys_.end())
        connections_.attribute(connection_, key->name, key->value);
    connections_.add(connection_);
  }

  const std::vector<std::pair<std::string, const Attribute*>>& declared_with_edge_default() {
    if (edge_defaults_of_ != declared_.size()) {
      edge_defaults_.clear();
      for (const auto& [id, key] : declared_) {
        const bool first =
            std::none_of(edge_defaults_.begin(), edge_defaults_.end(),
                         [&key = key](const auto& other) { return same_word(other.second->name, key.name); });
        if (first && key.of_edges && !key.value.empty() && ConnectionReader::knows(key.name))
          edge_defaults_.emplace_back(id, &key);
      }
      edge_defaults_of_ = declared_.size();
    }
    return edge_defaults_;
  }

  void data(const std::string& text) {
    const auto at = declared_.find(key_);
    if (in_edge_) {
      edge_keys_.push_back(key_);
      if (at == declared_.end() || !at->second.left_out)
        connections_.attribute(connection_, at == declared_.end() ? key_ : at->second.name, text);
    } else if (node_.empty()) {
      assembler_.note("Attributes of the graph as a whole were left out.");
    } else {
      set_of_node(key_, text);
    }
  }

  void keep(graph::VertexId member, const Attribute& key, std::string_view text) override {
    XmlGraphReader::keep(member, key, text);
    if (same_word(key.name, "name")) named(member);
  }

  // What a drawing shows is the name of those who have no attribute "name".
  void set_name(graph::VertexId member, const std::string& label) {
    if (member < named_.size() && named_[member]) return;
    if (assembler_.find_member(label) == member) return;
    attributes_.set(member, "name", label, graph::ColumnType::text);
    named(member);
  }
  void named(graph::VertexId member) {
    if (named_.size() <= member) named_.resize(std::size_t{member} + 1);
    named_[member] = true;
  }

  std::vector<bool> named_;
  std::vector<std::pair<std::string, const Attribute*>> edge_defaults_;
  std::size_t edge_defaults_of_ = 0;
  std::vector<std::string> edge_keys_;  // of the edge that is open
  std::string key_;
  Attribute* key_of_default_ = nullptr;
  int ignored_ = 0;  // levels within an element whose elements are not ours
  bool in_drawing_ = false;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return GraphMlReader(source, options, context).read();
}

std::string key_line(std::string_view id, std::string_view target, std::string_view name,
                     graph::ColumnType type) {
  return fmt::format("  <key id=\"{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", id, target,
                     xml_text(name), declared_name(type));
}

void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  const auto columns = written_columns(network, options);
  GraphFile file(path, context);
  file.write(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "
      "xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
  for (std::size_t c = 0; c < columns.size(); ++c)
    file.write(key_line(fmt::format("n{}", c), "node", columns[c]->name(), columns[c]->type()));
  if (graph.weighted()) file.write(key_line("weight", "edge", "weight", graph::ColumnType::real));
  if (!network.connections.kind.empty())
    file.write(key_line("kind", "edge", "kind", graph::ColumnType::text));
  if (!network.connections.since.empty())
    file.write(key_line("since", "edge", "since", graph::ColumnType::text));
  file.write(fmt::format("  <graph edgedefault=\"{}\">\n", graph.directed() ? "directed" : "undirected"));
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    std::string node = fmt::format("    <node id=\"{}\"", xml_text(network.members.ids[v]));
    std::string data;
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c]->has(v))
        data += fmt::format("<data key=\"n{}\">{}</data>", c, xml_text(typed_text(*columns[c], v)));
    node += data.empty() ? "/>\n" : ">" + data + "</node>\n";
    file.write(node);
  }
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    std::string edge = fmt::format("    <edge source=\"{}\" target=\"{}\"", xml_text(network.members.ids[u]),
                                   xml_text(network.members.ids[v]));
    std::string data;
    if (graph.weighted()) data += fmt::format("<data key=\"weight\">{}</data>", number_text(weight));
    if (const auto kind = kind_of(network, u, v); !kind.empty())
      data += fmt::format("<data key=\"kind\">{}</data>", xml_text(kind));
    if (const graph::Day day = since_of(network, u, v); day != graph::no_day)
      data += fmt::format("<data key=\"since\">{}</data>", day_text(day));
    file.write(edge += data.empty() ? "/>\n" : ">" + data + "</edge>\n");
  });
  file.write("  </graph>\n</graphml>\n");
  file.commit();
}

}  // namespace

Format graphml_format() {
  return {.name = "graphml",
          .title = "GraphML",
          .suffixes = {".graphml"},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps = all_but_affiliations};
}

}  // namespace tertius::io
