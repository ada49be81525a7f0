// --language and --address: in which language the program speaks to people, and how it addresses them. Every
// language that has templates can be asked for, by its code or its name.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::cli {

void add_language_options(Options& options);

/// What the words of a command line ask for, as far as that can be told from words that may make no sense;
/// else the language of the locale (LC_ALL, LC_MESSAGES, LANG), else English.
words::Language language_asked_for(const std::vector<std::string>& words);

}  // namespace tertius::cli
