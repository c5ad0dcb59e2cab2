"""To which baseline the facilities of the demonstration are held, and what mostly crosses their quays; made up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from port2port.members.member import Act, Function, Member
from port2port.members.models import Facility, Port
from port2port.norms import actions
from port2port.norms.models import Cargo, FacilityTier, Tier

WORDS = {
    "nl": "Zo staat de site ervoor (verzonnen).",
    "fr": "C’est ainsi que se présente le site (inventé).",
    "en": "This is how the site is (made up).",
}
CARGO = (Cargo.CONTAINER, Cargo.BULK, Cargo.TANK, Cargo.GENERAL)
KEEPERS = frozenset({Function.OFFICER, Function.COORDINATOR})


def keep(members: Mapping[str, Member], *, now: datetime) -> None:
    """Each officer says it of its own facilities; a seat of the port confirms what it may."""
    for place, facility in enumerate(Facility.objects.filter(is_active=True).select_related("port").order_by("pk")):
        keeper = next((one for one in members.values() if _keeps(one, facility)), None)
        if keeper is None:
            continue
        row = actions.set_tier(member=keeper, facility=facility, said=_said(facility, place), now=now)
        confirmer = next((one for one in members.values() if _confirms(one, row)), None)
        if confirmer is not None:
            actions.confirm_tier(member=confirmer, tier=row, now=now + timedelta(days=2))


def _keeps(member: Member, facility: Facility) -> bool:
    is_keeper = member.function in KEEPERS and member.may(Act.KEEP_DUTIES)
    return is_keeper and Facility.objects.kept_by(member).filter(pk=facility.pk).exists()


def _confirms(member: Member, row: FacilityTier) -> bool:
    return member.seat_id != row.set_by_id and FacilityTier.objects.confirmable_by(member).filter(pk=row.pk).exists()


def _said(facility: Facility, place: int) -> actions.TierFields:
    is_isps = facility.isps == Facility.Isps.INSIDE
    tier = (Tier.HIGH if place % 3 == 0 else Tier.ISPS) if is_isps else Tier.LIGHT
    language = "fr" if facility.port.geography == Port.Geography.INLAND else "nl"
    return actions.TierFields(tier=tier, cargo=CARGO[place % len(CARGO)], reason=WORDS[language])
