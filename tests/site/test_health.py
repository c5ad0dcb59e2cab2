"""The health of the cooperation: own figures, lent figures, and bands that give nobody away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from port2port.base.refusal import NotAllowed
from port2port.duties.models import Action, ActionStep, Derogation, Fulfilment
from port2port.ledger.models import TrailLine
from port2port.members.actions.figures import keep_figures, lend_figures
from port2port.members.member import Member
from port2port.members.models import FigureConsent, FigureContribution, FigureRound, Organisation, Person, Seat
from port2port.members.readers import member_of_seat
from port2port.reports.actions import answer, compose
from port2port.reports.fields import Readers
from port2port.reports.models import Answer, Kind
from port2port.sharing.actions import record_opening
from port2port.sharing.models import Tlp
from port2port.site.health import FIGURES, Quarter, all_rows, last_quarter, quarter_of, rows_of
from port2port.site.health_lines import lines_for
from port2port.site.health_rounds import make_rounds
from tests.personas import NOW, Community
from tests.reports.conftest import GREEN, amber, said

FIRST = Quarter(date(2026, 1, 1))
# The first quarter of 2026 is over, and the two weeks after it.
ROUND = datetime(2026, 4, 16, 8, 0, tzinfo=UTC)
NEXT_ROUND = datetime(2026, 7, 16, 8, 0, tzinfo=UTC)
SPRING = datetime(2026, 4, 3, tzinfo=UTC)
BY_NAME = {figure.name: figure for figure in FIGURES}


@pytest.fixture(autouse=True)
def since_long_ago(community: Community) -> None:
    Organisation.objects.update(admitted_at=datetime(2025, 1, 1, tzinfo=UTC))


def measured(name: str, member: Member) -> float | None:
    return BY_NAME[name].value(member.organisation_id or 0, FIRST, rows_of(member))


def lend(member: Member, *, now: datetime = NOW) -> None:
    lend_figures(member=member, now=now)


def crowd(number: int) -> list[Member]:
    """Coordinators of so many more ports, each with a report a week or none."""
    found = []
    for place in range(number):
        organisation = Organisation.objects.create(
            slug=f"crowd-{place}",
            name=f"Crowd {place}",
            kind="port",
            standing="member",
            state="active",
            admitted_at=datetime(2025, 1, 1, tzinfo=UTC),
        )
        person = Person.objects.create(username=f"crowd-{place}", name="One of the crowd", language="en")
        seat = Seat.objects.create(person=person, organisation=organisation, function="coordinator", given_at=NOW)
        found.append(member_of_seat(seat))
    return found


# What is measured


def test_quarters_are_those_of_the_calendar() -> None:
    assert quarter_of(date(2026, 11, 29)) == Quarter(date(2026, 10, 1))
    assert last_quarter(date(2026, 1, 15)) == Quarter(date(2025, 10, 1))
    assert Quarter(date(2026, 10, 1)).last_day == date(2026, 12, 31)


def test_the_figures_of_an_organisation_are_its_own(community: Community, author: Member, peer: Member) -> None:
    report = compose(
        member=author, said=said(Kind.ALERT, happened_from=NOW - timedelta(hours=6)), readers=GREEN, now=NOW
    )
    compose(member=author, said=said(Kind.REQUEST), readers=GREEN, now=NOW)
    record_opening(record=report, member=peer, now=NOW + timedelta(hours=2))
    answer(member=peer, report=report, state=Answer.State.ACTED, note="", language="en", now=NOW)

    assert measured("shares", author) == pytest.approx(2 / (90 / 7), rel=0.01)
    assert measured("to_share", author) == 6
    assert measured("to_opening", peer) == 2
    assert measured("answered", peer) == 50
    assert [measured(name, author) for name in ("to_opening", "answered", "on_time")] == [None, None, None]


def test_what_was_finished_after_its_day_is_not_on_time(community: Community, author: Member) -> None:
    seat = community.seats["author"]
    for due, done, state in ((10, 9, "done"), (10, 12, "done"), (11, 10, "open"), (11, 10, "dropped")):
        action = Action.objects.create(
            organisation_id=author.organisation_id,
            title="Mend the fence",
            language="en",
            due_on=date(2026, 3, due),
            state=state,
            reason="Sold" if state == "dropped" else "",
            made_by=seat,
            made_at=NOW,
            changed_at=NOW,
        )
        if state == "done":
            ActionStep.objects.create(action=action, state=state, by=seat, at=datetime(2026, 3, done, 9, tzinfo=UTC))

    assert measured("on_time", author) == pytest.approx(100 / 3)


def test_a_drill_counts_once_and_a_moved_one_by_its_later_day(community: Community, author: Member) -> None:
    seat, quay = community.seats["author"], community.facilities["north"]
    about = {"facility": quay, "organisation_id": author.organisation_id, "rule": "drill"}

    def held(on: date, **more: object) -> None:
        Fulfilment.objects.create(on=on, entered_by=seat, entered_at=NOW, **(about | more))

    # Due on 30 December, so that the one of January counts as late in the quarter before.
    held(date(2025, 9, 30))
    held(date(2026, 1, 20))
    assert measured("drills", author) is None
    assert BY_NAME["drills"].value(author.organisation_id or 0, Quarter(date(2025, 10, 1)), all_rows()) == 0
    moved = Derogation.objects.create(
        due_on=date(2025, 12, 30),
        until_on=date(2026, 1, 31),
        reason="Works on the quay until the middle of January",
        approver="Authority",
        reference="A-1",
        asked_by=seat,
        asked_at=NOW,
        approved_at=NOW,
        **about,
    )
    assert measured("drills", author) == 100
    # An exercise is no drill, one that was taken back was not held, and others' drills are others'.
    held(date(2026, 2, 1), rule="exercise")
    held(date(2026, 1, 2), undone_at=NOW, undone_by=seat)
    assert measured("drills", author) == 100
    Derogation.objects.filter(pk=moved.pk).update(ended_at=datetime(2025, 12, 1, tzinfo=UTC), ended_by=seat)
    assert measured("drills", author) is None


def test_what_only_named_people_read_is_counted_nowhere(
    community: Community, author: Member, colleague: Member
) -> None:
    named = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk}))
    before = measured("shares", colleague)
    compose(member=author, said=said(Kind.INCIDENT), readers=named, now=NOW)

    assert measured("shares", colleague) == measured("shares", author) == before
    assert BY_NAME["shares"].value(author.organisation_id or 0, FIRST, all_rows()) == before


def test_who_joined_within_the_quarter_has_no_number_of_shares(community: Community, author: Member) -> None:
    Organisation.objects.filter(pk=author.organisation_id).update(admitted_at=NOW)

    assert measured("shares", author) is None


# Who lends


def test_only_a_coordinator_lends_and_the_history_and_the_trail_keep_it(
    community: Community, author: Member, coordinator: Member
) -> None:
    with pytest.raises(NotAllowed):
        lend(author)
    lend(coordinator)
    lend(coordinator)
    keep_figures(member=coordinator, now=NOW + timedelta(hours=1))
    lend(coordinator, now=NOW + timedelta(hours=2))

    assert FigureConsent.objects.visible_to(author).count() == 2
    assert FigureConsent.objects.running().count() == 1
    acts = TrailLine.objects.filter(act__in=["lend_figures", "keep_figures"]).values_list("act", "outcome")
    assert ("lend_figures", "refused") in acts
    assert ("keep_figures", "done") in acts


def test_nobody_lends_without_having_said_so(community: Community) -> None:
    crowd(12)

    make_rounds(now=ROUND)

    assert not FigureContribution.objects.exists()
    assert set(FigureRound.objects.values_list("lower", flat=True)) == {None}


# What is shown


def test_nine_that_lend_see_a_band_and_eight_see_none(community: Community) -> None:
    members = crowd(9)
    for one in members[:8]:
        lend(one)
    make_rounds(now=ROUND)
    too_few = lines_for(members[0], now=ROUND)[0]
    FigureRound.objects.all().delete()
    lend(members[8])
    make_rounds(now=ROUND)
    enough = lines_for(members[0], now=ROUND)[0]

    assert (too_few.band, too_few.withheld) == (None, "Too few to show.")
    assert enough.band is not None
    assert enough.inside == "under 0.25"


def test_who_gives_nothing_sees_no_band(community: Community, author: Member) -> None:
    for one in crowd(12):
        lend(one)
    make_rounds(now=ROUND)

    line = lines_for(author, now=ROUND)[0]

    assert line.band is None
    assert line.withheld == "No band: your organisation gave no figure for this quarter."
    assert not FigureRound.objects.visible_to(author).exists()


def test_a_figure_without_anything_to_measure_is_no_zero_and_gives_nothing(community: Community) -> None:
    for one in crowd(12):
        lend(one)
    make_rounds(now=ROUND)

    answered = FigureRound.objects.get(figure="answered")

    assert answered.lower is None
    assert not answered.contributions.exists()


def test_a_round_is_made_once_and_not_before_its_time(community: Community) -> None:
    for one in crowd(9):
        lend(one)

    made = [make_rounds(now=ROUND), make_rounds(now=ROUND + timedelta(days=1)), make_rounds(now=NEXT_ROUND)]

    assert made == [len(FIGURES), 0, len(FIGURES)]
    assert set(FigureRound.objects.values_list("first_day", flat=True)) == {date(2026, 1, 1), date(2026, 4, 1)}


def test_an_attacker_that_stops_lending_and_lends_again_learns_nothing_of_the_others(
    community: Community, coordinator: Member, author: Member
) -> None:
    """Ten lend; one moves its own figure and its consent from round to round and compares what it sees."""
    for one in crowd(9):
        lend(one)
    lend(coordinator)
    make_rounds(now=ROUND)
    first = FigureRound.objects.get(figure="shares", first_day=date(2026, 1, 1))
    for week in range(40):
        compose(
            member=author, said=said(), readers=GREEN, now=datetime(2026, 4, 3, tzinfo=UTC) + week * timedelta(days=2)
        )
    keep_figures(member=coordinator, now=ROUND)
    make_rounds(now=NEXT_ROUND)
    without = FigureRound.objects.get(figure="shares", first_day=date(2026, 4, 1))
    lend(coordinator, now=NEXT_ROUND)
    make_rounds(now=datetime(2026, 10, 16, tzinfo=UTC))
    again = FigureRound.objects.get(figure="shares", first_day=date(2026, 7, 1))

    shown = {(row.lower, row.middle, row.upper, row.floor) for row in (first, without, again)}
    assert len(shown) == 1
    assert not FigureRound.objects.visible_to(coordinator).filter(pk=without.pk).exists()


# The page


def test_the_page_names_nobody_and_no_number_of_others(
    community: Community, client: Client, coordinator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in crowd(11):
        lend(one)
    lend(coordinator)
    make_rounds(now=ROUND)
    monkeypatch.setattr("port2port.site.views_health.now", lambda: ROUND)
    client.force_login(community.person("author"))

    page = client.get("/health/").content.decode()

    assert "health-scale" in page
    assert "about 10 or more" in page
    assert "Crowd" not in page
    assert "South" not in page
    assert "lend/" not in page


def test_each_view_of_bands_is_on_record_for_the_own_auditor_alone(
    community: Community, client: Client, coordinator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in [coordinator, *crowd(11)]:
        lend(one)
    monkeypatch.setattr("port2port.site.views_health.now", lambda: ROUND)
    client.force_login(community.person("author"))
    client.get("/health/")
    assert not TrailLine.objects.filter(act="view_bands").exists()
    make_rounds(now=ROUND)

    client.get("/health/")

    line = TrailLine.objects.get(act="view_bands")
    assert line.actor == str(community.member("author").actor)
    assert line.organisation == str(community.organisations["north"].key)
    assert line.subject.startswith("2026-Q1: ")
    assert "shares" in line.subject


def test_the_same_bands_looked_at_again_within_the_hour_are_one_line(
    community: Community, client: Client, coordinator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in [coordinator, *crowd(11)]:
        lend(one)
    make_rounds(now=ROUND)

    def look(who: str, minutes: int) -> int:
        monkeypatch.setattr("port2port.site.views_health.now", lambda: ROUND + timedelta(minutes=minutes))
        client.force_login(community.person(who))
        client.get("/health/")
        return TrailLine.objects.filter(act="view_bands").count()

    assert [look("author", 0), look("author", 1), look("author", 59)] == [1, 1, 1]
    assert look("coordinator", 59) == 2
    assert look("author", 60) == 3


def test_why_there_is_no_band_is_said_once(community: Community, client: Client) -> None:
    client.force_login(community.person("author"))

    page = client.get("/health/").content.decode()

    assert page.count("No band: your organisation gave no figure for this quarter.") == 1


def test_the_coordinator_has_the_switch_and_it_works_without_script(community: Community, client: Client) -> None:
    client.force_login(community.person("coordinator"))

    client.post("/health/lend/")
    lent = client.get("/health/").content.decode()
    client.post("/health/keep/")

    assert "/health/keep/" in lent
    assert not FigureConsent.objects.running().exists()


def test_the_own_column_shows_nothing_of_a_circle_that_was_left(community: Community, author: Member) -> None:
    compose(member=community.member("peer"), said=said(Kind.ALERT), readers=amber(community.circles["both"]), now=NOW)
    before = measured("answered", author)
    community.circles["both"].memberships.filter(organisation=author.organisation_id).update(left_at=NOW)

    assert (before, measured("answered", author)) == (0, None)
