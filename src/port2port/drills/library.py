"""The scenario library: files `scenarios/DS-01.yaml` …, read strictly, once a process; any subset of them will do.

A file that cannot be used raises EntryFault with the file, the place in it and the reason; `faults_in` gives them all.
Texts are mappings en, nl, fr, de. The format: docs/reference/scenarios.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from port2port.drills.codes import KINDS, PLAYER_ROLES
from port2port.duties.rulebook import document, element_groups
from port2port.pure.entries import Entry, EntryFault, entries
from port2port.vocabulary.lookup import is_known, reader_language

FOLDER = Path(__file__).resolve().parent / "scenarios"
CHANNELS = ("page", "mail", "phone", "paper")
FIELDS = (
    "id", "kinds", "minutes", "isps_level", "elements", "mo", "controls", "title", "purpose", "setting", "safety",
    "objectives", "injects", "observe", "variants",
)  # fmt: skip
# As the columns that take them up.
LONGEST = {"title": 160, "purpose": 2000, "setting": 4000, "safety": 2000}
LONGEST_OBJECTIVE = 500
LONGEST_INJECT = 2000
# What a kind has to test at least once (ISPS B/18.5, B/18.6).
FOR_DRILL = frozenset({"b15_11", "a16_3"})
FOR_EXERCISE = frozenset({"b18_6"})

type Words = Mapping[str, str]


def said(words: Words, language: str = "") -> str:
    """The text in the language, else in the reader's."""
    return words[language or reader_language()]


@dataclass(frozen=True, slots=True)
class ObjectiveText:
    """What is to be seen done."""

    code: str
    control: str
    elements: tuple[str, ...]
    text: Words


