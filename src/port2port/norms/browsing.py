"""What the pages of the catalogues show, put together in the reader's language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.members.member import Member
from port2port.norms import library, stored
from port2port.norms.library import Part, Volume
from port2port.norms.names import (
    addressee_name,
    level_name,
    obligation_name,
    state_name,
    tier_name,
    volume_name,
    volume_purpose,
)
from port2port.pure.fold import fold
from port2port.pure.oscal.controls import Node
from port2port.vocabulary import lookup
from port2port.vocabulary.browse import Branch, Line
from port2port.vocabulary.names import language_name

LANGUAGES = ("nl", "fr", "de", "en")
# The filter's name, the prop that it asks for, and how its values are said.
FILTERS = {
    "obligation": ("obligation", obligation_name),
    "addressee": ("addressee", addressee_name),
    "level": ("security-level", level_name),
    "tier": ("tier", tier_name),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One version in the list of all. files   name and address of each     state   empty for what stands"""

    name: str
    purpose: str
    address: str
    count: str
    version: str
    files: tuple[tuple[str, str], ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The page of one version."""

    shelf: Shelf
    branches: tuple[Branch, ...]
    count: str
    asked: tuple[tuple[str, str, str], ...]
    is_baseline: bool
    crumbs: tuple[tuple[str, str], ...]
    seal: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A control in one language."""

    code: str
    language: str
    title: str
    statement: str


@dataclass(frozen=True, slots=True)
class Control:
    """The page of one control."""

    node: Node
    crumbs: tuple[tuple[str, str], ...]
    sayings: tuple[Saying, ...]
    facts: tuple[tuple[str, str], ...]
    baselines: tuple[Line, ...]
    methods: tuple[Line, ...]
    beside: tuple[Line, ...]
    to_verify: bool


def shelves(member: Member) -> tuple[tuple[Shelf, ...], tuple[Shelf, ...]]:
    """Catalogues and crosswalks, and baselines, as far as the member may read them."""
    among = stored.volumes_for(member)
    return (
        tuple(_shelf(one, among) for one in among if not one.is_baseline),
        tuple(_shelf(one, among) for one in among if one.is_baseline),
    )


def _shelf(one: Volume, among: Sequence[Volume]) -> Shelf:
    number = sum(len(part.controls) for part in library.parts(one, lookup.reader_language(), among))
    return Shelf(
        name=volume_name(one),
        purpose=volume_purpose(one),
        address=reverse("norms:catalogue", args=[one.key, one.version]),
        count=counted(number),
        version=one.version,
        files=tuple((_said(name), _file(one, name)) for name in sorted(one.files)),
        state=state_name(one),
    )


def _said(name: str) -> str:
    return language_name(name) if name in LANGUAGES else "OSCAL"


def _file(one: Volume, name: str) -> str:
    return reverse("norms:file", args=[one.key, one.version, name])


def counted(number: int) -> str:
    """How many controls, in words."""
    return ngettext("%(number)d control", "%(number)d controls", number) % {"number": number}


def catalogue_page(member: Member, key: str, version: str, asked: Mapping[str, str]) -> Catalogue:
    """A version with what its filters leave. Raises NoSuchCatalogue."""
    one, among = stored.seen(member, key, version)
    source = library.base_of(one, among) if one.is_baseline else one
    found = [(part, _left(part, asked)) for part in library.parts(one, lookup.reader_language(), among)]
    kept = [(part, lines) for part, lines in found if lines]
    is_asked = any(asked.values())
    branches = tuple(
        Branch("", part.title, tuple(_line(source, node) for node in lines), is_asked or len(kept) == 1)
        for part, lines in kept
    )
    return Catalogue(
        shelf=_shelf(one, among),
        branches=branches,
        count=counted(sum(len(lines) for _part, lines in kept)),
        asked=tuple(_asked(asked)),
        is_baseline=one.is_baseline,
        crumbs=((reverse("norms:catalogues"), _("Norms")),),
        seal=one.seal,
        others=tuple(
            (other.version, reverse("norms:compare", args=[key, version, other.version]))
            for other in among
            if other.key == key and other.version != version
        ),
    )


def _left(part: Part, asked: Mapping[str, str]) -> list[Node]:
    words = fold(asked.get("q", "")).split()
    return [node for node in part.controls if _holds(node, asked) and all(word in _text(node) for word in words)]


def _holds(node: Node, asked: Mapping[str, str]) -> bool:
    return all(asked[name] in node.own(prop) for name, (prop, _words) in FILTERS.items() if asked.get(name))


def _text(node: Node) -> str:
    return fold(f"{node.label} {node.title} {node.prose('statement')}")


def _asked(asked: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if asked.get("q"):
        yield "q", asked["q"], asked["q"]
    for name, (_prop, words) in FILTERS.items():
        if asked.get(name):
            yield name, asked[name], words(asked[name])


def _line(of: Volume, node: Node) -> Line:
    obligation = next(iter(node.own("obligation")), "")
    return Line(node.label, node.title, _address(of, node.id), obligation_name(obligation))


def _address(of: Volume, name: str) -> str:
    return reverse("norms:control", args=[of.key, of.version, name])


def control_page(member: Member, key: str, version: str, name: str) -> Control:
    """One control of a catalogue. Raises NoSuchCatalogue."""
    one, among = stored.seen(member, key, version)
    node = library.control(one, name, lookup.reader_language())
    top = reverse("norms:catalogues")
    home = reverse("norms:catalogue", args=[one.key, one.version])
    return Control(
        node=node,
        crumbs=((top, _("Norms")), (home, volume_name(one))),
        sayings=tuple(_sayings(one, name)),
        facts=tuple(_facts(one, node)),
        baselines=tuple(
            Line("", volume_name(found), reverse("norms:catalogue", args=[found.key, found.version]))
            for found in library.baselines_with(one, name, among)
        ),
        methods=tuple(
            Line(code, lookup.method(code).label(lookup.reader_language()), _term("methods", code))
            for code in node.own("mo")
        ),
        beside=tuple(
            Line(
                found.control.label,
                found.control.title,
                _address(found.volume, found.control.id),
                volume_name(found.volume),
            )
            for found in library.counterparts(one, name, lookup.reader_language(), among)
        ),
        to_verify="yes" in node.own("to-verify"),
    )


def _term(register: str, code: str) -> str:
    return reverse("vocabulary:term", args=[register, code])


def _sayings(one: Volume, name: str) -> Iterator[Saying]:
    own = lookup.reader_language()
    for language in sorted(LANGUAGES, key=lambda one: one != own):
        if language in one.files:
            node = library.control(one, name, language)
            yield Saying(language, language_name(language), node.title, node.prose("statement"))


def _facts(one: Volume, node: Node) -> Iterator[tuple[str, str]]:
    yield _("Number"), node.label
    said: list[tuple[str, str, Callable[[str], str]]] = [
        (_("Obligation"), "obligation", obligation_name),
        (_("By which law"), "obligation-basis", str),
        (_("Whom it asks"), "addressee", addressee_name),
        (_("Security level"), "security-level", level_name),
        (_("Tier"), "tier", tier_name),
        (_("Serves"), "reference", str),
        (_("Item of the facility's plan"), "pfsp-item", str),
        (_("Item of A/14.2"), "a14-2", str),
        (_("Family of B/16.9"), "b16-9", str),
    ]
    for words, prop, name in said:
        values = node.own(prop)
        if values:
            yield words, ", ".join(name(value) for value in values)
    yield _("Version"), f"{one.version} · SHA-256 {one.document(lookup.reader_language()).sha256[:12]}"
