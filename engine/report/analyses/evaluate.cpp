#include "engine/report/analyses/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/svg.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {

namespace {

/// Every figure, once, in the order of table, CSV and JSON. A table as wide as all of them would fit nowhere,
/// so there are two: what is found again, and whom suggestions lead to.
struct Figure {
  enum class Table { found, reach };
  enum class Form { share, number, gini };
  introductions::Metric metric;
  std::string_view title;
  Table table;
  Form form;
  /// Shown with its interval where there is one.
  bool interval;
  std::string_view meaning;
};
constexpr Figure figures[] = {
    {introductions::Metric::recall_at_5, "recall@5", Figure::Table::found, Figure::Form::number, false,
     "of the hidden ties of a member, those among the first 5 suggestions; the mean over members."},
    {introductions::Metric::recall_at_10, "recall@10", Figure::Table::found, Figure::Form::number, true,
     "the same for the first 10."},
    {introductions::Metric::recall_at_20, "recall@20", Figure::Table::found, Figure::Form::number, false,
     "the same for the first 20."},
    {introductions::Metric::hit_at_10, "hit@10", Figure::Table::found, Figure::Form::number, false,
     "of the members, those with a hidden tie among the first 10 suggestions."},
    {introductions::Metric::mrr, "MRR", Figure::Table::found, Figure::Form::number, false,
     "mean reciprocal rank: 1 where the first suggestion is a hidden tie, 1/2 where the second is."},
    {introductions::Metric::ndcg_at_10, "NDCG@10", Figure::Table::found, Figure::Form::number, false,
     "normalised discounted cumulative gain of the first 10: hidden ties count more the higher they stand."},
    {introductions::Metric::coverage, "coverage", Figure::Table::reach, Figure::Form::share, false,
     "of all members, those whom somebody sees among their first 10 suggestions."},
    {introductions::Metric::cross_bubble_share, "across bubbles", Figure::Table::reach, Figure::Form::share,
     false, "of the first 10 suggestions, those that lead into another bubble."},
    {introductions::Metric::suggestion_gini, "Gini", Figure::Table::reach, Figure::Form::gini, false,
     "how unevenly members are suggested: 0 all alike, 1 one alone."},
    {introductions::Metric::introducer_gini, "introducers", Figure::Table::reach, Figure::Form::gini, false,
     "how unevenly members are named as introducers: 0 all alike, 1 one alone."},
    {introductions::Metric::calibration_error, "calibration", Figure::Table::reach, Figure::Form::number,
     false, "how far chances that the model states are from how often they come true."},
};
static_assert(std::size(figures) == introductions::metric_count);

/// Something that is compared: a score, or a setting of openness.
struct EvaluateRow {
  using Report = introductions::Evaluation;
  const introductions::Evaluation& report;
  const introductions::ScoreQuality& score;
  std::optional<double> openness{};
};
using Row = EvaluateRow;

words::Speaker in_spoken() {
  return words::Speaker(words::spoken());
}

/// "openness 0.25", as tables and sentences call a setting.
std::string name_of(double openness) {
  return words::sentence({"score_of_openness", {{"openness", openness}}}, in_spoken());
}

/// Mean and, where there are several rounds, what it may be off by: "0.432 ±0.012".
std::string shown(const introductions::ScoreQuality& score, const Figure& figure) {
  const double value = score.mean[figure.metric], half = score.half_width[figure.metric];
  if (figure.form == Figure::Form::share) return percent(value);
  std::string text = rounded(value, figure.form == Figure::Form::gini ? 2 : 3);
  if (figure.interval && !std::isnan(half)) text += fmt::format(" ±{}", rounded(half, 3));
  return text;
}

Field<Row> score_name() {
  return {{.key = "name", .csv_key = "score", .type = FieldType::text, .meaning = "of the score."},
          [](const Row& row) { return row.score.name; },
          {},
          [](const Row& row) { return row.openness ? name_of(*row.openness) : row.score.name; }};
}
Field<Row> openness() {
  return {{.key = "openness",
           .meaning = "0: whoever is close; 1: whoever widens the horizon.",
           .least = 0,
           .most = 1},
          [](const Row& row) { return row.openness ? Value(*row.openness) : Value(); }};
}

/// `first`, the figures, and how far each of them may be off.
Fields<Row> with_figures(Fields<Row> first) {
  static const std::vector<std::string> half_widths = [] {
    std::vector<std::string> names;
    for (const Figure& f : figures)
      names.push_back(fmt::format("{}_half_width", introductions::to_string(f.metric)));
    return names;
  }();
  for (const Figure& f : figures)
    first.push_back({{.key = introductions::to_string(f.metric),
                      .title = f.title,
                      .meaning = f.meaning,
                      .least = 0,
                      .most = 1,
                      .nullable = true},
                     [&f](const Row& row) { return row.score.mean[f.metric]; },
                     {},
                     [&f](const Row& row) { return shown(row.score, f); }});
  for (std::size_t i = 0; i < std::size(figures); ++i)
    first.push_back({{.key = introductions::to_string(figures[i].metric),
                      .csv_key = half_widths[i],
                      .within = "half_width",
                      .meaning = "half the width of its 95 % confidence interval over the rounds.",
                      .least = 0,
                      .nullable = true},
                     [&f = figures[i]](const Row& row) { return row.score.half_width[f.metric]; }});
  return first;
}

const Fields<Row>& score_fields() {
  static const Fields<Row> fields = with_figures({score_name()});
  return fields;
}
const Fields<Row>& openness_fields() {
  static const Fields<Row> fields = with_figures({openness()});
  return fields;
}
/// Both kinds of rows in one table.
const Fields<Row>& all_fields() {
  static const Fields<Row> fields = with_figures({score_name(), openness()});
  return fields;
}

std::vector<Row> score_rows(const introductions::Evaluation& e) {
  std::vector<Row> rows;
  for (const introductions::ScoreQuality& score : e.scores) rows.push_back({e, score});
  return rows;
}
std::vector<Row> openness_rows(const introductions::Evaluation& e) {
  std::vector<Row> rows;
  for (const introductions::OpennessPoint& point : e.openness)
    rows.push_back({e, point.quality, point.openness});
  return rows;
}
std::vector<Row> evaluate_rows(const introductions::Evaluation& e) {
  std::vector<Row> rows = score_rows(e);
  for (const Row& row : openness_rows(e)) rows.push_back(row);
  return rows;
}

std::string_view split_name(introductions::Evaluation::Split split) {
  switch (split) {
    case introductions::Evaluation::Split::given:
      return "given";
    case introductions::Evaluation::Split::by_date:
      return "date";
    case introductions::Evaluation::Split::random:
      break;
  }
  return "random";
}

std::uint64_t total(const std::vector<std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts) sum += count;
  return sum;
}

