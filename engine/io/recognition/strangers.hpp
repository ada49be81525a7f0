// What people hand in that is no network: files of other kinds, and prose. Each is named, with what to do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tertius::io {

struct Stranger {
  std::string what;    ///< "a git-lfs pointer": it looks like that
  std::string advice;  ///< what to do, a clause
};

/// By a signature that nothing else has, whatever the suffix says.
std::optional<Stranger> signed_stranger(std::string_view head);
/// By how its lines are: a chat, a log, a letter. Only where nothing better is known.
std::optional<Stranger> shapeless_stranger(std::string_view head);

}  // namespace tertius::io
