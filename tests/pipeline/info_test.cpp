// What is said about a load: every table is counted, and the sums add up.
#include "engine/pipeline/info.hpp"

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace tertius::report {
namespace {

using testing::HasSubstr;

class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() / ("tertius_import_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// Fails where only the rows of connections are counted ("Of 304 rows" where there were 474).
TEST(ImportReport, CountsTheRowsOfEveryTable) {
  const Folder folder;
  folder.write("members.csv",
               "id,name\na,Anna\nb,Bert\nc,Cem\na,Again\n,Nobody\nd,Dora\n");  // 6, of which 2 refused
  folder.write("connections.csv", "source,target\na,b\nb,a\nb,c\nc,c\n,d\n");  // 5, 1 refused
  folder.write("affiliations.csv", "member,group\na,choir\nb,choir\na,choir\nc,\nd,walk\n");  // 5, 1 refused
  const io::LoadedNetwork loaded = io::load_network(folder.path());
  const io::ImportReport& report = loaded.report;
  EXPECT_EQ(report.rows, 5U);
  EXPECT_EQ(report.other_rows, 11U);
  EXPECT_EQ(report.repeated_affiliations, 1U);
  EXPECT_EQ(report.refused + report.refused_others, 4U);
  EXPECT_EQ(report.rows, report.connections - report.projected + report.loops + report.duplicates +
                             report.reciprocated + report.one_sided + report.refused);
  EXPECT_EQ(report.other_rows, report.members - report.added + loaded.network.affiliations.rows.size() +
                                   report.repeated_affiliations + report.refused_others);
  const std::string summary = import_summary(report);
  EXPECT_THAT(summary, HasSubstr("Of 16 rows: "));
  EXPECT_THAT(summary, HasSubstr("4 rows refused"));
  EXPECT_THAT(summary, HasSubstr("1 repeated affiliation merged"));
  JsonWriter writer;
  write_info_json(writer, loaded.network, report, pipeline::network_facts(loaded.network));
  rapidjson::Document json;
  json.Parse(writer.take().c_str());
  EXPECT_EQ(json["rows"].GetInt() + json["other_rows"].GetInt(), 16);
  EXPECT_EQ(json["refused"].GetInt(), 4);
  // The same as data: kinds with their counts.
  std::map<std::string, int> said;
  for (const auto& finding : json["findings"].GetArray()) {
    const auto& arguments = finding["arguments"];
    if (arguments.HasMember("what"))
      for (const auto& part : arguments["what"].GetArray())
        said[part["kind"].GetString()] = part["arguments"]["count"].GetInt();
    if (arguments.HasMember("rows")) said[finding["kind"].GetString()] = arguments["rows"].GetInt();
  }
  EXPECT_EQ(said["of_the_rows"], 16);
  EXPECT_EQ(said["rows_refused"], 4);
  EXPECT_EQ(said["affiliations_merged"], 1);
  EXPECT_EQ(said["affiliations"], 3);
  EXPECT_THAT(info_csv(report, pipeline::network_facts(loaded.network)), HasSubstr("other_rows,11\n"));
}

TEST(ImportReport, CountsLakesideToTheLine) {
  const std::string folder = std::string(TERTIUS_SOURCE) + "/datasets/lakeside";
  std::uint64_t lines = 0;
  for (const char* table : {"members.csv", "connections.csv", "affiliations.csv"}) {
    std::ifstream file(folder + "/" + table);
    for (std::string line; std::getline(file, line);) ++lines;
    --lines;  // the header
  }
  const io::ImportReport report = io::load_network(folder).report;
  EXPECT_EQ(report.rows + report.other_rows, lines);
}

}  // namespace
}  // namespace tertius::report
