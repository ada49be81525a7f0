// The forms in which tertius itself likes to be fed: CSV tables and edge lists.
#pragma once

#include <string>

#include "engine/io/formats/register.hpp"

namespace tertius::io {

/// What separates the values of an edge list's lines: that in which they agree best.
char edge_list_separator(std::string_view text);

/// A list of connections whose first row names its columns, in whatever words.
LoadedNetwork read_headed_edges(Source& source, const LoadOptions& options, const RunContext& context);

/// Reads members, connections and affiliations from these CSV files, of which two may be empty.
LoadedNetwork load_csv(const std::string& members, const std::string& connections,
                       const std::string& affiliations, const LoadOptions& options,
                       const RunContext& context);

}  // namespace tertius::io
