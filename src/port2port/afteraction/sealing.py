"""Seals of wordings: whoever approves says it to exactly what was read."""

from hashlib import sha256

from port2port.afteraction.models import AfterAction, EventFinding, Lesson
from port2port.drills.models import Objective
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
    """SHA-256 of the words of a lesson and of who would read them, as hexadecimal digits."""
    circles: list[Json] = [str(one) for one in sorted(row.circles.values_list("key", flat=True))]
    said: dict[str, Json] = {
        name: getattr(row, name) for name in ("language", "title", "aim", "helped", "change", "kind")
    }
    said |= {name: list(getattr(row, name)) for name in ("mo", "controls", "elements")}
    return _digest(said | {"tlp": row.tlp, "openly": row.is_open, "circles": circles})


def _digest(said: dict[str, Json]) -> str:
    return sha256(canonical_json(said)).hexdigest()
