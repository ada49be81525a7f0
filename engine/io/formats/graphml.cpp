// GraphML (Brandes, Eiglsperger, Herman, Himsolt & Marshall 2001, doi:10.1007/3-540-45848-4_59): keys declare
// attributes, nodes and edges carry data. Labels that yEd draws are names.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/tie_reader.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/io/text/xml.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  return xml_root_is(head, "graphml");
}

class GraphMlReader : XmlReader {
 public:
  GraphMlReader(Source& source, const LoadOptions& options, const RunContext& context)
      : source_(source),
        assembler_("GraphML", options),
        ties_(assembler_, source.name(), options, context),
        attributes_(assembler_),
        context_(context) {
    assembler_.read_file(source.name(), source.file_bytes());
  }

  Loaded read() {
    read_xml(source_, context_);
    if (!found_graph_)
      throw Error(ErrorCode::bad_data, "no graph; expected <graphml> with a <graph>", {source_.name()});
    set_late_values();
    set_defaults();
    ties_.finish();
    attributes_.finish();
    return assembler_.finish(context_);
  }

 private:
  struct Key {
    std::string name;
    graph::ColumnType type = graph::ColumnType::text;
    bool of_nodes = false;
    bool of_edges = false;
    bool drawing = false;  // has no name: yEd's, for shapes and positions
    std::string value;     // default, empty where there is none
  };
  struct LateValue {
    graph::VertexId member;
    std::string key, value;
    Place place;
  };

  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (ignored_ > 0) {
      // yEd: <data key="d6"><y:ShapeNode><y:NodeLabel>Anna</y:NodeLabel>
      ++ignored_;
      in_drawing_ = true;
      if (element == "NodeLabel" && !node_.empty() && !in_edge_) collect_text();
      return;
    }
    if (element == "graph") {
      if (std::exchange(found_graph_, true)) {
        assembler_.note(node_.empty() ? "The file holds several graphs; they were read as one."
                                      : "Graphs within nodes were read as part of the whole graph.");
      } else if (const auto directed = attributes.find("edgedefault")) {
        ties_.set_directed(*directed == "directed");
      }
    } else if (element == "node") {
      node_.push_back(begin_node(attributes));
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
    Key key;
    const std::string_view target = attributes["for"];
    key.of_nodes = target == "node" || target == "all" || target.empty();
    key.of_edges = target == "edge" || target == "all" || target.empty();
    key.name = attributes["attr.name"];
    key.drawing = key.name.empty() && attributes.find("yfiles.type").has_value();
    if (key.name.empty()) key.name = attributes["id"];
    key.type = declared_type(attributes["attr.type"]);
    // igraph keeps ids as an attribute of that name, which would stand beside the id itself.
    if (same_word(key.name, "id")) key.name = "original_id";
    if (key.of_nodes && !key.drawing) attributes_.declare(key.name, key.type);
    key_of_default_ = &(keys_[std::string(attributes["id"])] = std::move(key));
  }

  graph::VertexId begin_node(const XmlAttributes& attributes) {
    const auto id = attributes.find("id");
    if (!id || id->empty() || assembler_.find_member(*id)) {
      assembler_.refuse(where(), id ? fmt::format("node \"{}\" again", *id) : "a node without id",
                        "an id of its own", false);
      return graph::no_vertex;
    }
    return assembler_.member(*id);
  }

  void begin_edge(const XmlAttributes& attributes) {
    in_edge_ = true;
    tie_ = {};
    tie_.source = attributes["source"];
    tie_.target = attributes["target"];
    tie_.place = place();
    if (const auto directed = attributes.find("directed"))
      tie_.directed = *directed == "true" || *directed == "1";
    edge_keys_.clear();
  }

  void end_edge() {
    for (const auto& [id, key] : keys_with_edge_default())
      if (std::find(edge_keys_.begin(), edge_keys_.end(), id) == edge_keys_.end())
        ties_.attribute(tie_, key->name, key->value);
    ties_.tie(tie_);
  }

