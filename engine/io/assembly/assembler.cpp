#include "engine/io/assembly/assembler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/interner.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/assembly/affiliation_rows.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/text/dates.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t reasons_kept = 10;
constexpr std::size_t notes_kept = 50;

// A few bytes can name many attributes, and each has a cell for every member. Beyond these numbers it is no
// table of people.
constexpr std::size_t most_attributes = 10'000;
constexpr std::uint64_t cells_at_any_size = std::uint64_t{1} << 28;
constexpr std::uint64_t cells_per_byte = 64;

/// What a person reads, however long a text of the file is.
std::string in_short(std::string text) {
  constexpr std::size_t bytes = 1000, columns = 200;
  return text.size() <= bytes ? std::move(text)
                              : fit_to_width(std::string_view(text).substr(0, bytes), columns);
}

}  // namespace

struct Assembler::Impl {
  LoadOptions options;
  bool matches_names = false;
  bool directed;
  ImportReport report;
  graph::Ids ids;
  std::optional<graph::VertexId> listed;  // how many members a table of members has named
  std::vector<graph::Column> columns;
  std::vector<std::optional<graph::ColumnType>> types;
  std::uint64_t cells = 0;  // of all columns
  std::optional<std::size_t> name_column, left_out_if_empty;
  ConnectionRows rows;    // weights: empty while every weight is 1
  bool weighted = false;  // some connection states its weight
  Interner<> kind_names, groups, roles;
  std::vector<std::string> group_kinds;
  graph::Affiliations affiliations;
  DateColumn affiliation_dates;             // of rows whose date is still open
  std::optional<graph::BuildResult> built;  // by a reader that builds as it reads
  std::uint64_t built_rows = 0;

  void check_cells(std::uint64_t count, std::uint64_t members) const {
    if (count <= cells_at_any_size + cells_per_byte * report.bytes) return;
    throw Error(
        ErrorKey::size_claimed,
        fmt::format("{} attributes of {} members from {} bytes; expected a table that the file can fill",
                    columns.size(), members, report.bytes),
        {report.files.empty() ? "" : report.files.front()});
  }

  graph::BuildOptions build_options() const {
    return {.directed_input = directed,
            .rule = options.rule,
            .merge = options.merge,
            .keep_arcs = options.keep_arcs && directed,
            .drop_unit_weights = true};
  }
  graph::BuildResult build(const RunContext& context) {
    if (built) return std::move(*built);
    if (weighted) rows.weights.resize(rows.sources.size(), 1.0);
    return graph::build_graph(ids.size(), {rows.sources, rows.targets, rows.weights}, build_options(),
                              context);
  }

  graph::MemberTable member_table() {
    check_cells(std::uint64_t{columns.size()} * ids.size(), ids.size());
    graph::MemberTable members;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (left_out_if_empty == i && columns[i].dictionary().empty()) continue;
      columns[i].pad(ids.size());
      if (types[i]) {
        columns[i].set_type(*types[i]);
      } else {
        columns[i].infer_type();
      }
      if (name_column == i) {
        columns[i].set_type(graph::ColumnType::text);
        members.names = std::move(columns[i]);
      } else {
        members.columns.push_back(std::move(columns[i]));
      }
    }
    members.ids = std::move(ids);
    return members;
  }

  graph::Affiliations all_affiliations() {
    affiliation_dates.settle(
        [&](std::size_t row, graph::Day day) { affiliations.rows.own()[row].date = day; });
    graph::Affiliations all = std::move(affiliations);
    if (all.groups.empty()) all.groups = groups.take();
    for (const std::string& kind : group_kinds) all.kinds.push_back(kind);
    if (all.roles.empty()) all.roles = roles.take();
    merge_repeats(all.rows.own(), ids.size());
    return all;
  }
};

Assembler::Assembler(std::string format, const LoadOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  impl_->directed = options.directed;
  impl_->report.format = std::move(format);
}

Assembler::~Assembler() = default;

graph::VertexId Assembler::member(std::string_view id) {
  return impl_->ids.add(id);
}

std::optional<graph::VertexId> Assembler::find_member(std::string_view id) const {
  return impl_->ids.find(id);
}

const graph::Ids& Assembler::ids() const {
  return impl_->ids;
}

std::string Assembler::name_of(graph::VertexId member) const {
  if (impl_->name_column) {
    const graph::Column& names = impl_->columns[*impl_->name_column];
    if (member < names.size() && names.has(member)) return std::string(names.text(member));
  }
  return impl_->ids[member];
}

void Assembler::members_are_listed() {
  impl_->listed = impl_->ids.size();
  impl_->ids.compact();
}

void Assembler::take_ids(graph::Ids ids) {
  impl_->ids = std::move(ids);
}

