// GEXF 1.0 to 1.3 (gexf.net), the format of Gephi. Networks that change over time are read as one network.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/shared/xml_graph.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/dates.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  return xml_root_is(head, "gexf");
}

/// A list, "[a, b]" since version 1.3 and "a|b" before, as lists stand in every format: "a;b".
std::string list_text(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const char separator = text.find('|') == text.npos ? ',' : '|';
  std::vector<std::string_view> items;
  while (!(text = trimmed(text)).empty()) {
    const auto quote = text.front() == '"' ? text.find('"', 1) : text.npos;
    const auto end = std::min(text.find(separator, quote == text.npos ? 0 : quote), text.size());
    const std::string_view item =
        quote == text.npos ? trimmed(text.substr(0, end)) : text.substr(1, quote - 1);
    if (!item.empty()) items.push_back(item);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return fmt::format("{}", fmt::join(items, ";"));
}

class GexfReader : public XmlGraphReader {
 public:
  GexfReader(Source& source, const LoadOptions& options, const RunContext& context)
      : XmlGraphReader(source, {"GEXF", "gexf", "attribute", "it is declared"}, options, context) {}

 private:
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "graph") {
      auto type = attributes.find("defaultedgetype");
      if (!type) type = attributes.find("defaultedgetypes");
      begin_graph(type ? std::optional(*type == "directed") : std::nullopt);
      dated_ = starts_with_word(attributes["timeformat"], "date") ||
               starts_with_word(attributes["timetype"], "date");
      if (attributes["mode"] == "dynamic")
        assembler_.note("The network changes over time; everything that was ever there was read.");
    } else if (element == "attributes") {
      declaring_ = attributes["class"] == "edge" ? &of_edges_ : &declared_;
    } else if (element == "attribute" && declaring_ != nullptr) {
      declare(attributes);
    } else if (element == "default" && open_ != nullptr) {
      collect_text();
    } else if (element == "node") {
      if (!node_.empty()) assembler_.note("Nodes within nodes were read as members like others.");
      node_.push_back(begin_node(attributes));
    } else if (element == "edge") {
      begin_edge(attributes);
    } else if (element == "attvalue") {
      value(attributes);
    }
  }

  void end(std::string_view element) override {
    if (element == "node" && !node_.empty()) {
      node_.pop_back();
    } else if (element == "edge" && in_edge_) {
      in_edge_ = false;
      end_edge();
    } else if (element == "default" && open_ != nullptr) {
      open_->value = take_text();
      if (declaring_ == &of_edges_ && same_word(open_->name, "weight")) weight_ = open_->value;
      if (declaring_ == &of_edges_ && same_word(open_->name, "kind")) kind_ = open_->value;
    } else if (element == "attribute") {
      open_ = nullptr;
    } else if (element == "attributes") {
      declaring_ = nullptr;
    }
  }

  void declare(const XmlAttributes& attributes) {
    Attribute attribute;
    attribute.name = attributes[attributes.find("title") ? "title" : "id"];
    if (same_word(attribute.name, "id")) attribute.name = "original_id";
    attribute.type = declared_type(attributes["type"]);
    attribute.list = starts_with_word(attributes["type"], "list");
    if (declaring_ == &declared_) attributes_.declare(attribute.name, attribute.type);
    open_ = &((*declaring_)[std::string(attributes["id"])] = std::move(attribute));
  }

  graph::VertexId begin_node(const XmlAttributes& attributes) {
    const graph::VertexId member = member_of(attributes);
    const auto label = attributes["label"];
    if (member != graph::no_vertex && !label.empty() && label != attributes["id"])
      attributes_.set(member, "name", label, graph::ColumnType::text);
    return member;
  }

  void begin_edge(const XmlAttributes& attributes) {
    open_connection(attributes);
    connection_.weight = attributes["weight"];
    connection_.kind = attributes["kind"];
    mutual_ = attributes["type"] == "mutual";
    if (const auto type = attributes.find("type")) connection_.directed = *type == "directed";
    for (const std::string_view name : {"start", "startopen"})
      if (const auto start = attributes[name]; read_date(start, dated_).understood())
        connection_.since = start;
    if (const auto label = attributes["label"]; !label.empty())
      assembler_.note("Labels of connections were left out.");
  }

  void end_edge() {
    if (connection_.weight.empty()) connection_.weight = weight_;
    if (connection_.kind.empty()) connection_.kind = kind_;
    if (mutual_) connection_.directed = false;
    connections_.add(connection_);
  }

  void value(const XmlAttributes& attributes) {
    auto id = attributes.find("for");
    if (!id) id = attributes.find("id");  // as GEXF 1.0 has it
    if (!id) return;
    const std::string_view text = attributes["value"];
    if (in_edge_) {
      const auto at = of_edges_.find(std::string(*id));
      connections_.attribute(connection_, at == of_edges_.end() ? *id : std::string_view(at->second.name),
                             text);
    } else if (!node_.empty()) {
      set_of_node(std::string(*id), text);
    }
  }

  void keep(graph::VertexId member, const Attribute& attribute, std::string_view text) override {
    XmlGraphReader::keep(member, attribute, attribute.list ? list_text(text) : text);
  }

  Attributes of_edges_;
  Attributes* declaring_ = nullptr;
  Attribute* open_ = nullptr;
  std::string weight_, kind_;  // of connections that do not say
  bool mutual_ = false;
  bool dated_ = false;  // times are dates
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return GexfReader(source, options, context).read();
}

struct Colour {
  int red, green, blue;
};

