// Findings in JSON: {"kind": "only_link", "arguments": {"group": "crafts", "other": "IT"}}. Members are named
// by their ids, shares are from 0 to 1, days are "2026-07-14"; findings may be arguments of others.
#pragma once

#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"
#include "engine/report/field.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// The key "findings" and all of them.
void write_findings(JsonWriter& json, const std::vector<words::Finding>& findings,
                    const graph::MemberTable& members);
/// The same as a value of a field.
Objects findings_value(std::vector<words::Finding> findings, const graph::MemberTable& members);
/// Their texts under `key`, as they stood alone before there were findings, and the findings beside them.
void write_with_texts(JsonWriter& json, std::string_view key, const std::vector<words::Finding>& findings,
                      const graph::MemberTable& members);

}  // namespace tertius::report
