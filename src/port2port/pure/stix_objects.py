"""STIX 2.1 objects as this project writes them: ids, times, markings and one builder for each object.

Builders take every id and every moment and return plain dictionaries ready for serialisation. Optional
properties that have no value are left out, as the standard asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

import rfc8785

from port2port.pure.audience import Tlp

type Json = dict[str, object]

EXTENSION = "extension-definition--8bf6d9af-ddb9-4b5c-b61c-22596b5f55fd"
INCIDENT_CORE = "extension-definition--ef765651-680c-498d-9894-99799f2fa126"
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
PROJECT = "identity--79868acd-2c54-4a95-bf09-b3a9d2fbc59a"
SCHEMA = "port2port-1.0.json"

# Reference data (E8) is named under our own extension; observables (E9) under the standard's namespace.
REFERENCE_NAMESPACE = UUID(EXTENSION.removeprefix("extension-definition--"))
SCO_NAMESPACE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
REFERENCE_CREATED = datetime(2026, 1, 1, tzinfo=UTC)

TLP_MARKINGS = {
    Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
# TLP 1 is read, never written; white became CLEAR.
TLP1_MARKINGS = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
}
TLP_BY_MARKING = {marking: tlp for tlp, marking in TLP_MARKINGS.items()} | TLP1_MARKINGS


@dataclass(frozen=True, slots=True)
class Version:
    """What every version of an object carries: its author, its label, its two times and its language."""

    by: str
    tlp: Tlp
    created: datetime
    modified: datetime
    language: str = ""


@dataclass(frozen=True, slots=True)
class Originator:
    """The organisation that speaks. `created` and `modified` are those of its name, not of the report."""

    id: UUID
    name: str
    created: datetime
    modified: datetime

    @property
    def ref(self) -> str:
        return f"identity--{self.id}"


@dataclass(frozen=True, slots=True)
class Reference:
    """Names of codes at one release of the registers; a code without a name is its own name."""

    names: Mapping[str, str]
    released_at: datetime

    def name(self, code: str) -> str:
        return self.names.get(code, code)


NO_NAMES = Reference(names={}, released_at=REFERENCE_CREATED)


def stamp(moment: datetime) -> str:
    """A STIX time: UTC, three decimals, Z. Finer parts are cut off, never rounded up into the future."""
    if moment.tzinfo is None:
        raise ValueError("A time without a zone cannot be stamped.")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment that a STIX time names. Raises ValueError."""
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        raise ValueError("A STIX time ends in Z.")
    return parsed.astimezone(UTC)


