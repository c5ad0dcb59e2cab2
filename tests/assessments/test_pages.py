"""The pages: without script, state in the address, errors at the field with the input kept."""

import pytest
from django.test import Client
from django.urls import reverse

from port2port.assessments import actions
from port2port.assessments.models import Answer, Assessment, EvidenceRef, Round
from tests.assessments.conftest import TODAY, answered, said
from tests.assessments.test_answers import evidence, scenario
from tests.personas import NOW, PERSONAS


def question(row, control="acc-05", only="") -> str:
    return reverse("assessments:question", args=[row.key, control]) + (f"?only={only}" if only else "")


def filled(**more: object) -> dict:
    words = {"conformity": "partly", "doc": "2", "impl": "3", "rationale": "At night too.", "confidence": "medium"}
    return words | {"seen": "0", "na_reason": ""} | more


def test_the_list_begins_a_facility(mine, round_, community):
    page = mine.get(reverse("assessments:list"))
    assert b"Quay north" in page.content
    begun = mine.post(
        reverse("assessments:start", args=[round_.key]), {"facility": community.facilities["north"].key}, follow=True
    )
    assert begun.status_code == 200
    assert Assessment.objects.get().facility.name == "Quay north"


def test_the_key_questions_are_gone_through_one_by_one(mine, assessment):
    page = mine.get(assessment.get_absolute_url())
    address = page.context["go_on"]
    seen = []
    for _number in range(12):
        shown = mine.get(address)
        assert shown.status_code == 200
        assert f"{len(seen) + 1} of 12".encode() in shown.content
        seen.append(shown.context["asked"].id)
        answer = mine.post(address, filled())
        assert answer.status_code == 302
        address = answer["Location"]
    assert len(set(seen)) == Answer.objects.count() == 12


def test_a_save_shows_its_undo(mine, assessment):
    shown = mine.post(question(assessment), filled(), follow=True)
    assert b"data-toast" in shown.content
    mine.post(reverse("assessments:undo", args=[assessment.key, "acc-05"]), {"seen": "1"})
    assert Answer.objects.newest().get().conformity == "not_assessed"


def test_what_was_wrong_is_said_at_its_field_and_kept(mine, assessment):
    shown = mine.post(question(assessment), filled(conformity="not_applicable", rationale="Mine stays."))
    assert shown.status_code == 422
    assert b"Mine stays." in shown.content
    assert b"Say why it does not apply here." in shown.content


def test_the_second_of_two_sees_both_and_chooses(mine, assessment, community):
    answered(community.member("coordinator"), assessment, said(rationale="Theirs."))
    shown = mine.post(question(assessment), filled(rationale="Mine."))

    assert shown.status_code == 409
    assert b"Theirs." in shown.content
    assert b"Mine." in shown.content
    again = mine.post(question(assessment), filled(rationale="Mine.", seen=shown.context["form"]["seen"].value()))
    assert again.status_code == 302
    assert Answer.objects.newest().get().rationale == "Mine."


