"""The page of one series: a chart by week, the exact numbers beside it, who reads it, and what was corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.base.caveats import MASS_IS_NO_CRIME
from port2port.counts.access import keeps_counts, lends_counts
from port2port.counts.actions.counting import UNDONE_WITHIN
from port2port.counts.categories import touching
from port2port.counts.models import CountSeries, Intervention, Loan, RecordingChange, WeekCount
from port2port.counts.numbers import Numbers, numbers_of
from port2port.counts.weeks_shown import Quarter, folded
from port2port.counts.wording import SourceLine, ended_words, loan_words, mass_words, number_words, week_words
from port2port.members.member import Member
from port2port.members.models import CircleMembership
from port2port.pure.weekly_chart import WeeklyDrawing, WeeklySeries, draw_weeks
from port2port.pure.weeks import WEEK, monday_of

MOST_WEEKS = 5 * 53


@dataclass(frozen=True, slots=True)
class Week:
    """One row of the table. former: numbers that stood before, in words; only for the own organisation."""

    week: date
    words: str
    number: str
    is_missing: bool
    mass: str = ""
    source: str = ""
    former: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reader:
    """A loan: to which circle, and who is in it now. names: None where the circle does not show it."""

    loan: Loan
    words: str
    names: list[str] | None
    runs: bool


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """Everything on the page. weeks: the newest.

    undo   when the newest entry was made, as the form sends it; empty: nothing to undo
    """

    series: CountSeries
    is_own: bool
    weeks: list[Week]
    earlier: list[Quarter[Week]]
    drawing: WeeklyDrawing | None
    finding: str
    about: str
    source: SourceLine
    readers: list[Reader]
    ended: list[str]
    changes: list[RecordingChange]
    interventions: list[Intervention]
    caveat: str
    undo: str
    may_enter: bool
    may_lend: bool


def page_of(series: CountSeries, *, member: Member, now: datetime) -> SeriesPage:
    """The page as this member sees it."""
    is_own = CountSeries.objects.editable_by(member).filter(pk=series.pk).exists()
    rows = list(WeekCount.objects.visible_to(member).filter(series=series).select_related(None).order_by("week", "pk"))
    standing = {row.week: row for row in rows if row.replaced_at is None}
    numbers = numbers_seen(series, member=member, standing=standing)
    changes, interventions = _changes(series, member), _interventions(series, member)
    every = _weeks(series, rows, numbers, marks=_marks(changes, interventions))
    newest, earlier = folded(every, week_of=lambda one: one.week)
    return SeriesPage(
        series=series,
        is_own=is_own,
        weeks=newest,
        earlier=earlier,
        drawing=_drawing(numbers, changes, interventions),
        finding=_finding(numbers),
        about=_about(numbers),
        source=SourceLine(
            series.organisation.name, max((row.at for row in standing.values()), default=None), series.outcome
        ),
        readers=_readers(series, member),
        ended=_ended(series, member),
        changes=changes,
        interventions=interventions,
        caveat=str(MASS_IS_NO_CRIME) if any(row.kilograms is not None for row in standing.values()) else "",
        undo=_undo(rows, member, now) if is_own else "",
        may_enter=is_own and keeps_counts(member),
        may_lend=is_own and lends_counts(member),
    )


def numbers_seen(series: CountSeries, *, member: Member, standing: dict[date, WeekCount]) -> Numbers:
    """By week, from the first the member may read; the derived ones are worked out from that week on."""
    if not series.is_derived:
        return {week: None if row.number is None else float(row.number) for week, row in standing.items()}
    since = date.min
    if not CountSeries.objects.visible_to(member).of_organisation(member).filter(pk=series.pk).exists():
        loans = Loan.objects.visible_to(member).read_by(member).filter(series=series)
        since = min((loan.from_week for loan in loans), default=date.max)
    return numbers_of(series, first=since, last=date.max) if since < date.max else {}


def every_week(numbers: Numbers) -> list[tuple[date, float | None]]:
    """From the first to the last, without gaps; a week that nobody entered is missing."""
    if not numbers:
        return []
    first, last = min(numbers), max(numbers)
    count = (last - first).days // WEEK.days + 1
    return [(first + WEEK * n, numbers.get(first + WEEK * n)) for n in range(count)]


def _weeks(
    series: CountSeries, rows: Sequence[WeekCount], numbers: Numbers, *, marks: dict[date, list[str]]
) -> list[Week]:
    standing = {row.week: row for row in rows if row.replaced_at is None}
    former: dict[date, list[str]] = {}
    for one in rows:
        if one.replaced_at is not None:
            former.setdefault(one.week, []).append(_former_words(one))
    found = []
    for week, number in reversed(every_week(numbers)):
        row = standing.get(week)
        found.append(
            Week(
                week=week,
                words=week_words(week),
                number=number_words(number),
                is_missing=number is None,
                mass=mass_words(row.kilograms) if row else "",
                source=str(row.get_source_display()) if row and not series.is_derived else "",
                former=former.get(week, []),
                marks=marks.get(week, []),
            )
        )
    return found


def _former_words(row: WeekCount) -> str:
    said = {
        "number": number_words(row.number),
        "since": date_format(localdate(row.at), "DATE_FORMAT"),
        "until": date_format(localdate(row.replaced_at), "DATE_FORMAT") if row.replaced_at else "",
    }
    return _("%(number)s, from %(since)s to %(until)s") % said


def _marks(changes: Sequence[RecordingChange], interventions: Sequence[Intervention]) -> dict[date, list[str]]:
    marks: dict[date, list[str]] = {}
    for change in changes:
        marks.setdefault(monday_of(change.on), []).append(_("recording changed"))
    for one in interventions:
        marks.setdefault(monday_of(one.starts_on), []).append(_("measure starts"))
    return marks


def _drawing(
    numbers: Numbers, changes: Sequence[RecordingChange], interventions: Sequence[Intervention]
) -> WeeklyDrawing | None:
    weeks = every_week(numbers)[-MOST_WEEKS:]
    if len(weeks) < 2:
        return None
    first = weeks[0][0]
    starts = [_week_of(one.starts_on, first) for one in interventions]
    inside = [week for week in starts if 0 <= week < len(weeks)]
    return draw_weeks(
        WeeklySeries(
            first=first,
            recorded=[number for _week, number in weeks],
            start=inside[0] if inside else None,
            marks=tuple(_week_of(change.on, first) for change in changes),
        )
    )


def _week_of(day: date, first: date) -> int:
    return (monday_of(day) - first).days // WEEK.days


def _finding(numbers: Numbers) -> str:
    known = {week: number for week, number in numbers.items() if number is not None}
    if not known:
        return _("No number yet")
    newest = max(known)
    return f"{week_words(newest)}: {number_words(known[newest])}"


def _about(numbers: Numbers) -> str:
    weeks = every_week(numbers)
    missing = sum(number is None for _week, number in weeks)
    words = ngettext("%(n)s week", "%(n)s weeks", len(weeks)) % {"n": len(weeks)}
    return words if not missing else f"{words}, {_('of which %(n)s missing') % {'n': missing}}"


def _changes(series: CountSeries, member: Member) -> list[RecordingChange]:
    rows = RecordingChange.objects.visible_to(member).standing().of_counts(series.outcome, series.category)
    rows = rows.filter(organisation_id=series.organisation_id, port_id=series.port_id)
    return list(rows.select_related("organisation"))


def _interventions(series: CountSeries, member: Member) -> list[Intervention]:
    rows = Intervention.objects.visible_to(member).standing().filter(port_id=series.port_id)
    return list(rows.filter(touching(series.category)).select_related("organisation"))


def _readers(series: CountSeries, member: Member) -> list[Reader]:
    loans = list(Loan.objects.visible_to(member).given().filter(series=series).with_names())
    running = set(Loan.objects.visible_to(member).read_by(member).filter(series=series).values_list("pk", flat=True))
    names = names_in([loan.circle_id for loan in loans], member)
    return [
        Reader(
            loan,
            loan_words(loan),
            names.get(loan.circle_id, []) if loan.circle.is_open or _owns(loan, member) else None,
            loan.pk in running,
        )
        for loan in loans
    ]


def _ended(series: CountSeries, member: Member) -> list[str]:
    loans = Loan.objects.visible_to(member).of_organisation(member).ended_for_manager().filter(series=series)
    return [ended_words(loan) for loan in loans]


def names_in(circles: Sequence[int], member: Member) -> dict[int, list[str]]:
    """By circle: the other organisations that are in it now, as far as the member may know."""
    stays = CircleMembership.objects.visible_to(member).current().filter(circle__in=circles)
    stays = stays.exclude(organisation_id=member.organisation_id or 0).select_related("organisation")
    names: dict[int, list[str]] = {}
    for stay in stays.order_by("organisation__name"):
        names.setdefault(stay.circle_id, []).append(stay.organisation.name)
    return names


def _owns(loan: Loan, member: Member) -> bool:
    return loan.circle.owner_id == member.organisation_id


def _undo(rows: Sequence[WeekCount], member: Member, now: datetime) -> str:
    """The moment of this seat's newest entry, if it still stands and is of today."""
    mine = [row.at for row in rows if row.replaced_at is None and row.by_id == member.seat_id]
    newest = max((row.at for row in rows), default=None)
    if not mine or newest is None or max(mine) != newest or now - newest > UNDONE_WITHIN:
        return ""
    return newest.isoformat()
