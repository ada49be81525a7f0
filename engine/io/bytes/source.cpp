#include "engine/io/bytes/source.hpp"

#include <archive.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/io/bytes/decoding.hpp"
#include "engine/io/bytes/inputs.hpp"
#include "engine/io/bytes/windows_path.hpp"
#include "engine/io/bytes/zip.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 18;

constexpr std::string_view suffixes[] = {".gz", ".zst", ".bz2", ".xz"};
constexpr std::string_view signatures[] = {"\x1f\x8b", "\x28\xb5\x2f\xfd", "BZh", "\xfd\x37zXZ"};

bool is_compressed(std::string_view head) {
  return std::any_of(std::begin(signatures), std::end(signatures),
                     [&](auto s) { return head.starts_with(s); });
}

/// Reads until `bytes` are there or the end; false with errno set when the system refuses.
bool read_fully(int descriptor, std::string& buffer, std::size_t bytes) {
  const std::size_t before = buffer.size();
  buffer.resize(before + bytes);
  std::size_t got = 0;
  while (got < bytes) {
    const ssize_t n = ::read(descriptor, buffer.data() + before + got, bytes - got);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      buffer.resize(before + got);
      return n == 0;
    }
    got += static_cast<std::size_t>(n);
  }
  return true;
}

struct CloseArchive {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

}  // namespace

struct Source::Impl {
  std::string path;
  std::uint64_t max_input = 0;
  int descriptor = -1;
  std::string_view mapping;  // of a regular file
  std::string_view mapped;   // of a plain one
  bool is_mapped = false;
  bool packed = false;
  bool regular = false;                 // a file, from its beginning; everything else is there once
  std::optional<WatchedInput> watched;  // where it is regular
  std::uint64_t file_bytes = 0;
  std::uint64_t packed_read = 0;
  std::unique_ptr<archive, CloseArchive> unpacker;
  std::unique_ptr<ZipArchive> zip;  // at its one file
  std::string raw_zip;              // what was read of one that is no regular file
  std::string_view zipped;          // all bytes of a zip archive
  std::string only_file;            // the name of the one file
  Workbook workbook = Workbook::none;
  std::optional<SheetOrigin> sheet;
  std::vector<char> block;  // compressed bytes on their way to the unpacker
  std::string raw_head;     // of a stream: what was read to look at its signature
  std::size_t raw_used = 0;
  std::string content;         // of a stream: what was read and not yet handed out
  std::size_t handed_out = 0;  // bytes of `mapped` or `content` that read_more() has given
  std::uint64_t produced = 0;  // bytes of content read from a stream
  bool ended = false;
  std::string undecoded;      // content that was decoded, which views may still point to
  std::size_t looked_at = 0;  // bytes of content that are known to be plain text, or none that begins as text
  bool is_text = false;       // all of it is plain text
  std::vector<std::string> notes;

  ~Impl() {
    unpacker.reset();
    zip.reset();
    watched.reset();
    if (!mapping.empty()) ::munmap(const_cast<char*>(mapping.data()), mapping.size());
    if (descriptor > STDERR_FILENO) ::close(descriptor);
  }

  std::string shown() const { return path == "-" ? "standard input" : path; }

  [[noreturn]] void refuse(ErrorKey key, const std::string& why) const { throw Error(key, why, {shown()}); }

