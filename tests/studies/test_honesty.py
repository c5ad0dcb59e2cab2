"""What a study may not be bent to: other inputs, earlier stops, forgotten definitions, small numbers by subtraction."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from port2port.counts import actions as counts
from port2port.counts.models import RecordingChange
from port2port.counts.panel import panel_in
from port2port.counts.rules import WeekSaid
from port2port.pure.audience import Tlp
from port2port.pure.displacement.study import Reason, Verdict
from port2port.reports.fields import Readers
from port2port.studies import actions, panel_file
from port2port.studies.fields import WeeksSaid
from port2port.studies.found import found_in
from port2port.studies.models import Study, StudyResult
from port2port.studies.numbers import decimal
from port2port.studies.planning import reduction_of
from port2port.studies.reasons import bounds_of, uncompared
from port2port.studies.refusals import (
    ComparisonGone,
    InterimRun,
    NothingNew,
    OtherSeries,
    RatesRefused,
    TooSmallToShow,
)
from port2port.studies.saying import CLAIM, beside_of, short_of, title_of
from port2port.studies.small_sums import Sum, sums_of
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network

GREEN = Readers(tlp=Tlp.GREEN)
FIRST = date(2023, 1, 2)


def cells(places: str, first: int, last: int, *, category: str = "", amount: int = 50) -> Sum:
    begins, ends = (FIRST + timedelta(weeks=one) for one in (first, last))
    return Sum(frozenset(places), begins, ends, "intrusions", category, amount)


def page_of(study: Study, name: str = "study", *more: int) -> str:
    return reverse(f"studies:{name}", args=[study.key, *more])


@pytest.mark.parametrize(
    ("one", "other", "shares", "same"),
    [
        (cells("BCD", 52, 103), cells("C", 52, 103), True, False),
        (cells("A", 0, 100), cells("A", 0, 49), True, False),
        (cells("A", 0, 49), cells("A", 50, 99), False, False),
        (cells("A", 0, 49), cells("B", 0, 49), False, False),
        (cells("AB", 0, 49, category="fence"), cells("AB", 0, 49), True, False),
        (cells("AB", 0, 49, category="fence"), cells("AB", 0, 49, category="gate"), False, False),
        (cells("AB", 0, 49, category="fence"), cells("AB", 0, 49, category="fence-cut"), True, False),
        (cells("AB", 0, 49, category="fence"), cells("AB", 0, 49, category="fences"), False, False),
        (cells("AB", 0, 49), cells("BA", 0, 49, amount=3), True, True),
    ],
)
def test_cells_are_shared_in_part_wholly_or_not_at_all(one: Any, other: Any, shares: Any, same: Any) -> None:
    assert one.shares(other) is other.shares(one) is shares
    assert (shares and one.is_of_the_same(other)) is same


def test_sums_of_another_study_that_overlap_one_that_left_stay(
    community: Community, network: Network, result: StudyResult
) -> None:
    making.let_go(community, result, GREEN, now=NOW)
    author = community.member("author")
    draft = making.drafted(community, network, now=NOW)
    actions.answer_weeks(member=author, study=draft, said=WeeksSaid(weeks_before=52, weeks_after=52), now=NOW)
    second = making.ran(community, making.registered(community, draft, now=NOW), now=NOW)
    assert min(one.amount for one in sums_of(second)) > 100

    with pytest.raises(TooSmallToShow):
        actions.propose_widening(member=author, result=second, readers=GREEN, now=NOW)


def test_the_very_same_sums_may_leave_again(community: Community, network: Network, result: StudyResult) -> None:
    making.let_go(community, result, GREEN, now=NOW)
    again = making.registered(community, making.drafted(community, network, now=NOW), now=NOW)
    second = making.ran(community, again, now=NOW)

    row = actions.propose_widening(member=community.member("author"), result=second, readers=GREEN, now=NOW)
    assert row.done_at is None


def test_ports_and_comparison_are_held_while_a_result_leaves(community: Community, result: StudyResult) -> None:
    if not connection.features.has_select_for_no_key_update:
        pytest.skip("this engine writes one after the other")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        making.let_go(community, result, GREEN, now=NOW)
    held = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert any("members_port" in one for one in held)
    assert any("counts_comparison" in one for one in held)


def test_a_withdrawn_comparison_is_read_no_more(community: Community, network: Network, study: Study) -> None:
    counts.withdraw(member=community.member("author"), declared=network.comparison, now=NOW)

    with pytest.raises(ComparisonGone):
        making.ran(community, study, now=NOW)
    assert not StudyResult.objects.exists()


def changed(network: Network, on: date) -> counts.ChangeFields:
    return counts.ChangeFields(
        port=network.ports["north"], outcome="intrusions", on=on, what="A new form", language="en"
    )


def test_a_change_of_recording_stays_in_once_a_run_has_read_it(
    community: Community, network: Network, study: Study, ask: Any
) -> None:
    author = community.member("author")
    row = counts.declare_recording_change(member=author, said=changed(network, network.start), now=NOW)
    first = making.ran(community, study, now=NOW)
    counts.withdraw(member=author, declared=row, now=NOW)
    with pytest.raises(NothingNew):
        making.ran(community, study, now=NOW)
    said = {network.start + 3 * making.WEEK: WeekSaid(60)}
    counts.enter_weeks(member=author, series=network.series["north"], said=said, now=NOW)
    second = making.ran(community, study, now=NOW)

    assert second.figures["reasons"] == first.figures["reasons"]
    text = ask("peer", page_of(study)).content.decode()
    assert "Counts corrected: 1 week." in text
    assert "run 2 of 2, 52 of the registered 52 weeks" in text


def test_page_4_tells_every_change_that_a_run_would_read_and_no_other(
    community: Community, network: Network, ask: Any
) -> None:
    keepers = {"north": community.member("author"), "south": community.member("peer"), "far": community.member("peer")}
    for name, keeper in keepers.items():
        series = counts.open_series(
            member=keeper, port=network.ports[name], outcome="intrusions", category="INT-TRES", now=NOW
        )
        counts.enter_weeks(member=keeper, series=series, said={network.start: WeekSaid(5)}, now=NOW)
        counts.lend(
            member=keeper,
            series=series,
            circle=community.circles["both"],
            from_week=network.first + 10 * making.WEEK,
            now=NOW,
        )

    def declared(port: str, category: str, *, week: int = 20, outcome: str = "intrusions") -> RecordingChange:
        on = network.first + week * making.WEEK
        said = replace(changed(network, on), port=network.ports[port], category=category, outcome=outcome)
        return counts.declare_recording_change(member=keepers[port], said=said, now=NOW)

    read = [declared("north", "INT"), declared("south", ""), declared("far", "INT-TRES", week=21)]
    declared("north", "INT-STOW")
    declared("north", "INT-TRES", outcome="drone_sightings")
    declared("north", "INT-TRES", week=5)
    draft = making.begun(community, network, now=NOW)
    actions.answer_counted(member=keepers["north"], study=draft, outcome="intrusions", category="INT-TRES", now=NOW)

    shown = ask("author", page_of(draft, "step", 4)).context["changes"]

    panel = panel_in(
        community.circles["both"],
        outcome="intrusions",
        category="INT-TRES",
        ports=list(network.ports.values()),
        first=network.first,
        last=network.start,
    )
    assert shown == list(panel.changes)
    assert set(shown) == set(read)


def test_counts_of_another_lender_are_not_read(community: Community, network: Network, study: Study) -> None:
    author, peer = community.member("author"), community.member("peer")
    counts.take_back(member=peer, loan=network.loans["far"], now=NOW)
    type(network.ports["far"]).objects.filter(pk=network.ports["far"].pk).update(
        manager=community.organisations["north"]
    )
    far = type(network.ports["far"]).objects.get(pk=network.ports["far"].pk)
    series = counts.open_series(member=author, port=far, outcome="intrusions", now=NOW)
    said = {network.first + n * making.WEEK: WeekSaid(9) for n in range(making.WEEKS)}
    counts.enter_weeks(member=author, series=series, said=said, now=NOW)
    both = community.circles["both"]
    counts.lend(member=author, series=series, circle=both, from_week=network.first, now=NOW)

    with pytest.raises(OtherSeries):
        making.ran(community, study, now=NOW)


def test_a_run_before_the_end_is_interim_and_stays_in_the_circle(
    community: Community, network: Network, draft: Study, ask: Any
) -> None:
    author = community.member("author")
    actions.answer_weeks(member=author, study=draft, said=WeeksSaid(weeks_before=104, weeks_after=60), now=NOW)
    result = making.ran(community, making.registered(community, draft, now=NOW), now=NOW)
    text = ask("author", page_of(result.study)).content.decode()

    assert "Interim: " in text[text.index("<h1") : text.index("</h1>")]
    assert "Interim, 52 of the registered 60 weeks:" in text
    assert "52 of the registered 60 weeks" in ask("peer", reverse("studies:list")).content.decode()
    with pytest.raises(InterimRun):
        actions.propose_widening(member=author, result=result, readers=GREEN, now=NOW)


def test_an_interim_run_hopes_for_no_more_than_the_weeks_it_counted(
    community: Community, network: Network, result: StudyResult
) -> None:
    draft = making.drafted(community, network, now=NOW)
    said = WeeksSaid(weeks_before=104, weeks_after=104)
    actions.answer_weeks(member=community.member("author"), study=draft, said=said, now=NOW)
    interim = making.ran(community, making.registered(community, draft, now=NOW), now=NOW)

    assert interim.panel["weeks_after"] == result.panel["weeks_after"] == making.WEEKS_SINCE
    assert interim.panel["expected_reduction"] == result.panel["expected_reduction"] > 0
    planned = "planned_minimum_detectable_share"
    assert interim.figures[planned] == result.figures[planned] > interim.study.smallest_share


def test_a_run_kept_before_that_shows_what_it_could_see_and_says_so(
    community: Community, network: Network, result: StudyResult, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = making.drafted(community, network, now=NOW)
    said = WeeksSaid(weeks_before=104, weeks_after=104)
    actions.answer_weeks(member=community.member("author"), study=draft, said=said, now=NOW)
    study = making.registered(community, draft, now=NOW)
    with monkeypatch.context() as earlier:
        # As it was: the hope of all registered weeks.
        earlier.setattr(
            panel_file, "reduction_of", lambda study, target, weeks, **_after: reduction_of(study, target, weeks)
        )
        kept = making.ran(community, study, now=NOW)
    planned = "planned_minimum_detectable_share"
    stored, fair = (decimal(one.figures[planned]) for one in (kept, result))
    assert stored != fair

    page, label = ask("peer", page_of(study)).context["page"], "Smallest share in sight, from the weeks before alone"
    assert dict(page.shown.facts)[label].split(",")[0] == fair
    assert f"at {stored}, as if all registered weeks" in page.shown.anew
    assert page.shown.anew in ask("peer", page_of(study)).content.decode()
    assert StudyResult.objects.get(pk=kept.pk).figures == kept.figures
    again = making.ran(community, Study.objects.get(pk=study.pk), now=NOW)
    assert decimal(again.figures[planned]) == fair
    for one in (result, again):
        assert not ask("peer", f"{page_of(one.study)}?result={one.number}").context["page"].shown.anew


def test_what_bounds_an_answer_is_named_with_what_can_still_be_done(result: StudyResult) -> None:
    both = (Reason.NO_EXTERNAL_COMPARISON, Reason.WINDOW_TOO_SHORT)
    found = replace(found_in(result.figures), reasons=both)

    (outside, larger), (_, cure) = bounds_of(found)
    assert "Fewer than 50" in str(outside)
    assert "with more incidents" in str(larger)
    assert short_of(found) == "There are too few incidents outside to compare with."
    assert "before" not in str(cure)
    short = replace(found, before=replace(found.before, weeks=20), outside=None)
    (outside, _), (_, cure) = bounds_of(short)
    assert "was named" in str(outside)
    assert "50" not in str(outside)
    assert "before" in str(cure)


FEW, SHORT = (Reason.TOO_FEW_COUNTS,), (Reason.WINDOW_TOO_SHORT,)


@pytest.mark.parametrize(
    ("reasons", "before", "after", "why", "cure"),
    [
        (SHORT, 104, 10, "not compared yet", "when 26 weeks since the start have been counted"),
        ((*FEW, *SHORT), 104, 10, "not compared yet", "when 26 weeks since the start have been counted"),
        (SHORT, 20, 52, "too few weeks before", "register a new study with 26 or more"),
        (FEW, 104, 40, "too few to compare so far", "run the study again"),
        (FEW, 104, 52, "too few to compare", "more years, more ports or all categories"),
        ((Reason.NO_EXTERNAL_COMPARISON,), 104, 52, "too few outside", "a larger comparison"),
    ],
)
def test_counts_that_are_not_compared_say_why_and_what_to_do(
    result: StudyResult, reasons: Any, before: int, after: int, why: str, cure: str
) -> None:
    found = found_in(result.figures, registered=52)
    first, last = replace(found.before, weeks=before), replace(found.after, weeks=after)
    words = uncompared(replace(found, reasons=reasons, before=first, after=last))

    assert why in words
    assert cure in words
    assert ("yet" in words) is (after < 26)


@pytest.mark.parametrize(
    ("before", "after", "registered", "why"),
    [(104, 10, 20, "too few weeks after are"), (20, 10, 20, "before and after are"), (20, 10, 52, "weeks before to")],
)
def test_where_too_few_weeks_are_registered_nobody_is_told_to_wait(
    result: StudyResult, before: int, after: int, registered: int, why: str
) -> None:
    found = found_in(result.figures, registered=registered)
    first, last = replace(found.before, weeks=before), replace(found.after, weeks=after)
    short = replace(found, reasons=(*FEW, *SHORT), before=first, after=last)
    words = uncompared(short)
    cures = [str(cure) for _, cure in bounds_of(short)]

    assert why in words
    for said in (words, *cures):
        assert "un it again" not in said
        assert "again when" not in said
    assert "new study with 26" in words.replace("Register", "register")
    assert "new study with 26" in cures[1]


@pytest.mark.parametrize(("before", "after"), [(104, 20), (20, 52)])
def test_that_no_verdict_can_come_is_said_before_it_is_registered_and_after(
    community: Community, draft: Study, ask: Any, before: int, after: int
) -> None:
    never = "no verdict can come, not even from a later run"
    weeks, sight = page_of(draft, "step", 5), page_of(draft, "step", 6)
    assert never not in ask("author", weeks).content.decode()
    said = {"weeks_before": str(before), "weeks_after": str(after)}
    assert ask("author", weeks, said)["Location"] == sight

    assert "before or after no verdict can come" in ask("author", sight).content.decode()
    for step in (5, 7):
        assert never in ask("author", page_of(draft, "step", step)).content.decode()
    row = making.registered(community, Study.objects.get(pk=draft.pk), now=NOW)
    text = ask("author", page_of(row, "step", 8)).content.decode()
    assert never in text
    assert "and again when more weeks" not in text


def test_a_description_of_few_weeks_is_told_of_no_verdict_to_come(
    community: Community, network: Network, ask: Any
) -> None:
    draft = making.drafted(community, network, now=NOW, outside=False)
    said = {"weeks_before": "10", "weeks_after": "20"}
    assert "no verdict" not in ask("author", page_of(draft, "step", 5), said).content.decode()
    row = making.registered(community, Study.objects.get(pk=draft.pk), now=NOW)

    for step in (5, 6, 7):
        assert "no verdict" not in ask("author", page_of(draft, "step", step)).content.decode()
    assert "verdict" not in ask("author", page_of(row, "step", 8)).content.decode()


def test_page_four_says_of_finds_what_every_result_of_finds_says(draft: Study, ask: Any) -> None:
    Study.objects.filter(pk=draft.pk).update(outcome="seizures")

    text = ask("author", page_of(draft, "step", 4)).content.decode()
    assert "always says that effort is unknown" in text


def test_where_there_are_too_few_incidents_nobody_is_told_to_wait(community: Community, ask: Any) -> None:
    numbers = making.drawn() | {"north": [int(week % 60 == 0) for week in range(making.WEEKS)]}
    network = making.lent(community, now=NOW, numbers=numbers)
    study = making.registered(community, making.drafted(community, network, now=NOW), now=NOW)
    making.ran(community, study, now=NOW)
    page = ask("peer", page_of(study)).context["page"]

    assert page.shown.title == "There are too few incidents to compare."
    assert all("too few to compare: a new study" in one.finding for one in page.shown.charts)


def test_a_description_is_not_asked_what_it_hopes_for(community: Community, network: Network, ask: Any) -> None:
    draft = making.drafted(community, network, now=NOW, outside=False)
    Study.objects.filter(pk=draft.pk).update(hoped_percent=None)

    assert 'name="hoped_percent"' not in ask("author", page_of(draft, "step", 6)).content.decode()
    assert making.registered(community, Study.objects.get(pk=draft.pk), now=NOW).is_frozen


def test_what_is_counted_and_with_which_ports_it_is_compared_is_said_before_and_after(
    community: Community, draft: Study, ask: Any
) -> None:
    before = ask("author", page_of(draft, "step", 7))
    compared = before.context["compared"]
    after = ask("author", making.registered(community, draft, now=NOW).get_absolute_url()).content.decode()

    assert compared
    for words in (before.context["counted"], ", ".join(compared)):
        assert f"<dd>{words}</dd>" in before.content.decode()
        assert f"<dd>{words}</dd>" in after


def test_two_runs_at_once_keep_the_same_counts_once(
    community: Community, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = actions.running._keep
    ran: list[int] = []

    def late(*args: Any, **kwargs: Any) -> Any:
        if not ran:
            ran.append(1)
            actions.run_study(member=community.member("colleague"), study=study, now=NOW, seed=3)
        return keep(*args, **kwargs)

    monkeypatch.setattr(actions.running, "_keep", late)
    with pytest.raises(NothingNew):
        making.ran(community, study, now=NOW)
    assert StudyResult.objects.count() == 1


def test_a_withdrawn_definition_is_named_and_listed_without_its_content(
    community: Community, network: Network, result: StudyResult, ask: Any
) -> None:
    actions.withdraw_study(member=community.member("author"), study=result.study, reason="A typing error", now=NOW)
    draft = making.drafted(community, network, now=NOW, by="peer")
    Study.objects.filter(pk=draft.pk).update(title="Asked anew")
    again = making.registered(community, Study.objects.get(pk=draft.pk), now=NOW, by="peer")

    assert again.replaces_id == result.study_id
    for text in (ask("peer", reverse("studies:list")).content.decode(), ask("peer", page_of(again)).content.decode()):
        assert result.study.number in text
        assert "Did the patrols move intrusions?" not in text


def test_the_same_measure_declared_twice_hides_no_definition(
    community: Community, network: Network, study: Study
) -> None:
    twin = counts.declare_intervention(
        member=community.member("author"),
        said=counts.InterventionFields(
            title="Patrols, said otherwise",
            language="en",
            port=network.ports["north"],
            announced_on=network.measure.announced_on,
            starts_on=network.start + timedelta(days=2),
            circle=community.circles["both"],
        ),
        now=NOW,
    )
    network.measure = twin
    assert making.registered(community, making.drafted(community, network, now=NOW), now=NOW).replaces == study


def test_the_page_says_what_this_study_has_read_and_no_more(study: Study, ask: Any) -> None:
    text = ask("author", page_of(study)).content.decode()

    assert "This study has read nothing since the measure was announced." in text
    assert "People of the circle may have read those weeks elsewhere" in text


def test_the_same_form_makes_one_new_definition(study: Study, ask: Any) -> None:
    page = ask("author", page_of(study))
    sent = {"key": page.context["form_key"]}
    first, second = (ask("author", page_of(study, "change"), sent)["Location"] for _ in range(2))

    assert first == second
    assert Study.objects.drafts().count() == 1


def test_a_rate_is_refused_in_words(community: Community, draft: Study) -> None:
    with pytest.raises(RatesRefused):
        actions.answer_counted(
            member=community.member("author"),
            study=draft,
            outcome="seizures_per_1000_inspected",
            category="",
            now=NOW,
        )


def test_the_waterbed_is_named_where_the_answer_is_firm_and_nowhere_else(result: StudyResult) -> None:
    found = replace(found_in(result.figures), verdict=Verdict.DISPLACED, is_fragile=False, reasons=())
    assert str(CLAIM) in beside_of(found)
    for other in (
        replace(found, is_fragile=True),
        replace(found, registered=found.after.weeks + 1),
        replace(found, reasons=(Reason.ENFORCEMENT_OUTCOME_ONLY,)),
    ):
        assert str(CLAIM) not in beside_of(other)
        assert title_of(other)


def test_the_nearer_drift_is_told_on_the_scale_of_growth(result: StudyResult) -> None:
    figures = result.figures | {"tipping_drift": -0.095, "target_tipping_drift": 0.098}

    assert found_in(figures | {"verdict": "displaced"}).tipping_drift == 0.098
