"""What the page of a study shows to a reader: the sentence, two charts, the numbers, what bounds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import exp, isfinite
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from port2port.counts.categories import category_words
from port2port.counts.models import Loan, Outcome
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.weekly_chart import WeeklyDrawing, WeeklySeries, draw_weeks
from port2port.reports.wording import how_it_came
from port2port.sharing.models import Delivery
from port2port.sharing.receipts import receipts_of
from port2port.studies.access import approves_results
from port2port.studies.actions import Signature, signatures_of
from port2port.studies.alike import said_of_odds
from port2port.studies.explaining import Words, explained
from port2port.studies.found import ChangeFound, Found, found_in
from port2port.studies.marking import goes_to, marking_of
from port2port.studies.models import Study, StudyResult, Widening
from port2port.studies.numbers import bracket, decimal, drift, percent, whole
from port2port.studies.planned import reckoned_anew
from port2port.studies.reach import Reach, reach_of
from port2port.studies.reasons import bounds_of, uncompared
from port2port.studies.runs import differences, run_words
from port2port.studies.saying import RIVALS, beside_of, short_of, title_of
from port2port.studies.sealing import mark_of, seal_of
from port2port.studies.sheets import WeekRow, rows_of

NONE = "–"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what it shows in a sentence."""

    key: str
    finding: str
    drawing: WeeklyDrawing


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: incidents before, after, expected, the change with its interval, the scatter."""

    where: str
    before: str
    after: str
    expected: str
    change: str
    scatter: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One result as it is read. rows, charts, checks, has_weeks, differs: inside the circle alone.

    tlp     how this page is marked            goes_to    who reads a version with sums; "" where there is no other
    title   the verdict        sentence   all of it, where there is more to say        run   which it is
    anew    what is reckoned otherwise than it was kept, in words
    """

    result: StudyResult
    found: Found
    title: str
    sentence: str
    beside: list[str]
    lines: list[Line]
    facts: list[tuple[str, str]]
    anew: str
    checks: list[tuple[str, str]]
    reasons: list[tuple[Words, Words]]
    rivals: Sequence[Words]
    explained: list[tuple[Words, Words]]
    settings: list[tuple[str, str]]
    charts: list[Chart]
    rows: list[WeekRow]
    has_weeks: bool
    tlp: Tlp
    goes_to: str
    run: str = ""
    differs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open widening as this reader sees it.

    mark    stands for the seal        reach   for who proposes or approves alone: it tells how large a circle is
    """

    row: Widening
    mark: str
    reach: Reach | None
    signatures: list[Signature]
    may_approve: bool
    may_take_back: bool
    is_complete: bool
    waits_for_others_here: bool


@dataclass(frozen=True, slots=True)
class StudyPage:
    """Everything the template needs beside the row. hides_past: there may be results that this reader does not see."""

    shown: Shown | None
    results: list[StudyResult]
    registered: list[tuple[str, str]]
    may_edit: bool
    is_own: bool
    came: list[str]
    receipts: Sequence[Delivery]
    replaced_by: list[Study]
    replaces: Study | None
    taken_back: list[str]
    hides_past: bool
    proposals: list[Proposal] = field(default_factory=list)


def study_page(row: Study, *, member: Member, number: str) -> StudyPage:
    """The page as this reader sees it now; number: of the result that is asked for."""
    results = list(StudyResult.objects.visible_to(member).filter(study=row).order_by("-number"))
    chosen = next((one for one in results if str(one.number) == number), results[0] if results else None)
    shown = shown_to(row, chosen, results, member=member) if chosen else None
    has_weeks = shown is not None and shown.has_weeks
    is_own = row.originator_id == member.organisation_id
    may_edit = Study.objects.editable_by(member).filter(pk=row.pk).exists()
    visible = Study.objects.visible_to(member)
    return StudyPage(
        shown=shown,
        results=results,
        registered=registered_of(row),
        may_edit=may_edit,
        is_own=is_own,
        came=_came(row, member=member, has_weeks=has_weeks),
        receipts=receipts_of(row, member) if is_own else [],
        replaced_by=list(visible.filter(replaces=row)),
        replaces=visible.filter(pk=row.replaces_id).first() if row.replaces_id else None,
        taken_back=_taken_back(row) if has_weeks else [],
        hides_past=not is_own and not row.circle.shows_history,
        proposals=[
            _proposal(one, member, is_mine=may_edit)
            for one in Widening.objects.visible_to(member).filter(result__study=row).open()
        ],
    )


def _came(row: Study, *, member: Member, has_weeks: bool) -> list[str]:
    """Weeks came through the circle, however far the sums go."""
    if has_weeks and row.originator_id != member.organisation_id:
        return [_("It came through the circle %(name)s.") % {"name": row.circle.name}]
    return how_it_came(row, member=member)


def reads_weeks_of(result: StudyResult, member: Member) -> bool:
    """Whether this reader sees week by week what this result is made of."""
    return StudyResult.objects.visible_to(member).with_weeks_for(member).filter(pk=result.pk).exists()


def shown_to(
    row: Study, chosen: StudyResult, results: Sequence[StudyResult], *, member: Member, sums_only: bool = False
) -> Shown:
    """A result beside the others that this reader sees, newest first; sums_only: as it is read beyond the circle."""
    has_weeks = not sums_only and reads_weeks_of(chosen, member)
    shown = shown_of(row, chosen, has_weeks=has_weeks)
    before = next((one for one in results if one.number < chosen.number), None)
    return replace(
        shown,
        run=run_words(chosen, runs=results[0].number if has_weeks else None, registered=row.weeks_after),
        differs=differences(before, chosen) if has_weeks and before else [],
    )


def _taken_back(row: Study) -> list[str]:
    """Whoever counts a series of the study and lends it to the circle no more."""
    lending = Loan.objects.running_in(row.circle).filter(series__in=row.series.all())
    gone = row.series.exclude(pk__in=lending.values("series"))
    return list(gone.order_by("organisation__name").values_list("organisation__name", flat=True).distinct())


def _proposal(row: Widening, member: Member, *, is_mine: bool) -> Proposal:
    seal = seal_of(row)
    signatures = signatures_of(row, seal=seal)
    mine = next((one for one in signatures if one.lender.pk == member.organisation_id), None)
    may = mine is not None and approves_results(member)
    return Proposal(
        row,
        mark_of(seal),
        reach_of(row, member) if may or is_mine else None,
        signatures,
        may_approve=may and mine is not None and mine.given is None,
        may_take_back=may and mine is not None and mine.given is not None,
        is_complete=all(one.given for one in signatures),
        waits_for_others_here=mine is not None and mine.given is None and not may,
    )


def shown_of(study: Study, result: StudyResult, *, has_weeks: bool) -> Shown:
    """A result in the reader's language."""
    found, anew = reckoned_anew(found_in(result.figures, registered=study.weeks_after), result)
    rows = rows_of(result) if has_weeks else []
    # Placebos in space and the model of all ports are made of the share of each port: they stay with the weeks.
    checks = list(_checks(result.figures)) if has_weeks else []
    return Shown(
        result=result,
        found=found,
        title=short_of(found),
        sentence="" if found.forcing and not found.is_interim else title_of(found),
        beside=[*beside_of(found), *said_of_odds(study)],
        lines=list(_lines(found)),
        facts=list(_facts(found)),
        anew=anew,
        checks=checks,
        reasons=bounds_of(found),
        rivals=RIVALS,
        explained=list(explained(found, has_checks=bool(checks))),
        settings=_settings(study, result),
        charts=charts_of(found, rows, result) if has_weeks else [],
        rows=rows,
        has_weeks=has_weeks,
        tlp=marking_of(study, result, has_weeks=has_weeks),
        goes_to=goes_to(study) if has_weeks and result.wide_at else "",
    )


