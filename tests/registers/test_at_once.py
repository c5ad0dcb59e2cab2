"""Two who save at the same moment: one waits, and the second is told."""

import pytest

from port2port.pure.pickup import PASSES
from port2port.registers import actions
from port2port.registers.fields import fields_of
from port2port.registers.models import AiUseCase, CaseMove, PickupStep
from port2port.registers.pickup_rules import NoStep
from port2port.registers.rules import NoSuchStep
from tests.personas import NOW, found_community
from tests.registers.conftest import said
from tests.waiting import one_waits_for_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(told: list[str], do):
    def run() -> None:
        try:
            do()
            told.append("done")
        except (NoStep, NoSuchStep, actions.ChangedMeanwhile) as refusal:
            told.append(type(refusal).__name__)

    return run


def test_one_step_is_taken_once():
    community = found_community()
    author, colleague = community.member("author"), community.member("colleague")
    case = actions.keep_case(member=author, said=said(), now=NOW)
    told: list[str] = []
    one_waits_for_the_other(
        attempt(told, lambda: actions.move_case(member=author, case=case, to="assessed", now=NOW)),
        attempt(told, lambda: actions.move_case(member=colleague, case=case, to="assessed", now=NOW)),
    )

    assert sorted(told) == ["NoSuchStep", "done"]
    assert CaseMove.objects.filter(after="assessed").count() == 1


def test_of_two_wordings_the_second_is_told():
    community = found_community()
    author, colleague = community.member("author"), community.member("colleague")
    case = actions.keep_case(member=author, said=said(), now=NOW)
    seen = AiUseCase.objects.get().changed_at
    told: list[str] = []

    def change(member, title: str):
        words = fields_of(case)
        later = NOW.replace(minute=NOW.minute + 1)
        actions.change_case(
            member=member, case=case, said=type(words)(**{**_plain(words), "title": title}), seen_at=seen, now=later
        )

    one_waits_for_the_other(
        attempt(told, lambda: change(author, "First")), attempt(told, lambda: change(colleague, "Second"))
    )

    assert sorted(told) == ["ChangedMeanwhile", "done"]
    assert AiUseCase.objects.get().title == "First"


def _plain(words):
    return {name: getattr(words, name) for name in type(words).__dataclass_fields__}


def test_a_lane_moves_one_stage_once():
    community = found_community()
    author, coordinator = community.member("author"), community.member("coordinator")
    lane = actions.enter_lane(
        member=author,
        facility=community.facilities["north"],
        mode="truck",
        flow="europe",
        contact=community.seats["author"],
        now=NOW,
    )
    told: list[str] = []

    def forward(member):
        ticked = frozenset(PASSES[1])
        actions.advance(member=member, lane=lane, to=1, ticked=ticked, evidence="A drill.", now=NOW)

    one_waits_for_the_other(attempt(told, lambda: forward(author)), attempt(told, lambda: forward(coordinator)))

    assert sorted(told) == ["NoStep", "done"]
    assert PickupStep.objects.filter(after=1).count() == 1
