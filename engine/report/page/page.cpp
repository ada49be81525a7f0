#include "engine/report/page/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <variant>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/text/xml.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/import.hpp"
#include "engine/report/page/marks.hpp"
#include "engine/report/page/page_data.hpp"
#include "engine/report/page/page_files.hpp"

namespace tertius::report {
namespace {

constexpr std::size_t most_bridges = 25, most_clusters = 200;
constexpr std::uint32_t most_mixing = 24;

/// "sha256-..." as a policy names what it allows: hexadecimal digits to base 64.
std::string allowed(std::string_view hex) {
  constexpr std::string_view digits = "0123456789abcdef",
                             base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text = "'sha256-";
  std::uint32_t bits = 0;
  int waiting = 0;
  for (const char c : hex) {
    bits = (bits << 4) | static_cast<std::uint32_t>(digits.find(c));
    waiting += 4;
    if (waiting < 6) continue;
    waiting -= 6;
    text += base64[(bits >> waiting) & 63];
  }
  if (waiting > 0) text += base64[(bits << (6 - waiting)) & 63];
  return text + "='";  // 32 bytes are 43 characters and one to fill up
}

bool names_somebody(const words::Finding& finding) {
  return std::any_of(finding.arguments.begin(), finding.arguments.end(), [](const words::Argument& argument) {
    const auto* inner = std::get_if<std::vector<words::Finding>>(&argument.value);
    return std::holds_alternative<words::Member>(argument.value) ||
           std::holds_alternative<std::vector<words::Member>>(argument.value) ||
           (inner != nullptr && std::any_of(inner->begin(), inner->end(), names_somebody));
  });
}

class Page {
 public:
  explicit Page(const PageReport& report)
      : r_(report),
        network_(report.loaded->network),
        marks_(marks_of(report)),
        speaker_(page_speaker(report)),
        ranks_(report.options.audience == Audience::organiser && report.map.members) {}

  std::string written() {
    std::string sections = clusters();  // in this order, which the list of contents follows
    sections += mixing();
    if (ranks_) sections += bridges();
    if (r_.options.audience == Audience::organiser) sections += gaps();
    if (r_.map.members && !marks_.marks.empty()) sections += everybody();
    const PageFiles& files = page_files();
    const std::map<std::string_view, std::string, std::less<>> places{
        {"language", std::string(words::code_of(r_.options.language))},
        {"policy",
         fmt::format("default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
                     allowed(files.js_sha256), allowed(files.css_sha256))},
        {"title", r_.options.title.empty() ? said({"page_title"}) : io::xml_text(r_.options.title)},
        {"about", about()},
        {"contents", contents_},
        {"map_words", paragraphs(map_findings(r_))},
        {"colourings", colourings()},
        {"switches", switches()},
        {"search", search()},
        {"sections", std::move(sections)},
        {"made", said({"page_made", {{"version", TERTIUS_VERSION}}})},
        {"data", page_data(r_, marks_)},
        {"css", std::string(files.css)},
        {"js", std::string(files.js)},
    };
    return filled(files.html, places);
  }

 private:
  std::string said(const words::Finding& finding) const {
    return io::xml_text(words::sentence(finding, speaker_));
  }
  std::string number(std::uint64_t count) const { return words::count_text(count, r_.options.language); }
  std::string paragraphs(const std::vector<words::Finding>& findings) const {
    std::string html;
    for (const words::Finding& finding : findings) html += "<p>" + said(finding) + "</p>\n";
    return html;
  }

  /// The same of what an analysis found; for the members without what singles people out.
  std::string found(std::vector<words::Finding> findings) const {
    if (r_.options.audience == Audience::members) std::erase_if(findings, names_somebody);
    return paragraphs(findings);
  }

