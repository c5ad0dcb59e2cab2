"""A game as its page shows it: what the own organisation entered, what is shared, and what is missing."""

from dataclasses import dataclass

from django.db.models import F

from port2port.allocation.actions.answering import being_reckoned
from port2port.allocation.actions.opening import may_close, names_people
from port2port.allocation.material import faults_of
from port2port.allocation.models import GameDraft, Named, Plan, PoolUnits, PortInputs, Route, Scenario, Solution
from port2port.allocation.naming import label_of
from port2port.allocation.refusals import TooFewHouses
from port2port.base.clock import now
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.members.models.jobs import Job

MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A game in the list. is_named   whether this seat works on it     plans   that it has"""

    row: GameDraft
    opened_by: str
    is_named: bool
    plans: list[Plan]


@dataclass(frozen=True, slots=True)
class OwnPort:
    """An own port: inputs None where nothing is entered yet."""

    port: Port
    inputs: PortInputs | None
    routes: list[Route]
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says to this member. pool   who lends, and what

    is_reckoned   whether an answer is being reckoned, by whomever      job   which, where this seat started it
    """

    own_id: int | None
    is_named: bool
    names_people: bool
    may_close: bool
    named: list[Named]
    ports: list[OwnPort]
    pool: list[tuple[str, PoolUnits]]
    pool_sum: float
    scenarios: list[Scenario]
    solution: Solution | None
    is_reckoned: bool
    job: Job | None
    plans: list[Plan]

    @property
    def takes_part(self) -> bool:
        """Whether an own port has its inputs."""
        return any(one.inputs for one in self.ports)

    @property
    def needed(self) -> str:
        """What an answer takes, in words."""
        return str(TooFewHouses.words)

    @property
    def has_own(self) -> bool:
        """Whether an own port has a route."""
        return any(one.routes for one in self.ports)


def lines_of(member: Member) -> list[Line]:
    """The newest fifty; those that are closed come last, and push no open one off."""
    games = GameDraft.objects.visible_to(member).select_related("circle", "organisation")
    rows = list(games.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")[:MOST])
    own = set(
        GameDraft.objects.editable_by(member).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    plans: dict[int, list[Plan]] = {}
    for plan in Plan.objects.visible_to(member).listed().filter(game__in=rows):
        plans.setdefault(plan.game_id, []).append(plan)
    return [
        Line(
            row,
            label_of(row.organisation, circle=row.circle, member=member),
            row.pk in own,
            plans.get(row.pk, []),
        )
        for row in rows
    ]


def page_of(row: GameDraft, *, member: Member) -> Page:
    """All of it; a coordinator who is not named sees the people only."""
    is_named = GameDraft.objects.editable_by(member).filter(pk=row.pk).exists()
    named = Named.objects.visible_to(member).standing().filter(game=row).select_related("seat__person")
    is_reckoned, job = being_reckoned(member=member, game=row, now=now()) if row.closed_at is None else (False, None)
    pool = list(PoolUnits.objects.visible_to(member).filter(game=row).select_related("organisation"))
    return Page(
        own_id=member.organisation_id,
        is_named=is_named,
        names_people=names_people(member, row),
        may_close=is_named and may_close(member, row),
        named=list(named),
        ports=_ports(row, member) if is_named else [],
        pool=[(label_of(one.organisation, circle=row.circle, member=member), one) for one in pool],
        pool_sum=sum(one.units for one in pool),
        scenarios=list(Scenario.objects.visible_to(member).standing().filter(game=row)),
        solution=Solution.objects.visible_to(member).filter(game=row).order_by("-number").first(),
        is_reckoned=is_reckoned,
        job=job,
        plans=list(Plan.objects.visible_to(member).listed().filter(game=row)),
    )


def _ports(row: GameDraft, member: Member) -> list[OwnPort]:
    inputs = {one.port_id: one for one in PortInputs.objects.visible_to(member).filter(game=row).select_related("port")}
    routes: dict[int, list[Route]] = {}
    for route in Route.objects.visible_to(member).standing().filter(inputs__in=list(inputs.values())):
        routes.setdefault(route.inputs_id, []).append(route)
    found = []
    for port in Port.objects.visible_to(member).reportable_by(member):
        its = inputs.get(port.pk)
        faults = faults_of(row, its, member=member) if its is not None else []
        found.append(OwnPort(port, its, routes.get(its.pk, []) if its else [], faults))
    return found
