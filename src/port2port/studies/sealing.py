"""Seals of results: whoever approves says it to exactly what was read, and to exactly who would read it."""

from hashlib import sha256

from django.utils.crypto import constant_time_compare, salted_hmac

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


def mark_of(seal: str) -> str:
    """What stands for a seal on a page: who guesses the organisations of a hidden circle cannot try the guess on it."""
    return salted_hmac("port2port.studies.sealing", seal, algorithm="sha256").hexdigest()


def seal_marked(widening: Widening, mark: str) -> str:
    """The seal for which this mark stood on the page; empty where the result or its readers have changed since."""
    seal = seal_of(widening)
    return seal if constant_time_compare(mark, mark_of(seal)) else ""
