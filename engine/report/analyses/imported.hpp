// What `tertius import` says: what was read, whom it knew, what stayed, what was left out and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/import.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

struct Imported {
  std::string folder;
  bool updated = false;   ///< there was a network
  io::ImportReport read;  ///< of the source
  /// The network as it is now.
  std::uint64_t members = 0, connections = 0, affiliations = 0, groups = 0;
  graph::ConsentRecord consent;

  // Members of the source who were in the network, by what they were known by; the others are new.
  std::uint64_t by_id = 0, by_mail = 0, by_name = 0;
  std::vector<graph::VertexId> fresh;   ///< new members
  std::vector<graph::VertexId> stayed;  ///< members whom the source does not name
  std::vector<graph::VertexId> opened;  ///< those who had not agreed, and do now
  std::vector<graph::VertexId> closed;  ///< those who had agreed, and do no longer
  struct Alike {
    graph::VertexId found, known;
  };
  std::vector<Alike> alike;     ///< new members whose name or address somebody has already
  std::uint64_t undecided = 0;  ///< members who had not agreed, and of whom the source says nothing plain
  bool consent_absent = false;  ///< the network has a column of consent, the source none
  std::uint64_t emptied = 0;    ///< values that the source leaves empty and the network had
  std::uint64_t new_connections = 0, gone_connections = 0, new_affiliations = 0;
  std::vector<std::string> kept_files;  ///< of the folder: decisions that the import does not touch
};

/// Sentences for people.
std::string imported_text(const Imported& imported, const graph::MemberTable& members, std::size_t width);
/// The `result` of tertius.import/1.
void write_imported_json(JsonWriter& json, const Imported& imported, const graph::MemberTable& members);

}  // namespace tertius::report