def in_milliseconds(value: datetime) -> datetime:
    """The same moment in UTC, cut to what a STIX time can say."""
    value = value.astimezone(UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def next_modified(last: datetime, now: datetime) -> datetime:
    """The time of the next version: now, and at least one millisecond after the last (E11)."""
    return max(in_milliseconds(now), in_milliseconds(last) + timedelta(milliseconds=1))


def part_id(root: UUID, *role: str) -> UUID:
    """The id of one part of a report, the same in each version.

    It is a hash of the report's own random id, in the form of a UUIDv4: nobody who does not hold the
    report can compute or confirm it from the content (E7), and nothing has to be stored to find it again.
    """
    digest = bytearray(sha256(b"port2port part\0" + root.bytes + "\0".join(role).encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x40
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


def reference_id(kind: str, code: str) -> str:
    """The stable id of open reference data (E8)."""
    return f"{kind}--{uuid5(REFERENCE_NAMESPACE, code)}"


def file_id(*, name: str, digest: str) -> str:
    """The id that the standard computes for a file; only for what is TLP:CLEAR or GREEN (E9)."""
    contributing = rfc8785.dumps({"hashes": {"SHA-256": digest}, "name": name})
    return f"file--{uuid5(SCO_NAMESPACE, contributing.decode())}"


def filled(**properties: object) -> Json:
    """The properties that have a value; zero and False are values."""
    return {
        key: value
        for key, value in properties.items()
        if not (value is None or (isinstance(value, str | list | tuple | dict) and not value))
    }


def _start(kind: str, identifier: UUID | str, version: Version) -> Json:
    reference = identifier if isinstance(identifier, str) else f"{kind}--{identifier}"
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": reference,
        "created_by_ref": version.by,
        "created": stamp(version.created),
        "modified": stamp(version.modified),
        "object_marking_refs": [TLP_MARKINGS[version.tlp]],
        **filled(lang=version.language),
    }


def extended(properties: Json) -> Json:
    """The `extensions` entry that carries our own properties; empty when there are none."""
    return {EXTENSION: {"extension_type": "property-extension", **properties}} if properties else {}


def incident_core(properties: Json) -> Json:
    """The `extensions` entry of the incident core draft."""
    return {INCIDENT_CORE: {"extension_type": "property-extension", **properties}}


def group(one: Json, key: str) -> Json:
    """A property that is itself a set of properties; empty when absent. Raises TypeError when it is something else."""
    value = one.get(key, {})
    if not isinstance(value, dict):
        raise TypeError(f"{key} is no group of properties.")
    return value


def own_properties(one: Json) -> Json:
    """What an object carries of our extension; empty when nothing."""
    return group(group(one, "extensions"), EXTENSION)


def tlp_marking(tlp: Tlp) -> Json:
    """The TLP 2.0 marking exactly as published (source: OASIS common objects)."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_MARKINGS[tlp],
        "created": "2022-10-01T00:00:00.000Z",
        "name": tlp.label,
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": tlp.stix}},
    }


def extension_definition(*, schema: str) -> Json:
    """The definition of our own extension; `schema` is the address at which a node serves the JSON Schema."""
    return {
        **_start("extension-definition", EXTENSION, _reference_version(NO_NAMES)),
        "name": "port2port",
        "description": "Coded facts, handling and workflow of security reports between ports.",
        "schema": schema,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def _reference_version(reference: Reference) -> Version:
    return Version(by=PROJECT, tlp=Tlp.CLEAR, created=REFERENCE_CREATED, modified=reference.released_at)


def _reference(kind: str, code: str, source: str, reference: Reference) -> Json:
    return {
        **_start(kind, reference_id(kind, code), _reference_version(reference)),
        "name": reference.name(code),
        "external_references": [{"source_name": source, "external_id": code}],
    }


def project() -> Json:
    """The identity that signs for reference data."""
    version = _reference_version(NO_NAMES)
    return {**_start("identity", PROJECT, version), "name": "Port2Port", "identity_class": "organization"}


def attack_pattern(code: str, reference: Reference = NO_NAMES) -> Json:
    """A method of the vocabulary."""
    return _reference("attack-pattern", code, "port2port-vocabulary", reference)


def course_of_action(control: str, reference: Reference = NO_NAMES) -> Json:
    """A control of the register."""
    return _reference("course-of-action", control, "port2port-control", reference)


def locode_location(locode: str, reference: Reference = NO_NAMES) -> Json:
    """A port or place by its UN/LOCODE."""
    return {**_reference("location", locode, "UN/LOCODE", reference), "country": locode[:2]}


def identity(originator: Originator) -> Json:
    """The organisation by name alone. It is CLEAR, so that one version has one content under every label."""
    version = Version(by=originator.ref, tlp=Tlp.CLEAR, created=originator.created, modified=originator.modified)
    return {
        **_start("identity", originator.id, version),
        "name": originator.name,
        "identity_class": "organization",
        "sectors": ["transportation"],
    }


def spot(
    identifier: UUID, version: Version, *, name: str, country: str, lat: float, lon: float, precision_m: int
) -> Json:
    """Where something happened, in degrees with a precision in metres."""
    return {
        **_start("location", identifier, version),
        **filled(name=name, country=country),
        "latitude": lat,
        "longitude": lon,
        "precision": precision_m,
    }


def incident(identifier: UUID, version: Version, *, name: str, core: Json, own: Json) -> Json:
    """What happened; `core` are properties of the incident core draft, `own` those of our extension."""
    return {
        **_start("incident", identifier, version),
        "name": name,
        "extensions": incident_core(core) | extended(own),
    }


def report(
    identifier: UUID,
    version: Version,
    *,
    name: str,
    description: str,
    published: datetime,
    refs: Sequence[str],
    own: Json,
    confidence: int | None = None,
) -> Json:
    """The wrapper of everything that one report says."""
    return {
        **_start("report", identifier, version),
        **filled(description=description, confidence=confidence),
        "name": name,
        "report_types": ["threat-report"],
        "published": stamp(published),
        "object_refs": list(refs),
        "extensions": extended(own),
    }


def action(
    identifier: UUID, version: Version, *, name: str, description: str, external: Sequence[tuple[str, str]], own: Json
) -> Json:
    """A course of action that an organisation describes; `external` are pairs of source and id."""
    return {
        **_start("course-of-action", identifier, version),
        "name": name,
        **filled(
            description=description,
            external_references=[{"source_name": source, "external_id": code} for source, code in external],
        ),
        "extensions": extended(own),
    }


def relationship(identifier: UUID, version: Version, *, source: str, kind: str, target: str) -> Json:
    """One directed tie between two objects."""
    return {
        **_start("relationship", identifier, version),
        "relationship_type": kind,
        "source_ref": source,
        "target_ref": target,
    }


def note(identifier: UUID, version: Version, *, content: str, refs: Sequence[str], own: Json) -> Json:
    """An answer (`own` has `answer`) or a reply, question or proposal (`own` has `note_kind`)."""
    return {
        **_start("note", identifier, version),
        "content": content,
        "object_refs": list(refs),
        **filled(extensions=extended(own)),
    }


def opinion(identifier: UUID, version: Version, *, stance: str, explanation: str, refs: Sequence[str]) -> Json:
    """A stance on a proposal, strongly-disagree to strongly-agree; never a rating of a report."""
    return {
        **_start("opinion", identifier, version),
        **filled(explanation=explanation),
        "opinion": stance,
        "object_refs": list(refs),
    }


def sighting(
    identifier: UUID,
    version: Version,
    *,
    of: str,
    where: Iterable[str],
    seen_at: datetime | None = None,
    description: str = "",
    observed: Iterable[str] = (),
) -> Json:
    """The answer *seen here too*: `of` an incident, `where` are identities or locations."""
    last = {} if seen_at is None else {"first_seen": stamp(seen_at), "last_seen": stamp(seen_at)}
    return {
        **_start("sighting", identifier, version),
        **filled(description=description, observed_data_refs=list(observed)),
        **last,
        "count": 1,
        "sighting_of_ref": of,
        "where_sighted_refs": list(where),
    }


def observed_data(identifier: UUID, version: Version, *, first: datetime, last: datetime, refs: Sequence[str]) -> Json:
    """That the files of a report were seen."""
    return {
        **_start("observed-data", identifier, version),
        "first_observed": stamp(first),
        "last_observed": stamp(last),
        "number_observed": 1,
        "object_refs": list(refs),
    }


def file(identifier: str, tlp: Tlp, *, name: str, media_type: str, size: int, digest: str) -> Json:
    """One attachment by name, size and SHA-256; its bytes never travel inside the object."""
    return {
        "type": "file",
        "spec_version": "2.1",
        "id": identifier,
        "object_marking_refs": [TLP_MARKINGS[tlp]],
        "hashes": {"SHA-256": digest},
        "size": size,
        "name": name,
        "mime_type": media_type,
    }


def translation(identifier: UUID, version: Version, *, of: Json, contents: Mapping[str, Mapping[str, str]]) -> Json:
    """A person's translation of one version of an object, language by language; marked as its object is."""
    return {
        # Its languages stand in the contents; the standard gives it no `lang`.
        **_start("language-content", identifier, replace(version, language="")),
        "object_ref": of["id"],
        "object_modified": of["modified"],
        "contents": {language: dict(fields) for language, fields in contents.items()},
    }
