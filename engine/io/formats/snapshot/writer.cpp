// Writing a snapshot: sections point into the network, checksums are taken by all threads.
#include <memory>

#include "engine/core/parallel.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/formats/snapshot/layout.hpp"

namespace tertius::io::snapshot {
namespace {

/// Sections that point into the network, and texts made for them.
class SnapshotWriter {
 public:
  explicit SnapshotWriter(const graph::Network& network) {
    header_.members = network.members.size();
    for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v)
      header_.isolated += network.graph.degree(v) == 0;
    add_graph(network.graph.out_rows(), 0);
    if (network.arcs.directed()) {
      header_.arcs_kept = 1;
      add_graph(network.arcs.out_rows(), 1);
      add_graph(network.arcs.in_rows(), 2);
    }
    add_ids(network.members.ids);
    if (network.members.names) add_column(*network.members.names, 0);
    for (const graph::Column& column : network.members.columns) add_column(column, ++header_.columns);
    add(Kind::connection_since, 0, bytes_of(network.connections.since.view()));
    add(Kind::connection_kind, 0, bytes_of(network.connections.kind.view()));
    add_texts(Kind::connection_kinds_bytes, Kind::connection_kinds_begin, 0, network.connections.kinds);
    const graph::Affiliations& all = network.affiliations;
    add(Kind::affiliation_rows, 0, bytes_of(all.rows.view()));
    add_texts(Kind::affiliation_bytes, Kind::affiliation_begin, 0, all.groups);
    add_texts(Kind::affiliation_bytes, Kind::affiliation_begin, 1, all.kinds);
    add_texts(Kind::affiliation_bytes, Kind::affiliation_begin, 2, all.roles);
  }

  /// Columns beside the members' own.
  void add_extra(const std::vector<graph::Column>& columns) {
    for (const graph::Column& column : columns) add_column(column, ++header_.columns);
  }

  void write(AtomicFile& file, const RunContext& context) {
    std::uint64_t at = sizeof(Header) + table_.size() * sizeof(Section);
    parallel_each(table_.size(), 1, [&](std::size_t i) { table_[i].checksum = checksum_of(contents_[i]); });
    for (Section& section : table_) {
      at = (at + alignment - 1) / alignment * alignment;
      section.offset = at;
      at += section.bytes;
    }
    header_.magic = magic;
    header_.version = version;
    header_.sections = static_cast<std::uint32_t>(table_.size());
    header_.file_bytes = at;
    header_.checksum = header_checksum(header_, table_);
    file.write({reinterpret_cast<const char*>(&header_), sizeof header_});
    file.write(bytes_of<Section>(table_));
    at = sizeof(Header) + table_.size() * sizeof(Section);
    for (std::size_t i = 0; i < table_.size(); ++i) {
      file.write(std::string(table_[i].offset - at, '\0'));
      for (std::string_view rest = contents_[i]; !rest.empty();) {
        context.poll();
        const std::string_view part = rest.substr(0, std::size_t{64} << 20);
        file.write(part);
        rest.remove_prefix(part.size());
      }
      at = table_[i].offset + table_[i].bytes;
    }
  }

 private:
  void add(Kind kind, std::uint32_t index, std::string_view bytes) {
    if (bytes.empty()) return;
    table_.push_back({kind, index, 0, bytes.size(), 0});
    contents_.push_back(bytes);
  }
  void add_owned(Kind kind, std::uint32_t index, std::string bytes) {
    add(kind, index, *made_.emplace_back(std::make_unique<std::string>(std::move(bytes))));
  }
  void add_graph(const graph::Rows& rows, std::uint32_t index) {
    add(Kind::offsets, index, bytes_of(rows.offsets));
    add(Kind::targets, index, bytes_of(rows.targets));
    add(Kind::weights, index, bytes_of(rows.weights));
  }
  void add_ids(const graph::Ids& ids) {
    if (ids.is_dense()) return;
    if (ids.is_numbers()) {
      add(Kind::id_numbers, 0, bytes_of(ids.as_numbers()));
    } else {
      add(Kind::id_bytes, 0, bytes_of(ids.texts().text()));
      add(Kind::id_begin, 0, bytes_of(ids.texts().offsets()));
    }
    add(Kind::id_index, 0, bytes_of(ids.index()));
  }
  void add_texts(Kind bytes, Kind begin, std::uint32_t index, const StringPool& texts) {
    if (texts.empty()) return;
    add(bytes, index, bytes_of(texts.text()));
    add(begin, index, bytes_of(texts.offsets()));
  }
  void add_column(const graph::Column& column, std::uint32_t index) {
    add_owned(Kind::column_name, index, column.name());
    const auto type = static_cast<std::uint32_t>(column.type());
    add_owned(Kind::column_type, index, std::string(reinterpret_cast<const char*>(&type), sizeof type));
    add(Kind::column_codes, index, bytes_of(column.codes()));
    add_texts(Kind::column_bytes, Kind::column_begin, index, column.dictionary());
  }

  Header header_{};
  std::vector<Section> table_;
  std::vector<std::string_view> contents_;
  std::vector<std::unique_ptr<std::string>> made_;
};

}  // namespace

void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  if (path == "-")
    throw Error(ErrorKey::option_conflict, "a snapshot is a file; it is not written to standard output");
  with_threads(context, [&] {
    SnapshotWriter writer(network);
    writer.add_extra(options.extra);
    AtomicFile file(path);
    writer.write(file, context);
    file.commit();
  });
}

}  // namespace tertius::io::snapshot
