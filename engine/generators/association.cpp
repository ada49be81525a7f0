#include "engine/generators/association.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "engine/generators/association_words.hpp"
#include "engine/graph/building/builder.hpp"

namespace tertius::generators {
namespace {

using association::Discipline;
using association::Side;

constexpr graph::Day founded = 16'801;    // 2016-01-01
constexpr graph::Day last_year = 20'454;  // 2026-01-01
constexpr graph::Day today = 20'757;      // 2026-10-31

/// What each random stream is for, so that a change of one part leaves the others as they are.
enum Stream : std::uint64_t {
  traits,
  naming,
  roles,
  inner_connections,
  outer_connections,
  connection_facts,
  group_life
};

struct Connection {
  graph::VertexId a, b;
};

class Association {
 public:
  Association(const AssociationOptions& options, std::uint64_t seed)
      : n_(options.members), count_(options.disciplines), seed_(seed) {}

  graph::Network build(const RunContext& context) {
    assign_disciplines();
    assign_places();
    assign_roles();
    connection_disciplines();
    connection_bubbles();
    graph::Network network;
    describe_members(network.members);
    describe_connections(network, context);
    describe_groups(network.affiliations);
    return network;
  }

 private:
  RandomStream random(Stream use, std::uint64_t of = 0) const { return RandomStream(seed_, use, of); }
  const Discipline& discipline(graph::VertexId v) const { return association::disciplines[discipline_[v]]; }

  /// Disciplines get their share of the members, spread over all years.
  void assign_disciplines() {
    double total = 0.0;
    for (unsigned d = 0; d < count_; ++d) total += association::disciplines[d].share;
    double share = 0.0;
    for (unsigned d = 0; d < count_; ++d) {
      share += association::disciplines[d].share;
      const auto end = d + 1 == count_ ? n_ : static_cast<graph::VertexId>(share / total * n_);
      while (discipline_.size() < end) discipline_.push_back(d);
    }
    RandomStream order = random(traits);
    shuffle(discipline_, order);
    people_.resize(count_);
    for (graph::VertexId v = 0; v < n_; ++v) people_[discipline_[v]].push_back(v);
  }

  void assign_places() {
    RandomStream draw = random(traits, 1);
    for (graph::VertexId v = 0; v < n_; ++v) {
      double at = draw.real();
      unsigned p = 0;
      while (p + 1 < association::towns.size() && at >= association::towns[p].share)
        at -= association::towns[p++].share;
      place_.push_back(p);
    }
  }

  /// Newcomers are the last to join. The keeper and the three who hang on it belong to the last discipline.
  void assign_roles() {
    newcomer_from_ = n_ - std::max<graph::VertexId>(2, n_ / 50);
    const auto& last = people_[count_ - 1];
    keeper_ = last[0];
    remote_.assign(n_, false);
    for (std::size_t i = 0; i < 4; ++i) {
      place_[last[i]] = association::towns.size() - 1;
      remote_[last[i]] = i > 0;
    }
    const auto& educators = people_[0];
    jana_ = educators[educators.size() / 3];
    bridging_.assign(n_, false);
    bridging_[jana_] = true;
    RandomStream draw = random(roles);
    for (graph::VertexId left = n_ / 25 > 0 ? n_ / 25 - 1 : 0; left > 0;) {
      const auto v = static_cast<graph::VertexId>(draw.below(newcomer_from_));
      if (bridging_[v] || remote_[v] || v == keeper_) continue;
      bridging_[v] = true;
      --left;
    }
    for (auto& people : people_) {
      std::erase_if(people, [&](graph::VertexId v) { return v >= newcomer_from_ || remote_[v]; });
    }
    contacts_.resize(n_);
  }

  bool connection(graph::VertexId a, graph::VertexId b) {
    if (a == b || std::find(contacts_[a].begin(), contacts_[a].end(), b) != contacts_[a].end()) return false;
    contacts_[a].push_back(b);
    contacts_[b].push_back(a);
    connections_.push_back({a, b});
    return true;
  }

