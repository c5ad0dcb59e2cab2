"""A community large enough for bands: twelve terminals of twelve operators in three ports."""

from datetime import timedelta

from port2port.members.models import Facility, Organisation
from port2port.norms.models import FacilityTier
from port2port.registers.models import PickupRollout
from tests.personas import BEFORE, NOW, Community

AFTER = NOW + timedelta(days=40)
STAGES = [0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5]


def built(community: Community, *, confirmed: bool = True) -> None:
    """Lanes of north's quay and of eleven terminals of others, their ports having confirmed them."""
    ports = [community.ports[slug] for slug in ("north", "south", "east")]
    facilities = [community.facilities["north"]]
    for number in range(len(STAGES)):
        operator = Organisation.objects.create(
            slug=f"operator-{number}",
            name=f"Operator {number}",
            kind="company",
            standing="member",
            state="active",
            admitted_at=BEFORE,
        )
        facilities.append(
            Facility.objects.create(
                organisation=operator, port=ports[number % 3], name=f"Terminal {number}", kind="terminal", isps="inside"
            )
        )
    by = {"confirmed_by": community.seats["peer"], "confirmed_at": NOW} if confirmed else {}
    FacilityTier.objects.bulk_create(
        FacilityTier(facility=one, tier="I", cargo="container", set_by=community.seats["author"], set_at=NOW, **by)
        for one in facilities
    )
    PickupRollout.objects.bulk_create(
        PickupRollout(
            organisation=one.organisation,
            facility=one,
            mode="truck",
            flow="europe",
            stage=stage,
            since_on=NOW.date(),
            made_at=NOW,
            changed_at=NOW,
        )
        for one, stage in zip(facilities, [2, *STAGES], strict=True)
    )
