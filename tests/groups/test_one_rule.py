"""A group that does not reach a reader is nowhere, and nothing of it is."""

from datetime import timedelta

import pytest

from port2port.duties.models import Action
from port2port.groups import actions
from port2port.groups import models as m
from port2port.members.models import Circle
from port2port.pure.audience import Tlp
from port2port.sharing import audience_index, search
from port2port.sharing.would import receivers_of
from tests.groups.conftest import AFTER, fields, join, say
from tests.personas import NOW

INSIDE = ("author", "colleague", "coordinator", "peer", "peer_coordinator")
OUTSIDE = (
    *("outsider", "outsider_coordinator", "client", "guest", "secretariat", "nobody"),
    *("trainer", "guard", "auditor", "operator", "peer_guard"),
)
CLOSED_IN = timedelta(days=14)
TABLES = (
    *(m.WorkingGroup, m.VotingSeat, m.Meeting, m.AgendaItem, m.Attendance, m.MinuteLine, m.Minutes, m.Amendment),
    *(m.Proposal, m.ProposalVersion, m.Stance, m.Resolution, m.Task),
)


@pytest.fixture
def everything(author, peer, group, meeting, community, proposed):
    """A row in every table of the group."""
    item = actions.add_item(member=author, meeting=meeting, said=actions.ItemFields(title="Gate"), now=NOW)
    proposal = proposed(item=item)
    say(peer, proposal, "object")
    actions.amend(member=author, proposal=proposal, said=_closing(NOW + timedelta(days=5)), version=1, now=NOW)
    seat = m.VotingSeat.objects.get(organisation__slug="south")
    actions.resolve(member=peer, proposal=proposal, seat=seat, now=NOW)
    say(author, proposal, version=2)
    actions.check_in(member=peer, meeting=meeting, now=meeting.starts_at)
    actions.add_line(member=author, meeting=meeting, text="A line.", now=NOW)
    wish = actions.Wish(title="Test", language="en", organisation=community.organisations["south"])
    actions.ask(member=author, group=group, wish=wish, meeting=meeting, now=NOW)
    actions.save_draft(member=author, meeting=meeting, now=NOW)
    actions.prepare(member=author, meeting=meeting, now=NOW)
    actions.amend_minutes(member=peer, meeting=meeting, passage="", instead="More.", now=NOW)
    actions.settle(proposal=proposal, now=AFTER)


def _closing(at):
    from tests.groups.conftest import wording

    return wording(closes_at=at)


def test_the_room_is_the_circle(everything, community):
    for table in TABLES:
        for who in INSIDE:
            assert table.objects.visible_to(community.member(who)).exists(), (table, who)
        for who in OUTSIDE:
            assert not table.objects.visible_to(community.member(who)).exists(), (table, who)
            assert not table.objects.editable_by(community.member(who)).exists(), (table, who)


def test_page_index_search_and_preview_agree_on_a_decision(everything, community):
    decision = m.Decision.objects.get()
    would = receivers_of(decision, first_at=AFTER).everyone

    for who in (*INSIDE, *OUTSIDE):
        member = community.member(who)
        # TLP:AMBER reaches the clients of the circle's members too.
        sees = who in INSIDE or who == "client"
        assert m.Decision.objects.visible_to(member).exists() is sees, who
        assert bool(audience_index.newest(m.Decision, member)) is sees, who
        assert bool(search.find(m.Decision, member, "gate").ids) is sees, who
        assert member.person_id is None or (member.person_id in would) is sees, who


def test_a_circle_that_hides_its_past_hides_that_of_its_groups(everything, community, outsider):
    Circle.objects.update(shows_history=False)
    join(community, "east", at=NOW + timedelta(hours=1))

    assert m.WorkingGroup.objects.visible_to(outsider).exists()
    assert m.VotingSeat.objects.visible_to(outsider).exists()
    for table in TABLES[2:]:
        assert not table.objects.visible_to(outsider).exists(), table