  const std::vector<std::pair<std::string, const Key*>>& keys_with_edge_default() {
    if (edge_defaults_of_ != keys_.size()) {
      edge_defaults_.clear();
      for (const auto& [id, key] : keys_) {
        const bool first =
            std::none_of(edge_defaults_.begin(), edge_defaults_.end(),
                         [&key = key](const auto& other) { return same_word(other.second->name, key.name); });
        if (first && key.of_edges && !key.value.empty() && TieReader::knows(key.name))
          edge_defaults_.emplace_back(id, &key);
      }
      edge_defaults_of_ = keys_.size();
    }
    return edge_defaults_;
  }

  void data(const std::string& text) {
    const auto at = keys_.find(key_);
    if (in_edge_) {
      edge_keys_.push_back(key_);
      if (at == keys_.end() || !at->second.drawing)
        ties_.attribute(tie_, at == keys_.end() ? key_ : at->second.name, text);
    } else if (node_.empty()) {
      assembler_.note("Attributes of the graph as a whole were left out.");
    } else if (node_.back() != graph::no_vertex) {
      if (at == keys_.end()) {
        late_.push_back({node_.back(), key_, text, place()});
      } else {
        set(node_.back(), at->second, text, place());
      }
    }
  }

  void set(graph::VertexId member, Key& key, std::string_view text, Place at) {
    if (key.drawing) return;
    if (key.of_nodes && !key.value.empty()) has_value_[&key].push_back(member);
    if (!typed_value(held_type(key.name, key.type), text)) {
      assembler_.refuse({source_.name(), at.line, at.column},
                        fmt::format("{} \"{}\"", key.name, text.substr(0, 40)),
                        fmt::format("{}, as its key says", graph::to_string(key.type)), false);
      return;
    }
    attributes_.set(member, key.name, text, key.type);
    if (same_word(key.name, "name")) named(member);
  }

  // Keys that come after their use, which the standard does not allow and tools write.
  void set_late_values() {
    for (LateValue& late : late_) {
      auto at = keys_.find(late.key);
      if (at == keys_.end()) {
        assembler_.note(
            fmt::format("The key \"{}\" is not declared; its values were read as text.", late.key));
        Key key;
        key.name = late.key;
        at = keys_.emplace(late.key, std::move(key)).first;
      }
      set(late.member, at->second, late.value, late.place);
    }
  }

  void set_defaults() {
    for (auto& [id, key] : keys_) {
      if (!key.of_nodes || key.value.empty() || key.drawing) continue;
      std::vector<bool> has(assembler_.member_count());
      for (const graph::VertexId member : has_value_[&key]) has[member] = true;
      for (graph::VertexId v = 0; v < has.size(); ++v)
        if (!has[v]) set(v, key, key.value, {});
      context_.poll();
    }
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

  Source& source_;
  Assembler assembler_;
  TieReader ties_;
  LooseAttributes attributes_;
  const RunContext& context_;
  std::unordered_map<std::string, Key> keys_;
  std::unordered_map<const Key*, std::vector<graph::VertexId>> has_value_;
  std::vector<LateValue> late_;
  std::vector<bool> named_;
  std::vector<graph::VertexId> node_;  // the nodes that are open, one within the other
  std::vector<std::pair<std::string, const Key*>> edge_defaults_;
  std::size_t edge_defaults_of_ = 0;
  std::vector<std::string> edge_keys_;  // of the edge that is open
  TieText tie_;
  std::string key_;
  Key* key_of_default_ = nullptr;
  int ignored_ = 0;  // levels within an element whose elements are not ours
  bool in_drawing_ = false;
  bool in_edge_ = false;
  bool found_graph_ = false;
};

Loaded read(Source& source, const LoadOptions& options, const RunContext& context) {
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
  if (!network.ties.kind.empty()) file.write(key_line("kind", "edge", "kind", graph::ColumnType::text));
  if (!network.ties.since.empty()) file.write(key_line("since", "edge", "since", graph::ColumnType::text));
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
  for_each_tie(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
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
