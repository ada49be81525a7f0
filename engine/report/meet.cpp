#include "engine/report/meet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <set>

#include "engine/core/text.hpp"
#include "engine/io/fields.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

struct Meaning {
  Term term;
  std::string_view text;
};
constexpr std::array<Meaning, term_count> meanings = {
    {{Term::closeness, "how many ways lead there over contacts; 0.6 for the closest of all candidates."},
     {Term::horizon,
      "closeness once more, as far as the bubble is foreign to your contacts; grows with --openness."},
     {Term::freedom, "how far the new tie would make you less dependent on contacts who know each other."},
     {Term::gets, "what they offer for your needs; 1 for a need met to the letter."},
     {Term::gives, "what you offer for their needs; at most 0.6."},
     {Term::welcome,
      "for those who know nobody yet: contacts in many bubbles, and the same bubble as yours."},
     {Term::popularity, "taken off for people who are suggested to everybody."},
     {Term::variety, "taken off for being like somebody further up."}}};

const std::string& bubble(const MeetContext& in, VertexId v) {
  return in.grouping->names[in.grouping->partition.label[v]];
}

/// "works in music", "is in cluster 3", "has region Waren".
std::string belongs(const MeetContext& in, const std::string& group, bool one) {
  const std::string& by = in.grouping->by;
  if (group == "(none)") return fmt::format("{} no {}", one ? "has" : "have", by);
  if (by == "discipline") return fmt::format("{} in {}", one ? "works" : "work", group);
  if (by == "cluster") return fmt::format("{} in {}", one ? "is" : "are", group);
  return fmt::format("{} {} {}", one ? "has" : "have", by, group);
}

bool same_phrase(std::string_view a, std::string_view b) {
  return fold_case(a) == fold_case(b);
}

/// "photography and pottery": what was offered, each once.
std::string listed(const std::vector<Fit>& fits) {
  std::vector<std::string_view> phrases;
  for (const Fit& fit : fits) {
    if (std::find(phrases.begin(), phrases.end(), fit.offered) == phrases.end())
      phrases.push_back(fit.offered);
  }
  std::string text;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == phrases.size() ? " and " : ", ", phrases[i]);
  }
  return text;
}

/// Fits to the letter speak for themselves; for others both sides are named.
std::string fit_words(const Fits& fits, bool gets) {
  std::vector<Fit> exact;
  for (const Fit& fit : fits.met) {
    if (same_phrase(fit.wanted, fit.offered)) exact.push_back(fit);
  }
  if (!exact.empty()) {
    const std::string list = listed(exact);
    return gets ? "offers what you need: " + list : "needs what you offer: " + list;
  }
  if (fits.met.empty()) return "";
  const Fit& best = fits.met.front();
  return gets ? fmt::format("offers {} (you look for {})", best.offered, best.wanted)
              : fmt::format("looks for {} (you offer {})", best.wanted, best.offered);
}

std::string horizon_words(const MeetContext& in, VertexId member, const Suggestion& s) {
  const VertexId contacts = in.network->graph.degree(member);
  const std::string& there = bubble(in, s.id);
  const bool one = in.grouping->partition.count == 1;
  if (contacts == 0 || one) return "";
  if (s.contacts_there == 0) {
    if (contacts == 1) return fmt::format("you know nobody yet who {}", belongs(in, there, true));
    return fmt::format("none of your {} contacts {}", contacts, belongs(in, there, true));
  }
  if (s.foreignness < 0.8) return "";
  return fmt::format("only {} of your {} contacts {}", s.contacts_there, contacts,
                     belongs(in, there, s.contacts_there == 1));
}

std::string welcome_words(const MeetContext& in, VertexId member, const Suggestion& s) {
  std::set<std::uint32_t> bubbles;
  for (const VertexId z : in.network->graph.neighbors(s.id)) bubbles.insert(in.grouping->partition.label[z]);
  const std::string& by = in.grouping->by;
  const bool same = in.grouping->partition.label[s.id] == in.grouping->partition.label[member];
  const std::string own = same && bubble(in, member) != "(none)"
                              ? fmt::format("{} like you", belongs(in, bubble(in, member), true))
                              : std::string();
  const std::string spread =
      bubbles.size() > 1 ? fmt::format("knows people in {} {}s", bubbles.size(), by) : std::string();
  return own + (own.empty() || spread.empty() ? "" : " and ") + spread;
}

std::string closeness_words(const Suggestion& s) {
  if (s.mutual_contacts > 0) return counted(s.mutual_contacts, "mutual contact", "mutual contacts");
  return s.steps == 2 ? "moves in the same circles" : "";
}

