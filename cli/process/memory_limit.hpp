// --memory-limit while a run works: what it takes is looked at all the time, whatever it was estimated to need.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/core/error.hpp"

namespace tertius::cli {

/// Ends the process; given by whoever owns it. Where nobody gave any, limits are those of the estimates alone.
using EndProcess = void (*)(const Error& error);
void end_process_with(EndProcess end);

/// While it is there, the process is ended with Error{memory} when it has more memory than that (what the system
/// counts as resident, as --timings says it), unless its answer is on its way out.
class MemoryLimit {
 public:
  explicit MemoryLimit(std::uint64_t bytes);
  ~MemoryLimit();
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;

  /// Throws Error{memory} where the process ever had more: for the moment before the answer goes out.
  void check() const;

 private:
  struct Watch;
  std::uint64_t bytes_;
  std::unique_ptr<Watch> watch_;
};

}  // namespace tertius::cli
