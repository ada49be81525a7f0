// tertius generate: networks made up by a known rule, for first steps, tests and benchmarks.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/generators/association.hpp"
#include "engine/io/formats.hpp"

namespace tertius::cli {
namespace {

/// A model, the options that it reads, and how it is made.
struct Model {
  std::string_view name;
  std::string_view summary;
  std::initializer_list<std::string_view> options;
  Network (*make)(const Session& session);
};

template <class T>
T given(const Session& session, const std::string& option, T otherwise) {
  return session.has(option) ? session.get<T>(option) : otherwise;
}

const std::initializer_list<Model> models{
    {"association",
     "made-up freelancers with disciplines, offers, needs, groups and events",
     {"members", "disciplines"},
     [](const Session& s) {
       return generate_association(
           {.members = given(s, "members", VertexId{300}), .disciplines = given(s, "disciplines", 12u)},
           s.context());
     }},
};

constexpr std::string_view model_options[] = {"members", "disciplines"};

void add_options(po::options_description& options) {
  auto add = options.add_options();
  add("members", po::value<VertexId>()->value_name("N"), "how many members");
  add("disciplines", po::value<unsigned>()->value_name("K"), "association: how many disciplines, 4 to 16");
}

const Model& find_model(const std::string& name) {
  std::string list;
  for (const Model& model : models) {
    if (model.name == name) return model;
    list += fmt::format("\n  {:<12} {}", model.name, model.summary);
  }
  throw Error(ErrorCode::usage, fmt::format("no model '{}'; expected one of:{}", name, list));
}

void run(Session& session) {
  const Model& model = find_model(session.arguments().front());
  for (const std::string_view option : model_options) {
    const bool read = std::find(model.options.begin(), model.options.end(), option) != model.options.end();
    if (!read && session.has(std::string(option))) {
      throw Error(ErrorCode::usage, fmt::format("--{} has no meaning for {}; it reads {}", option, model.name,
                                                fmt::join(model.options, ", ")));
    }
  }
  if (!session.has("output")) {
    throw Error(ErrorCode::usage,
                "generate needs --output PATH; the suffix chooses the format, none means a folder");
  }
  const auto path = session.get<std::string>("output");
  format_for_writing(path);  // a suffix that nobody writes is found before the work
  const Network network = model.make(session);
  save_network(network, path, {}, session.context());
  session.say(fmt::format("wrote {}: {} and {}", path,
                          counted(network.graph.vertex_count(), "member", "members"),
                          counted(network.graph.edge_count(), "connection", "connections")));
}

}  // namespace

extern const Command generate_command;
const Command generate_command{
    .name = "generate",
    .summary = "A made-up network by a known rule",
    .arguments = "MODEL --output PATH",
    .examples =
        "  tertius generate association --output mine                    300 invented freelancers, as a "
        "folder\n"
        "  tertius generate association --members 5000 -o big.tertius    more of them, as a snapshot\n",
    .reads_network = false,
    .min_arguments = 1,
    .max_arguments = 1,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
