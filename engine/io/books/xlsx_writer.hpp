// An answer as a workbook of one sheet (.xlsx): the header bold and kept in sight, columns as wide as what stands in
// them, cells that are numbers as numbers. Texts are texts whatever they begin with: one that a spreadsheet would
// take for a formula when somebody edits it (= + - @) bears the mark for that, an apostrophe that is not part of the
// text.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace tertius::io {

class XlsxWriter {
 public:
  /// The bytes of the workbook go to `sink` as they come.
  XlsxWriter(std::string_view sheet, std::function<void(std::string_view)> sink);
  ~XlsxWriter();
  XlsxWriter(XlsxWriter&&) noexcept;
  XlsxWriter& operator=(XlsxWriter&&) noexcept;

  /// Whole rows as CSV with commas, the first of all being the header; apostrophes before formulas
  /// (core/text.hpp) are taken away. O(bytes), in bounded memory. Throws Error{output} beyond the rows or columns
  /// that a sheet may have.
  void write(std::string_view csv);
  /// Nothing is whole before. Throws Error{output}.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tertius::io
