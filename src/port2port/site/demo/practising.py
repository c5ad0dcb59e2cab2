"""Practices of the demonstration: the starting texts with approvals and uses, and two made-up ones that grow old."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from django.utils import timezone

from port2port.knowledge.actions import approve, propose, revise, save_draft, say_use
from port2port.knowledge.actions.starting import load_starting_texts
from port2port.knowledge.fields import PracticeFields, fields_of
from port2port.knowledge.models import Practice
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.audience import Tlp
from port2port.pure.evidence import Tried
from port2port.reports.fields import Readers

type Members = Mapping[str, Member]
CLEAR, GREEN = Readers(tlp=Tlp.CLEAR), Readers(tlp=Tlp.GREEN)
LOADED = timedelta(days=75)
# Of the starting texts: how many have two approvals, and how many have one.
APPROVED, HALF = 11, 16
APPROVERS = ["northsea-officer", "liege-officer", "antwerp-officer", "brussels-officer", "ostend-officer"]
NOTES = {
    "ostend-officer": ("nl", "Sinds het voorjaar, aan twee poorten (verzonnen)", 2),
    "waterway-officer": ("nl", "Op onze kades (verzonnen)", 14),
    "liege-officer": ("fr", "Depuis mars, sur le quai trimodal (inventé)", 1),
    "antwerp-officer": ("nl", "Op de noordkade (verzonnen)", 0),
}


class Step(Protocol):
    """Something that happens at a moment."""

    def __call__(self, at: datetime) -> None: ...


def steps(members: Members, *, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """What happens when, in order."""
    yield now - timedelta(days=430), partial(_old, members, "ostend-officer", EXPIRED, _day(now, -90))
    yield now - timedelta(days=320), partial(_old, members, "liege-officer", DUE, _day(now, 20))
    yield now - timedelta(days=160), partial(_old, members, "antwerp-officer", LESSON, _day(now, 200))
    yield now - LOADED, partial(_load, members)
    for number in range(HALF):
        for turn in range(2 if number < APPROVED else 1):
            at = now - LOADED + timedelta(days=9 + 2 * number, hours=6 * turn)
            name = APPROVERS[(number + turn) % len(APPROVERS)]
            yield at, partial(_approve, members, name, number)
    for number, name in enumerate(NOTES):
        yield now - timedelta(days=12 - number), partial(_use, members, name, 2 * number)
    yield now - timedelta(days=5), partial(_next_wording, members)
    yield now - timedelta(days=2), partial(_draft, members)


def _load(members: Members, at: datetime) -> None:
    load_starting_texts(member=members["secretariat-desk"], readers=CLEAR, now=at)


def _loaded() -> list[Practice]:
    return list(Practice.objects.filter(is_starting_text=True).order_by("pk"))


def _approve(members: Members, name: str, number: int, at: datetime) -> None:
    practice = _loaded()[number]
    approve(member=members[name], practice=practice, sha256=practice.sha256, now=at)


def _use(members: Members, name: str, number: int, at: datetime) -> None:
    language, note, sites = NOTES[name]
    inland = frozenset(Circle.objects.filter(name="Inland ports").values_list("pk", flat=True))
    readers = Readers(tlp=Tlp.AMBER, circles=inland) if name == "liege-officer" else GREEN
    say_use(
        member=members[name],
        practice=_loaded()[number],
        readers=readers,
        note=note,
        language=language,
        sites=sites,
        now=at,
    )


def _next_wording(members: Members, at: datetime) -> None:
    practice = _loaded()[0]
    said = fields_of(practice)
    body = said.body.replace("Once a week, and in", "Once a week, by day and by night in turn, and in")
    said = replace(said, body=body, is_starting_text=False)
    revise(member=members["secretariat-desk"], practice=practice, said=said, version=practice.version, now=at)
    waiting = Practice.objects.get(pk=practice.pk).revision
    approve(member=members["northsea-officer"], practice=practice, sha256=waiting.sha256, now=at)


def _day(now: datetime, days: int) -> date:
    return timezone.localdate(now) + timedelta(days=days)


def _old(members: Members, name: str, said: PracticeFields, review_by_on: date, at: datetime) -> None:
    draft = save_draft(member=members[name], said=replace(said, review_by_on=review_by_on), readers=GREEN, now=at)
    practice = propose(member=members[name], practice=draft, now=at)
    for other in ("northsea-officer", "brussels-officer"):
        approve(member=members[other], practice=practice, sha256=practice.sha256, now=at + timedelta(hours=2))


def _draft(members: Members, at: datetime) -> None:
    said = PracticeFields(title="Rondes met twee talen (verzonnen)", language="nl", themes=("awareness",))
    save_draft(member=members["antwerp-officer"], said=said, readers=GREEN, now=at)


EXPIRED = PracticeFields(
    title="Kades 's zomers met jobstudenten bewaken (verzonnen)",
    summary="Hoe een kleine haven de zomernachten bezet met studenten, twee per ronde, na een halve dag opleiding.",
    body="## Stappen\n\n1. Kies kades zonder risicoschepen.\n2. Twee per ronde, nooit alleen, met een radio.\n"
    "3. Een halve dag opleiding: kijken, noteren, bellen.\n4. Na de zomer een gesprek met elk team.",
    language="nl",
    themes=("personnel",),
    controls=("MON-04", "AWR-01"),
    sources=("Verzonnen voor de demonstratie",),
)
LESSON = PracticeFields(
    kind="lesson",
    title="Lampen die pas bij beweging aangaan: wat we leerden (verzonnen)",
    summary="Aan een donkere kade bleven mensen weg toen het licht pas bij beweging aanging.",
    body="## Wat we deden\n\n1. Eén kade kreeg lampen met bewegingsmelder, de kade ernaast niet.\n"
    "2. De wacht noteerde elke persoon binnen de omheining, op beide kades.\n\n"
    "## Wat we anders zouden doen\n\n- De melders hoger hangen: katten deden het licht aangaan.",
    language="nl",
    themes=("access",),
    controls=("ACC-05",),
    methods=("INT-TRES",),
    sources=("Verzonnen voor de demonstratie",),
    tried=(
        Tried(
            where="Demonstratiekade noord",
            cost="middle",
            effect="Minder mensen binnen de omheining, vooral na middernacht.",
            stated_by="Antwerpen (verzonnen)",
            sites=1,
            months=12,
            indicator="Personen binnen de omheining",
            before=24,
            before_days=180,
            after=9,
            after_days=180,
            compared="Op de kade ernaast 21 voordien en 20 nadien.",
            displacement="no",
            side_effects="Dieren doen het licht aangaan.",
        ),
    ),
)
DUE = PracticeFields(
    title="Un miroir sous les camions à l'entrée (inventé)",
    summary="Un miroir à roulettes et deux minutes suffisent pour regarder sous chaque camion d'une ligne à risque.",
    body="## Étapes\n\n1. Choisir les lignes à risque avec la douane.\n"
    "2. Le chauffeur descend, le garde fait le tour.\n"
    "3. Comparer avec la photo d'un châssis ordinaire.\n4. Un doute : on n'ouvre rien, on appelle.",
    language="fr",
    themes=("inspections", "access"),
    controls=("SCR-03", "ACC-04"),
    methods=("DRG-ENT-PARAS",),
    sources=("Inventé pour la démonstration",),
    tried=(
        Tried(
            where="Quai de démonstration",
            cost="low",
            effect="Trois objets trouvés en six mois, aucun les six mois d'avant.",
            stated_by="Liège (inventé)",
            sites=1,
            months=6,
            indicator="Objets trouvés sous un camion",
            before=0,
            before_days=182,
            after=3,
            after_days=182,
            displacement="unclear",
            side_effects="Deux minutes de plus par camion.",
        ),
    ),
)
