// GML (Himsolt 1997): graph [ directed 1 node [ id 0 label "x" ] edge [ source 0 target 1 value 2 ] ].
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/declared_members.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
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
        places_(text_),
        assembler_("GML", options),
        members_(assembler_),
        connections_(assembler_, file_, options, context),
        attributes_(assembler_),
        context_(context) {
    assembler_.read_file(source);
  }

  LoadedNetwork read() {
    bool found = false;
    while (const auto key = next()) {
      const auto value = next();
      if (!value) fail("the end of the file", "a value");
      if (*value != "[" || quoted_) continue;
      if (same_word(*key, "graph")) {
        found = true;
        first_ = members_.begin_graph();
        graph();
        make_members();
        for (const Edge& edge : waiting_) connect(edge);
        waiting_.clear();
        by_number_.clear();
        made_ = false;
      } else {
        skip_list(1);
      }
    }
    if (!found) fail("no graph", "graph [ ... ]");
    connections_.finish();
    attributes_.finish();
    return assembler_.finish(context_);
  }

 private:
  struct Value {
    std::string name, text;
    graph::ColumnType type;
  };
  struct Node {
    std::string number, label;
    std::vector<Value> values;
    Place place;
  };
  using Edge = ConnectionText;

  [[noreturn]] void fail(std::string_view found, std::string_view expected) {
    throw Error(ErrorKey::syntax, fmt::format("{}; expected {}", found, expected), where(places_.at(token_)));
  }

  Location where(Place place) const { return {file_, place}; }

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
      return quoted_text();
    }
    const auto end = std::min(text_.find_first_of(" \t\r\n[]\"", position_), text_.size());
    const std::string_view word = checked(text_.substr(position_, end - position_));
    position_ = end;
    return word;
  }

  /// A text in quotes. A backslash in front of a quote keeps it, which the format does not know and tools write,
  /// unless that quote ends the line.
  std::string_view quoted_text() {
    const auto is_escaped = [&](std::size_t quote) {
      if (text_[quote - 1] != '\\' || quote == position_ + 1) return false;
      const auto next = text_.find_first_not_of(" \t", quote + 1);
      const auto closing = text_.find_first_of("\"\r\n", quote + 1);
      return next != text_.npos && std::string_view("\r\n]").find(text_[next]) == std::string_view::npos &&
             closing != text_.npos && text_[closing] == '"';
    };
    auto end = text_.find('"', position_ + 1);
    bool escapes = false;
    while (end != text_.npos && is_escaped(end)) {
      escapes = true;
      end = text_.find('"', end + 1);
    }
    if (end == text_.npos) fail("a text that never ends", "a closing quote");
    const std::string_view text = checked(text_.substr(position_ + 1, end - position_ - 1));
    position_ = end + 1;
    quoted_ = true;
    if (!escapes) return text;
    unescaped_.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') ++i;
      unescaped_ += text[i];
    }
    return unescaped_;
  }

  std::string_view checked(std::string_view text) {
    if (text.size() > longest_text) fail(fmt::format("a text of {} bytes", text.size()), longest_text_words);
    return text;
  }

  void skip_list(int depth) {
    while (depth > 0) {
      const auto token = next();
      if (!token) fail("the end of the file", "]");
      if (quoted_) continue;
      if (*token == "[" && ++depth > deepest)
        fail("lists within lists", fmt::format("at most {} levels", deepest));
      if (*token == "]") depth -= 1;
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
      if (same_word(*key, "directed") && !quoted_ && first_) connections_.set_directed(*value == "1");
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
    node.place = places_.at(token_);
    list([&](std::string_view key, std::string_view value) {
      if (same_word(key, "id")) {
        node.number = value;
      } else if (same_word(key, "label")) {
        node.label = decode_entities(value);
      } else {
        const bool boolean = quoted_ && (value == "true" || value == "false");
        const graph::ColumnType type = boolean   ? graph::ColumnType::boolean
                                       : quoted_ ? graph::ColumnType::text
                                                 : type_of_bare(value);
        put(node.values, key, decode_entities(value), type);
      }
    });
    if (node.number.empty()) {
      assembler_.refuse(where(node.place), "a node without id", "an id", false);
    } else if (made_) {
      make_member(node);
    } else {
      nodes_.push_back(std::move(node));
    }
  }

  /// A key that repeats is a list, as NetworkX writes it: a list of one begins with a word of its own.
  static void put(std::vector<Value>& values, std::string_view key, std::string text,
                  graph::ColumnType type) {
    if (values.empty() || values.back().name != key) {
      values.push_back({std::string(key), std::move(text), type});
      return;
    }
    Value& list = values.back();
    list.text = list.text == "_networkx_list_start" ? std::move(text) : list.text + ";" + text;
    list.type = graph::ColumnType::text;
  }

  void edge() {
    make_members();
    Edge edge;
    edge.place = places_.at(token_);
    list([&](std::string_view key, std::string_view value) {
      if (same_word(key, "source")) {
        edge.source = value;
      } else if (same_word(key, "target")) {
        edge.target = value;
      } else if (!same_word(key, "label")) {
        connections_.attribute(edge, key, decode_entities(value));
      }
    });
    if (by_number_.contains(edge.source) && by_number_.contains(edge.target)) {
      connect(edge);
    } else {
      waiting_.push_back(std::move(edge));
    }
  }

  void connect(const Edge& edge) {
    const auto from = by_number_.find(edge.source);
    const auto to = by_number_.find(edge.target);
    if (from != by_number_.end() && to != by_number_.end())
      return connections_.add(from->second, to->second, edge);
    // Of ends that no node declares, the number is the id.
    Edge named = edge;
    for (const auto& [end, number] : {std::pair(from, edge.source), std::pair(to, edge.target)}) {
      if (end != by_number_.end() || !assembler_.find_member(number)) continue;
      assembler_.refuse(where(edge.place), fmt::format("node \"{}\"", number), undeclared_member_expected());
      return;
    }
    if (from != by_number_.end()) named.source = assembler_.ids()[from->second];
    if (to != by_number_.end()) named.target = assembler_.ids()[to->second];
    connections_.add(named);
  }

  // The label is the id where every node has one of its own, as NetworkX and igraph write it; else the number
  // is, and the label is the name. Known when the nodes end, which is where the edges begin.
  void make_members() {
    if (std::exchange(made_, true)) return;
    std::unordered_set<std::string_view> labels;
    by_label_ = std::all_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
      return !node.label.empty() && labels.insert(node.label).second;
    });
    for (const Node& node : nodes_) make_member(node);
    nodes_ = {};
  }

  void make_member(const Node& node) {
    const std::string& id = by_label_ && !node.label.empty() ? node.label : node.number;
    const auto declared = by_number_.contains(node.number) ? std::nullopt : members_.declare(id);
    if (!declared) {
      assembler_.refuse(where(node.place), fmt::format("node \"{}\" again", id), "an id of its own", false);
      return;
    }
    const graph::VertexId member = *declared;
    by_number_.emplace(node.number, member);
    if (!by_label_ && !node.label.empty())
      attributes_.set(member, "name", node.label, graph::ColumnType::text);
    for (const auto& [name, text, type] : node.values) attributes_.set(member, name, text, type);
  }

  std::string_view text_;
  std::string file_;
  Places places_;
  Assembler assembler_;
  DeclaredMembers members_;
  ConnectionReader connections_;
  LooseAttributes attributes_;
  const RunContext& context_;
  std::string unescaped_;  // the last text in which quotes were kept by backslashes
  std::size_t position_ = 0;
  std::size_t token_ = 0;
  bool quoted_ = false;
  bool first_ = true;  // of several graphs
  bool made_ = false;
  bool by_label_ = false;
  std::vector<Node> nodes_;  // until the first edge
  std::vector<Edge> waiting_;
  std::unordered_map<std::string, graph::VertexId> by_number_;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return GmlReader(source, options, context).read();
}