void Assembler::check_cells(std::uint64_t members) const {
  impl_->check_cells(impl_->columns.size() * members, members);
}

std::size_t Assembler::attribute(std::string_view name, std::optional<graph::ColumnType> type) {
  Impl& impl = *impl_;
  if (type) type = held_type(name, *type);
  for (std::size_t i = 0; i < impl.columns.size(); ++i) {
    if (!same_word(impl.columns[i].name(), name)) continue;
    if (type) impl.types[i] = type;
    return i;
  }
  if (impl.columns.size() == most_attributes)
    throw Error(ErrorKey::too_large, fmt::format("more than {} attributes", most_attributes),
                {impl.report.files.empty() ? "" : impl.report.files.front()});
  if (same_word(name, "name")) impl.name_column = impl.columns.size();
  impl.columns.emplace_back(std::string(name));
  impl.types.push_back(type);
  return impl.columns.size() - 1;
}

std::size_t Assembler::attribute_count() const {
  return impl_->columns.size();
}

const std::string& Assembler::attribute_name(std::size_t attribute) const {
  return impl_->columns[attribute].name();
}

void Assembler::leave_out_if_empty(std::size_t attribute) {
  impl_->left_out_if_empty = attribute;
}

void Assembler::set(graph::VertexId member, std::size_t attribute, std::string_view value) {
  graph::Column& column = impl_->columns[attribute];
  if (member >= column.size())
    impl_->check_cells(impl_->cells += std::uint64_t{member} + 1 - column.size(), impl_->ids.size());
  column.set(member, value);
}

void Assembler::take_attribute(std::size_t attribute, std::vector<std::uint32_t> codes, StringPool values) {
  graph::Column& column = impl_->columns[attribute];
  impl_->cells += codes.size();
  column = graph::Column(column.name(), graph::ColumnType::text, std::move(codes), std::move(values));
}

void Assembler::connect(graph::VertexId from, graph::VertexId to, std::optional<double> weight,
                        std::string_view kind, graph::Day since) {
  Impl& impl = *impl_;
  const std::size_t row = impl.rows.sources.size();
  impl.rows.sources.push_back(from);
  impl.rows.targets.push_back(to);
  const auto put = [row](auto& values, auto value, auto usual) {
    if (values.empty() && value == usual) return;
    values.resize(row, usual);
    values.push_back(value);
  };
  impl.weighted = impl.weighted || weight;
  put(impl.rows.weights, from == to ? 1.0 : weight.value_or(1.0), 1.0);
  put(impl.rows.kinds, impl.kind_names.code(kind), no_code);
  put(impl.rows.since, since, graph::no_day);
}

void Assembler::connect(graph::VertexId from, graph::VertexId to, std::optional<double> weight,
                        std::string_view kind, std::string_view since, bool again) {
  ConnectionRows& rows = impl_->rows;
  connect(from, to, weight, kind,
          since.empty() ? graph::no_day : rows.dates.read(since, rows.sources.size(), again));
}

void Assembler::set_directed(bool directed) {
  impl_->directed = directed;
}

graph::BuildOptions Assembler::build_options() const {
  return impl_->build_options();
}

void Assembler::set_graph(graph::BuildResult built, graph::Ids ids, std::uint64_t rows) {
  impl_->built = std::move(built);
  impl_->built_rows = rows;
  if (impl_->ids.size() == 0) impl_->ids = std::move(ids);
}

void Assembler::add_connections(ConnectionRows rows) {
  Impl& impl = *impl_;
  impl.kind_names = Interner<>(std::exchange(rows.kind_names, {}));
  impl.rows = std::move(rows);
}

void Assembler::affiliate(graph::VertexId member, std::string_view group, std::string_view kind,
                          std::string_view role, graph::Day date) {
  if (group.empty()) return;
  Impl& impl = *impl_;
  const std::uint32_t code = impl.groups.code(group);
  if (code >= impl.group_kinds.size()) impl.group_kinds.resize(code + std::size_t{1});
  if (impl.group_kinds[code].empty()) impl.group_kinds[code] = kind;
  impl.affiliations.rows.own().push_back({member, code, impl.roles.code(role), date});
}

void Assembler::affiliate(graph::VertexId member, std::string_view group, std::string_view kind,
                          std::string_view role, std::string_view date) {
  if (group.empty()) return;
  Impl& impl = *impl_;
  affiliate(member, group, kind, role,
            date.empty() ? graph::no_day : impl.affiliation_dates.read(date, impl.affiliations.rows.size()));
}

void Assembler::add_affiliations(graph::Affiliations affiliations) {
  impl_->affiliations = std::move(affiliations);
}

