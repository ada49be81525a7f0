// Tables that say of people what they take part in, a row each, without a table of connections; and tables of
// members alone.
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/io/assembly/assembler.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/recognition/people.hpp"
#include "engine/io/tables/table_members.hpp"

namespace tertius::io {
namespace {

Evidence weigh_attendance(const Sample& sample) {
  return attendance_shape(sample).evidence;
}

LoadedNetwork read_attendance(Source& source, const LoadOptions& options, const RunContext& context) {
  AttendanceShape shape;
  TablePlace place;
  std::vector<std::string> notes;
  {
    const Sample sample(source);
    shape = attendance_shape(sample);
    place = {.header = shape.headed ? HeaderPlace::first_line : HeaderPlace::elsewhere,
             .separator = sample.separator() == ' ' ? '\0' : sample.separator(),
             .skip = shape.skip,
             .line = shape.line,
             .end = sample.end()};
    notes = sample.notes();
  }
  Assembler assembler("attendance CSV", options);
  for (const std::string& note : notes) assembler.note(note);
  Table table(std::move(source), assembler, context, place);
  if (shape.columns.width == 0) {  // asked for, where nothing speaks for it
    read_affiliations(table, {}, assembler, context);
    return assembler.finish(context);
  }
  if (shape.notes.empty()) {
    read_affiliations(table, {}, assembler, context);
  } else {
    for (const std::string& note : shape.notes) assembler.note(note);
    for (std::size_t c = 0; c < table.header.names().size(); ++c) {
      const std::string& name = table.header.names()[c];
      if (c != shape.columns.member && c != shape.columns.group && c != shape.columns.date && !name.empty())
        assembler.note(fmt::format("The column \"{}\" of {} was left out.", name, table.rows.file()));
    }
    read_affiliation_rows(table, shape.columns, {}, assembler, context);
  }
  return assembler.finish(context);
}

LoadedNetwork read_member_table(Source& source, const LoadOptions& options, const RunContext& context) {
  Assembler assembler("member CSV", options);
  TablePlace place;
  {
    const Sample sample(source);
    if (sample.titled() && !sample.rows().empty())
      place = {.separator = sample.separator(),
               .skip = sample.rows().front().begin,
               .line = sample.rows().front().line};
    place.end = sample.end();
    for (const std::string& note : sample.notes()) assembler.note(note);
  }
  Table table(std::move(source), assembler, context, place);
  read_members(table, assembler, context);
  return assembler.finish(context);
}

}  // namespace

Format attendance_format() {
  return {.name = "attendance",
          .title = "attendance CSV",
          .suffixes = {},
          .recognises = nullptr,
          .read = read_attendance,
          .write = nullptr,
          .keeps = "read only",
          .weigh = weigh_attendance};
}

Format member_table_format() {
  return {.name = "members",
          .title = "member CSV",
          .suffixes = {},
          .recognises = nullptr,
          .read = read_member_table,
          .write = nullptr,
          .keeps = "read only",
          .weigh = members_evidence};
}

}  // namespace tertius::io
