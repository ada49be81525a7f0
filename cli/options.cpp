#include "cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cmath>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::cli {
namespace {

namespace po = boost::program_options;

/// Where the options are listed.
std::string listed_by(std::string_view command) {
  return fmt::format("`tertius {} --help --all` lists the options", command);
}

[[noreturn]] void refuse_unknown(std::string_view command, const Options& options, const std::string& typed) {
  const std::string name = typed.substr(std::min(typed.size(), typed.find_first_not_of('-')));
  const Option* closest = nullptr;
  std::size_t distance = 3;  // further off is another word
  for (const Option& option : options.all()) {
    const std::size_t here = edit_distance(option.name, name);
    if (here < distance) distance = here, closest = &option;
  }
  const std::string hint = closest != nullptr ? fmt::format("did you mean --{}? ", closest->name) : "";
  throw Error(ErrorKey::option_unknown, fmt::format("no option '{}'; {}{}", typed, hint, listed_by(command)));
}

/// The words as options and arguments, by the rules of getopt_long.
po::parsed_options split(std::string_view command, const Options& options,
                         const std::vector<std::string>& words) {
  po::options_description known;
  for (const Option& option : options.all()) {
    const std::string name =
        option.letter != 0 ? fmt::format("{},{}", option.name, option.letter) : option.name;
    const po::value_semantic* takes = nullptr;
    if (option.placeholder.empty())
      takes = po::bool_switch();
    else if (option.greedy)
      takes = po::value<std::vector<std::string>>()->multitoken();
    else
      takes = po::value<std::string>();
    known.add_options()(name.c_str(), takes);
  }
  known.add_options()("arguments", po::value<std::vector<std::string>>());
  po::positional_options_description arguments;
  arguments.add("arguments", -1);
  try {
    return po::command_line_parser(words)
        .options(known)
        .positional(arguments)
        .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
        .run();
  } catch (const po::unknown_option& problem) {
    refuse_unknown(command, options, problem.get_option_name());
  } catch (const po::error& problem) {
    throw Error(ErrorKey::option_unknown, fmt::format("{}; {}", problem.what(), listed_by(command)));
  }
}

}  // namespace

Option Options::named(std::string_view name, std::string_view placeholder, std::string_view help,
                      std::string expected) {
  return {.name = std::string(name),
          .placeholder = std::string(placeholder),
          .help = std::string(help),
          .expected = std::move(expected)};
}

Option& Options::add(Option option) {
  return options_.emplace_back(std::move(option));
}

void Options::append(const Options& others) {
  options_.insert(options_.end(), others.options_.begin(), others.options_.end());
}

const Option* Options::find(std::string_view name) const {
  const auto found = std::find_if(options_.begin(), options_.end(),
                                  [&](const Option& option) { return option.name == name; });
  return found != options_.end() ? &*found : nullptr;
}

Option& Options::flag(std::string_view name, std::string_view help) {
  Option option = named(name, "", help, "");
  option.read = [](const std::vector<std::string>&) { return Value{true, true}; };
  return add(std::move(option));
}

Option& Options::text(std::string_view name, std::string_view placeholder, std::string_view help) {
  return add_one<std::string>(
      named(name, placeholder, help, ""), [](const std::string& word) { return word; },
      setting_of<std::string>);
}

Option& Options::texts(std::string_view name, std::string_view placeholder, std::string_view help) {
  return add_list<std::string>(
      named(name, placeholder, help, ""), [](const std::string& word) { return word; }, std::identity());
}

std::string Options::expected_of(const Range& range, bool whole) {
  const std::string number = whole ? "a whole number" : "a number";
  const bool least = std::isfinite(range.least) && !(whole && range.least == 0),
             most = std::isfinite(range.most);
  if (!range.with_ends) return fmt::format("{} between {} and {}", number, range.least, range.most);
  if (most)
    return fmt::format("{} from {} to {}", number, std::max(range.least, whole ? 0.0 : range.least),
                       range.most);
  return least ? fmt::format("{} of at least {}", number, range.least) : number;
}

std::optional<double> Options::real_in(const Range& range, const std::string& word) {
  const auto number = io::parse_real(word);
  if (!number || !std::isfinite(*number) || *number < range.least || *number > range.most)
    return std::nullopt;
  if (!range.with_ends && (*number == range.least || *number == range.most)) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> Options::natural_in(const Range& range, const std::string& word,
                                                 std::uint64_t most) {
  const auto number = io::parse_natural(word);
  if (!number || *number > most) return std::nullopt;
  const auto real = static_cast<double>(*number);
  return real >= range.least && real <= range.most ? std::optional(*number) : std::nullopt;
}

std::function<void(const std::string&)> Options::wrong_value(const Option& option) {
  return [name = option.name, expected = option.expected](const std::string& word) {
    throw Error(ErrorKey::option_value, fmt::format("--{} {}: expected {}", name, word, expected));
  };
}

CommandLine read_words(std::string_view command, const Options& options,
                       const std::vector<std::string>& words) {
  CommandLine line;
  for (const po::option& typed : split(command, options, words).options) {
    if (typed.position_key >= 0) {
      line.arguments.insert(line.arguments.end(), typed.value.begin(), typed.value.end());
      continue;
    }
    const bool again = std::any_of(line.given.begin(), line.given.end(),
                                   [&](const Given& given) { return given.name == typed.string_key; });
    if (again && !options.find(typed.string_key)->repeats)
      throw Error(ErrorKey::option_conflict, fmt::format("--{} was given twice", typed.string_key));
    line.given.push_back({typed.string_key, typed.value});
  }
  for (const Option& option : options.all()) {
    std::vector<std::string> all;
    bool given = false;
    for (const Given& one : line.given) {
      if (one.name != option.name) continue;
      given = true;
      all.insert(all.end(), one.words.begin(), one.words.end());
    }
    if (given)
      line.values.emplace(option.name, option.read(all));
    else if (option.placeholder.empty())
      line.values.emplace(option.name, Value{false, false});
    else if (!option.initial.empty())
      line.values.emplace(option.name, option.read({option.initial}));
  }
  return line;
}

}  // namespace tertius::cli
