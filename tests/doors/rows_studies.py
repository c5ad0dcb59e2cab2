"""Who opens which page of studies: the circle reads, its organisations' writers make them, nobody else finds any."""

from typing import Any

from port2port.base.clock import now
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.studies import actions
from port2port.studies.models import ApprovalNews, Study, StudyResult, Widening
from port2port.studies.sealing import mark_of, seal_of
from tests.doors.door import Door, door
from tests.personas import Community
from tests.studies import making


def _result(community: Community) -> StudyResult:
    network = making.lent(community, now=now())
    study = making.registered(community, making.drafted(community, network, now=now()), now=now())
    return making.ran(community, study, now=now())


def draft(community: Community) -> dict[str, Any]:
    return {"key": making.drafted(community, making.lent(community, now=now()), now=now()).key}


def page(number: int) -> Any:
    return lambda community: draft(community) | {"step": number}


def done(community: Community) -> dict[str, Any]:
    return {"key": _result(community).study.key}


def proposed(community: Community) -> dict[str, Any]:
    result = _result(community)
    readers = Readers(tlp=Tlp.GREEN)
    actions.propose_widening(member=community.member("author"), result=result, readers=readers, now=now())
    return {"key": result.study.key}


def asked(community: Community) -> dict[str, Any]:
    proposed(community)
    return {"key": ApprovalNews.objects.get(organisation=community.organisations["south"]).key}


def approved(community: Community) -> dict[str, Any]:
    found = proposed(community)
    row = Widening.objects.get()
    for who in ("author", "peer"):
        actions.approve_result(member=community.member(who), widening=row, seal=seal_of(row), now=now())
    return found


def given(community: Community) -> dict[str, Any]:
    found = proposed(community)
    row = Widening.objects.get()
    actions.approve_result(member=community.member("author"), widening=row, seal=seal_of(row), now=now())
    return found


def seal(_community: Community) -> dict[str, Any]:
    return {"seal": mark_of(seal_of(Widening.objects.get()))}


def shown(community: Community) -> dict[str, Any]:
    return {"sha256": making.hash_shown(Study.objects.get(), community.member("author"))}


def begin(community: Community) -> dict[str, Any]:
    network = making.lent(community, now=now())
    return {
        "title": "Did it move?",
        "language": "en",
        "circle": str(community.circles["both"].key),
        "intervention": str(network.measure.key),
        "hypothesis": "open",
    }


READ: dict[str, Any] = dict.fromkeys(("author", "peer", "coordinator"), 200)
LIST: dict[str, Any] = READ | dict.fromkeys(("outsider", "secretariat", "client", "guest"), 200)
OWN: dict[str, Any] = {"author": 200, "coordinator": 200}
# Seats that publish nothing are on record when they try; those of others find no such study.
SEATS: dict[str, Any] = dict.fromkeys(("guard", "trainer", "auditor", "operator", "client", "guest"), 403)
MADE: dict[str, Any] = {"author": 302, "coordinator": 302, **SEATS}

ROWS: list[Door] = [
    door("studies:list", **LIST),
    door("studies:new", **READ | dict.fromkeys(("outsider", "secretariat"), 200)),
    door("studies:new", "post", data=begin, default=403, **MADE | {"peer": 302, "outsider": 422, "secretariat": 422}),
    door("studies:approval_news", args=asked, peer=302),
    door("studies:study", args=draft, author=302, coordinator=302),
    door("studies:study", args=done, **READ),
    *(door("studies:step", args=page(number), **OWN) for number in range(1, 8)),
    door("studies:step", args=page(8), author=302, coordinator=302),
    door("studies:step", "post", args=page(6), data={"hoped_percent": "30"}, **MADE),
    door("studies:step", "post", args=page(7), data=shown, **MADE),
    door("studies:delete", "post", args=draft, **MADE),
    door("studies:change", "post", args=done, **MADE),
    door("studies:withdraw", "post", args=done, data={"reason": "A better one"}, **MADE),
    door("studies:csv", args=done, **READ),
    door("studies:panel", args=done, **READ),
    door("studies:definition", args=done, **READ),
    door("studies:pdf", args=done, **READ),
    door("studies:readers", args=done, **OWN),
    door("studies:readers", "post", args=done, data={"tlp": "1"}, **MADE),
    door("studies:approve", "post", args=proposed, data=seal, **MADE | {"peer": 302}),
    door("studies:take_back", "post", args=given, **MADE | {"peer": 403}),
    door("studies:end_proposal", "post", args=proposed, **MADE),
    door("studies:let_go", args=approved, **OWN),
    door("studies:let_go", "post", args=approved, **MADE | {"author": 409, "coordinator": 409}),
]
