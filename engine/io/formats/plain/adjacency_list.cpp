// Adjacency lists: a line for each member, who stands first and is followed by contacts. NetworkX writes them
// (write_adjlist, write_multiline_adjlist), Gephi reads them, and people type them.
#include <fmt/format.h>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/formats/plain/list_rows.hpp"
#include "engine/io/formats/plain/python_dict.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/recognition/adjacency.hpp"
#include "engine/io/recognition/lists.hpp"
#include "engine/io/tables/people.hpp"
#include "engine/io/tables/table.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// How the rows of a text are separated where it begins.
CsvOptions rows_of(Source& source) {
  const Sample sample(source);
  return {.separator = sample.separator(), .comments = sample.comments()};
}

/// A table of members, and then the contacts that its rows list.
LoadedNetwork read_contact_table(Source& source, const ListInput& input, const LoadOptions& options,
                                 const RunContext& context) {
  const ContactTable& shape = input.shape.table;
  Assembler assembler("member CSV with contacts", options);
  for (const std::string& note : input.notes) assembler.note(note);
  Table table(
      std::move(source), assembler, context,
      {.separator = input.separator, .skip = input.header, .line = input.header_line, .end = input.end});
  CsvReader rows = table.rows;
  PersonColumns person(table.header);
  // Whoever has an id may be listed by name.
  if (person.identity() != shape.head && person.name != shape.head) {
    table.header.take_column(shape.head);
    person = {};
    person.id = shape.head;
  }
  std::vector<std::string> headings;
  for (const std::size_t column : shape.contacts) {
    table.header.take_column(column);
    headings.push_back(shown(table.header.names()[column]));
  }
  const MemberColumns columns = member_columns(table.header, person, table.rows, assembler);
  assembler.read_columns(table.header, table.rows.file());
  IdSpaces spaces(assembler);
  read_members(std::span(&table, 1), std::span(&columns, 1), {}, spaces, assembler, context);
  People people(assembler, true, options.names, options.knows);
  std::vector<std::string_view> items;
  for (std::size_t count = 0; rows.next(); ++count) {
    if (count % 16384 == 0) context.poll();
    const std::string_view who = cell_in(rows.fields(), shape.head);
    const graph::VertexId from = who.empty() ? graph::no_vertex : people.find(who);
    for (const std::size_t column : shape.contacts) {
      const std::string_view cell = cell_in(rows.fields(), column);
      items.assign(cell.empty() ? 0 : 1, cell);
      if (shape.between != 0) split_list(cell, shape.between, items);
      for (const std::string_view item : items) {
        if (says_nothing(item)) continue;
        const graph::VertexId to = from == graph::no_vertex ? from : people.find_or_add(item);
        if (to == graph::no_vertex)
          assembler.refuse(rows.where(column), "member " + shown(from == to ? who : item),
                           people.expected(item));
        else
          assembler.connect(from, to);
      }
    }
  }
  people.finish();
  assembler.note(fmt::format("The column{} {} {} taken as contacts of {}.", headings.size() == 1 ? "" : "s",
                             fmt::join(headings, ", "), headings.size() == 1 ? "was" : "were",
                             shown(table.header.names()[shape.head])));
  return assembler.finish(context);
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  const ListInput input(source, contact_lists);
  if (input.shape.form == ListForm::table) return read_contact_table(source, input, options, context);
  Assembler assembler("adjacency list", options);
  assembler.read_file(source);
  for (const std::string& note : input.notes) assembler.note(note);
  for_each_list(
      source, input, context,
      [&](const Location& where, std::string_view cell, const std::vector<std::string_view>& items) {
        const std::string_view head = head_of_list(cell);
        if (head.empty())
          return assembler.refuse(where, "a list without its first id", "an id, and those of contacts");
        const graph::VertexId from = assembler.member(head);
        for (const std::string_view item : items) assembler.connect(from, assembler.member(item));
      });
  return assembler.finish(context);
}

LoadedNetwork read_multiline(Source& source, const LoadOptions& options, const RunContext& context) {
  const CsvOptions how = rows_of(source);
  const std::string_view text = source.text();
  Assembler assembler("multiline adjacency list", options);
  assembler.read_file(source);
  CsvReader rows(text, source.name(), how);
  graph::VertexId from = graph::no_vertex;
  std::uint64_t left = 0;  // lines of contacts
  for (std::size_t count = 0; rows.next(); ++count) {
    if (count % 16384 == 0) context.poll();
    if (rows.is_comment()) continue;
    const std::vector<std::string_view>& cells = rows.fields();
    if (left == 0) {
      const auto degree = cells.size() == 2 ? parse_natural(cells[1]) : std::nullopt;
      if (!degree)
        throw Error(ErrorKey::syntax, "no number of contacts; expected an id and how many lines follow",
                    rows.where());
      from = assembler.member(cells[0]);
      left = *degree;
      continue;
    }
    --left;
    const PythonDict attributes(rest_of_row(text, cells, 1));
    const std::string_view said = attributes.value("weight");
    const auto weight = said.empty() ? std::nullopt : parse_real(said);
    if (!said.empty() && !is_weight(weight)) {
      assembler.refuse(rows.where(1), fmt::format("weight \"{}\"", fit_to_width(said.substr(0, 200), 60)),
                       weight_expected);
      continue;
    }
    assembler.connect(from, assembler.member(cells[0]), weight,
                      attributes.first_of({"kind", "type", "relation"}),
                      attributes.first_of({"since", "date"}));
  }
  if (left > 0)
    throw Error(
        ErrorKey::syntax,
        fmt::format("the end; expected {} more", counted(left, "line of a contact", "lines of contacts")),
        {source.name(), {rows.line(), 1}});
  return assembler.finish(context);
}

Format format(std::string_view name, std::string_view title, decltype(Format::read) reader,
              decltype(Format::weigh) weigh, std::vector<std::string_view> suffixes) {
  return {.name = name,
          .title = title,
          .suffixes = std::move(suffixes),
          .recognises = nullptr,
          .read = reader,
          .write = nullptr,
          .keeps = "read only",
          .weigh = weigh};
}

}  // namespace

Format adjacency_list_format() {
  const auto weigh = [](const Sample& sample) { return contact_lists(sample).evidence; };
  return format("adjacency", "adjacency list", read, weigh, {".adjlist"});
}

Format multiline_list_format() {
  return format("multiline", "multiline adjacency list", read_multiline, multiline_list_evidence, {});
}

}  // namespace tertius::io
