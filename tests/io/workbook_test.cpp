// Cells of workbooks as the table says that a CSV of theirs would hold.
#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "engine/io/books/cell_text.hpp"
#include "engine/io/books/xlsx_writer.hpp"
#include "engine/io/text/csv.hpp"
#include "tests/io/workbooks.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::HasSubstr;

/// "<c ...>" of row 1.
std::string cell(const std::string& attributes, const std::string& value) {
  return "<c " + attributes + "><v>" + value + "</v></c>";
}
std::string one_row(const std::string& cells) {
  return "<row r=\"1\">" + cells + "</row>";
}

TEST(Xlsx, CellsAreWhatACsvWouldSay) {
  const XlsxParts parts{.styles =
                            "<numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/>"
                            "<numFmt numFmtId=\"165\" formatCode=\"[$-407]d. mmmm yyyy\"/></numFmts>"
                            "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/>"
                            "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"20\"/></cellXfs>",
                        .shared =
                            "<si><t>Ada</t></si><si><r><t>Bo </t></r><r><t>Lind</t></r><rPh><t>no</t></rPh>"
                            "</si><si><t>a_x000D_b_x005F_x</t></si>"};
  const std::string row =
      one_row(cell("r=\"A1\" t=\"s\"", "0") + cell("r=\"B1\" t=\"s\"", "1") + cell("r=\"C1\" t=\"s\"", "2") +
              cell("r=\"D1\"", "0.10000000000000001") + cell("r=\"E1\"", "12") + cell("r=\"F1\"", "1E-3") +
              cell("r=\"G1\" t=\"b\"", "1") + cell("r=\"H1\" t=\"b\"", "0") +
              cell("r=\"I1\" t=\"str\"", "x;y") + cell("r=\"J1\" s=\"1\"", "45352") +
              cell("r=\"K1\" s=\"2\"", "45352.770833333336") + cell("r=\"L1\" s=\"3\"", "1067") +
              cell("r=\"M1\" s=\"4\"", "45352") + cell("r=\"N1\" s=\"5\"", "0.75") +
              cell("r=\"O1\" t=\"d\"", "2024-03-01T00:00:00") + cell("r=\"P1\"", "12345678901234567890"));
  EXPECT_EQ(
      text_of_book(xlsx_of({{"S", row}}, parts)),
      "A1: Ada;Bo Lind;ab_x;0.1;12;0.001;true;false;\"x;y\";2024-03-01;2024-03-01T18:30:00;01067;2024-03-01;"
      "18:00;2024-03-01;12345678901234567890\n");
}

TEST(Xlsx, DaysCountFrom1904WhereTheWorkbookSaysSo) {
  const XlsxParts parts{.styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>", .properties = "date1904=\"1\""};
  EXPECT_EQ(text_of_book(xlsx_of({{"S", one_row(cell("r=\"A1\"", "43890"))}}, parts)), "A1: 2024-03-01\n");
}

TEST(CellText, KnowsTheDayThatWasNot) {
  const NumberFormat date = built_in_format(14);
  EXPECT_EQ(cell_text(1, date, false), "1900-01-01");
  EXPECT_EQ(cell_text(59, date, false), "1900-02-28");
  EXPECT_EQ(cell_text(61, date, false), "1900-03-01");
  EXPECT_EQ(cell_text(2958465, date, false), "9999-12-31");
  EXPECT_EQ(cell_text(2958466, date, false), "2958466");
  EXPECT_EQ(cell_text(-1, date, false), "-1");
  EXPECT_EQ(cell_text(1e300, date, true), "1e+300");
}

