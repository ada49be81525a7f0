#include "engine/io/bytes/checksum.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "engine/core/error.hpp"

namespace tertius::io {
namespace {

std::string spelled(XXH64_hash_t hash) {
  return fmt::format("xxh3:{:016x}", hash);
}

}  // namespace

std::string checksum(std::string_view bytes) {
  return spelled(XXH3_64bits(bytes.data(), bytes.size()));
}

std::optional<std::string> file_checksum(const std::string& path) {
  if (std::error_code problem; std::filesystem::is_other(path, problem)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKey::input_unreadable, "cannot be read again for its checksum", {path});
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
  XXH3_64bits_reset(state.get());
  std::vector<char> block(1 << 20);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
    XXH3_64bits_update(state.get(), block.data(), static_cast<std::size_t>(file.gcount()));
  }
  return spelled(XXH3_64bits_digest(state.get()));
}

}  // namespace tertius::io
