// The data of the page, which its script draws the map and answers the search from: JSON that holds no "<", so
// that it may stand inside a page.
#pragma once

#include <string>

#include "engine/report/page/marks.hpp"

namespace tertius::report {

std::string page_data(const PageReport& report, const Marks& marks);

}  // namespace tertius::report
