"""The joint allocation of the demonstration comes about by the actions alone."""

from port2port.allocation.answers import told_to
from port2port.allocation.models import GameDraft, Plan, PlanRead, Roster
from port2port.base.clock import now
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.site.demo.allocating import PARTIES, allocate
from port2port.site.demo.community import found


def test_four_ports_have_an_agreed_plan_and_two_rosters(db: None) -> None:
    found(password="a-long-test-password", now=now())
    seats = Seat.objects.select_related("person", "organisation")
    members = {seat.person.username: member_of_seat(seat) for seat in seats}

    allocate(members, now=now())

    plan = Plan.objects.get()
    assert plan.agreed_at is not None
    assert {scenario.language for scenario in plan.game.scenarios.all()} == {"nl", "fr", "en"}
    assert set(GameDraft.objects.values_list("language", flat=True)) == {"nl", "fr", "de", "en"}
    assert GameDraft.objects.exclude(closed_at=None).count() == 2
    assert Roster.objects.count() == 2
    assert PlanRead.objects.count() == 6
    assert GameDraft.objects.visible_to(members["csd-analyst"]).count() == 0
    for login, *_rest in PARTIES:
        told = told_to(members[login], plan.solution)
        assert len(told.ports) == 1
        assert told.others is not None
