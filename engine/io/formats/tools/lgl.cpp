// LGL (Adai et al. 2004, "LGL: creating a map of protein function"): "# anna", then a line for each of her neighbours,
// perhaps with a weight. igraph writes it.
#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// The words of a line; a third one is one too many. Quotes are letters here.
struct Words {
  std::string_view first, second, third;
};

std::string_view cut_word(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest = trimmed(rest.substr(word.size()));
  return word;
}

Words words_of(std::string_view line) {
  Words words;
  words.first = cut_word(line);
  words.second = cut_word(line);
  words.third = line;
  return words;
}

/// Sections of one word each, of which one is also somebody's neighbour: an edge list with comments has none of that.
bool recognises(std::string_view head) {
  const bool whole = head.find_last_of("\r\n") == head.npos;
  head = whole ? head : head.substr(0, head.find_last_of("\r\n") + 1);
  std::set<std::string_view> headed, neighbours;
  for (Lines lines(head, {}); lines.next();) {
    const Words words = words_of(lines.line());
    if (words.first.empty()) continue;
    if (!words.third.empty()) return false;
    if (words.first == "#") {
      if (words.second.empty()) return false;
      headed.insert(words.second);
    } else if (headed.empty() || words.first.starts_with('#') ||
               (!words.second.empty() && !parse_real(words.second))) {
      return false;
    } else {
      neighbours.insert(words.first);
    }
  }
  if (headed.size() < 2) return false;
  for (const std::string_view id : headed)
    if (neighbours.contains(id)) return true;
  return false;
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  const std::string_view text = source.text();
  Lines lines(text, source.name());
  Assembler assembler("LGL", options);
  assembler.read_file(source);
  ConnectionReader connections(assembler, source.name(), options, context);
  connections.set_directed(options.directed);
  std::optional<graph::VertexId> member;
  for (std::uint64_t row = 0; lines.next(); ++row) {
    if ((row & 0xFFFF) == 0) context.poll();
    const Words words = words_of(lines.line());
    if (words.first.empty()) continue;
    if (words.first == "#") {
      if (words.second.empty() || !words.third.empty())
        throw Error(ErrorKey::syntax, "\"#\" and not one word; expected \"# MEMBER\"", lines.where());
      member = assembler.member(decode_entities(words.second));
    } else if (!member) {
      throw Error(ErrorKey::syntax, "a neighbour of nobody; expected \"# MEMBER\" in front", lines.where());
    } else if (!words.third.empty()) {
      assembler.refuse(lines.where(words.third), "more than two words", "a neighbour and perhaps a weight");
    } else {
      ConnectionText connection;
      connection.place = lines.place(words.first);
      connection.weight = words.second;
      connections.add(*member, assembler.member(decode_entities(words.first)), connection);
    }
  }
  return assembler.finish(context);
}

}  // namespace

Format lgl_format() {
  return {.name = "lgl",
          .title = "LGL",
          .suffixes = {".lgl"},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
