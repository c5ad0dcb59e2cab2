"""Whom an entry asks to tell: an officer starts the clocks, a correction moves them, striking out ends them."""

from datetime import timedelta

import pytest
from django.core import mail

from port2port.duties.actions.notices import set_profile, tell, untell
from port2port.duties.models import Notice
from port2port.duties.notices import untold_of
from port2port.log.actions import correct_entry, send_form, set_form_address, start_clocks, strike_entry
from port2port.log.actions.writing import EntryStruck, NotYourLog
from port2port.log.filling import answers_of
from port2port.log.formbook import formbook
from port2port.reports.rules import BadField
from tests.log.conftest import said
from tests.personas import NOW

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def nis2(author):
    set_profile(member=author, codes=["nis2"], now=NOW)


def rules_of(member, entry):
    rows = Notice.objects.visible_to(member).of("occurrence", entry.key).standing()
    return set(rows.values_list("rule", flat=True))


def test_no_clock_begins_by_itself(write, author):
    entry = write()

    assert rules_of(author, entry) == set()


def test_an_officer_starts_the_clocks_that_codes_and_ticks_ask_for(write, author, nis2):
    entry = write(methods=("CYB-PHISH",))

    start_clocks(member=author, occurrence=entry, flags=["significant"], now=LATER)

    assert {"harbour-24h", "nis2-early"} <= rules_of(author, entry)
    early = Notice.objects.visible_to(author).get(rule="nis2-early")
    assert (early.aware_at, early.due) == (NOW, NOW + timedelta(hours=24))
    assert mail.outbox == []


def test_starting_twice_keeps_one_line_a_rule_and_what_was_told(write, author):
    entry = write()
    start_clocks(member=author, occurrence=entry, flags=[], now=LATER)
    line = Notice.objects.visible_to(author).get(rule="harbour-24h")
    tell(member=author, notice=line, told_at=LATER, now=LATER)

    start_clocks(member=author, occurrence=entry, flags=["danger"], now=LATER)

    assert Notice.objects.visible_to(author).get(rule="harbour-24h").told_at == LATER


def test_a_correction_of_the_codes_moves_the_clocks_that_run(write, author, nis2):
    entry = write(methods=("CYB-PHISH",))
    start_clocks(member=author, occurrence=entry, flags=["significant"], now=LATER)

    correct_entry(
        member=author,
        occurrence=entry,
        said=said(methods=("INT-TRES",)),
        reason="It was a person, not a mail.",
        version=1,
        now=LATER,
    )

    assert "nis2-early" not in rules_of(author, entry)
    assert "harbour-24h" in rules_of(author, entry)


def test_what_was_struck_out_asks_nobody_to_be_told(write, author):
    entry = write()
    start_clocks(member=author, occurrence=entry, flags=[], now=LATER)

    struck = strike_entry(member=author, occurrence=entry, reason="Written twice.", now=LATER)

    assert untold_of(author, now=LATER) == []
    with pytest.raises(EntryStruck):
        start_clocks(member=author, occurrence=struck, flags=[], now=LATER)


def test_guards_and_strangers_start_no_clock(write, guard, peer, coordinator):
    entry = write(member=guard)

    for one in (guard, peer, coordinator):
        with pytest.raises(NotYourLog):
            start_clocks(member=one, occurrence=entry, flags=[], now=LATER)


def test_a_tick_that_the_rules_do_not_know_is_refused(write, author):
    with pytest.raises(BadField):
        start_clocks(member=author, occurrence=write(), flags=["no-such-flag"], now=LATER)


def test_the_page_says_whom_to_tell_and_then_leads_to_the_tick(write, client, community):
    entry = write()
    client.force_login(community.person("author"))

    before = client.get(entry.get_absolute_url()).content.decode()
    client.post(f"/log/{entry.key}/tell/", {"flags": ["danger"]})
    after = client.get(entry.get_absolute_url()).content.decode()

    assert "Harbour master" in before
    assert "/duties/notices/" not in before.partition('id="tell"')[2].partition("</section>")[0]
    assert "/duties/notices/" in after.partition('id="tell"')[2].partition("</section>")[0]


def test_a_guard_reads_no_duties_on_the_page_of_its_entry(write, guard, client, community):
    entry = write(member=guard)
    client.force_login(community.person("guard"))

    page = client.get(entry.get_absolute_url()).content.decode()

    assert 'id="tell"' not in page


def sent_report(author, entry, quay, *, now=LATER):
    form = formbook()["port-24h"]
    set_form_address(
        member=author, facility=quay, form=form.id, addressee="Harbour master", email="duty@port-of-north.be", now=NOW
    )
    said = answers_of(form, entry, member=author, now=now)
    return send_form(member=author, occurrence=entry, form=form, said=said, key=str(now), now=now)


def line_of(member, rule="harbour-24h"):
    return Notice.objects.visible_to(member).get(rule=rule)


def test_a_report_that_left_ticks_the_line_that_its_form_answers_and_no_other(write, author, quay, nis2):
    entry = write(methods=("CYB-PHISH",))
    start_clocks(member=author, occurrence=entry, flags=["significant"], now=NOW)

    sent = sent_report(author, entry, quay)

    line = line_of(author)
    assert (line.told_at, line.told_by_id) == (sent.sent_at, author.seat_id)
    assert line.note == "By the 24 h report from the log."
    assert line_of(author, "nis2-early").told_at is None


def test_clocks_that_begin_after_the_report_know_that_it_was_told(write, author, quay):
    entry = write()
    sent = sent_report(author, entry, quay)
    assert rules_of(author, entry) == set()

    start_clocks(member=author, occurrence=entry, flags=[], now=LATER + timedelta(minutes=1))

    assert line_of(author).told_at == sent.sent_at


def test_the_tick_is_taken_back_like_any_other_and_stays_so(write, author, quay):
    entry = write()
    start_clocks(member=author, occurrence=entry, flags=[], now=NOW)
    sent_report(author, entry, quay)

    untell(member=author, notice=line_of(author), now=LATER)
    start_clocks(member=author, occurrence=entry, flags=["danger"], now=LATER)

    assert line_of(author).told_at is None


def test_what_a_person_ticked_before_is_not_written_over(write, author, quay):
    entry = write()
    start_clocks(member=author, occurrence=entry, flags=[], now=NOW)
    tell(member=author, notice=line_of(author), told_at=NOW, note="By telephone.", now=NOW)

    sent_report(author, entry, quay)

    assert (line_of(author).told_at, line_of(author).note) == (NOW, "By telephone.")


def test_a_report_that_did_not_leave_ticks_nothing(write, author, quay, settings):
    entry = write()
    start_clocks(member=author, occurrence=entry, flags=[], now=NOW)
    settings.MAILERS = {"default": {"BACKEND": "tests.log.test_reporting.NoServer"}}

    assert sent_report(author, entry, quay).sent_at is None
    assert line_of(author).told_at is None


def test_the_page_says_who_was_ticked_and_leads_to_the_line(write, author, quay, client, community):
    entry = write()
    start_clocks(member=author, occurrence=entry, flags=[], now=NOW)
    form = formbook()["port-24h"]
    set_form_address(member=author, facility=quay, form=form.id, addressee="Duty", email="duty@north.be", now=NOW)
    client.force_login(community.person("author"))

    answers = {f"answer_{key}": words for key, words in answers_of(form, entry, member=author, now=LATER).items()}
    page = client.post(f"/log/{entry.key}/report/{form.id}/", answers | {"key": "k", "do": "send"}, follow=True)

    assert "Ticked as told: Harbour master." in page.content.decode()
    assert line_of(author).get_absolute_url() in page.content.decode()
