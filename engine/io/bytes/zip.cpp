#include "engine/io/bytes/zip.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t most_files = 100'000;
constexpr std::size_t block_size = std::size_t{1} << 18;

struct CloseArchive {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, CloseArchive>;

/// The path as archives should write it; some programs part folders by backslashes.
std::string name_of(archive_entry* entry) {
  const char* path = archive_entry_pathname_utf8(entry);
  if (path == nullptr) path = archive_entry_pathname(entry);
  std::string name = path == nullptr ? "" : path;
  std::replace(name.begin(), name.end(), '\\', '/');
  if (name.starts_with("./")) name.erase(0, 2);
  return name;
}

/// What systems put into archives that nobody asked for.
bool is_of_the_system(std::string_view name) {
  const auto slash = name.rfind('/');
  const std::string_view last = slash == name.npos ? name : name.substr(slash + 1);
  return name.starts_with("__MACOSX/") || last == ".DS_Store" || last == "Thumbs.db" || last == "desktop.ini";
}

}  // namespace

struct ZipArchive::Impl {
  std::string_view bytes;
  std::string file;
  std::uint64_t max_input = 0;
  std::vector<std::string> names;
  Reader reader;  // at the file that was opened
  std::uint64_t produced = 0;

  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorKey::input_damaged, why, {file});
  }

  [[noreturn]] void damaged(archive* at) const {
    const char* reason = at == nullptr ? nullptr : archive_error_string(at);
    refuse(fmt::format("a damaged or incomplete zip archive ({}); expected a whole file, as it was saved",
                       reason != nullptr ? reason : "no reason given"));
  }

  Reader opened() const {
    Reader fresh(archive_read_new());
    if (!fresh) throw std::bad_alloc();
    archive_read_support_format_zip_seekable(fresh.get());
    if (archive_read_open_memory(fresh.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) damaged(fresh.get());
    return fresh;
  }

  /// The next file; nullptr at the end.
  archive_entry* next(archive* at) const {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(at, &entry);
    if (status == ARCHIVE_EOF) return nullptr;
    if (status < ARCHIVE_WARN) damaged(at);
    return entry;
  }

  void list() {
    if (bytes.starts_with("PK\x05\x06")) return;  // the end of a directory of nothing
    const Reader at = opened();
    while (archive_entry* entry = next(at.get())) {
      if (archive_entry_is_encrypted(entry) != 0)
        refuse("a zip archive with a password; expected a file without one (save it again without)");
      std::string name = name_of(entry);
      const bool folder = archive_entry_filetype(entry) == AE_IFDIR || name.ends_with('/');
      if (folder || name.empty() || is_of_the_system(name)) continue;
      if (names.size() == most_files)
        refuse(
            fmt::format("a zip archive of more than {} files; expected one file, or a workbook", most_files));
      names.push_back(std::move(name));
    }
  }

  void check_size() const {
    if (max_input > 0 && produced > max_input)
      refuse(
          fmt::format("holds more than the {} bytes that {} allows", max_input, setting_name("max_input")));
    if (max_input == 0 && produced > bomb_size && produced / bomb_factor > bytes.size())
      refuse(
          fmt::format("{} compressed bytes became more than {}, which no network does; if it is one, say "
                      "{} SIZE",
                      bytes.size(), produced, setting_name("max_input")));
  }
};

ZipArchive::ZipArchive(std::string_view bytes, std::string file, std::uint64_t max_input)
    : impl_(std::make_unique<Impl>()) {
  impl_->bytes = bytes;
  impl_->file = std::move(file);
  impl_->max_input = max_input;
  impl_->list();
}

ZipArchive::~ZipArchive() = default;
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;

const std::vector<std::string>& ZipArchive::names() const {
  return impl_->names;
}

bool ZipArchive::has(std::string_view name) const {
  return std::find(impl_->names.begin(), impl_->names.end(), name) != impl_->names.end();
}

std::uint64_t ZipArchive::open(std::string_view name) {
  impl_->reader = impl_->opened();
  impl_->produced = 0;
  while (archive_entry* entry = impl_->next(impl_->reader.get()))
    if (name_of(entry) == name) {
      constexpr std::uint64_t mostly = 64;  // times what is packed
      const la_int64_t claimed = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : 0;
      return std::min(static_cast<std::uint64_t>(std::max<la_int64_t>(claimed, 0)),
                      mostly * impl_->bytes.size());
    }
  impl_->refuse(fmt::format("holds no {}; expected a whole file, as it was saved", name));
}

bool ZipArchive::read_more(std::string& buffer, std::size_t bytes) {
  const std::size_t before = buffer.size();
  buffer.resize(before + bytes);
  const la_ssize_t n = archive_read_data(impl_->reader.get(), buffer.data() + before, bytes);
  buffer.resize(before + (n > 0 ? static_cast<std::size_t>(n) : 0));
  if (n < 0) impl_->damaged(impl_->reader.get());
  impl_->produced += static_cast<std::uint64_t>(n);
  impl_->check_size();
  return n > 0;
}

std::string ZipArchive::content(std::string_view name) {
  open(name);
  std::string all;
  while (read_more(all, block_size)) continue;
  return all;
}

}  // namespace tertius::io
