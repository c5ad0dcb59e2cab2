"""The legal log as PDF: 1,000 entries with lines and corrections, beside as many bare rows set by the same program.

Target: at most 10 s. Seconds of processor time, so that other work on the machine does not count; wall time beside.

    python bench/log_pdf.py        BENCH_ENTRIES=300 for a smaller run
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from datetime import timedelta

os.environ["PORT2PORT_VAR"] = tempfile.mkdtemp()
os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
ENTRIES = int(os.environ.get("BENCH_ENTRIES", "1000"))
TARGET_S = 10.0
TEXT = "Two people between the reefers near the second stack, gone over the fence when the patrol came.\n" * 2


def main() -> None:
    """Fill a log, set it, set the bare rows, print both."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from port2port.base.clock import now
    from port2port.log.actions.exporting import export_log
    from port2port.log.listing import Asked
    from port2port.log.pdf import STYLES, pdf_of_log
    from port2port.reports.printing import makes_pdf, pdf_of_parts

    if not makes_pdf():
        print("no Pango here: nothing to measure")
        return
    member = filled()
    rows = export_log(member=member, asked=Asked(), act="pdf", now=now())
    bare = "".join(f"<p>{row.number} {row.get_tile_display()} {row.happened_at:%Y-%m-%d %H:%M}</p>" for row in rows)
    pdf_of_parts(["<p>warm</p>"], styles=STYLES)
    floor, floor_wall = timed(lambda: pdf_of_parts([f"<html lang=en><body>{bare}</body></html>"], styles=STYLES))
    own, own_wall = timed(lambda: pdf_of_log(rows, Asked(), member=member, now=now()))
    print(f"legal log, {len(rows):,} entries: {own:.1f} s (wall {own_wall:.1f} s), target {TARGET_S:.0f} s")
    print(f"floor, as many bare rows: {floor:.1f} s (wall {floor_wall:.1f} s); ratio {own / floor:.1f}")


def timed(act: object) -> tuple[float, float]:
    """Processor seconds and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    act()  # type: ignore[operator]
    return time.process_time() - cpu, time.perf_counter() - wall


def filled() -> object:
    """A facility whose log has entries, every third told to somebody and every tenth corrected; its officer."""
    from django.db import transaction

    from port2port.base.clock import now
    from port2port.log.actions import add_line, correct_entry, write_entry
    from port2port.log.fields import Said, said_of
    from port2port.members.models import Facility, Organisation, Person, Port, Seat
    from port2port.members.readers import member_of_seat

    at = now()
    port = Port.objects.create(slug="north", locode="BENOR", name="North", geography="sea")
    own = Organisation.objects.create(
        slug="north", name="Port of North", kind="port", standing="member", state="active", admitted_at=at
    )
    quay = Facility.objects.create(organisation=own, port=port, name="Quay 7", kind="quay", isps="inside")
    person = Person.objects.create(username="officer", name="Officer")
    member = member_of_seat(Seat.objects.create(person=person, organisation=own, function="officer", given_at=at))
    with transaction.atomic():
        for number in range(ENTRIES):
            said = Said(happened_at=at - timedelta(hours=number), tile="intruder", text=TEXT.strip(), place="Stack 12")
            said = replace(said, action_taken="Patrol sent, fence closed.", on_duty=("Gate guard", "Shift leader"))
            row = write_entry(member=member, facility=quay, said=said, now=at)
            if number % 3 == 0:
                add_line(member=member, occurrence=row, kind="told", to="Harbour master's office", now=at)
            if number % 10 == 0:
                changed = replace(said_of(row), severity="medium")
                correct_entry(member=member, occurrence=row, said=changed, reason="Seen again.", version=1, now=at)
    return member


if __name__ == "__main__":
    main()
