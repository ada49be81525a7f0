// The forms in which tertius itself likes to be fed: CSV tables and edge lists.
#pragma once

#include <string>

#include "engine/io/formats/register.hpp"

namespace tertius::io {

/// What separates the values of an edge list's lines: what the first row holds of tab, semicolon and comma,
/// else a blank.
char edge_list_separator(std::string_view text);
/// True when the first line that is no comment holds two ids, or their column names.
bool looks_like_edge_list(std::string_view head);

/// Reads members (may be empty), connections and affiliations (may be empty) from these CSV files.
LoadedNetwork load_csv(const std::string& members, const std::string& connections,
                       const std::string& affiliations, const LoadOptions& options,
                       const RunContext& context);

}  // namespace tertius::io
