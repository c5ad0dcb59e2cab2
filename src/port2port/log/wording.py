"""An entry's fields in words: for the page, for what a correction changed, for sheets and paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from port2port.base.templatetags.ui import severity_word, when
from port2port.log.actions.correcting import UNDONE
from port2port.log.fields import FACETS, NAMES
from port2port.log.models import LogFile, Occurrence, Tile
from port2port.members.models import Seat
from port2port.pure.image_metadata import Tells
from port2port.reports.models import Precision
from port2port.vocabulary import lookup

LABELS: dict[str, str | Promise] = {
    "happened_at": gettext_lazy("Happened"),
    "happened_precision": gettext_lazy("How exact is the time"),
    "tile": pgettext_lazy("of an entry in the log", "What"),
    "zone": gettext_lazy("Zone"),
    "place": gettext_lazy("Place in words"),
    "methods": gettext_lazy("Methods"),
    "severity": gettext_lazy("Severity"),
    "stage": gettext_lazy("Stage"),
    "medium": gettext_lazy("Medium"),
    "substance": gettext_lazy("Substance"),
    "outcome": gettext_lazy("Outcome"),
    "detected_by": gettext_lazy("Found by"),
    "text": gettext_lazy("What happened"),
    "language": gettext_lazy("Language of the text"),
    "action_taken": gettext_lazy("Action taken"),
    "on_duty": gettext_lazy("On duty"),
    "answers": gettext_lazy("At the gate"),
    "reference": gettext_lazy("Own number"),
}
CHIP_WORDS: dict[str, str | Promise] = {
    "still_there": gettext_lazy("Still there"),
    "vehicle": gettext_lazy("With a vehicle"),
    "several": gettext_lazy("More than one"),
    "inside": gettext_lazy("Came inside"),
    "on_foot": gettext_lazy("On foot"),
    "police_called": gettext_lazy("Police called"),
}
HELD_WORDS: dict[Tells, str | Promise] = {
    Tells.PLACE: gettext_lazy("place"),
    Tells.TIME: gettext_lazy("time"),
    Tells.DEVICE: gettext_lazy("device"),
    Tells.OWNER: gettext_lazy("owner"),
    Tells.WORDS: gettext_lazy("captions and comments"),
    Tells.THUMBNAIL: gettext_lazy("a small copy of the picture"),
    Tells.UNREADABLE: gettext_lazy("notes that nobody could read"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a correction changed."""

    name: str
    before: str
    after: str


def day_words(moment: datetime) -> str:
    """The day without its time."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def shown(name: str, value: Any) -> str:
    """A field of a wording, as `fields.plain` keeps it, in words."""
    if value in (None, "", [], {}):
        return ""
    if name in FACETS:
        return lookup.facet_label(name, value)
    return _SHOWN[name](value) if name in _SHOWN else str(value)


def _chips(answers: Mapping[str, bool]) -> str:
    said = ((CHIP_WORDS.get(name, name), yes) for name, yes in answers.items())
    return ", ".join(f"{words}: {_('yes') if yes else _('no')}" for words, yes in said)


_SHOWN: dict[str, Any] = {
    "happened_at": lambda value: when(datetime.fromisoformat(value)),
    "happened_precision": lambda value: str(Precision(value).label),
    "tile": lambda value: str(Tile(value).label),
    "zone": lambda value: str(value["name"]),
    "methods": lambda value: ", ".join(lookup.label(code) for code in value),
    "severity": severity_word,
    "on_duty": ", ".join,
    "answers": _chips,
}


def held_words(file: LogFile) -> str:
    """What a photo told beside the picture, before that was taken out."""
    return ", ".join(str(HELD_WORDS[Tells(one)]) for one in file.held)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What one wording says otherwise than the one before."""
    changed = [name for name in NAMES if before.get(name) != after.get(name)]
    return [
        Difference(str(LABELS[name]), shown(name, before.get(name)), shown(name, after.get(name))) for name in changed
    ]


def facts_of(row: Occurrence) -> Iterator[tuple[str, str]]:
    """The coded fields that say something, as (name, words)."""
    if row.happened_precision != Precision.MINUTE:
        yield str(LABELS["happened_precision"]), shown("happened_precision", row.happened_precision)
    for name in ("severity", *FACETS, "on_duty", "answers", "reference"):
        words = shown(name, getattr(row, name))
        if words:
            yield str(LABELS[name]), words


def role_of(seat: Seat | None) -> str:
    """Who wrote it: a role, never a name."""
    if seat is None:
        return _("A program")
    return seat.title or str(seat.get_function_display())


def struck_words(row: Occurrence) -> str:
    """Why it was struck out."""
    return _("Taken back at once") if row.struck_reason == UNDONE else row.struck_reason
