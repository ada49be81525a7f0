#include "cli/words_option.hpp"

#include <string>

#include "engine/io/bytes/source.hpp"

namespace tertius::cli {

void add_words_option(Options& options) {
  options.text("words", "FILE", "words of your own for needs and offers (form: docs/introductions.md)")
      .reads = true;
}

std::shared_ptr<const introductions::Vocabulary> own_words(const Session& session) {
  if (!session.has("words")) return nullptr;
  io::Source source(session.get<std::string>("words"));
  return introductions::Vocabulary::with(source.text(), source.name());
}

}  // namespace tertius::cli
