// Networks from texts in the test itself: each is written to a file and read as a person's file would be.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/io/import.hpp"

namespace tertius::io {

/// A folder of its own for each test, gone when the test ends.
class Folder {
 public:
  Folder() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    static int count = 0;
    std::string name = std::string(test->test_suite_name()) + "." + test->name() + "." +
                       std::to_string(::getpid()) + "." + std::to_string(count++);
    for (char& c : name)
      if (c == '/') c = '_';
    path_ = std::filesystem::path(testing::TempDir()) / name;
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string put(const std::string& name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  std::string text(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path path_;
};

/// Reads `text` from a file without a suffix, so that its content must say what it is (or options.format).
inline LoadedNetwork load_text(std::string_view text, LoadOptions options = {}) {
  const Folder folder;
  options.allow_trivial = options.allow_mostly_refused = true;
  return load_network(folder.put("input", text), options);
}

inline LoadedNetwork load_as(const std::string& format, std::string_view text, bool keep_arcs = false) {
  LoadOptions options;
  options.format = format;
  options.keep_arcs = keep_arcs;
  return load_text(text, options);
}

/// The error that reading `text` gives, as "line:column: message", without the name of the file.
inline std::string error_of(std::string_view text, const std::string& format = "") {
  LoadOptions options;
  options.format = format;
  try {
    load_text(text, options);
  } catch (const Error& error) {
    std::string what = error.what();
    const auto file = what.find("/input");
    return file == what.npos ? what : what.substr(file + 6);
  }
  return "no error";
}

using Connection = std::tuple<std::string, std::string, double>;

/// The connections by the ids of their ends; of an undirected graph the smaller id first.
inline std::set<Connection> connections_of(const graph::Network& network, const graph::Graph& graph) {
  std::set<Connection> connections;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (graph::ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc) {
      std::string from = network.members.ids[u];
      std::string to = network.members.ids[graph.target(arc)];
      if (!graph.directed() && to < from) std::swap(from, to);
      connections.emplace(from, to, graph.weight(arc));
    }
  }
  return connections;
}
inline std::set<Connection> connections_of(const graph::Network& network) {
  return connections_of(network, network.graph);
}

inline std::vector<std::string> ids_of(const graph::Network& network) {
  std::vector<std::string> ids;
  for (graph::VertexId v = 0; v < network.members.size(); ++v) ids.push_back(network.members.ids[v]);
  return ids;
}

inline std::vector<std::string> names_of(const graph::Network& network) {
  std::vector<std::string> names;
  for (graph::VertexId v = 0; v < network.members.size(); ++v) names.push_back(network.members.name(v));
  return names;
}

/// "type: a|b||c", or "none" where there is no such attribute.
inline std::string column_of(const graph::Network& network, std::string_view name) {
  const graph::Column* column = network.members.find_column(name);
  if (column == nullptr) return "none";
  std::string text(graph::to_string(column->type()));
  text += ": ";
  for (graph::VertexId v = 0; v < column->size(); ++v)
    text += (v > 0 ? "|" : "") + std::string(column->text(v));
  return text;
}

/// All kinds of connections.
inline std::vector<std::string> kinds_of(const graph::Network& network) {
  return {network.connections.kinds.begin(), network.connections.kinds.end()};
}

/// The kind of the connection of two members, by their ids.
inline std::string kind_between(const graph::Network& network, std::string_view from, std::string_view to) {
  const auto u = network.members.ids.find(from);
  const auto v = network.members.ids.find(to);
  if (!u || !v || network.connections.kind.empty()) return "";
  const graph::ArcIndex arc = network.graph.find_arc(*u, *v);
  if (arc == network.graph.arc_count() || network.connections.kind[arc] >= network.connections.kinds.size())
    return "";
  return std::string(network.connections.kinds[network.connections.kind[arc]]);
}

}  // namespace tertius::io
