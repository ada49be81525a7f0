// Findings said in a language, from its templates.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"
#include "engine/words/finding.hpp"
#include "engine/words/templates.hpp"

namespace tertius::words {

enum class Language { english, german };

/// Every language, and the templates of one.
std::span<const Language> languages();
const Templates& templates_of(Language language);
/// "en"
std::string_view code_of(Language language);

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
