#include "engine/io/formats/formats.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/setting_name.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

std::string list_of_names() {
  std::vector<std::string_view> names;
  for (const Format& format : formats()) names.push_back(format.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

const Format* by_suffix(std::string_view path) {
  for (const Format& format : formats()) {
    for (const std::string_view suffix : format.suffixes) {
      if (path.size() > suffix.size() && same_word(path.substr(path.size() - suffix.size()), suffix))
        return &format;
    }
  }
  return nullptr;
}

/// The suffix of the last part of a path, empty when it has none.
std::string_view suffix_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1);
  const auto dot = name.rfind('.');
  return dot == name.npos || dot == 0 ? std::string_view() : name.substr(dot);
}

}  // namespace

std::span<const Format> formats() {
#define TERTIUS_CALL(name) name##_format(),
  static const std::vector<Format> all = {TERTIUS_FORMATS(TERTIUS_CALL)};
#undef TERTIUS_CALL
  return all;
}

const Format* find_format(std::string_view name) {
  const auto all = formats();
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const Format& format) { return same_word(format.name, name); });
  return at == all.end() ? nullptr : &*at;
}

const Format& recognise(Source& source) {
  if (trimmed(without_mark(source.head())).empty()) {
    throw Error(ErrorCode::bad_data, "is empty; expected a network", {source.name()});
  }
  for (const Format& format : formats()) {
    if (format.read != nullptr && format.recognises != nullptr && format.recognises(source.head()))
      return format;
  }
  for (const Format& format : formats()) {
    if (format.recognises_late != nullptr && !source.head_is_all() && format.recognises_late(source))
      return format;
  }
  if (const Format* format = by_suffix(source.plain_name()); format != nullptr && format->read != nullptr)
    return *format;
  if (looks_like_edge_list(source.head())) return *find_format("edgelist");
  throw Error(ErrorCode::bad_data,
              fmt::format("is in no format that is recognised; expected one of {} ({} NAME says which)",
                          list_of_names(), setting_name("input_format")),
              {source.name()});
}

const Format& format_for_writing(std::string_view path) {
  if (path == "-") return *find_format("edgelist");
  const std::string_view suffix = suffix_of(path);
  if (suffix.empty() || path.ends_with('/')) return *find_format("csv");
  const Format* format = by_suffix(path);
  if (format != nullptr && format->write != nullptr) return *format;
  std::vector<std::string_view> known;
  for (const Format& one : formats())
    if (one.write != nullptr && !one.suffixes.empty()) known.push_back(one.suffixes.front());
  throw Error(ErrorCode::usage,
              fmt::format("{}: no format is written with the suffix {}; expected one of {}, or no suffix "
                          "for a folder of CSV files",
                          path, suffix, fmt::join(known, ", ")));
}

void save_network(const graph::Network& network, const std::string& path, const WriteOptions& options,
                  const RunContext& context) {
  format_for_writing(path).write(network, path, options, context);
}

}  // namespace tertius::io
