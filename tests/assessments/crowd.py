"""Many facilities of many operators in one round, agreed: rows made at once, for the arithmetic over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from port2port.assessments import actions
from port2port.assessments.models import Answer, Assessment, Round
from port2port.assessments.pinned import sheet_of
from port2port.members.models import Facility, Organisation, Port
from port2port.norms.models import FacilityTier
from tests.assessments.conftest import fields
from tests.personas import BEFORE, Community


@dataclass(frozen=True, slots=True)
class One:
    """A facility to be. operator, port   any words; the three of the community are found by their own"""

    operator: str
    port: str
    level: int
    tier: str = "I"
    cargo: str = "bulk"
    is_confirmed: bool = True


def nine(levels: Sequence[int] = (1, 2, 2, 3, 3, 3, 4, 4, 5)) -> list[One]:
    """Of as many operators, in the three ports; the first belongs to the northern port itself."""
    ports = ("north", "south", "east")
    return [
        One("north" if place == 0 else f"operator-{place}", ports[place % 3], level)
        for place, level in enumerate(levels)
    ]


def facility_of(community: Community, number: int, one: One) -> Facility:
    """The facility, made when it is not there yet."""
    owner, _ = Organisation.objects.get_or_create(
        slug=one.operator,
        defaults={
            "name": one.operator,
            "kind": "company",
            "standing": "member",
            "state": "active",
            "admitted_at": BEFORE,
        },
    )
    port = (
        community.ports.get(one.port)
        or Port.objects.get_or_create(slug=one.port, defaults={"name": one.port, "geography": "inland"})[0]
    )
    row, is_new = Facility.objects.get_or_create(
        organisation=owner, port=port, name=f"Site {number}", defaults={"kind": "terminal", "isps": "inside"}
    )
    if is_new:
        set_by, confirmed = community.seats["author"], community.seats["coordinator"]
        FacilityTier.objects.create(
            facility=row,
            tier=one.tier,
            cargo=one.cargo,
            reason="As it is.",
            set_by=set_by,
            set_at=BEFORE,
            confirmed_by=confirmed if one.is_confirmed else None,
            confirmed_for=community.organisations["north"] if one.is_confirmed else None,
            confirmed_at=BEFORE if one.is_confirmed else None,
        )
    return row


def frozen_round(community: Community, sites: Sequence[One], *, now: datetime, kind: str = "self") -> Round:
    """A round in which each stands at its level in every key control; level 0 takes no part."""
    desk = community.member("secretariat")
    day = timezone.localdate(now)
    said = fields(kind=kind, opens_on=day, closes_on=day + timedelta(days=5))
    row = actions.plan_round(member=desk, said=said, now=now)
    row = actions.move_round(member=desk, round=row, to="open", now=now)
    answer_and_agree(community, row, sites, now=now)
    row = actions.move_round(member=desk, round=row, to="closed", now=now)
    return actions.move_round(member=desk, round=row, to="frozen", now=now)


def answer_and_agree(community: Community, row: Round, sites: Sequence[One], *, now: datetime) -> None:
    """Each stands at its level in every key control, agreed; level 0 takes no part."""
    seat = community.seats["author"]
    for number, one in enumerate(sites):
        if not one.level:
            continue
        facility = facility_of(community, number, one)
        assessment = Assessment.objects.create(
            round=row,
            facility=facility,
            organisation=facility.organisation,
            kind=row.kind,
            state="agreed",
            started_by=seat,
            started_at=now,
            agreed_by=seat,
            agreed_at=now,
            changed_at=now,
        )
        Answer.objects.bulk_create(
            Answer(
                assessment=assessment,
                control=control,
                revision=1,
                conformity="met",
                doc=one.level,
                impl=one.level,
                author=seat,
                at=now,
            )
            for control in sheet_of(row, "en").key_ids
        )
