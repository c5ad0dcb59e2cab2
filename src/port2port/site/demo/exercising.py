"""A made-up exercise that runs while somebody looks at the demonstration; and how others were played."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid5

from port2port.drills import actions as drills
from port2port.drills.library import library
from port2port.drills.models import Event, Objective
from port2port.drills.rules import Aim, Plan, stop_word_in
from port2port.live import actions
from port2port.live.models import Inject
from port2port.live.rules import InjectFields, Observed
from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.pure.exercise_clock import Move

type Members = Mapping[str, Member]
HOST, PARTNER = "antwerp-officer", "northsea-officer"
LEADS, PLAYER = "antwerp-coordinator", "antwerp-guard"
HERE, THERE = "Demo quay North", "Demo bulk quay"
SCENARIO = "DS-09"
# The scenario fills the first hour and a half; the terminal then works on paper for the rest of the shift, so that
# whoever looks at the demonstration later in the day still finds an exercise with something to come.
MINUTES = 8 * 60
# How long ago the one that runs was begun, in minutes of the wall.
BEGUN = 29
MADE_UP = "Verzonnen voorbeeld."
# Login, role, what it plays, where; who stands under the partner is named by the partner.
CAST = (
    (LEADS, "controller", "", ""),
    ("antwerp-trainer", "observer", "", HERE),
    (PLAYER, "player", "guard", HERE),
    ("antwerp-pso", "player", "management", ""),
    (PARTNER, "controller", "", THERE),
    ("northsea-duty", "observer", "", THERE),
    ("northsea-coordinator", "player", "operations", THERE),
)
# Only at one facility: what the other neither sees nor receives.
LOCAL = (
    (HERE, 18, "guard", {
        "nl": "Een chauffeur toont een foto van een vrijgave op zijn telefoon en wil naar buiten. (Verzonnen.)",
        "fr": "Un chauffeur montre la photo d’une libération sur son téléphone et veut sortir. (Inventé.)",
        "en": "A driver shows a photo of a release on his phone and wants to leave. (Made up.)",
        "de": "Ein Fahrer zeigt das Foto einer Freigabe auf seinem Telefon und will hinaus. (Erfunden.)",
    }),
    (THERE, 25, "operations", {
        "nl": "De kraan wacht: niemand weet welke ruimen vrij zijn. (Verzonnen.)",
        "fr": "La grue attend : personne ne sait quelles cales sont libres. (Inventé.)",
        "en": "The crane waits: nobody knows which holds are free. (Made up.)",
        "de": "Der Kran wartet: niemand weiß, welche Laderäume frei sind. (Erfunden.)",
    }),
)  # fmt: skip

# The rest of the shift: minute, to whom.
SHIFT = (
    (110, "operations", {
        "nl": "Er staan nu 40 vrachtwagens. Wie mag eerst? (Verzonnen.)",
        "fr": "Il y a maintenant 40 camions. Qui passe d’abord ? (Inventé.)",
        "en": "There are 40 trucks now. Who goes first? (Made up.)",
        "de": "Jetzt warten 40 Lkw. Wer darf zuerst? (Erfunden.)",
    }),
    (150, "guard", {
        "nl": "De papieren ritlijsten zijn op. Wat schrijft u nog op, en waar? (Verzonnen.)",
        "fr": "Il n’y a plus de listes papier. Que notez-vous encore, et où ? (Inventé.)",
        "en": "The paper lists have run out. What do you still write down, and where? (Made up.)",
        "de": "Die Papierlisten sind aufgebraucht. Was schreiben Sie noch auf, und wo? (Erfunden.)",
    }),
    (210, "management", {
        "nl": "Een krant belt: klopt het dat de terminal gehackt is? (Verzonnen.)",
        "fr": "Un journal appelle : le terminal a-t-il été piraté ? (Inventé.)",
        "en": "A newspaper calls: is it true that the terminal was hacked? (Made up.)",
        "de": "Eine Zeitung ruft an: Stimmt es, dass das Terminal gehackt wurde? (Erfunden.)",
    }),
    (270, "all", {
        "nl": "Ploegwissel. Wat moet de volgende ploeg weten, en wie zegt het? (Verzonnen.)",
        "fr": "Relève. Que doit savoir l’équipe suivante, et qui le lui dit ? (Inventé.)",
        "en": "Change of shift. What must the next shift know, and who tells it? (Made up.)",
        "de": "Schichtwechsel. Was muss die nächste Schicht wissen, und wer sagt es ihr? (Erfunden.)",
    }),
    (330, "guard", {
        "nl": "Een container van de ochtend blijkt tweemaal uitgereden te zijn. (Verzonnen.)",
        "fr": "Un conteneur du matin serait sorti deux fois. (Inventé.)",
        "en": "A container of this morning seems to have left twice. (Made up.)",
        "de": "Ein Container vom Morgen scheint zweimal ausgefahren zu sein. (Erfunden.)",
    }),
    (390, "operations", {
        "nl": "Het systeem draait weer. Hoe komt wat op papier staat erin? (Verzonnen.)",
        "fr": "Le système fonctionne à nouveau. Comment y entre ce qui est sur papier ? (Inventé.)",
        "en": "The system runs again. How does what stands on paper get into it? (Made up.)",
        "de": "Das System läuft wieder. Wie kommt hinein, was auf Papier steht? (Erfunden.)",
    }),
    (450, "all", {
        "nl": "Laatste half uur: wat ging goed, wat moet anders? (Verzonnen.)",
        "fr": "Dernière demi-heure : qu’est-ce qui a bien marché, que faut-il changer ? (Inventé.)",
        "en": "Last half hour: what went well, what must change? (Made up.)",
        "de": "Letzte halbe Stunde: Was ging gut, was muss anders werden? (Erfunden.)",
    }),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saw:
    """One observation: who, at which minute of the exercise, and when the phone had a connection again."""

    login: str
    minute: int
    text: str
    rating: str = ""
    objective: int = 0
    sent: int = 0


SEEN = (
    Saw("antwerp-trainer", 4, "Het incident wordt uitgeroepen; de wacht weet wie leidt.", "P", 1),
    Saw("northsea-duty", 7, "Toestellen worden uitgezet in plaats van afgekoppeld.", "M", 1, sent=22),
    Saw("antwerp-trainer", 15, "Papieren ritlijsten liggen klaar, maar van vorige maand.", "S", 2),
    Saw("northsea-duty", 19, "Wie de tijd van de melding opschrijft, is niet afgesproken.", "M", 4, sent=22),
    Saw("antwerp-trainer", 24, "De chauffeur wordt vriendelijk teruggestuurd: geen foto’s als bewijs."),
)


DID = ((PLAYER, "Poort op papier gezet, PFSO gebeld."), ("northsea-coordinator", "Ploegbaas ingelicht."))


def run(members: Members, *, now: datetime) -> Event | None:
    """The exercise of two ports that runs through the shift; None where the scenario is not there."""
    found = library().get(SCENARIO)
    if found is None or not {HOST, PARTNER}.issubset(members):
        return None
    began = now - timedelta(minutes=BEGUN)
    plan = Plan(
        kind="tabletop",
        title="",
        planned_at=began,
        minutes=MINUTES,
        language="nl",
        facilities=_places(HERE, THERE),
        scenario=SCENARIO,
        purpose=f"{found.purpose['nl']} {MADE_UP}",
        stop_word=stop_word_in("nl"),
        aims=tuple(Aim(one.text["nl"], one.control, one.elements) for one in found.objectives),
    )
    event = _confirmed(members, plan, now=began - timedelta(days=9))
    actions.take_script(member=members[HOST], event=event, now=began - timedelta(days=8))
    for name, minute, to, texts in (*LOCAL, *(("", *one) for one in SHIFT)):
        facility = _places(name)[0] if name else None
        more = InjectFields(offset_s=minute * 60, to_role=to, texts=texts, language="nl", facility=facility)
        actions.add_inject(member=members[HOST], event=event, said=more, now=began - timedelta(days=8))
    begin(members, event, now=began)
    _skip_one(members, event, now=began + timedelta(minutes=16))
    _play(members, event, began=began, now=now)
    observed(members, event, SEEN, began=began, now=now)
    return event


def _places(*names: str) -> tuple[Facility, ...]:
    found = {one.name: one for one in Facility.objects.filter(name__in=names)}
    return tuple(found[name] for name in names)


def _confirmed(members: Members, plan: Plan, *, now: datetime) -> Event:
    event = drills.plan(member=members[HOST], said=plan, now=now)
    for place in event.places.filter(consented_at=None):
        drills.consent(member=members[PARTNER], place=place, now=now + timedelta(hours=20))
    named(members, event, now=now + timedelta(days=1))
    return drills.confirm(member=members[HOST], event=event, now=now + timedelta(days=1))


def named(members: Members, event: Event, *, now: datetime) -> None:
    """Each organisation names its own people."""
    seats = {seat.person.username: seat for seat in Seat.objects.open().select_related("person")}
    for login, role, plays, where in CAST:
        by = members[PARTNER if login.startswith("northsea") else HOST]
        facility = _places(where)[0] if where else None
        drills.give_role(member=by, event=event, seat=seats[login], role=role, plays=plays, facility=facility, now=now)


def begin(members: Members, event: Event, *, now: datetime) -> None:
    """Its clock starts, and what comes at once is there."""
    actions.move_clock(member=members[LEADS], event=event, move=Move.START, now=now)


def _skip_one(members: Members, event: Event, *, now: datetime) -> None:
    inject = event.injects.filter(to_role="it", offset_s__gt=(now - event.planned_at).seconds).first()
    if inject is not None:
        reason = "IT zit vandaag niet aan tafel. (Verzonnen.)"
        actions.skip(member=members[LEADS], inject=inject, reason=reason, now=now)


def _play(members: Members, event: Event, *, began: datetime, now: datetime) -> None:
    """Who plays reads what came and says what it did; the newest stays unanswered."""
    actions.stamp_due(now=now)
    for login, note in DID:
        rows = Inject.objects.played_by(members[login], at=now).filter(event=event).order_by("offset_s")
        for inject in list(rows)[:-1] or list(rows):
            read = began + timedelta(seconds=inject.offset_s + 70)
            one = Inject.objects.filter(pk=inject.pk)
            actions.read_injects(member=members[login], injects=one, now=read)
            actions.answer_inject(member=members[login], inject=inject, note=note, now=read + timedelta(minutes=1))


def observed(members: Members, event: Event, saw: tuple[Saw, ...], *, began: datetime, now: datetime) -> None:
    """What observers of both ports noted, as their phones sent it; what lies in the future was not seen."""
    objectives = {one.number: one for one in Objective.objects.filter(event=event)}
    for number, one in enumerate(saw):
        sent = began + timedelta(minutes=one.sent or one.minute)
        if sent > now:
            continue
        said = Observed(
            observed_at=began + timedelta(minutes=one.minute),
            sent_at=sent,
            language="nl",
            text=f"{one.text} ({MADE_UP})",
            rating=one.rating,
            objective=objectives.get(one.objective),
        )
        key = str(uuid5(event.key, str(number)))
        actions.observe(member=members[one.login], event=event, said=said, key=key, now=sent)
