// Tables of who takes part in what, a row each, with headings in any words; and tables of members alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/recognition/evidence.hpp"
#include "engine/io/recognition/sample.hpp"
#include "engine/io/tables/table_affiliations.hpp"

namespace tertius::io {

struct AttendanceShape {
  Evidence evidence{};
  bool headed = false;
  AffiliationColumns columns{};
  std::size_t skip = 0;              ///< bytes before the header, or before the first row where there is none
  std::uint64_t line = 1;            ///< on which it stands
  std::vector<std::string> notes{};  ///< what was guessed, in words
};

/// Evidence where the words are not known: the left ids do not come on the right, and what stands on the right
/// comes again. O(bytes of the sample).
AttendanceShape attendance_shape(const Sample& sample);

/// A heading that says id, others that say what is known of people, and a row for each. O(bytes of the sample).
Evidence members_evidence(const Sample& sample);

}  // namespace tertius::io
