"""What one request asks again is asked once, and no answer outlives the request or a write."""

import pytest
from django.db import transaction

from port2port.base.remembering import remembered, remembering
from port2port.members.models import Waterway

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return []


@pytest.fixture
def names(asked):
    @remembered
    def names(start):
        asked.append(start)
        return list(Waterway.objects.filter(name__startswith=start).values_list("name", flat=True))

    return names


def test_the_same_question_is_asked_once_and_another_one_too(asked, names):
    with remembering():
        names("A"), names("B"), names("A")

    assert asked == ["A", "B"]


def test_nothing_is_kept_outside_of_a_request_or_for_the_next_one(asked, names):
    names("A"), names("A")
    with remembering():
        names("A")
    with remembering():
        names("A")

    assert asked == ["A"] * 4


@pytest.mark.parametrize(
    "write",
    [
        lambda: Waterway.objects.create(slug="albert", name="Albert"),
        lambda: Waterway.objects.bulk_create([Waterway(slug="albert", name="Albert")]),
        lambda: Waterway.objects.update(name="Albert"),
        lambda: Waterway.objects.all().delete(),
    ],
)
def test_a_write_of_any_kind_forgets_what_was_answered(names, write):
    Waterway.objects.create(slug="ardennes", name="Ardennes")
    with remembering():
        names("A")
        write()

        assert names("A") == list(Waterway.objects.values_list("name", flat=True))


def test_a_transaction_begins_by_asking_anew(asked, names):
    with remembering():
        names("A")
        with transaction.atomic():
            names("A")

    assert asked == ["A", "A"]
