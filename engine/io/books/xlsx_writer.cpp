#include "engine/io/books/xlsx_writer.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/io/books/sheet_text.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/io/text/xml.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t rows_to_measure = 200;
constexpr std::size_t least_width = 8, most_width = 60;  // of a column, in characters
constexpr std::size_t longest_cell = 32'000;             // bytes; Excel has at most 32,767 characters
constexpr int plain = 0, bold = 1, text_mark = 2;        // places in cellXfs

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view package = "http://schemas.openxmlformats.org/package/2006";
constexpr std::string_view document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

constexpr std::string_view content_types =
    "<Override PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>";

constexpr std::string_view styles =
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\"/></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

struct FreeWriter {
  void operator()(archive* writer) const {
    archive_write_fail(writer);  // what is not finished is not written on
    archive_write_free(writer);
  }
};

/// A number that a spreadsheet keeps as it stands here: in its usual spelling, of at most 15 digits.
bool is_number(std::string_view text) {
  constexpr std::size_t longest = 24;
  constexpr double exact = 1e15;
  if (text.empty() || text.size() > longest) return false;
  const char first = text.front();
  if (first != '-' && (first < '0' || first > '9')) return false;
  const auto number = parse_real(text);
  return number && number_text(*number) == text &&
         (text.find_first_of(".e") != text.npos || (*number<exact&& * number> - exact));
}

