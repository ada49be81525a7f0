#include "engine/report/introductions/path.hpp"

#include <fmt/format.h>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

std::vector<graph::VertexId> people(const PathReport& r, const introductions::Route& route) {
  std::vector<graph::VertexId> all = {r.from, route.via[0]};
  if (route.between() == 2) all.push_back(route.via[1]);
  all.push_back(r.to);
  return all;
}

/// "strength 4, project, since 2020-11-12": what is known of a tie.
std::string tie_facts(const graph::Network& network, graph::VertexId u, graph::VertexId v) {
  const graph::ArcIndex arc = network.graph.find_arc(u, v);
  std::string text;
  const auto add = [&](std::string_view words) { (text += text.empty() ? "" : ", ") += words; };
  if (network.graph.weighted()) add("strength " + number_text(network.graph.weight(arc)));
  if (const std::uint32_t kind = network.ties.kind_of(arc); kind != no_code) add(network.ties.kinds[kind]);
  if (const graph::Day since = network.ties.since_of(arc); since != graph::no_day)
    add("since " + io::day_text(since));
  return text;
}

std::string note(const PathReport& r) {
  if (r.closed)
    return "These two are not to be introduced: one of them said so (open=no), or they are on the list of " +
           setting_name("avoid") + ".";
  if (r.connected) return "They know each other already.";
  if (!r.routes.empty()) return star_note(r.network->graph);
  if (!r.distance)
    return "They are in separate parts of the network: no chain of contacts leads from one to the other.";
  if (*r.distance <= 3) return "None of those who could introduce them may be asked.";
  return fmt::format(
      "They are {} steps apart, and introductions are looked for over at most two people: meet somebody in "
      "between first.",
      *r.distance);
}

void write_person(JsonWriter& json, const PathReport& r, std::string_view key, graph::VertexId v) {
  json.key(key);
  if (r.closed) {
    json.value(nullptr);
    return;
  }
  json.begin_object()
      .member("id", r.network->members.ids[v])
      .member("name", r.network->members.name(v))
      .end_object();
}

}  // namespace

std::string path_text(const PathReport& r, std::size_t width) {
  if (r.closed) return wrapped(note(r), width) + "\n";
  const MemberNames name(r.network->members);
  std::string text =
      wrapped(fmt::format("From {} to {}:", name.title(r.from, *r.grouping), name.title(r.to, *r.grouping)),
              width) +
      "\n";
  if (const std::string words = note(r); !words.empty()) text += wrapped(words, width) + "\n";
  if (r.connected) {
    if (const std::string facts = tie_facts(*r.network, r.from, r.to); !facts.empty())
      text += fmt::format("  {}\n", facts);
  }
  for (std::size_t i = 0; i < r.routes.size(); ++i) {
    const introductions::Route& route = r.routes[i];
    const auto chain = people(r, route);
    std::string line =
        fmt::format("\n{}. {} {}, who knows ", i + 1, i == 0 ? "Ask" : "Or ask", name(chain[1]));
    line += chain.size() == 3 ? "both" : fmt::format("{}, who knows {}", name(chain[2]), name(r.to));
    text += line + fmt::format(" (reliability {:.2f})\n", route.reliability);
    Table ties({{"   between", false, true, 9},
                {"and", false, true, 9},
                {"reliable", true, false, 8},
                {"tie", false, true, 5}});
    for (std::size_t t = 0; t + 1 < chain.size(); ++t) {
      ties.add_row({"   " + name(chain[t]), name(chain[t + 1]), rounded(route.ties[t], 2),
                    tie_facts(*r.network, chain[t], chain[t + 1])});
    }
    text += ties.text(width);
  }
  return text;
}

std::string path_csv(const PathReport& r) {
  const graph::MemberTable& members = r.network->members;
  std::string text =
      csv_row({"route", "reliability", "step", "from", "from_name", "to", "to_name", "tie_reliability"});
  for (std::size_t i = 0; i < r.routes.size(); ++i) {
    const auto chain = people(r, r.routes[i]);
    for (std::size_t t = 0; t + 1 < chain.size(); ++t) {
      text += csv_row({std::to_string(i + 1), number_text(r.routes[i].reliability), std::to_string(t + 1),
                       members.ids[chain[t]], members.name(chain[t]), members.ids[chain[t + 1]],
                       members.name(chain[t + 1]), number_text(r.routes[i].ties[t])});
    }
  }
  return text;
}

void write_path_json(JsonWriter& json, const PathReport& r) {
  const graph::MemberTable& members = r.network->members;
  json.begin_object();
  write_person(json, r, "from", r.from);
  write_person(json, r, "to", r.to);
  json.member("connected", r.connected && !r.closed);
  json.key("distance");
  r.distance && !r.closed ? json.value(*r.distance) : json.value(nullptr);
  json.member("note", note(r));
  json.key("routes").begin_array();
  for (const introductions::Route& route : r.routes) {
    const auto chain = people(r, route);
    json.begin_object().member("reliability", route.reliability);
    json.key("between").begin_array();
    for (std::size_t i = 1; i + 1 < chain.size(); ++i) {
      json.begin_object()
          .member("id", members.ids[chain[i]])
          .member("name", members.name(chain[i]))
          .end_object();
    }
    json.end_array();
    json.key("ties").begin_array();
    for (std::size_t t = 0; t + 1 < chain.size(); ++t) {
      json.begin_object()
          .member("from", members.ids[chain[t]])
          .member("to", members.ids[chain[t + 1]])
          .member("reliability", route.ties[t])
          .end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

}  // namespace tertius::report
