// Any bytes are a network or an Error that says why not; and what was read can be written and read again.
#include <archive.h>
#include <archive_entry.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/formats/formats.hpp"
#include "engine/io/import.hpp"

#ifndef TERTIUS_FUZZ_FORMAT
#define TERTIUS_FUZZ_FORMAT ""
#endif

namespace {

using namespace tertius;
using namespace tertius::graph;
using namespace tertius::io;

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

/// A workbook of these parts, separated by the byte 0x1E: few changed bytes of a zip archive are one still. Of an
/// .xlsx file the list of sheets, the shared texts, the styles and the sheets r0, r1, ...; of an .ods file the
/// content.
std::string packed(std::string_view parts, bool xlsx) {
  std::vector<std::pair<std::string, std::string>> files;
  const auto next = [&] {
    const std::string part(parts.substr(0, parts.find('\x1e')));
    parts.remove_prefix(std::min(parts.size(), part.size() + 1));
    return part;
  };
  if (xlsx) {
    files = {{"[Content_Types].xml", "<Types/>"}};
    files.emplace_back("xl/workbook.xml", next());
    files.emplace_back("xl/t.xml", next());
    files.emplace_back("xl/y.xml", next());
    std::string list =
        "<r><Relationship Id='t' Type='/sharedStrings' Target='t.xml'/>"
        "<Relationship Id='y' Type='/styles' Target='y.xml'/>";
    for (int i = 0; !parts.empty() && i < 5; ++i) {
      const std::string number = std::to_string(i);
      list += "<Relationship Id='r" + number + "' Type='/worksheet' Target='s" + number + ".xml'/>";
      files.emplace_back("xl/s" + number + ".xml", next());
    }
    files.emplace_back("xl/_rels/workbook.xml.rels", list + "</r>");
  } else {
    files = {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", next()}};
  }
  std::string bytes(std::size_t{1} << 16U, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_zip_set_compression_store(writer);
  archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
  for (const auto& [name, content] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_write_header(writer, entry);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

/// What the bytes stand for.
std::string meant(const std::string& content) {
  constexpr std::string_view format = TERTIUS_FUZZ_FORMAT;
  if (content.starts_with("Tertius\x1a")) return mended(content);
  const bool xlsx = format == "xlsx";
  return (xlsx || format == "ods") && !content.starts_with("PK") ? packed(content, xlsx) : content;
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
  file.put(meant(content));
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
