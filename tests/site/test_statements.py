"""How many statements the pages ask of the database: at most so many, however much there is to show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from port2port.base.clock import now
from port2port.log.actions import hand_over, write_entry
from port2port.log.fields import Said
from port2port.members.models import CircleMembership, Organisation, Person, Seat
from port2port.members.readers import member_of_seat
from port2port.reports.actions import answer, compose, reply
from port2port.reports.fields import Readers
from port2port.reports.models import Answer, Kind
from port2port.sharing.actions import record_opening
from port2port.sharing.models import Tlp
from tests.reports.conftest import said


@pytest.fixture
def alert(community, author):
    """An alert of today to the circle of two ports."""
    return compose(
        member=author,
        said=said(Kind.ALERT, valid_until=now() + timedelta(days=3)),
        readers=Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk})),
        now=now(),
    )


@pytest.fixture
def statements(community):
    """How many statements a page needs once it was opened before."""

    def ask(who, address):
        client = Client()
        client.force_login(community.person(who))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200
        return len(asked)

    return ask


def busy(community, report, *, ports=5):
    """More ports in the circle, each of which opens, answers and replies."""
    for number in range(ports):
        organisation = Organisation.objects.create(
            slug=f"port-{number}", name=f"Port {number}", kind="port", standing="member", state="active"
        )
        CircleMembership.objects.create(
            circle=community.circles["both"], organisation=organisation, invited_at=now(), joined_at=now()
        )
        person = Person.objects.create(username=f"officer-{number}", name=f"Officer {number}", language="en")
        seat = Seat.objects.create(person=person, organisation=organisation, function="officer", given_at=now())
        member = member_of_seat(seat)
        record_opening(record=report, member=member, now=now())
        answer(member=member, report=report, state=Answer.State.ACTED, note="Done.", language="en", now=now())
        reply(member=member, report=report, text="Seen here too.", language="en", now=now())


# Eight of the statements of Now are those of the duties: what is promised, whom to tell, and the clocks.
# Two ask for practices that grow old, one each for questions, buddies, groups, declarations and assessments that wait.
# One asks for drills and exercises to come.
# One asks for campaigns that run here without a talk.
# Two more ask in which circles the reader is, and which consultations there wait for its organisation.
# One asks for certificates that run out.
# One asks for the courses that can be taken, one more for those that wait to be released.
# Three ask what was learnt: after-actions that wait, improvements without an action, lessons to approve.
# One asks for an exercise that runs now and in which the seat has a role; a guard plays in it too.
# One asks in which events the person takes part, whatever the seat.
@pytest.mark.parametrize(("address", "most"), [("/", 52), ("/reports/", 18), ("/reports/?q=stack", 22)])
@pytest.mark.parametrize("who", ["author", "peer", "outsider", "coordinator"])
def test_now_and_the_list_ask_few_statements_however_busy_it_is(community, alert, statements, who, address, most):
    quiet = statements(who, address)
    busy(community, alert)

    assert statements(who, address) == quiet <= most


def test_now_asks_a_guard_few_statements_however_much_it_wrote(community, alert, statements):
    def write(text):
        told = Said(happened_at=now(), tile="intruder", text=text, language="en")
        write_entry(member=community.member("guard"), facility=community.facilities["north"], said=told, now=now())
        hand_over(
            member=community.member("author"),
            facility=community.facilities["north"],
            text=text,
            language="en",
            now=now(),
        )

    write("First")
    quiet = statements("guard", "/")
    write("Second")
    write("Third")

    assert statements("guard", "/") == quiet <= 29


@pytest.mark.parametrize("who", ["author", "peer"])
def test_the_report_page_asks_few_statements_however_many_replied_answered_and_opened(
    community, alert, statements, who
):
    quiet = statements(who, alert.get_absolute_url())
    busy(community, alert)

    assert statements(who, alert.get_absolute_url()) == quiet <= 28
