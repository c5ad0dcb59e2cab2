"""A version is brought in, judged, approved by another organisation, published, and superseded by the next."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.norms import library, shipped
from port2port.norms.access import brings_for_all, brings_for_own
from port2port.norms.judging import judged
from port2port.norms.library import Volume
from port2port.norms.models import CatalogueFile, CatalogueVersion
from port2port.norms.refusals import ChangedMeanwhile, NotOlder, OwnOrganisation, StandsAlready, Unsound
from port2port.norms.stored import earlier, known_documents, number_of, volumes_for, withdrawn
from port2port.pure.oscal.faults import Fault
from port2port.pure.oscal.languages import revival_faults
from port2port.pure.oscal.reading import BadOscal, Document, read
from port2port.reports.rules import BadField, own_organisation

LANGUAGES = frozenset({"nl", "fr", "de", "en"})
KINDS = {"profile": library.PROFILE, "mapping-collection": library.MAPPING}
MOST_FILES = 8
OWN = "own-"
# Pages of their own stand at these addresses.
TAKEN = frozenset({"bring", "facilities"})
_KEY = re.compile(r"[a-z][a-z0-9-]{2,59}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,29}")

State = CatalogueVersion.State


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings in. key   of the catalogue     files   bytes by file name, as `nl.json`"""

    key: str
    files: Mapping[str, bytes]
    for_all: bool


def tried(*, member: Member, brought: Brought) -> Volume:
    """What it would be, with nothing kept.

    Raises NotAllowed, BadField, Unsound, StandsAlready, NotOlder.
    """
    _check_right(member, for_all=brought.for_all)
    among = volumes_for(member)
    key = _key(brought, among)
    _check_number(brought, among, key)
    documents = _sound(brought, among, key)
    version = _one_version(documents)
    kept = {_name(name, documents[name]): data for name, data in brought.files.items()}
    return Volume(
        key,
        version,
        {_name(name, document): document for name, document in documents.items()},
        kept,
        state=State.DRAFT,
        is_own=not brought.for_all,
    )


def _check_right(member: Member, *, for_all: bool) -> None:
    allowed = brings_for_all(member) if for_all else brings_for_own(member)
    if not allowed or member.seat_id is None:
        raise NotAllowed


def _key(brought: Brought, among: Sequence[Volume]) -> str:
    """The key as it is kept: an own copy's says that it is one, so that it never stands in the way of a common one."""
    key = brought.key.strip().lower()
    if not _KEY.fullmatch(key) or key in TAKEN or (brought.for_all and key.startswith(OWN)):
        raise BadField("name", _("Take small letters, digits and hyphens, at least three; not own- for the community."))
    if not brought.for_all and not key.startswith(OWN):
        key = f"{OWN}{key}"[:60]
    models = {one.document("").model for one in among if one.key == key}
    if models - {_model(brought)}:
        raise BadField("name", _("This name belongs to a document of another kind. Take another one."))
    return key


def _model(brought: Brought) -> str:
    return next((document.model for document in _readable(brought)), "")


def _readable(brought: Brought) -> Iterator[Document]:
    for data in brought.files.values():
        with suppress(BadOscal):
            yield read(data)


def _check_number(brought: Brought, among: Sequence[Volume], key: str) -> None:
    """That the version is a new one; said before any fault, for a version that stands is judged already."""
    for document in _readable(brought):
        if any((one.key, one.version) == (key, document.version) for one in among):
            raise StandsAlready
        newest = [number_of(one.version) for one in earlier(key, among)]
        if newest and number_of(document.version) <= max(newest):
            raise NotOlder


def _sound(brought: Brought, among: Sequence[Volume], key: str) -> dict[str, Document]:
    if not 0 < len(brought.files) <= MOST_FILES:
        raise BadField("documents", _("Bring one file, or one for each language."))
    known = {document.sha256: document for one in among for document in one.files.values()}
    faults = judged(brought.files, known=known)
    if any(faults.values()):
        raise Unsound({name: found for name, found in faults.items() if found})
    documents = {name: read(data) for name, data in brought.files.items()}
    names = {_name(name, document) for name, document in documents.items()}
    models = {document.model for document in documents.values()}
    if len(models) != 1 or len(names) != len(documents) or models - {"catalog", *KINDS}:
        raise BadField(
            "documents", _("Bring one catalogue, baseline or crosswalk; a catalogue as nl, fr, de, en.json.")
        )
    _check_revival(documents, key, among)
    return documents


def _check_revival(documents: Mapping[str, Document], key: str, among: Sequence[Volume]) -> None:
    faults: dict[str, list[Fault]] = {}
    for name, document in documents.items():
        gone = withdrawn(key, _name(name, document), among) if document.model == "catalog" else {}
        found = revival_faults(document, withdrawn=gone)
        if found:
            faults[name] = found
    if faults:
        raise Unsound(faults)


def _name(file: str, document: Document) -> str:
    """How a file is called here: its language, or what it is."""
    if document.model in KINDS:
        return KINDS[document.model]
    stem = file.replace("\\", "/").rpartition("/")[2].removesuffix(".json").lower()
    if stem in LANGUAGES:
        return stem
    said = str(document.metadata.get("language", ""))[:2].lower()
    return said if said in LANGUAGES else "en"


