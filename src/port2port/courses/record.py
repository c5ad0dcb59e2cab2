"""What people have learned and owe, put together for lists: read in few queries, reckoned by `pure.training_due`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from port2port.courses.models import LearnerRole, OutsideProof, Pass
from port2port.courses.roles import default_role, roles
from port2port.members.models import Seat
from port2port.pure.training_due import Cover, Learner, covers_of


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
    # Asked for all at once, and not by a list of ids: a list may be longer than an engine takes.
    organisations = {seat.organisation_id for seat in rows}
    said = LearnerRole.objects.filter(seat__organisation__in=organisations)
    roles_said = dict(said.values_list("seat_id", "role"))
    return {
        seat.pk: roles_said.get(seat.pk) or default_role(seat.function, of_facility=seat.facility_id is not None)
        for seat in rows
    }


def learners(seats: Sequence[Seat], *, organisation: int) -> list[Learner]:
    """Each seat with what its role needs and what its person has; results of this organisation only."""
    people = {seat.person_id for seat in seats} if len(seats) <= MANY else None
    passed, proofs = _passed(organisation, people), _proofs(organisation, people)
    found, known = roles_of(seats), roles()
    nothing: dict[str, date] = {}
    return [
        Learner(
            key=seat.pk,
            needs=known[found[seat.pk]].needs,
            since=timezone.localdate(seat.given_at),
            passed=passed.get(seat.person_id, nothing),
            proofs=proofs.get(seat.person_id, nothing),
        )
        for seat in seats
    ]


MANY = 500


def _passed(organisation: int, people: set[int] | None) -> Mapping[int, dict[str, date]]:
    rows = Pass.objects.filter(organisation=organisation, n__gte=F("course__asks_from"))
    if people is not None:
        rows = rows.filter(person__in=people)
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    for person, course, on in rows.order_by().values_list("person_id", "course__code", "on"):
        found[person][course] = on
    return found


def _proofs(organisation: int, people: set[int] | None) -> Mapping[int, dict[str, date]]:
    rows = OutsideProof.objects.filter(organisation=organisation).standing()
    if people is not None:
        rows = rows.filter(person__in=people)
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    for person, codes, until in rows.order_by().values_list("person_id", "codes", "valid_to_on"):
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
