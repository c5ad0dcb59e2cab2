"""Once a quarter people are counted, so that no look between two moments tells what one of them did.

Nobody who gives seats is counted or counts by a seat that it just gave: see docs/explanation/training-records.md.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from port2port.courses.models import Course, Pass, QuarterCount
from port2port.courses.record import trained
from port2port.members.member import Function
from port2port.members.models import Facility, Organisation, Port, Seat
from port2port.members.operators import operators
from port2port.pure.disclosure import FLOORS, Rules, is_mixed

# A seat counts once it was there so long.
SETTLED = timedelta(days=30)
# Of a smaller group a count would speak of persons; and the steps in which it is said.
STEP = 5


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


@transaction.atomic
def count_people(*, now: datetime) -> int:
    """Count what the totals show in this quarter, once. How many counts were made. Safe to repeat."""
    quarter = quarter_of(timezone.localdate(now))
    if QuarterCount.objects.filter(quarter=quarter).exists():
        return 0
    rows = [
        row
        for organisation in Organisation.objects.filter(state=Organisation.State.ACTIVE).order_by("pk")
        for row in _of_organisation(organisation.pk, quarter, now=now)
    ]
    rows += _of_community(quarter)
    # Two workers at once: the first one's stand.
    return len(QuarterCount.objects.bulk_create(rows, ignore_conflicts=True))


def _of_organisation(organisation: int, quarter: date, *, now: datetime) -> list[QuarterCount]:
    there = Seat.objects.open().filter(organisation=organisation, person__is_active=True)
    # Who gives the seats reads the totals: it is in none of them.
    readers = Seat.objects.filter(organisation=organisation, function=Function.COORDINATOR).values("person")
    seats = list(there.filter(given_at__lte=now - SETTLED).exclude(person__in=readers))
    by_role: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    for one in trained(seats, organisation=organisation, today=timezone.localdate(now)):
        people = by_role[one.role]
        people[one.seat.person_id] = one.is_whole and people.get(one.seat.person_id, True)
    return [
        QuarterCount(quarter=quarter, organisation_id=organisation, about=role, people=people, whole=whole)
        for role, found in by_role.items()
        for people, whole in [floors(len(found), sum(found.values()))]
    ]


def floors(people: int, whole: int) -> tuple[int | None, int | None]:
    """Both as whole fives; none of a group of fewer than five, no `whole` where fewer than five do or do not."""
    if people < STEP:
        return None, None
    shown = min(whole, people - whole) >= STEP
    return people - people % STEP, whole - whole % STEP if shown else None


def _of_community(quarter: date) -> list[QuarterCount]:
    there = Seat.objects.open().filter(
        person=OuterRef("person"), organisation=OuterRef("organisation"), person__is_active=True
    )
    rows = Pass.objects.filter(Exists(there)).order_by().values_list("course__code", "organisation", "person")
    tops, ports = operators(), _ports()
    people: defaultdict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    lie_in: defaultdict[str, set[int]] = defaultdict(set)
    for course, organisation, person in rows.iterator(chunk_size=2_000):
        people[course][tops[organisation]].add(person)
        lie_in[course] |= ports[organisation]
    codes = Course.objects.offered().order_by("code").values_list("code", flat=True)
    return [
        QuarterCount(quarter=quarter, about=code, people=floor_of(people[code], ports=len(lie_in[code])))
        for code in codes
    ]


def _ports() -> defaultdict[int, set[int]]:
    """By organisation the ports that it manages or in which it has facilities."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for organisation, port in Facility.objects.order_by().values_list("organisation_id", "port_id"):
        found[organisation] |= {port} - {None}
    for organisation, port in Port.objects.order_by().values_list("manager_id", "pk"):
        found[organisation].add(port)
    return found


def floor_of(by_operator: dict[int, set[int]], *, ports: int) -> int | None:
    """How many people, as a floor such as at least 50; None where it would speak of single operators."""
    if not by_operator or not is_mixed([len(one) for one in by_operator.values()], ports=ports, rules=Rules()):
        return None
    number = len(set[int]().union(*by_operator.values()))
    return next((floor for floor in FLOORS if number >= floor), None)
