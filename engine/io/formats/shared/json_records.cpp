#include "engine/io/formats/shared/json_records.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace tertius::io {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 20;
constexpr std::size_t deepest = 200;
constexpr std::size_t deepest_field = 4;
constexpr std::size_t longest_name = 200;

/// A stream for RapidJSON that reads on as it is used up and knows its place.
class JsonStream {
 public:
  using Ch = char;
  using Refill = std::function<bool(std::string& buffer)>;

  JsonStream(std::string file, Refill refill) : file_(std::move(file)), refill_(std::move(refill)) { fill(); }
  JsonStream(const JsonStream&) = delete;
  JsonStream& operator=(const JsonStream&) = delete;

  Ch Peek() const { return at_ < end_ ? *at_ : '\0'; }
  Ch Take() {
    const Ch c = Peek();
    if (at_ < end_ && ++at_ == end_) fill();
    return c;
  }
  std::size_t Tell() const { return before_ + static_cast<std::size_t>(at_ - buffer_.data()); }
  // RapidJSON asks for these; they are of use where it parses in place.
  Ch* PutBegin() { return nullptr; }
  void Put(Ch) {}
  void Flush() {}
  std::size_t PutEnd(Ch*) { return 0; }

  bool at_end() const { return at_ == end_; }
  void token_ended() { token_ = Tell(); }
  Place place() {
    count_to(at_);
    return {line_, Tell() - line_begin_ + 1};
  }
  Location where() { return {file_, place()}; }
  const std::string& file() const { return file_; }

 private:
  void fill() {
    count_to(end_);
    before_ += buffer_.size();
    buffer_.clear();
    if (before_ - token_ > longest_text)
      throw Error(ErrorKey::too_large, fmt::format("a text without end; expected {}", longest_text_words),
                  {file_, {line_, before_ - line_begin_ + 1}});
    refill_(buffer_);
    if (before_ == 0 && std::string_view(buffer_).starts_with("\xEF\xBB\xBF")) buffer_.replace(0, 3, "   ");
    at_ = counted_ = buffer_.data();
    end_ = at_ + buffer_.size();
  }
  void count_to(const char* to) {
    for (const char* end = nullptr; (end = std::find(counted_, to, '\n')) != to; counted_ = end + 1) {
      ++line_;
      line_begin_ = before_ + static_cast<std::size_t>(end + 1 - buffer_.data());
    }
    counted_ = to;
  }

  std::string file_;
  Refill refill_;
  std::string buffer_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  const char* counted_ = nullptr;
  std::size_t before_ = 0;  // bytes of earlier chunks
  std::size_t token_ = 0;   // where the last token ended
  std::uint64_t line_ = 1;
  std::size_t line_begin_ = 0;
};

}  // namespace

struct JsonHandler {
  JsonRecords& records;
  JsonStream& stream;

  struct Level {
    bool array = false;
    std::size_t path = 0;  // length of the path above it
  };
  std::vector<Level> levels{};
  std::string key{};   // of the value that comes next
  std::string path{};  // outside a list: of the list or setting; within a record: of the field
  std::string list{};
  std::size_t list_level = 0;  // levels.size() within the list; 0 outside
  std::string record_key{};
  std::vector<JsonField> fields{};
  std::size_t item = 0;  // of the array that is a record
  bool rows = false;     // the list holds arrays of records
  bool in_row = false;
  std::size_t row = 0;

  bool in_list() const { return list_level > 0; }
  bool in_record() const { return in_list() && levels.size() > list_level; }
  bool at_item() const { return in_list() && levels.size() == list_level; }
  bool in_array() const { return !levels.empty() && levels.back().array; }

