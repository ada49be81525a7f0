// What the page consists of beside its data, compiled in (engine/CMakeLists.txt writes the source).
#pragma once

#include <string_view>

namespace tertius::report {

struct PageFiles {
  std::string_view html;  ///< with places such as {{title}} and {{page_map}}
  std::string_view css, js;
  std::string_view css_sha256, js_sha256;  ///< of the two texts, in hexadecimal digits
};

const PageFiles& page_files();

}  // namespace tertius::report
