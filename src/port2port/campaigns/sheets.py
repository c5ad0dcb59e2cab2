"""What is printed of a kit: posters, cards, a slide, the sheet of the toolbox talk, the quiz with its answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from port2port.campaigns.tip_line import shown, tip_line
from port2port.members.models import Contact, Facility
from port2port.pure.kit import LANGUAGES, Card, Kit, Slide, Words
from port2port.pure.poster import ACCENT, ACCENTS, LEAST_MODULES, QUIET, size_for
from port2port.reports.printing import pdf_of_sheets

PDF_TYPE = "application/pdf"
STATIC = Path(__file__).parent / "static" / "campaigns"
STYLES = (STATIC / "sheets.css", STATIC / "paper.css")
HEADLINE = (27, 25, 23, 21, 19, 17.5, 16, 14.5, 13, 12, 11, 10)
BODY = (6.4, 6, 5.6, 5.2, 4.8, 4.4, 4, 3.7, 3.4)
TITLES = (9, 8, 7.2, 6.4, 5.8, 5.2)
SLIDE_TITLES = (23, 21, 19, 17.5, 16, 14.5, 13, 12, 11, 10)
SLIDE_BODY = (9, 8, 7.2, 6.4, 5.8, 5.2, 4.8)
CARD_BODY = (5.8, 5.2, 4.8, 4.4, 4, 3.7, 3.4)
TALK = (4.6, 4.3, 4.1, 3.9, 3.7, 3.5, 3.3)
CARDS = 4


class Piece(StrEnum):
    """A part of the kit that is printed by itself."""

    POSTER_A4 = "poster-a4"
    POSTER_A3 = "poster-a3"
    CARDS = "cards"
    SLIDE = "slide"
    TALK = "talk"
    QUIZ = "quiz"


TEMPLATES = {
    Piece.POSTER_A4: "poster",
    Piece.POSTER_A3: "poster",
    Piece.CARDS: "cards",
    Piece.SLIDE: "slide",
    Piece.TALK: "talk",
    Piece.QUIZ: "quiz",
}


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and the address beside it, which is all that it holds."""

    kind: str
    language: str
    address: str
    drawn: SafeString

    @property
    def shown(self) -> str:
        """The address as one types it; the long one of a gate form is not typed."""
        return shown(self.address) if self.kind == "tip" else ""


@dataclass(frozen=True, slots=True)
class Half:
    """What a sheet says in one language. *_size: the name of the class of its size."""

    language: str
    title: str
    headline: str
    headline_size: str
    lines: tuple[str, ...]
    do: tuple[str, ...]
    dont: tuple[str, ...]
    lines_size: str
    rules_size: str


def code_of(kind: str, address: str, *, language: str) -> Code:
    """The address as squares, made here: error level M or better, large enough to be thirty millimetres wide."""
    made = segno.make(address, error="m", micro=False, boost_error=True)
    if made.symbol_size(border=0)[0] < LEAST_MODULES:
        made = segno.make(address, error="m", micro=False, boost_error=True, version=2)
    drawn = made.svg_inline(border=QUIET, svgclass="qr", omitsize=True)
    return Code(kind, language, address, mark_safe(drawn))  # noqa: S308 - squares alone


def codes_of(languages: Sequence[str], facility: Facility | None) -> list[Code]:
    """The tip line in each language, then the gate form of the facility in the first."""
    found = [code_of("tip", tip_line(one), language=one) for one in languages]
    if facility is not None:
        path = reverse("log:gate_at", args=[languages[0], facility.key])
        found.append(code_of("gate", f"{settings.SITE_URL}{path}", language=languages[0]))
    return found


def contact_words(contact: Contact | None) -> str:
    """Who to reach, as one line: a role, never a name."""
    return " · ".join(one for one in (contact.role, contact.phone, contact.email) if one) if contact else ""