  /// Everybody who joins a discipline meets one to five of those who are there: contacts of contacts, people
  /// from the same place, people whom many know, or anybody.
  void connection_disciplines() {
    for (const auto& people : people_) {
      const std::size_t first = connections_.size();
      for (std::size_t i = 1; i < people.size(); ++i) {
        const graph::VertexId v = people[i];
        RandomStream draw = random(inner_connections, v);
        const std::uint64_t wanted = 1 + draw.below(std::min<std::uint64_t>(i, 5));
        std::uint64_t made = 0;
        for (int attempt = 0; attempt < 40 && made < wanted; ++attempt) {
          const double way = draw.real();
          graph::VertexId other = people[draw.below(i)];
          if (way < 0.4 && !contacts_[v].empty()) {
            const auto& through = contacts_[contacts_[v][draw.below(contacts_[v].size())]];
            other = through[draw.below(through.size())];
          } else if (way < 0.6) {
            for (int look = 0; look < 8 && place_[other] != place_[v]; ++look) other = people[draw.below(i)];
          } else if (way < 0.8 && connections_.size() > first) {
            const Connection& known = connections_[first + draw.below(connections_.size() - first)];
            other = draw.below(2) == 0 ? known.a : known.b;
          }
          made += connection(v, other) ? 1 : 0;
        }
      }
    }
    const auto& last = people_[count_ - 1];
    graph::VertexId before = last[0];
    for (graph::VertexId v = 0; v < n_; ++v) {
      if (!remote_[v]) continue;
      connection(keeper_, v);
      if (before != keeper_) connection(before, v);
      before = v;
    }
  }

  /// Contacts into crafts and into IT stay apart (see Side).
  bool may_meet(unsigned d, unsigned e) const {
    const auto& all = association::disciplines;
    const auto fits = [&](unsigned x, unsigned y) {
      if (all[x].name == "crafts") return all[y].side == Side::crafts;
      if (all[x].name == "IT") return all[y].side == Side::it;
      return true;
    };
    return d != e && fits(d, e) && fits(e, d);
  }

  std::vector<unsigned> named(std::span<const std::string_view> names) const {
    std::vector<unsigned> found;
    for (unsigned d = 0; d < count_; ++d) {
      if (std::find(names.begin(), names.end(), association::disciplines[d].name) != names.end())
        found.push_back(d);
    }
    return found;
  }

  /// Somebody of discipline `d`, rather from v's place.
  graph::VertexId somebody(unsigned d, graph::VertexId v, RandomStream& draw) const {
    const auto& people = people_[d];
    graph::VertexId other = people[draw.below(people.size())];
    if (place_[other] != place_[v]) other = people[draw.below(people.size())];
    return other;
  }

  void connection_bubbles() {
    for (graph::VertexId v = 0; v < newcomer_from_; ++v) {
      if (remote_[v]) continue;
      RandomStream draw = random(outer_connections, v);
      std::vector<unsigned> met;
      if (bridging_[v]) {
        for (unsigned d = 0; d < count_; ++d) {
          if (may_meet(discipline_[v], d) && !people_[d].empty()) met.push_back(d);
        }
        shuffle(met, draw);
        met.resize(std::min<std::size_t>(met.size(), v == jana_ ? 6 : 4 + draw.below(2)));
        for (const unsigned d : met) {
          for (std::uint64_t times = 1 + draw.below(v == jana_ ? 3 : 2); times > 0; --times)
            connection(v, somebody(d, v, draw));
        }
      } else if (draw.real() < 0.5) {
        for (const unsigned d : named(discipline(v).partners)) {
          if (may_meet(discipline_[v], d) && !people_[d].empty()) met.push_back(d);
        }
        for (int times = draw.real() < 0.35 ? 2 : 1; times > 0 && !met.empty(); --times) {
          connection(v, somebody(met[draw.below(met.size())], v, draw));
        }
      }
    }
  }

