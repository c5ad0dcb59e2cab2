"""Rules S1, S2, S4, S5 and S10: what a catalogue must hold to, beyond the official schema.

S4, S5 and S10 ask only of catalogues in our profile of OSCAL, which name a text licence; a foreign one is judged by
S1-S3.
"""

import re
from collections.abc import Collection, Iterator

from port2port.pure.canonical import Json
from port2port.pure.oscal.controls import (
    ADDRESSEES,
    LEVELS,
    LICENCES,
    NAMESPACE,
    OBLIGATIONS,
    TIERS,
    Node,
    kind,
    licence,
    nodes,
    resources,
)
from port2port.pure.oscal.faults import Fault, Rule, first
from port2port.pure.oscal.reading import Document, objects

_ID = re.compile(r"[a-z][a-z0-9._-]*")
_INSERT = re.compile(r"\{\{\s*insert:\s*param\s*,\s*([^\s,}]+)\s*\}\}")


def faults_of(document: Document, *, binding: Collection[str] = (), published: Collection[str] = ()) -> list[Fault]:
    """All that is wrong with a catalogue that its schema accepts.

    binding     labels of the paragraphs of ISPS part B that the Regulation makes mandatory (`B/4.1`)
    published   uuids that other published documents have
    """
    found = [*nodes(document)]
    faults = [*_twice(document, found, published), *_dangling(document, found)]
    named = licence(document)
    if named or any(node.own("obligation") for node in found):
        faults += _licence(document, found, named)
        has_tiers = kind(document) == "common"
        for node in found:
            if node.kind == "control":
                faults += [*_control(node, named, has_tiers=has_tiers), *_obligation(node, binding)]
    return first(faults)


def _twice(document: Document, found: list[Node], published: Collection[str]) -> Iterator[Fault]:
    """S1: one meaning an id, one document a uuid."""
    seen: set[str] = set()
    for node in found:
        if node.id and node.id in seen:
            yield Fault(Rule.S1, node.where, "id-twice", node.id)
        seen.add(node.id)
    uuids: set[str] = set()
    for where, uuid in _uuids(document.body, f"/{document.model}"):
        if uuid in uuids:
            yield Fault(Rule.S1, where, "uuid-twice", uuid)
        uuids.add(uuid)
    if document.uuid in published:
        yield Fault(Rule.S1, f"/{document.model}/uuid", "uuid-of-another", document.uuid)


def _uuids(body: Json, where: str) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[Json, str]] = [(body, where)]
    while waiting:
        value, place = waiting.pop()
        if isinstance(value, dict):
            uuid = value.get("uuid")
            if isinstance(uuid, str):
                yield f"{place}/uuid", uuid.lower()
            waiting += [(inner, f"{place}/{name}") for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(inner, f"{place}/{number}") for number, inner in enumerate(value)]


def _dangling(document: Document, found: list[Node]) -> Iterator[Fault]:
    """S2: what is pointed at is there."""
    known = {node.id for node in found if node.id}
    params = {node.id for node in found if node.kind == "param"}
    attached = resources(document)
    for where, link in _links(document, found):
        href = str(link.get("href", ""))
        target = href[1:]
        if href.startswith("#") and target not in known and target.lower() not in attached:
            yield Fault(Rule.S2, where, "points-nowhere", href[:200])
    for node in found:
        for name in _INSERT.findall(str(node.body.get("prose", ""))):
            if name not in params:
                yield Fault(Rule.S2, node.where, "no-such-parameter", name[:200])


def _links(document: Document, found: list[Node]) -> Iterator[tuple[str, dict[str, Json]]]:
    bearers = [Node("metadata", f"/{document.model}/metadata", document.metadata), *found]
    for node in bearers:
        for number, link in enumerate(objects(node.body.get("links"))):
            yield f"{node.where}/links/{number}/href", link


def _control(node: Node, named: str, *, has_tiers: bool) -> Iterator[Fault]:
    """S4: what every control says of itself."""
    if not _ID.fullmatch(node.id):
        yield Fault(Rule.S4, node.where, "id-of-another-form", node.id[:80])
    if not node.label:
        yield Fault(Rule.S4, node.where, "no-label", node.id)
    asked = [("obligation", OBLIGATIONS, True), ("addressee", ADDRESSEES, False), ("security-level", LEVELS, False)]
    if has_tiers:
        asked.append(("tier", TIERS, True))
    for name, words, is_single in asked:
        values = node.own(name)
        if not values or (is_single and len(values) != 1):
            yield Fault(Rule.S4, node.where, f"{'one' if is_single else 'no'}-{name}", node.id)
        yield from (Fault(Rule.S4, node.where, f"unknown-{name}", one[:80]) for one in values if one not in words)
    if named != "ids-only" and not node.prose("statement").strip():
        yield Fault(Rule.S4, node.where, "no-statement", node.id)


def _obligation(node: Node, binding: Collection[str]) -> Iterator[Fault]:
    """S5: what is a must says by which law; part B only where the Regulation says so."""
    if "must" not in node.own("obligation"):
        return
    if not any(basis.strip() for basis in node.own("obligation-basis")):
        yield Fault(Rule.S5, node.where, "must-without-basis", node.id)
    if node.body.get("class") == "isps-b" and not _binds(node.label, binding):
        yield Fault(Rule.S5, node.where, "part-b-not-binding", node.label)


def _binds(label: str, binding: Collection[str]) -> bool:
    """Whether the paragraph is listed, or is an item of one that is: B/15.3.1 of B/15.3."""
    return label in binding or label.rpartition(".")[0] in binding


def _licence(document: Document, found: list[Node], named: str) -> Iterator[Fault]:
    """S10: whose the words are; of another's only the ids."""
    where = f"/{document.model}/metadata/props"
    if named not in LICENCES:
        yield Fault(Rule.S10, where, "unknown-licence", named[:80] or NAMESPACE)
    if named != "ids-only":
        return
    for node in found:
        if node.kind == "control" and node.title != node.id:
            yield Fault(Rule.S10, node.where, "title-under-licence", node.id)
        if str(node.body.get("prose", "")).strip():
            yield Fault(Rule.S10, node.where, "prose-under-licence", node.id)
