"""Declarations as a list: what the address asks for, a page of it, the same as a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.base.refusal import NotAllowed, Refusal
from port2port.levels.access import DosSet, reads_declarations
from port2port.levels.models import Dos, ShipSignatory, ShoreSignatory
from port2port.levels.wording import ACTIVITY_WORDS, STATE_KINDS, state_words
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.declaration import ACKNOWLEDGED_WITHIN, State
from port2port.pure.sheets import Column

ON_PAGE = 50
MOST_ROWS = 10_000
LONGEST = 200


class TooManyDeclarations(Refusal):
    status = 413


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter of the address."""

    words: str = ""
    state: State | None = None
    facility: UUID | None = None
    revise: bool = False
    over: bool = False

    @property
    def is_any(self) -> bool:
        """Whether something is asked for."""
        return bool(self.words or self.state or self.facility or self.revise or self.over)


@dataclass(frozen=True, slots=True)
class Line:
    """One declaration in the list."""

    row: Dos
    state: State
    words: str
    kind: str
    is_late: bool


def asked_in(query: Mapping[str, str]) -> Asked:
    """What the address asks for; what it does not know is passed over."""
    state = query.get("state", "")
    return Asked(
        words=query.get("q", "").replace("\0", "")[:LONGEST].strip(),
        state=State(state) if state in set(State) else None,
        facility=_key(query.get("facility", "")),
        revise=query.get("revise") == "1",
        over=query.get("over") == "1",
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def found(asked: Asked, *, member: Member, at: datetime) -> DosSet:
    """The declarations of the filter, the newest request first."""
    rows: DosSet = Dos.objects.visible_to(member).listed()
    if asked.words:
        rows = rows.matching(asked.words)
    if asked.state is not None:
        rows = rows.in_state(asked.state, at=at)
    if asked.facility is not None:
        rows = rows.filter(facility__key=asked.facility)
    if asked.revise:
        rows = rows.in_state(State.IN_FORCE, at=at).exclude(revise_at=None)
    if asked.over:
        rows = rows.past_keeping(on=timezone.localdate(at))
    return rows


def page_of(rows: DosSet, number: str) -> Page[Dos]:
    """Fifty of them."""
    return Paginator(rows, ON_PAGE).get_page(number)


def lines_of(rows: Iterable[Dos], *, at: datetime) -> list[Line]:
    """As the list shows them."""
    return [_line(row, at=at) for row in rows]


def _line(row: Dos, *, at: datetime) -> Line:
    state = row.state(at)
    is_late = state == State.REQUESTED and at - row.requested_at >= ACKNOWLEDGED_WITHIN
    return Line(row, state, state_words(state), STATE_KINDS[state], is_late)


def export(asked: Asked, *, member: Member, act: str, now: datetime) -> list[Dos]:
    """The declarations of the filter, for a file; on record. Raises NotAllowed, TooManyDeclarations."""
    if not reads_declarations(member):
        raise NotAllowed
    rows = list(found(asked, member=member, at=now)[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise TooManyDeclarations(_("At most 10,000 declarations leave at once. Choose one facility or state."))
    record_act(member=member, act="take_out_declarations", subject=f"{act}, {len(rows)} declarations", now=now)
    return rows


def columns() -> list[Column]:
    """The headings in the reader's language."""
    names = [
        _("Number"), _("State"), _("Facility"), _("Port"), _("Ship"), _("IMO number"), _("Port of registry"),
        _("Berth"), _("What the ship does here"), _("Why it is asked for"), _("Holds from"), _("Holds until"),
        _("ISPS level of the facility"), _("ISPS level of the ship"), _("The facility does"), _("The ship does"),
        pgettext("state of a declaration", "Requested"), pgettext("state of a declaration", "Acknowledged"),
        _("Signed"), _("Signed for the ship by"), _("Signed for the facility by"),
        pgettext("state of a declaration", "Ended"), _("Kept until"), "SHA-256",
    ]  # fmt: skip
    return [Column(name, 24) for name in names]


def cells(rows: Iterable[Dos], *, at: datetime) -> Iterator[Sequence[str]]:
    """One declaration a row, in the order of the headings; times are ISO 8601, UTC."""
    for row in rows:
        yield [
            row.number,
            state_words(row.state(at)),
            row.facility.name,
            row.facility.port.name,
            row.ship_name,
            row.imo_number,
            row.registry,
            row.berth,
            row.activity,
            row.get_trigger_display(),
            _moment(row.from_at),
            _moment(row.to_at),
            f"ISPS {row.port_level}",
            f"ISPS {row.ship_level}",
            "; ".join(str(ACTIVITY_WORDS[code]) for code in row.by_facility),
            "; ".join(str(ACTIVITY_WORDS[code]) for code in row.by_ship),
            _moment(row.requested_at),
            _moment(row.acknowledged_at),
            _moment(row.agreed_at),
            str(ShipSignatory(row.ship_signatory).label) if row.ship_signatory else "",
            str(ShoreSignatory(row.shore_signatory).label) if row.shore_signatory else "",
            _moment(row.ended_at),
            row.keep_until_on.isoformat(),
            row.sha256,
        ]


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def file_name(ending: str, *, now: datetime) -> str:
    """The name of the file."""
    return f"declarations {now:%Y-%m-%d %H%M}.{ending}"
