// Options, each declared once: its name, what stands for its value, the value where none is given, which
// values there are, and a line of help. By that declaration it is read, checked before anything else is read,
// explained, and written among the settings of a report.
#pragma once

#include <fmt/format.h>

#include <any>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/choice.hpp"
#include "engine/report/json.hpp"

namespace tertius::cli {

/// What the words of an option amount to: for the command, and among the settings of a report.
struct Value {
  std::any value;
  report::Setting setting;
};

/// Which numbers an option takes.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool with_ends = true;
};
constexpr Range at_least(double least) {
  return {.least = least};
}
constexpr Range between(double least, double most) {
  return {least, most};
}
/// Neither of the two.
constexpr Range within(double least, double most) {
  return {least, most, false};
}

struct Option {
  std::string name;
  std::string placeholder{};  ///< what stands for the value in the help; empty: a switch
  std::string help{};
  std::string initial{};   ///< the value where none is given, as it is typed; empty: none
  std::string expected{};  ///< what a wrong value is told: "a number from 0 to 1"
  Range range{};           ///< of a number
  std::vector<std::pair<std::string_view, std::string_view>> choices{};  ///< names and their help
  char letter = 0;                                                       ///< of the short form; 0: none
  bool repeats = false;                                                  ///< may be given several times
  bool greedy = false;  ///< takes all the words up to the next option
  bool reads = false;   ///< names a file (or else what is none) into which nothing may be written
  bool writes = false;  ///< names a file that is written
  /// Throws Error{usage} that says what was expected.
  std::function<Value(const std::vector<std::string>& words)> read{};
};

class Options {
 public:
  Option& flag(std::string_view name, std::string_view help);
  Option& text(std::string_view name, std::string_view placeholder, std::string_view help);
  /// Any number of texts.
  Option& texts(std::string_view name, std::string_view placeholder, std::string_view help);

  template <class T>
  Option& number(std::string_view name, std::string_view placeholder, std::optional<T> initial, Range range,
                 std::string_view help) {
    Option option = named(name, placeholder, help, expected_of(range, std::is_integral_v<T>));
    option.range = range;
    if (initial) option.initial = fmt::format("{}", *initial);
    return add_one<T>(std::move(option), number_reader<T>(range), setting_of<T>);
  }
  template <class T>
  Option& numbers(std::string_view name, std::string_view placeholder, Range range, std::string_view help) {
    Option option = named(name, placeholder, help, expected_of(range, std::is_integral_v<T>));
    option.range = range;
    return add_list<T>(std::move(option), number_reader<T>(range), std::identity());
  }

  /// One of a table of choices (core/choice.hpp), which outlives the options.
  template <class Table>
  Option& choice(std::string_view name, std::string_view placeholder, const Table& table,
                 std::optional<Chosen<Table>> initial, std::string_view help) {
    Option option = named_choice(name, placeholder, help, table);
    if (initial) option.initial = name_in(table, *initial);
    return add_one<Chosen<Table>>(
        std::move(option), [&table](const std::string& word) { return chosen(table, word); },
        [&table](const Chosen<Table>& value) { return report::Setting(std::string(name_in(table, value))); });
  }

  /// Any number of them.
  template <class Table>
  Option& choices(std::string_view name, std::string_view placeholder, const Table& table,
                  std::string_view help) {
    return add_list<Chosen<Table>>(
        named_choice(name, placeholder, help, table),
        [&table](const std::string& word) { return chosen(table, word); },
        [&table](const Chosen<Table>& value) { return std::string(name_in(table, value)); });
  }

  /// What `read` makes of a word; among the settings it stands as it was typed.
  template <class T>
  Option& parsed(std::string_view name, std::string_view placeholder, std::string_view initial,
                 std::string_view expected, std::optional<T> (*read)(std::string_view),
                 std::string_view help) {
    Option option = named(name, placeholder, help, std::string(expected));
    option.initial = initial;
    option.read = [read, wrong = wrong_value(option)](const std::vector<std::string>& words) {
      const std::optional<T> value = read(words.back());
      if (!value) wrong(words.back());
      return Value{*value, words.back()};
    };
    return add(std::move(option));
  }

