"""A common measure as STIX objects: the mapping of docs/reference/stix.md.

The measure is a `course-of-action` that mitigates the methods it names; its state, version and days stand in our own
extension.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.stix_objects import NO_NAMES, Json, Originator, Reference, Version, filled, in_milliseconds, part_id

KIND = "measure"


@dataclass(frozen=True, slots=True)
class MeasureText:
    """A wording in one language; the body is Markdown."""

    language: str
    title: str
    problem: str = ""
    body: str = ""
    effect: str = ""
    measuring: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureContent:
    """One version of a measure's content. `number` is that of its wording."""

    id: UUID
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    original: MeasureText
    translations: tuple[MeasureText, ...] = ()
    number: int = 1
    state: str = ""
    methods: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    cost: str = ""
    effort: str = ""
    group: str = ""
    decision: str = ""
    effective_on: date | None = None
    review_by: date | None = None
    sha256: str = ""
    pap: str = ""


def measure_bundle(content: MeasureContent, reference: Reference = NO_NAMES) -> list[Json]:
    """Every object of one version: the measure first, then its ties, then what they refer to."""
    version = Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=in_milliseconds(content.created),
        modified=in_milliseconds(content.modified),
        language=content.original.language,
    )
    methods, controls = dict.fromkeys(content.methods), dict.fromkeys(content.controls)
    action = build.action(
        content.id,
        version,
        name=content.original.title,
        description=content.original.body,
        external=[("port2port-control", code) for code in controls],
        own=_own(content),
    )
    ties = [("mitigates", build.reference_id("attack-pattern", code)) for code in methods]
    ties += [("related-to", build.reference_id("course-of-action", code)) for code in controls]
    known = [build.attack_pattern(code, reference) for code in methods]
    known += [build.course_of_action(code, reference) for code in controls]
    return [
        action,
        *_translated(content, action, version),
        *(
            build.relationship(
                part_id(content.id, kind, target), version, source=str(action["id"]), kind=kind, target=target
            )
            for kind, target in ties
        ),
        *known,
        build.identity(content.originator),
        *([build.project()] if known else []),
        *(build.tlp_marking(label) for label in sorted({content.tlp, Tlp.CLEAR})),
    ]


def _translated(content: MeasureContent, action: Json, version: Version) -> list[Json]:
    words = {one.language: {"name": one.title, "description": one.body} for one in content.translations}
    if not words:
        return []
    return [build.translation(part_id(content.id, "translations"), version, of=action, contents=words)]


def _own(content: MeasureContent) -> Json:
    return filled(
        kind=KIND,
        version=content.number,
        state=content.state,
        pap=content.pap,
        texts=[asdict(one) for one in (content.original, *content.translations)],
        methods=list(content.methods),
        controls=list(content.controls),
        cost=content.cost,
        effort=content.effort,
        group=content.group,
        decision=content.decision,
        effective_on=content.effective_on.isoformat() if content.effective_on else "",
        review_by=content.review_by.isoformat() if content.review_by else "",
        sha256=content.sha256,
    )
