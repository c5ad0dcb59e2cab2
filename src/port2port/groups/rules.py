"""What must hold of what people write in a group; each refusal names its field."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.pure.markdown import MarkdownRefusedError, check
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

NAME = Room(characters=120, byte_count=480, required=True)
TITLE = Room(characters=200, byte_count=800, required=True)
MANDATE = Room(characters=4_000, byte_count=16_000, lines=True, required=True)
TEXT = Room(characters=10_000, byte_count=40_000, lines=True, required=True)
REASON = Room(characters=2_000, byte_count=8_000, lines=True)
PLACE = Room(characters=200, byte_count=800)
PAPERS = Room(characters=2_000, byte_count=8_000, lines=True)
LINE = Room(characters=1_000, byte_count=4_000, required=True)
MINUTES = Room(characters=40_000, byte_count=160_000, lines=True, required=True)
PASSAGE = Room(characters=1_000, byte_count=4_000, lines=True)
INSTEAD = Room(characters=1_000, byte_count=4_000, lines=True, required=True)
ANSWER = Room(characters=500, byte_count=2_000, lines=True)
DONE_WITH = Room(characters=4_000, byte_count=16_000, lines=True, required=True)
LONGEST_ROUND, LATEST_REVIEW = timedelta(days=60), timedelta(days=5 * 366)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def markdown(name: str, text: str, room: Room) -> str:
    """The text as it is kept, known to be shown whole. Raises BadField."""
    kept = cleaned(name, text, room)
    try:
        check(kept)
    except MarkdownRefusedError:
        raise BadField(name, _("This text cannot be shown. Use fewer signs, and shorter lines.")) from None
    return kept


def known_language(code: str) -> str:
    """One of the four. Raises BadField."""
    if code not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    return code


def check_round(closes_at: datetime, *, now: datetime) -> None:
    """That the round closes ahead, and not too far. Raises BadField."""
    if not now < closes_at <= now + LONGEST_ROUND:
        raise BadField("closes_at", _("Choose a moment within the next 60 days."))


def check_review(review_on: date, *, after: date) -> None:
    """That it is looked at again, and not too late. Raises BadField."""
    if not after < review_on <= after + LATEST_REVIEW:
        raise BadField("review_on", _("The day of review comes after the beginning, at most five years later."))