def test_a_late_joiner_reads_nowhere_what_the_circle_hid_before(
    client, community, author, peer, group, meeting, proposed, outsider
):
    Circle.objects.update(shows_history=False)
    decided = proposed()
    for member in (author, peer):
        say(member, decided)
    actions.settle(proposal=decided, now=AFTER)
    earlier = m.Decision.objects.get()
    item = actions.add_item(member=author, meeting=meeting, said=actions.ItemFields(title="Gate"), now=AFTER)
    join(community, "east", at=AFTER + timedelta(minutes=1))
    later = AFTER + timedelta(hours=1)
    new = proposed(item=item, supersedes=earlier.key, title="One opens it", now=later, closes_at=later + CLOSED_IN)
    starts = later + timedelta(days=400)
    said = actions.MeetingFields(title="Next year", starts_at=starts, ends_at=starts + timedelta(hours=2))
    planned = actions.plan(member=author, group=group, said=said, now=later)
    for member in (author, peer):
        say(member, new, now=later)
    actions.settle(proposal=new, now=later + CLOSED_IN)

    client.force_login(community.person("outsider"))
    for seen in (group, new, planned):
        page = client.get(seen.get_absolute_url()).content.decode()
        for hidden in (meeting.title, str(meeting.key), earlier.title, str(earlier.key)):
            assert hidden not in page, (seen, hidden)
    decided = m.Decision.objects.visible_to(outsider).get()
    assert decided.supersedes == earlier
    signed = client.get(f"/api/v1/decisions/{decided.key}?format=stix")
    for address in ("", "print/"):
        assert str(earlier.key) not in client.get(f"{decided.get_absolute_url()}{address}").content.decode()
    assert (signed.status_code, str(decided.key) in signed.content.decode()) == (200, True)
    assert str(earlier.key) not in signed.content.decode()
    # Who was there reads of both.
    client.force_login(community.person("peer"))
    assert meeting.title in client.get(new.get_absolute_url()).content.decode()
    assert earlier.number in client.get(planned.get_absolute_url()).content.decode()


def test_a_late_joiner_takes_on_what_a_hidden_meeting_asks_as_an_action_of_its_own(
    community, author, group, meeting, outsider
):
    Circle.objects.update(shows_history=False)
    join(community, "east", at=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    east = community.organisations["east"]
    actions.give_seat(member=author, group=group, organisation=east, now=later)
    wish = actions.Wish(title="Test", language="en", organisation=east, due_on=meeting.starts_at.date())
    task = actions.ask(member=author, group=group, wish=wish, meeting=meeting, now=later)

    taken = actions.take_on(member=outsider, task=task, now=later)

    action = Action.objects.visible_to(outsider).get(key=taken.action)
    assert (action.source_type, action.is_shared, action.organisation) == ("", False, east)
    assert not Action.objects.visible_to(author).exists()


def test_a_closed_circle_closes_its_groups(everything, peer):
    Circle.objects.update(closed_at=AFTER)

    assert not m.WorkingGroup.objects.visible_to(peer).exists()


def test_a_stricter_decision_does_not_tell_of_itself_by_what_it_replaces(author, peer, group, proposed, community):
    first = proposed()
    for member in (author, peer):
        say(member, first)
    actions.settle(proposal=first, now=AFTER)
    earlier = m.Decision.objects.get()
    actions.change_group(member=author, group=group, said=fields(tlp=Tlp.AMBER_STRICT), now=AFTER)
    second = proposed(supersedes=earlier.key, now=AFTER, closes_at=AFTER + timedelta(days=1))
    for member in (author, peer):
        say(member, second, now=AFTER)
    actions.settle(proposal=second, now=AFTER + timedelta(days=1))

    # The client reads the first by its host, and nothing of the second.
    client = community.member("client")
    assert m.Decision.objects.visible_to(client).in_force_for(client).get() == earlier
    assert m.Decision.objects.visible_to(peer).in_force_for(peer).get().supersedes == earlier
