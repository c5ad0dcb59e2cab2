"""What seems to tell of people stops a report until it is masked or its author answers for it (domain.md R13)."""

import json

import pytest

from port2port.ledger import store
from port2port.ledger.models import TrailLine
from port2port.pure.audience import Tlp
from port2port.reports.actions import compose, mask_draft, publish_report, revise_report, save_draft, undo_publish
from port2port.reports.actions.drafts import NotADraft
from port2port.reports.fields import fields_of, readers_of_row
from port2port.reports.guard import PersonalDataFound, finds_in, masked, tokens_in
from port2port.reports.models import Report
from port2port.sharing.models import Publication
from tests.personas import NOW
from tests.reports.conftest import GREEN, amber, said
from tests.reports.machines import Machine

PLATE, PHONE = "1-ABC-234", "+32 475 12 34 56"
TOLD = f"A van {PLATE} left the quay; the driver called {PHONE}."


@pytest.fixture
def telling(author, both) -> Report:
    """A draft that names a plate and a telephone number."""
    return save_draft(member=author, said=said(facts=TOLD), readers=amber(both), now=NOW)


def test_a_draft_that_tells_of_people_is_not_published(telling, author, peer):
    with pytest.raises(PersonalDataFound) as refused:
        publish_report(member=author, report=telling, now=NOW)

    assert [one.hit.text for one in refused.value.finds] == [PLATE, PHONE]
    assert Report.objects.get(pk=telling.pk).is_draft
    assert not Report.objects.visible_to(peer).filter(pk=telling.pk).exists()


def test_composing_in_one_step_leaves_nothing_behind(author, both):
    with pytest.raises(PersonalDataFound):
        compose(member=author, said=said(title=f"Van {PLATE}"), readers=amber(both), now=NOW)

    assert not Report.objects.exists()


def test_what_the_author_answers_for_is_published_and_goes_on_record_without_the_text(telling, author):
    tokens = tokens_in(fields_of(telling))

    report = publish_report(member=author, report=telling, not_personal=tokens, now=NOW)

    line = TrailLine.objects.get(act="not_personal")
    assert report.version == 1
    assert line.subject == f"{report.number}: phone × 1, plate × 1"
    assert PLATE not in line.subject + line.outcome


def test_half_an_answer_is_none(telling, author):
    first, second = finds_in(fields_of(telling))

    with pytest.raises(PersonalDataFound) as refused:
        publish_report(member=author, report=telling, not_personal=frozenset({first.token}), now=NOW)

    assert [one.token for one in refused.value.finds] == [second.token]
    assert not TrailLine.objects.filter(act="not_personal").exists()


def test_an_answer_holds_for_later_versions_and_for_no_other_words(telling, author):
    report = publish_report(member=author, report=telling, not_personal=tokens_in(fields_of(telling)), now=NOW)
    again = {"member": author, "report": report, "readers": readers_of_row(report), "confirmed": frozenset()}

    revised = revise_report(**again, said=said(facts=f"{TOLD} It came back."), version=1, now=NOW)
    with pytest.raises(PersonalDataFound) as refused:
        revise_report(**again, said=said(facts=f"{TOLD} Then 2-XYZ-987 came."), version=2, now=NOW)

    assert revised.version == 2
    assert [one.hit.text for one in refused.value.finds] == ["2-XYZ-987"]


def test_what_was_taken_back_need_not_be_answered_for_again(telling, author):
    report = publish_report(member=author, report=telling, not_personal=tokens_in(fields_of(telling)), now=NOW)
    draft = undo_publish(member=author, report=report, now=NOW)

    assert publish_report(member=author, report=draft, now=NOW).version == 1


def test_masking_a_draft_puts_a_word_in_the_language_of_the_text(author, both):
    draft = save_draft(member=author, said=said(facts=TOLD, language="nl"), readers=amber(both), now=NOW)

    done = mask_draft(member=author, report=draft, keep=frozenset(), now=NOW)

    assert PLATE not in done.facts
    assert "[kenteken]" in done.facts
    assert publish_report(member=author, report=done, now=NOW).version == 1


def test_masking_spares_what_the_author_keeps(telling, author):
    plate, _phone = finds_in(fields_of(telling))

    done = mask_draft(member=author, report=telling, keep=frozenset({plate.token}), now=NOW)

    assert PLATE in done.facts
    assert PHONE not in done.facts


def test_what_is_published_is_not_masked_behind_its_readers_backs(publish, author):
    report = publish()

    with pytest.raises(NotADraft):
        mask_draft(member=author, report=report, keep=frozenset(), now=NOW)


def test_the_name_of_a_facility_that_stays_hidden_is_found_and_a_told_one_is_not(community):
    quay = community.facilities["north"]
    words = "The fence at Quay north was cut."

    hidden = finds_in(said(facts=words, facility=quay))
    told = finds_in(said(facts=words, facility=quay, shows_facility=True))

    assert [one.hit.text for one in hidden] == ["Quay north"]
    assert told == []


