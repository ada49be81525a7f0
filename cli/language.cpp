#include "cli/language.hpp"

#include "engine/core/error.hpp"

namespace tertius::cli {

report::Language language_named(const std::string& name) {
  if (name == "en" || name == "english") return report::Language::english;
  if (name == "de" || name == "german" || name == "deutsch") return report::Language::german;
  throw Error(ErrorCode::usage, "--language " + name + ": expected en or de");
}

}  // namespace tertius::cli
