// --words FILE: words of the user's own, for every command that compares needs with offers.
#pragma once

#include <memory>

#include "cli/session.hpp"
#include "engine/introductions/needs/vocabulary.hpp"

namespace tertius::cli {

void add_words_option(Options& options);

/// The built-in vocabulary with the file given; null, which means the built-in one, where none was. Throws
/// Error{no_input} and Error{bad_data} that says where the file is wrong.
std::shared_ptr<const introductions::Vocabulary> own_words(const Session& session);

}  // namespace tertius::cli
