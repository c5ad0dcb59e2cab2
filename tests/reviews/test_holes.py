"""What could have been bent: how long a reviewer reads, where it comes from, who reviews whom, what stands."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from port2port.assessments import actions as assessing
from port2port.assessments.models import Assessment, Round
from port2port.base.clock import now
from port2port.duties.models import Action
from port2port.members.models import Facility, Organisation
from port2port.members.operators import operators
from port2port.norms.models import FacilityTier
from port2port.pure import draw
from port2port.reviews import actions
from port2port.reviews.candidates import eligible
from port2port.reviews.models import Review, Reviewer, ReviewerOffer
from port2port.reviews.page import draw_of
from port2port.reviews.refusals import SamePort
from tests.personas import BEFORE, Community
from tests.reviews.conftest import CHOSEN, lead_of, line_of, second_officer

IMPROVE = actions.Seen(control="acc-05", kind="improvement", text="The fence ends at the bridge.", grade="major")


def reads(community: Community, name: str, review: Review) -> bool:
    return Review.objects.visible_to(community.member(name)).filter(pk=review.pk).exists()


def redraw(community: Community, review: Review) -> Review:
    actions.draw_round(member=community.member("secretariat"), round=review.assessment.round, now=now())
    return Review.objects.with_names().get(pk=review.pk)


@pytest.mark.parametrize("state", ["frozen", "cancelled"])
def test_a_round_that_ended_ends_the_reading_of_who_never_came(community: Community, drawn: Review, state: str) -> None:
    assert reads(community, "peer", drawn)
    frozen_at = now() if state == "frozen" else None
    Round.objects.filter(pk=drawn.assessment.round_id).update(state=state, frozen_at=frozen_at)
    assert not reads(community, "peer", drawn)
    assert reads(community, "author", drawn)
    Review.objects.filter(pk=drawn.pk).update(visit_on=timezone.localdate(now()))
    assert reads(community, "peer", drawn)


def test_who_was_drawn_half_a_year_ago_and_never_came_reads_no_more(community: Community, drawn: Review) -> None:
    Reviewer.objects.filter(review=drawn).update(drawn_at=now() - timedelta(days=179))
    assert reads(community, "peer", drawn)
    Reviewer.objects.filter(review=drawn).update(drawn_at=now() - timedelta(days=181))
    assert not reads(community, "peer", drawn)


def test_a_withdrawn_assessment_is_read_by_its_own_alone(community: Community, ready: Review) -> None:
    assert reads(community, "peer", ready)
    Assessment.objects.filter(pk=ready.assessment_id).update(withdrawn_at=now())
    assert not reads(community, "peer", ready)
    assert reads(community, "author", ready)


def test_answers_are_read_once_two_have_declared(community: Community, drawn: Review) -> None:
    client = Client()
    client.force_login(community.person("peer"))
    for name in ("peer", "outsider"):
        assert "The fence at the north." not in client.get(drawn.get_absolute_url()).content.decode()
        member = community.member(name)
        actions.declare(member=member, reviewer=line_of(drawn, member), now=now())
    assert "The fence at the north." in client.get(drawn.get_absolute_url()).content.decode()


def test_nobody_reviews_a_port_in_which_its_group_works(community: Community, review: Review) -> None:
    def who() -> set[str]:
        rows = eligible(review, tops=operators(), now=now())
        return set(rows.values_list("organisation__slug", flat=True))

    assert who() == {"south", "east"}
    quay = Facility.objects.create(
        organisation=community.organisations["east"],
        port=community.ports["north"],
        name="Q",
        kind="quay",
        isps="inside",
    )
    assert who() == {"south"}
    Facility.objects.filter(pk=quay.pk).update(is_active=False)
    assert who() == {"south", "east"}
    Organisation.objects.filter(slug="south").update(parent=community.organisations["desk"])
    community.ports["north"].manager = community.organisations["desk"]
    community.ports["north"].save()
    review.refresh_from_db()
    assert who() == {"east"}


def test_a_port_counts_by_its_manager_or_a_confirmed_baseline(community: Community) -> None:
    peer, port = community.member("peer"), community.ports["east"]
    quay = Facility.objects.create(
        organisation=community.organisations["south"], port=port, name="Q", kind="quay", isps="inside"
    )
    tier = FacilityTier.objects.create(
        facility=quay, tier="I", cargo="container", reason="x", set_by=community.seats["peer"], set_at=BEFORE
    )
    with pytest.raises(SamePort):
        actions.offer(member=peer, port=port, now=now())
    by = community.seats["outsider"]
    FacilityTier.objects.filter(pk=tier.pk).update(confirmed_at=BEFORE, confirmed_by=by)
    assert actions.offer(member=peer, port=port, now=now()).port_id == port.pk
    FacilityTier.objects.filter(pk=tier.pk).update(ended_at=BEFORE)
    with pytest.raises(SamePort):
        actions.offer(member=second_officer(community, "south"), port=port, now=now())


@pytest.fixture
def both(community: Community, review: Review) -> tuple[Review, Review]:
    """Reviews of the northern and of the southern quay in one round; north and south both offer."""
    peer = community.member("peer")
    row = assessing.start(member=peer, round=review.assessment.round, facility=community.facilities["south"], now=now())
    return review, actions.ask_review(member=peer, assessment=row, controls=CHOSEN, now=now())


def test_one_draw_never_lets_two_review_one_another(community: Community, both: tuple[Review, Review]) -> None:
    north, south = (redraw(community, one) for one in both)
    assert {one.organisation.slug for one in north.reviewers.all()} == {"south", "east"}
    assert {one.organisation.slug for one in south.reviewers.all()} == {"east"}


def test_by_group_and_again_when_the_next_is_drawn(community: Community, both: tuple[Review, Review]) -> None:
    north, south = both
    # The south is drawn first, while it reviews nobody; a firm of the northern group is a candidate there.
    ReviewerOffer.objects.filter(organisation__slug__in=["south", "north"]).update(ended_at=now())
    firm = Organisation.objects.create(
        slug="firm", name="Firm", kind="port", standing="member", state="active", admitted_at=BEFORE,
        parent=community.organisations["north"],
    )  # fmt: skip
    community.organisations["firm"] = firm
    member = second_officer(community, "firm")
    port = community.ports["north"]
    port.manager = firm
    port.save()
    mine = actions.offer(member=member, port=port, now=BEFORE)
    redraw(community, south)
    south.refresh_from_db()
    assert str(mine.key) in {one["key"] for one in south.candidates}
    Reviewer.objects.filter(review=south, offer=mine).delete()
    peer = ReviewerOffer.objects.get(organisation__slug="south")
    Reviewer.objects.create(
        review=north, offer=peer, seat=peer.seat, organisation=peer.organisation, operator=peer.organisation,
        port=peer.port, drawn_at=now(),
    )  # fmt: skip
    outsider = community.member("outsider")
    actions.declare(member=outsider, reviewer=line_of(south, outsider), interest="We supply them.", now=now())
    south.refresh_from_db()
    assert not Reviewer.objects.filter(review=south, offer=mine).exists()
    assert [one.get("out") for one in south.candidates if one["key"] == str(mine.key)] == [True]
    assert mine not in eligible(south, tops=operators(), now=now())


def test_a_seat_has_one_key_for_good(community: Community) -> None:
    peer, port = community.member("peer"), community.ports["south"]
    first = actions.offer(member=peer, port=port, now=BEFORE)
    assert actions.offer(member=peer, port=port, now=now()).from_at == BEFORE
    actions.end_offer(member=peer, now=now())
    again = actions.offer(member=peer, port=port, now=now())
    assert (again.pk, again.key, again.ended_at) == (first.pk, first.key, None)
    assert again.from_at > BEFORE


def test_who_was_excluded_offers_again_and_the_draw_goes_on(community: Community, drawn: Review) -> None:
    peer = community.member("peer")
    actions.declare(member=peer, reviewer=line_of(drawn, peer), interest="We supply them.", now=now())
    actions.end_offer(member=peer, now=now())
    actions.offer(member=peer, port=community.ports["south"], now=now())
    redraw(community, drawn)
    assert line_of(drawn, peer).state == "excluded"
    actions.offer(member=second_officer(community, "south"), port=community.ports["south"], now=now())
    told = draw_of(redraw(community, drawn))
    assert Reviewer.objects.filter(review=drawn, state="drawn").count() == 2
    candidates, stood = (
        [draw.Candidate(one["key"], one["operator"], one["port"]) for one in told[name] if "out" not in one]  # type: ignore[attr-defined]
        for name in ("candidates", "stood_before")
    )
    reviewed: dict[str, str] = told["reviewed"]  # type: ignore[assignment]
    found = draw.reviewers(str(told["seed"]), str(told["review"]), candidates, standing=stood, **reviewed)
    assert [one.key for one in found] == [told["reviewers"][-1]["key"]]  # type: ignore[index]


def test_who_offers_after_reviewers_were_asked_for_waits_for_a_second_draw(
    community: Community, assessment: Assessment
) -> None:
    author = community.member("author")
    actions.offer(member=community.member("peer"), port=community.ports["south"], now=now())
    row = actions.ask_review(member=author, assessment=assessment, controls=CHOSEN, now=now())
    actions.offer(member=community.member("outsider"), port=community.ports["east"], now=now())
    redraw(community, row)
    assert [one.organisation.slug for one in row.reviewers.all()] == ["south"]
    redraw(community, row)
    assert {one.organisation.slug for one in row.reviewers.all()} == {"south", "east"}


def test_who_stops_offering_is_not_drawn_from_an_old_list(community: Community, drawn: Review) -> None:
    ReviewerOffer.objects.exclude(seat__in=drawn.reviewers.values("seat")).delete()
    second = second_officer(community, "south")
    made = actions.offer(member=second, port=community.ports["south"], now=now())
    peer = line_of(drawn, community.member("peer"))
    Review.objects.filter(pk=drawn.pk).update(
        candidates=[*drawn.candidates, {**drawn.candidates[0], "key": str(made.key)}]
    )
    actions.end_offer(member=second, now=now())
    actions.refuse_reviewer(member=community.member("author"), reviewer=peer, now=now())
    assert not Reviewer.objects.filter(review=drawn, seat=second.seat_id).exists()


@pytest.fixture
def reported(community: Community, ready: Review) -> Review:
    actions.observe(member=community.member("peer"), review=ready, said=IMPROVE, now=now())
    return actions.hand_over(member=lead_of(community, ready), review=ready, now=now())


@pytest.mark.parametrize("first", ["facility", "lead"])
def test_another_reply_asks_both_to_agree_anew(community: Community, reported: Review, first: str) -> None:
    author, lead = community.member("author"), lead_of(community, reported)
    finding = reported.findings.get()
    actions.reply(member=author, finding=finding, text="A gate is ordered.", now=now())
    actions.agree_report(member=author if first == "facility" else lead, review=reported, now=now())
    actions.reply(member=author, finding=finding, text="We change nothing.", now=now())
    reported.refresh_from_db()
    assert (reported.facility_agreed_at, reported.lead_agreed_at) == (None, None)
    actions.agree_report(member=author, review=reported, now=now())
    assert actions.agree_report(member=lead, review=reported, now=now()).state == "agreed"
    assert Action.objects.filter(source_type="review").count() == 2


WRITES = [
    f"UPDATE {table} SET {column} = 'x'"
    for table, columns in {
        "reviews_finding": ("text", "grade", "kind", "control", "reply"),
        "reviews_reviewer": ("state", "interest"),
    }.items()
    for column in columns
] + ["UPDATE reviews_reviewer SET seat_id = seat_id + 1", "DELETE FROM reviews_finding", "DELETE FROM reviews_reviewer"]


def test_what_was_agreed_stands(community: Community, reported: Review) -> None:
    author, lead = community.member("author"), lead_of(community, reported)
    actions.reply(member=author, finding=reported.findings.get(), text="A gate is ordered.", now=now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_finding SET text = 'Not agreed yet.'")
    for member in (author, lead):
        actions.agree_report(member=member, review=reported, now=now())
    for words in WRITES:
        with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
            connection.cursor().execute(words)
