// What an input may claim and need, checked before memory is filled.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"

namespace tertius::io {

/// Throws Error{bad_data} when a few bytes claim very many members, which would only fill the memory.
void check_claim(std::uint64_t members, std::string_view text, const Location& where);

/// Throws Error{memory} that states both when more is needed than allowed (0: no limit).
void check_memory(std::uint64_t needed, std::uint64_t limit, const std::string& file);

}  // namespace tertius::io