  /// One to three phrases, separated as different people do.
  std::string phrases(std::span<const std::string_view> from, std::uint64_t count, RandomStream& draw) const {
    std::vector<std::string_view> items(from.begin(), from.end());
    shuffle(items, draw);
    items.resize(std::min<std::size_t>(items.size(), count));
    const std::string_view separator = draw.below(4) == 0 ? ", " : "; ";
    std::string text;
    for (const std::string_view item : items) {
      if (!text.empty()) text += separator;
      text += item;
    }
    return text;
  }

  std::string needs(graph::VertexId v, RandomStream& draw) const {
    std::vector<std::string_view> wanted;
    for (const unsigned d : named(discipline(v).wants)) {
      const auto& offers = association::disciplines[d].offers;
      wanted.push_back(offers[draw.below(offers.size())]);
    }
    return phrases(wanted, 1 + draw.below(3), draw);
  }

  graph::Day joined(graph::VertexId v) const {
    if (v >= newcomer_from_)
      return today - 45 + static_cast<graph::Day>((v - newcomer_from_) * 40 / (n_ - newcomer_from_));
    return founded + static_cast<graph::Day>(std::uint64_t{v} * (last_year + 180 - founded) / n_);
  }

  void describe_members(graph::MemberTable& members) const {
    graph::Column names("name"), disciplines("discipline"), regions("region"), offers("offers"),
        wants("needs"), open("open"), since("joined");
    const NameList list(seed_);
    std::vector<std::size_t> used(association::origins.size(), 0);
    const std::size_t digits = std::max<std::size_t>(3, std::to_string(n_).size());
    for (graph::VertexId v = 0; v < n_; ++v) {
      const std::string number = std::to_string(v + 1);
      members.ids.add(std::string("m").append(digits - number.size(), '0').append(number));
      RandomStream draw = random(naming, v);
      const std::string drawn = list.next(draw, used);
      names.push_back(v == jana_ ? "Jana Feld" : drawn);
      disciplines.push_back(discipline(v).name);
      regions.push_back(association::towns[place_[v]].name);
      // A few leave the fields empty, as people do.
      const bool shy = draw.below(25) == 0 && v != jana_;
      const std::string offered = phrases(discipline(v).offers, 2 + draw.below(2), draw);
      const std::string needed =
          v == jana_ ? "portrait photography; Wandbilder; online shop" : needs(v, draw);
      offers.push_back(shy ? "" : offered);
      wants.push_back(shy ? "" : needed);
      open.push_back(draw.below(20) == 0 && v != jana_ ? "no" : "yes");
      since.push_back(date_text(joined(v)));
    }
    open.set_type(graph::ColumnType::boolean);
    members.names = std::move(names);
    for (graph::Column* column : {&disciplines, &regions, &offers, &wants, &open, &since}) {
      members.columns.push_back(std::move(*column));
    }
  }

  void describe_connections(graph::Network& network, const RunContext& context) const {
    std::vector<graph::VertexId> sources, targets;
    std::vector<double> weights;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      RandomStream draw = random(connection_facts, i);
      sources.push_back(connections_[i].a);
      targets.push_back(connections_[i].b);
      const bool same = discipline_[connections_[i].a] == discipline_[connections_[i].b];
      const std::uint64_t any = draw.below(5);  // arguments of one call are drawn in the compiler's order
      weights.push_back(1.0 + static_cast<double>(std::min(draw.below(same ? 5 : 4), any)));
    }
    network.graph = graph::build_graph(n_, {sources, targets, weights}, {}, context).graph;
    network.connections.kinds = {"project", "colleague", "friend", "mentor", "neighbour"};
    std::vector<std::uint32_t> kinds(network.graph.arc_count(), 0);
    std::vector<graph::Day> dates(network.graph.arc_count(), graph::no_day);
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      const auto [a, b] = connections_[i];
      RandomStream draw = random(connection_facts, connections_.size() + i);
      const graph::Day earliest = std::max(joined(a), joined(b));
      const graph::Day since =
          earliest + static_cast<graph::Day>(draw.below(static_cast<std::uint64_t>(today - earliest)));
      const auto kind = static_cast<std::uint32_t>(draw.below(place_[a] == place_[b] ? 5 : 4));
      for (const graph::ArcIndex arc : {network.graph.find_arc(a, b), network.graph.find_arc(b, a)}) {
        dates[arc] = since;
        kinds[arc] = kind;
      }
    }
    network.connections.kind = std::move(kinds);
    network.connections.since = std::move(dates);
  }

