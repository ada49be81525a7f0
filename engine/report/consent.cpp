#include "engine/report/consent.hpp"

#include <algorithm>

namespace tertius::report {

std::vector<words::Finding> consent_findings(const graph::ConsentRecord& record, bool described) {
  std::vector<words::Finding> findings;
  if (record.columns.empty()) {
    if (!described) return {};
    findings.push_back({"no_consent_column"});
  } else {
    const std::uint64_t silent = record.empty + record.not_understood;
    findings.push_back({"consent",
                        {{"columns", record.columns},
                         {"yes", record.yes},
                         {"opted_out", record.no - std::min(silent, record.no)},
                         {"unasked", record.unasked},
                         {"out", record.out},
                         {"empty", record.empty},
                         {"not_understood", record.not_understood}}});
  }
  if (!record.unused.empty())
    findings.push_back(
        {"columns_like_consent", {{"columns", record.unused}, {"count", record.unused.size()}}});
  return findings;
}

void write_consent_json(JsonWriter& json, const graph::ConsentRecord& record) {
  json.begin_object()
      .member("columns", record.columns)
      .member("unused", record.unused)
      .member("yes", record.yes)
      .member("no", record.no)
      .member("out", record.out)
      .member("unasked", record.unasked)
      .member("empty", record.empty)
      .member("not_understood", record.not_understood)
      .end_object();
}

std::optional<words::Finding> naming_finding(graph::Naming naming) {
  switch (naming) {
    case graph::Naming::agreed:
      return std::nullopt;
    case graph::Naming::everybody:
      return words::Finding{"names_everybody"};
    case graph::Naming::nobody:
      return words::Finding{"names_nobody"};
  }
  return std::nullopt;
}

std::string_view to_string(graph::Naming naming) {
  switch (naming) {
    case graph::Naming::agreed:
      return "agreed";
    case graph::Naming::everybody:
      return "everybody";
    case graph::Naming::nobody:
      return "nobody";
  }
  return "";
}

std::string_view group_shown(const graph::Network& network, const graph::Grouping& grouping,
                             graph::VertexId v) {
  return network.consent.hidden(v) ? std::string_view() : grouping.names[grouping.partition.label[v]];
}

}  // namespace tertius::report
