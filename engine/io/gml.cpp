// GML (Himsolt 1997): graph [ directed 1 node [ id 0 label "x" ] edge [ source 0 target 1 value 2 ] ].
#include <fmt/format.h>

#include <limits>
#include <unordered_map>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/fields.hpp"
#include "engine/io/graph_formats.hpp"

namespace tertius {
namespace {

constexpr int deepest = 200;

bool recognises(std::string_view head) {
  Lines lines(head, "");
  while (lines.next()) {
    std::string_view rest = trimmed(lines.line());
    if (rest.empty() || rest.starts_with('#')) continue;
    if (starts_with_word(rest, "creator") || starts_with_word(rest, "version ") ||
        starts_with_word(rest, "comment"))
      continue;
    if (!starts_with_word(rest, "graph")) return false;
    rest = trimmed(rest.substr(5));
    if (rest.empty() && lines.next()) rest = trimmed(lines.line());
    return rest.starts_with('[');
  }
  return false;
}

class GmlReader {
 public:
  GmlReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(without_mark(source.text())),
        file_(source.name()),
        assembler_("GML", options),
        ties_(assembler_, options, context),
        context_(context) {
    assembler_.read_file(source.name(), source.file_bytes());
  }

  Loaded read() {
    bool found = false;
    while (const auto key = next()) {
      const auto value = next();
      if (!value) fail("the end of the file", "a value");
      if (*value != "[" || quoted_) continue;
      if (same_word(*key, "graph") && !found) {
        found = true;
        graph();
      } else {
        skip_list(1);
      }
    }
    if (!found) fail("no graph", "graph [ ... ]");
    make_members();
    for (Edge& edge : edges_) {
      const auto from = by_number_.find(edge.tie.source);
      const auto to = by_number_.find(edge.tie.target);
      if (from == by_number_.end() || to == by_number_.end()) {
        const auto& missing = from == by_number_.end() ? edge.tie.source : edge.tie.target;
        assembler_.refuse(place(edge.offset), fmt::format("node \"{}\"", missing),
                          "the id of a node of the file");
        continue;
      }
      edge.tie.where.file = file_;
      ties_.tie(from->second, to->second, edge.tie);
    }
    return assembler_.finish(context_);
  }

 private:
  struct Node {
    std::string number, label, member;
    std::vector<std::pair<std::size_t, std::string>> values;
    std::size_t offset = 0;
  };
  struct Edge {
    TieText tie;
    std::size_t offset = 0;
  };

  // Lines of edges are counted once, going on from the last place asked for.
  Location place(std::size_t offset) {
    if (offset < counted_) counted_ = 0, line_ = 1, line_begin_ = 0;
    for (; counted_ < offset; ++counted_)
      if (text_[counted_] == '\n') ++line_, line_begin_ = counted_ + 1;
    return {file_, line_, offset - line_begin_ + 1};
  }
  [[noreturn]] void fail(std::string_view found, std::string_view expected) {
    throw Error(ErrorCode::bad_data, fmt::format("{}; expected {}", found, expected), place(token_));
  }

  // A key, a number, a bracket, or a string (then quoted_).
  std::optional<std::string_view> next() {
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '#') {
        const auto end = text_.find('\n', position_);
        position_ = end == text_.npos ? text_.size() : end;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++position_;
      } else {
        break;
      }
    }
    token_ = position_;
    quoted_ = false;
    if (position_ >= text_.size()) return std::nullopt;
    if (text_[position_] == '[' || text_[position_] == ']') return text_.substr(position_++, 1);
    if (text_[position_] == '"') {
      const auto end = text_.find('"', position_ + 1);
      if (end == text_.npos) fail("a text that never ends", "a closing quote");
      const std::string_view text = text_.substr(position_ + 1, end - position_ - 1);
      position_ = end + 1;
      quoted_ = true;
      return text;
    }
    const auto end = std::min(text_.find_first_of(" \t\r\n[]\"", position_), text_.size());
    const std::string_view word = text_.substr(position_, end - position_);
    position_ = end;
    return word;
  }

  void skip_list(int depth) {
    while (depth > 0) {
      const auto token = next();
      if (!token) fail("the end of the file", "]");
      if (quoted_) continue;
      if (*token == "[" && ++depth > deepest)
        fail("lists within lists", fmt::format("at most {} levels", deepest));
      if (*token == "]") --depth;
    }
  }

  // Calls take(key, value) for what a list holds; lists within are left out.
  template <class Take>
  void list(Take take) {
    while (true) {
      const auto key = next();
      if (!key) fail("the end of the file", "]");
      if (*key == "]" && !quoted_) return;
      if (quoted_ || *key == "[") fail(fmt::format("\"{}\"", *key), "a key");
      const auto value = next();
      if (!value || (*value == "]" && !quoted_)) fail(value ? "]" : "the end of the file", "a value");
      if (*value == "[" && !quoted_) {
        if (!same_word(*key, "graphics") && !same_word(*key, "labelgraphics"))
          assembler_.note(fmt::format("The list \"{}\" was left out.", *key));
        skip_list(1);
      } else {
        take(*key, *value);
      }
    }
  }

