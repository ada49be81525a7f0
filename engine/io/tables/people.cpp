#include "engine/io/tables/people.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/assembly/block_report.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr graph::VertexId most_explained = 1'000'000;  // members among whose ids a reason is looked for

/// Without blanks and signs that nobody sees.
std::string without_hidden(std::string_view text) {
  constexpr std::string_view hidden[] = {"\u00a0", "\u00ad", "\u200b", "\u200c", "\u200d",
                                         "\u200e", "\u200f", "\u202f", "\u2060", "\ufeff"};
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const auto* const sign = std::find_if(std::begin(hidden), std::end(hidden), [&](std::string_view one) {
      return text.substr(at).starts_with(one);
    });
    if (sign != std::end(hidden)) {
      at += sign->size();
    } else {
      kept += text[at++];
    }
  }
  return kept;
}

std::string without_spaces(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') kept += c;
  return kept;
}

std::string_view without_zeros(std::string_view text) {
  const std::size_t digit = text.find_first_of("0123456789");
  if (digit != 0) return text;
  const std::size_t first = text.find_first_not_of('0');
  return first == text.npos ? text.substr(text.size() - 1) : text.substr(first);
}

/// As ids are compared when all that people overlook is gone.
std::string plain_id(std::string_view id) {
  const std::string seen = fold_case(without_spaces(without_hidden(id)));
  return std::string(without_zeros(without_fraction(seen)));
}

/// In what the two differ that are the same otherwise.
std::string difference(std::string_view text, std::string_view id) {
  const std::string a = without_hidden(text), b = without_hidden(id);
  if (a == b && a.size() + b.size() != text.size() + id.size()) return "a sign that is not seen";
  const std::string c = without_spaces(a), d = without_spaces(b);
  if (c == d) return "blanks";
  if (without_fraction(c) == without_fraction(d)) return "a fraction: 7.0 is not 7";
  if (without_zeros(c) == without_zeros(d)) return "leading zeros";
  const auto lower = [](std::string letters) {
    for (char& letter : letters)
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return letters;
  };
  if (lower(c) == lower(d)) return "case";
  if (plain_letters(c, false) == plain_letters(d, false))
    return "case, or how letters with marks are stored (NFC, NFD)";
  return "case, blanks or zeros";
}

}  // namespace

People::People(Assembler& assembler, bool add, std::string decisions, KnowsMember knows)
    : assembler_(assembler), add_(add), path_(std::move(decisions)), knows_(std::move(knows)) {
  assembler_.matches_names();
  if (!path_.empty()) read_decisions();
}

void People::read_decisions() {
  std::error_code problem;
  if (!std::filesystem::exists(path_, problem)) return;
  Source source(path_);
  const std::string_view text = source.text();
  CsvReader rows(text, path_);
  if (!rows.next()) return;
  CsvHeader header(rows.fields());
  const auto found = header.take({"found"}), suggestion = header.take({"suggestion"}),
             name = header.take({"name"}), score = header.take({"score"}),
             decision = header.take({"decision"});
  if (!found || !suggestion || !decision)
    throw Error(
        ErrorKey::columns_missing,
        fmt::format("columns {}; expected found, suggestion, name, score and decision", header.list()),
        {path_, {1}});
  const auto cell = [&](std::optional<std::size_t> column) {
    return column && *column < rows.fields().size() ? without_formula_mark(rows.fields()[*column])
                                                    : std::string_view();
  };
  while (rows.next()) {
    if (cell(found).empty()) continue;
    Decision& one = decisions_[std::string(cell(found))];
    one = {.suggestion = std::string(cell(suggestion)),
           .name = std::string(cell(name)),
           .decision = std::string(cell(decision)),
           .score = parse_real(cell(score)).value_or(0)};
    decide(one, rows.where(*decision));
  }
}

/// What the cell says.
void People::decide(Decision& decision, const Location& where) const {
  if (decision.decision.empty()) return;
  decision.made = true;
  const auto consent =
      assembler_.find_member(decision.decision) ? std::nullopt : graph::parse_consent(decision.decision);
  if (consent == graph::Consent::no) return;
  const std::string& id = consent == graph::Consent::yes ? decision.suggestion : decision.decision;
  const auto member = assembler_.find_member(id);
  if (!member)
    throw Error(ErrorKey::syntax,
                fmt::format("decision \"{}\"; expected yes, no or the id of a member", decision.decision),
                where);
  decision.member = *member;
}

void People::know_everybody() {
  const graph::VertexId count = assembler_.member_count();
  for (graph::VertexId v = 0; v < count; ++v) {
    const std::string id = assembler_.ids()[v];
    const std::string name = assembler_.name_of(v);
    const bool words = name.find_first_of("0123456789@") == name.npos;
    if (!name.empty() && (name != id || words)) names_.add(v, name);
  }
  names_.complete();
}

graph::NameMatch People::match(const std::string& text) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = matches_.find(text); known != matches_.end()) return known->second;
  }
  const graph::NameMatch match = names_.find(text);
  const std::lock_guard lock(mutex_);
  matches_.emplace(text, match);
  return match;
}

