#include "engine/report/analyses/whatif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/text.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

using words::Argument;
using words::Finding;
using words::Share;

std::string shown(const ComparedFigure& figure, double value) {
  if (figure.info.percent) return percent(value, figure.info.decimals);
  return table_cell(figure.info, figure.value(value));
}

/// "+1", "-0.8 percentage points"; with as many digits as it takes to be more than nothing.
std::string change_of(const ComparedFigure& f) {
  const double difference = f.after - f.before,
               size = std::abs(f.info.percent ? 100 * difference : difference);
  if (std::isnan(difference)) return "-";
  if (size < 1e-12) return "0";  // but for rounding
  std::string text =
      f.whole() ? words::count_text(static_cast<unsigned long long>(size), words::spoken()) : "";
  for (int digits = f.info.percent ? 1 : 4;
       text.empty() || (digits <= 9 && text.find_first_of("123456789") == text.npos); ++digits)
    text = rounded(size, digits);
  text.insert(0, difference < 0 ? "-" : "+");
  if (!f.info.percent) return text;
  return words::sentence({"change_of_share", {{"points", text}}}, words::Speaker(words::spoken()));
}

using Connection = std::pair<graph::VertexId, graph::VertexId>;

/// Up to `most` members, and how many more, as arguments of these names.
void add_members(std::vector<Argument>& arguments, std::string_view name, std::string_view more,
                 const std::vector<graph::VertexId>& all, std::size_t most) {
  std::vector<words::Member> named;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) named.push_back({all[i]});
  arguments.emplace_back(more, all.size() - named.size());
  arguments.emplace_back(name, std::move(named));
}

void add_connections(std::vector<Argument>& arguments, const std::vector<Connection>& connections) {
  constexpr std::size_t most = 3;
  std::vector<Finding> named;
  for (std::size_t i = 0; i < std::min(most, connections.size()); ++i) {
    const auto& [a, b] = connections[i];
    named.push_back({"tie_between", {{"a", words::Member{a}}, {"b", words::Member{b}}}});
  }
  arguments.emplace_back("ties_more", connections.size() - named.size());
  arguments.emplace_back("ties", std::move(named));
}

/// As many decimals as it takes to tell them apart, and four at least.
int decimals_between(double after, double before) {
  int digits = 4;
  while (digits < 9 && rounded(after, digits) == rounded(before, digits)) ++digits;
  return digits;
}

