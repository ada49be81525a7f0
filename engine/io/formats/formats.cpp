#include "engine/io/formats/formats.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/setting_name.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/recognition/strangers.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// What has less evidence is not told as what comes nearest.
constexpr double worth_telling = 0.2;

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

/// Whether the suffix is one of that form, and not of any text or table.
bool says_form(const Format& format, std::string_view path) {
  for (const std::string_view suffix : format.suffixes)
    if (path.ends_with(suffix) && suffix != ".txt" && suffix != ".csv" && suffix != ".tsv") return true;
  return false;
}

/// "an edge list", "CSV": a format in a sentence.
std::string in_words(const Candidate& candidate) {
  const Format* const format = find_format(candidate.name);
  return format == nullptr ? candidate.name : std::string(format->title);
}

/// Says what an input that is read as nothing looks like, and what comes nearest.
[[noreturn]] void refuse(const Source& source, const std::optional<Stranger>& stranger,
                         const std::vector<Candidate>& candidates) {
  std::string why;
  if (stranger) {
    why = fmt::format("looks like {}; expected a network: {}", stranger->what, stranger->advice);
  } else {
    why = fmt::format("is in no format that is recognised; expected one of {}", list_of_names());
  }
  if (!candidates.empty() && candidates.front().score >= worth_telling) {
    const Candidate& best = candidates.front();
    why += fmt::format(". What comes nearest is {} ({:.2f} of {:.2f}: {}); {} {} reads it as that",
                       in_words(best), best.score, enough_evidence, best.why, setting_name("input_format"),
                       best.name);
  } else if (!stranger) {
    why += fmt::format(" ({} NAME says which)", setting_name("input_format"));
  }
  throw Error(ErrorCode::bad_data, why, {source.name()});
}

/// What else it may be, where that is close.
std::string note_on_close(const std::vector<Candidate>& candidates) {
  const Candidate& best = candidates.front();
  for (const Candidate& other : candidates) {
    if (&other == &best || other.score < enough_evidence || other.score + close_evidence < best.score)
      continue;
    return fmt::format("It was read as {} ({:.2f}: {}); it may be {} ({:.2f}: {}), as which {} {} reads it.",
                       in_words(best), best.score, best.why, in_words(other), other.score, other.why,
                       setting_name("input_format"), other.name);
  }
  return {};
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

Recognition recognise(Source& source, bool all) {
  const std::string head(source.head());
  if (trimmed(without_mark(head)).empty()) {
    throw Error(ErrorCode::bad_data, "is empty; expected a network", {source.name()});
  }
  Recognition found;
  for (const Format& format : formats()) {
    if (format.read == nullptr || format.recognises == nullptr || !format.recognises(head)) continue;
    found.format = &format;
    break;
  }
  for (const Format& format : formats()) {
    if (found.format == nullptr && format.recognises_late != nullptr && !source.head_is_all() &&
        format.recognises_late(source))
      found.format = &format;
  }
  if (found.format != nullptr && !all) return found;
  if (found.format != nullptr)
    found.candidates.push_back({std::string(found.format->name), 1, "its first lines"});
  // A suffix says what a file is meant to be, where its content may be anything.
  const Format* const meant = by_suffix(source.plain_name());
  if (found.format == nullptr) {
    if (const auto stranger = signed_stranger(head)) refuse(source, *stranger, {});
    if (meant != nullptr && meant->read != nullptr && meant->weigh == nullptr) {
      // Of what has a sign and lacks it the suffix may be wrong; where the sign comes late, it may be cut short.
      const double score = meant->recognises == nullptr        ? 1.0
                           : meant->recognises_late != nullptr ? 0.95
                                                               : 0.6;
      found.candidates.push_back({std::string(meant->name), score, "the suffix of the file"});
    }
  }
  const Sample sample(source);
  if (found.format == nullptr && found.candidates.empty()) check_text(sample.text(), source.name());
  for (const Format& format : formats()) {
    if (format.weigh == nullptr || &format == found.format) continue;
    Evidence evidence = format.weigh(sample);
    if (&format == meant && says_form(*meant, source.plain_name()) && evidence.score > 0) {
      evidence.score = std::clamp(evidence.score + 0.3, enough_evidence, 0.97);
      evidence.why += "; the suffix of the file";
    }
    if (evidence.score > 0)
      found.candidates.push_back({std::string(format.name), evidence.score, std::move(evidence.why)});
  }
  std::stable_sort(found.candidates.begin(), found.candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  if (found.format != nullptr) return found;
  if (found.candidates.empty() || found.candidates.front().score < enough_evidence)
    refuse(source, shapeless_stranger(head), found.candidates);
  found.format = find_format(found.candidates.front().name);
  found.note = note_on_close(found.candidates);
  return found;
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
