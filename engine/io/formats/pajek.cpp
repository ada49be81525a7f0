// Pajek networks (Batagelj & Mrvar, Pajek reference manual): *Vertices, then *Arcs, *Edges, *Arcslist,
// *Edgeslist or *Matrix. "*Vertices n k" is two-mode: the first k are members, the others what they belong
// to.
#include <fmt/format.h>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/declared_members.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool is_remark(std::string_view line) {
  return line.empty() || line.starts_with('%') || line.starts_with("/*");
}

/// What a project holds beside networks.
bool is_values(std::string_view word) {
  return same_word(word, "*partition") || same_word(word, "*vector");
}
bool is_left_out(std::string_view word) {
  return same_word(word, "*permutation") || same_word(word, "*cluster") || same_word(word, "*hierarchy");
}

/// The first section says it, whatever text stands in front of it.
bool recognises(std::string_view head) {
  Lines lines(head, "");
  while (lines.next()) {
    std::string_view rest = trimmed(lines.line());
    if (!rest.starts_with('*')) continue;
    std::string_view word, number;
    next_word(rest, word);
    if (same_word(word, "*vertices")) return next_word(rest, number) && parse_natural(number);
    if (same_word(word, "*network")) return true;
    if (!is_values(word) && !is_left_out(word)) return false;
    while (lines.next() && !trimmed(lines.line()).starts_with('*')) {
    }
    rest = trimmed(lines.line());
    return starts_with_word(rest, "*vertices");
  }
  return false;
}

class PajekReader {
 public:
  PajekReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        lines_(text_, source.name()),
        assembler_("Pajek", options),
        declared_(assembler_),
        connections_(assembler_, source.name(), options, context),
        context_(context) {
    assembler_.read_file(source);
  }

  LoadedNetwork read() {
    connections_.set_directed(has_arcs());
    for (std::uint64_t count = 0; lines_.next(); ++count) {
      if (count % 0x10000 == 0) context_.poll();
      const std::string_view line = trimmed(lines_.line());
      if (is_remark(line)) continue;
      if (line.starts_with('*')) {
        begin_section(line);
      } else {
        row(line);
      }
    }
    if (networks_.empty())
      throw Error(ErrorKey::syntax, "no *Vertices; expected a Pajek network", lines_.where());
    create_members();
    for (const Values& values : values_) set(values);
    return assembler_.finish(context_);
  }

 private:
  enum class Section { none, network, vertices, arcs, edges, arcs_list, edges_list, matrix, values, other };

  /// A partition or vector of a project: one value a line, for member 1, 2, ... of the network before it; what stands
  /// in front of all networks belongs to the first.
  struct Values {
    std::string name;
    std::size_t network;
    std::vector<std::pair<std::string, Place>> rows{};
  };

  bool has_arcs() const {
    Lines lines(text_, lines_.file());
    while (lines.next()) {
      const std::string_view line = trimmed(lines.line());
      if (starts_with_word(line, "*arcs") || starts_with_word(line, "*matrix")) return true;
    }
    return false;
  }

  void begin_section(std::string_view line) {
    std::string_view rest = line;
    std::string_view word;
    next_word(rest, word, " \t:");
    kind_.clear();
    // Each of a project's objects says how many members there are.
    if (same_word(word, "*vertices") && (section_ == Section::values || section_ == Section::other)) return;
    if (same_word(word, "*vertices")) return begin_network(rest);
    create_members();
    // Orange describes a network in front of its members.
    if (same_word(word, "*description")) return;
    if (same_word(word, "*network")) {
      section_ = Section::network;
      return;
    }
    if (is_values(word)) {
      const std::string_view name = trimmed(rest);
      section_ = Section::values;
      values_.push_back({decode_entities(name.empty() ? word.substr(1) : name),
                         networks_.empty() ? 0 : networks_.size() - 1});
      return;
    }
    if (same_word(word, "*arcs")) {
      section_ = Section::arcs;
    } else if (same_word(word, "*edges")) {
      section_ = Section::edges;
    } else if (same_word(word, "*arcslist")) {
      section_ = Section::arcs_list;
    } else if (same_word(word, "*edgeslist")) {
      section_ = Section::edges_list;
    } else if (same_word(word, "*matrix")) {
      section_ = Section::matrix;
      matrix_row_ = 0;
    } else {
      section_ = Section::other;
      assembler_.note(fmt::format("The section {} was left out.", word));
      return;
    }
    if (networks_.empty())
      throw Error(ErrorKey::syntax, "connections first; expected *Vertices", lines_.where());
    std::string_view name;
    std::string_view number;
    if (next_word(rest, number, " \t:")) kind_ = number;  // ":2" of "*Arcs :2 "likes""
    if (next_word(rest, name)) kind_ = name;
  }