  /// A round table in every discipline, a meeting in every place, circles across disciplines, and yearly
  /// events.
  void describe_groups(graph::Affiliations& affiliations) const {
    affiliations.roles = {"member", "chair", "speaker", "guest"};
    std::vector<graph::Affiliations::Row>& rows = affiliations.rows.own();
    constexpr std::uint32_t member = 0, chair = 1, speaker = 2, guest = 3;
    const auto found = [&](std::string_view name, std::string_view kind) {
      affiliations.groups.push_back(name);
      affiliations.kinds.push_back(kind);
      return static_cast<std::uint32_t>(affiliations.groups.size() - 1);
    };
    const auto joins = [&](graph::VertexId v, std::uint32_t group, std::uint32_t role, graph::Day date) {
      rows.push_back({v, group, role, date});
    };
    const auto days_since = [](graph::Day from, RandomStream& draw) {
      return from + static_cast<graph::Day>(draw.below(static_cast<std::uint64_t>(today - from)));
    };
    for (unsigned d = 0; d < count_; ++d) {
      const auto group = found("Round table " + std::string(association::disciplines[d].name), "group");
      RandomStream draw = random(group_life, group);
      bool first = true;
      for (const graph::VertexId v : people_[d]) {
        if (draw.below(10) >= 6) continue;
        joins(v, group, first ? chair : member, days_since(joined(v), draw));
        first = false;
      }
    }
    for (std::uint32_t p = 0; p < association::towns.size(); ++p) {
      const auto group = found("Stammtisch " + std::string(association::towns[p].name), "group");
      RandomStream draw = random(group_life, group);
      for (graph::VertexId v = 0; v < newcomer_from_; ++v) {
        if (place_[v] == p && draw.below(4) == 0) joins(v, group, member, days_since(joined(v), draw));
      }
    }
    const auto& circles = association::circles;
    for (graph::VertexId c = 0; c < std::max<graph::VertexId>(4, n_ / 40); ++c) {
      const auto group =
          found(numbered(std::string(circles[c % circles.size()]), c / circles.size()), "group");
      RandomStream draw = random(group_life, group);
      const Side side = c % 2 == 0 ? Side::crafts : Side::it;  // crafts and IT do not meet here either
      for (graph::VertexId times = 0; times < 40; ++times) {
        const auto v = static_cast<graph::VertexId>(draw.below(newcomer_from_));
        const bool fits = discipline(v).side == side || discipline(v).side == Side::neither;
        const bool wants = bridging_[v] || draw.below(4) == 0;
        if (fits && wants && !took_part(rows, group, v)) joins(v, group, member, days_since(joined(v), draw));
      }
    }
    constexpr std::size_t yearly = association::events.size();
    for (graph::VertexId e = 0; e < std::max<graph::VertexId>(4, n_ / 30); ++e) {
      const auto& event = association::events[e % yearly];
      const auto year = static_cast<int>(2026 - (e / yearly + e) % 10);
      const auto group =
          found(numbered(std::string(event.name) + " " + std::to_string(year), e / yearly / 10), "event");
      RandomStream draw = random(group_life, group);
      const graph::Day date = day_of(year, event.month, static_cast<unsigned>(1 + draw.below(25)));
      for (graph::VertexId times = 0; times < 50; ++times) {
        const auto v = static_cast<graph::VertexId>(draw.below(newcomer_from_));
        if (joined(v) > date || took_part(rows, group, v)) continue;
        joins(v, group, draw.below(12) == 0 ? speaker : guest, date);
      }
    }
  }

