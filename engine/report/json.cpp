#include "engine/report/json.hpp"

#include "engine/report/consent.hpp"

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tertius::report {

struct JsonWriter::Impl {
  using Line = rapidjson::Writer<rapidjson::StringBuffer>;
  using Lines = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

  rapidjson::StringBuffer buffer;
  Lines writer{buffer};
  unsigned within_line = 0;  // levels that stand on one line
  unsigned depth = 0;
  TextSink sink;

  Impl() { writer.SetIndent(' ', 1); }

  /// put(writer): within a line as the base class of the writer of lines does it, which shares its state.
  template <class Put>
  void put(Put put) {
    if (within_line > 0) {
      put(static_cast<Line&>(writer));
    } else {
      put(writer);
    }
  }
  void begin() { within_line += within_line > 0; }
  void hand_over() {
    sink({buffer.GetString(), buffer.GetSize()});
    buffer.Clear();
  }
};

JsonWriter::JsonWriter() : impl_(std::make_unique<Impl>()) {}
JsonWriter::JsonWriter(TextSink sink) : JsonWriter() {
  impl_->sink = std::move(sink);
}
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
  ++impl_->depth;
  impl_->put([](auto& writer) { writer.StartObject(); });
  impl_->begin();
  return *this;
}
JsonWriter& JsonWriter::begin_line() {
  begin_object();
  if (impl_->within_line == 0) impl_->within_line = 1;
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  impl_->put([](auto& writer) { writer.EndObject(); });
  return end();
}
JsonWriter& JsonWriter::begin_array() {
  ++impl_->depth;
  impl_->put([](auto& writer) { writer.StartArray(); });
  impl_->begin();
  return *this;
}
JsonWriter& JsonWriter::end_array() {
  impl_->put([](auto& writer) { writer.EndArray(); });
  return end();
}
JsonWriter& JsonWriter::end() {
  constexpr std::size_t part = std::size_t{1} << 20;
  --impl_->depth;
  impl_->within_line -= impl_->within_line > 0;
  if (impl_->sink && impl_->buffer.GetSize() >= part) impl_->hand_over();
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
  impl_->put([&](auto& writer) { writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); });
  return *this;
}
JsonWriter& JsonWriter::value(std::nullptr_t) {
  impl_->put([](auto& writer) { writer.Null(); });
  return *this;
}
JsonWriter& JsonWriter::value(bool flag) {
  impl_->put([&](auto& writer) { writer.Bool(flag); });
  return *this;
}
JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return value(nullptr);
  impl_->put([&](auto& writer) { writer.Double(number == 0.0 ? 0.0 : number); });  // no "-0.0"
  return *this;
}
JsonWriter& JsonWriter::value(std::string_view text) {
  impl_->put(
      [&](auto& writer) { writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); });
  return *this;
}
JsonWriter& JsonWriter::integer(std::int64_t number) {
  impl_->put([&](auto& writer) { writer.Int64(number); });
  return *this;
}
JsonWriter& JsonWriter::natural(std::uint64_t number) {
  impl_->put([&](auto& writer) { writer.Uint64(number); });
  return *this;
}

JsonWriter& JsonWriter::written(std::string_view part) {
  impl_->put([&](auto& writer) { writer.RawValue(part.data(), part.size(), rapidjson::kObjectType); });
  ++impl_->depth;
  return end();
}

unsigned JsonWriter::depth() const {
  return impl_->depth;
}

std::string json_part(unsigned depth, const std::function<void(JsonWriter&)>& write) {
  JsonWriter json;
  for (unsigned level = 0; level < depth; ++level) json.begin_array();
  write(json);
  const std::string text = json.take();
  // "[\n [\n  [\n   " stands before it.
  const std::size_t before = depth + std::size_t{depth} * (depth + 1) / 2 + depth;
  return text.substr(before, text.size() - 1 - before);
}

std::string JsonWriter::take() {
  std::string text(impl_->buffer.GetString(), impl_->buffer.GetSize());
  text += '\n';
  impl_ = std::make_unique<Impl>();
  return text;
}

void JsonWriter::finish() {
  impl_->buffer.Put('\n');
  impl_->hand_over();
}

void write_settings(JsonWriter& json, const Settings& settings) {
  json.begin_object();
  for (const auto& [name, setting] : settings) {
    std::visit([&, &key = name](const auto& v) { json.member(key, v); }, setting);
  }
  json.end_object();
}

namespace {

/// Rises when a key of that report changes its meaning or goes away.
int schema_version(std::string_view name) {
  // 2: shares and chance by one convention (bubbles, clusters), betweenness as a share of the paths asked
  // for.
  constexpr std::string_view second[] = {"analysis", "bridges", "bubbles", "clusters"};
  return std::find(std::begin(second), std::end(second), name) == std::end(second) ? 1 : 2;
}

void write_report(JsonWriter& json, std::string_view name, const graph::Network& network,
                  const Settings& settings, const std::function<void(JsonWriter&)>& write_result) {
  json.begin_object();
  json.member("schema", fmt::format("tertius.{}/{}", name, schema_version(name)));
  json.key("network").begin_object();
  json.member("members", network.graph.vertex_count());
  json.member("connections", network.graph.edge_count());
  json.member("names", to_string(network.consent.naming()));
  json.end_object();
  json.key("settings");
  write_settings(json, settings);
  json.key("result");
  write_result(json);
  json.end_object();
}

}  // namespace

std::string json_report(std::string_view name, const graph::Network& network, const Settings& settings,
                        const std::function<void(JsonWriter&)>& write_result) {
  JsonWriter json;
  write_report(json, name, network, settings, write_result);
  return json.take();
}

void json_report(std::string_view name, const graph::Network& network, const Settings& settings,
                 const std::function<void(JsonWriter&)>& write_result, const TextSink& sink) {
  JsonWriter json(sink);
  write_report(json, name, network, settings, write_result);
  json.finish();
}

}  // namespace tertius::report
