// A member's record as a letter. Its words stand side by side in both languages, so that none is forgotten.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/core/text.hpp"
#include "engine/io/formats/workbook/people.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/report/introductions/member_record.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

constexpr std::size_t line_width = 78;

struct Words {
  std::string_view english, german;
};

struct FigureMeaning {
  std::string_view name;
  Words title, meaning;
};

constexpr FigureMeaning figure_meanings[] = {
    {"degree",
     {"contacts", "Kontakte"},
     {"how many members you are connected with", "mit so vielen Mitgliedern sind Sie verbunden"}},
    {"core",
     {"core number", "Kernzahl"},
     {"you belong to a group in which everybody has at least so many contacts, and to none in which they "
      "have "
      "more",
      "Sie gehören zu einer Gruppe, in der alle mindestens so viele Kontakte untereinander haben, und zu "
      "keiner, in der es mehr sind"}},
    {"triangles",
     {"triangles", "Dreiecke"},
     {"pairs of your contacts who are connected with each other",
      "so viele Paare Ihrer Kontakte sind miteinander verbunden"}},
    {"clustering",
     {"clustering", "Clusterkoeffizient"},
     {"the share of pairs of your contacts who are connected with each other, from 0 to 1",
      "der Anteil der Paare Ihrer Kontakte, die miteinander verbunden sind, von 0 bis 1"}},
    {"pagerank",
     {"PageRank", "PageRank"},
     {"how often a walk from contact to contact, which now and then begins again anywhere, is with you: the "
      "share of its steps",
      "wie oft ein Weg von Kontakt zu Kontakt, der hin und wieder an beliebiger Stelle neu beginnt, bei "
      "Ihnen "
      "ist: der Anteil seiner Schritte"}},
    {"component",
     {"part of the network", "Teil des Netzes"},
     {"the number of your part of the network; everybody in it can be reached over contacts",
      "die Nummer Ihres Teils des Netzes; alle darin sind über Kontakte erreichbar"}},
    {"betweenness",
     {"betweenness", "Betweenness"},
     {"the share of the shortest paths between two other members that lead over you, each pair "
      "counting once",
      "der Anteil der kürzesten Wege zwischen zwei anderen Mitgliedern, der über Sie führt, jedes Paar "
      "einmal gezählt"}},
    {"bridging_centrality",
     {"bridging centrality", "Brückenzentralität"},
     {"betweenness, counted higher where you have fewer contacts than those around you",
      "Betweenness, die höher zählt, wo Sie weniger Kontakte haben als die Menschen um Sie herum"}},
    {"participation",
     {"participation", "Partizipation"},
     {"how evenly your contacts are spread over the groups: 0 where all are in one, towards 1 where they are "
      "in many",
      "wie gleichmäßig sich Ihre Kontakte auf die Gruppen verteilen: 0, wenn alle in einer sind, gegen 1, "
      "wenn sie in vielen sind"}},
    {"foreign_groups",
     {"other groups", "andere Gruppen"},
     {"in so many groups other than your own you have a contact",
      "in so vielen Gruppen außer Ihrer eigenen haben Sie einen Kontakt"}},
    {"foreign_ties",
     {"contacts in other groups", "Kontakte in anderen Gruppen"},
     {"so many of your contacts are in a group other than your own",
      "so viele Ihrer Kontakte gehören zu einer anderen Gruppe als Sie"}},
    {"constraint",
     {"constraint", "Einschränkung (constraint)"},
     {"how far your contacts depend on each other: low where they do not know each other",
      "wie sehr Ihre Kontakte voneinander abhängen: niedrig, wo sie einander nicht kennen"}},
    {"effective_size",
     {"effective size", "wirksame Größe"},
     {"how many contacts you have, less how far these know each other",
      "die Zahl Ihrer Kontakte, vermindert darum, wie weit diese einander kennen"}},
    {"cut_off",
     {"cut off without you", "ohne Sie abgeschnitten"},
     {"so many members would lose their connection with the largest part that remained if you left",
      "so viele Mitglieder verlören, wenn Sie gingen, die Verbindung zum größten Teil, der bliebe"}},
    {"lost_pairs",
     {"pairs lost without you", "ohne Sie getrennte Paare"},
     {"so many pairs of others can reach each other over contacts now, and could not if you left",
      "so viele Paare anderer Mitglieder erreichen einander jetzt über Kontakte und täten es ohne Sie "
      "nicht"}},
    {"coordinator",
     {"between members of your group", "Vermittlung in Ihrer Gruppe"},
     {"pairs within your own group who know you and not each other",
      "Paare in Ihrer eigenen Gruppe, die Sie kennen und einander nicht"}},
    {"consultant",
     {"within another group", "Vermittlung in einer anderen Gruppe"},
     {"pairs within one other group who know you and not each other",
      "Paare in einer anderen Gruppe, die Sie kennen und einander nicht"}},
    {"gatekeeper",
     {"into your group", "Vermittlung in Ihre Gruppe hinein"},
     {"pairs of somebody outside and somebody in your group who know you and not each other",
      "Paare aus jemandem außerhalb und jemandem in Ihrer Gruppe, die Sie kennen und einander nicht"}},
    {"representative",
     {"out of your group", "Vermittlung aus Ihrer Gruppe heraus"},
     {"the same the other way round", "dasselbe in der anderen Richtung"}},
    {"liaison",
     {"between other groups", "Vermittlung zwischen anderen Gruppen"},
     {"pairs in two different groups, neither of them yours, who know you and not each other",
      "Paare in zwei verschiedenen anderen Gruppen, die Sie kennen und einander nicht"}},
};

