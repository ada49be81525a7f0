// --language: in which language letters are written.
#pragma once

#include "cli/options.hpp"
#include "engine/report/introductions/round.hpp"

namespace tertius::cli {

inline constexpr Choice<report::Language> languages[] = {
    {report::Language::english, "en", "English"}, {report::Language::german, "de", "German"},
    {report::Language::english, "english"},       {report::Language::german, "german"},
    {report::Language::german, "deutsch"},
};

inline void add_language_option(Options& options, std::string_view help) {
  options.choice("language", "LANGUAGE", languages, report::Language::english, help);
}

}  // namespace tertius::cli
