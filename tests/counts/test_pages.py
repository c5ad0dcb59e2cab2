"""The pages of counts: what they show to whom, what is typed, refused, undone and taken along."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from port2port.base.caveats import MASS_IS_NO_CRIME
from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.models import CountSeries, Loan, WeekCount
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.ledger.models import TrailLine
from port2port.pure.weeks import WEEK
from tests.counts.conftest import weeks


@pytest.fixture
def ask(client, community):
    """Signs in and opens an address."""

    def asked(who: str, address: str, sent: dict[str, str] | None = None):
        client.force_login(community.person(who))
        return client.get(address) if sent is None else client.post(address, sent)

    return asked


@pytest.fixture
def series(community, count) -> CountSeries:
    row = count(community.member("author"))
    said = weeks([31, None, 47], until=last_whole_week(now()))
    actions.enter_weeks(member=community.member("author"), series=row, said=said, now=now())
    return row


@pytest.fixture
def lent(series, lend, community) -> CountSeries:
    lend(community.member("author"), series, now=now())
    return series


def typed(numbers, *, newest=None):
    last = newest or last_whole_week(now())
    return {f"week_{(last - WEEK * n).isoformat()}": str(number) for n, number in enumerate(reversed(numbers))}


def test_the_list_says_what_is_counted_its_gaps_and_who_else_reads_it(ask, lent):
    page = ask("author", "/counts/").content.decode()

    assert lent.get_absolute_url() in page
    assert "1 week without a number" in page
    assert "Lent to Both" in page


def test_without_counts_the_list_says_what_will_appear(ask, community):
    page = ask("author", "/counts/").content.decode()

    assert "No counts yet" in page
    assert "Nobody lends counts to your circles yet." in page


def test_what_is_lent_stands_under_its_circle(ask, lent):
    page = ask("peer", "/counts/").content.decode()

    assert lent.get_absolute_url() in page
    assert "Circle: Both" in page
    assert lent.get_absolute_url() not in ask("outsider", "/counts/").content.decode()


def test_the_page_of_a_series_shows_exact_numbers_missing_as_missing_and_who_reads_it(ask, lent):
    page = ask("author", lent.get_absolute_url()).content.decode()

    assert ">31<" in page
    assert ">47<" in page
    assert "missing" in page
    assert "Port of South" in page
    assert "<svg" in page


def test_hidden_and_missing_are_the_same_page(ask, series):
    hidden = ask("peer", series.get_absolute_url())
    missing = ask("peer", f"/counts/series/{uuid4()}/")

    assert hidden.status_code == missing.status_code == 404
    assert _without_tokens(hidden) == _without_tokens(missing)


def _without_tokens(response) -> bytes:
    return response.content.replace(response.wsgi_request.path.encode(), b"")


def test_after_taking_back_the_circle_finds_nothing(ask, lent, community):
    assert ask("peer", lent.get_absolute_url()).status_code == 200

    actions.take_back(member=community.member("author"), loan=Loan.objects.get(), now=now())

    assert ask("peer", lent.get_absolute_url()).status_code == 404
    assert ask("peer", f"{lent.get_absolute_url()}counts.csv").status_code == 404
    assert lent.get_absolute_url() not in ask("peer", "/counts/").content.decode()


@pytest.mark.parametrize("bad", ["-1", "1.5", "1e3", "NaN", "twelve", "1000001", "٣"])
def test_a_number_that_is_none_is_refused_at_its_week_and_nothing_typed_is_lost(ask, series, bad):
    sent = typed([5, bad, 7, 8])

    answer = ask("author", f"{series.get_absolute_url()}weeks/", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a whole number" in page
    assert f'value="{bad}"' in page
    assert 'value="7"' in page
    assert WeekCount.objects.standing().count() == 3


def test_empty_weeks_that_were_never_entered_stay_so_and_zero_is_a_number(ask, series):
    ask("author", f"{series.get_absolute_url()}weeks/", typed(["", 0, 31, "", 48]))

    standing = dict(WeekCount.objects.standing().values_list("week", "number"))
    newest = last_whole_week(now())
    assert standing == {newest - WEEK * 3: 0, newest - WEEK * 2: 31, newest - WEEK: None, newest: 48}
    assert WeekCount.objects.filter(number=47).exists()


def shown(page) -> dict[str, str]:
    """What a browser sends of the form of weeks as it was shown."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def of(back: int) -> str:
    return f"week_{(last_whole_week(now()) - WEEK * back).isoformat()}"


