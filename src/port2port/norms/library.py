"""What there is to read: each catalogue in the reader's language, each baseline as the controls that it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from port2port.norms import shipped
from port2port.pure.oscal.controls import Node, nodes
from port2port.pure.oscal.crosswalks import Crosswalk, crosswalks
from port2port.pure.oscal.profiles import imports
from port2port.pure.oscal.reading import Document

FALLBACK = "en"
PROFILE, MAPPING = "profile", "mapping"


class NoSuchCatalogue(LookupError):
    """No catalogue or baseline of that key and version."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One version of a catalogue or baseline.

    files   the documents by name without ending: a language each, `profile`, or `mapping`
    kept    the same documents' bytes by name; empty for those that come with the software
    state   as of its row         is_own   a copy that one organisation has a licence for
    """

    key: str
    version: str
    files: Mapping[str, Document]
    kept: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    state: str = "published"
    is_own: bool = False

    @property
    def is_baseline(self) -> bool:
        """Whether it names controls of another catalogue instead of holding its own."""
        return PROFILE in self.files

    @property
    def seal(self) -> str:
        """SHA-256 in hex over the names and hashes of its files: the same seal, the same bytes."""
        return seal_of({name: one.sha256 for name, one in self.files.items()})

    def document(self, language: str) -> Document:
        """The document in that language, else in English, else the first."""
        return (
            self.files.get(PROFILE)
            or self.files.get(language)
            or self.files.get(FALLBACK)
            or self.files[min(self.files)]
        )

    def data(self, name: str) -> bytes:
        """The bytes of one of its files, as they were published. Raises NoSuchCatalogue."""
        if name not in self.files:
            raise NoSuchCatalogue(name)
        if name in self.kept:
            return self.kept[name]
        return (shipped.FOLDER / self.key / self.version / f"{name}.json").read_bytes()


def seal_of(hashes: Mapping[str, str]) -> str:
    """SHA-256 in hex over lines `name hash`, by name.

    hashes   SHA-256 in hex of each file, by its name without ending
    """
    lines = "".join(f"{name} {hashes[name]}\n" for name in sorted(hashes))
    return sha256(lines.encode()).hexdigest()


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


def volume(key: str, version: str, among: Sequence[Volume] | None = None) -> Volume:
    """That version, of those that ship or of `among`. Raises NoSuchCatalogue."""
    for one in volumes() if among is None else among:
        if (one.key, one.version) == (key, version):
            return one
    raise NoSuchCatalogue(f"{key} {version}")


def base_of(baseline: Volume, among: Sequence[Volume] | None = None) -> Volume:
    """The catalogue that a baseline takes its controls from. Raises NoSuchCatalogue."""
    named = {one.sha256 for one in imports(baseline.files[PROFILE])}
    for one in volumes() if among is None else among:
        if any(document.sha256 in named for document in one.files.values()):
            return one
    raise NoSuchCatalogue(baseline.key)


def parts(of: Volume, language: str, among: Sequence[Volume] | None = None) -> tuple[Part, ...]:
    """The sections with their controls in the reader's language; of a baseline those that it asks for."""
    asked = None
    if of.is_baseline:
        asked = {name for one in imports(of.files[PROFILE]) for name in one.ids}
        of = base_of(of, among)
    found: list[tuple[Part, list[Node]]] = []
    for node in nodes(of.document(language)):
        if node.kind == "group":
            found.append((Part(node.id, node.title, ()), []))
        elif node.kind == "control" and (asked is None or node.id in asked):
            # A foreign catalogue may hold controls outside every group.
            found = found or [(Part("", "", ()), [])]
            found[-1][1].append(node)
    return tuple(replace(part, controls=tuple(inside)) for part, inside in found if inside)


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


def counterparts(
    of: Volume, name: str, language: str, among: Sequence[Volume] | None = None
) -> tuple[Counterpart, ...]:
    """What the crosswalks set beside a control, in either direction."""
    known = {document.sha256 for document in of.files.values()}
    found: dict[tuple[str, str], Counterpart] = {}
    for walk in [*walks(), *_walks_among(among or ())]:
        here = walk.source in known
        if not here and walk.target not in known:
            continue
        other = _with_hash(walk.target if here else walk.source, among)
        if other is None:
            continue
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


def _walks_among(among: Sequence[Volume]) -> list[Crosswalk]:
    brought = [one for one in among if one.kept and one.state != "draft"]
    return [walk for one in brought for name in one.files if name == MAPPING for walk in crosswalks(one.files[name])]


def _with_hash(sha256_hex: str, among: Sequence[Volume] | None) -> Volume | None:
    known = volumes() if among is None else among
    return next((one for one in known if any(document.sha256 == sha256_hex for document in one.files.values())), None)


def baselines_with(of: Volume, name: str, among: Sequence[Volume] | None = None) -> tuple[Volume, ...]:
    """The baselines that ask for a control of this catalogue."""
    known = {document.sha256 for document in of.files.values()}
    return tuple(
        one
        for one in (volumes() if among is None else among)
        if one.is_baseline and any(name in part.ids and part.sha256 in known for part in imports(one.files[PROFILE]))
    )
