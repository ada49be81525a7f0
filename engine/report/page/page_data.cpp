#include "engine/report/page/page_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

#include "engine/report/json.hpp"

namespace tertius::report {
namespace {

/// Texts that many members share, each once.
class Texts {
 public:
  std::size_t of(const std::string& text) {
    const auto [at, fresh] = numbers_.emplace(text, all_.size());
    if (fresh) all_.push_back(text);
    return at->second;
  }
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::string> all_;
};

/// What the script says itself: kinds of the page whose arguments are all texts, each argument standing as
/// "{name}" for the script to put in.
void write_words(JsonWriter& json, const words::Speaker& speaker) {
  json.key("words").begin_object();
  for (std::size_t k = 0; k < words::Kind::all().size(); ++k) {
    const words::Kind kind = words::Kind::at(k);
    if (!kind.name().starts_with("page_")) continue;
    std::vector<words::Argument> arguments;
    bool all_are_texts = true;
    for (const words::Parameter& parameter : kind.parameters()) {
      all_are_texts = all_are_texts && parameter.type == words::Type::text;
      if (all_are_texts) arguments.emplace_back(parameter.name, "{" + std::string(parameter.name) + "}");
    }
    if (all_are_texts) json.member(kind.name(), words::sentence({kind, std::move(arguments)}, speaker));
  }
  json.end_object();
}

class Writer {
 public:
  Writer(const PageReport& report, const Marks& marks)
      : r_(report), marks_(marks), network_(report.loaded->network), speaker_(page_speaker(report)) {}

  std::string written() {
    json_.begin_line();
    json_.member("mode", r_.map.members ? "members" : "clusters")
        .member("width", std::max(r_.map.layout.width, 1.0))
        .member("height", std::max(r_.map.layout.height, 1.0))
        .member("legend_size", groups_told_apart);
    write_words(json_, speaker_);
    list("palette", map_colours, [&](std::string_view colour) { json_.value(colour); });
    list("shapes", map_shapes, [&](std::string_view shape) { json_.value(shape); });
    json_.key("bubbles")
        .begin_object()
        .member("by", r_.grouping->by)
        .member("names", bubble_names())
        .end_object();
    write_clusters();
    write_nodes();
    list("ties", marks_.ties, [&](const auto& tie) { json_.value(tie.first).value(tie.second); });
    list("labelled", marks_.labelled, [&](std::uint32_t i) { json_.value(i); });
    write_attributes();
    write_reasons();
    write_suggestions();
    write_gaps();
    json_.member("texts", texts_.all());
    json_.end_object();
    return without_tags(json_.take());
  }

 private:
  template <class Items, class Write>
  void list(std::string_view key, const Items& items, Write&& write) {
    json_.key(key).begin_array();
    for (const auto& item : items) write(item);
    json_.end_array();
  }
  static std::string without_tags(const std::string& json) {
    std::string safe;
    safe.reserve(json.size());
    for (const char c : json) {
      if (c == '<') {
        safe += "\\u003c";  // in JSON it stands in texts alone
      } else {
        safe += c;
      }
    }
    return safe;
  }
  std::size_t said(const words::Finding& finding) { return texts_.of(words::sentence(finding, speaker_)); }

  /// Bubbles that somebody on the map is in; all others without a name.
  std::vector<std::string> bubble_names() const {
    std::vector<std::string> names(r_.grouping->names.size());
    for (const Mark& mark : marks_.marks)
      if (mark.bubble != no_group) names[mark.bubble] = r_.grouping->names[mark.bubble];
    return names;
  }

  void write_clusters() {
    json_.key("clusters").begin_array();
    std::vector<bool> there(r_.clusters->profiles.size());
    for (const Mark& mark : marks_.marks) there[mark.cluster] = true;
    // Up to the last one that a mark is of: their places are their numbers.
    const auto last = std::find(there.rbegin(), there.rend(), true);
    const auto count = static_cast<std::uint32_t>(there.rend() - last);
    for (std::uint32_t c = 0; c < count; ++c) {
      json_.begin_object().member("number", r_.clusters->number(c));
      json_.member("words", there[c] ? words::sentence(cluster_words(r_, c), speaker_) : std::string());
      json_.end_object();
    }
    json_.end_array();
  }