  /// Any number of what `read` makes of a word.
  template <class T>
  Option& parsed_list(std::string_view name, std::string_view placeholder, std::string_view expected,
                      std::optional<T> (*read)(std::string_view), std::string_view help) {
    Option option = named(name, placeholder, help, std::string(expected));
    option.repeats = option.greedy = true;
    option.read = [read, wrong = wrong_value(option)](const std::vector<std::string>& words) {
      std::vector<T> values;
      for (const std::string& word : words) {
        const std::optional<T> value = read(word);
        if (!value) wrong(word);
        values.push_back(*value);
      }
      return Value{std::move(values), words};
    };
    return add(std::move(option));
  }

  void append(const Options& others);
  const std::vector<Option>& all() const { return options_; }
  /// The option of that name, or null.
  const Option* find(std::string_view name) const;

 private:
  template <class T>
  using Reader = std::function<std::optional<T>(const std::string& word)>;

  static Option named(std::string_view name, std::string_view placeholder, std::string_view help,
                      std::string expected);
  template <class Table>
  static Option named_choice(std::string_view name, std::string_view placeholder, std::string_view help,
                             const Table& table) {
    Option option = named(name, placeholder, help, names_in(table));
    for (const auto& entry : table)
      if (!entry.help.empty()) option.choices.emplace_back(entry.name, entry.help);
    return option;
  }
  static std::string expected_of(const Range& range, bool whole);
  static std::optional<double> real_in(const Range& range, const std::string& word);
  static std::optional<std::uint64_t> natural_in(const Range& range, const std::string& word,
                                                 std::uint64_t most);
  /// Throws Error{usage} for a word that the option does not take.
  static std::function<void(const std::string& word)> wrong_value(const Option& option);
  Option& add(Option option);

  template <class T>
  static report::Setting setting_of(const T& value) {
    if constexpr (std::is_integral_v<T>)
      return static_cast<std::int64_t>(value);
    else
      return value;
  }

  template <class T>
  static Reader<T> number_reader(Range range) {
    return [range](const std::string& word) -> std::optional<T> {
      if constexpr (std::is_integral_v<T>) {
        const auto number = natural_in(range, word, std::numeric_limits<T>::max());
        return number ? std::optional(static_cast<T>(*number)) : std::nullopt;
      } else {
        return real_in(range, word);
      }
    };
  }

  template <class T, class ToSetting>
  Option& add_one(Option option, Reader<T> read, ToSetting setting) {
    option.read = [read, setting, wrong = wrong_value(option)](const std::vector<std::string>& words) {
      const std::optional<T> value = read(words.back());
      if (!value) wrong(words.back());
      return Value{*value, setting(*value)};
    };
    return add(std::move(option));
  }

  template <class T, class ToSetting>
  Option& add_list(Option option, Reader<T> read, ToSetting setting) {
    option.repeats = option.greedy = true;
    option.read = [read, setting, wrong = wrong_value(option)](const std::vector<std::string>& words) {
      std::vector<T> values;
      std::vector<std::remove_cvref_t<std::invoke_result_t<ToSetting, const T&>>> settings;
      for (const std::string& word : words) {
        const std::optional<T> value = read(word);
        if (!value) wrong(word);
        values.push_back(*value);
        settings.push_back(setting(*value));
      }
      return Value{values, report::Setting(settings)};
    };
    return add(std::move(option));
  }

  std::vector<Option> options_;
};

/// An option as it was typed.
struct Given {
  std::string name;
  std::vector<std::string> words;
};

struct CommandLine {
  std::vector<Given> given;
  std::map<std::string, Value, std::less<>> values;  ///< of options that were given or have a default
  std::vector<std::string> arguments;
};

/// Takes the words after the command apart, and checks every value. Throws Error{usage}.
CommandLine read_words(std::string_view command, const Options& options,
                       const std::vector<std::string>& words);

}  // namespace tertius::cli
