"""Certificates issued as courses issue them: through the action, with randomness that repeats."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from port2port.certificates import actions
from port2port.certificates.models import Certificate
from port2port.members.member import Member
from port2port.pure.badge import Achievement
from tests.personas import NOW, Community

GUARD_COURSE = Achievement(
    id="guard",
    version=1,
    names={"en": "Guard at a port facility", "nl": "Bewaker in een havenfaciliteit"},
    criteria={"en": "Passed the course and its test.", "nl": "De cursus en de toets gehaald."},
    alignments=("b18-2-1", "b18-2-3", "ACC-02"),
    valid_months=24,
)
Issue = Callable[..., Certificate]


class Repeating:
    """Bytes that look random and are the same in every run."""

    def __init__(self, seed: str = "") -> None:
        self.seed, self.drawn = seed, 0

    def __call__(self, size: int) -> bytes:
        self.drawn += 1
        return sha256(f"{self.seed} {self.drawn}".encode()).digest()[:size]


@pytest.fixture
def randomness() -> Repeating:
    return Repeating()


@pytest.fixture
def guard(community: Community) -> Member:
    return community.member("guard")


@pytest.fixture
def issue(guard: Member, randomness: Repeating) -> Issue:
    """Issue a certificate to the guard, or to somebody else."""

    def issued(holder: Member = guard, *, now=NOW, randomness=randomness, **other: object) -> Certificate:
        achievement = replace(GUARD_COURSE, **other)
        return actions.issue(holder=holder, achievement=achievement, now=now, randomness=randomness)

    return issued
