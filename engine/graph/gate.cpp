#include "engine/graph/gate.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

namespace tertius::graph {
namespace {

constexpr std::string_view joined_groups = "(smaller groups)";

std::uint64_t hashed(std::string_view text, std::uint64_t key) {
  return XXH3_64bits_withSeed(text.data(), text.size(), key);
}

/// Depends on all ids and names, in whatever order, so that nobody who has not got them can tell who bears
/// which pseudonym.
std::uint64_t key_of(const MemberTable& members, std::uint64_t key) {
  std::uint64_t sum = key;
  for (VertexId v = 0; v < members.size(); ++v) sum += hashed(members.name(v), hashed(members.ids[v], key));
  return sum;
}

/// In the order of their keyed hashes.
void shuffle_by_key(std::vector<VertexId>& some, const MemberTable& members, std::uint64_t key) {
  std::vector<std::pair<std::uint64_t, VertexId>> order;
  for (const VertexId v : some) order.emplace_back(hashed(members.ids[v], key), v);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < some.size(); ++i) some[i] = order[i].second;
}

/// Values that nobody in `open` has become none; so the dictionary forgets them.
Column without_private_values(const Column& column, const std::vector<bool>& open) {
  std::vector<bool> shared(column.dictionary().size(), false);
  for (std::size_t v = 0; v < open.size(); ++v)
    if (const std::uint32_t code = column.code(static_cast<VertexId>(v)); open[v] && code != Column::missing)
      shared[code] = true;
  Column result = column.like();
  for (std::size_t v = 0; v < open.size(); ++v) {
    const std::uint32_t code = column.code(static_cast<VertexId>(v));
    result.push_back(code != Column::missing && shared[code] ? column.dictionary()[code]
                                                             : std::string_view());
  }
  result.set_type(column.type());
  return result;
}

/// Which groups of these sizes are to be one, so that no group is told apart that is smaller than `least`:
/// the smallest, as many as it takes.
std::vector<bool> groups_to_join(std::span<const std::uint32_t> sizes, std::uint32_t least) {
  std::vector<std::uint32_t> order(sizes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return sizes[a] < sizes[b]; });
  std::vector<bool> joined(sizes.size(), false);
  std::uint32_t together = 0;
  for (const std::uint32_t g : order) {
    if (sizes[g] >= least && (together == 0 || together >= least)) break;
    joined[g] = true;
    together += sizes[g];
  }
  return joined;
}

Column column_of(const Column& column, const Partition& groups, const std::vector<bool>& joined) {
  Column result = column.like();
  for (std::size_t v = 0; v < groups.label.size(); ++v)
    result.push_back(joined[groups.label[v]] ? joined_groups : column.text(static_cast<VertexId>(v)));
  return result;
}

/// Affiliations of members who did not agree keep no role, and groups that are theirs alone vanish.
void hide_affiliations(Affiliations& all, const std::vector<bool>& open) {
  std::vector<bool> known(all.groups.size(), false);
  const auto members = static_cast<VertexId>(open.size());
  all.for_each_row(members, [&](const Affiliations::Row& row) {
    if (open[row.member]) known[row.group] = true;
  });
  std::vector<Affiliations::Row> rows;
  StringPool roles;
  std::vector<std::uint32_t> role_now(all.roles.size(), ~0U);
  all.for_each_row(members, [&](Affiliations::Row row) {
    if (!known[row.group]) return;
    if (!open[row.member]) {
      row.role = ~0U;
    } else if (row.role != ~0U) {
      std::uint32_t& role = role_now[row.role];
      if (role == ~0U) {
        role = static_cast<std::uint32_t>(roles.size());
        roles.push_back(all.roles[row.role]);
      }
      row.role = role;
    }
    rows.push_back(row);
  });
  StringPool groups, kinds;
  for (std::size_t g = 0; g < all.groups.size(); ++g) {
    groups.push_back(known[g] ? all.groups[g] : std::string_view());
    kinds.push_back(known[g] ? all.kinds[g] : std::string_view());
  }
  all = {std::move(rows), std::move(groups), std::move(kinds), std::move(roles)};
}

