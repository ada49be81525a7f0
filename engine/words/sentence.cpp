#include "engine/words/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/words/words_data.hpp"

namespace tertius::words {

namespace {

using What = Piece::What;

bool is_given(const Value* value) {
  if (value == nullptr) return false;
  return std::visit(
      [](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::uint64_t>)
          return v != 0;
        else if constexpr (std::is_same_v<T, double>)
          return v != 0.0;
        else if constexpr (std::is_same_v<T, Share>)
          return v.value != 0.0;
        else if constexpr (requires { v.empty(); })
          return !v.empty();
        else
          return true;
      },
      *value);
}

/// "14 July 2026"
std::string day_in_words(graph::Day day, Language language);

/// "= 0.012", "< 0.001". Rounded up: what is shown is never below what so many random networks can show.
std::string p_text(double p, Language language) {
  if (p < 0.001) return "< " + number_text(0.001, language);
  const double unit = p < 0.1 ? 1000 : 100;
  return "= " + number_text(std::ceil(p * unit - 1e-9) / unit, language, p < 0.1 ? 3 : 2);
}

/// Says one finding.
class Saying {
 public:
  Saying(std::span<const Argument> arguments, const Speaker& speaker)
      : arguments_(arguments), speaker_(speaker), templates_(templates_of(speaker.language)) {}

  std::string text(const std::vector<Piece>& pieces) {
    write(pieces, 0);
    // Asked of the template: what is said of the data may begin with the same sign.
    if (!pieces.empty() && pieces.front().what == What::literal && pieces.front().text.starts_with('^')) {
      text_.erase(0, 1);
      if (!text_.empty() && text_[0] >= 'a' && text_[0] <= 'z')
        text_[0] = static_cast<char>(text_[0] - 'a' + 'A');
    }
    return std::move(text_);
  }

 private:
  const Value* find(std::string_view name) const {
    for (const Argument& argument : arguments_)
      if (argument.name == name) return &argument.value;
    return nullptr;
  }

  void write(const std::vector<Piece>& pieces, std::uint64_t counted) {
    for (const Piece& piece : pieces) {
      switch (piece.what) {
        case What::literal:
          text_ += piece.text;
          break;
        case What::number_sign:
          text_ += count_text(counted, speaker_.language);
          break;
        case What::term:
          if (const auto* term = templates_.term(piece.text)) write(*term, counted);
          break;
        case What::setting:
          text_ += setting_name(piece.text);
          break;
        case What::value:
          if (const Value* value = find(piece.text)) write_value(*value, piece.how, is_ours(piece.text));
          break;
        case What::given:
          if (const bool given = is_given(find(piece.text)); given || piece.branches.size() > 1)
            write(piece.branches[given ? 0 : 1].pieces, counted);
          break;
        case What::plural:
          if (const Value* value = find(piece.text)) {
            const std::uint64_t count = std::get<std::uint64_t>(*value);
            write(piece.branches[templates_.form_of(count)].pieces, count);
          }
          break;
        case What::choice:
          if (const Value* value = find(piece.text)) {
            for (const Piece::Branch& branch : piece.branches)
              if (branch.value == std::get<Choice>(*value).value) write(branch.pieces, counted);
          }
          break;
      }
    }
  }

