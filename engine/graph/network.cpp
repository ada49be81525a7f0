#include "engine/graph/network.hpp"

#include <string>

#include "engine/core/error.hpp"

namespace tertius {

void Affiliations::refuse(const Row& row) const {
  throw Error(
      ErrorCode::bad_data,
      "affiliation " + std::to_string(&row - rows.begin() + 1) + " of " + std::to_string(rows.size()) +
          " names a member, group or role that there is not; expected the snapshot as it was written: "
          "it was altered (--verify says where)");
}

}  // namespace tertius