TEST(CellText, FormatsSayWhatANumberMeans) {
  using Means = NumberFormat::Means;
  const auto means = [](std::string_view code) { return number_format(code).means; };
  EXPECT_EQ(means("dd.mm.yyyy"), Means::date);
  EXPECT_EQ(means("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy;@"), Means::date);
  EXPECT_EQ(means("mmm yy"), Means::date);
  EXPECT_EQ(means("d/m/yy h:mm"), Means::date_time);
  EXPECT_EQ(means("h:mm AM/PM"), Means::time);
  EXPECT_EQ(means("mm:ss.0"), Means::time);
  EXPECT_EQ(means("[h]:mm:ss"), Means::duration);
  EXPECT_EQ(means("General"), Means::number);
  EXPECT_EQ(means("0.00 \"days\""), Means::number);
  EXPECT_EQ(means("[Red]#,##0.00 \\d"), Means::number);
  EXPECT_EQ(means("0000"), Means::digits);
  EXPECT_EQ(means("0"), Means::number);
  EXPECT_EQ(cell_text(1.5, number_format("[h]:mm"), false), "36:00");
}

TEST(Xlsx, AMergedCellHoldsForAllOfItsRowsThatHoldAnotherCell) {
  const std::string rows =
      xlsx_rows({{"Ort", "Name", "wide", ""}, {"Bonn", "Ada"}, {"", "Bo"}, {}, {"", "Cy"}});
  EXPECT_EQ(text_of_book(xlsx_of({{"S", rows,
                                   "<mergeCells><mergeCell ref=\"A2:A5\"/><mergeCell ref=\"C1:D1\"/>"
                                   "</mergeCells>"}})),
            "A1: Ort;Name;wide\nBonn;Ada;\nBonn;Bo;\n\nBonn;Cy;\n");
}

TEST(Xlsx, ATableMayStandAnywhere) {
  EXPECT_EQ(text_of_book(xlsx_of({{"S",
                                   "<row r=\"3\"><c r=\"C3\"><v>1</v></c></row>"
                                   "<row r=\"5\"><c r=\"B5\"><v>2</v></c><c r=\"D5\"><v>3</v></c></row>"}})),
            "B3: ;1;\n\n2;;3\n");
}

/// Else a last column that is mostly empty leaves rows as long as those of a list.
TEST(Xlsx, RowsHaveAsManyCellsAsTheHeadings) {
  EXPECT_EQ(
      text_of_book(xlsx_of(
          {{"S",
            xlsx_rows(
                {{"A \"title\""}, {}, {"", "b"}, {"a", "b", "c"}, {"1"}, {"1", "2", "3", "4"}, {"1"}})}})),
      "A1: \"A \"\"title\"\"\";;\n\n;b;\na;b;c\n1;;\n1;2;3;4\n1;;;\n");
}

/// One cell far to the right of many rows is no table of its width.
TEST(Xlsx, EmptyCellsDoNotFillTheMemory) {
  const std::string far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>1</v></c></row>";
  std::string rows;
  for (std::size_t row = 2; row < 3000; ++row) rows += xlsx_row(row, {"1", "2"});
  EXPECT_LT(sheets_of(xlsx_of({{"S", far + rows}})).front().text.size(), std::size_t{3} << 20U);
}

TEST(Xlsx, CountsErrorsAndFormulasWithoutAValue) {
  const Sheet sheet =
      sheets_of(xlsx_of({{"S", one_row(cell("r=\"A1\" t=\"e\"", "#N/A") +
                                       "<c r=\"B1\"><f>A1+1</f></c><c r=\"C1\" t=\"str\"><f>\"\"</f>"
                                       "<v></v></c>" +
                                       cell("r=\"D1\"", "1") + cell("r=\"E1\" t=\"e\"", "#REF!"))}}))
          .front();
  EXPECT_EQ(sheet.text, "1\n");
  EXPECT_EQ(sheet.errors, 2U);
  EXPECT_EQ((Location{"f", sheet.first_error}.text()), "f:A1");
  EXPECT_EQ(sheet.unreckoned, 1U);
  EXPECT_EQ((Location{"f", sheet.first_unreckoned}.text()), "f:B1");
}

std::string ods_cell(const std::string& attributes, const std::string& paragraphs = "") {
  return "<table:table-cell " + attributes + ">" + paragraphs + "</table:table-cell>";
}

