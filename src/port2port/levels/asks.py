"""What a security level asks of a facility: measures of the Code and of the facility's own baseline, by family."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from port2port.levels.models import MeasureNote
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.norms import library
from port2port.norms.library import NoSuchCatalogue, Volume
from port2port.norms.models import FacilityTier, Tier
from port2port.pure.oscal.controls import Node
from port2port.vocabulary.lookup import reader_language

CODE, COMMON = "isps", "p2p-controls"
# A/14 and the six families of B/16.9, by the sections of the catalogue.
SECTIONS = (
    "isps-a-14",
    "isps-b-16-access",
    "isps-b-16-restricted",
    "isps-b-16-cargo",
    "isps-b-16-stores",
    "isps-b-16-baggage",
    "isps-b-16-monitoring",
)
# Asked only where there are passengers.
OF_PASSENGERS = frozenset({"bag-01"})
STAYS = "1"


@dataclass(frozen=True, slots=True)
class Ask:
    """One measure. `item` names it with its catalogue and version; `words` say what the level in question asks."""

    item: str
    label: str
    title: str
    words: str
    address: str
    note_address: str = ""
    note: str = ""
    to_verify: bool = False

    @property
    def anchor(self) -> str:
        """Where it stands on its page."""
        return self.item.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Family:
    """Measures of one kind."""

    title: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the levels ask of one facility. `baseline` is the tier's letter; empty: none was chosen, all are shown."""

    by_level: Mapping[int, tuple[Family, ...]]
    baseline: str

    def above(self, low: int, high: int) -> tuple[Family, ...]:
        """What comes on from one level to a higher one, the lower level's own first."""
        return tuple(family for level in range(low + 1, high + 1) for family in self.by_level[level])

    def count(self, level: int) -> int:
        """How many measures a level brings."""
        return sum(len(family.asks) for family in self.by_level[level])


def newest(key: str) -> Volume:
    """The newest version of a catalogue that ships. Raises NoSuchCatalogue."""
    found = [one for one in library.volumes() if one.key == key]
    if not found:
        raise NoSuchCatalogue(key)
    return max(found, key=lambda one: tuple(int(part) for part in one.version.split(".") if part.isdigit()))


def asked_of(facility: Facility, *, member: Member) -> Asked:
    """What each level asks, in the reader's language, with the notes that this member may read."""
    tier = FacilityTier.objects.current().filter(facility=facility).first()
    notes, sections = _notes(facility, member), list(_sections(tier))
    by_level = {level: tuple(_families(sections, level, facility=facility, notes=notes)) for level in (1, 2, 3)}
    return Asked(by_level=by_level, baseline=tier.tier if tier else "")


def _notes(facility: Facility, member: Member) -> Mapping[tuple[str, str], str]:
    rows = MeasureNote.objects.visible_to(member).filter(facility=facility)
    return {(one.catalogue, one.control): one.note for one in rows}


type Section = tuple[Volume, str, tuple[Node, ...]]


def _sections(tier: FacilityTier | None) -> Iterator[Section]:
    """The sections of the Code, then those of our own measures that the facility's baseline asks for."""
    language, code = reader_language(), newest(CODE)
    for part in library.parts(code, language):
        if part.id in SECTIONS:
            yield code, part.title, part.controls
    baseline = newest(Tier(tier.tier).baseline) if tier else newest(COMMON)
    common = library.base_of(baseline) if tier else baseline
    for part in library.parts(baseline, language):
        left = tuple(one for one in part.controls if tier is None or tier.has_passengers or one.id not in OF_PASSENGERS)
        if left:
            yield common, part.title, left


def _families(
    sections: Iterable[Section], level: int, *, facility: Facility, notes: Mapping[tuple[str, str], str]
) -> Iterator[Family]:
    for volume, title, controls in sections:
        asks = tuple(
            _ask(volume, node, words, facility=facility, note=notes.get((volume.key, node.id), ""))
            for node in controls
            if (words := words_at(node, level))
        )
        if asks:
            yield Family(title, asks)


def words_at(node: Node, level: int) -> str:
    """What the control asks on top at that level; empty where it brings nothing new there."""
    levels = node.own("security-level")
    if part := node.prose(f"level-{level}"):
        return part
    begins = min(levels, default=STAYS)
    return node.prose("statement") if begins == str(level) else ""


def _ask(volume: Volume, node: Node, words: str, *, facility: Facility, note: str) -> Ask:
    return Ask(
        item=f"{volume.key}/{volume.version}/{node.id}",
        label=node.label,
        title=node.title,
        words=words,
        address=reverse("norms:control", args=[volume.key, volume.version, node.id]),
        note_address=reverse("levels:note", args=[facility.key, volume.key, node.id]),
        note=note,
        to_verify="yes" in node.own("to-verify"),
    )


def known(catalogue: str, control: str) -> Node | None:
    """The control of that id in the newest version of one of the two catalogues."""
    if catalogue not in {CODE, COMMON}:
        return None
    try:
        return library.control(newest(catalogue), control, reader_language())
    except NoSuchCatalogue:
        return None


def items_of(families: Iterable[Family]) -> list[str]:
    """The measures by name, in order."""
    return [ask.item for family in families for ask in family.asks]


def of_items(items: Iterable[str], *, facility: Facility, member: Member, levels: range) -> list[Ask]:
    """Measures by the names that were kept, in the reader's language; one that is no longer there by its name."""
    notes = _notes(facility, member)
    return [_by_name(item, facility=facility, notes=notes, levels=levels) for item in items]


def _by_name(item: str, *, facility: Facility, notes: Mapping[tuple[str, str], str], levels: range) -> Ask:
    key, version, name = item.split("/", 2)
    try:
        volume = library.volume(key, version)
        node = library.control(volume, name, reader_language())
    except NoSuchCatalogue:
        return Ask(item=item, label=name, title=name, words="", address="")
    words = next(filter(None, (words_at(node, level) for level in levels)), "") or node.prose("statement")
    return _ask(volume, node, words, facility=facility, note=notes.get((key, name), ""))
