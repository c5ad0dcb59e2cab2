"""People and what they must know: what the address asks for, the lines of the matrix, the same as a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed
from port2port.courses.access import assigns, learners_of
from port2port.courses.models.wording import Audience
from port2port.courses.record import Trained, learners, roles_of, trained
from port2port.courses.roles import code_words, codes, label_of, role_words, roles
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.pure.sheets import Column
from port2port.pure.training_due import Cover, Due, due_list

ON_PAGE = 50
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter of the address."""

    words: str = ""
    role: str = ""
    only: str = ""

    @property
    def is_any(self) -> bool:
        """Whether something is asked for."""
        return bool(self.words or self.role or self.only)


def asked_in(query: Mapping[str, str]) -> Asked:
    """What the address asks for; what it does not know is passed over."""
    role, only = query.get("role", ""), query.get("only", "")
    return Asked(
        words=query.get("q", "").replace("\0", "")[:LONGEST].strip(),
        role=role if role in roles() else "",
        only=only if only in {"owing", "soon"} else "",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list. worst: how the worst thing stands."""

    one: Trained
    role_words: str
    covered: int
    expiring: int
    missing: int
    due: date | None

    @property
    def number(self) -> int:
        """How many things the role must know."""
        return len(self.one.covers)


def found(asked: Asked, *, member: Member, today: date) -> list[Seat]:
    """The seats of the filter whose results the member sees, by name."""
    rows = learners_of(member).select_related("person", "facility", "port", "organisation")
    for word in asked.words.split()[:5]:
        rows = rows.filter(person__name__icontains=word)
    seats: list[Seat] = list(rows.order_by("person__name", "pk"))
    if asked.role:
        said = roles_of(seats)
        seats = [seat for seat in seats if said[seat.pk] == asked.role]
    if asked.only and seats:
        keep = {one.key for one in owing(seats, today=today) if asked.only == "owing" or one.state != "overdue"}
        seats = [seat for seat in seats if seat.pk in keep]
    return seats


def owing(seats: Sequence[Seat], *, today: date) -> list[Due]:
    """What these people of one organisation owe now or soon."""
    if not seats:
        return []
    return due_list(learners(seats, organisation=seats[0].organisation_id), today)


def page_of(seats: Sequence[Seat], number: str) -> Page[Seat]:
    """Fifty of them."""
    return Paginator(seats, ON_PAGE).get_page(number)


def lines_of(seats: Sequence[Seat], *, today: date) -> list[Line]:
    """As the list shows them."""
    if not seats:
        return []
    words = dict(role_words())
    due = {one.key: one.due for one in reversed(owing(seats, today=today))}
    return [
        Line(
            one=one,
            role_words=words[one.role],
            covered=one.count(Cover.COVERED),
            expiring=one.count(Cover.EXPIRING),
            missing=one.count(Cover.MISSING) + one.count(Cover.EXPIRED),
            due=due.get(one.seat.pk),
        )
        for one in trained(seats, organisation=seats[0].organisation_id, today=today)
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """How one thing stands, in words."""

    words: str
    kind: str
    until: date | None


def cell(cover: Cover | None, until: date | None) -> Cell:
    """One cell of the matrix; None where the role need not know it."""
    if cover is None:
        return Cell("–", "", None)
    words = {
        Cover.COVERED: (_("Covered"), "done"),
        Cover.EXPIRING: (_("Expiring"), "medium"),
        Cover.EXPIRED: (_("Expired"), "high"),
        Cover.MISSING: (_("Missing"), "high"),
    }
    return Cell(*words[cover], until)


def matrix(lines: Sequence[Line], role: str) -> tuple[list[tuple[str, str]], list[tuple[Line, list[Cell]]]]:
    """The matrix of one role: its codes with their words, and a row of cells for each person."""
    wanted = [code for need in roles()[role].needs for code in need.codes]
    heads = [(codes()[code].paragraph or "P2P", code_words(code)) for code in wanted]
    rows = [(line, [cell(*line.one.covers.get(code, (None, None))) for code in wanted]) for line in lines]
    return heads, rows


def export(asked: Asked, *, member: Member, act: str, today: date, now: datetime) -> list[Trained]:
    """The people of the filter, for a file; on record. Raises NotAllowed."""
    if not assigns(member):
        raise NotAllowed
    seats = found(asked, member=member, today=today)
    rows = trained(seats, organisation=seats[0].organisation_id, today=today) if seats else []
    record_act(member=member, act="take_out_training", subject=f"{act}, {len(rows)} people", now=now)
    return rows


def columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column(name, 24) for name in (_("Person"), _("Role"), _("Place"), _("Code"), _("What"), _("State"), _("Until"))
    ]


def cells(rows: Iterable[Trained]) -> Iterator[Sequence[str]]:
    """One thing of one person a row, in the order of the headings; days are ISO 8601."""
    words = dict(role_words())
    for row in rows:
        place = str(row.seat.facility or row.seat.port or "")
        for code, (cover, until) in row.covers.items():
            said = cell(cover, until)
            day = until.isoformat() if until else ""
            yield [str(row.seat.person), words[row.role], place, code, code_words(code), said.words, day]


def file_name(ending: str, *, now: datetime) -> str:
    """The name of the file."""
    return f"training {now:%Y-%m-%d %H%M}.{ending}"


def audience_words(codes_of: Iterable[str]) -> list[str]:
    """For whom, in the reader's language."""
    return [str(Audience(one).label) for one in codes_of if one in Audience.values]


def basis_of(role: str) -> str:
    """Where the role's requirements come from, such as ISPS B/18.1."""
    return roles()[role].basis


def role_label(role: str) -> str:
    """The role in the reader's language."""
    return label_of(roles()[role].labels)
