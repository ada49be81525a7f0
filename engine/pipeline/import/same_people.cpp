#include "engine/pipeline/import/same_people.hpp"
#include "engine/graph/names.hpp"

#include <algorithm>
#include <unordered_map>

#include "engine/core/text.hpp"
#include "engine/io/formats/workbook/sheet_kinds.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::pipeline {
namespace {

bool is_mail(std::string_view text) {
  return text.find('@') != text.npos && text.find(' ') == text.npos;
}

bool has_name(const graph::MemberTable& members, graph::VertexId v) {
  return members.names && members.names->has(v);
}

/// The words of a name but for titles, without full stops.
std::vector<std::string> words_of(std::string_view name) {
  const std::string folded = graph::folded_name(name);
  std::vector<std::string> words;
  std::string_view rest = folded;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    std::string word(rest.substr(0, end));
    std::erase(word, '.');
    if (!word.empty() && word != "dr" && word != "prof") words.push_back(std::move(word));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return words;
}

/// Whether one person may bear both names: the same first name (people marry), or the same last name with an initial
/// or a short form before it, or the same words in another order. A family that shares an address does not.
bool may_be_one(std::string_view a, std::string_view b) {
  std::vector<std::string> one = words_of(a), other = words_of(b);
  if (one.empty() || other.empty()) return true;
  if (one.front() == other.front()) return true;
  const auto begins = [](const std::string& text, const std::string& part) { return text.starts_with(part); };
  if (one.back() == other.back() && one.size() > 1 && other.size() > 1 &&
      (begins(one.front(), other.front()) || begins(other.front(), one.front())))
    return true;
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  return one == other;
}

constexpr graph::VertexId several = graph::no_vertex - 1;

/// The only member with a text, several, or no_vertex.
class Index {
 public:
  void add(const std::string& text, graph::VertexId v) {
    if (text.empty()) return;
    const auto [at, added] = members_.emplace(text, v);
    if (!added) {
      at->second = several;
    } else {
      first_.emplace(text, v);
    }
  }
  graph::VertexId alone(const std::string& text) const {
    const auto at = members_.find(text);
    return at == members_.end() ? graph::no_vertex : at->second;
  }
  graph::VertexId first(const std::string& text) const {
    const auto at = first_.find(text);
    return at == first_.end() ? graph::no_vertex : at->second;
  }

 private:
  std::unordered_map<std::string, graph::VertexId> members_, first_;
};

struct Texts {
  std::vector<std::string> mails, names;
  Index by_mail, by_name;

  explicit Texts(const graph::MemberTable& members) {
    const graph::Column* const column = mail_column(members);
    for (graph::VertexId v = 0; v < members.size(); ++v) {
      mails.push_back(mail_of(members, column, v));
      names.push_back(graph::folded_name(called(members, v)));
      by_mail.add(mails.back(), v);
      by_name.add(names.back(), v);
    }
  }
};

}  // namespace

const graph::Column* mail_column(const graph::MemberTable& members) {
  const auto at =
      std::find_if(members.columns.begin(), members.columns.end(),
                   [](const graph::Column& column) { return io::is_mail_heading(column.name()); });
  return at == members.columns.end() ? nullptr : &*at;
}

std::string mail_of(const graph::MemberTable& members, const graph::Column* mails, graph::VertexId v) {
  if (mails != nullptr && mails->has(v)) return fold_case(io::trimmed(mails->text(v)));
  const std::string id = members.ids[v];
  return is_mail(id) ? fold_case(id) : std::string();
}

bool states_id(const graph::MemberTable& members, graph::VertexId v) {
  const std::string id = members.ids[v];
  if (is_mail(id)) return false;
  if (has_name(members, v)) return graph::folded_name(id) != graph::folded_name(members.name(v));
  return id.find(' ') == id.npos;
}

std::string called(const graph::MemberTable& members, graph::VertexId v) {
  if (has_name(members, v)) return members.name(v);
  const std::string id = members.ids[v];
  return is_mail(id) ? std::string() : id;
}

SamePeople same_people(const graph::MemberTable& known, const graph::MemberTable& found,
                       const std::function<bool(std::string_view)>& given) {
  SamePeople same{.known = std::vector<graph::VertexId>(found.size(), graph::no_vertex),
                  .by = std::vector<SamePeople::By>(found.size(), SamePeople::By::nothing),
                  .doubts = {}};
  const Texts theirs(known), ours(found);
  std::vector<bool> claimed(known.size(), false);
  const auto claim = [&](graph::VertexId v, graph::VertexId who, SamePeople::By by) {
    same.known[v] = who;
    same.by[v] = by;
    claimed[who] = true;
  };
  for (graph::VertexId v = 0; v < found.size(); ++v)
    if (const auto who = known.ids.find(found.ids[v])) claim(v, *who, SamePeople::By::id);
  // Whoever states another id than the one that somebody known has by right is somebody else.
  const auto eligible = [&](graph::VertexId v, graph::VertexId who) {
    if (who == graph::no_vertex || who == several || claimed[who]) return false;
    return !states_id(found, v) || !has_name(found, v) || given(known.ids[who]);
  };
  for (graph::VertexId v = 0; v < found.size(); ++v) {
    if (same.known[v] != graph::no_vertex || ours.by_mail.alone(ours.mails[v]) != v) continue;
    const graph::VertexId who = theirs.by_mail.alone(ours.mails[v]);
    if (eligible(v, who) && may_be_one(called(found, v), called(known, who)))
      claim(v, who, SamePeople::By::mail);
  }
  for (graph::VertexId v = 0; v < found.size(); ++v) {
    if (same.known[v] != graph::no_vertex || ours.by_name.alone(ours.names[v]) != v) continue;
    const graph::VertexId who = theirs.by_name.alone(ours.names[v]);
    if (eligible(v, who)) claim(v, who, SamePeople::By::name);
  }
  for (graph::VertexId v = 0; v < found.size(); ++v) {
    if (same.known[v] != graph::no_vertex) continue;
    graph::VertexId like = theirs.by_name.first(ours.names[v]);
    if (like == graph::no_vertex) like = theirs.by_mail.first(ours.mails[v]);
    const bool namesakes = states_id(found, v) && like != graph::no_vertex && claimed[like];
    if (like != graph::no_vertex && !namesakes) same.doubts.push_back({v, like});
  }
  return same;
}

}  // namespace tertius::pipeline
