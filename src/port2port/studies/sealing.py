"""Seals of results: whoever approves says it to exactly what was read, and to exactly who would read it."""

from hashlib import sha256

from port2port.members.models import CircleMembership
from port2port.pure.canonical import Json, canonical_json
from port2port.studies.models import Widening


def seal_of(widening: Widening) -> str:
    """SHA-256 of result, registration and readers, as hexadecimal digits.

    Of a circle it covers the organisations in it: who joins later was not agreed to.
    """
    study = widening.result.study
    memberships = CircleMembership.objects.current().filter(circle__in=widening.circles.all())
    pairs = sorted(memberships.values_list("circle__key", "organisation__key"))
    circles: list[Json] = [f"{circle} {organisation}" for circle, organisation in pairs]
    said: dict[str, Json] = {
        "result": widening.result.sha256,
        "study": study.sha256,
        "tlp": widening.tlp,
        "circles": circles,
    }
    return sha256(canonical_json(said)).hexdigest()
