"""Studies as they are reached: eight questions without loss, the result as it is read, and who reads how much of it."""

import json
from hashlib import sha256
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape

from port2port.counts import actions as counts
from port2port.counts.rules import WeekSaid
from port2port.members.actions.running_jobs import run_job
from port2port.members.models import Circle, CircleMembership
from port2port.members.models.jobs import Job
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing import search
from port2port.studies import actions, paper
from port2port.studies.fields import OutsideSaid
from port2port.studies.found import found_in
from port2port.studies.models import Study, StudyResult, Widening
from port2port.studies.page import _facts
from port2port.studies.refusals import NotApprovedByAll, TooSmallToShow
from port2port.studies.sealing import mark_of, seal_of
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network

GREEN = Readers(tlp=Tlp.GREEN)


def page_of(study: Study, name: str = "study", *args: object) -> str:
    return reverse(f"studies:{name}", args=[study.key, *args])


def test_the_wizard_leads_from_the_measure_to_the_run(community: Community, network: Network, ask: Any) -> None:
    text = ask("author", reverse("studies:new")).content.decode()
    assert "Patrols along the fence" in text
    sent = {
        "title": "Did it move?",
        "language": "en",
        "circle": str(community.circles["both"].key),
        "intervention": str(network.measure.key),
        "hypothesis": "open",
    }
    begun = ask("author", reverse("studies:new"), sent)
    row = Study.objects.get()
    assert begun["Location"] == page_of(row, "step", 2)
    assert "no measure of crime" in ask("author", page_of(row, "step", 2)).content.decode()
    assert ask("author", page_of(row, "step", 2), {"counted": "intrusions|"})["Location"] == page_of(row, "step", 3)

    refused = ask("author", page_of(row, "step", 3), {"comparison": ""})
    assert refused.status_code == 422
    assert "nobody can tell whether crime moved" in refused.content.decode()
    ask("author", page_of(row, "step", 3), {"comparison": str(network.comparison.key)})
    assert ask("author", page_of(row, "step", 4), {}).status_code == 422
    ask("author", page_of(row, "step", 4), {"is_checked": "on"})
    wrong = ask("author", page_of(row, "step", 5), {"weeks_before": "500", "weeks_after": "52"})
    assert wrong.status_code == 422
    assert 'value="500"' in wrong.content.decode()
    ask("author", page_of(row, "step", 5), {"weeks_before": "104", "weeks_after": "52"})
    sight = ask("author", page_of(row, "step", 6)).content.decode()
    assert "study-sight__number" in sight
    ask("author", page_of(row, "step", 6), {"hoped_percent": "60"})

    last = ask("author", page_of(row, "step", 7))
    assert last.context["sha256"] in last.content.decode()
    done = ask("author", page_of(row, "step", 7), {"sha256": last.context["sha256"]})
    assert done["Location"] == page_of(row, "step", 8)
    assert ask("author", page_of(row, "step", 8), {})["Location"] == Job.objects.get().get_absolute_url()


def test_the_page_of_the_job_says_what_becomes_of_the_result_and_leads_back(
    community: Community, study: Study, ask: Any
) -> None:
    address = ask("author", page_of(study, "step", 8), {})["Location"]
    text = ask("author", address).content.decode()

    assert "What is found becomes the next version of the study" in text
    assert f'href="{page_of(study, "step", 8)}"' in text
    run_job(key=Job.objects.get().key, clock=lambda: NOW)
    text = ask("author", address).content.decode()
    assert f'<a href="{page_of(study)}">Read what was found.</a>' in text
    assert "seven days" not in text


def test_back_and_forth_loses_nothing_and_says_what_is_missing(
    community: Community, network: Network, draft: Study, ask: Any
) -> None:
    first = ask("author", page_of(draft, "step", 1)).content.decode()
    assert "Did the patrols move intrusions?" in first
    fresh = making.begun(community, network, now=NOW)
    text = ask("author", page_of(fresh, "step", 7)).content.decode()

    assert "Choose what is counted." in text
    assert page_of(fresh, "step", 2) in text
    assert ask("author", page_of(fresh))["Location"] == page_of(fresh, "step", 2)


