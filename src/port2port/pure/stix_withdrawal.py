"""The last version of a report's objects: revoked, permanent and empty (E15)."""

from collections.abc import Iterable
from datetime import datetime

from port2port.pure import stix_objects as build
from port2port.pure.stix_objects import Json, Originator, filled, stamp

_KEPT = ("type", "spec_version", "id", "created_by_ref", "created", "object_marking_refs")


def withdrawal(objects: Iterable[Json], *, originator: Originator, reason: str, at: datetime) -> list[Json]:
    """The last version of every object that `objects` hold of this originator.

    `at` is at least a millisecond after the version before (see `next_modified`). Reference data, identities and
    markings stay as they are: others use them too.
    """
    return [
        {**{key: one[key] for key in _KEPT if key in one}, "modified": stamp(at), "revoked": True, **left}
        for one in objects
        if one.get("created_by_ref") == originator.ref
        and (left := _left(one, originator=originator, reason=reason, at=at)) is not None
    ]


def _left(one: Json, *, originator: Originator, reason: str, at: datetime) -> Json | None:
    """The properties that the type demands, saying nothing; None for what is not withdrawn.

    The tombstone outlives the payload, so ids of methods, places and files must not stand in it.
    """
    name = {"name": "withdrawn"}
    why = build.extended({"withdrawn": reason})
    core = build.incident_core({"determination": "suspected", "investigation_status": "closed"})
    kind = build.extended(filled(kind=build.own_properties(one).get("kind"), withdrawn=reason))
    # Observed data must refer to an observable; this one is a file that never was.
    no_file = str(one["id"]).replace("observed-data--", "file--")
    tombstones: dict[str, Json] = {
        "report": {
            **name,
            "report_types": ["threat-report"],
            "published": one.get("published"),
            "object_refs": [originator.ref],
            "extensions": kind,
        },
        "incident": {**name, "extensions": core | why},
        "course-of-action": {**name, "extensions": kind},
        "location": {**name, "region": "europe"},
        "relationship": {
            "relationship_type": "related-to",
            "source_ref": one.get("source_ref"),
            "target_ref": originator.ref,
        },
        "observed-data": {
            "first_observed": stamp(at),
            "last_observed": stamp(at),
            "number_observed": 1,
            "object_refs": [no_file],
        },
        "note": {"content": "withdrawn", "object_refs": one.get("object_refs"), "extensions": why},
        "sighting": {"sighting_of_ref": one.get("sighting_of_ref")},
        "opinion": {"opinion": "neutral", "object_refs": one.get("object_refs")},
        "language-content": {"object_ref": one.get("object_ref"), "contents": {"en": name}},
    }
    return tombstones.get(str(one["type"]))
