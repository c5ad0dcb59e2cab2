"""What two ports of the demonstration learnt from a tabletop they held together; all of it made up."""

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
from port2port.drills.rules import Aim, Held, Plan
from port2port.duties.actions.promises import Promise
from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers

type Members = Mapping[str, Member]
HOST, PARTNER, PLAYER = "antwerp-officer", "northsea-officer", "antwerp-guard"
# How long ago it was held, in days; the second one is still to be evaluated.
HELD_DAYS = (24.0, 2.2)
AIMS = (
    Aim("Een ontleende badge wordt aan de poort opgemerkt", "ACC-02", ("b15_11.access",)),
    Aim("De badge is binnen tien minuten geblokkeerd", "ACC-03", ("b15_11.access",)),
    Aim("De andere haven krijgt binnen het uur een signaal", "COM-01", ("b18_6.communication",)),
)
LETTERS = "PMS"
FOUND = (
    ("strength", "De wacht keek naar het gezicht, niet naar de kaart, en bleef rustig.", 0),
    ("improvement", "’s Nachts kan niemand een badge blokkeren: geef de wachtdienst het recht ertoe.", 1),
    ("improvement", "Het signaal aan de andere haven ging per e-mail en bleef liggen: bel eerst, schrijf daarna.", 2),
)
TEXT = (
    "## Wat gepland was\n\nEen chauffeur toont de badge van een collega. (Verzonnen voor de demonstratie.)\n\n"
    "## Wat gebeurde\n\nDe wacht merkte het meteen. Blokkeren duurde langer: het recht lag bij de dagdienst."
    "\n\n## Wat geleerd werd\n\nRechten horen bij wie er dan is."
)
LESSON = actions.LessonSaid(
    title="Ontleende badge: wie ’s nachts niet mag blokkeren, kijkt toe",
    aim="Een badge in handen van een ander opmerken, blokkeren en melden. (Verzonnen voor de demonstratie.)",
    helped="- Kijken naar het gezicht, niet naar de kaart.\n- Eén zin die iedereen kent om iemand te laten wachten.",
    change=(
        "- Geef de wachtdienst zelf het recht om een badge te blokkeren.\n"
        "- Bel de buurhaven eerst, schrijf daarna: een e-mail blijft liggen."
    ),
    language="nl",
    mo=("COR-BADGE",),
    controls=("ACC-02", "ACC-03", "COM-01"),
)


class Step(Protocol):
    """Something that happens at a moment."""

    def __call__(self, at: datetime) -> None: ...


def steps(members: Members, *, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """The two tabletops: one from plan to lesson, one that waits for its evaluation."""
    first, second = HELD_DAYS
    yield now - timedelta(days=first), partial(_whole, members)
    yield now - timedelta(days=second), partial(_begun, members)


def _held(members: Members, at: datetime) -> Event:
    host, partner = members[HOST], members[PARTNER]
    sites = Facility.objects.order_by("pk")
    firsts = [sites.filter(organisation=one.organisation_id).first() for one in (host, partner)]
    quays = tuple(one for one in firsts if one is not None)
    planned_at = at - timedelta(hours=3)
    plan = Plan(
        kind="tabletop",
        title="Demo: badge uitgeleend",
        planned_at=planned_at,
        minutes=60,
        language="nl",
        facilities=quays,
        purpose="Zien of een ontleende badge wordt opgemerkt en geblokkeerd, en of de buurhaven het hoort.",
        safety="Niemand loopt, het verkeer gaat voor.",
        stop_word="ECHT VOORVAL",
        elements=("b15_11.access", "b18_6.communication", "b18_6.response"),
        mo=("COR-BADGE",),
        aims=AIMS,
    )
    made = at - timedelta(days=20)
    event = drills.plan(member=host, said=plan, now=made)
    for place in event.places.filter(consented_at=None):
        drills.consent(member=partner, place=place, now=made + timedelta(days=1))
    seats = {seat.person.username: seat for seat in Seat.objects.open().select_related("person")}
    day = made + timedelta(days=2)
    drills.give_role(member=host, event=event, seat=seats["antwerp-coordinator"], role="controller", now=day)
    drills.give_role(
        member=host, event=event, seat=seats[PLAYER], role="player", plays="guard", facility=quays[0], now=day
    )
    drills.confirm(member=host, event=event, now=day)
    said = Held(on=timezone.localdate(at), minutes=55, took_part={"guard": 3, "pfso": 2}, present=quays)
    return drills.hold(member=host, event=event, said=said, now=at)


def _begun(members: Members, at: datetime) -> None:
    actions.begin(member=members[HOST], event=_held(members, at), language="nl", now=at)


def _whole(members: Members, at: datetime) -> None:
    host = members[HOST]
    event = _held(members, at)
    row = actions.begin(member=host, event=event, language="nl", now=at)
    _evaluate(host, row, at)
    lesson = actions.write_lesson(member=host, event=event, said=LESSON, now=at)
    actions.choose_readers(member=host, lesson=lesson, readers=Readers(tlp=Tlp.GREEN), now=at)
    _publish(members, lesson, at)
    _approve(members, row, at)


def _evaluate(host: Member, row: AfterAction, at: datetime) -> None:
    objectives = list(Objective.objects.filter(event=row.event).order_by("number"))
    letters = {one.key: letter for one, letter in zip(objectives, LETTERS, strict=True)}
    actions.rate(member=host, after_action=row, ratings=letters, now=at)
    for kind, text, place in FOUND:
        said = actions.FindingSaid(kind=kind, text=text, objective=objectives[place])
        finding = actions.add_finding(member=host, after_action=row, said=said, now=at)
        if place == 1:
            due_on = timezone.localdate(at) + timedelta(days=40)
            wish = Promise(title="Wachtdienst mag badges blokkeren", due_on=due_on, language="nl")
            actions.promise_from(member=host, finding=finding, wish=wish, now=at)
    row.refresh_from_db()
    actions.write_text(member=host, after_action=row, text=TEXT, language="nl", version=row.version, now=at)
    actions.evaluate(member=host, after_action=AfterAction.objects.select_related("event").get(pk=row.pk), now=at)


def _publish(members: Members, lesson: Lesson, at: datetime) -> None:
    for facility in places_of(lesson.event_id):
        actions.approve_lesson(
            member=_officer(members, facility), lesson=lesson, facility_id=facility.pk, seal=lesson_seal(lesson), now=at
        )
    actions.publish_lesson(member=members[HOST], lesson=lesson, now=at)


def _officer(members: Members, facility: Facility) -> Member:
    host, partner = members[HOST], members[PARTNER]
    return host if facility.organisation_id == host.organisation_id else partner


def _approve(members: Members, row: AfterAction, at: datetime) -> None:
    host, leads = members[HOST], members["antwerp-coordinator"]
    row = AfterAction.objects.select_related("event").get(pk=row.pk)
    until = timezone.localdate(at) + timedelta(days=14)
    actions.open_comments(member=host, after_action=row, until_on=until, now=at)
    said = {"text": "Het stopwoord was op de kade niet te horen.", "language": "nl"}
    actions.comment(member=members[PLAYER], after_action=row, now=at, **said)
    actions.end_comments(member=host, after_action=row, now=at)
    seal = seal_of(AfterAction.objects.get(pk=row.pk))
    actions.approve(member=leads, after_action=row, signs="controller", facility_id=None, seal=seal, now=at)
    for facility in places_of(row.event_id):
        officer = _officer(members, facility)
        actions.approve(member=officer, after_action=row, signs="officer", facility_id=facility.pk, seal=seal, now=at)
