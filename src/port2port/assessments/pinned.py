"""What a round asks, read from the very bytes that it is pinned to: no later version changes a word or a number."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from port2port.assessments.models import Round
from port2port.norms import library
from port2port.norms.stored import with_seal
from port2port.pure.oscal.controls import Node
from port2port.vocabulary import lookup


@dataclass(frozen=True, slots=True)
class Asked:
    """One control as the round asks for it, in one language.

    objective   id of its family      is_key   whether the objective's level rests on it
    same        SHA-256 in hex of the statement in English: equal = asks the same as before
    """

    id: str
    label: str
    title: str
    statement: str
    obligation: str
    is_key: bool
    objective: str
    same: str

    @property
    def is_must(self) -> bool:
        """Whether the law asks for it."""
        return self.obligation == "must"


@dataclass(frozen=True)
class Sheet:
    """Everything that a round asks, in the order of its catalogue.

    objectives   id and title of each family
    """

    controls: tuple[Asked, ...]
    objectives: tuple[tuple[str, str], ...]

    @cached_property
    def by_id(self) -> dict[str, Asked]:
        """The controls by id."""
        return {one.id: one for one in self.controls}

    @cached_property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the key controls."""
        return tuple(one.id for one in self.controls if one.is_key)


def sheet_of(round_: Round, language: str = "") -> Sheet:
    """What the round asks, in that language or the reader's."""
    return _sheet(round_.baseline.seal, round_.catalogue.seal, language or lookup.reader_language())


@lru_cache(maxsize=64)
def _sheet(baseline: str, catalogue: str, language: str) -> Sheet:
    asked, base = with_seal(baseline), with_seal(catalogue)
    said = {node.id: _hash(node) for part in library.parts(asked, library.FALLBACK, (base,)) for node in part.controls}
    parts = library.parts(asked, language, (base,))
    return Sheet(
        controls=tuple(one for part in parts for one in _of(part, said)),
        objectives=tuple((part.id, part.title) for part in parts),
    )


def _hash(node: Node) -> str:
    return sha256(node.prose("statement").encode()).hexdigest()


def _of(part: library.Part, said: dict[str, str]) -> Iterator[Asked]:
    for node in part.controls:
        yield Asked(
            id=node.id,
            label=node.label or node.id,
            title=node.title,
            statement=node.prose("statement"),
            obligation=next(iter(node.own("obligation")), "should"),
            is_key="yes" in node.own("key"),
            objective=part.id,
            same=said.get(node.id, ""),
        )
