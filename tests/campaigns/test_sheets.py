"""Sheets as they leave the printer: every code read back, every word on the page, nothing in the margin."""

import re
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp

from port2port.campaigns import sheets
from port2port.campaigns.kits import PACKAGED, read
from port2port.campaigns.sheets import Piece, file_name, languages_in, pdf_of_piece, sheet_context
from port2port.campaigns.tip_line import tip_line, tip_lines_can_be_printed
from port2port.pure.kit import LANGUAGES, Kit
from port2port.reports.printing import makes_pdf
from tests.campaigns.conftest import SAMPLE

pytestmark = [
    pytest.mark.anywhere,
    pytest.mark.skipif(not makes_pdf(), reason="no Pango on this machine: the print page stands in"),
]
KITS = [SAMPLE, *sorted(PACKAGED.glob("*.yaml"))]
QUAY = SimpleNamespace(key=UUID("12345678-90ab-4def-8234-567890abcdef"), name="Quay North (made up)")
OFFICE = SimpleNamespace(role="Security office", phone="+32 3 000 00 00", email="security@example.org")
MM = 72 / 25.4
SCALE = 2.5


@pytest.fixture(autouse=True)
def an_address(settings) -> None:
    settings.SITE_URL = "https://ports.example.org"


def paper(kit: Kit, piece: Piece, *languages: str, facility=QUAY) -> pypdfium2.PdfDocument:
    context = sheet_context(kit, piece, languages=languages, facility=facility, contact=OFFICE)
    return pypdfium2.PdfDocument(pdf_of_piece(context))


def codes_on(page) -> dict[str, float]:
    """What each code on the page says, and how wide it is in millimetres."""
    found = {}
    for one in zxingcpp.read_barcodes(page.render(scale=SCALE).to_pil(), formats=zxingcpp.BarcodeFormat.QRCode):
        corners = one.position
        width = (
            (corners.top_right.x - corners.top_left.x) ** 2 + (corners.top_right.y - corners.top_left.y) ** 2
        ) ** 0.5
        found[one.text] = width / SCALE / MM
    return found


def boxes_of(page) -> list[tuple[float, float, float, float]]:
    """Where each letter stands, in millimetres from the left and the lower edge: left, bottom, right, top."""
    text = page.get_textpage()
    letters = range(text.count_chars())
    return [tuple(one / MM for one in text.get_charbox(n)) for n in letters if text.get_text_range(n, 1).strip()]


def words_on(document) -> str:
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    return squeezed(said)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe\x02-]+", "", text)


