// The snapshot (.tertius): a network as it lies in memory, written once and mapped back in no time.
//
// The header and the table of sections carry a checksum that is always verified; a section's own is verified
// unless the file is large, or when asked to. Everything that grows with the network stays in the mapped file. All
// of it that leads to another place is looked at once, whoever wrote it: an altered file is refused or gives
// wrong figures, and never leads out of the memory.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <tuple>

#include "engine/core/parallel.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "engine/io/formats/snapshot/layout.hpp"

namespace tertius::io {
namespace snapshot {
namespace {

constexpr std::size_t large_file = std::size_t{1}
                                   << 30;  // smaller ones are verified in some tenths of a second

bool recognises(std::string_view head) {
  return head.starts_with(std::string_view(magic.data(), magic.size()));
}

class SnapshotReader {
 public:
  SnapshotReader(Source& source, const RunContext& context)
      : text_(source.bytes()), owner_(source.owner()), file_(source.name()), context_(context) {
    read_header();
  }

  void verify() const {
    const auto altered = [&](const Section& section) {
      return checksum_of(content(section)) != section.checksum;
    };
    const auto wrong = parallel_reduce(
        table_.size(), 1, std::size_t{0},
        [&](std::size_t i, std::size_t) {
          context_.poll();
          return altered(table_[i]) ? i + 1 : 0;
        },
        [](std::size_t a, std::size_t b) { return a != 0 ? a : b; });
    if (wrong != 0) {
      fail(fmt::format(
          "its content was altered (section {} at byte {} does not have its checksum); expected it as it "
          "was written",
          wrong, table_[wrong - 1].offset));
    }
  }

  std::uint64_t isolated() const { return header_.isolated; }

