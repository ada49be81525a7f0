// Writing JSON, and the envelope that every report of tertius shares.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/graph/network.hpp"

namespace tertius::report {

/// Takes the next part of a text.
using TextSink = std::function<void(std::string_view)>;

/// Streams JSON into a string or a sink. NaN and infinities become null, as JSON has no word for them.
class JsonWriter {
 public:
  JsonWriter();
  /// What is written goes to `sink` in parts of about a megabyte, so that no long text is kept. finish() must
  /// follow.
  explicit JsonWriter(TextSink sink);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object();
  /// An object that stands on one line, with everything that it holds: for long lists of small records.
  JsonWriter& begin_line();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::nullptr_t);
  JsonWriter& value(bool flag);
  JsonWriter& value(double number);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  template <std::integral T>
  JsonWriter& value(T number) {
    return std::signed_integral<T> ? integer(static_cast<std::int64_t>(number))
                                   : natural(static_cast<std::uint64_t>(number));
  }
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : value(nullptr);
  }
  template <class T>
  JsonWriter& value(const std::vector<T>& items) {
    begin_array();
    for (const T& item : items) value(item);
    return end_array();
  }
  /// key and value in one.
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

  /// A value that json_part() wrote for the place where this one is.
  JsonWriter& written(std::string_view part);
  /// Objects and arrays that have begun and not ended.
  unsigned depth() const;

  /// What was written so far, ended by a line feed. The writer is empty afterwards. Not beside a sink.
  std::string take();
  /// Gives the rest to the sink, ended by a line feed.
  void finish();

 private:
  JsonWriter& end();
  JsonWriter& integer(std::int64_t number);
  JsonWriter& natural(std::uint64_t number);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The text of one value that stands in an array `depth` levels deep: so that the values of a long array can be
/// written by several threads.
std::string json_part(unsigned depth, const std::function<void(JsonWriter&)>& write);

/// Effective options of a run, in the order in which they are listed.
using Setting =
    std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>, std::vector<double>>;
using Settings = std::vector<std::pair<std::string, Setting>>;

void write_settings(JsonWriter& json, const Settings& settings);

/// {"schema": "tertius.NAME/VERSION", "network": {...}, "settings": {...}, "result": <what write_result
/// writes>}
std::string json_report(std::string_view name, const graph::Network& network, const Settings& settings,
                        const std::function<void(JsonWriter&)>& write_result);
/// The same to a sink, in parts.
void json_report(std::string_view name, const graph::Network& network, const Settings& settings,
                 const std::function<void(JsonWriter&)>& write_result, const TextSink& sink);

}  // namespace tertius::report
