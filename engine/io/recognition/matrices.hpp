// Matrices as tables of cells: of members and members (adjacency), or of people and meetings (incidence), bare,
// with a row of names, a column of names, or both, the row of names perhaps shorter by one as R writes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/recognition/evidence.hpp"
#include "engine/io/recognition/sample.hpp"

namespace tertius::io {

struct MatrixShape {
  Evidence evidence{};
  bool labelled = false;             ///< a cell of each row says whose it is
  std::size_t label = 0;             ///< that cell
  std::vector<std::size_t> columns;  ///< cells of a row that are of the matrix
  std::vector<std::string> names{};  ///< of these columns; none where no row names them
  /// Cells of a row that say something else of it, with their headings.
  std::vector<std::pair<std::size_t, std::string>> attributes{};
  std::string mark{};                ///< beside those that are known, of incidence matrices
  bool turned = false;               ///< of incidence matrices: rows are meetings, and columns people
  std::size_t width = 0;             ///< cells of a row, of the matrix or not
  std::size_t skip = 0;              ///< bytes before the first row of values
  std::uint64_t line = 1;            ///< on which it stands
  std::vector<std::string> notes{};  ///< what was left out, in words
};

/// Members and members. O(bytes of the sample).
MatrixShape adjacency_matrix_shape(const Sample& sample);
/// People and meetings: rows and columns have different names, and cells are marks. O(bytes of the sample).
MatrixShape incidence_matrix_shape(const Sample& sample);

}  // namespace tertius::io
