"""What a practice's row says elsewhere: as STIX content, as filter facets, as words to search."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from port2port.pure.audience import Tlp
from port2port.pure.evidence import tried_of
from port2port.pure.markdown import plain
from port2port.pure.stix import PracticeContent, PracticeText, Reference
from port2port.reports.models.wording import MAX_FACET, originator_of, with_ancestors
from port2port.vocabulary import lookup

SEARCHED = ("where", "effect", "stated_by", "indicator", "side_effects", "compared")

if TYPE_CHECKING:
    from port2port.knowledge.models.practice import Practice


def content_of_row(practice: Practice, *, modified: datetime) -> PracticeContent:
    """The row as one version of a practice's content."""
    return PracticeContent(
        id=practice.key,
        originator=originator_of(practice.originator),
        created=practice.published_at or modified,
        modified=modified,
        tlp=Tlp(practice.tlp),
        original=PracticeText(practice.language, practice.title, practice.summary, practice.body),
        version=max(practice.version, 1),
        pap=practice.pap,
        translations=tuple(PracticeText(**one) for one in practice.translations),
        themes=tuple(practice.themes),
        methods=tuple(practice.methods),
        controls=tuple(practice.controls),
        sources=tuple(practice.sources),
        tried=tuple(tried_of(one) for one in practice.tried),
        review_by=practice.review_by_on,
        starting_text=practice.is_starting_text,
        for_floor=practice.for_floor,
        kind=practice.kind,
    )


def reference(content: PracticeContent) -> Reference:
    """English names of the codes that the content uses."""
    newest = max(lookup.register(name).released_on for name in ("methods", "controls"))
    names = {code: lookup.label(code, "en") for code in (*content.methods, *content.controls)}
    return Reference(names=names, released_at=datetime.combine(newest, time(), tzinfo=UTC))


def facets_of(practice: Practice) -> frozenset[str]:
    """The filter words of the audience index."""
    found = {f"kind:{practice.kind}", f"tlp:{Tlp(practice.tlp).stix}", f"org:{practice.originator.slug}"}
    found |= {f"lang:{one}" for one in (practice.language, *(text["language"] for text in practice.translations))}
    found |= {f"theme:{one}" for one in practice.themes}
    # With those below it: who asks for figures wants comparisons too.
    found |= {f"grade:{one}" for one in range(practice.evidence.grade + 1)}
    found |= {f"control:{one}" for one in practice.controls}
    for code in practice.methods:
        found |= {f"code:{one}" for one in with_ancestors(code)}
    if practice.approved_at is not None:
        found |= {"agreed", "floor"} if practice.for_floor else {"agreed"}
    return frozenset(facet[:MAX_FACET] for facet in found)


def search_texts_of(practice: Practice) -> list[tuple[str, str]]:
    """Free text in every language that it has, and the labels of themes and codes in four."""
    from port2port.knowledge.models.practice import Theme  # noqa: PLC0415 - the model asks this module for its words

    parts = [
        practice.number,
        practice.title,
        practice.summary,
        plain(practice.body),
        practice.originator.name,
        practice.originator.short_name,
        *practice.sources,
        *practice.methods,
        *practice.controls,
    ]
    for one in practice.tried:
        parts += [str(one.get(name, "")) for name in SEARCHED]
    texts = [(practice.language, "\n".join(part for part in parts if part))]
    texts += [
        (one["language"], "\n".join((one["title"], one["summary"], plain(one["body"]))))
        for one in practice.translations
    ]
    for language, _name in settings.LANGUAGES:
        labels = [lookup.label(code, language) for code in (*practice.methods, *practice.controls)]
        with translation.override(language):
            labels += [str(Theme(one).label) for one in practice.themes if one in Theme.values]
        texts.append((language, "\n".join(labels)))
    return texts
