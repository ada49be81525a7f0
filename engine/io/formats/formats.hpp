// The one register of formats: recognition, help texts and docs are made from it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/assembly/loading.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/recognition/evidence.hpp"
#include "engine/io/recognition/sample.hpp"

namespace tertius::io {

struct WriteOptions {
  /// Extra attributes written beside the members' own ("cluster", "bridging"): name and one value per member.
  std::vector<graph::Column> extra{};
};

/// What comes back when a network is written in a format and read again; every format is tested for it.
struct Kept {
  bool ids = true;         ///< else members become 1..n
  bool attributes = true;  ///< of members, and their names
  bool types = true;       ///< of these attributes; else they are inferred from the values
  bool kinds = true;       ///< of connections, and their dates
  bool direction = true;
  bool real_weights = true;  ///< else whole numbers alone
  bool affiliations = false;
};

struct Format {
  std::string_view name;                   ///< for --input-format and --output-format: "graphml"
  std::string_view title;                  ///< "GraphML"
  std::vector<std::string_view> suffixes;  ///< ".graphml"; the first one is written
  /// True when the content can only be this format. Called with the first 64 KiB. May be null.
  bool (*recognises)(std::string_view head);
  /// Where no format is recognised, the same of a format that may show only after the head, in content that
  /// goes on. May be null, read all of the content, and begin it anew (Source::reopen).
  bool (*recognises_late)(Source& source) = nullptr;
  /// Null when the format is only written.
  LoadedNetwork (*read)(Source& source, const LoadOptions& options, const RunContext& context);
  /// Writes atomically. Null when the format is only read.
  void (*write)(const graph::Network& network, const std::string& path, const WriteOptions& options,
                const RunContext& context);
  std::string_view keeps;  ///< what survives a round trip, in words
  Kept kept{};             ///< the same for whoever tests it; of no meaning where nothing is written
  /// What speaks for it where nothing is recognised by its content. Null where it has a signature.
  Evidence (*weigh)(const Sample& sample) = nullptr;
};

/// Every format, in the order in which contents are tried.
std::span<const Format> formats();

/// By name, or nullptr.
const Format* find_format(std::string_view name);
/// What an input is read as, and what else it may be.
struct Recognition {
  const Format* format = nullptr;
  std::vector<Candidate> candidates{};  ///< the best first; none where a signature decides
  std::string note{};                   ///< where another one is close
};

/// The one place that decides: by content that can only be one format, by the suffix, else by what speaks most for
/// a form (enough_evidence). `all`: candidates are weighed even where a signature decides. Throws Error{bad_data}
/// that says what the input looks like, and what to do, where nothing speaks enough. O(bytes of a Sample).
Recognition recognise(Source& source, bool all = false);
/// By suffix of a path to be written; a path without a suffix is a folder of CSV files. Throws Error{usage}.
const Format& format_for_writing(std::string_view path);

/// Writes the network in the format that the path's suffix names.
void save_network(const graph::Network& network, const std::string& path, const WriteOptions& options = {},
                  const RunContext& context = {});

}  // namespace tertius::io