def _one_version(documents: Mapping[str, Document]) -> str:
    found = {document.version for document in documents.values()}
    version = next(iter(found))
    if len(found) != 1 or not _VERSION.fullmatch(version):
        raise BadField("documents", _("All files name one version, of digits, letters, full stops and hyphens."))
    return version


@on_rights
@transaction.atomic
def bring_version(*, member: Member, brought: Brought, now: datetime) -> CatalogueVersion:
    """Keep it as a draft. Raises what `tried` raises."""
    volume = tried(member=member, brought=brought)
    own = own_organisation(member)
    row = _new(volume, state=State.DRAFT, now=now)
    row.owner_id = None if brought.for_all else own
    row.brought_for_id, row.brought_by_id = own, member.seat_id
    row.save()
    _files(row, volume)
    return row


def _new(volume: Volume, *, state: str, now: datetime) -> CatalogueVersion:
    return CatalogueVersion(
        key=volume.key,
        version=volume.version,
        model=volume.document("").model,
        seal=volume.seal,
        state=state,
        brought_at=now,
    )


def _files(row: CatalogueVersion, volume: Volume) -> None:
    CatalogueFile.objects.bulk_create(
        CatalogueFile(
            catalogue=row,
            name=name,
            sha256=document.sha256,
            data=volume.data(name),
            is_sealed=row.state != State.DRAFT,
        )
        for name, document in volume.files.items()
    )


@on_rights
@transaction.atomic
def discard_version(*, member: Member, version: CatalogueVersion, now: datetime) -> None:
    """Take a draft back; what is published stands. Raises NotAllowed."""
    del now
    row = CatalogueVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not CatalogueVersion.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    row.delete()


@on_rights
@transaction.atomic
def approve_version(*, member: Member, version: CatalogueVersion, seal: str, now: datetime) -> CatalogueVersion:
    """A seat of another organisation has read it: it stands from now on, and the one before is superseded.

    seal   of what was read
    Raises NotAllowed, OwnOrganisation, ChangedMeanwhile, NotOlder.
    """
    row = _held(version, seal)
    if row.brought_for_id == member.organisation_id:
        raise OwnOrganisation
    if not CatalogueVersion.objects.approvable_by(member).filter(pk=row.pk).exists() or member.seat_id is None:
        raise NotAllowed
    row.approved_by_id, row.approved_for_id = member.seat_id, own_organisation(member)
    return _publish(row, now=now)


@on_rights
@transaction.atomic
def keep_own(*, member: Member, version: CatalogueVersion, seal: str, now: datetime) -> CatalogueVersion:
    """An own copy stands at once: it binds nobody else. Raises NotAllowed, ChangedMeanwhile, NotOlder."""
    row = _held(version, seal)
    if row.owner_id is None or not CatalogueVersion.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    return _publish(row, now=now)


def _held(version: CatalogueVersion, seal: str) -> CatalogueVersion:
    row = CatalogueVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if row.state != State.DRAFT or row.seal != seal:
        raise ChangedMeanwhile
    return row


def _publish(row: CatalogueVersion, *, now: datetime) -> CatalogueVersion:
    # All versions of a key are held, so that two that are approved at once come one after the other.
    for volume in library.volumes():
        if volume.key == row.key and row.owner_id is None:
            keep_volume(volume, now=now)
    others = list(CatalogueVersion.objects.select_for_update(of=("self",)).filter(key=row.key, owner_id=row.owner_id))
    standing = [one for one in others if one.state != State.DRAFT]
    if any(number_of(one.version) >= number_of(row.version) for one in standing):
        raise NotOlder
    faults = judged({f"{one.name}.json": bytes(one.data) for one in row.files.all()}, known=known_documents(standing))
    if any(word.word == "uuid-of-another" for found in faults.values() for word in found):
        raise Unsound({name: found for name, found in faults.items() if found})
    for older in standing:
        if older.state == State.PUBLISHED:
            older.state, older.superseded_at = State.SUPERSEDED, now
            older.save(update_fields=["state", "superseded_at"])
    row.files.update(is_sealed=True)
    row.state, row.published_at = State.PUBLISHED, now
    row.save()
    return row


@transaction.atomic
def keep_volume(volume: Volume, *, now: datetime) -> CatalogueVersion:
    """The row of a version, so that rows can point at it for ever; one that ships gets its row when it is first used.

    Raises ChangedMeanwhile where another version stands under its name and number.
    """
    row = CatalogueVersion.objects.filter(key=volume.key, version=volume.version).exclude(state=State.DRAFT).first()
    if row is None:
        if not (shipped.FOLDER / volume.key / volume.version).is_dir():
            raise ChangedMeanwhile
        row = _new(volume, state=State.PUBLISHED, now=now)
        row.published_at = now
        row.save()
        _files(row, volume)
    if row.seal != volume.seal:
        raise ChangedMeanwhile
    return row
