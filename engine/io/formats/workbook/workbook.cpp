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
#include "engine/io/formats/workbook/members_in_cells.hpp"
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

  /// Nothing when no sheet is a table, or when the cells of the only one say more than its headings.
  std::optional<LoadedNetwork> load(std::vector<Sheet>& sheets) {
    for (Sheet& sheet : sheets)
      if (!sheet.text.empty()) tables_.push_back({sheet, known_sheet(sheet, {}, options_.columns)});
    if (tables_.size() == 1 && cells_say_other(tables_.front())) {
      refuse_hidden_consent(sheets);
      return std::nullopt;
    }
    for (Entry& entry : tables_) leave_out_below(entry);
    choose_members();
    find_members();
    read_all_members();
    if (people_)
      for (Entry& entry : tables_) look_for_members(entry);
    const bool any = std::any_of(tables_.begin(), tables_.end(),
                                 [](const Entry& entry) { return entry.known.kind != SheetKind::none; });
    if (!any) return std::nullopt;
    refuse_consent_apart(sheets);
    if (!people_) people_.emplace(assembler_, true, options_.names);
    for (Entry& entry : tables_) read(entry);
    for (const Sheet& sheet : sheets) note_cells(sheet);
    note_meetings();
    people_->finish();
    LoadedNetwork loaded = assembler_.finish(context_);
    refuse_members_alone(loaded.network);
    return loaded;
  }

 private:
  struct Entry {
    Sheet& sheet;
    KnownSheet known;
  };

  static bool speaks_of_consent(const KnownSheet& known) {
    return std::any_of(known.headings.begin(), known.headings.end(), graph::is_consent_heading);
  }

  /// Whether the cells of the only sheet, judged as those of any table, are of another form than the words of its
  /// headings say, which leave columns over or may be the names of a matrix. Consent is where the words put it.
  static bool cells_say_other(const Entry& entry) {
    const KnownSheet& known = entry.known;
    const bool all = known.accounts_for_all();
    if (known.kind == SheetKind::none || speaks_of_consent(known) || (all && known.meetings.empty()))
      return false;
    constexpr std::size_t most_bytes = std::size_t{1} << 20;
    const std::string_view text = entry.sheet.text, head = text.substr(0, most_bytes);
    const Sample sample(head, head.size() == text.size(), false);
    const Format* best = nullptr;
    double most = 0;
    for (const Format& format : formats()) {
      if (format.recognises != nullptr && format.recognises(head)) return false;
      const double score = format.weigh == nullptr ? 0 : format.weigh(sample).score;
      if (score >= enough_evidence && score > most) most = score, best = &format;
    }
    if (best == nullptr) return false;
    const auto is = [&](auto... names) { return ((best->name == names) || ...); };
    if (all) return is("matrix");
    switch (known.kind) {
      case SheetKind::members:
        return !is("members");
      case SheetKind::connections:
      case SheetKind::introductions:
        return !is("edgelist");
      default:
        return !is("attendance", "incidence");
    }
  }

  /// Totals and remarks below a table are not of it.
  void leave_out_below(Entry& entry) {
    if (entry.known.kind == SheetKind::none) return;
    const auto end = end_of_table(entry.sheet, entry.known);
    if (!end) return;
    entry.sheet.text.resize(end->at);
    assembler_.note(fmt::format("{}: {}", file_of(entry.sheet), end->note));
  }

  /// A list of members in words that nobody knows, told by the sheet that names them.
  void find_members() {
    std::vector<const Sheet*> sheets;
    std::vector<const KnownSheet*> known;
    for (const Entry& entry : tables_) {
      if (entry.known.kind == SheetKind::members) return;
      sheets.push_back(&entry.sheet);
      known.push_back(&entry.known);
    }
    auto found = find_register(sheets, known, options_.columns);
    if (!found) return;
    Entry& list = tables_[found->sheet];
    list.known = std::move(found->known);
    const ColumnChoice& choice = list.known.chosen.back();
    const bool id = choice.purpose == Purpose::id;
    assembler_.note(
        fmt::format("{} was taken as the list of members, and column {} as their {}, which {} names; "
                    "otherwise say {} {}=HEADING.",
                    file_of(list.sheet), shown(choice.heading), id ? "ids" : "names",
                    file_of(tables_[found->by].sheet), setting_name("column"), id ? "id" : "name"));
    leave_out_below(list);
  }

  /// What a sheet is that its headings do not tell, by the members whom its cells name.
  void look_for_members(Entry& entry) {
    KnownSheet& known = entry.known;
    const auto find = [&](std::string_view text) { return people_->find(text); };
    if (known.kind == SheetKind::none)
      known = known_sheet(
          entry.sheet, [&](std::string_view text) { return find(text) != graph::no_vertex; },
          options_.columns);
    if (known.kind != SheetKind::none &&
        (known.kind != SheetKind::attendance || says_who_came(entry.sheet.name, known)))
      return;
    KnownSheet told = sheet_by_members(entry.sheet, find, assembler_.member_count(), options_.columns);
    if (told.kind != SheetKind::none) {
      known = std::move(told);
      leave_out_below(entry);
    } else if (known.headings.empty()) {
      known.headings = std::move(told.headings);
    }
  }

  /// Members of whom nothing is said, though a sheet may say it, are no answer. Whoever adds them to a network that is
  /// there has connections.
  void refuse_members_alone(const graph::Network& network) const {
    if (left_out_.empty() || options_.knows || network.graph.edge_count() > 0 ||
        !network.affiliations.groups.empty())
      return;
    throw Error(
        ErrorKey::input_unfit,
        fmt::format("lists members, but what connects them is not understood: {} left out; expected columns "
                    "such as source and target, or name and meeting ({} source=HEADING and {} target=HEADING "
                    "say which they are; where there is nothing but members, give their sheet alone, as in "
                    "{})",
                    counted_sheets(), setting_name("column"), setting_name("column"), list_of_members()),
        {file_});
  }
  std::string list_of_members() const {
    const auto at = std::find_if(tables_.begin(), tables_.end(),
                                 [](const Entry& entry) { return entry.known.kind == SheetKind::members; });
    return sheet_file(file_, at == tables_.end() ? "Members" : at->sheet.name);
  }
  std::string counted_sheets() const {
    return fmt::format("the {} {} {}", left_out_.size() == 1 ? "sheet" : "sheets", fmt::join(left_out_, ", "),
                       left_out_.size() == 1 ? "was" : "were");
  }

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
      if (entry.known.by_cells)
        table.header =
            CsvHeader({entry.known.headings.begin(), entry.known.headings.end()}, entry.known.chosen);
      const PersonColumns person(table.header);
      columns.push_back(member_columns(table.header, person, table.rows, assembler_));
      assembler_.read_columns(table.header, table.rows.file());
    }
    if (tables.empty()) return;
    IdSpaces spaces(assembler_);
    read_members(tables, columns, {}, spaces, assembler_, context_);
    people_.emplace(assembler_, options_.add_unknown, options_.names, options_.knows);
  }

  [[noreturn]] void refuse_consent(const Sheet& sheet, std::string_view words) const {
    throw Error(ErrorKey::consent_apart,
                fmt::format("{} speaks of consent, apart from the table of members; expected a column there "
                            "(put it there; or, where it is not about consent, give the other sheets by "
                            "their names with {} and {})",
                            shown(words), setting_name("members"), setting_name("connections")),
                {file_of(sheet)});
  }
  static bool is_titled_consent(const Sheet& sheet) {
    return graph::is_consent_heading(sheet.name) ||
           (graph::hints_at_consent(sheet.name) && !names_meeting(sheet.name));
  }
  void refuse_hidden_consent(const std::vector<Sheet>& sheets) const {
    for (const Sheet& sheet : sheets)
      if (sheet.hidden && !sheet.read && is_titled_consent(sheet)) refuse_consent(sheet, sheet.name);
  }

  /// Who may be named is read from the table of members alone. A sheet that says it apart is not passed over:
  /// whoever said no there would be named.
  void refuse_consent_apart(const std::vector<Sheet>& sheets) const {
    // A copy of the members, to mark who came, may repeat what they have.
    const bool stated = std::any_of(tables_.begin(), tables_.end(), [](const Entry& entry) {
      return entry.known.kind == SheetKind::members && speaks_of_consent(entry.known);
    });
    refuse_hidden_consent(sheets);
    for (const Entry& entry : tables_) {
      const SheetKind kind = entry.known.kind;
      if (kind == SheetKind::members ||
          (!entry.known.by_cells && (kind == SheetKind::connections || kind == SheetKind::introductions)))
        continue;
      for (const std::string& heading : entry.known.headings)
        if (graph::is_consent_heading(heading) && !stated) refuse_consent(entry.sheet, heading);
      if (is_titled_consent(entry.sheet)) refuse_consent(entry.sheet, entry.sheet.name);
    }
  }

  void read_columns(const SheetTable& table) {
    if (!table.known.headed) return;
    std::vector<std::string_view> cells(table.known.headings.begin(), table.known.headings.end());
    CsvHeader header(cells, options_.columns);
    for (const auto& [purpose, column] : table.known.served) header.serve(purpose, column);
    assembler_.read_columns(header, table.file);
  }

  static std::string why(const KnownSheet& known, std::string_view choices) {
    return known.by_cells ? fmt::format(", as its cells name members; otherwise say {} {}.",
                                        setting_name("column"), choices)
                          : ".";
  }

  /// What the rows of a sheet were taken to say.
  void note_read(const SheetTable& table) {
    const KnownSheet& known = table.known;
    const auto heading = [&](std::size_t column) { return shown(known.headings[column]); };
    if (known.introducer) return;  // the reader says more
    if (known.source) {
      assembler_.note(fmt::format("Each row of {} connects {} and {}{}", table.file, heading(*known.source),
                                  heading(*known.target), why(known, "source=HEADING and target=HEADING")));
    } else if (known.kind == SheetKind::affiliations) {
      assembler_.note(fmt::format("Each row of {} says who takes part in what, by {}{}", table.file,
                                  heading(*known.group), why(known, "group=HEADING")));
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
      left_out_.push_back(entry.sheet.name);
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
        left_out_.push_back(entry.sheet.name);
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
  std::vector<std::string> left_out_;  // sheets
};

/// The only sheet of a workbook, read as any table is.
LoadedNetwork read_by_content(Source& source, const LoadOptions& options, const RunContext& context) {
  Recognition recognition = recognise(source);
  LoadedNetwork loaded = recognition.format->read(source, options, context);
  if (!recognition.note.empty())
    loaded.report.notes.insert(loaded.report.notes.begin(), std::move(recognition.note));
  return loaded;
}

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
    return read_by_content(only, options, context);
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
  return read_by_content(source, options, context);
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
