"""Weeks that nobody counted: of whom, and where they are entered. Of those since a measure, once it is registered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.base.refusal import Refusal
from port2port.counts.models import Comparison, CountSeries
from port2port.members.member import Member
from port2port.members.models import Organisation, Port
from port2port.pure.weeks import WEEK
from port2port.studies.framing import frame_of
from port2port.studies.lending import series_lent
from port2port.studies.models import Study
from port2port.studies.planning import Plan, gaps_in, missing_in, plan_of
from port2port.studies.reading import weeks_before, weeks_of

MOST_STRETCHES = 6


@dataclass(frozen=True, slots=True)
class Lack:
    """Weeks of one port, or of the comparison from outside.

    where    the port, or the title of the comparison in its language
    weeks    in words, weeks in a row as one        keeper   the organisation that counts there
    address  where this seat enters them; empty: it does not
    """

    where: str
    language: str
    number: int
    weeks: tuple[str, ...]
    keeper: str
    address: str


def planned(study: Study, member: Member) -> Plan | None:
    """The plan of a draft; None where its weeks cannot be read."""
    try:
        read = weeks_before(study, member=member)
    except Refusal:
        return None
    return plan_of(study, read)


def lacks_of(study: Study, plan: Plan | None, member: Member) -> list[Lack]:
    """What has to be counted before the study can be registered; nothing where the plan is whole."""
    return _lacks(study, plan.missing if plan else (), member)


def lacks_of_run(study: Study, member: Member) -> list[Lack]:
    """What has to be counted before a registered study can be run."""
    try:
        read = weeks_of(study, member=member)
    except Refusal:
        return []
    return _lacks(study, missing_in(read, gaps_in(read)), member)


def _lacks(study: Study, weeks: Iterable[tuple[date, Port | None]], member: Member) -> list[Lack]:
    missing: dict[Port | None, list[date]] = {}
    for week, port in weeks:
        missing.setdefault(port, []).append(week)
    series = {one.port_id: one for one in series_lent(study, frame_of(study))} if missing else {}
    return [
        _of_port(its, series[port.pk], member) if port else _of_outside(its, study, member)
        for port, its in missing.items()
        # A loan that was taken back meanwhile asks nobody for weeks.
        if port is None or port.pk in series
    ]


def _of_port(weeks: list[date], series: CountSeries, member: Member) -> Lack:
    is_ours = CountSeries.objects.editable_by(member).filter(pk=series.pk).exists()
    address = reverse("counts:weeks", args=[series.key]) if is_ours else ""
    return _lack(weeks, series.port.name, series.organisation, address)


def _of_outside(weeks: list[date], study: Study, member: Member) -> Lack:
    outside = study.comparison
    if outside is None:
        raise ValueError("weeks of a comparison that is not there")
    is_ours = Comparison.objects.editable_by(member).filter(pk=outside.pk).exists()
    address = reverse("counts:comparison_weeks", args=[outside.key]) if is_ours else ""
    return _lack(weeks, outside.title, outside.organisation, address, language=outside.language)


def _lack(weeks: list[date], where: str, keeper: Organisation, address: str, *, language: str = "") -> Lack:
    first = f"{address}?from={weeks[0].isoformat()}" if address else ""
    return Lack(where, language, len(weeks), tuple(_words(weeks)), keeper.name, first)


def _words(weeks: list[date]) -> Iterator[str]:
    stretches = list(_stretches(weeks))
    for first, last in stretches[:MOST_STRETCHES]:
        days = [date_format(one, "DATE_FORMAT") for one in (first, last)]
        yield days[0] if first == last else _("%(first)s to %(last)s") % {"first": days[0], "last": days[1]}
    rest = sum((last - first) // WEEK + 1 for first, last in stretches[MOST_STRETCHES:])
    if rest:
        yield ngettext("%(n)s week more", "%(n)s weeks more", rest) % {"n": rest}


def _stretches(weeks: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Weeks in a row: the first and the last Monday."""
    first = last = None
    for week in sorted(weeks):
        if last is not None and first is not None and week - last > WEEK:
            yield first, last
            first = week
        first, last = first or week, week
    if first is not None and last is not None:
        yield first, last