def sheet_context(
    kit: Kit,
    piece: Piece,
    *,
    languages: Sequence[str],
    facility: Facility | None = None,
    contact: Contact | None = None,
) -> dict[str, object]:
    """What the templates of a piece are filled with.

    languages   one or two of the four      facility   whose gate form is added      contact   of the own organisation
    """
    maker = {"poster": _poster, "cards": _cards, "slide": _slide}.get(TEMPLATES[piece])
    halves = _even(maker(kit, languages)) if maker else []
    return {
        "kit": kit,
        "piece": piece.value,
        "template": f"campaigns/sheets/{TEMPLATES[piece]}.html",
        "pictogram": f"campaigns/sheets/pictograms/{kit.slug if kit.slug in ACCENTS else 'kit'}.svg",
        "accent": ACCENTS.get(kit.slug, ACCENT),
        "halves": halves,
        "two": len(languages) > 1,
        "languages": languages,
        "language": languages[0],
        "codes": codes_of(languages, facility),
        "facility": facility,
        "contact": contact_words(contact),
        "cards": [halves[place * len(halves) // CARDS] for place in range(CARDS)] if halves else [],
        "texts": [_texts(kit, one) for one in languages],
    }


def pdf_of_piece(context: dict[str, object]) -> bytes | None:
    """The PDF; None where this machine makes none."""
    with translation.override(str(context["language"])):
        html = render_to_string("campaigns/sheets/pdf.html", context)
    return pdf_of_sheets(html, styles=STYLES)


def file_name(kit: Kit, piece: Piece, languages: Sequence[str]) -> str:
    """`offered-money-1-poster-a4-nl-fr.pdf`."""
    return f"{kit.slug}-{kit.version}-{piece.value}-{'-'.join(languages)}.pdf"


def languages_in(asked: Sequence[str], *, otherwise: str) -> list[str]:
    """One or two of the four, each once, in the order asked."""
    known = [one for one in dict.fromkeys(asked) if one in LANGUAGES]
    return known[:2] or [otherwise]


def class_of(size: float) -> str:
    """The class of a size in sheets.css: `fs-6_4`."""
    return f"fs-{size:g}".replace(".", "_")


def _even(halves: list[Half]) -> list[Half]:
    """Both languages in the same sizes: none is the first."""

    def least(name: str) -> str:
        return min((str(getattr(one, name)) for one in halves), key=_size_of)

    headline, lines, rules = (least(name) for name in ("headline_size", "lines_size", "rules_size"))
    return [replace(one, headline_size=headline, lines_size=lines, rules_size=rules) for one in halves]


def _size_of(name: str) -> float:
    return float(name.removeprefix("fs-").replace("_", ".") or 0)


def _said(words: Sequence[Words], language: str) -> tuple[str, ...]:
    return tuple(one.in_language(language) for one in words)


def _poster(kit: Kit, languages: Sequence[str]) -> list[Half]:
    two = len(languages) > 1
    return [_poster_half(kit, one, two=two) for one in languages]


def _poster_half(kit: Kit, language: str, *, two: bool) -> Half:
    sentence = kit.poster.headline.in_language(language)
    headline = size_for([sentence], width=168, height=44 if two else 86, sizes=HEADLINE)
    do, dont = _said(kit.poster.do, language), _said(kit.poster.dont, language)
    lines = () if two else _said(kit.poster.lines, language)
    rules = size_for([*do, *dont], width=72, height=46, sizes=BODY[2:], gap=0.42)
    return Half(
        language=language,
        title=kit.title.in_language(language),
        headline=sentence,
        headline_size=class_of(headline),
        lines=lines,
        do=do,
        dont=dont,
        lines_size=class_of(size_for(lines, width=84, height=52, sizes=BODY, gap=0.5)),
        rules_size=class_of(rules),
    )


def _cards(kit: Kit, languages: Sequence[str]) -> list[Half]:
    return [
        _short(kit.title.in_language(one), kit.card, one, (62, 26, TITLES), (82, 48, CARD_BODY)) for one in languages
    ]


def _slide(kit: Kit, languages: Sequence[str]) -> list[Half]:
    title, lines = (
        ((118, 50, SLIDE_TITLES[4:]), (112, 58, SLIDE_BODY))
        if len(languages) > 1
        else ((225, 50, SLIDE_TITLES), (218, 58, SLIDE_BODY))
    )
    return [_short(kit.title.in_language(one), kit.slide, one, title, lines) for one in languages]


type Box = tuple[float, float, tuple[float, ...]]


def _short(title: str, part: Card | Slide, language: str, for_title: Box, for_lines: Box) -> Half:
    headline, said = part.title.in_language(language), _said(part.lines, language)
    width, height, sizes = for_title
    large = size_for([headline], width=width, height=height, sizes=sizes)
    width, height, sizes = for_lines
    small = size_for(said, width=width, height=height, sizes=sizes, gap=0.55)
    return Half(
        language=language,
        title=title,
        headline=headline,
        headline_size=class_of(large),
        lines=said,
        do=(),
        dont=(),
        lines_size=class_of(small),
        rules_size="",
    )


def _talk_size(kit: Kit, language: str) -> float:
    talk = kit.talk
    said = _said([talk.opening, *talk.points, *talk.questions, talk.close], language)
    return size_for(said, width=172, height=150, sizes=TALK, gap=0.35)


def _texts(kit: Kit, language: str) -> dict[str, object]:
    """The talk and the quiz in one language."""
    talk = kit.talk
    return {
        "language": language,
        "title": kit.title.in_language(language),
        "opening": talk.opening.in_language(language),
        "points": _said(talk.points, language),
        "questions": _said(talk.questions, language),
        "close": talk.close.in_language(language),
        "minutes": talk.minutes,
        "only": [language],
        "tip": shown(tip_line(language)),
        "size": class_of(_talk_size(kit, language)),
        "quiz": [
            {
                "ask": one.ask.in_language(language),
                "is_many": one.is_many,
                "why": one.why.in_language(language),
                "choices": [(choice.text.in_language(language), choice.right) for choice in one.choices],
            }
            for one in kit.quiz
        ],
    }