  void begin_network(std::string_view rest) {
    create_members();
    std::string_view word;
    const auto n = next_word(rest, word) ? parse_natural(word) : std::nullopt;
    if (!n) throw Error(ErrorKey::syntax, "no number; expected *Vertices and their number", lines_.where());
    check_claim(*n, text_, lines_.where());
    declared_.begin_graph();
    networks_.emplace_back();
    created_ = false;
    count_ = members_ = *n;
    if (next_word(rest, word)) {
      const auto first = parse_natural(word);
      if (first && *first > 0 && *first < *n) members_ = *first;
    }
    section_ = Section::vertices;
    labels_.assign(count_, std::string());
  }

  // Labels are what people know members by; the numbers only serve inside the file.
  void create_members() {
    if (created_ || networks_.empty()) return;
    created_ = true;
    for (std::uint64_t i = 0; i < members_; ++i) {
      std::string id = labels_[i].empty() ? fmt::to_string(i + 1) : labels_[i];
      auto member = declared_.declare(id);
      if (!member) {
        std::string other = fmt::format("{} #{}", id, i + 1);
        while (!(member = declared_.declare(other))) other += '#';
        assembler_.note("Members of the same label were told apart by their number.");
      }
      networks_.back().push_back(*member);
    }
  }

  void set(const Values& values) {
    const std::vector<graph::VertexId>& members = networks_[values.network];
    const std::size_t attribute = assembler_.attribute(values.name);
    for (std::size_t i = 0; i < values.rows.size(); ++i) {
      const auto& [text, place] = values.rows[i];
      if (i < members.size()) {
        assembler_.set(members[i], attribute, text);
      } else if (i >= labels_.size()) {
        assembler_.refuse({lines_.file(), place}, "a value beyond the last member",
                          fmt::format("{} values", members.size()), false);
      }
    }
  }

  graph::VertexId member(std::uint64_t number) const { return networks_.back()[number - 1]; }

  void row(std::string_view rest) {
    std::string_view word;
    if (section_ == Section::vertices) {
      next_word(rest, word);
      const auto number = vertex(word);
      if (number && next_word(rest, word)) labels_[*number - 1] = decode_entities(word);
    } else if (section_ == Section::arcs || section_ == Section::edges) {
      std::string_view second;
      next_word(rest, word);
      if (!next_word(rest, second)) {
        assembler_.refuse(lines_.where(word), fmt::format("\"{}\"", word), "two vertices");
        return;
      }
      const auto from = vertex(word);
      const auto to = from ? vertex(second) : std::nullopt;
      std::string_view weight;
      // A weight may be followed, or replaced, by words such as `c Blue` or `[1-3]`.
      if (next_word(rest, weight) && !parse_real(weight) && (weight.starts_with('[') || weight.size() <= 2))
        weight = {};
      if (from && to) connect(*from, *to, weight, section_ == Section::arcs);
    } else if (section_ == Section::arcs_list || section_ == Section::edges_list) {
      next_word(rest, word);
      const auto from = vertex(word);
      while (from && next_word(rest, word))
        if (const auto to = vertex(word)) connect(*from, *to, {}, section_ == Section::arcs_list);
    } else if (section_ == Section::matrix) {
      const std::uint64_t first = members_ < count_ ? members_ : 0;
      ++matrix_row_;
      for (std::uint64_t column = first + 1; next_word(rest, word); ++column) {
        if (matrix_row_ > members_ || column > count_) {
          assembler_.refuse(lines_.where(word), "a value beyond the matrix",
                            fmt::format("{} rows of {} values", members_, count_ - first));
          return;
        }
        if (parse_real(word) != 0.0) connect(matrix_row_, column, entry_weight(word), true);
      }
    } else if (section_ == Section::values) {
      values_.back().rows.emplace_back(rest, lines_.place(lines_.line()));
    } else if (section_ == Section::none) {
      assembler_.note("Text in front of the first section was left out.");
    }
  }