TEST(Ods, CellsAreWhatACsvWouldSay) {
  const std::string row =
      "<table:table-row>" +
      ods_cell("office:value-type=\"string\"",
               "<office:annotation><text:p>a remark</text:p></office:annotation>"
               "<text:p>Ada<text:s text:c=\"2\"/>Kern</text:p><text:p>2nd</text:p>") +
      ods_cell("office:value-type=\"float\" office:value=\"1067\"", "<text:p>01067</text:p>") +
      ods_cell("office:value-type=\"percentage\" office:value=\"0.5\"", "<text:p>50 %</text:p>") +
      ods_cell("office:value-type=\"boolean\" office:boolean-value=\"true\"", "<text:p>WAHR</text:p>") +
      ods_cell("office:value-type=\"date\" office:date-value=\"2024-03-01T18:30:00\"",
               "<text:p>1.3.</text:p>") +
      ods_cell("office:value-type=\"date\" office:date-value=\"2024-03-01\"", "<text:p>1.3.</text:p>") +
      ods_cell("office:value-type=\"time\" office:time-value=\"PT18H30M00S\"", "<text:p>18:30</text:p>") +
      ods_cell("table:number-columns-repeated=\"2\" office:value-type=\"string\"",
               "<text:p>x<draw:frame><text:p>drawn</text:p></draw:frame>y</text:p>") +
      ods_cell("table:number-columns-repeated=\"1000000\"") + "</table:table-row>";
  EXPECT_EQ(text_of_book(ods_of("<table:table table:name=\"S\">" + row + "</table:table>")),
            "A1: \"Ada  Kern\n2nd\";01067;0.5;true;2024-03-01T18:30:00;2024-03-01;18:30;xy;xy\n");
}

TEST(Ods, RowsAndCellsMayBeRepeatedAndMerged) {
  const std::string text = "office:value-type=\"string\"";
  const auto row = [](const std::string& cells, const std::string& attributes = "") {
    return "<table:table-row " + attributes + ">" + cells + "</table:table-row>";
  };
  const std::string table =
      row(ods_cell(text + " table:number-rows-spanned=\"2\"", "<text:p>Bonn</text:p>") +
          ods_cell(text, "<text:p>Ada</text:p>")) +
      row("<table:covered-table-cell "
          "office:value-type=\"string\"><text:p>under</text:p></table:covered-table-cell>" +
          ods_cell(text, "<text:p>Bo</text:p>")) +
      row(ods_cell(""), "table:number-rows-repeated=\"2\"") +
      row(ods_cell("") + ods_cell(text, "<text:p>Cy</text:p>"), "table:number-rows-repeated=\"2\"") +
      row(ods_cell("table:number-columns-repeated=\"16384\""), "table:number-rows-repeated=\"1048570\"");
  EXPECT_EQ(text_of_book(ods_of("<table:table table:name=\"S\">" + table + "</table:table>")),
            "A1: Bonn;Ada\nBonn;Bo\n\n\n;Cy\n;Cy\n");
}

TEST(Ods, CountsErrorsAndLeavesHiddenSheets) {
  const std::string hidden =
      "<style:style style:name=\"h\"><style:table-properties table:display=\"false\"/>"
      "</style:style><style:style style:name=\"v\"><style:table-properties "
      "table:display=\"true\"/></style:style>";
  const std::string row =
      "<table:table-row>" +
      ods_cell("table:formula=\"of:=1/0\" office:value-type=\"string\"", "<text:p>#DIV/0!</text:p>") +
      ods_cell("table:formula=\"of:=1\"") +
      ods_cell("office:value-type=\"string\"", "<text:p>#N/A</text:p>") + "</table:table-row>";
  const std::vector<Sheet> sheets = sheets_of(ods_of(
      "<table:table table:name=\"A\" table:style-name=\"h\">" + row +
          "</table:table><table:table table:name=\"B\" table:style-name=\"v\">" + row + "</table:table>",
      hidden));
  ASSERT_EQ(sheets.size(), 2U);
  EXPECT_TRUE(sheets[0].hidden);
  EXPECT_EQ(sheets[0].text, "");
  EXPECT_EQ(sheets[1].text, "#N/A\n");
  EXPECT_EQ(sheets[1].errors, 1U);
  EXPECT_EQ(sheets[1].unreckoned, 1U);
}