  bool begin(bool array) {
    stream.token_ended();
    if (levels.size() >= deepest)
      throw Error(ErrorKey::too_large,
                  fmt::format("values within values; expected at most {} levels", deepest), stream.where());
    const std::size_t length = path.size();
    if (at_item() && array && rows && !in_row) {
      in_row = true;
      levels.push_back({array, length});
      list_level = levels.size();
      return true;
    }
    if (at_item()) {
      begin_record();
      path.clear();
      levels.push_back({array, 0});
      return true;
    }
    const std::string_view name =
        in_array() ? std::string_view() : std::string_view(key).substr(0, longest_name);
    if (!in_list() || levels.size() - list_level < deepest_field) {
      if (!path.empty() && !name.empty()) path += '.';
      path += name;
    }
    levels.push_back({array, length});
    const bool lists = name == "nodes" || name == "links" || name == "edges" || name == "hyperedges" ||
                       (array && (name == "elements" || name == "connections" || name == "adjacency" ||
                                  name == "rels" || levels.size() == 1));
    if (!in_list() && lists) {
      list = path;
      list_level = levels.size();
      rows = array && name == "adjacency";
      row = 0;
      records.list(list);
    }
    return true;
  }
  bool end() {
    stream.token_ended();
    const std::size_t length = levels.back().path;
    levels.pop_back();
    if (in_row && levels.size() < list_level) {
      in_row = false;
      ++row;
      list_level = levels.size();
      return true;
    }
    if (in_list() && levels.size() < list_level) {
      list_level = 0;
      path = list;
    }
    if (at_item()) {
      records.record(list, record_key, fields);
    } else {
      path.resize(std::min(path.size(), length));
    }
    return true;
  }
  void begin_record() {
    records.place_ = stream.place();
    record_key = in_row ? std::to_string(row) : in_array() ? std::string() : key;
    fields.clear();
    item = 0;
  }
  std::string name_of_value() const {
    std::string name = path;
    if (in_array()) return name;
    if (!name.empty()) name += '.';
    return name += std::string_view(key).substr(0, longest_name);
  }
  bool value(std::string_view text, graph::ColumnType type) {
    stream.token_ended();
    if (at_item()) {
      begin_record();
      fields.push_back({"", std::string(text), type});
      records.record(list, record_key, fields);
    } else if (in_record()) {
      field(text, type);
    } else if (!levels.empty()) {
      records.setting(name_of_value(), text);
    }
    return true;
  }
  void field(std::string_view text, graph::ColumnType type) {
    if (levels.size() - list_level > deepest_field) return;
    if (in_array() && levels.size() - list_level == 1) {
      fields.push_back({std::to_string(item++), std::string(text), type});
    } else if (in_array() && !fields.empty() && fields.back().name == path) {
      fields.back().value += ';';
      fields.back().value += text;
      fields.back().type = graph::ColumnType::text;
    } else {
      fields.push_back({name_of_value(), std::string(text), in_array() ? graph::ColumnType::text : type});
    }
  }

  bool Null() {
    stream.token_ended();
    if (in_record() && in_array() && levels.size() - list_level == 1) ++item;
    return true;
  }
  bool Bool(bool yes) { return value(yes ? "true" : "false", graph::ColumnType::boolean); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return value({text, length}, type_of_bare({text, length}));
  }
  bool Double(double) { return Null(); }  // NaN and infinities, which NetworkX writes
  bool Int(int) { return Null(); }
  bool Uint(unsigned) { return Null(); }
  bool Int64(std::int64_t) { return Null(); }
  bool Uint64(std::uint64_t) { return Null(); }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return value({text, length}, graph::ColumnType::text);
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    stream.token_ended();
    key.assign(text, length);
    return true;
  }
  bool StartObject() { return begin(false); }
  bool EndObject(rapidjson::SizeType) { return end(); }
  bool StartArray() { return begin(true); }
  bool EndArray(rapidjson::SizeType) { return end(); }
};

namespace {

constexpr unsigned parse_flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                                 rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseNanAndInfFlag;

rapidjson::ParseResult parse(JsonStream& stream, JsonRecords& records) {
  JsonHandler handler{records, stream};
  rapidjson::Reader reader;
  return reader.Parse<parse_flags>(stream, handler);
}

[[noreturn]] void refuse(const rapidjson::ParseResult& result, JsonStream& stream) {
  throw Error(ErrorKey::syntax, fmt::format("{} Expected JSON", rapidjson::GetParseError_En(result.Code())),
              stream.where());
}

/// Lists and settings of the beginning of a file.
class Sketcher : public JsonRecords {
 public:
  JsonSketch sketch;

