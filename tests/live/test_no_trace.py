"""An exercise leaves no trace: whatever is played in it, reports, ledger, log, figures and feeds stay as they were."""

import pytest
from django.apps import apps

from port2port.live import actions
from port2port.members.models import Seat
from port2port.pure.exercise_clock import Move
from port2port.reports.models.report import Kind
from port2port.sharing.models import Notification
from tests.live.conftest import ZERO, minute, said

# Its own rooms, and the lines on the pages of those with a role.
OWN = {"live", "drills"}
TOLD = {"Notification", "Outgoing"}


def counts():
    """Rows of every table outside its own rooms."""
    models = (one for one in apps.get_models() if one._meta.app_label not in OWN and one.__name__ not in TOLD)
    return {one._meta.label: one._default_manager.count() for one in models}


@pytest.mark.parametrize("kind", Kind.values)
def test_the_twin_of_a_real_report_writes_nothing_outside_the_exercise(stage, observe, kind):
    text = f"{kind}: drone over the tank, plate 1-ABC-234, container MSKU1234565"
    actions.add_inject(member=stage.member("author"), event=stage.event, said=said(60, text=text), now=ZERO)
    before = counts()

    stage.clock(Move.START, ZERO)
    actions.stamp_due(now=minute(6))
    actions.answer_inject(
        member=stage.member("guard"), inject=stage.injects["north"], note=f"Reported {text}", now=minute(7)
    )
    observe("trainer", at=minute(8), text=text)
    actions.stop_for_real(member=stage.member("guard"), event=stage.event, now=minute(9))

    assert counts() == before
    listed = set(stage.event.roles.values_list("seat_id", flat=True))
    assert set(Notification.objects.values_list("seat_id", flat=True)) <= listed
    assert Seat.objects.count() > len(listed)
