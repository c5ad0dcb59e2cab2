"""One table for everything promised; what its source hides, it hides."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from port2port.base.refusal import NotAllowed
from port2port.duties.actions import promises as act
from port2port.duties.models import Action
from port2port.duties.models.promises import State
from port2port.duties.naming import named
from port2port.members.actions.agreements import agree_to_show
from port2port.members.models import Circle, CircleMembership
from port2port.reports.models import Report
from port2port.sharing.actions import publish
from tests.duties.conftest import port_officer
from tests.personas import NOW

DUE = date(2026, 4, 1)


def promised(member, title="Mend the fence", **fields):
    return act.promise(member=member, wish=act.Promise(title=title, due_on=DUE, language="en", **fields), now=NOW)


def seen(member):
    return set(Action.objects.visible_to(member).values_list("title", flat=True))


@pytest.fixture
def report(community, author):
    row = Report.objects.create(
        originator_id=author.organisation_id,
        author_id=author.person_id,
        kind="incident",
        title="Hole in the fence",
        language="en",
        tlp=2,
        made_at=NOW,
        changed_at=NOW,
    )
    row.circles.add(community.circles["both"])
    publish(record=row, member=author, now=NOW)
    return row


def test_an_action_is_seen_by_the_organisation_and_nobody_else(community, author):
    promised(author)

    assert seen(author) == seen(community.member("colleague")) == seen(community.member("coordinator")) != set()
    for name in (
        "peer",
        "outsider",
        "client",
        "guest",
        "guard",
        "trainer",
        "secretariat",
        "auditor",
        "operator",
        "nobody",
    ):
        assert seen(community.member(name)) == set(), name


def test_a_guard_sees_what_is_assigned_to_its_seat_and_moves_it_on(community, author, guard):
    action = promised(author, owner=community.seats["guard"])
    promised(author, "Something else")

    assert seen(guard) == {"Mend the fence"}
    act.move(member=guard, action=action, to=State.DONE, now=NOW)
    with pytest.raises(NotAllowed):
        act.change_promise(member=guard, action=action, wish=act.Promise("Other", DUE, "en"), now=NOW)


def test_who_does_not_see_the_source_does_not_see_what_was_promised_from_it(community, author, report):
    source = ("report", report.key)
    promised(author, source=source)
    promised(community.member("peer"), "Check our fence", source=source)

    assert seen(author) == {"Mend the fence"}
    assert seen(community.member("peer")) == {"Check our fence"}
    with pytest.raises(NotAllowed):
        promised(community.member("outsider"), source=source)
    assert seen(community.member("outsider")) == set()


def test_a_red_source_hides_it_from_the_own_colleagues(community, author):
    red = Report.objects.create(
        originator_id=author.organisation_id,
        author_id=author.person_id,
        kind="incident",
        title="Insider",
        language="en",
        tlp=4,
        made_at=NOW,
        changed_at=NOW,
    )
    red.named.add(community.person("peer"))
    publish(record=red, member=author, now=NOW)

    promised(author, source=("report", red.key))

    assert seen(author) == {"Mend the fence"}
    assert seen(community.member("colleague")) == seen(community.member("coordinator")) == set()


def test_a_shared_action_reaches_who_sees_the_source_and_nobody_else(community, author, report):
    promised(author, source=("report", report.key), is_shared=True)

    assert seen(community.member("peer")) == {"Mend the fence"}
    assert seen(community.member("outsider")) == seen(community.member("guest")) == set()
    assert not Action.objects.editable_by(community.member("peer")).exists()


@pytest.fixture
def to_all(community, author):
    """A report of the author's that every member organisation reads."""
    row = Report.objects.create(
        originator_id=author.organisation_id,
        author_id=author.person_id,
        kind="incident",
        title="Hole in the fence",
        language="en",
        tlp=1,
        made_at=NOW,
        changed_at=NOW,
    )
    publish(record=row, member=author, now=NOW)
    return row


def pages(client, community, who, action):
    client.force_login(community.person(who))
    return client.get("/duties/actions/").text, client.get(action.get_absolute_url()).text


def test_who_promised_is_told_to_the_originator_and_the_own_people_alone(client, community, to_all):
    peer, quay = community.member("peer"), community.facilities["south"]
    action = promised(peer, source=("report", to_all.key), is_shared=True, facility=quay)

    for page in pages(client, community, "outsider", action):
        assert "Mend the fence" in page
        assert "another organisation" in page
        assert "South" not in page
        assert quay.name not in page
    for who in ("author", "peer"):
        for page in pages(client, community, who, action):
            assert quay.name in page
            assert "another organisation" not in page


