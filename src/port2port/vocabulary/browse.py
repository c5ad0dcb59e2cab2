"""What the pages of the vocabulary show, put together from the registers in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.pure.terms import LANGUAGES, SOURCE_LANGUAGE, Register, Term
from port2port.vocabulary import lookup
from port2port.vocabulary.names import language_name, register_name, register_purpose, tier_words
from port2port.vocabulary.registers import NAMES


@dataclass(frozen=True, slots=True)
class Line:
    """One term in a list; `note` is what tells it apart from its neighbours."""

    code: str
    label: str
    address: str
    note: str = ""
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a register that opens and closes: a method's family, a facet, a family of controls."""

    code: str
    label: str
    lines: tuple[Line, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """One register with its branches."""

    name: str
    title: str
    purpose: str
    register: Register
    count: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: trees, or the answer to a search with the filters that led to it."""

    shelves: tuple[Shelf, ...] = ()
    lines: tuple[Line, ...] = ()
    count: str = ""
    asked: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """What a term is called and what it says in one language."""

    code: str
    language: str
    label: str
    text: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A term with everything that hangs on it."""

    term: Term
    title: str
    text: str
    signs: tuple[str, ...]
    own_translation: bool
    crumbs: tuple[tuple[str, str], ...]
    sayings: tuple[Saying, ...]
    parts: tuple[Line, ...]
    countermeasures: tuple[Line, ...]
    countered: tuple[Line, ...]
    replaced_by: Line | None
    facts: tuple[tuple[str, str], ...]


def address_of(term: Term) -> str:
    """The term's page."""
    return reverse("vocabulary:term", kwargs={"register": term.register, "code": term.code})


def counted(number: int) -> str:
    """How many terms, in words."""
    return ngettext("%(number)d term", "%(number)d terms", number) % {"number": number}


def overview(text: str, name: str) -> Overview:
    """What answers the search, best first; without a search the registers as trees, one of them or all."""
    if not text:
        names = [name] if name else NAMES
        return Overview(shelves=tuple(_shelf(lookup.register(one), is_open=bool(name)) for one in names))
    lines = tuple(_line(term, note=register_name(term.register)) for term in lookup.search(text, name=name))
    asked = [("q", text, text), *([("register", name, register_name(name))] if name else [])]
    return Overview(lines=lines, count=counted(len(lines)), asked=tuple(asked))


def page_of(name: str, code: str) -> Page:
    """The page of one term. Raises UnknownCode."""
    register = lookup.register(name)
    term = register.get(code)
    language = lookup.reader_language()
    return Page(
        term=term,
        title=term.label(language),
        text=term.text(language),
        signs=term.signs(language),
        own_translation=bool(register.translation) and language != SOURCE_LANGUAGE and _says_more(term),
        crumbs=_crumbs(register, term, language),
        sayings=_sayings(term),
        parts=_lines(register.children(code)),
        countermeasures=_lines(lookup.control(one) for one in term.countermeasures),
        countered=_lines(lookup.countered_by(code)) if name == "controls" else (),
        replaced_by=_line(register.get(term.deprecated.use)) if term.deprecated and term.deprecated.use else None,
        facts=_facts(register, term),
    )


def _says_more(term: Term) -> bool:
    return bool(term.texts or term.indicators)


def _shelf(register: Register, *, is_open: bool) -> Shelf:
    return Shelf(
        name=register.name,
        title=register_name(register.name),
        purpose=register_purpose(register.name),
        register=register,
        count=counted(len(register.terms)),
        branches=tuple(_branches(register, is_open=is_open)),
    )


def _branches(register: Register, *, is_open: bool) -> Iterable[Branch]:
    language = lookup.reader_language()
    if register.groups:
        for group in register.groups:
            code = "" if register.name == "facets" else group.code
            yield Branch(code, group.label(language), _lines(register.of_group(group.code)), is_open)
    elif register.name == "methods":
        for top in register.roots():
            yield Branch(top.code, top.label(language), _lines((top, *register.children(top.code))), is_open)
    else:
        terms = sorted(register.terms, key=lambda term: term.label(language).casefold())
        yield Branch("", _("All words, A to Z"), _lines(terms), is_open)


def _lines(terms: Iterable[Term]) -> tuple[Line, ...]:
    return tuple(_line(term) for term in terms)


def _line(term: Term, note: str = "") -> Line:
    # Facet values and glossary entries are words; only codes that people write stand beside them.
    code = term.code if term.register in {"methods", "controls"} else ""
    label = term.label(lookup.reader_language())
    return Line(code, label, address_of(term), note, deprecated=term.deprecated is not None)


def _crumbs(register: Register, term: Term, language: str) -> tuple[tuple[str, str], ...]:
    top = reverse("vocabulary:browse")
    above = [(address_of(one), one.label(language)) for one in register.ancestors(term.code)]
    return ((top, _("Vocabulary")), (f"{top}?register={register.name}", register_name(register.name)), *above)


def _sayings(term: Term) -> tuple[Saying, ...]:
    return tuple(
        Saying(code, language_name(code), term.label(code), term.texts.get(code, ""), term.indicators.get(code, ()))
        for code in LANGUAGES
    )


def _facts(register: Register, term: Term) -> tuple[tuple[str, str], ...]:
    facts = [(_("Code"), term.value), (_("Register"), f"{register_name(register.name)} {register.version}")]
    if term.group:
        facts.append((_("Part of"), lookup.group_label(register.name, term.group)))
    if term.tier:
        facts.append((_("Tier"), f"{term.tier} · {tier_words(term.tier)}"))
    if term.isps_refs:
        facts.append((_("Serves"), "; ".join(term.isps_refs)))
    if term.verified is not None:
        facts.append((_("Checked"), _checked(verified=term.verified)))
    if term.register in lookup.STIX_TYPES:
        facts.append((_("STIX id"), lookup.stix_id(term.code)))
    return tuple(facts)


def _checked(*, verified: bool) -> str:
    if verified:
        return _("At least one translation was read in a published source")
    return _("Professional usage, to be checked by a native reader")
