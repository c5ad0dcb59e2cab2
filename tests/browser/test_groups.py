"""Working groups in a real browser: from a proposal over an objection to an action on the owner's Now."""

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.models import ProposalVersion, Task, WorkingGroup
from port2port.pure.audience import Tlp
from tests.groups.conftest import REASON, fields, say, wording
from tests.personas import PASSWORD, Community, found_community


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


@pytest.fixture
def group(community: Community) -> WorkingGroup:
    author, peer, today = community.member("author"), community.member("peer"), timezone.localdate()
    said = fields(tlp=Tlp.AMBER, from_on=today, review_on=today + timedelta(days=365))
    made = actions.set_up(member=author, said=said, circle=community.circles["both"], now=now())
    seat = actions.give_seat(member=author, group=made, organisation=community.organisations["south"], now=now())
    actions.name_holders(member=peer, seat=seat, holder=community.seats["peer"], substitute=None, now=now())
    return actions.start(member=author, group=made, now=now())


def test_from_a_proposal_over_an_objection_to_an_action_on_the_owners_now(app: Any, sign_in: Any, group: WorkingGroup):
    author, peer = app.open("/accounts/login/"), app.open("/accounts/login/")
    sign_in(author, "author", PASSWORD)
    sign_in(peer, "peer", PASSWORD)
    author.goto(f"{group.get_absolute_url()}propose/")
    author.get_by_label("Title").fill("Two people open the gate after ten")
    author.get_by_label("What is proposed").fill("After 22:00 a **second person** confirms each visitor.")
    author.get_by_role("button", name="Propose").click()
    proposal = author.url

    peer.goto("/")
    peer.get_by_role("link", name="Two people open the gate after ten").click()
    peer.get_by_label("Object", exact=True).check()
    peer.get_by_label("Reason").fill("No.")
    with peer.expect_navigation():
        peer.get_by_role("button", name="Say it").click()
    app.expect_answer(422)
    assert peer.get_by_label("Reason").input_value() == "No."
    peer.get_by_label("Reason").fill(REASON)
    peer.get_by_role("button", name="Say it").click()
    peer.get_by_text(REASON).first.wait_for()

    author.goto(f"{proposal}amend/")
    author.get_by_label("What is proposed").fill("After 22:00 the control room confirms each visitor.")
    author.get_by_role("button", name="Put the new version").click()
    author.get_by_role("heading", name="Objections to an earlier version that stand").wait_for()
    for page in (author, peer):
        page.goto(proposal)
        page.get_by_label("Agree", exact=True).check()
        page.get_by_role("button", name="Say it").click()
        page.get_by_text("Said. You can change it until the round closes.").wait_for()
    moment = now()
    ProposalVersion.objects.filter(n=2).update(closes_at=moment)

    author.goto(proposal)
    author.get_by_role("link", name="The decision").click()
    author.get_by_text("2 agree, 0 abstain, 0 object, 0 silent.").wait_for()
    author.get_by_role("link", name="Ask an organisation").click()
    author.get_by_label("What is to be done").fill("Train the control room")
    author.get_by_label("Organisation").select_option(label="Port of South")
    author.locator("[name=due_on]").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    author.get_by_role("button", name="Ask").click()
    author.get_by_text("Train the control room").first.wait_for()

    peer.goto("/")
    peer.get_by_role("link", name="Train the control room").click()
    peer.get_by_role("button", name="We take it on").click()
    peer.get_by_text("Taken on. It stands among the actions").wait_for()
    peer.goto("/")
    line = peer.get_by_role("listitem").filter(has_text="Train the control room")
    assert "Your action" in line.first.inner_text()


@pytest.fixture
def addresses(community: Community, group: WorkingGroup) -> list[str]:
    """Every page that the chair can open, with something on it."""
    author, peer, today = community.member("author"), community.member("peer"), timezone.localdate()
    days = {"effective_on": today + timedelta(days=30), "review_on": today + timedelta(days=300)}
    starts = now()
    times = actions.MeetingFields(title="March", starts_at=starts, ends_at=starts + timedelta(hours=2), place="Quay 1")
    meeting = actions.plan(member=author, group=group, said=times, now=now())
    item = actions.add_item(
        member=author, meeting=meeting, said=actions.ItemFields(title="Gate two", kind="decide"), now=now()
    )
    early, late = now() - timedelta(days=8), now() + timedelta(days=8)
    first = actions.propose(
        member=author, group=group, item=item, said=wording(**days, closes_at=early + timedelta(days=7)), now=early
    )
    for member in (author, peer):
        say(member, first, now=early)
    actions.settle(proposal=first, now=now())
    second = actions.propose(member=author, group=group, said=wording(**days, closes_at=late), now=now())
    say(peer, second, "object", now=now())
    actions.amend(member=author, proposal=second, said=wording(**days, closes_at=late), version=1, now=now())
    say(author, second, version=2, now=now())
    actions.add_line(member=author, meeting=meeting, item=item, text="South told how it works there.", now=now())
    wish = actions.Wish(
        title="Train the control room",
        language="en",
        organisation=community.organisations["north"],
        due_on=today + timedelta(days=9),
    )
    actions.ask(member=author, group=group, wish=wish, meeting=meeting, item=item, now=now())
    minuted = actions.plan(member=author, group=group, said=times, now=now())
    north, south = (community.organisations[slug].pk for slug in ("north", "south"))
    actions.mark_attendance(member=author, meeting=minuted, organisations=frozenset({north, south}), now=now())
    actions.save_draft(member=author, meeting=minuted, now=now())
    actions.prepare(member=author, meeting=minuted, now=now())
    actions.amend_minutes(member=peer, meeting=minuted, passage="", instead="More.", now=now())
    decision, task = first.decision, Task.objects.get()
    of_group, of_meeting = group.get_absolute_url(), meeting.get_absolute_url()
    return [
        *("/groups/", of_group, second.get_absolute_url(), of_meeting, f"{of_meeting}take/"),
        *(f"{minuted.get_absolute_url()}minutes/", "/decisions/", decision.get_absolute_url()),
        *(
            f"{decision.get_absolute_url()}print/",
            f"{of_group}propose/",
            f"{of_group}hand-over/",
            f"/tasks/{task.key}/",
        ),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_pages_of_groups_have_no_accessibility_violation_and_do_not_scroll_sideways(
    app: Any, sign_in: Any, addresses: list[str], width: int, scheme: str
):
    found, wide = {}, {}
    page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, "author", PASSWORD)
    for address in addresses:
        page.goto(address)
        rules = Axe().run(page).response["violations"]
        found[address] = [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:3]}" for rule in rules]
        wide[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: rules for address, rules in found.items() if rules} == {}
    assert {address: size for address, size in wide.items() if size > width} == {}
