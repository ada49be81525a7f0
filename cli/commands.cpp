// The register of subcommands, in the order of the help text.
#include "cli/command.hpp"

namespace tertius::cli {

extern const Command analyze_command;
extern const Command bridges_command;
extern const Command bubbles_command;
extern const Command clusters_command;
extern const Command convert_command;
extern const Command evaluate_command;
extern const Command generate_command;
extern const Command info_command;
extern const Command measure_command;
extern const Command meet_command;
extern const Command path_command;
extern const Command round_command;
extern const Command whatif_command;

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> all = {
      &analyze_command, &info_command,    &measure_command,  &clusters_command, &bubbles_command,
      &bridges_command, &meet_command,    &path_command,     &round_command,    &evaluate_command,
      &whatif_command,  &convert_command, &generate_command,
  };
  return all;
}

}  // namespace tertius::cli
