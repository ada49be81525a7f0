// Tables with a row for each member and, beside whatever else is known of them, their contacts: a list in one cell, or
// one contact a cell in several columns.
//
//   Name;Beruf;Kontakte            person,town,friend 1,friend 2
//   Ada;Bildhauerin;"Bo, Cy"       Ada,Waren,Bo,Cy
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/io/recognition/evidence.hpp"
#include "engine/io/recognition/sample.hpp"

namespace tertius::io {

struct ContactTable {
  Evidence evidence{};
  std::size_t head = 0;                 ///< column of whoever the row is about
  std::vector<std::size_t> contacts{};  ///< columns that name their contacts
  char between = 0;                     ///< what separates those of one cell; 0 where each cell names one
};

/// Evidence where a column has a value of its own in each row, and nearly all that others list stands in it. The first
/// row is of headings. O(columns^2 * bytes of the sample).
ContactTable contact_table(const Sample& sample);

}  // namespace tertius::io
