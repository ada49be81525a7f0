// The cells of an .ods file, which all stand in one part, content.xml, sheet after sheet.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "engine/io/books/cell_text.hpp"
#include "engine/io/books/readers.hpp"
#include "engine/io/text/xml.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view content = "content.xml";
constexpr std::uint64_t most_repeats = std::uint64_t{1} << 32U;

/// What a cell shows whose formula has no value. (#NV, #WERT!, #BEZUG! and #ZAHL! are German.)
bool is_error(std::string_view text) {
  constexpr std::string_view errors[] = {"#N/A",   "#DIV/0!", "#VALUE!", "#REF!",   "#NAME?", "#NUM!",
                                         "#NULL!", "#NV",     "#WERT!",  "#BEZUG!", "#ZAHL!"};
  return text.starts_with("Err:") ||
         std::find(std::begin(errors), std::end(errors), text) != std::end(errors);
}

/// "18:30" of "PT18H30M00S"; as it is where it is no such time.
std::string time_of(std::string_view text) {
  if (!text.starts_with("PT")) return std::string(text);
  double seconds = 0;
  std::string_view rest = text.substr(2);
  for (const auto& [unit, length] : {std::pair{'H', 3600.0}, {'M', 60.0}, {'S', 1.0}}) {
    const auto at = rest.find(unit);
    if (at == rest.npos) continue;
    const auto number = parse_real(rest.substr(0, at));
    if (!number) return std::string(text);
    seconds += *number * length;
    rest.remove_prefix(at + 1);
  }
  constexpr double day = 86400;
  return cell_text(seconds / day, {NumberFormat::Means::duration}, false);
}

/// "2024-03-01" of "2024-03-01T00:00:00", without fractions of seconds.
std::string_view day_of(std::string_view text) {
  text = text.substr(0, text.find('.'));
  const auto time = text.find('T');
  return time != text.npos && text.substr(time) == "T00:00:00" ? text.substr(0, time) : text;
}

class OdsReader : public XmlReader {
 public:
  explicit OdsReader(const OpenWorkbook& book) : book_(book) {}

  std::vector<Sheet> read() {
    if (!book_.archive.has(content))
      throw Error(ErrorKey::syntax, "holds no content; expected an .ods file as it was saved", {book_.file});
    expected_ = book_.archive.open(content);
    read_xml([&](std::string& buffer, std::size_t bytes) { return book_.archive.read_more(buffer, bytes); },
             book_.part(std::string(content)), book_.context);
    return std::move(sheets_);
  }

