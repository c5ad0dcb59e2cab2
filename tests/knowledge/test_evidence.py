"""What is known of the effect, at how many sites, and which kind of text: on the page, in lists, sheets and the API."""

import json
from dataclasses import replace

import pytest

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.actions import approve, propose, revise, save_draft, say_use
from port2port.knowledge.fields import as_plain, digest_of, fields_of, of_plain
from port2port.knowledge.models import Practice, Use
from port2port.ledger import store
from port2port.members.member import Function
from port2port.pure.audience import Tlp
from port2port.pure.evidence import Tried
from port2port.reports.fields import Readers
from port2port.reports.rules import BadField
from port2port.sharing import audience_index
from port2port.sharing.models import Publication
from tests.knowledge.conftest import GREEN, said
from tests.personas import NOW

SAID = Tried("Quay 1", "low", "Fewer holes.", "Port of North")
FIGURES = replace(SAID, indicator="Holes found", before=12, before_days=90, after=6, after_days=180)
STRICT = Readers(tlp=Tlp.AMBER_STRICT)


@pytest.fixture
def as_peer(client, community):
    client.force_login(community.person("peer"))
    return client


def test_the_grade_is_computed_and_cannot_be_typed(as_peer, proposed):
    practice = proposed(readers=GREEN, tried=(FIGURES,))

    page = as_peer.get(practice.get_absolute_url()).content.decode()
    whole = as_peer.get(f"/api/v1/practices/{practice.key}").json()

    assert "Grade 2 of 3" in page
    assert "Holes found: 12 in 90 days before, 6 in 180 days after · 75 % fewer a day" in page
    assert (whole["evidence_grade"], whole["tried"][0]["grade"], whole["tried"][0]["before"]) == (2, 2, 12)
    assert not {one.name for one in Practice._meta.get_fields()} & {"grade", "evidence", "evidence_grade"}


def test_fewer_than_ten_events_are_too_few_to_tell_wherever_the_grade_stands(as_peer, proposed):
    practice = proposed(readers=GREEN, tried=(replace(FIGURES, before=3, after=1),))
    address = practice.get_absolute_url()
    other = proposed(readers=GREEN, title="Fence round")

    places = [
        address,
        f"{address}print/",
        f"{address}text.md",
        f"{address}compare/?with={other.key}",
        "/practices/",
        "/practices/export.csv",
    ]
    for place in places:
        answer = as_peer.get(place)
        words = answer.content.decode("utf-8-sig")
        assert "too few to tell" in words, place
        assert "fewer a day" not in words, place
    assert as_peer.get("/api/v1/practices?grade=2").json()["items"][0]["evidence_too_few"] is True


def test_the_list_asks_for_a_grade_at_least_and_for_a_kind(as_peer, proposed):
    proposed(readers=GREEN, title="Told", tried=(SAID,))
    proposed(readers=GREEN, title="Counted", tried=(FIGURES,), kind="lesson")
    proposed(readers=GREEN, title="Compared", tried=(replace(FIGURES, study="study:quays-2026"),), kind="guideline")

    def titles(query: str) -> set[str]:
        page = as_peer.get(f"/practices/?{query}")
        from_api = {one["title"] for one in as_peer.get(f"/api/v1/practices?{query}").json()["items"]}
        assert {row["practice"].title for row in page.context["rows"]} == from_api
        return from_api

    assert titles("grade=1") == titles("grade=2") == {"Counted", "Compared"}
    assert titles("grade=3") == {"Compared"}
    assert titles("grade=0") == {"Told", "Counted", "Compared"}
    assert titles("kind=lesson") == {"Counted"}
    assert titles("kind=lesson&kind=guideline&grade=3") == {"Compared"}
    assert as_peer.get("/practices/?kind=opinion&grade=9").status_code == 200
    assert as_peer.get("/api/v1/practices?grade=9").status_code == 422


def test_the_grade_of_a_next_wording_counts_once_it_is_published(proposed, author, peer, outsider):
    practice = proposed(readers=GREEN)
    for member in (peer, outsider):
        practice = approve(member=member, practice=practice, sha256=practice.sha256, now=NOW)

    def found() -> bool:
        return bool(audience_index.newest(Practice, peer, groups=(("grade:2",),), limit=5))

    better = replace(fields_of(practice), tried=(FIGURES,))
    revise(member=author, practice=practice, said=better, version=1, now=NOW)
    assert not found()
    for member in (peer, outsider):
        approve(member=member, practice=practice, sha256=digest_of(better), now=NOW)
    actions.publish_revision(member=author, practice=practice, now=NOW)
    assert found()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"before": 3}, "before_days_0"),
        ({"indicator": "Holes", "before": 1, "before_days": 0, "after": 1, "after_days": 1}, "before_days_0"),
        ({"study": "study of quays"}, "study_0"),
        ({"displacement": "perhaps"}, "displacement_0"),
        ({"stated_on": "yesterday"}, "stated_on_0"),
        ({"sites": 0}, "sites_0"),
        ({"side_effects": "a" * 1_001}, "side_effects_0"),
    ],
)
def test_what_does_not_fit_together_is_named_by_its_field(author, wrong, field):
    with pytest.raises(BadField) as refused:
        save_draft(member=author, said=said(tried=(replace(SAID, **wrong),)), readers=GREEN, now=NOW)

    assert refused.value.name == field


