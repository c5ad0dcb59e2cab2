"""Pages of groups: sent twice is done once, what is watched costs little, errors lose nothing typed."""

from datetime import timedelta

import pytest

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.models import Meeting, Proposal
from tests.groups.conftest import REASON, wording


@pytest.fixture
def pages(client, community):
    """The browser of the chair."""
    client.force_login(community.person("author"))
    return client


def said(**more):
    words = wording()
    form = {
        "title": words.title,
        "text": words.text,
        "language": "en",
        "method": "consent",
        "effective_on": "2030-01-01",
        "review_on": "2031-01-01",
        "closes_at": (now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
        "key": "a-key",
    }
    return form | more


def test_a_proposal_sent_twice_is_one_and_sent_otherwise_is_refused(pages, group):
    address = f"{group.get_absolute_url()}propose/"

    answers = [pages.post(address, said()).status_code for _time in range(2)]
    other = pages.post(address, said(title="Another"))

    assert (answers, Proposal.objects.count()) == ([302, 302], 1)
    assert other.status_code == 422
    assert b"Another" in other.content


def test_a_refused_proposal_loses_nothing_typed(pages, group):
    answer = pages.post(f"{group.get_absolute_url()}propose/", said(closes_at="2020-01-01T10:00"))

    assert answer.status_code == 422
    assert b"Choose a moment within the next 60 days." in answer.content
    assert wording().text.encode() in answer.content
    assert not Proposal.objects.exists()


def test_who_watches_the_minutes_gets_nothing_anew_until_a_line_is_written(pages, community, author, meeting):
    address = f"{meeting.get_absolute_url()}lines/"
    first = pages.get(address)

    again = pages.get(address, headers={"If-None-Match": first.headers["ETag"]})
    actions.add_line(member=author, meeting=meeting, text="The gate opens in May.", now=now())
    after = pages.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (after.status_code, b"The gate opens in May." in after.content) == (200, True)
    actions.add_item(member=author, meeting=meeting, said=actions.ItemFields(title="Gate"), now=now())
    assert pages.get(address, headers={"If-None-Match": after.headers["ETag"]}).status_code == 200
    # A tag is of one reader: another's tells nothing.
    pages.force_login(community.person("peer"))
    assert pages.get(address, headers={"If-None-Match": after.headers["ETag"]}).status_code == 200


def test_a_stance_without_a_reason_keeps_the_page_and_what_was_typed(client, community, proposed):
    proposal = proposed(now=now(), closes_at=now() + timedelta(days=3))
    client.force_login(community.person("peer"))
    stance = {"version": "1", "position": "object"}

    refused = client.post(f"{proposal.get_absolute_url()}stance/", stance | {"reason": "Because."})
    taken = client.post(f"{proposal.get_absolute_url()}stance/", stance | {"reason": REASON})

    assert (refused.status_code, b"Because." in refused.content) == (422, True)
    assert taken.status_code == 302


def test_names_of_people_are_for_their_own_organisation_and_for_who_sits_there(client, community, group, meeting, peer):
    actions.check_in(member=peer, meeting=meeting, now=meeting.starts_at)
    pages = [group.get_absolute_url(), meeting.get_absolute_url()]
    seen = {}
    for who in ("author", "coordinator"):
        client.force_login(community.person(who))
        seen[who] = [b"The peer" in client.get(address).content for address in pages]

    # The chair sits in the group; the coordinator of the same port reads along and does not.
    assert seen == {"author": [True, True], "coordinator": [False, False]}


def test_a_meeting_is_planned_once_and_told_of_once(pages, group, django_capture_on_commit_callbacks, mailoutbox):
    address, starts = f"{group.get_absolute_url()}meet/", now() + timedelta(days=9)
    form = {
        "title": "March",
        "starts_at": starts.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (starts + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "key": "k",
    }

    with django_capture_on_commit_callbacks(execute=True):
        answers = [pages.post(address, form) for _time in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].headers["Location"] == Meeting.objects.get().get_absolute_url()
    assert len(mailoutbox) == 3


def test_the_author_can_amend_what_an_objection_shows_before_having_spoken(pages, proposed):
    proposal = proposed(now=now(), closes_at=now() + timedelta(days=3))

    page = pages.get(proposal.get_absolute_url()).content.decode()

    assert "Say what your seat thinks" in page
    assert f'href="{proposal.get_absolute_url()}amend/"' in page


def test_a_meeting_lists_the_points_about_which_something_is_written(pages, author, meeting):
    points = [
        actions.add_item(member=author, meeting=meeting, said=actions.ItemFields(title=title), now=now())
        for title in ("Gate two", "Fence")
    ]
    actions.add_line(member=author, meeting=meeting, item=points[1], text="It stands.", now=now())

    written = pages.get(f"{meeting.get_absolute_url()}lines/").content.decode()
    page = pages.get(meeting.get_absolute_url()).content.decode()

    assert ("Fence" in written, "Gate two" in written) == (True, False)
    assert page[page.index('id="written"') :].count("<h3>") == 1


def test_who_takes_minutes_begins_at_the_first_point_and_stays_at_the_chosen_one(pages, author, meeting):
    address = f"{meeting.get_absolute_url()}take/"
    first, second = (
        actions.add_item(member=author, meeting=meeting, said=actions.ItemFields(title=title), now=now())
        for title in ("Gate two", "Fence")
    )

    begins = pages.get(address).context["form"]["item"].value()
    kept = pages.post(address, {"item": str(second.key), "text": "It stands.", "key": "one"})
    beside = pages.post(address, {"item": "", "text": "Coffee was cold.", "key": "two"})

    assert begins == first.key
    assert pages.get(kept.url).context["form"]["item"].value() == str(second.key)
    assert pages.get(beside.url).context["form"]["item"].value() == ""
