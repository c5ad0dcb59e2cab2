"""Whom an incident asks to tell, and by when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.notice_rules import NoticeRule, NoticeState, When, applies, is_under, reckon, state_of

BRUSSELS = ZoneInfo("Europe/Brussels")
AWARE = datetime(2027, 1, 28, 9, 0, tzinfo=UTC)
EARLY = NoticeRule("early", hours=24)
FULL = NoticeRule("full", hours=72)
FINAL = NoticeRule("final", after="full", months=1)


def test_a_rule_without_conditions_always_applies():
    assert applies(NoticeRule("police"), codes=[], flags=[], profile=[])


@pytest.mark.parametrize(
    ("codes", "flags", "profile", "expected"),
    [
        (["CYB-PHISH"], ["significant"], ["nis2"], True),
        (["CYB"], ["significant"], ["nis2"], True),
        (["CYBER"], ["significant"], ["nis2"], False),
        (["INT-TRES"], ["significant"], ["nis2"], False),
        (["CYB-PHISH"], [], ["nis2"], False),
        (["CYB-PHISH"], ["significant"], [], False),
        (["CYB-PHISH"], ["significant"], ["nis2", "police"], False),
        ([], ["significant"], ["nis2"], False),
    ],
)
def test_every_condition_must_hold_and_one_of_each_list_is_enough(codes, flags, profile, expected):
    rule = NoticeRule("n", When(codes=("CYB", "DRN"), flags=("significant",), profile=("nis2",), never=("police",)))

    assert applies(rule, codes=codes, flags=flags, profile=profile) is expected


def test_several_clocks_run_from_one_incident_each_with_its_own_start():
    early, full, final = reckon([EARLY, FULL, FINAL], aware=AWARE, told={}, zone=BRUSSELS)

    assert early.due == AWARE + timedelta(hours=24)
    assert full.due == AWARE + timedelta(hours=72)
    assert (final.start, final.due) == (full.due, datetime(2027, 2, 28, 9, 0, tzinfo=UTC))


def test_the_final_report_counts_from_when_the_notification_was_sent():
    sent = AWARE + timedelta(hours=5)

    final = reckon([EARLY, FULL, FINAL], aware=AWARE, told={"full": sent}, zone=BRUSSELS)[2]

    assert (final.start, final.due) == (sent, datetime(2027, 2, 28, 14, 0, tzinfo=UTC))


def test_a_clock_whose_forerunner_does_not_apply_starts_with_the_incident():
    assert reckon([FINAL], aware=AWARE, told={}, zone=BRUSSELS)[0].start == AWARE


@pytest.mark.parametrize(
    ("told", "now", "state"),
    [
        (None, 0, NoticeState.WAITING),
        (None, 1, NoticeState.LATE),
        (0, 99, NoticeState.TOLD),
        (1, 99, NoticeState.TOLD_LATE),
    ],
)
def test_at_the_moment_of_the_term_it_is_still_in_time(told, now, state):
    told_at = None if told is None else AWARE + timedelta(seconds=told)

    assert state_of(AWARE, told_at, AWARE + timedelta(seconds=now)) == state


def test_what_has_no_term_is_never_late():
    assert state_of(None, None, AWARE) == NoticeState.OPEN
    assert state_of(None, AWARE, AWARE) == NoticeState.TOLD


CODES = st.sampled_from(["CYB", "CYB-PIN", "DRN", "INT-TRES", "OTH"])
FLAGS = st.sampled_from(["personal_data", "significant", "ai_system"])


@given(st.sets(CODES), st.sets(CODES), st.sets(FLAGS), st.sets(FLAGS))
def test_more_codes_and_flags_never_take_a_notice_away(codes, more, flags, others):
    rule = NoticeRule("n", When(codes=("CYB", "DRN"), flags=("significant", "personal_data")))

    if applies(rule, codes=codes, flags=flags, profile=[]):
        assert applies(rule, codes=codes | more, flags=flags | others, profile=[])


@given(CODES, CODES)
def test_a_code_stands_under_itself_and_its_family_only(code, root):
    assert is_under(code, root) == (code.split("-")[: len(root.split("-"))] == root.split("-"))
