// Files that hold other files: opened where that can only mean one thing, else refused by name.
#include <gmock/gmock.h>

#include "tests/io/workbooks.hpp"

namespace tertius::io {
namespace {

using namespace std::string_literals;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* graphml =
    "<graphml><graph edgedefault=\"undirected\"><node id=\"a\"/><node id=\"b\"/><edge source=\"a\" "
    "target=\"b\"/>"
    "</graph></graphml>";

TEST(Container, AZipArchiveOfOneFileIsThatFile) {
  EXPECT_EQ(load_text(zip_of({{"net.graphml", graphml}})).report.connections, 1U);
  EXPECT_EQ(
      load_text(zip_of({{"a/net.el", "a b\nb c\n"}, {"__MACOSX/a/._net.el", "x"}, {"a/.DS_Store", "x"}}))
          .report.connections,
      2U);
  const Folder folder;
  const std::string path = folder.put("net.graphmlz", zip_of({{"net.graphml", graphml}}));
  EXPECT_EQ(load_network(path).report.connections, 1U);
}

TEST(Container, OfUnknownContentIsRefusedByName) {
  EXPECT_THAT(error_of(zip_of({{"a.csv", "a,b\n"}, {"b.csv", "a,b\n"}})),
              HasSubstr("a zip archive of 2 files (a.csv, b.csv); expected a workbook, or one file (unpack"));
  EXPECT_THAT(error_of(zip_of({{"Project_xml", "x"}, {"Workspace_0_xml", "x"}})),
              HasSubstr("a Gephi project (.gephi); expected a graph file (in Gephi: File, Export"));
  EXPECT_THAT(error_of(zip_of({{"[Content_Types].xml", "x"}, {"word/document.xml", "x"}})),
              HasSubstr("a Word document (.docx)"));
  EXPECT_THAT(error_of(zip_of({{"[Content_Types].xml", "x"}, {"xl/workbook.bin", "x"}})),
              HasSubstr("in binary form (.xlsb)"));
  EXPECT_THAT(
      error_of(zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "x"}})),
      HasSubstr("an OpenDocument file that is no spreadsheet (text)"));
  EXPECT_THAT(error_of(zip_of({{"s/tables/cytables.xml", "x"}, {"s/cysession.xml", "x"}})),
              HasSubstr("a Cytoscape session"));
  EXPECT_THAT(error_of("PK\x05\x06"s + std::string(18, '\0')), HasSubstr("an empty zip archive"));
  EXPECT_THAT(error_of(zip_of({{"inner.zip", zip_of({{"a", "b c\n"}})}})),
              HasSubstr("within another archive"));
}

