"""A form sent twice acts once, also when both copies come at the same moment."""

from uuid import uuid4

import pytest
from django.db import transaction

from port2port.reports.actions import compose, reply
from port2port.reports.models import Reply, Report, Sending
from port2port.reports.rules import BadField
from port2port.reports.sending import SentOtherwise, once
from tests.personas import NOW
from tests.reports.conftest import GREEN, said
from tests.waiting import one_waits_for_the_other

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twice():
    """Do two acts, the second while the first is not yet committed; what each gave, or how it was refused."""

    def both(first, second):
        given = {}

        def kept(name, act):
            try:
                given[name] = act()
            except SentOtherwise as refusal:
                given[name] = refusal

        one_waits_for_the_other(lambda: kept("first", first), lambda: kept("second", second))
        return given["first"], given["second"]

    return both


def test_two_equal_reports_at_the_same_moment_are_one(author, twice):
    def send():
        return compose(member=author, said=said(), readers=GREEN, key="k", now=NOW)

    first, second = twice(send, send)

    assert first.pk == second.pk
    assert Report.objects.count() == Sending.objects.count() == 1


def test_two_equal_replies_at_the_same_moment_are_one(publish, peer, twice):
    report = publish()

    def send():
        return reply(member=peer, report=report, text="Seen here too.", language="en", key="k", now=NOW)

    first, second = twice(send, send)

    assert first.pk == second.pk
    assert Reply.objects.count() == 1


def test_other_content_at_the_same_moment_is_refused_and_does_nothing(author, twice):
    def send(title):
        return lambda: compose(member=author, said=said(title=title), readers=GREEN, key="k", now=NOW)

    first, second = twice(send("One"), send("Other"))

    assert first.title == "One"
    assert isinstance(second, SentOtherwise)
    assert Report.objects.count() == 1


def test_two_members_may_send_with_the_same_key(author, peer):
    one, other = (once(member=who, key="k", act="a", content="c", now=NOW, do=uuid4) for who in (author, peer))

    assert one != other


def test_an_act_that_was_refused_is_forgotten(author):
    def refuse():
        raise BadField("title", "No.")

    made = uuid4()
    with transaction.atomic():
        with pytest.raises(BadField):
            once(member=author, key="k", act="a", content="c", now=NOW, do=refuse)
        result = once(member=author, key="k", act="a", content="c", now=NOW, do=lambda: made)

    assert result == made
    assert Sending.objects.get().result == made
