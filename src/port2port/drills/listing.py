"""Events as a list: what the address asks for, and what each line may say to this reader."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.base.refusal import NotAllowed, Refusal
from port2port.drills.access import Events, reads_drills
from port2port.drills.models import Counted, Event, Kind, PlayerRole, State
from port2port.drills.rules import COUNTED_ROLES
from port2port.duties.rulebook import clock_rules, element_label
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.sheets import Column

ON_PAGE = 50
MOST_ROWS = 5_000
STATE_KINDS = {
    State.PLANNED: "medium",
    State.CONFIRMED: "low",
    State.HELD: "medium",
    State.EVALUATED: "low",
    State.CLOSED: "done",
    State.CANCELLED: "",
}


class TooManyEvents(Refusal):
    status = 413
    words = gettext_lazy("At most 5,000 events leave at once. Choose one facility.")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter of the address. `held` asks for what is over, cancelled ones included."""

    held: bool = False
    kind: str = ""
    facility: UUID | None = None

    @property
    def is_any(self) -> bool:
        """Whether something is asked for beside the tab."""
        return bool(self.kind or self.facility)


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `title` is empty for who reads no script; the caption is for everybody."""

    row: Event
    caption: str
    title: str
    state: str
    kind: str


def asked_in(query: Mapping[str, str]) -> Asked:
    """What the address asks for; what it does not know is passed over."""
    kind = query.get("kind", "")
    try:
        facility = UUID(query.get("facility", ""))
    except ValueError:
        facility = None
    return Asked(query.get("tab") == "held", kind if kind in Kind.values else "", facility)


def found(asked: Asked, member: Member) -> Events:
    """The events of the filter: the next one first, of those that are over the newest."""
    rows: Events = Event.objects.visible_to(member).with_sight(member).with_names()
    rows = rows.exclude(state__in=["planned", "confirmed"]) if asked.held else rows.coming()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.facility is not None:
        rows = rows.filter(places__facility__key=asked.facility)
    return rows.order_by("-planned_at", "-pk") if asked.held else rows.order_by("planned_at", "pk")


def page_of(rows: Events, number: str) -> Page[Event]:
    """Fifty of them."""
    return Paginator(rows, ON_PAGE).get_page(number)


def lines_of(rows: Iterable[Event]) -> list[Line]:
    """As the list shows them."""
    return [_line(row) for row in rows]


def _line(row: Event) -> Line:
    title = row.title if row.reads_script else ""  # type: ignore[attr-defined]
    return Line(row, row.caption, title, row.get_state_display(), STATE_KINDS[State(row.state)])


def evidence(asked: Asked, *, member: Member, act: str, now: datetime) -> list[Event]:
    """Held events whose record this seat reads, newest first, for an inspector; on record.

    Raises NotAllowed, TooManyEvents.
    """
    if not reads_drills(member):
        raise NotAllowed
    rows = Event.objects.script_for(member).were_held().with_names()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.facility is not None:
        rows = rows.filter(places__facility__key=asked.facility)
    made = list(rows.order_by("-held_on", "-pk")[: MOST_ROWS + 1])
    if len(made) > MOST_ROWS:
        raise TooManyEvents
    record_act(member=member, act="take_out_drills", subject=f"{act}, {len(made)} drills and exercises", now=now)
    return made


def columns() -> list[Column]:
    """The headings in the reader's language."""
    names = [
        _("Held on"), _("Kind"), _("Title"), _("Facilities"), _("Port"), _("Minutes"), _("ISPS level played"),
        *(role_words(code) for code in COUNTED_ROLES), _("Tested"), _("Duties fulfilled"), _("Evidence"), _("State"),
    ]  # fmt: skip
    return [Column(name, 24) for name in names]


def role_words(code: str) -> str:
    """The role of people who took part."""
    return _("Others") if code == "other" else str(PlayerRole(code).label)


def cells(rows: Sequence[Event], *, member: Member) -> Iterator[Sequence[str]]:
    """One event a row, in the order of the headings."""
    counted = counted_of(rows, member)
    for row in rows:
        yield [
            row.held_on.isoformat() if row.held_on else "",
            row.get_kind_display(),
            row.title,
            "; ".join(names_of(row)),
            row.port.name if row.port else "",
            str(row.held_minutes or ""),
            f"ISPS {row.isps_level}",
            *(str(row.took_part.get(code, "")) for code in COUNTED_ROLES),
            "; ".join(map(element_label, row.elements)),
            "; ".join(counted.get(row.pk, [])),
            row.evidence,
            row.get_state_display(),
        ]


def names_of(row: Event) -> list[str]:
    """The facilities that took part."""
    return [place.facility.name for place in row.places.all() if place.consented_at is not None]


def counted_of(rows: Iterable[Event], member: Member) -> dict[int, list[str]]:
    """Which duties each event counted for, of those that this member sees."""
    seen = Counted.objects.visible_to(member).standing().filter(event__in=[row.pk for row in rows])
    made: dict[int, list[str]] = {}
    for event, rule, facility in seen.values_list("event_id", "fulfilment__rule", "facility__name"):
        made.setdefault(event, []).append(f"{clock_rules()[rule].label}{f', {facility}' if facility else ''}")
    return made


def file_name(ending: str, *, now: datetime) -> str:
    """The name of the file."""
    return f"drills and exercises {now.astimezone(UTC):%Y-%m-%d %H%M}.{ending}"
