// What GEXF and GraphML have in common: nodes and edges as elements, attributes that are declared, have types
// and defaults, and may be used before they are declared.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/declared_members.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/text/xml.hpp"

namespace tertius::io {

class XmlGraphReader : XmlReader {
 public:
  /// How a format calls things.
  struct Words {
    const char *title, *root;
    const char* attribute;
    const char* as_declared;
  };

  XmlGraphReader(Source& source, const Words& words, const LoadOptions& options, const RunContext& context)
      : source_(source),
        words_(words),
        assembler_(words.title, options),
        members_(assembler_),
        connections_(assembler_, source.name(), options, context),
        attributes_(assembler_),
        context_(context) {
    source.decode();
    assembler_.read_file(source);
  }

  LoadedNetwork read() {
    read_xml(source_, context_);
    if (!found_graph_)
      throw Error(ErrorKey::syntax, fmt::format("no graph; expected <{}> with a <graph>", words_.root),
                  {source_.name()});
    set_late_values();
    set_defaults();
    connections_.finish();
    attributes_.finish();
    return assembler_.finish(context_);
  }

 protected:
  struct Attribute {
    std::string name;
    graph::ColumnType type = graph::ColumnType::text;
    bool list = false;  // of values
    bool of_nodes = true;
    bool of_edges = false;
    bool left_out = false;
    std::string value;                 // default, empty where there is none
    std::vector<graph::VertexId> set;  // who has a value, where there is a default
  };
  using Attributes = std::unordered_map<std::string, Attribute>;  // by their ids in the file

  using XmlReader::collect_text;
  using XmlReader::place;
  using XmlReader::take_text;
  using XmlReader::where;

  /// The member of a node, or no_vertex where it has no id of its own.
  graph::VertexId member_of(const XmlAttributes& node) {
    const std::string_view id = node["id"];
    const auto member = id.empty() ? std::nullopt : members_.declare(id);
    if (!member)
      assembler_.refuse(where(), id.empty() ? "a node without id" : fmt::format("node \"{}\" again", id),
                        "an id of its own", false);
    return member.value_or(graph::no_vertex);
  }

  /// `directed`: where the graph says so. The first one decides, and connections of others say so themselves.
  void begin_graph(std::optional<bool> directed) {
    found_graph_ = true;
    default_directed_.reset();
    if (members_.begin_graph()) {
      if (directed) connections_.set_directed(*directed);
    } else if (directed != connections_.directed()) {
      default_directed_ = directed;
    }
  }

  void open_connection(const XmlAttributes& edge) {
    in_edge_ = true;
    connection_ = {};
    connection_.source = edge["source"];
    connection_.target = edge["target"];
    connection_.directed = default_directed_;
    connection_.place = place();
  }

  /// A value of the node that is open.
  void set_of_node(const std::string& id, std::string_view text) {
    if (node_.back() == graph::no_vertex) return;
    const auto at = declared_.find(id);
    if (at == declared_.end()) {
      late_.push_back({node_.back(), id, std::string(text), place()});
    } else {
      set(node_.back(), at->second, text, place());
    }
  }

  /// Keeps a value that is of its type.
  virtual void keep(graph::VertexId member, const Attribute& attribute, std::string_view text) {
    attributes_.set(member, attribute.name, text, attribute.type);
  }

  Source& source_;
  const Words words_;
  Assembler assembler_;
  DeclaredMembers members_;
  ConnectionReader connections_;
  LooseAttributes attributes_;
  const RunContext& context_;
  Attributes declared_;
  std::vector<graph::VertexId> node_;  // the nodes that are open, one within the other
  ConnectionText connection_;
  bool in_edge_ = false;
  bool found_graph_ = false;

 private:
  std::optional<bool> default_directed_;
  struct LateValue {
    graph::VertexId member;
    std::string attribute, value;
    Place place;
  };

  void set(graph::VertexId member, Attribute& attribute, std::string_view text, Place at) {
    if (attribute.left_out) return;
    if (attribute.of_nodes && !attribute.value.empty()) attribute.set.push_back(member);
    if (!typed_value(held_type(attribute.name, attribute.type), text)) {
      assembler_.refuse({source_.name(), at}, fmt::format("{} \"{}\"", attribute.name, text.substr(0, 40)),
                        fmt::format("{}, as {}", graph::to_string(attribute.type), words_.as_declared),
                        false);
      assembler_.only_values(1);
      return;
    }
    keep(member, attribute, text);
  }

  /// Declarations that come after their use, which the standards do not allow and tools write.
  void set_late_values() {
    for (LateValue& late : late_) {
      auto at = declared_.find(late.attribute);
      if (at == declared_.end()) {
        assembler_.note(fmt::format("The {} \"{}\" is not declared; its values were read as text.",
                                    words_.attribute, late.attribute));
        Attribute attribute;
        attribute.name = late.attribute;
        attribute.of_nodes = false;
        at = declared_.emplace(late.attribute, std::move(attribute)).first;
      }
      set(late.member, at->second, late.value, late.place);
    }
  }

  void set_defaults() {
    for (auto& [id, attribute] : declared_) {
      if (!attribute.of_nodes || attribute.value.empty() || attribute.left_out) continue;
      std::vector<bool> has(assembler_.member_count());
      for (const graph::VertexId member : attribute.set) has[member] = true;
      for (graph::VertexId v = 0; v < has.size(); ++v)
        if (!has[v]) set(v, attribute, attribute.value, {});
      context_.poll();
    }
  }

  std::vector<LateValue> late_;
};

}  // namespace tertius::io
