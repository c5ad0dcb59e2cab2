"""A question as STIX objects: a `note` with `note_kind` question (docs/reference/stix.md).

The note names whom the platform shows: for a hidden asker that is the secretariat, and nothing in it tells more.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.stix_objects import Json, Originator, Version, filled, in_milliseconds

KIND = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionContent:
    """What was asked; the text is plain."""

    id: UUID
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    language: str
    title: str
    text: str
    themes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    pap: str = ""


def question_ref(key: UUID) -> str:
    """The id of the question's own object."""
    return f"note--{key}"


def question_bundle(content: QuestionContent) -> list[Json]:
    """Every object of one version: the question first, then who signs it and the labels."""
    version = Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=in_milliseconds(content.created),
        modified=in_milliseconds(content.modified),
        language=content.language,
    )
    own = filled(
        kind=KIND,
        note_kind=KIND,
        title=content.title,
        themes=list(content.themes),
        methods=list(content.methods),
        controls=list(content.controls),
        pap=content.pap,
    )
    asked = build.note(
        content.id, version, content=f"{content.title}\n\n{content.text}", refs=[content.originator.ref], own=own
    )
    return [
        asked,
        build.identity(content.originator),
        *(build.tlp_marking(label) for label in sorted({content.tlp, Tlp.CLEAR})),
    ]
