// Lists of who came: "Gala: Ada, Bo", a list in a cell, or a column of names below each meeting. What each person
// takes part in may be listed as well.
#include <fmt/format.h>

#include "engine/io/assembly/assembler.hpp"
#include "engine/io/formats/plain/list_rows.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/text/dates.hpp"

namespace tertius::io {
namespace {

Evidence weigh(const Sample& sample) {
  return gathering_lists(sample).evidence;
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  const ListInput input(source, gathering_lists);
  Assembler assembler("lists of who came", options);
  assembler.read_file(source);
  for (const std::string& note : input.notes) assembler.note(note);
  const bool turned = input.shape.turned;
  for_each_list(
      source, input, context,
      [&](const Location& where, std::string_view head, const std::vector<std::string_view>& items) {
        if (head.empty())
          return assembler.refuse(where, "a list without its first word", "what it is a list of", false);
        if (turned) {
          const graph::VertexId member = assembler.member(head);
          for (const std::string_view item : items) assembler.affiliate(member, item);
          return;
        }
        const std::string_view day = is_date(head) ? head : std::string_view();
        for (const std::string_view item : items)
          assembler.affiliate(assembler.member(item), head, {}, {}, day);
      });
  assembler.note(
      turned ? "Whoever stands first in a row was taken as a member, and what follows as groups or events."
      : input.shape.form == ListForm::columns
          ? "Headings were taken as groups or events, and those below them as members."
          : "What stands first in a row was taken as a group or event, and those who follow as members.");
  return assembler.finish(context);
}

}  // namespace

Format gatherings_format() {
  return {.name = "gatherings",
          .title = "lists of who came",
          .suffixes = {},
          .recognises = nullptr,
          .read = read,
          .write = nullptr,
          .keeps = "read only",
          .weigh = weigh};
}

}  // namespace tertius::io
