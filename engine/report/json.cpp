#include "engine/report/json.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cmath>

namespace tertius {

struct JsonWriter::Impl {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer{buffer};
};

JsonWriter::JsonWriter() : impl_(std::make_unique<Impl>()) {
  impl_->writer.SetIndent(' ', 1);
}
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
  impl_->writer.StartObject();
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  impl_->writer.EndObject();
  return *this;
}
JsonWriter& JsonWriter::begin_array() {
  impl_->writer.StartArray();
  return *this;
}
JsonWriter& JsonWriter::end_array() {
  impl_->writer.EndArray();
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
  impl_->writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  return *this;
}
JsonWriter& JsonWriter::value(std::nullptr_t) {
  impl_->writer.Null();
  return *this;
}
JsonWriter& JsonWriter::value(bool flag) {
  impl_->writer.Bool(flag);
  return *this;
}
JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return value(nullptr);
  impl_->writer.Double(number == 0.0 ? 0.0 : number);  // no "-0.0"
  return *this;
}
JsonWriter& JsonWriter::value(std::string_view text) {
  impl_->writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return *this;
}
JsonWriter& JsonWriter::integer(std::int64_t number) {
  impl_->writer.Int64(number);
  return *this;
}
JsonWriter& JsonWriter::natural(std::uint64_t number) {
  impl_->writer.Uint64(number);
  return *this;
}

std::string JsonWriter::take() {
  std::string text(impl_->buffer.GetString(), impl_->buffer.GetSize());
  text += '\n';
  impl_ = std::make_unique<Impl>();
  impl_->writer.SetIndent(' ', 1);
  return text;
}

void write_settings(JsonWriter& json, const Settings& settings) {
  json.begin_object();
  for (const auto& [name, setting] : settings) {
    std::visit([&, &key = name](const auto& v) { json.member(key, v); }, setting);
  }
  json.end_object();
}

std::string json_report(std::string_view name, const Network& network, const Settings& settings,
                        const std::function<void(JsonWriter&)>& write_result) {
  JsonWriter json;
  json.begin_object();
  json.member("schema", "tertius." + std::string(name) + "/1");
  json.key("network").begin_object();
  json.member("members", network.graph.vertex_count());
  json.member("connections", network.graph.edge_count());
  json.end_object();
  json.key("settings");
  write_settings(json, settings);
  json.key("result");
  write_result(json);
  json.end_object();
  return json.take();
}

}  // namespace tertius