/// Hands out "opted-out-1", "opted-out-2", ..., but for what somebody else is called already.
class Pseudonyms {
 public:
  explicit Pseudonyms(const MemberTable& members) {
    for (VertexId v = 0; v < members.size(); ++v) {
      taken_.insert(members.ids[v]);
      if (members.names) taken_.insert(std::string(members.names->text(v)));
    }
  }
  std::string next(std::string_view prefix) {
    for (;;) {
      std::string name = fmt::format("{}-{}", prefix, ++count_[std::string(prefix)]);
      if (!taken_.contains(name)) return name;
    }
  }

 private:
  std::unordered_set<std::string> taken_;
  std::map<std::string, std::uint64_t> count_;
};

void give_pseudonyms(Network& network, const std::vector<bool>& named, std::string_view others_are) {
  Pseudonyms pseudonyms(network.members);
  Ids ids;
  std::optional<Column> names;
  if (network.members.names) names.emplace(network.members.names->name());
  for (VertexId v = 0; v < network.members.size(); ++v) {
    const bool unasked = network.consent.of(v) == Consent::unasked;
    ids.add(named[v] ? network.members.ids[v] : pseudonyms.next(unasked ? "not-asked" : others_are));
    if (names) names->push_back(named[v] ? network.members.names->text(v) : std::string_view());
  }
  ids.compact();
  network.members.ids = std::move(ids);
  network.members.names = std::move(names);
}

Network shared_without_names(Network complete, const GateOptions& options, const RunContext& context) {
  std::vector<VertexId> order(complete.members.size());
  std::iota(order.begin(), order.end(), VertexId{0});
  // Another attribute, another order: tables of two attributes do not line up row by row.
  shuffle_by_key(order, complete.members, key_of(complete.members, hashed(options.keep, 0)));
  std::erase_if(complete.members.columns,
                [&](const Column& column) { return &column != complete.members.find_column(options.keep); });
  Network network = rearranged(complete, order, context);
  for (Column& column : network.members.columns) {
    const Partition groups = group_by(column).partition;  // members without a value are a group, too
    column = column_of(column, groups, groups_to_join(groups.sizes(), options.least_group));
  }
  network.connections = {};
  network.affiliations = {};
  network.members.names.reset();
  network.consent = Consents(std::vector<Consent>(order.size(), Consent::yes), Naming::nobody);
  give_pseudonyms(network, std::vector<bool>(order.size(), false), "member");
  return network;
}

/// What members of `complete` who are not among these are called is remembered in `network`.
void remember_all_but(std::span<const VertexId> these, const Network& complete, Network& network) {
  std::vector<bool> known(complete.members.size(), false);
  for (const VertexId v : these) known[v] = true;
  for (VertexId v = 0; v < complete.members.size(); ++v) {
    if (known[v]) continue;
    network.consent.remember(complete.members.ids[v]);
    network.consent.remember(complete.members.name(v));
  }
}

}  // namespace

Partition with_joined_groups(const Partition& groups, std::uint32_t least) {
  const std::vector<bool> joined = groups_to_join(groups.sizes(), least);
  std::vector<std::uint32_t> labels = groups.label;
  for (std::uint32_t& label : labels)
    if (joined[label]) label = groups.count;
  return canonical(labels);
}

Partition clusters_shown(const Network& network, Partition clusters) {
  return network.consent.naming() == Naming::nobody ? with_joined_groups(clusters, GateOptions{}.least_group)
                                                    : std::move(clusters);
}

ConsentRecord without_out(const ConsentRecord& record) {
  ConsentRecord result = record;
  std::erase(result.states, Consent::out);
  result.out = 0;
  return result;
}

