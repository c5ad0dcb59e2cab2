"""No way leads to the counts since a measure before the study is registered: not by the actions, not by the pages."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

import port2port.studies
from port2port.base.refusal import NotAllowed
from port2port.studies.models import Study
from port2port.studies.reading import weeks_before, weeks_of
from port2port.studies.refusals import NotRegistered
from tests.personas import NOW
from tests.studies import making

MARK = 987_653


def test_weeks_before_end_with_the_week_before_the_announcement(community, network, draft):
    read = weeks_before(draft, member=community.member("author"))

    assert read.panel.weeks[-1] + making.WEEK == network.start - 2 * making.WEEK
    assert len(read.target) == making.WEEKS - making.WEEKS_SINCE - 2


def test_all_weeks_are_refused_to_a_draft_whatever_the_caller_holds(community, network, draft):
    author = community.member("author")
    draft.frozen_at, draft.version = NOW, 1

    with pytest.raises(NotRegistered):
        weeks_of(draft, member=author)

    study = making.registered(community, Study.objects.get(pk=draft.pk), now=NOW)
    assert weeks_of(study, member=author).panel.weeks[-1] >= network.start


def test_who_left_the_circle_reads_no_weeks_of_the_own_study(community, study):
    community.circles["both"].memberships.filter(organisation=community.organisations["north"]).update(left_at=NOW)

    for read in (weeks_before, weeks_of):
        with pytest.raises(NotAllowed):
            read(study, member=community.member("author"))


@pytest.mark.parametrize("step", range(1, 9))
def test_no_page_of_a_draft_shows_a_count_since_the_measure(community, network, draft, ask, step):
    making.numbers_since(community, network, MARK, now=NOW)
    page = ask("author", reverse("studies:step", args=[draft.key, step]), None)

    assert page.status_code in (200, 302)
    assert not re.search(r"987.?653", page.content.decode())


def test_no_other_module_asks_counts_for_numbers():
    room = Path(port2port.studies.__file__).parent
    asks = re.compile(r"panel_in|comparison_counts|WeekCount|ComparisonWeek|numbers_of")
    found = {path.relative_to(room).as_posix() for path in room.rglob("*.py") if asks.search(path.read_text())}

    assert found == {"reading.py"}
