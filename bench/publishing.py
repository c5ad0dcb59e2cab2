"""Publishing through the real action, signatures included: reports a second, and how long the slowest take.

12 member organisations, about 60 people, 500 reports in the labels that such a community uses; one writer, one commit a
report. Floor beside: sign the same envelopes and insert each with a commit of its own, and nothing else.

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


def main() -> None:
    """Measure each engine in a process of its own and print one line for each."""
    print(f"\npublishing: {PUBLICATIONS} reports, 12 member organisations, one writer")
    print(
        f"{'engine':12}{'per second':>12}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}{'queries':>9}{'floor/s':>10}{'ratio':>8}{'target':>9}"
    )
    for engine in engines():
        with scratch(engine) as url:
            out = subprocess.run(
                [sys.executable, __file__, "--measure", *sys.argv[1:]],
                env=os.environ
                | {"PORT2PORT_DATABASE": url, "PORT2PORT_VAR": tempfile.mkdtemp(), "PORT2PORT_DEMO": "yes"},
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
        line = json.loads(out.stdout.splitlines()[-1])
        enough = " " if line["rate"] >= TARGETS[engine] else "!"
        print(
            f"{engine:12}{line['rate']:12.0f}{line['p50']:9.2f}{line['p95']:9.2f}{line['cpu']:9.2f}{line['queries']:9}{line['floor']:10.0f}"
            f"{line['rate'] / line['floor']:8.2f}{TARGETS[engine]:8}{enough}"
        )


def measure() -> None:
    """Publish in this process; the figures are the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from port2port.ledger.keys import make_master_key

    make_master_key()
    community()
    wishes = list(reports(PUBLICATIONS + WARM_UP))
    for wish in wishes[:WARM_UP]:
        publish(*wish)
    profile = cProfile.Profile() if "--profile" in sys.argv else None
    if profile:
        profile.enable()
    before = time.process_time()
    taken = [timed(wish) for wish in wishes[WARM_UP:]]
    own = time.process_time() - before
    if profile:
        profile.disable()
        pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(70)
    figures = {
        "rate": len(taken) / sum(taken),
        "p50": 1000 * statistics.median(taken),
        "p95": 1000 * statistics.quantiles(taken, n=20)[-1],
        "cpu": 1000 * own / len(taken),
        "queries": queries(wishes[0]),
        "floor": floor(),
    }
    print(json.dumps(figures))


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
    for number in range(count):
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


def floor() -> float:
    """Envelopes a second: read back, signed again, inserted with one commit each."""
    from django.db import connection, transaction
    from nacl.signing import SigningKey

    from port2port.ledger import store
    from port2port.pure.envelope import Kind, read_exact, sign

    entries = store.after(0, until=_far(), limit=PUBLICATIONS)
    payloads = [read_exact(store.read(one.position).envelope).payload for one in entries]
    key = SigningKey.generate()
    kind = "BLOB" if connection.vendor == "sqlite" else "BYTEA"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_floor (id INTEGER PRIMARY KEY, envelope {kind} NOT NULL)")
        started = time.perf_counter()
        for number, payload in enumerate(payloads):
            with transaction.atomic():
                exact = sign(Kind.OBJECTS.payload_type, payload, key).to_bytes()
                cursor.execute("INSERT INTO bench_floor VALUES (%s, %s)", [number, exact])
    return len(payloads) / (time.perf_counter() - started)


def _far():
    from datetime import timedelta

    from port2port.base.clock import now

    return now() + timedelta(days=1)


if __name__ == "__main__":
    measure() if "--measure" in sys.argv else main()
