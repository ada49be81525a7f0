// The work of `convert`: a network from one format into another.
#pragma once

#include <functional>
#include <string>

#include "engine/core/context.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/import.hpp"

namespace tertius::pipeline {

struct ConvertOptions {
  io::LoadOptions load{};
  /// What is written; null: what the suffix of the path says.
  const io::Format* format = nullptr;
  /// Told what was read, before anything is written.
  std::function<void(const io::ImportReport&)> read{};
};

/// Reads a network, with its directions and however small it is, and writes it. Phases "read" and "write".
/// Errors as io::load_network(), io::format_for_writing() and the format.
io::ImportReport convert(const std::string& from, const std::string& to, const ConvertOptions& options = {},
                         const RunContext& context = {});

}  // namespace tertius::pipeline
