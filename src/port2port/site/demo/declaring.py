"""Declarations of Security and raises of the demonstration: kinds of ship that really call, under made-up names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from port2port.levels import actions
from port2port.levels.asks import asked_of, items_of
from port2port.levels.models import Dos
from port2port.levels.rules import DosFields
from port2port.members.actions.levels import LevelDraft, report_level
from port2port.members.member import Member
from port2port.members.models import Facility, LevelAcknowledgement
from port2port.pure.identifiers import imo_ship_number


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a ship. Hours count from now; `until` is the state it is brought to."""

    login: str
    facility: str
    ship: str
    activity: str
    trigger: str
    language: str
    asked_h: float
    from_h: float
    to_h: float
    until: str
    levels: tuple[int, int] = (1, 1)
    berth: str = ""
    is_continuous: bool = False


NORTH, TERMINAL, BULK, FERRY, QUAY = (
    "Demo quay North", "Demo Terminal Left Bank", "Demo bulk quay", "Demo ferry quay", "Demo trimodal quay",
)  # fmt: skip
DAY = 24.0
CALLS = [
    Call("antwerp-officer", NORTH, "Demo Aster", "Containers lossen en laden", "a5_2_1", "en", -1.7, 3, 22, "requested", (2, 2), "412"),  # noqa: E501
    Call("antwerp-officer", NORTH, "Demo Bellis", "Bunkeren langszij", "pfso", "nl", -0.4, 2, 9, "requested", (2, 1), "418"),  # noqa: E501
    Call("antwerp-officer", NORTH, "Demo Cornus", "Koelcontainers laden", "a5_2_3", "en", -5, 1, 20, "acknowledged", (2, 2), "406"),  # noqa: E501
    Call("antwerp-officer", NORTH, "Demo Dahlia", "Projectlading lossen", "a5_2_1", "en", -30, -26, 8, "agreed", (1, 2), "410"),  # noqa: E501
    Call("antwerp-officer", NORTH, "Demo Erica", "Chemicaliëntanker lost", "pfso", "en", -9 * DAY, -9 * DAY + 4, -8 * DAY, "agreed", (1, 1), "402"),  # noqa: E501
    Call("antwerp-officer", NORTH, "Demo Ficaria", "Feeder, elk bezoek", "pfso", "en", -40 * DAY, -40 * DAY, 140 * DAY, "agreed", (2, 1), is_continuous=True),  # noqa: E501
    Call("terminal-officer", TERMINAL, "Demo Galium", "Discharging fruit in reefers", "a5_2_3", "en", -3 * DAY, -3 * DAY + 6, -2 * DAY, "agreed", (1, 2)),  # noqa: E501
    Call("terminal-officer", TERMINAL, "Demo Hedera", "Discharging containers", "a5_2_1", "en", -6, 1, 30, "acknowledged", (1, 2)),  # noqa: E501
    Call("northsea-officer", BULK, "Demo Iris", "Kolen lossen uit bulkschip", "state", "nl", -12 * DAY, -12 * DAY + 5, -10 * DAY, "agreed"),  # noqa: E501
    Call("northsea-officer", BULK, "Demo Juncus", "Graan laden", "a5_2_5", "en", -2 * DAY, -DAY, 0, "declined"),
    Call("ostend-officer", FERRY, "Demo Knautia", "Roro, passagiers en vracht", "pfso", "nl", -20 * DAY, -20 * DAY, 70 * DAY, "agreed", is_continuous=True),  # noqa: E501
    Call("liege-officer", QUAY, "Demo Lamium", "Chargement de ferraille", "a5_2_4", "fr", -4, 5, 20, "acknowledged", (1, 1)),  # noqa: E501
]  # fmt: skip
FACILITY_DOES = ("duties", "restricted", "access_facility", "watch_facility", "cargo", "communication")
SHIP_DOES = ("duties", "access_ship", "watch_ship", "persons", "communication")
WHY = {"declined": "Schip-tot-schip gebeurt hier niet (verzonnen)"}


