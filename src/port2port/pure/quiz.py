"""Questions drawn, answers judged, scores and waiting times; no clock, no chance.

A question is right only if the chosen set equals the right one. Source: training design § 1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

AGAIN_AFTER = timedelta(minutes=10)
ANSWERS_KEPT = timedelta(days=90)
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Score:
    """How an attempt went, in whole per cent, rounded down."""

    right: int
    asked: int
    per_cent: int
    passed: bool


def drawn(attempt: UUID, quiz_ids: Iterable[str], number: int = 0) -> tuple[str, ...]:
    """The questions of one attempt, in the order in which they are asked: by SHA-256(attempt id, question id).

    number   how many; 0 = all. The same attempt always draws the same.
    """
    ordered = sorted(quiz_ids, key=lambda one: (sha256(f"{attempt}{one}".encode()).digest(), one))
    return tuple(ordered[:number] if number else ordered)


def is_right(chosen: Iterable[int], right: Iterable[int]) -> bool:
    """Whether the chosen positions are the right ones, no more and no fewer."""
    return set(chosen) == set(right)


def score(asked: Mapping[str, Iterable[int]], chosen: Mapping[str, Iterable[int]], *, pass_mark: int) -> Score:
    """What was reached.

    asked    by question id, the right positions      chosen    by question id; one left out was answered with nothing
    """
    right = sum(is_right(chosen.get(quiz, ()), wanted) for quiz, wanted in asked.items())
    per_cent = HUNDRED * right // len(asked) if asked else 0
    return Score(right, len(asked), per_cent, bool(asked) and per_cent >= pass_mark)


def again_from(failed_at: datetime) -> datetime:
    """From when the quiz can be taken again after a fail."""
    return failed_at + AGAIN_AFTER


def answers_end(handed_in_at: datetime) -> datetime:
    """From when single answers are erased."""
    return handed_in_at + ANSWERS_KEPT
