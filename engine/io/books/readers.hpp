// The two forms of workbooks, read by one file each.
#pragma once

#include "engine/io/books/workbook.hpp"
#include "engine/io/bytes/zip.hpp"

namespace tertius::io {

/// A workbook that is being read.
struct OpenWorkbook {
  ZipArchive& archive;
  const std::string& file;
  const ChooseSheet& choose;
  SheetWriter::Limits limits;
  const RunContext& context;

  /// What messages call a part of it.
  std::string part(const std::string& name) const { return file + " (" + name + ")"; }
};

std::vector<Sheet> read_xlsx(const OpenWorkbook& book);
std::vector<Sheet> read_ods(const OpenWorkbook& book);

}  // namespace tertius::io
