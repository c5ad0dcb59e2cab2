"""Three hundred observers of one exercise send twenty observations a second; each is kept once, and the page stays quick.

One in ten is sent twice, as a phone does that lost the answer. The views run in this process, each observer signed in as
itself, over a database of its own, on eight threads; sending keeps to the clock, so a late answer delays no other phone.
While they send, the controller's list of observations is asked for once a second. A process that has answered nobody yet
reads its pages and addresses first: that answer is printed as `first ms` and has no promise. Floors: one INSERT of such a
row, and reading the rows of that list.

    python bench/live.py       BENCH_SECONDS=60 for a longer run
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from reports_at_scale import engines, scratch  # noqa: E402

OBSERVERS, A_SECOND, AGAIN = 300, 20, 10
SECONDS = int(os.environ.get("BENCH_SECONDS", "15"))
THREADS = 8
TARGET_S = 2.0
NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def main() -> None:
    """Measure each engine in a process of its own and print one line for each."""
    print(
        f"\nlive exercise: {OBSERVERS} observers, {A_SECOND} observations/s for {SECONDS} s, one in {AGAIN} sent twice"
    )
    head = (
        "engine",
        "sent",
        "kept",
        "twice",
        "first ms",
        "late ms",
        "send ms",
        "floor ms",
        "ratio",
        "page ms",
        "floor ms",
        "ratio",
    )
    print(f"{head[0]:12}" + "".join(f"{one:>10}" for one in head[1:]) + f"{'target ms':>11}")
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
        told(engine, json.loads(out.stdout.splitlines()[-1]))


def told(engine: str, line: dict[str, float]) -> None:
    """One line of the table; `!` where something was lost, kept twice, or too slow."""
    sound = line["kept"] == line["sent"] and line["page"] <= TARGET_S * 1000
    numbers = (line["sent"], line["kept"], line["twice"], line["first"], line["late"], line["send"], line["insert"])
    print(
        f"{engine:12}"
        + "".join(f"{one:10,.0f}" if one == int(one) else f"{one:10.1f}" for one in numbers)
        + f"{line['send'] / line['insert']:10.1f}{line['page']:10.0f}{line['read']:10.1f}{line['page'] / line['read']:10.1f}"
        + f"{TARGET_S * 1000:10.0f}{' ' if sound else '!'}"
    )


def measure() -> None:
    """Fill this process's database, let them send, and print the figures as the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    event, seats = exercise()
    browsers = [browser(seat) for seat in seats]
    print(json.dumps(run(event, seats, browsers)))


def exercise():
    """A confirmed exercise that runs, with its observers and their controller, who comes first."""
    from port2port.drills.models import Event, EventPlace, EventRole, Objective
    from port2port.live.models import ClockMove
    from port2port.members.models import Facility, Organisation, Person, Port, Seat

    organisation = Organisation.objects.create(
        slug="bench", name="Bench", kind="port", standing="member", state="active", admitted_at=NOW
    )
    port = Port.objects.create(slug="bench", locode="BEBEN", name="Bench", geography="sea", manager=organisation)
    quay = Facility.objects.create(organisation=organisation, port=port, name="Quay", kind="quay", isps="inside")
    people = Person.objects.bulk_create(
        Person(username=f"observer-{n}", name=f"Observer {n}", email=f"o{n}@example.org", language="en")
        for n in range(OBSERVERS + 1)
    )
    seats = Seat.objects.bulk_create(
        Seat(person=one, organisation=organisation, function="officer", given_at=NOW) for one in people
    )
    begun = datetime.now(UTC) - timedelta(minutes=5)
    event = Event.objects.create(
        organisation=organisation, kind="full", state="confirmed", title="Bench", language="en", planned_at=begun,
        minutes=120, elements=["b18_6.communication"], made_by=seats[0], made_at=NOW, changed_at=NOW,
    )  # fmt: skip
    EventPlace.objects.create(event=event, facility=quay, asked_at=NOW, consented_by=seats[0], consented_at=NOW)
    EventRole.objects.bulk_create(
        EventRole(event=event, seat=one, role="observer" if n else "controller", given_by=seats[0], given_at=NOW)
        for n, one in enumerate(seats)
    )
    Objective.objects.create(event=event, number=1, text="The badge is compared with its holder")
    ClockMove.objects.create(event=event, move="start", by=seats[0], at=begun)
    return event, seats