@pytest.mark.parametrize("path", KITS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_says_everything_leads_where_it_says_and_keeps_its_margin(path: Path, language: str):
    kit = read(path)

    document = paper(kit, Piece.POSTER_A4, language)

    assert len(document) == 1
    page, words = document[0], words_on(document)
    said = [kit.poster.headline, *kit.poster.lines, *kit.poster.do, *kit.poster.dont]
    assert [one.in_language(language) for one in said if squeezed(one.in_language(language)) not in words] == []
    for number in ("112", "101", sheets.shown(tip_line(language)), OFFICE.phone):
        assert squeezed(number) in words
    codes = codes_on(page)
    assert set(codes) == {tip_line(language), f"https://ports.example.org/{language}/gate/{QUAY.key}/"}
    assert min(codes.values()) >= 29.9
    for left, bottom, right, top in boxes_of(page):
        assert 5 <= left <= right <= 205
        assert 5 <= bottom <= top <= 292
    assert is_apart(kit, page, language)


def is_apart(kit: Kit, page, language: str) -> bool:
    """Whether the rules and lines end above the codes: the last of them, by where its letters stand."""
    text = page.get_textpage()
    for one in (kit.poster.dont[-1], kit.poster.lines[-1]):
        last = one.in_language(language).split(" ")[-1]
        finder, lowest = text.search(last), 297.0
        while (place := finder.get_next()) is not None:
            lowest = min(lowest, text.get_charbox(place[0])[1] / MM)
        # Codes begin 239 units below the upper edge.
        if lowest < 297 - 239:
            return False
    return True


@pytest.mark.parametrize("path", KITS[:2], ids=lambda path: path.stem)
def test_two_languages_stand_side_by_side_on_a3(path: Path):
    kit = read(path)

    document = paper(kit, Piece.POSTER_A3, "fr", "de")

    page = document[0]
    assert [round(one / MM) for one in page.get_size()] == [297, 420]
    assert set(codes_on(page)) == {tip_line("fr"), tip_line("de"), f"https://ports.example.org/fr/gate/{QUAY.key}/"}
    assert min(codes_on(page).values()) >= 42
    words = words_on(document)
    for language in ("fr", "de"):
        for one in (kit.poster.headline, *kit.poster.do, *kit.poster.dont):
            assert squeezed(one.in_language(language)) in words


@pytest.mark.parametrize("path", KITS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("piece", "languages", "pages"),
    [
        (Piece.CARDS, ("nl", "de"), 1),
        (Piece.SLIDE, ("fr", "de"), 1),
        (Piece.SLIDE, ("de",), 1),
        (Piece.TALK, ("fr", "de"), 2),
        (Piece.QUIZ, ("fr", "de"), 4),
    ],
)
def test_every_piece_keeps_its_pages_and_its_margin(path: Path, piece: Piece, languages, pages):
    kit = read(path)

    document = paper(kit, piece, *languages)

    assert len(document) == pages
    width, height = (one / MM for one in document[0].get_size())
    for page in document:
        for left, bottom, right, top in boxes_of(page):
            assert 5 <= left <= right <= width - 5
            assert 4.5 <= bottom <= top <= height - 5
    if piece in {Piece.CARDS, Piece.SLIDE}:
        assert {tip_line(one) for one in languages} <= set(codes_on(document[0]))
    if piece == Piece.TALK:
        assert all(ends_above_its_foot(page) for page in document)
    words = words_on(document)
    said = {
        Piece.CARDS: [kit.card.title, *kit.card.lines],
        Piece.SLIDE: [kit.slide.title, *kit.slide.lines],
        Piece.TALK: [kit.talk.opening, *kit.talk.points, *kit.talk.questions, kit.talk.close],
        Piece.QUIZ: [one.ask for one in kit.quiz],
    }[piece]
    for language in languages:
        missing = [one.in_language(language) for one in said if squeezed(one.in_language(language)) not in words]
        assert missing == []


def ends_above_its_foot(page) -> bool:
    """Whether nothing but the numbers to call, the tip line and the contact stands in the lowest 32 millimetres."""
    said = page.get_textpage().get_text_bounded(left=0, bottom=0, right=210 * MM, top=32 * MM)
    return squeezed(said).startswith(("112", "101")) and "portwatch" in said


def test_without_a_facility_there_is_one_code():
    codes = codes_on(paper(read(SAMPLE), Piece.POSTER_A4, "en", facility=None)[0])

    assert set(codes) == {tip_line("en")}


def test_no_address_follows_whoever_scans_it():
    for language in LANGUAGES:
        address = tip_line(language)
        assert address.startswith("https://")
        assert "?" not in address
        assert "#" not in address


@pytest.mark.parametrize(
    "entries",
    [
        ["nl=https://a.example"],
        [f"{one}=http://a.example" for one in LANGUAGES],
        [f"{one}=https://a.example/?utm_source=poster" for one in LANGUAGES],
        [f"{one}=https://a.example/" for one in (*LANGUAGES, "es")],
    ],
)
def test_an_address_that_cannot_be_printed_stops_the_start(settings, entries):
    settings.CAMPAIGN_TIP_LINES = entries

    assert tip_lines_can_be_printed()


def test_the_headline_is_read_from_five_metres():
    # Capital letters are 72 % of the size; a good eye reads a 400th of the distance, this is more in each language.
    for path in KITS:
        for language in LANGUAGES:
            context = sheet_context(read(path), Piece.POSTER_A4, languages=[language])
            size = float(context["halves"][0].headline_size.removeprefix("fs-").replace("_", "."))
            assert size * 0.72 >= 5_000 / 400


def test_languages_are_one_or_two_of_the_four():
    assert languages_in(["nl", "nl", "xx", "fr", "de"], otherwise="en") == ["nl", "fr"]
    assert languages_in(["xx"], otherwise="en") == ["en"]


def test_a_file_says_what_it_holds():
    assert file_name(read(SAMPLE), Piece.POSTER_A3, ["nl", "fr"]) == "sample-kit-1-poster-a3-nl-fr.pdf"
