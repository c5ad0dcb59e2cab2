"""Publishing through the real action, signatures included: reports a second, and how long the slowest take.

12 member organisations, about 60 people, reports in the labels that such a community uses, one commit each. SQLite takes
one writer; a server with PostgreSQL has several web processes, so that it is measured with one and with two of them
publishing at the same time. Floor beside: the same number of writers sign the same envelopes and insert each with a commit
of its own, and nothing else. Processor time is that of the writers; PostgreSQL's own comes on top.

    python bench/publishing.py             BENCH_PUBLICATIONS=2000 for a longer run; --profile for where the time goes
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from reports_at_scale import engines, scratch  # noqa: E402

PUBLICATIONS = int(os.environ.get("BENCH_PUBLICATIONS", "500"))
WARM_UP = 25
TARGETS = {"sqlite": 100, "postgresql": 200}
WRITERS = {"sqlite": {1: "one writer"}, "postgresql": {1: "one writer", 2: "two writers at once"}}
HEAD = ("per second", "p50 ms", "p95 ms", "cpu ms", "queries", "floor/s", "ratio", "target")


def main() -> int:
    """Measure each engine in processes of their own and print a line for each number of writers; 1 where one is late."""
    kept = []
    print(f"\npublishing: {PUBLICATIONS} reports, 12 member organisations")
    print(f"{'engine':12}{'writers':20}{''.join(f'{name:>11}' for name in HEAD)}")
    for engine in engines():
        with scratch(engine) as url, tempfile.TemporaryDirectory() as var:
            env = os.environ | {"PORT2PORT_DATABASE": url, "PORT2PORT_VAR": var, "PORT2PORT_DEMO": "yes"}
            subprocess.run([sys.executable, __file__, "--prepare"], env=env, check=True)
            for count, words in WRITERS[engine].items():
                kept.append(show(engine, words, *race(env, count)))
    return 0 if all(kept) else 1


def show(engine: str, words: str, published: list[dict], floor: float) -> bool:
    """Print one line: the writers together; whether they keep the promise."""
    taken = [one for line in published for one in line["taken"]]
    rate = together(published)
    figures = (
        f"{rate:11.0f}{1000 * statistics.median(taken):11.2f}{1000 * statistics.quantiles(taken, n=20)[-1]:11.2f}"
        f"{1000 * sum(line['cpu'] for line in published) / len(taken):11.2f}{published[0]['queries']:11}"
        f"{floor:11.0f}{rate / floor:11.2f}{TARGETS[engine]:10}{' ' if rate >= TARGETS[engine] else '!'}"
    )
    print(f"{engine:12}{words:20}{figures}")
    return rate >= TARGETS[engine]


def race(env: dict[str, str], count: int) -> tuple[list[dict], float]:
    """What `count` writers said of their publications, and the floor for as many; all start at the same moment."""
    command = [sys.executable, __file__, "--write", *sys.argv[1:]]
    env = env | {"BENCH_PUBLICATIONS": str(PUBLICATIONS // count)}
    writers = [
        subprocess.Popen(
            command, env=env | {"BENCH_WRITER": str(number)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for number in range(count)
    ]
    published, floor = round_of(writers), together(round_of(writers))
    for writer in writers:
        writer.wait()
    return published, floor


def round_of(writers: list[subprocess.Popen]) -> list[dict]:
    """Wait until each is ready, let them go, and read what each has to say."""
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return [json.loads(writer.stdout.readline()) for writer in writers]


def together(lines: list[dict]) -> float:
    """How many a second, from the first start to the last end."""
    return sum(line["count"] for line in lines) / (
        max(line["end"] for line in lines) - min(line["start"] for line in lines)
    )


def on_go() -> None:
    """Say that this writer is ready and wait for the others."""
    print("ready", flush=True)
    sys.stdin.readline()


def django_ready() -> None:
    """Django in this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django

    django.setup()


def prepare() -> None:
    """The tables, the community and the key store's key."""
    from django.core.management import call_command
    from django.db import connection

    from port2port.ledger.keys import make_master_key

    call_command("migrate", verbosity=0)
    make_master_key()
    community()
    with connection.cursor() as cursor:
        # As the machine that keeps the tables does sooner or later.
        cursor.execute("ANALYZE")


