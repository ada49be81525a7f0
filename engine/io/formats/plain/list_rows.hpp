// The rows of an input that name one and then several, however they do it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/recognition/lists.hpp"

namespace tertius::io {

/// How lists stand in an input, as its beginning shows.
struct ListInput {
  ListShape shape;
  char separator = ' ';
  bool comments = true;
  std::size_t begin = 0;   ///< of the first row, in bytes
  std::size_t header = 0;  ///< of the headings, or of the first row
  std::uint64_t header_line = 1;
  std::size_t end = std::string_view::npos;
  std::uint64_t line = 1;  ///< of the first row
  std::vector<std::string> headings{};
  std::vector<std::string> notes{};

  /// `shape_of`: contact_lists or gathering_lists.
  ListInput(Source& source, ListShape (*shape_of)(const Sample&));
};

using VisitList = std::function<void(const Location& where, std::string_view head,
                                     const std::vector<std::string_view>& items)>;

/// Every row with a list; of ListForm::columns, every column. Throws Error{bad_data} for what is no text. O(bytes).
void for_each_list(Source& source, const ListInput& input, const RunContext& context, const VisitList& visit);

}  // namespace tertius::io
