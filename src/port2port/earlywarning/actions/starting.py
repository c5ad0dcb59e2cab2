"""A watch is set up, its thresholds are made, a budget is chosen, and it is stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.counts.models import DERIVED, Comparison, Intervention, Loan
from port2port.counts.rules import last_whole_week
from port2port.earlywarning.access import reads_board
from port2port.earlywarning.actions.reading import read_watch
from port2port.earlywarning.alike import odds_of
from port2port.earlywarning.history import Window, baseline_of, first_week_of, history_in, year_of
from port2port.earlywarning.models import Calibration, Stop, WatchedMeasure, WatchedPort
from port2port.earlywarning.refusals import (
    BegunAlready,
    BudgetStands,
    NewcomerHere,
    NoOthers,
    NoRate,
    NotAlike,
    NothingSaid,
    NoThresholds,
    NotInCircle,
    NotShared,
    NotStarted,
    StoppedAlready,
    TargetNotLent,
    UnknownBudget,
    WatchedAlready,
)
from port2port.earlywarning.thresholds import BUDGETS, Made
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.weeks import WEEK, monday_of
from port2port.reports.rules import BadField

LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class WatchFields:
    """What is to be watched. is_meant: though these are not about the same, as `odds_of` says"""

    circle: Circle
    outcome: str
    category: str
    intervention: Intervention
    comparison: Comparison
    is_meant: bool = False


@transaction.atomic
def start_watch(*, member: Member, said: WatchFields, seed: int, now: datetime) -> WatchedMeasure:
    """Set a watch up; it begins once a budget is chosen.

    seed   of the thresholds' draws, from the system's secure source, below 2**63; weeks that were watched before keep
           theirs, so that nobody draws until a threshold pleases
    Raises NotAllowed, BadField, NoOthers, TargetNotLent, NewcomerHere, TooShort, ThinComparison, NoWeeks, NotAlike,
    WatchedAlready.
    """
    if not reads_board(member) or member.organisation_id is None or member.seat_id is None:
        raise NotAllowed
    loans = _loans(member, said)
    window = _window(said, loans, now=now)
    baseline_of(history_in(window, until=window.start_week - WEEK))
    if not said.is_meant and odds_in(said):
        raise NotAlike
    try:
        with transaction.atomic():
            watch = WatchedMeasure.objects.create(
                organisation_id=member.organisation_id,
                by_id=member.seat_id,
                at=now,
                circle=said.circle,
                intervention=said.intervention,
                comparison=said.comparison,
                outcome=said.outcome,
                category=said.category,
                start_week=window.start_week,
                shared_since=min([said.intervention.at, said.comparison.at, *(one.given_at for one in loans)]),
                seed=_seed(said, window, seed),
            )
    except IntegrityError as fault:
        raise WatchedAlready from fault
    ports = [WatchedPort(watch=watch, port=port, place=place) for place, port in enumerate(window.ports)]
    WatchedPort.objects.bulk_create(ports)
    record_act(member=member, act="start_watch", subject=f"watch:{watch.key}", now=now)
    return watch


def odds_in(said: WatchFields) -> list[str]:
    """What of it is not about the same."""
    return odds_of(said.outcome, said.category, intervention=said.intervention, comparison=said.comparison)


def _seed(said: WatchFields, window: Window, seed: int) -> int:
    before = WatchedMeasure.objects.filter(
        circle=said.circle,
        intervention__port=said.intervention.port_id,
        outcome=said.outcome,
        category=said.category,
        start_week=window.start_week,
    )
    kept = before.order_by("pk").values_list("seed", flat=True).first()
    return seed if kept is None else kept


def _loans(member: Member, said: WatchFields) -> list[Loan]:
    """Those of the circle, all of which this seat reads itself. Raises BadField, NotInCircle, NewcomerHere."""
    if said.outcome == DERIVED:
        raise BadField("what", NoRate.words)
    if not Circle.objects.choosable_by(member).filter(pk=said.circle.pk).exists():
        raise NotInCircle
    _shared(member, said)
    running = Loan.objects.running_in(said.circle).filter(outcome=said.outcome, category=said.category)
    loans = list(running.select_related("port").order_by("port__name"))
    readable = set(running.read_by(member).values_list("pk", flat=True))
    if any(one.pk not in readable for one in loans):
        raise NewcomerHere
    return loans


def _shared(member: Member, said: WatchFields) -> None:
    """Raises BadField at what is not shared with the circle."""
    rows: dict[str, Intervention | Comparison] = {"intervention": said.intervention, "comparison": said.comparison}
    for name, row in rows.items():
        if row.circle_id != said.circle.pk or row.withdrawn_at is not None:
            raise BadField(name, NotShared.words)
    if not Intervention.objects.visible_to(member).filter(pk=said.intervention.pk).exists():
        raise BadField("intervention", NotShared.words)
    if not Comparison.objects.visible_to(member).filter(pk=said.comparison.pk).exists():
        raise BadField("comparison", NotShared.words)


def _window(said: WatchFields, loans: Sequence[Loan], *, now: datetime) -> Window:
    """Raises BadField, TargetNotLent, NoOthers."""
    target = said.intervention.port_id
    ports = sorted((one.port for one in loans), key=lambda port: port.pk != target)
    if not ports or ports[0].pk != target:
        raise TargetNotLent
    if len(ports) < 2:
        raise NoOthers
    newest = last_whole_week(now)
    if monday_of(said.intervention.starts_on) > newest:
        raise BadField("intervention", NotStarted.words)
    return Window(
        circle=said.circle,
        outcome=said.outcome,
        category=said.category,
        ports=tuple(ports),
        comparison=said.comparison,
        **year_of(said.intervention, first_week_of(said.intervention, newest)),
    )


@transaction.atomic
def keep_thresholds(*, member: Member, watch: WatchedMeasure, made: Made, now: datetime) -> Calibration:
    """Keep what was drawn; made twice, the first stands. Raises NotAllowed, StoppedAlready."""
    row = _own(member, watch)
    if row.stopped_at is not None:
        raise StoppedAlready
    kept, _is_new = Calibration.objects.get_or_create(
        watch=row,
        defaults={"draws": made.draws, "thresholds": made.thresholds, "buys": made.table, "made_at": now},
    )
    return kept


@transaction.atomic
def begin_watch(*, member: Member, watch: WatchedMeasure, budget: int, now: datetime) -> WatchedMeasure:
    """Choose the budget, once; the weeks so far are read at once.

    Weeks that were watched before keep their budget.
    Raises NotAllowed, UnknownBudget, StoppedAlready, BegunAlready, NoThresholds, BudgetStands.
    """
    row = _own(member, watch)
    if budget not in BUDGETS:
        raise UnknownBudget
    if row.stopped_at is not None:
        raise StoppedAlready
    if row.begun_at is not None:
        raise BegunAlready
    if not Calibration.objects.filter(watch=row).exists():
        raise NoThresholds
    before = WatchedMeasure.objects.of_the_weeks_of(row).filter(begun_at__isnull=False).order_by("pk").first()
    if before is not None and before.budget != budget:
        raise BudgetStands(before.budget or 0)
    row.budget, row.begun_at, row.begun_by_id = budget, now, member.seat_id
    row.save(update_fields=["budget", "begun_at", "begun_by"])
    record_act(member=member, act="begin_watch", subject=f"watch:{row.key}", now=now)
    read_watch(row, now=now)
    return row


@transaction.atomic
def stop_watch(*, member: Member, watch: WatchedMeasure, why: str, now: datetime) -> WatchedMeasure:
    """It reads no further week; what it said stands. Raises NotAllowed, StoppedAlready, BadField."""
    row = _own(member, watch)
    if row.stopped_at is not None:
        raise StoppedAlready
    why = why.strip()
    if not why or len(why) > LONGEST_WHY:
        raise BadField("why", str(NothingSaid(LONGEST_WHY)))
    row.stop, row.stop_words, row.stopped_at, row.stopped_by_id = Stop.BY_HAND, why, now, member.seat_id
    row.save(update_fields=["stop", "stop_words", "stopped_at", "stopped_by"])
    record_act(member=member, act="stop_watch", subject=f"watch:{row.key}", now=now)
    return row


def _own(member: Member, watch: WatchedMeasure) -> WatchedMeasure:
    """The row, locked. Raises NotAllowed."""
    rows = WatchedMeasure.objects.editable_by(member).select_for_update(of=("self",))
    row = rows.select_related("circle", "intervention", "comparison").filter(pk=watch.pk).first()
    if row is None:
        raise NotAllowed
    return row