/// Everything that is compared, under the name it has in the table.
std::vector<std::pair<std::string, const introductions::ScoreQuality*>> all_rows(
    const introductions::Evaluation& e) {
  std::vector<std::pair<std::string, const introductions::ScoreQuality*>> rows;
  for (const introductions::ScoreQuality& score : e.scores) rows.emplace_back(score.name, &score);
  for (const introductions::OpennessPoint& point : e.openness) {
    rows.emplace_back(name_of(point.openness), &point.quality);
  }
  return rows;
}

/// The highest figure, and all who reach it; nobody where none has this figure.
struct Best {
  double value = 0.0;
  std::vector<std::string> names;
  const introductions::ScoreQuality* first = nullptr;
};
Best best_by(const introductions::Evaluation& evaluation, introductions::Metric metric) {
  Best best;
  for (const auto& [name, score] : all_rows(evaluation)) {
    const double value = score->mean[metric];
    if (std::isnan(value) || (best.first != nullptr && value < best.value)) continue;
    if (best.first == nullptr || value > best.value) best = {value, {}, score};
    best.names.push_back(name);
  }
  return best;
}

/// How the connections were hidden, and for whom suggestions were made.
std::vector<words::Finding> what_was_done(const introductions::Evaluation& e) {
  const bool one_round_of_several =
      e.split == introductions::Evaluation::Split::random && e.hidden.size() > 1;
  const words::Finding hidden{"ties_hidden",
                              {{"split", words::Choice{split_name(e.split)}},
                               {"ties", one_round_of_several ? e.hidden.front() : total(e.hidden)},
                               {"rounds", e.hidden.size()}}};
  const auto [least, most] = std::minmax_element(e.members.begin(), e.members.end());
  std::vector<words::Argument> judged{{"members", *most}};
  if (*least < *most) judged.emplace_back("least", *least);
  return {hidden, {"suggestions_made", std::move(judged)}};
}

