"""The counts of the demonstration come about by the actions alone."""

from datetime import timedelta

import numpy as np

from port2port.base.clock import now
from port2port.counts.models import Effort, RecordingChange, WeekCount
from port2port.counts.panel import comparison_counts, lent_ports, panel_in
from port2port.counts.rules import last_whole_week
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.pure.weeks import WEEK
from port2port.site.demo.community import found
from port2port.site.demo.counting import BEFORE, WEEKS, keep_counts


def test_three_years_are_counted_lent_to_a_circle_and_read_by_the_commissioner(db: None) -> None:
    found(password="a-long-test-password", now=now())
    seats = Seat.objects.select_related("person", "organisation")
    members = {seat.person.username: member_of_seat(seat) for seat in seats}

    made = keep_counts(members, seed=1, now=now())

    first = last_whole_week(now()) - WEEK * (WEEKS - 1)
    assert len(lent_ports(made.circle, outcome="intrusions", category="")) == len(made.ports) == 6
    panel = panel_in(
        made.circle, outcome="intrusions", category="", ports=made.ports, first=first, last=last_whole_week(now())
    )
    assert panel.counts.shape == (WEEKS, 6)
    assert not np.isnan(panel.counts).any()
    target = panel.counts[:, 0]
    assert target[BEFORE + 8 :].mean() < target[:BEFORE].mean() * 0.8
    assert not np.isnan(comparison_counts(made.comparison, first=first, last=last_whole_week(now()))).any()
    assert abs(made.intervention.starts_on - (first + WEEK * BEFORE)) < timedelta(days=1)
    assert RecordingChange.objects.count() == 2
    assert Effort.objects.exists()
    for login in ("commissioner-analyst", "csd-analyst"):
        assert WeekCount.objects.visible_to(members[login]).count() == (6 + 4) * WEEKS
    assert not WeekCount.objects.visible_to(members["liege-officer"]).exists()
