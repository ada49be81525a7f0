// docs/schema/finding.json is the register of kinds, written out. TERTIUS_DOCS_UPDATE=1 writes it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/words/kinds.hpp"

namespace tertius::words {
namespace {

std::string quoted_list(std::string_view words) {
  std::string text;
  for (std::istringstream all{std::string(words)}; all.good();) {
    std::string word;
    all >> word;
    text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", word);
  }
  return text;
}

std::string schema_of(const Parameter& parameter) {
  switch (parameter.type) {
    case Type::member:
      return R"({"type": "string", "description": "id of a member"})";
    case Type::members:
      return R"({"type": "array", "items": {"type": "string"}, "description": "ids of members"})";
    case Type::text:
      return R"({"type": "string"})";
    case Type::texts:
      return R"({"type": "array", "items": {"type": "string"}})";
    case Type::count:
      return R"({"type": "integer", "minimum": 0})";
    case Type::number:
      return R"({"type": ["number", "null"]})";
    case Type::share:
      return R"({"type": ["number", "null"], "minimum": 0, "maximum": 1})";
    case Type::day:
      return R"({"type": "string", "pattern": "^-?[0-9]+-[0-9][0-9]-[0-9][0-9]$"})";
    case Type::flag:
      return R"({"type": "boolean"})";
    case Type::choice:
      return fmt::format(R"({{"enum": [{}]}})", quoted_list(parameter.choices));
    case Type::findings:
      return R"({"$ref": "#/definitions/findings"})";
  }
  return "";
}

std::string schema() {
  std::string kinds;
  for (std::size_t k = 0; k < Kind::all().size(); ++k) {
    std::string properties, required;
    for (const Parameter& parameter : Kind::at(k).parameters()) {
      properties += fmt::format("{}\n    \"{}\": {}", properties.empty() ? "" : ",", parameter.name,
                                schema_of(parameter));
      if (!parameter.optional)
        required += fmt::format("{}\"{}\"", required.empty() ? "" : ", ", parameter.name);
    }
    kinds += fmt::format(
        R"({}
   {{"type": "object", "required": ["kind", "arguments"], "additionalProperties": false, "properties": {{
    "kind": {{"enum": ["{}"]}},
    "arguments": {{"type": "object", "additionalProperties": false{}, "properties": {{{}}}}}}}}})",
        kinds.empty() ? "" : ",", Kind::at(k).name(),
        required.empty() ? "" : fmt::format(", \"required\": [{}]", required), properties);
  }
  return fmt::format(R"({{
 "$schema": "http://json-schema.org/draft-04/schema#",
 "id": "tertius.finding/1",
 "title": "Findings: what an answer says, as data; engine/words/kinds.hpp written out",
 "definitions": {{
  "findings": {{"type": "array", "items": {{"$ref": "#/definitions/finding"}}}},
  "finding": {{"oneOf": [{}]}}
 }}
}}
)",
                     kinds);
}

TEST(Words, TheSchemaOfFindingsIsTheRegister) {
  const std::string path = fmt::format("{}/docs/schema/finding.json", TERTIUS_SOURCE);
  if (std::getenv("TERTIUS_DOCS_UPDATE") != nullptr) std::ofstream(path) << schema();
  std::ostringstream written;
  written << std::ifstream(path).rdbuf();
  EXPECT_EQ(written.str(), schema()) << "TERTIUS_DOCS_UPDATE=1 writes it anew";
}

}  // namespace
}  // namespace tertius::words
