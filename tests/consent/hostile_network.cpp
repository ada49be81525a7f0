#include "tests/consent/hostile_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <random>

namespace tertius::test {
namespace {

constexpr const char* headings[] = {"open",
                                    "offen",
                                    "Einwilligung",
                                    "Vermittlung",
                                    "consent",
                                    "OPEN",
                                    "open:boolean",
                                    "offen (ja/nein)",
                                    "Einwilligung_Vermittlung",
                                    "May we introduce you?",
                                    "Einv."};
constexpr char separators[] = {',', ';', '\t'};
constexpr const char* yes_words[] = {"yes", "ja", "TRUE", "1", "x", "on", "einverstanden", "Ja"};
constexpr const char* no_words[] = {"no", "nein", "FALSE", "0", "off", "closed", "widersprochen"};
constexpr const char* out_words[] = {"out", "raus", "gelöscht"};
constexpr const char* unasked_words[] = {"unasked", "ungefragt"};
constexpr const char* disciplines[] = {"film", "crafts", "music"};
constexpr const char* regions[] = {"Waren", "Plau"};
constexpr const char* skills[] = {"pottery", "translation", "stage sets", "bookkeeping"};
constexpr const char* groups[] = {"Round table", "Sommerfest"};

enum class Kind { open, closed, out };

class Writer {
 public:
  Writer(const std::filesystem::path& folder, std::uint64_t seed) : folder_(folder), random_(seed) {}

  HostileNetwork write() {
    const int n = 6 + below(7);
    shares_values_ = below(2) == 0;
    named_ = below(4) > 0;
    separator_ = separators[below(3)];
    write_members(n);
    write_connections(n);
    write_affiliations(n);
    return network_;
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  template <class List>
  const char* one_of(const List& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
  }

  /// A word that occurs nowhere else.
  std::string word(Kind kind) {
    return fmt::format("{}{}",
                       kind == Kind::out      ? out_mark
                       : kind == Kind::closed ? no_mark
                                              : open_mark,
                       ++words_);
  }
  /// The cell of a member: anything for those who agreed, a word of their own for others.
  template <class List>
  std::string cell(Kind kind, const List& list, bool may_be_shared = false) {
    return kind == Kind::open || (may_be_shared && shares_values_) ? one_of(list) : word(kind);
  }

  std::string consent(Kind kind) {
    if (kind == Kind::open) return one_of(yes_words);
    if (kind == Kind::out) return one_of(out_words);
    switch (below(4)) {
      case 0:
        return "";
      case 1:
        return word(kind);  // not understood
      case 2:
        return one_of(unasked_words);
      default:
        return one_of(no_words);
    }
  }

  /// Written with commas, as files separate their fields.
  std::string fields(std::string row) const {
    std::replace(row.begin(), row.end(), ',', separator_);
    return row;
  }

  void write_members(int n) {
    std::ofstream file(folder_ / "members.csv");
    file << fields(fmt::format("id,{}discipline,region,offers,needs,age,e-mail,{}\n", named_ ? "name," : "",
                               one_of(headings)));
    std::string again;
    for (int v = 0; v < n; ++v) {
      const int draw = below(10);
      const Kind kind = v < 3                ? Kind::open
                        : v == 3 || draw < 3 ? Kind::closed
                        : draw < 5           ? Kind::out
                                             : Kind::open;
      kinds_.push_back(kind);
      ids_.push_back(word(kind));
      const std::string name = word(kind);
      names_.push_back(name);
      (kind == Kind::open  ? network_.open
       : kind == Kind::out ? network_.out
                           : network_.closed)
          .push_back(ids_.back());
      if (kind == Kind::closed && named_) network_.closed_names.push_back(name);
      const auto row = [&] {
        return fields(
            fmt::format("{},{}{},{},{},{},{},{},{}\n", ids_.back(), named_ ? name + "," : "",
                        cell(kind, disciplines, true), cell(kind, regions, true), cell(kind, skills),
                        cell(kind, skills), kind == Kind::open ? std::to_string(20 + below(40)) : word(kind),
                        kind == Kind::open ? fmt::format("m{}@example.org", v) : word(kind), consent(kind)));
      };
      file << row();
      if (below(8) == 0) again += row();  // refused: the id stands there already, the other cells are new
    }
    file << again;
  }

  void write_connections(int n) {
    std::ofstream file(folder_ / "connections.csv");
    file << fields("source,target,weight,kind,since\n");
    for (int u = 0; u < n; ++u) {
      for (int v = 0; v < u; ++v) {
        if (below(100) >= (u < 3 ? 90 : 40)) continue;
        const Kind kind = std::max(kinds_[static_cast<std::size_t>(u)], kinds_[static_cast<std::size_t>(v)]);
        const bool refused = below(12) == 0;
        file << fields(
            fmt::format("{},{},{},{},202{}-0{}-11\n", ids_[static_cast<std::size_t>(u)],
                        ids_[static_cast<std::size_t>(v)],
                        refused ? (kind == Kind::open ? "heavy" : word(kind)) : std::to_string(1 + below(4)),
                        kind == Kind::open ? "project" : word(kind), below(6), 1 + below(9)));
      }
    }
  }

  /// Lists are written by hand: a name may be close to a member's, or theirs with a title.
  std::string named_in_a_list(std::size_t v) {
    if (!named_ || below(4) > 0) return ids_[v];
    // Somebody of nearly that name, added as asked for, would be a new member who is not out.
    if (names_[v].find(out_mark) != std::string::npos) return ids_[v];
    constexpr const char* forms[] = {"{}", "Dr. {}", "{} Kern", "{}x"};
    return fmt::format(fmt::runtime(one_of(forms)), names_[v]);
  }

  void write_affiliations(int n) {
    if (below(3) == 0) return;
    std::ofstream file(folder_ / "affiliations.csv");
    file << fields("member,group,kind,role,date\n");
    for (int v = 0; v < n; ++v) {
      const Kind kind = kinds_[static_cast<std::size_t>(v)];
      for (int i = below(3); i > 0; --i) {
        file << fields(fmt::format("{},{},{},{},{}\n", named_in_a_list(static_cast<std::size_t>(v)),
                                   below(3) == 0 ? cell(kind, groups) : one_of(groups),
                                   below(2) == 0 ? "event" : "group", cell(kind, groups),
                                   below(8) == 0 ? word(kind) : fmt::format("202{}-05-01", below(9))));
      }
    }
  }

  const std::filesystem::path folder_;
  std::mt19937_64 random_;
  HostileNetwork network_;
  std::vector<Kind> kinds_;
  std::vector<std::string> ids_, names_;
  int words_ = 0;
  char separator_ = ',';
  bool shares_values_ = false, named_ = true;
};

}  // namespace

HostileNetwork write_hostile_network(const std::filesystem::path& folder, std::uint64_t seed) {
  return Writer(folder, seed).write();
}

}  // namespace tertius::test
