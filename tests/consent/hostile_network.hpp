// Random networks in which every cell of a member who did not agree is a word that occurs nowhere else: what
// of them comes out can be searched for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tertius::test {

/// Begins every word of a member who said no or was not asked, of one who is out, and the id and name of one
/// who agreed.
inline constexpr const char* no_mark = "Qzno";
inline constexpr const char* out_mark = "Qzout";
inline constexpr const char* open_mark = "Opn";

struct HostileNetwork {
  std::vector<std::string> open;  ///< ids of members who agreed
  std::vector<std::string>
      closed;  ///< ids of those who said no, were not asked, or said nothing that is known
  std::vector<std::string> closed_names;
  std::vector<std::string> out;  ///< ids of those who are out
};

/// Writes members.csv, connections.csv and affiliations.csv into the folder; the same for the same seed.
/// Commas, semicolons or tabs; consent under different headings and words; sometimes rows that are refused,
/// repeated members, few values shared between members who agreed and others.
HostileNetwork write_hostile_network(const std::filesystem::path& folder, std::uint64_t seed);

}  // namespace tertius::test