  void open() {
    if (path == "-") {
      descriptor = STDIN_FILENO;
    } else {
      descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
      if (descriptor < 0) {
        const int why = errno;
        refuse(ErrorKey::input_unreadable, std::string("cannot be read: ") + std::strerror(why) +
                                               (why == ENOENT ? windows_path_words(path) : std::string()));
      }
    }
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
      refuse(ErrorKey::input_unreadable, std::string("cannot be read: ") + std::strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) refuse(ErrorKey::input_is_folder, "is a folder; expected a file");
    regular = S_ISREG(status.st_mode) && ::lseek(descriptor, 0, SEEK_CUR) == 0;
    if (regular) watched.emplace(shown(), descriptor, status);
    file_bytes = regular ? static_cast<std::uint64_t>(status.st_size) : 0;
    if (!read_fully(descriptor, raw_head, 8)) {
      refuse(ErrorKey::input_unreadable, std::string("cannot be read: ") + std::strerror(errno));
    }
    if (is_zip(raw_head)) return open_zip();
    packed = is_compressed(raw_head);
    if (packed) return open_unpacker();
    if (regular && file_bytes > 0) map_plain();
    if (is_mapped) check_stranger(mapped);
  }

  /// Refuses what a program wrote whose files are not read. `head`: the beginning of the content.
  void check_stranger(std::string_view head) const {
    if (const auto stranger = known_stranger(head.substr(0, Source::usual_head)))
      refuse(ErrorKey::input_unfit, *stranger);
    if (packed && is_zip(head))
      refuse(ErrorKey::input_unfit,
             "a zip archive or workbook within another archive; expected one that is not packed again");
  }

  void open_zip() {
    if (regular && file_bytes > 0) zipped = map();
    if (zipped.empty()) {
      raw_zip = raw_head;
      const std::uint64_t most = max_input > 0 ? max_input : std::uint64_t{1} << 32U;
      for (bool more = true; more && raw_zip.size() <= most;) {
        const std::size_t before = raw_zip.size();
        if (!read_fully(descriptor, raw_zip, block_size))
          refuse(ErrorKey::input_unreadable, std::string("cannot be read: ") + std::strerror(errno));
        more = raw_zip.size() == before + block_size;
      }
      if (raw_zip.size() > most) refuse(ErrorKey::too_large, fmt::format("holds more than {} bytes", most));
      zipped = raw_zip;
    }
    ZipArchive archive(zipped, shown(), max_input);
    if (archive.names().size() != 1) {
      workbook = workbook_in(archive, shown());
      return;
    }
    // What comes out of the one file is read as of any other packed one.
    only_file = archive.names().front();
    archive.open(only_file);
    zip = std::make_unique<ZipArchive>(std::move(archive));
    packed = true;
  }

