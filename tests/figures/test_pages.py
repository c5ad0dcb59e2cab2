"""The pages of published figures: what they show, who may add and withdraw, and what every file says."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from port2port.base.caveats import MASS_IS_NO_CRIME
from port2port.base.refusal import NotAllowed
from port2port.figures import actions
from port2port.figures.fields import FigureFields
from port2port.figures.models import Figure, Series
from port2port.figures.refusals import AlreadyHere, WithdrawnAlready
from port2port.ledger.models import TrailLine
from port2port.members.actions.places import load_places
from port2port.members.models import Person
from port2port.reports.rules import BadField
from tests.personas import NOW

COCAINE = "/figures/cocaine_seized/"
ENTERED = {
    "series": "cocaine_seized",
    "port": "",
    "place": "Province of Hainaut",
    "from_on": "2024-01-01",
    "to_on": "2024-12-31",
    "value": "1,25",
    "unit": "",
    "source": "a newspaper, page 3",
    "published_on": "2025-02",
    "language": "fr",
}


@pytest.fixture
def loaded(community) -> None:
    load_places()
    actions.load_packaged(now=NOW)


@pytest.fixture
def ask(client, community):
    """Signs in and opens an address."""

    def asked(who: str, address: str, sent: dict[str, str] | None = None):
        client.force_login(community.person(who))
        return client.get(address) if sent is None else client.post(address, sent)

    return asked


def said(**more: object) -> FigureFields:
    words = {"series": "cocaine_seized", "place": "BEGNE", "value": Decimal("0.7"), "unit": "t", "source": "customs"}
    return FigureFields(**(words | more))


def test_the_list_shows_the_newest_figure_its_sources_and_where_they_differ(loaded, ask):
    page = ask("author", "/figures/").content.decode()

    assert "55\N{NO-BREAK SPACE}t" in page
    assert "Antwerp, 2025" in page
    assert "Sources differ" in page
    assert "in 10 periods" in page
    assert page.index("Mass seized") < page.index("Trade and transport")


def test_one_series_shows_both_figures_with_both_sources_and_what_supersedes(loaded, ask):
    page = ask("author", f"{COCAINE}?place=BEANR").content.decode()

    assert "116\N{NO-BREAK SPACE}t" in page
    assert "121\N{NO-BREAK SPACE}t" in page
    assert "belganewsagency.eu customs-intercepted-44-tonnes" in page
    assert "brf.be; AFP in hurriyetdailynews.com 204514" in page
    assert "later figure than 116 t" in page
    assert "Province of Antwerp, 2017" not in page
    assert page.count('<svg class="figure-bars"') == 2


def test_a_long_series_begins_with_a_summary_and_folds_the_years_before_the_newest(loaded, ask):
    page = ask("author", COCAINE)
    everywhere, antwerp = page.content.decode(), page.context["parts"][0]

    assert 'href="#place-1">Antwerp</a>' in everywhere
    assert [year.name for year in antwerp.years] == [str(year) for year in range(2025, 2012, -1)]
    assert (antwerp.years[2].newest, antwerp.years[2].conflicts) == (
        "116\N{NO-BREAK SPACE}t – 121\N{NO-BREAK SPACE}t",
        True,
    )
    assert sum(len(year.rows) for year in antwerp.years) == len(antwerp.rows)
    assert all(len(part.rows) <= 8 for part in page.context["parts"] if not part.years)
    assert 0 < everywhere.count('<details class="figure-year" open>') < everywhere.count('<details class="figure-year"')


@pytest.mark.parametrize("published_on", ["2025-01", "2025-03"])
def test_of_a_year_and_its_second_half_the_newest_figure_is_that_of_the_year(community, ask, secretariat, published_on):
    actions.load_series()
    half = said(place="Havenplein", value=Decimal(3), from_on=date(2024, 7, 1), to_on=date(2024, 12, 31))
    whole = replace(half, value=Decimal(5), from_on=date(2024, 1, 1), published_on=published_on)
    for one in (whole, replace(half, published_on="2025-02")):
        actions.add_figure(member=secretariat, said=one, now=NOW)

    part = ask("author", COCAINE).context["parts"][0]
    line = ask("author", "/figures/").context["sections"][0].lines[0]

    assert (part.newest, part.period) == ("5\N{NO-BREAK SPACE}t", "2024")
    assert line.newest.value == 5


def test_all_years_open_by_an_address_that_keeps_the_place(loaded, ask):
    folded = ask("author", f"{COCAINE}?place=BEANR").content.decode()
    opened = ask("author", f"{COCAINE}?place=BEANR&years=all").content.decode()

    assert "?place=BEANR&amp;years=all#place-1" in folded
    assert "?place=BEANR#place-1" in opened
    assert opened.count('<details class="figure-year" open>') == opened.count('<details class="figure-year"') > 1
    assert "At a glance" not in folded


def test_figures_that_differ_by_rounding_alone_do_not_conflict(loaded, ask):
    rounded = ask("author", "/figures/cocaine_seized/?place=NLRTM").context["parts"][0].rows

    by_period = {(row.period, row.conflicts) for row in rounded}
    assert ("2023", False) in by_period
    assert ("2021", True) in by_period


def test_a_year_without_a_figure_is_empty_and_not_zero(loaded, ask):
    (part,) = ask("author", "/figures/cannabis_seized/").context["parts"]

    (chart,) = part.charts
    assert [group.words for group in chart.groups] == [str(year) for year in range(2018, 2026)]
    assert [bar.bar.width is None for group in chart.groups for bar in group.bars] == [False, *[True] * 5, False, False]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_of_mass_seized_says_what_it_is_not_in_the_readers_language(loaded, ask, community, language):
    Person.objects.filter(pk=community.person("secretariat").pk).update(language=language)
    with override(language):
        words = escape(str(MASS_IS_NO_CRIME))

    for series in Series.objects.filter(kind="seized"):
        withdrawing = f"/figures/withdraw/{series.figures.first().key}/"
        for address in ("/figures/", series.get_absolute_url(), withdrawing):
            assert words in ask("secretariat", address).content.decode(), address
    assert words not in ask("secretariat", "/figures/ai_cameras/").content.decode()


def test_an_export_carries_the_sentence_in_each_row_and_loaded_again_changes_nothing(loaded, ask):
    text = ask("author", "/figures/figures.csv").content.decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(BytesIO(ask("author", f"{COCAINE}figures.xlsx").content))

    again = actions.load_figures(text=text, member=None, now=NOW)

    assert (again.made, again.here, again.refused) == (0, 148, ())
    assert text.count(str(MASS_IS_NO_CRIME)) == Figure.objects.filter(series__kind="seized").count()
    rows = [row for row in book.get_sheet_by_index(0).to_python() if row[0] == "cocaine_seized"]
    assert len(rows) == Figure.objects.filter(series__slug="cocaine_seized").count()
    assert {row[-1] for row in rows} == {str(MASS_IS_NO_CRIME)}


def test_a_list_without_figures_says_what_will_appear(community, ask):
    assert "No figure yet" in ask("author", "/figures/").content.decode()
    actions.load_series()
    assert "No figure of this series yet" in ask("author", COCAINE).content.decode()


def test_the_pages_ask_few_statements_however_many_figures_there_are(loaded, ask, client):
    ask("author", "/figures/")
    with CaptureQueriesContext(connection) as of_list:
        client.get("/figures/")
    with CaptureQueriesContext(connection) as of_series:
        client.get(COCAINE)

    assert len(of_list) <= 12
    assert len(of_series) <= 14


def test_a_figure_is_added_through_the_form_and_stands_with_its_source(loaded, ask, secretariat):
    response = ask("secretariat", "/figures/new/", ENTERED | {"key": str(uuid4())})

    assert response.status_code == 302
    row = Figure.objects.get(place="Province of Hainaut")
    assert (row.value, row.unit, row.language, row.by_id) == (Decimal("1.25"), "t", "fr", secretariat.seat_id)
    assert TrailLine.objects.filter(act="add_figure", subject=f"figure:{row.key}").count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"source": ""}, "source"),
        ({"value": "many"}, "value"),
        ({"place": ""}, "place"),
        ({"port": "BEANR"}, "place"),
        ({"to_on": ""}, "to_on"),
        ({"series": "port_jobs", "unit": "kg"}, "unit"),
        ({"published_on": "May"}, "published_on"),
    ],
)
def test_a_figure_that_lacks_something_is_refused_at_its_field(loaded, ask, more, field):
    response = ask("secretariat", "/figures/new/", ENTERED | more)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Figure.objects.count() == 148


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12.500", "“12.500” could be read in two ways. Enter 12500 or 12.5."),
        ("1,234", "“1,234” could be read in two ways. Enter 1234 or 1.2340."),
        ("1e3", "Enter a number"),
    ],
)
def test_a_figure_that_can_be_read_in_two_ways_is_refused_with_both(loaded, ask, typed, words):
    page = ask("secretariat", "/figures/new/", ENTERED | {"value": typed}).content.decode()

    assert words in page
    assert f'value="{typed}"' in page


def test_a_reader_of_dutch_reads_both_readings_with_a_comma(loaded, ask, community):
    person = community.person("secretariat")
    person.language = "nl"
    person.save()

    assert "1234 of 1,2340" in ask("secretariat", "/figures/new/", ENTERED | {"value": "1,234"}).content.decode()


@pytest.mark.parametrize(("typed", "number"), [("-25", "-25"), ("−2,5", "-2.5"), ("12 500", "12500"), ("0.500", "0.5")])
def test_what_can_be_read_in_one_way_is_taken(loaded, ask, typed, number):
    assert ask("secretariat", "/figures/new/", ENTERED | {"value": typed}).status_code == 302
    assert Figure.objects.filter(value=Decimal(number), source=ENTERED["source"]).exists()


def test_the_same_figure_is_not_added_twice(loaded, secretariat):
    actions.add_figure(member=secretariat, said=said(), now=NOW)

    with pytest.raises(AlreadyHere):
        actions.add_figure(member=secretariat, said=said(), now=NOW)


def test_a_withdrawn_figure_stays_readable_with_its_reason_and_leaves_chart_and_file(loaded, ask, secretariat):
    figure = actions.add_figure(member=secretariat, said=said(source="a rumour"), now=NOW)

    ask("secretariat", f"/figures/withdraw/{figure.key}/", {"reason": "Nobody published it."})

    page = ask("author", COCAINE).content.decode()
    assert "Reason: Nobody published it." in page
    assert "a rumour" not in ask("author", f"{COCAINE}figures.csv").content.decode()
    assert TrailLine.objects.filter(act="withdraw_figure").count() == 1
    with pytest.raises(WithdrawnAlready):
        actions.withdraw_figure(member=secretariat, figure=figure, reason="Again.", now=NOW)


def test_a_withdrawal_without_a_reason_is_refused(loaded, secretariat):
    with pytest.raises(BadField):
        actions.withdraw_figure(member=secretariat, figure=Figure.objects.first(), reason="", now=NOW)


def test_others_figures_are_withdrawn_by_the_secretariat_alone(loaded, coordinator, secretariat):
    theirs = actions.add_figure(member=secretariat, said=said(), now=NOW)
    own = actions.add_figure(member=coordinator, said=said(place="BEZEE"), now=NOW)

    with pytest.raises(NotAllowed):
        actions.withdraw_figure(member=coordinator, figure=theirs, reason="Wrong.", now=NOW)
    with pytest.raises(NotAllowed):
        actions.withdraw_figure(member=coordinator, figure=Figure.objects.first(), reason="Wrong.", now=NOW)
    actions.withdraw_figure(member=secretariat, figure=own, reason="Wrong.", now=NOW + timedelta(days=1))
    assert Figure.objects.standing().count() == 149


@pytest.mark.parametrize("change", [{"value": 1}, {"source": "nobody"}, {"is_to_verify": True}, {"digest": "0"}])
def test_nothing_that_was_published_is_changed_behind_our_back(loaded, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(value=Decimal("109.9")).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.all().delete()


def test_two_ends_of_one_publication_are_no_disagreement(loaded, ask):
    page = ask("secretariat", "/figures/extraction_team_pay_share/").text

    assert "upper end of 7 to 15" in page
    assert "Sources differ" not in page
    assert re.search(r"7\s%\s–\s15\s%", page)
