// The register of commands, in the order of the help text.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace tertius::cli {

extern const Command analyze_command;
extern const Command bridges_command;
extern const Command bubbles_command;
extern const Command clusters_command;
extern const Command convert_command;
extern const Command evaluate_command;
extern const Command generate_command;
extern const Command import_command;
extern const Command info_command;
extern const Command introduce_command;
extern const Command measure_command;
extern const Command meet_command;
extern const Command path_command;
extern const Command report_command;
extern const Command whatif_command;

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> all = {
      &analyze_command,   &info_command,    &import_command,  &clusters_command, &bubbles_command,
      &bridges_command,   &measure_command, &whatif_command,  &meet_command,     &path_command,
      &introduce_command, &report_command,  &convert_command, &generate_command, &evaluate_command,
  };
  return all;
}

std::string_view present_name(std::string_view name) {
  return name == "round" ? "introduce" : name;
}

const Command& find_command(std::string_view name) {
  const std::string_view wanted = present_name(name);
  const Command* closest = commands().front();
  for (const Command* command : commands()) {
    if (command->name == wanted) return *command;
    if (edit_distance(command->name, wanted) < edit_distance(closest->name, wanted)) closest = command;
  }
  throw Error(
      ErrorKey::option_unknown,
      fmt::format("no command '{}'; did you mean '{}'? `tertius help --all` lists all", name, closest->name));
}

}  // namespace tertius::cli
