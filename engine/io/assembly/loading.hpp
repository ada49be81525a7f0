// What is asked of a reader and what it hands out: the options of a load, the network, and the report on it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/choice.hpp"
#include "engine/core/error.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/gate.hpp"
#include "engine/graph/network.hpp"
#include "engine/graph/projection.hpp"
#include "engine/io/text/headings.hpp"

namespace tertius::io {

/// When members who share a group or event are connected for it.
enum class Projecting {
  alone,   ///< when the input states affiliations and no connection
  always,  ///< beside the connections that are stated
  never,
};

inline constexpr Choice<Projecting> projecting_rules[] = {
    {Projecting::alone, "alone", "when no connection is stated"},
    {Projecting::always, "always", "beside the connections that are stated"},
    {Projecting::never, "never", "not at all"},
};

struct LoadOptions {
  bool directed = false;  ///< rows are arcs; a file that says so itself decides for itself
  graph::ConnectionRule rule = graph::ConnectionRule::any;  ///< what makes a connection of directed rows
  graph::Merge merge = graph::Merge::sum;                   ///< weights of repeated connections
  bool add_unknown = false;  ///< connections may name members that members.csv does not
  /// Whether a text is the id or the name of somebody known beyond the input: rows of a workbook may name them, too.
  std::function<bool(std::string_view text)> knows{};
  bool keep_arcs = false;             ///< also fill Network::arcs from directed input
  bool allow_trivial = false;         ///< no members or no connections is a network too, and no error
  bool members_alone = false;         ///< members are enough where no row states a connection
  bool allow_mostly_refused = false;  ///< what was mostly refused is read all the same
  std::string refused{};              ///< a file into which every refused row is written, as CSV
  /// For data outputs: all members, as read, instead of what answers may show.
  bool complete = false;
  bool explain = false;            ///< weigh what the input may be even where its content says what it is
  bool verify = false;             ///< check the whole checksum of a snapshot
  std::string format{};            ///< name of a format; empty: by content, then by suffix
  std::uint64_t max_input = 0;     ///< bytes after decompression; 0: no limit but that of a compression bomb
  std::uint64_t memory_limit = 0;  ///< bytes; 0: no limit. What is estimated to need more is refused early.
  Projecting projecting = Projecting::alone;
  graph::ProjectionOptions projection{};  ///< how; its memory_limit is the one above
  ColumnChoices columns{};                ///< which columns serve as what, whatever they are called
  bool as_written = false;                ///< attributes keep headings and spellings, but for `columns`
  std::string names{};                    ///< the file of names to be decided on (tables/people.hpp)
  std::string consent{};                  ///< another attribute that says who consents
  graph::GateOptions gate{};              ///< what answers show; not read when `complete`
  std::string members{};                  ///< these files instead of a path
  std::string connections{};
  std::string affiliations{};
};

/// A row that was not understood.
struct RefusedRow {
  Location where;
  std::string found, expected;
};

/// A form that an input may be in, and what speaks for it.
struct Candidate {
  std::string name;   ///< of the format
  double score = 0;   ///< 0 to 1
  std::string why{};  ///< what was seen
};

/// rows == connections + withdrawn - projected + loops + duplicates + reciprocated + one_sided + refused.
struct ImportReport {
  std::string path;
  std::string format;                 ///< title of the format that was read
  std::vector<Candidate> candidates;  ///< what it may be, the best first; none where its content says it
  std::vector<std::string> files;     ///< every file that was read
  std::uint64_t bytes = 0;            ///< size of these files
  std::uint64_t rows = 0;             ///< rows that state a connection
  std::uint64_t other_rows = 0;       ///< rows that state a member or an affiliation
  std::uint64_t members = 0;
  std::uint64_t isolated = 0;  ///< members without a connection (they stay)
  std::uint64_t added = 0;     ///< members known from connections only, when members were listed
  std::uint64_t connections = 0;
  /// Of these, those of members who share a group and are not connected otherwise.
  std::uint64_t projected = 0;
  std::uint64_t withdrawn = 0;  ///< connections of members who are out: they are not in the network
  std::uint64_t loops = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t reciprocated = 0;
  std::uint64_t one_sided = 0;
  std::uint64_t repeated_affiliations = 0;  ///< rows that state an affiliation again, merged
  std::uint64_t refused = 0;                ///< rows that state a connection and were not understood
  std::uint64_t refused_others = 0;         ///< the same of rows that state a member or an affiliation
  std::uint64_t refused_values = 0;         ///< of these, values alone, whose rows were taken
  std::vector<std::string>
      reasons;  ///< of the first ten: "file:line:column: what was found; what was expected"
  std::vector<RefusedRow> refusals;   ///< all of them, where LoadOptions::refused asks for them
  std::vector<std::string> notes;     ///< what was guessed or left out, in words
  std::vector<ColumnUse> columns;     ///< what serves as what
  std::vector<Purpose> not_found;     ///< of discipline, offers, needs and open
  std::vector<std::string> headings;  ///< of all tables whose columns are found by their names
  graph::ConsentRecord consent;       ///< of the members as read
  bool described = false;             ///< more is known of members than their ids
};

struct LoadedNetwork {
  graph::Network network;
  ImportReport report;
};

}  // namespace tertius::io
