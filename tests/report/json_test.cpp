// JSON into a string, and in parts.
#include "engine/report/json.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "tests/support/graphs.hpp"

namespace tertius::report {
namespace {

void write_list(JsonWriter& json, int size) {
  json.begin_object().key("list").begin_array();
  for (int i = 0; i < size; ++i)
    json.begin_line().member("number", i).member("text", "a \"text\"").member("half", i / 2.0).end_object();
  json.end_array().end_object();
}

TEST(Json, PartsAreTheText) {
  graph::Network network;
  network.graph = test::graph_of(2, {{0, 1}});
  const Settings settings = {{"top", std::int64_t{3}}};
  for (const int size : {0, 1, 100'000}) {
    const auto write = [&](JsonWriter& json) { write_list(json, size); };
    std::string joined;
    std::size_t parts = 0, longest = 0;
    json_report("list", network, settings, write, [&](std::string_view part) {
      joined += part;
      longest = std::max(longest, part.size());
      ++parts;
    });
    EXPECT_EQ(joined, json_report("list", network, settings, write)) << size;
    EXPECT_EQ(parts > 1, size == 100'000) << size;
    EXPECT_LT(longest, std::size_t{2} << 20);
  }
}

TEST(Json, AWriterIsEmptyWhenItsTextWasTaken) {
  JsonWriter json;
  write_list(json, 1);
  const std::string first = json.take();
  write_list(json, 1);
  EXPECT_EQ(json.take(), first);
}

}  // namespace
}  // namespace tertius::report
