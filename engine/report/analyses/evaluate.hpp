// How good suggestions are: in words, as a table, as CSV, as JSON (docs/schema/evaluate.json) and as a chart
// of what is found again against how far suggestions reach.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/introductions/evaluation.hpp"
#include "engine/report/field.hpp"
#include "engine/report/json.hpp"

namespace tertius::report {

void write_evaluate_json(JsonWriter& json, const introductions::Evaluation& evaluation);
/// One row per score and per setting of openness.
std::string evaluate_csv(const introductions::Evaluation& evaluation);
/// `weights` of the blend are listed, the strongest first.
std::string evaluate_text(const introductions::Evaluation& evaluation, std::size_t weights,
                          std::size_t width);
/// Every column of CSV and JSON.
std::vector<FieldList> evaluate_columns();
/// An SVG document.
std::string evaluate_chart(const introductions::Evaluation& evaluation);

}  // namespace tertius::report
