"""The page of an event, by what this seat may see of it: that it is planned, its script, and running it."""

from dataclasses import dataclass, field
from datetime import datetime

from port2port.drills import conflicts
from port2port.drills.access import HELD, helps_with_drills
from port2port.drills.actions import missing
from port2port.drills.actions.counting import rules_for
from port2port.drills.library import Scenario, scenario
from port2port.drills.listing import counted_of, role_words
from port2port.drills.models import Event, EventPlace, EventRole, Objective, State
from port2port.drills.parts import Part, parts_of
from port2port.drills.timeline import Line, events_of
from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One facility. `is_mine` where this seat answers for it; `counts` where its officer can still count the event."""

    row: EventPlace
    is_mine: bool
    counts: bool
    is_counted: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    """What the page shows. Without `reads_script` nothing below it is filled."""

    caption: str
    reads_script: bool
    places: list[PlaceLine]
    role: EventRole | None
    waits: bool
    edits: bool = False
    runs: bool = False
    controls: bool = False
    names_people: bool = False
    scenario: Scenario | None = None
    objectives: list[Objective] = field(default_factory=list)
    roles: list[EventRole] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    timeline: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    took_part: list[tuple[str, int]] = field(default_factory=list)


def page_of(row: Event, member: Member, *, now: datetime) -> EventPage:
    """The page; `row` has its names and its sight."""
    reads_script: bool = row.reads_script  # type: ignore[attr-defined]
    places = _places(row, member)
    role = EventRole.objects.visible_to(member).open().filter(event=row, seat_id=member.seat_id or 0).first()
    asked = any(one.is_mine and not one.row.consented_at and not one.row.declined_at for one in places)
    names_people = row.state in {State.PLANNED, State.CONFIRMED} and _is_in(
        Event.objects.visible_to(member).staffed_by(member), row
    )
    seen = EventPage(
        row.caption,
        reads_script,
        places,
        role,
        waits=asked and row.state in {State.PLANNED, State.CONFIRMED},
        names_people=names_people,
        roles=_roles(row, member) if reads_script or names_people else [],
        parts=parts_of(row, member),
    )
    return _scripted(seen, row, member, now=now) if reads_script else seen


def _roles(row: Event, member: Member) -> list[EventRole]:
    seen = EventRole.objects.visible_to(member).open().filter(event=row)
    return list(seen.select_related("seat__organisation", "facility"))


def _scripted(seen: EventPage, row: Event, member: Member, *, now: datetime) -> EventPage:
    edits = helps_with_drills(member) and _is_in(Event.objects.editable_by(member), row)
    open_state = row.state in {State.PLANNED, State.CONFIRMED}
    return EventPage(
        seen.caption,
        reads_script=True,
        places=seen.places,
        role=seen.role,
        waits=seen.waits,
        names_people=seen.names_people,
        edits=edits,
        runs=edits and _is_in(Event.objects.run_by(member), row),
        controls=_is_in(Event.objects.controlled_by(member), row),
        scenario=scenario(row.scenario),
        objectives=list(Objective.objects.visible_to(member).filter(event=row)),
        roles=seen.roles,
        missing=[str(one) for one in missing(row)] if edits and row.state == State.PLANNED else [],
        warnings=conflicts.warnings_for(row, member, now=now) if edits and open_state else [],
        timeline=events_of(row, member),
        parts=seen.parts,
        counted=counted_of([row], member).get(row.pk, []),
        took_part=[(role_words(code), count) for code, count in row.took_part.items()],
    )


def _is_in(rows: object, row: Event) -> bool:
    return bool(rows.filter(pk=row.pk).exists())  # type: ignore[attr-defined]


def _places(row: Event, member: Member) -> list[PlaceLine]:
    mine = set(EventPlace.objects.editable_by(member).filter(event=row).values_list("pk", flat=True))
    done = set()
    if mine and row.state in HELD:
        done = set(row.counted.standing().values_list("facility_id", flat=True))
    return [
        PlaceLine(
            place,
            is_mine=place.pk in mine,
            counts=place.pk in mine and row.state in HELD and place.facility_id not in done and _may_count(row, place),
            is_counted=place.pk in mine and place.facility_id in done,
        )
        for place in row.places.all()
    ]


def _may_count(row: Event, place: EventPlace) -> bool:
    # Whether its officer was there is what the tap says for an exercise.
    return bool(rules_for(row, place)) or (row.is_exercise and place.consented_at is not None)
