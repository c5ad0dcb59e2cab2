"""What a lesson's row says elsewhere: as STIX content, as filter facets, as words to search. Nothing of its event."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from port2port.pure.audience import Tlp
from port2port.pure.stix import LessonContent, Reference
from port2port.reports.models.wording import MAX_FACET, originator_of, with_ancestors
from port2port.vocabulary import lookup

if TYPE_CHECKING:
    from port2port.afteraction.models.lesson import Lesson


def content_of_row(lesson: Lesson, *, modified: datetime) -> LessonContent:
    """The row as one version of a lesson's content."""
    return LessonContent(
        id=lesson.key,
        originator=originator_of(lesson.originator),
        created=lesson.published_at or modified,
        modified=modified,
        tlp=Tlp(lesson.tlp),
        language=lesson.language,
        title=lesson.title,
        aim=lesson.aim,
        helped=lesson.helped,
        change=lesson.change,
        held=lesson.kind,
        version=max(lesson.version, 1),
        pap=lesson.pap,
        methods=tuple(lesson.mo),
        controls=tuple(lesson.controls),
        elements=tuple(lesson.elements),
    )


def reference(content: LessonContent) -> Reference:
    """English names of the codes that the content uses."""
    names = {code: lookup.label(code, "en") for code in (*content.methods, *content.controls)}
    return Reference(names=names, released_at=datetime.combine(lookup.register("methods").released_on, time(), UTC))


def facets_of(lesson: Lesson) -> frozenset[str]:
    """The filter words of the audience index."""
    found = {
        "kind:lesson",
        f"held:{lesson.kind}",
        f"org:{lesson.originator.slug}",
        f"lang:{lesson.language}",
        f"tlp:{Tlp(lesson.tlp).stix}",
    }
    for code in lesson.mo:
        found |= {f"code:{one}" for one in with_ancestors(code)}
    return frozenset(one[:MAX_FACET] for one in found)


def search_texts_of(lesson: Lesson) -> list[tuple[str, str]]:
    """Free text in its own language, and the labels of codes in four."""
    own = [lesson.title, lesson.aim, lesson.helped, lesson.change, lesson.number, *lesson.mo, *lesson.controls]
    texts = [(lesson.language, "\n".join(one for one in own if one))]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = [
                str(lesson.get_kind_display()),
                *(lookup.label(one, language) for one in (*lesson.mo, *lesson.controls)),
            ]
        texts.append((language, "\n".join(labels)))
    return texts