/// Who finds most again, and who leads furthest out.
std::vector<words::Finding> findings(const introductions::Evaluation& e) {
  std::vector<words::Finding> all = what_was_done(e);
  const Best recall = best_by(e, introductions::Metric::recall_at_10);
  if (recall.first != nullptr && recall.value == 0.0) {
    all.push_back({"nothing_found_again"});
  } else if (recall.first != nullptr) {
    std::vector<words::Argument> arguments{
        {"scores", recall.names}, {"alike", recall.names.size()}, {"share", words::Share{recall.value}}};
    if (recall.names.size() == 1)
      arguments.emplace_back("hit", words::Share{recall.first->mean[introductions::Metric::hit_at_10]});
    all.push_back({"finds_most_again", std::move(arguments)});
  }
  const Best reach = best_by(e, introductions::Metric::cross_bubble_share);
  if (reach.first != nullptr && reach.value == 0.0) {
    all.push_back({"nothing_leads_out", {{"by", e.bubbles_by}}});
  } else if (reach.first != nullptr) {
    all.push_back({"leads_furthest_out",
                   {{"scores", reach.names},
                    {"alike", reach.names.size()},
                    {"share", words::Share{reach.value}},
                    {"by", e.bubbles_by}}});
  }
  return all;
}

constexpr double left = 70, right = 30, top = 50, bottom = 60, plot_width = 560, plot_height = 360;

}  // namespace

void write_evaluate_json(JsonWriter& json, const introductions::Evaluation& e) {
  json.begin_object();
  json.key("split").begin_object();
  json.member("by", split_name(e.split));
  if (e.split == introductions::Evaluation::Split::given) {
    json.member("share", nullptr);
  } else {
    json.member("share", e.share);
  }

  json.member("hidden", e.hidden).member("members", e.members).end_object();
  json.member("bubbles_by", e.bubbles_by);
  static const graph::MemberTable nobody;  // an evaluation names none
  write_findings(json, findings(e), nobody);
  json.key("scores");
  records_of(score_fields(), score_rows(e))(json);
  json.key("openness");
  records_of(openness_fields(), openness_rows(e))(json);
  json.key("blend");
  if (e.blend.empty()) {
    json.value(nullptr);
  } else {
    json.begin_object().member("fitted", e.blend_fitted).member("learnt_from", e.blend_learnt_from);
    json.member("discovery", e.blend_discovery);
    json.key("weights").begin_array();
    for (const introductions::BlendWeight& weight : e.blend) {
      json.begin_object().member("feature", weight.feature).member("weight", weight.weight).end_object();
    }
    json.end_array().end_object();
  }
  json.end_object();
}

std::string evaluate_csv(const introductions::Evaluation& e) {
  std::string text = csv_header(all_fields(), e);
  for (const Row& row : evaluate_rows(e)) text += csv_row_of(all_fields(), row);
  return text;
}

std::vector<FieldList> evaluate_columns() {
  return {{"scores", infos(score_fields())}, {"openness", infos(openness_fields())}};
}

