"""The pages: what a form sends is what the actions get, and what a reader sees is safe and in the own language."""

from datetime import timedelta

import pytest
from django.utils import timezone

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.models import Practice, Revision, Use
from port2port.ledger.models import TrailLine
from tests.knowledge.conftest import CLEAR, GREEN, amber, said

REVIEW = timezone.localdate() + timedelta(days=300)


@pytest.fixture
def fields(both):
    return {
        "title": "Pull test",
        "summary": "Pull at every panel.",
        "body": "## Steps\n\n- Pull **hard**.\n\n<script>alert(1)</script>",
        "language": "en",
        "themes": ["access"],
        "controls": ["ACC-05"],
        "methods": ["INT-TRES"],
        "sources": "One case\nAnother case",
        "review_by_on": REVIEW.isoformat(),
        "tlp": "2",
        "circles": [str(both.key)],
        "title_nl": "Trektest",
        "summary_nl": "Trek aan elk paneel.",
        "where_0": "Quay 1",
        "cost_0": "low",
        "effect_0": "Two holes found.",
        "stated_by_0": "Port of North",
    }


@pytest.fixture
def as_author(client, community):
    client.force_login(community.person("author"))
    return client


def proposed(author, **more):
    draft = actions.save_draft(member=author, said=said(review_by_on=REVIEW, **more), readers=GREEN, now=now())
    return actions.propose(member=author, practice=draft, now=now())


def test_from_the_form_to_the_proposal(as_author, fields, peer):
    sent = as_author.post("/practices/new/", fields | {"do": "readers"})
    draft = Practice.objects.get()
    readers = as_author.get(sent.headers["Location"])
    expected = readers.context["preview"].expected
    done = as_author.post(f"/practices/{draft.key}/propose/", {"expected": expected})

    practice = Practice.objects.visible_to(peer).get()
    assert done.headers["Location"] == practice.get_absolute_url()
    assert b"Port of South" in readers.content
    assert practice.translations == [
        {"language": "nl", "title": "Trektest", "summary": "Trek aan elk paneel.", "body": ""}
    ]
    assert practice.tried[0]["stated_by"] == "Port of North"
    assert practice.sources == ["One case", "Another case"]


def test_a_draft_that_lacks_something_says_what(as_author, fields):
    as_author.post("/practices/new/", fields | {"do": "keep", "controls": []})
    draft = Practice.objects.get()

    refused = as_author.post(f"/practices/{draft.key}/propose/", {"expected": ""})

    assert refused.status_code == 422
    assert b"Choose at least one control" in refused.content


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("body", "> " * 400 + "deep"),
        ("body", "- a\n" * 900),
        ("body", "x" * 20_001),
        ("body_nl", "*" * 3_000),
        ("title", "two\nlines"),
        ("controls", ["NOT-99"]),
        ("themes", ["ratings"]),
        ("title_en", "The same language twice"),
        ("effect_1", "An effect without a place"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(as_author, fields, name, value):
    answer = as_author.post("/practices/new/", fields | {name: value})

    assert answer.status_code == 422
    assert not Practice.objects.exists()


def test_what_a_reader_sees_runs_nothing(client, community, author):
    practice = proposed(
        author, body="<script>alert(1)</script>\n\n![x](https://elsewhere.example/x.png) [y](javascript:alert(1))"
    )
    client.force_login(community.person("peer"))

    for address in ("", "print/"):
        page = client.get(practice.get_absolute_url() + address).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page


def test_a_reader_gets_the_own_language_and_the_original_where_there_is_none(client, community, author):
    practice = proposed(author)
    client.force_login(community.person("peer"))

    dutch = client.get(practice.get_absolute_url(), {"text": "nl"}).content.decode()
    french = client.get(practice.get_absolute_url(), {"text": "fr"}).content.decode()

    assert '<span lang="nl">Trektest aan de omheining</span>' in dutch
    assert '<div class="prose practice-body" lang="en">' in dutch
    assert '<span lang="en">Walk the fence with a pull test</span>' in french


def test_approving_revising_and_publishing_by_the_pages(client, community, author):
    practice = proposed(author)
    page = practice.get_absolute_url()
    for who in ("peer", "outsider"):
        client.force_login(community.person(who))
        assert b"Approve this text" in client.get(page).content
        client.post(f"{page}approve/", {"sha256": practice.sha256})
    client.force_login(community.person("author"))
    form = client.get(f"{page}revise/").context["form"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, False)}
    sent |= {"sources": "One case", "title": "Pull harder", "review_by_on": REVIEW.isoformat()}
    client.post(f"{page}revise/", sent)
    waiting = Revision.objects.get()
    assert client.post(f"{page}next/publish/").status_code == 409
    for who in ("peer", "outsider"):
        client.force_login(community.person(who))
        assert b"Pull harder" in client.get(f"{page}next/").content
        assert b"Pull harder" not in client.get(page).content
        client.post(f"{page}approve/", {"sha256": waiting.sha256})
    client.force_login(community.person("author"))
    client.post(f"{page}next/publish/")

    assert (Practice.objects.get().title, Practice.objects.get().version) == ("Pull harder", 2)
    assert b"Pull harder" in client.get(page).content


