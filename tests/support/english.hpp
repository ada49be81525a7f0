// Findings as their readers see them, in English.
#pragma once

#include <string>
#include <vector>

#include "engine/words/sentence.hpp"

namespace tertius::test {

/// What `ask`, which takes a report and perhaps more, finds of it: a sentence each.
template <class Report, class... More>
auto in_english(auto ask, const Report& report, const More&... more) {
  const auto found = ask(report, more...);
  const words::Speaker speaker(report.network->members);
  if constexpr (requires { found.has_value(); }) {
    return found ? words::sentence(*found, speaker) : std::string();
  } else {
    return words::sentences(found, speaker);
  }
}

}  // namespace tertius::test
