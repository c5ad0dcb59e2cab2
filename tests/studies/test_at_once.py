"""Who sees a study or a result is asked of all organisations at once; one seat after the other would say the same."""

from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from port2port.counts import actions as counts
from port2port.members.member import Standing
from port2port.members.models import Circle, CircleMembership, Organisation, Person, Seat
from port2port.members.readers import readers_of_community
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing.access import open_among, visible_records
from port2port.sharing.models import AudienceEntry, Delivery, Shareable
from port2port.sharing.would import reached_by, reached_organisations, receivers_of
from port2port.studies.models import Study, StudyResult
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network

LATER = NOW + timedelta(minutes=1)
LAST = NOW + timedelta(minutes=2)


def seat(organisation: Organisation, function: str, number: int) -> None:
    person = Person.objects.create_user(f"{organisation.slug}-{function}-{number}", name=function, language="en")
    Seat.objects.create(person=person, organisation=organisation, function=function, given_at=NOW)


def house(slug: str, standing: str = Standing.MEMBER) -> Organisation:
    return Organisation.objects.create(
        slug=slug, name=slug.title(), standing=standing, kind="port", state="active", admitted_at=NOW
    )


@pytest.fixture
def crowd(community: Community) -> Circle:
    """Members in and out of the circle since before and since later, with seats that read studies and that do not; a
    second circle of some of them."""
    further = Circle.objects.create(name="Further", owner=community.organisations["north"], made_at=NOW)
    north = community.organisations["north"]
    CircleMembership.objects.create(circle=further, organisation=north, invited_at=NOW, joined_at=NOW)
    for number, (since, functions, chosen) in enumerate(
        product((None, NOW, LATER, LAST), (("guard",), ("officer", "guard"), ("analyst", "analyst")), (False, True))
    ):
        one = house(f"house{number}")
        for count, function in enumerate(functions):
            seat(one, function, count)
        stays = [(community.circles["both"], since)] if since else []
        stays += [(further, NOW)] if chosen else []
        for circle, at in stays:
            CircleMembership.objects.create(circle=circle, organisation=one, invited_at=at, joined_at=at)
    return further


def seat_by_seat(study: Study) -> tuple[set[int], set[int | None]]:
    """Organisations and seats that see it, each asked for itself."""
    seen = [one for one in readers_of_community() if visible_records(Study, one.member).filter(pk=study.pk).exists()]
    return {one.organisation for one in seen}, {one.member.seat_id for one in seen}


def at_once(study: Study) -> tuple[frozenset[int], set[int | None]]:
    """As deliveries and notifications ask."""
    row = Study.objects.get(pk=study.pk)
    assert row.published_at
    tokens = set(
        AudienceEntry.objects.filter(record_type="study", record_id=row.pk, facet="").values_list("token", flat=True)
    )
    reached = list(reached_by(readers_of_community(), tokens, Study, row.facets(), first_at=row.published_at))
    shown = open_among(row, frozenset(one.organisation for one in reached))
    seats = {one.member.seat_id for one in reached if one.organisation in shown}
    return reached_organisations(row, receivers_of(row, first_at=row.published_at)), seats


def check(study: Study) -> None:
    assert at_once(study) == seat_by_seat(study)
    for result in StudyResult.objects.filter(study=study):
        inside = CircleMembership.objects.current().filter(circle=study.circle_id)
        houses = set(inside.values_list("organisation_id", flat=True))
        seats = [one for one in readers_of_community() if one.organisation in houses and one.function in Study.readers]
        rows = StudyResult.objects.filter(pk=result.pk)
        one_by_one = {one.organisation for one in seats if rows.visible_to(one.member).exists()}
        asked = frozenset(one.organisation for one in seats)
        assert StudyResult.objects.all().open_among(result, asked) == one_by_one


def test_only_studies_are_stricter_than_the_index() -> None:
    records = [one for one in apps.get_models() if issubclass(one, Shareable)]

    assert [one for one in records if one.is_stricter] == [Study]


@pytest.mark.parametrize("shows_history", [True, False])
@pytest.mark.parametrize("chosen", [None, Tlp.AMBER_STRICT, Tlp.AMBER, Tlp.GREEN, Tlp.CLEAR])
def test_all_at_once_says_what_seat_by_seat_says(
    community: Community, network: Network, crowd: Circle, shows_history: bool, chosen: Tlp | None
) -> None:
    Circle.objects.filter(pk=community.circles["both"].pk).update(shows_history=shows_history)
    draft = making.drafted(community, network, now=NOW)
    study = making.registered(community, Study.objects.get(pk=draft.pk), now=LATER)
    check(study)
    result = making.ran(community, study, now=LATER)
    check(study)
    if chosen is not None:
        circles = frozenset({crowd.pk}) if chosen in (Tlp.AMBER, Tlp.AMBER_STRICT) else frozenset[int]()
        making.let_go(community, result, Readers(tlp=chosen, circles=circles), now=LAST)
        late = house("late")
        seat(late, "officer", 0)
        CircleMembership.objects.create(circle=crowd, organisation=late, invited_at=LAST, joined_at=LAST)
        check(study)
    making.numbers_since(community, network, 9, now=LAST)
    making.ran(community, Study.objects.get(pk=study.pk), now=LAST)
    check(study)
    had, _ = seat_by_seat(study)
    assert set(Delivery.objects.of(study).values_list("organisation_id", flat=True)) >= had - {study.originator_id}


def test_what_it_declared_itself_hides_nothing_from_a_house(
    community: Community, network: Network, crowd: Circle
) -> None:
    both, north = community.circles["both"], community.organisations["north"]
    for name, loan in network.loans.items():
        keeper = community.member("author" if name == "north" else "peer")
        counts.take_back(member=keeper, loan=loan, now=LATER)
        counts.lend(member=keeper, series=network.series[name], circle=both, from_week=network.first, now=LATER)
    study = making.registered(community, making.drafted(community, network, now=NOW), now=LAST)
    Circle.objects.filter(pk=both.pk).update(shows_history=False)
    CircleMembership.objects.filter(circle=both).update(joined_at=LATER)

    check(study)
    houses = frozenset(Organisation.objects.values_list("pk", flat=True))
    assert open_among(Study.objects.get(pk=study.pk), houses) == {north.pk}


def test_a_hundred_organisations_more_cost_no_question_more(
    community: Community, network: Network, result: StudyResult
) -> None:
    making.let_go(community, result, Readers(tlp=Tlp.GREEN), now=NOW)
    study = Study.objects.get(pk=result.study_id)
    receivers = receivers_of(study, first_at=NOW)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reached_organisations(study, receivers_of(study, first_at=NOW))
        return len(queries)

    few = asked()
    for number in range(100):
        seat(house(f"more{number}"), "officer", 0)
    assert asked() == few
    with CaptureQueriesContext(connection) as queries:
        reached_organisations(study, receivers)
    assert len(queries) == 2
