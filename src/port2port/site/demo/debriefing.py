"""What two ports of the demonstration learnt from tabletops they held together; all of it made up."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from django.utils import timezone

from port2port.afteraction import actions
from port2port.afteraction.models import AfterAction, Lesson
from port2port.afteraction.sealing import lesson_seal, seal_of
from port2port.afteraction.signing import places_of
from port2port.drills import actions as drills
from port2port.drills.models import Event, Objective
from port2port.drills.rules import Held, Plan
from port2port.duties.actions.promises import Promise
from port2port.live import actions as live
from port2port.live.rules import InjectFields
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.audience import Tlp
from port2port.pure.exercise_clock import Move
from port2port.reports.fields import Readers
from port2port.site.demo.debriefing_texts import BADGE, DRONE, Story
from port2port.site.demo.exercising import HERE, HOST, LEADS, PARTNER, PLAYER, THERE, begin, named, observed

type Members = Mapping[str, Member]
# How long ago each was held, in days.
WHOLE, COMMENTED, BEGUN = 24.0, 6.1, 2.2
LASTED = timedelta(minutes=55)


class Step(Protocol):
    """Something that happens at a moment."""

    def __call__(self, at: datetime) -> None: ...


def steps(members: Members, *, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """Three tabletops: one from plan to lesson, one open for comments, one that waits for its evaluation."""
    yield now - timedelta(days=WHOLE), partial(_whole, members)
    yield now - timedelta(days=COMMENTED), partial(_commented, members)
    yield now - timedelta(days=BEGUN), partial(_begun, members)


def _held(members: Members, story: Story, at: datetime) -> Event:
    """Planned, agreed to, played by the clock, observed from both ports, and recorded."""
    host, partner = members[HOST], members[PARTNER]
    found = {one.name: one for one in Facility.objects.filter(name__in=[HERE, THERE])}
    quays = (found[HERE], found[THERE])
    began, made = at - timedelta(hours=3), at - timedelta(days=20)
    event = drills.plan(member=host, said=_plan(story, began, quays), now=made)
    for place in event.places.filter(consented_at=None):
        drills.consent(member=partner, place=place, now=made + timedelta(days=1))
    day = made + timedelta(days=2)
    named(members, event, now=day)
    event = drills.confirm(member=host, event=event, now=day)
    for minute, to, words in story.injects:
        said = InjectFields(offset_s=60 * minute, to_role=to, texts={"nl": words}, language="nl")
        live.add_inject(member=host, event=event, said=said, now=day)
    begin(members, event, now=began)
    observed(members, event, story.saw, began=began, now=began + LASTED)
    live.move_clock(member=members[LEADS], event=event, move=Move.STOP, now=began + LASTED)
    held = Held(on=timezone.localdate(at), minutes=55, took_part={"guard": 3, "pfso": 2}, present=quays)
    return drills.hold(member=host, event=event, said=held, now=at)


def _plan(story: Story, began: datetime, quays: tuple[Facility, ...]) -> Plan:
    return Plan(
        kind="tabletop",
        title=story.title,
        planned_at=began,
        minutes=60,
        language="nl",
        facilities=quays,
        purpose=story.purpose,
        safety="Niemand loopt, het verkeer gaat voor.",
        stop_word="ECHT VOORVAL",
        elements=story.elements,
        mo=story.mo,
        aims=story.aims,
    )


def _begun(members: Members, at: datetime) -> None:
    actions.begin(member=members[HOST], event=_held(members, BADGE, at), language="nl", now=at)


def _whole(members: Members, at: datetime) -> None:
    row, lesson = _evaluated(members, BADGE, at)
    for facility in places_of(lesson.event_id):
        _agree(members, lesson, facility, at)
    actions.publish_lesson(member=members[HOST], lesson=lesson, now=at)
    _comment(members, row, BADGE, at)
    _approve(members, row, at)


def _commented(members: Members, at: datetime) -> None:
    """Its lesson is agreed to by one of the two facilities so far."""
    row, lesson = _evaluated(members, DRONE, at)
    _agree(members, lesson, next(iter(places_of(lesson.event_id))), at)
    _comment(members, row, DRONE, at)


def _evaluated(members: Members, story: Story, at: datetime) -> tuple[AfterAction, Lesson]:
    host = members[HOST]
    event = _held(members, story, at)
    row = actions.begin(member=host, event=event, language="nl", now=at)
    _evaluate(host, row, story, at)
    lesson = actions.write_lesson(member=host, event=event, said=story.lesson, now=at)
    actions.choose_readers(member=host, lesson=lesson, readers=Readers(tlp=Tlp.GREEN), now=at)
    return AfterAction.objects.select_related("event").get(pk=row.pk), Lesson.objects.get(pk=lesson.pk)


def _evaluate(host: Member, row: AfterAction, story: Story, at: datetime) -> None:
    objectives = list(Objective.objects.filter(event=row.event).order_by("number"))
    letters = {one.key: letter for one, letter in zip(objectives, story.letters, strict=True)}
    actions.rate(member=host, after_action=row, ratings=letters, now=at)
    for number, one in enumerate(story.found):
        said = actions.FindingSaid(kind=one.kind, text=one.text, objective=objectives[one.objective])
        finding = actions.add_finding(member=host, after_action=row, said=said, now=at)
        if number == 1:
            due_on = timezone.localdate(at) + timedelta(days=40)
            wish = Promise(title=story.promise, due_on=due_on, language="nl")
            actions.promise_from(member=host, finding=finding, wish=wish, now=at)
    row.refresh_from_db()
    actions.write_text(member=host, after_action=row, text=story.text, language="nl", version=row.version, now=at)
    actions.evaluate(member=host, after_action=AfterAction.objects.select_related("event").get(pk=row.pk), now=at)


def _agree(members: Members, lesson: Lesson, facility: Facility, at: datetime) -> None:
    officer = _officer(members, facility)
    actions.approve_lesson(member=officer, lesson=lesson, facility_id=facility.pk, seal=lesson_seal(lesson), now=at)


def _officer(members: Members, facility: Facility) -> Member:
    host, partner = members[HOST], members[PARTNER]
    return host if facility.organisation_id == host.organisation_id else partner


def _comment(members: Members, row: AfterAction, story: Story, at: datetime) -> None:
    row = AfterAction.objects.select_related("event").get(pk=row.pk)
    until = timezone.localdate(at) + timedelta(days=14)
    actions.open_comments(member=members[HOST], after_action=row, until_on=until, now=at)
    actions.comment(member=members[PLAYER], after_action=row, text=story.comment, language="nl", now=at)


def _approve(members: Members, row: AfterAction, at: datetime) -> None:
    row = AfterAction.objects.select_related("event").get(pk=row.pk)
    actions.end_comments(member=members[HOST], after_action=row, now=at)
    seal = seal_of(AfterAction.objects.get(pk=row.pk))
    leads = members[LEADS]
    actions.approve(member=leads, after_action=row, signs="controller", facility_id=None, seal=seal, now=at)
    for facility in places_of(row.event_id):
        officer = _officer(members, facility)
        actions.approve(member=officer, after_action=row, signs="officer", facility_id=facility.pk, seal=seal, now=at)
