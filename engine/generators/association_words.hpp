// The words of a made-up association: disciplines with what their people offer, names, towns, groups,
// events. Every person that comes of them is invented; likeness to anybody is chance.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace tertius::generators::association {

/// Contacts into crafts and into IT never meet in one member: whoever works on one side has none on the
/// other.
enum class Side { crafts, it, neither };

struct Discipline {
  std::string_view name;
  double share;  ///< of the members, relative to the others
  Side side;
  std::array<std::string_view, 3> partners;  ///< disciplines its people usually work with
  std::array<std::string_view, 4> wants;     ///< disciplines whose offers its people need
  std::array<std::string_view, 8> offers;
};

/// The first K are used, so the first four hold what every association needs.
inline constexpr std::array<Discipline, 16> disciplines{{
    {"museum education",
     1.0,
     Side::crafts,
     {"illustration", "event management", "crafts"},
     {"illustration", "photography", "crafts", "IT"},
     {"guided tours", "Workshops für Kinder", "exhibition concepts", "Vermittlung in leichter Sprache",
      "school programmes", "oral history", "audio guides", "Ferienprogramme"}},
    {"crafts",
     1.3,
     Side::crafts,
     {"textile design", "museum education", "illustration"},
     {"photography", "IT", "textile design", "event management"},
     {"pottery courses", "Möbelbau", "restoration of old doors", "wood turning", "Messebau", "stage sets",
      "glass painting", "repairs of all kinds"}},
    {"IT",
     1.2,
     Side::it,
     {"journalism", "film", "translation"},
     {"translation", "film", "crafts", "journalism"},
     {"web design", "online shop", "Datenbanken", "app development", "IT security", "Schulungen für Software",
      "search engine optimisation", "newsletter setup"}},
    {"photography",
     1.3,
     Side::neither,
     {"journalism", "illustration", "event management"},
     {"IT", "journalism", "event management", "translation"},
     {"portrait photography", "event photography", "Produktfotos", "drone pictures", "photo archive",
      "retouching", "Fotokurse", "studio for rent"}},
    {"illustration",
     1.1,
     Side::crafts,
     {"museum education", "photography", "textile design"},
     {"journalism", "IT", "museum education", "photography"},
     {"children's books", "logo design", "Wandbilder", "maps and plans", "graphic recording", "poster design",
      "comics", "Plakate und Flyer"}},
    {"music",
     1.1,
     Side::it,
     {"film", "event management", "journalism"},
     {"event management", "photography", "film", "IT"},
     {"live music", "Musik für Feiern", "choir direction", "sound engineering", "piano lessons",
      "film scores", "brass workshops", "Tonstudio"}},
    {"journalism",
     1.0,
     Side::it,
     {"photography", "IT", "translation"},
     {"photography", "IT", "illustration", "film"},
     {"press releases", "Reportagen", "copy editing", "podcast production", "interviews", "Pressearbeit",
      "ghost writing", "social media texts"}},
    {"event management",
     0.9,
     Side::neither,
     {"music", "photography", "film"},
     {"music", "photography", "journalism", "crafts"},
     {"festival planning", "Catering vermitteln", "ticketing", "Fördermittel beantragen",
      "volunteer coordination", "stage technology", "moderation", "Veranstaltungsorte"}},
    {"architecture",
     0.8,
     Side::it,
     {"IT", "photography", "film"},
     {"photography", "crafts", "IT", "illustration"},
     {"building surveys", "Umbau alter Höfe", "energy consulting", "models", "3D visualisation", "Bauanträge",
      "garden planning", "exhibition design"}},
    {"film",
     0.8,
     Side::it,
     {"music", "IT", "journalism"},
     {"music", "translation", "photography", "event management"},
     {"image films", "documentary film", "editing", "Drehbuch", "video for social media", "camera operation",
      "Untertitel schneiden", "live streams"}},
    {"translation",
     0.9,
     Side::it,
     {"journalism", "IT", "film"},
     {"IT", "journalism", "film", "event management"},
     {"German-English translation", "Übersetzung Polnisch", "subtitles", "interpreting",
      "website localisation", "Lektorat", "translation of contracts", "Ukrainian"}},
    {"textile design",
     0.9,
     Side::crafts,
     {"crafts", "illustration", "event management"},
     {"photography", "IT", "crafts", "illustration"},
     {"costumes", "Filzkurse", "natural dyeing", "weaving", "made-to-measure clothing", "Nähkurse",
      "home textiles", "upcycling"}},
    {"gardening",
     0.7,
     Side::crafts,
     {"crafts", "event management", "illustration"},
     {"crafts", "photography", "IT", "illustration"},
     {"herb gardens", "Baumschnitt", "school gardens", "flower arrangements", "compost consulting",
      "Gartenführungen", "seedlings", "orchard care"}},
    {"theatre",
     0.7,
     Side::neither,
     {"music", "event management", "photography"},
     {"textile design", "music", "photography", "journalism"},
     {"stage direction", "Theaterpädagogik", "puppet theatre", "speech training", "readings", "improvisation",
      "Maskenbau", "walking acts"}},
    {"tourism",
     0.8,
     Side::neither,
     {"photography", "event management", "translation"},
     {"photography", "translation", "IT", "film"},
     {"canoe tours", "Radtouren", "holiday flats", "visitor guidance", "bird watching", "Stadtführungen",
      "group travel", "boat trips"}},
    {"coaching",
     0.7,
     Side::it,
     {"event management", "IT", "journalism"},
     {"IT", "photography", "journalism", "music"},
     {"start-up advice", "Supervision", "mediation", "project management", "Buchhaltung erklären",
      "team days", "public speaking", "career advice"}},
}};

