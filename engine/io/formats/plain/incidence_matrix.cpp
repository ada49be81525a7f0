// Incidence matrices, as people keep lists of attendance: a row for each person, a column for each meeting, and
// a mark where somebody came. Rows are members, columns groups; other columns are attributes. Where each row is
// headed by a day, it is the other way round.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/recognition/matrices.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

Evidence weigh(const Sample& sample) {
  return incidence_matrix_shape(sample).evidence;
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  MatrixShape shape;
  CsvOptions how{.part = true};
  std::size_t end = 0;
  {
    const Sample sample(source);
    shape = incidence_matrix_shape(sample);
    shape.notes.insert(shape.notes.end(), sample.notes().begin(), sample.notes().end());
    end = sample.end();
    how.separator = sample.separator();
    how.comments = sample.comments();
    how.line = shape.line;
  }
  const std::string file = source.name();
  if (shape.columns.empty())
    throw Error(ErrorKey::syntax,
                "holds no list of attendance; expected a first row that names meetings, and rows of people "
                "with marks",
                {file});
  const std::string_view text = source.text().substr(0, end);
  Assembler assembler("incidence matrix", options);
  assembler.read_file(source);
  for (const std::string& note : shape.notes) assembler.note(note);
  std::vector<std::size_t> attributes;
  std::vector<graph::VertexId> people;  // of the columns, where they are
  if (shape.turned) {
    for (const std::string& name : shape.names) people.push_back(assembler.member(name));
    for (const auto& [column, name] : shape.attributes)
      assembler.note(fmt::format("The column \"{}\" of {} was left out.", name, file));
  } else {
    std::vector<std::string> attribute_names;
    for (const auto& [column, name] : shape.attributes) attribute_names.push_back(name);
    tell_apart(attribute_names);
    for (const std::string& name : attribute_names) attributes.push_back(assembler.attribute(name));
  }
  CsvReader rows(text.substr(std::min(shape.skip, text.size())), file, how);
  std::uint64_t repeats = 0;
  while (rows.next()) {
    if (rows.is_comment()) continue;
    context.poll();
    const std::vector<std::string_view>& cells = rows.fields();
    if (std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return cell.empty(); })) continue;
    const std::string_view name = shape.label < cells.size() ? cells[shape.label] : std::string_view();
    if (name.empty()) {
      assembler.refuse(rows.where(), "a row without a name", shape.turned ? "the day" : "who it is", false);
      continue;
    }
    const graph::VertexId before = assembler.member_count();
    const graph::VertexId own = shape.turned ? graph::no_vertex : assembler.member(name);
    repeats += own < before ? 1U : 0U;
    for (std::size_t i = 0; i < attributes.size(); ++i)
      if (const std::size_t column = shape.attributes[i].first; column < cells.size())
        assembler.set(own, attributes[i], cells[column]);
    for (std::size_t i = 0; i < shape.columns.size(); ++i) {
      const std::string_view cell =
          shape.columns[i] < cells.size() ? cells[shape.columns[i]] : std::string_view();
      if (is_absence(cell)) continue;
      if (!is_presence(cell) && cell != shape.mark) {
        assembler.refuse(rows.where(shape.columns[i]),
                         fmt::format("\"{}\"", fit_to_width(cell.substr(0, 200), 60)),
                         "a mark such as x, 1, yes or a date, or nothing", false);
        continue;
      }
      const std::string_view meeting = shape.turned ? name : std::string_view(shape.names[i]);
      const std::string_view day = is_date(cell) ? cell : is_date(meeting) ? meeting : std::string_view();
      assembler.affiliate(shape.turned ? people[i] : own, meeting, {}, {}, day);
    }
  }
  if (repeats > 0)
    assembler.note(
        fmt::format("{} of somebody who has one before; they were joined.", counted(repeats, "row", "rows")));
  assembler.note(shape.turned ? fmt::format("{} were taken as members, and rows as groups or events.",
                                            counted(shape.columns.size(), "column", "columns"))
                              : fmt::format("Rows were taken as members, and {} as groups or events.",
                                            counted(shape.columns.size(), "column", "columns")));
  return assembler.finish(context);
}

}  // namespace

Format incidence_matrix_format() {
  return {.name = "incidence",
          .title = "incidence matrix",
          .suffixes = {},
          .recognises = nullptr,
          .read = read,
          .write = nullptr,
          .keeps = "read only",
          .weigh = weigh};
}

}  // namespace tertius::io