def write() -> None:
    """One writer: publish, then do the floor; each on a sign, each with one line that says how it went."""
    wishes = list(reports(PUBLICATIONS + WARM_UP))
    for wish in wishes[:WARM_UP]:
        publish(*wish)
    profile = cProfile.Profile() if "--profile" in sys.argv else None
    on_go()
    if profile:
        profile.enable()
    start, before = time.monotonic(), time.process_time()
    taken = [timed(wish) for wish in wishes[WARM_UP:]]
    end, cpu = time.monotonic(), time.process_time() - before
    if profile:
        profile.disable()
        pstats.Stats(profile, stream=sys.stderr).sort_stats(os.environ.get("BENCH_SORT", "cumulative")).print_stats(70)
    said = {"count": len(taken), "start": start, "end": end, "taken": taken, "cpu": cpu, "queries": queries(wishes[0])}
    print(json.dumps(said), flush=True)
    floor()


def community() -> None:
    """The organisations, circles and people of the large community, with five people in each organisation."""
    import scale
    from port2port.members.models import Organisation, Person, Seat

    scale.found()
    for organisation in Organisation.objects.active_members():
        for number in range(4):
            person = Person.objects.create(username=f"{organisation.slug}-{number}", name="Somebody", language="en")
            function = ("guard", "officer", "analyst", "coordinator")[number]
            Seat.objects.create(person=person, organisation=organisation, function=function, given_at=scale.START)


def reports(count: int):
    """Who says what to whom: half TLP:GREEN, most of the rest in one or two circles."""
    from port2port.members.models import Circle, Seat
    from port2port.members.readers import member_of_seat
    from port2port.pure.audience import Tlp
    from port2port.reports.fields import Readers, ReportFields
    from port2port.reports.models import Kind

    seats = Seat.objects.filter(function="officer", organisation__standing="member").select_related(
        "person", "organisation"
    )
    members = [member_of_seat(seat) for seat in seats]
    circles = {one.organisation_id: list(Circle.objects.choosable_by(one)) for one in members}
    first = int(os.environ.get("BENCH_WRITER", "0")) * count
    for number in range(first, first + count):
        member = members[number % len(members)]
        own = frozenset(one.pk for one in circles[member.organisation_id][: 1 + number % 2])
        tlp = (Tlp.GREEN, Tlp.AMBER, Tlp.GREEN, Tlp.AMBER_STRICT, Tlp.CLEAR)[number % 5]
        said = ReportFields(
            kind=Kind.INCIDENT,
            title=f"Tampered seal {number}",
            facts="Guards saw people between the containers near the quay; the seal did not match the papers. " * 4
            + "End.",
            methods=("DRG-EXT-TEAM", "DRG-ENT-RIPON"),
            severity="high",
            substance="cocaine",
            language="en",
        )
        yield member, said, Readers(tlp=tlp, circles=own if tlp in {Tlp.AMBER, Tlp.AMBER_STRICT} else frozenset())


def publish(member, said, readers):
    """The act behind the page's button."""
    from port2port.base.clock import now
    from port2port.reports.actions import compose

    return compose(member=member, said=said, readers=readers, now=now())


def timed(wish) -> float:
    """Seconds for one publication."""
    started = time.perf_counter()
    publish(*wish)
    return time.perf_counter() - started


def queries(wish) -> int:
    """Statements of one publication, transaction control apart."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        publish(*wish)
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not one["sql"].upper().startswith(control) for one in seen.captured_queries)


def floor() -> None:
    """The same envelopes, read back before, signed again and inserted with one commit each."""
    from django.db import connection, transaction
    from nacl.signing import SigningKey

    from port2port.ledger import store
    from port2port.pure.envelope import Kind, read_exact, sign

    entries = store.after(0, until=_far(), limit=PUBLICATIONS)
    payloads = [read_exact(store.read(one.position).envelope).payload for one in entries]
    key = SigningKey.generate()
    kind = "BLOB" if connection.vendor == "sqlite" else "BYTEA"
    table = f"bench_floor_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, envelope {kind} NOT NULL)")
        on_go()
        start = time.monotonic()
        for number, payload in enumerate(payloads):
            with transaction.atomic():
                exact = sign(Kind.OBJECTS.payload_type, payload, key).to_bytes()
                cursor.execute(f"INSERT INTO {table} VALUES (%s, %s)", [number, exact])
    print(json.dumps({"count": len(payloads), "start": start, "end": time.monotonic()}), flush=True)


def _far():
    from datetime import timedelta

    from port2port.base.clock import now

    return now() + timedelta(days=1)


if __name__ == "__main__":
    if "--prepare" in sys.argv or "--write" in sys.argv:
        django_ready()
        prepare() if "--prepare" in sys.argv else write()
    else:
        sys.exit(main())