std::string reason(const MeetContext& in, VertexId member, const Suggestion& s, Term term) {
  switch (term) {
    case Term::closeness:
      return closeness_words(s);
    case Term::horizon:
      return horizon_words(in, member, s);
    case Term::gets:
      return fit_words(s.gets, true);
    case Term::gives:
      return fit_words(s.gives, false);
    case Term::welcome:
      return welcome_words(in, member, s);
    case Term::freedom:
      return s.relief >= 0.8 ? "moves in a circle that hardly overlaps with yours" : "";
    case Term::popularity:
    case Term::variety:
      return "";
  }
  return "";
}

/// Wrapped, every line after `indent` blanks, all but the first after `more` further ones.
std::string indented(const std::string& words, std::size_t width, std::size_t indent, std::size_t more = 0) {
  const std::string lines = wrapped(words, std::max<std::size_t>(width, indent + 20) - indent, more);
  std::string text(indent, ' ');
  for (const char c : lines) {
    text += c;
    if (c == '\n') text.append(indent, ' ');
  }
  return text + "\n";
}

/// Thousandths that add up to the rounded score: what rounding loses goes to the largest term.
std::array<long, term_count> thousandths(const Suggestion& s) {
  std::array<long, term_count> parts{};
  long sum = 0;
  for (std::size_t t = 0; t < term_count; ++t) sum += parts[t] = std::lround(s.terms[t] * 1000.0);
  parts[static_cast<std::size_t>(s.strongest())] += std::lround(s.score * 1000.0) - sum;
  return parts;
}

std::string explained(const Suggestion& s) {
  const auto parts = thousandths(s);
  std::string text =
      fmt::format("score {:.3f} =", static_cast<double>(std::lround(s.score * 1000.0)) / 1000.0);
  bool first = true;
  for (std::size_t t = 0; t < term_count; ++t) {
    if (parts[t] == 0) continue;
    const std::string sign = parts[t] < 0 ? " - " : first ? " " : " + ";
    text += fmt::format("{}{} {:.3f}", sign, to_string(all_terms[t]),
                        static_cast<double>(std::labs(parts[t])) / 1000.0);
    first = false;
  }
  return text + fmt::format(". Without {}, the strongest, {:.3f} would be left: place {}.",
                            to_string(s.strongest()), s.score - s.term(s.strongest()),
                            s.rank_without_strongest);
}

std::string routes_explained(const MeetContext& in, const Suggestion& s) {
  std::string text;
  for (const Route& route : s.introducers) {
    text += fmt::format("{}{}", text.empty() ? "Ways: " : "; ", in.network->members.name(route.via[0]));
    if (route.between() == 2) text += fmt::format(" and {}", in.network->members.name(route.via[1]));
    text += fmt::format(" {:.2f} = {:.2f} x {:.2f}", route.reliability, route.ties[0], route.ties[1]);
    if (route.between() == 2) text += fmt::format(" x {:.2f}", route.ties[2]);
  }
  return text;
}

std::string contribution_words(const Contribution& c) {
  std::string text;
  const auto add = [&](const std::string& words) { text += (text.empty() ? "" : "; ") + words; };
  if (c.contacts > 0) {
    add(fmt::format("{} part", counted(c.contacts, "of your contacts takes", "of your contacts take")));
  }
  if (c.in_need > 0) {
    std::string what;
    for (std::size_t i = 0; i < std::min<std::size_t>(c.missing.size(), 2); ++i) {
      what += fmt::format("{}{}", i == 0 ? "" : " and ", c.missing[i]);
    }
    add(fmt::format("{} there {} something you offer", c.in_need, c.in_need == 1 ? "needs" : "need"));
    if (!what.empty()) add(fmt::format("nobody there offers {}", what));
  }
  return text;
}

std::string_view heading(Question question) {
  switch (question) {
    case Question::goals:
      return "Who brings you closer to your goals";
    case Question::giving:
      return "To whom you can give something";
    case Question::horizon:
      return "Who widens your horizon";
    case Question::familiar:
      return "Who is close to you already";
  }
  return "";
}

std::string first_line(const MeetReport& r) {
  const Graph& graph = r.in.network->graph;
  const auto& label = r.in.grouping->partition.label;
  const VertexId k = graph.degree(r.member);
  const auto row = graph.neighbors(r.member);
  const auto inside =
      std::count_if(row.begin(), row.end(), [&](VertexId z) { return label[z] == label[r.member]; });
  std::string text = fmt::format("{}: {}", member_title(r.in, r.member), counted(k, "contact", "contacts"));
  if (k > 0 && r.in.grouping->partition.count > 1)
    text += fmt::format(", {} of them in the same {}", inside, r.in.grouping->by);
  return text + ".";
}

