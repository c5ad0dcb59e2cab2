"""What facilities do with measures: who says it, who sees it, exceptions that end by themselves, and bands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed, Refusal
from port2port.duties.models import Action
from port2port.ledger.models import TrailLine
from port2port.measures import actions
from port2port.measures.actions.rounds import quarter_of
from port2port.measures.models import (
    Adoption,
    AdoptionContribution,
    AdoptionRound,
    AdoptionStep,
    ExceptionGrant,
    MeasureMentor,
    MeasureNews,
    MeasureVersion,
)
from port2port.measures.refusals import AnsweredBefore, ChangedMeanwhile, LegalMust, NotToAdopt, RunsAlready, SamePerson
from port2port.members.models import Facility, Organisation, Port
from port2port.norms.models import FacilityTier
from port2port.pure.measure_life import share_of
from port2port.reports.rules import BadField
from port2port.sharing.models import Notification
from tests.measures import making
from tests.measures.making import WEEKS
from tests.measures.test_one_rule import signed_in
from tests.personas import BEFORE, NOW, PERSONAS, Community

LATER = NOW + WEEKS
TODAY = timezone.localdate(LATER)
OWN = {"peer", "peer_coordinator"}


@pytest.fixture
def measure(community: Community):
    return making.adopted(community, at=NOW)


def test_adoption_is_said_by_the_facilitys_officer_and_seen_by_its_own_organisation(community, measure):
    version = MeasureVersion.objects.get(measure=measure)
    south, said = community.facilities["south"], actions.AdoptionFields(state="not_planned")
    for who in PERSONAS:
        given = {"member": community.member(who), "facility": south, "version": version, "said": said, "now": LATER}
        if who == "peer":
            actions.say_adoption(**given)
            continue
        with pytest.raises(NotAllowed), transaction.atomic():
            actions.say_adoption(**given)
    for who in PERSONAS:
        member = community.member(who)
        assert Adoption.objects.visible_to(member).exists() == (who in OWN), who
        assert AdoptionStep.objects.visible_to(member).exists() == (who in OWN), who
        assert not Adoption.objects.shown_to(member).exists(), who


def test_a_seat_of_another_port_or_facility_says_nothing_here(community, measure):
    making.adopting(community, measure, at=LATER)
    for scope in ({"port": "north"}, {"facility": "north"}):
        member = community.scoped("peer", **scope)
        assert not Adoption.objects.visible_to(member).exists()
        assert not Adoption.objects.editable_by(member).exists()
    assert Adoption.objects.editable_by(community.scoped("peer", port="south")).exists()


BAD = [
    {"state": "planned", "by_on": None},
    {"state": "planned", "by_on": TODAY - timedelta(days=1)},
    {"state": "planned", "by_on": TODAY + timedelta(days=5 * 370)},
    {"state": "in_place", "since_on": None},
    {"state": "in_place", "since_on": TODAY + timedelta(days=1)},
    {"state": "not_applicable"},
    {"state": "nonsense"},
    {"state": "not_planned", "cost": "free"},
]


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_refused_at_its_field(bad, community, measure):
    with pytest.raises(BadField):
        making.adopting(community, measure, at=LATER, **bad)
    assert not Adoption.objects.exists()


def test_a_change_is_undone_once_and_only_while_it_is_the_last(community, measure, peer):
    first = making.adopting(community, measure, at=LATER)
    making.adopting(community, measure, at=LATER, state="in_place", since_on=TODAY)
    steps = list(AdoptionStep.objects.order_by("pk"))
    with pytest.raises(ChangedMeanwhile):
        actions.undo_adoption(member=peer, step=steps[0], now=LATER)
    actions.undo_adoption(member=peer, step=steps[1], now=LATER)
    first.refresh_from_db()
    assert (first.state, first.since_on) == ("planned", None)
    with pytest.raises(NotAllowed):
        actions.undo_adoption(member=peer, step=steps[1], now=LATER)
    actions.undo_adoption(member=peer, step=steps[0], now=LATER)
    assert not Adoption.objects.exists()


def test_somebody_else_of_the_organisation_verifies(community, measure, peer, peer_coordinator, author):
    row = making.adopting(community, measure, at=LATER, state="in_place", since_on=TODAY)
    with pytest.raises(SamePerson):
        actions.verify(member=peer, adoption=row, now=LATER)
    with pytest.raises(NotAllowed):
        actions.verify(member=author, adoption=row, now=LATER)
    assert actions.verify(member=peer_coordinator, adoption=row, now=LATER).verified_at == LATER
    again = making.adopting(community, measure, at=LATER, state="in_place", since_on=TODAY)
    assert again.verified_at is None


def test_only_what_a_facility_lends_is_seen_and_never_what_is_not_in_place(community, measure, peer, author):
    making.adopting(community, measure, at=LATER, state="in_place", since_on=TODAY)
    actions.show_facility(member=peer, facility=community.facilities["south"], shown=True, now=LATER)
    seen = {who for who in PERSONAS if Adoption.objects.shown_to(community.member(who)).exists()}
    assert seen == {"author", "colleague", "coordinator", "outsider", "outsider_coordinator", "secretariat"}
    making.adopting(community, measure, at=LATER)
    assert not Adoption.objects.shown_to(author).exists()
    actions.show_facility(member=peer, facility=community.facilities["south"], shown=False, now=LATER)
    making.adopting(community, measure, at=LATER, state="in_place", since_on=TODAY)
    assert not Adoption.objects.shown_to(author).exists()
    with pytest.raises(NotAllowed):
        actions.show_facility(member=author, facility=community.facilities["south"], shown=True, now=LATER)


def test_before_its_adoption_a_measure_can_only_be_tried(community, author, peer):
    with pytest.raises(NotToAdopt):
        making.adopting(community, making.closed(community, at=NOW), at=LATER)
    measure = making.piloted(community, at=NOW)
    assert Adoption.objects.get(version__measure=measure).state == "piloting"
    with pytest.raises(BadField):
        making.adopting(community, measure, at=LATER, who="author", place="north")
    making.adopting(community, measure, at=LATER, who="author", place="north", state="piloting")


def test_an_exception_is_granted_by_another_organisation_and_ends_once(community, measure, author, peer):
    row = making.adopting(community, measure, at=LATER, state="not_planned", by_on=None)
    asked = making.excepting(community, row, at=LATER)
    for who in set(PERSONAS) - {"author"}:
        with pytest.raises(NotAllowed), transaction.atomic():
            actions.answer_exception(member=community.member(who), exception=asked, grant=True, now=LATER)
    granted = actions.answer_exception(member=author, exception=asked, grant=True, now=LATER)
    assert granted.approver_id == author.seat_id
    with pytest.raises(AnsweredBefore):
        actions.answer_exception(member=author, exception=asked, grant=False, answer="No.", now=LATER)
    last = granted.until_on
    # 23:59 in Brussels on the last day, and a minute later: 22:00 UTC in summer.
    before = datetime(last.year, last.month, last.day, 21, 59, tzinfo=UTC)
    assert actions.expire_exceptions(now=before) == 0
    after = before + timedelta(minutes=1)
    assert timezone.localtime(after).hour == 0
    assert actions.expire_exceptions(now=after) == 1
    assert actions.expire_exceptions(now=after + timedelta(days=1)) == 0
    row.refresh_from_db()
    granted.refresh_from_db()
    assert (row.state, granted.state) == ("planned", "expired")
    action = Action.objects.get(source_type="exception")
    assert (action.key, action.owner_id, action.due_on) == (granted.action, peer.seat_id, row.by_on)
    seen = {who for who in PERSONAS if Action.objects.visible_to(community.member(who)).exists()}
    assert seen == OWN
    assert measure.title not in action.title


BAD_EXCEPTIONS = [
    ({"reason": "Too short a reason."}, BadField),
    ({"until_on": None}, BadField),
    ({"until_on": TODAY}, BadField),
    ({"until_on": TODAY.replace(year=TODAY.year + 1) + timedelta(days=1)}, BadField),
    ({"control": "ACC-08"}, BadField),
    ({"control": "NO-99"}, BadField),
    ({"instead": " "}, BadField),
    ({"asked_of": "friend"}, BadField),
    # South manages its own port: no other organisation does.
    ({"asked_of": "port"}, BadField),
    ({"control": "ACC-05"}, LegalMust),
]


@pytest.mark.parametrize(("bad", "refusal"), BAD_EXCEPTIONS)
def test_a_bad_exception_is_refused(bad, refusal, community, measure):
    row = making.adopting(community, measure, at=LATER)
    with pytest.raises(refusal):
        making.excepting(community, row, at=LATER, **bad)
    assert not ExceptionGrant.objects.exists()


def test_an_exception_runs_once_and_is_taken_back(community, measure, peer, author):
    row = making.adopting(community, measure, at=LATER)
    asked = making.excepting(community, row, at=LATER)
    with pytest.raises(RunsAlready):
        making.excepting(community, row, at=LATER)
    with pytest.raises(NotAllowed):
        actions.end_exception(member=author, exception=asked, now=LATER)
    actions.end_exception(member=peer, exception=asked, now=LATER)
    assert not ExceptionGrant.objects.approvable_by(author).exists()
    assert not ExceptionGrant.objects.visible_to(author).exists()
    making.excepting(community, row, at=LATER)


def test_an_exception_is_seen_by_who_is_asked_alone(community, measure):
    asked = making.excepting(community, making.adopting(community, measure, at=LATER), at=LATER)
    seen = {who for who in PERSONAS if ExceptionGrant.objects.visible_to(community.member(who)).exists()}
    assert seen == {*OWN, "author"}
    assert asked.state == "asked"


def test_the_ports_officer_is_asked_where_another_organisation_manages_the_port(community, measure, author, outsider):
    """A terminal of east in the port of north asks north's officer of the whole port."""
    place = Facility.objects.create(
        organisation=community.organisations["east"],
        port=community.ports["north"],
        name="T",
        kind="quay",
        isps="inside",
    )
    community.facilities["terminal"] = place
    row = making.adopting(community, measure, at=LATER, who="outsider", place="terminal")
    asked = making.excepting(community, row, at=LATER, who="outsider", asked_of="port")
    whole = community.scoped("author", port="north")
    assert ExceptionGrant.objects.approvable_by(whole).exists()
    assert not ExceptionGrant.objects.approvable_by(community.scoped("author", facility="north")).exists()
    assert not ExceptionGrant.objects.approvable_by(community.scoped("author", port="south")).exists()
    assert actions.answer_exception(member=whole, exception=asked, grant=True, now=LATER).state == "granted"


