"""Certified Pick up of the demonstration: fifteen terminals on their way from PIN to identity, all made up."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone, translation

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.members.models import Facility, Organisation, Port, Seat
from port2port.members.readers import member_of_seat
from port2port.norms.actions import TierFields, confirm_tier, set_tier
from port2port.norms.models import FacilityTier
from port2port.pure.pickup import PASSES
from port2port.registers import actions
from port2port.registers.models import PickupRollout

type Members = Mapping[str, Member]

# Terminals beside those of the community: operator, port, name.
TERMINALS = [
    ("demo-terminal", "BEANR", "Demo Terminal Right Bank"),
    ("north-sea-port", "BEGNE", "Demo container quay"),
    ("liege", "BEZER", "Demo barge terminal"),
    ("brussels", "BEBRU", "Demo inner harbour"),
    ("waterway-antwerp", "BEMEH", "Demo canal terminal"),
    ("waterway-flemish-brabant", "BEGRB", "Demo container canal quay"),
]
OFFICERS = {
    "antwerp-bruges": "antwerp-officer",
    "demo-terminal": "terminal-officer",
    "north-sea-port": "northsea-officer",
    "liege": "liege-officer",
    "brussels": "brussels-officer",
    "ostend": "ostend-officer",
    "waterway-antwerp": "waterway-officer",
    "waterway-flemish-brabant": "brabant-officer",
}
# Facility: lanes as way, trade lane and the stage that they have come to.
LANES: dict[str, list[tuple[str, str, int]]] = {
    "Demo quay North": [("truck", "latin_america", 4), ("barge", "latin_america", 2)],
    "Demo quay Coast": [("truck", "europe", 3)],
    "Demo Terminal Left Bank": [("truck", "latin_america", 5), ("rail", "europe", 3), ("barge", "africa", 3)],
    "Demo Terminal Right Bank": [("truck", "far_east", 4)],
    "Demo bulk quay": [("truck", "africa", 1)],
    "Demo container quay": [("truck", "latin_america", 3), ("barge", "europe", 2)],
    "Demo trimodal quay": [("barge", "europe", 2), ("rail", "europe", 1), ("truck", "europe", 2)],
    "Demo inland quay": [("barge", "europe", 0), ("truck", "europe", 1)],
    "Demo barge terminal": [("barge", "europe", 1), ("truck", "europe", 2)],
    "Demo outer harbour": [("barge", "europe", 1), ("truck", "europe", 2)],
    "Demo inner harbour": [("truck", "europe", 1)],
    "Demo ferry quay": [("truck", "europe", 2)],
    "Demo canal quay": [("barge", "europe", 0), ("truck", "europe", 1)],
    "Demo canal terminal": [("barge", "latin_america", 3), ("truck", "europe", 3)],
    "Demo container canal quay": [("barge", "europe", 2), ("truck", "europe", 2)],
}
EVIDENCE = "Verslag van de stuurgroep en een oefening (verzonnen)"
BLOCKER = "Twee vervoerders hebben nog geen lezers voor de kaart (verzonnen)"


@dataclass(slots=True)
class _RollOut:
    members: Members
    now: datetime
    lanes: list[tuple[PickupRollout, Member, int]] = field(default_factory=list)

    def run(self) -> None:
        self._found()
        # Most steps lie before the last quarter, so that its bands differ from those of the quarter before.
        starts = [self.now - timedelta(days=days) for days in (330, 200, 105, 8)]
        for number, (since, until) in enumerate(pairwise(starts)):
            self._advance(number, since, until)
            actions.freeze_quarter(now=until)
        actions.freeze_quarter(now=self.now)
        self._plan()
        self._volunteer()

    def _found(self) -> None:
        for slug, locode, name in TERMINALS:
            Facility.objects.create(
                organisation=Organisation.objects.get(slug=slug),
                port=Port.objects.get(locode=locode),
                name=name,
                kind="terminal",
                isps="inside",
            )
        began = self.now - timedelta(days=340)
        for name, lanes in LANES.items():
            facility = Facility.objects.select_related("organisation", "port").get(name=name)
            member = self.members[OFFICERS[facility.organisation.slug]]
            _hold(facility, member, began)
            contact = Seat.objects.get(pk=member.seat_id or 0)
            for mode, flow, stage in lanes:
                lane = actions.enter_lane(
                    member=member, facility=facility, mode=mode, flow=flow, contact=contact, now=began
                )
                self.lanes.append((lane, member, stage))

    def _advance(self, number: int, since: datetime, until: datetime) -> None:
        for place, (lane, member, stage) in enumerate(self.lanes):
            lane.refresh_from_db()
            # Each third of the lanes moves on in a stretch; in the first one every lane catches up but for one stage.
            goal = max(0, stage - 1) if number == 0 else stage if place % 2 == number % 2 else lane.stage
            for turn, to in enumerate(range(lane.stage + 1, goal + 1)):
                at = since + (until - since) * (turn + 1) / (goal + 2)
                actions.advance(
                    member=member, lane=lane, to=to, ticked=frozenset(PASSES[to]), evidence=EVIDENCE, now=at
                )
                lane.refresh_from_db()

    def _plan(self) -> None:
        today = timezone.localdate(self.now)
        for place, (lane, member, _stage) in enumerate(self.lanes):
            lane.refresh_from_db()
            if place % 3 or lane.stage == 5:
                continue
            with translation.override("nl"):
                actions.plan_lane(
                    member=member,
                    lane=lane,
                    next_stage_by_on=today + timedelta(days=30 + 9 * place),
                    blocker=BLOCKER if place % 2 else "",
                    contact=lane.contact,
                    now=self.now,
                )

    def _volunteer(self) -> None:
        offers = {
            "terminal-officer": (
                "truck",
                "en",
                "How we enrolled drivers of small hauliers and drilled the fall-back.",
            ),
            "waterway-officer": ("barge", "nl", "Hoe we schippers zonder pincode laten afhalen. (Verzonnen)"),
        }
        for who, (mode, language, offer) in offers.items():
            member = self.members[who]
            contact = Seat.objects.get(pk=member.seat_id or 0)
            actions.volunteer(member=member, mode=mode, offer=offer, language=language, contact=contact, now=self.now)


def roll_out(members: Members, *, now: datetime) -> None:
    """Lanes of fifteen terminals, at their stages, with the bands of the quarters that are over."""
    _RollOut(members, now).run()


def _hold(facility: Facility, member: Member, at: datetime) -> None:
    """What the facility is held to, said by its officer and confirmed by another seat of its port."""
    current = FacilityTier.objects.current().filter(facility=facility).first()
    if current is None:
        tier = "L" if facility.isps == Facility.Isps.OUTSIDE else "I"
        said = TierFields(tier=tier, cargo="container", has_passengers=False, reason="Verzonnen voor de demonstratie")
        current = set_tier(member=member, facility=facility, said=said, now=at)
    if current.confirmed_at is not None:
        return
    for seat in Seat.objects.open().filter(organisation=facility.port.manager).exclude(pk=current.set_by_id):
        with suppress(Refusal):
            confirm_tier(member=member_of_seat(seat), tier=current, now=at)
            return