  /// The file in memory; empty where the system cannot do that.
  std::string_view map() {
    void* at = ::mmap(nullptr, file_bytes, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (at == MAP_FAILED) return {};
    mapping = {static_cast<const char*>(at), file_bytes};
    watched->is_mapped_at(mapping);
    return mapping;
  }

  void map_plain() {
    if (max_input > 0 && file_bytes > max_input) too_large();
    mapped = map();  // it is read as a stream where that is empty
    is_mapped = !mapped.empty();
  }

  void open_unpacker() {
    block.resize(block_size);
    unpacker.reset(archive_read_new());
    if (!unpacker) throw std::bad_alloc();
    archive_read_support_filter_gzip(unpacker.get());
    archive_read_support_filter_zstd(unpacker.get());
    archive_read_support_filter_bzip2(unpacker.get());
    archive_read_support_filter_xz(unpacker.get());
    archive_read_support_format_raw(unpacker.get());
    archive_read_support_format_empty(unpacker.get());
    const auto next = [](archive*, void* self, const void** bytes) -> la_ssize_t {
      return static_cast<Impl*>(self)->next_packed(bytes);
    };
    archive_entry* entry = nullptr;
    if (archive_read_open(unpacker.get(), this, nullptr, next, nullptr) != ARCHIVE_OK) damaged();
    const int status = archive_read_next_header(unpacker.get(), &entry);
    if (status == ARCHIVE_EOF) {
      ended = true;
    } else if (status != ARCHIVE_OK) {
      damaged();
    }
  }

  la_ssize_t next_packed(const void** bytes) {
    if (raw_used < raw_head.size()) {
      *bytes = raw_head.data();
      raw_used = raw_head.size();
      packed_read += raw_used;
      return static_cast<la_ssize_t>(raw_used);
    }
    ssize_t n = 0;
    do {
      n = ::read(descriptor, block.data(), block.size());
    } while (n < 0 && errno == EINTR);
    *bytes = block.data();
    packed_read += n > 0 ? static_cast<std::uint64_t>(n) : 0;
    return n < 0 ? ARCHIVE_FATAL : n;
  }

  [[noreturn]] void damaged() const {
    const char* reason = archive_error_string(unpacker.get());
    refuse(ErrorKey::input_damaged,
           fmt::format("damaged or incomplete compressed data ({}); expected a whole file",
                       reason != nullptr ? reason : "no reason given"));
  }

  [[noreturn]] void too_large() const {
    refuse(ErrorKey::too_large,
           fmt::format("holds more than the {} bytes that {} allows", max_input, setting_name("max_input")));
  }

  [[noreturn]] void is_workbook() const {
    refuse(ErrorKey::input_unfit,
           fmt::format("is a workbook; expected one of its sheets, as in {}#Members", shown()));
  }

  void check_size() const {
    if (zip) return;  // it does that itself
    if (max_input > 0 && produced > max_input) too_large();
    if (max_input == 0 && packed && produced > bomb_size && produced / bomb_factor > packed_read) {
      refuse(ErrorKey::too_large,
             fmt::format("{} compressed bytes became more than {}, which no network does; if it is one, say "
                         "{} SIZE",
                         packed_read, produced, setting_name("max_input")));
    }
  }

  std::string_view all() {
    if (workbook != Workbook::none) is_workbook();
    while (!is_mapped && !ended) fill(std::size_t{1} << 26);
    return is_mapped ? mapped : std::string_view(content);
  }

  /// Puts the text as it should be in the place of the content.
  void decode_all() {
    DecodedText better = decoded(all(), shown());
    if (!better.note.empty()) notes.push_back(std::move(better.note));
    undecoded = std::exchange(content, std::move(better.text));
    mapped = content;
    is_mapped = is_text = true;
  }

  /// Decodes all of it if the first `bytes` show that this is needed.
  void look_at(std::string_view head, bool part) {
    if (is_text || head.size() <= looked_at || sheet) return;
    looked_at = head.size();
    if (begins_to_decode(head, part)) decode_all();
  }

  /// Appends up to `bytes` of a stream to `content`.
  void fill(std::size_t bytes) {
    while (!ended && bytes > 0) {
      const std::size_t before = content.size();
      const std::size_t wanted = std::min(bytes, block_size);
      if (zip) {
        ended = !zip->read_more(content, wanted);
      } else if (packed) {
        content.resize(before + wanted);
        const la_ssize_t n = archive_read_data(unpacker.get(), content.data() + before, wanted);
        content.resize(before + (n > 0 ? static_cast<std::size_t>(n) : 0));
        if (n < 0) damaged();
        ended = n == 0;
      } else {
        if (raw_used == 0) content += raw_head, raw_used = raw_head.size();
        if (!read_fully(descriptor, content, wanted)) {
          refuse(ErrorKey::input_unreadable, std::string("cannot be read: ") + std::strerror(errno));
        }
        ended = content.size() < before + wanted;
      }
      const std::size_t got = content.size() - before;
      if (produced == 0 && got > 0) check_stranger(content);
      produced += got;
      bytes -= std::min(bytes, got);
      check_size();
    }
  }
};

bool rereadable(const Source& source) {
  return source.file_bytes() > 0 && source.name() != "standard input" && !source.sheet();
}

Source::Source(std::string path, std::uint64_t max_input) : impl_(std::make_shared<Impl>()) {
  impl_->path = std::move(path);
  impl_->max_input = max_input;
  impl_->open();
}

Source::~Source() = default;
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;

Source::Source(std::string name, std::string text, const SheetOrigin& origin, std::uint64_t file_bytes)
    : impl_(std::make_shared<Impl>()) {
  impl_->path = std::move(name);
  impl_->content = std::move(text);
  impl_->mapped = impl_->content;
  impl_->is_mapped = true;
  impl_->sheet = origin;
  impl_->file_bytes = file_bytes;
}

std::string Source::name() const {
  return impl_->shown();
}

std::string Source::plain_name() const {
  if (!impl_->only_file.empty()) return impl_->only_file;
  for (const std::string_view suffix : suffixes) {
    if (impl_->path.ends_with(suffix)) return impl_->path.substr(0, impl_->path.size() - suffix.size());
  }
  return impl_->path;
}

bool Source::compressed() const {
  return impl_->packed;
}
bool Source::mapped() const {
  return impl_->is_mapped;
}
bool Source::is_file_mapping() const {
  return !impl_->mapping.empty() && impl_->mapped.data() == impl_->mapping.data();
}
Workbook Source::workbook() const {
  return impl_->workbook;
}
std::string_view Source::packed() const {
  return impl_->zipped;
}
const std::optional<SheetOrigin>& Source::sheet() const {
  return impl_->sheet;
}
std::uint64_t Source::file_bytes() const {
  return impl_->file_bytes;
}

std::uint64_t Source::expected_bytes() const {
  if (impl_->sheet) return impl_->content.size();
  constexpr std::uint64_t unpacked = 8;       // what text grows by, about
  constexpr std::uint64_t of_a_workbook = 3;  // which is packed, and XML
  return impl_->file_bytes * (impl_->packed                       ? unpacked
                              : impl_->workbook != Workbook::none ? of_a_workbook
                                                                  : 1);
}

bool Source::reopen() {
  if (!rereadable(*this)) return false;
  *this = Source(impl_->path, impl_->max_input);
  return true;
}

std::string_view Source::head(std::size_t bytes) {
  Impl& impl = *impl_;
  if (impl.workbook != Workbook::none) return impl.zipped.substr(0, bytes);
  const auto head = [&] {
    return (impl.is_mapped ? impl.mapped : std::string_view(impl.content)).substr(0, bytes);
  };
  if (!impl.is_mapped && impl.content.size() < bytes) impl.fill(bytes - impl.content.size());
  impl.look_at(head(), impl.is_mapped ? impl.mapped.size() > bytes : !impl.ended);
  return head();
}

bool Source::head_is_all() {
  return impl_->is_mapped ? impl_->mapped.size() <= usual_head : head().size() < usual_head;
}

std::string_view Source::bytes() {
  if (impl_->workbook == Workbook::none) head();
  return impl_->all();
}

std::string_view Source::text() {
  const std::string_view raw = bytes();
  if (!impl_->is_text && !impl_->sheet && !is_plain_text(raw)) impl_->decode_all();
  impl_->is_text = true;
  return impl_->all();
}

void Source::decode() {
  head();
  if (impl_->is_mapped) text();
}

const std::vector<std::string>& Source::notes() const {
  return impl_->notes;
}

bool Source::read_more(std::string& buffer, std::size_t bytes) {
  Impl& impl = *impl_;
  if (impl.workbook != Workbook::none) impl.is_workbook();
  if (impl.handed_out == 0) head();
  if (impl.is_mapped) {
    const std::string_view part = impl.mapped.substr(std::min(impl.handed_out, impl.mapped.size()), bytes);
    buffer += part;
    impl.handed_out += part.size();
    return !part.empty();
  }
  if (impl.handed_out == impl.content.size()) {
    impl.content.clear();
    impl.handed_out = 0;
    impl.fill(bytes);
  }
  const std::string_view part = std::string_view(impl.content).substr(impl.handed_out, bytes);
  buffer += part;
  impl.handed_out += part.size();
  return !part.empty();
}

}  // namespace tertius::io
