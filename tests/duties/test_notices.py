"""Whom an occurrence asks to tell: several clocks, ticks that can be taken back, and nothing that tells by itself."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.duties.actions import notices as act
from port2port.duties.models import Notice
from port2port.duties.notice_text import mail_address, text_of
from port2port.duties.noticebook import Contact
from port2port.duties.notices import Source, for_source, untold_of
from port2port.duties.templatetags.duties import mail_to
from port2port.members.actions.agreements import agree_to_show
from port2port.pure.notice_rules import NoticeState
from tests.duties.conftest import port_officer
from tests.personas import NOW

SOURCE = Source("occurrence", UUID("00000000-0000-4000-8000-000000000001"))
KNOWN = NOW - timedelta(hours=2)


def kept(community, name="author", slug="north", *, codes=("CYB-PHISH",), flags=("significant",), now=NOW):
    return act.keep_notices(
        member=community.member(name),
        source=SOURCE,
        codes=codes,
        organisation=community.organisations[slug],
        facility=community.facilities[slug],
        started_at=KNOWN,
        flags=flags,
        now=now,
    )


def lines(community, slug="north", *, codes=("CYB-PHISH",), flags=("significant",), now=NOW):
    found = for_source(
        source=SOURCE,
        codes=codes,
        organisation=community.organisations[slug],
        facility=community.facilities[slug],
        started_at=KNOWN,
        flags=flags,
        now=now,
    )
    return {line.entry.code: line for line in found}


@pytest.fixture
def nis2(author):
    act.set_profile(member=author, codes=["nis2", "no-such-code"], now=NOW)


def test_several_clocks_run_each_with_its_own_term(community, nis2):
    found = lines(community)

    assert list(found) == ["emergency", "harbour-24h", "nis2-early", "nis2-notification", "nis2-final"]
    assert found["nis2-early"].due == KNOWN + timedelta(hours=24)
    assert found["nis2-notification"].due == KNOWN + timedelta(hours=72)
    assert found["nis2-final"].start == found["nis2-notification"].due
    assert found["emergency"].due is None


def test_without_the_profile_or_the_tick_nobody_is_asked(community, author):
    assert list(lines(community)) == ["emergency", "harbour-24h"]

    act.set_profile(member=author, codes=["nis2", "critical"], now=NOW)

    assert "nis2-early" not in lines(community, flags=())
    assert {"cer-notice", "cer-report"} <= set(lines(community))


def test_a_police_body_tells_its_own_supervisor_and_not_the_data_protection_authority(community, author):
    before = set(lines(community, flags=("personal_data",)))
    act.set_profile(member=author, codes=["police"], now=NOW)
    after = set(lines(community, flags=("personal_data",)))

    assert "gdpr-authority" in before
    assert "police-supervisor" not in before
    assert "police-supervisor" in after
    assert "gdpr-authority" not in after


def test_a_tick_says_who_and_when_and_can_be_taken_back(community, author, nis2):
    row = next(one for one in kept(community) if one.rule == "nis2-notification")

    act.tell(member=author, notice=row, told_at=NOW - timedelta(hours=1), note="By their portal", now=NOW)
    told = lines(community)

    assert (told["nis2-notification"].state, told["nis2-notification"].told_by) == (
        NoticeState.TOLD,
        "Security officer",
    )
    assert told["nis2-final"].start == NOW - timedelta(hours=1)
    assert Notice.objects.get(rule="nis2-final").start == NOW - timedelta(hours=1)

    act.untell(member=author, notice=row, now=NOW)
    assert lines(community)["nis2-notification"].state == NoticeState.WAITING


def test_a_second_tick_keeps_the_first_and_says_so(client, community, author, nis2):
    row = next(one for one in kept(community) if one.rule == "nis2-notification")
    act.tell(member=author, notice=row, told_at=NOW - timedelta(hours=1), note="By their portal", now=NOW)

    with pytest.raises(act.ToldAlready, match="by Security officer"):
        act.tell(member=community.member("coordinator"), notice=row, told_at=NOW, note="By phone", now=NOW)
    client.force_login(community.person("author"))
    page = client.post(reverse("duties:tell", args=[row.key]), {"told_at": "2026-03-02T10:00", "note": "By phone"})

    row.refresh_from_db()
    assert (row.told_at, row.told_by_id, row.note) == (
        NOW - timedelta(hours=1), community.seats["author"].pk, "By their portal",
    )  # fmt: skip
    assert page.status_code == 422
    assert "This was ticked before" in page.text


def test_nothing_is_ever_sent(community, author, nis2):
    for row in kept(community):
        act.tell(member=author, notice=row, told_at=NOW, now=NOW)

    assert mail.outbox == []


@pytest.mark.parametrize("moment", [NOW + timedelta(minutes=1), KNOWN - timedelta(hours=1)])
def test_told_lies_between_knowing_and_now(community, author, moment):
    row = kept(community)[0]

    with pytest.raises(act.NotYet):
        act.tell(member=author, notice=row, told_at=moment, now=NOW)


def test_a_term_that_passed_is_late_and_what_was_told_late_says_so(community, author, nis2):
    later = KNOWN + timedelta(hours=25)
    row = next(one for one in kept(community) if one.rule == "nis2-early")

    assert lines(community, now=later)["nis2-early"].state == NoticeState.LATE
    act.tell(member=author, notice=row, told_at=later, now=later)
    assert lines(community, now=later)["nis2-early"].state == NoticeState.TOLD_LATE


def test_other_codes_drop_what_was_not_told_and_keep_what_was(community, author, nis2):
    rows = {row.rule: row for row in kept(community)}
    act.tell(member=author, notice=rows["nis2-early"], told_at=NOW, now=NOW)

    kept(community, codes=("INT-TRES",), flags=())

    left = lines(community, codes=("INT-TRES",), flags=())
    assert list(left) == ["emergency", "harbour-24h", "nis2-early"]
    assert {line.entry.code for line in untold_of(author, now=NOW)} == {"emergency", "harbour-24h"}

    kept(community)
    assert "nis2-notification" in {line.entry.code for line in untold_of(author, now=NOW)}


def test_keeping_twice_changes_nothing(community, nis2):
    first = {row.pk for row in kept(community)}

    assert {row.pk for row in kept(community)} == first


def test_notices_are_private_to_who_reads_the_duties_there(community, author, pier):
    row = kept(community)[0]

    for name in (
        "peer",
        "outsider",
        "guard",
        "trainer",
        "client",
        "guest",
        "secretariat",
        "auditor",
        "operator",
        "nobody",
    ):
        assert not Notice.objects.visible_to(community.member(name)).exists(), name
    assert Notice.objects.visible_to(community.member("colleague")).exists()
    for name in ("colleague", "guard", "peer", "secretariat"):
        with pytest.raises(NotAllowed):
            act.tell(member=community.member(name), notice=row, told_at=NOW, now=NOW)


def test_nobody_keeps_notices_for_another_organisation(community):
    with pytest.raises(NotAllowed):
        kept(community, "peer", "north")
    with pytest.raises(NotAllowed):
        act.keep_notices(
            member=community.member("peer"),
            source=SOURCE,
            codes=(),
            organisation=community.organisations["south"],
            facility=community.facilities["north"],
            started_at=KNOWN,
            now=NOW,
        )


def test_the_ports_officer_reads_them_where_the_facility_agreed_and_ticks_nothing(community, pier):
    community.facilities["pier"] = pier
    act.keep_notices(
        member=community.member("outsider"),
        source=SOURCE,
        codes=(),
        organisation=community.organisations["east"],
        facility=pier,
        started_at=KNOWN,
        now=NOW,
    )
    officer = port_officer(community)
    before = Notice.objects.visible_to(officer).count()

    agree_to_show(member=community.member("outsider"), facility=pier, now=NOW)

    assert (before, Notice.objects.visible_to(officer).count()) == (0, 2)
    assert untold_of(officer, now=NOW) == []
    with pytest.raises(NotAllowed):
        act.tell(member=officer, notice=Notice.objects.first(), told_at=NOW, now=NOW)


@pytest.mark.parametrize("name", ["guard", "colleague", "trainer", "secretariat", "auditor", "operator", "guest"])
def test_only_who_keeps_duties_sets_the_profile(community, name):
    with pytest.raises(NotAllowed):
        act.set_profile(member=community.member(name), codes=["nis2"], now=NOW)


def test_a_click_on_the_address_opens_a_mail_with_the_words_filled_in_and_sends_nothing(community):
    kept(community)
    line = replace(lines(community)["harbour-24h"], contact=Contact(email="duty&desk@port.example"))

    address = urlsplit(mail_to(line))
    asked = {name: value for name, [value] in parse_qs(address.query).items()}

    assert (address.scheme, address.path) == ("mailto", "duty%26desk@port.example")
    assert asked["subject"].endswith(f": {line.notice.facility.name}")
    assert asked["body"].splitlines() == text_of(line.notice, language="en", role="").splitlines()
    assert "+" not in address.query
    assert mail.outbox == []


def test_before_the_clocks_run_the_mail_has_a_subject_and_no_text(community):
    line = replace(lines(community)["harbour-24h"], contact=Contact(email="duty@port.example"))

    assert line.notice is None
    assert mail_address(line, text="", language="nl") == (
        f"mailto:duty@port.example?subject={line.entry.titles['nl'].replace(' ', '%20')}"
    )
    assert "body" not in mail_to(line)
