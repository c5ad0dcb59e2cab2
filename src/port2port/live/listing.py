"""What was observed, and how the exercise went, as sheets."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from port2port.drills.models import Event
from port2port.live.models import ClockMove
from port2port.live.page import all_lines, observations_of
from port2port.members.member import Member
from port2port.pure.sheets import Column, Row


def observation_columns() -> list[Column]:
    """The headings."""
    words = (
        _("Seen at"), _("Received at"), _("Clock of the phone ahead, in seconds"), _("Observer"), _("Facility"),
        _("Objective"), _("Inject"), _("Rating"), _("What was seen"), _("Language"), _("Replaced"),
    )  # fmt: skip
    return [Column(one, 40 if number in {5, 8} else 18) for number, one in enumerate(words)]


def observation_cells(event: Event, *, member: Member) -> Iterator[Row]:
    """One row each, in the order in which they were seen."""
    for row in observations_of(event, member=member):
        yield [
            _moment(row.observed_at),
            _moment(row.received_at),
            str(row.skew_s) if row.is_flagged else "",
            row.seat.role,
            row.facility.name if row.facility else "",
            row.objective.text if row.objective else "",
            str(row.inject) if row.inject else "",
            row.rating,
            row.text,
            row.language,
            _("yes") if hasattr(row, "replaced_by") else "",
        ]


def timeline_columns() -> list[Column]:
    """The headings."""
    return [Column(_("When")), Column(_("What")), Column(_("To whom")), Column(_("Facility")), Column(_("Words"), 60)]


def timeline_cells(event: Event, *, member: Member, language: str, at: datetime) -> Iterator[Row]:
    """The clock, each inject, who read it and what they did, in one order."""
    yield from (cells for _at, cells in sorted(_happened(event, member, language, at), key=lambda one: one[0]))


def _happened(event: Event, member: Member, language: str, at: datetime) -> Iterator[tuple[datetime, Row]]:
    for move in ClockMove.objects.visible_to(member).filter(event=event):
        real = _("STOP – real event. The exercise has ended") if move.is_real else ""
        yield move.at, [_moment(move.at), move.get_move_display(), "", "", real]
    for line in all_lines(event, member=member, language=language, at=at):
        place = line.row.facility.name if line.row.facility else ""
        name = _("Inject %(number)d") % {"number": line.row.number}
        to = line.row.get_to_role_display()
        if line.row.skipped_at:
            yield (
                line.row.skipped_at,
                [_moment(line.row.skipped_at), f"{name}: {_('skipped')}", to, place, line.row.skipped_reason],
            )
        elif line.came and line.at:
            yield line.at, [_moment(line.at), f"{name}: {_('delivered')}", to, place, line.said.text]
        for one in line.receipts:
            yield one.read_at, [_moment(one.read_at), f"{name}: {_('read')}", one.seat.role, place, one.note]
        if line.row.responded_at:
            moment = line.row.responded_at
            yield moment, [_moment(moment), f"{name}: {_('answered')}", to, place, line.row.response]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