  std::optional<std::uint64_t> vertex(std::string_view word) {
    const auto number = parse_natural(word);
    if (number && *number >= 1 && *number <= count_) return number;
    assembler_.refuse(lines_.where(word), fmt::format("vertex \"{}\"", word.substr(0, 40)),
                      fmt::format("a number from 1 to {}", count_), section_ != Section::vertices);
    return std::nullopt;
  }

  void connect(std::uint64_t from, std::uint64_t to, std::string_view weight, bool directed) {
    ConnectionText connection;
    connection.place = lines_.place(lines_.line());
    if (members_ < count_) {
      if (from > to) std::swap(from, to);
      if (from > members_ || to <= members_) {
        assembler_.refuse(lines_.where(), fmt::format("a connection of {} and {}", from, to),
                          "one of each mode of a two-mode network");
        return;
      }
      const std::string& label = labels_[to - 1];
      assembler_.affiliate(member(from), label.empty() ? fmt::to_string(to) : label, {}, {}, graph::no_day);
      if (!weight.empty() && weight != "1") assembler_.note("Weights of two-mode connections were left out.");
      return;
    }
    connection.weight = weight;
    connection.kind = kind_;
    connection.directed = directed;
    connections_.add(member(from), member(to), connection);
  }

  std::string_view text_;
  Lines lines_;
  Assembler assembler_;
  DeclaredMembers declared_;
  ConnectionReader connections_;
  const RunContext& context_;
  Section section_ = Section::none;
  std::vector<std::string> labels_;
  std::string kind_;
  std::uint64_t count_ = 0;
  std::uint64_t members_ = 0;
  std::uint64_t matrix_row_ = 0;
  std::vector<std::vector<graph::VertexId>> networks_;  // their members, by number
  std::vector<Values> values_;
  bool created_ = false;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return PajekReader(source, options, context).read();
}

// Pajek knows no escapes: what would end a label is written as a numeric entity.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '&' || c == '\n' || c == '\r') {
      result += fmt::format("&#{};", static_cast<int>(c));
    } else {
      result += c;
    }
  }
  return result += '"';
}

/// Members first, then what they take part in.
void write_two_mode(const graph::Network& network, GraphFile& file) {
  const StringPool& groups = network.affiliations.groups;
  const graph::VertexId n = network.members.size();
  file.write(fmt::format("*Vertices {} {}\n", n + groups.size(), n));
  for (graph::VertexId v = 0; v < n; ++v)
    file.write(fmt::format("{} {}\n", v + 1, quoted(network.members.ids[v])));
  for (std::size_t g = 0; g < groups.size(); ++g)
    file.write(fmt::format("{} {}\n", n + g + 1, quoted(groups[g])));
  file.write("*Edges\n");
  network.affiliations.for_each_row(n, [&](const graph::Affiliations::Row& row) {
    file.write(fmt::format("{} {}\n", row.member + 1, std::uint64_t{n} + row.group + 1));
  });
  file.commit();
}

void write(const graph::Network& network, const std::string& path, const WriteOptions&,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  GraphFile file(path, context);
  if (graph.edge_count() == 0 && !network.affiliations.rows.empty()) return write_two_mode(network, file);
  file.write(fmt::format("*Vertices {}\n", graph.vertex_count()));
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
    file.write(fmt::format("{} {}\n", v + 1, quoted(network.members.ids[v])));
  file.write(graph.directed() ? "*Arcs\n" : "*Edges\n");
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    file.write(graph.weighted() ? fmt::format("{} {} {}\n", u + 1, v + 1, number_text(weight))
                                : fmt::format("{} {}\n", u + 1, v + 1));
  });
  file.commit();
}

}  // namespace

Format pajek_format() {
  return {.name = "pajek",
          .title = "Pajek",
          .suffixes = {".net", ".paj"},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps =
              "ids, connections, weights, direction, isolated members; affiliations where there are no "
              "connections",
          .kept = {.attributes = false, .types = false, .kinds = false}};
}

}  // namespace tertius::io