def told_of_exceptions(community: Community) -> set[str]:
    """Who sees the news, and who was notified of it."""
    seen = {who for who in PERSONAS if MeasureNews.objects.visible_to(community.member(who)).exists()}
    seats = Notification.objects.filter(record_type="measuring").values_list("seat_id", flat=True)
    assert {who for who in PERSONAS if community.member(who).seat_id in seats} == {"author"}
    return seen


def test_that_an_exception_waits_is_told_to_who_may_grant_it_until_it_is_answered(community, measure, author, peer):
    row = making.adopting(community, measure, at=LATER)
    asked = making.excepting(community, row, at=LATER)
    assert told_of_exceptions(community) == {"author"}
    actions.end_exception(member=peer, exception=asked, now=LATER)
    assert (told_of_exceptions(community), MeasureNews.objects.standing().exists()) == (set(), False)
    again = making.excepting(community, row, at=LATER)
    assert (told_of_exceptions(community), MeasureNews.objects.standing().exists()) == ({"author"}, True)
    actions.answer_exception(member=author, exception=again, grant=True, now=LATER)
    assert (told_of_exceptions(community), MeasureNews.objects.standing().exists()) == (set(), False)


def test_what_others_try_unseen_is_no_place_of_a_pilot(community, author, peer, outsider):
    measure = making.closed(community, at=NOW)
    decision = making.decision_of(community, making.group_named(measure), at=NOW)
    measure = actions.try_first(member=author, measure=measure, decision=decision, now=LATER)
    east, end = community.facilities["east"], TODAY + timedelta(days=90)
    making.adopting(community, measure, at=LATER, who="outsider", place="east", state="piloting", by_on=None)

    def begin(until_on: date | None) -> None:
        actions.begin_pilot(member=peer, measure=measure, until_on=until_on, measure_of_effect="Entries.", now=LATER)

    with pytest.raises(BadField) as refused, transaction.atomic():
        begin(None)
    assert refused.value.name != "facilities"
    with pytest.raises(BadField) as refused, transaction.atomic():
        begin(end)
    assert refused.value.name == "facilities"
    actions.show_facility(member=outsider, facility=east, shown=True, now=LATER)
    begin(end)


