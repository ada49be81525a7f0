// Workbooks of spreadsheet programs: .xlsx (Office Open XML, ECMA-376) and .ods (OpenDocument 1.3), each sheet a
// table in text. Cells become what a CSV of theirs would say: days are 2024-03-01, truth is true or false, numbers
// are the shortest text that reads back the same, with the zeros that their format puts in front; of formulas the
// value counts that the program saved, and cells with an error are empty and counted.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/books/sheet_text.hpp"
#include "engine/io/bytes/source.hpp"

namespace tertius::io {

/// Which sheets are wanted, by name and by whether they are hidden.
using ChooseSheet = std::function<bool(std::string_view name, bool hidden)>;

/// All sheets of the workbook, in its order; those that `choose` wants are read. `max_input`: bytes of text that a
/// sheet may have, 0 for a bound that only stops compression bombs. One thread; O(bytes of the XML). Throws
/// Error{bad_data} when it is damaged, or larger than sheets can be.
std::vector<Sheet> read_workbook(const Source& source, const ChooseSheet& choose, std::uint64_t max_input,
                                 const RunContext& context);

/// What a sheet is called outside its workbook: "book.xlsx#Members".
std::string sheet_file(std::string_view workbook, std::string_view sheet);

/// The sheet as an input, which takes its text. `file_bytes`: as Source has it.
Source sheet_source(const std::string& workbook, Sheet& sheet, std::uint64_t file_bytes);

/// Opens a file as Source does, or one sheet of a workbook: the one that "book.xlsx#Members" names, or where none
/// is named, the only one that is not hidden and holds something. Throws Error{no_input} when there is no such
/// sheet, Error{bad_data} with the names of the sheets when there are several.
Source open_table(const std::string& path, std::uint64_t max_input = 0, const RunContext& context = {});

/// "book.xlsx" and "Members" of "book.xlsx#Members", where the first is a file and the whole is none.
struct SheetPath {
  std::string workbook, sheet;
};
std::optional<SheetPath> parse_sheet_path(const std::string& path);

}  // namespace tertius::io
