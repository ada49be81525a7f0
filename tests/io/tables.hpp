// Folders of tables from texts in the test itself.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "engine/core/error.hpp"
#include "tests/io/texts.hpp"

namespace tertius::io {

/// A folder of tables.
struct Tables {
  Folder folder;
  LoadOptions options{.allow_mostly_refused = true};

  Tables& put(const std::string& name, std::string_view text) {
    folder.put(name, text);
    return *this;
  }
  LoadedNetwork load() const { return load_network(folder.path(""), options); }
  /// The code and the message of the failure, without the folder's name.
  std::pair<ErrorCode, std::string> failure() const {
    try {
      load();
    } catch (const Error& error) {
      std::string what = error.what();
      for (auto at = what.find(folder.path("")); at != what.npos; at = what.find(folder.path(""))) {
        what.erase(at, folder.path("").size());
      }
      return {error.code(), what};
    }
    return {ErrorCode::failure, "no error"};
  }
};

inline constexpr std::string_view three_members = "id,name,discipline\na,Ada,web\nb,Ben,text\nc,Cem,\n";

}  // namespace tertius::io
