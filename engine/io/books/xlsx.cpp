// The parts of an .xlsx file: xl/workbook.xml names the sheets, its relationships say which part holds which,
// styles say which numbers are days, and texts stand once each in the shared strings.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/books/cell_text.hpp"
#include "engine/io/books/readers.hpp"
#include "engine/io/text/xml.hpp"

namespace tertius::io {
namespace {

/// A part of the archive as XML.
class PartReader : public XmlReader {
 public:
  explicit PartReader(const OpenWorkbook& book) : book_(book) {}

 protected:
  void read_part(const std::string& name) {
    expect(book_.archive.open(name));
    read_xml([&](std::string& buffer, std::size_t bytes) { return book_.archive.read_more(buffer, bytes); },
             book_.part(name), book_.context);
  }
  /// How many bytes there will be. Where texts grow to their size at once, they are not copied as they grow.
  virtual void expect(std::uint64_t) {}
  const OpenWorkbook& book_;
};

/// "xl/worksheets/sheet1.xml" of the target "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml" or
/// "../xl/worksheets/sheet1.xml" of a part in `folder`.
std::string part_of(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const auto slash = folder.rfind('/');
    folder = slash == folder.npos ? std::string_view() : folder.substr(0, slash);
  }
  if (target.starts_with("./")) target.remove_prefix(2);
  return folder.empty() ? std::string(target) : fmt::format("{}/{}", folder, target);
}

struct Part {
  std::string folder, name;  // "xl", "xl/workbook.xml"

  std::string relationships() const {
    const std::string_view file = std::string_view(name).substr(folder.empty() ? 0 : folder.size() + 1);
    return part_of(folder, fmt::format("_rels/{}.rels", file));
  }
};

Part part_named(std::string name) {
  const auto slash = name.rfind('/');
  std::string folder = slash == name.npos ? "" : name.substr(0, slash);
  return {std::move(folder), std::move(name)};
}

/// What a part refers to.
class Relationships : public PartReader {
 public:
  struct Target {
    std::string id, type, part;
  };
  Relationships(const OpenWorkbook& book, const Part& of) : PartReader(book), folder_(of.folder) {
    if (book.archive.has(of.relationships())) read_part(of.relationships());
  }
  /// The part that has that id, or ends with that type; empty where there is none.
  std::string by_id(std::string_view id) const {
    for (const Target& one : all_)
      if (one.id == id) return one.part;
    return {};
  }
  std::string by_type(std::string_view type) const {
    for (const Target& one : all_)
      if (one.type.ends_with(type)) return one.part;
    return {};
  }

 protected:
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element != "Relationship") return;
    all_.push_back({std::string(attributes["Id"]), std::string(attributes["Type"]),
                    part_of(folder_, attributes["Target"])});
  }
  void end(std::string_view) override {}

 private:
  std::string folder_;
  std::vector<Target> all_;
};

/// The names of the sheets.
class BookReader : public PartReader {
 public:
  struct Entry {
    std::string name, id;
    bool hidden;
  };
  BookReader(const OpenWorkbook& book, const std::string& part) : PartReader(book) { read_part(part); }
  const std::vector<Entry>& sheets() const { return sheets_; }
  bool from_1904() const { return from_1904_; }

 protected:
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "workbookPr") {
      const std::string_view date = attributes["date1904"];
      from_1904_ = date == "1" || date == "true";
    } else if (element == "sheet") {
      const std::string_view state = attributes["state"];
      sheets_.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                         !state.empty() && state != "visible"});
    }
  }
  void end(std::string_view) override {}

 private:
  std::vector<Entry> sheets_;
  bool from_1904_ = false;
};

/// What the numbers of cells mean, by their style.
class StyleReader : public PartReader {
 public:
  StyleReader(const OpenWorkbook& book, const std::string& part) : PartReader(book) {
    if (!part.empty() && book.archive.has(part)) read_part(part);
  }
  std::vector<NumberFormat> take() { return std::move(formats_); }