@pytest.mark.parametrize("is_open", [True, False])
def test_an_open_circle_shows_who_of_it_promised(client, community, report, is_open):
    circle = community.circles["both"]
    CircleMembership.objects.create(
        circle=circle, organisation=community.organisations["east"], invited_at=NOW, joined_at=NOW
    )
    Circle.objects.filter(pk=circle.pk).update(is_open=is_open)
    revised = Report.objects.get(pk=report.pk)
    action = promised(community.member("peer"), source=("report", revised.key), is_shared=True)

    for page in pages(client, community, "outsider", action):
        assert ("Port of South" in page) == is_open
        assert ("another organisation" in page) != is_open


def test_the_originators_own_promise_is_known(client, community, author, report):
    action = promised(author, source=("report", report.key), is_shared=True)

    for page in pages(client, community, "peer", action):
        assert "another organisation" not in page


def test_a_port_officer_is_told_whose_facility_it_is(client, community, pier):
    outsider, officer = community.member("outsider"), port_officer(community)
    agree_to_show(member=outsider, facility=pier, now=NOW)
    action = promised(outsider, facility=pier)

    assert named([action], officer) == {action.pk}


def test_a_source_that_nobody_knows_shows_nothing(author):
    with pytest.raises(NotAllowed):
        promised(author, source=("no-such-record", uuid4()))


def test_the_ports_officer_sees_actions_of_a_facility_that_agreed(community, pier):
    outsider, officer = community.member("outsider"), port_officer(community)
    action = promised(outsider, facility=pier)
    before = seen(officer)

    agree_to_show(member=outsider, facility=pier, now=NOW)

    assert (before, seen(officer)) == (set(), {"Mend the fence"})
    with pytest.raises(NotAllowed):
        act.move(member=officer, action=action, to=State.DONE, now=NOW)


def test_an_officer_of_one_facility_sees_and_writes_for_that_one(community, author):
    officer = community.scoped("author", facility="north")
    officer = replace(officer, seat_id=community.seats["colleague"].pk)
    promised(author, "Whole organisation")
    promised(author, "At the quay", facility=community.facilities["north"])

    assert seen(officer) == {"At the quay"}
    with pytest.raises(NotAllowed):
        promised(officer, "For all")
    with pytest.raises(NotAllowed):
        promised(officer, "Elsewhere", facility=community.facilities["south"])


@pytest.mark.parametrize("name", ["guard", "colleague", "trainer", "auditor", "operator", "guest"])
def test_who_keeps_no_duties_promises_nothing(community, name):
    with pytest.raises(NotAllowed):
        promised(community.member(name))


def test_an_organisation_gives_actions_to_its_own_open_seats_only(community, author):
    with pytest.raises(act.WrongOwner):
        promised(author, owner=community.seats["peer"])


def test_open_doing_done_verified_by_somebody_else(community, author):
    action = promised(author)

    act.move(member=author, action=action, to=State.DOING, now=NOW)
    act.move(member=author, action=action, to=State.DONE, now=NOW)
    with pytest.raises(act.SamePerson):
        act.move(member=author, action=action, to=State.VERIFIED, now=NOW)
    done = act.move(member=community.member("coordinator"), action=action, to=State.VERIFIED, now=NOW)

    assert done.state == State.VERIFIED
    assert [step.state for step in done.steps.all()] == ["open", "doing", "done", "verified"]


def test_what_is_dropped_says_why_and_can_be_taken_up_again(author):
    action = promised(author)

    with pytest.raises(act.NoReason):
        act.move(member=author, action=action, to=State.DROPPED, now=NOW)
    act.move(member=author, action=action, to=State.DROPPED, reason="The fence is gone.", now=NOW)
    with pytest.raises(act.NoSuchWay):
        act.move(member=author, action=action, to=State.DONE, now=NOW)

    assert act.move(member=author, action=action, to=State.OPEN, now=NOW).reason == ""


def test_another_day_and_another_owner_stand_in_the_history(community, author):
    action = promised(author)
    wish = act.Promise("Mend the whole fence", date(2026, 5, 1), "en", owner=community.seats["guard"])

    changed = act.change_promise(member=author, action=action, wish=wish, now=NOW)

    assert changed.title == "Mend the whole fence"
    assert "2026-04-01 → 2026-05-01" in changed.steps.last().what


def test_an_older_page_does_not_move_an_action_back(author):
    page = promised(author)
    act.move(member=author, action=Action.objects.get(pk=page.pk), to=State.DOING, now=NOW)

    changed = act.change_promise(member=author, action=page, wish=act.Promise("Mend it well", DUE, "en"), now=NOW)

    assert (changed.title, Action.objects.get(pk=page.pk).state) == ("Mend it well", State.DOING)
