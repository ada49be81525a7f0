#include "tests/cli/schema.hpp"

#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include "tests/cli/program.hpp"

namespace tertius::test {

void expect_valid(const std::string& name, const std::string& output) {
  const std::string text = text_of(std::string(TERTIUS_SOURCE) + "/docs/schema/" + name + ".json");
  ASSERT_FALSE(text.empty()) << "docs/schema/" << name << ".json is missing";
  rapidjson::Document description, document;
  description.Parse(text.c_str());
  ASSERT_FALSE(description.HasParseError()) << name;
  document.Parse(output.c_str());
  ASSERT_FALSE(document.HasParseError()) << name << ": " << output.substr(0, 300);
  const rapidjson::SchemaDocument schema(description);
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
  EXPECT_TRUE(document["settings"]["seed"].IsNumber()) << name;
  EXPECT_TRUE(document["network"]["members"].IsNumber()) << name;
}

}  // namespace tertius::test