def test_the_way_says_what_is_done_and_a_whole_draft_leads_to_its_registration(
    community: Community, network: Network, draft: Study, ask: Any
) -> None:
    fresh = making.begun(community, network, now=NOW)
    steps = ask("author", page_of(fresh, "step", 2)).context["steps"]
    assert [one["done"] for one in steps] == [True, *[False] * 7]
    for page in range(3, 7):
        assert ask("author", page_of(fresh, "step", page))["Location"] == page_of(fresh, "step", 2)

    assert ask("author", page_of(draft))["Location"] == page_of(draft, "step", 7)
    assert f'<a href="{page_of(draft, "step", 7)}">' in ask("author", page_of(draft, "step", 2)).content.decode()
    study = making.registered(community, draft, now=NOW)
    assert not ask("author", page_of(study, "step", 8)).context["steps"][7]["done"]
    making.ran(community, study, now=NOW)
    assert ask("author", page_of(study, "step", 8)).context["steps"][7]["done"]


def test_the_key_enter_saves_the_comparison_and_no_description(draft: Study, ask: Any) -> None:
    text = ask("author", page_of(draft, "step", 3)).content.decode()
    form = text[text.index('name="comparison"') :]

    assert form.index("Save and go on") < form.index('name="description"')


def test_kilograms_are_no_choice_and_are_refused_when_sent_all_the_same(
    community: Community, network: Network, ask: Any
) -> None:
    row = making.begun(community, network, now=NOW)

    assert ask("author", page_of(row, "step", 2), {"counted": "kilograms|"}).status_code == 422
    assert Study.objects.get().outcome == ""


def test_the_result_page_has_its_sentence_as_title_and_all_that_bounds_it(result: StudyResult, ask: Any) -> None:
    text = ask("author", page_of(result.study)).content.decode()

    title = text[text.index("<h1") : text.index("</h1>")]
    assert "Part of what left came back at the other ports." in title
    assert "lower than expected" not in title
    assert "Part of what left came back" in text[text.index("<title>") : text.index("</title>")]
    assert "lower than expected" in text[text.index("study-sentence") : text.index("study-charts")]
    assert text.count('class="study-weeks"') == 2
    for said in (
        "more checking, or less of it, at one side",
        "A displaced share below",
        "The answer would change if",
        result.study.sha256,
        result.input_sha256,
        "What these figures mean",
    ):
        assert said in text


def test_a_description_has_the_same_form_with_the_reason_as_title_and_its_cure(
    community: Community, network: Network, ask: Any
) -> None:
    draft = making.drafted(community, network, now=NOW, outside=False)
    result = making.ran(community, making.registered(community, draft, now=NOW), now=NOW)
    text = ask("author", page_of(result.study)).content.decode()

    assert "Without a comparison from outside nobody can tell" in text[text.index("<h1") : text.index("</h1>")]
    assert "Find a series that the same groups cannot reach" in text
    assert text.count('class="study-weeks"') == 2
    assert "Three other explanations" in text


def test_a_wander_of_nothing_is_said_in_words(community: Community, result: StudyResult) -> None:
    figures = result.figures | {"wander": 0.0}
    (words,) = [value for name, value in _facts(found_in(figures)) if name == "Wander"]
    assert words == "none beyond chance could be seen"
    (words,) = [value for name, value in _facts(found_in(result.figures | {"wander": 0.05})) if name == "Wander"]
    assert words.startswith("5.1")


