"""An assessment as a sheet to work on offline, and the sheet as it comes back: nothing lost either way.

A heading ends in the column's own name behind a middle dot, so that order and language of the sheet may change.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from port2port.assessments.actions import Said, checked
from port2port.assessments.models import Answer, Assessment, Confidence, Conformity, EvidenceRef, RiskScenario
from port2port.assessments.pinned import Sheet
from port2port.assessments.results import Line
from port2port.log.logbook_words import FAULTS
from port2port.pure.fold import fold
from port2port.pure.logbook_bounds import LogbookRefusedError
from port2port.pure.logbook_files import Cell, Grid, grids
from port2port.pure.sheets import Column
from port2port.pure.texts import safe_cell
from port2port.reports.rules import BadField

LANGUAGES = ("nl", "fr", "de", "en")
WRITTEN = ("conformity", "doc", "impl", "rationale", "confidence", "na_reason")
NAMES = ("id", "control", "title", "statement", "must", "key", *WRITTEN, "revision", "assessment")
NEEDED = {"id", "revision", "assessment", *WRITTEN}
MOST_SHOWN = 200


def headings() -> dict[str, str]:
    """The words of each column in the reader's language."""
    return {
        "id": _("Id"),
        "control": _("Control"),
        "title": _("Title"),
        "statement": _("What it asks"),
        "must": "MUST",
        "key": _("Key"),
        "conformity": _("Is it so here?"),
        "doc": _("Documented"),
        "impl": _("Implemented"),
        "rationale": _("In your words"),
        "confidence": _("How sure"),
        "na_reason": _("Why it does not apply"),
        "revision": _("Revision"),
        "assessment": _("Assessment"),
    }


def columns() -> list[Column]:
    """The headings with their widths."""
    wide = {"title": 36, "statement": 60, "rationale": 50, "na_reason": 40, "assessment": 38}
    return [Column(f"{words} · {name}", wide.get(name, 14)) for name, words in headings().items()]


def cells(row: Assessment, lines: Iterable[Line]) -> Iterator[Sequence[str]]:
    """One control a row, in the order of the headings."""
    for line in lines:
        answer = line.answer
        yield [
            line.asked.id,
            line.asked.label,
            line.asked.title,
            line.asked.statement,
            "MUST" if line.asked.is_must else "",
            _("yes") if line.asked.is_key else "",
            str(Conformity(line.conformity.value).label),
            _level(answer.doc if answer else None),
            _level(answer.impl if answer else None),
            answer.rationale if answer else "",
            str(Confidence(answer.confidence).label) if answer and answer.confidence else "",
            answer.na_reason if answer else "",
            str(answer.revision if answer else 0),
            str(row.key),
        ]


def _level(level: int | None) -> str:
    return "" if level is None else str(level)


def file_name(row: Assessment, ending: str, *, now: datetime) -> str:
    """The name of the file."""
    return f"assessment {row.facility.name} {now:%Y-%m-%d %H%M}.{ending}"


def as_json(
    row: Assessment, lines: Iterable[Line], evidence: Iterable[EvidenceRef], risks: Iterable[RiskScenario]
) -> dict[str, Any]:
    """Everything of one assessment, with what it is pinned to."""
    pins = {"catalogue": row.round.catalogue, "baseline": row.round.baseline}
    return {
        "id": str(row.key),
        "round": {"id": str(row.round.key), "title": row.round.title, "kind": row.kind, "target": row.round.target}
        | {name: {"key": one.key, "version": one.version, "seal": one.seal} for name, one in pins.items()},
        "facility": {"id": str(row.facility.key), "name": row.facility.name},
        "state": row.state,
        "agreed_at": row.agreed_at.isoformat() if row.agreed_at else None,
        "frozen_at": row.frozen_at.isoformat() if row.frozen_at else None,
        "controls": [answer_json(one) for one in lines],
        "evidence": [
            {
                "control": one.control,
                "title": one.title,
                "where_held": one.where_held,
                "sha256": one.sha256,
                "on": one.on.isoformat() if one.on else None,
            }
            for one in evidence
        ],
        "scenarios": [{name: getattr(one, name) for name in _RISK} | {"id": str(one.key)} for one in risks],
    }


_RISK = (
    "title",
    "method",
    "intent",
    "capability",
    "vulnerability",
    "impact",
    "threat",
    "likelihood",
    "verdict",
    "confidence",
    "rationale",
    "treatment",
    "table_version",
    "revision",
)


