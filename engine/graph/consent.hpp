// Consent: who may be named and introduced, as the members' own words in the table of members say.
//
//   yes      suggested, introduced, named
//   no       computed with, but never suggested, introduced, proposed or named in an answer
//   out      not computed with at all, only counted
//   unasked  known from somebody else's export only, until they agree: treated like no
//
// Consent is never guessed: a cell that is empty, or that says none of the words known here, counts as no.
// Only where no column speaks of consent do all members count as having agreed, and that is reported.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/graph/members.hpp"

namespace tertius::graph {

enum class Consent : std::uint8_t { yes, no, out, unasked };

/// "yes", "no", "out", "unasked"
std::string_view to_string(Consent consent);
/// More is stricter: yes, unasked, no, out.
int strictness(Consent consent);

/// What a cell says: "ja", "TRUE", "1", "x" ... yes; "nein", "off", "widersprochen" ... no; "raus", "deleted"
/// ... out; "ungefragt" ... unasked. Case and surrounding blanks do not count. Nothing for other words.
std::optional<Consent> parse_consent(std::string_view cell);

/// What is known of the consent of each member, and where from.
struct ConsentRecord {
  std::vector<std::string> columns;  ///< headings that were read; empty: all members count as having agreed
  std::vector<std::string> unused;   ///< headings that look like consent and were not read
  std::vector<Consent> states;       ///< one a member; empty where no column was read
  std::uint64_t yes = 0, no = 0, out = 0, unasked = 0;  ///< members; `no` holds the two below, too
  std::uint64_t empty = 0, not_understood = 0;          ///< members whose cells say nothing, or nothing known

  Consent of(VertexId v) const { return states.empty() ? Consent::yes : states[v]; }
  /// Somebody is not to be named.
  bool restricts() const { return no + out + unasked > 0; }
};

/// Reads every column whose heading is one for consent (open, offen, Einwilligung, Vermittlung, consent and
/// the like), and the one called `column`, where given. Of several the strictest word counts: out before no
/// before unasked before yes. O(members). Throws Error{usage} where there is no column of that name.
ConsentRecord read_consent(const MemberTable& members, std::string_view column = {});

/// Whether a heading is one of those that speak of consent.
bool is_consent_heading(std::string_view heading);
/// Whether it holds a word of consent, perhaps with the opposite meaning: it is not read, and not passed over.
bool hints_at_consent(std::string_view heading);

/// Whose names stand in an answer.
enum class Naming : std::uint8_t { agreed, everybody, nobody };

/// How the members of a network may appear in answers: see gate.hpp. Empty: all members agreed.
class Consents {
 public:
  Consents() = default;
  explicit Consents(std::vector<Consent> states, Naming naming = Naming::agreed)
      : states_(std::move(states)), naming_(naming) {}

  Consent of(VertexId v) const { return v < states_.size() ? states_[v] : Consent::yes; }
  /// May be suggested, asked to introduce, proposed, and named.
  bool open(VertexId v) const { return of(v) == Consent::yes; }
  /// Stands in answers under a pseudonym, without attributes.
  bool hidden(VertexId v) const {
    return naming_ == Naming::nobody || (naming_ == Naming::agreed && !open(v));
  }
  Naming naming() const { return naming_; }
  /// open() of each member; empty where all are.
  std::vector<bool> open_members() const;
  /// No member is closed.
  bool unrestricted() const { return states_.empty(); }

  /// Remembers what somebody is called who is closed or out, as a hash that nothing is printed from: lists
  /// that the organiser keeps (who avoids whom, earlier rounds) may name them.
  void remember(std::string_view id_or_name);
  bool remembers(std::string_view id_or_name) const;
  /// The same hashes with other states, for a network whose members were rearranged.
  Consents with_states(std::vector<Consent> states, Naming naming) const;

 private:
  std::vector<Consent> states_;
  Naming naming_ = Naming::agreed;
  std::unordered_set<std::uint64_t> remembered_;
};

}  // namespace tertius::graph
