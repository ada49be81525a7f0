// Shares as sentences state them: never rounded to none or to all.
#pragma once

#include <string>

namespace tertius::report {

/// 0.783 -> "78 %"; "0 %" and "100 %" for exactly that only, so that shares near them get two decimals more,
/// as do those below 1 %: "0.78 %", "less than 0.01 %", "99.73 %", "more than 99.99 %". "-" for NaN.
std::string share_text(double share);

}  // namespace tertius::report
