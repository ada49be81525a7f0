// A round of introductions as a table, as CSV, as JSON (docs/schema/round.json), and as letters that an
// organiser can send, in every language that has templates for them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/introductions/rounds.hpp"
#include "engine/report/field.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/report/json.hpp"

namespace tertius::report {

struct RoundReport {
  MeetContext in;
  const introductions::Round* round = nullptr;
  introductions::RoundLimits limits;
  const introductions::Gatherings* gatherings = nullptr;
  words::Language language = words::Language::english;
};

/// At most `top` rows; the sentences before them speak of the whole round.
std::string round_text(const RoundReport& report, std::size_t top, std::size_t width);
std::string round_csv(const RoundReport& report, std::size_t top);
void write_round_json(JsonWriter& json, const RoundReport& report, std::size_t top);
/// Every column of CSV and JSON.
std::vector<FieldList> round_columns();

/// One message to both: "Dear A, May I introduce you to B? ... Dear B, ...". Says what the data say and no
/// more: that two have not met, nobody knows.
std::string introduction_message(const RoundReport& report, const introductions::Introduction& introduction);
/// Every message, with who is to get it, one after the other.
std::string round_messages(const RoundReport& report);

}  // namespace tertius::report
