#include "engine/report/analyses/whatif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/text.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/report/shares.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

std::string shown(const ComparedFigure& figure, double value) {
  return table_cell(figure.info, figure.value(value)) +
         (figure.info.percent && !std::isnan(value) ? " %" : "");
}

std::string names(const WhatIfReport& r, const std::vector<graph::VertexId>& members, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, members.size()); ++i) {
    const bool last = i + 1 == members.size();
    text += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", r.network->members.name(members[i]));
  }
  if (members.size() > most) text += fmt::format(" and {} more", grouped_digits(members.size() - most));
  return text;
}

/// "+1", "-0.8 percentage points"; with as many digits as it takes to be more than nothing.
std::string change_of(const ComparedFigure& f) {
  const double difference = f.after - f.before,
               size = std::abs(f.info.percent ? 100 * difference : difference);
  if (std::isnan(difference)) return "-";
  if (size < 1e-12) return "0";  // but for rounding
  std::string text = f.whole() ? grouped_digits(static_cast<unsigned long long>(size)) : "";
  for (int digits = f.info.percent ? 1 : 4;
       text.empty() || (digits <= 9 && text.find_first_of("123456789") == text.npos); ++digits)
    text = rounded(size, digits);
  return (difference < 0 ? "-" : "+") + text + (f.info.percent ? " percentage points" : "");
}

using Tie = std::pair<graph::VertexId, graph::VertexId>;

/// "between A and B and between C and D"
std::string ties_text(const WhatIfReport& r, const std::vector<Tie>& ties) {
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, ties.size()); ++i) {
    text += fmt::format("{}between {} and {}",
                        i == 0                 ? ""
                        : i + 1 == ties.size() ? " and "
                                               : ", ",
                        r.network->members.name(ties[i].first), r.network->members.name(ties[i].second));
  }
  return ties.size() > most ? text + fmt::format(" and {} more", ties.size() - most) : text;
}

/// "3.6195 steps instead of 3.6547", with as many digits as it takes to tell them apart.
std::string instead_of(double after, double before, std::string_view unit) {
  int digits = 4;
  while (digits < 9 && rounded(after, digits) == rounded(before, digits)) ++digits;
  return fmt::format("{}{} instead of {}", rounded(after, digits), unit, rounded(before, digits));
}

double before(const WhatIfReport& r, std::string_view key) {
  for (const ComparedFigure& figure : r.figures) {
    if (figure.info.key == key) return figure.before;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

/// New ties and nobody who leaves: what they improve.
std::string gains(const WhatIfReport& r, const std::string& change) {
  std::string text;
  if (r.won_pairs > 0) {
    text += fmt::format(" {}, {} can reach each other who could not before.", change,
                        counted(r.won_pairs, "pair of members", "pairs of members"));
  }
  if (r.closer->share > 0) {
    text +=
        fmt::format(" {}, {}{} of the pairs of members who {} closer together: {} on average",
                    text.empty() ? change : "Besides", r.sampled ? "about " : "", share_text(r.closer->share),
                    text.empty() ? "reach each other already come" : "reached each other before come",
                    instead_of(r.closer->mean_distance, before(r, "mean_distance"), " steps"));
    if (const double cross = before(r, "mean_cross_distance"); r.closer->mean_cross_distance < cross)
      text += fmt::format(", and {} between groups", instead_of(r.closer->mean_cross_distance, cross, ""));
    text += ".";
  }
  if (r.new_ties.size() == 1 && r.new_ties[0].steps_before != graph::unreachable) {
    const NewTie& tie = r.new_ties[0];
    text += fmt::format(" {} and {} themselves are {} steps apart without it.",
                        r.network->members.name(tie.a), r.network->members.name(tie.b), tie.steps_before);
  }
  if (r.won_pairs == 0 && r.closer->share == 0)
    text = fmt::format(" {}, no path becomes shorter in the sample of members.", change) + text;
  return text;
}

/// Somebody leaves: what breaks.
std::string losses(const WhatIfReport& r, const std::string& change) {
  std::string text = fmt::format(" {}, nobody is cut off.", change);
  if (!r.cut_off.empty()) {
    text = fmt::format(" {}, {} cut off from the rest of their part of the network: {}.", change,
                       counted(r.cut_off.size(), "member is", "members are"), names(r, r.cut_off, 8));
  }
  if (r.lost_pairs > 0) {
    text += fmt::format(" {} lose each other.", counted(r.lost_pairs, "pair of members", "pairs of members"));
  }
  if (r.won_pairs > 0) {
    text += fmt::format(" {} can reach each other who could not before.",
                        counted(r.won_pairs, "pair of members", "pairs of members"));
  }
  return text;
}

std::string findings(const WhatIfReport& r) {
  std::vector<Tie> fresh;
  for (const NewTie& tie : r.new_ties) fresh.emplace_back(tie.a, tie.b);
  std::string text;
  if (!r.known_ties.empty()) {
    text = fmt::format(" There is a tie {} already{}.", ties_text(r, r.known_ties),
                       fresh.empty() && r.without.empty() ? ", so nothing changes" : "");
  }
  const std::string ties =
      fresh.empty() ? ""
                    : fmt::format("ith {} {}", fresh.size() == 1 ? "a tie" : "ties", ties_text(r, fresh));
  if (!r.without.empty()) {
    text += losses(r, "Without " + names(r, r.without, 5) + (ties.empty() ? "" : ", w" + ties));
  } else if (!fresh.empty()) {
    text += gains(r, "W" + ties);
  }
  if (const std::string star = star_note(r.network->graph); !star.empty()) text += " " + star;
  return text.substr(1);
}

}  // namespace

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
  for (const NewTie& tie : r.new_ties) {
    json.begin_object().member("a", ids[tie.a]).member("b", ids[tie.b]).key("steps_before");
    if (tie.steps_before == graph::unreachable) {
      json.value(nullptr);
    } else {
      json.value(tie.steps_before);
    }
    json.end_object();
  }
  json.end_array().key("known_ties").begin_array();
  for (const auto& [a, b] : r.known_ties) json.begin_array().value(ids[a]).value(ids[b]).end_array();
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
  json.member("sampled", r.sampled).end_object();
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
               {"before", true, false, 9},
               {"after", true, false, 9},
               {"change", true, false, 5}});
  for (const ComparedFigure& f : r.figures) {
    table.add_row({std::string(f.info.title), shown(f, f.before), shown(f, f.after), change_of(f)});
  }
  std::string text = wrapped(findings(r), width) + "\n\n" + table.text(width);
  if (r.sampled) text += "Distances are read from a random sample of members.\n";
  return text;
}

}  // namespace tertius::report
