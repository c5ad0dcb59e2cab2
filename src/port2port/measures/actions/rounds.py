"""Once a quarter: what may be shown of how far the community has adopted a measure."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from port2port.measures.models import Adoption, AdoptionContribution, AdoptionRound, AdoptionState, Measure
from port2port.members.operators import operators
from port2port.norms.models import FacilityTier
from port2port.pure.disclosure import Contribution, Rules, Shown, next_round
from port2port.pure.measure_life import share_of

RULES = Rules()


def make_adoption_rounds(*, now: datetime) -> int:
    """Make this quarter's round of each measure that is in force, once; how many were made."""
    first_day = quarter_of(timezone.localdate(now))
    made = AdoptionRound.objects.filter(first_day=first_day).values("measure_id")
    waiting = Measure.objects.standing().filter(in_force__isnull=False).exclude(pk__in=made)
    return sum(_make(measure, first_day, now) for measure in waiting)


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


@transaction.atomic
def _make(measure: Measure, first_day: date, now: datetime) -> int:
    row, is_new = AdoptionRound.objects.get_or_create(measure=measure, first_day=first_day, defaults={"made_at": now})
    if not is_new:
        return 0
    rows = _contributing(measure)
    AdoptionContribution.objects.bulk_create(
        AdoptionContribution(
            round=row,
            facility=one.facility,
            organisation_id=one.facility.organisation_id,
            port_id=one.facility.port_id,
            level=int(one.state == AdoptionState.IN_PLACE),
        )
        for one in rows
    )
    before, maker = _before(row)
    shown = next_round(before, _units(row), RULES)
    kept = shown.made_of is before.made_of
    row.made_of = maker if kept else row
    if shown.band is not None:
        row.share = share_of(one.level for one in shown.made_of.values())
        row.floor = shown.band.floor
    row.save(update_fields=["made_of", "share", "floor"])
    return 1


def _contributing(measure: Measure) -> list[Adoption]:
    rows = Adoption.objects.filter(version__measure=measure, version__n=measure.in_force or 0)
    # What no port's officer has confirmed to exist counts nowhere.
    known = FacilityTier.objects.current().filter(confirmed_at__isnull=False).values("facility_id")
    rows = rows.filter(facility__in=known, facility__is_active=True, facility__organisation__state="active")
    applies = rows.exclude(state=AdoptionState.NOT_APPLICABLE)
    return list(applies.select_related("facility").order_by("pk"))


def _before(row: AdoptionRound) -> tuple[Shown, AdoptionRound | None]:
    """What the round before showed, and the round whose contributions the newest share was made of."""
    earlier = AdoptionRound.objects.filter(measure=row.measure, first_day__lt=row.first_day).order_by("-first_day")
    last = earlier.select_related("made_of").first()
    maker = last.made_of if last else None
    if last is None or maker is None:
        return Shown(), None
    units = _units(maker)
    known = {one.unit: one for one in units}
    # Whether a band was ever made follows from its contributions: they were kept because they could be shown.
    made = next_round(Shown(), units, RULES)
    return Shown(made.band if last.share is not None else None, made.band, known), maker


def _units(row: AdoptionRound) -> list[Contribution]:
    rows, tops = AdoptionContribution.objects.filter(round=row).order_by("facility_id"), operators()
    return [
        Contribution(str(one.facility_id), str(tops[one.organisation_id]), one.level, str(one.port_id)) for one in rows
    ]