  /// The text with what belongs into its places: one of `places`, or the kind of the register of that name.
  std::string filled(std::string_view text,
                     const std::map<std::string_view, std::string, std::less<>>& places) const {
    std::string html;
    for (;;) {
      const std::size_t begin = text.find("{{");
      html += text.substr(0, begin);
      if (begin == text.npos) return html;
      const std::size_t end = text.find("}}", begin);
      const std::string_view name = text.substr(begin + 2, end - begin - 2);
      text.remove_prefix(end + 2);
      if (const auto place = places.find(name); place != places.end()) {
        html += place->second;
      } else {
        html += said({kind_called(name)});
      }
    }
  }
  static words::Kind kind_called(std::string_view name) {
    for (std::size_t k = 0; k < words::Kind::all().size(); ++k)
      if (words::Kind::at(k).name() == name) return words::Kind::at(k);
    throw Error(ErrorKey::internal, fmt::format("the page has a place for {}, which is nothing", name));
  }

  /// Begins a section, and puts it into the list of what is on the page.
  std::string section(std::string_view id, const words::Finding& title) {
    contents_ += fmt::format("<li><a href=\"#{}\">{}</a></li>", id, said(title));
    return fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n",
                       id, said(title));
  }
  struct Heading {
    words::Kind title;
    bool number = false;
  };
  std::string table_head(const std::vector<Heading>& headings, std::string_view caption) const {
    std::string html;
    if (!caption.empty()) html += fmt::format("<p class=\"note\">{}</p>\n", caption);
    html += "<div class=\"wide\"><table>";
    html += "<thead><tr>";
    for (const Heading& heading : headings)
      html += fmt::format("<th scope=\"col\"{}>{}</th>", heading.number ? " class=\"number\"" : "",
                          said({heading.title}));
    return html + "</tr></thead><tbody>\n";
  }
  static constexpr std::string_view table_end = "</tbody></table></div>\n";
  static std::string head_cell(std::string_view html) {
    return fmt::format("<th scope=\"row\">{}</th>", html);
  }
  static std::string cell(std::string_view html) { return fmt::format("<td>{}</td>", html); }
  static std::string words_cell(std::string_view html) {
    return fmt::format("<td class=\"words\">{}</td>", html);
  }
  static std::string number_cell(std::string_view html) {
    return fmt::format("<td class=\"number\">{}</td>", html);
  }
  std::string share_cell(double share) const {
    return number_cell(io::xml_text(words::share_text(share, r_.options.language)));
  }

  std::string about() const {
    const io::ImportReport& import = r_.loaded->report;
    std::vector<words::Finding> findings{{"page_in_short",
                                          {{"members", network_.members.size()},
                                           {"connections", network_.graph.edge_count()},
                                           {"isolated", import.isolated}}}};
    if (r_.options.audience == Audience::members) {
      graph::VertexId left_out = 0;
      for (graph::VertexId v = 0; v < network_.members.size(); ++v)
        left_out += network_.consent.open(v) ? 0 : 1;
      if (left_out > 0) findings.push_back({"page_left_out", {{"members", left_out}}});
    } else {
      for (words::Finding& finding : consent_findings(import.consent, import.described))
        findings.push_back(std::move(finding));
      if (auto naming = naming_finding(network_.consent.naming())) findings.push_back(*std::move(naming));
    }
    std::string html = paragraphs(findings);
    if (const std::string missing = missing_words(import); !missing.empty())
      html = "<p><strong>" + io::xml_text(missing) + "</strong></p>\n" + html;
    return html;
  }

