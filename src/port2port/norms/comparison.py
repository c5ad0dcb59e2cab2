"""Two versions of one catalogue side by side, in the reader's language, and what a draft would change."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.norms import library, stored
from port2port.norms.library import Volume
from port2port.norms.names import volume_name
from port2port.pure.oscal.comparing import Comparison, compared
from port2port.pure.oscal.controls import controls
from port2port.pure.oscal.profiles import imports
from port2port.vocabulary.browse import Line
from port2port.vocabulary.lookup import reader_language


@dataclass(frozen=True, slots=True)
class Side:
    """A control whose meaning changed, in both wordings."""

    label: str
    title: str
    address: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The page. kept   how many controls ask the same as before"""

    name: str
    older: str
    newer: str
    changed: tuple[Side, ...]
    reworded: tuple[Line, ...]
    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    kept: int
    crumbs: tuple[tuple[str, str], ...]

    @property
    def is_nothing(self) -> bool:
        """Whether the two ask the same in the same words."""
        return not (self.changed or self.reworded or self.added or self.removed)


def page_of(member: Member, key: str, version: str, other: str) -> Difference:
    """The older of the two first, whichever was named first. Raises NoSuchCatalogue."""
    among = stored.volumes_for(member)
    pair = [library.volume(key, one, among) for one in (version, other)]
    older, newer = sorted(pair, key=lambda one: stored.number_of(one.version))
    return between(older, newer, tuple(among))


def between(older: Volume, newer: Volume, among: tuple[Volume, ...]) -> Difference:
    """What the newer changes."""
    home = reverse("norms:catalogue", args=[newer.key, newer.version])
    crumbs = ((reverse("norms:catalogues"), _("Norms")), (home, f"{volume_name(newer)} {newer.version}"))
    if newer.is_baseline:
        return _baselines(older, newer, among, crumbs)
    language = reader_language()
    before, after = older.document(language), newer.document(language)
    found = compared(before, after)
    return _catalogues(found, older, newer, crumbs)


def _catalogues(found: Comparison, older: Volume, newer: Volume, crumbs: tuple[tuple[str, str], ...]) -> Difference:
    language = reader_language()
    was = {node.id: node for node in controls(older.document(language))}
    now = {node.id: node for node in controls(newer.document(language))}

    def lines(ids: tuple[str, ...], of: Volume) -> tuple[Line, ...]:
        rows = now if of is newer else was
        return tuple(Line(rows[name].label, rows[name].title, _address(of, name)) for name in ids)

    return Difference(
        name=volume_name(newer),
        older=older.version,
        newer=newer.version,
        changed=tuple(
            Side(
                one.after.label,
                one.after.title,
                _address(newer, one.after.id),
                one.before.prose("statement"),
                one.after.prose("statement"),
            )
            for one in found.changed
        ),
        reworded=lines(found.reworded, newer),
        added=lines(found.added, newer),
        removed=lines(found.removed, older),
        kept=len(found.kept),
        crumbs=crumbs,
    )


def _baselines(
    older: Volume, newer: Volume, among: tuple[Volume, ...], crumbs: tuple[tuple[str, str], ...]
) -> Difference:
    asked = [[name for one in imports(volume.files[library.PROFILE]) for name in one.ids] for volume in (older, newer)]

    def lines(of: Volume, ids: list[str], others: list[str]) -> tuple[Line, ...]:
        base = library.base_of(of, among)
        rows = {node.id: node for node in controls(base.document(reader_language()))}
        return tuple(
            Line(rows[name].label, rows[name].title, _address(base, name)) for name in ids if name not in others
        )

    return Difference(
        name=volume_name(newer),
        older=older.version,
        newer=newer.version,
        changed=(),
        reworded=(),
        added=lines(newer, asked[1], asked[0]),
        removed=lines(older, asked[0], asked[1]),
        kept=len(set(asked[0]) & set(asked[1])),
        crumbs=crumbs,
    )


def _address(of: Volume, name: str) -> str:
    return reverse("norms:control", args=[of.key, of.version, name])