def test_the_sheet_saves_a_row_with_and_without_script(mine, assessment):
    row = reverse("assessments:save_row", args=[assessment.key, "acc-05"])
    saved = mine.post(row, filled(), headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert b'value="1"' in saved.content
    wrong = mine.post(row, filled(doc="9", seen="1"), headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    plain = mine.post(row, filled(doc="4", seen="1"))
    assert plain["Location"].endswith("/sheet/#acc-05")
    assert mine.post(row, filled(doc="9", seen="2")).status_code == 422


@pytest.mark.parametrize(
    ("only", "number"), [("", 26), ("key", 12), ("open", 25), ("must", None), ("gap", 1), ("no", None)]
)
def test_the_sheet_is_filtered_by_its_address(mine, assessment, author, only: str, number: int | None):
    answered(author, assessment)
    page = mine.get(reverse("assessments:sheet", args=[assessment.key]), {"only": only})
    assert page.status_code == (422 if only == "no" else 200)
    if number is not None:
        assert page.context["count"] == number


def test_the_sheet_asks_the_database_little(mine, assessment, django_assert_max_num_queries):
    mine.get(reverse("assessments:sheet", args=[assessment.key]))
    with django_assert_max_num_queries(12):
        mine.get(reverse("assessments:sheet", args=[assessment.key]))


def test_the_way_from_draft_to_agreed_on_pages(mine, signed_in, assessment, author):
    answered(author, assessment, said(), said("acc-01", conformity="not_applicable", na_reason="No gate."))
    move = reverse("assessments:move", args=[assessment.key])
    assert b"data-toast" in mine.post(move, {"step": "submit"}, follow=True).content
    mine.post(move, {"step": "recall"})
    mine.post(move, {"step": "submit"})
    second = signed_in("colleague")
    assert b"Read it" in second.get(assessment.get_absolute_url()).content
    shown = second.post(move, {"step": "take_up"}, follow=True)
    assert b"No gate." in shown.content
    word = reverse("assessments:agree", args=[assessment.key])
    assert second.post(word, {"return": "yes", "reason": ""}).status_code == 422
    second.post(word, {"return": "yes", "reason": "Say more."})
    assert b"Say more." in mine.get(assessment.get_absolute_url()).content
    mine.post(move, {"step": "reopen"})
    mine.post(move, {"step": "submit"})
    second.post(move, {"step": "take_up"})
    second.post(word, {"accepted": ["acc-01"]})
    assert Assessment.objects.get().state == "agreed"
    assert Answer.objects.get(control="acc-01").acceptance.by.person.username == "colleague"


def test_evidence_and_remarks(mine, assessment):
    add = reverse("assessments:add_evidence", args=[assessment.key, "acc-05"])
    wrong = mine.post(add, {"evidence-title": "Badges", "evidence-where_held": "Safe", "evidence-sha256": "x"})
    assert wrong.status_code == 422
    assert b"Badges" in wrong.content
    mine.post(add, {"evidence-title": "Badges", "evidence-where_held": "Safe"})
    row = EvidenceRef.objects.get()
    mine.post(reverse("assessments:take_out_evidence", args=[row.key]))
    assert not EvidenceRef.objects.standing().exists()
    said_ = mine.post(reverse("assessments:comment", args=[assessment.key, "acc-05"]), {"comment-text": "Seen."})
    assert said_.status_code == 302
    assert b"Seen." in mine.get(question(assessment)).content


def test_risks(mine, assessment):
    new = reverse("assessments:new_risk", args=[assessment.key])
    given = {"title": "Help from inside", "intent": 4, "capability": 4, "vulnerability": 4, "impact": 4}
    assert mine.post(new, given).status_code == 422
    shown = mine.post(new, given | {"confidence": "high"}, follow=True)
    assert b"Mitigate" in shown.content
    row = assessment.scenarios.get()
    risk = reverse("assessments:risk", args=[row.key])
    assert b"There stands now" in mine.post(risk, given | {"confidence": "high", "seen": 0}).content
    assert mine.post(risk, given | {"confidence": "high", "seen": 1, "impact": 1}).status_code == 302
    mine.post(reverse("assessments:take_out_risk", args=[row.key]))
    assert b"No scenario yet." in mine.get(assessment.get_absolute_url()).content


def test_who_has_a_part_is_led_to_it_and_sees_nothing_else(mine, signed_in, assessment, author, community):
    answered(author, assessment, said("acc-01", rationale="Not for guards."))
    mine.post(
        reverse("assessments:give_part", args=[assessment.key]),
        {"controls": ["acc-05"], "seat": community.seats["guard"].key},
    )
    guard = signed_in("guard")
    page = guard.get(assessment.get_absolute_url(), follow=True)
    assert page.context["asked"].id == "acc-05"
    assert guard.post(question(assessment), filled()).status_code == 302
    assert guard.get(question(assessment, "acc-01")).status_code == 404
    sheet = guard.get(reverse("assessments:sheet", args=[assessment.key]))
    assert sheet.context["count"] == 1
    assert b"Not for guards." not in sheet.content
    part = assessment.assignments.get()
    mine.post(reverse("assessments:take_part_back", args=[part.key]))
    assert guard.get(question(assessment)).status_code == 404


def test_the_secretariat_plans_and_moves_a_round_and_sees_who_takes_part_alone(signed_in, assessment, author):
    desk = signed_in("secretariat")
    answered(author, assessment, said(rationale="Secret words."))
    given = {"title": "Autumn", "kind": "self", "baseline": "baseline-isps 1.0", "target": "3"}
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    new = reverse("assessments:new_round")
    assert desk.post(new, given | {"opens_on": today, "closes_on": today}).status_code == 422
    days = {"opens_on": today, "closes_on": today + timedelta(days=30)}
    page = desk.post(new, given | days, follow=True)
    row = Round.objects.get(title="Autumn")
    assert b"Open the round" in page.content
    desk.post(reverse("assessments:move_round", args=[row.key]), {"to": "open"})
    assert Round.objects.get(title="Autumn").state == "open"
    shown = desk.get(assessment.round.get_absolute_url())
    assert [one.part for one in shown.context["takes"]].count(True) == 1
    assert b"Secret words." not in shown.content
    assert b"open MUST" not in shown.content


@pytest.mark.parametrize("who", [who for who in PERSONAS if who not in {"author", "colleague", "coordinator"}])
def test_nobody_else_finds_anything_of_an_assessment(signed_in, assessment, author, who: str):
    answered(author, assessment, said(rationale="Ours alone."))
    proof = actions.add_evidence(member=author, assessment=assessment, said=evidence(title="Our register"), now=NOW)
    risk = actions.save_scenario(member=author, assessment=assessment, said=scenario(title="Our fear"), now=NOW)
    client = signed_in(who)
    for name in ("assessment", "sheet", "agree"):
        assert client.get(reverse(f"assessments:{name}", args=[assessment.key])).status_code == 404
    assert client.get(question(assessment)).status_code == 404
    assert client.get(reverse("assessments:risk", args=[risk.key])).status_code == 404
    out = client.post(reverse("assessments:take_out_evidence", args=[proof.key]))
    assert out.status_code in {403, 404}
    for address in (reverse("assessments:list"), assessment.round.get_absolute_url(), "/", reverse("duties:promises")):
        page = client.get(address)
        for words in (b"Ours alone.", b"Our register", b"Our fear", b"Submit the assessment", b"open MUST"):
            assert words not in page.content, (address, words)


def test_a_frozen_assessment_is_read_and_not_written(mine, frozen):
    page = mine.get(question(frozen))
    assert page.status_code == 200
    assert b"<textarea" not in page.content.split(b'id="evidence"')[0]
    assert mine.post(question(frozen), filled(seen=1)).status_code == 409
    assert frozen.round.closes_on >= TODAY


def now_words(client: Client) -> bytes:
    return client.get("/").content


def test_now_says_what_waits_for_whose_word(signed_in, submitted, author, community):
    assert b"An assessment waits for your word" in now_words(signed_in("colleague"))
    assert b"An assessment waits for your word" not in now_words(signed_in("author"))
    for who in ("peer", "outsider", "secretariat", "client", "guard"):
        assert b"Quay north" not in now_words(signed_in(who)) or who == "guard"
    colleague = community.member("colleague")
    actions.take_up(member=colleague, assessment=submitted, now=NOW)
    actions.send_back(member=colleague, assessment=submitted, reason="Say more.", now=NOW)
    assert b"An assessment came back" in now_words(signed_in("author"))
    actions.reopen(member=author, assessment=submitted, now=NOW)
    south = community.organisations["south"]
    actions.give_part(member=author, assessment=submitted, controls=["acc-05"], organisation=south, now=NOW)
    assert b"Controls to answer for another organisation" in now_words(signed_in("peer"))
    assert b"Controls to answer" not in now_words(signed_in("outsider"))
