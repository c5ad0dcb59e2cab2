"""Every page that a stranger can walk to, with the files and API answers on the way: nothing private is on it."""

import re
from collections import deque
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from port2port.assessments import actions as assessing
from port2port.levels import actions as levels
from port2port.measures import actions as measures
from port2port.measures.models import MeasureVersion
from port2port.norms import actions as norms
from port2port.registers import actions as registers
from tests.assessments.conftest import fields
from tests.assessments.crowd import frozen_round, nine
from tests.levels.conftest import said as asked
from tests.measures import making
from tests.personas import NOW, Community
from tests.registers.conftest import said as case

CANARY = "kanarie"
STARTS = (
    "/",
    "/measures/",
    "/measures/adoption/",
    "/assessments/",
    "/assessments/compare/",
    "/reviews/",
    "/cameras/",
    "/pickup/",
    "/declarations/",
    "/levels/",
    "/norms/",
    "/norms/facilities/",
    "/duties/",
    f"/search/?q={CANARY}",
    "/api/v1/measures",
    "/api/v1/adoption",
    "/api/v1/assessments",
    "/api/v1/ai-cameras",
    "/api/v1/pickup/lanes",
    "/api/v1/declarations",
    "/api/v1/norms",
)
MOST = 120
WORDS = ("tier", "effect", "idea", "answer", "proof", "safe", "authority", "camera", "activity", "ship")
LEAVE = re.compile(
    r"logout|/theme/|/language/|/static/|/norms/(isps|dir|nis2|cyfun|p2p|baseline)|/vocabulary/|/api/v1/(docs|open)"
)


# Which rows there are is the querysets' affair, tested on both engines elsewhere.
pytestmark = pytest.mark.anywhere


@pytest.fixture
def world(community: Community) -> Community:
    """North has something private in every room, each with the canary in it."""
    author, quay, today = community.member("author"), community.facilities["north"], timezone.localdate(NOW)
    tier = norms.TierFields(tier="I", cargo="bulk", reason=f"{CANARY} tier")
    norms.set_tier(member=author, facility=quay, said=tier, now=NOW)
    adopted = making.adopted(community, at=NOW - timedelta(days=60))
    done = measures.AdoptionFields(state="in_place", since_on=today, effect_note=f"{CANARY} effect")
    version = MeasureVersion.objects.get(measure=adopted)
    measures.say_adoption(member=author, facility=quay, version=version, said=done, now=NOW)
    making.idea(community, at=NOW, who="author", texts=(making.text(title=f"{CANARY} idea"),))
    frozen_round(community, nine(), now=NOW - timedelta(days=100))
    desk = community.member("secretariat")
    said = fields(opens_on=today, closes_on=today + timedelta(days=30))
    row = assessing.move_round(
        member=desk, round=assessing.plan_round(member=desk, said=said, now=NOW), to="open", now=NOW
    )
    mine = assessing.start(member=author, round=row, facility=quay, now=NOW)
    answer = assessing.Said(control="acc-05", conformity="partly", doc=1, impl=1, rationale=f"{CANARY} answer")
    assessing.save_answers(member=author, assessment=mine, said=[answer], now=NOW)
    proof = assessing.EvidenceFields(control="acc-05", title=f"{CANARY} proof", where_held=f"{CANARY} safe")
    assessing.add_evidence(member=author, assessment=mine, said=proof, now=NOW)
    letter = assessing.DerogationFields(
        control="gov-01", authority=f"{CANARY} authority", reference="1", from_on=today, until_on=today
    )
    assessing.enter_derogation(member=author, assessment=mine, said=letter, now=NOW)
    registers.keep_case(member=author, said=case(facility=quay, title=f"{CANARY} camera"), now=NOW)
    levels.request(member=author, said=asked(quay, activity=f"{CANARY} activity", ship_name=f"{CANARY} ship"), now=NOW)
    return community


def walked(client: Client) -> dict[str, str]:
    """Every answer by its address, as far as links lead."""
    waiting, found = deque(STARTS), dict[str, str]()
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        if address in found:
            continue
        answer = client.get(address, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content
        found[address] = body.decode("utf-8", "replace")
        for link in re.findall(r'href="([^"#]+)', found[address]):
            to = urlsplit(unescape(link))
            # One filter leads to another without end: of each page the first few.
            again = sum(one.split("?")[0] == to.path for one in (*found, *waiting))
            if not to.netloc and to.path.startswith("/") and not LEAVE.search(to.path) and again < 3:
                waiting.append(f"{to.path}?{to.query}" if to.query else to.path)
    return found


@pytest.mark.parametrize("who", ["peer", "outsider", "secretariat", "client", "guest", "auditor", "peer_guard"])
def test_a_stranger_walks_everywhere_and_meets_nothing_private(world: Community, who: str) -> None:
    client = Client()
    client.force_login(world.person(who))
    pages = walked(client)
    leaks = {(address, word) for address, text in pages.items() for word in WORDS if f"{CANARY} {word}" in text}
    assert leaks == set()
    assert len(pages) > len(STARTS) // 2


def test_the_own_officer_meets_it_in_every_room(world: Community) -> None:
    client = Client()
    client.force_login(world.person("author"))
    text = "".join(walked(client).values())
    for word in ("tier", "effect", "idea", "camera", "ship"):
        assert f"{CANARY} {word}" in text, word
