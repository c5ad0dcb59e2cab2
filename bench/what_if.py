"""A what-if of ten ports with six routes each under three scenarios, through the whole page; and the answer itself.

Seconds on the clock, the middle of several, with one thread for the arithmetic as `port2port` sets it. Floor: the
arithmetic of the joint plan alone, in the same process. A what-if is promised within a second for each aim of a plan.

    python bench/what_if.py       BENCH_PORTS=20 for more ports
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from reports_at_scale import engines, scratch  # noqa: E402

PORTS, ROUTES = int(os.environ.get("BENCH_PORTS", "10")), 6
ROUNDS, TARGET_S = 5, 1.0
AIMS = ("mean", "worst_case", "worst_regret", "weakest_link")
SCENARIOS = ("likely", "worst", "best")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def main() -> None:
    """Measure each engine in a process of its own; ends with 1 where a promise is not kept."""
    print(f"\nwhat-if: {PORTS} ports x {ROUTES} routes, {len(SCENARIOS)} scenarios; median of {ROUNDS}")
    print(f"{'engine':12}{'aim':>14}{'s':>8}{'floor s':>9}{'ratio':>7}{'target s':>10}")
    kept = True
    for engine in engines():
        with scratch(engine) as url:
            surroundings = {"PORT2PORT_DATABASE": url, "PORT2PORT_VAR": tempfile.mkdtemp(), "PORT2PORT_DEMO": "yes"}
            surroundings["OMP_NUM_THREADS"] = "1"
            out = subprocess.run(
                [sys.executable, __file__, "--measure"],
                env=os.environ | surroundings,
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
        for aim, took, floor in json.loads(out.stdout.splitlines()[-1]):
            kept &= took <= TARGET_S
            mark = " " if took <= TARGET_S else "!"
            print(f"{engine:12}{aim:>14}{took:8.3f}{floor:9.3f}{took / floor:7.1f}{TARGET_S:10.1f}{mark}")
    sys.exit(0 if kept else 1)


def measure() -> None:
    """Fill this process's database and ask; the figures are the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    person, officers = community()
    client = Client()
    client.force_login(person)
    found = []
    for aim in AIMS:
        given, address = game(officers, aim)
        found.append((aim, *asked(client, given, address)))
    print(json.dumps(found))


def community() -> tuple[Any, list[Any]]:
    """As many ports, each with an officer."""
    from port2port.members.models import Organisation, Person, Port, Seat
    from port2port.members.readers import member_of_seat

    officers, people = [], []
    for number in range(PORTS):
        organisation = Organisation.objects.create(
            slug=f"port-{number}", name=f"Port {number}", kind="port", standing="member", state="active"
        )
        Port.objects.create(slug=f"port-{number}", name=f"Port {number}", geography="sea", manager=organisation)
        people.append(Person.objects.create(username=f"officer-{number}"))
        seat = Seat.objects.create(person=people[-1], organisation=organisation, function="officer", given_at=NOW)
        officers.append(member_of_seat(seat))
    return people[0], officers


def circle_of(officers: list[Any], name: str) -> Any:
    """One for each aim: what may be asked is bounded in each circle."""
    from port2port.members.models import Circle, CircleMembership

    circle = Circle.objects.create(name=name, owner_id=officers[0].organisation_id, made_at=NOW)
    for one in officers:
        CircleMembership.objects.create(
            circle=circle, organisation_id=one.organisation_id, invited_at=NOW, joined_at=NOW
        )
    return circle


def game(officers: list[Any], aim: str) -> tuple[Any, str]:
    """A game with its first answer, and the address of its page."""
    from port2port.allocation import actions
    from port2port.allocation.actions import ScenarioFields
    from port2port.allocation.models import Named
    from port2port.members.models import Port
    from port2port.pure.workbench.given import from_json

    first = officers[0]
    row = actions.open_game(
        member=first, circle=circle_of(officers, aim), title="Bench", language="en", aim=aim, now=NOW
    )
    for number, officer in enumerate(officers):
        if number:
            seat = officer.seat_id
            Named.objects.create(
                game=row, organisation_id=officer.organisation_id, seat_id=seat, named_by_id=seat, named_at=NOW
            )
        port = Port.objects.get(slug=f"port-{number}")
        inputs = actions.save_port(member=officer, game=row, port=port, own_units=2, now=NOW)
        for place in range(ROUTES):
            actions.save_route(member=officer, inputs=inputs, said=route(number, place), now=NOW)
        actions.lend(member=officer, game=row, units=0.5, now=NOW)
    for level in SCENARIOS:
        said = ScenarioFields(level, "to look at the ends", "en", 12_500, 60_000, 200, level)
        actions.save_scenario(member=first, game=row, said=said, now=NOW)
    solution = actions.solve(member=first, game=row, now=NOW)
    return from_json(solution.given), f"{row.get_absolute_url()}result/"


def route(port: int, place: int) -> Any:
    """Figures that differ by port and route, always the same."""
    from port2port.allocation.actions import RouteFields
    from port2port.pure.workbench.given import FIGURES, Range

    size = 0.6 + 0.13 * ((7 * port + 3 * place) % 11)
    figures = {
        "reward": Range(50_000 * size, 90_000 * size, 140_000 * size),
        "penalty": Range(20_000, 35_000, 50_000),
        "access_cost": Range(10_000, 20_000, 40_000),
        "harm": Range(40_000 * size, 100_000 * size, 200_000 * size),
        "detect_prob": Range(0.4, 0.65, 0.9),
    }
    return RouteFields(f"Route {place}", figures, dict.fromkeys(FIGURES, "made up"), 0.0, 0.3)


def asked(client: Any, given: Any, address: str) -> tuple[float, float]:
    """Seconds of a what-if through its page, each time another, and of the joint plan by itself."""
    from port2port.pure.workbench import plans
    from port2port.pure.workbench.given import variants_of, with_changes

    own = given.ports[given.of(1)[0]] if given.of(1) else given.ports[0]
    floors = {f"floor-{one.key}": "0" for one in own.routes}

    def ask(number: int) -> None:
        said = floors | {f"units-{own.key}": "3", f"floor-{own.routes[number].key}": "20", "answer": "1"}
        answer = client.post(address, said)
        if answer.status_code != 200 or b"What the model says to that" not in answer.content:
            raise RuntimeError(answer.status_code)

    def plan(number: int) -> None:
        changed = with_changes(given, units={own.key: 3.0}, floors={own.routes[number].key: 0.2})
        plans.joint_plan(changed, variants_of(changed))

    return timed(ask), timed(plan)


def timed(work: Callable[[int], None]) -> float:
    """The middle of several."""
    found = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        work(number)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


if __name__ == "__main__":
    measure() if "--measure" in sys.argv else main()
