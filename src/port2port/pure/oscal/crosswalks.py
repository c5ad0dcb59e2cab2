"""Rule S7, and what a mapping collection says: which control of one catalogue answers which of another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from port2port.pure.canonical import Json
from port2port.pure.oscal.controls import Node, nodes, resources
from port2port.pure.oscal.faults import Fault, Rule, first
from port2port.pure.oscal.profiles import hash_of
from port2port.pure.oscal.reading import Document, mapping, objects

RELATIONSHIPS = ("equivalent-to", "equal-to", "subset-of", "superset-of", "intersects-with", "no-relationship")
# Turned round, the smaller is the larger.
_TURNED = {"subset-of": "superset-of", "superset-of": "subset-of"}
AUTHOR, REVIEWER = "author", "reviewer"


@dataclass(frozen=True, slots=True)
class Crossing:
    """One line of a crosswalk.

    strength   0-10, how well the one answers the other; None where nobody said
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    relationship: str
    rationale: str
    strength: int | None
    where: str

    def turned(self) -> "Crossing":
        """The same line read from the other catalogue."""
        turned = _TURNED.get(self.relationship, self.relationship)
        return Crossing(self.targets, self.sources, turned, self.rationale, self.strength, self.where)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All lines between two versions, named by SHA-256 in hex; what neither side answers stands in the gaps."""

    source: str
    target: str
    crossings: tuple[Crossing, ...]
    source_gaps: tuple[str, ...]
    target_gaps: tuple[str, ...]


def crosswalks(document: Document) -> list[Crosswalk]:
    """The crosswalks of a mapping collection, in order."""
    attached = resources(document)
    return [
        Crosswalk(
            source=hash_of(str(mapping(one.get("source-resource")).get("href", "")), attached),
            target=hash_of(str(mapping(one.get("target-resource")).get("href", "")), attached),
            crossings=tuple(_crossings(one, f"/mapping-collection/mappings/{number}")),
            source_gaps=tuple(_gaps(one.get("source-gap-summary"))),
            target_gaps=tuple(_gaps(one.get("target-gap-summary"))),
        )
        for number, one in enumerate(objects(document.body.get("mappings")))
    ]


def _crossings(one: dict[str, Json], where: str) -> Iterator[Crossing]:
    usual = str(one.get("matching-rationale", ""))
    for number, line in enumerate(objects(one.get("maps"))):
        strengths = Node("map", "", line).own("strength")
        yield Crossing(
            sources=tuple(str(item.get("id-ref", "")) for item in objects(line.get("sources"))),
            targets=tuple(str(item.get("id-ref", "")) for item in objects(line.get("targets"))),
            relationship=str(line.get("relationship", "")),
            rationale=str(line.get("matching-rationale", usual)),
            strength=int(strengths[0]) if strengths and strengths[0].isdigit() and int(strengths[0]) <= 10 else None,
            where=f"{where}/maps/{number}",
        )


def _gaps(summary: Json) -> Iterator[str]:
    for chosen in objects(mapping(summary).get("unmapped-controls")):
        ids = chosen.get("with-ids")
        yield from (str(name) for name in ids) if isinstance(ids, list) else ()


def faults_of(document: Document, shelf: Mapping[str, Document]) -> list[Fault]:
    """S7: both sides known at that version, ids in them, a known relationship, gaps that are gaps, two pairs of eyes.

    shelf   the published catalogues, by SHA-256 in hex
    """
    faults = [*_eyes(document)]
    for number, one in enumerate(crosswalks(document)):
        where = f"/mapping-collection/mappings/{number}"
        lines = [line for line in one.crossings if line.relationship != "no-relationship"]
        for side, sha256, gaps in (("source", one.source, one.source_gaps), ("target", one.target, one.target_gaps)):
            ids = [(line.where, line.sources if side == "source" else line.targets) for line in one.crossings]
            mapped = {name for line in lines for name in (line.sources if side == "source" else line.targets)}
            faults += _side(f"{where}/{side}", shelf.get(sha256), [*ids, (f"{where}/{side}-gap-summary", gaps)])
            faults += [
                Fault(Rule.S7, f"{where}/{side}-gap-summary", "mapped-and-gap", name[:80])
                for name in gaps
                if name in mapped
            ]
        faults += [
            Fault(Rule.S7, line.where, "unknown-relationship", line.relationship[:80])
            for line in one.crossings
            if line.relationship not in RELATIONSHIPS
        ]
    return first(faults)


def _side(where: str, catalogue: Document | None, named: list[tuple[str, tuple[str, ...]]]) -> Iterator[Fault]:
    if catalogue is None:
        yield Fault(Rule.S7, f"{where}-resource", "no-such-version")
        return
    known = {node.id for node in nodes(catalogue) if node.id}
    for place, ids in named:
        yield from (Fault(Rule.S7, place, "no-such-control", name[:80]) for name in ids if name not in known)


def _eyes(document: Document) -> Iterator[Fault]:
    provenance = mapping(document.body.get("provenance"))
    by_role: dict[str, set[str]] = {}
    for party in objects(provenance.get("responsible-parties")):
        uuids = party.get("party-uuids")
        by_role.setdefault(str(party.get("role-id")), set()).update(
            str(uuid).lower() for uuid in (uuids if isinstance(uuids, list) else [])
        )
    if by_role.get(AUTHOR, set()) & by_role.get(REVIEWER, set()):
        yield Fault(Rule.S7, "/mapping-collection/provenance", "author-reviews")
    if str(provenance.get("status")) == "complete" and not by_role.get(REVIEWER):
        yield Fault(Rule.S7, "/mapping-collection/provenance", "complete-without-reviewer")
