"""Peer review from the draw to the agreed report: rules P1 to P10, and who reads what."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from port2port.assessments.models import Assessment
from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.duties.models import Action
from port2port.members.operators import operators
from port2port.pure import draw
from port2port.reports.rules import BadField
from port2port.reviews import actions
from port2port.reviews.candidates import eligible
from port2port.reviews.models import Finding, Review, Reviewer, ReviewerOffer
from port2port.reviews.page import draw_of
from port2port.reviews.refusals import AskedAlready, NotNow, RefusedOnce, RepliesMissing, SamePort
from tests.personas import PERSONAS, Community
from tests.reviews.conftest import CHOSEN, lead_of, line_of, second_officer

IMPROVE = actions.Seen(control="acc-05", kind="improvement", text="The fence ends at the bridge.", grade="major")


def signed_in(community: Community, name: str) -> Client:
    client = Client()
    client.force_login(community.person(name))
    return client


def test_the_draw_takes_two_of_two_other_ports_and_three_controls(community: Community, drawn: Review) -> None:
    assert {one.organisation.slug for one in drawn.reviewers.all()} == {"south", "east"}
    assert len(drawn.drawn) == 3
    assert not set(drawn.drawn) & set(CHOSEN)
    assert drawn.state == "drawn"


def test_anybody_repeats_the_draw_from_what_the_page_gives(community: Community, drawn: Review) -> None:
    told = draw_of(drawn)
    assert told["seed"] == draw.seed_of(str(told["round"]), str(told["log_root"]))
    candidates = [
        draw.Candidate(str(one["key"]), str(one["operator"]), str(one["port"]))
        for one in told["candidates"]  # type: ignore[attr-defined]
    ]
    reviewed: dict[str, str] = told["reviewed"]  # type: ignore[assignment]
    found = draw.reviewers(
        str(told["seed"]),
        str(told["review"]),
        candidates,
        operator=reviewed["operator"],
        port=reviewed["port"],
    )
    assert [one.key for one in found] == [one["key"] for one in told["reviewers"]]  # type: ignore[attr-defined]
    assert "The peer" not in str(told)
    for one in told["candidates"]:  # type: ignore[attr-defined]
        assert len(one["operator"]) == len(one["port"]) == 12
        assert one["port"] != reviewed["port"]
    assert reviewed["port"] == draw.word(drawn.seed, "port", str(community.ports["north"].key))


def test_who_declares_an_interest_is_excluded_and_another_drawn(community: Community, drawn: Review) -> None:
    peer = community.member("peer")
    actions.offer(member=second_officer(community, "south"), port=community.ports["south"], now=now())
    done = actions.declare(member=peer, reviewer=line_of(drawn, peer), interest="We supply their gates.", now=now())
    assert done.state == "excluded"
    # Who offered after the draw is not among its candidates: the draw can still be repeated.
    assert Reviewer.objects.filter(review=drawn, state="drawn").count() == 1
    assert signed_in(community, "peer").get(drawn.get_absolute_url()).status_code == 404
    page = signed_in(community, "author").get(drawn.get_absolute_url()).content.decode()
    assert "We supply their gates" not in page
    assert "Too few can be drawn" in page
    actions.draw_round(member=community.member("secretariat"), round=drawn.assessment.round, now=now())
    assert Reviewer.objects.filter(review=drawn, state="drawn").count() == 2
    drawn.refresh_from_db()
    assert len(drawn.stood) == 1


def test_the_facility_refuses_one_reviewer_once(community: Community, drawn: Review) -> None:
    author = community.member("author")
    first, second = drawn.reviewers.order_by("pk")
    with pytest.raises(NotAllowed):
        actions.refuse_reviewer(member=community.member("guard"), reviewer=first, now=now())
    actions.refuse_reviewer(member=author, reviewer=first, now=now())
    with pytest.raises(RefusedOnce):
        actions.refuse_reviewer(member=author, reviewer=second, now=now())


def test_nobody_reviews_in_return_within_two_years(community: Community, drawn: Review) -> None:
    peer = community.member("peer")
    actions.declare(member=peer, reviewer=line_of(drawn, peer), now=now())
    south = Assessment(organisation=community.organisations["south"], facility=community.facilities["south"])
    other, north = Review(assessment=south), ReviewerOffer.objects.get(organisation__slug="north")
    assert north not in eligible(other, tops=operators(), now=now())
    assert north in eligible(other, tops=operators(), now=now() + timedelta(days=731))


def test_only_the_scope_is_read_and_only_by_the_two_sides(community: Community, ready: Review) -> None:
    address = ready.get_absolute_url()
    scope = set(ready.scope)
    for name in ("peer", "outsider", "author"):
        page = signed_in(community, name).get(address).content.decode()
        assert "The fence at the north." in page
        assert ("Nothing at all." in page) is ("com-01" in scope)
    seen = {name for name in PERSONAS if Review.objects.visible_to(community.member(name)).exists()}
    assert seen <= {"author", "colleague", "coordinator", "peer", "outsider"}
    assert {"author", "peer", "outsider"} <= seen
    for name in ("peer_coordinator", "secretariat", "guard", "trainer", "client", "auditor", "operator"):
        assert signed_in(community, name).get(address).status_code == 404, name
    # A reviewer sees the review and nothing else of the assessment.
    assert not Assessment.objects.visible_to(community.member("peer")).exists()


def test_access_ends_thirty_days_after_the_visit(community: Community, ready: Review) -> None:
    today = timezone.localdate(now())
    peer = signed_in(community, "peer")
    Review.objects.filter(pk=ready.pk).update(visit_on=today - timedelta(days=30))
    assert peer.get(ready.get_absolute_url()).status_code == 200
    Review.objects.filter(pk=ready.pk).update(visit_on=today - timedelta(days=31))
    assert peer.get(ready.get_absolute_url()).status_code == 404
    assert peer.get(f"{ready.get_absolute_url()}draw.json").status_code == 404
    with pytest.raises(NotAllowed):
        actions.observe(member=community.member("peer"), review=ready, said=IMPROVE, now=now())
    assert signed_in(community, "author").get(ready.get_absolute_url()).status_code == 200


def test_from_observation_to_the_agreed_report(community: Community, ready: Review) -> None:
    author, lead = community.member("author"), lead_of(community, ready)
    finding = actions.observe(member=community.member("peer"), review=ready, said=IMPROVE, now=now())
    good = actions.Seen(control="gov-01", kind="good_practice", text="A board with photos of each gate.")
    actions.observe(member=community.member("outsider"), review=ready, said=good, now=now())
    with pytest.raises(NotAllowed):
        actions.hand_over(member=author, review=ready, now=now())
    actions.hand_over(member=lead, review=ready, now=now())
    with pytest.raises(RepliesMissing):
        actions.agree_report(member=author, review=ready, now=now())
    actions.reply(member=author, finding=finding, text="A gate is ordered.", now=now())
    before = Action.objects.count()
    actions.agree_report(member=author, review=ready, now=now())
    assert Action.objects.count() == before + 2
    actions.agree_report(member=author, review=ready, now=now())
    assert Action.objects.count() == before + 2
    done = actions.agree_report(member=lead, review=ready, now=now())
    assert done.state == "agreed"
    ready.assessment.refresh_from_db()
    assert ready.assessment.state == "agreed"
    titles = set(Action.objects.values_list("title", flat=True))
    assert {"ACC-05: The fence ends at the bridge.", "Review another facility in turn"} <= titles
    own = Action.objects.visible_to(author).filter(source_type="review")
    assert own.count() == 2
    assert not Action.objects.visible_to(community.member("peer")).filter(source_type="review").exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_review SET state = 'ready'")
    with pytest.raises(NotNow):
        actions.take_back(member=lead, review=ready, now=now())


def test_the_report_is_taken_back_and_both_agree_anew(community: Community, ready: Review) -> None:
    author, lead = community.member("author"), lead_of(community, ready)
    strength = actions.Seen(control="gov-01", kind="strength", text="Good order.")
    actions.observe(member=lead, review=ready, said=strength, now=now())
    actions.hand_over(member=lead, review=ready, now=now())
    actions.agree_report(member=author, review=ready, now=now())
    row = actions.take_back(member=lead, review=ready, now=now())
    assert (row.state, row.facility_agreed_at) == ("ready", None)


@pytest.mark.parametrize(
    "said",
    [
        actions.Seen(control="com-09", kind="strength", text="x"),
        actions.Seen(control="acc-05", kind="verdict", text="x"),
        actions.Seen(control="acc-05", kind="strength", text=" "),
        actions.Seen(control="acc-05", kind="strength", text="x", grade="major"),
        actions.Seen(control="acc-05", kind="improvement", text="x", grade="illegal"),
    ],
)
def test_what_cannot_be_observed_is_refused(community: Community, ready: Review, said: actions.Seen) -> None:
    with pytest.raises(BadField):
        actions.observe(member=community.member("peer"), review=ready, said=said, now=now())
    assert not Finding.objects.exists()


@pytest.mark.parametrize("controls", [[], ["none"], [f"x-{n}" for n in range(13)]])
def test_odd_scopes_are_refused(community: Community, assessment: Assessment, controls: list[str]) -> None:
    with pytest.raises(BadField):
        actions.ask_review(member=community.member("author"), assessment=assessment, controls=controls, now=now())


def test_reviewers_are_asked_for_once_and_by_who_keeps_it(
    community: Community, review: Review, assessment: Assessment
) -> None:
    with pytest.raises(AskedAlready):
        actions.ask_review(member=community.member("author"), assessment=assessment, controls=CHOSEN, now=now())
    for name in ("peer", "guard", "secretariat", "client"):
        with pytest.raises(NotAllowed):
            actions.ask_review(member=community.member(name), assessment=assessment, controls=CHOSEN, now=now())


def test_a_seat_offers_for_a_port_of_its_organisation(community: Community) -> None:
    with pytest.raises(SamePort):
        actions.offer(member=community.member("peer"), port=community.ports["north"], now=now())
    for name in ("guard", "trainer", "client", "guest", "secretariat", "auditor"):
        with pytest.raises(NotAllowed):
            actions.offer(member=community.member(name), port=community.ports["north"], now=now())


def test_the_pages_lead_through_a_review(community: Community, review: Review) -> None:
    desk, author = signed_in(community, "secretariat"), signed_in(community, "author")
    page = desk.get("/reviews/").content.decode()
    assert "Quay north" not in page
    desk.post(f"/reviews/draw/{review.assessment.round.key}/")
    for name in ("peer", "outsider"):
        client = signed_in(community, name)
        line = line_of(review, community.member(name))
        wrong = client.post(f"/reviews/reviewers/{line.key}/declare/", {"answer": "interest"})
        assert wrong.status_code == 422
        client.post(f"/reviews/reviewers/{line.key}/declare/", {"answer": "clear"})
    address = review.get_absolute_url()
    author.post(f"{address}visit/", {"day": timezone.localdate(now()).isoformat()})
    peer = signed_in(community, "peer")
    peer.post(f"{address}observe/", {"control": "acc-05", "kind": "improvement", "text": "A gap.", "grade": "major"})
    words = author.get(address).content.decode()
    assert "A gap." in words
    assert "Major non-conformity" in words