def numbers_standing() -> dict[str, int | None]:
    rows = WeekCount.objects.standing().values_list("week", "number")
    return {f"week_{week.isoformat()}": number for week, number in rows}


def test_what_a_colleague_wrote_meanwhile_stays_where_this_person_changed_nothing(ask, series):
    address = f"{series.get_absolute_url()}weeks/"
    opened = shown(ask("author", address))
    ask("colleague", address, shown(ask("colleague", address)) | {of(1): "9", of(2): "8", of(5): "6"})

    answer = ask("author", address, opened | {of(0): "50"})

    assert answer.status_code == 302
    assert numbers_standing() == {of(0): 50, of(1): 9, of(2): 8, of(5): 6}


def test_a_week_that_both_changed_is_refused_with_what_the_other_wrote_and_nothing_typed_is_lost(ask, series):
    address = f"{series.get_absolute_url()}weeks/"
    opened = shown(ask("author", address))
    ask("colleague", address, shown(ask("colleague", address)) | {of(0): "8127", of(1): "9"})

    answer = ask("author", address, opened | {of(0): "5309", of(3): "7"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else wrote “8,127” here" in page
    assert [answer.context["form"][of(back)].value() for back in (0, 1, 3)] == ["5309", "9", "7"]
    assert numbers_standing()[of(0)] == 8127

    # Who read it may write over it; what was not touched stays.
    assert ask("author", address, shown(answer)).status_code == 302
    assert numbers_standing() == {of(0): 5309, of(1): 9, of(2): 31, of(3): 7}


def test_who_writes_what_a_colleague_wrote_is_not_refused(ask, series):
    address = f"{series.get_absolute_url()}weeks/"
    opened = shown(ask("author", address))
    ask("colleague", address, opened | {of(0): "8"})

    assert ask("author", address, opened | {of(0): "08"}).status_code == 302
    assert numbers_standing()[of(0)] == 8


def test_kilograms_and_number_of_a_week_are_each_kept_from_being_lost(ask, community, count):
    author, newest = community.member("author"), last_whole_week(now())
    series, kilograms = count(author, outcome="seizures"), f"kg_{newest.isoformat()}"
    said = {newest: WeekSaid(2, Decimal("1.234"))}
    actions.enter_weeks(member=author, series=series, said=said, now=now())
    address = f"{series.get_absolute_url()}weeks/"
    opened = shown(ask("author", address))
    assert opened[kilograms] == "1.234"

    # A standing 1.234 was not typed, so it is in nobody's way.
    assert ask("author", address, opened | {of(0): "3"}).status_code == 302
    refused = ask("author", address, opened | {kilograms: "7,5"})

    assert "Somebody else wrote “3, 1.234\N{NO-BREAK SPACE}kg” here" in refused.content.decode()
    assert ask("author", address, shown(refused)).status_code == 302
    row = WeekCount.objects.standing().get(week=newest)
    assert (row.number, row.kilograms) == (3, Decimal("7.5"))


def test_kilograms_that_can_be_read_in_two_ways_are_refused_with_both(ask, community, count):
    series, kilograms = count(community.member("author"), outcome="seizures"), of(0).replace("week", "kg")
    address = f"{series.get_absolute_url()}weeks/"

    def answer(text: str):
        return ask("author", address, shown(ask("author", address)) | {of(0): "2", kilograms: text})

    page = answer("1.234").content.decode()
    assert "“1.234” could be read in two ways. Enter 1234 or 1.2340." in page
    assert 'value="1.234"' in page
    assert not WeekCount.objects.exists()
    for text in ("1e3", "+5", "-1"):
        assert "Kilograms stand beside seizures only" in answer(text).content.decode()

    assert answer("1.2340").status_code == 302
    assert WeekCount.objects.standing().get().kilograms == Decimal("1.234")


def test_the_newest_entry_is_undone_from_the_page(ask, series):
    ask("author", f"{series.get_absolute_url()}weeks/", typed([31, "", 99]))
    page = ask("author", series.get_absolute_url())
    at = page.context["page"].undo

    assert "99" in page.content.decode()
    assert ask("colleague", series.get_absolute_url()).context["page"].undo == ""
    assert ask("author", f"{series.get_absolute_url()}undo/", {"at": at}).status_code == 302

    assert WeekCount.objects.standing().filter(number=47).exists()
    assert ask("author", f"{series.get_absolute_url()}undo/", {"at": "no moment"}).status_code == 409


def test_before_it_is_lent_the_page_says_exactly_who_will_read_what(ask, series, community):
    chosen = {"circle": str(community.circles["both"].key), "from_week": "2020-01-06"}

    asked = ask("author", f"{series.get_absolute_url()}lend/", chosen)
    page, sure = asked.content.decode(), {"sure": "yes", "shown": asked.context["shown"]}

    assert "Port of South" in page
    assert "corrections included" in page
    assert not Loan.objects.exists()
    assert ask("author", f"{series.get_absolute_url()}lend/", chosen | sure).status_code == 302
    assert Loan.objects.get().from_week == date(2020, 1, 6)


def test_of_a_circle_that_does_not_show_its_members_the_page_names_none(ask, lent, community):
    circle = community.circles["both"]
    circle.is_open, circle.owner = False, community.organisations["south"]
    circle.save()

    page = ask("author", lent.get_absolute_url()).content.decode()

    assert "does not show who is in it" in page
    assert "Port of South" not in page


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_holds_what_the_page_shows_and_its_taking_is_on_record_with_both(ask, lent, ending):
    answer = ask("peer", f"{lent.get_absolute_url()}counts.{ending}")

    assert answer.status_code == 200
    lines = TrailLine.objects.filter(act="export_counts").values_list("organisation", flat=True)
    assert len(set(lines)) == 2
    if ending == "csv":
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert [row.split(",")[4] for row in rows[1:]] == ["31", "", "47"]


def test_a_circle_takes_along_only_the_weeks_that_are_lent_to_it(ask, series, lend, community):
    lend(community.member("author"), series, from_week=last_whole_week(now()), now=now())

    page = ask("peer", series.get_absolute_url()).content.decode()
    rows = ask("peer", f"{series.get_absolute_url()}counts.csv").content.decode("utf-8-sig").splitlines()

    assert ">31<" not in page
    assert ">47<" in page
    assert [row.split(",")[4] for row in rows[1:]] == ["47"]


def test_wherever_kilograms_stand_it_is_said_that_mass_is_no_crime(ask, community, count, lend):
    author = community.member("author")
    row = count(author, outcome="seizures")
    said = {last_whole_week(now()): WeekSaid(2, Decimal(1234))}
    actions.enter_weeks(member=author, series=row, said=said, now=now())
    lend(author, row, now=now())

    for who in ("author", "peer"):
        assert escape(str(MASS_IS_NO_CRIME)) in ask(who, row.get_absolute_url()).content.decode()
        assert str(MASS_IS_NO_CRIME) in ask(who, f"{row.get_absolute_url()}counts.csv").content.decode()


def test_the_rate_shows_the_circle_no_week_before_the_loan(ask, community, count, lend):
    author, newest = community.member("author"), last_whole_week(now())
    seizures = count(author, outcome="seizures")
    numbers = {newest - WEEK: WeekSaid(3), newest: WeekSaid(4)}
    actions.enter_weeks(member=author, series=seizures, said=numbers, now=now())
    inspected = dict.fromkeys(numbers, Decimal(500))
    actions.enter_effort(
        member=author, port=community.ports["north"], kind="containers_scanned", said=inspected, now=now()
    )
    rate = count(author, outcome="seizures_per_1000_inspected")
    lend(author, rate, from_week=newest, now=now())

    assert ">6<" in ask("author", rate.get_absolute_url()).content.decode()
    page = ask("peer", rate.get_absolute_url()).content.decode()
    assert ">8<" in page
    assert ">6<" not in page
    assert ask("peer", seizures.get_absolute_url()).status_code == 404


def test_the_list_asks_as_often_for_many_series_as_for_one(ask, community, count, lend):
    author = community.member("author")
    lend(author, count(author, [1], now=now() - timedelta(hours=3)), now=now())
    ask("author", "/counts/")
    with CaptureQueriesContext(connection) as few:
        ask("author", "/counts/")
    for code in ("INT-TRES", "INT-STOW", "INT-THEFT"):
        lend(author, count(author, [1, 2], category=code, now=now() - timedelta(hours=3)), now=now())

    with CaptureQueriesContext(connection) as many:
        ask("author", "/counts/")

    assert len(many) <= len(few)


def test_a_week_of_another_year_is_reached_by_turning_pages(ask, series):
    page = ask("author", f"{series.get_absolute_url()}weeks/?from=2019-05-06").content.decode()

    assert "week_2019-05-06" in page
    assert ask("author", f"{series.get_absolute_url()}weeks/?from=9999-12-31").status_code == 200
    assert ask("author", f"{series.get_absolute_url()}weeks/?from=nonsense").status_code == 200
