"""What changed from one version of a catalogue to the next, and which answers may be offered again."""

from collections.abc import Mapping
from dataclasses import dataclass

from port2port.pure.oscal.controls import Node, controls
from port2port.pure.oscal.languages import meaning
from port2port.pure.oscal.reading import Document


@dataclass(frozen=True, slots=True)
class Changed:
    """A control whose statement, obligation or levels differ; both as nodes of their own version."""

    before: Node
    after: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ids in the order of the newer version; what was removed in that of the older.

    kept       the same meaning: an old answer is offered as a draft
    reworded   the same meaning, another title or guidance
    changed    another meaning: both texts side by side, no answer
    added, removed
    """

    kept: tuple[str, ...]
    reworded: tuple[str, ...]
    changed: tuple[Changed, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def compared(older: Document, newer: Document) -> Comparison:
    """Two versions of one catalogue in one language, control by control."""
    before = {node.id: node for node in controls(older)}
    after = controls(newer)
    kept, reworded, changed, added = list[str](), list[str](), list[Changed](), list[str]()
    for node in after:
        old = before.get(node.id)
        if old is None:
            added.append(node.id)
        elif meaning(old) != meaning(node):
            changed.append(Changed(old, node))
        elif _words(old) != _words(node):
            reworded.append(node.id)
        else:
            kept.append(node.id)
    now = {node.id for node in after}
    removed = tuple(name for name in before if name not in now)
    return Comparison(tuple(kept), tuple(reworded), tuple(changed), tuple(added), removed)


def _words(node: Node) -> Mapping[str, str]:
    return {name: node.prose(name) for name in ("guidance", "assessment-objective", "level-2", "level-3")} | {
        "title": node.title
    }
