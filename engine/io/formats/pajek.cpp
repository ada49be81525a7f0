// Pajek networks (Batagelj & Mrvar, Pajek reference manual): *Vertices, then *Arcs, *Edges, *Arcslist,
// *Edgeslist or *Matrix. "*Vertices n k" is two-mode: the first k are members, the others what they belong
// to.
#include <fmt/format.h>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  Lines lines(head, "");
  while (lines.next()) {
    const std::string_view line = trimmed(lines.line());
    if (line.empty() || line.starts_with('%') || line.starts_with("/*")) continue;
    return starts_with_word(line, "*vertices") || starts_with_word(line, "*network");
  }
  return false;
}

class PajekReader {
 public:
  PajekReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        lines_(text_, source.name()),
        assembler_("Pajek", options),
        connections_(assembler_, source.name(), options, context),
        context_(context) {
    assembler_.read_file(source.name(), source.file_bytes());
    note_encoding(assembler_, text_);
  }

  LoadedNetwork read() {
    connections_.set_directed(has_arcs());
    while (!ended_ && lines_.next()) {
      std::string_view line = trimmed(lines_.line());
      if (line.empty() || line.starts_with('%') || line.starts_with("/*")) continue;
      if (line.starts_with('*')) {
        begin_section(line);
      } else {
        row(line);
      }
    }
    if (count_ == 0 && !declared_)
      throw Error(ErrorKey::syntax, "no *Vertices; expected a Pajek network", lines_.where());
    create_members();
    return assembler_.finish(context_);
  }

 private:
  enum class Section { none, vertices, arcs, edges, arcs_list, edges_list, matrix, values, other };

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
    if (section_ == Section::values && same_word(word, "*vertices")) return;
    if (same_word(word, "*vertices")) {
      if (declared_)
        throw Error(ErrorKey::syntax, "a second *Vertices; expected one network", lines_.where());
      const auto n = next_word(rest, word) ? parse_natural(word) : std::nullopt;
      if (!n) throw Error(ErrorKey::syntax, "no number; expected *Vertices and their number", lines_.where());
      check_claim(*n, text_, lines_.where());
      count_ = *n;
      members_ = count_;
      if (next_word(rest, word)) {
        const auto first = parse_natural(word);
        if (first && *first > 0 && *first < *n) members_ = *first;
      }
      declared_ = true;
      section_ = Section::vertices;
      labels_.assign(count_, std::string());
      return;
    }
    if (same_word(word, "*network") && declared_) {
      assembler_.note("The file holds several networks; the first one was read.");
      ended_ = true;
      return;
    }
    create_members();
    if (declared_ && (same_word(word, "*partition") || same_word(word, "*vector"))) {
      begin_values(trimmed(rest), word.substr(1));
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
      if (!same_word(word, "*network")) assembler_.note(fmt::format("The section {} was left out.", word));
      return;
    }
    if (!declared_) throw Error(ErrorKey::syntax, "connections first; expected *Vertices", lines_.where());
    std::string_view name;
    std::string_view number;
    if (next_word(rest, number, " \t:")) kind_ = number;  // ":2" of "*Arcs :2 "likes""
    if (next_word(rest, name)) kind_ = name;
  }

  // A project file (.paj) holds partitions and vectors, too: one value a line, for member 1, 2, ...
  void begin_values(std::string_view name, std::string_view what) {
    section_ = Section::values;
    values_ = assembler_.attribute(name.empty() ? decode_entities(what) : decode_entities(name));
    value_row_ = 0;
  }

  // Labels are what people know members by; the numbers only serve inside the file.
  void create_members() {
    if (created_ || !declared_) return;
    created_ = true;
    for (std::uint64_t i = 0; i < members_; ++i) {
      std::string id = labels_[i].empty() ? fmt::to_string(i + 1) : labels_[i];
      if (assembler_.find_member(id)) {
        std::string other = fmt::format("{} #{}", id, i + 1);
        while (assembler_.find_member(other)) other += '#';
        assembler_.note("Members of the same label were told apart by their number.");
        id = std::move(other);
      }
      assembler_.member(id);
    }
  }

  std::optional<std::uint64_t> vertex(std::string_view word) {
    const auto number = parse_natural(word);
    if (number && *number >= 1 && *number <= count_) return number;
    assembler_.refuse(lines_.where(word), fmt::format("vertex \"{}\"", word.substr(0, 40)),
                      fmt::format("a number from 1 to {}", count_), section_ != Section::vertices);
    return std::nullopt;
  }

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
      if (++value_row_ <= members_) {
        assembler_.set(static_cast<graph::VertexId>(value_row_ - 1), values_, rest);
      } else if (value_row_ > count_) {
        assembler_.refuse(lines_.where(), "a value beyond the last member", fmt::format("{} values", count_),
                          false);
      }
    } else if (section_ == Section::none) {
      throw Error(ErrorKey::syntax, fmt::format("\"{}\"; expected *Vertices", rest.substr(0, 40)),
                  lines_.where());
    }
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
      assembler_.affiliate(static_cast<graph::VertexId>(from - 1), label.empty() ? fmt::to_string(to) : label,
                           {}, {}, graph::no_day);
      if (!weight.empty() && weight != "1") assembler_.note("Weights of two-mode connections were left out.");
      return;
    }
    connection.weight = weight;
    connection.kind = kind_;
    connection.directed = directed;
    connections_.add(static_cast<graph::VertexId>(from - 1), static_cast<graph::VertexId>(to - 1),
                     connection);
  }

 private:
  std::string_view text_;
  Lines lines_;
  Assembler assembler_;
  ConnectionReader connections_;
  const RunContext& context_;
  Section section_ = Section::none;
  std::vector<std::string> labels_;
  std::string kind_;
  std::uint64_t count_ = 0;
  std::uint64_t members_ = 0;
  std::uint64_t matrix_row_ = 0;
  std::size_t values_ = 0;  // the attribute that a partition or vector fills
  std::uint64_t value_row_ = 0;
  bool ended_ = false;
  bool declared_ = false;
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