  /// Rows of one group stand together at the end while it is being filled.
  static bool took_part(const std::vector<graph::Affiliations::Row>& rows, std::uint32_t group,
                        graph::VertexId v) {
    for (std::size_t i = rows.size(); i > 0 && rows[i - 1].group == group; --i) {
      if (rows[i - 1].member == v) return true;
    }
    return false;
  }

  /// A second round through a list of names takes a number: "Repair Café 2".
  static std::string numbered(const std::string& name, std::size_t round) {
    return round == 0 ? name : name + " " + std::to_string(round + 1);
  }

  static graph::Day day_of(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    return static_cast<graph::Day>(std::chrono::sys_days{date}.time_since_epoch().count());
  }
  static std::string date_text(graph::Day day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    const auto two = [](unsigned number) {
      return std::string(number < 10 ? "0" : "") + std::to_string(number);
    };
    return std::to_string(int{date.year()}) + "-" + two(unsigned{date.month()}) + "-" +
           two(unsigned{date.day()});
  }

  /// Full names in random order, none twice before the names run out (after about 2,400).
  class NameList {
   public:
    explicit NameList(std::uint64_t seed) {
      for (const auto& origin : association::origins) {
        auto& names = names_.emplace_back();
        for (const std::string_view given : origin.given) {
          for (const std::string_view surname : origin.surnames) names.push_back({given, surname});
        }
        RandomStream order(seed, naming, ~names_.size());
        shuffle(names, order);
      }
    }
    std::string next(RandomStream& draw, std::vector<std::size_t>& used) const {
      double at = draw.real();
      std::size_t o = 0;
      while (o + 1 < names_.size() && at >= association::origins[o].share)
        at -= association::origins[o++].share;
      if (used[o] >= names_[o].size()) o = 0;  // the first origin has the most names
      const auto& [given, surname] = names_[o][used[o]++ % names_[o].size()];
      return std::string(given) + " " + std::string(surname);
    }

   private:
    std::vector<std::vector<std::pair<std::string_view, std::string_view>>> names_;
  };

  graph::VertexId n_;
  unsigned count_;
  std::uint64_t seed_;
  std::vector<unsigned> discipline_;
  std::vector<std::size_t> place_;
  std::vector<std::vector<graph::VertexId>> people_;  // of each discipline, those who take part in its life
  graph::VertexId newcomer_from_ = 0, keeper_ = 0, jana_ = 0;
  std::vector<bool> remote_, bridging_;
  std::vector<std::vector<graph::VertexId>> contacts_;
  std::vector<Connection> connections_;
};

}  // namespace

graph::Network generate_association(const AssociationOptions& options, const RunContext& context) {
  if (options.members < 40 || options.members > 10'000'000) {
    throw Error(ErrorKey::option_value,
                "members: found " + std::to_string(options.members) + "; expected 40 to 10,000,000");
  }
  constexpr auto known = static_cast<unsigned>(association::disciplines.size());
  if (options.disciplines < 4 || options.disciplines > known || options.disciplines * 8 > options.members) {
    throw Error(ErrorKey::option_value, "disciplines: found " + std::to_string(options.disciplines) +
                                            "; expected 4 to " +
                                            std::to_string(std::min(known, options.members / 8)) + " for " +
                                            std::to_string(options.members) + " members");
  }
  const Phase phase(context, "generate");
  return Association(options, context.seed).build(context);
}

}  // namespace tertius::generators
