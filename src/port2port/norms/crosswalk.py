"""Which of our own controls serves which paragraph of the ISPS Code, as a mapping collection in OSCAL.

What the register says of each control is written out line by line; ranges of paragraphs become the paragraphs that are
there. It is a draft until another organisation has reviewed it.

    python -m port2port.norms.crosswalk       writes it anew, where it is shipped
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from port2port.norms import law, own_controls, shipped
from port2port.pure.canonical import Json
from port2port.pure.oscal.controls import Node, controls
from port2port.pure.oscal.reading import WRITTEN_VERSION, read
from port2port.pure.oscal.writing import text_of, uuid_of
from port2port.vocabulary import lookup

KEY, OTHER = "p2p-controls-to-isps", "isps"
AUTHOR = "Port2Port project"
PROVENANCE: dict[str, Json] = {
    "method": "human",
    "matching-rationale": "functional",
    "status": "draft",
    "mapping-description": "A control stands beside each paragraph that it helps to fulfil.",
    "responsible-parties": [{"role-id": "author", "party-uuids": [uuid_of("party", AUTHOR)]}],
}
_RANGE = re.compile(r"([AB])/(\d+)\.(\d+)-\2\.(\d+)")


def document() -> bytes:
    """The mapping collection: our controls as sources, paragraphs as targets."""
    own, other = own_controls.catalogue(), law.catalogue(law.SOURCES / f"{OTHER}.yaml")
    ours = own_controls.files()[f"{own_controls.KEY}/{own.version}/en.json"]
    theirs = law.files()[f"{OTHER}/{other.version}/en.json"]
    paragraphs = controls(read(theirs))
    lines = [(term.code.lower(), [*_targets(term.isps_refs, paragraphs)]) for term in lookup.controls()]
    names = {"source": (own_controls.KEY, own.version, ours), "target": (OTHER, other.version, theirs)}
    mapped = {target for _source, targets in lines for target in targets}
    gaps = {
        "source": [source for source, targets in lines if not targets],
        "target": [node.id for node in paragraphs if node.id not in mapped],
    }
    body: dict[str, Json] = {
        "uuid": uuid_of("mapping", KEY, own.version),
        "metadata": {
            "title": "Common controls and the ISPS Code",
            "last-modified": f"{own.released_on}T00:00:00Z",
            "version": own.version,
            "oscal-version": WRITTEN_VERSION,
            "parties": [{"uuid": uuid_of("party", AUTHOR), "type": "organization", "name": AUTHOR}],
        },
        "provenance": PROVENANCE,
        "mappings": [
            {
                "uuid": uuid_of("mapping", KEY, own.version, "1"),
                "source-resource": _side("source"),
                "target-resource": _side("target"),
                "maps": [_map(source, targets) for source, targets in lines if targets],
                **{f"{side}-gap-summary": _gap(side, ids) for side, ids in gaps.items() if ids},
            }
        ],
        "back-matter": {"resources": [_resource(side, *named) for side, named in names.items()]},
    }
    return text_of({"mapping-collection": body})


def _targets(refs: tuple[str, ...], paragraphs: list[Node]) -> Iterator[str]:
    labels = {node.label: node.id for node in paragraphs}
    for ref in refs:
        found = _RANGE.fullmatch(ref)
        if found:
            part, section, first, last = found.groups()
            wanted = [f"{part}/{section}.{number}" for number in range(int(first), int(last) + 1)]
        else:
            wanted = [ref]
        yield from (labels[label] for label in wanted if label in labels)


def _map(source: str, targets: list[str]) -> dict[str, Json]:
    # One control serves a paragraph in part: neither holds all of the other.
    return {
        "uuid": uuid_of("map", KEY, source),
        "relationship": "intersects-with",
        "sources": [{"type": "control", "id-ref": source}],
        "targets": [{"type": "control", "id-ref": target} for target in dict.fromkeys(targets)],
    }


def _gap(side: str, ids: list[str]) -> dict[str, Json]:
    return {"uuid": uuid_of("gap", KEY, side), "unmapped-controls": [{"with-ids": list[Json](ids)}]}


def _side(side: str) -> dict[str, Json]:
    return {"type": "catalog", "href": f"#{uuid_of('resource', KEY, side)}"}


def _resource(side: str, key: str, version: str, data: bytes) -> dict[str, Json]:
    link: dict[str, Json] = {
        "href": f"../../{key}/{version}/en.json",
        "hashes": [{"algorithm": "SHA-256", "value": sha256(data).hexdigest()}],
    }
    return {"uuid": uuid_of("resource", KEY, side), "title": key, "rlinks": [link]}


def files() -> dict[str, bytes]:
    """The shipped file, by its path under `catalogues/`."""
    return {f"{KEY}/{own_controls.catalogue().version}/mapping.json": document()}


if __name__ == "__main__":
    for path, data in files().items():
        shipped.write(path, data)
