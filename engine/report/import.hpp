// What was read: the lines a person sees after every load, and the whole report of `tertius info`.
#pragma once

#include <cstddef>
#include <string>

#include "engine/io/import.hpp"
#include "engine/report/json.hpp"

namespace tertius::report {

/// "Read 300 members and 1,204 connections from datasets/lakeside (CSV)." and, where there is any, what was
/// merged, refused (with the first ten reasons) and guessed. Lines without a line feed at the end.
std::string import_summary(const io::ImportReport& report);

/// What an answer begins with where rows were refused: how many are missing. Empty where none is.
std::string missing_words(const io::ImportReport& report);

/// What `tertius info` says beside the report, as engine/pipeline/info.hpp fills it in: how the network
/// looks.
struct NetworkFacts {
  std::uint64_t graph_bytes = 0;
  std::uint64_t components = 0;
  std::uint64_t largest_component = 0;  ///< members
  double mean_degree = 0;
  double median_degree = 0;
  std::uint64_t max_degree = 0;
  graph::VertexId best_connected = graph::no_vertex;  ///< a member of that degree, the first one
  bool weighted = false;
};

std::string info_text(const graph::Network& network, const io::ImportReport& report,
                      const NetworkFacts& facts, std::size_t width);
/// What an input was taken for, what else it may be, and what was seen; for people.
std::string recognition_text(const io::ImportReport& report, std::size_t width);
std::string info_csv(const io::ImportReport& report, const NetworkFacts& facts);
/// The `result` of tertius.info/1.
void write_info_json(JsonWriter& json, const graph::Network& network, const io::ImportReport& report,
                     const NetworkFacts& facts);

}  // namespace tertius::report