def test_the_paper_has_the_checks_and_the_day_of_registration(
    community: Community, result: StudyResult, monkeypatch: pytest.MonkeyPatch, ask: Any
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(paper, "pdf_of_sheets", lambda html, styles: printed.append(html))
    making.let_go(community, result, GREEN, now=NOW)
    for who in ("peer", "outsider"):
        ask(who, page_of(result.study, "pdf"))

    inside, beyond = printed
    assert "Placebo in space" in inside
    assert "Placebo" not in beyond
    day = date_format(timezone.localdate(result.study.frozen_at), "DATE_FORMAT")
    assert f"<strong>Registered on</strong> {day}" in inside
    assert "lower than expected" in inside


def test_only_circles_to_which_something_was_lent_or_declared_are_offered(
    community: Community, network: Network, ask: Any
) -> None:
    empty = Circle.objects.create(name="Nothing lent here", owner=community.organisations["north"], made_at=NOW)
    for one in ("north", "east"):
        row = community.organisations[one]
        CircleMembership.objects.create(circle=empty, organisation=row, invited_at=NOW, joined_at=NOW)
    text = ask("author", reverse("studies:new")).content.decode()
    assert community.circles["both"].name in text
    assert empty.name not in text
    assert "Nothing has been lent or declared to a circle" in ask("outsider", reverse("studies:new")).content.decode()


def test_what_is_the_only_one_is_chosen_already(community: Community, network: Network, ask: Any) -> None:
    form = ask("author", reverse("studies:new")).context["form"]

    assert (form["circle"].value(), form["intervention"].value()) == (
        str(community.circles["both"].key),
        str(network.measure.key),
    )


def test_the_comparison_is_not_called_optional(community: Community, draft: Study, ask: Any) -> None:
    text = ask("author", page_of(draft, "step", 3)).content.decode()
    assert "(optional)" not in text
    assert "Without one: description only." in text
    assert ask("author", page_of(draft, "step", 3), {"description": "1"}).status_code == 302


def test_the_files_hold_the_weeks_the_counts_and_the_registration(result: StudyResult, ask: Any) -> None:
    rows = ask("peer", page_of(result.study, "csv")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + len(result.rows)
    assert rows[0].startswith("week")
    counts = ask("peer", page_of(result.study, "panel")).content
    assert sha256(counts).hexdigest() == result.input_sha256
    registration = ask("peer", page_of(result.study, "definition")).content
    assert sha256(registration).hexdigest() == result.study.sha256
    assert json.loads(registration)["measure"]["title"] == "Patrols along the fence"


def test_the_pdf_has_one_page(result: StudyResult, ask: Any) -> None:
    answer = ask("peer", page_of(result.study, "pdf"))

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type /Page ") <= 1
    assert answer["Content-Disposition"].count("TLP-AMBER+STRICT") >= 1


ADDRESSES = ("study", "csv", "panel", "definition", "pdf")


@pytest.mark.parametrize(
    "who", ["outsider", "client", "guest", "auditor", "operator", "trainer", "guard", "peer_guard"]
)
def test_for_who_is_not_in_the_circle_hidden_is_missing(
    community: Community, result: StudyResult, ask: Any, who: str
) -> None:
    missing = ask(who, reverse("studies:study", args=["00000000-0000-4000-8000-000000000000"]))
    for name in ADDRESSES:
        answer = ask(who, page_of(result.study, name))
        assert answer.status_code == missing.status_code == 404
        assert answer.content == missing.content
    assert "patrols" not in ask(who, reverse("studies:list")).content.decode().lower()
    assert not Study.objects.visible_to(community.member(who)).exists()
    assert not StudyResult.objects.visible_to(community.member(who)).exists()


@pytest.mark.parametrize("who", ["peer", "author"])
def test_who_left_the_circle_reads_nothing_of_it_its_author_neither(
    community: Community, result: StudyResult, ask: Any, who: str
) -> None:
    assert ask(who, page_of(result.study)).status_code == 200
    organisation = community.seats[who].organisation_id
    CircleMembership.objects.filter(organisation=organisation).update(left_at=NOW)

    for name in ADDRESSES:
        assert ask(who, page_of(result.study, name)).status_code == 404
    assert not StudyResult.objects.visible_to(community.member(who)).exists()
    assert not Widening.objects.visible_to(community.member(who)).exists()


def test_a_draft_is_its_organisations_alone(community: Community, draft: Study, ask: Any) -> None:
    for who in ("peer", "outsider", "secretariat"):
        for name, args in (("study", ()), ("step", (5,)), ("step", (7,))):
            assert ask(who, page_of(draft, name, *args)).status_code == 404


def test_search_and_stix_know_a_study_and_no_number_of_it(community: Community, result: StudyResult) -> None:
    peer = community.member("peer")
    assert search.count_up_to(Study, peer, "patrols") == 1
    assert search.count_up_to(Study, community.member("outsider"), "patrols") == 0
    said = json.dumps(Study.objects.get().as_stix(modified=NOW))
    assert "target_change" not in said
    assert '"counts"' not in said


def _asked_all(community: Community, result: StudyResult, readers: Readers = GREEN) -> Widening:
    row = actions.propose_widening(member=community.member("author"), result=result, readers=readers, now=NOW)
    for who in ("author", "peer"):
        actions.approve_result(member=community.member(who), widening=row, seal=seal_of(row), now=NOW)
    return row


def _expected(row: Widening) -> frozenset[int]:
    return actions.receivers_beyond(row, now=NOW).organisations


def test_a_result_goes_further_when_every_lender_has_approved_it(
    community: Community, result: StudyResult, ask: Any
) -> None:
    author = community.member("author")
    row = actions.propose_widening(member=author, result=result, readers=GREEN, now=NOW)
    actions.approve_result(member=author, widening=row, seal=seal_of(row), now=NOW)
    with pytest.raises(NotApprovedByAll):
        actions.let_go(member=author, widening=row, expected=_expected(row), now=NOW)
    assert ask("outsider", page_of(result.study)).status_code == 404

    actions.approve_result(member=community.member("peer"), widening=row, seal=seal_of(row), now=NOW)
    actions.let_go(member=author, widening=row, expected=_expected(row), now=NOW)
    answer = ask("outsider", page_of(result.study))

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "lower than expected" in text
    assert 'class="study-weeks"' not in text
    assert escape("You read sums over whole windows.") in text
    for name in ("csv", "panel"):
        assert ask("outsider", page_of(result.study, name)).status_code == 404
    assert ask("outsider", page_of(result.study, "pdf")).status_code == 200
    assert b"study-weeks" not in ask("outsider", page_of(result.study, "pdf")).content


def test_a_later_run_stays_in_the_circle_until_it_is_approved_too(
    community: Community, network: Network, result: StudyResult, ask: Any
) -> None:
    row = _asked_all(community, result)
    actions.let_go(member=community.member("author"), widening=row, expected=_expected(row), now=NOW)
    said = {network.start + 3 * making.WEEK: WeekSaid(25)}
    counts.enter_weeks(member=community.member("author"), series=network.series["north"], said=said, now=NOW)
    second = making.ran(community, Study.objects.get(), now=NOW)

    text = ask("outsider", page_of(result.study)).content.decode()
    assert result.sha256 in text
    assert second.sha256 not in text
    assert second.sha256 in ask("peer", page_of(result.study)).content.decode()
    assert ask("outsider", page_of(result.study) + "?result=2").content.decode().count(result.sha256) >= 1
    stix = json.dumps(Study.objects.get().as_stix(modified=NOW))
    assert result.sha256 in stix
    assert second.sha256 not in stix


def test_who_declared_the_comparison_is_asked_too(community: Community, network: Network, draft: Study) -> None:
    said = counts.ComparisonFields(
        title="Another port far away",
        language="en",
        reason="outside_substitution",
        why=making.WHY,
        outcome="intrusions",
        circle=community.circles["both"],
    )
    CircleMembership.objects.create(
        circle=community.circles["both"], organisation=community.organisations["east"], invited_at=NOW, joined_at=NOW
    )
    theirs = counts.declare_comparison(member=community.member("outsider"), said=said, now=NOW)
    numbers = {network.first + n * making.WEEK: 30 + n % 7 for n in range(making.WEEKS)}
    counts.enter_comparison(member=community.member("outsider"), comparison=theirs, said=numbers, now=NOW)
    author = community.member("author")
    actions.answer_outside(member=author, study=draft, said=OutsideSaid(comparison=theirs), now=NOW)
    result = making.ran(community, making.registered(community, draft, now=NOW), now=NOW)

    row = _asked_all(community, result)
    with pytest.raises(NotApprovedByAll):
        actions.let_go(member=author, widening=row, expected=_expected(row), now=NOW)
    actions.approve_result(member=community.member("outsider"), widening=row, seal=seal_of(row), now=NOW)
    assert actions.let_go(member=author, widening=row, expected=_expected(row), now=NOW).is_wide


def test_an_approval_holds_for_one_result_and_its_readers_alone(community: Community, result: StudyResult) -> None:
    row = _asked_all(community, result)
    seal = seal_of(row)
    CircleMembership.objects.create(
        circle=community.circles["both"], organisation=community.organisations["desk"], invited_at=NOW, joined_at=NOW
    )
    assert seal_of(row) == seal, "TLP:GREEN names no circle"
    other = actions.propose_widening(
        member=community.member("author"), result=result, readers=Readers(tlp=Tlp.CLEAR), now=NOW
    )
    assert seal_of(other) != seal
    assert not other.approvals.exists()


def test_nobody_approves_for_another_and_what_was_approved_can_be_taken_back(
    community: Community, result: StudyResult, ask: Any
) -> None:
    row = actions.propose_widening(member=community.member("author"), result=result, readers=GREEN, now=NOW)
    address = page_of(result.study, "approve")
    for who in ("outsider", "secretariat", "client", "guest"):
        assert ask(who, address, {"seal": mark_of(seal_of(row))}).status_code in (403, 404)
    assert ask("peer", address, {"seal": "0" * 64}).status_code == 409
    assert ask("peer", address, {"seal": mark_of(seal_of(row))}).status_code == 302
    assert ask("peer", address, {"seal": mark_of(seal_of(row))}).status_code == 409
    assert ask("peer", page_of(result.study, "take_back"), {}).status_code == 302
    assert not row.approvals.filter(ended_at=None).exists()


def test_what_differs_by_a_small_number_from_what_left_before_stays(
    community: Community, network: Network, result: StudyResult
) -> None:
    row = _asked_all(community, result)
    author = community.member("author")
    actions.let_go(member=author, widening=row, expected=_expected(row), now=NOW)
    week = network.start + 3 * making.WEEK
    number = result.panel["weeks"][-1]["counts"][0]
    last = network.start + (making.WEEKS_SINCE - 1) * making.WEEK
    counts.enter_weeks(member=author, series=network.series["north"], said={last: WeekSaid(number + 2)}, now=NOW)
    second = making.ran(community, Study.objects.get(), now=NOW)
    with pytest.raises(TooSmallToShow):
        actions.propose_widening(member=author, result=second, readers=GREEN, now=NOW)
    counts.enter_weeks(member=author, series=network.series["north"], said={week: WeekSaid(60)}, now=NOW)
    third = making.ran(community, Study.objects.get(), now=NOW)
    assert actions.propose_widening(member=author, result=third, readers=GREEN, now=NOW).done_at is None


def test_withdrawn_a_study_is_a_tombstone_and_its_files_are_gone(
    community: Community, result: StudyResult, ask: Any
) -> None:
    ask("author", page_of(result.study, "withdraw"), {"reason": "Wrong comparison"})

    text = ask("peer", page_of(result.study)).content.decode()
    assert "Wrong comparison" in text
    assert "lower than expected" not in text
    for name in ("csv", "panel", "definition", "pdf"):
        assert ask("peer", page_of(result.study, name)).status_code == 404


def test_a_measure_that_was_not_declared_to_the_circle_is_not_offered(
    community: Community, network: Network, ask: Any
) -> None:
    said = counts.InterventionFields(
        title="For ourselves alone",
        language="en",
        port=network.ports["north"],
        announced_on=network.start,
        starts_on=network.start,
    )
    own = counts.declare_intervention(member=community.member("author"), said=said, now=NOW)

    assert own.title in ask("author", reverse("studies:new")).content.decode()
    text = ask("peer", reverse("studies:new")).content.decode()
    assert own.title not in text
    assert network.measure.title in text


def test_the_list_shows_both_definitions_in_few_queries(
    community: Community, network: Network, study: Study, ask: Any, django_assert_max_num_queries: Any
) -> None:
    making.registered(community, making.drafted(community, network, now=NOW), now=NOW)
    with django_assert_max_num_queries(40):
        text = ask("peer", reverse("studies:list")).content.decode()

    assert "Changes the definition of" in text
    assert study.number in text
