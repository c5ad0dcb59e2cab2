"""Two of one organisation say at the same moment that they work this way: one record, and no fault."""

import pytest
from django.db import IntegrityError

from port2port.knowledge.actions import say_use
from port2port.knowledge.models import Use
from tests.knowledge.conftest import GREEN
from tests.personas import NOW
from tests.waiting import one_waits_for_the_other


@pytest.mark.django_db(transaction=True)
def test_two_who_say_it_at_once_leave_one_record(proposed, community):
    practice, refused = proposed(readers=GREEN), []

    def say(who, note):
        def said():
            try:
                say_use(
                    member=community.member(who), practice=practice, readers=GREEN, note=note, language="en", now=NOW
                )
            except IntegrityError as fault:
                refused.append(fault)

        return said

    one_waits_for_the_other(say("peer", "First"), say("peer_coordinator", "Second"))

    assert refused == []
    assert Use.objects.standing().get().note == "Second"
    assert Use.objects.count() == 2
