#include "engine/io/text/xml.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "engine/core/text.hpp"

namespace tertius::io {
namespace {

constexpr int deepest = 256;
constexpr std::size_t smallest_chunk = std::size_t{1} << 18;

std::string_view local(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
    if (local(pair[0]) == name) return pair[1];
  return std::nullopt;
}

// expat is C: what a callback throws is kept, the parser is stopped, and read_xml() throws it again.
struct XmlReader::Callbacks {
  template <class Work>
  static void guarded(void* self, Work work) {
    auto& reader = *static_cast<XmlReader*>(self);
    if (reader.thrown_) return;
    try {
      work(reader);
    } catch (...) {
      reader.thrown_ = std::current_exception();
      XML_StopParser(reader.parser_, XML_FALSE);
    }
  }
  static void start(void* self, const char* name, const char** attributes) {
    guarded(self, [&](XmlReader& reader) {
      if (++reader.depth_ > deepest)
        throw Error(ErrorKey::too_large,
                    fmt::format("elements within elements; expected at most {} levels", deepest),
                    reader.where());
      reader.start(local(name), XmlAttributes(attributes));
    });
  }
  static void end(void* self, const char* name) {
    guarded(self, [&](XmlReader& reader) {
      --reader.depth_;
      reader.end(local(name));
    });
  }
  static void text(void* self, const char* text, int length) {
    guarded(self, [&](XmlReader& reader) {
      if (!reader.collecting_) return;
      reader.text_.append(text, static_cast<std::size_t>(length));
      reader.check_length(reader.text_.size());
    });
  }
  // An entity of a document type that is not read, such as &auml; of XHTML.
  static void skipped_entity(void* self, const char* name, int is_parameter) {
    guarded(self, [&](XmlReader& reader) {
      if (reader.collecting_ && is_parameter == 0) reader.text_ += decode_entities(fmt::format("&{};", name));
    });
  }
};

void XmlReader::read_xml(Source& source, const RunContext& context) {
  read_xml([&](std::string& buffer, std::size_t bytes) { return source.read_more(buffer, bytes); },
           source.name(), context, "UTF-8");
}

void XmlReader::read_xml(const std::function<bool(std::string&, std::size_t)>& read_more, std::string file,
                         const RunContext& context, const char* encoding) {
  file_ = std::move(file);
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(encoding),
                                                                            &XML_ParserFree);
  if (!parser) throw std::bad_alloc();
  parser_ = parser.get();
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, Callbacks::start, Callbacks::end);
  XML_SetCharacterDataHandler(parser_, Callbacks::text);
  XML_SetSkippedEntityHandler(parser_, Callbacks::skipped_entity);
  std::string buffer;
  std::size_t chunk = smallest_chunk;
  XML_Index passed = 0;
  for (bool more = true; more;) {
    context.poll();
    buffer.clear();
    more = read_more(buffer, chunk);
    const XML_Status status =
        XML_Parse(parser_, buffer.data(), static_cast<int>(buffer.size()), more ? 0 : 1);
    if (thrown_) std::rethrow_exception(thrown_);
    if (status != XML_STATUS_OK)
      throw Error(ErrorKey::syntax,
                  fmt::format("{}; expected XML", XML_ErrorString(XML_GetErrorCode(parser_))), where());
    // A token longer than a chunk is looked at from its start each time: longer chunks keep that linear.
    const XML_Index now = XML_GetCurrentByteIndex(parser_);
    chunk = now > passed ? smallest_chunk : 2 * chunk;
    check_length(chunk);
    passed = now;
  }
  parser_ = nullptr;
}

void XmlReader::check_length(std::size_t bytes) const {
  if (bytes > longest_text)
    throw Error(ErrorKey::too_large, fmt::format("a text without end; expected {}", longest_text_words),
                where());
}

void XmlReader::collect_text() {
  text_.clear();
  collecting_ = true;
}

std::string XmlReader::take_text() {
  collecting_ = false;
  return std::exchange(text_, std::string());
}

Place XmlReader::place() const {
  return {XML_GetCurrentLineNumber(parser_), XML_GetCurrentColumnNumber(parser_) + 1};
}

bool xml_root_is(std::string_view head, std::string_view name) {
  head = without_mark(head);
  while (true) {
    const auto open = head.find('<');
    if (open == head.npos || !trimmed(head.substr(0, open)).empty()) return false;
    head.remove_prefix(open);
    const std::string_view close = head.starts_with("<!--") ? "-->" : head.starts_with("<?") ? "?>" : ">";
    if (!head.starts_with("<!") && !head.starts_with("<?")) break;
    auto end = head.find(close);
    if (head.starts_with("<!DOCTYPE") && head.substr(0, end).find('[') != head.npos) {
      const auto subset = head.find("]");
      end = subset == head.npos ? subset : head.find('>', subset);
    }
    if (end == head.npos) return false;
    head.remove_prefix(end + close.size());
  }
  const std::string_view tag = head.substr(1, head.find_first_of(" \t\r\n/>") - 1);
  return local(tag) == name;
}

std::string xml_text(std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.substr(i).starts_with("\xEF\xBF\xBE") || text.substr(i).starts_with("\xEF\xBF\xBF")) {
      result += replacement;  // U+FFFE and U+FFFF are no characters
      i += 2;
      continue;
    }
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\t':
        result += "&#9;";
        break;
      case '\n':
        result += "&#10;";
        break;
      case '\r':
        result += "&#13;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          result += replacement;
        } else {
          result += c;
        }
    }
  }
  return result;
}

}  // namespace tertius::io