TEST(XlsxWriter, WhatItWritesIsReadAgain) {
  std::string bytes;
  XlsxWriter writer("members", [&](std::string_view part) { bytes += part; });
  writer.write("id,name,share\n1,Ada,0.25\n007,\"'=1+1\",-1.5\n");
  for (int i = 0; i < 300; ++i) writer.write("\"a,b\",\"line\nbreak\",1e+20\n");
  writer.finish();
  const std::vector<Sheet> sheets = sheets_of(bytes);
  ASSERT_EQ(sheets.size(), 1U);
  EXPECT_EQ(sheets[0].name, "members");
  EXPECT_THAT(sheets[0].text,
              testing::StartsWith("id;name;share\n1;Ada;0.25\n007;=1+1;-1.5\n\"a,b\";\"line\nbreak\";"));
  EXPECT_EQ(std::count(sheets[0].text.begin(), sheets[0].text.end(), '\n'), 3 + 600);
}

// --- The oracles: openpyxl and odfpy write a workbook and say what is in it. ---

constexpr std::string_view oracle = R"(
import datetime, random, sys
kind, path, seed = sys.argv[1:4]
random.seed(int(seed))
def value():
    return random.choice([
        None, None, random.randrange(-9, 10**9), random.random() * 10**random.randrange(-5, 9), True, False,
        'text', 'a;b', 'Zeile\nzwei', '"', "'", '=SUM', 'Köln', '0123', '  x',
        datetime.date(1900 + random.randrange(1, 200), random.randrange(1, 13), random.randrange(1, 29)),
        datetime.datetime(2024, random.randrange(1, 13), 3, random.randrange(24), random.randrange(60), 7),
        datetime.time(random.randrange(24), random.randrange(60))])
def text(v):
    if v is None: return ''
    if v is True: return 'true'
    if v is False: return 'false'
    if isinstance(v, datetime.datetime):
        return v.date().isoformat() if v.time() == datetime.time() else v.isoformat()
    if isinstance(v, datetime.date): return v.isoformat()
    if isinstance(v, datetime.time): return v.strftime('%H:%M' if v.second == 0 else '%H:%M:%S')
    if isinstance(v, float): return 'number ' + repr(v)
    if isinstance(v, int): return 'number ' + repr(float(v))
    return v.strip()
rows = [[value() for _ in range(random.randrange(1, 9))] for _ in range(60)]
rows[0][0] = 'corner'
if kind == 'xlsx':
    import openpyxl
    book = openpyxl.Workbook()
    if int(seed) % 2: book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for r, row in enumerate(rows, 1):
        for c, v in enumerate(row, 1):
            if int(seed) % 2 and isinstance(v, datetime.date) and v.year < 1904: v = None
            cell = book.active.cell(r, c)
            cell.value = v
            if isinstance(v, str): cell.data_type = 's'
    book.save(path)
    sheet = openpyxl.load_workbook(path).active
    said = [[cell.value for cell in row] for row in sheet.iter_rows()]
else:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableRow, TableCell
    from odf.text import P
    document = OpenDocumentSpreadsheet()
    table = Table(name='S')
    document.spreadsheet.addElement(table)
    said = rows
    for row in rows:
        line = TableRow()
        table.addElement(line)
        for v in row:
            if v is None: line.addElement(TableCell()); continue
            if isinstance(v, bool): cell = TableCell(valuetype='boolean', booleanvalue=str(v).lower())
            elif isinstance(v, (int, float)): cell = TableCell(valuetype='float', value=repr(v))
            elif isinstance(v, datetime.date): cell = TableCell(valuetype='date', datevalue=v.isoformat())
            elif isinstance(v, datetime.time): cell = TableCell(valuetype='time', timevalue=v.strftime('PT%HH%MM%SS'))
            else:
                cell = TableCell(valuetype='string')
                for part in v.split('\n'): cell.addElement(P(text=part))
            line.addElement(cell)
    document.save(path)
for row in said:
    print('\x1f'.join(text(v).replace('\n', '\x1e') for v in row))
)";

