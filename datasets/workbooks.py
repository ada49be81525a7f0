#!/usr/bin/env python3
"""Writes the made-up workbooks of docs/spreadsheets.md and docs/tabellen.md: the same club in two months, in English
(club/) and in German (verein/). The same bytes every time.

    datasets/workbooks.py     writes club/march.xlsx, club/april.xlsx, verein/maerz.xlsx, verein/april.xlsx
"""
import pathlib
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent

# first name, last name, profession, town, offers, needs, consent in March
PEOPLE = [
    ("Ada", "Kern", "film", "Waren", "camera; editing", "bookkeeping", "yes"),
    ("Bo", "Lindner", "law", "Röbel", "contracts", "website", "yes"),
    ("Cem", "Aydin", "IT", "Waren", "website; online shop", "portrait photography", "yes"),
    ("Dora", "Mai", "photography", "Malchow", "portrait photography", "contracts", "yes"),
    ("Emil", "Voss", "crafts", "Malchow", "furniture", "website", "no"),
    ("Fritzi", "Hahn", "music", "Röbel", "concerts", "camera", "yes"),
    ("Gesa", "Brandt", "bookkeeping", "Waren", "bookkeeping", "concerts", "yes"),
    ("Hanno", "Thiel", "film", "Plau", "sound", "furniture", "yes"),
    ("Ines", "Roth", "law", "Waren", "taxes", "", ""),
    ("Jan", "Peters", "crafts", "Plau", "stage building", "taxes", "yes"),
    ("Kira", "Wolf", "photography", "Röbel", "product photography", "online shop", "yes"),
    ("Lars", "Engel", "IT", "Malchow", "databases", "sound", "out"),
]
MARCH = ["Ada Kern", "Bo Lindner", "Cem Aydin", "Dora Mai", "Fritzi Hahn", "Emil Voss"]
APRIL = ["Ada Kern", "Gesa Brandt", "Hanno Thiel", "Jan Peters", "Kira Wolf", "Cem Aydin"]
INTRODUCED = [("Ada Kern", "Bo Lindner", "Gesa Brandt", "4.3.2026"), ("Cem Aydin", "Dora Mai", "Kira Wolf", "11.3.2026"),
              ("Fritzi Hahn", "Ada Kern", "Hanno Thiel", "18.3.2026")]
INTRODUCED_LATER = [("Gesa Brandt", "Jan Peters", "Ines Roth", "8.4.2026"), ("Ada Kern", "Cem Aydin", "Mila Sommer", "15.4.2026")]

GERMAN = {
    "yes": "ja", "no": "nein", "out": "raus", "law": "Recht", "photography": "Fotografie", "crafts": "Handwerk", "music": "Musik",
    "film": "Film", "bookkeeping": "Buchhaltung", "camera": "Kamera", "editing": "Schnitt", "contracts": "Verträge",
    "website": "Website", "online shop": "Onlineshop", "portrait photography": "Porträtfotos", "furniture": "Möbelbau",
    "concerts": "Konzerte", "sound": "Tontechnik", "taxes": "Steuern", "stage building": "Bühnenbau",
    "product photography": "Produktfotos", "databases": "Datenbanken",
}


def mail(first, last):
    return f"{first}.{last}@example.org".lower()


def members(april):
    rows = []
    for first, last, field, town, offers, needs, consent in PEOPLE:
        if april and first == "Lars":
            continue  # has left the list
        address = mail(first, last)
        if april and first == "Kira":
            last = "Sommer"  # has married
        if april and first == "Emil":
            consent = ""  # nobody asked again
        if april and first == "Ines":
            consent = "yes"  # was asked, and agreed
        if april and first == "Bo":
            needs = ""  # has a website now
        rows.append([first, last, field, town, offers, needs, address, consent])
    if april:
        rows.insert(3, ["Mila", "Sommer", "translation", "Waren", "English", "camera", "mila@example.org", "yes"])
    return rows


def book(april, words, headings, sheets):
    def said(text):
        return "; ".join(words.get(part, part) for part in text.split("; "))

    tables = [(sheets[0], [headings["members"]] + [[said(cell) for cell in row] for row in members(april)])]
    tables.append((sheets[1], [headings["came"]] + [[name] for name in MARCH]))
    if april:
        tables.append((sheets[2], [headings["came"]] + [[name.replace("Kira Wolf", "Kira Sommer")] for name in APRIL]))
    rows = INTRODUCED + (INTRODUCED_LATER if april else [])
    if april:
        rows = [[cell.replace("Kira Wolf", "Kira Sommer") for cell in row] for row in rows]
    tables.append((sheets[3], [headings["introduced"]] + [list(row) for row in rows]))
    return tables


def cell(column, row, text):
    return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def write(path, tables):
    kind = "http://schemas.openxmlformats.org"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    count = range(1, len(tables) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kind}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
                  'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                  for i in count) + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{kind}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{kind}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{kind}/spreadsheetml/2006/main" '
        f'xmlns:r="{kind}/officeDocument/2006/relationships"><sheets>'
        + "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
                  for i, (name, _) in zip(count, tables)) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{kind}/package/2006/relationships">'
        + "".join(f'<Relationship Id="rId{i}" Type="{kind}/officeDocument/2006/relationships/worksheet" '
                  f'Target="worksheets/sheet{i}.xml"/>' for i in count) + "</Relationships>",
    }
    for i, (_, rows) in zip(count, tables):
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{kind}/spreadsheetml/2006/main"><sheetData>' + "".join(
                f'<row r="{r}">' + "".join(cell(c, r, text) for c, text in enumerate(row) if text) + "</row>"
                for r, row in enumerate(rows, 1)) + "</sheetData></worksheet>")
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED  # the same bytes with every zlib
            archive.writestr(entry, head + text)


ENGLISH_HEADINGS = {
    "members": ["First name", "Last name", "Profession", "Town", "Offers", "Needs", "E-mail", "Consent"],
    "came": ["Name"],
    "introduced": ["Introduced by", "Person A", "Person B", "Date"],
}
GERMAN_HEADINGS = {
    "members": ["Vorname", "Nachname", "Beruf", "Ort", "Bietet", "Sucht", "E-Mail", "Einwilligung"],
    "came": ["Name"],
    "introduced": ["wer", "hat wen", "mit wem", "wann"],
}
for month, april in (("march", False), ("april", True)):
    write(HERE / "club" / f"{month}.xlsx",
          book(april, {}, ENGLISH_HEADINGS, ["Members", "Meeting March", "Meeting April", "Introductions"]))
for month, april in (("maerz", False), ("april", True)):
    write(HERE / "verein" / f"{month}.xlsx",
          book(april, GERMAN | {"translation": "Übersetzung", "English": "Englisch"}, GERMAN_HEADINGS,
               ["Mitglieder", "Treffen März", "Treffen April", "Vermittelt"]))
