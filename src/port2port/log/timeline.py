"""Everything that happened to an entry, in one order: its wordings, who was told, what was done, its files."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.log.actions.following import BY_HAND
from port2port.log.models import Joining, Line, LogFile, Observation, Occurrence, Source, Version
from port2port.log.observed import paper_words
from port2port.log.wording import Difference, differences, role_of, struck_words
from port2port.members.member import Member

ICONS = {
    Line.Kind.TOLD: "phone",
    Line.Kind.DONE: "check",
    Line.Kind.FOLLOW_UP: "list-todo",
    Line.Kind.NOTE: "message-square",
    Line.Kind.CLOSED: "circle-check",
    Line.Kind.REOPENED: "rotate-ccw",
    Line.Kind.SENT: "send",
    Line.Kind.SHARED: "share-2",
    Line.Kind.REPORTED: "file-check",
    Line.Kind.EXEMPT: "file-x",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline.

    line      a line that this seat may still strike out
    address   where the words lead
    """

    moment: datetime
    icon: str
    who: str
    what: str
    kind: str = "person"
    text: str = ""
    language: str = ""
    is_struck: bool = False
    differences: list[Difference] = field(default_factory=list)
    line: Line | None = None
    address: str = ""


def events_of(row: Occurrence, *, member: Member, may_strike: bool = False) -> list[Event]:
    """Oldest first; what was struck out stays."""
    events = [*_wordings(row, member), *_lines(row, member, may_strike=may_strike), *_files(row, member)]
    events += [*_observations(row, member), *_joinings(row, member)]
    if row.struck_at is not None:
        events.append(Event(row.struck_at, "eraser", "", _("Struck out"), text=struck_words(row)))
    return sorted(events, key=lambda event: event.moment)


def _wordings(row: Occurrence, member: Member) -> Iterator[Event]:
    before: Version | None = None
    for one in Version.objects.visible_to(member).filter(occurrence=row).select_related("seat").order_by("number"):
        changed = differences(before.said, one.said) if before else []
        what = _("corrected this") if before else _door_words(Source(row.source))
        yield Event(one.at, "pencil" if before else "notebook-pen", role_of(one.seat), what, "person", one.reason)
        if changed:
            yield Event(one.at, "pencil", "", _("What was changed"), "system", differences=changed)
        before = one


def _door_words(source: Source) -> str:
    return {
        Source.GATE: _("wrote this at the gate"),
        Source.PAGE: _("wrote this"),
        Source.IMPORT: _("imported this from a logbook"),
        Source.API: _("sent this from a program"),
    }[source]


def _lines(row: Occurrence, member: Member, *, may_strike: bool) -> Iterator[Event]:
    for one in Line.objects.visible_to(member).filter(occurrence=row).select_related("seat", "report"):
        told = f" {one.to}" if one.to else ""
        yield Event(
            one.at,
            ICONS[Line.Kind(one.kind)],
            role_of(one.seat),
            f"{one.words}{':' if told else ''}{told}",
            text=one.text,
            language=one.language if one.text else "",
            is_struck=one.struck_at is not None,
            line=one if may_strike and one.struck_at is None and one.kind in BY_HAND else None,
            address=_lesson_address(one),
        )


def _lesson_address(line: Line) -> str:
    if line.report is None:
        return ""
    # A line of a draft is seen only by those who may change it.
    return reverse("reports:edit", args=[line.report.key]) if line.report.is_draft else line.report.get_absolute_url()


def _files(row: Occurrence, member: Member) -> Iterator[Event]:
    for one in LogFile.objects.visible_to(member).filter(occurrence=row).select_related("seat"):
        yield Event(one.at, "paperclip", role_of(one.seat), one.name, is_struck=one.struck_at is not None)


def _observations(row: Occurrence, member: Member) -> Iterator[Event]:
    for one in Observation.objects.visible_to(member).filter(occurrence=row).select_related("seat", "zone"):
        words, struck = _("wrote down what an observer saw"), one.struck_at is not None
        # What stands is said in full above the timeline; what was struck out stays readable here.
        text = paper_words(one) if struck else ""
        yield Event(one.made_at, "drone", role_of(one.seat), words, text=text, is_struck=struck)


def _joinings(row: Occurrence, member: Member) -> Iterator[Event]:
    for one in Joining.objects.visible_to(member).filter(occurrence=row).select_related("seat", "left_seat"):
        yield Event(one.at, "merge", role_of(one.seat), _("joined this with another entry into one sighting"))
        if one.left_at is not None:
            yield Event(one.left_at, "split", role_of(one.left_seat), _("took this out of the sighting"))