void write_fits(JsonWriter& json, std::string_view key, const Fits& fits) {
  json.key(key).begin_array();
  for (const Fit& fit : fits.met) {
    json.begin_object()
        .member("wanted", fit.wanted)
        .member("offered", fit.offered)
        .member("similarity", fit.similarity)
        .end_object();
  }
  json.end_array();
}

void write_suggestion(JsonWriter& json, const MeetContext& in, VertexId member, std::size_t rank,
                      const Suggestion& s) {
  const MemberTable& members = in.network->members;
  json.begin_object()
      .member("rank", rank)
      .member("id", members.ids[s.id])
      .member("name", members.name(s.id))
      .member("group", bubble(in, s.id))
      .member("question", to_string(question_of(s)))
      .member("score", s.score);
  json.key("terms").begin_object();
  for (const Term term : all_terms) json.member(to_string(term), s.term(term));
  json.end_object();
  json.key("without_strongest")
      .begin_object()
      .member("term", to_string(s.strongest()))
      .member("score", s.score - s.term(s.strongest()))
      .member("rank", s.rank_without_strongest)
      .end_object();
  json.key("steps");
  s.steps == 0 ? json.value(nullptr) : json.value(s.steps);
  json.member("mutual_contacts", s.mutual_contacts).member("foreignness", s.foreignness);
  write_fits(json, "gets", s.gets);
  write_fits(json, "gives", s.gives);
  json.member("reasons", suggestion_reasons(in, member, s));
  json.key("introducers").begin_array();
  for (const Route& route : s.introducers) {
    json.begin_object()
        .member("id", members.ids[route.via[0]])
        .member("name", members.name(route.via[0]))
        .member("reliability", route.reliability);
    json.key("then");
    route.between() == 2 ? json.value(members.ids[route.via[1]]) : json.value(nullptr);
    json.end_object();
  }
  json.end_array().end_object();
}

void append_id(std::string& text, const Ids& ids, VertexId v) {
  if (ids.is_dense()) {
    fmt::format_to(std::back_inserter(text), "{}", v);
  } else if (ids.is_numbers()) {
    fmt::format_to(std::back_inserter(text), "{}", ids.as_numbers()[v]);
  } else {
    text += csv_field(ids[v]);
  }
}

}  // namespace

std::string member_description(const MeetContext& in, VertexId v) {
  std::string text = bubble(in, v);
  const Column* region = in.network->members.find_column("region");
  if (region != nullptr && region->has(v) && in.grouping->by != region->name()) {
    text += (text.empty() ? "" : ", ") + std::string(region->text(v));
  }
  return text;
}

std::string member_title(const MeetContext& in, VertexId v) {
  const std::string description = member_description(in, v);
  const std::string name = in.network->members.name(v);
  return description.empty() ? name : fmt::format("{} ({})", name, description);
}

std::vector<std::string> suggestion_reasons(const MeetContext& in, VertexId member, const Suggestion& s) {
  std::vector<Term> order(all_terms.begin(), all_terms.end());
  std::stable_sort(order.begin(), order.end(), [&](Term a, Term b) { return s.term(a) > s.term(b); });
  std::vector<std::string> reasons;
  for (const Term term : order) {
    if (!(s.term(term) > 0.0)) continue;
    if (std::string words = reason(in, member, s, term); !words.empty()) reasons.push_back(std::move(words));
  }
  return reasons;
}

std::string introduction_words(const MeetContext& in, const Suggestion& s) {
  const MemberTable& members = in.network->members;
  const std::string who = members.name(s.id);
  if (s.introducers.empty()) {
    return s.steps == 0 ? fmt::format(
                              "Nobody within three ties can introduce you: ask the organisers, or write to "
                              "{} yourself",
                              who)
                        : fmt::format("Nobody between you can be asked: write to {} yourself", who);
  }
  const Route& best = s.introducers.front();
  std::string text = best.between() == 1
                         ? fmt::format("Ask {}, who knows you both", members.name(best.via[0]))
                         : fmt::format("Ask {}, who knows {}, who knows {}", members.name(best.via[0]),
                                       members.name(best.via[1]), who);
  for (std::size_t i = 1; i < s.introducers.size(); ++i) {
    text += fmt::format("{}{}", i == 1 ? "; or " : ", ", members.name(s.introducers[i].via[0]));
  }
  return text;
}

