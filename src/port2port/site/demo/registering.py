"""AI cameras of the demonstration: uses that ports really try, made-up sites and numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from django.utils import timezone

from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.pure.ai_camera import Measured
from port2port.pure.audience import Tlp
from port2port.registers import actions
from port2port.registers.fields import CaseFields
from port2port.registers.models import AiUseCase
from port2port.reports.fields import Readers

type Members = Mapping[str, Member]
PATH = ["idea", "assessed", "trial", "in_use", "paused", "stopped"]


class Step(Protocol):
    """Something that happens at a moment."""

    def __call__(self, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Story:
    """One use case. state: how far it is brought; tlp: None is shared with nobody; measured: a period each."""

    who: str
    facility: str
    state: str
    tlp: Tlp | None
    said: dict[str, Any]
    measured: tuple[Measured, ...] = ()
    shows_site: bool = False
    shows_figures: bool = False
    why: str = ""
    began_days: int = 200


OVERSEEN = {"decides": "Wacht in de controlekamer", "within_s": 60, "switches_off": "Havenbeveiligingsofficier"}
STORIES = [
    Story(
        "antwerp-officer",
        "Demo quay North",
        "in_use",
        Tlp.GREEN,
        {
            "title": "Warmtebeeld langs de waterkant, ’s nachts (verzonnen)",
            "summary": "Warmtecamera’s zien wie na zonsondergang van het water op de kaai klimt. Ze herkennen niemand; "
            "de wacht kijkt zelf en beslist.",
            "language": "nl",
            "kind": "thermal",
            "purposes": ("DRG-EXT-TEAM",),
            "is_real_time": True,
            "provider": "Verzonnen leverancier",
            "model": "T2, versie 4.1",
            "legal_basis": "Gerechtvaardigd belang; camerawet, besloten plaats",
            "camera_law_declared": True,
            "works_council_consulted": True,
            "retention_days": 30,
            "class_reasoning": "Onderscheidt mens van dier naar warmte en vorm; herkent of identificeert niemand.",
            "lessons": "Ganzen en reigers gaven de helft van de valse alarmen. Een lijn twee meter verder "
            "van het water en een drempel op hoogte haalden die weg. Bij regen ziet ze minder: speel ook dan iets na.",
            **OVERSEEN,
        },
        (Measured(300, 1260, 96, 1164, 40, 36), Measured(300, 520, 101, 419, 45, 42)),
        shows_figures=True,
    ),
    Story(
        "terminal-officer",
        "Demo Terminal Left Bank",
        "in_use",
        Tlp.GREEN,
        {
            "title": "Container numbers read at the gate (made up)",
            "summary": "Cameras read number and size code of each box and set them beside the order before the barrier "
            "opens. A mismatch goes to a gate clerk.",
            "language": "en",
            "kind": "box_number",
            "purposes": ("DRG-EXT-CLONE",),
            "is_real_time": True,
            "provider": "Made-up maker",
            "model": "Gate reader 7",
            "legal_basis": "Contract; legitimate interest",
            "works_council_consulted": True,
            "retention_days": 14,
            "class_reasoning": "It reads numbers on boxes, nothing of people.",
            "lessons": "Dirt and bent doors make most of the misreads. Let the check digit decide before a clerk is "
            "asked: that took away four of five false alarms.",
            "decides": "Gate clerk",
            "within_s": 120,
            "switches_off": "Shift manager",
        },
        (Measured(120, 340, 61, 279, 0, 0), Measured(120, 96, 58, 38, 50, 49)),
        shows_site=True,
        shows_figures=True,
        began_days=320,
    ),
    Story(
        "liege-officer",
        "Demo trimodal quay",
        "trial",
        Tlp.GREEN,
        {
            "title": "Présence prolongée près des conteneurs frigorifiques (inventé)",
            "summary": "La caméra signale quand quelqu’un reste plus de trois minutes entre deux rangées de frigos "
            "hors des heures de travail.",
            "language": "fr",
            "kind": "loitering",
            "purposes": ("DRG-EXT-TEAM",),
            "is_real_time": True,
            "at_work": True,
            "provider": "Fournisseur inventé",
            "model": "L-3",
            "legal_basis": "Intérêt légitime ; convention collective sur les caméras au travail",
            "camera_law_declared": True,
            "works_council_consulted": True,
            "retention_days": 15,
            "class_reasoning": "Mesure une durée de présence ; ne reconnaît ni visage ni démarche.",
            "lessons": "Les mécaniciens des frigos déclenchent presque tout. Une liste des interventions prévues "
            "suffit à les écarter.",
            "decides": "Salle de garde",
            "within_s": 180,
            "switches_off": "Officier de sûreté",
        },
        (Measured(28, 64, 5, 59, 12, 9),),
        began_days=90,
    ),
    Story(
        "northsea-officer",
        "Demo bulk quay",
        "assessed",
        Tlp.GREEN,
        {
            "title": "Gezichten op de openbare kaai tegen een lijst (verzonnen)",
            "summary": "Voorgesteld om op de openbare weg langs de kaai gezichten in real time te vergelijken met een "
            "lijst van de politie. Beoordeeld en niet begonnen.",
            "language": "nl",
            "kind": "other",
            "purposes": ("DRG-EXT-TEAM",),
            "place": "public",
            "is_real_time": True,
            "biometric": "identification",
            "for_law_enforcement": True,
            "legal_basis": "Geen gevonden",
            "class_reasoning": "Identificatie op afstand, in real time, op een openbare plaats, voor rechtshandhaving.",
            "lessons": "Vraag eerst wat men wil weten. Wie na sluiting op de kaai is, ziet een warmtecamera ook, "
            "zonder iemand te herkennen.",
        },
        began_days=60,
    ),
    Story(
        "ostend-officer",
        "Demo ferry quay",
        "paused",
        Tlp.GREEN,
        {
            "title": "Nummerplaten van opleggers aan de ferry (verzonnen)",
            "summary": "Leest nummerplaten van opleggers en zet ze naast de boeking.",
            "language": "nl",
            "kind": "anpr",
            "purposes": ("DRG-EXT-CLONE",),
            "is_real_time": True,
            "place": "semi_public",
            "provider": "Verzonnen leverancier",
            "model": "N-5",
            "legal_basis": "Gerechtvaardigd belang; camerawet",
            "camera_law_declared": True,
            "retention_days": 7,
            "class_reasoning": "Nummerplaten zijn persoonsgegevens, maar geen biometrie.",
            "lessons": "Buitenlandse platen las ze slecht. Zonder plaat van de trekker zegt ze te weinig.",
            **OVERSEEN,
        },
        (Measured(60, 210, 12, 198, 0, 0),),
        why="Te veel valse alarmen bij buitenlandse platen; de leverancier past het model aan. (Verzonnen)",
        began_days=150,
    ),
    Story(
        "antwerp-officer",
        "Demo quay North",
        "trial",
        None,
        {
            "title": "Gezicht van de chauffeur tegen zijn kaart, aan de tourniquet (verzonnen)",
            "summary": "Vergelijkt één gezicht met de foto op de eigen kaart. Wie niet wil, meldt zich aan de balie.",
            "language": "nl",
            "kind": "other",
            "purposes": ("DRG-EXT-PIN",),
            "biometric": "verification",
            "at_work": True,
            "is_real_time": True,
            "dpia": "DPIA 2026-04",
            "dpia_on": date(2026, 1, 20),
            "legal_basis": "Uitdrukkelijke toestemming, met een gelijkwaardige andere weg",
            "works_council_consulted": True,
            "retention_days": 0,
            "class_reasoning": "Verificatie één op één valt buiten bijlage III, punt 1.",
            **OVERSEEN,
        },
        (Measured(20, 31, 3, 28, 0, 0),),
        began_days=40,
    ),
]


def steps(members: Members, *, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """What happens with the cameras when, in order. Only what is shared stands in the ledger, so that is the moment."""
    for story in STORIES:
        yield now - timedelta(days=story.began_days) * 0.3, partial(_tell, members, story)


def _tell(members: Members, story: Story, at: datetime) -> None:
    """The story of one case up to the day on which it is shared."""
    member = members[story.who]
    facility = Facility.objects.get(name=story.facility)
    contact = Seat.objects.get(pk=member.seat_id or 0)
    said = CaseFields(facility=facility, contact=contact, deployer=facility.organisation.name, **story.said)
    day = at - timedelta(days=story.began_days) * 0.7
    span = (at - day) / (len(PATH) + len(story.measured))
    case = actions.keep_case(member=member, said=said, now=day)
    for to in PATH[1 : PATH.index(story.state) + 1]:
        day += span
        why = story.why if to == "paused" else ""
        case = actions.move_case(member=member, case=case, to=to, why=why, now=day)
    for measured in story.measured:
        _measure(member, case, measured, day, day + span)
        day += span
    if story.tlp is not None:
        _share(member, case, story, at)


def _measure(member: Member, case: AiUseCase, measured: Measured, since: datetime, until: datetime) -> None:
    actions.measure_case(
        member=member,
        case=case,
        from_on=timezone.localdate(since) - timedelta(days=3),
        to_on=timezone.localdate(until) - timedelta(days=1),
        measured=measured,
        conditions=("night", "rain"),
        now=until,
    )


def _share(member: Member, case: AiUseCase, story: Story, at: datetime) -> None:
    actions.choose_readers(
        member=member,
        case=case,
        readers=Readers(tlp=story.tlp or Tlp.GREEN),
        shows_site=story.shows_site,
        shows_figures=story.shows_figures,
        now=at,
    )
    actions.share_case(member=member, case=case, now=at)
