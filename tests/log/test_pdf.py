"""The legal log as PDF: numbered sheets, a long one as a job, and nothing of a facility that no longer agrees."""

import re
import sys
import zlib

import pytest

from port2port.log.actions import add_line
from port2port.log.actions.exporting import PDF, TooManyOnPaper, export_log
from port2port.log.listing import Asked
from port2port.log.pdf import KIND, pdf_of_log
from port2port.members.actions.agreements import agree_to_show, stop_showing
from port2port.members.actions.jobs import start_job
from port2port.members.actions.running_jobs import run_job
from port2port.members.models import Facility, Job
from port2port.members.readers import member_of_seat
from port2port.reports.printing import makes_pdf
from tests.personas import NOW

pytestmark = pytest.mark.skipif(not makes_pdf(), reason="this machine has no Pango")


def sheet_numbers(pdf: bytes) -> list[bytes]:
    """What was put onto the sheets, in the order of the file."""
    found = []
    for packed in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        try:
            words = zlib.decompress(packed)
        except zlib.error:
            words = packed
        found += re.findall(rb"SheetNumber 7 Tf [^(]*\(([^)]*)\)", words)
    return found


@pytest.mark.django_db
def test_sheets_are_numbered_through_all_parts(write, author):
    rows = [write(text="Two people.") for _ in range(120)]

    numbers = sheet_numbers(pdf_of_log(rows, Asked(), member=author, now=NOW))

    assert len(numbers) > 2
    assert numbers == [f"{place} / {len(numbers)}".encode() for place in range(1, len(numbers) + 1)]


def test_a_short_log_comes_at_once(client, write, community, author):
    add_line(member=author, occurrence=write(), kind="told", to="Harbour master's office", now=NOW)
    client.force_login(community.person("author"))

    answer = client.get("/log/pdf/")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_log_without_entries_is_one_sheet(client, community):
    client.force_login(community.person("author"))

    assert sheet_numbers(client.get("/log/pdf/").content) == [b"1 / 1"]


def test_a_long_log_becomes_a_job_that_counts_its_entries(client, write, community, monkeypatch):
    for _ in range(3):
        write()
    monkeypatch.setattr("port2port.log.views.lists.AT_ONCE", 2)
    client.force_login(community.person("author"))
    assert "Make the PDF" in client.get("/log/pdf/?tile=intruder").text

    address = client.post("/log/pdf/?tile=intruder").url
    run_job(key=Job.objects.get().key, clock=lambda: NOW)

    assert "3 entries" in client.get(address).text
    assert client.get(f"{address}result/").content.startswith(b"%PDF")


def test_the_file_is_gone_when_a_facility_in_it_no_longer_agrees(client, community, coordinator, author, write):
    # A quay of north in the port of south, whose officer may read its log for a while.
    quay = Facility.objects.create(
        organisation=community.organisations["north"], port=community.ports["south"], name="Pier", kind="quay",
        isps="inside",
    )  # fmt: skip
    seat = community.seats["peer"]
    seat.port = community.ports["south"]
    seat.save()
    peer = member_of_seat(seat)
    write(facility=quay)
    agree_to_show(member=coordinator, facility=quay, now=NOW)
    job = start_job(member=peer, kind=KIND, asked={"query": ""}, about="", language="en", now=NOW)
    run_job(key=job.key, clock=lambda: NOW)
    client.force_login(community.person("peer"))
    assert client.get(f"/jobs/{job.key}/result/").status_code == 200

    stop_showing(member=coordinator, facility=quay, now=NOW)

    assert client.get(f"/jobs/{job.key}/result/").status_code == 404


def test_more_than_three_thousand_do_not_fit_into_one(write, author, monkeypatch):
    monkeypatch.setattr("port2port.log.actions.exporting.MOST_ON_PAPER", 1)
    write()
    write()

    with pytest.raises(TooManyOnPaper):
        export_log(member=author, asked=Asked(), act=PDF, now=NOW)


def test_without_pango_the_print_page_stands_in(client, write, community, monkeypatch):
    write()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    client.force_login(community.person("author"))

    page = client.get("/log/pdf/").text

    assert "libpango" in page
    assert "2026-0001" in page
