"""Use cases of the port of north: `kept` in its own register, `shared` as TLP:AMBER with north and south."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from port2port.members.member import Member
from port2port.pure.ai_camera import Measured
from port2port.pure.audience import Tlp
from port2port.registers import actions
from port2port.registers.fields import CaseFields
from port2port.registers.models import AiUseCase
from port2port.reports.fields import Readers
from tests.personas import NOW, Community

OVERSIGHT = {"decides": "Control room", "within_s": 60, "switches_off": "Officer on duty"}
CLEAR, GREEN = Readers(tlp=Tlp.CLEAR), Readers(tlp=Tlp.GREEN)
COUNTED = Measured(camera_days=40, alarms=120, true=18, false=102, staged=20, found=18)


def said(**more: Any) -> CaseFields:
    words: dict[str, Any] = {
        "title": "Climbing of the north fence",
        "summary": "Looks at the fence at night.",
        "kind": "line",
        "purposes": ("DRG-EXT-PIN",),
        "class_reasoning": "Recognises no people.",
        "lessons": "Foxes.",
        **OVERSIGHT,
    }
    return CaseFields(**words | more)


@pytest.fixture
def amber(community: Community) -> Readers:
    return Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk}))


@pytest.fixture
def kept(community: Community, author: Member) -> Callable[..., AiUseCase]:
    """A case in north's own register, at its quay, with one period measured."""

    def make(*, state: str = "idea", measured: bool = True, **more: Any) -> AiUseCase:
        case = actions.keep_case(member=author, said=said(facility=community.facilities["north"], **more), now=NOW)
        if measured:
            measure(author, case)
        for to in STEPS[: STEPS.index(state)]:
            case = actions.move_case(member=author, case=case, to=NEXT[to], why="Because.", now=NOW)
        return AiUseCase.objects.get(pk=case.pk)

    return make


STEPS = ["idea", "assessed", "trial", "in_use", "paused", "stopped", "withdrawn"]
NEXT = dict(pairwise(STEPS))


def measure(member: Member, case: AiUseCase, **more: Any) -> Any:
    period = {"from_on": date(2026, 1, 5), "to_on": date(2026, 1, 14), "measured": COUNTED, "labelled": "By hand"}
    return actions.measure_case(member=member, case=case, **{"now": NOW} | period | more)


@pytest.fixture
def shared(author: Member, kept: Callable[..., AiUseCase], amber: Readers) -> Callable[..., AiUseCase]:
    """The same before north and south; neither site nor figures go along unless they are ticked."""

    def make(*, readers: Readers = amber, site: bool = False, figures: bool = False, **more: Any) -> AiUseCase:
        case = kept(**more)
        actions.choose_readers(
            member=author, case=case, readers=readers, shows_site=site, shows_figures=figures, now=NOW
        )
        return actions.share_case(member=author, case=case, now=NOW)

    return make