def test_who_has_adopted_a_measure_is_told_of_its_withdrawal(community, author):
    measure = making.reviewed(community, at=NOW)
    making.adopting(community, measure, at=LATER)
    actions.withdraw_measure(member=author, measure=measure, effect_found="None.", reason="Of no use.", now=LATER)
    row = MeasureNews.objects.get()
    seen = {who for who in PERSONAS if MeasureNews.objects.visible_to(community.member(who)).exists()}
    assert seen == OWN
    assert (row.stage, "gate" in str(row).lower()) == ("gone", False)


def test_the_writer_is_told_thirty_days_before_the_review_once(community, measure):
    early = datetime.combine(measure.review_on - timedelta(days=31), NOW.timetz())
    assert actions.tell_measures(now=early) == 0
    assert actions.tell_measures(now=early + timedelta(days=1)) == 1
    assert actions.tell_measures(now=early + timedelta(days=1)) == 0
    assert MeasureNews.objects.get().organisation == community.organisations["south"]


def test_volunteers_are_named_and_their_level_is_not_asked(community, measure, peer, author):
    actions.offer_help(member=author, measure=measure, note="Ask us about gates.", language="en", now=LATER)
    actions.offer_help(member=author, measure=measure, note="About locks.", language="en", now=LATER)
    seen = {who for who in PERSONAS if MeasureMentor.objects.visible_to(community.member(who)).exists()}
    assert "client" not in seen
    assert {"peer", "outsider", "secretariat"} <= seen
    assert MeasureMentor.objects.visible_to(peer).get().note == "About locks."
    actions.stop_helping(member=peer, measure=measure, now=LATER)
    assert MeasureMentor.objects.visible_to(peer).exists()
    actions.stop_helping(member=author, measure=measure, now=LATER)
    assert not MeasureMentor.objects.visible_to(peer).exists()