/// Given names and surnames that usually go together, and how many members bear them.
struct Origin {
  double share;
  std::span<const std::string_view> given;
  std::span<const std::string_view> surnames;
};

inline constexpr std::string_view german_given[] = {
    "Anna",   "Lena",   "Greta",  "Frieda", "Thea",    "Karla",   "Merle",  "Svenja", "Ulrike",  "Käthe",
    "Jule",   "Antje",  "Birte",  "Dörte",  "Heike",   "Ines",    "Katrin", "Maren",  "Nele",    "Petra",
    "Silke",  "Wiebke", "Jürgen", "Björn",  "Henning", "Torsten", "Uwe",    "Malte",  "Ole",     "Hauke",
    "Moritz", "Fritz",  "Götz",   "Klaus",  "Lukas",   "Matthis", "Paul",   "Rolf",   "Steffen", "Tilman",
    "Ansgar", "Bernd",  "Emil",   "Falk",   "Jörg",    "Konrad",  "Till",   "Volker"};
inline constexpr std::string_view german_surnames[] = {
    "Ahrens",   "Bäcker", "Brandt",  "Buchholz", "Claasen", "Dahms",     "Ehlers", "Engel", "Fährmann",
    "Frahm",    "Gäde",   "Gerber",  "Grünwald", "Hagen",   "Harms",     "Holm",   "Ihlow", "Jahn",
    "Jessen",   "Kähler", "Kiesow",  "Köhn",     "Krüger",  "Lüders",    "Lemke",  "Maaß",  "Möller",
    "Mühlbach", "Nehls",  "Oldach",  "Paschen",  "Pöhl",    "Quade",     "Rahn",   "Röhl",  "Rieck",
    "Sasse",    "Schütt", "Seehase", "Stüwe",    "Thoms",   "Tiedemann", "Uhlig",  "Voß",   "Wendt",
    "Westphal", "Wolter", "Zander",  "Ziemer",   "Zühlke"};
inline constexpr std::string_view polish_given[] = {"Agnieszka", "Zofia",  "Łukasz", "Marek",
                                                    "Paweł",     "Halina", "Ewa"};
inline constexpr std::string_view polish_surnames[] = {"Wójcik",  "Zielińska", "Kamińska",
                                                       "Nowicka", "Pawlak",    "Sroka"};
inline constexpr std::string_view turkish_given[] = {"Ayşe", "Emre", "Elif", "Cem", "Gülay", "Mert", "Selin"};
inline constexpr std::string_view turkish_surnames[] = {"Çelik", "Öztürk", "Yıldız",
                                                        "Şahin", "Arslan", "Doğan"};
inline constexpr std::string_view ukrainian_given[] = {"Oksana", "Andrij",   "Nadija",
                                                       "Taras",  "Solomija", "Danylo"};
inline constexpr std::string_view ukrainian_surnames[] = {"Kovalenko", "Melnyk", "Bondar", "Lysenko",
                                                          "Marchuk"};
inline constexpr std::string_view arabic_given[] = {"Layla", "Samir", "Nour", "Yusuf", "Amal", "Karim"};
inline constexpr std::string_view arabic_surnames[] = {"Haddad", "al-Masri", "Khoury", "Nasser", "Darwish"};
inline constexpr std::string_view vietnamese_given[] = {"Linh", "Minh", "Thảo", "Quang", "Hạnh"};
inline constexpr std::string_view vietnamese_surnames[] = {"Nguyễn", "Trần", "Phạm", "Đặng"};
inline constexpr std::string_view western_given[] = {"Niamh",   "Siobhán", "Conor", "Chloé",
                                                     "Étienne", "Lucía",   "Søren"};
inline constexpr std::string_view western_surnames[] = {"O'Connell", "O'Dowd", "D'Angelo",
                                                        "Lefèvre",   "Núñez",  "Skov"};

inline constexpr std::array<Origin, 7> origins{{
    {0.74, german_given, german_surnames},
    {0.06, polish_given, polish_surnames},
    {0.05, turkish_given, turkish_surnames},
    {0.05, ukrainian_given, ukrainian_surnames},
    {0.04, arabic_given, arabic_surnames},
    {0.03, vietnamese_given, vietnamese_surnames},
    {0.03, western_given, western_surnames},
}};

struct Town {
  std::string_view name;
  double share;
};
inline constexpr std::array<Town, 5> towns{
    {{"Waren", 0.34}, {"Neustrelitz", 0.26}, {"Röbel", 0.16}, {"Malchow", 0.13}, {"Plau", 0.11}}};

/// Working groups across disciplines.
inline constexpr std::array<std::string_view, 8> circles{
    "Offene Ateliers", "Alte Molkerei", "Kultur macht Schule", "Seenplatte Magazin",
    "Kunst am Ufer",   "Repair Café",   "Lange Nacht",         "Nachwuchs"};

struct Event {
  std::string_view name;
  unsigned month;
};
inline constexpr std::array<Event, 10> events{{{"Sommerfest", 7},
                                               {"Kunst:Offen", 5},
                                               {"Müritz-Messe", 9},
                                               {"Hafenmarkt", 8},
                                               {"Winterakademie", 2},
                                               {"Netzwerktag", 3},
                                               {"Schlosspark", 6},
                                               {"Filmnacht", 8},
                                               {"Jahrestreffen", 10},
                                               {"Frühlingsmarkt", 4}}};

}  // namespace tertius::generators::association