std::string evaluate_text(const introductions::Evaluation& e, std::size_t weights, std::size_t width) {
  const auto say = [&](const words::Finding& finding) {
    return wrapped(words::sentence(finding, in_spoken()), width) + "\n";
  };
  std::string text = wrapped(words::joined(findings(e), in_spoken(), " "), width) + "\n";
  for (const Figure::Table which : {Figure::Table::found, Figure::Table::reach}) {
    std::vector<Shown> layout{{"name"}};
    for (const Figure& f : figures)
      if (f.table == which) layout.push_back({introductions::to_string(f.metric)});
    const Table table = table_of<Row>(all_fields(), layout, evaluate_rows(e));
    text += "\n" + table.text(width);
  }
  if (e.hidden.size() > 1) text += say({"plus_minus_means"});
  if (!e.blend.empty()) {
    text +=
        "\n" +
        (e.blend_fitted
             ? say({"blend_learnt", {{"ends", e.blend_learnt_from}, {"in_first_round", e.hidden.size() > 1}}})
             : say({"blend_not_learnt"}));
    for (std::size_t i = 0; i < std::min(weights, e.blend.size()); ++i) {
      text += fmt::format("  {:>7}  {}\n", rounded(e.blend[i].weight, 3), e.blend[i].feature);
    }
    if (e.blend_discovery > 0) text += say({"blend_discovers", {{"places", e.blend_discovery}}});
  }
  return text;
}

std::string evaluate_chart(const introductions::Evaluation& e) {
  double highest = 0.05, furthest = 0.05;
  const auto extend = [&](const introductions::Quality& q) {
    highest = std::max(highest, q[introductions::Metric::recall_at_10]);
    if (!std::isnan(q[introductions::Metric::cross_bubble_share]))
      furthest = std::max(furthest, q[introductions::Metric::cross_bubble_share]);
  };
  for (const introductions::ScoreQuality& score : e.scores) extend(score.mean);
  for (const introductions::OpennessPoint& point : e.openness) extend(point.quality.mean);
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
  const auto point = [&](const introductions::Quality& q, std::string_view colour, const std::string& name,
                         double size) {
    if (std::isnan(q[introductions::Metric::cross_bubble_share])) return;
    const double px = x(q[introductions::Metric::cross_bubble_share]),
                 py = y(q[introductions::Metric::recall_at_10]);
    svg.rectangle(px - size / 2, py - size / 2, size, size, colour,
                  fmt::format("{}: recall@10 {}, across bubbles {}", name,
                              rounded(q[introductions::Metric::recall_at_10], 3),
                              percent(q[introductions::Metric::cross_bubble_share])));
    const bool at_the_edge = px > left + plot_width - 130;
    svg.text(at_the_edge ? px - 8 : px + 8, py - 6, name,
             {.size = 11, .anchor = at_the_edge ? TextAnchor::end : TextAnchor::start});
  };
  for (std::size_t i = 1; i < e.openness.size(); ++i) {
    const introductions::Quality &a = e.openness[i - 1].quality.mean, &b = e.openness[i].quality.mean;
    if (std::isnan(a[introductions::Metric::cross_bubble_share]) ||
        std::isnan(b[introductions::Metric::cross_bubble_share]))
      continue;
    svg.line(x(a[introductions::Metric::cross_bubble_share]), y(a[introductions::Metric::recall_at_10]),
             x(b[introductions::Metric::cross_bubble_share]), y(b[introductions::Metric::recall_at_10]),
             "#e66101", 2);
  }
  for (const introductions::OpennessPoint& at : e.openness) {
    point(at.quality.mean, "#e66101", name_of(at.openness), 7);
  }
  for (const introductions::ScoreQuality& score : e.scores) {
    point(score.mean, score.name == "default" || score.name == "blend" ? "#e66101" : "#5e3c99", score.name,
          9);
  }
  return svg.document();
}

}  // namespace tertius::report
