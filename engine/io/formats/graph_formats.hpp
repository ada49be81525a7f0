// What the graph formats of other tools share beyond their place in the register.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/io/formats/register.hpp"
#include "engine/io/tables/row_blocks.hpp"

namespace tertius::io {

/// What the formats keep that know of members, attributes and connections, but not of affiliations.
inline constexpr std::string_view all_but_affiliations =
    "ids, names, attributes with their types, connections with weight, kind and date, direction, isolated "
    "members";

/// The tables of Neo4j, or of Gephi, in a folder; nullopt where there are none. Rows are read by all threads
/// in blocks of at most `block` bytes, whose size changes nothing.
std::optional<LoadedNetwork> read_neo4j_folder(const std::string& folder, const LoadOptions& options,
                                               const RunContext& context,
                                               std::size_t block = largest_row_block);
std::optional<LoadedNetwork> read_gephi_folder(const std::string& folder, const LoadOptions& options,
                                               const RunContext& context,
                                               std::size_t block = largest_row_block);

/// One sheet of a workbook as a network.
LoadedNetwork load_sheet(Source& source, const LoadOptions& options, const RunContext& context);

}  // namespace tertius::io
