"""A joint tabletop of two ports brought to a state through the actions: north planned it, south takes part."""

from datetime import datetime, timedelta

from django.utils import timezone

from port2port.afteraction import actions
from port2port.afteraction.models import AfterAction, Lesson
from port2port.afteraction.sealing import lesson_seal
from port2port.drills import actions as drills
from port2port.drills.models import Event, Objective
from port2port.drills.rules import Aim, Held, Plan
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from tests.personas import Community

GREEN = Readers(tlp=Tlp.GREEN)
SAID = actions.LessonSaid(
    title="Badge lent to someone else",
    aim="A badge is compared with its holder.",
    helped="- Who checked looked at the face, not at the card.",
    change="- Block a badge within ten minutes, day and night.",
    mo=("COR-BADGE",),
    controls=("ACC-02",),
)


def held_event(community: Community, *, now: datetime) -> Event:
    """Held today, with two objectives that nobody has rated."""
    before, author = now - timedelta(days=30), community.member("author")
    quays = community.facilities["north"], community.facilities["south"]
    plan = Plan(
        kind="tabletop",
        title="Badge lent to someone else",
        planned_at=now - timedelta(hours=4),
        minutes=60,
        language="en",
        facilities=quays,
        safety="Traffic goes first",
        stop_word="REAL EVENT",
        elements=("b15_11.access", "b18_6.communication"),
        mo=("COR-BADGE",),
        aims=(
            Aim("Badge compared with its holder", "ACC-02", ("b15_11.access",)),
            Aim("Badge blocked in time", "ACC-03", ("b15_11.access",)),
        ),
    )
    made = drills.plan(member=author, said=plan, now=before)
    for who, quay in (("author", quays[0]), ("peer", quays[1])):
        drills.consent(member=community.member(who), place=made.places.get(facility=quay), now=before)
    roles = [("author", "author", "controller", "", None), ("author", "guard", "player", "guard", quays[0])]
    for by, seat, role, plays, quay in [*roles, ("peer", "peer_guard", "player", "guard", quays[1])]:
        drills.give_role(
            member=community.member(by),
            event=made,
            seat=community.seats[seat],
            role=role,
            plays=plays,
            facility=quay,
            now=before,
        )
    drills.confirm(member=author, event=made, now=before)
    words = {"went_well": "The guard at Quay north looked at the face", "to_fix": "Badges are blocked too late"}
    said = Held(on=timezone.localdate(now), minutes=55, took_part={"guard": 2}, present=quays, **words)
    return drills.hold(member=author, event=made, said=said, now=now)


def begun(community: Community, event: Event, *, now: datetime) -> AfterAction:
    """An empty after-action."""
    return actions.begin(member=community.member("author"), event=event, language="en", now=now)


def evaluated(community: Community, row: AfterAction, *, now: datetime) -> AfterAction:
    """Rated P and M, with the improvement that M asks for, and a text."""
    author = community.member("author")
    first, second = Objective.objects.filter(event=row.event).order_by("number")
    actions.rate(member=author, after_action=row, ratings={first.key: "P", second.key: "M"}, now=now)
    said = actions.FindingSaid(kind="improvement", text="Block badges within ten minutes", objective=second)
    actions.add_finding(member=author, after_action=row, said=said, now=now)
    row = AfterAction.objects.get(pk=row.pk)
    words = {"text": "What happened.", "language": "en", "version": row.version}
    actions.write_text(member=author, after_action=row, now=now, **words)
    actions.evaluate(member=author, after_action=row, now=now)
    return AfterAction.objects.select_related("event").get(pk=row.pk)


def put_to_participants(community: Community, row: AfterAction, *, now: datetime) -> AfterAction:
    """Open for comments, two weeks."""
    until = timezone.localdate(now) + timedelta(days=14)
    return actions.open_comments(member=community.member("author"), after_action=row, until_on=until, now=now)


def drafted(community: Community, event: Event, *, now: datetime) -> Lesson:
    """A lesson for all members, approved by nobody."""
    author = community.member("author")
    row = actions.write_lesson(member=author, event=event, said=SAID, now=now)
    return actions.choose_readers(member=author, lesson=row, readers=GREEN, now=now)


def approved(community: Community, row: Lesson, *, now: datetime) -> Lesson:
    """Approved by both facilities."""
    for who, name in (("author", "north"), ("peer", "south")):
        facility = community.facilities[name].pk
        actions.approve_lesson(
            member=community.member(who), lesson=row, facility_id=facility, seal=lesson_seal(row), now=now
        )
    return row


def published(community: Community, row: Lesson, *, now: datetime) -> Lesson:
    """Approved and published."""
    return actions.publish_lesson(member=community.member("author"), lesson=approved(community, row, now=now), now=now)
