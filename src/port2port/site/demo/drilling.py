"""Drills and exercises of the demonstration, all made up and saying so: held, to come, joint, and one to answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from port2port.drills import actions
from port2port.drills.library import library
from port2port.drills.models import Event
from port2port.drills.rules import Aim, Held, Plan, stop_word_in
from port2port.members.member import Member
from port2port.members.models import Facility, Seat

MADE_UP = {
    "nl": "Verzonnen voorbeeld.",
    "fr": "Exemple inventé.",
    "en": "Made-up example.",
    "de": "Erfundenes Beispiel.",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One event. `days` from now; `until` the state it is brought to; `others` facilities that are asked too."""

    login: str
    facility: str
    scenario: str
    kind: str
    days: int
    until: str
    language: str = "nl"
    others: tuple[str, ...] = ()
    controller: str = ""
    player: str = ""


LEADS, PLAYS = "antwerp-coordinator", "antwerp-guard"
NORTH, TERMINAL, BULK = "Demo quay North", "Demo Terminal Left Bank", "Demo bulk quay"
EVENTS = [
    Made("antwerp-officer", NORTH, "DS-01", "drill", -64, "closed", controller=LEADS),
    Made("antwerp-officer", NORTH, "DS-07", "tabletop", -20, "held", controller=LEADS),
    Made("antwerp-officer", NORTH, "DS-02", "drill", 5, "confirmed", controller=LEADS, player=PLAYS),
    Made("antwerp-officer", NORTH, "DS-11", "tabletop", 26, "planned", others=(TERMINAL,), controller=LEADS),
    Made("terminal-officer", TERMINAL, "DS-03", "drill", -40, "closed", language="en"),
    Made("northsea-officer", BULK, "DS-08", "drill", -12, "closed"),
]  # fmt: skip


def drill(members: dict[str, Member], *, now: datetime) -> None:
    """Plan, name people, confirm, hold and close, each at its own time."""
    for made in EVENTS:
        member = members.get(made.login)
        if member is not None and made.scenario in library():
            _make(made, member, members, now=now)


def _make(made: Made, member: Member, members: dict[str, Member], *, now: datetime) -> None:
    when = timezone.localtime(now).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=made.days)
    at = min(now, when) - timedelta(days=9)
    row = actions.plan(member=member, said=_plan(made, when), now=at)
    for login, role, plays in ((made.controller, "controller", ""), (made.player, "player", "guard")):
        seat = Seat.objects.filter(pk=members[login].seat_id or 0).first() if login in members else None
        if seat is not None:
            actions.give_role(member=member, event=row, seat=seat, role=role, plays=plays, now=at)
    if made.until == "planned":
        return
    if made.controller:
        row = actions.confirm(member=member, event=row, now=at)
    if made.until != "confirmed":
        _hold(made, row, member, at=when + timedelta(hours=2))


def _plan(made: Made, when: datetime) -> Plan:
    found = library()[made.scenario]
    names = (made.facility, *made.others)
    facilities = {one.name: one for one in Facility.objects.filter(name__in=names)}
    purpose = f"{found.purpose[made.language]} {MADE_UP[made.language]}"
    return Plan(
        kind=made.kind,
        title="",
        planned_at=when,
        minutes=found.minutes,
        language=made.language,
        facilities=tuple(facilities[name] for name in names),
        scenario=made.scenario,
        purpose=purpose,
        stop_word=stop_word_in(made.language),
        aims=tuple(Aim(one.text[made.language], one.control, one.elements) for one in found.objectives),
    )


def _hold(made: Made, row: Event, member: Member, *, at: datetime) -> None:
    said = Held(
        on=timezone.localdate(at),
        minutes=row.minutes,
        took_part={"guard": 4, "control_room": 1, "pfso": 1},
        present=tuple(place.facility for place in row.places.select_related("facility")),
        went_well=MADE_UP[made.language],
    )
    row = actions.hold(member=member, event=row, said=said, now=at)
    if made.until == "closed":
        actions.move_on(member=member, event=row, to="closed", now=at)
