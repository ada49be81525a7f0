// What a file is that is not plain text, by its first bytes and, in a zip archive, by the names in it: so that
// a workbook is opened as one, and what is nothing of ours is refused by its own name, with what to do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/io/bytes/zip.hpp"

namespace tertius::io {

/// The workbooks that are read, and everything else.
enum class Workbook { none, xlsx, ods };

/// "an Excel workbook of the old kind (.xls); expected ... (open it ... and save it as .xlsx)", for content
/// that begins like that of a program whose files are not read; nothing for all other content.
std::optional<std::string> known_stranger(std::string_view head);

/// What a zip archive is that holds several files. Throws Error{bad_data}, which names `file` and says what
/// the archive is and what to do with it, when it is no workbook.
Workbook workbook_in(ZipArchive& archive, const std::string& file);

}  // namespace tertius::io
