"""An AI-camera use case as STIX objects: the mapping of docs/reference/stix.md.

A `course-of-action` that mitigates the methods it looks for. What is measured and where the cameras hang
stand in it only where the owner said so; the caller leaves them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.stix_objects import NO_NAMES, Json, Originator, Reference, Version, filled, in_milliseconds, part_id

KIND = "ai-use-case"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraContent:
    """One version of a use case. camera: the answers of the register that have a value, by name."""

    id: UUID
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    language: str
    title: str
    summary: str
    version: int = 1
    pap: str = ""
    methods: tuple[str, ...] = ()
    camera: Mapping[str, object] = field(default_factory=dict)


def camera_ref(key: UUID) -> str:
    """The id of the use case's own object."""
    return f"course-of-action--{key}"


def camera_bundle(content: CameraContent, reference: Reference = NO_NAMES) -> list[Json]:
    """Every object of one version: the use case first, then its ties, then what they refer to."""
    version = Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=in_milliseconds(content.created),
        modified=in_milliseconds(content.modified),
        language=content.language,
    )
    own = filled(
        kind=KIND,
        version=content.version,
        pap=content.pap,
        methods=list(content.methods),
        camera=dict(content.camera),
    )
    said = build.action(content.id, version, name=content.title, description=content.summary, external=[], own=own)
    codes = list(dict.fromkeys(content.methods))
    targets = [build.reference_id("attack-pattern", code) for code in codes]
    return [
        said,
        *(
            build.relationship(
                part_id(content.id, "mitigates", target),
                version,
                source=camera_ref(content.id),
                kind="mitigates",
                target=target,
            )
            for target in targets
        ),
        *(build.attack_pattern(code, reference) for code in codes),
        build.identity(content.originator),
        *([build.project()] if codes else []),
        *(build.tlp_marking(label) for label in sorted({content.tlp, Tlp.CLEAR})),
    ]
