// Rows that name one and then several: "ada: bo, cy", "ada;bo, cy", and columns of names below headings. Either a
// member and their contacts, or a meeting and who came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/recognition/contact_tables.hpp"
#include "engine/io/recognition/evidence.hpp"
#include "engine/io/recognition/sample.hpp"

namespace tertius::io {

/// How rows say who comes first and who follows.
enum class ListForm : std::uint8_t {
  cells,    ///< a cell each
  colon,    ///< "ada: bo, cy", or with an arrow
  inner,    ///< two cells, the second of which is a list
  columns,  ///< a column of names below each heading
  table     ///< contacts beside what else is known of each, as contact_table() finds them
};

struct ListShape {
  Evidence evidence{};
  ListForm form = ListForm::cells;
  char between = ',';  ///< what separates those who follow; of `colon` and `inner`
  bool headed = false;
  bool turned = false;   ///< of gatherings: people come first, and what they take part in follows
  ContactTable table{};  ///< of `table`
};

/// Members and their contacts, as adjacency_list_evidence() has them, too. O(bytes of the sample).
ListShape contact_lists(const Sample& sample);
/// Meetings and who came. O(bytes of the sample).
ListShape gathering_lists(const Sample& sample);

/// A line cut at its first colon or arrow; false where it has none.
bool cut_at_colon(std::string_view line, std::string_view& head, std::string_view& rest);
/// Those of a list, without blanks around them and without empty ones.
void split_list(std::string_view list, char between, std::vector<std::string_view>& items);
/// Whether most of these look like people rather than things: e-mails, numbers, codes, names of two words.
bool look_like_people(const std::vector<std::string_view>& values);

}  // namespace tertius::io
