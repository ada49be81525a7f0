// Any bytes are a network or an Error that says why not; and what was read can be written and read again.
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine/io/formats/formats.hpp"

#ifndef TERTIUS_FUZZ_FORMAT
#define TERTIUS_FUZZ_FORMAT ""
#endif

namespace {

using namespace tertius;

/// A file that exists in memory only.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("network", 0)) {}
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  void put(std::string_view content) const {
    if (::ftruncate(descriptor_, 0) != 0 ||
        ::pwrite(descriptor_, content.data(), content.size(), 0) != static_cast<ssize_t>(content.size()))
      std::abort();
  }

 private:
  int descriptor_;
};

/// A snapshot whose sizes and checksums are made to fit what it holds: else nothing after them is ever read.
/// (docs/formats.md says what stands where.)
std::string mended(std::string snapshot) {
  constexpr std::size_t header_bytes = 64, section_bytes = 32;
  if (snapshot.size() < header_bytes) return snapshot;
  char* const begin = snapshot.data();
  const auto natural = [](const char* at, std::size_t bytes) {
    std::uint64_t number = 0;
    std::memcpy(&number, at, bytes);
    return number;
  };
  const auto put = [](char* at, std::uint64_t number) { std::memcpy(at, &number, sizeof number); };
  const std::uint64_t sections = natural(begin + 12, 4);
  if (sections > (snapshot.size() - header_bytes) / section_bytes) return snapshot;
  for (std::size_t i = 0; i < sections; ++i) {
    char* const section = begin + header_bytes + i * section_bytes;
    const std::uint64_t offset = natural(section + 8, 8), bytes = natural(section + 16, 8);
    if (offset <= snapshot.size() && bytes <= snapshot.size() - offset)
      put(section + 24, XXH3_64bits(begin + offset, bytes));
  }
  put(begin + 16, snapshot.size());
  put(begin + 56, 0);
  const std::uint64_t first = XXH3_64bits(begin, header_bytes);
  put(begin + 56, XXH3_64bits_withSeed(begin + header_bytes, sections * section_bytes, first));
  return snapshot;
}

LoadedNetwork load(const std::string& path, const std::string& format) {
  LoadOptions options;
  options.format = format;
  options.allow_trivial = true;
  options.max_input = 1 << 24;
  return load_network(path, options, {.threads = 1});
}

/// XML has no control characters, so that ids that differ in these alone come back as one.
bool is_plain(const Network& network) {
  for (VertexId v = 0; v < network.members.size(); ++v) {
    const std::string id = network.members.ids[v];
    if (std::any_of(id.begin(), id.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
      return false;
    if (id.find("\xEF\xBF") != id.npos) return false;
  }
  return true;
}

void check_round_trip(const Format& format, const LoadedNetwork& loaded) {
  static const std::string path =
      "/dev/shm/tertius-fuzz-" + std::to_string(::getpid()) + std::string(format.suffixes.at(0));
  format.write(loaded.network, path, {}, {.threads = 1});
  const LoadedNetwork again = load(path, std::string(format.name));
  ::unlink(path.c_str());
  if (again.network.members.size() != loaded.network.members.size() ||
      again.network.graph.edge_count() != loaded.network.graph.edge_count() ||
      again.report.refused + again.report.refused_others > 0)
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file;
  const std::string content(reinterpret_cast<const char*>(data), size);
  file.put(content.starts_with("Tertius\x1a") ? mended(content) : content);
  try {
    const LoadedNetwork loaded = load(file.path(), TERTIUS_FUZZ_FORMAT);
    const ImportReport& report = loaded.report;
    if (report.rows != report.connections - report.projected + report.loops + report.duplicates +
                           report.reciprocated + report.one_sided + report.refused)
      std::abort();
    const Format* format = find_format(TERTIUS_FUZZ_FORMAT);
    if (format != nullptr && format->write != nullptr && !format->suffixes.empty() &&
        loaded.network.members.size() > 0 && loaded.network.affiliations.rows.empty() &&
        is_plain(loaded.network) && format->name != "csv" && format->name != "edgelist")
      check_round_trip(*format, loaded);
  } catch (const Error&) {
    // Refused, with a reason.
  }
  return 0;
}
