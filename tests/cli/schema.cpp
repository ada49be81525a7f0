#include "tests/cli/schema.hpp"

#include <gtest/gtest.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include "cli/command.hpp"
#include "tests/cli/program.hpp"

namespace tertius::test {
namespace {

/// The schema of a kind of row, "bridges.members", as the register of its fields writes it.
std::string row_schema(const std::string& name) {
  const std::size_t dot = name.find('.');
  for (const cli::Command* command : cli::commands()) {
    if (command->name != name.substr(0, dot) || command->columns == nullptr) continue;
    for (const report::FieldList& list : command->columns()) {
      if (list.rows != name.substr(dot + 1)) continue;
      report::JsonWriter json;
      report::write_row_schema(json, list.fields);
      return json.take();
    }
  }
  ADD_FAILURE() << "no command describes the columns " << name;
  return "{}";
}

/// Puts the fields of the register where the schema says {"columns": "bridges.members"}.
void fill_in_columns(rapidjson::Value& schema, rapidjson::Document::AllocatorType& allocator) {
  if (schema.IsArray())
    for (auto& item : schema.GetArray()) fill_in_columns(item, allocator);
  if (!schema.IsObject()) return;
  if (const auto columns = schema.FindMember("columns");
      columns != schema.MemberEnd() && columns->value.IsString()) {
    rapidjson::Document rows;
    rows.Parse(row_schema(columns->value.GetString()).c_str());
    schema.CopyFrom(rows, allocator);
    return;
  }
  for (auto& member : schema.GetObject()) fill_in_columns(member.value, allocator);
}

rapidjson::Document described(const std::string& file) {
  rapidjson::Document description;
  description.Parse(text_of(std::string(TERTIUS_SOURCE) + "/docs/schema/" + file).c_str());
  return description;
}

/// Schemas that others refer to: finding.json alone.
class Others : public rapidjson::IRemoteSchemaDocumentProvider {
 public:
  const rapidjson::SchemaDocument* GetRemoteDocument(const char* uri, rapidjson::SizeType length) override {
    const bool known = std::string_view(uri, length).find("finding.json") != std::string_view::npos;
    return known ? &findings_ : nullptr;
  }

 private:
  rapidjson::Document description_ = described("finding.json");
  rapidjson::SchemaDocument findings_{description_};
};

}  // namespace

void expect_valid(const std::string& name, const std::string& output) {
  rapidjson::Document description = described(name + ".json"), document;
  ASSERT_FALSE(description.HasParseError()) << "docs/schema/" << name << ".json is missing or no JSON";
  fill_in_columns(description, description.GetAllocator());
  document.Parse(output.c_str());
  ASSERT_FALSE(document.HasParseError()) << name << ": " << output.substr(0, 300);
  static Others others;
  const rapidjson::SchemaDocument schema(description, &others);
  rapidjson::SchemaValidator validator(schema);
  if (!document.Accept(validator)) {
    rapidjson::StringBuffer where, rule;
    validator.GetInvalidDocumentPointer().StringifyUriFragment(where);
    validator.GetInvalidSchemaPointer().StringifyUriFragment(rule);
    FAIL() << name << " at " << where.GetString() << " breaks " << validator.GetInvalidSchemaKeyword()
           << " of " << rule.GetString();
  }
  EXPECT_STREQ(document["schema"].GetString(), description["id"].GetString())
      << "the version of the schema and that of the output are raised together";
  if (name == "error") return;
  EXPECT_TRUE(document["settings"]["seed"].IsNumber()) << name;
  EXPECT_TRUE(document["network"]["members"].IsNumber()) << name;
}

}  // namespace tertius::test
