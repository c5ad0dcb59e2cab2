"""What people have learned and owe, put together for lists: read in few queries, reckoned by `pure.training_due`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone

from port2port.courses.models import LearnerRole, OutsideProof, Pass
from port2port.courses.roles import default_role, roles
from port2port.members.models import Seat
from port2port.pure.training_due import Cover, Learner, Passed, covers_of


@dataclass(frozen=True, slots=True)
class Trained:
    """One seat in its role. covers: by code how it stands and until when."""

    seat: Seat
    role: str
    covers: Mapping[str, tuple[Cover, date | None]]

    def count(self, cover: Cover) -> int:
        """How many things stand so."""
        return sum(1 for found, _until in self.covers.values() if found is cover)

    @property
    def is_whole(self) -> bool:
        """Whether everything is covered today."""
        return all(found in {Cover.COVERED, Cover.EXPIRING} for found, _until in self.covers.values())


def roles_of(seats: Iterable[Seat]) -> dict[int, str]:
    """The role of each seat by its id."""
    rows = list(seats)
    said = roles_said({seat.organisation_id for seat in rows})
    return {
        seat.pk: said.get(seat.pk) or default_role(seat.function, of_facility=seat.facility_id is not None)
        for seat in rows
    }


def roles_said(organisations: Collection[int]) -> dict[int, str]:
    """By id of a seat its role, where somebody said one."""
    # Asked for all at once, and not by a list of ids: a list may be longer than an engine takes.
    said = LearnerRole.objects.filter(seat__organisation__in=organisations)
    return dict(said.order_by().values_list("seat_id", "role"))


def learners(seats: Sequence[Seat], *, organisation: int) -> list[Learner]:
    """Each seat with what its role needs and what its person has; results of this organisation only."""
    people = {seat.person_id for seat in seats}
    passed, proofs = _passed(organisation, people), _proofs(organisation, people)
    found, known = roles_of(seats), roles()
    nothing: dict[str, Passed] = {}
    return [
        Learner(
            key=seat.pk,
            needs=known[found[seat.pk]].needs,
            since=timezone.localdate(seat.given_at),
            passed=passed.get(seat.person_id, nothing),
            proofs=proofs.get(seat.person_id, {}),
        )
        for seat in seats
    ]


MANY = 500


def passes_in(organisation: int, people: Collection[int]) -> QuerySet[Pass]:
    """What these people passed and need not take again; of many people, what everybody there passed."""
    rows = Pass.objects.filter(organisation=organisation, n__gte=F("course__asks_from"))
    return (rows.filter(person__in=people) if len(people) <= MANY else rows).order_by()


def proofs_in(organisation: int, people: Collection[int]) -> QuerySet[OutsideProof]:
    """What these people learned elsewhere; of many people, what everybody there did."""
    rows = OutsideProof.objects.filter(organisation=organisation).standing()
    return (rows.filter(person__in=people) if len(people) <= MANY else rows).order_by()


def _passed(organisation: int, people: Collection[int]) -> Mapping[int, dict[str, Passed]]:
    found: defaultdict[int, dict[str, Passed]] = defaultdict(dict)
    rows = passes_in(organisation, people).values_list("person_id", "course__code", "on", "valid_months")
    for person, course, on, months in rows:
        found[person][course] = Passed(on, months)
    return found


def _proofs(organisation: int, people: Collection[int]) -> Mapping[int, dict[str, date]]:
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    for person, codes, until in proofs_in(organisation, people).values_list("person_id", "codes", "valid_to_on"):
        for code in codes:
            found[person][code] = max(until, found[person].get(code, until))
    return found


def trained(seats: Sequence[Seat], *, organisation: int, today: date) -> list[Trained]:
    """Each seat with how everything stands that its role must know."""
    said = roles_of(seats)
    return [
        Trained(seat, said[seat.pk], covers_of(learner, today))
        for seat, learner in zip(seats, learners(seats, organisation=organisation), strict=True)
    ]
