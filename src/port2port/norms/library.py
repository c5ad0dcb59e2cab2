"""What there is to read: each catalogue in the reader's language, each baseline as the controls that it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from port2port.norms import shipped
from port2port.pure.oscal.controls import Node, nodes
from port2port.pure.oscal.crosswalks import Crosswalk, crosswalks
from port2port.pure.oscal.profiles import imports
from port2port.pure.oscal.reading import Document

FALLBACK = "en"
PROFILE = "profile"


class NoSuchCatalogue(LookupError):
    """No catalogue or baseline of that key and version."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One version of a catalogue or baseline.

    files   the documents by name without ending: a language each, or `profile`
    """

    key: str
    version: str
    files: Mapping[str, Document]

    @property
    def is_baseline(self) -> bool:
        """Whether it names controls of another catalogue instead of holding its own."""
        return PROFILE in self.files

    def document(self, language: str) -> Document:
        """The document in that language, else in English."""
        return self.files.get(PROFILE) or self.files.get(language) or self.files[FALLBACK]

    def data(self, name: str) -> bytes:
        """The bytes of one of its files, as they are shipped. Raises NoSuchCatalogue."""
        if name not in self.files:
            raise NoSuchCatalogue(name)
        return (shipped.FOLDER / self.key / self.version / f"{name}.json").read_bytes()


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its controls."""

    id: str
    title: str
    controls: tuple[Node, ...]


@cache
def volumes() -> tuple[Volume, ...]:
    """Every version that is shipped: catalogues of law, the common one, baselines from the smallest to the largest."""
    by_folder: dict[Path, dict[str, Document]] = {}
    for path, document in shipped.documents().items():
        if document.model in {"catalog", "profile"}:
            by_folder.setdefault(path.parent, {})[path.stem] = document
    found = [Volume(folder.parent.name, folder.name, files) for folder, files in by_folder.items()]
    return tuple(sorted(found, key=lambda one: (one.is_baseline, _size(one) if one.is_baseline else 0, one.key)))


def _size(volume: Volume) -> int:
    return sum(len(one.ids) for one in imports(volume.files[PROFILE])) if volume.is_baseline else 0


def volume(key: str, version: str) -> Volume:
    """That version. Raises NoSuchCatalogue."""
    for one in volumes():
        if (one.key, one.version) == (key, version):
            return one
    raise NoSuchCatalogue(f"{key} {version}")


def base_of(baseline: Volume) -> Volume:
    """The catalogue that a baseline takes its controls from. Raises NoSuchCatalogue."""
    named = {one.sha256 for one in imports(baseline.files[PROFILE])}
    for one in volumes():
        if any(document.sha256 in named for document in one.files.values()):
            return one
    raise NoSuchCatalogue(baseline.key)


def parts(of: Volume, language: str) -> tuple[Part, ...]:
    """The sections with their controls in the reader's language; of a baseline those that it asks for."""
    asked = None
    if of.is_baseline:
        asked = {name for one in imports(of.files[PROFILE]) for name in one.ids}
        of = base_of(of)
    found: list[tuple[Node, list[Node]]] = []
    for node in nodes(of.document(language)):
        if node.kind == "group":
            found.append((node, []))
        elif node.kind == "control" and found and (asked is None or node.id in asked):
            found[-1][1].append(node)
    return tuple(Part(group.id, group.title, tuple(inside)) for group, inside in found if inside)


def control(of: Volume, name: str, language: str) -> Node:
    """One control of a catalogue. Raises NoSuchCatalogue."""
    for part in parts(of, language):
        for one in part.controls:
            if one.id == name:
                return one
    raise NoSuchCatalogue(name)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A control of another catalogue that answers this one, and how the crosswalk relates them."""

    volume: Volume
    control: Node
    relationship: str


def counterparts(of: Volume, name: str, language: str) -> tuple[Counterpart, ...]:
    """What the crosswalks set beside a control, in either direction."""
    known = {document.sha256 for document in of.files.values()}
    found: dict[tuple[str, str], Counterpart] = {}
    for walk in walks():
        here = walk.source in known
        if not here and walk.target not in known:
            continue
        other = _with_hash(walk.target if here else walk.source)
        for line in walk.crossings if here else [one.turned() for one in walk.crossings]:
            for target in line.targets if name in line.sources else ():
                found[other.key, target] = Counterpart(other, control(other, target, language), line.relationship)
    return tuple(found.values())


@cache
def walks() -> tuple[Crosswalk, ...]:
    """Every shipped crosswalk."""
    return tuple(
        walk
        for document in shipped.documents().values()
        if document.model == "mapping-collection"
        for walk in crosswalks(document)
    )


def _with_hash(sha256: str) -> Volume:
    return next(one for one in volumes() if any(document.sha256 == sha256 for document in one.files.values()))


def baselines_with(of: Volume, name: str) -> tuple[Volume, ...]:
    """The baselines that ask for a control of this catalogue."""
    known = {document.sha256 for document in of.files.values()}
    return tuple(
        one
        for one in volumes()
        if one.is_baseline and any(name in part.ids and part.sha256 in known for part in imports(one.files[PROFILE]))
    )
