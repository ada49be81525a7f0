#include "engine/report/consent.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "engine/core/text.hpp"

namespace tertius::report {

std::string consent_words(const graph::ConsentRecord& record, bool described) {
  std::string text;
  if (record.columns.empty()) {
    if (!described) return "";
    text =
        "No column says who may be named and introduced (open, offen, consent, Einwilligung): everybody "
        "counts "
        "as having agreed.";
  } else {
    std::vector<std::string> parts = {counted(record.yes, "member agrees", "members agree")};
    const std::uint64_t silent = record.empty + record.not_understood;
    if (record.no > silent) parts.push_back(fmt::format("{} opted out", grouped_digits(record.no - silent)));
    if (record.unasked > 0)
      parts.push_back(fmt::format("{} not been asked", counted(record.unasked, "has", "have")));
    if (record.out > 0)
      parts.push_back(fmt::format("{} out, and only counted", counted(record.out, "is", "are")));
    if (record.empty > 0)
      parts.push_back(
          counted(record.empty, "cell is empty and counts as no", "cells are empty and count as no"));
    if (record.not_understood > 0)
      parts.push_back(counted(record.not_understood, "cell is not understood and counts as no",
                              "cells are not understood and count as no"));
    text = fmt::format("Consent, by {}: {}.", fmt::join(record.columns, " and "), fmt::join(parts, "; "));
  }
  if (!record.unused.empty())
    text += fmt::format(" {} like consent and {} not read for it.",
                        record.unused.size() == 1
                            ? "Column " + record.unused.front() + " looks"
                            : fmt::format("Columns {} look", fmt::join(record.unused, ", ")),
                        record.unused.size() == 1 ? "was" : "were");
  return text;
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

std::string_view naming_words(graph::Naming naming) {
  switch (naming) {
    case graph::Naming::agreed:
      return "";
    case graph::Naming::everybody:
      return "Members who did not agree to be named are named here: for the organisers alone.";
    case graph::Naming::nobody:
      return "Nobody is named here, but who knows the network may recognise members: pseudonymous, not "
             "anonymous.";
  }
  return "";
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
