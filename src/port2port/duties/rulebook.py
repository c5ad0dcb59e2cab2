"""The rules of duties, read once a process from the YAML files beside: clocks, what is tested, the PFSO's thirteen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from port2port.pure.calendar_rules import Reckoned, Reckoning
from port2port.pure.entries import Entry, EntryFault, entries
from port2port.vocabulary.lookup import reader_language

FOLDER = Path(__file__).resolve().parent / "rules"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CLOCK_FIELDS = (
    "code", "scope", "isps", "reckoning", "months", "basis", "checked", "own", "derogable", "changes", "tested",
    "labels", "asks",
)  # fmt: skip

type Words = Mapping[str, str]


class Scope(StrEnum):
    """What a duty belongs to."""

    FACILITY = "facility"
    PORT = "port"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One duty that recurs or runs out.

    isps        only where ISPS law applies
    bases       the paragraph it rests on     is_checked   False is shown as (to verify)
    is_own      a custom of the ports, no law
    suggested   months offered where the facility sets the period itself
    tested      groups of elements of which one must have been tested
    """

    code: str
    scope: Scope
    reckoned: Reckoned
    bases: Words
    labels: Words
    asks: Words
    isps: bool = False
    is_checked: bool = False
    is_own: bool = False
    is_derogable: bool = False
    takes_changes: bool = False
    suggested: int = 0
    tested: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.labels[reader_language()]

    @property
    def basis(self) -> str:
        """What it rests on, in the reader's language."""
        return self.bases[reader_language()]

    @property
    def ask(self) -> str:
        """What it asks, in the reader's language."""
        return self.asks[reader_language()]

    @property
    def sets_own_period(self) -> bool:
        """True where the facility says how often."""
        return self.reckoned.reckoning == Reckoning.OWN

    @property
    def names_its_end(self) -> bool:
        """True where the paper says until when."""
        return self.reckoned.reckoning == Reckoning.END_DATE

    @property
    def is_exercise(self) -> bool:
        """True where gap and calendar year are two tests."""
        return self.reckoned.reckoning == Reckoning.EXERCISE


@dataclass(frozen=True, slots=True)
class ElementGroup:
    """Elements that a drill or exercise can test; keys are `group.code`."""

    code: str
    basis: str
    is_checked: bool
    labels: Words
    entries: Mapping[str, Words]

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.labels[reader_language()]

    def choices(self) -> list[tuple[str, str]]:
        """Keys and labels in the reader's language."""
        language = reader_language()
        return [(key, labels[language]) for key, labels in self.entries.items()]


@dataclass(frozen=True, slots=True)
class PfsoDuty:
    """One of the thirteen duties of ISPS A/17.2; `lives` names the page where it is done, if any."""

    number: int
    clocks: tuple[str, ...]
    lives: str
    asks: Words

    @property
    def basis(self) -> str:
        """The paragraph."""
        return f"ISPS A/17.2.{self.number}"

    @property
    def ask(self) -> str:
        """What it asks, in the reader's language."""
        return self.asks[reader_language()]


def document(path: Path) -> object:
    """What a YAML file holds. Raises EntryFault."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - the safe loader, in C
    except (yaml.YAMLError, OSError, UnicodeError) as fault:
        raise EntryFault(f"{path.name}: {fault}") from fault


@cache
def clock_rules() -> Mapping[str, ClockRule]:
    """All clocks by code, in the order of the file. Raises EntryFault."""
    rows = entries(document(FOLDER / "clocks.yaml"), "clocks.yaml", known=CLOCK_FIELDS)
    return {rule.code: rule for rule in map(_clock, rows)}


def _clock(entry: Entry) -> ClockRule:
    reckoning = Reckoning(entry.word("reckoning", None))
    months = entry.number("months")
    return ClockRule(
        code=entry.word("code", None),
        scope=Scope(entry.word("scope", None)),
        reckoned=Reckoned(reckoning, months if reckoning == Reckoning.MONTHS else 0),
        bases=entry.citation("basis"),
        labels=entry.languages("labels"),
        asks=entry.languages("asks"),
        isps=entry.flag("isps"),
        is_checked=entry.flag("checked"),
        is_own=entry.flag("own"),
        is_derogable=entry.flag("derogable"),
        takes_changes=entry.flag("changes"),
        suggested=months,
        tested=entry.words("tested"),
    )


@cache
def element_groups() -> Mapping[str, ElementGroup]:
    """What can be tested, by group. Raises EntryFault."""
    whole = Entry(document(FOLDER / "elements.yaml"), "elements.yaml")
    return {code: _group(code, whole.inner(code)) for code in whole.keys}


def _group(code: str, entry: Entry) -> ElementGroup:
    rows = entries(entry.raw().get("entries"), entry.where, known=("code", "labels"))
    return ElementGroup(
        code=code,
        basis=entry.word("basis"),
        is_checked=entry.flag("checked"),
        labels=entry.languages("labels"),
        entries={f"{code}.{row.word('code', None)}": row.languages("labels") for row in rows},
    )


def groups_of(rule: ClockRule) -> list[ElementGroup]:
    """The elements of which a fulfilment of the rule tests one at least."""
    return [element_groups()[code] for code in rule.tested]


def element_label(key: str) -> str:
    """The element in the reader's language; an unknown one as itself."""
    group = element_groups().get(key.partition(".")[0])
    labels = group.entries.get(key) if group else None
    return labels[reader_language()] if labels else key


@cache
def pfso_duties() -> tuple[PfsoDuty, ...]:
    """The thirteen. Raises EntryFault."""
    known = ("number", "clocks", "lives", "asks")
    rows = entries(document(FOLDER / "pfso.yaml"), "pfso.yaml", name="number", known=known)
    return tuple(
        PfsoDuty(row.number("number"), row.words("clocks"), row.word("lives"), row.languages("asks")) for row in rows
    )