@dataclass(frozen=True, slots=True)
class InjectText:
    """One message of the script. `offset_s` seconds after the start."""

    code: str
    offset_s: int
    to_role: str
    channel: str
    objectives: tuple[str, ...]
    text: Words
    expected: Words


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the observer's sheet."""

    code: str
    objective: str
    text: Words


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, as it stands in its file."""

    code: str
    kinds: tuple[str, ...]
    minutes: int
    isps_level: int
    elements: tuple[str, ...]
    mo: tuple[str, ...]
    controls: tuple[str, ...]
    title: Words
    purpose: Words
    setting: Words
    safety: Words
    objectives: tuple[ObjectiveText, ...]
    injects: tuple[InjectText, ...]
    observe: tuple[SheetLine, ...]
    variants: tuple[Words, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {said(self.title)}"


@cache
def library() -> Mapping[str, Scenario]:
    """Every scenario that is there, by code. Raises EntryFault."""
    return {path.stem: parsed(path) for path in sorted(FOLDER.glob("*.yaml"))}


def scenario(code: str) -> Scenario | None:
    """The scenario, if it is there."""
    return library().get(code)


def parsed(path: Path) -> Scenario:
    """The scenario of a file. Raises EntryFault with its first fault."""
    found = read(path)
    for fault in _faults(found, path):
        raise EntryFault(fault)
    return found


def faults_in(path: Path) -> list[str]:
    """What is wrong with a file, each with its place; empty for a sound one."""
    try:
        found = read(path)
    except EntryFault as fault:
        return [str(fault)]
    return list(_faults(found, path))


def read(path: Path) -> Scenario:
    """The shape of a file, without asking whether its codes are known. Raises EntryFault."""
    top = Entry(document(path), path.name, known=FIELDS)
    for name in ("kinds", "elements", "objectives", "observe"):
        if name not in top:
            raise EntryFault(f"{path.name}: {name} is missing")
    return Scenario(
        code=top.word("id", None),
        kinds=top.words("kinds"),
        minutes=top.number("minutes"),
        isps_level=top.number("isps_level", 1),
        elements=top.words("elements"),
        mo=top.words("mo"),
        controls=top.words("controls"),
        title=top.languages("title"),
        purpose=top.languages("purpose"),
        setting=top.languages("setting"),
        safety=top.languages("safety"),
        objectives=tuple(map(_objective, _rows(top, "objectives", ("id", "control", "elements", "text")))),
        injects=tuple(map(_inject, _rows(top, "injects", _INJECT))),
        observe=tuple(map(_line, _rows(top, "observe", ("id", "objective", "text")))),
        variants=tuple(row.languages("text") for row in _rows(top, "variants", ("id", "text"))),
    )


_INJECT = ("id", "offset_s", "to_role", "channel", "objectives", "text", "expected")


def _rows(top: Entry, name: str, known: tuple[str, ...]) -> list[Entry]:
    return entries(top.raw().get(name, []), f"{top.where}, {name}", name="id", known=known)


def _objective(row: Entry) -> ObjectiveText:
    return ObjectiveText(row.word("id", None), row.word("control"), row.words("elements"), row.languages("text"))


def _inject(row: Entry) -> InjectText:
    return InjectText(
        row.word("id", None),
        row.number("offset_s"),
        row.word("to_role", None),
        row.word("channel", None),
        row.words("objectives"),
        row.languages("text"),
        row.languages("expected"),
    )


def _line(row: Entry) -> SheetLine:
    return SheetLine(row.word("id", None), row.word("objective", None), row.languages("text"))


def _faults(found: Scenario, path: Path) -> Iterator[str]:
    where = path.name
    if found.code != path.stem:
        yield f"{where}: id {found.code} is not the name of the file"
    yield from _head_faults(found, where)
    yield from _tested_faults(found, where)
    yield from _objective_faults(found, where)
    yield from _inject_faults(found, where)
    yield from _sheet_faults(found, where)


def _head_faults(found: Scenario, where: str) -> Iterator[str]:
    if not found.kinds:
        yield f"{where}: kinds names none"
    yield from (f"{where}: kinds: {one} is none of {', '.join(KINDS)}" for one in found.kinds if one not in KINDS)
    if not 1 <= found.minutes <= 480:
        yield f"{where}: minutes lies between 1 and 480"
    if found.isps_level not in {1, 2, 3}:
        yield f"{where}: isps_level is 1, 2 or 3"
    yield from (f"{where}: mo: {one} is not in the vocabulary" for one in found.mo if not is_known("methods", one))
    yield from (f"{where}: controls: {one} is unknown" for one in found.controls if not is_known("controls", one))
    for name, most in LONGEST.items():
        yield from _too_long(getattr(found, name), most, f"{where}: {name}")


def _tested_faults(found: Scenario, where: str) -> Iterator[str]:
    yield from _unknown_elements(found.elements, f"{where}: elements")
    groups = {one.partition(".")[0] for one in found.elements}
    if "drill" in found.kinds and not groups & FOR_DRILL:
        yield f"{where}: elements: a drill tests one of b15_11 or a16_3 at least"
    if set(found.kinds) - {"drill"} and not groups & FOR_EXERCISE:
        yield f"{where}: elements: an exercise tests one of b18_6 at least"


def _unknown_elements(keys: tuple[str, ...], where: str) -> Iterator[str]:
    known = {key for group in element_groups().values() for key in group.entries}
    yield from (f"{where}: {key} is not in elements.yaml" for key in keys if key not in known)


def _objective_faults(found: Scenario, where: str) -> Iterator[str]:
    if not found.objectives:
        yield f"{where}: objectives: one at least"
    yield from _twice([one.code for one in found.objectives], f"{where}: objectives")
    for one in found.objectives:
        place = f"{where}: objectives {one.code}"
        if one.control and not is_known("controls", one.control):
            yield f"{place}: control: {one.control} is unknown"
        yield from _unknown_elements(one.elements, f"{place}: elements")
        yield from _too_long(one.text, LONGEST_OBJECTIVE, f"{place}: text")


def _inject_faults(found: Scenario, where: str) -> Iterator[str]:
    codes = {one.code for one in found.objectives}
    yield from _twice([one.code for one in found.injects], f"{where}: injects")
    before = 0
    for one in found.injects:
        place = f"{where}: injects {one.code}"
        if one.to_role not in PLAYER_ROLES:
            yield f"{place}: to_role: {one.to_role} is none of {', '.join(PLAYER_ROLES)}"
        if one.channel not in CHANNELS:
            yield f"{place}: channel: {one.channel} is none of {', '.join(CHANNELS)}"
        if one.offset_s < before:
            yield f"{place}: offset_s: stands after a later one"
        if one.offset_s > found.minutes * 60:
            yield f"{place}: offset_s: later than the {found.minutes} minutes"
        before = max(before, one.offset_s)
        yield from (f"{place}: objectives: {code} is unknown" for code in one.objectives if code not in codes)
        yield from _too_long(one.text, LONGEST_INJECT, f"{place}: text")
        yield from _too_long(one.expected, LONGEST_INJECT, f"{place}: expected")


def _sheet_faults(found: Scenario, where: str) -> Iterator[str]:
    codes = [one.code for one in found.objectives]
    yield from _twice([one.code for one in found.observe], f"{where}: observe")
    for one in found.observe:
        if one.objective not in codes:
            yield f"{where}: observe {one.code}: objective: {one.objective} is unknown"
    seen = {one.objective for one in found.observe}
    yield from (f"{where}: observe: nothing tells whether {code} was met" for code in codes if code not in seen)


def _twice(codes: list[str], where: str) -> Iterator[str]:
    yield from (
        f"{where}: {code} stands there twice" for code in sorted({one for one in codes if codes.count(one) > 1})
    )


def _too_long(words: Words, most: int, where: str) -> Iterator[str]:
    yield from (
        f"{where} {language}: longer than {most} characters" for language, text in words.items() if len(text) > most
    )