std::string cut(std::string_view text) {
  if (text.size() <= longest_cell) return std::string(text);
  std::size_t end = longest_cell;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace

struct XlsxWriter::Impl {
  std::string sheet;
  std::function<void(std::string_view)> sink;
  std::unique_ptr<archive, FreeWriter> writer;
  std::exception_ptr thrown;  // by the sink
  std::uint64_t rows = 0;
  bool begun = false;
  std::string waiting;  // rows, until the columns have been measured
  std::size_t waiting_rows = 0;
  std::vector<std::size_t> widths;
  std::string xml;

  void check(int status) {
    if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    if (status >= ARCHIVE_WARN) return;
    const char* reason = archive_error_string(writer.get());
    throw Error(ErrorKey::output_failed, fmt::format("a workbook cannot be written: {}",
                                                     reason != nullptr ? reason : "no reason given"));
  }

  void open() {
    writer.reset(archive_write_new());
    if (!writer) throw std::bad_alloc();
    archive_write_set_format_zip(writer.get());
    // Sizes that are not known beforehand do not need its larger form, which not every program reads.
    archive_write_set_format_option(writer.get(), "zip", "zip64", nullptr);
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    const auto put = [](archive*, void* self, const void* bytes, std::size_t size) -> la_ssize_t {
      auto& impl = *static_cast<Impl*>(self);
      try {
        impl.sink({static_cast<const char*>(bytes), size});
        return static_cast<la_ssize_t>(size);
      } catch (...) {
        impl.thrown = std::current_exception();
        return ARCHIVE_FATAL;
      }
    };
    check(archive_write_open(writer.get(), this, nullptr, put, nullptr));
  }

  void begin_part(const char* name, std::optional<std::size_t> size) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              &archive_entry_free);
    if (!entry) throw std::bad_alloc();
    archive_entry_set_pathname(entry.get(), name);
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    if (size) archive_entry_set_size(entry.get(), static_cast<la_int64_t>(*size));
    check(archive_write_header(writer.get(), entry.get()));
  }

  void put(std::string_view text) {
    const la_ssize_t written = archive_write_data(writer.get(), text.data(), text.size());
    check(written < 0 ? static_cast<int>(written) : ARCHIVE_OK);
  }

  void part(const char* name, const std::string& text) {
    begin_part(name, text.size());
    put(text);
  }

  void begin_sheet() {
    open();
    part("[Content_Types].xml",
         fmt::format("{}<Types xmlns=\"{}/content-types\"><Default Extension=\"rels\" "
                     "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                     "<Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
                     declaration, package, content_types));
    part("_rels/.rels", fmt::format("{}<Relationships xmlns=\"{}/relationships\"><Relationship Id=\"rId1\" "
                                    "Type=\"{}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
                                    declaration, package, document));
    part("xl/workbook.xml",
         fmt::format("{}<workbook xmlns=\"{}\" xmlns:r=\"{}\"><sheets><sheet name=\"{}\" sheetId=\"1\" "
                     "r:id=\"rId1\"/></sheets></workbook>",
                     declaration, main, document, xml_text(sheet)));
    part("xl/_rels/workbook.xml.rels",
         fmt::format(
             "{0}<Relationships xmlns=\"{1}/relationships\"><Relationship Id=\"rId1\" Type=\"{2}/worksheet\" "
             "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{2}/styles\" "
             "Target=\"styles.xml\"/></Relationships>",
             declaration, package, document));
    part("xl/styles.xml",
         fmt::format("{}<styleSheet xmlns=\"{}\">{}</styleSheet>", declaration, main, styles));
    begin_part("xl/worksheets/sheet1.xml", {});
    xml = fmt::format(
        "{}<worksheet xmlns=\"{}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" "
        "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>",
        declaration, main);
    for (std::size_t i = 0; i < widths.size(); ++i)
      xml +=
          fmt::format("{}<col min=\"{}\" max=\"{}\" width=\"{}\" customWidth=\"1\"/>", i == 0 ? "<cols>" : "",
                      i + 1, i + 1, std::clamp(widths[i], least_width, most_width) + 2);
    xml += widths.empty() ? "<sheetData>" : "</cols><sheetData>";
    begun = true;
  }

  void measure(std::string_view csv) {
    CsvReader reader(csv, {}, {.separator = ',', .part = true});
    while (waiting_rows < rows_to_measure && reader.next()) {
      ++waiting_rows;
      const auto& cells = reader.fields();
      widths.resize(std::max(widths.size(), cells.size()));
      for (std::size_t i = 0; i < cells.size(); ++i)
        widths[i] = std::max(widths[i], display_width(cells[i].substr(0, 4 * most_width)));
    }
  }

  void rows_of(std::string_view csv) {
    constexpr std::size_t flushed_at = std::size_t{1} << 18;
    CsvReader reader(csv, {}, {.separator = ',', .part = true});
    while (reader.next()) {
      if (++rows > most_sheet_rows || reader.fields().size() > most_sheet_columns)
        throw Error(ErrorKey::output_failed,
                    fmt::format("more than {} rows or {} columns, which no sheet has; expected "
                                "fewer, or CSV",
                                most_sheet_rows, most_sheet_columns));
      row(reader.fields());
      if (xml.size() < flushed_at) continue;
      put(xml);
      xml.clear();
    }
  }

  void row(const std::vector<std::string_view>& cells) {
    auto out = std::back_inserter(xml);
    fmt::format_to(out, "<row r=\"{}\">", rows);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      const std::string address = column_letters(i + 1) + std::to_string(rows);
      if (rows > 1 && is_number(cells[i])) {
        fmt::format_to(out, "<c r=\"{}\"><v>{}</v></c>", address, cells[i]);
        continue;
      }
      const std::string_view text = without_formula_mark(cells[i]);
      const int style = rows == 1 ? bold : looks_like_formula(text) ? text_mark : plain;
      fmt::format_to(out,
                     "<c r=\"{}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                     address, style, xml_text(cut(text)));
    }
    xml += "</row>";
  }

  void begin_with_waiting() {
    begin_sheet();
    rows_of(std::exchange(waiting, {}));
  }
};

XlsxWriter::XlsxWriter(std::string_view sheet, std::function<void(std::string_view)> sink)
    : impl_(std::make_unique<Impl>()) {
  impl_->sheet = sheet;
  impl_->sink = std::move(sink);
}

XlsxWriter::~XlsxWriter() = default;
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;
XlsxWriter& XlsxWriter::operator=(XlsxWriter&&) noexcept = default;

void XlsxWriter::write(std::string_view csv) {
  Impl& impl = *impl_;
  if (impl.begun) return impl.rows_of(csv);
  impl.measure(csv);
  impl.waiting += csv;
  if (impl.waiting_rows >= rows_to_measure) impl.begin_with_waiting();
}

void XlsxWriter::finish() {
  Impl& impl = *impl_;
  if (!impl.begun) impl.begin_with_waiting();
  impl.xml += "</sheetData></worksheet>";
  impl.put(impl.xml);
  impl.check(archive_write_close(impl.writer.get()));
}

}  // namespace tertius::io
