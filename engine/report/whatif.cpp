#include "engine/report/whatif.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/text.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

std::string shown(const ComparedFigure& figure, double value) {
  if (figure.whole) return grouped_digits(static_cast<unsigned long long>(value));
  return figure.share ? fmt::format("{} %", rounded(100 * value, 1)) : rounded(value);
}

void write_figure(JsonWriter& json, const ComparedFigure& figure, double value) {
  if (figure.whole)
    json.member(figure.key, static_cast<std::uint64_t>(value));
  else
    json.member(figure.key, value);
}

std::string names(const WhatIfReport& r, const std::vector<VertexId>& members, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, members.size()); ++i) {
    const bool last = i + 1 == members.size();
    text += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", r.network->members.name(members[i]));
  }
  if (members.size() > most) text += fmt::format(" and {} more", grouped_digits(members.size() - most));
  return text;
}

}  // namespace

void write_whatif_json(JsonWriter& json, const WhatIfReport& r) {
  const Ids& ids = r.network->members.ids;
  const auto list = [&](const std::vector<VertexId>& members) {
    json.begin_array();
    for (const VertexId v : members) json.value(ids[v]);
    json.end_array();
  };
  json.begin_object().member("by", r.by).key("without");
  list(r.without);
  json.key("with").begin_array();
  for (const auto& [a, b] : r.with) json.begin_array().value(ids[a]).value(ids[b]).end_array();
  json.end_array().key("before").begin_object();
  for (const ComparedFigure& figure : r.figures) write_figure(json, figure, figure.before);
  json.end_object().key("after").begin_object();
  for (const ComparedFigure& figure : r.figures) write_figure(json, figure, figure.after);
  json.end_object().key("cut_off");
  list(r.cut_off);
  json.member("lost_pairs", r.lost_pairs)
      .member("won_pairs", r.won_pairs)
      .member("sampled", r.sampled)
      .end_object();
}

std::string whatif_csv(const WhatIfReport& r) {
  std::string text = csv_row({"figure", "before", "after"});
  for (const ComparedFigure& f : r.figures) {
    text += csv_row({std::string(f.key), number_text(f.before), number_text(f.after)});
  }
  return text;
}

std::string whatif_text(const WhatIfReport& r, std::size_t width) {
  std::string change;
  if (!r.without.empty()) change = "Without " + names(r, r.without, 5);
  for (std::size_t i = 0; i < std::min<std::size_t>(r.with.size(), 3); ++i) {
    change +=
        fmt::format("{} a tie between {} and {}",
                    i > 0            ? " and"
                    : change.empty() ? "With"
                                     : ", with",
                    r.network->members.name(r.with[i].first), r.network->members.name(r.with[i].second));
  }
  if (r.with.size() > 3) change += fmt::format(" and {} more", r.with.size() - 3);
  std::string finding;
  if (!r.cut_off.empty()) {
    finding = fmt::format("{}, {} cut off from the rest of their part of the network: {}.", change,
                          counted(r.cut_off.size(), "member is", "members are"), names(r, r.cut_off, 8));
  } else {
    finding = fmt::format("{}, nobody is cut off.", change);
  }
  if (r.lost_pairs > 0) {
    finding +=
        fmt::format(" {} lose each other.", counted(r.lost_pairs, "pair of members", "pairs of members"));
  }
  if (r.won_pairs > 0) {
    finding += fmt::format(" {} can reach each other who could not before.",
                           counted(r.won_pairs, "pair of members", "pairs of members"));
  }
  Table table({{"", false, true, 9},
               {"before", true, false, 9},
               {"after", true, false, 9},
               {"change", true, false, 5}});
  for (const ComparedFigure& f : r.figures) {
    const double difference = f.after - f.before;
    std::string by = shown(f, difference < 0 ? -difference : difference);
    if (difference != 0 && by != "-") by.insert(by.begin(), difference < 0 ? '-' : '+');
    table.add_row({std::string(f.title), shown(f, f.before), shown(f, f.after), by});
  }
  std::string text = wrapped(finding, width) + "\n\n" + table.text(width);
  if (r.sampled) text += "Distances are read from a random sample of members.\n";
  return text;
}

}  // namespace tertius
