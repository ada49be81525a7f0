#include "engine/core/error_kinds.hpp"

namespace tertius {
namespace {

using enum ErrorKey;

constexpr ErrorKind kinds[] = {
    {option_unknown, "option-unknown", ErrorCode::usage, "There is no such command, option or argument.",
     "Look at `tertius help`, or at `tertius help COMMAND`."},
    {option_value, "option-value", ErrorCode::usage, "An option or setting has a value that it cannot have.",
     "Give one of the values, or one within the limits, that the message names."},
    {option_conflict, "option-conflict", ErrorCode::usage,
     "Two options exclude each other, or one needs another.",
     "Leave one of them out, or add the one that is missing."},
    {option_missing, "option-missing", ErrorCode::usage, "Something that the command needs was not given.",
     "Give what the message names."},
    {argument_missing, "argument-missing", ErrorCode::usage,
     "The engine was called without something it needs.",
     "In a program of your own: see the comment above the function."},
    {name_unknown, "name-unknown", ErrorCode::usage, "No member, group, attribute or measure has that name.",
     "Choose one of those that the message lists."},
    {name_ambiguous, "name-ambiguous", ErrorCode::usage, "Several members have that name.",
     "Give the id of the one you mean."},
    {network_unfit, "network-unfit", ErrorCode::usage, "The question has no answer for this kind of network.",
     "Read the network without (or with) directions, or ask for something else."},
    {input_once, "input-once", ErrorCode::usage,
     "The input must be read twice, and standard input or a pipe can be read once.",
     "Save the input to a file."},
    {format_unwritten, "format-unwritten", ErrorCode::usage, "Nothing is written in that format.",
     "Choose one of the suffixes that the message lists."},
    {input_unreadable, "input-unreadable", ErrorCode::no_input,
     "A file or folder is not there, or may not be read.", "Check the path, and that you may read it."},
    {input_is_folder, "input-is-folder", ErrorCode::no_input, "A folder was given where a file is expected.",
     "Give one of the files in it."},
    {folder_without_tables, "folder-without-tables", ErrorCode::no_input,
     "The folder holds none of the tables of a network.",
     "Put connections.csv, members.csv or affiliations.csv there, or give the file itself."},
    {sheet_unknown, "sheet-unknown", ErrorCode::no_input, "The workbook has no sheet of that name.",
     "Choose one of the sheets that the message lists."},
    {input_empty, "input-empty", ErrorCode::bad_data, "The input holds nothing.", "Check that it was saved."},
    {input_unrecognised, "input-unrecognised", ErrorCode::bad_data, "The input looks like no network.",
     "Ask `tertius info` to explain what it looks like, or say which format it is."},
    {input_unfit, "input-unfit", ErrorCode::bad_data,
     "The input is of a known kind that holds no network, or is locked.", "Save it as the message says."},
    {input_damaged, "input-damaged", ErrorCode::bad_data,
     "A file is damaged or incomplete, or somebody wrote into it while it was read.",
     "Fetch or save it again; ask again when nobody writes into it."},
    {encoding, "encoding", ErrorCode::bad_data, "Bytes that are no text, or text in an unknown encoding.",
     "Save the file as UTF-8."},
    {syntax, "syntax", ErrorCode::bad_data, "The input breaks the rules of its format.",
     "Mend the place that the message names, or save the file again with the program that made it."},
    {columns_missing, "columns-missing", ErrorCode::bad_data, "A table lacks a column that it needs.",
     "Give the column one of the headings that the message names."},
    {value, "value", ErrorCode::bad_data, "A cell holds what its column cannot hold.",
     "Mend the cell that the message names."},
    {member_unknown, "member-unknown", ErrorCode::bad_data, "A row names somebody who is no member.",
     "Correct the name, or add the member."},
    {too_large, "too-large", ErrorCode::bad_data, "The input exceeds a limit that guards your machine.",
     "Check that the input is what you mean; some limits can be raised, as the message says."},
    {size_claimed, "size-claimed", ErrorCode::bad_data, "The input claims more than it can hold.",
     "Fetch or save it again."},
    {consent_apart, "consent-apart", ErrorCode::bad_data,
     "Consent is stated in a table of its own, where it is not read.",
     "Put it in a column beside the members."},
    {mostly_refused, "mostly-refused", ErrorCode::bad_data, "More than half of the rows were not understood.",
     "Have them listed in a file; mend them, or say what the input is."},
    {network_empty, "network-empty", ErrorCode::bad_data,
     "There are no members or no connections, and the command needs them.",
     "Give a network that has them; `tertius info` says what was read."},
    {network_too_small, "network-too-small", ErrorCode::bad_data,
     "The network has too few connections for the question.", "Ask again when it has grown."},
    {output_failed, "output-failed", ErrorCode::output, "Something could not be written.",
     "Check the path, your rights and the room on the disk."},
    {output_occupied, "output-occupied", ErrorCode::output, "Something stands where the result would go.",
     "Choose another place."},
    {memory, "memory", ErrorCode::memory, "More memory would be needed than is allowed.",
     "Allow more, or ask for less."},
    {interrupted, "interrupted", ErrorCode::cancelled, "You stopped the program.",
     "Nothing of the result was kept."},
    {internal, "internal", ErrorCode::failure, "A mistake in tertius.", "Please report it with the message."},
};

}  // namespace

std::span<const ErrorKind> error_kinds() {
  return kinds;
}

const ErrorKind& kind_of(ErrorKey key) {
  return kinds[static_cast<std::size_t>(key)];
}

}  // namespace tertius
