#include "engine/core/interner.hpp"

#define XXH_INLINE_ALL  // texts are short: the call would cost as much as the hash
#include <xxhash.h>

namespace tertius {

std::uint64_t hash_text(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

}  // namespace tertius
