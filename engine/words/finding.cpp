#include "engine/words/finding.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"

namespace tertius::words {

namespace {

[[noreturn]] void refuse(const Kind& kind, std::string_view argument, std::string_view what) {
  throw Error(ErrorKey::internal, fmt::format("finding {}: argument {} {}", kind.name(), argument, what));
}

}  // namespace

Finding::Finding(Kind what, std::vector<Argument> of) : kind(what), arguments(std::move(of)) {
  for (const Argument& argument : arguments) {
    const Parameter* parameter = kind.find(argument.name);
    if (parameter == nullptr) refuse(kind, argument.name, "is not one of its kind");
    if (static_cast<std::size_t>(parameter->type) != argument.value.index())
      refuse(kind, argument.name, "has another type");
    if (const Choice* choice = std::get_if<Choice>(&argument.value);
        choice != nullptr && !parameter->may_be(choice->value))
      refuse(kind, argument.name, "is none of its choices");
  }
  for (const Parameter& parameter : kind.parameters()) {
    if (!parameter.optional && find(parameter.name) == nullptr) refuse(kind, parameter.name, "is missing");
  }
}

const Value* Finding::find(std::string_view name) const {
  const auto found = std::find_if(arguments.begin(), arguments.end(),
                                  [&](const Argument& argument) { return argument.name == name; });
  return found == arguments.end() ? nullptr : &found->value;
}

}  // namespace tertius::words
