"""The list of the log, and what leaves it: everything on paper, safe cells in a sheet, and a line in the trail."""

from dataclasses import replace

import pytest

from port2port.base.refusal import NotAllowed
from port2port.ledger.models import TrailLine
from port2port.log.actions import add_line, correct_entry, strike_entry
from port2port.log.actions.exporting import export_log
from port2port.log.fields import said_of
from port2port.log.listing import Asked
from port2port.log.paper import parts_of
from port2port.log.sheets import cells, columns
from port2port.members.models import FacilityAgreement
from port2port.pure.sheets import csv_file
from tests.personas import NOW


def test_paper_carries_corrections_and_what_was_struck_out(client, write, author, community):
    first = write(text="One person.")
    correct_entry(
        member=author,
        occurrence=first,
        said=replace(said_of(first), text="Two persons."),
        reason="The camera showed two.",
        version=1,
        now=NOW,
    )
    strike_entry(member=author, occurrence=write(text="Twice the same."), reason="Written twice.", now=NOW)
    client.force_login(community.person("author"))

    page = client.get("/log/print/").text

    for words in ("One person.", "Two persons.", "The camera showed two.", "Twice the same.", "Written twice."):
        assert words in page


def test_a_sheet_says_who_was_told_and_starts_no_formula(write, author):
    row = write(text="=1+1")
    add_line(member=author, occurrence=row, kind="told", to="Harbour master's office", now=NOW)

    text = csv_file(columns(), cells([row], member=author)).decode("utf-8-sig")

    assert "Harbour master's office" in text
    assert "'=1+1" in text


def test_taking_out_leaves_a_line_that_says_how_many(write, author):
    write()
    write()

    export_log(member=author, asked=Asked(), act="print", now=NOW)

    line = TrailLine.objects.get(act="take_out_log")
    assert (line.subject, line.outcome) == ("print, 2 entries", "done")


def test_whose_log_the_port_takes_out_reads_it_in_the_own_trail(client, write, author, community, quay):
    FacilityAgreement.objects.create(
        facility=quay, organisation=community.organisations["south"], given_by=community.seats["author"], given_at=NOW
    )
    quay.port.manager = community.organisations["south"]
    quay.port.save()
    community.seats["peer"].port = quay.port
    community.seats["peer"].save()
    write()
    write()

    taken = export_log(member=community.member("peer"), asked=Asked(), act="csv", now=NOW)

    lines = {line.organisation: line for line in TrailLine.objects.filter(act="take_out_log")}
    mine, theirs = (str(community.organisations[name].key) for name in ("north", "south"))
    assert len(taken) == 2
    assert set(lines) == {mine, theirs}
    assert lines[mine].subject == "csv, 2 entries, by Port of South"
    assert lines[theirs].subject == "csv, 2 entries"
    assert lines[mine].actor == lines[theirs].actor == str(community.member("peer").actor)
    client.force_login(community.person("auditor"))
    assert "by Port of South" in client.get("/audit/").text


def test_who_has_no_log_takes_none_out(trainer):
    with pytest.raises(NotAllowed):
        export_log(member=trainer, asked=Asked(), act="print", now=NOW)


def test_paper_of_another_organisation_is_empty(write, outsider):
    write()

    rows = export_log(member=outsider, asked=Asked(), act="print", now=NOW)

    assert list(parts_of(rows, member=outsider)) == []


def test_the_list_narrows_by_severity_and_says_so_in_its_drawer(client, write, community):
    write(text="A camera was turned.", severity="high")
    write(text="A parked car.", severity="low")
    client.force_login(community.person("author"))

    page = client.get("/log/?severity=high").text

    assert "A camera was turned." in page
    assert "A parked car." not in page
    assert '<option value="high" selected>' in page
    assert '<details class="filter-drawer" open>' in page


def test_the_list_leads_to_where_forms_go_for_those_who_may_set_it(client, community):
    found = {}
    for name in ("author", "guard"):
        client.force_login(community.person(name))
        found[name] = "/log/forms/" in client.get("/log/").text

    assert found == {"author": True, "guard": False}
