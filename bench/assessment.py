"""An assessment of 400 controls: the whole sheet opened, and one row of it saved, as the server does both.

All controls are answered, each with three revisions behind it. Floors beside: read the newest rows with plain SQL and
write them into a table of text; insert one row and commit.

    python bench/assessment.py       BENCH_CONTROLS=1000 for a larger sheet
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from html import escape
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent)]

from reports_at_scale import engines, scratch  # noqa: E402

CONTROLS = int(os.environ.get("BENCH_CONTROLS", "400"))
ROUNDS = 15
OPEN_MS, SAVE_MS = 200, 50


def main() -> None:
    """Measure each engine in a process of its own; ends with 1 where a promise is not kept."""
    print(f"\nassessment: a sheet of {CONTROLS:,} controls, 4 revisions each; median of {ROUNDS}")
    print(f"{'engine':12}{'what':>8}{'ms':>9}{'floor ms':>10}{'ratio':>8}{'target ms':>11}")
    kept = True
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
        for what, ms, floor, target in json.loads(out.stdout.splitlines()[-1]):
            mark = " " if ms <= target else "!"
            kept &= ms <= target
            print(f"{engine:12}{what:>8}{ms:9.1f}{floor:10.1f}{ms / floor:8.1f}{target:10}{mark}")
    sys.exit(0 if kept else 1)


def measure() -> None:
    """Fill this process's database, open and save; the figures are the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    settings.ALLOWED_HOSTS = ["testserver"]
    person, row = community()
    client = Client()
    client.force_login(person)
    sheet = reverse("assessments:sheet", args=[row.key])
    revision = iter(range(4, 10_000))

    def save() -> None:
        control, seen = "c-0001", next(revision)
        said = {"conformity": "partly", "doc": 1 + seen % 5, "impl": 2, "rationale": f"Turn {seen}.", "seen": seen}
        address = reverse("assessments:save_row", args=[row.key, control])
        assert client.post(address, said, headers={"HX-Request": "true"}).status_code == 200

    def show() -> None:
        assert client.get(sheet).content.count(b"<textarea") == CONTROLS

    figures = []
    for what, do, floor, target in (("open", show, floor_open, OPEN_MS), ("save", save, floor_save, SAVE_MS)):
        do()
        taken = [timed(do) for _ in range(ROUNDS)]
        bare = [timed(lambda: floor(row)) for _ in range(ROUNDS)]  # noqa: B023
        figures.append([what, statistics.median(taken) * 1000, statistics.median(bare) * 1000, target])
    print(json.dumps(figures))


def timed(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def floor_open(row) -> None:
    """The newest answers with plain SQL, as lines of a table."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT control, conformity, doc, impl, confidence, rationale FROM assessments_answer WHERE id IN"
            " (SELECT max(id) FROM assessments_answer WHERE assessment_id = %s GROUP BY control)",
            [row.pk],
        )
        lines = ["<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in one) + "</tr>" for one in cursor]
    assert len("".join(lines)) > CONTROLS


def floor_save(row) -> None:
    """One row, inserted and committed."""
    from port2port.assessments.models import AssessmentStep

    AssessmentStep.objects.create(assessment=row, what="started", by_id=row.started_by_id, at=row.started_at)


def community():
    """One facility whose assessment has every control answered."""
    from django.utils import timezone

    from port2port.assessments import actions
    from port2port.base.clock import now
    from port2port.members.models import Facility, Organisation, Person, Port, Seat
    from port2port.members.readers import member_of_seat

    at = now()
    seats = {}
    for slug, kind, function in (("desk", "secretariat", "secretariat"), ("north", "port", "officer")):
        one = Organisation.objects.create(
            slug=slug, name=slug.title(), kind=kind, standing="member", state="active", admitted_at=at
        )
        person = Person.objects.create(username=slug, name=slug, email=f"{slug}@example.org", language="en")
        seats[slug] = Seat.objects.create(person=person, organisation=one, function=function, given_at=at)
    port = Port.objects.create(slug="north", locode="BENOR", name="North", geography="sea")
    quay = Facility.objects.create(
        organisation=seats["north"].organisation, port=port, name="Quay", kind="quay", isps="inside"
    )
    catalogue(at)
    desk, officer = (member_of_seat(seats[slug]) for slug in ("desk", "north"))
    day = timezone.localdate(at)
    said = actions.RoundFields(
        title="Bench", kind="self", baseline=("bench", "1.0"), opens_on=day, closes_on=day + timedelta(days=30)
    )
    asked = actions.plan_round(member=desk, said=said, now=at)
    asked = actions.move_round(member=desk, round=asked, to="open", now=at)
    row = actions.start(member=officer, round=asked, facility=quay, now=at)
    for seen in range(4):
        actions.save_answers(member=officer, assessment=row, said=turn(seen), now=at)
    return seats["north"].person, row


def turn(seen: int) -> list:
    """Every control answered once more."""
    from port2port.assessments.actions import Said

    words = f"Checked on the site, turn {seen}, with a sample of ten."
    return [
        Said(
            control=f"c-{number:04}",
            seen=seen,
            conformity="met",
            doc=1 + (number + seen) % 5,
            impl=3,
            rationale=words,
            confidence="medium",
        )
        for number in range(1, CONTROLS + 1)
    ]


def catalogue(at) -> None:
    """A published catalogue of so many controls, in four languages, made of the common one's."""
    from hashlib import sha256

    from port2port.norms import library
    from port2port.norms.library import seal_of
    from port2port.norms.models import CatalogueFile, CatalogueVersion

    files = {}
    for language in ("nl", "fr", "de", "en"):
        body = json.loads(library.volume("p2p-controls", "1.0").data(language))
        groups = body["catalog"]["groups"]
        pool = [one for group in groups for one in group["controls"]]
        size = -(-CONTROLS // len(groups))
        for place, group in enumerate(groups):
            numbers = range(place * size + 1, min((place + 1) * size, CONTROLS) + 1)
            group["controls"] = [
                pool[number % len(pool)]
                | {"id": f"c-{number:04}", "parts": [dict(pool[number % len(pool)]["parts"][0], id=f"p-{number}")]}
                for number in numbers
            ]
        files[language] = json.dumps(body).encode()
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    row = CatalogueVersion.objects.create(
        key="bench",
        version="1.0",
        model="catalog",
        seal=seal_of(hashes),
        state="published",
        brought_at=at,
        published_at=at,
    )
    CatalogueFile.objects.bulk_create(
        CatalogueFile(catalogue=row, name=name, sha256=hashes[name], data=data, is_sealed=True)
        for name, data in files.items()
    )


if __name__ == "__main__":
    measure() if "--measure" in sys.argv else main()
