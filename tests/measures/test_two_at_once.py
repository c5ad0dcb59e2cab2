"""Two who save at the same moment leave one row, and neither is lost."""

import pytest

from port2port.measures import actions
from port2port.measures.models import Adoption, AdoptionStep, ExceptionGrant, MeasureReply
from port2port.members.models import Seat
from tests.measures import making
from tests.measures.making import WEEKS
from tests.personas import NOW, found_community
from tests.waiting import one_waits_for_the_other

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + WEEKS


def test_two_of_one_organisation_reply_as_one():
    community = found_community()
    measure = making.consulted(community, at=NOW)
    one_waits_for_the_other(
        lambda: making.say(community, measure, "author", at=NOW),
        lambda: making.say(community, measure, "colleague", at=NOW, words="The second word."),
    )
    reply = MeasureReply.objects.get()
    assert (reply.revision, reply.text) == (2, "The second word.")


def test_two_officers_of_one_facility_leave_one_adoption_and_two_steps():
    community = found_community()
    measure = making.adopted(community, at=NOW)
    Seat.objects.filter(pk=community.seats["peer_coordinator"].pk).update(function="officer")
    one_waits_for_the_other(
        lambda: making.adopting(community, measure, at=LATER),
        lambda: making.adopting(community, measure, at=LATER, who="peer_coordinator", state="not_planned"),
    )
    assert Adoption.objects.get().state == "not_planned"
    assert AdoptionStep.objects.order_by("pk").last().before["state"] == "planned"


def test_an_exception_that_two_rounds_end_makes_one_action():
    community = found_community()
    measure = making.adopted(community, at=NOW)
    asked = making.excepting(community, making.adopting(community, measure, at=LATER), at=LATER)
    actions.answer_exception(member=community.member("author"), exception=asked, grant=True, now=LATER)
    over = LATER + (asked.until_on - LATER.date()) + WEEKS
    one_waits_for_the_other(
        lambda: actions.expire_exceptions(now=over),
        lambda: actions.expire_exceptions(now=over),
    )
    row = ExceptionGrant.objects.get()
    assert row.state == "expired"
    assert AdoptionStep.objects.count() == 2
