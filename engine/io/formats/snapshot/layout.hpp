// How a snapshot (.tertius) lies in its file: a header of 64 bytes, a table of sections (what, which, where,
// how long, checksum), then the sections, each on a boundary of 64 bytes, little-endian.
#pragma once

#include <xxhash.h>

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/io/formats/formats.hpp"

namespace tertius::io::snapshot {

static_assert(std::endian::native == std::endian::little, "snapshots are little-endian");

inline constexpr std::array<char, 8> magic = {'T', 'e', 'r', 't', 'i', 'u', 's', '\x1a'};
inline constexpr std::uint32_t version = 1;
inline constexpr std::size_t alignment = 64;
inline constexpr std::uint32_t most_sections = 1 << 20;

struct Header {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t sections;
  std::uint64_t file_bytes;
  std::uint64_t members;
  std::uint32_t arcs_kept;  // 1 when the directed graph is there too
  std::uint32_t columns;
  std::uint64_t isolated;  // members without a connection
  std::uint64_t reserved;
  std::uint64_t checksum;  // of the header and the table, with this field zero
};
static_assert(sizeof(Header) == 64 && std::is_trivially_copyable_v<Header>);

enum class Kind : std::uint32_t {
  offsets = 1,
  targets,
  weights,  // index 0: connections, 1: arcs, 2: reversed arcs
  id_numbers = 10,
  id_bytes,
  id_begin,
  id_index,
  column_name = 20,
  column_type,
  column_codes,
  column_bytes,
  column_begin,  // index 0: names, then the attributes
  connection_since = 30,
  connection_kind,
  connection_kinds_bytes,
  connection_kinds_begin,
  affiliation_rows = 40,
  affiliation_bytes,
  affiliation_begin,  // texts of index 0: groups, 1: kinds, 2: roles
};

struct Section {
  Kind kind;
  std::uint32_t index;
  std::uint64_t offset;
  std::uint64_t bytes;
  std::uint64_t checksum;
};
static_assert(sizeof(Section) == 32 && std::is_trivially_copyable_v<Section>);
static_assert(sizeof(graph::Affiliations::Row) == 16 &&
              std::is_trivially_copyable_v<graph::Affiliations::Row>);

inline std::uint64_t checksum_of(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

inline std::uint64_t header_checksum(Header header, std::span<const Section> table) {
  header.checksum = 0;
  const std::uint64_t first = checksum_of({reinterpret_cast<const char*>(&header), sizeof header});
  return XXH3_64bits_withSeed(table.data(), table.size_bytes(), first);
}

template <class T>
std::string_view bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

/// Writes all of `network` and the extra columns; there is a file at `path` when everything is in it.
void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context);

}  // namespace tertius::io::snapshot