def test_a_use_is_said_and_taken_back_by_the_page(client, community, author, both):
    practice = proposed(author)
    client.force_login(community.person("peer"))
    page = practice.get_absolute_url()

    wider = client.post(f"{page}use/", {"language": "en", "tlp": "0"})
    client.post(f"{page}use/", {"language": "en", "tlp": "2", "circles": [str(both.key)], "note": "At two gates"})

    assert wider.status_code == 422
    assert Use.objects.get().note == "At two gates"
    assert b"At two gates" in client.get(page).content
    client.post(f"{page}use/take-back/")
    assert b"At two gates" not in client.get(page).content


@pytest.mark.parametrize(("days", "words"), [(20, b"due for review"), (-70, b"do not rely on it")])
def test_a_page_and_its_print_say_that_it_grows_old(client, community, author, peer, outsider, days, words):
    practice = proposed(author)
    for member in (peer, outsider):
        actions.approve(member=member, practice=practice, sha256=practice.sha256, now=now())
    Practice.objects.update(review_by_on=timezone.localdate() + timedelta(days=days))
    client.force_login(community.person("peer"))

    assert words in client.get(practice.get_absolute_url()).content
    assert words in client.get(f"{practice.get_absolute_url()}print/").content


def test_filters_stand_in_the_address_and_can_be_subscribed_to(client, community, author):
    proposed(author)
    client.force_login(community.person("peer"))

    page = client.get("/practices/?theme=access&control=ACC-05&q=fence").content.decode()
    none = client.get("/practices/?theme=drones&state=approved&page=77&cursor=x").content.decode()
    form = client.get("/subscriptions/new/?type=practice&from=theme%3Daccess").content.decode()

    assert "1 practice" in page
    assert "type=practice&amp;from=theme%3Daccess" in page
    assert "No practice matches" in none
    assert "Access control" in form


def test_open_practices_are_read_by_guests(client, community, author):
    draft = actions.save_draft(member=author, said=said(review_by_on=REVIEW), readers=CLEAR, now=now())
    practice = actions.propose(member=author, practice=draft, now=now())
    client.force_login(community.person("guest"))

    assert client.get(practice.get_absolute_url()).status_code == 200


def test_a_filter_leaves_as_a_sheet_and_a_practice_as_a_text_and_both_are_on_record(as_author, author, peer):
    shown = proposed(author, title="Pull test", themes=("access",))
    proposed(author, title="=HYPERLINK(1)", themes=("drones",))

    sheet = as_author.get("/practices/export.csv?theme=access").content.decode("utf-8-sig")
    whole = as_author.get("/practices/export.csv").content.decode("utf-8-sig")
    text = as_author.get(f"/practices/{shown.key}/text.md")

    assert "Pull test" in sheet
    assert "HYPERLINK" not in sheet
    # No cell begins a formula.
    assert '"=HYPERLINK' not in whole
    assert ",=HYPERLINK" not in whole
    assert text.headers["Content-Disposition"] == f'attachment; filename="TLP-GREEN {shown.number}.md"'
    assert text.content.decode().startswith("**TLP:GREEN**\n\n# Pull test\n")
    lines = TrailLine.objects.filter(act="export_practices").values_list("subject", flat=True).order_by("pk")
    assert list(lines) == [
        "csv, 1 practices, TLP:GREEN",
        "csv, 2 practices, TLP:GREEN",
        f"md, {shown.number}, TLP:GREEN",
    ]


def test_two_practices_stand_side_by_side_and_a_hidden_one_beside_nobody(client, community, author, outsider):
    one = proposed(author, title="Pull test", controls=("ACC-05",))
    other = proposed(author, title="Fence round", controls=("ACC-05",))
    hidden = actions.save_draft(
        member=author,
        said=said(review_by_on=REVIEW, title="Quagmire"),
        readers=amber(community.circles["both"]),
        now=now(),
    )
    hidden = actions.propose(member=author, practice=hidden, now=now())
    client.force_login(community.person("outsider"))

    offered = client.get(f"/practices/{one.key}/compare/").content.decode()
    both = client.get(f"/practices/{one.key}/compare/", {"with": other.key}).content.decode()

    assert "Fence round" in offered
    assert "Quagmire" not in offered
    assert "Pull test" in both
    assert "Fence round" in both
    for beside in (hidden.key, one.originator.key, "no key"):
        assert client.get(f"/practices/{one.key}/compare/", {"with": beside}).status_code == 404


def test_a_translation_that_stays_while_the_original_changes_is_marked_until_it_follows(as_author, fields, peer):
    as_author.post("/practices/new/", fields | {"do": "readers"})
    draft = Practice.objects.get()
    expected = as_author.get(f"/practices/{draft.key}/readers/").context["preview"].expected
    as_author.post(f"/practices/{draft.key}/propose/", {"expected": expected})
    address = draft.get_absolute_url()

    def revise(**more):
        version = Practice.objects.get().version
        return as_author.post(f"{address}revise/", fields | {"do": "revise", "version": version} | more)

    def marked() -> bool:
        return b"This translation is behind the original" in as_author.get(address, {"text": "nl"}).content

    assert not marked()
    assert revise(summary="Pull at every second panel.").status_code == 302
    assert marked()
    assert b"This translation is behind" not in as_author.get(address, {"text": "en"}).content
    # It stays so until its words change too, or its author says that they say the same.
    assert revise(summary="Pull at every second panel.", sources="One case").status_code == 302
    assert marked()
    assert revise(summary="Pull at every second panel.", summary_nl="Trek aan elk tweede paneel.").status_code == 302
    assert not marked()
    more = {"summary_nl": "Trek aan elk tweede paneel.", "follows_nl": "on"}
    assert revise(summary="Pull at each second panel.", **more).status_code == 302
    assert not marked()