def charts_of(found: Found, rows: Sequence[WeekRow], result: StudyResult) -> list[Chart]:
    """The port of the measure, and the others together."""
    first = rows[0].week
    marks = tuple((date.fromisoformat(one["on"]) - first).days // 7 for one in result.panel["recording_changes"])
    names = {"target": found.target, "others": others_words(found)}
    changes = {"target": found.at_target, "others": found.elsewhere}
    start = next((place for place, row in enumerate(rows) if row.window == "after"), None)
    charts = []
    for name, where in names.items():
        values = [getattr(row, name) for row in rows]
        drawing = draw_weeks(
            WeeklySeries(
                first=first,
                recorded=[one.recorded for one in values],
                expected=[one.expected for one in values],
                low=[one.low for one in values],
                high=[one.high for one in values],
                start=start,
                marks=marks,
            )
        )
        change = changes[name]
        charts.append(Chart(name, f"{where}: {_change_words(change) if change else uncompared(found)}", drawing))
    return charts


def others_words(found: Found) -> str:
    """The ports that are compared, together."""
    return _("The other ports together (%(n)s)") % {"n": len(found.others)}


def _change_words(change: ChangeFound) -> str:
    said = change.said
    if said.ratio is not None:
        high = decimal(said.ratio.high) if isfinite(said.ratio.high) else "\N{INFINITY}"
        return _("%(low)s–%(high)s times what was expected") % {"low": decimal(said.ratio.low), "high": high}
    values = {"amount": whole(said.amount), "interval": bracket(said.low, said.high)}
    if said.is_lower:
        return _("%(amount)s %(interval)s lower than expected") % values
    return _("%(amount)s %(interval)s higher than expected") % values


def _lines(found: Found) -> Iterable[Line]:
    rows = (
        (found.target, found.at_target),
        (others_words(found), found.elsewhere),
        (_("All of them"), found.net),
    )
    for where, change in rows:
        if change is not None:
            scatter = decimal(change.dispersion, 1)
            yield Line(
                where, whole(change.before), whole(change.after), whole(change.expected), _change_words(change), scatter
            )


def _facts(found: Found) -> Iterable[tuple[str, str]]:
    if found.planned_share is not None:
        yield _("Smallest share in sight, from the weeks before alone"), _planned_words(found, found.planned_share)
    if found.smallest_share is not None:
        yield _("Smallest share in sight"), decimal(found.smallest_share)
    if found.share is not None:
        ends = found.share_interval
        interval = _("no finite interval")
        if ends is not None and isfinite(ends.low) and isfinite(ends.high):
            interval = f"[{decimal(ends.low)}; {decimal(ends.high)}]"
        yield _("Displaced share"), f"{decimal(found.share)} {interval}"
    if found.tipping_drift is not None:
        yield _("Tipping drift"), drift(found.tipping_drift)
    if found.wander is not None:
        yield _("Wander"), _wander_words(exp(found.wander) - 1)
    if found.external is not None:
        before, after = (whole(one) for one in found.external)
        yield _("The comparison from outside, before and after"), f"{before} → {after}"


def _planned_words(found: Found, share: float) -> str:
    if not found.is_interim:
        return decimal(share)
    return _(
        "%(share)s, for the %(n)s of the registered %(of)s weeks counted so far: fewer weeks show less than all that "
        "the registration reckons with"
    ) % {"share": decimal(share), "n": found.after.weeks, "of": found.registered}


def _wander_words(wander: float) -> str:
    words = percent(wander, 1)
    return _("none beyond chance could be seen") if words == percent(0, 1) else words


def _checks(figures: dict[str, Any]) -> Iterable[tuple[str, str]]:
    check, model = figures["cross_check"], figures["panel_model"]
    if check:
        yield _("Simulated intervals are apart by at most"), percent(check["apart"], 1)
    names = {"time": _("Placebo in time"), "space": _("Placebo in space")}
    for one in figures["placebos"]:
        values = {"p": decimal(one["p"], 3), "floor": decimal(one["floor"], 3), "n": one["n"]}
        yield names[one["kind"]], _("p = %(p)s, never below %(floor)s (%(n)s tries)") % values
    for name, where in (("target", _("Model, port of the measure")), ("elsewhere", _("Model, the other ports"))):
        if model:
            middle, low, high = (decimal(exp(model[name][end])) for end in ("estimate", "low", "high"))
            yield where, _("%(middle)s [%(low)s; %(high)s] of what was expected") % {
                "middle": middle, "low": low, "high": high,
            }  # fmt: skip


def registered_of(row: Study) -> list[tuple[str, str]]:
    """What was registered, in words."""
    said = row.definition
    measure = said["measure"]
    comparison = said["comparison"]
    weeks = _("%(before)s before, at most %(after)s after") % {
        "before": said["weeks_before"], "after": said["weeks_after"],
    }  # fmt: skip
    found = [
        (_("Registered on"), day_words(timezone.localdate(row.frozen_at).isoformat()) if row.frozen_at else NONE),
        (_("Measure"), f"{measure['title']} ({row.intervention.port.name})"),
        (_("Announced and begun"), f"{day_words(measure['announced_on'])} · {day_words(measure['starts_on'])}"),
        (_("What is counted"), f"{Outcome(row.outcome).label} · {category_words(row.category)}"),
        (_("Ports compared with it"), ", ".join(_others_of(row)) or NONE),
        (_("Comparison from outside"), comparison["title"] if comparison else _("none: a description only")),
    ]
    if comparison:
        found.append((_("Why it is one"), comparison["why"]))
    found += [(_("Weeks"), weeks), (_("Expected by its author"), str(row.get_hypothesis_display()))]
    if row.smallest_share is not None:
        found.append((_("Smallest share in sight when it was registered"), decimal(row.smallest_share)))
    return found


def _others_of(row: Study) -> list[str]:
    """By name, in the order of the registration, which holds their codes."""
    ports = [one.port for one in row.series.select_related("port")]
    names = {one.locode or one.slug: one.name for one in ports}
    return [names.get(code, code) for code in row.definition["others"]]


def _settings(study: Study, result: StudyResult) -> list[tuple[str, str]]:
    said = result.figures["settings"]
    programs = ", ".join(f"{name} {number}" for name, number in result.versions.items())
    return [
        (_("Interval"), percent(said["level"])),
        (_("Weeks in a block"), str(said["block_weeks"])),
        (_("Weeks compared"), _weeks_words(result.figures)),
        (_("Programs"), programs),
        (_("Seed of the draws"), str(result.seed)),
        (_("SHA-256 of the registration"), study.sha256),
        (_("SHA-256 of the counts"), result.input_sha256),
        (_("SHA-256 of the result"), result.sha256),
    ]


def _weeks_words(figures: dict[str, Any]) -> str:
    parts = []
    for name in ("before", "after"):
        one = figures[name]
        parts.append(f"{day_words(one['first_week'])} – {day_words(one['last_week'])} ({one['weeks']})")
    return " · ".join(parts)


def day_words(day: str) -> str:
    """An ISO date in the reader's notation."""
    return str(date_format(date.fromisoformat(day), "DATE_FORMAT"))
