"""A roster from its seed and the plan: drawn again at each reading, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from port2port.allocation import sealing
from port2port.allocation.answers import own_numbers
from port2port.allocation.models import Plan, Roster, Solution
from port2port.allocation.refusals import DrawnOtherwise
from port2port.members.member import Member
from port2port.pure.sealing import SealedShutError
from port2port.pure.seeded import commitment, drawn, roster_digest
from port2port.pure.workbench import given as pure
from port2port.pure.workbench import plans
from port2port.pure.workbench.given import Given, PortGiven


@dataclass(frozen=True, slots=True)
class Drawn:
    """One own port in one week: the names of its routes, and which of them have a unit."""

    port: str
    routes: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A draw as an auditor sees it. seed   in hex, once its week is over; None then: it cannot be opened

    holds   whether it gives what was drawn; None before
    """

    roster: Roster
    seed: str | None
    holds: bool | None


def _all(solution: Solution, seed: bytes) -> list[tuple[PortGiven, list[int]]]:
    given: Given = pure.from_json(solution.given)
    coverage = plans.from_json(solution.answer).joint
    found, place = [], 0
    for port in given.ports:
        found.append((port, drawn(seed, port.key, coverage[place : place + len(port.routes)])))
        place += len(port.routes)
    return found


def digest(plan: Plan, seed: bytes) -> str:
    """SHA-256 of what the seed gives at every port."""
    return _digest(_all(plan.solution, seed))


def _digest(ports: Sequence[tuple[PortGiven, list[int]]]) -> str:
    return roster_digest([(port.key, [port.routes[number].key for number in numbers]) for port, numbers in ports])


def own_rosters(member: Member, roster: Roster) -> list[Drawn]:
    """The own ports' part of the draw. Raises KeyStoreLocked, DrawnOtherwise."""
    solution = roster.plan.solution
    try:
        seed = sealing.opened(bytes(roster.sealed))
    except SealedShutError as problem:
        raise DrawnOtherwise from problem
    all_ports = _all(solution, seed)
    # Other arithmetic or a changed row would send units elsewhere than those who read it first were told.
    if commitment(seed) != roster.commitment or _digest(all_ports) != roster.digest:
        raise DrawnOtherwise
    own = [all_ports[number] for number in own_numbers(member, pure.from_json(solution.given))]
    return [
        Drawn(port.name, [(route.name, number in numbers) for number, route in enumerate(port.routes)])
        for port, numbers in own
    ]


def checked(member: Member, *, now: datetime) -> list[Checked]:
    """Draws that this auditor sees: of those whose week is over the seed, and whether it gives what was drawn."""
    rows = Roster.objects.visible_to(member).select_related("plan__solution").order_by("-week", "-pk")[:MOST]
    today = timezone.localdate(now)
    return [_checked(row, is_used=row.last_on < today) for row in rows]


MOST = 100


def _checked(row: Roster, *, is_used: bool) -> Checked:
    if not is_used:
        return Checked(row, None, None)
    try:
        seed = sealing.opened(bytes(row.sealed))
    except SealedShutError:
        return Checked(row, None, holds=False)
    return Checked(row, seed.hex(), commitment(seed) == row.commitment and digest(row.plan, seed) == row.digest)