// GML is ASCII: other letters are written as &#228; (NetworkX refuses a file that holds them as they are).
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '"') {
      result += "&quot;";
    } else if (text[i] == '&') {
      result += "&amp;";
    } else if (byte < 0x80) {
      result += text[i];
    } else {
      const std::size_t more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
      std::uint32_t code = byte & (0x3FU >> more);
      for (std::size_t k = 0; k < more && i + 1 < text.size(); ++k)
        code = code << 6U | (static_cast<unsigned char>(text[++i]) & 0x3FU);
      result += fmt::format("&#{};", code);
    }
  }
  return result += '"';
}

// Keys of GML are letters, digits and underscores, and begin with a letter.
std::vector<std::string> keys_of(const std::vector<const graph::Column*>& columns) {
  std::vector<std::string> keys;
  for (const graph::Column* column : columns) {
    std::string key;
    for (const char c : column->name()) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter || (!key.empty() && (c == '_' || (c >= '0' && c <= '9')))) key += c;
    }
    const auto taken = [&](std::string_view name) {
      return name.empty() || same_word(name, "id") || same_word(name, "label") ||
             std::any_of(keys.begin(), keys.end(), [&](const auto& other) { return same_word(other, name); });
    };
    if (key.empty()) key = "attribute";
    std::string unique = key;
    for (int i = 2; taken(unique); ++i) unique = fmt::format("{}_{}", key, i);
    keys.push_back(std::move(unique));
  }
  return keys;
}

void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  const auto columns = written_columns(network, options);
  const auto keys = keys_of(columns);
  GraphFile file(path, context);
  file.write(fmt::format("Creator \"tertius {}\"\ngraph [\n  directed {}\n", TERTIUS_VERSION,
                         graph.directed() ? 1 : 0));
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    std::string node = fmt::format("  node [\n    id {}\n    label {}\n", v, quoted(network.members.ids[v]));
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const graph::Column& column = *columns[c];
      if (!column.has(v)) continue;
      const bool number =
          column.type() == graph::ColumnType::integer || column.type() == graph::ColumnType::real;
      const std::string value = typed_text(column, v);
      node += fmt::format("    {} {}\n", keys[c], number ? value : quoted(value));
    }
    file.write(node += "  ]\n");
  }
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    std::string edge = fmt::format("  edge [\n    source {}\n    target {}\n", u, v);
    if (graph.weighted()) edge += fmt::format("    weight {}\n", number_text(weight));
    if (const auto kind = kind_of(network, u, v); !kind.empty())
      edge += fmt::format("    kind {}\n", quoted(kind));
    if (const graph::Day day = since_of(network, u, v); day != graph::no_day)
      edge += fmt::format("    since \"{}\"\n", day_text(day));
    file.write(edge += "  ]\n");
  });
  file.write("]\n");
  file.commit();
}

}  // namespace

Format gml_format() {
  return {.name = "gml",
          .title = "GML",
          .suffixes = {".gml"},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps =
              "ids, names, attributes with their types (of attribute names, letters and digits), connections "
              "with weight, kind and "
              "date, direction, isolated members"};
}

}  // namespace tertius::io
