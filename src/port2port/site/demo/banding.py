"""Bands of the demonstration: three organisations show counts, tables of a year stand; a file was imported."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from port2port.counts import actions
from port2port.counts.models import CountSeries, Outcome
from port2port.counts.rules import last_whole_week
from port2port.members.member import Member
from port2port.pure.weeks import WEEK

SHOWERS = ("antwerp-coordinator", "northsea-coordinator", "ostend-coordinator")
SHOWN = (Outcome.INTRUSIONS, Outcome.DRONE_SIGHTINGS)
QUARTERS = 4
SEALS = (2, 0, 1, None, 3, 1, 0, 0, 2, 1)


def show_bands(members: dict[str, Member], *, now: datetime) -> int:
    """Tables of the last quarters and of those before the first, as the job would have made them then; how many."""
    for login in SHOWERS:
        rows = CountSeries.objects.showable_by(members[login]).filter(outcome__in=SHOWN)
        actions.show_bands(member=members[login], series=rows, now=now - timedelta(days=400))
    moments = (_quarters_before(back, now) for back in reversed(range(QUARTERS)))
    return sum(actions.make_band_tables(now=at) for at in moments)


def _quarters_before(number: int, now: datetime) -> datetime:
    """As far into that quarter as `now` is into its own: a count of days would skip one at its edge."""
    here = timezone.localtime(now)
    months = 12 * here.year + here.month - 1 - 3 * number
    return here.replace(year=months // 12, month=months % 12 + 1, day=min(here.day, 28)) if number else now


def import_seals(members: dict[str, Member], *, now: datetime) -> None:
    """A file of tampered seals in Ostend (made up)."""
    member, newest = members["ostend-officer"], last_whole_week(now)
    lines = ["week;haven;wat wordt geteld;aantal", *_lines(newest - WEEK * (back + 2) for back in range(len(SEALS)))]
    content = "\r\n".join(lines).encode()
    upload = actions.keep_upload(member=member, content=content, name="zegels Oostende (verzonnen).csv", now=now)
    actions.import_upload(member=member, upload=upload, now=now - timedelta(days=3))


def _lines(weeks: Iterable[object]) -> list[str]:
    told = zip(weeks, SEALS, strict=True)
    return [f"{week};BEOST;geschonden zegels;{'' if number is None else number}" for week, number in told]