constexpr std::array<Words, introductions::term_count> term_words = {
    {{"how close you are over contacts", "die Nähe über Kontakte"},
     {"a wider horizon", "ein weiterer Horizont"},
     {"contacts who do not know each other", "Kontakte, die einander nicht kennen"},
     {"an offer that fits a need", "ein Angebot, das zu einem Gesuch passt"},
     {"a need that fits an offer", "ein Gesuch, das zu einem Angebot passt"},
     {"contacts in many groups", "Kontakte in vielen Gruppen"},
     {"popularity", "Bekanntheit"},
     {"variety", "Abwechslung"}}};

class Letter {
 public:
  Letter(const MemberRecord& record, Language language)
      : r_(record), members_(record.network->members), german_(language == Language::german) {
    for (graph::VertexId v = 0; v < members_.size(); ++v) {
      if (v == r_.member || !r_.is_closed(v)) continue;
      closed_.insert(io::folded_name(members_.ids[v]));
      if (members_.names && members_.names->has(v)) closed_.insert(io::folded_name(members_.name(v)));
    }
  }

  std::string text() {
    opening();
    held();
    connections();
    computed();
    rights();
    return std::move(text_);
  }

 private:
  std::string_view in(const Words& words) const { return german_ ? words.german : words.english; }
  template <class... Arguments>
  std::string say(const Words& pattern, const Arguments&... arguments) const {
    return fmt::format(fmt::runtime(in(pattern)), arguments...);
  }
  std::string another() const { return std::string(in({"another member", "ein anderes Mitglied"})); }

  void line(const std::string& words) { text_ += wrapped(words, line_width) + "\n"; }
  void paragraph(const std::string& words) { text_ += "\n" + wrapped(words, line_width) + "\n"; }
  void heading(const Words& words) { text_ += fmt::format("\n{}. {}\n", ++section_, in(words)); }
  void item(const std::string& words) { text_ += "  " + wrapped("- " + words, line_width - 2, 4) + "\n"; }

  /// Numbers as the language writes them.
  std::string number(double value, bool whole) const {
    if (std::isnan(value)) return std::string(in({"not defined", "nicht definiert"}));
    std::string text = whole ? grouped_digits(static_cast<unsigned long long>(value)) : rounded(value);
    if (german_) {
      for (char& c : text) c = c == ',' ? '.' : c == '.' ? ',' : c;
    }
    return text;
  }
  std::string count(std::size_t n, const Words& one, const Words& many) const {
    return fmt::format("{} {}", number(static_cast<double>(n), true), in(n == 1 ? one : many));
  }