graph::VertexId People::find(std::string_view text, Naming naming) {
  if (const auto member = assembler_.find_member(text)) return *member;
  if (const auto decided = decisions_.find(text); decided != decisions_.end() && decided->second.made)
    return decided->second.member;
  std::call_once(known_, [&] { know_everybody(); });
  const graph::NameMatch match =
      naming == Naming::by_hand ? this->match(std::string(text)) : names_.exact(text);
  return match.sure() ? match.member : graph::no_vertex;
}

graph::VertexId People::find_or_add(std::string_view text, Naming naming) {
  const graph::VertexId found = find(text, naming);
  if (found != graph::no_vertex || !(add_ || (knows_ && knows_(text)))) return found;
  return may_be_a_member(text, naming) ? found : assembler_.member(text);
}

/// Of a text that is no member's for sure. What is written by hand is somebody new only where nothing comes close: else
/// whoever said no would come back under another spelling.
bool People::may_be_a_member(std::string_view text, Naming naming) {
  using Kind = graph::NameMatch::Kind;
  if (decisions_.contains(text) && decisions_.find(text)->second.made) return false;
  if (naming == Naming::exact) return names_.exact(text).kind == Kind::several;
  return match(std::string(text)).kind != Kind::nobody || !difference_from_an_id(text).empty();
}

std::string_view People::id_for(std::string_view text, Naming naming) {
  if (text.empty() || assembler_.find_member(text)) return text;
  const graph::VertexId member = find(text, naming);
  if (member == graph::no_vertex) return may_be_a_member(text, naming) ? std::string_view() : text;
  const std::lock_guard lock(mutex_);
  return ids_.emplace_back(assembler_.ids()[member]);
}

std::string People::difference_from_an_id(std::string_view text) {
  if (assembler_.member_count() > most_explained) return {};
  const std::lock_guard lock(mutex_);
  if (plain_ids_.empty())
    for (graph::VertexId v = 0; v < assembler_.member_count(); ++v)
      plain_ids_.emplace(plain_id(assembler_.ids()[v]), assembler_.ids()[v]);
  const auto at = plain_ids_.find(plain_id(text));
  return at == plain_ids_.end() ? std::string() : difference(text, at->second);
}

std::string People::expected(std::string_view text) {
  using Kind = graph::NameMatch::Kind;
  if (const auto decided = decisions_.find(text); decided != decisions_.end() && decided->second.made)
    return fmt::format("a member; {} says that it is none", path_);
  if (names_.exact(text).kind == Kind::several) return "the id, as several members have that name";
  if (const std::string what = difference_from_an_id(text); !what.empty())
    return fmt::format("an id that the table of members has; one differs from it in nothing but {}", what);
  Kind kind = Kind::nobody;
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = matches_.find(std::string(text)); known != matches_.end())
      kind = known->second.kind;
  }
  if (kind == Kind::several) return "the id, as several members have that name";
  if (kind == Kind::doubtful)
    return fmt::format(
        "the id or the name of one member; this is close to one ({} FILE lists such names, for you to "
        "decide)",
        setting_name("names"));
  return unlisted_member_expected() + ", or the name of one of them";
}

void People::finish() {
  using Kind = graph::NameMatch::Kind;
  const auto count = [&](Kind kind) {
    return static_cast<std::uint64_t>(std::count_if(
        matches_.begin(), matches_.end(), [&](const auto& match) { return match.second.kind == kind; }));
  };
  if (const std::uint64_t spellings = count(Kind::certain); spellings > 0)
    assembler_.note(
        fmt::format("{} certain to mean a member and {} taken: titles, initials, other letters, typing "
                    "errors.",
                    counted(spellings, "other spelling of a name is", "other spellings of names are"),
                    spellings == 1 ? "was" : "were"));
  const std::uint64_t doubtful = count(Kind::doubtful);
  if (path_.empty()) {
    if (doubtful > 0)
      assembler_.note(fmt::format(
          "{} close to that of a member, but not certain, and {} refused: {} FILE writes a list, "
          "in which you decide.",
          counted(doubtful, "name is", "names are"), doubtful == 1 ? "was" : "were", setting_name("names")));
    return;
  }
  for (const auto& [text, match] : matches_) {
    if (match.kind != Kind::doubtful || match.member == graph::no_vertex) continue;
    Decision& one = decisions_[text];
    if (one.made) continue;
    one.suggestion = assembler_.ids()[match.member];
    one.name = assembler_.name_of(match.member);
    one.score = match.score;
  }
  std::uint64_t open = 0;
  std::string text = csv_row({"found", "suggestion", "name", "score", "decision"});
  for (const auto& [found, one] : decisions_) {
    open += one.made ? 0 : 1;
    text += csv_row({with_formula_mark(found), with_formula_mark(one.suggestion), with_formula_mark(one.name),
                     fmt::format("{:.2f}", one.score), with_formula_mark(one.decision)});
  }
  if (decisions_.empty()) return;
  // Names of members, whether they agreed or not: for their owner alone.
  const mode_t mask = ::umask(0077);
  try {
    write_atomically(path_, text);
  } catch (...) {
    ::umask(mask);
    throw;
  }
  ::umask(mask);
  if (open > 0)
    assembler_.note(fmt::format("{} undecided in {}: write yes, no or an id in the column decision.",
                                counted(open, "name is", "names are"), path_));
}

}  // namespace tertius::io