/// The palette of Okabe & Ito, which people with any kind of colour vision tell apart
/// (https://jfly.uni-koeln.de/color/): first as it is, then lighter, then darker; grey for the clusters
/// after.
Colour cluster_colour(std::size_t cluster) {
  constexpr Colour palette[] = {{0, 114, 178},  {230, 159, 0}, {0, 158, 115},  {204, 121, 167},
                                {86, 180, 233}, {213, 94, 0},  {240, 228, 66}, {60, 60, 60}};
  constexpr std::size_t colours = std::size(palette);
  const auto [red, green, blue] = palette[cluster % colours];
  switch (cluster / colours) {
    case 0:
      return {red, green, blue};
    case 1:
      return {(red + 255) / 2, (green + 255) / 2, (blue + 255) / 2};
    case 2:
      return {red * 3 / 5, green * 3 / 5, blue * 3 / 5};
    default:
      return {160, 160, 160};
  }
}

const graph::Column* extra_column(const WriteOptions& options, std::string_view name) {
  for (const graph::Column& column : options.extra)
    if (column.name() == name) return &column;
  return nullptr;
}

/// Colour by cluster and size by bridging, where these are given.
class Appearance {
 public:
  explicit Appearance(const WriteOptions& options)
      : cluster_(extra_column(options, "cluster")), bridging_(extra_column(options, "bridging")) {
    if (cluster_ != nullptr) {
      // Clusters in the order of their size, so that the largest have the plainest colours.
      std::vector<std::size_t> sizes(cluster_->dictionary().size());
      for (graph::VertexId v = 0; v < cluster_->size(); ++v)
        if (cluster_->has(v)) ++sizes[cluster_->code(v)];
      std::vector<std::size_t> order(sizes.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return sizes[a] > sizes[b]; });
      rank_.resize(order.size());
      for (std::size_t i = 0; i < order.size(); ++i) rank_[order[i]] = i;
    }
    if (bridging_ != nullptr)
      for (graph::VertexId v = 0; v < bridging_->size(); ++v)
        largest_ = std::max(largest_, bridging_->number(v).value_or(0));
  }

  std::string of(graph::VertexId v) const {
    std::string text;
    if (cluster_ != nullptr && cluster_->has(v)) {
      const Colour colour = cluster_colour(rank_[cluster_->code(v)]);
      text += fmt::format("<viz:color r=\"{}\" g=\"{}\" b=\"{}\"/>", colour.red, colour.green, colour.blue);
    }
    if (bridging_ != nullptr) {
      // The area of the circle is what the eye compares.
      const double share = largest_ > 0 ? std::max(0.0, bridging_->number(v).value_or(0)) / largest_ : 0.0;
      text += fmt::format("<viz:size value=\"{:.3f}\"/>", 4.0 + 26.0 * std::sqrt(share));
    }
    return text;
  }

 private:
  const graph::Column* cluster_;
  const graph::Column* bridging_;
  std::vector<std::size_t> rank_;
  double largest_ = 0;
};

void write(const graph::Network& network, const std::string& path, const WriteOptions& options,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  auto columns = written_columns(network, options);
  if (network.members.names) columns.erase(columns.begin());  // names are labels
  const Appearance appearance(options);
  GraphFile file(path, context);
  file.write(fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n"
      "  <meta><creator>tertius {}</creator></meta>\n  <graph defaultedgetype=\"{}\">\n",
      TERTIUS_VERSION, graph.directed() ? "directed" : "undirected"));
  if (!columns.empty()) {
    file.write("    <attributes class=\"node\">\n");
    for (std::size_t c = 0; c < columns.size(); ++c)
      file.write(fmt::format("      <attribute id=\"{}\" title=\"{}\" type=\"{}\"/>\n", c,
                             xml_text(columns[c]->name()), declared_name(columns[c]->type())));
    file.write("    </attributes>\n");
  }
  const bool dated = !network.connections.since.empty();
  if (dated)
    file.write(
        "    <attributes class=\"edge\"><attribute id=\"since\" title=\"since\" "
        "type=\"string\"/></attributes>\n");
  file.write("    <nodes>\n");
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    std::string node = fmt::format("      <node id=\"{}\" label=\"{}\">", xml_text(network.members.ids[v]),
                                   xml_text(network.members.name(v)));
    std::string values;
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c]->has(v))
        values += fmt::format("<attvalue for=\"{}\" value=\"{}\"/>", c, xml_text(typed_text(*columns[c], v)));
    if (!values.empty()) node += "<attvalues>" + values + "</attvalues>";
    file.write(node += appearance.of(v) + "</node>\n");
  }
  file.write("    </nodes>\n    <edges>\n");
  std::uint64_t number = 0;
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    std::string edge = fmt::format("      <edge id=\"{}\" source=\"{}\" target=\"{}\"", number++,
                                   xml_text(network.members.ids[u]), xml_text(network.members.ids[v]));
    if (graph.weighted()) edge += fmt::format(" weight=\"{}\"", number_text(weight));
    if (const auto kind = kind_of(network, u, v); !kind.empty())
      edge += fmt::format(" kind=\"{}\"", xml_text(kind));
    const graph::Day day = dated ? since_of(network, u, v) : graph::no_day;
    edge += day == graph::no_day
                ? "/>\n"
                : fmt::format("><attvalues><attvalue for=\"since\" value=\"{}\"/></attvalues></edge>\n",
                              day_text(day));
    file.write(edge);
  });
  file.write("    </edges>\n  </graph>\n</gexf>\n");
  file.commit();
}

}  // namespace

Format gexf_format() {
  return {.name = "gexf",
          .title = "GEXF",
          .suffixes = {".gexf"},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps =
              "ids, names, attributes with their types, connections with weight, kind and date, direction, "
              "isolated members; clusters as colours and bridging as sizes where they are given"};
}

}  // namespace tertius::io