double before(const WhatIfReport& r, std::string_view key) {
  for (const ComparedFigure& figure : r.figures) {
    if (figure.info.key == key) return figure.before;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

/// Who leaves and which connections are new, and what else a finding says of that.
std::vector<Argument> changed(const WhatIfReport& r, std::vector<Argument> arguments = {}) {
  std::vector<Connection> fresh;
  for (const NewConnection& connection : r.new_connections) fresh.emplace_back(connection.a, connection.b);
  add_members(arguments, "without", "without_more", r.without, 5);
  add_connections(arguments, fresh);
  arguments.emplace_back("new_ties", fresh.size());
  return arguments;
}

/// New connections and nobody who leaves: what they improve.
void say_gains(const WhatIfReport& r, std::vector<Finding>& findings) {
  if (r.won_pairs == 0 && r.closer->share == 0) findings.push_back({"no_path_shorter", changed(r)});
  if (r.won_pairs > 0)
    findings.push_back({"new_pairs_reach_each_other", changed(r, {{"pairs", r.won_pairs}})});
  if (r.closer->share > 0) {
    const double after = r.closer->mean_distance, was = before(r, "mean_distance");
    std::vector<Argument> arguments{{"besides", r.won_pairs > 0},
                                    {"sampled", r.sampled},
                                    {"share", Share{r.closer->share}},
                                    {"after", after},
                                    {"before", was},
                                    {"decimals", decimals_between(after, was)}};
    if (const double across = before(r, "mean_cross_distance"); r.closer->mean_cross_distance < across) {
      arguments.emplace_back("across_after", r.closer->mean_cross_distance);
      arguments.emplace_back("across_before", across);
      arguments.emplace_back("across_decimals", decimals_between(r.closer->mean_cross_distance, across));
    }
    findings.push_back({"pairs_come_closer", changed(r, std::move(arguments))});
  }
  if (r.new_connections.size() == 1 && r.new_connections[0].steps_before != graph::unreachable) {
    const NewConnection& connection = r.new_connections[0];
    findings.push_back({"apart_without_it",
                        {{"a", words::Member{connection.a}},
                         {"b", words::Member{connection.b}},
                         {"steps", connection.steps_before}}});
  }
}

/// Somebody leaves: what breaks.
void say_losses(const WhatIfReport& r, std::vector<Finding>& findings) {
  if (r.cut_off.empty()) {
    findings.push_back({"nobody_cut_off", changed(r)});
  } else {
    std::vector<Argument> arguments{{"members", r.cut_off.size()}};
    add_members(arguments, "cut_off", "cut_off_more", r.cut_off, 8);
    findings.push_back({"members_cut_off", changed(r, std::move(arguments))});
  }
  if (r.lost_pairs > 0) findings.push_back({"pairs_lose_each_other", {{"pairs", r.lost_pairs}}});
  if (r.won_pairs > 0) findings.push_back({"pairs_find_each_other", {{"pairs", r.won_pairs}}});
}

}  // namespace

std::vector<Finding> whatif_findings(const WhatIfReport& r) {
  std::vector<Finding> findings;
  if (!r.known_connections.empty()) {
    std::vector<Argument> arguments{{"nothing_changes", r.new_connections.empty() && r.without.empty()}};
    add_connections(arguments, r.known_connections);
    findings.push_back({"ties_known", std::move(arguments)});
  }
  if (!r.without.empty()) {
    say_losses(r, findings);
  } else if (!r.new_connections.empty()) {
    say_gains(r, findings);
  }
  if (const auto star = star_finding(r.network->graph)) findings.push_back(*star);
  return findings;
}

void write_whatif_json(JsonWriter& json, const WhatIfReport& r) {
  const graph::Ids& ids = r.network->members.ids;
  const auto list = [&](const std::vector<graph::VertexId>& members) {
    json.begin_array();
    for (const graph::VertexId v : members) json.value(ids[v]);
    json.end_array();
  };
  json.begin_object().member("by", r.by).key("without");
  list(r.without);
  json.key("with").begin_array();
  for (const auto& [a, b] : r.with) json.begin_array().value(ids[a]).value(ids[b]).end_array();
  json.end_array().key("before").begin_object();
  for (const ComparedFigure& f : r.figures) write_value(json.key(f.info.key), f.value(f.before));
  json.end_object().key("after").begin_object();
  for (const ComparedFigure& f : r.figures) write_value(json.key(f.info.key), f.value(f.after));
  json.end_object().key("cut_off");
  list(r.cut_off);
  json.member("lost_pairs", r.lost_pairs).member("won_pairs", r.won_pairs);
  json.key("new_ties").begin_array();
  for (const NewConnection& connection : r.new_connections) {
    json.begin_object().member("a", ids[connection.a]).member("b", ids[connection.b]).key("steps_before");
    if (connection.steps_before == graph::unreachable) {
      json.value(nullptr);
    } else {
      json.value(connection.steps_before);
    }
    json.end_object();
  }
  json.end_array().key("known_ties").begin_array();
  for (const auto& [a, b] : r.known_connections) json.begin_array().value(ids[a]).value(ids[b]).end_array();
  json.end_array().key("brought_closer");
  if (r.closer) {
    json.begin_object()
        .member("share", r.closer->share)
        .member("mean_distance", r.closer->mean_distance)
        .member("mean_cross_distance", r.closer->mean_cross_distance)
        .end_object();
  } else {
    json.value(nullptr);
  }
  json.member("sampled", r.sampled);
  write_findings(json, whatif_findings(r), r.network->members);
  json.end_object();
}

std::string whatif_csv(const WhatIfReport& r) {
  std::string text = csv_row({"figure", "before", "after"});
  for (const ComparedFigure& f : r.figures) {
    text += csv_row({std::string(f.info.key), number_text(f.before), number_text(f.after)});
  }
  return text;
}

std::string whatif_text(const WhatIfReport& r, std::size_t width) {
  Table table({{"", false, true, 9},
               {heading("before"), true, false, 9},
               {heading("after"), true, false, 9},
               {heading("change"), true, false, 5}});
  for (const ComparedFigure& f : r.figures) {
    table.add_row({heading(f.info.title), shown(f, f.before), shown(f, f.after), change_of(f)});
  }
  const words::Speaker speaker(r.network->members, words::spoken());
  std::string text =
      wrapped(words::joined(whatif_findings(r), speaker, " "), width) + "\n\n" + table.text(width);
  if (r.sampled) text += words::sentence({"distances_sampled"}, speaker) + "\n";
  return text;
}

}  // namespace tertius::report