bool has_module(const std::string& name) {
  return std::system(("python3 -c 'import " + name + "' >/dev/null 2>&1").c_str()) == 0;
}

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  for (std::size_t n = 1; pipe != nullptr && n > 0; text.append(buffer.data(), n))
    n = std::fread(buffer.data(), 1, buffer.size(), pipe);
  if (pipe != nullptr) ::pclose(pipe);
  return text;
}

/// The cells of a sheet as the oracle writes them, a row a line.
std::vector<std::vector<std::string>> cells_of(const Sheet& sheet) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader(sheet.text, {},
                   {.separator = ';', .part = true, .line = sheet.origin.row, .sheet = sheet.origin});
  while (reader.next()) {
    rows.resize(reader.place().line);
    for (const std::string_view text : reader.fields()) {
      std::string shown(text);
      for (char& c : shown)
        if (c == '\n') c = '\x1e';
      rows.back().push_back(shown);
    }
  }
  return rows;
}

void compare_with_oracle(const std::string& kind, const std::string& library) {
  if (!has_module(library)) GTEST_SKIP() << "python3 has no " << library << ": nothing was compared with it";
  const Folder folder;
  const std::string script = folder.put("oracle.py", oracle);
  for (int seed = 1; seed <= test::repeats(6); ++seed) {
    const std::string book = folder.path("book." + kind);
    const std::string said =
        output_of("python3 " + script + " " + kind + " " + book + " " + std::to_string(seed));
    ASSERT_FALSE(said.empty());
    const Source source(book);
    const std::vector<Sheet> sheets =
        read_workbook(source, [](std::string_view, bool) { return true; }, 0, {});
    std::vector<std::vector<std::string>> rows = cells_of(sheets.at(0));
    std::size_t row = 0, compared = 0;
    for (std::string_view rest = said; !rest.empty(); ++row) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size() + 1);
      for (std::size_t column = 0; !line.empty(); ++column) {
        const std::string_view expected = line.substr(0, line.find('\x1f'));
        line.remove_prefix(std::min(line.size(), expected.size() + 1));
        const std::string found =
            row < rows.size() && column < rows[row].size() ? rows[row][column] : std::string();
        ++compared;
        if (expected.starts_with("number ")) {
          EXPECT_EQ(std::strtod(found.c_str(), nullptr), std::strtod(expected.data() + 7, nullptr))
              << kind << " " << seed << ": " << row << ", " << column << ": " << found;
        } else {
          EXPECT_EQ(found, expected) << kind << " " << seed << ": " << row << ", " << column;
        }
      }
    }
    EXPECT_GT(compared, 100U);
  }
}

TEST(Xlsx, CellsAreThoseThatOpenpyxlReads) {
  compare_with_oracle("xlsx", "openpyxl");
}

TEST(Ods, CellsAreThoseThatOdfpyWrote) {
  compare_with_oracle("ods", "odf");
}

TEST(XlsxWriter, OpenpyxlReadsWhatItWrites) {
  if (!has_module("openpyxl")) GTEST_SKIP() << "python3 has no openpyxl: nothing was compared with it";
  std::string bytes;
  XlsxWriter writer("round", [&](std::string_view part) { bytes += part; });
  writer.write("id,name,share\n1,Köln & <co>,0.25\n007,\"'=1+1\",-1.5\n");
  writer.finish();
  const Folder folder;
  folder.put("book.xlsx", bytes);
  const std::string script = folder.put(
      "read.py",
      "import openpyxl, sys\n"
      "sheet = openpyxl.load_workbook(sys.argv[1])['round']\n"
      "print([[cell.value for cell in row] for row in sheet.iter_rows()])\n"
      "print(sheet.freeze_panes, sheet['A1'].font.b, sheet['A2'].font.b, sheet['B3'].data_type,\n"
      "      sheet['B3'].quotePrefix, sheet['B2'].quotePrefix, sheet.column_dimensions['B'].width > 8)\n");
  EXPECT_EQ(output_of("PYTHONIOENCODING=utf-8 python3 " + script + " " + folder.path("book.xlsx")),
            "[['id', 'name', 'share'], [1, 'Köln & <co>', 0.25], ['007', '=1+1', -1.5]]\n"
            "A2 True False s True False True\n");
}

}  // namespace
}  // namespace tertius::io