  std::string colourings() const {
    const std::string bubble = fmt::format("<option value=\"bubble\">{}</option>",
                                           said({"page_by_bubble", {{"by", r_.grouping->by}}}));
    const std::string cluster =
        fmt::format("<option value=\"cluster\">{}</option>", said({"page_by_cluster"}));
    if (r_.bubbles->fitted || network_.consent.naming() == graph::Naming::nobody) return cluster;
    return bubble + cluster;
  }
  std::string switches() const {
    std::string html;
    const auto add = [&](std::string_view id, const words::Finding& text, bool on) {
      html += fmt::format("<label><input type=\"checkbox\" id=\"{}\"{}> {}</label>\n", id,
                          on ? " checked=\"\"" : "", said(text));
    };
    if (!r_.map.members) return html;
    add("show-inside", {"page_inside"}, true);
    add("show-between", {"page_between"}, true);
    if (ranks_ && !r_.bubbles->result.missing.empty()) add("show-gaps", {"page_show_gaps"}, false);
    if (r_.map.members && !r_.suggestions.empty()) add("show-meet", {"page_show_meet"}, false);
    return html;
  }
  std::string search() const {
    if (!r_.map.members) return "";
    return fmt::format(
        "<h3>{0}</h3>\n<form class=\"find\" role=\"search\"><input type=\"search\" id=\"search\" "
        "autocomplete=\"off\" "
        "aria-label=\"{1}\" placeholder=\"{1}\"><button type=\"submit\">{2}</button></form>\n"
        "<p id=\"found-count\" role=\"status\"></p><ul id=\"found\"></ul>\n",
        said({"page_find"}), said({"page_search"}), said({"page_choose"}));
  }

  std::string clusters() {
    std::string html = section("clusters", {"page_clusters"});
    html += found(clusters_findings(*r_.clusters));
    const std::vector<clusters::ClusterProfile>& profiles = r_.clusters->profiles;
    html +=
        table_head({{"page_number", true}, {"page_size", true}, {"page_outside", true}, {"page_words"}}, "");
    std::size_t shown = 0;
    for (std::uint32_t c = 0; c < profiles.size() && shown < most_clusters; ++c) {
      if (profiles[c].size < 2) break;  // in order of size; who is alone is no cluster
      ++shown;
      html += "<tr>" +
              fmt::format("<th scope=\"row\" class=\"number\">{}</th>", number(r_.clusters->number(c))) +
              number_cell(number(profiles[c].size)) + share_cell(profiles[c].outside_share) +
              words_cell(said(cluster_words(r_, c))) + "</tr>\n";
    }
    return html.append(table_end) + "</section>\n";
  }

  static std::string_view heat(double ratio) {
    if (std::isnan(ratio)) return "none";
    if (ratio < 0.25) return "few3";
    if (ratio < 0.5) return "few2";
    if (ratio < 0.8) return "few1";
    if (ratio <= 1.25) return "even";
    return ratio <= 2 ? "many1" : ratio <= 4 ? "many2" : "many3";
  }
  std::string mixing() {
    std::string html = section("mixing", {"page_mixing"});
    html += found(bubbles_findings(*r_.bubbles));
    const bubbles::MixingMatrix& mixing = r_.bubbles->result.mixing;
    const std::uint32_t groups = mixing.groups(), shown = std::min(groups, most_mixing);
    if (groups < 2) return html + "</section>\n";
    html += paragraphs({{"page_mixing_cells", {{"fitted", r_.bubbles->fitted}}}});
    if (shown < groups) html += paragraphs({{"page_mixing_more", {{"shown", shown}, {"all", groups}}}});
    html += "<div class=\"wide\"><table class=\"heat\"><thead><tr><td class=\"none\"></td>";
    for (std::uint32_t b = 0; b < shown; ++b)
      html += fmt::format("<th scope=\"col\">{}</th>", io::xml_text(r_.grouping->names[b]));
    html += "</tr></thead><tbody>\n";
    for (std::uint32_t a = 0; a < shown; ++a) {
      html += "<tr>" + head_cell(io::xml_text(r_.grouping->names[a]));
      for (std::uint32_t b = 0; b < shown; ++b) {
        const double ratio = mixing.ratio(a, b);
        const std::string text = r_.bubbles->fitted ? number(mixing.connections(a, b))
                                 : std::isnan(ratio)
                                     ? std::string("-")
                                     : words::number_text(ratio, r_.options.language, ratio < 10 ? 1 : 0);
        html += fmt::format("<td class=\"{} {}\">{}</td>", r_.bubbles->fitted ? "even" : heat(ratio),
                            a == b ? "own" : "", text);
      }
      html += "</tr>\n";
    }
    return html.append(table_end) + "</section>\n";
  }

