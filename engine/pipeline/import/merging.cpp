#include "engine/pipeline/import/merging.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/graph/consent.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/pipeline/import/same_people.hpp"

namespace tertius::pipeline {
namespace {

using graph::Consent;
using graph::VertexId;

/// The cells that speak of consent, in the order of their columns.
std::vector<std::string_view> consent_cells(const io::LoadedNetwork& loaded, VertexId v) {
  std::vector<std::string_view> cells;
  for (const std::string& heading : loaded.report.consent.columns)
    if (const graph::Column* const column = loaded.network.members.find_column(heading))
      cells.push_back(column->text(v));
  return cells;
}

/// The first cell that says what holds of the member; empty where none says it.
std::string_view consent_cell(const io::LoadedNetwork& loaded, VertexId v) {
  const Consent holds = loaded.report.consent.of(v);
  std::string_view something;
  for (const std::string_view cell : consent_cells(loaded, v)) {
    if (graph::parse_consent(cell) == holds) return cell;
    if (something.empty()) something = cell;
  }
  return something;
}

/// A word that is known, and not an empty cell or a word that only counts as no.
bool says_consent(const io::LoadedNetwork& loaded, VertexId v) {
  return graph::parse_consent(consent_cell(loaded, v)) == loaded.report.consent.of(v);
}

struct Row {
  VertexId from, to;
  std::optional<double> weight;
  std::string_view kind;
  graph::Day since;
};

class Merge {
 public:
  Merge(const io::LoadedNetwork& known, const io::LoadedNetwork& found, bool directed, NewIds& ids,
        report::Imported& report, const RunContext& context)
      : known_(known),
        found_(found),
        directed_(directed),
        ids_(ids),
        report_(report),
        context_(context),
        assembler_("CSV", {.directed = directed, .keep_arcs = directed}) {}

  graph::Network network() {
    add_members();
    add_attributes();
    add_consent();
    add_connections();
    add_affiliations();
    return assembler_.finish(context_).network;
  }

 private:
  const graph::MemberTable& known_members() const { return known_.network.members; }
  const graph::MemberTable& found_members() const { return found_.network.members; }

  /// Whether the list has the member in its table of members: else its rows only name them.
  bool listed(VertexId v) const { return v < found_.report.members - found_.report.added; }

  void add_members() {
    same_ =
        same_people(known_members(), found_members(), [&](std::string_view id) { return ids_.given(id); });
    for (VertexId v = 0; v < known_members().size(); ++v) assembler_.member(known_members().ids[v]);
    found_of_.assign(known_members().size(), graph::no_vertex);
    std::unordered_set<std::string> stated;
    for (VertexId v = 0; v < found_members().size(); ++v) {
      if (same_.known[v] == graph::no_vertex && states_id(found_members(), v))
        stated.insert(found_members().ids[v]);
    }
    for (VertexId v = 0; v < found_members().size(); ++v) {
      if (v % 0x4000 == 0) context_.poll();
      VertexId place = same_.known[v];
      if (place == graph::no_vertex) {
        const std::string id =
            states_id(found_members(), v) ? found_members().ids[v] : ids_.make([&](const std::string& made) {
              return stated.contains(made) || assembler_.find_member(made).has_value();
            });
        place = assembler_.member(id);
        report_.fresh.push_back(place);
      } else {
        found_of_[place] = v;
        count(same_.by[v]);
      }
      place_.push_back(place);
    }
    for (VertexId v = 0; v < known_members().size(); ++v)
      if (found_of_[v] == graph::no_vertex) report_.stayed.push_back(v);
    for (const SamePeople::Doubt& doubt : same_.doubts)
      report_.alike.push_back({place_[doubt.found], doubt.known});
  }

  void count(SamePeople::By by) {
    report_.by_id += by == SamePeople::By::id ? 1 : 0;
    report_.by_mail += by == SamePeople::By::mail ? 1 : 0;
    report_.by_name += by == SamePeople::By::name ? 1 : 0;
  }

  /// Values of what the members are called and have; consent apart.
  void add_attributes() {
    const auto& before = known_members();
    const auto& now = found_members();
    const graph::Column* const mails_before = mail_column(before);
    const graph::Column* const mails_now = mail_column(now);
    const auto is_consent = [](const io::LoadedNetwork& loaded, const graph::Column& column) {
      const auto& headings = loaded.report.consent.columns;
      return std::any_of(headings.begin(), headings.end(), [&](const std::string& heading) {
        return loaded.network.members.find_column(heading) == &column;
      });
    };
    add_names();
    std::set<const graph::Column*> taken;
    for (const graph::Column& column : before.columns) {
      if (is_consent(known_, column)) continue;
      const graph::Column* const newer = &column == mails_before ? mails_now : now.find_column(column.name());
      if (newer != nullptr) taken.insert(newer);
      add_column(column.name(), &column, newer, &column == mails_before);
    }
    for (const graph::Column& column : now.columns) {
      if (taken.contains(&column) || is_consent(found_, column)) continue;
      add_column(column.name(), nullptr, &column, &column == mails_now && mails_before == nullptr);
    }
    if (mails_now == nullptr) add_mails_of_ids(mails_before != nullptr ? mails_before->name() : "email");
  }

