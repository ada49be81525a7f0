// Everything that is held and computed about one member, for that member (GDPR Art. 15 and 20): as a letter,
// in every language that has templates for it, and as JSON (docs/schema/member.json). It is data and no answer: complete, also for
// members who did not agree to be named. Of others who did not agree, it says no more than the rows
// themselves do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/io/row_search.hpp"
#include "engine/report/introductions/round.hpp"
#include "engine/report/json.hpp"

namespace tertius::report {

/// A file that was looked through for rows that name the member.
struct SearchedFile {
  std::string file;
  io::RowsOf kind = io::RowsOf::text;
  bool history = false;  ///< no part of the network: earlier rounds, lists of whom to leave alone
  bool searched = true;  ///< false: it holds no text, so that no row can be shown
  std::vector<io::NamingRow> rows{};
};

/// A connection as the network holds it.
struct HeldConnection {
  graph::VertexId other = graph::no_vertex;
  std::optional<double> weight{};  ///< where weights were stated
  std::string kind{}, since{};     ///< empty where unknown
};

struct HeldAffiliation {
  std::string group, kind, role, date;  ///< empty where unknown
};

/// A figure that says something of the member.
struct MemberFigure {
  std::string_view name;  ///< of docs/measures: "betweenness"
  double value = 0;       ///< NaN where it is not defined
  bool whole = false;
};

struct MemberGroup {
  std::string by;    ///< "discipline", "cluster"
  std::string name;  ///< of the group
  std::uint32_t size = 0;
};

/// A suggestion that `meet` or `analyze` makes, seen from the member. Texts, as it outlives its recommender.
struct MemberSuggestion {
  struct FitText {
    std::string wanted, offered;
  };
  std::string id, name;  ///< of the other one
  std::size_t rank = 0;  ///< among the suggestions of whoever they are made to, from 1
  double score = 0;
  introductions::Term strongest = introductions::Term::closeness;
  std::uint32_t mutual_contacts = 0;
  bool foreign_bubble = false;          ///< whoever it is made to has no contact in the bubble of the other
  std::string bubble;                   ///< of whoever is suggested
  std::vector<FitText> gets, gives;     ///< what the suggested one offers, and needs
  std::vector<words::Finding> reasons;  ///< those of `meet`, to whoever the suggestion is made to
  std::vector<std::string> through;     ///< names of who can introduce them
};

/// What is computed of a member; nothing is for those who are out.
struct ComputedMember {
  std::vector<MemberGroup> groups{};
  std::vector<MemberFigure> figures{};
  bool estimated = false;  ///< betweenness comes from a sample
  bool introduced = true;  ///< false: they did not agree, and are neither suggested nor suggested to
  std::vector<MemberSuggestion> suggested{};     ///< to the member
  std::vector<MemberSuggestion> suggested_to{};  ///< other members, to whom this one is suggested
};

struct MemberRecord {
  const graph::Network* network = nullptr;  ///< as read, with all members
  graph::VertexId member = graph::no_vertex;
  std::vector<bool> closed{};  ///< who did not agree to be named; empty: none
  std::string consent{};       ///< of the member: "yes", "no", ...
  std::vector<SearchedFile> files{};
  std::vector<HeldConnection> connections{};
  std::vector<HeldAffiliation> affiliations{};
  std::optional<ComputedMember> computed{};

  bool is_closed(graph::VertexId v) const { return v < closed.size() && closed[v]; }
  /// How many rows name the member.
  std::size_t rows() const;
};

/// The `result` of tertius.member/1.
void write_member_json(JsonWriter& json, const MemberRecord& record);

/// A letter that an organiser can send as it is, but for what stands in square brackets. Other members who
/// did not agree to be named are "another member" in it.
std::string member_letter(const MemberRecord& record, words::Language language);

}  // namespace tertius::report
