// tertius generate: networks made up by a known rule, for first steps, tests and benchmarks.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <type_traits>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/generators/association.hpp"
#include "engine/generators/barabasi_albert.hpp"
#include "engine/generators/lfr.hpp"
#include "engine/generators/planted.hpp"
#include "engine/generators/rmat.hpp"
#include "engine/generators/watts_strogatz.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/pipeline/files/generate.hpp"

namespace tertius::cli {
namespace {

/// A model, the options that it reads, and how it is made.
struct Model {
  std::string_view name;
  std::string_view summary;
  std::initializer_list<std::string_view> options;
  graph::Network (*make)(const Session& session);
};

/// Sets `value` where the option was given.
template <class T>
void read(const Session& session, const std::string& option, T& value) {
  if (!session.has(option)) return;
  const auto text = session.get<std::string>(option);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(static_cast<double>(value)))
    return;
  throw Error(ErrorKey::option_value,
              fmt::format("--{} {}: expected {}", option, text,
                          std::is_integral_v<T> ? "a whole number up to 4,294,967,295" : "a number"));
}

const std::initializer_list<Model> models{
    {"association",
     "made-up freelancers with disciplines, offers, needs, groups and events",
     {"members", "disciplines"},
     [](const Session& s) {
       generators::AssociationOptions o;
       read(s, "members", o.members);
       read(s, "disciplines", o.disciplines);
       return generators::generate_association(o, s.context());
     }},
    {"rmat",
     "hubs and a core, with Graph500's parameters",
     {"scale", "edge-factor"},
     [](const Session& s) {
       generators::RmatOptions o;
       read(s, "scale", o.scale);
       read(s, "edge-factor", o.edge_factor);
       return generators::generate_rmat(o, s.context());
     }},
    {"planted",
     "groups of equal size, ties within more likely than across",
     {"members", "groups", "degree", "mixing"},
     [](const Session& s) {
       generators::PlantedOptions o;
       read(s, "members", o.members);
       read(s, "groups", o.groups);
       read(s, "degree", o.degree);
       read(s, "mixing", o.mixing);
       return generators::generate_planted(o, s.context());
     }},
    {"lfr",
     "groups and degrees of very different size (Lancichinetti, Fortunato & Radicchi)",
     {"members", "degree", "max-degree", "mixing", "min-group", "max-group"},
     [](const Session& s) {
       generators::LfrOptions o;
       read(s, "members", o.members);
       read(s, "degree", o.degree);
       read(s, "max-degree", o.max_degree);
       read(s, "mixing", o.mixing);
       read(s, "min-group", o.min_group);
       read(s, "max-group", o.max_group);
       return generators::generate_lfr(o, s.context());
     }},
    {"ba",
     "newcomers tie to those who have many ties already (Barabasi & Albert)",
     {"members", "attach"},
     [](const Session& s) {
       generators::BarabasiAlbertOptions o;
       read(s, "members", o.members);
       read(s, "attach", o.connections);
       return generators::generate_barabasi_albert(o, s.context());
     }},
    {"ws",
     "neighbours on a ring, a few ties led elsewhere (Watts & Strogatz)",
     {"members", "degree", "rewire"},
     [](const Session& s) {
       generators::WattsStrogatzOptions o;
       read(s, "members", o.members);
       read(s, "degree", o.degree);
       read(s, "rewire", o.rewiring);
       return generators::generate_watts_strogatz(o, s.context());
     }},
};

void add_options(Options& options) {
  // Text, so that every model reads a number in its own way and a wrong one is named as such.
  options.text("members", "N", "how many members (not for rmat)");
  options.text("disciplines", "K", "association: how many disciplines, 4 to 16");
  options.text("scale", "S", "rmat: 2^S members");
  options.text("edge-factor", "F", "rmat: rows drawn per member, before loops and repeats are merged");
  options.text("groups", "K", "planted: how many groups");
  options.text("degree", "D", "planted, lfr: mean number of connections; ws: of everybody, even");
  options.text("max-degree", "M", "lfr: the largest number of connections");
  options.text("mixing", "MU", "planted, lfr: share of connections that leave the group");
  options.text("min-group", "A", "lfr: size of the smallest group");
  options.text("max-group", "B", "lfr: size of the largest group");
  options.text("attach", "M", "ba: ties that each newcomer makes");
  options.text("rewire", "P", "ws: share of ties that lead anywhere");
}

/// The models, a line each.
std::string models_listed() {
  std::string list;
  for (const Model& model : models) list += fmt::format("\n  {:<12} {}", model.name, model.summary);
  return list;
}

std::string note() {
  return fmt::format(
      "Models:{}\n\n"
      "Where groups are planted, the members' column group (or PATH.groups.csv beside a format without\n"
      "attributes) says who belongs to which.\n",
      models_listed());
}

const Model& find_model(const std::string& name) {
  for (const Model& model : models)
    if (model.name == name) return model;
  throw Error(ErrorKey::name_unknown,
              fmt::format("no model '{}'; expected one of:{}", name, models_listed()));
}

void check(const Session& session) {
  const Model& model = find_model(session.arguments().front());
  Options all;
  add_options(all);
  for (const Option& option : all.all()) {
    const std::string& name = option.name;
    const bool read = std::find(model.options.begin(), model.options.end(), name) != model.options.end();
    if (!read && session.has(name)) {
      throw Error(ErrorKey::option_conflict, fmt::format("--{} has no meaning for {}; it reads --{}", name,
                                                         model.name, fmt::join(model.options, ", --")));
    }
  }
  if (!session.has("output")) {
    throw Error(ErrorKey::option_missing,
                "generate needs --output PATH; the suffix chooses the format, none means a folder");
  }
  io::format_for_writing(session.get<std::string>("output"));
}

void run(Session& session) {
  const auto path = session.get<std::string>("output");
  const graph::Network network = find_model(session.arguments().front()).make(session);
  pipeline::save_generated(network, path, session.context());
  session.say({"network_generated",
               {{"members", network.graph.vertex_count()},
                {"connections", network.graph.edge_count()},
                {"path", path}}});
}

}  // namespace

extern const Command generate_command;
const Command generate_command{
    .name = "generate",
    .group = Group::files,
    .question = "What does a network look like that was made by a known rule?",
    .arguments = "MODEL --output PATH",
    .gives = Gives::nobody,
    .examples = {{"generate association --output mine", "300 invented freelancers, as a folder"},
                 {"generate lfr --mixing 0.3 -o lfr.el", "groups that a search should find again"},
                 {"generate association --members 5000 -o big.tertius", "more of them, as a snapshot"},
                 {"generate rmat --scale 20 -o hubs.el", "a million members, as an edge list"}},
    .common = {"output", "members", "groups", "degree", "seed"},
    .note = note,
    .reads_network = false,
    .min_arguments = 1,
    .max_arguments = 1,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
