// Paths as Windows writes them, given to a program that runs in its Linux (WSL): C:\Users\ada\book.xlsx is
// /mnt/c/Users/ada/book.xlsx there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tertius::io {

/// The path as WSL has it; nothing for a path that is none of Windows.
std::optional<std::string> path_in_wsl(std::string_view path);

/// What an error says behind a path that is not there: "; this is a path of Windows, which WSL calls ...". Empty for
/// every other path.
std::string windows_path_words(std::string_view path);

}  // namespace tertius::io