  graph::Network read() const {
    graph::Network network;
    network.graph = graph(0, 0, false);
    if (header_.arcs_kept != 0) network.arcs = graph(1, 2, true);
    expect(checked_sums(network.graph.out_rows()).symmetric(), "rows");
    if (header_.arcs_kept != 0)
      expect(checked_sums(network.arcs.out_rows()).reversed() == checked_sums(network.arcs.in_rows()),
             "rows");
    network.members.ids = ids();
    if (find(Kind::column_codes, 0) != nullptr || find(Kind::column_name, 0) != nullptr)
      network.members.names = column(0);
    for (std::uint32_t c = 1; c <= header_.columns; ++c) network.members.columns.push_back(column(c));
    network.connections.since = {values<graph::Day>(Kind::connection_since, 0), owner_};
    network.connections.kind = {values<std::uint32_t>(Kind::connection_kind, 0), owner_};
    network.connections.kinds = texts(Kind::connection_kinds_bytes, Kind::connection_kinds_begin, 0);
    for (const std::size_t size : {network.connections.since.size(), network.connections.kind.size()}) {
      expect(size == 0 || size == network.graph.arc_count(), "attributes of connections");
    }
    check_codes(network.connections.kind.view(), network.connections.kinds.size(),
                "attributes of connections");
    network.affiliations = affiliations();
    return network;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const { throw Error(ErrorKey::input_damaged, why, {file_}); }
  void expect(bool holds, std::string_view what) const {
    if (!holds)
      fail(fmt::format("its {} do not fit together; expected a snapshot as tertius writes it", what));
  }

  void read_header() {
    if (text_.size() < sizeof header_) {
      fail(fmt::format("ends after {} bytes; a snapshot has a header of {}: it was cut off", text_.size(),
                       sizeof header_));
    }
    std::memcpy(&header_, text_.data(), sizeof header_);
    if (header_.magic != magic) fail("is no snapshot; expected one of tertius");
    if (header_.version != version) {
      fail(fmt::format("is a snapshot of version {}; this tertius reads version {}", header_.version,
                       version));
    }
    if (text_.size() < header_.file_bytes) {
      fail(fmt::format("ends after {} of {} bytes: it was cut off", text_.size(), header_.file_bytes));
    }
    if (text_.size() > header_.file_bytes) {
      fail(fmt::format("has {} bytes instead of {}: it was altered", text_.size(), header_.file_bytes));
    }
    const std::uint64_t table_bytes = std::uint64_t{header_.sections} * sizeof(Section);
    if (header_.sections <= most_sections && sizeof header_ + table_bytes <= text_.size()) {
      table_.resize(header_.sections);
      if (table_bytes > 0) std::memcpy(table_.data(), text_.data() + sizeof header_, table_bytes);
    }
    if (table_.size() != header_.sections || header_checksum(header_, table_) != header_.checksum) {
      fail("its header was altered (the checksum does not fit); expected it as it was written");
    }
    for (const Section& section : table_) {
      expect(section.offset % alignment == 0 && section.offset <= text_.size() &&
                 section.bytes <= text_.size() - section.offset,
             "sections");
    }
    expect(header_.members < graph::no_vertex && header_.columns <= header_.sections, "sections");
    by_name_ = table_;
    std::stable_sort(by_name_.begin(), by_name_.end(), before);
  }

  std::string_view content(const Section& section) const {
    return text_.substr(section.offset, section.bytes);
  }
  static bool before(const Section& a, const Section& b) {
    return std::tie(a.kind, a.index) < std::tie(b.kind, b.index);
  }
  const Section* find(Kind kind, std::uint32_t index) const {
    const auto at = std::lower_bound(by_name_.begin(), by_name_.end(), Section{kind, index, 0, 0, 0}, before);
    return at == by_name_.end() || at->kind != kind || at->index != index ? nullptr : &*at;
  }
  template <class T>
  std::span<const T> values(Kind kind, std::uint32_t index) const {
    const Section* section = find(kind, index);
    if (section == nullptr) return {};
    expect(section->bytes % sizeof(T) == 0, "sections");
    return {reinterpret_cast<const T*>(text_.data() + section->offset), section->bytes / sizeof(T)};
  }

  graph::Rows rows(std::uint32_t index) const {
    const graph::Rows rows{values<graph::ArcIndex>(Kind::offsets, index),
                           values<graph::VertexId>(Kind::targets, index),
                           values<double>(Kind::weights, index)};
    if (rows.offsets.empty() && header_.members == 0) return rows;
    expect(rows.offsets.size() == header_.members + 1 && rows.offsets.front() == 0 &&
               rows.offsets.back() == rows.targets.size() &&
               (rows.weights.empty() || rows.weights.size() == rows.targets.size()),
           "rows");
    return rows;
  }
  graph::Graph graph(std::uint32_t out, std::uint32_t in, bool directed) const {
    return graph::Graph(rows(out), rows(in), directed, owner_);
  }

  /// What the arcs of rows add up to: those to later members, and those to earlier ones.
  struct Sums {
    std::uint64_t up = 0, down = 0;
    std::uint64_t wrong = 0;  // rows or arcs that cannot be

    bool operator==(const Sums&) const = default;
    Sums operator+(const Sums& other) const {
      return {up + other.up, down + other.down, wrong + other.wrong};
    }
    Sums reversed() const { return {down, up, wrong}; }
    /// Each arc of an undirected graph has its reverse, as far as sums of 64 bits can tell.
    bool symmetric() const { return up == down; }
  };

  /// Rows in their places, sorted, of members that there are, with weights that are positive numbers.
  Sums checked_sums(const graph::Rows& rows) const {
    const std::size_t n = rows.offsets.empty() ? 0 : rows.offsets.size() - 1;
    const Sums sums =
        parallel_reduce(n, std::size_t{1} << 12, Sums(), [&](std::size_t begin, std::size_t end) {
          context_.poll();
          Sums part;
          for (std::size_t v = begin; v < end; ++v) {
            const graph::ArcIndex first = rows.offsets[v], last = rows.offsets[v + 1];
            if (first > last || last > rows.targets.size()) return ++part.wrong, part;
            for (graph::ArcIndex a = first; a < last; ++a) {
              const std::uint64_t target = rows.targets[a];
              part.wrong += target >= n || (a > first && rows.targets[a - 1] >= target);
              (target > v ? part.up : part.down) +=
                  mixed(std::min<std::uint64_t>(v, target), std::max<std::uint64_t>(v, target));
              if (!rows.weights.empty())
                part.wrong += !(rows.weights[a] > 0 && std::isfinite(rows.weights[a]));
            }
          }
          return part;
        });
    expect(sums.wrong == 0, "rows");
    return sums;
  }

  /// Of each pair another number, whose bits are spread (the finish of SplitMix64).
  static std::uint64_t mixed(std::uint64_t low, std::uint64_t high) {
    std::uint64_t x = (low << 32U | high) + 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
  }

  /// Codes below the number of what they stand for, or no_code for none.
  void check_codes(std::span<const std::uint32_t> codes, std::size_t count, std::string_view what) const {
    const auto wrong = parallel_reduce(
        codes.size(), std::size_t{1} << 16, std::uint64_t{0}, [&](std::size_t begin, std::size_t end) {
          return static_cast<std::uint64_t>(
              std::count_if(codes.begin() + static_cast<std::ptrdiff_t>(begin),
                            codes.begin() + static_cast<std::ptrdiff_t>(end),
                            [&](std::uint32_t code) { return code != ~0U && code >= count; }));
        });
    expect(wrong == 0, what);
  }

  void check_begins(std::span<const std::uint64_t> begin, std::size_t bytes) const {
    expect(!begin.empty() && begin.front() == 0 && begin.back() == bytes &&
               std::is_sorted(begin.begin(), begin.end()),
           "texts");
  }

  graph::Ids ids() const {
    const auto n = static_cast<graph::VertexId>(header_.members);
    const auto numbers = values<std::uint64_t>(Kind::id_numbers, 0);
    const auto begin = values<std::uint64_t>(Kind::id_begin, 0);
    const auto index = values<graph::VertexId>(Kind::id_index, 0);
    expect(index.empty() || (std::has_single_bit(index.size()) && index.size() > n), "ids");
    if (!index.empty()) {
      std::size_t used = 0;
      for (const graph::VertexId v : index) {
        expect(v == graph::no_vertex || v < n, "ids");
        used += v != graph::no_vertex;
      }
      expect(used < index.size(), "ids");
    }
    if (!numbers.empty()) {
      expect(numbers.size() == n, "ids");
      return graph::Ids::of_numbers({{numbers, owner_}, {}, {index, owner_}});
    }
    if (!begin.empty()) {
      const auto bytes = values<char>(Kind::id_bytes, 0);
      expect(begin.size() == n + std::size_t{1} && begin.front() == 0 && begin.back() == bytes.size(), "ids");
      check_begins(begin, bytes.size());
      return graph::Ids::of_texts({{}, {{bytes, owner_}, {begin, owner_}}, {index, owner_}});
    }
    return graph::Ids::dense(n);
  }

  StringPool texts(Kind bytes_kind, Kind begin_kind, std::uint32_t index) const {
    const auto begin = values<std::uint64_t>(begin_kind, index);
    if (begin.empty()) return {};
    const auto bytes = values<char>(bytes_kind, index);
    check_begins(begin, bytes.size());
    return StringPool({bytes, owner_}, {begin, owner_});
  }

  graph::Column column(std::uint32_t index) const {
    const auto name = values<char>(Kind::column_name, index);
    const auto type = values<std::uint32_t>(Kind::column_type, index);
    const auto codes = values<std::uint32_t>(Kind::column_codes, index);
    expect(type.size() == 1 && type[0] <= static_cast<std::uint32_t>(graph::ColumnType::boolean) &&
               codes.size() == header_.members,
           "attributes");
    graph::Column column(std::string(name.begin(), name.end()), static_cast<graph::ColumnType>(type[0]),
                         {codes, owner_}, texts(Kind::column_bytes, Kind::column_begin, index));
    check_codes(codes, column.dictionary().size(), "attributes");
    column.set_type(column.type());  // which looks at every value
    return column;
  }

  graph::Affiliations affiliations() const {
    graph::Affiliations all;
    all.rows = {values<graph::Affiliations::Row>(Kind::affiliation_rows, 0), owner_};
    all.groups = texts(Kind::affiliation_bytes, Kind::affiliation_begin, 0);
    all.kinds = texts(Kind::affiliation_bytes, Kind::affiliation_begin, 1);
    all.roles = texts(Kind::affiliation_bytes, Kind::affiliation_begin, 2);
    expect(all.kinds.size() == all.groups.size(), "affiliations");
    const auto n = static_cast<graph::VertexId>(header_.members);
    expect(std::all_of(all.rows.begin(), all.rows.end(),
                       [&](const graph::Affiliations::Row& row) { return all.fits(row, n); }),
           "affiliations");
    return all;
  }

  std::string_view text_;
  std::shared_ptr<const void> owner_;
  std::string file_;
  const RunContext& context_;
  Header header_{};
  std::vector<Section> table_;
  std::vector<Section> by_name_;  // the same, in order of kind and index
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return with_threads(context, [&] {
    const SnapshotReader reader(source, context);
    if (options.verify || source.bytes().size() < large_file) reader.verify();
    LoadedNetwork loaded;
    loaded.network = reader.read();
    ImportReport& report = loaded.report;
    report.format = "snapshot";
    report.files.push_back(source.name());
    report.bytes = source.file_bytes();
    const graph::Graph& graph = loaded.network.graph;
    report.members = graph.vertex_count();
    report.isolated = reader.isolated();
    report.connections = report.rows = graph.edge_count();
    report.other_rows = report.members + loaded.network.affiliations.rows.size();
    return loaded;
  });
}

}  // namespace
}  // namespace snapshot

Format snapshot_format() {
  return {.name = "snapshot",
          .title = "snapshot",
          .suffixes = {".tertius"},
          .recognises = snapshot::recognises,
          .read = snapshot::read,
          .write = snapshot::write,
          .keeps = "everything, directed rows too",
          .kept = {.affiliations = true}};
}

}  // namespace tertius::io
