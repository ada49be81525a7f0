// XML as a stream of elements (expat), with bounds: nesting is limited, entities grow a text by a limited
// factor (expat's own protection), and one huge token costs time in proportion to its length.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/context.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/text/lexing.hpp"

struct XML_ParserStruct;

namespace tertius::io {

/// The attributes of one element; names without their namespace prefix.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}
  /// nullopt when there is none of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view operator[](std::string_view name) const { return find(name).value_or(std::string_view()); }

 private:
  const char* const* pairs_;
};

/// Derive from it, and read() calls start() and end() for every element, by its name without namespace
/// prefix.
class XmlReader {
 public:
  XmlReader() = default;
  virtual ~XmlReader() = default;
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

 protected:
  virtual void start(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view element) = 0;

  /// Throws Error{bad_data} with the place of what is not XML.
  void read_xml(Source& source, const RunContext& context);
  /// The same of any stream: `read_more` appends at most so many bytes and says false at the end. `encoding`: whatever
  /// the document declares.
  void read_xml(const std::function<bool(std::string&, std::size_t)>& read_more, std::string file,
                const RunContext& context, const char* encoding = nullptr);
  /// From now on text is collected, until take_text().
  void collect_text();
  std::string take_text();
  Place place() const;
  Location where() const { return {file_, place()}; }

 private:
  struct Callbacks;
  void check_length(std::size_t bytes) const;

  XML_ParserStruct* parser_ = nullptr;
  std::string file_;
  std::exception_ptr thrown_;
  std::string text_;
  bool collecting_ = false;
  int depth_ = 0;
};

/// True when the first element of the document has that name.
bool xml_root_is(std::string_view head, std::string_view name);

/// `text` as it stands in XML, in an element or in a double-quoted attribute. What XML cannot hold (control
/// characters) becomes U+FFFD.
std::string xml_text(std::string_view text);

}  // namespace tertius::io
