#include "engine/report/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/svg.hpp"
#include "engine/report/table.hpp"

namespace tertius {

namespace {

constexpr Metric all_metrics[] = {Metric::recall_at_5,
                                  Metric::recall_at_10,
                                  Metric::recall_at_20,
                                  Metric::hit_at_10,
                                  Metric::mrr,
                                  Metric::ndcg_at_10,
                                  Metric::coverage,
                                  Metric::cross_bubble_share,
                                  Metric::suggestion_gini,
                                  Metric::introducer_gini,
                                  Metric::calibration_error};

std::string_view split_name(Evaluation::Split split) {
  switch (split) {
    case Evaluation::Split::given:
      return "given";
    case Evaluation::Split::by_date:
      return "date";
    case Evaluation::Split::random:
      break;
  }
  return "random";
}

void write_quality(JsonWriter& json, const ScoreQuality& score) {
  for (const Metric metric : all_metrics) json.member(to_string(metric), score.mean[metric]);
  json.key("half_width").begin_object();
  for (const Metric metric : all_metrics) json.member(to_string(metric), score.half_width[metric]);
  json.end_object();
}

std::uint64_t total(const std::vector<std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts) sum += count;
  return sum;
}

const ScoreQuality* best_by(const Evaluation& evaluation, Metric metric) {
  const ScoreQuality* best = nullptr;
  for (const ScoreQuality& score : evaluation.scores) {
    if (best == nullptr || score.mean[metric] > best->mean[metric]) best = &score;
  }
  return best;
}

/// Mean and, where there are several rounds, what it may be off by: "0.432 +-.012".
std::string shown(const ScoreQuality& score, Metric metric) {
  const double half = score.half_width[metric];
  std::string text = rounded(score.mean[metric], 3);
  if (!std::isnan(half)) text += fmt::format(" ±{}", rounded(half, 3));
  return text;
}

std::string how_hidden(const Evaluation& e) {
  const std::string ties = counted(total(e.hidden), "tie", "ties");
  switch (e.split) {
    case Evaluation::Split::given:
      return fmt::format("The {} of the given split were hidden", ties);
    case Evaluation::Split::by_date:
      return fmt::format("The latest {} were hidden", ties);
    case Evaluation::Split::random:
      break;
  }
  if (e.hidden.size() == 1) return fmt::format("{} at random were hidden", ties);
  return fmt::format("In each of {} rounds, {} at random were hidden", e.hidden.size(),
                     counted(e.hidden.front(), "tie", "ties"));
}

constexpr double left = 70, right = 30, top = 50, bottom = 60, plot_width = 560, plot_height = 360;

}  // namespace

void write_evaluate_json(JsonWriter& json, const Evaluation& e) {
  json.begin_object();
  json.key("split").begin_object();
  json.member("by", split_name(e.split));
  if (e.split == Evaluation::Split::given) {
    json.member("share", nullptr);
  } else {
    json.member("share", e.share);
  }

  json.member("hidden", e.hidden).member("members", e.members).end_object();
  json.member("bubbles_by", e.bubbles_by);
  json.key("scores").begin_array();
  for (const ScoreQuality& score : e.scores) {
    json.begin_object().member("name", score.name);
    write_quality(json, score);
    json.end_object();
  }
  json.end_array().key("openness").begin_array();
  for (const OpennessPoint& point : e.openness) {
    json.begin_object().member("openness", point.openness);
    write_quality(json, point.quality);
    json.end_object();
  }
  json.end_array();
  json.key("blend");
  if (e.blend.empty()) {
    json.value(nullptr);
  } else {
    json.begin_object().member("fitted", e.blend_fitted).member("learnt_from", e.blend_learnt_from);
    json.member("discovery", e.blend_discovery);
    json.key("weights").begin_array();
    for (const BlendWeight& weight : e.blend) {
      json.begin_object().member("feature", weight.feature).member("weight", weight.weight).end_object();
    }
    json.end_array().end_object();
  }
  json.end_object();
}

