"""Measures, other ways of recording and comparisons from outside are declared, and withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.counts.access import compares_counts, keeps_counts, lends_counts
from port2port.counts.actions.counting import Entered, seat_of
from port2port.counts.categories import is_category
from port2port.counts.models import (
    MOST_RAMP,
    SHORTEST_WHY,
    Comparison,
    ComparisonWeek,
    Intervention,
    Reason,
    RecordingChange,
)
from port2port.counts.places import countable_ports
from port2port.counts.refusals import (
    AnnouncedAfter,
    GivenByLenders,
    NoCategory,
    NoRamp,
    NoReason,
    NoShare,
    NotInCircle,
    OnToCome,
    OtherPort,
    WhyTooShort,
    WithdrawnAlready,
)
from port2port.counts.rules import check_counted, check_number, check_week
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Circle, Port
from port2port.pure.texts import Room
from port2port.reports.rules import LANGUAGES, BadField, cleaned, own_organisation

TITLE = Room(characters=120, byte_count=480, required=True)
WHAT = Room(characters=300, byte_count=1_200, required=True)
WHY = Room(characters=2_000, byte_count=8_000, lines=True, required=True)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterventionFields:
    """A measure; language is the title's. circle: who else reads it."""

    title: str
    language: str
    port: Port
    announced_on: date
    starts_on: date
    category: str = ""
    ramp_weeks: int = 8
    intensity: Decimal = ONE
    circle: Circle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonFields:
    """A series from outside; language is that of title and why. circle: who else reads it, numbers included."""

    title: str
    language: str
    reason: str
    why: str
    outcome: str
    category: str = ""
    circle: Circle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFields:
    """Another way of counting; language is that of what."""

    port: Port
    outcome: str
    on: date
    what: str
    language: str
    category: str = ""
    both_sides_recoded: bool = False


@transaction.atomic
def declare_intervention(*, member: Member, said: InterventionFields, now: datetime) -> Intervention:
    """A measure whose effect may be asked after. Raises NotAllowed, BadField."""
    _check_declarer(member, said.language, said.circle)
    _check_port(member, said.port)
    if not is_category(said.category):
        raise BadField("category", NoCategory.words)
    if said.starts_on < said.announced_on:
        raise BadField("starts_on", AnnouncedAfter.words)
    if not 0 <= said.ramp_weeks <= MOST_RAMP:
        raise BadField("ramp_weeks", NoRamp.words)
    if not said.intensity.is_finite() or not 0 <= said.intensity <= 1:
        raise BadField("intensity", NoShare.words)
    row = Intervention.objects.create(
        organisation_id=own_organisation(member),
        title=cleaned("title", said.title, TITLE),
        language=said.language,
        port=said.port,
        category=said.category,
        announced_on=said.announced_on,
        starts_on=said.starts_on,
        ramp_weeks=said.ramp_weeks,
        intensity=said.intensity,
        circle=said.circle,
        by_id=seat_of(member),
        at=now,
    )
    record_act(member=member, act="declare_intervention", subject=f"intervention:{row.key}", now=now)
    return row


@transaction.atomic
def declare_comparison(*, member: Member, said: ComparisonFields, now: datetime) -> Comparison:
    """A series from outside, with the reason why nothing pushed away can turn up there. Raises NotAllowed, BadField."""
    _check_declarer(member, said.language, said.circle)
    if not compares_counts(member):
        raise NotAllowed
    check_counted(said.outcome, said.category)
    if said.reason not in Reason.values:
        raise BadField("reason", NoReason.words)
    why = cleaned("why", said.why, WHY)
    if len(why) < SHORTEST_WHY:
        raise BadField("why", WhyTooShort.words)
    row = Comparison.objects.create(
        organisation_id=own_organisation(member),
        title=cleaned("title", said.title, TITLE),
        language=said.language,
        reason=said.reason,
        why=why,
        outcome=said.outcome,
        category=said.category,
        circle=said.circle,
        by_id=seat_of(member),
        at=now,
    )
    record_act(member=member, act="declare_comparison", subject=f"comparison:{row.key}", now=now)
    return row


