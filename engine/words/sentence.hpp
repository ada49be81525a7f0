// Findings said in a language, from its templates.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"
#include "engine/words/finding.hpp"
#include "engine/words/templates.hpp"

namespace tertius::words {

/// Each file of templates (engine/words/*.txt) is a language. English says every kind, others what they have
/// a template for: at least the kinds of letters, letter_*, and of the page, page_*, which tests/words holds.
enum class Language : std::size_t { english };

/// Every language, and the templates of one.
const std::vector<Language>& languages();
const Templates& templates_of(Language language);
/// "en", as its file is called.
std::string_view code_of(Language language);
/// The language of that code; nothing where there is no such file.
std::optional<Language> language_of(std::string_view code);

/// In which language something is said, and what members are called there.
struct Speaker {
  /// For what names nobody.
  explicit Speaker(Language in) : Speaker([](graph::VertexId) { return std::string(); }, in) {}
  /// Members by their names, as the table of a gated network has them. Keeps a reference.
  explicit Speaker(const graph::MemberTable& members, Language in = Language::english);
  Speaker(std::function<std::string(graph::VertexId)> names, Language in)
      : name(std::move(names)), language(in) {}

  std::function<std::string(graph::VertexId)> name;
  Language language;
};

/// The finding in words. A kind that its language does not have yet is said in English.
std::string sentence(const Finding& finding, const Speaker& speaker);
/// The same where there may be nothing to say: an empty text then.
std::string sentence(const std::optional<Finding>& finding, const Speaker& speaker);
std::vector<std::string> sentences(const std::vector<Finding>& findings, const Speaker& speaker);
/// All of them, with `between` after each but the last.
std::string joined(const std::vector<Finding>& findings, const Speaker& speaker, std::string_view between);

/// "1,234,567"
std::string count_text(std::uint64_t count, Language language);
/// "0.1235"; "-" for what is no number. Without a number of decimals the shortest text that reads back.
std::string number_text(double value, Language language, std::optional<int> decimals = std::nullopt);
/// 0.783: "78 %"; with two decimals towards 0 and 1, and never 0 % of something. "-" for what is no number.
std::string share_text(double share, Language language);
/// "2026-07-14"
std::string day_text(graph::Day day);
/// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& items, Language language);

}  // namespace tertius::words
