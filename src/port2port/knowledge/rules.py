"""What must hold of a practice before it is kept, and before it is proposed; each refusal names its field."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.models import Cost, Kind, Theme
from port2port.pure.evidence import faults_of
from port2port.pure.markdown import MarkdownFault, MarkdownRefusedError, check
from port2port.pure.texts import LINE, TITLE, Room, TextRefusedError, clean
from port2port.reports.rules import BadField, words_of
from port2port.vocabulary import lookup

SUMMARY = Room(characters=400, byte_count=1_600)
BODY = Room(characters=20_000, byte_count=80_000, lines=True)
SOURCE = Room(characters=300, byte_count=1_200)
EFFECT = Room(characters=1_000, byte_count=4_000, lines=True)
NOTE = Room(characters=500, byte_count=2_000)
# A draft may still lack its title; what others read may not.
HEADING = Room(characters=TITLE.characters, byte_count=TITLE.byte_count)
MOST_CODES, MOST_SOURCES, MOST_TRIED, MOST_USED = 20, 20, 3, 500
SOONEST, LATEST = timedelta(days=1), timedelta(days=730)
NEXT_LOOK = timedelta(days=365)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
FAULTS: dict[MarkdownFault, str | Promise] = {
    MarkdownFault.TOO_DEEP: _("Lists and quotations lie too deep inside each other. Make it flatter."),
    MarkdownFault.TOO_MANY_MARKS: _("There are too many signs such as * and [ in the text. Use fewer."),
    MarkdownFault.TOO_MANY_LINES: _("There are too many lines. At most 600 fit."),
    MarkdownFault.LONG_LINE: _("A line is too long. Break it into paragraphs."),
}
FIGURES: dict[str, str | Promise] = {
    "day": _("Write a day as 2026-11-23."),
    "bounds": _("This number is too small or too large."),
    "incomplete": _("Say what was counted, both counts, and over how many days each. A zero counts too."),
    "choice": _("Choose one of the values offered."),
    "study": _("The name of a study: study: and then small letters, digits, dots and hyphens."),
}
LONG_EFFECTS = ("effect", "side_effects", "compared")
type Wrong = tuple[str, str | Promise]


def check_draft(said: PracticeFields) -> None:
    """That what was said can be kept at all. Raises BadField with the first thing to mend."""
    for name, words in chain(_texts(said), _codes(said), _belongings(said), _effects(said)):
        raise BadField(name, words)


def check_complete(said: PracticeFields, *, today: date) -> None:
    """That nothing is missing that its readers need. Raises BadField with the first thing to mend."""
    for name, words in chain(_missing(said, today=today), _to_come(said, today=today)):
        raise BadField(name, words)


def check_review_day(day: date, *, today: date) -> None:
    """That the next look lies ahead, and not too far. Raises BadField."""
    if not today + SOONEST <= day <= today + LATEST:
        raise BadField("review_by_on", _("Choose a day within the next 24 months."))


def _texts(said: PracticeFields) -> Iterator[Wrong]:
    originals = [("title", said.title, HEADING), ("summary", said.summary, SUMMARY), ("body", said.body, BODY)]
    rooms = {"title": HEADING, "summary": SUMMARY, "body": BODY}
    others = [
        (f"{name}_{one.language}", getattr(one, name), rooms[name]) for one in said.translations for name in rooms
    ]
    tried = [
        (f"{name}_{number}", getattr(one, name), EFFECT if name in LONG_EFFECTS else LINE)
        for number, one in enumerate(said.tried)
        for name in ("where", "stated_by", "indicator", "unit", *LONG_EFFECTS)
    ]
    sources = [("sources", one, SOURCE) for one in said.sources]
    for name, text, room in (*originals, *others, *tried, *sources):
        yield from _wrong_text(name, text, room)
        if name.startswith("body"):
            yield from _wrong_markdown(name, text)


def _wrong_text(name: str, text: str, room: Room) -> Iterator[Wrong]:
    try:
        clean(text, room)
    except TextRefusedError as fault:
        yield name, words_of(fault, room)


def _wrong_markdown(name: str, text: str) -> Iterator[Wrong]:
    try:
        check(text)
    except MarkdownRefusedError as refused:
        yield name, FAULTS[refused.fault]


def _codes(said: PracticeFields) -> Iterator[Wrong]:
    for name, known in (("methods", "methods"), ("controls", "controls")):
        codes = getattr(said, name)
        if len(codes) > MOST_CODES or not all(lookup.is_known(known, code) for code in codes):
            yield name, _("Choose from the list, at most 20.")
    if not set(said.themes) <= set(Theme.values):
        yield "themes", _("Choose one of the values offered.")
    if len(said.sources) > MOST_SOURCES:
        yield "sources", _("At most 20 lines fit here.")


def _belongings(said: PracticeFields) -> Iterator[Wrong]:
    languages = [said.language, *(one.language for one in said.translations)]
    if not set(languages) <= set(LANGUAGES) or len(set(languages)) < len(languages):
        yield "language", _("Each language stands once.")
    for one in said.translations:
        if not one.title or not one.summary:
            yield f"title_{one.language}", _("A translation has a title and a summary.")
    if said.kind not in Kind.values:
        yield "kind", _("Choose one of the values offered.")


def _effects(said: PracticeFields) -> Iterator[Wrong]:
    for number, tried in enumerate(said.tried):
        if tried.cost and tried.cost not in Cost.values:
            yield f"cost_{number}", _("Choose one of the values offered.")
        if not (tried.where and tried.effect and tried.stated_by):
            yield f"where_{number}", _("Say where it was tried, what changed and who says so.")
        for name, fault in faults_of(tried):
            yield f"{name}_{number}", FIGURES[fault]
    if len(said.tried) > MOST_TRIED:
        yield "tried", _("Choose one of the values offered.")


def _missing(said: PracticeFields, *, today: date) -> Iterator[Wrong]:
    if not said.title:
        yield "title", _("Give it a title.")
    if not said.summary:
        yield "summary", _("Say in a few lines what it is.")
    if not said.body:
        yield "body", _("Say how it is done.")
    if not said.themes:
        yield "themes", _("Choose at least one theme.")
    if not said.controls:
        yield "controls", _("Choose at least one control that this puts to work.")
    if said.review_by_on is None:
        yield "review_by_on", _("Say when it is looked at again.")
    else:
        check_review_day(said.review_by_on, today=today)


def _to_come(said: PracticeFields, *, today: date) -> Iterator[Wrong]:
    for number, tried in enumerate(said.tried):
        if tried.stated_on and date.fromisoformat(tried.stated_on) > today:
            yield f"stated_on_{number}", _("This day has not come yet.")
