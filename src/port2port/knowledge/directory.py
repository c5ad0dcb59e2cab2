"""Who has done what: what organisations say of themselves, and what the practices that a reader sees say of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from port2port.base.remembering import remembered
from port2port.knowledge.models import Buddy, Expertise, Practice, Theme, Use
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.vocabulary import lookup

REGISTERS = ("theme", "control", "method")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: one code of each register at most, and whether help is offered."""

    theme: str = ""
    control: str = ""
    method: str = ""
    helps: bool = False

    @property
    def is_everything(self) -> bool:
        """True without any filter."""
        return self == Asked()


@dataclass(slots=True)
class Entry:
    """One organisation. wrote, uses   practices, as far as the reader sees them"""

    organisation: Organisation
    declared: Expertise | None = None
    wrote: list[Practice] = field(default_factory=list)
    uses: list[Practice] = field(default_factory=list)

    @property
    def themes(self) -> list[str]:
        """Declared themes in words."""
        return [str(Theme(one).label) for one in (self.declared.themes if self.declared else []) if one in Theme.values]

    @property
    def codes(self) -> list[str]:
        """Declared controls and methods in words."""
        if self.declared is None:
            return []
        return [lookup.coded_label(one) for one in (*self.declared.controls, *self.declared.methods)]


def asked_in(query: QueryDict) -> Asked:
    """The filter in an address; what is no filter is left out."""
    given = {name: query.get(name, "")[:60] for name in REGISTERS}
    if given["theme"] not in Theme.values:
        given["theme"] = ""
    return Asked(**given, helps=query.get("helps") == "1")


def entries(asked: Asked, *, member: Member) -> list[Entry]:
    """Every organisation of which something fits, those first that say so themselves and offer help."""
    found: dict[int, Entry] = {}
    names = Organisation.objects.visible_to(member).active_members().in_bulk()

    def entry(organisation: int) -> Entry | None:
        return found.setdefault(organisation, Entry(names[organisation])) if organisation in names else None

    for said in Expertise.objects.visible_to(member):
        if _fits(asked, said.themes, said.controls, said.methods) and (one := entry(said.organisation_id)):
            one.declared = said
    for organisation, practice, is_own in _shown_by_practices(asked, member):
        one = entry(organisation)
        if one is not None:
            (one.wrote if is_own else one.uses).append(practice)
    rows = [one for one in found.values() if not asked.helps or (one.declared and one.declared.offers_help)]
    return sorted(rows, key=lambda one: (not one.declared, not _helps(one), one.organisation.name.casefold()))


def _helps(entry: Entry) -> bool:
    return entry.declared is not None and entry.declared.offers_help


def _shown_by_practices(asked: Asked, member: Member) -> Iterator[tuple[int, Practice, bool]]:
    practices = Practice.objects.visible_to(member).standing().filter(approved_at__isnull=False)
    fitting = {one.pk: one for one in practices if _fits(asked, one.themes, one.controls, one.methods)}
    for one in fitting.values():
        # Who brought in the texts that came with the software has not done what they tell.
        if one.is_starting_text:
            continue
        yield one.originator_id, one, True
    for use in Use.objects.visible_to(member).filter(practice__in=fitting):
        yield use.organisation_id, fitting[use.practice_id], False


def _fits(asked: Asked, themes: list[str], controls: list[str], methods: list[str]) -> bool:
    pairs = ((asked.theme, themes), (asked.control, controls), (asked.method, methods))
    return all(not code or code in codes for code, codes in pairs)


def pairs_of(organisation: Organisation, *, member: Member) -> list[tuple[Organisation, bool]]:
    """The organisations that stand by this one (True), or that it stands by, as this reader may know."""
    rows = Buddy.objects.visible_to(member).agreed().select_related("small", "helper")
    helped = [(one.helper, True) for one in rows.filter(small=organisation)]
    return helped + [(one.small, False) for one in rows.filter(helper=organisation)]


@remembered
def own_pairs(member: Member) -> list[Buddy]:
    """The running pairs that the own organisation is in, agreed or not; asked once a page."""
    rows = Buddy.objects.visible_to(member).running().select_related("small", "helper")
    return list(rows.filter(Q(small_id=member.organisation_id) | Q(helper_id=member.organisation_id)))


def agree_words() -> str:
    """What a coordinator is asked who has not agreed yet."""
    return _("Agree to a buddy")
