"""A practice as STIX objects and back: the mapping of docs/reference/stix.md.

The practice is a `course-of-action` that mitigates the methods it names; what the standard has no place for stands in
our own extension, and comes back from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from port2port.pure import stix_objects as build
from port2port.pure.audience import Tlp
from port2port.pure.evidence import Tried, evidence_of, tried_of
from port2port.pure.stix_objects import NO_NAMES, Json, Originator, Reference, Version, filled, in_milliseconds, part_id
from port2port.pure.stix_reading import NotOursError

KIND, PRACTICE = "practice", "practice"
TEXTS = ("title", "summary", "body")


@dataclass(frozen=True, slots=True)
class PracticeText:
    """The practice in one language; a body is empty where only the summary is translated."""

    language: str
    title: str
    summary: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeContent:
    """One version of a practice. `original` is the text that the others translate; the body is Markdown.

    kind   practice, guideline, lesson or faq
    """

    id: UUID
    originator: Originator
    created: datetime
    modified: datetime
    tlp: Tlp
    original: PracticeText
    version: int = 1
    pap: str = ""
    translations: tuple[PracticeText, ...] = ()
    themes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = field(default=())
    review_by: date | None = None
    starting_text: bool = False
    for_floor: bool = False
    kind: str = PRACTICE

    @property
    def ref(self) -> str:
        return practice_ref(self.id)


def practice_ref(key: UUID) -> str:
    """The id of the practice's own object."""
    return f"course-of-action--{key}"


def practice_bundle(content: PracticeContent, reference: Reference = NO_NAMES) -> list[Json]:
    """Every object of one version: the practice first, then its ties, then what they refer to."""
    version = Version(
        by=content.originator.ref,
        tlp=content.tlp,
        created=in_milliseconds(content.created),
        modified=in_milliseconds(content.modified),
        language=content.original.language,
    )
    action = build.action(
        content.id,
        version,
        name=content.original.title,
        description=content.original.body,
        external=[("port2port-control", code) for code in content.controls],
        own=_own(content),
    )
    ties = [("mitigates", build.reference_id("attack-pattern", code)) for code in dict.fromkeys(content.methods)]
    ties += [("related-to", build.reference_id("course-of-action", code)) for code in dict.fromkeys(content.controls)]
    known = [
        *(build.attack_pattern(code, reference) for code in dict.fromkeys(content.methods)),
        *(build.course_of_action(code, reference) for code in dict.fromkeys(content.controls)),
    ]
    authors = [build.identity(content.originator), *([build.project()] if known else [])]
    return [
        action,
        *_translated(content, action, version),
        *(
            build.relationship(part_id(content.id, kind, target), version, source=content.ref, kind=kind, target=target)
            for kind, target in ties
        ),
        *known,
        *authors,
        *(build.tlp_marking(label) for label in sorted({content.tlp, Tlp.CLEAR})),
    ]


def _translated(content: PracticeContent, action: Json, version: Version) -> list[Json]:
    if not content.translations:
        return []
    contents = {one.language: filled(name=one.title, description=one.body) for one in content.translations}
    words = {language: {name: str(value) for name, value in texts.items()} for language, texts in contents.items()}
    return [build.translation(part_id(content.id, "translations"), version, of=action, contents=words)]


def _own(content: PracticeContent) -> Json:
    return filled(
        kind=KIND,
        version=content.version,
        pap=content.pap,
        summary=content.original.summary,
        translations=[
            {"language": one.language, **{name: getattr(one, name) for name in TEXTS}} for one in content.translations
        ],
        themes=list(content.themes),
        methods=list(content.methods),
        controls=list(content.controls),
        sources=list(content.sources),
        tried=[filled(**one.as_json()) for one in content.tried],
        # For readers who do not compute it; whoever reads it back does.
        evidence_grade=int(evidence_of(content.tried).grade) if content.tried else None,
        review_by=content.review_by.isoformat() if content.review_by else "",
        starting_text=content.starting_text or None,
        for_floor=content.for_floor or None,
        practice_kind=content.kind if content.kind != PRACTICE else "",
    )


def practice_of(objects: Sequence[Json]) -> PracticeContent:
    """The content that `practice_bundle` was given. Raises NotOursError."""
    try:
        action = next(one for one in objects if build.own_properties(one).get("kind") == KIND)
        by_id = {str(one["id"]): one for one in objects}
        return _read(action, by_id[str(action["created_by_ref"])])
    except (StopIteration, KeyError, TypeError, ValueError) as problem:
        raise NotOursError(str(problem)) from problem


def _read(action: Json, author: Json) -> PracticeContent:
    own = build.own_properties(action)
    marking = _list(action, "object_marking_refs")[0]
    return PracticeContent(
        id=UUID(str(action["id"]).removeprefix("course-of-action--")),
        originator=Originator(
            id=UUID(str(author["id"]).removeprefix("identity--")),
            name=str(author["name"]),
            created=build.moment(str(author["created"])),
            modified=build.moment(str(author["modified"])),
        ),
        created=build.moment(str(action["created"])),
        modified=build.moment(str(action["modified"])),
        tlp=build.TLP_BY_MARKING[str(marking)],
        original=PracticeText(
            language=str(action.get("lang", "")),
            title=str(action["name"]),
            summary=str(own.get("summary", "")),
            body=str(action.get("description", "")),
        ),
        version=int(str(own.get("version", 1))),
        pap=str(own.get("pap", "")),
        translations=tuple(PracticeText(**_words(one)) for one in _list(own, "translations")),
        themes=tuple(str(one) for one in _list(own, "themes")),
        methods=tuple(str(one) for one in _list(own, "methods")),
        controls=tuple(str(one) for one in _list(own, "controls")),
        sources=tuple(str(one) for one in _list(own, "sources")),
        tried=tuple(tried_of(_part(one)) for one in _list(own, "tried")),
        review_by=date.fromisoformat(str(own["review_by"])) if "review_by" in own else None,
        starting_text=own.get("starting_text") is True,
        for_floor=own.get("for_floor") is True,
        kind=str(own.get("practice_kind", PRACTICE)),
    )


def _list(one: Json, key: str) -> list[object]:
    value = one.get(key, [])
    if not isinstance(value, list):
        raise TypeError(f"{key} is no list.")
    return value


def _words(one: object) -> dict[str, str]:
    return {name: str(value) for name, value in _part(one).items()}


def _part(one: object) -> dict[str, object]:
    if not isinstance(one, dict):
        raise TypeError("A part is no group of properties.")
    return {str(name): value for name, value in one.items()}
