// Output against the JSON Schemas of docs/schema.
#pragma once

#include <string>

namespace tertius::test {

/// Expects that `output` is JSON that docs/schema/NAME.json allows, with the envelope of
/// tertius.NAME/VERSION.
void expect_valid(const std::string& name, const std::string& output);

}  // namespace tertius::test