@pytest.mark.parametrize(
    "words",
    [
        "Container MSKU 123456 5 opened at berth 913 at 14:30.",
        "Codes DRG-ENT-RIPON and SCR-02; seal ML-CN1234567; IMO 9074729.",
        "UN 1203, 24.500 kg, booking 987654321, release PIN 4711.",
    ],
)
def test_containers_codes_and_papers_of_cargo_are_nobody(publish, words):
    assert publish(facts=words).version == 1


def test_what_is_masked_leaves_no_trace_in_the_ledger(telling, author):
    done = mask_draft(member=author, report=telling, keep=frozenset(), now=NOW)

    report = publish_report(member=author, report=done, now=NOW)

    payload = json.dumps(store.read(Publication.objects.of(report).get().position).payload)
    assert PLATE not in payload
    assert PHONE not in payload


def test_masked_text_holds_no_find(author):
    words = said(facts=TOLD, assessment="Ask J. Smith.", indicators=(f"Van {PLATE}",), place="Gate")

    assert finds_in(masked(words)) == []


def page(client, community, report, name, **sent):
    client.force_login(community.person("author"))
    return client.post(f"/reports/{report.key}/{name}/", sent)


def test_the_page_of_readers_shows_each_find_and_publishes_once_all_are_ticked(client, community, telling):
    client.force_login(community.person("author"))
    shown = client.get(f"/reports/{telling.key}/share/").content.decode()
    expected = shown.split('name="expected" value="')[1].split('"')[0]

    refused = page(client, community, telling, "publish", expected=expected)
    sent = page(
        client, community, telling, "publish", expected=expected, not_personal=sorted(tokens_in(fields_of(telling)))
    )

    assert shown.count("<mark>") == 2
    assert refused.status_code == 422
    assert sent.status_code == 302
    assert Report.objects.get(pk=telling.pk).version == 1


def test_one_press_masks_the_rest(client, community, telling):
    answer = page(client, community, telling, "mask")

    assert answer["Location"] == f"/reports/{telling.key}/share/"
    assert PLATE not in Report.objects.get(pk=telling.pk).facts


def test_publishing_straight_from_the_form_keeps_a_draft_and_shows_what_was_found(client, community):
    client.force_login(community.person("author"))
    form = {"kind": "incident", "title": f"Van {PLATE}", "language": "en", "tlp": str(int(Tlp.GREEN)), "do": "publish"}
    form |= {"source_class": "partner", "pap": "amber", "key": "once", "expected": "1"}

    answer = client.post("/reports/new/", form)

    draft = Report.objects.get()
    assert draft.is_draft
    assert answer["Location"] == f"/reports/{draft.key}/share/"


def test_a_revision_that_tells_of_people_comes_back_and_can_be_masked(client, community, publish):
    report = publish(readers=GREEN)
    form = {"title": "Van", "facts": TOLD, "language": "en", "tlp": str(int(Tlp.GREEN)), "version": "1"}
    form |= {"source_class": "partner", "pap": "amber", "do": "revise"}

    refused = page(client, community, report, "revise", **form)
    masked_form = page(client, community, report, "revise", **(form | {"do": "mask"})).content.decode()
    ticked = page(client, community, report, "revise", **form, not_personal=list(tokens_in(said(facts=TOLD))))

    assert refused.status_code == 422
    assert refused.content.decode().count("<mark>") == 2
    assert "[number plate]" in masked_form
    assert PLATE not in masked_form
    assert ticked.status_code == 302


def test_a_program_is_told_what_was_found_and_may_answer_for_it(community, telling):
    machine = Machine(community, "author")

    refused = machine.post(f"reports/{telling.key}/publish", {})
    done = machine.post(f"reports/{telling.key}/publish", {"confirmed_not_personal": True})

    problem = refused.json()
    assert refused.status_code == 422
    assert problem["type"] == "urn:port2port:problem:personal-data-found"
    assert [(hit["field"], hit["kind"], hit["text"]) for hit in problem["hits"]] == [
        ("facts", "plate", PLATE),
        ("facts", "phone", PHONE),
    ]
    assert done.json()["version"] == 1
    assert TrailLine.objects.filter(act="not_personal").count() == 1


def test_a_program_that_revises_is_held_to_the_same(community, publish):
    report = publish(readers=GREEN)
    body = {"kind": "incident", "title": "Van", "facts": TOLD, "language": "en", "tlp": "TLP:GREEN", "version": 1}
    machine = Machine(community, "author")

    refused = machine.post(f"reports/{report.key}/revise", body)
    done = machine.post(f"reports/{report.key}/revise", body | {"confirmed_not_personal": True})

    assert refused.status_code == 422
    assert len(refused.json()["hits"]) == 2
    assert done.json()["version"] == 2


def test_nobody_else_is_told_what_a_draft_says_of_people(community, telling):
    refused = Machine(community, "peer").post(f"reports/{telling.key}/publish", {})

    assert refused.status_code == 404
    assert PLATE not in refused.content.decode()