 protected:
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "numFmt") {
      if (const auto id = parse_natural(attributes["numFmtId"]))
        codes_[*id] = number_format(attributes["formatCode"]);
    } else if (element == "cellXfs") {
      of_cells_ = true;
    } else if (element == "xf" && of_cells_) {
      const auto id = parse_natural(attributes["numFmtId"]).value_or(0);
      const auto own = codes_.find(id);
      constexpr std::uint64_t most_built_in = 200;
      formats_.push_back(own != codes_.end()  ? own->second
                         : id < most_built_in ? built_in_format(static_cast<unsigned>(id))
                                              : NumberFormat());
    }
  }
  void end(std::string_view element) override {
    if (element == "cellXfs") of_cells_ = false;
  }

 private:
  std::map<std::uint64_t, NumberFormat> codes_;
  std::vector<NumberFormat> formats_;
  bool of_cells_ = false;
};

/// "_x000D_" stands for a character that XML may not hold; "_x005F_" for the underscore of such a text.
std::string unescaped(std::string text) {
  constexpr std::size_t length = 7;
  for (auto at = text.find("_x"); at != text.npos; at = text.find("_x", at + 1)) {
    if (at + length > text.size() || text[at + length - 1] != '_') continue;
    const std::string digits = text.substr(at + 2, 4);
    if (digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos) continue;
    const auto code = static_cast<std::uint32_t>(std::stoul(digits, nullptr, 16));
    std::string character;
    if (code >= 0x20 || code == '\t' || code == '\n') append_utf8(character, code);
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    text.replace(at, length, character);
  }
  return text;
}

/// The texts that cells refer to by number, one after the other.
class SharedTexts : public PartReader {
 public:
  SharedTexts(const OpenWorkbook& book, const std::string& part) : PartReader(book) {
    if (!part.empty() && book.archive.has(part)) read_part(part);
  }
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(texts_).substr(begin, ends_[i] - begin);
  }

 protected:
  void expect(std::uint64_t bytes) override { texts_.reserve(bytes / 2); }
  void start(std::string_view element, const XmlAttributes&) override {
    if (element == "rPh") ++phonetic_;
    if (element == "t" && phonetic_ == 0) collect_text();
  }
  void end(std::string_view element) override {
    if (element == "rPh") --phonetic_;
    if (element == "t" && phonetic_ == 0) {
      std::string text = take_text();
      texts_ += text.find("_x") == text.npos ? text : unescaped(std::move(text));
    }
    if (element == "si") ends_.push_back(texts_.size());
  }

 private:
  std::string texts_;
  std::vector<std::size_t> ends_;
  int phonetic_ = 0;  // readings of what stands there
};

/// What the cells of a sheet are made of.
struct Values {
  const SharedTexts& texts;
  const std::vector<NumberFormat>& formats;
  bool from_1904;
};

/// Cells that are one over several rows, by their first cell.
using MergedRows = std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t>;

class SheetReader : public PartReader {
 public:
  SheetReader(const OpenWorkbook& book, const Values& values, SheetWriter& writer, const MergedRows& merged)
      : PartReader(book), values_(values), writer_(writer), merged_(merged) {}

  void read(const std::string& part) { read_part(part); }
  /// What was merged downwards, which stands after the cells.
  MergedRows take_merged() { return std::move(found_); }

