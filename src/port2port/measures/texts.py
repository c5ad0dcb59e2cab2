"""A measure in the reader's language, paragraph by paragraph, with the numbers by which others comment on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from port2port.measures.models import Measure, MeasureVersion
from port2port.measures.rules import paragraphs
from port2port.pure.markdown import html
from port2port.vocabulary import lookup


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its number, from 1 on, and its HTML, which is safe to show."""

    n: int
    body: SafeString


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of one version for one reader. languages   in which it can be read, the original first"""

    language: str
    title: str
    problem: str
    effect: str
    measuring: str
    paragraphs: list[Paragraph]
    languages: list[str]
    original: str


def shown(measure: Measure, version: MeasureVersion | None, *, language: str = "") -> Shown:
    """In the language asked for, else in the reader's, else in the author's."""
    texts = version.texts if version is not None else []
    if not texts:
        return Shown(measure.language, measure.title, measure.problem, "", "", [], [], measure.language)
    by_language = {one["language"]: one for one in texts}
    # Who reads a language that stands there in part gets the original.
    whole = {code: one for code, one in by_language.items() if one["title"] and one["body"]}
    asked = next((code for code in (language, get_language() or "") if code in whole), texts[0]["language"])
    said = by_language[asked]
    parts = [Paragraph(n, SafeString(html(part))) for n, part in enumerate(paragraphs(said["body"]), 1)]
    return Shown(
        language=asked,
        title=said["title"],
        problem=said["problem"],
        effect=said["effect"],
        measuring=said["measuring"],
        paragraphs=parts,
        languages=[texts[0]["language"], *(code for code in whole if code != texts[0]["language"])],
        original=texts[0]["language"],
    )


def titles(measures: Sequence[Measure]) -> dict[int, tuple[str, str]]:
    """Title and its language for the reader, by id; one query."""
    reader = get_language() or ""
    found = {one.pk: (one.title, one.language) for one in measures}
    versions = MeasureVersion.objects.filter(measure__in=[one.pk for one in measures if not one.is_withdrawn])
    for version in versions.exclude(opened_at=None).order_by("n"):
        for one in version.texts:
            if one["language"] == reader and one["title"]:
                found[version.measure_id] = (one["title"], reader)
    return found


@dataclass(frozen=True, slots=True)
class Code:
    """A control or method with its words; the id of a control in the catalogue of common controls."""

    code: str
    words: str
    norm: str = ""


def codes_of(controls: Sequence[str], methods: Sequence[str]) -> tuple[list[Code], list[Code]]:
    """The codes in the reader's language."""
    return (
        [Code(one, lookup.label(one), one.lower()) for one in controls],
        [Code(one, lookup.label(one)) for one in methods],
    )
