// The work of `import`: what a person keeps elsewhere, into a network folder of their own; and month after month the
// newer state of it, so that ids, consent and decisions stay (merging.hpp).
#pragma once

#include <string>

#include "engine/core/context.hpp"
#include "engine/io/import.hpp"
#include "engine/report/analyses/imported.hpp"

namespace tertius::pipeline {

struct ImportOptions {
  /// Complete: with members who did not agree.
  io::LoadOptions load{};
  bool update = false;  ///< the folder holds a network, which the source is read into
};

struct ImportResult {
  report::Imported report;
  graph::Network network;  ///< as it is now
};

/// Reads `source` with all its members and writes members.csv, connections.csv and, where there are any,
/// affiliations.csv into `folder`, each whole or not at all. The same source once more changes no byte. The file
/// next_id, beside them, holds the number that the next member without an id gets. Throws Error{usage} when the
/// folder holds a network and `update` does not say so, Error{no_input} when it shall and does not, Error{bad_data}
/// when it holds rows that are not understood, and errors as io::load_network() and io::save_network(); nothing is
/// written then. Phases "read", "merge" and "write".
ImportResult import_network(const std::string& source, const std::string& folder,
                            const ImportOptions& options, const RunContext& context = {});

}  // namespace tertius::pipeline
