"""A study of a measure as a STIX object: the mapping of docs/reference/stix.md.

It is a `note` about its author. It carries the registration whole, with its hash, and of the newest result the verdict,
its reasons and its hash: no count of any week leaves the room in which it is lent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.stix_objects import Json, Originator, Version, filled, in_milliseconds

KIND = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyContent:
    """One version of a study. definition: as it was registered; run, verdict, reasons: of the newest result, if any."""

    id: UUID
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    language: str
    title: str
    definition: Mapping[str, object]
    sha256: str
    replaces: UUID | None = None
    version: int = 1
    pap: str = ""
    run: int = 0
    verdict: str = ""
    reasons: tuple[str, ...] = ()
    result_sha256: str = ""


def study_ref(key: UUID) -> str:
    """The id of the study's own object."""
    return f"note--{key}"


def study_bundle(content: StudyContent) -> list[Json]:
    """Every object of one version: the study first, then who said it and the labels."""
    version = Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=in_milliseconds(content.created),
        modified=in_milliseconds(content.modified),
        language=content.language,
    )
    about = study_ref(content.replaces) if content.replaces else content.originator.ref
    return [
        build.note(content.id, version, content=content.title, refs=[about], own=_own(content)),
        build.identity(content.originator),
        *(build.tlp_marking(label) for label in sorted({content.tlp, Tlp.CLEAR})),
    ]


def _own(content: StudyContent) -> Json:
    return filled(
        kind=KIND,
        version=content.version,
        title=content.title,
        definition=dict(content.definition),
        sha256=content.sha256,
        supersedes=study_ref(content.replaces) if content.replaces else "",
        run=content.run or None,
        verdict=content.verdict,
        reasons=list(content.reasons),
        result_sha256=content.result_sha256,
        pap=content.pap,
    )
