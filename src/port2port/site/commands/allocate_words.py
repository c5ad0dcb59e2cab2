"""The words of `port2port allocate`: the plan as a table, what it is read beside, and what it does not say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from port2port.pure.games.plan import Objective, Proof

if TYPE_CHECKING:
    from port2port.pure.games.answer_file import Answered
    from port2port.pure.games.plan import Plan

MODEL = "All figures are of a model; none was measured."
SACRIFICED = "More attempts than with each port for itself at: {ports}. A floor (min_coverage) keeps a port from this."
WITHOUT = "No route at: {ports}. Without one a port is left out of the plan."
MADE_LEAST = {
    Objective.EXPECTED: "expected harm a week",
    Objective.WEAKEST_LINK: "what the best route is worth",
    Objective.TYPES: "harm a week over the attacker types",
    Objective.MEAN: "mean harm a week over the scenarios",
    Objective.WORST_CASE: "harm a week in the worst scenario",
    Objective.WORST_REGRET: "largest harm a week above a scenario's least",
}
SHOWN = 40


def lines(found: "Answered") -> list[str]:
    """What the command prints without --json."""
    plan = found.plan
    said = [f"Least {MADE_LEAST[plan.objective]}: {plan.value:,.4f}; {_proof(plan)}", ""]
    said += _ports(found)
    if found.rising:
        said += ["", SACRIFICED.format(ports=", ".join(_names(found, found.rising)))]
    if found.given.without_routes:
        said += ["", WITHOUT.format(ports=", ".join(_shown(found.given.without_routes)))]
    said += ["", *_beside(found), "", MODEL]
    return said


def _names(found: "Answered", ports: Sequence[int]) -> list[str]:
    return _shown([found.given.names[port] for port in ports])


def _shown(names: Sequence[str]) -> list[str]:
    return list(names) if len(names) <= SHOWN else [*names[:SHOWN], f"and {len(names) - SHOWN} more"]


def _proof(plan: "Plan") -> str:
    if plan.proof is Proof.GLOBAL:
        return f"proven: no plan is below {plan.lower_bound:,.4f}"
    return f"the best found; no plan is below {plan.lower_bound:,.4f}"


def _ports(found: "Answered") -> list[str]:
    """One line a port; those at which attempts rise come first, then the others in their order."""
    plan, given = found.plan, found.given
    order = [*found.rising, *(port for port in range(given.own_units.size) if port not in set(found.rising))]
    said = [f"{'port':<24}{'own':>8}{'used':>8}{'lent to it':>12}{'attempts':>11}{'for itself':>12}{'harm':>13}"]
    said += [
        f"{given.names[port]:<24}{given.own_units[port]:>8.2f}{plan.units[port]:>8.2f}{plan.mobile[port]:>12.2f}"
        f"{plan.attempts[port]:>11.2f}{found.alone.attempts[port]:>12.2f}{plan.harm[port]:>13,.2f}"
        for port in order[:SHOWN]
    ]
    return said if len(order) <= SHOWN else [*said, f"and {len(order) - SHOWN} more (--json has all)"]


def _beside(found: "Answered") -> list[str]:
    plan, alone, spread = found.plan, found.alone, found.by_attempts
    idle = float(found.given.own_units.sum()) + found.given.mobile_units - float(plan.units.sum())
    said = [
        f"{'harm a week, the game itself':<36}{plan.harm.sum():>14,.2f}",
        f"{'each port for itself':<36}{alone.harm_per_week:>14,.2f}{'' if alone.converged else '  (no rest found)'}",
        f"{'units by attempts, evenly spread':<36}{spread.harm_per_week:>14,.2f}",
        f"{'attempts given up':<36}{plan.give_up_share:>14.1%}",
    ]
    if idle > 1e-6:
        said.append(f"{'units that stay unused':<36}{idle:>14.2f}")
    if found.worth is not None:
        low, middle, high = found.worth.low, found.worth.middle, found.worth.high
        said.append(f"Joint use saves {middle:.0%} of the harm over the scenarios ({low:.0%} to {high:.0%}).")
        name = found.given.names[found.worth.worst_port]
        said.append(f"Largest change at one port in any scenario: {name}, {found.worth.worst_change:+.0%} of its harm.")
    return said


def roster_lines(found: "Answered", drawn: Sequence[frozenset[int]]) -> list[str]:
    """The routes drawn at each port, as the file counts them from 0."""
    named = zip(found.given.names, drawn, strict=True)
    return [
        "",
        "Routes with a unit this week",
        *(f"{name:<24}{', '.join(map(str, sorted(one)))}" for name, one in named),
    ]
