// The letters of a round: two members introduced to each other.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "engine/report/introductions/round.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

using words::Argument;
using words::Finding;
using words::Member;

/// What the other offers for the reader's needs.
std::vector<Finding> offers(const Member& other, const introductions::Fits& fits) {
  if (fits.met.empty()) return {};
  const Argument member("member", other);
  if (std::vector<std::string> exact = met_to_the_letter(fits.met); !exact.empty())
    return {{"letter_offers_what_you_need", {member, {"offers", std::move(exact)}}}};
  const introductions::Fit& best = fits.met.front();
  return {{"letter_offers_something_like_it", {member, {"offered", best.offered}, {"wanted", best.wanted}}}};
}

/// What the other needs of what the reader offers.
std::vector<Finding> needs(const Member& other, const introductions::Fits& fits) {
  if (fits.met.empty()) return {};
  const Argument member("member", other);
  if (std::vector<std::string> exact = met_to_the_letter(fits.met); !exact.empty())
    return {{"letter_needs_what_you_offer", {member, {"needs", std::move(exact)}}}};
  const introductions::Fit& best = fits.met.front();
  return {{"letter_needs_something_like_it", {member, {"offered", best.offered}, {"wanted", best.wanted}}}};
}

/// Where both may have met: up to three places of each kind.
std::vector<Finding> meetings(const graph::Affiliations& all,
                              const std::vector<introductions::Meeting>& shared) {
  constexpr std::size_t most = 3;
  constexpr std::array<std::pair<introductions::Tense, std::string_view>, 4> tenses = {
      {{introductions::Tense::lasting, "lasting"},
       {introductions::Tense::past, "past"},
       {introductions::Tense::coming, "coming"},
       {introductions::Tense::undated, "undated"}}};
  std::vector<Finding> found;
  for (const auto& [tense, name] : tenses) {
    std::vector<Finding> gatherings;
    for (const introductions::Meeting& meeting : shared) {
      if (meeting.tense != tense || gatherings.size() == most) continue;
      std::vector<Argument> arguments{{"group", all.groups[meeting.group]}};
      if (meeting.date != graph::no_day) arguments.emplace_back("on", words::Day{meeting.date});
      gatherings.push_back({"letter_gathering", std::move(arguments)});
    }
    if (!gatherings.empty())
      found.push_back(
          {"letter_both_there", {{"tense", words::Choice{name}}, {"gatherings", std::move(gatherings)}}});
  }
  return found;
}

/// What the letter says to `reader`, after the greeting and who `other` is.
std::vector<Finding> reasons_to_meet(const RoundReport& r, const introductions::Introduction& i,
                                     graph::VertexId other) {
  const bool to_a = other == i.b;
  std::vector<Finding> said;
  const auto add = [&](std::vector<Finding> more) {
    std::move(more.begin(), more.end(), std::back_inserter(said));
  };
  add(offers({other}, to_a ? i.suggestion.gets : i.suggestion.gives));
  add(needs({other}, to_a ? i.suggestion.gives : i.suggestion.gets));
  std::vector<Finding> places = meetings(r.in.network->affiliations, r.gatherings->shared(i.a, i.b));
  if (i.introducer == graph::no_vertex) {
    said.push_back({"letter_no_contacts_in_common"});
  } else {
    said.push_back(
        {"letter_contacts_in_common",
         {{"contacts", i.suggestion.mutual_contacts}, {"strangers", said.empty() && places.empty()}}});
  }
  add(std::move(places));
  if (i.introducer != graph::no_vertex)
    said.push_back({"letter_knows_you_both", {{"introducer", Member{i.introducer}}}});
  return said;
}

std::string half(const RoundReport& r, const introductions::Introduction& i, bool to_a) {
  const MeetContext& in = r.in;
  const graph::VertexId reader = to_a ? i.a : i.b, other = to_a ? i.b : i.a;
  const words::Speaker by_name(in.network->members, r.language);
  const words::Speaker apart([names = in.names](graph::VertexId v) { return (*names)(v); }, r.language);
  // A letter does not speak of clusters: their numbers say nothing to its reader.
  const words::Speaker with_groups(
      [&](graph::VertexId v) {
        return in.grouping->by == "cluster" ? (*in.names)(v) : in.names->title(v, *in.grouping);
      },
      r.language);
  return fmt::format("{}\n\n{} {}\n",
                     words::sentence({"letter_greeting", {{"member", Member{reader}}}}, by_name),
                     words::sentence({"letter_may_i_introduce", {{"member", Member{other}}}}, with_groups),
                     words::joined(reasons_to_meet(r, i, other), apart, " "));
}

}  // namespace

std::string introduction_message(const RoundReport& r, const introductions::Introduction& introduction) {
  return half(r, introduction, true) + "\n" + half(r, introduction, false);
}

std::string round_messages(const RoundReport& r) {
  const graph::MemberTable& members = r.in.network->members;
  const words::Speaker with_ids(
      [&](graph::VertexId v) { return fmt::format("{} ({})", members.name(v), members.ids[v]); }, r.language);
  std::string text;
  const auto line = [&](const Finding& finding) { text += words::sentence(finding, with_ids) + "\n"; };
  for (const introductions::Introduction& i : r.round->introductions) {
    if (!text.empty()) text += "\n" + std::string(72, '-') + "\n\n";
    line({"letter_to", {{"members", std::vector<Member>{{i.a}, {i.b}}}}});
    if (i.introducer != graph::no_vertex) line({"letter_copy_to", {{"member", Member{i.introducer}}}});
    text += "\n" + introduction_message(r, i);
  }
  return text;
}

}  // namespace tertius::report
