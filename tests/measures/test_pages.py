"""The pages as people use them: an idea that becomes a consultation, a reply, an answer, and bad input kept."""

from datetime import timedelta

import pytest
from django.utils import translation

from port2port.base.clock import now
from port2port.measures.models import Measure, MeasureReply, MeasureVersion
from port2port.pure.audience import Tlp
from tests.measures import making
from tests.measures.test_one_rule import signed_in
from tests.personas import Community

pytestmark = pytest.mark.django_db
WRITTEN = {
    "language": "en",
    "title": "Two at the gate",
    "problem": "One is enough for a bribe.",
    "body": "First.\n\nSecond.",
    "effect": "Fewer.",
    "measuring": "Per month.",
    "controls": ["ACC-06"],
    "title_nl": "Twee aan de poort",
    "problem_nl": "Eén volstaat.",
    "body_nl": "Eerst.\n\nDan.",
    "effect_nl": "Minder.",
    "measuring_nl": "Per maand.",
    "cost": "low",
    "effort": "days",
}


def test_from_the_idea_to_the_answer(community: Community):
    writer, other = signed_in("peer"), signed_in("author")
    made = writer.post("/measures/new/", WRITTEN)
    measure = Measure.objects.get()
    assert made.url == measure.get_absolute_url()
    assert "Only writers of your organisation" in writer.get(made.url).content.decode()
    assert writer.post(f"{made.url}step/draft/").status_code == 302
    assert "Put it to the ports" in writer.get(made.url).content.decode()
    assert writer.post(f"{made.url}consult/", {"tlp": str(Tlp.GREEN.value)}).status_code == 302
    asked = other.get("/measures/").content.decode()
    assert "waits for your reply" in asked
    form = other.get(f"{made.url}reply/").content.decode()
    assert "Comment on paragraph 2" in form
    assert "Comment on paragraph 3" not in form
    other.post(f"{made.url}reply/", {"text": "Yes.", "comment_2": "Not on Sundays.", "language": "en"})
    reply = MeasureReply.objects.get()
    page = writer.get(made.url).content.decode()
    assert "Not on Sundays." in page
    writer.post(f"{made.url}replies/{reply.key}/answer/", {"answer": "Taken in.", "revision": "1"})
    assert "Taken in." in other.get(made.url).content.decode()
    assert "waits for your reply" not in other.get("/measures/").content.decode()


def test_what_was_typed_stays_when_it_is_refused(community: Community):
    writer = signed_in("peer")
    refused = writer.post("/measures/new/", WRITTEN | {"title": "", "body": "Keep <me> & this"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Keep &lt;me&gt; &amp; this" in page
    assert "Give it a title." in page
    assert not Measure.objects.exists()


def test_a_form_sent_twice_makes_one_idea(community: Community):
    writer = signed_in("peer")
    for _time in range(2):
        assert writer.post("/measures/new/", WRITTEN | {"key": "one-form"}).status_code == 302
    assert Measure.objects.count() == 1


def test_an_edit_over_a_newer_one_is_refused_and_kept(community: Community):
    measure = making.draft(community, at=now())
    writer = signed_in("peer")
    old = {**WRITTEN, "seen": "2020-01-01T00:00:00+00:00", "title": "Mine", "working_group": measure.working_group}
    refused = writer.post(f"{measure.get_absolute_url()}edit/", old)
    assert refused.status_code == 409
    assert "Mine" in refused.content.decode()
    assert MeasureVersion.objects.get().texts[0]["title"] != "Mine"


def test_markdown_of_others_runs_nothing(community: Community):
    body = "<script>alert(1)</script>\n\n[x](javascript:alert(1))"
    texts = (making.text(body=body), making.text("nl", body=body))
    measure = making.consulted(community, at=now(), texts=texts)
    page = signed_in("author").get(measure.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("state", list(making.MADE))
def test_every_state_has_its_page_in_every_language(state: str, language: str, community: Community):
    measure = making.MADE[state](community, at=now() - timedelta(days=60))
    for who in ("peer", "author"):
        if state in {"idea", "drafting"} and who == "author":
            continue
        browser = signed_in(who)
        with translation.override(language):
            got = browser.get(measure.get_absolute_url(), headers={"accept-language": language})
        assert got.status_code == 200


def test_the_list_filters_and_says_so(community: Community):
    at = now() - timedelta(days=60)
    adopted, consulted = making.adopted(community, at=at), making.consulted(community, at=at)
    browser = signed_in("author")
    for query, shown, hidden in (
        ("state=adopted", adopted, consulted),
        ("state=consultation", consulted, adopted),
        ("control=ACC-06&state=adopted", adopted, consulted),
        ("q=gate&state=consultation", consulted, adopted),
    ):
        page = browser.get(f"/measures/?{query}").content.decode()
        assert shown.number in page
        assert hidden.number not in page
    assert "No measure matches" in browser.get("/measures/?control=CYB-01").content.decode()
    gone = making.withdrawn(community, at=at)
    assert gone.number not in browser.get("/measures/").content.decode()
    assert gone.number in browser.get("/measures/?state=withdrawn").content.decode()
