// What is written for people, and may end on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace tertius::cli {

/// `text` with a blank in place of each control character but line ends: a name cannot drive the terminal. O(length).
std::string printable(std::string_view text);

}  // namespace tertius::cli
