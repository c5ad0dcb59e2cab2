"""Facets that a report has one of at most, packed into the audience index's whole number.

bits 0-3 kind   4-6 label   7-9 severity   10-13 substance   14-16 language   17 floor
bits 18-37 originator   38-57 port
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from port2port.base.remembering import remembered
from port2port.members.models import Organisation, Port
from port2port.pure.audience import Tlp

if TYPE_CHECKING:
    from port2port.reports.models.report import Report

# Places in these lists are stored: new words go to the end, none is taken out.
KINDS = ["incident", "alert", "sighting", "request", "bulletin"]
LABELS = [label.stix for label in Tlp]
SEVERITIES = ["critical", "high", "medium", "low", "information"]
SUBSTANCES = ["cocaine", "heroin", "cannabis", "synthetics", "precursors", "none"]
LANGUAGES = ["nl", "fr", "de", "en"]
# name: first bit, width, words
WORDS = {
    "kind": (0, 4, KINDS),
    "tlp": (4, 3, LABELS),
    "severity": (7, 3, SEVERITIES),
    "substance": (10, 4, SUBSTANCES),
    "lang": (14, 3, LANGUAGES),
}
FLOOR = 1 << 17
ORIGINATOR, PORT, ID_WIDTH = 18, 38, 20


class TooManyPlaces(Exception):
    """More organisations or ports than the index has room for (2^20)."""


def marks_of(report: Report) -> int:
    """The report's facets as one whole number."""
    marks = FLOOR if report.for_floor else 0
    said = {
        "kind": report.kind,
        "tlp": Tlp(report.tlp).stix,
        "severity": report.severity,
        "substance": report.substance,
        "lang": report.language,
    }
    for name, word in said.items():
        mark = _word(name, word)
        marks |= mark[1] if mark is not None else 0
    marks |= _id(ORIGINATOR, report.originator_id)[1]
    return marks | (_id(PORT, report.port_id)[1] if report.port_id is not None else 0)


def mark(facet: str) -> tuple[int, int] | None:
    """The bits and the value of one facet; None for those that a report can have several of."""
    name, _, word = facet.partition(":")
    if facet == "floor":
        return FLOOR, FLOOR
    if name in WORDS:
        return _word(name, word)
    if name == "org":
        return _row(ORIGINATOR, Organisation.objects.filter(slug=word).values_list("pk", flat=True).first())
    if name == "port":
        return _row(PORT, _ports().get(word))
    return None


@remembered
def _ports() -> dict[str, int]:
    # All at once: Now asks for each port of an organisation in turn.
    return {locode or slug: pk for pk, locode, slug in Port.objects.values_list("pk", "locode", "slug")}


def _word(name: str, word: str) -> tuple[int, int] | None:
    first, width, words = WORDS[name]
    if word not in words:
        return None
    # 0 stays free for "not said".
    return ((1 << width) - 1) << first, (words.index(word) + 1) << first


def _row(first: int, pk: int | None) -> tuple[int, int] | None:
    return None if pk is None else _id(first, pk)


def _id(first: int, pk: int) -> tuple[int, int]:
    if pk >> ID_WIDTH:
        raise TooManyPlaces
    return ((1 << ID_WIDTH) - 1) << first, pk << first
