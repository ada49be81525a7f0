#include "engine/io/bytes/windows_path.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tertius::io {
namespace {

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool has_drive(std::string_view path) {
  return path.size() > 2 && is_letter(path[0]) && path[1] == ':';
}

std::string with_slashes(std::string_view path) {
  std::string text(path);
  std::replace(text.begin(), text.end(), '\\', '/');
  return text;
}

}  // namespace

std::optional<std::string> path_in_wsl(std::string_view path) {
  // \\wsl.localhost\Debian\home\ada is how Windows calls /home/ada.
  for (const std::string_view share : {"\\\\wsl.localhost\\", "\\\\wsl$\\"}) {
    if (!path.starts_with(share)) continue;
    const std::size_t end = path.find('\\', share.size());
    return end == path.npos ? "/" : with_slashes(path.substr(end));
  }
  if (has_drive(path) && (path[2] == '\\' || path[2] == '/'))
    return fmt::format("/mnt/{}{}", static_cast<char>(path[0] | 0x20), with_slashes(path.substr(2)));
  if (!has_drive(path) && path.find('\\') != path.npos) return with_slashes(path);
  return std::nullopt;
}

std::string windows_path_words(std::string_view path) {
  if (const auto here = path_in_wsl(path))
    return fmt::format(
        "; this is a path of Windows, which is called {} here (in quotes, where it has blanks)", *here);
  if (has_drive(path) && path.find('/') == path.npos)
    return fmt::format(
        "; this was a path of Windows, whose backslashes the shell takes for its own; {}:\\Users\\... is "
        "called "
        "/mnt/{}/Users/... here",
        path[0], static_cast<char>(path[0] | 0x20));
  return {};
}

}  // namespace tertius::io
