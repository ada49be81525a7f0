// Files made to fill the memory or the time of whoever reads them.
#include <gmock/gmock.h>

#include "tests/io/texts.hpp"

namespace tertius::test {
namespace {

using testing::HasSubstr;

TEST(HostileInput, CannotNameAttributesWithoutEnd) {
  std::string nodes = "{\"nodes\":[";
  for (int i = 0; i < 11000; ++i)
    nodes += (i > 0 ? "," : "") + std::string("{\"id\":") + std::to_string(i) + ",\"a" + std::to_string(i) +
             "\":1}";
  EXPECT_THAT(error_of(nodes + "]}"), HasSubstr("more than 10000 attributes"));
}

TEST(HostileInput, CannotMakeATableLargerThanItsFile) {
  std::string keys = "<graphml>";
  for (int i = 0; i < 9000; ++i)
    keys += "<key id=\"k" + std::to_string(i) + "\" attr.name=\"k" + std::to_string(i) + "\"/>";
  keys += "<graph>";
  for (int i = 0; i < 50000; ++i) keys += "<node id=\"" + std::to_string(i) + "\"/>";
  EXPECT_THAT(error_of(keys + "</graph></graphml>"), HasSubstr("expected a table that the file can fill"));
}

TEST(HostileInput, GetsAFewNotesAndNotMillions) {
  std::string ties = "{\"nodes\":[{\"id\":1},{\"id\":2}],\"links\":[";
  for (int i = 0; i < 20000; ++i)
    ties += (i > 0 ? "," : "") + std::string("{\"source\":1,\"target\":2,\"x") + std::to_string(i) + "\":1}";
  const Loaded loaded = load_text(ties + "]}");
  EXPECT_EQ(loaded.report.notes.size(), 50U);
  EXPECT_EQ(loaded.report.notes.back(), "There is more like this.");
}

}  // namespace
}  // namespace tertius::test