def _confirm(community: Community, place: Facility, *, at: datetime | None = NOW) -> None:
    """The port has confirmed what it is held to."""
    by = community.seats["outsider"] if at else None
    FacilityTier.objects.create(
        facility=place,
        tier="I",
        cargo="container",
        set_by=community.seats["author"],
        set_at=NOW,
        confirmed_by=by,
        confirmed_at=at,
    )


def _crowd(community: Community, measure, number: int, in_place: int) -> None:
    """So many facilities of as many operators in four ports."""
    version = MeasureVersion.objects.get(measure=measure)
    manager = community.organisations["north"]
    ports = [Port.objects.create(slug=f"p{n}", locode=f"BEP0{n}", name=f"P{n}", manager=manager) for n in range(4)]
    for n in range(number):
        who = Organisation.objects.create(
            slug=f"o{n}", name=f"O{n}", kind="company", standing="member", state="active", admitted_at=BEFORE
        )
        place = Facility.objects.create(organisation=who, port=ports[n % 4], name=f"F{n}", kind="quay", isps="inside")
        _confirm(community, place)
        here = n < in_place
        Adoption.objects.create(
            facility=place,
            version=version,
            state="in_place" if here else "not_planned",
            since_on=TODAY if here else None,
            by=community.seats["author"],
            changed_at=NOW,
        )


@pytest.mark.parametrize(
    ("number", "in_place", "share"), [(8, 8, None), (9, 2, 0), (9, 3, 1), (20, 10, 2), (20, 20, 3)]
)
def test_bands_are_shown_from_nine_operators_on(number, in_place, share, community, measure):
    _crowd(community, measure, number, in_place)
    assert actions.make_adoption_rounds(now=LATER) == 1
    assert actions.make_adoption_rounds(now=LATER) == 0
    assert AdoptionRound.objects.get().share == share


def test_a_facility_whose_baseline_is_not_confirmed_counts_nowhere(community, measure):
    _crowd(community, measure, 8, 8)
    for place, at in (("north", None), ("east", NOW)):
        _confirm(community, community.facilities[place], at=at)
    making.adopting(community, measure, at=LATER, who="author", place="north", state="in_place", since_on=TODAY)
    making.adopting(community, measure, at=LATER)
    actions.make_adoption_rounds(now=LATER)
    assert AdoptionContribution.objects.count() == 8


def test_organisations_of_one_group_are_one_operator(community, measure):
    _crowd(community, measure, 9, 3)
    parent = Organisation.objects.get(slug="o0")
    Organisation.objects.filter(slug__in=[f"o{n}" for n in range(1, 6)]).update(parent=parent)
    actions.make_adoption_rounds(now=LATER)
    assert AdoptionRound.objects.get().share is None