  std::string member(graph::VertexId v) const { return io::xml_text((*r_.meeting->names)(v)); }

  std::string bridges() {
    std::string html = section("bridges", {"page_bridges"});
    html += paragraphs(bridges_findings(*r_.bridges));
    const bridges::Bridging& bridging = *r_.bridges->bridging;
    if (has_ranking(*r_.bridges)) {
      html += table_head(
          {{"page_member"}, {"page_group"}, {"page_paths", true}, {"page_cut_off", true}, {"page_words"}},
          said({"page_bridges_columns"}));
      for (std::size_t i = 0; i < std::min(most_bridges, bridging.order.size()); ++i) {
        const graph::VertexId v = bridging.order[i];
        if (bridging.path_share(v) <= 0) break;
        html += "<tr>" + head_cell(member(v)) + cell(io::xml_text(group_shown(network_, *r_.grouping, v))) +
                share_cell(bridging.path_share(v)) + number_cell(number(bridging.removal.cut_off[v])) +
                words_cell(io::xml_text(words::joined(bridge_reasons(*r_.bridges, v), speaker_, "; "))) +
                "</tr>\n";
      }
      html += table_end;
    }
    return html + "</section>\n";
  }

  std::string gaps() {
    std::string html = section("gaps", {"page_gaps"});
    const std::vector<bubbles::MissingBridge>& missing = r_.bubbles->result.missing;
    if (missing.empty())
      return html + paragraphs({{"page_no_gaps", {{"fitted", r_.bubbles->fitted}}}}) + "</section>\n";
    html += table_head({{"page_group"},
                        {"page_other_group"},
                        {"page_connections", true},
                        {"page_expected", true},
                        {"page_closest"}},
                       said({"page_gaps_columns"}));
    for (const bubbles::MissingBridge& gap : missing) {
      std::vector<std::string> closest;
      for (const auto* side : {&gap.from_a, &gap.from_b})
        if (ranks_ && !side->empty()) closest.push_back(member(side->front().member));
      html += "<tr>" + head_cell(io::xml_text(r_.grouping->names[gap.a])) +
              cell(io::xml_text(r_.grouping->names[gap.b])) + number_cell(number(gap.connections)) +
              number_cell(words::number_text(gap.expected, r_.options.language, 1)) +
              cell(fmt::format("{}", fmt::join(closest, ", "))) + "</tr>\n";
    }
    return html.append(table_end) + "</section>\n";
  }

  std::string everybody() {
    std::string html = section("members", {"page_members"});
    html += "<noscript><p>" + said({"page_no_script"}) + "</p></noscript>\n";
    std::string head =
        table_head({{"page_member"}, {"page_group"}, {"page_cluster", true}, {"page_contacts", true}}, "");
    head.replace(head.find("<tbody>"), 7, "<tbody id=\"everybody\">");
    return html + "<div data-needs-script hidden>" + head.append(table_end) +
           fmt::format("<button type=\"button\" id=\"more-members\">{}</button></div>\n</section>\n",
                       said({"page_more"}));
  }

  const PageReport& r_;
  const graph::Network& network_;
  Marks marks_;
  words::Speaker speaker_;
  bool ranks_;  ///< people may be ranked here
  std::string contents_;
};

}  // namespace

words::Finding cluster_words(const PageReport& r, std::uint32_t cluster) {
  words::Finding finding = cluster_finding(*r.clusters, cluster);
  // Who is in the middle of a cluster is a ranking, too.
  if (r.options.audience == Audience::members)
    std::erase_if(finding.arguments,
                  [](const words::Argument& argument) { return argument.name == "centre"; });
  return finding;
}

std::string page_html(const PageReport& report) {
  return Page(report).written();
}

}  // namespace tertius::report
