// Whom the rows of tables mean: members by their id or by their name, as engine/graph/names.hpp compares names. What is
// doubtful goes to a file that the organiser decides in and the next run obeys:
//
//   found,suggestion,name,score,decision
//   Ada Krn,17,Ada Kern,0.86,yes           yes: the suggestion; no: nobody; or the id of somebody else
//
// It holds names of members and is for whoever keeps the register; notes and refusals name nobody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/graph/names.hpp"
#include "engine/io/assembly/assembler.hpp"

namespace tertius::io {

/// How freely a table names people: by the very name, or as lists of attendance do that are written by hand.
enum class Naming { exact, by_hand };

/// Whether a text is the id or the name of a member; empty while none is known.
using KnowsMember = std::function<bool(std::string_view text)>;

class People {
 public:
  /// Those whom `assembler` has when somebody is looked for first. `add`: whoever is not known becomes a member, called
  /// as the row says. `decisions`: the path of the file, read where it is there; may be empty. Throws Error{bad_data}
  /// with the place of a decision that is none.
  /// `knows` says whom else the caller knows, who become members as well.
  People(Assembler& assembler, bool add, std::string decisions, KnowsMember knows = {});

  /// The member; no_vertex for nobody, a name of several, and what is doubtful. Safe from any thread.
  graph::VertexId find(std::string_view text, Naming naming = Naming::exact);
  /// Nobody is added under a name that may be a member's.
  graph::VertexId find_or_add(std::string_view text, Naming naming = Naming::exact);
  /// The id of that member, or the text itself for somebody who may be added; empty for whoever may not. The bytes stay.
  /// Safe from any thread.
  std::string_view id_for(std::string_view text, Naming naming);
  /// What was expected where there is none: why it does not match, without naming anybody. Safe from any thread.
  std::string expected(std::string_view text);
  /// Notes what was taken and what is doubtful, and writes the file. Throws Error{output}.
  void finish();

 private:
  struct Decision {
    std::string suggestion, name, decision;  ///< as the file has them
    double score = 0;
    bool made = false;
    graph::VertexId member = graph::no_vertex;  ///< that it names
  };

  void know_everybody();
  void read_decisions();
  void decide(Decision& decision, const Location& where) const;
  graph::NameMatch match(const std::string& text);
  bool may_be_a_member(std::string_view text, Naming naming);
  std::string difference_from_an_id(std::string_view text);

  Assembler& assembler_;
  const bool add_;
  const std::string path_;
  const KnowsMember knows_;
  std::once_flag known_;
  graph::NameIndex names_;
  std::map<std::string, Decision, std::less<>> decisions_;  // by what was found
  std::mutex mutex_;                                        // of what follows
  std::unordered_map<std::string, graph::NameMatch> matches_;
  std::unordered_map<std::string, std::string> plain_ids_;  // an id by how it is without what people overlook
  std::deque<std::string> ids_;
};

}  // namespace tertius::io