 protected:
  void list(std::string_view path) override { sketch.lists[std::string(path)]; }
  void record(std::string_view path, std::string_view, const std::vector<JsonField>& fields) override {
    auto& names = sketch.lists[std::string(path)];
    if (!names.empty()) return;
    for (const JsonField& field : fields) names.insert(field.name);
  }
  void setting(std::string_view path, std::string_view) override {
    if (sketch.settings.size() < 1000) sketch.settings.emplace(path);
  }
};

}  // namespace

void JsonRecords::read_json(Source& source, const RunContext& context) {
  JsonStream stream(source.name(), [&](std::string& buffer) {
    context.poll();
    return source.read_more(buffer, chunk);
  });
  if (const auto result = parse(stream, *this); result.IsError()) refuse(result, stream);
  if (!stream.at_end())
    throw Error(ErrorKey::encoding, "a NUL byte; expected the end of the file", stream.where());
}

void JsonRecords::read_json_lines(Source& source, const RunContext& context) {
  JsonStream stream(source.name(), [&](std::string& buffer) {
    context.poll();
    return source.read_more(buffer, chunk);
  });
  JsonHandler handler{*this, stream};
  handler.levels.push_back({true, 0});  // the lines are an array without brackets and commas
  handler.list_level = 1;
  list({});
  rapidjson::Reader reader;
  for (;;) {
    rapidjson::SkipWhitespace(stream);
    if (stream.at_end()) return;
    const auto result = reader.Parse<parse_flags | rapidjson::kParseStopWhenDoneFlag>(stream, handler);
    if (result.IsError()) refuse(result, stream);
  }
}

void JsonRecords::read_json_head(std::string_view head) {
  bool read = false;
  JsonStream stream({}, [&](std::string& buffer) {
    if (!std::exchange(read, true)) buffer = head;
    return false;
  });
  try {
    parse(stream, *this);
  } catch (const Error&) {
    // What is nested too deeply is said when the file is read.
  }
}

bool JsonSketch::has_field(std::string_view list, std::string_view field) const {
  const auto at = lists.find(list);
  return at != lists.end() && at->second.find(std::string(field)) != at->second.end();
}

JsonSketch sketch_json(std::string_view head) {
  const std::string_view first = trimmed(without_mark(head));
  if (!first.starts_with('{') && !first.starts_with('[')) return {};
  Sketcher sketcher;
  sketcher.read_json_head(head);
  return std::move(sketcher.sketch);
}

JsonNetworkReader::JsonNetworkReader(std::string title, Source& source, const LoadOptions& options,
                                     const RunContext& context)
    : source_(source),
      assembler_(std::move(title), options),
      members_(assembler_),
      connections_(assembler_, source.name(), options, context),
      attributes_(assembler_),
      context_(context) {
  source.decode();
  assembler_.read_file(source);
}

LoadedNetwork JsonNetworkReader::read() {
  read_json(source_, context_);
  return finish();
}

LoadedNetwork JsonNetworkReader::read_lines() {
  read_json_lines(source_, context_);
  return finish();
}

LoadedNetwork JsonNetworkReader::finish() {
  if (!found_list_)
    throw Error(ErrorKey::syntax, "no list of nodes or edges; expected a network in JSON", {source_.name()});
  finish_connections();
  attributes_.finish();
  return assembler_.finish(context_);
}

const JsonField* JsonNetworkReader::find(const std::vector<JsonField>& fields, std::string_view name) {
  const auto at =
      std::find_if(fields.begin(), fields.end(), [&](const JsonField& f) { return f.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

std::string_view JsonNetworkReader::text_of(const std::vector<JsonField>& fields, std::string_view name) {
  const JsonField* field = find(fields, name);
  return field == nullptr ? std::string_view() : field->value;
}

void JsonNetworkReader::list(std::string_view) {
  found_list_ = true;
}

std::optional<graph::VertexId> JsonNetworkReader::add_member(std::string_view id) {
  const auto member = id.empty() ? std::nullopt : members_.declare(id);
  if (!member)
    assembler_.refuse(where(), id.empty() ? "a node without id" : fmt::format("node \"{}\" again", id),
                      "an id of its own", false);
  return member;
}

void JsonNetworkReader::set_field(graph::VertexId member, std::string_view name, const JsonField& field) {
  attributes_.set(member, name, field.value, field.type);
}

}  // namespace tertius::io