void Assembler::refuse(const Location& where, std::string_view found, std::string_view expected,
                       bool connection) {
  ImportReport& report = impl_->report;
  if (connection) {
    ++report.rows;
    ++report.refused;
  } else {
    ++report.refused_others;
  }
  if (!impl_->options.refused.empty())
    report.refusals.push_back({where, in_short(std::string(found)), std::string(expected)});
  if (report.reasons.size() < reasons_kept) {
    report.reasons.push_back(
        fmt::format("{}: {}; expected {}", where.text(), in_short(std::string(found)), expected));
  }
}

std::size_t Assembler::most_reasons() const {
  return impl_->options.refused.empty() ? reasons_kept : ~std::size_t{0};
}

void Assembler::only_values(std::uint64_t count) {
  impl_->report.refused_values += count;
}

void Assembler::refuse_more(std::uint64_t rows, bool connection) {
  ImportReport& report = impl_->report;
  if (connection) report.rows += rows;
  (connection ? report.refused : report.refused_others) += rows;
}

void Assembler::note(std::string text) {
  auto& notes = impl_->report.notes;
  if (notes.size() == notes_kept) return;
  text = in_short(std::move(text));
  if (std::find(notes.begin(), notes.end(), text) != notes.end()) return;
  notes.push_back(notes.size() + 1 < notes_kept ? std::move(text) : "There is more like this.");
}

void Assembler::read_file(std::string path, std::uint64_t bytes) {
  impl_->report.files.push_back(std::move(path));
  impl_->report.bytes += bytes;
}

void Assembler::read_file(const Source& source) {
  for (const std::string& guess : source.notes()) note(guess);
  read_file(source.name(), source.file_bytes());
}

void Assembler::read_columns(const CsvHeader& header, const std::string& file) {
  ImportReport& report = impl_->report;
  report.headings.insert(report.headings.end(), header.names().begin(), header.names().end());
  std::vector<std::string> said;
  for (const auto& [purpose, column] : header.served()) {
    const std::string& heading = header.names()[column];
    report.columns.push_back({purpose, heading, file});
    const std::string_view word = name_in(purposes, purpose);
    if (purpose <= Purpose::open && !same_heading(word, heading))
      said.push_back(fmt::format("{} is \"{}\"", word, heading));
  }
  if (!said.empty()) note(fmt::format("Of {}, {}.", file, fmt::join(said, ", ")));
}

const ColumnChoices& Assembler::column_choices() const {
  return impl_->options.columns;
}

void Assembler::matches_names() {
  impl_->matches_names = true;
}

LoadedNetwork Assembler::finish(const RunContext& context) {
  Impl& impl = *impl_;
  if (!impl.options.names.empty() && !impl.matches_names)
    note(fmt::format("{} was not used: names are matched where a table of members stands beside others.",
                     setting_name("names")));
  LoadedNetwork loaded;
  graph::BuildResult built = impl.build(context);
  const std::uint64_t rows = impl.rows.sources.size();
  context.poll();
  graph::Network& network = loaded.network;
  network.graph = std::move(built.graph);
  network.arcs = std::move(built.arcs);
  impl.rows.kind_names = impl.kind_names.take();
  impl.rows.settle_dates();
  for (const DateColumn* dates : {&impl.rows.dates, &impl.affiliation_dates})
    for (std::string& said : dates->notes()) note(std::move(said));
  const std::string& file = impl.report.files.empty() ? impl.report.format : impl.report.files.front();
  network.connections = with_threads(
      context, [&] { return merged_attributes(std::move(impl.rows), network.graph, impl.directed, file); });
  const std::uint64_t affiliated = impl.affiliations.rows.size();
  network.affiliations = with_threads(context, [&] { return impl.all_affiliations(); });
  network.members = impl.member_table();
  ImportReport& report = loaded.report = std::move(impl.report);
  report.rows += rows + impl.built_rows;
  report.other_rows = impl.listed.value_or(0) + affiliated + report.refused_others;
  report.repeated_affiliations = affiliated - network.affiliations.rows.size();
  report.members = network.graph.vertex_count();
  if (impl.listed) report.added = report.members - *impl.listed;
  report.isolated = parallel_reduce(network.graph.vertex_count(), std::size_t{1} << 16, std::uint64_t{0},
                                    [&](std::size_t begin, std::size_t end) {
                                      std::uint64_t isolated = 0;
                                      for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v)
                                        isolated += network.graph.degree(v) == 0;
                                      return isolated;
                                    });
  report.connections = network.graph.edge_count();
  report.loops = built.loops;
  report.duplicates = built.duplicates;
  report.reciprocated = built.reciprocated;
  report.one_sided = built.one_sided;
  return loaded;
}

}  // namespace tertius::io
