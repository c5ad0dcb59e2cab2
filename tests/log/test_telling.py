"""Whom an entry asks to tell: an officer starts the clocks, a correction moves them, striking out ends them."""

from datetime import timedelta

import pytest
from django.core import mail

from port2port.duties.actions.notices import set_profile, tell
from port2port.duties.models import Notice
from port2port.duties.notices import untold_of
from port2port.log.actions import correct_entry, start_clocks, strike_entry
from port2port.log.actions.writing import EntryStruck, NotYourLog
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