@transaction.atomic
def enter_comparison(
    *, member: Member, comparison: Comparison, said: Mapping[date, int | None], now: datetime, file: UUID | None = None
) -> Entered:
    """The numbers of these weeks outside; a corrected one is kept. Raises NotAllowed, WithdrawnAlready, BadField."""
    row = _held(member, comparison)
    for week, number in said.items():
        check_week(week, now=now)
        check_number(week, number)
    weeks = ComparisonWeek.objects.standing().filter(comparison=row, week__in=said)
    standing = {one.week: one for one in weeks}
    changed = {week: n for week, n in said.items() if week not in standing or standing[week].number != n}
    weeks.filter(week__in=changed).update(replaced_at=now, replaced_by_id=seat_of(member))
    ComparisonWeek.objects.bulk_create(
        ComparisonWeek(comparison=row, week=week, number=number, file=file, by_id=seat_of(member), at=now)
        for week, number in sorted(changed.items())
    )
    if changed:
        record_act(member=member, act="enter_comparison", subject=f"comparison:{row.key}", now=now)
    return Entered.of(asked=len(said), changed=changed, standing=standing)


@transaction.atomic
def give_comparison_back(*, member: Member, comparison: Comparison, file: UUID, at: datetime, now: datetime) -> int:
    """What a file said at that moment and still stands gives way to what stood before; how many weeks.

    Raises NotAllowed, WithdrawnAlready.
    """
    row = _held(member, comparison)
    theirs = ComparisonWeek.objects.standing().filter(comparison=row, file=file, at=at)
    weeks = list(theirs.values_list("week", flat=True))
    former = list(ComparisonWeek.objects.filter(comparison=row, week__in=weeks, replaced_at=at).order_by("week"))
    theirs.update(replaced_at=now, replaced_by_id=seat_of(member))
    ComparisonWeek.objects.bulk_create(
        ComparisonWeek(comparison=row, week=one.week, number=one.number, file=one.file, by_id=seat_of(member), at=now)
        for one in former
    )
    if weeks:
        record_act(member=member, act="enter_comparison", subject=f"comparison:{row.key}", now=now)
    return len(weeks)


def _held(member: Member, comparison: Comparison) -> Comparison:
    """The row, until the end of the transaction. Raises NotAllowed, WithdrawnAlready."""
    row = Comparison.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=comparison.pk).first()
    if row is None:
        raise NotAllowed
    if row.withdrawn_at is not None:
        raise WithdrawnAlready
    return row


@transaction.atomic
def declare_recording_change(*, member: Member, said: ChangeFields, now: datetime) -> RecordingChange:
    """From that day an event is counted in another way. Raises NotAllowed, BadField."""
    _check_declarer(member, said.language, None)
    check_counted(said.outcome, said.category)
    _check_port(member, said.port)
    if said.on > timezone.localdate(now):
        raise BadField("on", OnToCome.words)
    row = RecordingChange.objects.create(
        organisation_id=own_organisation(member),
        port=said.port,
        outcome=said.outcome,
        category=said.category,
        on=said.on,
        what=cleaned("what", said.what, WHAT),
        language=said.language,
        both_sides_recoded=said.both_sides_recoded,
        by_id=seat_of(member),
        at=now,
    )
    record_act(member=member, act="declare_recording", subject=f"recording:{row.key}", now=now)
    return row


@transaction.atomic
def withdraw[M: (Intervention, Comparison, RecordingChange)](*, member: Member, declared: M, now: datetime) -> M:
    """It stays readable to its own organisation alone. Raises NotAllowed, WithdrawnAlready."""
    rows = type(declared).objects.editable_by(member)
    row = rows.select_for_update(of=("self",)).filter(pk=declared.pk).first()
    if row is None:
        raise NotAllowed
    if row.withdrawn_at is not None:
        raise WithdrawnAlready
    row.withdrawn_at, row.withdrawn_by_id = now, seat_of(member)
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_act(member=member, act="withdraw_declared", subject=f"{row._meta.model_name}:{row.key}", now=now)
    return row


def _check_declarer(member: Member, language: str, circle: Circle | None) -> None:
    if not keeps_counts(member):
        raise NotAllowed
    if language not in LANGUAGES:
        raise BadField("language", NoReason.words)
    if circle is not None and not lends_counts(member):
        raise BadField("circle", GivenByLenders.words)
    if circle is not None and not Circle.objects.choosable_by(member).filter(pk=circle.pk).exists():
        raise BadField("circle", NotInCircle.words)


def _check_port(member: Member, port: Port) -> None:
    if not countable_ports(member).filter(pk=port.pk).exists():
        raise BadField("port", OtherPort.words)