 protected:
  void expect(std::uint64_t bytes) override { writer_.expect(bytes / 2); }
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "c") {
      begin_cell(attributes);
    } else if (element == "v" || (element == "t" && phonetic_ == 0 && type_ == "inlineStr")) {
      collect_text();
    } else if (element == "f") {
      formula_ = true;
    } else if (element == "row") {
      const auto number = parse_natural(attributes["r"]);
      writer_.begin_row(number.value_or(writer_.row() + 1));
      column_ = 0;
    } else if (element == "rPh") {
      ++phonetic_;
    } else if (element == "mergeCell") {
      merge(attributes["ref"]);
    }
  }

  void end(std::string_view element) override {
    if (element == "v") {
      value_ = take_text();
    } else if (element == "t" && phonetic_ == 0 && type_ == "inlineStr") {
      value_ += take_text();
    } else if (element == "c") {
      end_cell();
    } else if (element == "row") {
      writer_.end_row();
    } else if (element == "rPh") {
      --phonetic_;
    }
  }

 private:
  void begin_cell(const XmlAttributes& attributes) {
    const std::string_view address = attributes["r"];
    ++column_;
    if (!address.empty()) {
      const auto at = parse_cell(address);
      if (!at || at->row != writer_.row())
        throw Error(ErrorKey::syntax,
                    fmt::format("a cell \"{}\" in row {}; expected a cell of that row, such as B{}",
                                address.substr(0, 20), writer_.row(), writer_.row()),
                    where());
      column_ = at->column;
    }
    type_ = attributes["t"];
    style_ = parse_natural(attributes["s"]).value_or(0);
    value_.clear();
    formula_ = false;
  }

  void end_cell() {
    if (value_.empty()) {
      if (formula_ && type_ != "str") writer_.unreckoned(column_);
      return;
    }
    std::uint64_t rows = 1;
    if (!merged_.empty()) {
      const auto at = merged_.find({writer_.row(), column_});
      if (at != merged_.end()) rows = at->second;
    }
    if (type_ == "s") {
      const auto text = parse_natural(value_);
      if (!text || *text >= values_.texts.size())
        throw Error(ErrorKey::size_claimed,
                    fmt::format("shared text {}; expected one of the {} that there are", value_.substr(0, 20),
                                values_.texts.size()),
                    where());
      return writer_.cell(column_, values_.texts[*text], rows);
    }
    if (type_ == "str" || type_ == "inlineStr") {
      if (value_.find("_x") != value_.npos) value_ = unescaped(std::move(value_));
      return writer_.cell(column_, value_, rows);
    }
    if (type_ == "b")
      return writer_.cell(column_, value_ == "1" || value_ == "true" ? "true" : "false", rows);
    if (type_ == "e") return writer_.error(column_);
    if (type_ == "d") {
      const bool midnight = value_.ends_with("T00:00:00") || value_.ends_with("T00:00:00Z");
      return writer_.cell(column_, midnight ? std::string_view(value_).substr(0, value_.find('T')) : value_,
                          rows);
    }
    const NumberFormat format = style_ < values_.formats.size() ? values_.formats[style_] : NumberFormat();
    writer_.cell(column_, cell_text(value_, format, values_.from_1904), rows);
  }

  void merge(std::string_view range) {
    const auto colon = range.find(':');
    if (colon == range.npos) return;
    const auto first = parse_cell(range.substr(0, colon)), last = parse_cell(range.substr(colon + 1));
    if (first && last && last->row > first->row)
      found_[{first->row, first->column}] = last->row - first->row + 1;
  }

  const Values& values_;
  SheetWriter& writer_;
  const MergedRows& merged_;
  MergedRows found_;
  std::uint64_t column_ = 0;
  std::uint64_t style_ = 0;
  std::string type_, value_;
  bool formula_ = false;
  int phonetic_ = 0;
};

}  // namespace

std::vector<Sheet> read_xlsx(const OpenWorkbook& book) {
  const Relationships root(book, Part{"", ""});
  std::string main = root.by_type("/officeDocument");
  if (main.empty() || !book.archive.has(main)) main = "xl/workbook.xml";
  if (!book.archive.has(main))
    throw Error(ErrorKey::syntax, "holds no list of sheets; expected an .xlsx file as it was saved",
                {book.file});
  const Part part = part_named(std::move(main));
  const BookReader list(book, part.name);
  const Relationships parts(book, part);
  std::vector<Sheet> sheets;
  bool any = false;
  for (const BookReader::Entry& entry : list.sheets()) {
    sheets.push_back({.name = entry.name, .hidden = entry.hidden});
    any = any || book.choose(entry.name, entry.hidden);
  }
  if (!any) return sheets;
  const std::vector<NumberFormat> formats = StyleReader(book, parts.by_type("/styles")).take();
  const SharedTexts texts(book, parts.by_type("/sharedStrings"));
  const Values values{texts, formats, list.from_1904()};
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    Sheet& sheet = sheets[i];
    const std::string where = parts.by_id(list.sheets()[i].id);
    if (!book.choose(sheet.name, sheet.hidden)) continue;
    const auto read = [&](const MergedRows& merged) {
      SheetWriter writer(sheet, sheet_file(book.file, sheet.name), book.limits);
      if (!book.archive.has(where)) return MergedRows();
      SheetReader reader(book, values, writer, merged);
      reader.read(where);
      writer.finish();
      return reader.take_merged();
    };
    const MergedRows merged = read({});
    if (merged.empty()) continue;
    sheet = {.name = sheet.name, .hidden = sheet.hidden};
    read(merged);
  }
  return sheets;
}

}  // namespace tertius::io
