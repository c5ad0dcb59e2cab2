"""The whole loop in a browser: a measure, the ports' word, a decision, a pilot, adoption, an assessment, the band."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from port2port.assessments import actions as assessing
from port2port.assessments.models import Assessment, Round
from port2port.assessments.pinned import sheet_of
from port2port.base.clock import now
from port2port.measures.models import Measure
from port2port.measures.views import adopting, page
from port2port.norms import actions as norms
from tests.assessments.conftest import fields
from tests.assessments.crowd import answer_and_agree, nine
from tests.measures.making import WEEKS, decision_of, group_of
from tests.personas import PASSWORD, Community, found_community

TITLE = "Two people open the gate at night"


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


def test_from_an_idea_over_pilot_and_adoption_to_an_assessment_and_its_band(
    app: Any, sign_in: Any, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = group_of(community, at=now() - timedelta(days=40))
    lead, chair = app.open("/accounts/login/"), app.open("/accounts/login/")
    sign_in(lead, "peer", PASSWORD)
    sign_in(chair, "author", PASSWORD)

    # An idea becomes a draft in two languages.
    lead.goto("/measures/new/")
    lead.locator("[name=title]").fill(TITLE)
    lead.locator("[name=problem]").fill("At night one bribed guard is enough.")
    lead.locator("[name=body]").fill("After ten a second person confirms each visitor.\n\nThe log says who.")
    lead.locator("[name=effect]").fill("Fewer visitors without a reason.")
    lead.locator("[name=measuring]").fill("Visitors at night without an entry, per month.")
    lead.locator("main [name=language]").select_option("en")
    lead.locator("details.fold > summary", has_text="Nederlands").click()
    lead.locator("[name=title_nl]").fill("Twee mensen openen 's nachts de poort")
    lead.locator("[name=problem_nl]").fill("'s Nachts volstaat één omgekochte wachter.")
    lead.locator("[name=body_nl]").fill("Na tienen bevestigt een tweede elke bezoeker.\n\nHet logboek zegt wie.")
    lead.locator("[name=effect_nl]").fill("Minder bezoekers zonder reden.")
    lead.locator("[name=measuring_nl]").fill("Bezoekers zonder notitie, per maand.")
    lead.locator("[name=controls][value=ACC-06]").evaluate("box => { box.checked = true }")
    lead.locator("[name=working_group]").select_option(f"group:{group.key}")
    lead.get_by_role("button", name="Keep").click()
    lead.get_by_role("heading", name=TITLE).wait_for()
    place = lead.url.split("?")[0].removeprefix(app.address)
    lead.goto(f"{place}step/draft/")
    lead.locator("main form button.button--primary").click()
    lead.goto(f"{place}consult/")
    lead.locator("[name=tlp]").first.wait_for()
    lead.locator("main form button.button--primary").click()
    lead.get_by_text("The ports are asked.").wait_for()

    # A port comments on a paragraph; the lead answers; the chair says why fewer ports are enough.
    chair.goto(f"{place}reply/")
    chair.locator("[name=text]").fill("We agree.")
    chair.locator("details:has([name=comment_1]) > summary").first.click()
    chair.locator("[name=comment_1]").fill("From nine on.")
    chair.locator("main form button.button--primary").click()
    chair.get_by_text("Said for your organisation.").wait_for()
    lead.goto(place)
    lead.locator("summary", has_text="Answer").first.click()
    lead.get_by_label("Answer", exact=True).fill("Taken in.")
    lead.get_by_role("button", name="Answer").click()
    lead.get_by_text("Taken in.").first.wait_for()
    chair.goto(f"{place}fewer/")
    chair.locator("[name=reason]").fill("Only these ports have gates of this kind.")
    chair.locator("main form button.button--primary").click()
    measure = Measure.objects.get()
    # Three weeks later.
    monkeypatch.setattr(page, "now", lambda: now() + WEEKS)
    monkeypatch.setattr(adopting, "now", lambda: now() + WEEKS)
    later = timezone.localdate(now() + WEEKS)
    lead.goto(f"{place}step/close/")
    lead.locator("main form button.button--primary").click()
    lead.get_by_text("Done.").wait_for()

    # The group wants a pilot; what it showed is written down; the group adopts it.
    first = decision_of(community, group, at=now() - timedelta(days=8))
    chair.goto(f"{place}step/pilot/")
    chair.locator("[name=decision]").select_option(first)
    chair.locator("main form button.button--primary").click()
    chair.get_by_text("Done.").wait_for()
    lead.goto(f"{place}step/begin/")
    lead.get_by_label("Quay south").check()
    lead.locator("[name=until_on]").fill((later + timedelta(days=90)).isoformat())
    lead.locator("[name=measure_of_effect]").fill("Visitors without an entry, per month.")
    lead.locator("main form button.button--primary").click()
    lead.get_by_text("Done.").wait_for()
    lead.goto(f"{place}step/conclude/")
    lead.locator("[name=result]").first.check()
    lead.locator("[name=found]").fill("From eleven to two a month.")
    lead.locator("main form button.button--primary").click()
    lead.get_by_text("Done.").wait_for()
    second = decision_of(community, group, at=now() - timedelta(days=8), title="Take it on")
    chair.goto(f"{place}step/adopt/")
    chair.locator("[name=decision]").select_option(second)
    chair.locator("[name=effective_on]").fill(later.isoformat())
    chair.locator("[name=review_on]").fill((later + timedelta(days=365)).isoformat())
    chair.locator("main form button.button--primary").click()
    chair.get_by_text("Done.").wait_for()
    measure.refresh_from_db()
    assert measure.state == "adopted"

    # The officer says that the own quay has it.
    quay = community.facilities["north"]
    chair.goto(f"{place}facilities/{quay.key}/")
    chair.locator("[name=state][value=in_place]").check()
    chair.locator("[name=since_on]").fill(timezone.localdate().isoformat())
    chair.get_by_role("button", name="Keep").click()
    chair.goto("/measures/adoption/")
    chair.get_by_text("In place").first.wait_for()

    _assessed(app, chair, community)


def _assessed(app: Any, officer: Any, community: Community) -> None:
    """The own quay answers its key controls one by one, as others did; the round is frozen; the band is there."""
    desk, colleague = community.member("secretariat"), community.member("colleague")
    today = timezone.localdate()
    said = fields(opens_on=today, closes_on=today + timedelta(days=30))
    row = assessing.plan_round(member=desk, said=said, now=now())
    row = assessing.move_round(member=desk, round=row, to="open", now=now())
    quay = community.facilities["north"]
    held = norms.TierFields(tier="I", cargo="bulk", reason="A bulk quay.")
    tier = norms.set_tier(member=community.member("author"), facility=quay, said=held, now=now())
    norms.confirm_tier(member=community.member("coordinator"), tier=tier, now=now())
    officer.goto("/assessments/")
    officer.get_by_role("button", name="Begin").first.click()
    officer.wait_for_url("**/assessments/*/**")
    mine = Assessment.objects.get()
    keys = sheet_of(row, "en").key_ids
    for control in keys:
        officer.goto(f"{mine.get_absolute_url()}question/{control}/?only=key")
        officer.locator("[name=conformity][value=met]").check()
        officer.locator("[name=doc][value='3']").check()
        officer.locator("[name=impl][value='3']").check()
        officer.locator("main form button.button--primary").first.click()
        officer.wait_for_load_state()
    assert mine.answers.count() == len(keys)
    mine = assessing.submit(member=community.member("author"), assessment=mine, now=now())
    assessing.take_up(member=colleague, assessment=mine, now=now())
    assessing.agree_assessment(member=colleague, assessment=mine, now=now())
    answer_and_agree(community, Round.objects.get(pk=row.pk), nine()[1:], now=now())
    for to in ("closed", "frozen"):
        row = assessing.move_round(member=desk, round=row, to=to, now=now())
    officer.goto("/assessments/compare/")
    officer.get_by_text("middle 3, half of them 3 to 4").first.wait_for()
    assert "Port of South" not in officer.locator("main").inner_text()