std::string meet_note(const MeetContext& in, VertexId member) {
  const Graph& graph = in.network->graph;
  if (graph.edge_count() == 0) {
    return "This network has no connections, so nothing is known of who is close to whom.";
  }
  const VertexId k = graph.degree(member);
  if (k == 0) {
    return "No contacts are known yet, so nobody can introduce: ask the organisers, or write yourself. "
           "Suggestions go "
           "by offers and needs, and by who knows people in many bubbles.";
  }
  // One person's list of contacts: every connection is theirs.
  const VertexId hub = k > 1 ? member : graph.neighbors(member)[0];
  if (graph.edge_count() > 1 && graph.degree(hub) == graph.edge_count()) {
    return hub == member ? "Every connection here is your own: this is one person's list of contacts. Who of "
                           "them know each "
                           "other is not in it, so nobody is two steps away, and neither bubbles nor bridges "
                           "can be told. Add "
                           "the lists of a few contacts to see further."
                         : "Every connection here leads to one person: this is one person's list of "
                           "contacts. Who else know "
                           "each other is not in it, so everybody on it looks equally close.";
  }
  return "";
}

std::string meet_text(const MeetReport& r, std::size_t width) {
  const Discretion& discretion = r.in.recommender->options().discretion;
  if (!discretion.open(r.member)) {
    return wrapped(
               "This member does not want to be introduced (open=no, or on the list of --avoid), so nothing "
               "is suggested.",
               width) +
           "\n";
  }
  const MemberTable& members = r.in.network->members;
  std::string text = wrapped(first_line(r), width) + "\n";
  if (const std::string note = meet_note(r.in, r.member); !note.empty()) text += wrapped(note, width) + "\n";
  const bool introduced =
      r.in.recommender->options().introducers > 0 && r.in.network->graph.degree(r.member) > 0;
  unsigned number = 0;
  const auto line = [&](const std::string& words, std::size_t indent, std::size_t more = 0) {
    text += indented(words, width, indent, more);
  };
  for (const Question question : {Question::goals, Question::giving, Question::horizon, Question::familiar}) {
    bool first = true;
    for (const Suggestion& s : r.suggestions) {
      if (question_of(s) != question) continue;
      if (first) text += fmt::format("\n{}. {}\n", ++number, heading(question));
      first = false;
      text += fmt::format("  {}\n", fit_to_width(member_title(r.in, s.id), width > 2 ? width - 2 : 0));
      std::string reasons;
      for (const std::string& words : suggestion_reasons(r.in, r.member, s))
        reasons += (reasons.empty() ? "" : "; ") + words;
      if (!reasons.empty()) line(reasons + ".", 4);
      if (introduced) line(introduction_words(r.in, s) + ".", 4);
      if (!r.explain) continue;
      line(explained(s), 4);
      if (const std::string ways = routes_explained(r.in, s); !ways.empty()) line(ways + ".", 4);
    }
  }
  if (!r.contributions.empty()) {
    text += fmt::format("\n{}. Where you could contribute\n", ++number);
    for (const Contribution& c : r.contributions) {
      const Affiliations& all = r.in.network->affiliations;
      std::string name = all.groups[c.group];
      if (!all.kinds[c.group].empty() && all.kinds[c.group] != "group")
        name += fmt::format(" ({}{}{})", all.kinds[c.group], c.last == no_day ? "" : ", last ",
                            c.last == no_day ? "" : day_text(c.last));
      line(name + ": " + contribution_words(c) + ".", 2, 2);
    }
  }
  if (r.suggestions.empty()) {
    text += r.in.network->graph.degree(r.member) + 1 == r.in.network->graph.vertex_count()
                ? "\nNobody to suggest: everybody here is a contact already.\n"
                : "\nNobody to suggest: nobody fits who is not a contact already.\n";
  }
  if (const VertexId closed = discretion.closed_count(); closed > 0) {
    text += "\n" +
            wrapped(fmt::format("{} not to be introduced, and {} named nowhere.",
                                counted(closed, "member asked", "members asked"), closed == 1 ? "is" : "are"),
                    width) +
            "\n";
  }
  if (r.explain) return text + meet_explained(width);
  if (!r.suggestions.empty() && introduced) {
    const std::string path = r.in.path.empty() ? "NETWORK" : r.in.path;
    text +=
        fmt::format("\nNext: tertius path {} \"{}\" \"{}\"    all ways there; --explain adds up the scores\n",
                    path, members.ids[r.member], members.ids[r.suggestions.front().id]);
  }
  return text;
}

