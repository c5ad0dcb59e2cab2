"""The 24-hour report leaves once, to the configured address, when an officer presses send; every step is in the log."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from port2port.ledger.models import TrailLine
from port2port.log import filling
from port2port.log.actions import (
    add_files,
    add_line,
    send_again,
    send_form,
    set_form_address,
    settle_report,
    strike_entry,
    strike_file,
)
from port2port.log.actions.reporting import NoAddress, NoMailServer, NotToSendAgain
from port2port.log.actions.writing import EntryStruck, NotYourLog
from port2port.log.clock24 import clock_of, clocks_of
from port2port.log.filling import answers_of, where_of
from port2port.log.formbook import formbook, read
from port2port.log.models import FormAddress, Line, LogFile, Occurrence, SentForm, Source
from port2port.members.models import Facility
from port2port.pure.entries import EntryFault
from port2port.reports.actions.files import BadFile, Upload
from port2port.reports.rules import BadField
from tests.personas import NOW

PORT = "duty@port-of-north.be"
LATER = NOW + timedelta(hours=3)


class NoServer(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture
def form():
    return formbook()["port-24h"]


@pytest.fixture
def silent(settings):
    """No mail server answers until the test says so."""
    working = settings.MAILERS

    def answers(*, again: bool) -> None:
        settings.MAILERS = working if again else {"default": {"BACKEND": "tests.log.test_reporting.NoServer"}}

    answers(again=False)
    return answers


@pytest.fixture
def addressed(author, quay):
    return set_form_address(
        member=author, facility=quay, form="port-24h", addressee="Harbour master", email=PORT, now=NOW
    )


@pytest.fixture
def entry(write):
    return write(text="Two people between the reefers.", place="stack 14", now=NOW)


def send(member, row, form, *, key="once", now=LATER, **more):
    said = answers_of(form, row, member=member, now=now) | more
    return send_form(member=member, occurrence=row, form=form, said=said, key=key, now=now)


def test_the_form_answers_itself_from_the_log(author, entry, form):
    add_line(member=author, occurrence=entry, kind="told", to="Shipping police", at=NOW, now=NOW)
    add_line(member=author, occurrence=entry, kind="follow_up", text="Mend the fence.", now=NOW)

    said = answers_of(form, entry, member=author, now=LATER)

    assert said["facility"] == "Quay north"
    assert said["what"] == "Person inside the fence"
    assert said["place"] == "stack 14"
    assert said["told"] == "Shipping police (2 Mar 2026, 10:30 CET)"
    assert said["follow_up"].startswith("Mend the fence.")
    assert said["contact"] == "author@example.org"


def test_the_form_speaks_its_own_language(author, entry):
    said = answers_of(formbook()["north-sea-port-be"], entry, member=author, now=LATER)

    assert said["what"] == "Persoon binnen de omheining"


def test_it_leaves_to_the_configured_address_alone_and_stands_in_the_log(author, entry, form, addressed):
    sent = send(author, entry, form)

    [message] = mail.outbox
    assert message.recipients() == [PORT]
    assert (message.cc, message.bcc) == ([], [])
    assert "Two people between the reefers." in message.body
    [(name, paper, kind)] = message.attachments
    assert kind == "application/pdf"
    assert sha256(paper).hexdigest() == sent.digest
    line = Line.objects.get(kind=Line.Kind.SENT)
    assert line.to == f"Harbour master <{PORT}>"
    assert line.at == LATER
    assert sent.digest in line.text
    assert LogFile.objects.get(name=name).sha256 == sent.digest


def test_the_paper_of_what_was_sent_cannot_be_taken_out(author, entry, form, addressed):
    sent = send(author, entry, form)

    with pytest.raises(NotYourLog):
        strike_file(member=author, file=sent.file, now=LATER)


def test_papers_that_were_sent_take_no_room_of_the_ten_files(author, entry, form, addressed):
    for number in range(3):
        send(author, entry, form, key=f"k{number}", now=LATER + timedelta(minutes=number))
    ten = [Upload(name=f"{number}.txt", content=f"Paper {number}".encode()) for number in range(10)]

    add_files(member=author, occurrence=entry, uploads=ten, now=LATER)

    assert entry.files.standing().count() == 13
    with pytest.raises(BadFile):
        add_files(member=author, occurrence=entry, uploads=[Upload(name="x.txt", content=b"One more")], now=LATER)


def test_the_paper_that_was_sent_brought_back_as_a_file_is_one(author, entry, form, addressed):
    sent = send(author, entry, form)
    with sent.file.file.open("rb") as file:
        same = Upload(name=sent.file.name, content=file.read())

    assert add_files(member=author, occurrence=entry, uploads=[same], now=LATER) == []


def test_a_double_press_sends_once(author, entry, form, addressed):
    first, second = send(author, entry, form), send(author, entry, form, now=LATER + timedelta(seconds=2))

    assert first == second
    assert len(mail.outbox) == 1
    assert Line.objects.filter(kind=Line.Kind.SENT).count() == 1


def test_without_an_address_of_its_own_nothing_leaves(author, entry, form):
    with pytest.raises(NoAddress):
        send(author, entry, form)

    assert not where_of(form, entry.facility).may_send
    assert mail.outbox == []


def test_what_the_port_asks_for_must_be_answered(author, entry, form, addressed):
    with pytest.raises(BadField) as refused:
        send(author, entry, form, contact=" ")

    assert refused.value.name == "contact"


def test_a_server_that_is_silent_is_a_state_and_the_same_words_go_again(author, entry, form, addressed, silent):
    failed = send(author, entry, form)
    assert failed.state == SentForm.State.FAILED
    assert failed.reason == "ConnectionRefusedError"
    assert not Line.objects.exists()
    assert clock_of(Occurrence.objects.select_related("facility").get(pk=entry.pk), now=LATER)

    silent(again=True)
    sent = send_again(member=author, sent=failed, now=LATER + timedelta(minutes=1))

    assert (sent.state, sent.tries) == (SentForm.State.SENT, 2)
    assert [one.body for one in mail.outbox] == [failed.text]
    assert Line.objects.get().at == LATER + timedelta(minutes=1)


def test_a_paper_that_the_disk_lost_is_a_failure_and_no_fault(author, entry, form, addressed, silent):
    failed = send(author, entry, form)
    Path(failed.file.file.path).unlink()

    again = send_again(member=author, sent=failed, now=LATER)

    assert (again.state, again.reason) == (SentForm.State.FAILED, "FileGone")


def test_what_left_or_is_leaving_does_not_go_again(author, entry, form, addressed):
    sent = send(author, entry, form)
    with pytest.raises(NotToSendAgain):
        send_again(member=author, sent=sent, now=LATER)

    SentForm.objects.update(state=SentForm.State.SENDING)
    with pytest.raises(NotToSendAgain):
        send_again(member=author, sent=sent, now=LATER + timedelta(minutes=1))
    assert len(mail.outbox) == 1


def test_what_a_dead_worker_left_open_may_go_again(author, entry, form, addressed):
    sent = send(author, entry, form)
    SentForm.objects.update(state=SentForm.State.SENDING, sent_at=None)

    again = send_again(member=author, sent=sent, now=LATER + timedelta(minutes=3))

    assert again.state == SentForm.State.SENT


def test_without_a_mail_server_nothing_is_said_to_have_left(author, entry, form, addressed, settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}

    with pytest.raises(NoMailServer):
        send(author, entry, form)

    assert not SentForm.objects.exists()


def test_in_the_demonstration_the_console_stands_for_the_server_and_the_log_says_so(
    author, entry, form, addressed, settings, capsys
):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    settings.DEMO = True

    send(author, entry, form)

    assert PORT in capsys.readouterr().out
    assert Line.objects.get().text.startswith("Demonstration: written to the console, nobody received it.")


def test_in_the_demonstration_alone_an_address_for_examples_can_be_set_and_sent_to(author, entry, form, quay, settings):
    def kept():
        return set_form_address(
            member=author, facility=quay, form=form.id, addressee="Harbour master", email="duty@port.example", now=NOW
        )

    with pytest.raises(BadField):
        kept()
    settings.DEMO = True
    assert not where_of(form, quay).may_send
    kept()

    assert where_of(form, quay).may_send
    assert send(author, entry, form).state == SentForm.State.SENT
    settings.DEMO = False
    assert not where_of(form, quay).may_send


def test_without_pango_the_mail_leaves_without_a_paper(author, entry, form, addressed, monkeypatch):
    monkeypatch.setattr(filling, "pdf_of", lambda html: None)

    sent = send(author, entry, form)

    assert mail.outbox[0].attachments == []
    assert sent.digest == sha256(sent.text.encode()).hexdigest()


def test_guards_coordinators_and_strangers_send_and_settle_nothing(
    author, guard, coordinator, peer, entry, form, addressed, write
):
    own = write(member=guard)
    for member, row in ((guard, own), (guard, entry), (coordinator, entry), (peer, entry)):
        said = answers_of(form, row, member=author, now=LATER)
        with pytest.raises(NotYourLog):
            send_form(member=member, occurrence=row, form=form, said=said, key="k", now=LATER)
        with pytest.raises(NotYourLog):
            settle_report(
                member=member, occurrence=row, how="otherwise", text="Phoned.", at=None, language="en", now=LATER
            )

    assert mail.outbox == []


def test_a_struck_entry_is_not_reported(author, entry, form, addressed):
    strike_entry(member=author, occurrence=entry, reason="Never happened.", now=NOW)

    with pytest.raises(EntryStruck):
        send(author, entry, form)


def fresh(row):
    return Occurrence.objects.select_related("facility").get(pk=row.pk)


def test_the_clock_runs_from_when_it_was_known_until_it_is_settled(author, write, form, addressed):
    row = write(happened_at=NOW - timedelta(hours=5), now=NOW)

    running = clock_of(fresh(row), now=NOW + timedelta(hours=20))
    late = clock_of(fresh(row), now=NOW + timedelta(hours=25))
    send(author, row, form)

    assert (running.due, running.words, running.kind) == (NOW + timedelta(hours=24), "24 h report: 4 h left", "high")
    assert (late.is_over, late.words) == (True, "24 h report overdue")
    assert clock_of(fresh(row), now=LATER) is None


@pytest.mark.parametrize(("how", "words"), [("otherwise", "made otherwise"), ("exempt", "No 24 h report needed")])
def test_an_officer_settles_it_otherwise_with_words_and_time(author, entry, how, words):
    with pytest.raises(BadField):
        settle_report(member=author, occurrence=entry, how=how, text=" ", at=None, language="en", now=LATER)

    row = settle_report(
        member=author, occurrence=entry, how=how, text="Phoned the duty officer.", at=NOW, language="en", now=LATER
    )

    assert row.reported_at == NOW
    assert words in Line.objects.get().words
    assert clock_of(fresh(row), now=LATER) is None


def test_no_clock_runs_for_imported_and_struck_entries_and_outside_the_law(author, write, quay):
    old = write(source=Source.IMPORT, digest="d")
    struck = write()
    strike_entry(member=author, occurrence=struck, reason="Twice.", now=NOW)
    quay.isps = "outside"
    quay.save()
    outside = write()

    assert clocks_of([fresh(old), fresh(struck), fresh(outside)], now=NOW) == {}


def test_the_shortest_form_of_a_facility_gives_the_hours(author, write, addressed, settings, tmp_path):
    packaged = (formbook.__globals__["FOLDER"] / "port-24h.yaml").read_text()
    (tmp_path / "own.yaml").write_text(packaged.replace("clock_h: 24", "clock_h: 6"))
    settings.FORMS = str(tmp_path)

    assert clock_of(fresh(write()), now=NOW).due == NOW + timedelta(hours=6)


def test_a_folder_with_a_fault_names_the_file(tmp_path):
    (tmp_path / "wrong.yaml").write_text("id: x\nversion: one\n")

    with pytest.raises(EntryFault, match=r"wrong\.yaml"):
        read(tmp_path)


def test_an_address_is_set_by_officer_and_coordinator_and_every_one_is_kept(author, coordinator, quay, addressed):
    set_form_address(member=coordinator, facility=quay, form="port-24h", addressee="Duty", email="b@port.be", now=LATER)
    same = set_form_address(
        member=coordinator, facility=quay, form="port-24h", addressee="Duty", email="b@port.be", now=LATER
    )

    assert [one.email for one in FormAddress.objects.order_by("number")] == [PORT, "b@port.be"]
    assert same.number == 2
    assert where_of(formbook()["port-24h"], quay).email == "b@port.be"
    assert TrailLine.objects.filter(act="set_form_address").count() == 2


@pytest.mark.parametrize("email", ["a@example.org", "a@b.be, c@d.be", "a@b.be\nBcc: c@d.be", "nobody"])
def test_an_address_that_reaches_nobody_or_several_is_refused(author, quay, email):
    with pytest.raises(BadField) as refused:
        set_form_address(member=author, facility=quay, form="port-24h", addressee="X", email=email, now=NOW)

    assert refused.value.name == "email"


def test_nobody_else_says_where_forms_go(guard, peer, outsider, colleague, quay):
    for member in (guard, peer, outsider, colleague):
        with pytest.raises(NotYourLog):
            set_form_address(member=member, facility=quay, form="port-24h", addressee="X", email="x@y.be", now=NOW)


def test_a_name_of_several_lines_adds_no_header(author, entry, form, addressed, quay):
    quay.name = "Quay\nBcc: x@y.be"
    quay.save()

    sent = send(author, fresh(entry), form)

    assert sent.said["facility"] == "Quay; Bcc: x@y.be"
    assert "\n" not in sent.subject
    assert mail.outbox[0].recipients() == [PORT]


def post(client, community, row, form, do, **more):
    client.force_login(community.person("author"))
    page = client.get(f"/log/{row.key}/report/{form.id}/")
    key = page.context["form"]["key"].value()
    said = {f"answer_{name}": value for name, value in page.context["form"].initial.items() if name != "key"}
    said = {name.replace("answer_answer_", "answer_"): value for name, value in said.items()}
    return client.post(f"/log/{row.key}/report/{form.id}/", said | {"key": key, "do": do} | more)


def test_three_presses_lead_from_the_entry_to_the_mail(client, community, entry, form, addressed):
    client.force_login(community.person("author"))
    first = client.get(f"/log/{entry.key}/report/")
    preview = post(client, community, entry, form, "preview").content.decode()
    sent = post(client, community, entry, form, "send")
    shown = client.get(f"/log/{entry.key}/").content.decode()

    assert first["Location"] == f"/log/{entry.key}/report/port-24h/"
    assert f"Send to {PORT}" in preview
    assert sent["Location"].startswith(f"/log/{entry.key}/")
    assert len(mail.outbox) == 1
    assert "24 h report sent" in shown


def test_the_pdf_comes_without_any_address_or_server(client, community, entry, form):
    answer = post(client, community, entry, form, "pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_failure_says_so_and_offers_it_again(client, community, entry, form, addressed, silent):
    post(client, community, entry, form, "send")
    shown = client.get(f"/log/{entry.key}/").content.decode()
    again = f"/log/{entry.key}/report/sent/{SentForm.objects.get().key}/again/"
    silent(again=True)
    client.post(again)

    assert again in shown
    assert "Not sent: the mail server did not take it" in shown
    assert len(mail.outbox) == 1


def test_a_missing_answer_comes_back_with_its_field(client, community, entry, form, addressed):
    answer = post(client, community, entry, form, "send", answer_contact="")

    assert answer.status_code == 422
    assert mail.outbox == []


def test_the_list_shows_the_clock_to_whoever_reads_the_log(client, community, write):
    from port2port.base.clock import now

    write(happened_at=now(), now=now())
    client.force_login(community.person("guard"))

    assert "24 h report: 23 h left" in client.get("/log/").content.decode()


def test_nothing_of_a_report_is_there_for_other_organisations(client, community, entry, form, addressed, author):
    sent = send(author, entry, form)

    client.force_login(community.person("peer"))
    addresses = [f"/log/{entry.key}/report/", f"/log/{entry.key}/report/port-24h/"]

    assert {client.get(one).status_code for one in addresses} == {404}
    assert client.post(f"/log/{entry.key}/report/sent/{sent.key}/again/").status_code == 404
    assert PORT not in client.get("/log/forms/").content.decode()
    assert not SentForm.objects.visible_to(community.member("peer")).exists()
    assert not FormAddress.objects.visible_to(community.member("peer")).exists()


def test_the_page_of_forms_asks_no_more_for_many_facilities(client, community, quay, addressed):
    client.force_login(community.person("coordinator"))
    client.get("/log/forms/")
    with CaptureQueriesContext(connection) as of_one:
        client.get("/log/forms/")
    for number in range(4):
        Facility.objects.create(organisation=quay.organisation, port=quay.port, name=f"Shed {number}", kind=quay.kind)

    with CaptureQueriesContext(connection) as of_five:
        page = client.get("/log/forms/").text

    assert "Shed 3" in page
    assert len(of_five) == len(of_one)


def test_the_page_of_forms_keeps_an_address_and_refuses_a_wrong_one(client, community, quay):
    client.force_login(community.person("coordinator"))
    sent = {"facility": str(quay.key), "form": "port-24h", "addressee": "Duty", "email": PORT}

    refused = client.post("/log/forms/", sent | {"email": "x@example.org"})
    kept = client.post("/log/forms/", sent)
    other = client.post("/log/forms/", sent | {"facility": str(community.facilities["south"].key)})

    assert [refused.status_code, kept.status_code, other.status_code] == [422, 302, 404]
    assert PORT in client.get("/log/forms/").content.decode()
