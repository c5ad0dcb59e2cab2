"""Who opens which page of working groups: a TLP:AMBER group of north and south, both with a seat."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.models import Decision, Meeting, MeetingNews, Proposal, VotingSeat, WorkingGroup
from port2port.pure.audience import Tlp
from port2port.reports.actions.files import Upload
from tests.doors.door import Door, door
from tests.doors.rows_reports import NO_PUBLISHING, WRITERS, _all
from tests.personas import Community

INSIDE = {"author": 200, "coordinator": 200, "peer": 200}
CHAIR = {"author": 200}
# Inside, and not who runs the group: refused by name.
NOT_THE_CHAIR = {"coordinator": 403, "peer": 403}
NO_ANSWERING = {"guest": 403, "guard": 403, "trainer": 403, "auditor": 403, "operator": 403}


def _group(community: Community) -> WorkingGroup:
    author, peer, at, today = community.member("author"), community.member("peer"), now(), timezone.localdate()
    said = actions.GroupFields(
        name="Access control",
        mandate="One way in.",
        language="en",
        tlp=Tlp.AMBER,
        from_on=today,
        review_on=today + timedelta(days=365),
    )
    group = actions.set_up(member=author, said=said, circle=community.circles["both"], now=at)
    seat = actions.give_seat(member=author, group=group, organisation=community.organisations["south"], now=at)
    actions.name_holders(member=peer, seat=seat, holder=community.seats["peer"], substitute=None, now=at)
    return actions.start(member=author, group=group, now=at)


def _proposal(community: Community, *, days: int = 0) -> Proposal:
    at, today = now() - timedelta(days=days), timezone.localdate()
    said = actions.ProposalFields(
        title="Two people at night",
        text="Two.",
        language="en",
        effective_on=today,
        review_on=today + timedelta(days=300),
        closes_at=at + timedelta(days=7),
    )
    return actions.propose(member=community.member("author"), group=_group(community), said=said, now=at)


def _meeting(community: Community) -> Meeting:
    starts = now()
    said = actions.MeetingFields(title="March", starts_at=starts, ends_at=starts + timedelta(hours=2))
    return actions.plan(member=community.member("author"), group=_group(community), said=said, now=now())


def group(community: Community) -> dict[str, Any]:
    return {"key": _group(community).key}


def seat(slug: str) -> Any:
    def of(community: Community) -> dict[str, Any]:
        return {"key": VotingSeat.objects.get(group=_group(community), organisation__slug=slug).key}

    return of


def proposal(community: Community) -> dict[str, Any]:
    return {"key": _proposal(community).key}


def objection(community: Community) -> dict[str, Any]:
    row = _proposal(community)
    return {"key": row.key, "seat": VotingSeat.objects.get(group=row.group, organisation__slug="south").key}


def meeting_news(community: Community) -> dict[str, Any]:
    row = MeetingNews.objects.create(meeting=_meeting(community), stage="soon", made_at=now())
    return {"key": row.key}


def meeting(community: Community) -> dict[str, Any]:
    return {"key": _meeting(community).key}


def point(community: Community) -> dict[str, Any]:
    said = actions.ItemFields(title="Gate")
    item = actions.add_item(member=community.member("author"), meeting=_meeting(community), said=said, now=now())
    return {"key": item.key}


def line(community: Community) -> dict[str, Any]:
    row = _meeting(community)
    return {"key": actions.add_line(member=community.member("author"), meeting=row, text="A line.", now=now()).key}


def _drafted(community: Community) -> Meeting:
    row, author = _meeting(community), community.member("author")
    both = frozenset(community.organisations[slug].pk for slug in ("north", "south"))
    actions.mark_attendance(member=author, meeting=row, organisations=both, now=now())
    actions.save_draft(member=author, meeting=row, now=now())
    return row


def _prepared(community: Community, *, days: int = 0) -> Meeting:
    row = _drafted(community)
    actions.prepare(member=community.member("author"), meeting=row, now=now() - timedelta(days=days))
    return row


def drafted(community: Community) -> dict[str, Any]:
    return {"key": _drafted(community).key}


def prepared(community: Community) -> dict[str, Any]:
    return {"key": _prepared(community).key}


def final(community: Community) -> dict[str, Any]:
    row = _prepared(community, days=8)
    actions.finish(member=community.member("author"), meeting=row, now=now())
    return {"key": row.key}


def amendment(community: Community) -> dict[str, Any]:
    row = _prepared(community)
    peer = community.member("peer")
    return {"key": actions.amend_minutes(member=peer, meeting=row, passage="", instead="More.", now=now()).key}


def task(community: Community) -> dict[str, Any]:
    row = _meeting(community)
    wish = actions.Wish(
        title="Test",
        language="en",
        organisation=community.organisations["south"],
        due_on=timezone.localdate() + timedelta(days=9),
    )
    made = actions.ask(member=community.member("author"), group=row.group, wish=wish, meeting=row, now=now())
    return {"key": made.key}


def decision(community: Community) -> dict[str, Any]:
    row = _proposal(community, days=8)
    for who in ("author", "peer"):
        member = community.member(who)
        actions.state(member=member, proposal=row, version=1, position="agree", now=now() - timedelta(days=8))
    actions.settle(proposal=row, now=now())
    return {"key": Decision.objects.get(proposal=row).key}


def file(community: Community) -> dict[str, Any]:
    row = _meeting(community)
    uploads = [Upload("plan.txt", b"The plan.")]
    (made,) = actions.add_files(
        member=community.member("author"), group=row.group, meeting=row, uploads=uploads, now=now()
    )
    return {"key": made.key}


AGREE = {"version": "1", "position": "agree"}
LEAD = {"done_with": "All of it is in.", "adopt": "yes"}


def _chairs(name: str, args: Any, *, refused: int = 422) -> list[Door]:
    """A form that only the chair finds, and that is refused when it comes empty."""
    return [
        door(name, args=args, **CHAIR),
        door(name, "post", args=args, **NO_PUBLISHING, **_all(CHAIR, refused)),
    ]


def _press(name: str, args: Any, *, author: int = 302, **more: Any) -> Door:
    """A button that others inside are refused by name."""
    return door(name, "post", args=args, **NO_PUBLISHING, **(NOT_THE_CHAIR | {"author": author} | more))


ROWS: list[Door] = [
    door("groups:list", **WRITERS),
    door("groups:titles", "post", auditor=403, operator=403, **_all(WRITERS, 302)),
    door("groups:new", **WRITERS),
    door("groups:new", "post", **NO_PUBLISHING, **_all(WRITERS, 422)),
    door("groups:group", args=group, **INSIDE),
    *_chairs("groups:edit", group),
    _press("groups:start", group),
    _press("groups:end", group),
    door("groups:hand_over", args=group, author=200, coordinator=200),
    door("groups:hand_over", "post", args=group, **NO_PUBLISHING, author=422, coordinator=422),
    _press("groups:give_seat", group, author=422),
    door("groups:holders", args=seat("north"), author=200, coordinator=200),
    door("groups:holders", "post", args=seat("north"), **NO_PUBLISHING, author=302, coordinator=302),
    _press("groups:end_seat", seat("south"), peer=302),
    door("groups:propose", args=group, author=200, peer=200),
    door("groups:propose", "post", args=group, **NO_ANSWERING, author=422, peer=422),
    *_chairs("groups:plan", group),
    door("groups:proposal", args=proposal, **INSIDE),
    door("groups:stance", "post", args=proposal, data=AGREE, **NO_ANSWERING, author=302, peer=302, coordinator=403),
    door("groups:amend", args=proposal, **CHAIR),
    door("groups:amend", "post", args=proposal, **NO_ANSWERING, author=422),
    door("groups:withdraw", "post", args=proposal, **NO_ANSWERING, author=302, peer=403, coordinator=403),
    _press("groups:majority", proposal, author=409),
    door("groups:met", "post", args=objection, **NO_ANSWERING, author=422, peer=422, coordinator=403),
    door("groups:decide", "post", args=proposal, data=LEAD, **NO_ANSWERING, **_all(INSIDE, 403)),
    door("groups:meeting", args=meeting, **INSIDE),
    door("groups:meeting_news", args=meeting_news, author=302, peer=302),
    *_chairs("groups:edit_meeting", meeting),
    *_chairs("groups:cancel", meeting),
    _press("groups:attendance", meeting),
    door("groups:here", "post", args=meeting, **NO_ANSWERING, author=302, peer=302, coordinator=403),
    door("groups:add_item", "post", args=meeting, **NO_PUBLISHING, author=422),
    *_chairs("groups:item", point),
    door("groups:remove_item", "post", args=point, **NO_PUBLISHING, author=302),
    door("groups:carry", "post", args=point, **NO_PUBLISHING, author=302),
    *_chairs("groups:take", meeting),
    door("groups:lines", args=meeting, **INSIDE),
    *_chairs("groups:line", line),
    door("groups:add_files", args=group, author=200, peer=200),
    door("groups:add_files", "post", args=group, **NO_ANSWERING, author=302, peer=302),
    door("groups:file", args=file, **INSIDE),
    door("groups:take_out", "post", args=file, **NO_ANSWERING, author=302, peer=403, coordinator=403),
    door("groups:minutes", args=drafted, **INSIDE),
    _press("groups:fill", meeting),
    *_chairs("groups:edit_minutes", drafted),
    _press("groups:prepare", drafted),
    door(
        "groups:amend_minutes",
        "post",
        args=prepared,
        data={"instead": "More."},
        **NO_ANSWERING,
        author=302,
        peer=302,
        coordinator=403,
    ),
    door(
        "groups:answer_amendment",
        "post",
        args=amendment,
        data={"do": "accept"},
        **NO_PUBLISHING,
        **NOT_THE_CHAIR,
        author=302,
    ),
    _press("groups:finish", prepared, author=409),
    *_chairs("groups:correct", final),
    door("groups:ask", args=group, author=302),
    door("groups:ask", "post", args=group, **NO_PUBLISHING, author=302),
    *_chairs("groups:task", task),
    door("groups:take_on", "post", args=task, **NO_ANSWERING, peer=302, author=403, coordinator=403),
    door("groups:decline", args=task, peer=200),
    door("groups:decline", "post", args=task, **NO_ANSWERING, peer=422),
    _press("groups:drop_task", task),
    door("groups:decisions", **WRITERS, client=200),
    door("groups:decision", args=decision, **INSIDE, client=200),
    door("groups:print", args=decision, **INSIDE, client=200),
    *_chairs("groups:translate", decision),
    door("api:groups", default=200, nobody=401),
    door("api:groups-key-meetings", args=group, nobody=401, **INSIDE),
    door("api:meetings-key", args=meeting, nobody=401, **INSIDE),
    door("api:groups-key-proposals", args=group, nobody=401, **INSIDE),
    door("api:proposals-key", args=proposal, nobody=401, **INSIDE),
    door(
        "api:proposals-key-stance",
        "post",
        args=proposal,
        data={"version": 1, "position": "agree"},
        json=True,
        nobody=401,
        author=200,
        peer=200,
        coordinator=403,
    ),
    door("api:decisions", default=200, nobody=401),
    door("api:decisions-key", args=decision, nobody=401, **INSIDE, client=200),
]
