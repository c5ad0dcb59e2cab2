"""Who will receive a report, in words for its author: exactly what the one rule says."""

from dataclasses import dataclass
from datetime import datetime

from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.reports.fields import Readers
from port2port.reports.models import Kind, Report
from port2port.reports.rules import own_organisation
from port2port.sharing.models import Shareable
from port2port.sharing.would import Receivers, receivers_of, would_receive


@dataclass(frozen=True, slots=True)
class Preview:
    """Numbers and names of the readers.

    names       other organisations with the number of their people
    own         number of people of the author's organisation who can open it
    expected    keys of all organisations, as the publish form sends them back
    added, lost against the version that stands
    """

    names: list[tuple[str, int]]
    own: int
    expected: str
    added: list[str]
    lost: list[str]

    @property
    def organisations(self) -> int:
        """How many other organisations."""
        return len(self.names)

    @property
    def people(self) -> int:
        """How many people in them."""
        return sum(number for _name, number in self.names)


def preview_of(
    *, member: Member, kind: Kind, for_floor: bool, readers: Readers, now: datetime, report: Report | None = None
) -> Preview:
    """The readers that a report would have; `report` is the one that stands or the draft."""
    shape = Report(
        kind=kind,
        for_floor=for_floor,
        tlp=readers.tlp,
        originator_id=own_organisation(member),
        author_id=report.author_id if report else member.person_id,
    )
    first_at = report.published_at if report and report.published_at else now
    facets = {f"kind:{kind}"} | ({"floor"} if for_floor else set())
    after = would_receive(readers.handling(shape), Report, facets, first_at=first_at)
    before = receivers_of(report, first_at=first_at) if report and report.published_at else None
    return _in_words(after, before, own=member.organisation_id)


def preview_of_draft(report: Shareable, *, member: Member, now: datetime) -> Preview:
    """The readers that a saved draft would have."""
    return _in_words(receivers_of(report, first_at=now), None, own=member.organisation_id)


def preview_of_receivers(receivers: Receivers, *, member: Member) -> Preview:
    """In words, who would receive something that is saved nowhere yet."""
    return _in_words(receivers, None, own=member.organisation_id)


def names_of(organisations: frozenset[int]) -> list[str]:
    """The names that an author confirms before they receive a report."""
    return list(Organisation.objects.filter(pk__in=organisations).order_by("name").values_list("name", flat=True))


def _in_words(after: Receivers, before: Receivers | None, *, own: int | None) -> Preview:
    known = after.organisations | (before.organisations if before else frozenset())
    rows = list(Organisation.objects.filter(pk__in=known).values_list("pk", "name", "key"))
    labels = {pk: name for pk, name, _key in rows}
    others = {one: len(people) for one, people in after.people.items() if one != own}

    def names(ids: frozenset[int]) -> list[str]:
        return sorted((labels[one] for one in ids if one != own), key=str.casefold)

    return Preview(
        names=sorted(((labels[one], number) for one, number in others.items()), key=lambda pair: pair[0].casefold()),
        own=len(after.people.get(own or 0, ())),
        expected=",".join(sorted(str(key) for pk, _name, key in rows if pk in after.organisations)),
        added=names(after.organisations - before.organisations) if before else [],
        lost=names(before.organisations - after.organisations) if before else [],
    )