def test_who_looks_at_the_bands_is_on_record(community, measure, client):
    _crowd(community, measure, 20, 10)
    _confirm(community, community.facilities["north"])
    Adoption.objects.create(
        facility=community.facilities["north"],
        version=MeasureVersion.objects.get(measure=measure),
        state="in_place",
        since_on=TODAY,
        by=community.seats["author"],
        changed_at=NOW,
    )
    actions.make_adoption_rounds(now=LATER)
    client.force_login(community.person("author"))
    assert client.get(measure.get_absolute_url()).status_code == 200
    assert measure.number in TrailLine.objects.get(act="view_bands").subject


def test_one_changed_facility_changes_no_shown_band_and_only_contributors_see_it(community, measure, peer, secretariat):
    _crowd(community, measure, 11, 3)
    actions.make_adoption_rounds(now=LATER)
    Adoption.objects.filter(state="not_planned").first().delete()
    Adoption.objects.filter(facility__name="F3").update(state="in_place", since_on=TODAY)
    quarter = timedelta(days=92)
    actions.make_adoption_rounds(now=LATER + quarter)
    first, second = AdoptionRound.objects.order_by("first_day")
    assert (first.share, second.share, second.floor) == (1, 1, 10)
    assert second.made_of_id == first.pk
    assert not AdoptionRound.objects.visible_to(peer).exists()
    assert AdoptionRound.objects.visible_to(secretariat).count() == 2
    for table in (AdoptionRound, AdoptionContribution):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AdoptionRound.objects.update(share=3)


def test_quarters_and_shares():
    assert quarter_of(date(2026, 12, 31)) == date(2026, 10, 1)
    assert [share_of([1] * n + [0] * (20 - n)) for n in (0, 4, 5, 9, 10, 14, 15, 20)] == [0, 0, 1, 1, 2, 2, 3, 3]


@pytest.mark.django_db
def test_no_page_tells_of_the_adoption_of_others(community: Community):
    at = now() - timedelta(days=60)
    measure = making.adopted(community, at=at)
    row = making.adopting(community, measure, at=at + WEEKS, effect_note=making.SECRET)
    asked = making.excepting(community, row, at=at + WEEKS, until_on=timezone.localdate() + timedelta(days=20))
    south = community.facilities["south"]
    paths = [
        measure.get_absolute_url(),
        "/measures/",
        "/measures/adoption/",
        f"{measure.get_absolute_url()}facilities/{south.key}/",
        f"{measure.get_absolute_url()}facilities/{south.key}/exception/",
        asked.get_absolute_url(),
    ]
    for who in ("outsider", "secretariat", "trainer", "client", "coordinator"):
        browser = signed_in(who)
        for path in paths:
            got = browser.get(path)
            page = got.content.decode()
            assert making.SECRET not in page, (who, path)
            assert "Quay south" not in page, (who, path)
    assert "Quay south" in signed_in("author").get(asked.get_absolute_url()).content.decode()
    mine = signed_in("peer").get("/measures/adoption/").content.decode()
    assert "Planned by" in mine
    assert "Quay north" not in mine


@pytest.mark.django_db
def test_a_cell_is_filled_in_and_undone_by_the_pages(community: Community):
    measure = making.adopted(community, at=now() - timedelta(days=60))
    place, browser = community.facilities["south"], signed_in("peer")
    address = f"{measure.get_absolute_url()}facilities/{place.key}/"
    refused = browser.post(address, {"state": "planned", "effect_note": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.content.decode()
    done = browser.post(address, {"state": "in_place", "since_on": timezone.localdate().isoformat()})
    page = browser.get(done.url).content.decode()
    assert "Undo" in page
    step = AdoptionStep.objects.get()
    assert browser.post(f"/measures/adoption/steps/{step.key}/undo/").status_code == 302
    assert not Adoption.objects.exists()
    assert "Undo" not in signed_in("author").get(done.url).content.decode()


def test_a_client_officer_keeps_no_adoption(community, measure, forwarder):
    member = replace(forwarder, organisation_id=community.organisations["south"].pk)
    assert not Adoption.objects.editable_by(member).exists()
    with pytest.raises(Refusal):
        actions.show_facility(member=member, facility=community.facilities["south"], shown=True, now=LATER)