  std::string listed(const std::vector<std::string>& names) const {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
      text += (i == 0 ? "" : i + 1 == names.size() ? std::string(in({" and ", " und "})) : ", ") + names[i];
    }
    return text;
  }

  void opening() {
    const std::string name = members_.name(r_.member);
    text_ = std::string(in({"[name and address of the association]\n[place, date]\n\n",
                            "[Name und Anschrift des Vereins]\n[Ort, Datum]\n\n"}));
    line(std::string(in({"What is held and computed about you (Article 15 GDPR)",
                         "Auskunft über die zu Ihrer Person gespeicherten Daten (Art. 15 DSGVO)"})));
    paragraph(say({"Dear {},", "Guten Tag {},"}, name));
    paragraph(say(
        {"this letter says what is held about you in the files of our network of members, where it stands "
         "there, and what the program tertius computes from it. Rows that name you: {}.",
         "dieser Brief nennt, was über Sie in den Dateien unseres Mitgliedernetzes steht, an welcher Stelle, "
         "und "
         "was das Programm tertius daraus berechnet. Zeilen, die Sie nennen: {}."},
        number(static_cast<double>(r_.rows()), true)));
    paragraph(std::string(in(
        {"The same stands in the file member.json, in a form that other programs can read (Article 20 GDPR).",
         "Dasselbe steht in der Datei member.json in einer Form, die andere Programme lesen können (Art. 20 "
         "DSGVO)."})));
  }

  /// A cell as the letter shows it: the name beside the id of somebody, nobody who did not agree.
  std::string cell(const std::string& value) const {
    const std::string trimmed_value(io::trimmed(value));
    if (closed_.count(io::folded_name(trimmed_value)) > 0) return another();
    const auto v = members_.ids.find(trimmed_value);
    if (v && *v != r_.member && members_.names && members_.names->has(*v) && members_.name(*v) != value)
      return fmt::format("{} ({})", value, members_.name(*v));
    return value;
  }

  std::string row_words(const SearchedFile& file, const io::NamingRow& row) const {
    if (row.cells.empty()) {
      std::string text = row.text;
      for (graph::VertexId v = 0; v < members_.size() && !closed_.empty(); ++v) {
        if (v == r_.member || !r_.is_closed(v)) continue;
        text = io::with_word_replaced(text, members_.ids[v], another());
        if (members_.names && members_.names->has(v))
          text = io::with_word_replaced(text, members_.name(v), another());
      }
      return text;
    }
    std::string text;
    for (const auto& [column, value] : row.cells) {
      if (value.empty()) continue;
      // An attribute of the member is no id of somebody, even if it looks like one.
      const std::string shown = file.kind == io::RowsOf::members ? value : cell(value);
      text += (text.empty() ? "" : "; ") + (column.empty() ? shown : fmt::format("{}: {}", column, shown));
    }
    return row.whole
               ? text
               : say({"{} (in a row about another member)", "{} (in einer Zeile über ein anderes Mitglied)"},
                     text);
  }

  void held() {
    heading({"What stands in the files", "Was in den Dateien steht"});
    for (const SearchedFile& file : r_.files) {
      text_ += "\n";
      if (!file.searched) {
        line(say(
            {"{}: holds no text, so that no rows can be shown; what it says of you stands below.",
             "{}: enthält keinen Text, daher lassen sich keine Zeilen zeigen; was sie über Sie sagt, steht "
             "unten."},
            file.file));
        continue;
      }
      line(file.rows.empty() ? say({"{}: nothing.", "{}: nichts."}, file.file)
                             : say({"{}:", "{}:"}, file.file));
      for (const io::NamingRow& row : file.rows)
        item(say({"line {}: {}", "Zeile {}: {}"}, row.line, row_words(file, row)));
    }
    const bool unsearched =
        std::any_of(r_.files.begin(), r_.files.end(), [](const SearchedFile& f) { return !f.searched; });
    if (unsearched) {
      std::string text;
      for (const graph::Column& column : members_.columns) {
        if (!column.has(r_.member)) continue;
        text += (text.empty() ? "" : "; ") + fmt::format("{}: {}", column.name(), column.text(r_.member));
      }
      if (!text.empty()) paragraph(say({"Of you it is known: {}.", "Über Sie ist bekannt: {}."}, text));
    }
    if (!closed_.empty()) {
      paragraph(std::string(in(
          {"Others who did not agree to be named are called \"another member\" here, since your right does "
           "not reach into theirs (Article 15(4) GDPR).",
           "Andere, die einer Nennung nicht zugestimmt haben, heißen hier \"ein anderes Mitglied\", weil Ihr "
           "Recht die Rechte anderer nicht beeinträchtigen darf (Art. 15 Abs. 4 DSGVO)."})));
    }
    paragraph(r_.consent == "yes"
                  ? std::string(in({"You count as having agreed to be named and introduced.",
                                    "Sie gelten als einverstanden, genannt und vorgestellt zu werden."}))
              : r_.consent == "out"
                  ? std::string(in({"You are counted, and nothing is computed with your data.",
                                    "Sie werden gezählt; gerechnet wird mit Ihren Daten nicht."}))
                  : std::string(in(
                        {"You count as not having agreed: you are not named in answers, and neither "
                         "suggested nor introduced to anybody.",
                         "Sie gelten als nicht einverstanden: Sie werden in Auswertungen nicht genannt und "
                         "niemandem vorgeschlagen oder vorgestellt."})));
  }

  void connections() {
    heading({"Your contacts and groups", "Ihre Kontakte und Gruppen"});
    std::vector<std::string> names;
    std::size_t closed = 0;
    for (const HeldConnection& held : r_.connections) {
      if (r_.is_closed(held.other)) {
        ++closed;
      } else {
        names.push_back(members_.name(held.other));
      }
    }
    if (closed > 0)
      names.push_back(
          count(closed, {"other member", "weiteres Mitglied"}, {"other members", "weitere Mitglieder"}));
    paragraph(
        r_.connections.empty()
            ? std::string(in({"No contacts of yours are known.", "Kontakte von Ihnen sind nicht bekannt."}))
            : say({"From these rows you have {}: {}.", "Nach diesen Zeilen haben Sie {}: {}."},
                  count(r_.connections.size(), {"contact", "Kontakt"}, {"contacts", "Kontakte"}),
                  listed(names)));
    for (const HeldAffiliation& held : r_.affiliations) {
      std::string text;
      for (const std::string& part : {held.kind, held.role, held.date})
        if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
      item(text.empty() ? held.group : fmt::format("{} ({})", held.group, text));
    }
  }

  void computed() {
    heading({"What is computed from it", "Was daraus berechnet wird"});
    if (!r_.computed) {
      paragraph(std::string(in(
          {"Nothing: your data are not computed with.", "Nichts: Mit Ihren Daten wird nicht gerechnet."})));
      return;
    }
    paragraph(
        std::string(in({"Computed anew whenever the program runs, and kept by it nowhere but in the answers "
                        "that somebody saves.",
                        "Es wird bei jedem Lauf des Programms neu berechnet und nur in den Auswertungen "
                        "aufbewahrt, die jemand speichert."})));
    text_ += "\n";
    for (const MemberGroup& group : r_.computed->groups) {
      const std::string size = number(group.size, true);
      item(group.name == "(none)"
               ? say({"by {}: no value, as {} members", "nach {}: ohne Angabe, wie {} Mitglieder"}, group.by,
                     size)
               : say({"by {}: {}, of {} members", "nach {}: {}, {} Mitglieder"}, group.by, group.name, size));
    }
    for (const MemberFigure& figure : r_.computed->figures) {
      const FigureWords words = figure_words(figure.name, german_ ? Language::german : Language::english);
      item(fmt::format("{}: {} ({})", words.title.empty() ? figure.name : words.title,
                       number(figure.value, figure.whole), words.meaning));
    }
    if (r_.computed->estimated)
      paragraph(std::string(in({"Betweenness is estimated from a sample.",
                                "Die Betweenness ist aus einer "
                                "Stichprobe geschätzt."})));
    suggested();
    suggested_to();
  }

  void suggested() {
    heading({"Who is suggested to you", "Wer Ihnen vorgeschlagen wird"});
    text_ += "\n";
    if (r_.computed->suggested.empty()) return line(std::string(in({"Nobody.", "Niemand."})));
    for (const MemberSuggestion& s : r_.computed->suggested) {
      std::string words =
          reasons(s, s.gets, s.gives, {"none of your contacts is in {}", "keiner Ihrer Kontakte ist in {}"});
      if (!s.through.empty())
        words += say({" {} could introduce you.", " {} könnte Sie bekannt machen."}, s.through.front());
      item(words + weight_of(s));
    }
  }

  void suggested_to() {
    heading({"To whom you are suggested", "Wem Sie vorgeschlagen werden"});
    text_ += "\n";
    if (r_.computed->suggested_to.empty()) return line(std::string(in({"Nobody.", "Niemandem."})));
    for (const MemberSuggestion& s : r_.computed->suggested_to)
      item(reasons(s, s.gives, s.gets, {"has no contact in {} yet", "hat noch keinen Kontakt in {}"}) +
           weight_of(s));
  }

  /// "Nele Jessen: offers what you look for (oral history); ..." `theirs`: what they offer for the member's
  /// needs; `mine`: the other way round.
  std::string reasons(const MemberSuggestion& s, const std::vector<MemberSuggestion::FitText>& theirs,
                      const std::vector<MemberSuggestion::FitText>& mine, const Words& foreign) const {
    std::vector<std::string> reasons;
    const auto add = [&](std::string words) {
      if (!words.empty()) reasons.push_back(std::move(words));
    };
    add(fits(theirs, {"offers what you look for ({0})", "bietet, was Sie suchen ({0})"},
             {"offers {0}, you look for {1}", "bietet {0}, Sie suchen {1}"}));
    add(fits(mine, {"looks for what you offer ({0})", "sucht, was Sie bieten ({0})"},
             {"looks for {1}, you offer {0}", "sucht {1}, Sie bieten {0}"}));
    if (s.mutual_contacts > 0) {
      // Those who did not agree to be named are not counted.
      const std::string least(closed_.empty() ? "" : in({"at least ", "mindestens "}));
      add(least + count(s.mutual_contacts, {"mutual contact", "gemeinsamer Kontakt"},
                        {"mutual contacts", "gemeinsame Kontakte"}));
    }
    if (s.foreign_bubble) add(say(foreign, s.bubble));
    std::string text = s.name;
    for (std::size_t i = 0; i < reasons.size(); ++i) text += (i == 0 ? ": " : "; ") + reasons[i];
    return text + ".";
  }

  /// What fits to the letter, else the best of what fits nearly.
  std::string fits(const std::vector<MemberSuggestion::FitText>& all, const Words& exactly,
                   const Words& nearly) const {
    std::vector<std::string> exact;
    for (const auto& fit : all) {
      if (fold_case(fit.wanted) == fold_case(fit.offered) &&
          std::find(exact.begin(), exact.end(), fit.offered) == exact.end())
        exact.push_back(fit.offered);
    }
    if (!exact.empty()) return say(exactly, listed(exact));
    return all.empty() ? "" : say(nearly, all.front().offered, all.front().wanted);
  }

  std::string weight_of(const MemberSuggestion& s) const {
    return say({" Place {}, score {}, most of it for {}.", " Platz {}, Wert {}, am meisten für {}."}, s.rank,
               number(s.score, false), in(term_words[static_cast<std::size_t>(s.strongest)]));
  }

  void rights() {
    heading({"What it is for, and your rights", "Wozu es dient, und Ihre Rechte"});
    paragraph(std::string(in(
        {"Purpose: [to introduce members to each other]. Legal basis: [your consent]. Source: [you, our list "
         "of "
         "members]. Recipients: [the board; members to whom you are suggested]. Kept: [as long as you are a "
         "member; answers until ...]. The program makes proposals; it decides nothing about you.",
         "Zweck: [Mitglieder miteinander bekannt zu machen]. Rechtsgrundlage: [Ihre Einwilligung]. Herkunft: "
         "[Sie selbst, unsere Mitgliederliste]. Empfänger: [der Vorstand; Mitglieder, denen Sie "
         "vorgeschlagen "
         "werden]. Dauer: [solange Sie Mitglied sind; Auswertungen bis ...]. Das Programm macht Vorschläge; "
         "es "
         "entscheidet nichts über Sie."})));
    paragraph(std::string(in(
        {"You may have wrong data corrected (Article 16 GDPR), have your data erased (Article 17) or their "
         "use "
         "restricted (Article 18), take them elsewhere (Article 20), object to their use (Article 21), and "
         "withdraw your consent at any time; what was done until then stays lawful (Article 7(3)). Write to "
         "[contact]. You may also complain to a supervisory authority (Article 77): [name and address].",
         "Sie können falsche Daten berichtigen (Art. 16 DSGVO), Ihre Daten löschen (Art. 17) oder ihre "
         "Verarbeitung einschränken lassen (Art. 18), sie mitnehmen (Art. 20), ihrer Verarbeitung "
         "widersprechen "
         "(Art. 21) und Ihre Einwilligung jederzeit widerrufen; was bis dahin geschah, bleibt rechtmäßig "
         "(Art. 7 Abs. 3). Schreiben Sie an [Kontakt]. Sie können sich auch bei einer Aufsichtsbehörde "
         "beschweren (Art. 77): [Name und Anschrift]."})));
    text_ += in({"\nYours sincerely,\n[name]\n", "\nMit freundlichen Grüßen\n[Name]\n"});
  }

  const MemberRecord& r_;
  const graph::MemberTable& members_;
  bool german_;
  std::set<std::string> closed_;  // ids and names, folded, of others who did not agree
  unsigned section_ = 0;
  std::string text_;
};

}  // namespace

FigureWords figure_words(std::string_view name, Language language) {
  for (const FigureMeaning& figure : figure_meanings) {
    if (figure.name != name) continue;
    return language == Language::german ? FigureWords{figure.title.german, figure.meaning.german}
                                        : FigureWords{figure.title.english, figure.meaning.english};
  }
  return {};
}

std::string member_letter(const MemberRecord& record, Language language) {
  return Letter(record, language).text();
}

}  // namespace tertius::report
