#include "engine/pipeline/files/generate.hpp"

#include "engine/core/text.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/formats/formats.hpp"

namespace tertius::pipeline {

void save_generated(const graph::Network& network, const std::string& path, const RunContext& context) {
  io::save_network(network, path, {}, context);
  const graph::Column* group = network.members.find_column("group");
  if (group == nullptr || io::format_for_writing(path).kept.attributes) return;
  std::string rows = csv_row({"id", "group"});
  for (graph::VertexId v = 0; v < network.members.size(); ++v)
    rows += csv_row({network.members.ids[v], std::string(group->text(v))});
  io::write_atomically(path + ".groups.csv", rows);
}

}  // namespace tertius::pipeline