  void graph() {
    while (true) {
      const auto key = next();
      if (!key) fail("the end of the file", "]");
      if (*key == "]" && !quoted_) return;
      const auto value = next();
      if (!value || (*value == "]" && !quoted_)) fail(value ? "]" : "the end of the file", "a value");
      if (same_word(*key, "directed") && !quoted_) ties_.set_directed(*value == "1");
      if (*value != "[" || quoted_) continue;
      if (same_word(*key, "node")) {
        node();
      } else if (same_word(*key, "edge")) {
        edge();
      } else {
        skip_list(1);
      }
    }
  }

  void node() {
    Node node;
    node.offset = token_;
    list([&](std::string_view key, std::string_view value) {
      if (same_word(key, "id")) {
        node.number = value;
      } else if (same_word(key, "label")) {
        node.label = decode_entities(value);
      } else if (same_word(key, "memberid")) {
        node.member = decode_entities(value);
      } else {
        node.values.emplace_back(assembler_.attribute(key), decode_entities(value));
      }
    });
    if (node.number.empty()) {
      assembler_.refuse(place(node.offset), "a node without id", "an id", false);
    } else {
      nodes_.push_back(std::move(node));
    }
  }

  void edge() {
    Edge edge;
    edge.offset = token_;
    list([&](std::string_view key, std::string_view value) {
      if (same_word(key, "source")) {
        edge.tie.source = value;
      } else if (same_word(key, "target")) {
        edge.tie.target = value;
      } else {
        ties_.attribute(edge.tie, key, decode_entities(value));
      }
    });
    edges_.push_back(std::move(edge));
  }

  // The label is the id where every node has its own, as NetworkX and Gephi write it; else the number is.
  void make_members() {
    std::unordered_map<std::string_view, int> labels;
    bool by_label = true;
    for (const Node& node : nodes_)
      by_label = by_label && !node.label.empty() && node.member.empty() && ++labels[node.label] == 1;
    for (const Node& node : nodes_) {
      const std::string& id = by_label ? node.label : node.member.empty() ? node.number : node.member;
      if (by_number_.contains(node.number) || assembler_.find_member(id)) {
        assembler_.refuse(place(node.offset), fmt::format("node \"{}\" again", id), "an id of its own",
                          false);
        continue;
      }
      const VertexId v = assembler_.member(id);
      by_number_.emplace(node.number, v);
      if (!by_label && !node.label.empty()) assembler_.set(v, assembler_.attribute("name"), node.label);
      for (const auto& [attribute, value] : node.values) assembler_.set(v, attribute, value);
    }
  }

  std::string_view text_;
  std::string file_;
  Assembler assembler_;
  TieReader ties_;
  const RunContext& context_;
  std::size_t position_ = 0;
  std::size_t token_ = 0;
  bool quoted_ = false;
  std::size_t counted_ = 0;
  std::uint64_t line_ = 1;
  std::size_t line_begin_ = 0;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::unordered_map<std::string, VertexId> by_number_;
};

Loaded read(Source& source, const LoadOptions& options, const RunContext& context) {
  return GmlReader(source, options, context).read();
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') {
      result += "&quot;";
    } else if (c == '&') {
      result += "&amp;";
    } else {
      result += c;
    }
  }
  return result += '"';
}

// Keys of GML are letters and digits.
std::string key_of(std::string_view name) {
  std::string key;
  for (const char c : name)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
        (!key.empty() && c >= '0' && c <= '9'))
      key += c;
  if (key.empty() || same_word(key, "id") || same_word(key, "label") || same_word(key, "memberid"))
    key += "_";
  return key;
}

void write(const Network& network, const std::string& path, const WriteOptions& options, const RunContext&) {
  const Graph& graph = written_graph(network);
  const auto columns = written_columns(network, options);
  GraphFile file(path);
  file.write(fmt::format("Creator \"tertius {}\"\ngraph [\n  directed {}\n", TERTIUS_VERSION,
                         graph.directed() ? 1 : 0));
  for (VertexId v = 0; v < graph.vertex_count(); ++v) {
    std::string node = fmt::format("  node [\n    id {}\n    label {}\n    memberid {}\n", v,
                                   quoted(network.members.name(v)), quoted(network.members.ids[v]));
    for (const Column* column : columns) {
      if (!column->has(v)) continue;
      const bool number = column->type() == ColumnType::integer || column->type() == ColumnType::real;
      const std::string value = typed_text(*column, v);
      node += fmt::format("    {} {}\n", key_of(column->name()), number ? value : quoted(value));
    }
    file.write(node += "  ]\n");
  }
  for_each_tie(graph, [&](VertexId u, VertexId v, double weight) {
    std::string edge = fmt::format("  edge [\n    source {}\n    target {}\n", u, v);
    if (graph.weighted()) edge += fmt::format("    weight {}\n", number_text(weight));
    if (const auto kind = kind_of(network, u, v); !kind.empty())
      edge += fmt::format("    kind {}\n", quoted(kind));
    if (const Day day = since_of(network, u, v); day != no_day)
      edge += fmt::format("    since \"{}\"\n", day_text(day));
    file.write(edge += "  ]\n");
  });
  file.write("]\n");
  file.commit();
}

}  // namespace

Format gml_format() {
  return {
      .name = "gml",
      .title = "GML",
      .suffixes = {".gml"},
      .recognises = recognises,
      .read = read,
      .write = write,
      .keeps = "ids, names, attributes, connections with weight, kind and date, direction, isolated members",
      .attributes = true};
}

}  // namespace tertius
