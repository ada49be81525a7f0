#include "engine/pipeline/member_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "engine/bridges/bridging.hpp"
#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/gate.hpp"
#include "engine/introductions/exclusions.hpp"
#include "engine/introductions/questions.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/pipeline/bridges.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/pipeline/introductions/meet.hpp"
#include "engine/pipeline/measure.hpp"
#include "engine/report/introductions/meet.hpp"

namespace tertius::pipeline {
namespace {

void search_files(report::MemberRecord& record, const io::LoadedNetwork& loaded,
                  const MemberRecordOptions& options, const RunContext& context) {
  const Phase phase(context, "rows");
  const io::RowSearch wanted = io::search_for(loaded.network.members, record.member);
  const auto add = [&](const std::string& file, bool history) {
    std::error_code problem;
    if (file == "-" || file == "standard input" || std::filesystem::is_other(file, problem)) {
      throw Error(
          ErrorKey::input_once,
          "everything about a member is looked up in the files once more, and standard input or a pipe can "
          "be read only once; save it to a file",
          {file});
    }
    report::SearchedFile searched{.file = file, .history = history};
    if (io::holds_no_text(file, options.max_input)) {
      searched.searched = false;
    } else {
      searched.kind =
          history ? io::RowsOf::connections : io::rows_of_file(file, loaded.report.format, options.max_input);
      searched.rows =
          io::rows_naming(wanted, file, searched.kind, loaded.network.members, options.max_input, context);
    }
    record.files.push_back(std::move(searched));
  };
  for (const std::string& file : loaded.report.files) add(file, false);
  for (const std::string& file : options.histories) add(file, true);
}

void hold_connections(report::MemberRecord& record) {
  const graph::Network& network = *record.network;
  const graph::Graph& graph = network.graph;
  const graph::VertexId v = record.member;
  for (graph::ArcIndex arc = graph.arcs_begin(v); arc < graph.arcs_end(v); ++arc) {
    report::HeldConnection held{.other = graph.target(arc)};
    if (graph.weighted()) held.weight = graph.weight(arc);
    if (const std::uint32_t kind = network.connections.kind_of(arc); kind != no_code)
      held.kind = network.connections.kinds[kind];
    if (const graph::Day day = network.connections.since_of(arc); day != graph::no_day)
      held.since = io::day_text(day);
    record.connections.push_back(std::move(held));
  }
  const graph::Affiliations& all = network.affiliations;
  all.for_each_row(network.members.size(), [&](const graph::Affiliations::Row& row) {
    if (row.member != v) return;
    record.affiliations.push_back({std::string(all.groups[row.group]), std::string(all.kinds[row.group]),
                                   row.role == no_code ? "" : std::string(all.roles[row.role]),
                                   row.date == graph::no_day ? "" : io::day_text(row.date)});
  });
}

std::vector<report::MemberFigure> figures_of(const graph::Network& network, const graph::Grouping& groups,
                                             graph::VertexId v, const MemberRecordOptions& options,
                                             bool& estimated, const RunContext& context) {
  std::vector<report::MemberFigure> figures;
  for (const report::MeasureColumn& column : measure(network, {}, std::nullopt, context).columns)
    figures.push_back({column.info.key, column.values[v], column.info.type == report::FieldType::natural});
  const report::BridgesReport found = find_bridges(network, groups, {.patience = options.patience}, context);
  const bridges::Bridging& b = *found.bridging;
  estimated = b.sampled && !b.sampled->exact;
  const auto count = [](auto number) { return static_cast<double>(number); };
  figures.insert(figures.end(), {{"betweenness", b.path_share(v)},
                                 {"bridging_centrality", b.bridging_centrality[v]},
                                 {"participation", b.map.participation[v]},
                                 {"foreign_groups", count(b.map.foreign_groups[v]), true},
                                 {"foreign_ties", count(b.map.foreign_connections[v]), true},
                                 {"constraint", b.holes.constraint[v]},
                                 {"effective_size", b.holes.effective_size[v]},
                                 {"cut_off", count(b.removal.cut_off[v]), true},
                                 {"lost_pairs", count(b.removal.lost_pairs[v]), true}});
  constexpr std::string_view roles[bridges::brokerage_roles] = {"coordinator", "consultant", "gatekeeper",
                                                                "representative", "liaison"};
  for (std::size_t role = 0; role < bridges::brokerage_roles; ++role) {
    // Without directions, into the own group and out of it are the same, counted as the first.
    if (roles[role] == "representative" && network.arcs.vertex_count() == 0) continue;
    figures.push_back({roles[role], count(b.brokerage.count[v][role]), true});
  }
  return figures;
}

std::vector<report::MemberSuggestion::FitText> texts_of(const introductions::Fits& fits) {
  std::vector<report::MemberSuggestion::FitText> texts;
  for (const introductions::Fit& fit : fits.met)
    texts.push_back({std::string(fit.wanted), std::string(fit.offered)});
  return texts;
}

/// The suggestion of `s.id` to `to`, with `other` named.
report::MemberSuggestion told(const report::MeetContext& in, graph::VertexId to,
                              const introductions::Suggestion& s, std::size_t rank, graph::VertexId other) {
  const graph::MemberTable& members = in.network->members;
  report::MemberSuggestion told{.id = members.ids[other],
                                .name = (*in.names)(other),
                                .rank = rank,
                                .score = s.score,
                                .strongest = s.strongest(),
                                .mutual_contacts = s.mutual_contacts,
                                .foreign_bubble = s.contacts_there == 0 && in.questions->foreign(to, s),
                                .bubble = report::bubble_name(in, s.id),
                                .gets = texts_of(s.gets),
                                .gives = texts_of(s.gives),
                                .reasons = report::suggestion_reasons(in, to, s),
                                .through = {}};
  for (const introductions::Route& route : s.introducers) told.through.push_back((*in.names)(route.via[0]));
  return told;
}

/// What `meet` and `analyze` suggest to a member: both lists, each suggestion once with its better place.
std::vector<std::pair<std::size_t, introductions::Suggestion>> made_to(
    const introductions::Questions& questions, graph::VertexId member, std::size_t top) {
  std::vector<std::pair<std::size_t, introductions::Suggestion>> all;
  for (std::vector<introductions::Suggestion> list :
       {questions.best_answers(member, top), questions.suggest(member, top)}) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto at = std::find_if(all.begin(), all.end(),
                                   [&](const auto& known) { return known.second.id == list[i].id; });
      if (at == all.end()) {
        all.emplace_back(i + 1, std::move(list[i]));
      } else {
        at->first = std::min(at->first, i + 1);
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return all;
}

void add_suggestions(report::ComputedMember& computed, const graph::Network& network,
                     const graph::Grouping& grouping, graph::VertexId v, const MemberRecordOptions& options,
                     const RunContext& context) {
  introductions::RecommenderOptions how;
  how.exclusions = introductions::Exclusions(network);
  how.words = options.words;
  computed.introduced = how.exclusions.open(v);
  if (!computed.introduced) return;
  const Suggesting suggesting(network, grouping, std::move(how), context);
  const introductions::Questions& questions = suggesting.questions();
  const report::MeetContext& in = suggesting.in();
  for (const auto& [rank, s] : made_to(questions, v, options.top))
    computed.suggested.push_back(told(in, v, s, rank, s.id));

  const graph::VertexId n = network.graph.vertex_count();
  Phase phase(context, "suggestions", n);
  constexpr std::size_t block = 16;
  std::vector<std::optional<report::MemberSuggestion>> found(n);
  with_threads(context, [&] {
    parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
      for (std::size_t u = begin; u < end; ++u) {
        const auto to = static_cast<graph::VertexId>(u);
        for (const auto& [rank, s] : made_to(questions, to, options.top))
          if (s.id == v) found[u] = told(in, to, s, rank, to);
      }
      phase.advance(end - begin);
    });
  });
  for (auto& one : found)
    if (one) computed.suggested_to.push_back(std::move(*one));
}

report::MemberGroup group_of(const graph::Grouping& grouping, graph::VertexId v) {
  const auto& label = grouping.partition.label;
  return {grouping.by, grouping.names[label[v]],
          static_cast<std::uint32_t>(std::count(label.begin(), label.end(), label[v]))};
}

/// What answers compute of the member, of the same network as they do.
report::ComputedMember computed_of(const io::LoadedNetwork& loaded, graph::VertexId member,
                                   const MemberRecordOptions& options, const RunContext& context) {
  const graph::ConsentRecord& consent = loaded.report.consent;
  const graph::Network network = graph::gated(graph::without_out(loaded.network, consent, context),
                                              graph::without_out(consent), {.reveal = true}, context);
  const graph::VertexId v = *network.members.ids.find(loaded.network.members.ids[member]);
  report::ComputedMember computed;
  std::vector<graph::Grouping> groupings = choose_groupings(network, options.by, context);
  for (const graph::Grouping& grouping : groupings) computed.groups.push_back(group_of(grouping, v));
  if (groupings.back().by != "cluster")
    computed.groups.push_back(group_of(choose_grouping(network, "cluster", context), v));
  const graph::Grouping& bubbles = groupings.back();
  computed.figures = figures_of(network, bubbles, v, options, computed.estimated, context);
  add_suggestions(computed, network, bubbles, v, options, context);
  return computed;
}

}  // namespace

report::MemberRecord member_record(const io::LoadedNetwork& loaded, graph::VertexId member,
                                   const MemberRecordOptions& options, const RunContext& context) {
  const graph::Network& network = loaded.network;
  report::MemberRecord record{.network = &network, .member = member};
  record.closed.resize(network.members.size());
  for (graph::VertexId v = 0; v < network.members.size(); ++v) record.closed[v] = !network.consent.open(v);
  record.consent = graph::to_string(network.consent.of(member));
  search_files(record, loaded, options, context);
  hold_connections(record);

  if (network.consent.of(member) != graph::Consent::out)
    record.computed = computed_of(loaded, member, options, context);
  return record;
}

}  // namespace tertius::pipeline