def answer_json(line: Line) -> dict[str, Any]:
    """One control with its answer."""
    answer = line.answer
    told: dict[str, Any] = {name: getattr(answer, name) if answer else None for name in WRITTEN}
    return told | {
        "id": line.asked.id,
        "label": line.asked.label,
        "title": line.asked.title,
        "obligation": line.asked.obligation,
        "key": line.asked.is_key,
        "conformity": line.conformity.value,
        "accepted": line.is_accepted,
        "revision": answer.revision if answer else 0,
    }


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell that cannot be taken. row   its number in the file, 0 = the whole file"""

    row: int
    column: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that was answered here after the sheet was taken out."""

    row: int
    said: Said
    newer: Answer


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet as it came back. good   rows that change something     same   rows that change nothing"""

    good: tuple[Said, ...]
    same: int
    wrong: tuple[Wrong, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        """Whether all of it can be saved."""
        return not self.wrong and not self.conflicts


def read_sheet(
    raw: bytes, name: str, row: Assessment, sheet: Sheet, there: Mapping[str, Answer], *, given: frozenset[str] | None
) -> Read:
    """What the sheet says, against what stands here.

    there   the newest answers by control     given   the controls that this seat may answer; None = all
    """
    try:
        grid = grids(raw, name)[0]
    except LogbookRefusedError as problem:
        return _refused(str(FAULTS[problem.fault]))
    places, lines = _table(grid)
    missing = sorted(NEEDED - set(places))
    if missing:
        words = _("These columns are missing: %(names)s. Take the sheet out again.") % {"names": ", ".join(missing)}
        return _refused(words)
    reader = _Reader(row, sheet, there, given)
    for number, cells_ in lines:
        reader.take(number, {name: _text(cells_, place) for name, place in places.items()})
    return reader.read()


def _refused(words: str) -> Read:
    return Read((), 0, (Wrong(0, "", "", words),), ())


def _table(grid: Grid) -> tuple[dict[str, int], list[tuple[int, Sequence[Cell]]]]:
    for number, cells_ in enumerate(grid.rows[:20]):
        names = [str(cell or "").rpartition("·")[2].strip() for cell in cells_]
        if "id" in names:
            places = {name: names.index(name) for name in NAMES if name in names}
            below = [(number + 2 + offset, one) for offset, one in enumerate(grid.rows[number + 1 :])]
            return places, [(at, one) for at, one in below if any(cell not in {None, ""} for cell in one)]
    return {}, []


def _text(cells_: Sequence[Cell], place: int) -> str:
    cell = cells_[place] if place < len(cells_) else None
    if cell is None:
        return ""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    # What the sheet guarded against being taken for a formula comes back as it was.
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


class _Reader:
    """Row after row, with what is wrong in each."""

    def __init__(
        self, row: Assessment, sheet: Sheet, there: Mapping[str, Answer], given: frozenset[str] | None
    ) -> None:
        self.key, self.sheet, self.there, self.given = str(row.key), sheet, there, given
        self.good: list[Said] = []
        self.wrong: list[Wrong] = []
        self.conflicts: list[Conflict] = []
        self.seen: set[str] = set()
        self.same = 0

    def take(self, number: int, told: Mapping[str, str]) -> None:
        """One row of the sheet."""
        control = told["id"].strip()
        if words := self._unfit(told, control):
            self.wrong.append(Wrong(number, *words))
            return
        self.seen.add(control)
        try:
            said = checked(_said(control, told))
        except BadField as fault:
            name = fault.name
            self.wrong.append(Wrong(number, headings().get(name, name), told.get(name, "")[:MOST_SHOWN], str(fault)))
            return
        self._keep(number, said)

    def _unfit(self, told: Mapping[str, str], control: str) -> tuple[str, str, str] | None:
        names = headings()
        if told["assessment"].strip() != self.key:
            words = _("This row comes from another assessment or round.")
            return names["assessment"], told["assessment"][:MOST_SHOWN], words
        if control not in self.sheet.by_id:
            return names["id"], control[:MOST_SHOWN], _("This round does not ask for that control.")
        if self.given is not None and control not in self.given:
            return names["id"], control, _("This control is not given to you.")
        if control in self.seen:
            return names["id"], control, _("This control stands twice in the sheet.")
        return None

    def _keep(self, number: int, said: Said) -> None:
        newest = self.there.get(said.control)
        if _is_unchanged(said, newest):
            self.same += 1
        elif newest is not None and newest.revision != said.seen:
            self.conflicts.append(Conflict(number, said, newest))
        else:
            self.good.append(said)

    def read(self) -> Read:
        """All rows together."""
        return Read(tuple(self.good), self.same, tuple(self.wrong), tuple(self.conflicts))


def _is_unchanged(said: Said, newest: Answer | None) -> bool:
    if newest is None:
        return said == Said(control=said.control, seen=said.seen)
    return all(getattr(newest, name) == getattr(said, name) for name in WRITTEN)


def _said(control: str, told: Mapping[str, str]) -> Said:
    return Said(
        control=control,
        seen=_number("revision", told["revision"]) or 0,
        conformity=_code("conformity", told["conformity"]) or Conformity.NOT_ASSESSED.value,
        doc=_number("doc", told["doc"]),
        impl=_number("impl", told["impl"]),
        rationale=told["rationale"],
        confidence=_code("confidence", told["confidence"]),
        na_reason=told["na_reason"],
    )


def _number(name: str, text: str) -> int | None:
    stripped = text.strip()
    if not stripped:
        return None
    if not stripped.isdecimal() or len(stripped) > 6:
        raise BadField(name, _("Write a whole number."))
    return int(stripped)


def _code(name: str, text: str) -> str:
    stripped = fold(text.strip())
    if not stripped:
        return ""
    if stripped not in _codes(name):
        raise BadField(name, _("Choose one of the values offered."))
    return _codes(name)[stripped]


@cache
def _codes(name: str) -> dict[str, str]:
    """The code behind each word, in whichever of the four languages it was written."""
    kind = Conformity if name == "conformity" else Confidence
    found = {one.value: one.value for one in kind}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {fold(_plain(one.label)): one.value for one in kind}
    return found


def _plain(words: str | Promise) -> str:
    return str(words)
