"""The rows of the whole sheet: hundreds on one page, so what repeats in each is made once a language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from port2port.assessments.models import Confidence, Conformity
from port2port.assessments.pinned import Sheet
from port2port.assessments.results import Line


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row; options as they stand chosen. family   title of the section that begins here, else empty"""

    line: Line
    family: str
    conformity: SafeString
    confidence: SafeString
    seen: int
    rationale: str
    na_reason: str
    doc: str
    impl: str


def sheet_rows(sheet: Sheet, lines: Sequence[Line], *, writes: bool) -> Iterator[SheetRow]:
    """The rows in the order of the catalogue."""
    titles, last, language = dict(sheet.objectives), "", get_language() or ""
    for line in lines:
        answer = line.answer
        conformity = line.conformity.value
        confidence = answer.confidence if answer else ""
        yield SheetRow(
            line=line,
            family=titles[line.asked.objective] if line.asked.objective != last else "",
            conformity=_conformity(conformity, language) if writes else _word(Conformity, conformity),
            confidence=_confidence(confidence, language) if writes else _word(Confidence, confidence),
            seen=answer.revision if answer else 0,
            rationale=answer.rationale if answer else "",
            na_reason=answer.na_reason if answer else "",
            doc=_level(answer.doc if answer else None),
            impl=_level(answer.impl if answer else None),
        )
        last = line.asked.objective


def _level(level: int | None) -> str:
    return "" if level is None else str(level)


def _word(kind: type[Conformity] | type[Confidence], value: str) -> SafeString:
    return format_html("{}", kind(value).label) if value else mark_safe("")


@lru_cache(maxsize=64)
def _conformity(chosen: str, _language: str) -> SafeString:
    return _options([(one.value, str(one.label)) for one in Conformity], chosen)


@lru_cache(maxsize=64)
def _confidence(chosen: str, _language: str) -> SafeString:
    return _options([("", "–"), *((one.value, str(one.label)) for one in Confidence)], chosen)


def _options(pairs: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    marked = ((value, mark_safe(" selected") if value == chosen else "", words) for value, words in pairs)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
