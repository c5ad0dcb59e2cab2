"""Who gets what in a peer review: the facility's side and its reviewers, nobody else."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from port2port.assessments import actions as assessing
from port2port.assessments.models import Assessment, Round
from port2port.base.clock import now
from port2port.reviews import actions
from port2port.reviews.models import Review
from tests.doors.door import door
from tests.personas import Community
from tests.reviews.conftest import CHOSEN, lead_of, line_of

OFFICERS = ("author", "peer", "outsider", "coordinator")


def _round(community: Community) -> Round:
    desk, day = community.member("secretariat"), timezone.localdate(now())
    said = assessing.RoundFields(
        title="Peer round",
        kind="peer",
        baseline=("baseline-light", "1.0"),
        opens_on=day,
        closes_on=day + timedelta(days=60),
    )
    row = assessing.plan_round(member=desk, said=said, now=now())
    return assessing.move_round(member=desk, round=row, to="open", now=now())


def _assessment(community: Community) -> Assessment:
    member = community.member("author")
    facility = community.facilities["north"]
    return assessing.start(member=member, round=_round(community), facility=facility, now=now())


def _drawn(community: Community) -> Review:
    for name, port in (("peer", "south"), ("outsider", "east")):
        actions.offer(member=community.member(name), port=community.ports[port], now=now())
    author = community.member("author")
    row = actions.ask_review(member=author, assessment=_assessment(community), controls=CHOSEN, now=now())
    actions.draw_round(member=community.member("secretariat"), round=row.assessment.round, now=now())
    return Review.objects.get(pk=row.pk)


def _ready(community: Community) -> Review:
    row = _drawn(community)
    for name in ("peer", "outsider"):
        member = community.member(name)
        actions.declare(member=member, reviewer=line_of(row, member), now=now())
    actions.set_visit(member=community.member("author"), review=row, day=timezone.localdate(now()), now=now())
    return Review.objects.get(pk=row.pk)


def _seen(community: Community) -> Any:
    said = actions.Seen(control="acc-05", kind="strength", text="Good.")
    return actions.observe(member=community.member("peer"), review=_ready(community), said=said, now=now())


def asked_round(community: Community) -> dict[str, Any]:
    return {"key": _round(community).key}


def assessment(community: Community) -> dict[str, Any]:
    return {"key": _assessment(community).key}


def drawn(community: Community) -> dict[str, Any]:
    return {"key": _drawn(community).key}


def line(community: Community) -> dict[str, Any]:
    return {"key": line_of(_drawn(community), community.member("peer")).key}


def ready(community: Community) -> dict[str, Any]:
    return {"key": _ready(community).key}


def finding(community: Community) -> dict[str, Any]:
    return {"key": _seen(community).key}


def reported(community: Community) -> dict[str, Any]:
    row = _seen(community).review
    actions.hand_over(member=lead_of(community, row), review=row, now=now())
    return {"key": row.key}


def finding_review(community: Community) -> dict[str, Any]:
    return {"key": _seen(community).review.key}


def told(community: Community) -> dict[str, Any]:
    row = _seen(community)
    actions.hand_over(member=lead_of(community, row.review), review=row.review, now=now())
    return {"key": row.key}


def port(community: Community) -> dict[str, Any]:
    return {"port": community.ports["north"].pk}


SIDES = {"author": 200, "coordinator": 200, "peer": 200, "outsider": 200}
DAY = {"day": "2199-01-01"}
SAID = {"control": "acc-05", "kind": "strength", "text": "Good."}
LEADS = {302, 403}
ROWS = [
    door("reviews:list", **dict.fromkeys((*OFFICERS, "secretariat", "client"), 200)),
    door("reviews:offer", **dict.fromkeys(OFFICERS, 200)),
    door(
        "reviews:offer",
        "post",
        data=port,
        default=403,
        author=302,
        coordinator=302,
        peer=422,
        outsider=422,
        secretariat=404,
        client=404,
    ),
    door("reviews:end_offer", "post", default=403, **dict.fromkeys((*OFFICERS, "secretariat", "client"), 302)),
    door("reviews:draw", "post", args=asked_round, default=403, secretariat=302, **dict.fromkeys(OFFICERS, 404)),
    door("reviews:ask", args=assessment, author=200, coordinator=200),
    door(
        "reviews:ask",
        "post",
        args=assessment,
        data={"controls": "acc-05"},
        default=403,
        author=302,
        coordinator=302,
        peer=404,
        outsider=404,
        client=404,
    ),
    door("reviews:review", args=drawn, **SIDES),
    door("reviews:draw_file", args=drawn, **SIDES),
    door("reviews:declare", args=line, peer=200),
    door(
        "reviews:declare",
        "post",
        args=line,
        data={"answer": "clear"},
        default=403,
        peer=302,
        author=404,
        coordinator=404,
        outsider=404,
        secretariat=404,
        client=404,
    ),
    door("reviews:refuse", "post", args=line, default=403, author=302, coordinator=302, outsider=403, client=404),
    door("reviews:visit", args=ready, author=200, coordinator=200),
    door(
        "reviews:visit",
        "post",
        args=ready,
        data=DAY,
        default=403,
        author=422,
        coordinator=422,
        peer=404,
        outsider=404,
        client=404,
    ),
    door("reviews:observe", args=ready, peer=200, outsider=200),
    door(
        "reviews:observe",
        "post",
        args=ready,
        data=SAID,
        default=403,
        peer=302,
        outsider=302,
        author=404,
        coordinator=404,
        secretariat=404,
        client=404,
    ),
    door(
        "reviews:take_out",
        "post",
        args=finding,
        default=403,
        peer=302,
        secretariat=404,
        client=404,
    ),
    door(
        "reviews:hand_over",
        "post",
        args=finding_review,
        default=403,
        peer=LEADS,
        outsider=LEADS,
        author=404,
        coordinator=404,
        secretariat=404,
        client=404,
    ),
    door(
        "reviews:take_back",
        "post",
        args=reported,
        default=403,
        peer=LEADS,
        outsider=LEADS,
        author=404,
        coordinator=404,
        secretariat=404,
        client=404,
    ),
    door("reviews:reply", args=told, author=200, coordinator=200),
    door(
        "reviews:reply",
        "post",
        args=told,
        data={"text": "Thank you."},
        default=403,
        author=302,
        coordinator=302,
        peer=404,
        outsider=404,
        client=404,
    ),
    door(
        "reviews:agree",
        "post",
        args=reported,
        default=403,
        author=302,
        coordinator=302,
        peer=LEADS,
        outsider=LEADS,
        secretariat=404,
        client=404,
    ),
]
