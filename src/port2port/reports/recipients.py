"""Who would receive a report, by the keys that machines use; what a program is shown before it publishes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member
from port2port.members.models import Circle, Facility, Organisation, Person, Port
from port2port.reports.fields import Readers
from port2port.reports.models import Kind, Report
from port2port.reports.rules import BadField, own_organisation
from port2port.sharing.handling_rules import nameable
from port2port.sharing.would import receivers_of, would_receive

_OFFERED = _("Choose one of the values offered.")


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation and how many of its people could open the report."""

    key: UUID
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Nameable:
    """Someone who can be named on TLP:RED; a name stands only inside the own organisation."""

    pk: int
    key: UUID
    label: str


def recipients(
    *, member: Member, kind: Kind, for_floor: bool, readers: Readers, now: datetime, report: Report | None = None
) -> list[Recipient]:
    """Every organisation that would receive it, the own one included, by name; `report` is the one that stands."""
    shape = Report(
        kind=kind,
        for_floor=for_floor,
        tlp=readers.tlp,
        originator_id=own_organisation(member),
        author_id=report.author_id if report else member.person_id,
    )
    first_at = report.published_at if report and report.published_at else now
    facets = {f"kind:{kind}"} | ({"floor"} if for_floor else set())
    people = would_receive(readers.handling(shape), Report, facets, first_at=first_at).people
    return _in_order({one: len(ids) for one, ids in people.items()})


def recipients_of(report: Report, *, now: datetime) -> list[Recipient]:
    """Who would receive the report as it is saved."""
    people = receivers_of(report, first_at=report.published_at or now).people
    return _in_order({one: len(ids) for one, ids in people.items()})


def _in_order(people: dict[int, int]) -> list[Recipient]:
    rows = Organisation.objects.filter(pk__in=people).order_by("name")
    return [Recipient(key=row.key, name=row.name, people=people[row.pk]) for row in rows]


def named(ids: Collection[int]) -> list[dict[str, str]]:
    """Organisations by key and name, for an author who must confirm them."""
    return [{"key": str(row.key), "name": row.name} for row in Organisation.objects.filter(pk__in=ids).order_by("name")]


def organisation_ids(keys: Iterable[UUID]) -> frozenset[int]:
    """The organisations behind keys that an author was shown; an unknown key confirms nothing."""
    return frozenset(Organisation.objects.filter(key__in=list(keys)).values_list("pk", flat=True))


def nameable_people(member: Member) -> list[Nameable]:
    """Who can be named on TLP:RED."""
    labels = dict(nameable(member))
    keys = dict(Person.objects.filter(pk__in=labels).values_list("pk", "key"))
    return [Nameable(pk=pk, key=keys[pk], label=label) for pk, label in labels.items()]


def person_keys(ids: Collection[int]) -> list[UUID]:
    """The keys of people whom the author of a report has named."""
    return list(Person.objects.filter(pk__in=ids).values_list("key", flat=True))


def circle_ids(keys: Collection[UUID], *, member: Member) -> frozenset[int]:
    """The circles behind the keys. Raises BadField, alike for hidden and missing ones."""
    rows = Circle.objects.choosable_by(member).filter(key__in=keys).values_list("pk", flat=True)
    return _all_of(frozenset(rows), keys, "circles")


def person_ids(keys: Collection[UUID], *, member: Member) -> frozenset[int]:
    """The people behind the keys; the author may name itself. Raises BadField."""
    if not keys:
        return frozenset()
    known = {pk for pk, _label in nameable(member)} | {member.person_id}
    rows = Person.objects.filter(pk__in=[one for one in known if one], key__in=keys).values_list("pk", flat=True)
    return _all_of(frozenset(rows), keys, "named")


def _all_of(ids: frozenset[int], keys: Collection[UUID], name: str) -> frozenset[int]:
    if len(ids) != len(set(keys)):
        raise BadField(name, _OFFERED)
    return ids


def port_of(code: str, *, member: Member) -> Port | None:
    """The port behind its UN/LOCODE or slug. Raises BadField."""
    if not code:
        return None
    ports = Port.objects.visible_to(member)
    found = ports.filter(locode=code).first() or ports.filter(slug=code).first()
    if found is None:
        raise BadField("port", _OFFERED)
    return found


def facility_of(key: UUID | None, *, member: Member) -> Facility | None:
    """The own facility behind its key. Raises BadField."""
    if key is None:
        return None
    found = Facility.objects.filter(organisation_id=own_organisation(member), key=key).first()
    if found is None:
        raise BadField("facility", _OFFERED)
    return found
