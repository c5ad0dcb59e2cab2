"""Seals of wordings: whoever approves says it to exactly what was read."""

from hashlib import sha256

from port2port.afteraction.models import AfterAction, EventFinding, Lesson
from port2port.drills.models import EventPlace, Objective
from port2port.members.models import CircleMembership
from port2port.pure.canonical import Json, canonical_json


def seal_of(row: AfterAction) -> str:
    """SHA-256 of the text, the ratings and the findings, as hexadecimal digits."""
    findings = EventFinding.objects.filter(after_action=row).order_by("pk")
    objectives = Objective.objects.filter(event=row.event_id).order_by("number")
    return _digest(
        {
            "after_action": str(row.key),
            "language": row.language,
            "text": row.text,
            "ratings": [[one.number, one.text, one.rating] for one in objectives],
            "findings": [
                [
                    str(one.key),
                    one.kind,
                    one.control,
                    one.text,
                    one.priority,
                    one.facility_id or 0,
                    one.objective_id or 0,
                ]
                for one in findings
            ],
        }
    )


def lesson_seal(row: Lesson) -> str:
    """SHA-256 of the words of a lesson, of who would read them and of who took part, as hexadecimal digits.

    Of a circle it covers the organisations in it: who joins later was not agreed to.
    """
    names = ("language", "title", "aim", "helped", "change", "kind", "pap")
    said: dict[str, Json] = {name: getattr(row, name) for name in names}
    said |= {name: list(getattr(row, name)) for name in ("mo", "controls", "elements")}
    said |= {"tlp": row.tlp, "openly": row.is_open, "retain_until": str(row.retain_until or "")}
    return _digest(said | {"circles": _circles(row), "places": _places(row)})


def _circles(row: Lesson) -> Json:
    memberships = CircleMembership.objects.filter(circle__in=row.circles.all(), joined_at__isnull=False, left_at=None)
    pairs = memberships.values_list("circle__key", "organisation__key")
    lines: list[Json] = [f"{circle} {organisation}" for circle, organisation in sorted(pairs)]
    return lines


def _places(row: Lesson) -> Json:
    places = EventPlace.objects.filter(event=row.event_id).taking_part()
    lines: list[Json] = [str(one) for one in sorted(places.values_list("facility__key", flat=True))]
    return lines


def _digest(said: dict[str, Json]) -> str:
    return sha256(canonical_json(said)).hexdigest()
