"""Writes the sample logbooks beside it, from made-up entries in layouts as ports keep them.

.venv/bin/python tests/pure/logbooks/make.py
"""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter
import xlwt

HERE = Path(__file__).parent
MADE_AT = datetime(2025, 4, 1, tzinfo=UTC).replace(tzinfo=None)
MADE_UP = "Fictief / fictif / frei erfunden / made up"


def dutch_xlsx() -> bytes:
    """Merged titles, a date merged over its entries, times in four ways, a formula, totals, headings repeated."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": MADE_AT, "comments": MADE_UP})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        clock = book.add_format({"num_format": "hh:mm"})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Logboek")
        sheet.merge_range(0, 0, 0, 8, "LOGBOEK BEVEILIGING (ISPS)", bold)
        sheet.merge_range(1, 0, 1, 8, f"Havenfaciliteit Voorbeeldkaai, jaar 2025. {MADE_UP}")
        headings = [
            "Nr.",
            "Datum",
            "Uur",
            "Plaats",
            "Soort incident",
            "Omschrijving van de feiten",
            "Genomen maatregelen",
            "Verwittigd",
            "Wachter van dienst",
        ]
        sheet.write_row(3, 0, headings, bold)
        sheet.merge_range(4, 1, 6, 1, "", day)
        sheet.write_datetime(4, 1, date(2025, 3, 1), day)
        sheet.write_row(4, 2, ["06u15", "Poort 2", "Beschadigde omheining", "Gat van 1 m in het hek.", "Hek hersteld"])
        sheet.write_row(4, 7, ["Havenkapiteinsdienst; politie", "Wachter poort 2"])
        sheet.write_datetime(5, 2, time(14, 30), clock)
        sheet.write_row(5, 3, ["Kaai 12", "Drone", "Drone boven de kaai, richting noord."])
        sheet.write_number(6, 2, 0.9375)
        sheet.write_row(6, 3, ["Loods 4", "Verdacht persoon", "Persoon nam foto's van de poort.", "Aangesproken"])
        for row, number in ((4, 1), (5, 2), (6, 3)):
            sheet.write_formula(row, 0, f"=ROW()-{row + 1 - number}", None, number)
        sheet.write_row(8, 0, headings, bold)
        sheet.write_number(9, 0, 4)
        sheet.write_string(9, 1, "ma 3 maart 2025")
        sheet.write_row(
            9, 2, ["0930", "Gate 1", "Foute vrijgave", "Chauffeur zonder vrijgave geweigerd.", "Teruggestuurd"]
        )
        sheet.write_string(10, 5, "Kwam om 11u terug met een juiste code.")
        sheet.write_number(11, 0, 5)
        sheet.write_string(11, 1, "30/03/2025")
        sheet.write_row(11, 2, ["02:30", "Poort 2", "Alarm", "Alarm bij het verzetten van de klok."])
        sheet.write_row(13, 0, ["Totaal", "", "", "", 5])
        hidden = book.add_worksheet("Lijsten")
        hidden.write_row(0, 0, ["Drone", "Alarm", "Foute vrijgave"])
        hidden.hide()
    return out.getvalue()


def german_xls() -> bytes:
    """An old workbook: dates as text with points and month names, times with Uhr, one merged date."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Wachbuch 2025")
    sheet.write_merge(0, 0, 0, 6, f"Wachbuch Musterhafen, {MADE_UP}")
    headings = ["Lfd. Nr.", "Datum", "Uhrzeit", "Ort", "Vorfall", "Maßnahmen", "Benachrichtigt"]
    for column, heading in enumerate(headings):
        sheet.write(2, column, heading)
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    rows: list[list[object]] = [
        [
            1,
            date(2025, 3, 3),
            "14.30 Uhr",
            "Tor 1",
            "Unbefugte Person am Zaun.",
            "Platzverweis",
            "Wasserschutzpolizei",
        ],
        [2, "3. März 2025", "22 Uhr", "Kai 4", "Drohne über dem Lager.", "", "Leitstelle, Polizei"],
        [3, "04.03.25", "6:05", "Halle 7", "Siegel beschädigt.", "Container gesperrt", "Zoll"],
        [4, "", "23.50 Uhr", "Tor 1", "Fahrer ohne Freistellung.", "Abgewiesen", ""],
        [5, "26.10.2025", "02:30", "Tor 2", "Alarm bei der Zeitumstellung.", "Geprüft", ""],
    ]
    for place, row in enumerate(rows, start=3):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(place, column, value, day)
            elif value != "":
                sheet.write(place, column, value)
    sheet.write(9, 0, "Summe")
    sheet.write(9, 1, 5)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def french_ods() -> bytes:
    """An OpenDocument sheet, written by hand: typed dates and times, words, repeated blank rows to the very end."""

    def typed(kind: str, value: str, shown: str) -> str:
        return f'<table:table-cell office:value-type="{kind}" {value}><text:p>{shown}</text:p></table:table-cell>'

    def words(text: str) -> str:
        paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
        return (
            f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
            if text
            else "<table:table-cell/>"
        )

    def cell(value: object) -> str:
        if isinstance(value, date):
            return typed("date", f'office:date-value="{value.isoformat()}"', f"{value:%d/%m/%Y}")
        if isinstance(value, time):
            return typed("time", f'office:time-value="PT{value:%H}H{value:%M}M00S"', f"{value:%H:%M}")
        return words(str(value))

    rows: list[Sequence[object]] = [
        ["Registre de sûreté 2025, installation portuaire Exemple", MADE_UP],
        [],
        ["Date", "Heure", "Lieu", "Nature des faits", "Faits", "Mesures prises", "Services avertis"],
        [
            date(2025, 3, 3),
            time(14, 30),
            "Quai 4",
            "Intrusion",
            "Deux personnes.",
            "Ronde doublée",
            "Police, capitainerie",
        ],
        ["3 mars 2025", "22h15", "Portail 1", "Drone", "Drone au-dessus du quai.\nDirection nord.", "", "Police"],
        ["1er avril 2025", "6h", "Écluse", "Clôture endommagée", "Trou dans la clôture.", "Réparée", ""],
        ["Total", "3"],
    ]
    body = "".join(
        f"<table:table-row>{''.join(map(cell, row)) or '<table:table-cell/>'}</table:table-row>" for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="Registre">{body}'
        '<table:table-row table:number-rows-repeated="1048569">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed("application/vnd.oasis.opendocument.spreadsheet", content)


def packed(media_type: str, content: str) -> bytes:
    """An OpenDocument archive with this content, the same bytes every time."""
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in (("mimetype", media_type), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            part = ZipInfo(name, (2025, 4, 1, 0, 0, 0))
            part.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(part, text)
    return out.getvalue()


def written(rows: Sequence[Sequence[str]], separator: str, encoding: str) -> bytes:
    """Rows as a CSV file."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


DUTCH_CSV = [
    ["Logboek wacht", MADE_UP],
    [],
    ["Datum", "Tijdstip", "Locatie", "Aard van de feiten", "Beschrijving", "Ondernomen actie", "Gemeld aan"],
    ["31/12/24", "23u59", "Poort 1", "Alarm", "Vuurwerk tegen het hek;\nniets beschadigd.", "Ronde gelopen", ""],
    ["01-01-25", "00.10", "Kaai 7", "Verdachte vraag", "Beller vroeg naar wachttijden.", "Niets gezegd", "PFSO"],
    [
        "do 2 januari 2025",
        "24:00",
        "Poort 1",
        "Indringing",
        "Persoon over het hek, café aan de overkant.",
        "",
        "Politie",
    ],
]
ENGLISH_CSV = [
    ["Ref", "Date and time", "Location", "Category", "Description", "Action taken", "Reported to", "Status"],
    [
        "A-1",
        "2024-12-31 14:30",
        "Gate 3",
        "Drone",
        "Drone over the stack, 3 minutes.",
        "Noted",
        "Harbour master",
        "closed",
    ],
    ["A-2", "31/12/2024 23:10", "Berth 12", "Trespass", "Two people on the quay.", "Escorted off", "Police", "closed"],
    ["A-3", "1 Feb 2025", "Gate 3", "Seal", "Seal differs from the papers.", "Held", "Customs", "open"],
    ["A-4", "2025-02-03T08:15:00+01:00", "Gate 3", "Release", "Wrong PIN three times.", "Turned away", "", "closed"],
]
FRENCH_TSV = [
    ["Date", "Heure", "Lieu", "Faits", "Mesures"],
    ["lundi 3 mars 2025", "14h30", "Quai 12", "Colis suspect près du bollard.", "Zone évacuée"],
    ["04/03/2025", "7h05 - 7h40", "Écluse", "Serrure forcée.", "Remplacée"],
]

SAMPLES = {
    "dutch.xlsx": dutch_xlsx,
    "german.xls": german_xls,
    "french.ods": french_ods,
    "dutch-windows.csv": lambda: written(DUTCH_CSV, ";", "cp1252"),
    "english.csv": lambda: written(ENGLISH_CSV, ",", "utf-8-sig"),
    "french-utf16.csv": lambda: written(FRENCH_TSV, "\t", "utf-16"),
}


if __name__ == "__main__":
    for name, make in SAMPLES.items():
        (HERE / name).write_bytes(make())
