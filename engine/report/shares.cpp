#include "engine/report/shares.hpp"

#include "engine/report/table.hpp"

namespace tertius::report {

std::string share_text(double share) {
  if (share > 0 && share < 0.00005) return "less than 0.01 %";
  if (share > 0.99995 && share < 1) return "more than 99.99 %";
  if ((share > 0 && share < 0.01) || (share > 0.99 && share < 1)) return percent(share, 2);
  return percent(share);
}

}  // namespace tertius::report
