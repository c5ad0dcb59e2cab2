"""The pages of declarations: what they show, what one step does, what leaves as a file, and what an attacker finds."""

import csv
import io
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from port2port.base.clock import now
from port2port.duties.actions.promises import Promise, promise
from port2port.ledger import store
from port2port.levels import actions
from port2port.levels.models import Dos
from port2port.members.actions.agreements import agree_to_show
from port2port.members.models import Seat
from port2port.reports.printing import makes_pdf
from tests.levels.conftest import NUMBER, SHIP, said
from tests.personas import BEFORE, NOW, PERSONAS


@pytest.fixture
def officer(client, community):
    client.force_login(community.person("author"))
    return client


def typed(quay, **more):
    at = timezone.localtime(now())
    fields = {
        "facility": str(quay.key), "ship_name": SHIP, "imo_number": "IMO " + NUMBER, "activity": "Bunkering",
        "trigger": "a5_2_1", "requested_at": f"{at:%Y-%m-%dT%H:%M}", "from_at": f"{at:%Y-%m-%dT%H:%M}",
        "to_at": f"{at.replace(year=at.year + 1):%Y-%m-%dT%H:%M}", "port_level": "1", "ship_level": "2",
        "language": "fr", "by_facility": ["cargo", "stores"], "by_ship": ["access_ship"], "key": "once",
    }  # fmt: skip
    return fields | more


def test_a_request_is_written_down_once_however_often_it_is_sent(officer, quay):
    fields = typed(quay)
    first = officer.post(reverse("levels:new_declaration"), fields)
    second = officer.post(reverse("levels:new_declaration"), fields)

    row = Dos.objects.get()
    assert first.url == second.url == row.get_absolute_url()
    assert (row.imo_number, row.by_facility, row.by_ship) == (NUMBER, ["cargo", "stores"], ["access_ship"])


@pytest.mark.parametrize("wrong", [{"imo_number": "9074728"}, {"port_level": "4"}, {"to_at": "2020-01-01T00:00"}])
def test_a_wrong_field_says_so_and_keeps_what_was_typed(officer, quay, wrong):
    answer = officer.post(reverse("levels:new_declaration"), typed(quay, **wrong))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert not Dos.objects.exists()
    assert SHIP in page
    assert 'name="by_ship" value="access_ship" checked' in page
    assert 'name="by_ship" value="cargo" checked' not in page


def test_somebody_elses_change_is_not_overwritten(officer, author, ask, quay):
    row = ask()
    actions.change(member=author, dos=row, said=said(quay, berth="12"), revision=row.revision, now=NOW)

    answer = officer.post(reverse("levels:edit_declaration", args=[row.key]), typed(quay, revision=row.revision))

    assert answer.status_code == 409
    assert Dos.objects.get().berth == "12"


def test_an_earlier_one_is_copied_without_its_times_and_signatures(officer, ask):
    row = ask("agreed", berth="12")

    page = officer.get(reverse("levels:new_declaration"), {"copy": row.key}).content.decode()

    assert SHIP in page
    assert 'value="12"' in page
    assert 'name="by_facility" value="cargo" checked' in page
    assert f'value="{timezone.localtime(row.from_at):%Y-%m-%dT%H:%M}"' not in page


def test_the_list_filters_by_its_address(officer, ask):
    ask(ship_name="Demo One")
    ask("agreed", ship_name="Demo Two", imo_number="9176187")

    def names(**query):
        page = officer.get(reverse("levels:declarations"), query).content.decode()
        return {name for name in ("Demo One", "Demo Two") if name in page}

    assert names() == {"Demo One", "Demo Two"}
    assert names(q="two") == names(q="imo 9176187") == names(state="ended") | names(q="9176") == {"Demo Two"}
    assert names(state="requested") == {"Demo One"}
    assert names(q="nothing") == names(state="nothing", q="\0x") == names(facility="x", q="nothing") == set()
    assert names(page="999") == {"Demo One", "Demo Two"}


