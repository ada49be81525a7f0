// --language, of the letters that commands write.
#pragma once

#include <string>

#include "engine/report/introductions/round.hpp"

namespace tertius::cli {

/// "en", "de" and their names. Throws Error{usage}.
report::Language language_named(const std::string& name);

}  // namespace tertius::cli
