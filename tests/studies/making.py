"""A network of three ports brought to a state through the actions: counts lent, a study drafted, registered, run.

North and south are in the circle; south manages a second port, so that there are two others. The numbers are drawn with
a fixed seed: a cut at north, of which a share turns up at the others.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.utils import timezone

from port2port.counts import actions as counts
from port2port.counts.models import Comparison, CountSeries, Intervention, Loan
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.pure.weeks import WEEK
from port2port.reports.fields import Readers
from port2port.studies import actions
from port2port.studies.definition import definition_of, hash_of
from port2port.studies.fields import MeasureSaid, OutsideSaid, WeeksSaid
from port2port.studies.framing import frame_of
from port2port.studies.models import Study, StudyResult, Widening
from port2port.studies.planning import plan_of
from port2port.studies.reading import weeks_before
from port2port.studies.sealing import seal_of
from tests.personas import Community

WHY = "Another country and another sea; none of the groups known here has ever been seen there."
MEANS = {"north": 16.0, "south": 9.0, "far": 7.0}
WEEKS_SINCE = 52
WEEKS = 156 + WEEKS_SINCE
SEED = 20_260_302


@dataclass
class Network:
    """What was lent and declared."""

    ports: dict[str, Port]
    series: dict[str, CountSeries]
    loans: dict[str, Loan]
    measure: Intervention
    comparison: Comparison
    first: date
    start: date


def drawn(*, share: float = 0.9, cut: float = 0.6, outside: float = 40.0) -> dict[str, list[int]]:
    """Weekly counts by port; share of what the measure takes away at north comes back at the others."""
    rng = np.random.default_rng(SEED)
    since = np.arange(WEEKS) >= WEEKS - WEEKS_SINCE
    common = 1 + 0.15 * np.sin(2 * np.pi * np.arange(WEEKS) / 52)
    gone = np.where(since, cut * MEANS["north"], 0.0)
    others = MEANS["south"] + MEANS["far"]
    means = {
        "north": common * (MEANS["north"] - gone),
        "south": common * (MEANS["south"] + share * gone * MEANS["south"] / others),
        "far": common * (MEANS["far"] + share * gone * MEANS["far"] / others),
        "outside": common * outside,
    }
    return {name: rng.poisson(mean).tolist() for name, mean in means.items()}


def lent(community: Community, *, now: datetime, numbers: dict[str, list[int]] | None = None) -> Network:
    """Three ports lend intrusions to the circle; north declares a measure and a comparison."""
    numbers = numbers or drawn()
    far = Port.objects.create(
        slug="far", locode="BEFAR", name="Far", geography="sea", manager=community.organisations["south"]
    )
    ports = {"north": community.ports["north"], "south": community.ports["south"], "far": far}
    last = last_whole_week(now)
    first = last - (WEEKS - 1) * WEEK
    start = first + (WEEKS - WEEKS_SINCE) * WEEK
    keepers = {"north": community.member("author"), "south": community.member("peer"), "far": community.member("peer")}
    series, loans = {}, {}
    for name, port in ports.items():
        series[name] = counts.open_series(member=keepers[name], port=port, outcome="intrusions", now=now)
        said = {first + n * WEEK: WeekSaid(number) for n, number in enumerate(numbers[name])}
        counts.enter_weeks(member=keepers[name], series=series[name], said=said, now=now)
        loans[name] = counts.lend(
            member=keepers[name], series=series[name], circle=community.circles["both"], from_week=first, now=now
        )
    measure = counts.declare_intervention(
        member=keepers["north"],
        said=counts.InterventionFields(
            title="Patrols along the fence",
            language="en",
            port=ports["north"],
            announced_on=start - 14 * timedelta(days=1),
            starts_on=start,
            circle=community.circles["both"],
        ),
        now=now,
    )
    comparison = counts.declare_comparison(
        member=keepers["north"],
        said=counts.ComparisonFields(
            title="A port far away",
            language="en",
            reason="outside_substitution",
            why=WHY,
            outcome="intrusions",
            circle=community.circles["both"],
        ),
        now=now,
    )
    outside = {first + n * WEEK: number for n, number in enumerate(numbers["outside"])}
    counts.enter_comparison(member=keepers["north"], comparison=comparison, said=outside, now=now)
    return Network(ports, series, loans, measure, comparison, first, start)


def begun(community: Community, network: Network, *, now: datetime, by: str = "author") -> Study:
    """Page 1."""
    said = MeasureSaid(
        title="Did the patrols move intrusions?",
        language="en",
        circle=community.circles["both"],
        intervention=network.measure,
        hypothesis="moves",
    )
    return actions.begin_study(member=community.member(by), said=said, now=now)


def drafted(
    community: Community, network: Network, *, now: datetime, outside: bool = True, by: str = "author"
) -> Study:
    """All six pages answered."""
    member, row = community.member(by), begun(community, network, now=now, by=by)
    actions.answer_counted(member=member, study=row, outcome="intrusions", category="", now=now)
    said = OutsideSaid(comparison=network.comparison) if outside else OutsideSaid(is_description=True)
    actions.answer_outside(member=member, study=row, said=said, now=now)
    actions.answer_recording(member=member, study=row, is_checked=True, now=now)
    actions.answer_weeks(member=member, study=row, said=WeeksSaid(weeks_before=104, weeks_after=52), now=now)
    actions.answer_sight(member=member, study=row, hoped_percent=40, now=now)
    return Study.objects.select_related("circle", "intervention__port", "comparison").get(pk=row.pk)


def hash_shown(study: Study, member: Member) -> str:
    """What page 7 shows."""
    row = Study.objects.select_related("circle", "intervention__port", "comparison", "replaces").get(pk=study.pk)
    row.replaces = row.replaces or actions.former_of(member, row)
    return hash_of(definition_of(row, frame_of(row), plan_of(row, weeks_before(row, member=member))))


def registered(community: Community, study: Study, *, now: datetime, by: str = "author") -> Study:
    """Registered as its author was shown it."""
    member = community.member(by)
    return actions.register_study(member=member, study=study, sha256=hash_shown(study, member), now=now)


def ran(community: Community, study: Study, *, now: datetime, by: str = "author") -> StudyResult:
    """One run."""
    return actions.run_study(member=community.member(by), study=study, now=now, seed=7)


def let_go(community: Community, result: StudyResult, readers: Readers, *, now: datetime) -> Widening:
    """Asked, approved by both lenders, gone."""
    author = community.member("author")
    row = actions.propose_widening(member=author, result=result, readers=readers, now=now)
    for who in ("author", "peer"):
        actions.approve_result(member=community.member(who), widening=row, seal=seal_of(row), now=now)
    actions.let_go(member=author, widening=row, expected=actions.receivers_beyond(row, now=now).organisations, now=now)
    return row


def day(now: datetime) -> date:
    """Today."""
    return timezone.localdate(now)


def numbers_since(community: Community, network: Network, value: int, *, now: datetime) -> None:
    """Every count since the measure is corrected to this number: a mark to look for."""
    said = {network.start + n * WEEK: WeekSaid(value) for n in range(-2, WEEKS_SINCE)}
    for name, by in (("north", "author"), ("south", "peer"), ("far", "peer")):
        counts.enter_weeks(member=community.member(by), series=network.series[name], said=said, now=now)