void write_meet_json(JsonWriter& json, const MeetReport& r) {
  const Discretion& discretion = r.in.recommender->options().discretion;
  const MemberTable& members = r.in.network->members;
  const bool open = discretion.open(r.member);
  json.begin_object();
  json.key("member");
  if (open) {
    json.begin_object()
        .member("id", members.ids[r.member])
        .member("name", members.name(r.member))
        .member("group", bubble(r.in, r.member))
        .member("contacts", r.in.network->graph.degree(r.member))
        .end_object();
  } else {
    json.value(nullptr);
  }
  json.member("by", r.in.grouping->by).member("closed", discretion.closed_count());
  json.member("note", open ? meet_note(r.in, r.member) : std::string("not to be introduced"));
  json.key("suggestions").begin_array();
  for (std::size_t i = 0; i < r.suggestions.size(); ++i)
    write_suggestion(json, r.in, r.member, i + 1, r.suggestions[i]);
  json.end_array();
  json.key("contributions").begin_array();
  for (const Contribution& c : r.contributions) {
    const Affiliations& all = r.in.network->affiliations;
    json.begin_object().member("group", all.groups[c.group]);
    json.key("kind");
    all.kinds[c.group].empty() ? json.value(nullptr) : json.value(all.kinds[c.group]);
    json.member("members", c.members).member("contacts", c.contacts).member("in_need", c.in_need);
    json.key("missing").begin_array();
    for (const std::string_view offer : c.missing) json.value(offer);
    json.end_array();
    json.key("last");
    c.last == no_day ? json.value(nullptr) : json.value(day_text(c.last));
    json.member("value", c.value).end_object();
  }
  json.end_array().end_object();
}

void write_meet_member_json(JsonWriter& json, const MeetContext& in, VertexId member,
                            std::span<const Suggestion> suggestions) {
  json.begin_object()
      .member("id", in.network->members.ids[member])
      .member("name", in.network->members.name(member));
  json.key("suggestions").begin_array();
  for (std::size_t i = 0; i < suggestions.size(); ++i)
    write_suggestion(json, in, member, i + 1, suggestions[i]);
  json.end_array().end_object();
}

std::string meet_csv_header() {
  std::vector<std::string> header = {"member",      "rank",           "candidate", "score",
                                     "member_name", "candidate_name", "group",     "question"};
  for (const Term term : all_terms) header.emplace_back(to_string(term));
  for (const char* name : {"mutual_contacts", "steps", "reasons", "introducer", "introducer_name", "then"})
    header.emplace_back(name);
  return csv_row(header);
}

std::string meet_csv_rows(const MeetContext& in, VertexId member, std::span<const Suggestion> suggestions) {
  const MemberTable& members = in.network->members;
  std::string text;
  for (std::size_t i = 0; i < suggestions.size(); ++i) {
    const Suggestion& s = suggestions[i];
    std::vector<std::string> row = {members.ids[member],  std::to_string(i + 1),
                                    members.ids[s.id],    number_text(s.score),
                                    members.name(member), members.name(s.id),
                                    bubble(in, s.id),     std::string(to_string(question_of(s)))};
    for (const Term term : all_terms) row.push_back(number_text(s.term(term) == 0.0 ? 0.0 : s.term(term)));
    row.push_back(std::to_string(s.mutual_contacts));
    row.push_back(s.steps == 0 ? "" : std::to_string(s.steps));
    std::string reasons;
    for (const std::string& words : suggestion_reasons(in, member, s))
      reasons += (reasons.empty() ? "" : "; ") + words;
    row.push_back(std::move(reasons));
    const bool introduced = !s.introducers.empty();
    row.push_back(introduced ? members.ids[s.introducers[0].via[0]] : "");
    row.push_back(introduced ? members.name(s.introducers[0].via[0]) : "");
    row.push_back(introduced && s.introducers[0].between() == 2 ? members.ids[s.introducers[0].via[1]] : "");
    text += csv_row(row);
  }
  return text;
}

void append_score_row(std::string& text, const Ids& ids, VertexId member, std::size_t rank,
                      VertexId candidate, double score) {
  append_id(text, ids, member);
  fmt::format_to(std::back_inserter(text), ",{},", rank);
  append_id(text, ids, candidate);
  fmt::format_to(std::back_inserter(text), ",{}\n", score);
}

std::string meet_explained(std::size_t width) {
  std::string text = "\nWhat the terms mean:\n";
  for (const auto& [term, meaning] : meanings)
    text += indented(fmt::format("{}: {}", to_string(term), meaning), width, 2, 2);
  return text;
}

}  // namespace tertius