 protected:
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "style") style_ = attributes["name"];
    if (element == "table-properties" && attributes["display"] == "false") hidden_styles_.insert(style_);
    if (element == "table" && ++tables_ == 1) begin_sheet(attributes);
    if (!writer_) return;
    if (aside_ > 0 || is_aside(element)) {
      if (aside_++ == 0 && in_paragraph_) text_ += take_text();
      return;
    }
    if (element == "table-row") {
      rows_ = repeats(attributes, "number-rows-repeated");
      writer_->begin_row(writer_->row() + 1);
      column_ = 0;
    } else if (element == "table-cell" || element == "covered-table-cell") {
      begin_cell(element, attributes);
    } else if (in_cell_) {
      start_text(element, attributes);
    }
  }

  void end(std::string_view element) override {
    if (element == "table") --tables_;
    if (!writer_) return;
    if (aside_ > 0) {
      if (--aside_ == 0 && in_paragraph_) collect_text();
      return;
    }
    if (element == "p" && in_cell_) {
      text_ += take_text();
      in_paragraph_ = false;
      ++paragraphs_;
    } else if (element == "table-cell" || element == "covered-table-cell") {
      end_cell();
    } else if (element == "table-row") {
      writer_->end_row(rows_);
    } else if (element == "table" && tables_ == 0) {
      writer_->finish();
      writer_.reset();
    }
  }

 private:
  std::uint64_t repeats(const XmlAttributes& attributes, std::string_view name) const {
    const auto text = attributes.find(name);
    if (!text) return 1;
    const auto number = parse_natural(*text);
    if (!number || *number == 0 || *number > most_repeats)
      throw Error(ErrorKey::value,
                  fmt::format("{} \"{}\"; expected a whole number", name, text->substr(0, 20)), where());
    return *number;
  }

  /// What belongs to a sheet or a cell and is not its value: comments, pictures, what is drawn.
  bool is_aside(std::string_view element) const {
    if (element == "shapes" || element == "annotation" || element == "frame" || element == "custom-shape")
      return true;
    return in_cell_ && !in_paragraph_ && element != "p";
  }

  void begin_sheet(const XmlAttributes& attributes) {
    const bool hidden = hidden_styles_.contains(std::string(attributes["style-name"]));
    Sheet& sheet = sheets_.emplace_back(Sheet{.name = std::string(attributes["name"]), .hidden = hidden});
    if (!book_.choose(sheet.name, hidden)) return;
    writer_.emplace(sheet, sheet_file(book_.file, sheet.name), book_.limits);
    writer_->expect(expected_ / 4);
  }

  void begin_cell(std::string_view element, const XmlAttributes& attributes) {
    ++column_;
    times_ = repeats(attributes, "number-columns-repeated");
    rows_spanned_ = repeats(attributes, "number-rows-spanned");
    type_ = attributes["value-type"];
    value_.clear();
    for (const std::string_view name : {"value", "date-value", "time-value", "boolean-value", "string-value"})
      if (const auto stated = attributes.find(name)) value_ = *stated;
    formula_ = attributes.find("formula").has_value();
    covered_ = element == "covered-table-cell";
    in_cell_ = true;
    paragraphs_ = 0;
    text_.clear();
  }

  /// Blanks, tabs and line breaks are elements.
  void start_text(std::string_view element, const XmlAttributes& attributes) {
    const auto add = [&](std::string_view what) {
      text_ += take_text();
      text_ += what;
      collect_text();
    };
    if (element == "p") {
      if (paragraphs_ > 0) text_ += '\n';
      in_paragraph_ = true;
      collect_text();
    } else if (element == "s") {
      constexpr std::uint64_t most = 1000;
      add(std::string(std::min(most, repeats(attributes, "c")), ' '));
    } else if (element == "tab") {
      add("\t");
    } else if (element == "line-break") {
      add("\n");
    }
  }

  void end_cell() {
    in_cell_ = false;
    const std::uint64_t column = column_;
    column_ += times_ - 1;
    if (covered_) return;
    if (formula_ && is_error(text_)) return writer_->error(column);
    if (formula_ && type_.empty()) return writer_->unreckoned(column);
    writer_->cell(column, shown_value(), rows_spanned_, times_);
  }

  std::string shown_value() const {
    if (type_ == "float" || type_ == "percentage" || type_ == "currency") {
      const auto number = parse_real(value_);
      if (!number) return text_;
      // Zeros in front are of the format, and what the person sees.
      const bool digits = text_.size() > 1 && text_.find_first_not_of("0123456789") == text_.npos;
      if (digits && text_.front() == '0' && parse_real(text_) == number) return text_;
      return cell_text(value_, {}, false);
    }
    if (type_ == "date") return std::string(day_of(value_));
    if (type_ == "time") return time_of(value_);
    if (type_ == "boolean") return value_;
    return text_.empty() && type_ == "string" ? value_ : text_;
  }

  const OpenWorkbook& book_;
  std::vector<Sheet> sheets_;
  std::optional<SheetWriter> writer_;  // of the sheet that is being read, if it is wanted
  std::uint64_t expected_ = 0;         // bytes of XML
  std::string style_;
  std::set<std::string> hidden_styles_;
  int tables_ = 0;  // one within another
  int aside_ = 0;   // depth within what is aside
  std::uint64_t rows_ = 1, times_ = 1, rows_spanned_ = 1, column_ = 0;
  std::string type_, value_, text_;
  int paragraphs_ = 0;
  bool formula_ = false, covered_ = false, in_cell_ = false, in_paragraph_ = false;
};

}  // namespace

std::vector<Sheet> read_ods(const OpenWorkbook& book) {
  constexpr std::string_view manifest = "META-INF/manifest.xml";
  if (book.archive.has(manifest) &&
      book.archive.content(manifest).find("encryption-data") != std::string::npos)
    throw Error(ErrorKey::input_unfit,
                "a workbook with a password; expected one without (save it again without a password)",
                {book.file});
  return OdsReader(book).read();
}

}  // namespace tertius::io
