"""Rule S6, and what a baseline means: a profile read against the catalogues that it imports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from port2port.pure.canonical import Json
from port2port.pure.oscal.controls import Node, nodes, resources
from port2port.pure.oscal.faults import Fault, Rule, first
from port2port.pure.oscal.reading import Document, mapping, objects


@dataclass(frozen=True, slots=True)
class Imported:
    """One import of a profile.

    sha256   hex, of the version that it names        ids   of the controls that it takes, in its order
    """

    where: str
    sha256: str
    ids: tuple[str, ...]


def imports(profile: Document) -> list[Imported]:
    """What a profile imports, in order; the hash is empty where it names none."""
    attached = resources(profile)
    found = []
    for number, one in enumerate(objects(profile.body.get("imports"))):
        where = f"/profile/imports/{number}"
        found.append(Imported(where, hash_of(str(one.get("href", "")), attached), tuple(_ids(one))))
    return found


def hash_of(href: str, attached: Mapping[str, dict[str, Json]]) -> str:
    """The SHA-256 that the resource behind a `#uuid` gives for what it stands for; empty without one."""
    resource = attached.get(href.removeprefix("#").lower(), {}) if href.startswith("#") else {}
    for link in objects(resource.get("rlinks")):
        for one in objects(link.get("hashes")):
            if one.get("algorithm") == "SHA-256":
                return str(one.get("value", "")).lower()
    return ""


def _ids(one: dict[str, Json]) -> Iterator[str]:
    for chosen in objects(one.get("include-controls")):
        ids = chosen.get("with-ids")
        yield from (str(name) for name in ids) if isinstance(ids, list) else ()


def faults_of(profile: Document, shelf: Mapping[str, Document]) -> list[Fault]:
    """S6: the import names a version that we have, each control and parameter is in it, and none is taken unnamed.

    shelf   the published catalogues, by SHA-256 in hex
    """
    taken = imports(profile)
    inside = [node for one in taken if one.sha256 in shelf for node in nodes(shelf[one.sha256])]
    faults = [*_unnamed(profile), *_modified(profile, taken, {node.id for node in inside if node.kind == "param"})]
    for one in taken:
        faults += _missing(one, shelf)
    seen: set[str] = set()
    for one in taken:
        for name in one.ids:
            if name in seen:
                faults.append(Fault(Rule.S6, one.where, "control-twice", name[:80]))
            seen.add(name)
    return first(faults)


def _unnamed(profile: Document) -> Iterator[Fault]:
    for number, one in enumerate(objects(profile.body.get("imports"))):
        if "include-all" in one:
            yield Fault(Rule.S6, f"/profile/imports/{number}/include-all", "include-all")
        if any("matching" in chosen for chosen in objects(one.get("include-controls"))):
            yield Fault(Rule.S6, f"/profile/imports/{number}/include-controls", "include-by-pattern")


def _missing(one: Imported, shelf: Mapping[str, Document]) -> Iterator[Fault]:
    if not one.sha256:
        yield Fault(Rule.S6, one.where, "import-without-hash")
    elif one.sha256 not in shelf:
        yield Fault(Rule.S6, one.where, "no-such-version", one.sha256[:12])
    else:
        known = {node.id for node in nodes(shelf[one.sha256]) if node.kind == "control"}
        yield from (Fault(Rule.S6, one.where, "no-such-control", name[:80]) for name in one.ids if name not in known)


def _modified(profile: Document, taken: list[Imported], params: set[str]) -> Iterator[Fault]:
    modify = mapping(profile.body.get("modify"))
    for number, one in enumerate(objects(modify.get("set-parameters"))):
        name = str(one.get("param-id"))
        if name not in params:
            yield Fault(Rule.S6, f"/profile/modify/set-parameters/{number}", "no-such-parameter", name[:80])
    ids = {name for one in taken for name in one.ids}
    for number, one in enumerate(objects(modify.get("alters"))):
        name = str(one.get("control-id"))
        if name not in ids:
            yield Fault(Rule.S6, f"/profile/modify/alters/{number}", "alters-what-it-takes-not", name[:80])


def resolved(profile: Document, shelf: Mapping[str, Document]) -> list[Node]:
    """The controls that the baseline asks for, in the order in which it names them.

    Of a profile without faults; ids that no catalogue of the shelf has are left out.
    """
    found = list[Node]()
    for one in imports(profile):
        if one.sha256 in shelf:
            by_id = {node.id: node for node in nodes(shelf[one.sha256]) if node.kind == "control"}
            found += [by_id[name] for name in one.ids if name in by_id]
    return found
