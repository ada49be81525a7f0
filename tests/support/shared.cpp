#include "tests/support/shared.hpp"

#include <rapidjson/document.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "engine/graph/building/builder.hpp"

namespace tertius::test {
namespace {

std::string read_all(const std::filesystem::path& path) {
  gzFile file = gzopen(path.c_str(), "rb");  // reads plain files as they are
  if (file == nullptr) throw std::runtime_error("cannot open " + path.string());
  std::string text;
  char block[1 << 16];
  for (int got = 0; (got = gzread(file, block, sizeof block)) > 0;)
    text.append(block, static_cast<std::size_t>(got));
  gzclose(file);
  return text;
}

std::vector<std::string> split_row(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace

std::filesystem::path shared_folder() {
  const char* set = std::getenv("TERTIUS_SHARED");
  return std::filesystem::path(set != nullptr ? set : TERTIUS_SHARED).lexically_normal();
}

bool has_shared() {
  return std::filesystem::is_directory(shared_folder() / "data");
}

Csv::Csv(const std::filesystem::path& path) {
  const std::string text = read_all(path);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto line = std::string_view(text).substr(at, end - at);
    at = end + 1;
    if (line.empty()) continue;
    if (header_.empty()) {
      header_ = split_row(line);
    } else {
      cells_.push_back(split_row(line));
    }
  }
}

std::size_t Csv::index(std::string_view column) const {
  const auto at = std::find(header_.begin(), header_.end(), column);
  if (at == header_.end()) throw std::runtime_error("no column " + std::string(column));
  return static_cast<std::size_t>(at - header_.begin());
}

bool Csv::has(std::string_view column) const {
  return std::find(header_.begin(), header_.end(), column) != header_.end();
}
const std::string& Csv::text(std::size_t row, std::string_view column) const {
  return cells_[row][index(column)];
}
double Csv::number(std::size_t row, std::string_view column) const {
  return std::stod(text(row, column));
}
std::uint32_t Csv::id(std::size_t row, std::string_view column) const {
  return static_cast<std::uint32_t>(std::stoul(text(row, column)));
}

const std::vector<std::string>& shared_networks() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{"karate",
                                 "davis-southern-women",
                                 "davis-women-projection",
                                 "florentine-families",
                                 "lesmis",
                                 "dolphins",
                                 "polbooks",
                                 "polblogs",
                                 "netscience",
                                 "email-eu-core",
                                 "ego-facebook",
                                 "github-musae",
                                 "email-enron"};
    if (sanitized) std::erase_if(all, is_large);
    return all;
  }();
  return names;
}
bool is_large(std::string_view name) {
  return name == "github-musae" || name == "email-enron";
}
bool is_weighted(std::string_view name) {
  const Csv connections = Csv(shared_folder() / "data" / name / "connections.csv");
  return connections.has("weight");
}

graph::Network shared_network(std::string_view name, bool weights) {
  const auto folder = shared_folder() / "data" / name;
  auto connections = folder / "connections.csv";
  if (!std::filesystem::exists(connections)) connections += ".gz";
  const Csv edges(connections), members(folder / "members.csv");
  graph::Network network;
  network.members.ids = graph::Ids::dense(static_cast<graph::VertexId>(members.rows()));
  for (const std::string column : {"discipline", "label"}) {
    if (!members.has(column)) continue;
    graph::Column values(column);
    for (std::size_t row = 0; row < members.rows(); ++row) values.push_back(members.text(row, column));
    network.members.columns.push_back(std::move(values));
  }
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weight;
  for (std::size_t row = 0; row < edges.rows(); ++row) {
    sources.push_back(edges.id(row, "source"));
    targets.push_back(edges.id(row, "target"));
    if (weights && edges.has("weight")) weight.push_back(edges.number(row, "weight"));
  }
  network.graph = graph::build_graph(network.members.size(), {sources, targets, weight}).graph;
  return network;
}

std::optional<std::filesystem::path> oracle_file(std::string_view name, std::string_view file) {
  auto path = shared_folder() / "oracle" / name / file;
  if (std::filesystem::exists(path)) return path;
  path += ".gz";
  if (std::filesystem::exists(path)) return path;
  return std::nullopt;
}

double summary_number(std::string_view name, std::string_view key) {
  std::ifstream file(*oracle_file(name, "summary.json"));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  rapidjson::Document summary;
  summary.Parse(text.c_str());
  const std::string wanted(key);
  if (!summary.IsObject() || !summary.HasMember(wanted.c_str()) || !summary[wanted.c_str()].IsNumber())
    throw std::runtime_error("no number " + wanted + " in summary.json of " + std::string(name));
  return summary[wanted.c_str()].GetDouble();
}

}  // namespace tertius::test
