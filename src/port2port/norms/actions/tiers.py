"""To which baseline a facility is held: its officer says so with a reason, the port's officer confirms."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.norms.models import Cargo, FacilityTier, Tier
from port2port.norms.refusals import ChangedMeanwhile, OwnTier
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned, own_organisation

CHOOSE = _("Choose one of the values offered.")
REASON = Room(characters=500, byte_count=2_000, lines=True, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierFields:
    """What an officer says of a facility. tier, cargo   of `Tier` and `Cargo`"""

    tier: str
    cargo: str
    reason: str
    has_passengers: bool = False


@on_rights
@transaction.atomic
def set_tier(*, member: Member, facility: Facility, said: TierFields, now: datetime) -> FacilityTier:
    """It holds at once and waits for the port's word; what it was stays readable. Raises NotAllowed, BadField."""
    kept = Facility.objects.kept_by(member).filter(pk=facility.pk)
    row = kept.select_for_update(of=("self",)).first()
    if row is None or member.seat_id is None:
        raise NotAllowed
    _check(said, row)
    reason = cleaned("reason", said.reason, REASON)
    FacilityTier.objects.current().filter(facility=row).update(ended_at=now)
    return FacilityTier.objects.create(
        facility=row,
        tier=said.tier,
        cargo=said.cargo,
        has_passengers=said.has_passengers,
        reason=reason,
        set_by_id=member.seat_id,
        set_at=now,
    )


def _check(said: TierFields, facility: Facility) -> None:
    if said.tier not in Tier.values:
        raise BadField("tier", CHOOSE)
    if said.cargo not in Cargo.values:
        raise BadField("cargo", CHOOSE)
    if said.tier == Tier.LIGHT and facility.isps == Facility.Isps.INSIDE:
        raise BadField("tier", _("An ISPS port facility is held to the ISPS baseline at least."))


@on_rights
@transaction.atomic
def confirm_tier(*, member: Member, tier: FacilityTier, now: datetime) -> FacilityTier:
    """The officer of the port says that it is so, and that the facility exists.

    Raises NotAllowed, OwnTier, ChangedMeanwhile.
    """
    row = FacilityTier.objects.select_for_update(of=("self",)).select_related("set_by").get(pk=tier.pk)
    if not FacilityTier.objects.confirmable_by(member).filter(pk=row.pk).exists() or member.seat_id is None:
        raise NotAllowed
    if row.ended_at is not None:
        raise ChangedMeanwhile
    if row.set_by.person_id == member.person_id:
        raise OwnTier
    if row.confirmed_at is None:
        row.confirmed_by_id, row.confirmed_for_id, row.confirmed_at = member.seat_id, own_organisation(member), now
        row.save(update_fields=["confirmed_by", "confirmed_for", "confirmed_at"])
    return row