TEST(Container, FilesOfOtherProgramsAreRefusedByName) {
  const std::string ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(500, '\0');
  EXPECT_THAT(error_of(ole), AllOf(HasSubstr("(.xls)"), HasSubstr("save it as .xlsx")));
  EXPECT_THAT(error_of(ole + "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s),
              HasSubstr("a workbook with a password"));
  EXPECT_THAT(error_of("\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c"s), HasSubstr("a pickle of Python"));
  EXPECT_THAT(error_of("SQLite format 3\0"s + std::string(100, '\0')), HasSubstr("an SQLite database"));
  EXPECT_THAT(
      error_of("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
      HasSubstr("an Excel workbook of 2003 as XML"));
  EXPECT_THAT(error_of(std::string(257, 'a') + "ustar\0\0"s), HasSubstr("a tar archive"));
}

TEST(Container, TellsItsDamage) {
  const std::string book = xlsx_of({{"Ties", xlsx_rows({{"source", "target"}, {"a", "b"}})}});
  EXPECT_EQ(book_error(book), "no error");
  for (std::size_t size = 4; size < book.size(); size += 7)
    EXPECT_THAT(book_error(book.substr(0, size)), HasSubstr("zip archive")) << size;
  EXPECT_THAT(book_error(xlsx_of({{"A", "<row><c><v>1</row>"}})), HasSubstr("(xl/worksheets/s1.xml):1:"));
  std::string wrong = book;
  wrong[wrong.find("xl/worksheets/s1.xml") + 80] ^= 1;
  EXPECT_NE(book_error(wrong), "no error");
}

TEST(Container, HostileWorkbooksAreRefused) {
  const auto sheet = [](const std::string& rows) { return book_error(xlsx_of({{"S", rows}})); };
  EXPECT_THAT(sheet("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"),
              HasSubstr("expected at most 16384 columns"));
  EXPECT_THAT(sheet("<row r=\"1\"><c r=\"ZZZZZZZZ1\"><v>1</v></c></row>"),
              HasSubstr("expected a cell of that row"));
  EXPECT_THAT(sheet("<row r=\"99999999999\"><c><v>1</v></c></row>"),
              HasSubstr("expected at most 1048576 rows"));
  EXPECT_THAT(sheet("<row r=\"2\"/><row r=\"1\"/>"), HasSubstr("row 1 after row 2; expected rows in order"));
  EXPECT_THAT(sheet("<row r=\"1\"><c t=\"s\"><v>7</v></c></row>"),
              HasSubstr("shared text 7; expected one of the 0"));
  std::string wide = "<row r=\"1\">";
  for (int i = 0; i < 1'000'000; ++i) wide += "<c><v>1</v></c>";
  EXPECT_THAT(sheet(wide + "</row>"), HasSubstr("expected at most 16384 columns"));
  const auto table = [](const std::string& row) {
    return book_error(ods_of("<table:table table:name=\"S\">" + row + "</table:table>"));
  };
  const std::string x = "office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
  EXPECT_THAT(table("<table:table-row><table:table-cell table:number-columns-repeated=\"1000000\" " + x +
                    "</table:table-row>"),
              HasSubstr("expected at most 16384 columns"));
  EXPECT_THAT(table("<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell " + x +
                    "</table:table-row>"),
              HasSubstr("expected at most 1048576 rows"));
  EXPECT_THAT(table("<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell "
                    "table:number-columns-repeated=\"16000\" " +
                    x + "</table:table-row>"),
              HasSubstr("a sheet of more than"));
}

TEST(Container, EntitiesDoNotGrowWithoutEnd) {
  std::string entities = "<!DOCTYPE worksheet [<!ENTITY a0 \"0123456789\">";
  for (int i = 1; i < 12; ++i) {
    entities += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) entities += "&a" + std::to_string(i - 1) + ";";
    entities += "\">";
  }
  ZipParts parts{{"[Content_Types].xml", "<Types/>"},
                 {"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"},
                 {"xl/_rels/workbook.xml.rels",
                  "<Relationships><Relationship Id=\"a\" Type=\"t\" Target=\"s.xml\"/></Relationships>"},
                 {"xl/s.xml", entities + "]><worksheet><sheetData><row><c t=\"str\"><v>&a11;</v></c></row>"
                                         "</sheetData></worksheet>"}};
  EXPECT_THAT(book_error(zip_of(parts)), HasSubstr("amplification"));
}

/// A zip archive of one file of so many bytes of text.
std::string bomb_of(std::size_t size) {
  std::string bytes(std::size_t{1} << 20U, '\0');
  std::string block;
  while (block.size() < std::size_t{1} << 20U) block += "a b\n";
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "net.el");
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_size(entry, static_cast<la_int64_t>(size));
  archive_write_header(writer, entry);
  for (std::size_t done = 0; done < size; done += block.size())
    archive_write_data(writer, block.data(), block.size());
  archive_entry_free(entry);
  archive_write_close(writer);
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

TEST(Container, BombsAreRefused) {
  const std::string bomb = bomb_of(std::size_t{300} << 20U);
  ASSERT_LT(bomb.size(), std::size_t{1} << 20U);
  EXPECT_THAT(error_of(bomb), HasSubstr("compressed bytes became more than"));
  LoadOptions options;
  options.max_input = 1000;
  EXPECT_THAT(book_error(zip_of({{"a.el", std::string(2000, 'a')}}), options),
              HasSubstr("holds more than the 1000"));
  EXPECT_THAT(book_error(xlsx_of({{"S", xlsx_rows({{std::string(2000, 'a')}})}}), options),
              HasSubstr("holds more than the 1000"));
}

}  // namespace
}  // namespace tertius::io