def test_a_file_of_the_filter_leaves_a_line_in_the_trail(officer, ask, community):
    ask(ship_name="=cmd()")
    ask("agreed")

    answer = officer.get(reverse("levels:export_csv"), {"state": "requested"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [row["Ship"] for row in rows] == ["'=cmd()"]
    assert rows[0]["The ship does"] == "Access to the ship is controlled"
    assert officer.get(reverse("levels:export_xlsx")).content[:2] == b"PK"
    trail = store.trail_of(str(community.organisations["north"].key), limit=5)
    assert "export as csv, 1 declarations" in {line.subject for line in trail}


@pytest.mark.skipif(not makes_pdf(), reason="this machine makes no PDF")
def test_the_pdf_that_is_signed_is_kept_to_the_byte(officer, ask):
    row = ask("acknowledged")
    page = officer.get(row.get_absolute_url()).content.decode()
    assert "Make the PDF to sign" in page

    officer.post(reverse("levels:make_paper", args=[row.key]))
    row.refresh_from_db()
    made = officer.get(reverse("levels:pdf", args=[row.key]))

    assert made.content.startswith(b"%PDF")
    assert made.content == officer.get(reverse("levels:pdf", args=[row.key])).content
    assert row.sha256 == sha256(made.content).hexdigest()
    assert row.sha256 in officer.get(row.get_absolute_url()).content.decode()
    assert SHIP not in made.headers["Content-Disposition"]
    for language in ("nl", "fr", "de"):
        other = officer.get(reverse("levels:pdf", args=[row.key]), {"language": language})
        assert other.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Veiligheidsverklaring"),
        ("fr", "Déclaration de sûreté"),
        ("de", "Sicherheitserklärung"),
        ("en", "Declaration of Security"),
    ],
)
def test_the_paper_is_in_the_language_that_is_asked_for(officer, ask, language, words):
    page = officer.get(reverse("levels:print", args=[ask().key]), {"language": language}).content.decode()

    assert words in page
    assert NUMBER in page


def test_nobody_is_named_anywhere(officer, ask, community):
    row = ask("agreed")

    for name in ("declaration", "print"):
        page = officer.get(reverse(f"levels:{name}", args=[row.key])).content.decode()
        body = page.partition("<main")[2].partition("</main")[0]
        assert "The author" not in body


@pytest.mark.parametrize("who", sorted(set(PERSONAS) - {"author", "colleague", "coordinator"}))
def test_an_attacker_finds_neither_the_ship_nor_whether_it_was_here(ask, community, author, who):
    row = ask("agreed")
    wish = Promise(title="Look again", due_on=NOW.date(), language="en", facility=row.facility, source=("dos", row.key))
    action = promise(member=author, wish=wish, now=NOW)
    browser = Client()
    browser.force_login(community.person(who))
    there = reverse("levels:declaration", args=[row.key])
    nowhere = there.replace(str(row.key), "00000000-0000-4000-8000-000000000000")

    assert browser.get(there).status_code == browser.get(nowhere).status_code == 404
    for address in (
        reverse("levels:declarations") + f"?q={NUMBER}",
        reverse("levels:export_csv") + f"?q={NUMBER}",
        reverse("levels:new_declaration") + f"?copy={row.key}",
        f"/api/v1/declarations?q={NUMBER}",
        f"/api/v1/declarations/{row.key}",
        reverse("levels:pdf", args=[row.key]),
        reverse("now"),
        action.get_absolute_url(),
        reverse("duties:promises"),
        reverse("members:levels"),
    ):
        answer = browser.get(address)
        body = answer.content.decode(errors="replace")
        assert SHIP not in body, address
        assert row.number not in body, address
        if "?q=" not in address:
            assert NUMBER not in body, address


def test_the_ports_officer_sees_none_though_the_log_is_shown_to_it(community, quay, peer, settings):
    terminal = community.facilities["south"]
    terminal.port = community.ports["north"]
    terminal.save()
    person = community.person("colleague")
    person.active_seat = Seat.objects.create(
        person=person,
        organisation=community.organisations["north"],
        function="officer",
        port=community.ports["north"],
        given_at=BEFORE,
    )
    person.save()
    agree_to_show(member=peer, facility=terminal, now=NOW)
    row = actions.request(member=peer, said=said(terminal), now=NOW)
    browser = Client()
    browser.force_login(person)

    assert browser.get(row.get_absolute_url()).status_code == 404
    assert SHIP not in browser.get(reverse("levels:declarations")).content.decode()


def test_a_token_that_only_reads_changes_nothing(ask, community):
    from dataclasses import replace

    from port2port.base.refusal import NotAllowed
    from port2port.members.member import Act

    reading = replace(community.member("author"), limit=frozenset({Act.READ}))
    row = ask()

    assert Dos.objects.visible_to(reading).get() == row
    with pytest.raises(NotAllowed):
        actions.decline(member=reading, dos=row, reason="No", now=NOW)


@pytest.mark.parametrize("address", ["/declarations/", "/api/v1/declarations"])
def test_a_long_list_asks_the_database_no_more_than_a_short_one(officer, ask, quay, address, community):
    ask()
    officer.get(address)
    with CaptureQueriesContext(connection) as short:
        officer.get(address)
    first = Dos.objects.get()
    for number in range(30):
        row = Dos.objects.get(pk=first.pk)
        row.pk, row.key, row.berth = None, uuid4(), str(number)
        row.save(force_insert=True)
    with CaptureQueriesContext(connection) as long:
        officer.get(address)

    assert len(long) == len(short) <= 16
