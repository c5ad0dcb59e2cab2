"""What waits for a seat about drills and exercises, as lines for the pages that gather; never a title of the script."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count, islice

from django.utils.translation import gettext as _

from port2port.drills.access import reads_drills, roles_of, runs_drills, takes_part
from port2port.drills.models import Event, EventPlace, State
from port2port.drills.running import has_begun
from port2port.members.member import Member

SOON = timedelta(days=7)
# A drill or exercise whose time is so long over is held, moved or cancelled by now.
MOST = 8
ON_PAGE = 60


@dataclass(frozen=True, slots=True)
class DrillLine:
    """One thing that waits. `title` is the caption of the event, which everybody may read."""

    words: str
    title: str
    address: str
    icon: str
    due: datetime | None


def drill_lines(member: Member, *, now: datetime) -> list[DrillLine]:
    """Consent asked, soon to be played, to be written down, to be evaluated."""
    if not takes_part(member) and not reads_drills(member):
        return []
    runs = runs_drills(member)
    # Asked only where there is an event at all.
    asked = cache(lambda: set(_asked(member)) if runs else set())
    found = (
        line
        for row in _open_ones(member, now=now)
        for line in _lines(row, member, asked=row.pk in asked(), runs=runs, now=now)
    )
    return list(islice(found, MOST))


def _open_ones(member: Member, *, now: datetime) -> Iterator[Event]:
    """Those of which something may wait, a page at a time: old ones that wait for others must not hide the next."""
    rows = Event.objects.visible_to(member).with_sight(member).with_names()
    rows = rows.filter(
        state__in=[State.PLANNED, State.CONFIRMED, State.HELD], planned_at__lte=now + timedelta(days=365)
    ).order_by("planned_at", "pk")
    for start in count(0, ON_PAGE):
        page = list(rows[start : start + ON_PAGE])
        yield from page
        if len(page) < ON_PAGE:
            return


def _asked(member: Member) -> Iterator[int]:
    waiting = EventPlace.objects.editable_by(member).filter(consented_at=None, declined_at=None)
    yield from waiting.values_list("event_id", flat=True)


def _lines(row: Event, member: Member, *, asked: bool, runs: bool, now: datetime) -> Iterator[DrillLine]:
    def line(words: str, icon: str, due: datetime | None = None) -> DrillLine:
        return DrillLine(words, row.caption, row.get_absolute_url(), icon, due or row.planned_at)

    is_own = row.organisation_id == member.organisation_id
    runs_it = runs and is_own and row.reads_script  # type: ignore[attr-defined]
    if asked and not row.was_held:
        yield line(_("Does your facility take part?"), "handshake")
    elif row.state == State.HELD:
        if runs_it:
            yield line(_("To be evaluated"), "clipboard-check")
    elif row.planned_at + timedelta(minutes=row.minutes) < now:
        if runs_it:
            yield line(_("Was it held? Write it down, move it or cancel it"), "pencil")
    elif words := _coming(row, member, now=now):
        yield line(words, "siren")


def _coming(row: Event, member: Member, *, now: datetime) -> str:
    """Once its clock runs, who has a role in it is told so by the room that runs it."""
    if row.planned_at > now:
        return _("Drill or exercise soon") if row.planned_at <= now + SOON else ""
    is_told = has_begun(row) and roles_of(member).filter(event=row).exists()
    return "" if is_told else _("Drill or exercise now")