std::string evaluate_csv(const Evaluation& e) {
  std::vector<std::string> header = {"score", "openness"};
  for (const Metric metric : all_metrics) header.emplace_back(to_string(metric));
  for (const Metric metric : all_metrics) header.push_back(fmt::format("{}_half_width", to_string(metric)));
  std::string text = csv_row(header);
  const auto add = [&](const ScoreQuality& score, const std::string& openness) {
    std::vector<std::string> row = {score.name, openness};
    for (const Metric metric : all_metrics) row.push_back(number_text(score.mean[metric]));
    for (const Metric metric : all_metrics) row.push_back(number_text(score.half_width[metric]));
    text += csv_row(row);
  };
  for (const ScoreQuality& score : e.scores) add(score, "");
  for (const OpennessPoint& point : e.openness) add(point.quality, number_text(point.openness));
  return text;
}

std::string evaluate_text(const Evaluation& e, std::size_t weights, std::size_t width) {
  std::string lead =
      fmt::format("{}, and {} got suggestions from what was left, all non-contacts competing.", how_hidden(e),
                  counted(total(e.members) / e.members.size(), "member", "members"));
  const ScoreQuality* recall = best_by(e, Metric::recall_at_10);
  if (recall != nullptr && recall->mean[Metric::recall_at_10] > 0.0) {
    lead += fmt::format(
        " {} finds most again: {} of a member's hidden ties are among the first 10 suggestions, and "
        "{} of the members find at least one there.",
        recall->name, percent(recall->mean[Metric::recall_at_10]), percent(recall->mean[Metric::hit_at_10]));
  }
  const ScoreQuality* reach = best_by(e, Metric::cross_bubble_share);
  if (reach != nullptr) {
    lead += fmt::format(" {} leads furthest out: {} of its suggestions go into another bubble (by {}).",
                        reach->name, percent(reach->mean[Metric::cross_bubble_share]), e.bubbles_by);
  }
  std::string text = wrapped(lead, width) + "\n\n";

  Table table({{"", false, false, 9},
               {"recall@10", true, false, 9},
               {"MRR", true, false, 8},
               {"hit@10", true, false, 6},
               {"NDCG@10", true, false, 4},
               {"recall@5", true, false, 3},
               {"recall@20", true, false, 3},
               {"coverage", true, false, 7},
               {"across bubbles", true, false, 7},
               {"Gini", true, false, 5},
               {"Gini introducers", true, false, 2},
               {"calibration", true, false, 2}});
  const auto add = [&](const std::string& name, const ScoreQuality& s) {
    table.add_row({name, shown(s, Metric::recall_at_10), shown(s, Metric::mrr),
                   rounded(s.mean[Metric::hit_at_10], 3), rounded(s.mean[Metric::ndcg_at_10], 3),
                   rounded(s.mean[Metric::recall_at_5], 3), rounded(s.mean[Metric::recall_at_20], 3),
                   percent(s.mean[Metric::coverage]), percent(s.mean[Metric::cross_bubble_share]),
                   rounded(s.mean[Metric::suggestion_gini], 2), rounded(s.mean[Metric::introducer_gini], 2),
                   rounded(s.mean[Metric::calibration_error], 3)});
  };
  for (const ScoreQuality& score : e.scores) add(score.name, score);
  for (const OpennessPoint& point : e.openness) {
    add(fmt::format("openness {}", number_text(point.openness)), point.quality);
  }
  text += table.text(width);
  if (e.hidden.size() > 1) text += "± is half of a 95 % confidence interval over the rounds.\n";
  if (!e.blend.empty()) {
    text +=
        "\n" +
        wrapped(e.blend_fitted
                    ? fmt::format("The blend learnt from {}. Its strongest weights, per standard deviation:",
                                  counted(e.blend_learnt_from, "hidden tie end", "hidden tie ends"))
                    : std::string("The network is too small to train the blend on: these are its default "
                                  "weights, per standard deviation:"),
                width) +
        "\n";
    for (std::size_t i = 0; i < std::min(weights, e.blend.size()); ++i) {
      text += fmt::format("  {:>7}  {}\n", rounded(e.blend[i].weight, 3), e.blend[i].feature);
    }
    if (e.blend_discovery > 0) {
      text +=
          wrapped(fmt::format(
                      "Every {}th place goes to somebody drawn in proportion to odds / contacts, so that as "
                      "many people are suggested as by resource allocation.",
                      e.blend_discovery),
                  width) +
          "\n";
    }
  }
  return text;
}

