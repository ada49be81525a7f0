#include "engine/io/assembly/limits.hpp"

#include <fmt/format.h>

#include "engine/core/setting_name.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::io {

void check_claim(std::uint64_t members, std::string_view text, const Location& where) {
  if (members >= graph::no_vertex || members > 16 * text.size() + (1U << 16U))
    throw Error(ErrorKey::size_claimed,
                fmt::format("{} members claimed by {} bytes; expected a size that the content can bear",
                            members, text.size()),
                where);
}

void check_memory(std::uint64_t needed, std::uint64_t limit, const std::string& file) {
  if (limit == 0 || needed <= limit) return;
  throw Error(
      ErrorKey::memory,
      fmt::format(
          "needs about {} MB of memory, and {} allows {} MB; expected a smaller network or a higher limit",
          (needed >> 20) + 1, setting_name("memory_limit"), limit >> 20),
      {file});
}

}  // namespace tertius::io
