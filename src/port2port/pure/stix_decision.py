"""A decision of a working group as STIX objects: the mapping of docs/reference/stix.md.

It is a `note` of the organisation that chairs the group, about the decision that it supersedes, else its author.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.stix_objects import Json, Originator, Version, filled, in_milliseconds

KIND = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContent:
    """What was decided; the text is Markdown. `objections` are pairs of organisation and reason."""

    id: UUID
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    language: str
    title: str
    text: str
    group: str
    method: str
    effective_on: date
    review_by: date
    supersedes: UUID | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    objections: tuple[tuple[str, str], ...] = ()
    pap: str = ""


def decision_ref(key: UUID) -> str:
    """The id of the decision's own object."""
    return f"note--{key}"


def decision_bundle(content: DecisionContent) -> list[Json]:
    """Every object of one version: the decision first, then who said it and the labels."""
    version = Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=in_milliseconds(content.created),
        modified=in_milliseconds(content.modified),
        language=content.language,
    )
    about = decision_ref(content.supersedes) if content.supersedes else content.originator.ref
    said = build.note(
        content.id, version, content=f"{content.title}\n\n{content.text}", refs=[about], own=_own(content)
    )
    return [
        said,
        build.identity(content.originator),
        *(build.tlp_marking(label) for label in sorted({content.tlp, Tlp.CLEAR})),
    ]


def _own(content: DecisionContent) -> Json:
    return filled(
        kind=KIND,
        title=content.title,
        group=content.group,
        method=content.method,
        effective_on=content.effective_on.isoformat(),
        review_by=content.review_by.isoformat(),
        supersedes=decision_ref(content.supersedes) if content.supersedes else "",
        counts=dict(content.counts) or None,
        objections=[{"organisation": who, "reason": why} for who, why in content.objections],
        pap=content.pap,
    )
