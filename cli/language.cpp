#include "cli/language.hpp"

#include "engine/core/error.hpp"

namespace tertius::cli {

Language language_named(const std::string& name) {
  if (name == "en" || name == "english") return Language::english;
  if (name == "de" || name == "german" || name == "deutsch") return Language::german;
  throw Error(ErrorCode::usage, "--language " + name + ": expected en or de");
}

}  // namespace tertius::cli
