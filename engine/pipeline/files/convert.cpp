#include "engine/pipeline/files/convert.hpp"

namespace tertius::pipeline {

io::ImportReport convert(const std::string& from, const std::string& to, const ConvertOptions& options,
                         const RunContext& context) {
  const io::Format& format = options.format != nullptr ? *options.format : io::format_for_writing(to);
  io::LoadOptions load = options.load;
  load.keep_arcs = true;
  load.members_alone = true;
  const io::LoadedNetwork loaded = io::load_network(from, load, context);
  if (options.read) options.read(loaded.report);
  const Phase phase(context, "write");
  format.write(loaded.network, to, {}, context);
  return loaded.report;
}

}  // namespace tertius::pipeline