def test_a_day_that_has_not_come_states_nothing(author):
    draft = save_draft(member=author, said=said(tried=(replace(SAID, stated_on="2031-01-01"),)), readers=GREEN, now=NOW)

    with pytest.raises(BadField):
        propose(member=author, practice=draft, now=NOW)


def test_wordings_from_before_keep_their_digest():
    words = said(tried=(SAID,))
    plain = as_plain(words)

    assert plain["tried"] == [
        {"where": "Quay 1", "cost": "low", "effect": "Fewer holes.", "stated_by": "Port of North"}
    ]
    del plain["kind"]
    assert digest_of(of_plain(plain)) == digest_of(words)
    assert digest_of(replace(words, kind="lesson")) != digest_of(words)
    assert digest_of(replace(words, tried=(replace(SAID, months=3),))) != digest_of(words)


def test_what_is_signed_says_the_grade_and_the_kind(proposed):
    practice = proposed(tried=(FIGURES,), kind="lesson")

    position = Publication.objects.get(record_id=practice.pk).position
    signed = json.dumps(store.read_all([position])[position].payload)

    assert '"evidence_grade": 2' in signed
    assert '"practice_kind": "lesson"' in signed


def test_the_form_says_every_part_of_an_effect_and_a_zero_counts(client, community, author):
    draft = save_draft(member=author, said=said(), readers=GREEN, now=now())
    client.force_login(community.person("author"))
    form = client.get(f"/practices/{draft.key}/edit/").context["form"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, False)}
    effect = {
        "where": "Quay 1",
        "effect": "No more holes.",
        "stated_by": "Port of North",
        "stated_on": "2026-02-01",
        "sites": 2,
        "months": 6,
        "indicator": "Holes found",
        "unit": "holes",
        "before": 12,
        "before_days": 90,
        "after": 0,
        "after_days": 90,
        "compared": "Quay 2 stayed at 11.",
        "displacement": "unclear",
        "side_effects": "Longer rounds.",
        "study": "study:quays-2026",
        "cost": "low",
    }

    sent |= {f"{name}_0": value for name, value in effect.items()} | {"kind": "lesson", "do": "keep"}
    done = client.post(f"/practices/{draft.key}/edit/", sent)
    kept = Practice.objects.get()

    assert done.status_code == 302
    assert kept.kind == "lesson"
    assert kept.tried == [effect]
    shown = client.get(f"/practices/{draft.key}/edit/").content.decode()
    assert 'name="after_0" value="0"' in shown


def test_sites_are_exact_below_ten_and_then_in_tens_and_count_only_what_the_reader_may_know(
    client, community, proposed, peer, outsider
):
    practice = proposed(readers=GREEN)
    say_use(member=peer, practice=practice, readers=GREEN, note="", language="en", sites=8, now=NOW)

    def words(who: str) -> str:
        client.force_login(community.person(who))
        return client.get(practice.get_absolute_url()).content.decode()

    assert "used at 8 sites" in words("author")
    say_use(member=outsider, practice=practice, readers=STRICT, note="", language="en", sites=30, now=NOW)
    assert "used at 8 sites" in words("author")
    assert "used at 30+ sites" in words("outsider")
    client.force_login(community.person("outsider"))
    line = client.get("/api/v1/practices").json()["items"][0]
    assert line["used_at_sites"] == 30
    assert "used at 30+ sites" in client.get("/practices/").content.decode()
    assert "used at 30+ sites" in client.get("/practices/export.csv").content.decode()
    client.force_login(community.person("author"))
    assert client.get("/api/v1/practices").json()["items"][0]["used_at_sites"] == 8


def test_who_does_not_say_how_many_has_one_site(community, client, proposed, peer):
    practice = proposed(readers=GREEN)
    say_use(member=peer, practice=practice, readers=GREEN, note="", language="en", now=NOW)
    client.force_login(community.person("author"))

    assert "used at 1 site<" in client.get(practice.get_absolute_url()).content.decode()
    with pytest.raises(BadField):
        say_use(member=peer, practice=practice, readers=GREEN, note="", language="en", sites=501, now=NOW)


@pytest.mark.parametrize("who", ["guard", "trainer"])
def test_a_guard_or_trainer_reads_the_text_and_nothing_of_who_uses_it(client, community, approved, peer, who):
    practice = approved(for_floor=True)
    reader = community.person(who)
    client.force_login(reader)
    before = client.get(practice.get_absolute_url()).content
    say_use(member=peer, practice=practice, readers=GREEN, note="Quagmire at two gates", language="en", now=NOW)

    after = client.get(practice.get_absolute_url())

    assert not Use.objects.visible_to(community.member(who)).exists()
    assert b"Quagmire" not in after.content
    assert b"Used by" not in after.content
    assert len(after.content) == len(before)
    assert client.get("/api/v1/practices").json()["items"][0]["used_at_sites"] == 0
    assert b"used at" not in client.get("/practices/").content
    assert community.member("peer").function == Function.OFFICER