std::string evaluate_chart(const Evaluation& e) {
  double highest = 0.05, furthest = 0.05;
  const auto extend = [&](const Quality& q) {
    highest = std::max(highest, q[Metric::recall_at_10]);
    if (!std::isnan(q[Metric::cross_bubble_share]))
      furthest = std::max(furthest, q[Metric::cross_bubble_share]);
  };
  for (const ScoreQuality& score : e.scores) extend(score.mean);
  for (const OpennessPoint& point : e.openness) extend(point.quality.mean);
  highest = std::min(1.0, std::ceil(highest * 11.0) / 10.0);
  furthest = std::min(1.0, std::ceil(furthest * 11.0) / 10.0);
  const auto x = [&](double share) { return left + share / furthest * plot_width; };
  const auto y = [&](double recall) { return top + plot_height - recall / highest * plot_height; };

  Svg svg(left + plot_width + right, top + plot_height + bottom,
          "Recall at 10 against suggestions across bubbles");
  svg.text(left, 24, "What is found again, and how far suggestions reach", {.size = 15, .bold = true});
  const auto steps = [](double most) { return most > 0.5 ? 0.2 : 0.1; };
  for (double at = 0.0; at <= highest + 1e-9; at += steps(highest)) {
    svg.line(left, y(at), left + plot_width, y(at), "#dddddd");
    svg.text(left - 8, y(at) + 4, percent(at), {.size = 11, .anchor = TextAnchor::end});
  }
  for (double at = 0.0; at <= furthest + 1e-9; at += steps(furthest)) {
    svg.line(x(at), top, x(at), top + plot_height, "#dddddd");
    svg.text(x(at), top + plot_height + 18, percent(at), {.size = 11, .anchor = TextAnchor::middle});
  }
  svg.text(left + plot_width / 2, top + plot_height + 42,
           fmt::format("suggestions that lead into another bubble (by {})", e.bubbles_by),
           {.size = 12, .anchor = TextAnchor::middle});
  svg.text(18, top + plot_height / 2, "hidden ties among the first 10",
           {.size = 12, .anchor = TextAnchor::middle, .turned = -90});
  const auto point = [&](const Quality& q, std::string_view colour, const std::string& name, double size) {
    if (std::isnan(q[Metric::cross_bubble_share])) return;
    const double px = x(q[Metric::cross_bubble_share]), py = y(q[Metric::recall_at_10]);
    svg.rectangle(px - size / 2, py - size / 2, size, size, colour,
                  fmt::format("{}: recall@10 {}, across bubbles {}", name,
                              rounded(q[Metric::recall_at_10], 3), percent(q[Metric::cross_bubble_share])));
    const bool at_the_edge = px > left + plot_width - 130;
    svg.text(at_the_edge ? px - 8 : px + 8, py - 6, name,
             {.size = 11, .anchor = at_the_edge ? TextAnchor::end : TextAnchor::start});
  };
  for (std::size_t i = 1; i < e.openness.size(); ++i) {
    const Quality &a = e.openness[i - 1].quality.mean, &b = e.openness[i].quality.mean;
    if (std::isnan(a[Metric::cross_bubble_share]) || std::isnan(b[Metric::cross_bubble_share])) continue;
    svg.line(x(a[Metric::cross_bubble_share]), y(a[Metric::recall_at_10]), x(b[Metric::cross_bubble_share]),
             y(b[Metric::recall_at_10]), "#e66101", 2);
  }
  for (const OpennessPoint& at : e.openness) {
    point(at.quality.mean, "#e66101", fmt::format("openness {}", number_text(at.openness)), 7);
  }
  for (const ScoreQuality& score : e.scores) {
    point(score.mean, score.name == "default" || score.name == "blend" ? "#e66101" : "#5e3c99", score.name,
          9);
  }
  return svg.document();
}

}  // namespace tertius