  /// Whether texts of that name are words of the program, or may be.
  static bool is_ours(std::string_view name) {
    constexpr std::string_view names[] = {"by",     "term",  "type", "purpose", "purposes",
                                          "scores", "score", "kept", "format"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  }
  std::string said(const std::string& text, bool ours) const {
    return ours ? std::string(templates_.label(text)) : text;
  }

  void write_list(const std::vector<std::string>& items, const std::string& how) {
    if (how.empty()) {
      text_ += listed(items, speaker_.language);
      return;
    }
    for (std::size_t i = 0; i < items.size(); ++i) (text_ += i == 0 ? "" : how) += items[i];
  }

  void write_value(const Value& value, const std::string& how, bool ours) {
    const Language language = speaker_.language;
    const auto decimals = [&]() -> std::optional<int> {
      if (how.empty()) return std::nullopt;
      if (how[0] >= '0' && how[0] <= '9') return how[0] - '0';
      const Value* given = find(how);
      return given == nullptr ? std::nullopt : std::optional<int>(std::get<std::uint64_t>(*given));
    };
    if (const auto* member = std::get_if<Member>(&value)) {
      text_ += speaker_.name(member->id);
    } else if (const auto* members = std::get_if<std::vector<Member>>(&value)) {
      std::vector<std::string> names;
      for (const Member& one : *members) names.push_back(speaker_.name(one.id));
      write_list(names, how);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      text_ += said(*text, ours);
    } else if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
      std::vector<std::string> all;
      for (const std::string& one : *texts) all.push_back(said(one, ours));
      write_list(all, how);
    } else if (const auto* count = std::get_if<std::uint64_t>(&value)) {
      text_ += count_text(*count, language);
    } else if (const auto* number = std::get_if<double>(&value)) {
      if (how == "short") {
        text_ += number_text(*number, language, std::abs(*number) < 10 ? 1 : 0);
      } else if (how == "p") {
        text_ += p_text(*number, language);
      } else {
        text_ += number_text(*number, language, decimals());
      }
    } else if (const auto* share = std::get_if<Share>(&value)) {
      text_ += how.empty() ? share_text(share->value, language) : percent_text(share->value, decimals());
    } else if (const auto* day = std::get_if<Day>(&value)) {
      text_ += how.empty() ? day_text(day->value) : day_in_words(day->value, language);
    } else if (const auto* findings = std::get_if<std::vector<Finding>>(&value)) {
      write_list(sentences(*findings, speaker_), how);
    }
  }

 public:
  /// "12 %"
  std::string percent_text(double share, std::optional<int> decimals) const {
    return term_text("percent", {{"number", number_text(100 * share, speaker_.language, decimals)}});
  }
  /// A term with texts of its own.
  std::string term_text(std::string_view name, const std::vector<Argument>& texts) const {
    const std::vector<Piece>* term = templates_.term(name);
    return term == nullptr ? std::string() : Saying(texts, speaker_).text(*term);
  }

 private:
  std::span<const Argument> arguments_;
  const Speaker& speaker_;
  const Templates& templates_;
  std::string text_;
};

/// A term of the language with texts of its own.
std::string term_text(std::string_view name, const std::vector<Argument>& texts, Language language) {
  const Speaker speaker(language);
  return Saying({}, speaker).term_text(name, texts);
}

std::string day_in_words(graph::Day day, Language language) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  std::string_view months = templates_of(language).word("months");
  for (unsigned month = 1; month < static_cast<unsigned>(date.month()); ++month)
    months.remove_prefix(months.find(' ') + 1);
  return term_text("day",
                   {{"day", fmt::format("{}", static_cast<unsigned>(date.day()))},
                    {"month", months.substr(0, months.find(' '))},
                    {"year", fmt::format("{}", static_cast<int>(date.year()))}},
                   language);
}

