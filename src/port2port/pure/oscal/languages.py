"""Rules S8 and S9: one catalogue in several languages, and one catalogue through its versions."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from port2port.pure.canonical import Json, canonical_json
from port2port.pure.oscal.controls import Node, controls, nodes
from port2port.pure.oscal.faults import Fault, Rule, first
from port2port.pure.oscal.reading import Document

# What a translation may say otherwise, wherever it stands.
WORDS = frozenset({"title", "prose", "remarks", "uuid", "text", "label"})


def parity_faults(documents: Mapping[str, Document]) -> list[Fault]:
    """S8: the same ids, order, props and names of parts in every language; only words differ.

    documents   by language; the first in order is the one that the others are held against
    """
    faults: list[Fault] = []
    languages = sorted(documents)
    for language in languages[1:]:
        faults += _differences(documents[languages[0]], documents[language], languages[0], language)
    return first(faults)


def _differences(left: Document, right: Document, one: str, other: str) -> Iterator[Fault]:
    if left.version != right.version:
        yield Fault(Rule.S8, f"/{right.model}/metadata/version", "another-version", f"{one}, {other}")
    if left.uuid == right.uuid:
        yield Fault(Rule.S8, f"/{right.model}/uuid", "one-uuid-for-two", f"{one}, {other}")
    sides = [nodes(left), nodes(right)]
    for a, b in zip(*[[*side] for side in sides], strict=False):
        if (a.kind, a.where, a.id) != (b.kind, b.where, b.id):
            # All that follows is shifted: one fault says it.
            yield Fault(Rule.S8, b.where, "another-order", f"{one}: {a.id or a.where}, {other}: {b.id or b.where}")
            return
        if _bones(a) != _bones(b):
            yield Fault(Rule.S8, b.where, "another-shape", f"{one}, {other}: {b.id or b.body.get('name', '')}")
    if sum(1 for _ in nodes(left)) != sum(1 for _ in nodes(right)):
        yield Fault(Rule.S8, f"/{right.model}", "another-number", f"{one}, {other}")


def _bones(node: Node) -> Json:
    """What of a node no language changes, but for what it holds as nodes of their own."""
    held = {"params", "parts", "groups", "controls", "links"}
    return {name: _without_words(value) for name, value in node.body.items() if name not in WORDS | held}


def _without_words(value: Json) -> Json:
    if isinstance(value, dict):
        # A prop's name may be the word "label" or "title": only members of that name are words.
        return {name: _without_words(inner) for name, inner in value.items() if name not in WORDS}
    return [_without_words(one) for one in value] if isinstance(value, list) else value


def meaning(control: Node) -> str:
    """SHA-256, hex, of what a control asks: statement and obligation, in one language."""
    said: dict[str, Json] = {
        "statement": control.prose("statement"),
        "obligation": list[Json](control.own("obligation")),
        "levels": list[Json](control.own("security-level")),
    }
    return sha256(canonical_json(said)).hexdigest()


def revival_faults(document: Document, *, withdrawn: Mapping[str, str]) -> list[Fault]:
    """S9: an id that was withdrawn comes back only with the meaning it had.

    withdrawn   meaning by id, of all controls that a newer version left out, in this document's language
    """
    return first(
        [
            Fault(Rule.S9, one.where, "withdrawn-id-again", one.id)
            for one in controls(document)
            if one.id in withdrawn and withdrawn[one.id] != meaning(one)
        ]
    )


def bytes_faults(data: bytes, *, recorded: str) -> list[Fault]:
    """S9: stored bytes hash to what was recorded when they were published.

    recorded   SHA-256 in hex
    """
    found = sha256(data).hexdigest()
    return [] if found == recorded else [Fault(Rule.S9, "", "bytes-changed", f"{recorded[:12]} {found[:12]}")]
