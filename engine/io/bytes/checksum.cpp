#include "engine/io/bytes/checksum.hpp"

#include <fmt/format.h>
#include <xxhash.h>

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

struct Checksum::State {
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash{XXH3_createState(), &XXH3_freeState};
};

Checksum::Checksum() : state_(std::make_unique<State>()) {
  XXH3_64bits_reset(state_->hash.get());
}
Checksum::~Checksum() = default;

void Checksum::add(std::string_view bytes) {
  XXH3_64bits_update(state_->hash.get(), bytes.data(), bytes.size());
}

std::string Checksum::text() const {
  return spelled(XXH3_64bits_digest(state_->hash.get()));
}

std::string file_checksum(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKey::input_unreadable, "cannot be read again for its checksum", {path});
  Checksum sum;
  std::vector<char> block(1 << 20);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0)
    sum.add({block.data(), static_cast<std::size_t>(file.gcount())});
  return sum.text();
}

}  // namespace tertius::io
