"""To which baseline the facilities of a reader are held, and what that asks of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.norms import library
from port2port.norms.access import brings_for_own
from port2port.norms.library import Volume
from port2port.norms.models import FacilityTier, Tier
from port2port.pure.oscal.profiles import imports

# Asked only where passengers pass.
PASSENGERS = frozenset({"bag-01"})


@dataclass(frozen=True, slots=True)
class Row:
    """One facility. held   None where nobody has said anything yet"""

    facility: Facility
    held: FacilityTier | None
    may_set: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Own facilities, and those that wait for the port's word."""

    own: tuple[Row, ...]
    waiting: tuple[Row, ...]


def page_of(member: Member) -> Page:
    """For the tiers' page."""
    rows = {one.facility_id: one for one in FacilityTier.objects.visible_to(member).current().with_names()}
    kept = set(Facility.objects.kept_by(member).values_list("pk", flat=True))
    confirms = set(
        FacilityTier.objects.confirmable_by(member).current().filter(confirmed_at=None).values_list("pk", flat=True)
    )
    own = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True).select_related("port")
    mine = tuple(
        Row(one, rows.get(one.pk), one.pk in kept, _confirms(rows.get(one.pk), confirms, member))
        for one in own.order_by("port__name", "name")
    )
    shown = {row.facility.pk for row in mine}
    return Page(
        own=mine,
        waiting=tuple(
            Row(one.facility, one, may_set=False, may_confirm=True)
            for one in rows.values()
            if one.pk in confirms and one.facility_id not in shown
        ),
    )


def _confirms(held: FacilityTier | None, confirms: set[int], member: Member) -> bool:
    return held is not None and held.pk in confirms and held.set_by.person_id != member.person_id


def initial(held: FacilityTier | None, facility: Facility) -> dict[str, object]:
    """What the form starts with."""
    if held is None:
        is_isps = facility.isps == Facility.Isps.INSIDE
        return {"tier": Tier.ISPS if is_isps else Tier.LIGHT}
    return {
        "tier": held.tier,
        "cargo": held.cargo,
        "has_passengers": held.has_passengers,
        "reason": held.reason,
    }


def tiers_of(facilities: Mapping[int, Facility]) -> Mapping[int, FacilityTier]:
    """What holds now of each, by facility id; those of which nobody said anything are left out."""
    rows = FacilityTier.objects.current().filter(facility__in=facilities)
    return {one.facility_id: one for one in rows}


def baseline_of(tier: str) -> Volume:
    """The newest shipped baseline of that tier."""
    key = Tier(tier).baseline
    return next(one for one in reversed(library.volumes()) if one.key == key)


def asked_of(baseline: Volume, *, has_passengers: bool) -> tuple[str, ...]:
    """The ids of the controls that it asks for, in its order."""
    ids = [name for one in imports(baseline.files[library.PROFILE]) for name in one.ids]
    return tuple(name for name in ids if has_passengers or name not in PASSENGERS)


def reads_tiers(member: Member) -> bool:
    """Whether the page of tiers has anything for the seat."""
    return brings_for_own(member) or Facility.objects.visible_to(member).in_scope_of(member).exists()
