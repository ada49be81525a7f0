// A member's record as a letter.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/core/text.hpp"
#include "engine/graph/names.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/report/introductions/member_record.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

using words::Argument;
using words::Choice;
using words::Finding;

constexpr std::size_t line_width = 78;

class Letter {
 public:
  Letter(const MemberRecord& record, words::Language language)
      : r_(record), members_(record.network->members), speaker_(members_, language) {
    for (graph::VertexId v = 0; v < members_.size(); ++v) {
      if (v == r_.member || !r_.is_closed(v)) continue;
      closed_.insert(graph::folded_name(members_.ids[v]));
      if (members_.names && members_.names->has(v)) closed_.insert(graph::folded_name(members_.name(v)));
    }
  }

  std::string text() {
    opening();
    held();
    connections();
    computed();
    rights();
    return std::move(text_);
  }

 private:
  std::string say(const Finding& finding) const { return words::sentence(finding, speaker_); }
  std::string another() const { return say({"letter_another_member"}); }

  void line(const Finding& finding) { text_ += wrapped(say(finding), line_width) + "\n"; }
  void paragraph(const Finding& finding) {
    text_ += "\n";
    line(finding);
  }
  void heading(const Finding& finding) { text_ += fmt::format("\n{}. {}\n", ++section_, say(finding)); }
  void item(const Finding& finding) {
    text_ += "  " + wrapped("- " + say(finding), line_width - 2, 4) + "\n";
  }

  void opening() {
    text_ = say({"letter_sender"}) + "\n" + say({"letter_place_and_day"}) + "\n\n";
    line({"letter_subject"});
    paragraph({"letter_greeting", {{"member", words::Member{r_.member}}}});
    paragraph({"letter_what_follows", {{"rows", r_.rows()}}});
    paragraph({"letter_as_json"});
  }

  /// A cell as the letter shows it: the name beside the id of somebody, nobody who did not agree.
  std::string shown(const std::string& value) const {
    const std::string trimmed_value(io::trimmed(value));
    if (closed_.count(graph::folded_name(trimmed_value)) > 0) return another();
    const auto v = members_.ids.find(trimmed_value);
    if (v && *v != r_.member && members_.names && members_.names->has(*v) && members_.name(*v) != value)
      return fmt::format("{} ({})", value, members_.name(*v));
    return value;
  }

  static Finding cell(const std::string& column, std::string value) {
    std::vector<Argument> arguments{{"value", std::move(value)}};
    if (!column.empty()) arguments.emplace_back("column", column);
    return {"letter_cell", std::move(arguments)};
  }

  /// A line of a file that has no columns.
  std::string without_closed(std::string text) const {
    for (graph::VertexId v = 0; v < members_.size() && !closed_.empty(); ++v) {
      if (v == r_.member || !r_.is_closed(v)) continue;
      text = io::with_word_replaced(text, members_.ids[v], another());
      if (members_.names && members_.names->has(v))
        text = io::with_word_replaced(text, members_.name(v), another());
    }
    return text;
  }

  Finding row_finding(const SearchedFile& file, const io::NamingRow& row) const {
    std::vector<Finding> cells;
    if (row.cells.empty()) cells.push_back(cell("", without_closed(row.text)));
    for (const auto& [column, value] : row.cells) {
      // An attribute of the member is no id of somebody, even if it looks like one.
      if (!value.empty())
        cells.push_back(cell(column, file.kind == io::RowsOf::members ? value : shown(value)));
    }
    return {"letter_row",
            {{"line", static_cast<double>(row.line)},
             {"cells", std::move(cells)},
             {"of_another", !row.cells.empty() && !row.whole}}};
  }

  /// Attributes as the network holds them, where a file holds no text to be shown.
  std::vector<Finding> attributes() const {
    std::vector<Finding> cells;
    for (const graph::Column& column : members_.columns)
      if (column.has(r_.member)) cells.push_back(cell(column.name(), std::string(column.text(r_.member))));
    return cells;
  }

  void held() {
    heading({"letter_heading_held"});
    for (const SearchedFile& file : r_.files) {
      text_ += "\n";
      if (!file.searched) {
        line({"letter_file_without_text", {{"file", file.file}}});
        continue;
      }
      line({"letter_file", {{"file", file.file}, {"empty", file.rows.empty()}}});
      for (const io::NamingRow& row : file.rows) item(row_finding(file, row));
    }
    if (std::any_of(r_.files.begin(), r_.files.end(), [](const SearchedFile& f) { return !f.searched; })) {
      if (std::vector<Finding> cells = attributes(); !cells.empty())
        paragraph({"letter_known", {{"cells", std::move(cells)}}});
    }
    if (!closed_.empty()) paragraph({"letter_others_not_named"});
    const Choice agreed{r_.consent == "yes" || r_.consent == "out" ? std::string_view(r_.consent) : "no"};
    paragraph({"letter_consent", {{"agreed", agreed}}});
  }

