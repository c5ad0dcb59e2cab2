"""Who owes what: 10,000 people, each with 40 things to know, from the rows of the database to the list of what is due.

Set-up: one organisation, 10,000 seats in one role of 40 needs with a course each, ten courses passed by each person (100,000
passes), one proof from elsewhere for every tenth. Timed: reading seats, roles, passes and proofs, and reckoning 400,000 needs into
the sorted list; beside it the same with every line of the list written out, which no page does.
Floor beside: read the passes and seats, and nothing else.

    python bench/due_list.py       BENCH_PEOPLE=2000 for a smaller run
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

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "10000"))
NEEDS, PASSED = 40, 10
ROUNDS = 5
TARGET_S = 1.0
TODAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def main() -> int:
    """Measure each engine in a process of its own; 1 where one does not keep its promise."""
    print(f"\ndue list: {PEOPLE:,} people x {NEEDS} requirements; median of {ROUNDS}")
    print(
        f"{'engine':12}{'due':>9}{'passes':>9}{'queries':>9}{'ms':>9}{'reckon ms':>11}{'lines ms':>10}{'floor ms':>10}{'ratio':>8}{'target ms':>11}"
    )
    late = False
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
        is_late = max(line["ms"], line["lines"]) > TARGET_S * 1000
        late = late or is_late
        print(
            f"{engine:12}{line['due']:9,}{line['passes']:9,}{line['queries']:9}{line['ms']:9.0f}{line['reckon']:11.0f}{line['lines']:10.0f}"
            f"{line['floor']:10.0f}{line['ms'] / line['floor']:8.1f}{TARGET_S * 1000:10.0f}{'!' if is_late else ' '}"
        )
    return 1 if late else 0


def measure() -> None:
    """Fill this process's database and reckon; the figures are the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from port2port.courses import crowd
    from port2port.courses.models import Pass
    from port2port.courses.roles import RoleText
    from port2port.members.models import Seat
    from port2port.pure.due_list import due_list
    from port2port.pure.training_due import Need

    own = community()
    needs = tuple(Need((f"code-{number}",), (f"course-{number}",), 12 + number % 24) for number in range(NEEDS))
    text = RoleText("all-staff", "bench", {"en": "Bench"}, needs)
    # Forty requirements with a course each, which no role that ships has.
    crowd.roles = lambda: {"all-staff": text}

    def read():
        rows = Seat.objects.filter(organisation=own, ended_at=None).order_by().values_list(*crowd.PLACE)
        return crowd.crowd_of([crowd.Place(*one) for one in rows], organisation=own)

    def whole():
        return due_list(read(), TODAY)

    with CaptureQueriesContext(connection) as seen:
        found = whole()
    known = read()
    taken = {
        "ms": [timed(whole) for _ in range(ROUNDS)],
        "reckon": [timed(lambda: due_list(known, TODAY)) for _ in range(ROUNDS)],
        "lines": [timed(lambda: list(whole())) for _ in range(ROUNDS)],
        "floor": [timed(lambda: bare(own)) for _ in range(ROUNDS)],
    }
    medians = {name: statistics.median(times) * 1000 for name, times in taken.items()}
    print(json.dumps({"due": len(found), "passes": Pass.objects.count(), "queries": len(seen)} | medians))


def timed(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def bare(own: int) -> int:
    """Read the rows, and nothing else."""
    from port2port.courses.models import Pass
    from port2port.members.models import Seat

    passes = list(Pass.objects.filter(organisation=own).order_by().values_list("person_id", "course_id", "on"))
    return len(passes) + len(list(Seat.objects.filter(organisation=own).order_by().values_list("pk", "person_id")))


def community() -> int:
    """One organisation with everybody in it, forty courses, and what was passed and brought along."""
    from port2port.courses.models import Course, Pass
    from port2port.members.models import Organisation, Person, Seat

    own = Organisation.objects.create(
        slug="bench", name="Bench", kind="operator", standing="member", state="active", admitted_at=NOW
    )
    people = Person.objects.bulk_create(
        (Person(username=f"bench-{number}", name=f"Bench {number}") for number in range(PEOPLE)), batch_size=2_000
    )
    since = NOW - timedelta(days=900)
    seats = Seat.objects.bulk_create(
        (Seat(person=one, organisation=own, function="analyst", given_at=since) for one in people), batch_size=2_000
    )
    courses = Course.objects.bulk_create(
        Course(code=f"course-{number}", organisation=own, made_at=NOW) for number in range(NEEDS)
    )
    Pass.objects.bulk_create(
        (
            Pass(
                person=one,
                organisation=own,
                course=courses[(place + number * 4) % NEEDS],
                n=1,
                on=TODAY - timedelta(days=(place * 7 + number * 31) % 900),
                per_cent=90,
                valid_months=(0, 24)[number % 2],
            )
            for place, one in enumerate(people)
            for number in range(PASSED)
        ),
        batch_size=5_000,
    )
    bring_along(own, people, seats[0])
    return own.pk


def bring_along(own, people, seat) -> None:
    """A proof from elsewhere for every tenth."""
    from port2port.courses.models import OutsideProof

    OutsideProof.objects.bulk_create(
        (
            OutsideProof(
                person=one, organisation=own, kind="certificate", codes=[f"code-{place % NEEDS}"], issuer="Bench",
                valid_to_on=TODAY + timedelta(days=place % 400), seen_by=seat, seen_at=NOW,
            )
            for place, one in enumerate(people[::10])
        ),
        batch_size=2_000,
    )  # fmt: skip


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        sys.exit(main())
