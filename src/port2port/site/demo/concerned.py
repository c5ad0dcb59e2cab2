"""Concerns desks of the demonstration: two handlers at each port, and a few made-up concerns at different stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from port2port.concerns import actions
from port2port.concerns.actions import Wish
from port2port.concerns.derive import reporter_keys, sealed_pair
from port2port.concerns.models import Concern, Desk
from port2port.members.member import NOBODY, Member
from port2port.members.models import Port, Seat
from port2port.pure.receipt_code import code_of, grouped
from port2port.pure.sealing import Work

type Members = Mapping[str, Member]
# Their passphrase is printed at every start: a dear derivation would protect nothing.
CHEAP = Work(passes=1, memory_kib=8 * 1024)
# Who names, and the two who are named; they sit at the desk of each port that their organisation manages.
HANDLERS = {
    "antwerp-coordinator": ("antwerp-officer", "antwerp-pso"),
    "northsea-coordinator": ("northsea-officer", "northsea-duty"),
    "liege-coordinator": ("liege-officer", "liege-duty"),
    "brussels-coordinator": ("brussels-officer", "brussels-duty"),
    "ostend-coordinator": ("ostend-officer", "ostend-duty"),
    "waterway-coordinator": ("waterway-officer", "waterway-duty"),
    "secretariat-desk": ("secretariat-desk", "secretariat-second"),
}


@dataclass(frozen=True, slots=True)
class Story:
    """A made-up concern: where, what, how long ago, and how far it got.

    far   acknowledged, replied, answered or closed; nothing is received
    """

    port: str
    category: str
    language: str
    text: str
    days_ago: int
    handler: str
    far: str = ""
    answer: str = ""
    by_guest: bool = False
    may_forward: bool = False


STORIES = [
    Story(
        "BEANR", "release", "de",
        "(Erfunden) Ein Anrufer gab sich als unser Disponent aus und wollte den PIN-Code eines Containers mit Bananen. "
        "Unser Fahrer hat ihn nicht genannt. Kommt das öfter vor, und was sollen wir ihm sagen?",
        9, "antwerp-officer", "replied",
        "(Erfunden) Danke, Ihr Fahrer hat richtig gehandelt. Solche Anrufe kennen wir. Rufen Sie unter der bekannten "
        "Nummer zurück, und nennen Sie nie einen Code am Telefon. Wann genau kam der Anruf?",
        by_guest=True, may_forward=True,
    ),
    Story(
        "BEANR", "pressure", "nl",
        "(Verzonnen) Een collega wordt na zijn shift aangesproken door mannen die geld bieden voor een badge. "
        "Hij durft het niet te zeggen. Wat kunnen wij doen zonder dat hij gevaar loopt?",
        3, "antwerp-pso",
    ),
    Story(
        "BEGNE", "drone", "nl",
        "(Verzonnen) Drie avonden na elkaar hing er een drone boven onze kade. Is dat bekend en mag dat?",
        24, "northsea-officer", "answered",
        "(Verzonnen) Er is geen toelating voor die vluchten. De waarneming is gemeld; noteer tijd en richting bij een "
        "volgende keer, en bel 101 terwijl ze er hangt.",
    ),
    Story(
        "BELGG", "access", "fr",
        "(Inventé) La clôture derrière notre dépôt est coupée depuis deux semaines. À qui le dire ?",
        5, "liege-officer", "acknowledged",
    ),
    Story(
        "BEBRU", "rule", "fr",
        "(Inventé) La nouvelle règle pour les visiteurs vaut-elle aussi pour nos techniciens ?",
        60, "brussels-officer", "closed",
        "(Inventé) Oui, sauf s'ils ont un badge permanent. Demandez-le au poste de garde.",
    ),
    Story(
        "", "request", "en",
        "(Made up) A new customer asks for a list of our drivers and their hours. Is that normal?",
        1, "secretariat-desk",
    ),
]  # fmt: skip


def shown_code(seed: int) -> str:
    """The receipt code of the first concern, as it is printed at the start."""
    return grouped(_code(seed, 0))


def keep(members: Members, *, password: str, seed: int, now: datetime) -> None:
    """Open the desks and bring the concerns; every handler's passphrase is the demonstration's password."""
    start = now - timedelta(days=120)
    for coordinator, named in HANDLERS.items():
        for name in named:
            _seat(members, members[coordinator], name, now=start)
            pair = sealed_pair(_private(seed, name), password, work=CHEAP)
            actions.make_handler_key(member=members[name], pair=pair, now=start)
    for number, story in enumerate(STORIES):
        _tell(members, story, number, seed=seed, now=now)


def _seat(members: Members, by: Member, name: str, *, now: datetime) -> None:
    seat = Seat.objects.get(pk=members[name].seat_id or 0)
    ports: list[Port | None] = list(Port.objects.filter(manager_id=by.organisation_id))
    for port in ports or [None]:
        actions.name_handler(member=by, seat=seat, port=port, now=now)


def _tell(members: Members, story: Story, number: int, *, seed: int, now: datetime) -> None:
    at = now - timedelta(days=story.days_ago, hours=3)
    desks = Desk.objects.filter(port__locode=story.port) if story.port else Desk.objects.filter(port=None)
    wish = Wish(
        desk=desks.get(),
        category=story.category,
        language=story.language,
        text=story.text,
        may_forward=story.may_forward,
        listed=story.by_guest,
    )
    by = members["guest-company"] if story.by_guest else NOBODY
    keys = reporter_keys(_code(seed, number))
    concern = actions.file_concern(member=by, keys=keys, wish=wish, now=at, is_made_up=True)
    _go_on(concern, story, members[story.handler], _private(seed, story.handler), at=at)


def _go_on(concern: Concern, story: Story, handler: Member, private: bytes, *, at: datetime) -> None:
    if story.far == "acknowledged":
        actions.acknowledge(member=handler, concern=concern, now=at + timedelta(days=1))
        return
    if not story.far:
        return
    actions.take_up(member=handler, concern=concern, now=at + timedelta(days=1))
    say = actions.reply if story.far == "replied" else actions.give_feedback
    say(member=handler, concern=concern, private=private, text=story.answer, now=at + timedelta(days=1, hours=1))
    if story.far == "closed":
        actions.close(member=handler, concern=concern, now=at + timedelta(days=20))


def _code(seed: int, number: int) -> str:
    return code_of(sha256(f"demo concern {seed} {number}".encode()).digest())


def _private(seed: int, name: str) -> bytes:
    return sha256(f"demo handler {seed} {name}".encode()).digest()
