"""What stands in the database besides the files that ship: as volumes, for whoever may read them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from django.db.models import prefetch_related_objects

from port2port.members.member import Member
from port2port.norms import library
from port2port.norms.library import NoSuchCatalogue, Volume
from port2port.norms.models import CatalogueVersion
from port2port.pure.oscal.controls import controls
from port2port.pure.oscal.languages import meaning
from port2port.pure.oscal.reading import Document, read


@lru_cache(maxsize=64)
def _read(_sha256: str, data: bytes) -> Document:
    return read(data)


def volume_of(row: CatalogueVersion) -> Volume:
    """The row with its files, read. Its bytes were judged when they came in."""
    kept = {one.name: bytes(one.data) for one in row.files.all()}
    hashes = {one.name: one.sha256 for one in row.files.all()}
    return Volume(
        row.key,
        row.version,
        {name: _read(hashes[name], data) for name, data in kept.items()},
        kept,
        state=row.state,
        is_own=row.owner_id is not None,
    )


def volumes_for(member: Member) -> tuple[Volume, ...]:
    """All that ships, and what was brought in and the member may read; the shipped ones first."""
    rows = {(row.key, row.version): row for row in CatalogueVersion.objects.visible_to(member)}
    shipped = [(one, rows.pop((one.key, one.version), None)) for one in library.volumes()]
    # What ships is read from its files: only the bytes of what was brought in are fetched.
    prefetch_related_objects([*rows.values()], "files")
    return (
        *(one if row is None else replace(one, state=row.state) for one, row in shipped),
        *map(volume_of, rows.values()),
    )


def seen(member: Member, key: str, version: str) -> tuple[Volume, tuple[Volume, ...]]:
    """That version, and all that stands beside it. Raises NoSuchCatalogue, alike for hidden and missing."""
    among = volumes_for(member)
    return library.volume(key, version, among), among


def with_seal(seal: str) -> Volume:
    """The version behind a pin. Raises NoSuchCatalogue."""
    for one in library.volumes():
        if one.seal == seal:
            return one
    row = CatalogueVersion.objects.filter(seal=seal).with_files().first()
    if row is None:
        raise NoSuchCatalogue(seal)
    return volume_of(row)


def known_documents(rows: Iterable[CatalogueVersion]) -> dict[str, Document]:
    """Their documents by SHA-256 in hex, as baselines and crosswalks name them."""
    return {document.sha256: document for row in rows for document in volume_of(row).files.values()}


def earlier(key: str, among: Iterable[Volume]) -> list[Volume]:
    """The published versions of a key, the oldest first."""
    found = [one for one in among if one.key == key and one.state != "draft"]
    return sorted(found, key=lambda one: number_of(one.version))


def number_of(version: str) -> tuple[tuple[int, str], ...]:
    """A version as something to sort by: 1.10 comes after 1.9."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))


def withdrawn(key: str, language: str, among: Iterable[Volume]) -> dict[str, str]:
    """Meaning by id of the controls that a later version left out, in one language (rule S9)."""
    found: dict[str, str] = {}
    last: dict[str, str] = {}
    for one in earlier(key, among):
        if language in one.files:
            last = {node.id: meaning(node) for node in controls(one.files[language])}
            found |= last
    return {name: told for name, told in found.items() if name not in last}