  void connections() {
    heading({"letter_heading_contacts"});
    std::vector<words::Member> named;
    for (const HeldConnection& held : r_.connections)
      if (!r_.is_closed(held.other)) named.push_back({held.other});
    const std::size_t others = r_.connections.size() - named.size();
    paragraph({"letter_contacts",
               {{"contacts", r_.connections.size()}, {"others", others}, {"named", std::move(named)}}});
    for (const HeldAffiliation& held : r_.affiliations) {
      std::vector<std::string> details;
      for (const std::string& part : {held.kind, held.role, held.date})
        if (!part.empty()) details.push_back(part);
      item({"letter_affiliation", {{"group", held.group}, {"details", std::move(details)}}});
    }
  }

  static Finding figure_finding(const MemberFigure& figure) {
    const Argument name("figure", Choice{figure.name});
    if (std::isnan(figure.value)) return {"letter_figure_undefined", {name}};
    if (figure.whole) return {"letter_count", {name, {"value", static_cast<std::uint64_t>(figure.value)}}};
    return {"letter_figure", {name, {"value", figure.value}}};
  }

  void computed() {
    heading({"letter_heading_computed"});
    if (!r_.computed) return paragraph({"letter_nothing_computed"});
    paragraph({"letter_computed_anew"});
    text_ += "\n";
    for (const MemberGroup& group : r_.computed->groups) {
      std::vector<Argument> arguments{{"by", group.by}, {"members", group.size}};
      if (group.name != "(none)") arguments.emplace_back("group", group.name);
      item({"letter_group", std::move(arguments)});
    }
    for (const MemberFigure& figure : r_.computed->figures) item(figure_finding(figure));
    if (r_.computed->estimated) paragraph({"letter_betweenness_estimated"});
    suggested();
    suggested_to();
  }

  void suggested() {
    heading({"letter_heading_suggested"});
    text_ += "\n";
    if (r_.computed->suggested.empty()) return line({"letter_nobody_suggested"});
    for (const MemberSuggestion& s : r_.computed->suggested)
      item(suggestion(s, s.through, reasons(s, s.gets, s.gives, "letter_group_not_known")));
  }

  void suggested_to() {
    heading({"letter_heading_suggested_to"});
    text_ += "\n";
    if (r_.computed->suggested_to.empty()) return line({"letter_suggested_to_nobody"});
    for (const MemberSuggestion& s : r_.computed->suggested_to)
      item(suggestion(s, {}, reasons(s, s.gives, s.gets, "letter_your_group_not_known")));
  }

  static Finding suggestion(const MemberSuggestion& s, const std::vector<std::string>& through,
                            std::vector<Finding> reasons) {
    std::vector<Argument> arguments{{"name", s.name},
                                    {"reasons", std::move(reasons)},
                                    {"place", s.rank},
                                    {"score", s.score},
                                    {"term", Choice{introductions::to_string(s.strongest)}}};
    if (!through.empty()) arguments.emplace_back("introducer", through.front());
    return {"letter_suggestion", std::move(arguments)};
  }

  using FitTexts = std::vector<MemberSuggestion::FitText>;

  /// `theirs`: what they offer for the member's needs; `mine`: the other way round.
  std::vector<Finding> reasons(const MemberSuggestion& s, const FitTexts& theirs, const FitTexts& mine,
                               words::Kind foreign) const {
    std::vector<Finding> reasons;
    if (std::vector<std::string> exact = met_to_the_letter(theirs); !exact.empty()) {
      reasons.push_back({"letter_offers_what_you_look_for", {{"offers", std::move(exact)}}});
    } else if (!theirs.empty()) {
      reasons.push_back({"letter_offers_while_you_look_for", both_sides(theirs.front())});
    }
    if (std::vector<std::string> exact = met_to_the_letter(mine); !exact.empty()) {
      reasons.push_back({"letter_looks_for_what_you_offer", {{"needs", std::move(exact)}}});
    } else if (!mine.empty()) {
      reasons.push_back({"letter_looks_for_while_you_offer", both_sides(mine.front())});
    }
    // Those who did not agree to be named are not counted.
    if (s.mutual_contacts > 0)
      reasons.push_back(
          {"letter_mutual_contacts", {{"contacts", s.mutual_contacts}, {"at_least", !closed_.empty()}}});
    if (s.foreign_bubble) reasons.push_back({foreign, {{"group", s.bubble}}});
    return reasons;
  }

  static std::vector<Argument> both_sides(const MemberSuggestion::FitText& fit) {
    return {{"offered", fit.offered}, {"wanted", fit.wanted}};
  }

  void rights() {
    heading({"letter_heading_rights"});
    paragraph({"letter_purpose"});
    paragraph({"letter_rights"});
    text_ += "\n" + say({"letter_closing"}) + "\n" + say({"letter_signature"}) + "\n";
  }

  const MemberRecord& r_;
  const graph::MemberTable& members_;
  words::Speaker speaker_;
  std::set<std::string> closed_;  // ids and names, folded, of others who did not agree
  unsigned section_ = 0;
  std::string text_;
};

}  // namespace

std::string member_letter(const MemberRecord& record, words::Language language) {
  return Letter(record, language).text();
}

}  // namespace tertius::report
