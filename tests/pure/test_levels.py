"""The level that binds a facility: the vectors of the design, and what must always be true."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.levels import Breadth, IspsEntry, effective_isps

START = datetime(2026, 1, 1, tzinfo=UTC)
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
C, P, F = Breadth.COUNTRY, Breadth.PORT, Breadth.FACILITY


def entry(level, breadth, *, day=0, until=None, exempts=False, confirmed=True):
    since = START + timedelta(days=day)
    return IspsEntry(level, breadth, since, until=until, exempts=exempts, is_confirmed=confirmed)


VECTORS = {
    "none: 1 is assumed": ([], 1),
    "country 1, port 2": ([entry(1, C), entry(2, P)], 2),
    "port 2, facility 3": ([entry(2, P), entry(3, F)], 3),
    "port back to 1, facility 3": ([entry(2, P), entry(1, P, day=5), entry(3, F)], 3),
    "port 2, facility exempt 1": ([entry(2, P), entry(1, F, exempts=True)], 1),
    "the narrowest exemption wins": ([entry(3, C), entry(2, P, exempts=True), entry(1, F, exempts=True)], 1),
    "an exemption that is only reported does not count": (
        [entry(2, P), entry(1, F, exempts=True, confirmed=False)],
        2,
    ),
    "a report raises": ([entry(1, P), entry(2, F, confirmed=False)], 2),
    "a report never lowers what was confirmed": ([entry(3, F), entry(1, F, day=5, confirmed=False)], 3),
    "a confirmed level ends an older report": ([entry(3, F, confirmed=False), entry(1, F, day=5)], 1),
    "over: back to 1": ([entry(3, P, until=AT)], 1),
    "not begun: still 1": ([entry(3, P, day=90)], 1),
    "the last instant holds": ([entry(3, P, until=AT + timedelta(microseconds=1))], 3),
}


@pytest.mark.parametrize(("entries", "level"), VECTORS.values(), ids=VECTORS.keys())
def test_the_vectors_of_the_design(entries, level):
    assert effective_isps(entries, at=AT).level == level


def test_no_entry_says_so():
    assert effective_isps([], at=AT).entry is None


ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(1, 3),
        st.sampled_from(Breadth),
        day=st.integers(0, 100),
        until=st.sampled_from([None, AT, AT + timedelta(days=1)]),
        exempts=st.booleans(),
        confirmed=st.booleans(),
    ),
    max_size=6,
)


@given(ENTRIES)
def test_the_level_is_that_of_a_valid_entry_or_one(entries):
    result = effective_isps(entries, at=AT)

    assert result.level in {1, *(one.level for one in entries if one.is_valid(AT))}


@given(ENTRIES, st.integers(1, 3), st.sampled_from(Breadth))
def test_a_mere_report_never_lowers_the_level(entries, level, breadth):
    reported = entry(level, breadth, day=59, confirmed=False)

    assert effective_isps([*entries, reported], at=AT).level >= _without_reports(entries)


def _without_reports(entries):
    return effective_isps([one for one in entries if one.is_confirmed], at=AT).level
