// The table of ideas: what freelancers, clubs and cultural people offer and look for, in German and English.
// To add a word, write it into the line of its idea as people write it; to add an idea, add a line. A word
// belongs to one idea (a test sees to that).
#include <array>

#include "engine/introductions/words.hpp"

namespace tertius::introductions {
namespace {

constexpr std::array<Idea, 43> table = {{
    {"photo", "photo photography photographer picture image Foto Fotografie Fotograf Bilder Aufnahme"},
    {"translation",
     "translation translator interpreting interpreter localisation localization Übersetzung Dolmetscher"},
    {"web", "web website webpage homepage internet Webseite Internetseite"},
    {"design", "design designer layout graphic Gestaltung Grafik"},
    {"course", "course workshop training seminar lesson class Kurs Schulung Unterricht Lehrgang"},
    {"children", "child children kids Kinder"},
    {"youth", "youth teenager Jugend Jugendliche"},
    {"exhibition", "exhibition exhibit Ausstellung Vernissage"},
    {"museum", "museum Museen"},
    {"music", "music musician concert band Musik Musiker Konzert"},
    {"choir", "choir choral Chor"},
    {"text", "text copywriting writing writer Redaktion Texter"},
    {"editing", "proofreading copyediting Lektorat Lektor Korrektorat"},
    {"advice", "advice consulting consultant coaching supervision Beratung Berater"},
    {"tax", "tax taxes Steuer Steuern"},
    {"accounting", "accounting accountant bookkeeping Buchhaltung Buchführung Rechnungswesen"},
    {"press", "press journalism journalist reporting Presse Journalismus Journalist Reportage Pressearbeit"},
    {"garden", "garden gardening Garten Gärten Gärtner"},
    {"film", "film movie video camera documentary Kamera Dokumentarfilm"},
    {"event", "event festival party Veranstaltung Fest Feier Event"},
    {"tour", "tour guide guided Führung Rundgang Rundgänge"},
    {"marketing", "marketing advertising promotion Werbung Reklame"},
    {"funding", "funding fundraising grant Förderung Fördermittel Zuschuss"},
    {"room", "room venue Raum Räume Veranstaltungsort"},
    {"studio", "studio Atelier"},
    {"print", "print printing flyer poster Druck Plakat"},
    {"wood", "wood woodwork carpenter carpentry Holz Tischler Schreiner"},
    {"furniture", "furniture Möbel"},
    {"sewing", "sewing tailor tailoring Nähen Schneider Schneiderei"},
    {"textile", "textile fabric cloth Textil Stoff"},
    {"theatre", "theatre theater stage Bühne Schauspiel"},
    {"school", "school Schule Grundschule"},
    {"club", "club association society Verein Verband"},
    {"data", "data database Daten Datenbank"},
    {"software", "software programming programmer app Programmierung Anwendung"},
    {"craft", "craft handicraft Handwerk Kunsthandwerk"},
    {"drawing", "illustration illustrator drawing comic Zeichnung Zeichner"},
    {"sound", "sound audio podcast Ton Tontechnik Hörspiel"},
    {"shop", "shop store Laden Onlineshop"},
    {"teaching", "education teaching pedagogy Pädagogik Vermittlung"},
    {"moderation", "moderation facilitation mediation Moderator Mediation"},
    {"volunteers", "volunteer volunteering Ehrenamt Freiwillige"},
    {"building", "building construction renovation restoration Bau Umbau Renovierung Sanierung"},
}};

}  // namespace

std::span<const Idea> ideas() {
  return table;
}

}  // namespace tertius::introductions
