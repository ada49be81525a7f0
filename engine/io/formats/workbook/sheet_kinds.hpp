// Which table a sheet of a workbook is, by the words of its headings, which may stand below a title.
//
//   members        who there is:              Nr, Name, Beruf, Ort, bietet, sucht, offen
//   connections    who knows whom:            Person A, Person B, seit
//   introductions  who was introduced:        wer, hat wen, mit wem; or a sheet of connections called so
//   affiliations   who takes part in what:    Name, Veranstaltung, Rolle, Datum
//   attendance     who came: names below a heading, or a column of marks for each meeting
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/tables/people.hpp"
#include "engine/io/text/headings.hpp"

namespace tertius::io {

enum class SheetKind : std::uint8_t { none, members, connections, introductions, affiliations, attendance };

/// A sheet whose table was recognised. Columns count from the first one of the text.
struct KnownSheet {
  SheetKind kind = SheetKind::none;
  std::size_t begin = 0;  ///< of the header in the text
  std::uint64_t row = 0;  ///< of the header in the sheet
  bool headed = true;     ///< else the first row is of data
  std::size_t known = 0;  ///< headings that were understood
  std::vector<std::string> headings{};
  /// Of whoever the row is about; `last` where first and last names stand apart (`name` is the first then).
  std::optional<std::size_t> id{}, name{}, last{};
  std::optional<std::size_t> source{}, target{}, introducer{}, weight{};
  std::optional<std::size_t> group{}, role{}, kind_of{}, date{}, mark{};
  std::vector<std::size_t> meetings{};  ///< of attendance: columns of marks, headed by a meeting or its date

  std::optional<PersonColumns> person{};
  std::vector<CsvHeader::Taken> served{};  ///< what serves as what
  bool by_cells = false;                   ///< the cells tell it, and not the words of the headings
  ColumnChoices chosen{};                  ///< of members by their cells: what the columns are then

  /// Columns with a heading that say nothing of connections, affiliations or attendance.
  std::vector<std::size_t> left_out() const;
  /// Whether each column with a heading says something that is known.
  bool accounts_for_all() const;
};

/// The kind is none where no heading tells it and, with `knows`, the cells do not name members either.
/// O(bytes) at most.
KnownSheet known_sheet(const Sheet& sheet, const KnowsMember& knows = {}, const ColumnChoices& chosen = {});

/// The columns of connections, where the header has them; introductions by the name of the sheet, too.
void take_pair(CsvHeader& header, std::string_view sheet, KnownSheet& known);

/// Whether the name of a sheet says that it lists members; that it is about a meeting, which a day in it says, too.
bool names_members(std::string_view sheet);
bool names_meeting(std::string_view sheet);
/// Whether a sheet of attendance says that it is one: by its name, a column such as `anwesend`, or columns that
/// are called like meetings. Members are named in lists of other kinds as well: who paid, who sent apologies.
bool says_who_came(std::string_view sheet, const KnownSheet& known);
/// Whether the name of a sheet says that those whom it names did not come.
bool says_absent(std::string_view sheet);

/// Whether a heading is that of e-mail addresses.
bool is_mail_heading(std::string_view heading);

/// What a mark of attendance says: x, ja, 1, anwesend; -, nein, entschuldigt. nullopt for other texts.
std::optional<bool> parse_mark(std::string_view text);
/// "2024-03-01", "1.3.2024" or "1.3.24", alone or as a word of the text.
std::optional<graph::Day> find_day(std::string_view text);

}  // namespace tertius::io