def declare(members: dict[str, Member], *, now: datetime) -> None:
    """Ask, acknowledge, agree, each at its own time."""
    for number, call in enumerate(CALLS):
        _declare(call, members[call.login], number=number, now=now)


def _declare(call: Call, member: Member, *, number: int, now: datetime) -> Dos:
    asked = now + timedelta(hours=call.asked_h)
    said = DosFields(
        facility=Facility.objects.get(name=call.facility),
        ship_name=call.ship,
        imo_number=_made_up_number(number),
        activity=call.activity,
        language=call.language,
        trigger=call.trigger,
        from_at=now + timedelta(hours=call.from_h),
        to_at=now + timedelta(hours=call.to_h),
        requested_at=asked,
        port_level=call.levels[0],
        ship_level=call.levels[1],
        berth=call.berth,
        is_continuous=call.is_continuous,
        by_facility=FACILITY_DOES if call.until == "agreed" else (),
        by_ship=SHIP_DOES if call.until == "agreed" else (),
    )
    row = actions.request(member=member, said=said, now=asked)
    if call.until == "requested":
        return row
    soon = asked + timedelta(minutes=12)
    if call.until == "declined":
        return actions.decline(member=member, dos=row, reason=WHY["declined"], now=soon)
    actions.acknowledge(member=member, dos=row, at=soon, by=actions.acknowledgers(row)[0], now=soon)
    if call.until == "agreed":
        signed = soon + timedelta(hours=1)
        actions.agree(member=member, dos=row, ship="sso", shore="pfso", at=signed, now=signed)
    return row


def _made_up_number(number: int) -> str:
    """A number with a right check digit, from a range that no ship was given."""
    six = f"{100_100 + 11 * number:06d}"
    return next(found for last in range(10) if (found := imo_ship_number(f"{six}{last}")))


NOTES = {
    "b-16.19": "Wachthuis, map 3, kaart 4 (verzonnen)",
    "b-16.35": "Planningsbureau, werkwijze LAD-2 (verzonnen)",
    "b-16.53": "Controlekamer, rondeplan B (verzonnen)",
}
# Minutes after the raise at which each measure was ticked; what is not here is open still.
TICKED = (4, 9, 11, 18, 31)


def raise_levels(members: dict[str, Member], *, now: datetime) -> None:
    """One raise of last month, timed to its end, and one that runs; where instructions lie."""
    officer, terminal = members["antwerp-officer"], members["terminal-officer"]
    quay, left_bank = Facility.objects.get(name=NORTH), Facility.objects.get(name=TERMINAL)
    for control, note in NOTES.items():
        actions.keep_note(
            member=officer, facility=quay, catalogue="isps", control=control, note=note, now=now - timedelta(days=60)
        )
    then = now - timedelta(days=34)
    done = _raise(officer, quay, at=then, until=then + timedelta(days=2), reason="Oefening niveauwijziging (verzonnen)")
    _tick(officer, done, at=then, minutes=range(3, 80, 8))
    actions.all_in_effect(member=officer, acknowledgement=done, now=then + timedelta(minutes=74))
    began = now - timedelta(minutes=50)
    runs = _raise(terminal, left_bank, at=began, until=now + timedelta(days=3), reason="Threat to reefers (made up)")
    _tick(terminal, runs, at=began, minutes=TICKED)


def _raise(member: Member, facility: Facility, *, at: datetime, until: datetime, reason: str) -> LevelAcknowledgement:
    draft = LevelDraft(
        scale="isps", value=2, valid_from=at, valid_to=until, issued_by="Demonstration entry", reason=reason,
        facility=facility,
    )  # fmt: skip
    entry = report_level(member=member, draft=draft, now=at)
    return LevelAcknowledgement.objects.get(entry=entry)


def _tick(member: Member, row: LevelAcknowledgement, *, at: datetime, minutes: range | tuple[int, ...]) -> None:
    items = items_of(asked_of(row.facility, member=member).above(1, 2))
    for item, minute in zip(items, minutes, strict=False):
        actions.tick(member=member, acknowledgement=row, item=item, now=at + timedelta(minutes=minute))
