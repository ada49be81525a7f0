// Adjacency lists: a line for each member, who stands first and is followed by contacts.
#pragma once

#include "engine/io/recognition/evidence.hpp"
#include "engine/io/recognition/sample.hpp"

namespace tertius::io {

/// "ada bo cy", also with a colon after the first one. Evidence: nobody stands first twice, and those who are
/// followed stand first themselves. O(bytes of the sample).
Evidence adjacency_list_evidence(const Sample& sample);

/// NetworkX's multiline form: "ada 2", and two lines with a contact each. O(bytes of the sample).
Evidence multiline_list_evidence(const Sample& sample);

/// The id in front of a list, without the colon that may end it.
inline std::string_view head_of_list(std::string_view cell) {
  if (cell.size() > 1 && cell.back() == ':') cell.remove_suffix(1);
  return cell;
}

}  // namespace tertius::io
