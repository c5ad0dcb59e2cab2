"""Coded terms in four languages: what a register holds and how a term is found in it, without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from port2port.pure.fold import Group, Synonyms, answers, expand, fold, index_words, query_words

LANGUAGES = ("en", "nl", "fr", "de")
SOURCE_LANGUAGE = "en"
SHORTEST_BEGINNING = 3

type Labels = Mapping[str, str]


class UnknownCode(LookupError):
    """No register asked knows the code."""

    def __init__(self, register: str, code: str) -> None:
        super().__init__(f"{code!r} is not a code of the register {register}")
        self.register = register
        self.code = code


class RegisterFault(ValueError):
    """A register that contradicts itself or another; the message names the code."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when a code is not given any more, and which code to give instead ("" when none)."""

    since: date
    use: str = ""


@dataclass(frozen=True)
class Term:
    """One coded term.

    code              unique in its register and stable for ever; a value of a facet is `facet.value`
    parent            the code one level up, "" on the first level
    group             the facet or the family it belongs to, "" in registers without groups
    texts             what a control asks, in each language
    indicators        what gives a method away, in each language, in the same order
    countermeasures   ids of controls
    tier              L, I or H for controls
    verified          for glossary entries: whether a translation was read in a published source
    also              for glossary entries: codes of others that say nearly the same, so that each finds the other
    """

    register: str
    code: str
    labels: Labels
    parent: str = ""
    group: str = ""
    texts: Labels = field(default_factory=dict)
    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    countermeasures: tuple[str, ...] = ()
    isps_refs: tuple[str, ...] = ()
    tier: str = ""
    verified: bool | None = None
    also: tuple[str, ...] = ()
    deprecated: Deprecation | None = None

    @property
    def value(self) -> str:
        """The code as a record keeps it: for a facet without the facet's name."""
        return self.code.removeprefix(f"{self.group}.") if self.group else self.code

    def label(self, language: str) -> str:
        """The label in the language, else in English, else the code."""
        return self.labels.get(language) or self.labels.get(SOURCE_LANGUAGE) or self.code

    def text(self, language: str) -> str:
        """The text in the language, else in English, else nothing."""
        return self.texts.get(language) or self.texts.get(SOURCE_LANGUAGE, "")

    def signs(self, language: str) -> tuple[str, ...]:
        """The indicators in the language, else in English."""
        return self.indicators.get(language) or self.indicators.get(SOURCE_LANGUAGE, ())

    @cached_property
    def label_words(self) -> Mapping[str, frozenset[str]]:
        """The words each label is found by."""
        return {language: _filed(label, language) for language, label in self.labels.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word the term is found by, in any language."""
        words = set(index_words(self.code, None)).union(*self.label_words.values())
        for language in LANGUAGES:
            for text in (self.texts.get(language, ""), *self.indicators.get(language, ())):
                words |= _filed(text, language)
        return frozenset(words)


@dataclass(frozen=True)
class TermGroup:
    """A facet or a family of controls."""

    code: str
    labels: Labels

    def label(self, language: str) -> str:
        """The label in the language, else in English, else the code."""
        return self.labels.get(language) or self.labels.get(SOURCE_LANGUAGE) or self.code


@dataclass(frozen=True)
class Register:
    """A versioned list of terms; `terms` keeps the order of the file."""

    name: str
    version: str
    released_on: date
    source: str
    licence: str
    translation: str
    groups: tuple[TermGroup, ...]
    terms: tuple[Term, ...]

    def __post_init__(self) -> None:
        if len(self.by_code) != len(self.terms):
            raise RegisterFault(f"{self.name}: a code stands in it twice")
        for term in self.terms:
            self._check(term)

    def _check(self, term: Term) -> None:
        named = f"{self.name} {term.code}"
        if missing := [language for language in LANGUAGES if not term.labels.get(language)]:
            raise RegisterFault(f"{named}: no label in {', '.join(missing)}")
        if term.parent and term.parent not in self.by_code:
            raise RegisterFault(f"{named}: its parent {term.parent} is not in the register")
        if term.group and term.group not in self.group_by_code:
            raise RegisterFault(f"{named}: its group {term.group} is not in the register")
        if term.deprecated and term.deprecated.use and term.deprecated.use not in self.by_code:
            raise RegisterFault(f"{named}: the code to use instead, {term.deprecated.use}, is not in the register")
        if strange := [code for code in term.also if code not in self.by_code]:
            raise RegisterFault(f"{named}: {strange[0]}, which it names beside, is not in the register")
        if len({len(signs) for signs in term.indicators.values()}) > 1:
            raise RegisterFault(f"{named}: the languages do not have the same number of indicators")

    @cached_property
    def by_code(self) -> Mapping[str, Term]:
        """Terms by code."""
        return {term.code: term for term in self.terms}

    @cached_property
    def group_by_code(self) -> Mapping[str, TermGroup]:
        """Groups by code."""
        return {group.code: group for group in self.groups}

    @cached_property
    def _children(self) -> Mapping[str, tuple[Term, ...]]:
        children: dict[str, tuple[Term, ...]] = {}
        for term in self.terms:
            children[term.parent] = (*children.get(term.parent, ()), term)
        return children

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def get(self, code: str) -> Term:
        """The term with this code. Raises UnknownCode."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownCode(self.name, code) from None

    def roots(self) -> tuple[Term, ...]:
        """The terms of the first level."""
        return self._children.get("", ())

    def children(self, code: str) -> tuple[Term, ...]:
        """The terms one level below the code."""
        return self._children.get(code, ())

    def ancestors(self, code: str) -> tuple[Term, ...]:
        """From the first level down to the parent. Raises UnknownCode."""
        above: list[Term] = []
        parent = self.get(code).parent
        while parent and all(term.code != parent for term in above):
            above.insert(0, self.get(parent))
            parent = above[0].parent
        return tuple(above)

    def of_group(self, group: str) -> tuple[Term, ...]:
        """The terms of a facet or family."""
        return tuple(term for term in self.terms if term.group == group)


def search(registers: Iterable[Register], text: str, language: str, synonyms: Synonyms) -> tuple[Term, ...]:
    """The terms that answer the text: by code, then by label in the language, by any label, by what they say.

    The beginning of a word is enough from three letters on; accents and capitals do not matter.
    """
    asked = query_words(text)
    if not asked:
        return ()
    widened = expand(asked, synonyms)
    ranked = [
        (rank, place, term)
        for place, term in enumerate(term for register in registers for term in register.terms)
        if (rank := _rank(term, fold(text).strip(), asked, widened, language)) is not None
    ]
    return tuple(term for _, _, term in sorted(ranked, key=lambda found: found[:2]))


def synonyms_of(glossary: Register) -> Synonyms:
    """What the glossary says in other languages for the same thing; abbreviations in brackets count too."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    own = {entry.code: _runs_of(entry) for entry in glossary.terms}
    pairs = [(entry.code, other) for entry in glossary.terms for other in entry.also]
    for entry in glossary.terms:
        beside = [*(b for a, b in pairs if a == entry.code), *(a for a, b in pairs if b == entry.code)]
        runs = dict.fromkeys(own[entry.code] + [run for code in beside for run in own[code]])
        for run in runs:
            found.setdefault(run, []).extend(other for other in runs if other != run)
    return {run: tuple(dict.fromkeys(others)) for run, others in found.items() if others}


def _runs_of(entry: Term) -> list[tuple[str, ...]]:
    return [run for label in entry.labels.values() for run in _runs(label)]


def _runs(label: str) -> list[tuple[str, ...]]:
    name, _, rest = label.partition("(")
    inside = rest.partition(")")[0].strip()
    spoken = [*name.split(" / "), *([inside] if inside.isupper() and " " not in inside else [])]
    return [run for words in spoken if (run := _run(words))]


def _run(words: str) -> tuple[str, ...]:
    # As query_words takes it apart: the longest form of a group is the folded word itself.
    return tuple(max(sorted(group), key=len) for group in query_words(words))


def _rank(term: Term, folded: str, asked: list[Group], widened: list[Group], language: str) -> int | None:
    if folded and folded in {fold(term.code), fold(term.value)}:
        return 0
    own = term.label_words.get(language, frozenset())
    if _met(own, asked, widened):
        return 1
    if any(_met(words, asked, widened) for words in term.label_words.values()):
        return 2
    return 3 if _met(term.words, asked, widened) else None


def _met(words: frozenset[str], asked: list[Group], widened: list[Group]) -> bool:
    return answers(words, widened) or all(group & words or _begun(words, group) for group in asked)


def _begun(words: frozenset[str], group: Group) -> bool:
    beginning = max(sorted(group), key=len)
    return len(beginning) >= SHORTEST_BEGINNING and any(word.startswith(beginning) for word in words)


def _filed(text: str, language: str) -> frozenset[str]:
    # Unstemmed as well: the beginning of a word must also find its last letters.
    return frozenset(index_words(text, language)) | frozenset(index_words(text, None))
