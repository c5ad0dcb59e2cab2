"""People and what they must know: what the address asks for, the lines of the matrix, the same as a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed
from port2port.courses.access import assigns, learners_of
from port2port.courses.crowd import PLACE, Place, crowd_of, in_role
from port2port.courses.models.wording import Audience
from port2port.courses.record import MANY, Trained, trained
from port2port.courses.roles import role_words, roles
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.pure.due_list import due_list
from port2port.pure.sheets import Column
from port2port.pure.training_due import Cover
from port2port.vocabulary.subjects import in_words, subject_words, subjects

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


def found(asked: Asked, *, member: Member, today: date) -> list[int]:
    """Ids of the seats of the filter whose results the member sees, by name."""
    organisation = member.organisation_id
    rows = learners_of(member)
    for word in asked.words.split()[:5]:
        rows = rows.filter(person__name__icontains=word)
    rows = rows.order_by("person__name", "pk")
    if organisation is None or not (asked.role or asked.only):
        return list(rows.values_list("pk", flat=True))
    places = [Place(*one) for one in rows.values_list(*PLACE)]
    if asked.role:
        places = [one for one, role in in_role(places, organisation=organisation) if role == asked.role]
    if asked.only and places:
        keep = due_list(crowd_of(places, organisation=organisation), today).who(only_soon=asked.only == "soon")
        places = [one for one in places if one.seat in keep]
    return [one.seat for one in places]


def seats_of(numbers: Sequence[int], *, member: Member) -> list[Seat]:
    """These seats with all that a line names, in this order."""
    rows = learners_of(member).select_related("person", "facility", "port", "organisation")
    # By a list of ids only where it is short: a list may be longer than an engine takes.
    known = {seat.pk: seat for seat in (rows.filter(pk__in=numbers) if len(numbers) <= MANY else rows)}
    return [known[number] for number in numbers if number in known]


def page_of(seats: Sequence[int], number: str) -> Page[int]:
    """Fifty of them."""
    return Paginator(seats, ON_PAGE).get_page(number)


def lines_of(seats: Sequence[Seat], *, today: date) -> list[Line]:
    """As the list shows them."""
    if not seats:
        return []
    words = dict(role_words())
    organisation = seats[0].organisation_id
    places = [Place(one.pk, one.person_id, one.function, one.facility_id, one.given_at) for one in seats]
    due = due_list(crowd_of(places, organisation=organisation), today).first_days()
    return [
        Line(
            one=one,
            role_words=words[one.role],
            covered=one.count(Cover.COVERED),
            expiring=one.count(Cover.EXPIRING),
            missing=one.count(Cover.MISSING) + one.count(Cover.EXPIRED),
            due=due.get(one.seat.pk),
        )
        for one in trained(seats, organisation=organisation, today=today)
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
    heads = [(subjects()[code].paragraph or "P2P", subject_words(code)) for code in wanted]
    rows = [(line, [cell(*line.one.covers.get(code, (None, None))) for code in wanted]) for line in lines]
    return heads, rows


def export(asked: Asked, *, member: Member, act: str, today: date, now: datetime) -> list[Trained]:
    """The people of the filter, for a file; on record. Raises NotAllowed."""
    if not assigns(member):
        raise NotAllowed
    seats = seats_of(found(asked, member=member, today=today), member=member)
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
            yield [str(row.seat.person), words[row.role], place, code, subject_words(code), said.words, day]


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
    return in_words(roles()[role].labels)