  void add_names() {
    std::optional<std::size_t> attribute;
    const auto set = [&](VertexId place, std::string_view name) {
      if (!attribute) attribute = assembler_.attribute("name");
      assembler_.set(place, *attribute, name);
    };
    if (known_members().names || found_members().names) attribute = assembler_.attribute("name");
    for (VertexId v = 0; v < known_members().size(); ++v) {
      const VertexId newer = found_of_[v];
      const auto& names = found_members().names;
      const std::string found = newer == graph::no_vertex ? std::string() : called(found_members(), newer);
      const bool has = known_members().names && known_members().names->has(v);
      if (names && newer != graph::no_vertex && names->has(newer)) {
        set(v, names->text(newer));
      } else if (!found.empty() && !states_id(found_members(), newer) && listed(newer)) {
        set(v, found);  // the list knows them by their name alone
      } else if (has) {
        set(v, known_members().names->text(v));
      }
    }
    for (VertexId v = 0; v < found_members().size(); ++v) {
      if (same_.known[v] != graph::no_vertex) continue;
      const auto& names = found_members().names;
      if (names && names->has(v)) {
        set(place_[v], names->text(v));
      } else if (!states_id(found_members(), v)) {
        set(place_[v], called(found_members(), v));
      }
    }
  }

  /// An attribute that the network has, the list has, or both. `identifies`: an empty cell takes nothing away.
  void add_column(const std::string& name, const graph::Column* before, const graph::Column* now,
                  bool identifies) {
    const std::size_t attribute = assembler_.attribute(name);
    for (VertexId v = 0; before != nullptr && v < before->size(); ++v) {
      const VertexId newer = found_of_[v];
      const bool stated = now != nullptr && newer != graph::no_vertex && listed(newer);
      const bool wins = stated && (now->has(newer) || !identifies);
      if (stated && wins && before->has(v) && !now->has(newer)) ++report_.emptied;
      assembler_.set(v, attribute, wins ? now->text(newer) : before->text(v));
    }
    for (VertexId v = 0; now != nullptr && v < now->size(); ++v)
      if (before == nullptr || same_.known[v] == graph::no_vertex)
        assembler_.set(place_[v], attribute, now->text(v));
  }

  /// Addresses that serve as ids in the list are kept where members have ids of their own.
  void add_mails_of_ids(const std::string& name) {
    for (VertexId v = 0; v < found_members().size(); ++v) {
      const std::string id = found_members().ids[v];
      if (id == assembler_.ids()[place_[v]] || mail_of(found_members(), nullptr, v).empty()) continue;
      assembler_.set(place_[v], assembler_.attribute(name), id);
    }
  }

  /// What the columns of consent say from now on.
  void add_consent() {
    const graph::ConsentRecord& before = known_.report.consent;
    const graph::ConsentRecord& now = found_.report.consent;
    const VertexId old = known_members().size();
    if (before.columns.empty()) {
      for (const std::string& heading : now.columns) add_new_consent(heading);
    } else {
      for (const std::string& heading : before.columns) {
        const graph::Column* const column = known_members().find_column(heading);
        if (column == nullptr) continue;
        const std::size_t attribute = assembler_.attribute(column->name());
        for (VertexId v = 0; v < old; ++v)
          assembler_.set(v, attribute, takes_newer(v) ? consent_cell(found_, found_of_[v]) : column->text(v));
        for (VertexId v = 0; v < found_members().size(); ++v)
          if (same_.known[v] == graph::no_vertex && listed(v) && !now.columns.empty())
            assembler_.set(place_[v], attribute, consent_cell(found_, v));
      }
      report_.consent_absent = now.columns.empty();
    }
    if (before.columns.empty() && now.columns.empty()) return;
    for (VertexId v = 0; v < old; ++v) {
      const Consent was = before.of(v), is = consent_of(v);
      const VertexId newer = found_of_[v];
      if (was != Consent::yes && is == Consent::yes) report_.opened.push_back(v);
      if (was == Consent::yes && is != Consent::yes) report_.closed.push_back(v);
      if (was != Consent::yes && is == was && newer != graph::no_vertex && listed(newer) &&
          (now.columns.empty() || !says_consent(found_, newer)))
        ++report_.undecided;
    }
  }

  void add_new_consent(const std::string& heading) {
    const graph::Column* const column = found_members().find_column(heading);
    if (column == nullptr) return;
    const bool usual = graph::is_consent_heading(column->name());
    const std::size_t attribute = assembler_.attribute(usual ? column->name() : "open");
    for (VertexId v = 0; v < column->size(); ++v) assembler_.set(place_[v], attribute, column->text(v));
  }

