"""A draw that anybody can repeat: who is drawn follows from a seed that nobody chose.

The seed is SHA-256 over the round's id and the root of the log at that moment; each candidate's place in the order is
SHA-256 over the seed, what is drawn for, and the candidate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

REVIEWERS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could review. key   never changes     operator   the highest organisation above its own"""

    key: str
    operator: str
    port: str


def seed_of(round_id: str, root: str) -> str:
    """SHA-256 in hex of both, a line each. root   of the log, in hex"""
    return sha256(f"{round_id}\n{root}\n".encode()).hexdigest()


def word(seed: str, what: str, key: str) -> str:
    """What a draw calls a group or a port: the same within it, another in the next."""
    return sha256(f"{seed}\n{what}\n{key}\n".encode()).hexdigest()[:12]


def order(seed: str, purpose: str, keys: Iterable[str]) -> list[str]:
    """The keys in the order of the draw."""
    return sorted(set(keys), key=lambda key: (sha256(f"{seed}\n{purpose}\n{key}\n".encode()).hexdigest(), key))


def reviewers(
    seed: str,
    purpose: str,
    candidates: Sequence[Candidate],
    *,
    standing: Sequence[Candidate] = (),
    operator: str,
    port: str,
) -> list[Candidate]:
    """Whom the draw adds to those who stand, so that there are two of two other ports and other operators (P1).

    operator, port   of whom is reviewed     Fewer than needed where the candidates do not suffice.
    """
    found = list(standing)
    by_key = {one.key: one for one in candidates}
    for key in order(seed, purpose, by_key):
        one = by_key[key]
        taken = {other.port for other in found}
        operators = {other.operator for other in found}
        if len(found) == REVIEWERS:
            break
        if one.operator != operator and one.port != port and one.port not in taken and one.operator not in operators:
            found.append(one)
    return found[len(standing) :]


def drawn_controls(
    seed: str, purpose: str, controls: Iterable[str], chosen: Iterable[str], *, number: int = 3
) -> list[str]:
    """The controls that are looked at besides those that the facility chose (P7)."""
    left = set(controls) - set(chosen)
    return order(seed, f"{purpose} controls", left)[:number]
