// Workbooks: each sheet is a table that its headings tell, and together they are a network. Names in connections
// and attendance mean members.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/assembly/id_spaces.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/workbook/rows.hpp"
#include "engine/io/formats/workbook/sheet_kinds.hpp"
#include "engine/io/tables/people.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// The cells of a row about one person, as text that names them.
std::string name_in(const std::vector<std::string_view>& cells, const KnownSheet& known) {
  std::string name(cell_in(cells, known.name));
  if (known.last) name = trimmed(fmt::format("{} {}", name, cell_in(cells, known.last)));
  return name;
}

class WorkbookLoader {
 public:
  WorkbookLoader(std::string title, std::string file, std::uint64_t file_bytes, const LoadOptions& options,
                 const RunContext& context)
      : assembler_(std::move(title), options),
        file_(std::move(file)),
        file_bytes_(file_bytes),
        options_(options),
        context_(context) {}

  /// Nothing when no sheet is a table.
  std::optional<LoadedNetwork> load(std::vector<Sheet>& sheets) {
    for (Sheet& sheet : sheets)
      if (!sheet.text.empty()) tables_.push_back({sheet, known_sheet(sheet, {}, options_.columns)});
    choose_members();
    read_all_members();
    for (Entry& entry : tables_) {
      if (entry.known.kind == SheetKind::none && people_)
        entry.known = known_sheet(
            entry.sheet, [&](std::string_view text) { return people_->find(text) != graph::no_vertex; },
            options_.columns);
    }
    const bool any = std::any_of(tables_.begin(), tables_.end(),
                                 [](const Entry& entry) { return entry.known.kind != SheetKind::none; });
    if (!any) return std::nullopt;
    refuse_consent_apart(sheets);
    if (!people_) people_.emplace(assembler_, true, options_.names);
    for (Entry& entry : tables_) read(entry);
    for (const Sheet& sheet : sheets) note_cells(sheet);
    note_meetings();
    people_->finish();
    return assembler_.finish(context_);
  }

 private:
  struct Entry {
    Sheet& sheet;
    KnownSheet known;
  };

  std::string file_of(const Sheet& sheet) const { return sheet_file(file_, sheet.name); }

  void read_file(const Sheet& sheet) { assembler_.read_file(file_of(sheet), std::exchange(file_bytes_, 0)); }

  /// Of several sheets that could list the members, those that mostly repeat people of the first one say who came.
  void choose_members() {
    std::vector<Entry*> lists;
    for (Entry& entry : tables_)
      if (entry.known.kind == SheetKind::members) lists.push_back(&entry);
    if (lists.size() < 2) return;
    std::stable_sort(lists.begin(), lists.end(), [](const Entry* a, const Entry* b) {
      const auto rank = [](const std::string& name) {
        return names_members(name) ? 0 : names_meeting(name) ? 2 : 1;
      };
      return rank(a->sheet.name) < rank(b->sheet.name);
    });
    std::unordered_map<std::string, bool> known;
    const auto texts_of = [](const std::vector<std::string_view>& cells, const KnownSheet& table) {
      return std::pair(fold_case(cell_in(cells, table.id)), fold_case(name_in(cells, table)));
    };
    for (Entry* list : lists) {
      std::size_t rows = 0, repeated = 0;
      for_rows(*list, [&](const std::vector<std::string_view>& cells) {
        const auto [id, name] = texts_of(cells, list->known);
        ++rows;
        repeated += (!id.empty() ? known.contains("i" + id) : known.contains("n" + name)) ? 1 : 0;
      });
      if (rows > 0 && 2 * repeated > rows) {
        list->known.kind = SheetKind::attendance;
        continue;
      }
      for_rows(*list, [&](const std::vector<std::string_view>& cells) {
        const auto [id, name] = texts_of(cells, list->known);
        known["i" + id] = known["n" + name] = true;
      });
      known.erase("i");
      known.erase("n");
    }
  }

  template <class Visit>
  static void for_rows(const Entry& entry, Visit visit) {
    CsvReader rows(std::string_view(entry.sheet.text).substr(entry.known.begin), {},
                   {.separator = ';', .part = true, .line = entry.known.row, .sheet = entry.sheet.origin});
    rows.next();
    while (rows.next())
      if (form_of(rows.fields(), rows.fields().size()) != RowForm::blank) visit(rows.fields());
  }