@cache
def site():
    """The handler of all browsers: each test client would put the middleware together anew at its first request."""
    from django.test.client import ClientHandler

    handler = ClientHandler(enforce_csrf_checks=False)
    handler.load_middleware()
    return handler


def browser(seat):
    """A browser of whoever sits there."""
    from django.test import Client

    client = Client()
    client.handler = site()
    client.force_login(seat.person)
    return client


class Sending:
    """What the observers' browsers sent, how long each answer took, and how late it was."""

    def __init__(self, event, browsers, marks) -> None:
        self.browsers, self.marks = browsers, marks
        self.address = f"/live/{event.key}/observe/send/"
        self.page = f"/live/{event.key}/observations/"
        self.over = threading.Event()
        self.keys, self.late, self.taken, self.pages = [], [], [], []

    def send(self, number: int, due: float) -> None:
        """One observation, and one in ten again as it was."""
        who, key = 1 + number % OBSERVERS, str(uuid4())
        said = {"text": f"Seen {number}", "language": "en", "sent_at": datetime.now(UTC).isoformat()}
        for _time in range(2 if number % AGAIN == 0 else 1):
            begun = time.perf_counter()
            headers = {"Idempotency-Key": key, "X-Live-Seat": self.marks[who]}
            answer = self.browsers[who].post(self.address, said, headers=headers)
            self.taken.append(time.perf_counter() - begun)
            assert answer.status_code == 201, (answer.status_code, answer.content)
        self.late.append(time.monotonic() - due)
        self.keys.append(key)

    def look(self) -> None:
        """The controller's page, once a second, until it is over."""
        while not self.over.is_set():
            begun = time.perf_counter()
            assert self.browsers[0].get(self.page).status_code == 200
            self.pages.append(time.perf_counter() - begun)
            self.over.wait(max(0.0, 1 - self.pages[-1]))

    def all(self) -> None:
        """By the clock, whatever the answers take."""
        watcher = threading.Thread(target=self.look)
        watcher.start()
        start = time.monotonic()
        with ThreadPoolExecutor(THREADS) as pool:
            for number in range(SECONDS * A_SECOND):
                due = start + number / A_SECOND
                time.sleep(max(0.0, due - time.monotonic()))
                pool.submit(self.send, number, due)
        self.over.set()
        watcher.join()


def run(event, seats, browsers) -> dict[str, float]:
    """Send by the clock, ask for the page meanwhile, and count what was kept."""
    from port2port.live.models import Observation
    from port2port.live.views.shared import seat_mark
    from port2port.members.models import Seat
    from port2port.members.readers import member_of_seat

    rows = Seat.objects.select_related("person", "organisation").in_bulk([one.pk for one in seats])
    sending = Sending(event, browsers, [seat_mark(member_of_seat(rows[one.pk])) for one in seats])
    first = timed(lambda: browsers[0].get(sending.page))
    sending.all()
    return {
        "first": 1000 * first,
        "sent": SECONDS * A_SECOND,
        "kept": Observation.objects.filter(event=event, idempotency_key__in=sending.keys).count(),
        "twice": len(sending.taken) - len(sending.keys),
        "late": 1000 * max(sending.late),
        "send": 1000 * statistics.median(sending.taken),
        "page": 1000 * max(sending.pages),
        **floors(event, seats),
    }


def floors(event, seats) -> dict[str, float]:
    """One INSERT of such a row, and reading the rows of the list, in milliseconds."""
    from port2port.live.models import Observation

    def insert() -> None:
        now = datetime.now(UTC)
        Observation.objects.create(
            event=event, text="Seen", language="en", seat=seats[0], told_at=now, observed_at=now, sent_at=now,
            received_at=now, idempotency_key=str(uuid4()), digest="0" * 64,
        )  # fmt: skip

    def read() -> None:
        list(Observation.objects.filter(event=event).select_related("seat", "objective", "inject"))

    return {
        name: 1000 * statistics.median(timed(do) for _ in range(30))
        for name, do in (("insert", insert), ("read", read))
    }


def timed(do) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    measure() if "--measure" in sys.argv else main()