  /// Whether the list's word on the consent of a member who is known takes the place of the one before.
  bool takes_newer(VertexId v) const {
    const VertexId newer = found_of_[v];
    if (newer == graph::no_vertex || !listed(newer) || found_.report.consent.columns.empty()) return false;
    const Consent was = known_.report.consent.of(v), says = found_.report.consent.of(newer);
    if (says == Consent::yes) return was != Consent::yes;
    if (graph::strictness(says) > graph::strictness(was)) return true;
    // The same in plain words, where there was none that is known.
    return says == was && says_consent(found_, newer) && !says_consent(known_, v);
  }

  Consent consent_of(VertexId v) const {
    const VertexId newer = found_of_[v];
    if (known_.report.consent.columns.empty())
      return newer == graph::no_vertex ? Consent::no : found_.report.consent.of(newer);
    return takes_newer(v) ? found_.report.consent.of(newer) : known_.report.consent.of(v);
  }

  template <class Place>
  std::vector<Row> rows_of(const graph::Network& network, Place place) const {
    std::vector<Row> rows;
    const graph::Graph& graph = directed_ ? io::written_graph(network) : network.graph;
    io::for_each_connection(graph, [&](VertexId u, VertexId v, double weight) {
      if (rows.size() % 0x4000 == 0) context_.poll();
      rows.push_back({place(u), place(v), graph.weighted() ? std::optional(weight) : std::nullopt,
                      io::kind_of(network, u, v), io::since_of(network, u, v)});
    });
    return rows;
  }

  std::uint64_t key(const Row& row) const {
    const bool turn = !directed_ && row.from > row.to;
    return std::uint64_t{turn ? row.to : row.from} << 32 | (turn ? row.from : row.to);
  }

  void connect(const Row& row) { assembler_.connect(row.from, row.to, row.weight, row.kind, row.since); }

  void add_connections() {
    const std::vector<Row> before = rows_of(known_.network, [](VertexId v) { return v; });
    // Connections for shared meetings alone are made again whenever the network is read.
    std::vector<Row> now;
    if (found_.report.projected == 0) now = rows_of(found_.network, [&](VertexId v) { return place_[v]; });
    std::unordered_map<std::uint64_t, const Row*> stated;
    std::set<std::string_view> kinds;
    for (const Row& row : now) {
      stated.emplace(key(row), &row);
      kinds.insert(row.kind);
    }
    for (const Row& row : before) {
      const auto at = stated.find(key(row));
      if (at != stated.end()) {
        Row newer = *at->second;
        if (!newer.weight) newer.weight = row.weight;
        if (newer.kind.empty()) newer.kind = row.kind;
        if (newer.since == graph::no_day) newer.since = row.since;
        connect(newer);
        stated.erase(at);
      } else if (kinds.contains(row.kind)) {
        ++report_.gone_connections;
      } else {
        connect(row);
      }
    }
    report_.new_connections = stated.size();
    for (const Row& row : now)
      if (stated.contains(key(row))) connect(row);
  }

  void add_affiliations() {
    const auto add = [&](const graph::Network& network, auto place) {
      const graph::Affiliations& all = network.affiliations;
      all.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
        assembler_.affiliate(place(row.member), all.groups[row.group], all.kinds[row.group],
                             row.role == no_code ? std::string_view() : all.roles[row.role], row.date);
      });
    };
    add(known_.network, [](VertexId v) { return v; });
    add(found_.network, [&](VertexId v) { return place_[v]; });
  }

  const io::LoadedNetwork& known_;
  const io::LoadedNetwork& found_;
  bool directed_;
  NewIds& ids_;
  report::Imported& report_;
  const RunContext& context_;
  io::Assembler assembler_;
  SamePeople same_;
  std::vector<VertexId> place_;     // of each member of the list in the network
  std::vector<VertexId> found_of_;  // of each member of before in the list
};

}  // namespace

namespace {

/// 17 of "m17".
std::optional<std::uint64_t> number_of(std::string_view id) {
  if (!id.starts_with('m') || id.size() > 18) return std::nullopt;
  return io::parse_natural(id.substr(1));
}

}  // namespace

bool NewIds::given(std::string_view id) const {
  const auto number = number_of(id);
  return number && *number < next_ && id == "m" + std::to_string(*number);
}

void NewIds::skip(std::string_view id) {
  if (const auto number = number_of(id); number && *number >= next_) next_ = *number + 1;
}

graph::Network merged(const io::LoadedNetwork& known, const io::LoadedNetwork& found, bool directed,
                      NewIds& ids, report::Imported& report, const RunContext& context) {
  graph::Network network = Merge(known, found, directed, ids, report, context).network();
  report.new_affiliations = network.affiliations.rows.size() - known.network.affiliations.rows.size();
  report.members = network.members.size();
  report.connections = directed ? io::written_graph(network).arc_count() : network.graph.edge_count();
  report.affiliations = network.affiliations.rows.size();
  report.groups = network.affiliations.groups.size();
  report.consent = graph::read_consent(network.members);
  return network;
}

}  // namespace tertius::pipeline