  void write_nodes() {
    const auto& all = marks_.marks;
    json_.key("nodes").begin_object();
    list("x", all, [&](const Mark& m) { json_.value(m.place.x); });
    list("y", all, [&](const Mark& m) { json_.value(m.place.y); });
    list("r", all, [&](const Mark& m) { json_.value(static_cast<double>(std::lround(m.radius * 10)) / 10); });
    list("bubble", all, [&](const Mark& m) {
      json_.value(m.bubble == no_group ? std::int64_t{-1} : static_cast<std::int64_t>(m.bubble));
    });
    list("cluster", all, [&](const Mark& m) { json_.value(m.cluster); });
    list("name", all, [&](const Mark& m) {
      json_.value(r_.map.members ? m.name
                                 : words::sentence({"page_cluster_number", {{"number", m.name}}}, speaker_));
    });
    list("id", all,
         [&](const Mark& m) { json_.value(r_.map.members ? network_.members.ids[m.id] : m.name); });
    if (!r_.map.members) list("label", all, [&](const Mark& m) { json_.value(m.name); });
    json_.end_object();
  }

  /// What members say of themselves, under the headings of the table they stand in.
  void write_attributes() {
    json_.key("attributes").begin_array();
    for (const char* name : {"region", "offers", "needs"}) {
      const graph::Column* column = network_.members.find_column(name);
      if (!r_.map.members || column == nullptr || column->name() == r_.grouping->by) continue;
      json_.begin_array().value(column->heading()).begin_array();
      for (const Mark& mark : marks_.marks)
        json_.value(texts_.of(network_.consent.hidden(mark.id) || !column->has(mark.id)
                                  ? std::string()
                                  : std::string(column->text(mark.id))));
      json_.end_array().end_array();
    }
    json_.end_array();
  }

  void write_reasons() {
    json_.key("why").begin_array();
    const bool asked = r_.map.members && r_.options.audience == Audience::organiser;
    if (asked) {
      for (const Mark& mark : marks_.marks) {
        json_.begin_array();
        for (const words::Finding& reason : bridge_reasons(*r_.bridges, mark.id)) json_.value(said(reason));
        json_.end_array();
      }
    }
    json_.end_array();
  }

  /// [mark, [reasons], through whom], a list for each mark.
  void write_suggestions() {
    json_.key("meet").begin_array();
    if (!r_.suggestions.empty()) {
      for (const Mark& mark : marks_.marks) {
        json_.begin_array();
        if (network_.consent.open(mark.id)) {
          for (const introductions::Suggestion& s : r_.suggestions[mark.id]) {
            if (marks_.of_member[s.id] == no_group) continue;
            json_.begin_array().value(marks_.of_member[s.id]).begin_array();
            for (const words::Finding& reason : suggestion_reasons(*r_.meeting, mark.id, s))
              json_.value(said(reason));
            json_.end_array().value(said(introduction(s))).end_array();
          }
        }
        json_.end_array();
      }
    }
    json_.end_array();
  }

  /// Between the two who stand closest to each gap.
  void write_gaps() {
    json_.key("gaps").begin_array();
    if (r_.map.members && r_.options.audience == Audience::organiser) {
      for (const bubbles::MissingBridge& gap : r_.bubbles->result.missing) {
        if (gap.from_a.empty() || gap.from_b.empty()) continue;
        const std::uint32_t a = marks_.of_member[gap.from_a[0].member],
                            b = marks_.of_member[gap.from_b[0].member];
        if (a != no_group && b != no_group) json_.begin_array().value(a).value(b).end_array();
      }
    }
    json_.end_array();
  }

  const PageReport& r_;
  const Marks& marks_;
  const graph::Network& network_;
  words::Speaker speaker_;
  Texts texts_;
  JsonWriter json_;
};

}  // namespace

std::string page_data(const PageReport& report, const Marks& marks) {
  return Writer(report, marks).written();
}

}  // namespace tertius::report
