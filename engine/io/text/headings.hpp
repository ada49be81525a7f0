// The register of headings: what a column of a table serves as, by the words that people and tools write over it, in
// English and German. Tables and sheets of workbooks find their columns here, and so does whoever asks which words
// are known. Words of consent stand in engine/graph/consent.hpp, beside what they mean.
//
// Case, blanks and punctuation do not count, nor what forms put around a word: "Ihre E-Mail-Adresse*", "Ort:". A remark
// in brackets counts only where no other column has the word alone. What a caller says of a column (ColumnChoices)
// overrules the words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/choice.hpp"
#include "engine/io/text/csv.hpp"

namespace tertius::io {

/// What a column serves as.
enum class Purpose : std::uint8_t {
  id,
  name,
  first_name,
  last_name,
  email,
  discipline,
  region,
  offers,
  needs,
  open,
  source,
  target,
  introducer,
  weight,
  kind,
  since,
  member,
  group,
  role,
  date,
  mark,
  comment,
};

/// Those that a caller may name.
inline constexpr Choice<Purpose> purposes[] = {
    {Purpose::id, "id", "of members"},
    {Purpose::name, "name", "of members"},
    {Purpose::first_name, "first-name", "of members"},
    {Purpose::last_name, "last-name", "of members"},
    {Purpose::email, "email", "of members"},
    {Purpose::discipline, "discipline", "of members"},
    {Purpose::region, "region", "of members"},
    {Purpose::offers, "offers", "of members"},
    {Purpose::needs, "needs", "of members"},
    {Purpose::open, "open", "of members"},
    {Purpose::source, "source", "of connections"},
    {Purpose::target, "target", "of connections"},
    {Purpose::introducer, "introducer", "of connections"},
    {Purpose::weight, "weight", "of connections"},
    {Purpose::kind, "kind", "of connections"},
    {Purpose::since, "since", "of connections"},
    {Purpose::member, "member", "of affiliations"},
    {Purpose::group, "group", "of affiliations"},
    {Purpose::role, "role", "of affiliations"},
    {Purpose::date, "date", "of affiliations"},
};

/// Attributes by which the engine knows what members do, want and agree to.
inline constexpr Purpose member_purposes[] = {Purpose::discipline, Purpose::region, Purpose::offers,
                                              Purpose::needs, Purpose::open};

/// "this column serves as that"
struct ColumnChoice {
  Purpose purpose = Purpose::id;
  std::string heading;
};
using ColumnChoices = std::vector<ColumnChoice>;
/// "offers=Ich biete"; nullopt where it is no such thing.
std::optional<ColumnChoice> parse_column_choice(std::string_view text);
/// Throws Error{usage} where one column is to serve as two things, or two as one.
void check_column_choices(const ColumnChoices& choices);

/// A column that serves as something.
struct ColumnUse {
  Purpose purpose = Purpose::id;
  std::string heading;
  std::string file{};  ///< empty: of the members, whatever file they come from
};

/// The same heading but for case, blanks, punctuation and what forms put around it.
bool same_heading(std::string_view a, std::string_view b);
/// Whether the heading is one of those that say it in the register; consent is `open`.
bool serves_as(std::string_view heading, Purpose purpose);
/// The words of a purpose in the order in which they count.
std::span<const std::string_view> words_of(Purpose purpose);

/// The columns of a header row by what they are called. Each column is taken once.
class CsvHeader {
 public:
  explicit CsvHeader(const std::vector<std::string_view>& names, const ColumnChoices& chosen = {});

  /// The first column called by one of these words (lower case, letters and digits), which is taken then.
  std::optional<std::size_t> take(std::span<const std::string_view> words);
  std::optional<std::size_t> take(std::initializer_list<std::string_view> words) {
    return take(std::span(words.begin(), words.size()));
  }
  /// The column that serves as that: the one that was chosen, else by the register.
  std::optional<std::size_t> take(Purpose purpose);
  /// The column, whatever it is called, is no attribute.
  void take_column(std::size_t column) { taken_[column] = true; }
  bool has(std::string_view word) const { return find(word).has_value(); }
  /// Whether somebody chose a column for it.
  bool chooses(Purpose purpose) const;
  /// The column, which was taken by a word of its own, serves as that.
  void serve(Purpose purpose, std::size_t column) { served_.push_back({purpose, column}); }
  /// Columns that nobody took.
  std::vector<std::size_t> rest() const;
  const std::vector<std::string>& names() const { return names_; }
  /// The heading, with a number where others before it are the same: each column has a name of its own.
  const std::string& own_name(std::size_t column) const { return own_[column]; }
  /// "id, name, region"
  std::string list() const;
  /// How many columns were taken.
  std::size_t taken() const;
  struct Taken {
    Purpose purpose;
    std::size_t column;
  };
  /// What was taken for a purpose, in that order.
  const std::vector<Taken>& served() const { return served_; }

 private:
  std::optional<std::size_t> find(std::string_view word, bool remarks = false) const;
  bool is_chosen(std::size_t column) const;

  std::vector<std::string> names_, own_, bare_, plain_;
  std::vector<bool> taken_;
  ColumnChoices chosen_;
  std::vector<Taken> served_;
};

/// The columns of a table of connections. With an introducer, source and target are those who were introduced.
struct ConnectionColumns {
  std::optional<std::size_t> source, target, introducer, weight, kind, since;

  explicit ConnectionColumns(CsvHeader& header);
  bool complete() const { return source && target; }
};

/// Of whom a row is about: an id, a name, or a first (`name`) and a `last` one.
struct PersonColumns {
  std::optional<std::size_t> id, name, last, email;
  bool turned = false;  ///< the heading says that the last name comes first: "Nachname, Vorname"

  PersonColumns() = default;
  explicit PersonColumns(CsvHeader& header);
  /// What tells people apart: the id, else the name, else the e-mail.
  std::optional<std::size_t> identity() const { return id ? id : name ? name : email; }
};

/// What stands before the first row of a text whose columns are source, target and perhaps weight, in this
/// order.
struct PlainConnections {
  std::size_t skip;  ///< bytes of a byte order mark, of comments and of the header
  bool header;       ///< there is one
  bool may_be_weighted;
};

/// Nothing when the columns are others. `head` is the beginning of the text.
std::optional<PlainConnections> find_plain_connections(std::string_view head, const CsvOptions& options,
                                                       const ColumnChoices& chosen = {});

}  // namespace tertius::io
