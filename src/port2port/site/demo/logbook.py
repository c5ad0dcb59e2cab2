"""A made-up log for every facility of the demonstration: zones, entries, corrections, a note for the next shift."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml
from django.db import transaction

from port2port.log.actions import (
    add_line,
    add_zone,
    close_entry,
    correct_entry,
    hand_over,
    set_form_address,
    settle_report,
    strike_entry,
    write_entry,
)
from port2port.log.fields import Said, said_of
from port2port.log.models import Occurrence, Reported, Source, Tile, Zone
from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.members.readers import member_of_seat
from port2port.site.demo.drones import observe

ENTRIES = 60
# So many of the newest are still to be reported: the clock of one runs, that of the other is over.
UNREPORTED = 2
DAYS = 120
# Who keeps the log of which organisation; the guard writes where there is one.
WRITERS = {
    "antwerp-bruges": ("antwerp-guard", "antwerp-officer", "nl"),
    "demo-terminal": ("terminal-officer", "terminal-officer", "en"),
    "north-sea-port": ("northsea-officer", "northsea-officer", "nl"),
    "liege": ("liege-officer", "liege-officer", "fr"),
    "brussels": ("brussels-officer", "brussels-officer", "fr"),
    "ostend": ("ostend-officer", "ostend-officer", "nl"),
    "waterway-antwerp": ("waterway-officer", "waterway-officer", "nl"),
    "waterway-flemish-brabant": ("brabant-officer", "brabant-officer", "nl"),
}
# How often each logs something; the first two are shown most.
WEIGHTS = {"antwerp-bruges": 5, "demo-terminal": 4, "north-sea-port": 3}
ZONES = {
    "gate": {"nl": "Poort 1", "fr": "Portail 1", "en": "Gate 1"},
    "fence": {"nl": "Omheining landzijde", "fr": "Clôture côté terre", "en": "Landside fence"},
    "quay": {"nl": "Kaai", "fr": "Quai", "en": "Quay"},
    "yard": {"nl": "Terrein", "fr": "Parc", "en": "Yard"},
}
MADE_UP = {"nl": "(verzonnen)", "fr": "(fictif)", "en": "(made up)"}
TOLD = {
    "harbour": {"nl": "Havenkapiteinsdienst", "fr": "Capitainerie", "en": "Harbour master's office"},
    "police": {"nl": "Scheepvaartpolitie", "fr": "Police de la navigation", "en": "Shipping police"},
    "coordinator": {"nl": "Coördinator", "fr": "Coordinateur", "en": "Coordinator"},
}
ON_DUTY = {"nl": ("Poortwachter", "Ploegleider"), "fr": ("Garde du portail", "Chef d'équipe"),
           "en": ("Gate guard", "Shift leader")}  # fmt: skip
NOTE = {
    "nl": "Lichtmast 4 is uit; extra ronde landzijde om 2 uur. De drone van gisteren kan terugkeren. (verzonnen)",
    "fr": "Le mât 4 est éteint ; ronde supplémentaire côté terre à 2 h. Le drone d'hier peut revenir. (fictif)",
    "en": "Light mast 4 is out; one more round along the landside at 2. Yesterday's drone may come back. (made up)",
}
CORRECTION = {"nl": "Ontbrak in de eerste tekst.", "fr": "Manquait au premier texte.", "en": "Was left out at first."}
ADDITION = {"nl": "De volgende ploeg is ingelicht.", "fr": "L'équipe suivante est informée.",
            "en": "The next shift was told."}  # fmt: skip
# Which form an organisation's facilities send, and where to: addresses that the internet keeps for examples.
FORMS = {
    "antwerp-bruges": ("port-24h", "harbourmaster@antwerp.example"),
    "demo-terminal": ("port-24h", "harbourmaster@antwerp.example"),
    "north-sea-port": ("north-sea-port-be", "havenkapitein@northsea.example"),
}
REPORTED = {"nl": "Langs het meldpunt van de haven.", "fr": "Par le point de contact du port.",
            "en": "By the port's own reporting line."}  # fmt: skip
EXEMPT = {"nl": "Geen incident dat de haven binnen 24 uur moet weten.",
          "fr": "Pas un incident que le port doit connaître dans les 24 heures.",
          "en": "No incident that the port must know of within 24 hours."}  # fmt: skip
TWICE = {"nl": "Twee keer geschreven.", "fr": "Écrit deux fois.", "en": "Written twice."}
ENDED = {"nl": "Nagekeken, niets meer te doen.", "fr": "Vérifié, plus rien à faire.", "en": "Checked, nothing left."}


@dataclass(frozen=True, slots=True)
class Keeper:
    """A facility, its zones, and who writes in its log."""

    facility: Facility
    writer: Member
    officer: Member
    language: str
    zones: dict[str, Zone]


@transaction.atomic
def write(*, seed: int, now: datetime) -> None:
    """Fill the logs of the community that was founded, oldest first."""
    seats = Seat.objects.select_related("person", "organisation")
    members = {seat.person.username: member_of_seat(seat) for seat in seats}
    random = Random(seed)  # noqa: S311 - a reproducible story, no secret
    keepers = [_keeper(one, members, now - timedelta(days=DAYS + 1)) for one in _facilities()]
    weights = [WEIGHTS.get(keeper.facility.organisation.slug, 1) for keeper in keepers]
    for place in range(ENTRIES):
        # The last ones lie in the last hours, for those who look at Now.
        at = now - timedelta(days=DAYS * (ENTRIES - 1 - place) / ENTRIES, hours=2 + random.random() * 5)
        keeper = random.choices(keepers, weights=weights)[0]
        left = ENTRIES - place
        # The newest are one of each tile, whatever the seed, so that each can be looked at.
        tile = Tile.values[left - 1] if left <= len(Tile.values) else ""
        row = _entry(keeper, random, at=at, tile=tile)
        if left > UNREPORTED:
            _settle(keeper, row, at=at)
        _aftermath(keeper, row, random, at=at, now=now, is_old=left > 8)
    for keeper in keepers[:1]:
        hand_over(
            member=keeper.officer,
            facility=keeper.facility,
            text=NOTE[keeper.language],
            language=keeper.language,
            now=now - timedelta(hours=1),
        )


def _facilities() -> list[Facility]:
    kept = Facility.objects.filter(organisation__slug__in=WRITERS).select_related("organisation")
    return list(kept.order_by("pk"))


def _keeper(facility: Facility, members: dict[str, Member], at: datetime) -> Keeper:
    writer, officer, language = WRITERS[facility.organisation.slug]
    zones = {
        name: add_zone(member=members[officer], facility=facility, name=words[language], now=at)
        for name, words in ZONES.items()
    }
    if facility.organisation.slug in FORMS:
        form, email = FORMS[facility.organisation.slug]
        addressee = f"{TOLD['harbour'][language]} {MADE_UP[language]}"
        set_form_address(
            member=members[officer], facility=facility, form=form, addressee=addressee, email=email, now=at
        )
    return Keeper(facility, members[writer], members[officer], language, zones)


@cache
def happenings() -> list[dict[str, Any]]:
    """What can happen, as the file says it."""
    found: list[dict[str, Any]] = yaml.safe_load(
        (files("port2port.site.demo") / "logbook.yaml").read_text(encoding="utf-8")
    )
    return found


def _entry(keeper: Keeper, random: Random, *, at: datetime, tile: str) -> Occurrence:
    told = random.choice([one for one in happenings() if tile in ("", one["tile"])])
    said = _said(keeper, told, at=at - timedelta(minutes=random.randint(3, 40)))
    is_at_gate = keeper.writer != keeper.officer
    row = write_entry(
        member=keeper.writer,
        facility=keeper.facility,
        said=said,
        now=at,
        source=Source.GATE if is_at_gate else Source.PAGE,
    )
    if told["told"]:
        to = TOLD[told["told"]][keeper.language]
        add_line(member=keeper.officer, occurrence=row, kind="told", to=to, language=keeper.language, at=at, now=at)
    if row.tile == Tile.DRONE:
        observe(row, member=keeper.officer, now=at)
    return row


def _settle(keeper: Keeper, row: Occurrence, *, at: datetime) -> None:
    """What became of the port's report: made by the port's own line, or not needed for what is of low severity."""
    how, words = (Reported.EXEMPT, EXEMPT) if row.severity == "low" else (Reported.OTHERWISE, REPORTED)
    language, moment = keeper.language, at + timedelta(hours=1)
    settle_report(
        member=keeper.officer,
        occurrence=row,
        how=how,
        text=words[language],
        at=moment,
        language=language,
        now=moment,
    )


def _said(keeper: Keeper, told: dict[str, Any], *, at: datetime) -> Said:
    language = keeper.language
    return Said(
        happened_at=at,
        tile=told["tile"],
        zone=keeper.zones[told["zone"]],
        methods=tuple(told["methods"]),
        severity=told["severity"],
        text=f"{told['text'][language]} {MADE_UP[language]}",
        action_taken=told["done"][language],
        language=language,
        on_duty=ON_DUTY[language],
        **told["facets"],
    )


def _aftermath(keeper: Keeper, row: Occurrence, random: Random, *, at: datetime, now: datetime, is_old: bool) -> None:
    """What becomes of an entry: one in seven is corrected, one in twenty struck out, most old ones are closed."""
    chance, later = random.random(), min(at + timedelta(hours=3), now - timedelta(minutes=5))
    officer, language = keeper.officer, keeper.language
    if chance < 0.05:
        strike_entry(member=officer, occurrence=row, reason=TWICE[language], now=later)
        return
    if chance < 0.2:
        said = replace(said_of(row), text=f"{row.text} {ADDITION[language]}")
        correct_entry(member=officer, occurrence=row, said=said, reason=CORRECTION[language], version=1, now=later)
    if is_old and chance < 0.95:
        close_entry(member=officer, occurrence=row, text=ENDED[language], language=language, now=later)