/// Digits with the marks of the language, from those of English.
std::string with_marks(std::string digits, Language language) {
  if (language == Language::english) return digits;
  const Templates& templates = templates_of(language);
  std::string text;
  for (const char c : digits) {
    if (c == '.') {
      text += templates.word("decimal");
    } else if (c == ',') {
      text += templates.word("thousands");
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

const std::vector<Language>& languages() {
  static const std::vector<Language> all = [] {
    std::vector<Language> found;
    for (std::size_t i = 0; i < words_files().size(); ++i)
      if (const auto language = static_cast<Language>(i);
          code_of(language).find('-') == std::string_view::npos)
        found.push_back(language);
    return found;
  }();
  return all;
}

std::string_view code_of(Language language) {
  const std::string_view file = words_files()[static_cast<std::size_t>(language)].name;
  const std::size_t begin = file.rfind('/') + 1;
  return file.substr(begin, file.rfind('.') - begin);
}

std::optional<Language> language_of(std::string_view code) {
  for (const Language language : languages())
    if (code_of(language) == code) return language;
  return std::nullopt;
}

const Templates& templates_of(Language language) {
  static const std::vector<std::optional<Templates>> all = [] {
    std::vector<std::optional<Templates>> read(words_files().size());
    for (const Language one : languages()) {
      const auto& [name, text] = words_files()[static_cast<std::size_t>(one)];
      read[static_cast<std::size_t>(one)].emplace(name, text);
    }
    for (std::size_t i = 0; i < read.size(); ++i) {
      if (read[i]) continue;
      const std::string_view code = code_of(static_cast<Language>(i));
      const Language base = language_of(code.substr(0, code.find('-'))).value();
      const auto& [name, text] = words_files()[i];
      read[i].emplace(name, text, *read[static_cast<std::size_t>(base)]);
    }
    return read;
  }();
  return *all[static_cast<std::size_t>(language)];
}

Language variant_of(Language language, std::string_view way) {
  const std::string code = fmt::format("{}-{}", code_of(language), way);
  for (std::size_t i = 0; i < words_files().size(); ++i)
    if (code_of(static_cast<Language>(i)) == code) return static_cast<Language>(i);
  return language;
}

namespace {
Language spoken_language = Language::english;
}  // namespace

Language spoken() {
  return spoken_language;
}

Language speak(Language language) {
  return std::exchange(spoken_language, language);
}

std::string label(std::string_view english, Language language) {
  return std::string(templates_of(language).label(english));
}

Speaker::Speaker(const graph::MemberTable& members, Language in)
    : name([&members](graph::VertexId v) { return members.name(v); }), language(in) {}

std::string sentence(const Finding& finding, const Speaker& speaker) {
  const auto& text = templates_of(speaker.language).of(finding.kind);
  return text ? Saying(finding.arguments, speaker).text(*text) : std::string(finding.kind.name());
}

std::string sentence(const std::optional<Finding>& finding, const Speaker& speaker) {
  return finding ? sentence(*finding, speaker) : std::string();
}

std::vector<std::string> sentences(const std::vector<Finding>& findings, const Speaker& speaker) {
  std::vector<std::string> all;
  for (const Finding& finding : findings) all.push_back(sentence(finding, speaker));
  return all;
}

std::string joined(const std::vector<Finding>& findings, const Speaker& speaker, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < findings.size(); ++i)
    (text += i == 0 ? std::string_view() : between) += sentence(findings[i], speaker);
  return text;
}

std::string count_text(std::uint64_t count, Language language) {
  return with_marks(grouped_digits(count), language);
}

std::string number_text(double value, Language language, std::optional<int> decimals) {
  if (!std::isfinite(value)) return "-";
  if (value == 0.0) value = 0.0;  // no minus
  return with_marks(decimals ? fmt::format("{:.{}f}", value, *decimals) : fmt::format("{}", value), language);
}

std::string share_text(double share, Language language) {
  if (!std::isfinite(share)) return "-";
  const bool low = share > 0 && share<0.01, high = share> 0.99 && share < 1;
  if (low && share < 0.00005)
    return term_text("hardly_any", {{"number", number_text(0.01, language)}}, language);
  if (high && share > 0.99995)
    return term_text("nearly_all", {{"number", number_text(99.99, language)}}, language);
  return term_text("percent", {{"number", number_text(100 * share, language, low || high ? 2 : 0)}},
                   language);
}

std::string percent_text(double share, int decimals, Language language) {
  if (!std::isfinite(share)) return "-";
  return term_text("percent", {{"number", number_text(100 * share, language, decimals)}}, language);
}

std::string day_text(graph::Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string listed(const std::vector<std::string>& items, Language language) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0 && i + 1 == items.size())
      text += fmt::format(" {} ", templates_of(language).word("and"));
    else if (i > 0)
      text += ", ";
    text += items[i];
  }
  return text;
}

}  // namespace tertius::words