  void read_all_members() {
    std::vector<Table> tables;
    std::vector<MemberColumns> columns;
    for (Entry& entry : tables_) {
      if (entry.known.kind != SheetKind::members) continue;
      entry.sheet.text.erase(0, entry.known.begin);
      entry.sheet.origin.row = entry.known.row;
      entry.known.begin = 0;
      Table& table = tables.emplace_back(sheet_source(file_, entry.sheet, std::exchange(file_bytes_, 0)),
                                         assembler_, context_);
      const PersonColumns person(table.header);
      columns.push_back(member_columns(table.header, person, table.rows, assembler_));
      assembler_.read_columns(table.header, table.rows.file());
    }
    if (tables.empty()) return;
    IdSpaces spaces(assembler_);
    read_members(tables, columns, {}, spaces, assembler_, context_);
    people_.emplace(assembler_, options_.add_unknown, options_.names, options_.knows);
  }

  /// Who may be named is read from the table of members alone. A sheet that says it apart is not passed over:
  /// whoever said no there would be named.
  void refuse_consent_apart(const std::vector<Sheet>& sheets) const {
    const auto refuse = [&](const Sheet& sheet, std::string_view words) {
      throw Error(
          ErrorKey::consent_apart,
          fmt::format("{} speaks of consent, apart from the table of members; expected a column there "
                      "(put it there; or, where it is not about consent, give the other sheets by "
                      "their names with {} and {})",
                      shown(words), setting_name("members"), setting_name("connections")),
          {file_of(sheet)});
    };
    const auto titled = [&](const Sheet& sheet) {
      return graph::is_consent_heading(sheet.name) ||
             (graph::hints_at_consent(sheet.name) && !names_meeting(sheet.name));
    };
    // A copy of the members, to mark who came, may repeat what they have.
    const bool stated = std::any_of(tables_.begin(), tables_.end(), [](const Entry& entry) {
      const auto& headings = entry.known.headings;
      return entry.known.kind == SheetKind::members &&
             std::any_of(headings.begin(), headings.end(), graph::is_consent_heading);
    });
    for (const Sheet& sheet : sheets)
      if (sheet.hidden && !sheet.read && titled(sheet)) refuse(sheet, sheet.name);
    for (const Entry& entry : tables_) {
      const SheetKind kind = entry.known.kind;
      if (kind != SheetKind::affiliations && kind != SheetKind::attendance && kind != SheetKind::none)
        continue;
      for (const std::string& heading : entry.known.headings)
        if (graph::is_consent_heading(heading) && !stated) refuse(entry.sheet, heading);
      if (titled(entry.sheet)) refuse(entry.sheet, entry.sheet.name);
    }
  }

  void read_columns(const SheetTable& table) {
    if (!table.known.headed) return;
    std::vector<std::string_view> cells(table.known.headings.begin(), table.known.headings.end());
    CsvHeader header(cells, options_.columns);
    for (const auto& [purpose, column] : table.known.served) header.serve(purpose, column);
    assembler_.read_columns(header, table.file);
  }

  /// What the rows of a sheet were taken to say.
  void note_read(const SheetTable& table) {
    const KnownSheet& known = table.known;
    const auto heading = [&](std::size_t column) { return shown(known.headings[column]); };
    if (known.introducer) return;  // the reader says more
    if (known.source) {
      assembler_.note(fmt::format("Each row of {} connects {} and {}.", table.file, heading(*known.source),
                                  heading(*known.target)));
    } else if (known.kind == SheetKind::affiliations) {
      assembler_.note(fmt::format("Each row of {} says who takes part in what, by {}.", table.file,
                                  heading(*known.group)));
    } else if (known.meetings.empty()) {
      assembler_.note(fmt::format("{} says who came to a meeting of that name.", table.file));
    } else {
      std::vector<std::string> names;
      for (const std::size_t column : known.meetings) names.push_back(heading(column));
      assembler_.note(fmt::format("The marks of {} say who came to {}.", table.file, fmt::join(names, ", ")));
    }
  }

  void read(Entry& entry) {
    const SheetTable table{entry.sheet, entry.known, file_of(entry.sheet)};
    if (entry.known.kind == SheetKind::attendance && tables_.size() > 1 &&
        !says_who_came(entry.sheet.name, entry.known)) {
      assembler_.note(
          fmt::format("The sheet {} was left out: it names members, but neither its name nor a heading says "
                      "that they came to a meeting. Where they did, call it \"Treffen ...\" or \"Meeting "
                      "...\".",
                      table.file));
      entry.known.kind = SheetKind::none;
      entry.sheet.text = {};
      return;
    }
    if (entry.known.kind != SheetKind::members && entry.known.kind != SheetKind::none) {
      note_read(table);
      read_columns(table);
    }
    switch (entry.known.kind) {
      case SheetKind::members:
        return;
      case SheetKind::connections:
      case SheetKind::introductions:
        read_file(entry.sheet);
        read_connection_rows(table, *people_, assembler_, context_);
        break;
      case SheetKind::affiliations:
      case SheetKind::attendance:
        read_file(entry.sheet);
        read_affiliation_rows(table, *people_, assembler_, context_);
        break;
      case SheetKind::none:
        assembler_.note(
            fmt::format("The sheet {} was left out: its headings are those of no table that is known, "
                        "and its cells name no members.",
                        table.file));
    }
    entry.sheet.text = {};
  }

