"""The obligation clock of 1,000 facilities with 12 duties each, recomputed from the database as the list does it.

Two years of history: about 22 fulfilments a facility. Floor beside: read the same rows and add three months to each.

    python bench/obligation_clock.py       BENCH_FACILITIES=5000 for a larger run
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from reports_at_scale import engines, scratch  # noqa: E402

FACILITIES = int(os.environ.get("BENCH_FACILITIES", "1000"))
ROUNDS = 9
TARGET_S = 1.0
# Seven rules that run by themselves at an ISPS facility would leave twelve short; six rhythms make it up.
OWN = ("a17-04", "a17-05", "a17-06", "a17-07", "a17-08", "a17-12")
HISTORY = {"drill": 8, "exercise": 2, "test-call": 4, "a17-04": 3}


def main() -> None:
    """Measure each engine in a process of its own and print one line for each."""
    print(f"\nobligation clock: {FACILITIES:,} facilities x 12 rules, recomputed; median of {ROUNDS}")
    print(f"{'engine':12}{'clocks':>9}{'rows':>9}{'queries':>9}{'ms':>9}{'floor ms':>10}{'ratio':>8}{'target ms':>11}")
    for engine in engines():
        with scratch(engine) as url:
            out = subprocess.run(
                [sys.executable, __file__, "--measure"],
                env=os.environ
                | {"PORT2PORT_DATABASE": url, "PORT2PORT_VAR": tempfile.mkdtemp(), "PORT2PORT_DEMO": "yes"},
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
        line = json.loads(out.stdout.splitlines()[-1])
        enough = " " if line["ms"] <= TARGET_S * 1000 else "!"
        print(
            f"{engine:12}{line['clocks']:9,}{line['rows']:9,}{line['queries']:9}{line['ms']:9.0f}{line['floor']:10.0f}"
            f"{line['ms'] / line['floor']:8.1f}{TARGET_S * 1000:10.0f}{enough}"
        )


def measure() -> None:
    """Fill this process's database and recompute; the figures are the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from port2port.duties.clocks import lines_of
    from port2port.duties.models import Fulfilment

    member = community()
    with CaptureQueriesContext(connection) as seen:
        lines = lines_of(member, today=TODAY)
    taken = [timed(lambda: lines_of(member, today=TODAY)) for _ in range(ROUNDS)]
    floor = [timed(bare) for _ in range(ROUNDS)]
    figures = {
        "clocks": sum(line.place.scope == "facility" for line in lines),
        "rows": Fulfilment.objects.count(),
        "queries": len(seen),
        "ms": statistics.median(taken) * 1000,
        "floor": statistics.median(floor) * 1000,
    }
    print(json.dumps(figures))


TODAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def timed(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def bare() -> int:
    """Read the rows and add months to each, and nothing else."""
    from port2port.duties.models import Fulfilment
    from port2port.pure.calendar_rules import plus_months

    newest: dict[tuple[int, str], date] = {}
    for facility, rule, on in Fulfilment.objects.values_list("facility_id", "rule", "on").order_by():
        key = (facility, rule)
        newest[key] = max(on, newest.get(key, on))
    return sum(plus_months(on, 3) < TODAY for on in newest.values())


def community():
    """One organisation with all facilities, and its coordinator."""
    from port2port.members.models import Facility, Organisation, Person, Port, Seat
    from port2port.members.readers import member_of_seat

    own = Organisation.objects.create(
        slug="bench", name="Bench", kind="operator", standing="member", state="active", admitted_at=NOW
    )
    port = Port.objects.create(slug="bench", locode="BEBEN", name="Bench", geography="sea")
    facilities = Facility.objects.bulk_create(
        Facility(organisation=own, port=port, name=f"Quay {number}", kind="quay", isps="inside")
        for number in range(FACILITIES)
    )
    person = Person.objects.create(username="bench", name="Bench")
    seat = Seat.objects.create(person=person, organisation=own, function="coordinator", given_at=NOW)
    enter(own, facilities, seat)
    return member_of_seat(seat)


def enter(own, facilities, seat) -> None:
    """Six rhythms and two years of fulfilments for each facility."""
    from port2port.duties.models import ClockSetting, Fulfilment
    from port2port.duties.rulebook import Scope, clock_rules

    rules = [one for one in clock_rules().values() if one.scope == Scope.FACILITY]
    codes = [one.code for one in rules if not one.sets_own_period or one.code in OWN]
    assert len(codes) == 12, codes
    ClockSetting.objects.bulk_create(
        (
            ClockSetting(organisation=own, facility=one, rule=code, months=3, set_by=seat, set_at=NOW)
            for one in facilities
            for code in OWN
        ),
        batch_size=2_000,
    )
    Fulfilment.objects.bulk_create(
        (
            Fulfilment(
                organisation=own,
                facility=one,
                rule=code,
                on=TODAY - timedelta(days=(number * 37 + 85 * back) % 700 + 1),
                until=TODAY + timedelta(days=number % 900) if code == "soc-certificate" else None,
                tested=["b15_11.access"] if code == "drill" else [],
                entered_by=seat,
                entered_at=NOW,
            )
            for number, one in enumerate(facilities)
            for code in codes
            for back in range(HISTORY.get(code, 1))
        ),
        batch_size=2_000,
    )


if __name__ == "__main__":
    measure() if "--measure" in sys.argv else main()
