// The graph formats of other tools, one file each; engine/io/formats.cpp lists them.
#pragma once

#include "engine/io/formats.hpp"

namespace tertius {

Format gml_format();
Format pajek_format();
Format matrix_market_format();
Format metis_format();

}  // namespace tertius
