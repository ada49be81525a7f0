// Zip archives and workbooks from texts in the test itself, written without any code of the engine.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/books/workbook.hpp"
#include "tests/io/texts.hpp"

namespace tertius::io {

using ZipParts = std::vector<std::pair<std::string, std::string>>;

/// A zip archive of these files, in this order.
inline std::string zip_of(const ZipParts& parts) {
  std::size_t room = 4096;
  for (const auto& [name, content] : parts) room += 2 * name.size() + content.size() + 512;
  std::string bytes(room, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
  for (const auto& [name, content] : parts) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
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

/// A sheet of an .xlsx file.
struct XlsxSheet {
  std::string name, rows;  ///< rows: what stands in <sheetData>
  std::string after{};     ///< what stands behind it
  std::string state{};     ///< "hidden"
};

/// What an .xlsx file has beside its sheets.
struct XlsxParts {
  std::string styles{}, shared{};  ///< XML of these parts, without the root element
  std::string properties{};        ///< attributes of workbookPr
};

inline std::string xlsx_of(const std::vector<XlsxSheet>& sheets, const XlsxParts& parts = {}) {
  ZipParts files{{"[Content_Types].xml", "<Types/>"},
                 {"_rels/.rels",
                  "<Relationships><Relationship Id=\"r\" Type=\"http://x/officeDocument\" "
                  "Target=\"xl/workbook.xml\"/></Relationships>"}};
  std::string list, relationships;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string id = std::to_string(i + 1);
    list += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + id + "\" r:id=\"rId" + id + "\"" +
            (sheets[i].state.empty() ? "" : " state=\"" + sheets[i].state + "\"") + "/>";
    relationships += "<Relationship Id=\"rId" + id + "\" Type=\"http://x/worksheet\" Target=\"worksheets/s" +
                     id + ".xml\"/>";
  }
  relationships +=
      "<Relationship Id=\"s\" Type=\"http://x/styles\" Target=\"styles.xml\"/>"
      "<Relationship Id=\"t\" Type=\"http://x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>";
  files.push_back({"xl/workbook.xml", "<workbook xmlns:r=\"x\"><workbookPr " + parts.properties +
                                          "/><sheets>" + list + "</sheets></workbook>"});
  files.push_back({"xl/_rels/workbook.xml.rels", "<Relationships>" + relationships + "</Relationships>"});
  files.push_back({"xl/styles.xml", "<styleSheet>" + parts.styles + "</styleSheet>"});
  files.push_back({"xl/sharedStrings.xml", "<sst>" + parts.shared + "</sst>"});
  for (std::size_t i = 0; i < sheets.size(); ++i)
    files.push_back(
        {"xl/worksheets/s" + std::to_string(i + 1) + ".xml",
         "<worksheet><sheetData>" + sheets[i].rows + "</sheetData>" + sheets[i].after + "</worksheet>"});
  return zip_of(files);
}

/// A row of texts as an .xlsx file has it; empty ones are no cells.
inline std::string xlsx_row(std::size_t row, const std::vector<std::string>& texts) {
  std::string xml = "<row r=\"" + std::to_string(row) + "\">";
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (!texts[i].empty())
      xml += "<c r=\"" + std::string(1, static_cast<char>('A' + i)) + std::to_string(row) +
             "\" t=\"inlineStr\"><is><t>" + texts[i] + "</t></is></c>";
  return xml + "</row>";
}

inline std::string xlsx_rows(const std::vector<std::vector<std::string>>& rows, std::size_t first = 1) {
  std::string xml;
  for (const auto& row : rows) xml += xlsx_row(first++, row);
  return xml;
}

/// An .ods file: `tables` is what stands in <office:spreadsheet>, `styles` in <office:automatic-styles>.
inline std::string ods_of(const std::string& tables, const std::string& styles = "") {
  return zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                 {"content.xml",
                  "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "
                  "xmlns:style=\"s\" xmlns:draw=\"d\"><office:automatic-styles>" +
                      styles + "</office:automatic-styles><office:body><office:spreadsheet>" + tables +
                      "</office:spreadsheet></office:body></office:document-content>"},
                 {"META-INF/manifest.xml", "<manifest/>"}});
}

/// The sheets that are not hidden, of a workbook with these bytes.
inline std::vector<Sheet> sheets_of(std::string_view bytes, std::uint64_t max_input = 0) {
  const Folder folder;
  const Source source(folder.put("book", bytes));
  return read_workbook(source, [](std::string_view, bool hidden) { return !hidden; }, max_input, {});
}

/// The text of the first sheet, as "B2: text": with the place of its first cell.
inline std::string text_of_book(std::string_view bytes) {
  const Sheet sheet = sheets_of(bytes).front();
  return column_letters(sheet.origin.column) + std::to_string(sheet.origin.row) + ": " + sheet.text;
}

/// What goes wrong when the bytes are read as a network, without the name of the file.
inline std::string book_error(std::string_view bytes, LoadOptions options = {}) {
  const Folder folder;
  options.allow_trivial = true;
  try {
    load_network(folder.put("book", bytes), options);
  } catch (const Error& error) {
    std::string what = error.what();
    const std::string file = folder.path("book");
    for (auto at = what.find(file); at != what.npos; at = what.find(file)) what.erase(at, file.size());
    return what;
  }
  return "no error";
}

}  // namespace tertius::io
