// DOT, the language of Graphviz (graphviz.org/doc/info/lang.html): strict? (di)graph name { a -- b
// [weight=2]; }. Subgraphs called cluster... are groups; what only says how to draw is left out.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/declared_members.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/dot_tokens.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr int deepest = 100;
constexpr std::size_t most_defaults = 100;
constexpr const char* drawing_note = "Attributes that only say how to draw were left out.";

bool recognises(std::string_view head) {
  try {
    DotTokens tokens(head, {});
    if (tokens.is_word("strict")) tokens.advance();
    if (!tokens.is_word("graph") && !tokens.is_word("digraph")) return false;
    tokens.advance();
    if (tokens.is_id()) tokens.advance();
    return tokens.is('{');
  } catch (const Error&) {
    return false;
  }
}

bool is_drawing(std::string_view name) {
  constexpr std::array<std::string_view, 36> names{
      "color",       "colorscheme", "fillcolor", "shape",       "style",     "fontname",
      "fontsize",    "fontcolor",   "pos",       "width",       "height",    "penwidth",
      "margin",      "rank",        "rankdir",   "labelloc",    "labeljust", "fixedsize",
      "peripheries", "image",       "layer",     "orientation", "regular",   "sides",
      "skew",        "distortion",  "xlp",       "lp",          "bb",        "arrowhead",
      "arrowtail",   "arrowsize",   "dir",       "constraint",  "minlen",    "len"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

class DotReader {
 public:
  DotReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        file_(source.name()),
        tokens_(text_, file_),
        assembler_("DOT", options),
        members_(assembler_),
        connections_(assembler_, source.name(), options, context) {
    assembler_.read_file(source);
  }

  LoadedNetwork read(const RunContext& context) {
    do graph();
    while (tokens_.is_word("strict") || tokens_.is_word("graph") || tokens_.is_word("digraph"));
    if (tokens_.kind() != DotTokens::Kind::end) assembler_.note("Text after the graph was left out.");
    connections_.finish();
    return assembler_.finish(context);
  }

 private:
  void graph() {
    if (tokens_.is_word("strict")) tokens_.advance();
    directed_ = tokens_.is_word("digraph");
    if (!directed_ && !tokens_.is_word("graph")) tokens_.fail("graph or digraph");
    if (members_.begin_graph()) connections_.set_directed(directed_);
    tokens_.advance();
    if (tokens_.is_id()) tokens_.advance();
    expect('{', "{ after the name of the graph");
    subgraphs_.clear();
    std::vector<graph::VertexId> members;
    statements({}, 1, members);
    expect('}', "}");
  }

  using Attributes = std::vector<std::pair<std::string, std::string>>;
  struct Defaults {
    Attributes node, edge;
  };

  void expect(char mark, std::string_view expected) {
    if (!tokens_.is(mark)) tokens_.fail(expected);
    tokens_.advance();
  }

  /// The statements up to the closing brace; every member that they name goes into `members`.
  void statements(const Defaults& inherited, int depth, std::vector<graph::VertexId>& members) {
    std::optional<Defaults> own;  // only where a subgraph has some, as there may be very many subgraphs
    const auto changed = [&]() -> Defaults& { return own ? *own : own.emplace(inherited); };
    if (depth > deepest) tokens_.fail(fmt::format("at most {} subgraphs within each other", deepest));
    while (tokens_.kind() != DotTokens::Kind::end && !tokens_.is('}')) {
      if (tokens_.is(';') || tokens_.is(',')) {
        tokens_.advance();
      } else if (tokens_.is_word("node")) {
        tokens_.advance();
        merge(changed().node, attributes());
      } else if (tokens_.is_word("edge")) {
        tokens_.advance();
        merge(changed().edge, attributes());
      } else if (tokens_.is_word("graph")) {
        tokens_.advance();
        attributes();
      } else {
        statement(own ? *own : inherited, depth, members);
      }
    }
  }

  // A member, a connection or chain of them, a subgraph, or "name = value".
  void statement(const Defaults& defaults, int depth, std::vector<graph::VertexId>& members) {
    const Place place = tokens_.place();
    bool is_assignment = false;
    std::vector<std::vector<graph::VertexId>> chain;
    chain.push_back(operand(defaults, depth, is_assignment));
    if (is_assignment) return;
    while (tokens_.kind() == DotTokens::Kind::directed || tokens_.kind() == DotTokens::Kind::undirected) {
      if ((tokens_.kind() == DotTokens::Kind::directed) != directed_)
        tokens_.fail(directed_ ? "-> in a digraph" : "-- in a graph");
      tokens_.advance();
      bool assignment = false;
      chain.push_back(operand(defaults, depth, assignment));
      if (assignment) tokens_.fail("a member or a subgraph");
    }
    const bool subgraph = std::exchange(was_subgraph_, false);
    const Attributes given = attributes();
    if (chain.size() == 1) {
      if (!subgraph)
        for (const auto& [name, value] : given) set(chain[0][0], name, value);
    } else {
      ConnectionText connection;
      connection.place = place;
      if (directed_ != connections_.directed()) connection.directed = directed_;
      for (const Attributes* all : {&defaults.edge, &given})
        for (const auto& [name, value] : *all)
          if (!is_drawing(name) && !same_word(name, "label")) connections_.attribute(connection, name, value);
      for (std::size_t i = 1; i < chain.size(); ++i) {
        spend(chain[i - 1].size() * chain[i].size());
        for (const graph::VertexId u : chain[i - 1])
          for (const graph::VertexId v : chain[i]) connections_.add(u, v, connection);
      }
    }
    for (const auto& part : chain) members.insert(members.end(), part.begin(), part.end());
  }

  // Two subgraphs are connected each with each, and a name stands for all members of a subgraph: a few bytes
  // could ask for more than any memory holds.
  void spend(std::uint64_t work) {
    spent_ += work;
    if (spent_ > 64 * text_.size() + (std::uint64_t{1} << 20U))
      tokens_.fail("fewer connections between subgraphs");
  }

  std::vector<graph::VertexId> operand(const Defaults& defaults, int depth, bool& is_assignment) {
    was_subgraph_ = false;
    if (tokens_.is('{') || tokens_.is_word("subgraph")) return subgraph(defaults, depth);
    if (!tokens_.is_id()) tokens_.fail("a member, a connection or }");
    const std::string id = tokens_.value();
    const Place place = tokens_.place();
    tokens_.advance();
    if (tokens_.is('=')) {
      tokens_.advance();
      if (!tokens_.is_id()) tokens_.fail("a value after =");
      if (id == "label") label_ = tokens_.value();
      tokens_.advance();
      is_assignment = true;
      return {};
    }
    for (int parts = 0; tokens_.is(':') && parts < 2; ++parts) {  // a port, and a compass point
      tokens_.advance();
      if (!tokens_.is_id()) tokens_.fail("a port after :");
      tokens_.advance();
    }
    if (id.empty()) {
      assembler_.refuse({file_, place}, "an empty name", "a name", false);
      return {assembler_.member("(no name)")};
    }
    if (const auto known = assembler_.find_member(id)) return {*known};
    const graph::VertexId member = assembler_.member(id);
    for (const auto& [name, value] : defaults.node) set(member, name, value);
    return {member};
  }

  std::vector<graph::VertexId> subgraph(const Defaults& defaults, int depth) {
    std::string name;
    if (tokens_.is_word("subgraph")) {
      tokens_.advance();
      if (tokens_.is_id()) {
        name = tokens_.value();
        tokens_.advance();
      }
      if (!tokens_.is('{')) {  // the members of a subgraph that was there before
        was_subgraph_ = true;
        const auto known = subgraphs_.find(name);
        if (known != subgraphs_.end()) spend(known->second.size());
        return known == subgraphs_.end() ? std::vector<graph::VertexId>() : known->second;
      }
    }
    expect('{', "{");
    std::vector<graph::VertexId> members;
    const std::string outer = std::exchange(label_, std::string());
    statements(defaults, depth + 1, members);
    const std::string label = std::exchange(label_, outer);
    expect('}', "}");
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    if (name.starts_with("cluster"))
      for (const graph::VertexId member : members)
        assembler_.affiliate(member, label.empty() ? name : label, "cluster");
    if (!name.empty()) subgraphs_[name] = members;
    was_subgraph_ = true;
    return members;
  }

  Attributes attributes() {
    Attributes all;
    while (tokens_.is('[')) {
      tokens_.advance();
      while (!tokens_.is(']')) {
        if (!tokens_.is_id()) tokens_.fail("an attribute or ]");
        std::string name = tokens_.value();
        std::string value = "true";
        tokens_.advance();
        if (tokens_.is('=')) {
          tokens_.advance();
          if (!tokens_.is_id()) tokens_.fail("a value after =");
          value = tokens_.value();
          tokens_.advance();
        }
        all.emplace_back(std::move(name), std::move(value));
        if (tokens_.is(',') || tokens_.is(';')) tokens_.advance();
      }
      tokens_.advance();
    }
    return all;
  }

  void merge(Attributes& defaults, const Attributes& given) {
    for (const auto& [name, value] : given) {
      if (is_drawing(name)) {
        assembler_.note(drawing_note);
        continue;
      }
      const auto same = std::find_if(defaults.begin(), defaults.end(),
                                     [&name = name](const auto& d) { return d.first == name; });
      if (same == defaults.end()) {
        if (defaults.size() >= most_defaults) tokens_.fail(fmt::format("at most {} defaults", most_defaults));
        defaults.emplace_back(name, value);
      } else {
        same->second = value;
      }
    }
  }

  void set(graph::VertexId member, std::string_view name, std::string_view value) {
    if (is_drawing(name)) return assembler_.note(drawing_note);
    if (name == "label") {
      if (value == "\\N" || assembler_.find_member(value) == member) return;
      return assembler_.set(member, assembler_.attribute("name"), value);
    }
    assembler_.set(member, assembler_.attribute(same_word(name, "id") ? "original_id" : name), value);
  }

  std::string_view text_;
  std::string file_;
  DotTokens tokens_;
  Assembler assembler_;
  DeclaredMembers members_;
  ConnectionReader connections_;
  bool directed_ = false;  // the present graph
  std::unordered_map<std::string, std::vector<graph::VertexId>> subgraphs_;
  std::string label_;  // of the subgraph that is open
  std::uint64_t spent_ = 0;
  bool was_subgraph_ = false;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return DotReader(source, options, context).read(context);
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result += '"';
}

std::string in_brackets(const std::vector<std::string>& attributes) {
  return attributes.empty() ? "" : fmt::format(" [{}]", fmt::join(attributes, ", "));
}

void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  const auto columns = written_columns(network, options);
  GraphFile file(path, context);
  file.write(graph.directed() ? "digraph {\n" : "graph {\n");
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    std::vector<std::string> attributes;
    for (const graph::Column* column : columns) {
      if (!column->has(v)) continue;
      const bool is_name = network.members.names && column == &*network.members.names;
      attributes.push_back(
          fmt::format("{}={}", is_name ? "label" : quoted(column->name()), quoted(typed_text(*column, v))));
    }
    file.write(fmt::format("  {}{};\n", quoted(network.members.ids[v]), in_brackets(attributes)));
  }
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    std::vector<std::string> attributes;
    const auto add = [&](std::string_view name, std::string_view value) {
      attributes.push_back(fmt::format("{}={}", name, value));
    };
    if (graph.weighted()) add("weight", quoted(number_text(weight)));
    if (const auto kind = kind_of(network, u, v); !kind.empty()) add("kind", quoted(kind));
    if (const graph::Day day = since_of(network, u, v); day != graph::no_day)
      add("since", quoted(day_text(day)));
    file.write(fmt::format("  {} {} {}{};\n", quoted(network.members.ids[u]), graph.directed() ? "->" : "--",
                           quoted(network.members.ids[v]), in_brackets(attributes)));
  });
  file.write("}\n");
  file.commit();
}

}  // namespace

Format dot_format() {
  return {
      .name = "dot",
      .title = "DOT",
      .suffixes = {".dot", ".gv"},
      .recognises = recognises,
      .read = read,
      .write = write,
      .keeps =
          "ids, names, attributes (types are inferred), connections with weight, kind and date, direction, "
          "isolated members",
      .kept = {.types = false}};
}

}  // namespace tertius::io