  /// Introductions are connections, so that meetings connect nobody by themselves.
  void note_meetings() {
    const auto has = [&](auto... kinds) {
      return std::any_of(tables_.begin(), tables_.end(),
                         [&](const Entry& entry) { return ((entry.known.kind == kinds) || ...); });
    };
    if (options_.projecting == Projecting::alone && has(SheetKind::connections, SheetKind::introductions) &&
        has(SheetKind::affiliations, SheetKind::attendance))
      assembler_.note(
          fmt::format("Members who came to the same meeting are not connected for it, as other "
                      "connections are stated; {} always connects them, too.",
                      setting_name("two_mode")));
  }

  void note_cells(const Sheet& sheet) {
    if (sheet.hidden && !sheet.read)
      assembler_.note(fmt::format("The sheet {} is hidden and was left out.", file_of(sheet)));
    const auto note = [&](std::string_view what, std::uint64_t count, const Place& first) {
      if (count > 0)
        assembler_.note(fmt::format("{} count as empty: {} of {}, the first of them {}.", what, count,
                                    file_of(sheet), Location{file_of(sheet), first}.text()));
    };
    note("Cells that hold an error instead of a value", sheet.errors, sheet.first_error);
    note("Formulas whose value was not saved (a spreadsheet program does so)", sheet.unreckoned,
         sheet.first_unreckoned);
  }

  Assembler assembler_;
  std::string file_;
  std::uint64_t file_bytes_;
  const LoadOptions& options_;
  const RunContext& context_;
  std::vector<Entry> tables_;
  std::optional<People> people_;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  const std::string file = source.name();
  const std::uint64_t file_bytes = source.file_bytes();
  const std::string title = source.workbook() == Workbook::ods ? "OpenDocument workbook" : "Excel workbook";
  const ChooseSheet shown = [](std::string_view, bool hidden) { return !hidden; };
  std::vector<Sheet> sheets;
  {
    const Source book = std::move(source);  // gone before the network grows
    sheets = read_workbook(book, shown, options.max_input, context);
  }
  if (auto loaded = WorkbookLoader(title, file, file_bytes, options, context).load(sheets))
    return std::move(*loaded);
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.text.empty(); });
  if (sheets.size() == 1) {
    Source only = sheet_source(file, sheets.front(), file_bytes);
    return recognise(only).format->read(only, options, context);
  }
  std::vector<std::string_view> names;
  for (const Sheet& sheet : sheets) names.push_back(sheet.name);
  throw Error(
      ErrorKey::input_unfit,
      sheets.empty()
          ? std::string("is a workbook without a cell; expected tables of members and connections")
          : fmt::format("no sheet of {} has the headings of a table of members, connections or attendance; "
                        "expected columns such as id and name, or source and target",
                        fmt::join(names, ", ")),
      {file});
}

bool is_ods(std::string_view head) {
  return head.substr(0, 200).find("mimetypeapplication/vnd.oasis.opendocument.spreadsheet") != head.npos;
}

}  // namespace

LoadedNetwork load_sheet(Source& source, const LoadOptions& options, const RunContext& context) {
  const std::string file = source.name();
  const auto sheet = file.rfind('#');
  std::vector<Sheet> one{{.name = file.substr(sheet + 1), .read = true, .origin = *source.sheet()}};
  one.front().text = source.text();
  WorkbookLoader loader("workbook", file.substr(0, sheet), source.file_bytes(), options, context);
  if (auto loaded = loader.load(one)) return std::move(*loaded);
  return recognise(source).format->read(source, options, context);
}

Format xlsx_format() {
  return {.name = "xlsx",
          .title = "Excel workbook",
          .suffixes = {".xlsx", ".xlsm"},
          .recognises = [](std::string_view head) { return is_zip(head) && !is_ods(head); },
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

Format ods_format() {
  return {.name = "ods",
          .title = "OpenDocument workbook",
          .suffixes = {".ods"},
          .recognises = [](std::string_view head) { return is_zip(head) && is_ods(head); },
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