Network without_out(Network complete, const ConsentRecord& record, const RunContext& context) {
  if (record.out == 0) return complete;
  std::vector<VertexId> order;
  for (VertexId v = 0; v < complete.members.size(); ++v)
    if (record.of(v) != Consent::out) order.push_back(v);
  Network network = rearranged(complete, order, context);
  remember_all_but(order, complete, network);
  // Groups that only they took part in are theirs.
  hide_affiliations(network.affiliations, std::vector<bool>(order.size(), true));
  return network;
}

Network gated(Network complete, const ConsentRecord& record, const GateOptions& options,
              const RunContext& context) {
  if (options.share) return shared_without_names(std::move(complete), options, context);
  if (!record.restricts()) return complete;
  std::vector<VertexId> order, closed;
  for (VertexId v = 0; v < complete.members.size(); ++v)
    (record.of(v) == Consent::yes ? order : closed).push_back(v);
  const std::size_t open_count = order.size();
  shuffle_by_key(closed, complete.members, key_of(complete.members, 0));
  order.insert(order.end(), closed.begin(), closed.end());
  Network network = rearranged(complete, order, context);
  std::vector<Consent> states;
  for (const VertexId v : order) states.push_back(record.of(v));
  network.consent =
      network.consent.with_states(std::move(states), options.reveal ? Naming::everybody : Naming::agreed);
  remember_all_but({order.data(), open_count}, complete, network);
  if (options.reveal) return network;
  std::vector<bool> open(order.size(), false);
  std::fill_n(open.begin(), open_count, true);
  for (Column& column : network.members.columns) column = without_private_values(column, open);
  hide_affiliations(network.affiliations, open);
  give_pseudonyms(network, open, "opted-out");
  return network;
}

Redaction::Redaction(const Network& complete, const ConsentRecord& record, bool share)
    : all_is_safe_(!share && !record.restricts()) {
  if (all_is_safe_) return;
  const MemberTable& members = complete.members;
  std::unordered_set<std::string> others, hidden;
  const auto named = [&](VertexId v) { return !share && record.of(v) == Consent::yes; };
  const auto take = [&](VertexId v, std::string_view text) {
    (named(v) ? others : hidden).insert(std::string(text));
  };
  for (VertexId v = 0; v < members.size(); ++v) {
    take(v, members.ids[v]);
    take(v, members.name(v));
    if (named(v)) shown_.insert({members.ids[v], members.name(v)});
    for (const Column& column : members.columns) take(v, column.text(v));
  }
  const Affiliations& all = complete.affiliations;
  all.for_each_row(members.size(), [&](const Affiliations::Row& row) {
    take(row.member, all.groups[row.group]);
    if (row.role != ~0U) take(row.member, all.roles[row.role]);
  });
  for (const std::string& text : hidden)
    if (!text.empty() && !others.contains(text)) private_.push_back(text);
  std::sort(private_.begin(), private_.end());
}

std::string Redaction::safe_refusal(std::string_view message) const {
  if (all_is_safe_) return std::string(message);
  const std::size_t expected = std::min(message.rfind("; expected"), message.size());
  const std::string_view found = message.substr(0, expected);
  const std::size_t open = found.find('"'), close = found.rfind('"');
  std::string text(message);
  if (open != std::string_view::npos && close > open &&
      !shown_.contains(std::string(found.substr(open + 1, close - open - 1))))
    text.replace(open + 1, close - open - 1, "...");
  if (!concerns_somebody(text)) return text;
  return fmt::format("{}: something of a member who is not named here{}",
                     message.substr(0, std::min(message.find(": "), message.size())),
                     message.substr(expected));
}

std::string Redaction::safe_note(std::string_view note) const {
  return concerns_somebody(note) ? "A note about a member who is not named here is left out."
                                 : std::string(note);
}

bool Redaction::concerns_somebody(std::string_view text) const {
  const auto in_word = [&](std::size_t at) {
    if (at >= text.size()) return false;
    const auto c = static_cast<unsigned char>(text[at]);
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return std::any_of(private_.begin(), private_.end(), [&](const std::string& word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
      if ((at == 0 || !in_word(at - 1)) && !in_word(at + word.size())) return true;
    return false;
  });
}

}  // namespace tertius::graph
