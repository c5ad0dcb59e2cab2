"""The sanitised lesson of an exercise as STIX objects: the mapping of docs/reference/stix.md.

It is a `note` about the methods and controls that were practised. Nothing in it names the event.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.stix_objects import NO_NAMES, Json, Originator, Reference, Version, filled, in_milliseconds

KIND = "after-action"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonContent:
    """One version of a lesson; aim, helped and change are Markdown. held: drill, tabletop, functional, full."""

    id: UUID
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    language: str
    title: str
    aim: str
    helped: str = ""
    change: str = ""
    held: str = ""
    version: int = 1
    pap: str = ""
    methods: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()


def lesson_ref(key: UUID) -> str:
    """The id of the lesson's own object."""
    return f"note--{key}"


def lesson_bundle(content: LessonContent, reference: Reference = NO_NAMES) -> list[Json]:
    """Every object of one version: the lesson first, then what it is about, who said it and the labels."""
    version = Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=in_milliseconds(content.created),
        modified=in_milliseconds(content.modified),
        language=content.language,
    )
    methods, controls = dict.fromkeys(content.methods), dict.fromkeys(content.controls)
    known = [
        *(build.attack_pattern(code, reference) for code in methods),
        *(build.course_of_action(code, reference) for code in controls),
    ]
    text = "\n\n".join(one for one in (content.title, content.aim, content.helped, content.change) if one)
    about = [str(one["id"]) for one in known] or [content.originator.ref]
    return [
        build.note(content.id, version, content=text, refs=about, own=_own(content)),
        *known,
        build.identity(content.originator),
        *([build.project()] if known else []),
        *(build.tlp_marking(label) for label in sorted({content.tlp, Tlp.CLEAR})),
    ]


def _own(content: LessonContent) -> Json:
    return filled(
        kind=KIND,
        version=content.version,
        title=content.title,
        aim=content.aim,
        helped=content.helped,
        change=content.change,
        held=content.held,
        methods=list(content.methods),
        controls=list(content.controls),
        elements=list(content.elements),
        pap=content.pap,
    )
