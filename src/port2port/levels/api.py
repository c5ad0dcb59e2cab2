"""Declarations for machines: read those of the own facilities, as the reader's pages show them; nobody is named."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from port2port.base.api import READS, answers, json_body, only_known
from port2port.base.clock import now
from port2port.levels.actions import acknowledgements_of
from port2port.levels.checklist import checklist_page, started_at
from port2port.levels.listing import asked_in, found, page_of
from port2port.levels.models import Dos
from port2port.members.middleware import member_of
from port2port.pure.declaration import State

router = Router(tags=["declarations"])
router.add_decorator(json_body, mode="view")

MOST_CHECKLISTS = 20
type Words = Annotated[str, StringConstraints(pattern="^[^\x00]*$", max_length=200)]


class DeclarationFilters(Schema):
    """What the list is asked for."""

    q: Words = ""
    state: Literal["", "requested", "acknowledged", "agreed", "in_force", "ended", "declined"] = ""
    facility: UUID | None = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class DeclarationOut(Schema):
    """A Declaration of Security. `revise` says that levels are others than it was made for."""

    key: UUID
    number: str
    state: str
    facility: UUID
    facility_name: str
    ship_name: str
    imo_number: str
    registry: str
    berth: str
    activity: str
    trigger: str
    continuous: bool
    from_at: datetime
    to_at: datetime
    port_level: int
    ship_level: int
    ship_level_now: int
    by_facility: list[str]
    by_ship: list[str]
    requested_at: datetime
    acknowledged_at: datetime | None
    acknowledged_as: str
    agreed_at: datetime | None
    ship_signatory: str
    shore_signatory: str
    ended_at: datetime | None
    revise: bool
    sha256: str
    keep_until_on: date


class DeclarationPage(Schema):
    """Fifty declarations; `next` is the number of the next page, null on the last."""

    items: list[DeclarationOut]
    next: int | None


SAME = (
    "key", "number", "ship_name", "imo_number", "registry", "berth", "activity", "trigger", "from_at", "to_at",
    "port_level", "ship_level", "by_facility", "by_ship", "requested_at", "acknowledged_at", "acknowledged_as",
    "agreed_at", "ship_signatory", "shore_signatory", "ended_at", "sha256", "keep_until_on",
)  # fmt: skip


def _out(row: Dos, at: datetime) -> DeclarationOut:
    state = row.state(at)
    said: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    return DeclarationOut(
        **said,
        state=state.value,
        facility=row.facility.key,
        facility_name=row.facility.name,
        continuous=row.is_continuous,
        ship_level_now=row.ship_level_said,
        revise=row.revise_at is not None and state == State.IN_FORCE,
    )


@router.get(
    "declarations", response=answers(200, DeclarationPage, *READS), summary="List Declarations of Security"
)  # fmt: skip
def declarations(request: HttpRequest, filters: Query[DeclarationFilters]) -> DeclarationPage:
    """Those of the facilities that the token's seat covers, the newest request first; empty for everyone else."""
    only_known(request, DeclarationFilters)
    member, at = member_of(request), now()
    asked = asked_in({name: str(value) for name, value in filters.dict().items() if value})
    page = page_of(found(asked, member=member, at=at), str(filters.page))
    return DeclarationPage(
        items=[_out(row, at) for row in page.object_list],
        next=page.next_page_number() if page.has_next() else None,
    )


@router.get(
    "declarations/{uuid:key}", response=answers(200, DeclarationOut), summary="Read a Declaration of Security"
)  # fmt: skip
def declaration(request: HttpRequest, key: UUID) -> DeclarationOut:
    """One of the own facilities'. What was erased after its time of keeping is not here."""
    row = get_object_or_404(Dos.objects.visible_to(member_of(request)).listed(), key=key)
    return _out(row, now())


class ChecklistItem(Schema):
    """A measure. state   open, on (in effect) or not_here"""

    item: str
    label: str
    title: str
    state: str
    at: datetime | None


class ChecklistOut(Schema):
    """A raise at one facility, and how far its measures are; times are those that GOV-05 asks for."""

    key: UUID
    facility: UUID
    facility_name: str
    from_level: int
    to_level: int
    started_at: datetime
    read_at: datetime | None
    in_effect_at: datetime | None
    items: list[ChecklistItem]


@router.get("levels/checklists", response=answers(200, list[ChecklistOut], *READS), summary="List checklists of raises")
def checklists(request: HttpRequest) -> list[ChecklistOut]:
    """The last twenty raises at the facilities that the token's seat covers; empty for everyone else."""
    member, at = member_of(request), now()
    rows = acknowledgements_of(member).filter(entry__cancelled_at=None).with_places().order_by("-entry__valid_from")
    found = []
    for row in rows[:MOST_CHECKLISTS]:
        page = checklist_page(row, member=member, now=at)
        found.append(
            ChecklistOut(
                key=row.key,
                facility=row.facility.key,
                facility_name=row.facility.name,
                from_level=page.low,
                to_level=page.high,
                started_at=started_at(row.entry),
                read_at=row.read_at,
                in_effect_at=row.measures_in_effect_at,
                items=[
                    ChecklistItem(
                        item=line.ask.item,
                        label=line.ask.label,
                        title=line.ask.title,
                        state=line.tick.kind if line.tick else "open",
                        at=line.tick.at if line.tick else None,
                    )
                    for line in page.lines
                ],
            )
        )
    return found
