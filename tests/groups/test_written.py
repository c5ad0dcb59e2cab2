"""The lines are made once a revision and language, and shown to nobody who may not see the meeting."""

from datetime import timedelta
from uuid import uuid4

import pytest

from port2port.groups import actions, written
from port2port.members.models import CircleMembership
from tests.personas import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    written._made.clear()


def test_all_readers_of_one_language_get_what_was_made_once(
    client, community, author, meeting, django_assert_max_num_queries
):
    actions.add_line(member=author, meeting=meeting, text="The first line.", now=NOW + SECOND)
    address = f"/meetings/{meeting.key}/lines/"
    client.force_login(community.person("author"))
    first = client.get(address).content
    client.force_login(community.person("peer"))
    client.get(address)

    with django_assert_max_num_queries(7):
        second = client.get(address).content

    assert b"The first line." in first
    assert first == second
    assert len(written._made) == 1


def test_what_is_kept_opens_nothing_to_who_is_outside_or_has_left(client, community, author, meeting):
    actions.add_line(member=author, meeting=meeting, text="The first line.", now=NOW + SECOND)
    address = f"/meetings/{meeting.key}/lines/"
    client.force_login(community.person("peer"))
    assert client.get(address).status_code == 200

    CircleMembership.objects.filter(organisation=community.organisations["south"]).update(left_at=NOW)

    assert client.get(address).status_code == 404
    client.force_login(community.person("outsider"))
    assert client.get(address).status_code == 404


def test_another_line_other_words_and_another_language_are_made_anew(client, community, author, meeting):
    address = f"/meetings/{meeting.key}/lines/"
    client.force_login(community.person("peer"))
    empty = client.get(address).content.decode()
    line = actions.add_line(member=author, meeting=meeting, text="The first line.", now=NOW + SECOND)
    first = client.get(address).content.decode()
    actions.change_line(member=author, line=line, text="Other words.", now=NOW + 2 * SECOND)
    second = client.get(address).content.decode()
    person = community.person("peer")
    person.language = "fr"
    person.save()
    french = client.get(address).content.decode()

    assert "Nothing is written" in empty
    assert "The first line." in first
    assert "Other words." in second
    assert "Besides" in second
    assert "Besides" not in french


def test_so_many_are_kept_and_no_more():
    for _turn in range(written.KEPT + 5):
        written.written(uuid4(), NOW, "en", lambda: "words")

    assert len(written._made) == written.KEPT


def test_who_chooses_another_language_gets_the_lines_in_it_at_once(client, community, author, meeting):
    address, person = f"/meetings/{meeting.key}/lines/", community.person("peer")
    client.force_login(person)
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    person.language = "nl"
    person.save()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
