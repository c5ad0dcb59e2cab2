"""Prepared statements write and read what Django's own would, on either engine."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from port2port.base.prepared import Given, Insert, Prepared, PreparedObjects, Update, each, listed, together
from port2port.members.models import Organisation

pytestmark = pytest.mark.django_db
SINCE = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
insert = Insert(Organisation)
named = Prepared(
    lambda: Organisation.objects.filter(pk=Given("pk")).order_by().values_list("key", "name", "admitted_at")
)


def port(slug: str, **more: object) -> Organisation:
    return Organisation(slug=slug, name=f"Port “{slug}” 100%", kind="port", standing="member", **more)


def stands(organisation: Organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def columns(organisation: Organisation) -> dict[str, object]:
    return {one.attname: getattr(organisation, one.attname) for one in Organisation._meta.concrete_fields}


def test_an_inserted_row_is_the_row_that_was_given():
    north, south = port("north", admitted_at=SINCE), port("south")
    south.parent = Organisation.objects.create(slug="east", kind="port", standing="member")

    insert(north, south)

    assert [columns(stands(one)) for one in (north, south)] == [columns(one) for one in (north, south)]
    north.name = "North"
    north.save()
    assert stands(north).name == "North"


def test_a_row_that_stands_is_left_be():
    north = port("north")
    insert(north)

    Insert(Organisation, or_leave_be=True)(port("north", about="Another"), port("south"))

    assert dict(Organisation.objects.values_list("slug", "about")) == {"north": "", "south": ""}


def test_an_update_writes_its_fields_and_no_others():
    north = port("north")
    insert(north)
    north.name, north.admitted_at, north.about = "North", SINCE, "Not written"

    Update(Organisation, "name", "admitted_at")(north)

    found = stands(north)
    assert (found.name, found.admitted_at, found.about) == ("North", SINCE, "")


def test_a_prepared_question_is_asked_anew_each_time():
    north = port("north", admitted_at=SINCE)
    insert(north)
    before = named.rows(pk=north.pk)

    Organisation.objects.filter(pk=north.pk).update(name="North")

    assert before == [(north.key, north.name, SINCE)]
    assert isinstance(before[0][0], UUID)
    assert named.rows(pk=north.pk) == [(north.key, "North", SINCE)]
    assert named.rows(pk=north.pk + 1) == []
    assert named.rows(pk=None) == []


def test_a_prepared_object_is_the_object():
    north = port("north", admitted_at=SINCE)
    insert(north)
    prepared = PreparedObjects(Organisation, lambda: Organisation.objects.order_by().filter(pk=Given("pk")))

    assert columns(prepared.ask_first(pk=north.pk)()) == columns(north)
    assert prepared.ask_first(pk=north.pk + 1)() is None


def test_answers_of_questions_that_go_together_are_kept_apart():
    north, south = port("north"), port("south")
    insert(north, south)

    with together():
        first, second = named.ask(pk=north.pk), named.ask(pk=south.pk)
        Update(Organisation, "name")(Organisation(pk=north.pk, name="Later"))
        rows = second(), first()

    assert [row[0][1] for row in rows] == [south.name, north.name]
    assert stands(north).name == "Later"


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_among_others_is_an_error_and_takes_all_along():
    @transaction.atomic
    def two_of_one_name() -> None:
        with together():
            insert(port("north"))
            insert(port("south", pk=1_000_000))
            Update(Organisation, "slug")(Organisation(pk=1_000_000, slug="north"))

    with pytest.raises(IntegrityError):
        two_of_one_name()

    assert not Organisation.objects.exists()


@pytest.mark.parametrize("values", [["a, b", 'c "d"', "é"], []])
def test_a_list_unfolds_into_its_values(values):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT one.value FROM {each('one', 'text')} ORDER BY 1", [listed(values)])

        assert [value for (value,) in cursor.fetchall()] == values
