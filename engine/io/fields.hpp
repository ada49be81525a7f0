// The small grammar that the graph formats share: numbers, days, lines with their places, connections by
// name, and what every writer asks of a network.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/assembler.hpp"
#include "engine/io/formats.hpp"
#include "engine/io/output.hpp"

namespace tertius {

/// No id, name or value of a file is longer (bytes): what is longer was not meant for a network.
inline constexpr std::size_t longest_text = std::size_t{64} << 20;
constexpr std::string_view longest_text_words = "a text of at most 64 MiB";

std::string_view without_blanks(std::string_view text);
/// `text` without blanks, tabs and line ends around it. Mostly there are none, which costs no call.
inline std::string_view trimmed(std::string_view text) {
  const auto graphic = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  return !text.empty() && graphic(text.front()) && graphic(text.back()) ? text : without_blanks(text);
}
/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
bool starts_with_word(std::string_view text, std::string_view word);
/// `text` without a byte order mark.
std::string_view without_mark(std::string_view text);
std::optional<std::uint64_t> parse_natural(std::string_view text);
std::optional<double> parse_real(std::string_view text);
/// "2024-03-01", with or without a time behind it.
std::optional<Day> parse_day(std::string_view text);
std::string day_text(Day day);
/// The text of "&lt;", "&#228;", "&auml;" and the like; what is not known stays as it is. Bytes that are not
/// UTF-8 are taken as ISO-8859-1.
std::string decode_entities(std::string_view text);
void append_utf8(std::string& text, std::uint32_t code_point);
/// Line and column (in bytes) of a file whose name is known, both from 1.
struct Place {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
};

/// The place of the byte at `offset`. O(offset): for messages only.
Location location_at(std::string_view text, std::size_t offset, const std::string& file);

/// The places of offsets in a text. Asked for in ascending order, all together cost one pass over the text.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}
  Place at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t counted_ = 0;
  std::size_t line_begin_ = 0;
  std::uint64_t line_ = 1;
};

/// Notes it when a file is not UTF-8 (decode_entities then takes it as ISO-8859-1).
void note_encoding(Assembler& assembler, std::string_view text);
/// Throws Error{bad_data} when a few bytes claim very many members, which would only fill the memory.
void check_claim(std::uint64_t members, std::string_view text, const Location& where);

/// The lines of a text, without their ends. next() throws Error{bad_data} for a line that holds a text longer
/// than longest_text; one of many numbers may be of any length.
class Lines {
 public:
  Lines(std::string_view text, std::string file) : rest_(without_mark(text)), file_(std::move(file)) {}
  bool next();
  std::string_view line() const { return line_; }
  const std::string& file() const { return file_; }
  /// Of a part of the present line.
  Place place(std::string_view part) const;
  Location where(std::string_view part) const { return {file_, number_, place(part).column}; }
  Location where() const { return {file_, number_, 1}; }

 private:
  void check_length() const;

  std::string_view rest_;
  std::string_view line_;
  std::string file_;
  std::uint64_t number_ = 0;
};

/// The next word of `rest`, which loses it: blanks part words, double quotes keep them together (and go).
/// False at the end. `separators` part words as blanks do.
bool next_word(std::string_view& rest, std::string_view& word, std::string_view separators = " \t\r");

/// A connection as a file states it. Empty: not stated.
struct TieText {
  std::string source, target, weight, kind, since;
  std::optional<bool> directed{};
  Place place{};
};

/// What an attribute of a connection says of it, by its name.
enum class TiePart { weight, value, kind, since, identity, none };
TiePart tie_part(std::string_view name);
/// The notes on what connections have and the network does not keep.
std::string attribute_left_out(std::string_view name);
std::string date_left_out(std::string_view date);

/// What an entry of a matrix says of a weight: 1 says no more than that there is a connection.
std::string_view entry_weight(std::string_view entry);

/// Connections by the names of their ends, which may be declared later in the file.
class TieReader {
 public:
  TieReader(Assembler& assembler, std::string file, const LoadOptions& options, const RunContext& context);
  void set_directed(bool directed);
  bool directed() const { return directed_; }
  void tie(const TieText& tie);
  /// The same, of ends that are known.
  void tie(VertexId from, VertexId to, const TieText& tie);
  /// Whether attribute() takes it.
  static bool knows(std::string_view name) { return tie_part(name) != TiePart::none; }
  /// Takes one attribute of a connection: weight, kind, day, or a note that it is left out.
  void attribute(TieText& tie, std::string_view name, std::string_view value);
  /// Connects what waited for its ends and refuses what names nobody.
  void finish();

 private:
  Location where(const TieText& tie) const { return {file_, tie.place.line, tie.place.column}; }

  Assembler& assembler_;
  std::string file_;
  const RunContext& context_;
  bool add_unknown_;
  bool directed_;
  std::uint64_t seen_ = 0;
  std::vector<TieText> waiting_;
};

/// Output to a file or ("-") to standard output, whole or not at all. Polls the stop token now and then.
class GraphFile {
 public:
  GraphFile(const std::string& path, const RunContext& context);
  void write(std::string_view bytes);
  void commit();

 private:
  AnswerStream file_;
  const RunContext& context_;
  std::uint64_t writes_ = 0;
};

/// The arcs where the network has them, else the undirected graph.
const Graph& written_graph(const Network& network);
/// Attributes to write: the names, the members' other attributes, then the extra ones.
std::vector<const Column*> written_columns(const Network& network, const WriteOptions& options);
/// The value as formats with types write it: "true" and "false" for booleans, "5.0" for a real 5.
std::string typed_text(const Column& column, VertexId v);
std::string_view kind_of(const Network& network, VertexId u, VertexId v);
Day since_of(const Network& network, VertexId u, VertexId v);

/// Calls visit(from, to, weight) for every connection, each once.
template <class Visit>
void for_each_tie(const Graph& graph, Visit visit) {
  for (VertexId u = 0; u < graph.vertex_count(); ++u)
    for (ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc)
      if (graph.directed() || u < graph.target(arc)) visit(u, graph.target(arc), graph.weight(arc));
}

}  // namespace tertius
